"""Notices about a Musrenbang or a paper: facts worth a look that stop nobody (limits and texts are settings)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Select

from models import teks
from models.base import Record, db, kinds
from models.kiriman import StatusKiriman
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import Naskah, StatusNaskah
from models.pengaturan import kelas, nilai
from models.pesan import Pesan, SopError
from models.usulan import Usulan
from sop import keluar, pagu, penandatangan
from sop.lifecycle import Gerak, Ingatkan

PENANDA_TANGAN = 20  # signers of one selection that are looked at


def peringatan(m: Musrenbang) -> list[str]:
    """The notices that hold now, in the words of the settings."""
    if m.status not in (StatusMusrenbang.DRAF, StatusMusrenbang.BERJALAN):
        return []
    return [kalimat for kalimat in (lewat_batas(m),) if kalimat]


def peringatan_naskah(record: Record) -> list[str]:
    """The notices about a paper that is not signed yet, or about a usulan before its decision."""
    if isinstance(record, Usulan):
        return peringatan_usulan(record)
    belum = (StatusNaskah.DRAF, StatusNaskah.DIAJUKAN, StatusNaskah.MENUNGGU_TTD)
    if not isinstance(record, Naskah) or record.status not in belum:
        return []
    return [kalimat for kalimat in (penandatangan_tak_lazim(record), penandatangan.tidak_dapat(record)) if kalimat]


def peringatan_putusan(m: Musrenbang | None, rows: Select[Any]) -> list[str]:
    """The pagu that accepting these usulan would exceed; a notice, because the meeting decides."""
    if m is None:
        return []
    return [
        Pesan(
            "Pagu indikatif {opd} tahun {tahun} {pagu}; bila ini diterima, jumlah yang diterima menjadi {akan}.",
            opd=x.nama,
            tahun=m.tahun,
            pagu=_rupiah(x.pagu),
            akan=_rupiah(x.akan),
        )
        for x in pagu.bila_diterima(m, rows)
    ]


def peringatan_gerak(gerak: Gerak | None, rows: Select[Any]) -> list[str]:
    """The notices about a move over the rows of this select (of ids), for the page that asks; a deletion has none."""
    return INGATKAN[gerak.ingatkan](gerak.kind, rows) if gerak is not None and gerak.ingatkan else []


def _penanda_tangan(kind: str, rows: Select[Any]) -> list[str]:
    """One paper of each signer and Musrenbang is asked: a selection has few of them."""
    model: Any = kinds()[kind]
    satu = (
        db.select(db.func.min(model.id)).where(model.id.in_(rows)).group_by(model.penandatangan_id, model.musrenbang_id)
    )
    naskah = db.session.scalars(db.select(model).where(model.id.in_(satu.limit(PENANDA_TANGAN))).order_by(model.id))
    return list(dict.fromkeys(told for n in naskah if (told := penandatangan.tidak_dapat(n))))


def _pagu(_kind: str, rows: Select[Any]) -> list[str]:
    return [kalimat for m in pagu.berpagu() for kalimat in peringatan_putusan(m, rows)]


def _surel(_kind: str, rows: Select[Any]) -> list[str]:
    """An e-mail that waits is cancelled by this move; one that is with the server cannot be held back any more."""
    found: list[str] = []
    for kepada, status in keluar.surel_menunggu(rows):
        if status is StatusKiriman.ANTRE:
            found.append(
                Pesan(
                    "Surel kepada {siapa} masih menunggu dan dicatat dikirim dengan sendirinya. Bila ini dilanjutkan, "
                    "surel itu dibatalkan.",
                    siapa=kepada,
                )
            )
        else:
            found.append(
                Pesan(
                    "Surel kepada {siapa} sedang diserahkan kepada peladen surel dan tidak dapat ditarik lagi. "
                    "Bila ini dilanjutkan, penerima mungkin menerima naskahnya dua kali.",
                    siapa=kepada,
                )
            )
    return found


INGATKAN: dict[Ingatkan, Callable[[str, Select[Any]], list[str]]] = {
    Ingatkan.PENANDA_TANGAN: _penanda_tangan,
    Ingatkan.PAGU: _pagu,
    Ingatkan.SUREL: _surel,
}


def peringatan_usulan(usulan: Usulan) -> list[str]:
    """The notices about a usulan that waits for its decision; which ones do is asked by the pagu."""
    m = db.session.get(Musrenbang, usulan.musrenbang_id)
    return peringatan_putusan(m, db.select(Usulan.id).where(Usulan.id == usulan.id))


def _rupiah(n: int) -> str:
    return f"Rp{n:,}".replace(",", ".")


def penandatangan_tak_lazim(naskah: Naskah) -> Pesan | None:
    """The city's rule says which office signs a class of paper (a Kepala Bidang no undangan and no berita acara)."""
    found, pejabat = kelas(naskah.kind), naskah.penandatangan
    if found is None or pejabat is None or found.boleh_menandatangani(pejabat.peran):
        return None
    return Pesan(
        "{jabatan} lazimnya tidak menandatangani {kelas}; yang lazim: {berwenang}. Periksa penanda tangannya.",
        jabatan=pejabat.jabatan,
        kelas=found.nama.lower(),
        berwenang=", ".join(found.yang_berwenang),
    )


def lewat_batas(m: Musrenbang) -> str | None:
    """The meeting is later than the usual last day (31 March of the year before the tahun rencana)."""
    batas = _batas(m)
    if not (m.tanggal_acara and batas and m.tanggal_acara > batas):
        return None
    bawaan = "Tanggal pelaksanaan melewati batas yang lazim."
    try:
        return teks.isi(
            nilai("musrenbang.peringatan_batas", bawaan),
            {"tahun_pelaksanaan": str(m.tahun - 1), "tahun_rencana": str(m.tahun), "nama_musrenbang": m.nama},
        )
    except SopError:
        return Pesan(bawaan)  # a broken text of the settings must not close the start page


def _batas(m: Musrenbang) -> date | None:
    try:
        bulan, hari = nilai("musrenbang.batas_tanggal", "03-31").split("-")
        return date(m.tahun - 1, int(bulan), int(hari))
    except ValueError:
        return None
