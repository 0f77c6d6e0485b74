"""What passes between the printing of many papers and the shapes of its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sop.access import Actor


@dataclass(frozen=True)
class Lembar:
    """A paper to be printed; `bagian` is the part of the volume that it stands in."""

    kind: str
    record_id: int
    kode: str
    bagian: str = ""


@dataclass(frozen=True)
class Baris:
    """A row of the operation as it stands: `pesan` is the title of what was printed, or why it was not."""

    urut: int
    lembar: Lembar
    berhasil: bool | None
    pesan: str


@dataclass(frozen=True)
class Tercetak:
    """A paper that lies in the folder: its number in the list, its title and its file."""

    urut: int
    lembar: Lembar
    judul: str
    path: Path


@dataclass(frozen=True)
class Pesanan:
    """The order: who asked for it under which title, all its rows, and what else the shape needs to know."""

    judul: str
    actor: Actor
    semua: list[Baris]
    isian: Mapping[str, Any]


Ditolak = tuple[int, bool, str]  # urut, False, why
