"""The flow of a SOP as a drawing knows it: a symbol for each row, the arrows between them, and the side of each return.

What is the same on paper (documents/mesin/bagan_alir.py) and on the screen (admin/alir.py); no sizes, no ink.
"""

from __future__ import annotations

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

    def kanan(self, n: int, arah: int) -> bool:
        """Does the return of this decision leave at the right, when its arrow ahead goes left, down (0) or right?"""
        kembali = self.simpul[n]["kembali"]
        if arah or kembali is None:
            return arah < 0
        return bool(self.simpul[kembali]["kolom"]) and self.kolom_utama(kembali) >= self.kolom_utama(n)
