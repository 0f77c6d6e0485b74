"""What passes between reading a row and judging it: the rules of the import, and what the row wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bulk.impor.bentuk import BENTUK, Bentuk


@dataclass
class Niat:
    """What a row of the file wants: values by column, and what is wrong with it so far."""

    urut: int
    isi: dict[str, Any] = field(default_factory=dict)
    bila_baru: dict[str, Any] = field(default_factory=dict)  # follows from the row, but changes no row that exists
    kosong: set[str] = field(default_factory=set)  # mapped columns whose cell is empty
    salah: list[tuple[str, str]] = field(default_factory=list)
    kode: str | None = None
    nomor: int | None = None

    def keliru(self, judul: str, kalimat: str) -> None:
        pendek = kalimat.removeprefix(f"{judul}: ")
        self.salah.append((judul, pendek[:1].upper() + pendek[1:]))


@dataclass(frozen=True)
class Aturan:
    """How one import reads its rows; all of it was chosen on the mapping page."""

    kind: str
    sumber: str
    peta: Mapping[int, str]  # number of the column → what it is read as
    bawaan: Mapping[str, Any]
    kosongkan: bool = False
    tata_letak: str = ""

    @property
    def bentuk(self) -> Bentuk:
        return BENTUK[self.kind]
