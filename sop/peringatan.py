"""Notices about a Musrenbang: facts worth a look that stop nobody (their limits and texts are settings)."""

from __future__ import annotations

from datetime import date

from models import teks
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pengaturan import nilai
from models.pesan import Pesan, SopError


def peringatan(m: Musrenbang) -> list[str]:
    """The notices that hold now, in the words of the settings."""
    if m.status not in (StatusMusrenbang.DRAF, StatusMusrenbang.BERJALAN):
        return []
    return [kalimat for kalimat in (lewat_batas(m),) if kalimat]


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
