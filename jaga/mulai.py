"""What must hold before the panel serves: its folder can be written, and the file of its database is whole."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from models import setelan
from models.pesan import Pesan, SopError


def pastikan() -> None:
    """Raises SopError with one sentence that says what to do. Nothing is changed."""
    dipakai = setelan.kini()
    dapat_ditulis(dipakai.var)
    alamat = make_url(dipakai.database_url)
    if alamat.get_backend_name() == "sqlite" and alamat.database:
        utuh(Path(alamat.database))


def dapat_ditulis(folder: Path) -> None:
    coba = folder / f".coba-{secrets.token_hex(4)}"
    try:
        coba.write_bytes(b"")
        coba.unlink()
    except OSError as galat:
        raise SopError(Pesan(setelan.TAK_TERTULIS, folder=folder, sebab=galat.strerror or galat)) from None


def utuh(berkas: Path) -> None:
    """A damaged page is told now, not when somebody reads the record that stood on it."""
    if not berkas.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{berkas.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as koneksi:
            (kata,) = koneksi.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as galat:
        if isinstance(galat, sqlite3.OperationalError) and "malformed" not in str(galat):
            return  # busy or still without its log: the start itself will say more
        kata = str(galat)
    if kata != "ok":
        raise SopError(
            "Berkas basis data {berkas} rusak ({sebab}), jadi panel tidak dijalankan. Simpan salinannya, lalu "
            "pulihkan cadangan terbaru: flask --app app restore CADANGAN.",
            berkas=berkas,
            sebab=kata.splitlines()[0][:200],
        )
