"""The flow of a SOP as a drawing knows it: a symbol for each row, and the corners and words of the arrows between them.

The one description for two pens, paper (documents/mesin/bagan_alir.py) and screen (admin/alir.py); no sizes, no ink.
Its rows come from documents/naskah/sop.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypedDict


class Simpul(TypedDict):
    """The symbol of one row. `kolom`: the actors it stands with, counted from 0, the first one leads the flow.

    `bentuk` is kapsul, kotak or belah ketupat. `kembali` is the row (from 0) that the return arrow leads to, or None;
    `maju` and `balik` are the words beside the arrows of a decision.
    """

    kolom: list[int]
    bentuk: str
    kembali: int | None
    maju: str
    balik: str


class Panah(NamedTuple):
    """An arrow from the symbol of one row to that of another."""

    dari: int
    ke: int
    balik: bool = False


class Titik(NamedTuple):
    """A corner of an arrow: the middle of a symbol, or beside it.

    `tepi` is the lane of a return left (-1) or right (1) of the symbols of that column, `ke` which of the two there.
    `masuk` is above the symbol, where a return joins the arrow that leads into it.
    """

    baris: int
    kolom: int
    tepi: int = 0
    ke: int = 0
    masuk: bool = False


class Jalur(Counter[tuple[int, int]]):
    """The lanes that the returns of one drawing have taken."""

    def ambil(self, kolom: int, tepi: int) -> int:
        self[kolom, tepi] += 1
        return (self[kolom, tepi] - 1) % 2


class Alir:
    """The whole flow, and the letters that tie its two halves together where a page ends."""

    def __init__(self, simpul: Sequence[Simpul], kolom: int = 0) -> None:
        self.simpul, self.kolom = simpul, kolom
        isi = [n for n, s in enumerate(simpul) if s["kolom"]]
        maju = [Panah(a, z) for a, z in pairwise(isi)]
        balik = [Panah(n, int(simpul[n]["kembali"] or 0), True) for n in isi if simpul[n]["kembali"] is not None]
        self.panah = [*maju, *(p for p in balik if simpul[p.ke]["kolom"])]
        self._huruf: dict[Panah, str] = {}

    def huruf(self, panah: Panah) -> str:
        """The letter in both pentagons of an arrow, in the order in which pages reach them."""
        return self._huruf.setdefault(panah, chr(ord("A") + len(self._huruf) % 26))

    def maju(self, n: int) -> Panah | None:
        return next((p for p in self.panah if p.dari == n and not p.balik), None)

    def kolom_utama(self, n: int) -> int:
        return self.simpul[n]["kolom"][0]

    def arah(self, n: int) -> int:
        """Where the arrow ahead of a row goes: left (-1), straight down (0), right (1)."""
        if (maju := self.maju(n)) is None:
            return 0
        dari, ke = self.kolom_utama(n), self.kolom_utama(maju.ke)
        return (ke > dari) - (ke < dari)

    def sisi_balik(self, n: int, arah: int) -> int:
        """Where the return of a decision leaves, left (-1) or right (1), when its arrow ahead goes to `arah`."""
        kembali = self.simpul[n]["kembali"]
        if arah or kembali is None:
            return 1 if arah < 0 else -1
        kanan = self.simpul[kembali]["kolom"] and self.kolom_utama(kembali) >= self.kolom_utama(n)
        return 1 if kanan else -1

    def sisi_maju(self, n: int, arah: int) -> int:
        """Where the word of the arrow ahead stands: with the arrow, or beside it where the return leaves room."""
        return arah or -self.sisi_balik(n, 0)

    def rute(self, p: Panah, jalur: Jalur, tepi: int = 0, lewat: int | None = None) -> list[Titik]:
        """The corners of an arrow: ahead sideways, then down; a return out at `tepi`, up, and into the arrow ahead.

        `lewat` is the column beside which a return goes up, when it is not that of its decision.
        """
        a, z = self.kolom_utama(p.dari), self.kolom_utama(p.ke)
        mulai, akhir = Titik(p.dari, a), Titik(p.ke, z)
        if not p.balik:
            return [mulai, akhir] if a == z else [mulai, Titik(p.dari, z), akhir]
        lewat = a if lewat is None else lewat
        ke = jalur.ambil(lewat, tepi)
        turun = Titik(p.ke, lewat, tepi, ke, masuk=True)
        return [mulai, Titik(p.dari, lewat, tepi, ke), turun, Titik(p.ke, z, masuk=True), akhir]
