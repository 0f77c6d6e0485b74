"""How a stored value looks on the screen, by the type of its column."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Integer, Numeric, Time
from sqlalchemy.orm import ColumnProperty

from documents import kata
from models.base import Label, Panjang, Record, Rupiah, UTCDateTime, kinds, label_of
from models.peran import Peran

KOSONG = "—"
TERTUTUP = "••••••"

# The colour of a state follows its meaning; a word that is not here is shown in the neutral colour.
NADA = {
    "netral": {"draf", "belum dimulai", "belum", "menunggu", "direncanakan", "nonaktif"},
    "jalan": {"diajukan", "diverifikasi", "berjalan", "disusun", "diedarkan", "diproses", "dikerjakan"},
    "perhatian": {"dikembalikan", "ditunda", "menunggu nomor", "membekukan", "menunggu tanda tangan", "terlambat"},
    "selesai": {
        *("selesai", "diterima", "diterima dengan perubahan", "diterima_perubahan", "final", "terbit", "disahkan"),
        *("ditetapkan", "ditandatangani", "terkirim", "dikirim", "diarsipkan", "disetujui", "siap", "aktif"),
    },
    "bahaya": {"ditolak", "batal", "dibatalkan", "gagal"},
}
_NADA = {kata_: nada for nada, kumpulan in NADA.items() for kata_ in kumpulan}


def labelled(model: type[Record]) -> dict[str, tuple[Column[Any], Label]]:
    """The columns of a kind that people may see, in the order of the model, by attribute name."""
    return _labelled(model)


@cache
def _labelled(model: type[Record]) -> dict[str, tuple[Column[Any], Label]]:
    found = {}
    for prop in model.__mapper__.attrs:
        if isinstance(prop, ColumnProperty):
            column: Any = prop.columns[0]
            if label := label_of(column) or label_of(prop):
                found[prop.key] = (column, label)
    # Columns that kinds share stand last in the table; people read the whole, the name, then the rest.
    first = [key for key in ("musrenbang_id", model.INDUK, model.NAMA) if key in found]
    return {key: found[key] for key in dict.fromkeys([*first, *found])}


def target_of(column: Column[Any]) -> str | None:
    """The kind that a foreign key refers to."""
    for key in column.foreign_keys:
        return key.target_fullname.split(".")[0]
    return None


def python_type(kind: Any) -> type[Any]:
    """The Python type of a column type; those of our own answer for the type that they wrap."""
    found: type[Any] = getattr(kind, "impl_instance", kind).python_type
    return found


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def small(title: str) -> str:
    """A title inside a sentence: "Nota dinas" → "nota dinas", "DPA" and "Tim (SK)" keep their capitals."""
    return " ".join(w if sum(c.isupper() for c in w) > 1 else w[:1].lower() + w[1:] for w in title.split(" "))


def size(n: int) -> str:
    """Bytes in words: "4,2 MB", "87 KB"."""
    if n >= 1_000_000:
        return f"{n / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(1, round(n / 1000))} KB"


def word(value: enum.Enum | str) -> str:
    """A member of a closed list in the words of the office (`diterima_perubahan` → "Diterima perubahan")."""
    if isinstance(value, Peran):
        return value.judul
    title = getattr(value, "judul", None)
    if isinstance(title, str) and isinstance(value, enum.Enum):
        return title
    return capital(str(value.value if isinstance(value, enum.Enum) else value).replace("_", " "))


def tone(state: object) -> str:
    return _NADA.get(str(getattr(state, "value", state) or "").lower(), "netral")


def formatter(column: Column[Any]) -> Callable[[Any], str]:
    """The function that writes the values of this column; it is asked once per column, not once per cell."""
    kind = column.type
    if isinstance(kind, Rupiah):
        return kata.rupiah
    if isinstance(kind, Boolean):
        return yes_no
    if isinstance(kind, Enum):
        return word
    if isinstance(kind, UTCDateTime | DateTime):
        return kata.saat
    if isinstance(kind, Date):
        return kata.hari_tanggal
    if isinstance(kind, Time):
        return clock
    if isinstance(kind, Numeric):
        return decimal
    if isinstance(kind, Integer):
        # A year is a number that nobody writes with a thousands point.
        return str if "tahun" in column.key or "urut" in column.key else kata.bilangan
    if column.key == "kode_periksa":
        return kata.berkelompok
    return titled if column.key in _SEBUTAN or f"{column.table.name}.{column.key}" in _SEBUTAN else str


# Columns that hold the code of a kind or of a paper; people read its name.
_SEBUTAN = {"naskah_kind", "kind_sasaran", "nomor_surat.kelas", "dokumen.kode"}


def titled(code: str) -> str:
    kind = kinds().get(code)
    if kind is not None:
        return kind.JUDUL
    return code.upper() if len(code) <= 3 else word(code)


def cell(column: Column[Any], value: Any) -> str:
    return KOSONG if value is None or value == "" else formatter(column)(value)


def yes_no(value: bool) -> str:
    return "Ya" if value else "Tidak"


def clock(value: time) -> str:
    return f"{value:%H.%M} WIB"


def decimal(value: Decimal | float) -> str:
    whole, _, rest = f"{Decimal(str(value)).normalize():f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return sign + f"{int(digits):,}".replace(",", ".") + ("," + rest if rest else "")


def css_of(column: Column[Any]) -> str:
    """The class of a cell: numbers stand to the right, long texts get room."""
    if column.foreign_keys:
        return "acuan"
    if not isinstance(column, Column):
        return ""  # computed
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


def plain(value: Any) -> str:
    """A value of unknown column (a diary entry) as text."""
    if value is None or value == "":
        return KOSONG
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, datetime):
        return kata.saat(value)
    if isinstance(value, date):
        return kata.tanggal(value)
    return str(value)
