"""CSV as Excel with Indonesian settings opens it by a double click: UTF-8 with its mark, semicolons, decimal commas.

There the comma is the decimal sign and the semicolon parts lists, so a file parted by commas would fall into one
column; LibreOffice and our own import ask the file itself and take either. Dates are written 2026-03-23, which every
setting reads as that day. What looks like a formula is quoted (bulk/lembar_kerja.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from bulk import lembar_kerja
from bulk.ekspor.isi import Kolom
from bulk.ekspor.lajur import Lajur, Sort
from models.waktu import WIB

MIME = "text/csv"
PEMISAH = ";"
TANDA = "\ufeff"


def write(lajur: Sequence[Lajur], chunks: Iterable[list[Kolom]]) -> Iterator[bytes]:
    """The file, a chunk of rows at a time."""
    writers = [PENULIS[x.sort] for x in lajur]
    room = io.StringIO()
    room.write(TANDA)
    sheet = csv.writer(room, delimiter=PEMISAH, lineterminator="\r\n")
    sheet.writerow([lembar_kerja.quote(x.judul) for x in lajur])
    for chunk in chunks:
        written = [write(values) for write, values in zip(writers, chunk, strict=True)]
        sheet.writerows(zip(*written, strict=True))
        yield _taken(room)
    yield _taken(room)


def _taken(room: io.StringIO) -> bytes:
    text = room.getvalue()
    room.seek(0)
    room.truncate()
    return text.encode()


def _texts(values: Kolom) -> Kolom:
    opening, quote = lembar_kerja.PEMBUKA, lembar_kerja.quote
    return [v if not v or (v[0] not in opening and v[0] != "'") else quote(v) for v in values]


def _as_is(values: Kolom) -> Kolom:
    return values  # csv.writer leaves None empty and writes a number as its digits


def decimal(value: Any) -> str:
    """1.5 → "1,5"; 200.00 → "200"."""
    whole, _, rest = f"{value:.6f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole},{rest}" if rest else whole


def _decimals(values: Kolom) -> Kolom:
    return [None if v is None else decimal(v) for v in values]


def _each(write: Callable[[Any], str]) -> Callable[[Kolom], Kolom]:
    return lambda values: [None if v is None else write(v) for v in values]


def _moment(value: datetime) -> str:
    return f"{value.astimezone(WIB):%Y-%m-%d %H:%M}"


def _clock(value: time) -> str:
    return f"{value:%H.%M}"


PENULIS: dict[Sort, Callable[[Kolom], Kolom]] = {
    **dict.fromkeys((Sort.TEKS, Sort.PANJANG, Sort.ACUAN, Sort.PILIHAN, Sort.BENAR), _texts),
    **dict.fromkeys((Sort.RUPIAH, Sort.BILANGAN, Sort.TAHUN), _as_is),
    Sort.DESIMAL: _decimals,
    Sort.TANGGAL: _each(date.isoformat),
    Sort.SAAT: _each(_moment),
    Sort.JAM: _each(_clock),
}
