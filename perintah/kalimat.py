"""What goes wrong under a command is told in one sentence: a trace helps only who works on the program."""

from __future__ import annotations

import copy
import functools
import sqlite3
from typing import Any

import click
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from models.pesan import Pesan, SopError

# What the place lacks; what is wrong with the program itself keeps its trace.
SALAH = (SopError, OperationalError, ProgrammingError, ArgumentError, sqlite3.DatabaseError, OSError)
BASIS = Pesan(
    "Basis data tidak dapat dipakai ({sebab}). Periksa DATABASE_URL dan VAR; bila belum disiapkan, jalankan dahulu "
    "flask --app app migrate (untuk demonstrasi: make run)."
)
BERKAS = Pesan("{berkas} tidak dapat dipakai ({sebab}).")


def kalimat(galat: Exception) -> str:
    """One sentence, without the statement and its values, which may be somebody's data."""
    if isinstance(galat, SopError):
        return str(galat.pesan)
    if isinstance(galat, OSError):
        return BERKAS.format(berkas=galat.filename or "Berkas", sebab=galat.strerror or galat)
    sebab = str(getattr(galat, "orig", None) or galat).strip().splitlines() or [type(galat).__name__]
    return BASIS.format(sebab=sebab[0][:200])


def berkalimat(perintah: click.Command) -> click.Command:
    """The command as it is typed: what it raises becomes "Error: …"."""
    kerja = perintah.callback
    assert kerja is not None
    luar = copy.copy(perintah)

    @functools.wraps(kerja)
    def jalankan(*isi: Any, **pilihan: Any) -> Any:
        try:
            return kerja(*isi, **pilihan)
        except SALAH as galat:
            raise click.ClickException(kalimat(galat)) from None

    luar.callback = jalankan
    return luar
