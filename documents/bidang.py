"""The fields of a letter to many: what differs from addressee to addressee, and how a template shows where it stands.

The web side renders a template once with a `Bidang` in the place of each value; the worker (documents/mesin/gabung.py)
finds their marks in the laid out letter. `buat_sandi` makes marks that no text can contain by accident or on purpose.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Isian = Mapping[str, str]


@dataclass(frozen=True)
class SuratMassal:
    """One letter to each of `catatan`: `isi(fields)` is the context of the letter with these fields.

    `isi` passes every field on as it is: what it looks into or changes is no field but a letter of its own, printed in
    full. The field `nama` names the letter in the outline of the PDF and may not be empty.
    """

    isi: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    catatan: Sequence[Isian]
    nama: str = "nama"


class Bidang:
    """Stands for the value of a field. It can be printed and asked whether it is filled, and nothing else."""

    def __init__(self, tanda: str) -> None:
        self._tanda = tanda

    def __html__(self) -> str:
        return self._tanda

    def __str__(self) -> str:
        raise TypeError("the value of a field is not known yet")

    def __eq__(self, lain: object) -> bool:
        raise TypeError("the value of a field is not known yet")

    __hash__ = None  # type: ignore[assignment]


def buat_sandi() -> str:
    return secrets.token_hex(8)


def tanda(sandi: str, ke: int) -> str:
    """The mark of the field number `ke`: letters of both cases, so that no change of case leaves it as it was."""
    return f"Qb{sandi}k{ke}q"


def pola(sandi: str) -> re.Pattern[str]:
    """Finds the marks; the group is the number of the field."""
    return re.compile(rf"Qb{re.escape(sandi)}k(\d+)q")
