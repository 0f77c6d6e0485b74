"""How a stored value is written in words, by the type of its column: on the screen, in sheets and in the diary."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Integer, Numeric, Time

from documents import kata
from models.base import Rupiah, UTCDateTime, kinds
from models.peran import Peran
from models.pesan import Pesan
from models.teks_baku import NamaIsian, sasaran

KOSONG = "—"
TERTUTUP = "••••••"  # stands for a personal value


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
        return Pesan(title)
    return Pesan(capital(str(value.value if isinstance(value, enum.Enum) else value).replace("_", " ")))


def formatter(column: Column[Any]) -> Callable[[Any], str]:
    """The function that writes the values of this column; it is asked once per column, not once per cell."""
    kind = column.type
    if isinstance(kind, Rupiah):
        return kata.rupiah
    if isinstance(kind, Boolean):
        return yes_no
    if isinstance(kind, NamaIsian):
        return lambda value: str(sasaran().get(value, value))
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
    short, _, rest = code.partition("_")  # "sk_tim" is the SK of the tim
    return Pesan(f"{short.upper()} {rest.replace('_', ' ')}".strip()) if len(short) <= 3 else word(code)


def cell(column: Column[Any], value: Any) -> str:
    return KOSONG if value is None or value == "" else formatter(column)(value)


def yes_no(value: bool) -> str:
    return Pesan("Ya") if value else Pesan("Tidak")


def clock(value: time) -> str:
    return f"{value:%H.%M} WIB"


def decimal(value: Decimal | float) -> str:
    whole, _, rest = f"{Decimal(str(value)).normalize():f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return sign + f"{int(digits):,}".replace(",", ".") + ("," + rest if rest else "")


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
