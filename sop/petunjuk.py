"""What the SOP in force says of a kind of record: the step that produces or needs it, above its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.base import Record
from models.sop import Langkah
from sop.aturan import sop_berlaku
from sop.belonging import akar
from sop.kelengkapan import SYARAT


@dataclass(frozen=True)
class Petunjuk:
    """A step in the words of the SOP; `dihasilkan`: the kind is its output, else it is only needed there.

    `waktu` is the norm as the SOP writes it, `juga` are the numbers of the other steps that produce or need the kind.
    """

    urutan: int
    aktivitas: str
    kelengkapan: tuple[str, ...]
    waktu: str
    dihasilkan: bool
    juga: tuple[int, ...]


def untuk(model: type[Record]) -> Petunjuk | None:
    """The first step that produces or needs the kind, or the whole that it is a part of."""
    names = {n for n, s in SYARAT.items() if {model.__tablename__, akar(model).__tablename__} & set(s.kinds)}
    sop = sop_berlaku() if names else None
    if sop is None:
        return None
    membuat = [x for x in sop.langkah if _menyebut(x.output, names)]
    memakai = [x for x in sop.langkah if _menyebut(x.kelengkapan, names)]
    if not membuat and not memakai:
        return None
    utama: Langkah = min((*membuat, *memakai), key=lambda x: x.urutan)
    return Petunjuk(
        utama.urutan,
        utama.aktivitas.rstrip(". "),
        tuple(butir["teks"] for butir in utama.kelengkapan),
        utama.waktu_teks,
        utama in membuat,
        tuple(sorted({x.urutan for x in (*membuat, *memakai)} - {utama.urutan})),
    )


def _menyebut(butir: list[dict[str, Any]], names: set[str]) -> bool:
    return any(names & set(satu["syarat"]) for satu in butir)
