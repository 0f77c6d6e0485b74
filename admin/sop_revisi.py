"""The page of a SOP revision: its identity block and the table of its steps with who acts and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from admin.panel import PanelView
from models.pengaturan import nilai
from models.pesan import Pesan
from models.sop import Langkah, LangkahPelaksana, SopRevisi

# The lists of the identity page, in the words of the SOP.
IDENTITAS = (
    ("dasar_hukum", Pesan("Dasar hukum")),
    ("kualifikasi", Pesan("Kualifikasi pelaksana")),
    ("keterkaitan", Pesan("Keterkaitan")),
    ("peralatan", "Peralatan/perlengkapan"),
    ("peringatan", Pesan("Peringatan")),
    ("pencatatan", Pesan("Pencatatan dan pendataan")),
)


@dataclass(frozen=True)
class Pelaksana:
    judul: str
    utama: bool
    tanda: str  # "" once confirmed


class SopRevisiView(PanelView):
    details_template = "admin/sop_revisi.html"

    def details_extra(self, record: SopRevisi) -> dict[str, Any]:
        return {
            "identitas": [(judul, _butir(record.identitas.get(kunci))) for kunci, judul in IDENTITAS],
            "langkah": [(x, [_pelaksana(p) for p in x.pelaksana]) for x in record.langkah],
            "jumlah_norma": sum(x.waktu for x in record.langkah),
            "kembali": {x.kode: _nomor(record, x) for x in record.langkah if x.kembali_ke},
        }


def _butir(isi: Any) -> list[str]:
    return [str(b) for b in isi] if isinstance(isi, list) else [str(isi)] if isi else []


def _pelaksana(p: LangkahPelaksana) -> Pelaksana:
    belum = nilai("sop.belum_dikonfirmasi", "belum dikonfirmasi")
    tanda = "" if p.dikonfirmasi else f"{belum}{f', keyakinan {p.keyakinan}%' if p.keyakinan else ''}"
    return Pelaksana(p.peran.judul, p.utama, tanda)


def _nomor(record: SopRevisi, langkah: Langkah) -> int:
    return next(x.urutan for x in record.langkah if x.kode == langkah.kembali_ke)
