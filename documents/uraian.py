"""A long text with light marks, read into blocks: "## " begins a heading, "- " a bullet, "1. " a number.

The text is stored as it was typed and never becomes HTML by itself: papers, pages and the preview of the form write the
blocks in their own way. A text without marks is nothing but its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypedDict

TERDALAM = 2  # 1. → a. → 1)
_BUTIR = re.compile(r"^( *)(?:(-)|(\d{1,3})\.) +(\S.*)$")
_JUDUL = re.compile(r"^## +(\S.*)$")


class Butir(TypedDict):
    """One item: how deep it stands (0 to TERDALAM), its mark as it is printed, its text (line breaks kept)."""

    tingkat: int
    tanda: str
    isi: str


class Blok(TypedDict):
    """A paragraph or heading has `isi`, a list has `butir`; the other one is empty."""

    jenis: Literal["alinea", "judul", "daftar"]
    isi: str
    butir: list[Butir]


def blok(teks: str | None) -> list[Blok]:
    """The blocks of a text in their order; none of an empty one."""
    bersih = (teks or "").replace("\r\n", "\n").expandtabs(2)
    return [b for alinea in re.split(r"\n\s*\n", bersih) for b in _dari_alinea(alinea)]


def _dari_alinea(alinea: str) -> Iterator[Blok]:
    """What stands between two empty lines; a line without a mark belongs to the item or paragraph before it."""
    lines: list[str] = []
    items: list[tuple[int, int | None, list[str]]] = []  # depth, number (None: a bullet), lines
    for line in alinea.split("\n"):
        judul, butir = _JUDUL.match(line.strip()), _BUTIR.match(line)
        if (judul or butir) and lines:
            yield {"jenis": "alinea", "isi": "\n".join(lines), "butir": []}
            lines = []
        if judul:
            yield from _daftar(items)
            items = []
            yield {"jenis": "judul", "isi": judul[1].strip(), "butir": []}
        elif butir:
            depth = min(len(butir[1]) // 2, TERDALAM)
            items.append((depth, int(butir[3]) if butir[3] else None, [butir[4].strip()]))
        elif items:
            items[-1][2].append(line.strip())
        elif line.strip():
            lines.append(line.strip())
    yield from _daftar(items)
    if lines:
        yield {"jenis": "alinea", "isi": "\n".join(lines), "butir": []}


def _daftar(items: list[tuple[int, int | None, list[str]]]) -> Iterator[Blok]:
    """Numbers go on from the first one of their depth as it was typed."""
    if not items:
        return
    terakhir: dict[int, int] = {}
    rows: list[Butir] = []
    for depth, number, lines in items:
        for deeper in [d for d in terakhir if d > depth]:
            del terakhir[deeper]
        if number is not None:
            terakhir[depth] = terakhir[depth] + 1 if depth in terakhir else number
        tanda = "•" if number is None else _tanda(depth, terakhir[depth])
        rows.append({"tingkat": depth, "tanda": tanda, "isi": "\n".join(x for x in lines if x)})
    yield {"jenis": "daftar", "isi": "", "butir": rows}


def _tanda(depth: int, n: int) -> str:
    """1. at the first depth, a. at the second, 1) at the third (tata naskah dinas)."""
    return (f"{n}.", f"{'abcdefghijklmnopqrstuvwxyz'[(n - 1) % 26]}.", f"{n})")[depth]
