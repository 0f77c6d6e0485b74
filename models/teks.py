"""Texts that an administrator writes: `{nama}` from a closed list is filled in, and the braces can do nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping

from models.pesan import SopError

_ISIAN = re.compile(r"\{([a-z][a-z0-9_]*)\}|\{[^{}]*\}?|\}")


def isi(teks: str, nilai: Mapping[str, str]) -> str:
    """`teks` with its names filled in once; what is filled in is not read again.

    No template language: `{a.b}`, `{0}`, `{x!r}` and single braces raise SopError with the names that are allowed, so a
    text can neither reach an attribute nor format itself into something else.
    """

    def ganti(cocok: re.Match[str]) -> str:
        nama = cocok[1]
        if nama is None or nama not in nilai:
            boleh = ", ".join(f"{{{n}}}" for n in nilai) or "tidak ada"
            raise SopError(
                "Isian {isian} tidak dikenal dalam teks ini. Yang boleh dipakai: {boleh}.",
                isian=f"“{cocok[0]}”",
                boleh=boleh,
            )
        return str(nilai[nama])

    return _ISIAN.sub(ganti, teks)
