"""What a picture is drawn from, and what comes of it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

from documents import kata
from documents.angka import Angka, Hitung
from documents.naskah import grafik
from models.musrenbang import Musrenbang
from models.pesan import ucap

Syarat = tuple[tuple[str, str], ...]


class Ukuran(enum.StrEnum):
    """What is measured."""

    JUMLAH = "jumlah"
    RUPIAH = "rupiah"


def _ringkas(n: int) -> str:
    return ucap(kata.rupiah_ringkas(n))


@dataclass(frozen=True)
class Sel:
    """A cell of the table; `alamat` is the list behind the figure."""

    teks: str
    alamat: str = ""


@dataclass(frozen=True)
class Gambar:
    """A picture with its words and its table. No `baris`: there is nothing to show."""

    kunci: str
    judul: str
    svg: str = ""
    kepala: tuple[str, ...] = ()
    baris: list[list[Sel]] = field(default_factory=list)
    keterangan: str = ""


@dataclass(frozen=True)
class Bahan:
    """What a picture is drawn from. `alamat(kind, filters)` answers an address, or "" where there is none."""

    m: Musrenbang
    angka: Angka
    ukuran: Ukuran = Ukuran.JUMLAH
    lebar: float = grafik.LEBAR
    alamat: Callable[[str, Syarat], str] = lambda _kind, _syarat: ""

    def usulan(self, *syarat: tuple[str, str]) -> str:
        return self.alamat("usulan", (("musrenbang_id", str(self.m.id)), *syarat))

    @property
    def tulis(self) -> Callable[[int], str]:
        return kata.bilangan if self.ukuran is Ukuran.JUMLAH else _ringkas

    def usul(self, h: Hitung) -> int:
        return h.jumlah if self.ukuran is Ukuran.JUMLAH else h.diusulkan

    def setuju(self, h: Hitung) -> int:
        return h.diterima if self.ukuran is Ukuran.JUMLAH else h.disepakati

    def judul(self, jumlah: str, rupiah: str) -> str:
        return jumlah if self.ukuran is Ukuran.JUMLAH else rupiah
