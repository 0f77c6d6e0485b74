"""How a value looks on the screen: the colour of its state, the class of its cell."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, Numeric

from models.base import Panjang, Record, Rupiah, UTCDateTime
from models.pesan import Pesan, rangkai
from sop.access import Verb, peran_dengan

STATUS = ("status", "hasil")  # columns that say how far a row is; they are shown as badges
# The colour of a state follows its meaning; a word that is not here is shown in the neutral colour.
NADA = {
    "netral": {"draf", "belum dimulai", "belum", "menunggu", "direncanakan", "nonaktif"},
    "jalan": {"diajukan", "diverifikasi", "berjalan", "disusun", "diedarkan", "diproses", "dikerjakan"},
    "perhatian": {
        *("dikembalikan", "ditunda", "menunggu nomor", "membekukan", "menunggu tanda tangan", "terlambat"),
        "menunggu persetujuan",
    },
    "selesai": {
        *("selesai", "diterima", "diterima dengan perubahan", "diterima_perubahan", "final", "terbit", "disahkan"),
        *("ditetapkan", "ditandatangani", "terkirim", "dikirim", "diarsipkan", "disetujui", "siap", "aktif"),
    },
    "bahaya": {"ditolak", "batal", "dibatalkan", "gagal"},
}
_NADA = {kata_: nada for nada, kumpulan in NADA.items() for kata_ in kumpulan}


def covered(model: type[Record]) -> Pesan:
    """Why a personal value stands there as dots, for whoever may not uncover it."""
    roles = peran_dengan(Verb.PRIBADI, model)
    if not roles:
        return Pesan("Data pribadi ini tidak ditampilkan kepada siapa pun.")
    return Pesan("Hanya {siapa} yang dapat melihat data pribadi ini.", siapa=rangkai(", ", [r.judul for r in roles]))


def tone(state: object) -> str:
    return _NADA.get(str(getattr(state, "value", state) or "").lower(), "netral")


def css_of(column: Column[Any]) -> str:
    """The class of a cell: numbers stand to the right, long texts get room."""
    if column.foreign_keys:
        return "acuan"
    if not isinstance(column, Column):
        return ""  # computed
    if column.key in ("sha256", "sidik"):
        return "sidik"
    if column.key in ("nomor", "kode") or (column.table.name, column.key) == ("nomor_surat", "teks"):
        return "nomor"
    if isinstance(column.type, Integer | Numeric | Rupiah) and not isinstance(column.type, Boolean):
        return "angka"
    if isinstance(column.type, Panjang):
        return "panjang"
    if isinstance(column.type, Date | DateTime | UTCDateTime):
        return "tanggal"
    length = getattr(column.type, "length", None) or 0
    return "teks" if length >= 150 else "singkat" if 0 < length <= 40 else ""
