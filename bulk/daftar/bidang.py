"""What was asked of a list: the fields of its filter panel, as filled, and the conditions that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement


class Nanti(Sequence[tuple[str, str]]):
    """The options of a select, read when somebody looks at them: a list itself seldom does."""

    def __init__(self, read: Callable[[], Sequence[tuple[Any, str]]]) -> None:
        self._read = read

    @cached_property
    def _isi(self) -> list[tuple[str, str]]:
        return [(str(value), text) for value, text in self._read()]

    def __getitem__(self, n: Any) -> Any:
        return self._isi[n]

    def __len__(self) -> int:
        return len(self._isi)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._isi)


@dataclass(frozen=True)
class Bidang:
    """One field of the filter panel.

    `jenis` chooses the input: pilihan, cari, teks, rentang (days) or rentang_angka (numbers; `rupiah` if money).
    `nilai` and `sampai` are what one input shows, `terpilih` every value that is asked for, `bukan` those that are not
    wanted, `isi` "ya" where only empty ones are asked for, "tidak" where only filled ones are.
    """

    nama: str
    judul: str
    jenis: str
    nilai: str = ""
    sampai: str = ""
    pilihan: Sequence[tuple[str, str]] = ()
    kosong: str = "Semua"
    terpilih: tuple[str, ...] = ()
    bukan: tuple[str, ...] = ()
    isi: str = ""
    rupiah: bool = False
    salah: str = ""  # why what was typed cannot be read; it stands in `nilai` and `sampai` as it was typed

    @property
    def aktif(self) -> bool:
        return bool(self.nilai or self.sampai or self.terpilih or self.bukan or self.isi)

    @property
    def lain(self) -> list[tuple[str, str]]:
        """(name, value) of what one input cannot show; kept in the form so that it is not lost."""
        more = [(self.nama, v) for v in self.terpilih[0 if self.jenis.startswith("rentang") else 1 :]]
        more += [(f"{self.nama}.bukan", v) for v in self.bukan]
        return [*more, (f"{self.nama}.kosong", self.isi)] if self.isi else more


@dataclass
class Saringan:
    """What was asked: `syarat` and `cari` for the query, `bidang` for the panel, `tetap` the columns fixed to a value.

    `syarat` holds the filters (one condition where any of them is enough), `cari` what the search box asks for.
    """

    syarat: list[ColumnElement[bool]] = field(default_factory=list)
    bidang: list[Bidang] = field(default_factory=list)
    tetap: dict[str, int] = field(default_factory=dict)
    musrenbang: Bidang | None = None
    cari: list[ColumnElement[bool]] = field(default_factory=list)
    salah_satu: bool = False  # any of the filters is enough
    tahun: list[ColumnElement[bool]] = field(default_factory=list)  # the Musrenbang; holds beside the others
    setara: set[str] = field(default_factory=set)  # columns of which one value is asked

    @property
    def salah(self) -> list[str]:
        """What of it could not be read; then no rows are to be shown."""
        return [b.salah for b in self.bidang if b.salah]
