"""How long a question to the database may take on a page; one that takes longer stops with a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from models.base import db
from models.pesan import Keliru

DETIK = 2.0
LANGKAH = 20_000  # instructions of SQLite between two looks at the clock: some tenths of a millisecond
DIBATALKAN = "57014"  # PostgreSQL's code of a query that its time limit has stopped
KALIMAT = (
    "Gabungan saringan dan urutan ini memerlukan lebih dari {detik} detik, jadi dihentikan. "
    "Saringannya masih ada di halaman ini: tambahkan yang mempersempit, misalnya status atau kecamatan, "
    "atau urutkan menurut kolom lain."
)


class TerlaluLama(Keliru):
    """The database needed longer than a page may take."""


@contextmanager
def batas(detik: float = DETIK) -> Iterator[None]:
    """Within: what reads the database for longer raises TerlaluLama. On PostgreSQL each statement has that long, and
    one that was stopped takes the transaction with it."""
    within = _sqlite if db.engine.dialect.name == "sqlite" else _postgresql
    with within(detik):
        yield


@contextmanager
def _sqlite(detik: float) -> Iterator[None]:
    driver = db.session.connection().connection.driver_connection
    assert driver is not None
    until = time.monotonic() + detik
    driver.set_progress_handler(lambda: time.monotonic() > until, LANGKAH)
    try:
        yield
    except OperationalError as error:
        if "interrupted" in str(error.orig):
            raise _too_long(detik) from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _postgresql(detik: float) -> Iterator[None]:
    connection = db.session.connection()
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(detik * 1000)}")
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == DIBATALKAN:
            db.session.rollback()
            raise _too_long(detik) from None
        raise
    connection.exec_driver_sql("SET LOCAL statement_timeout = DEFAULT")


def _too_long(detik: float) -> TerlaluLama:
    return TerlaluLama(KALIMAT, detik="dua" if detik == DETIK else f"{detik:g}")
