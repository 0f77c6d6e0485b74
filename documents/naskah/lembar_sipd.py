"""Lembar entri SIPD: every decided usulan with what has to be typed there, and what SIPD was last seen to hold."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypedDict

from documents import kata, kepala
from documents.konteks import Naskah
from documents.naskah import usulan
from documents.naskah.baris import Baris, menurut
from models.musrenbang import Musrenbang
from models.waktu import lokal
from sop import sipd


class UsulanSipd(TypedDict):
    """A row; `id` is the code that SIPD knows the usulan by, or our own where it has none yet."""

    opd: str
    id: str
    usulan: str
    hasil: str
    volume: str
    pagu: str
    disalin: str  # the day, or ""
    di_sipd: str  # what SIPD says, one thing a line, or ""


class Konteks(Naskah):
    judul: list[str]
    tersalin: int
    usulan: list[UsulanSipd]


def isi(m: Musrenbang) -> Konteks:
    rows = usulan.putusan(m.id)
    return {
        **kepala.naskah(kepala.setelan(), "lembar_sipd", "", None),
        "judul": ["LEMBAR ENTRI SIPD", m.nama.upper()],
        "tersalin": sum(1 for u in rows if u["sipd_disalin_pada"]),
        "usulan": [_baris(u) for u in rows],
    }


def _baris(u: dict[str, Any]) -> UsulanSipd:
    sah = u["hasil"] in usulan.DITERIMA
    return {
        "opd": u["nama_opd"],
        "id": u["kode_eksternal"] or u["kode"],
        "usulan": f"{u['usulan']}\n{u['lokasi']}",
        "hasil": usulan.hasil(u) + (f": {u['alasan']}" if u["alasan"] else ""),
        "volume": usulan.volume(u["volume_disepakati"], u["satuan"]) if sah else "-",
        "pagu": kata.rupiah(u["pagu_disepakati"] or 0) if sah else "-",
        "disalin": kata.tanggal_angka(lokal(u["sipd_disalin_pada"])) if u["sipd_disalin_pada"] else "",
        "di_sipd": _di_sipd(u),
    }


def _di_sipd(u: dict[str, Any]) -> str:
    volume = usulan.volume(u["sipd_volume"], u["satuan"]) if u["sipd_volume"] is not None else ""
    pagu = kata.rupiah(u["sipd_pagu"]) if u["sipd_pagu"] is not None else ""
    beda = "Berbeda:" if sipd.beda(SimpleNamespace(**u)) else ""
    return "\n".join(x for x in (beda, u["sipd_status"] or "", volume, pagu) if x)


def baris(k: Konteks) -> dict[str, list[Baris]]:
    rows: list[Baris] = []
    nomor = 0
    for nama, milik in menurut(k["usulan"], "opd"):
        rows.append({"grup": nama.upper()})
        for u in milik:
            nomor += 1
            isi_ = [u[x] for x in ("id", "usulan", "hasil", "volume", "pagu", "disalin", "di_sipd")]
            rows.append([str(nomor), *isi_])
    return {"daftar": rows}
