"""PostgreSQL beside SQLAlchemy: the address as libpq reads it, and what no server may be that the panel works on."""

from __future__ import annotations

from contextlib import ExitStack

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from models.pesan import Pesan, SopError

ENCODING = "UTF8"
TRIES = 5  # between two looks another client may take the connection of the server
WRONG_ENCODING = Pesan(
    "Basis data {nama} berpengodean {ada}; panel memerlukan UTF8, karena tanpa itu huruf pada surat dan riwayat tidak "
    "terjamin. Buat yang baru: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, lalu arahkan DATABASE_URL ke situ."
)
POOLED = Pesan(
    "DATABASE_URL menuju pembagi sambungan dengan pool_mode=transaction (misalnya pgbouncer). Di situ perintah yang "
    "disiapkan, antrean dan cadangan bercampur dengan milik program lain. Pakai pool_mode=session, atau alamat "
    "PostgreSQL sendiri: panel mengumpulkan sambungannya sendiri."
)


def parameters(url: str) -> dict[str, str]:
    """What SQLAlchemy connects with, by the names of libpq; decoded, and with the password."""
    mesin = create_engine(make_url(url), poolclass=NullPool)
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    return {k: str(v) for k, v in mesin.dialect.create_connect_args(mesin.url)[1].items() if k in known}


def dsn(url: str) -> str:
    """The address for whoever calls psycopg himself; it holds the password, so it goes on no command line."""
    return make_conninfo(**parameters(url))


def ensure(url: str) -> None:
    """Raises SopError with the sentence when this server is of a kind on which data would suffer.

    SQLAlchemy is not asked: on an encoding that is none it gets bytes for text and ends in a trace. A server that does
    not answer is told by who needs it.
    """
    if not url.startswith("postgresql"):
        return
    try:
        with psycopg.connect(dsn(url), autocommit=True) as koneksi:
            refused = _wrong_encoding(koneksi) or (POOLED if _pooled(url, koneksi) else None)
    except psycopg.OperationalError:
        return
    if refused:
        raise SopError(refused)


def _wrong_encoding(koneksi: psycopg.Connection) -> Pesan | None:
    ada = koneksi.info.parameter_status("server_encoding") or ENCODING
    return None if ada == ENCODING else Pesan(WRONG_ENCODING, nama=koneksi.info.dbname, ada=ada)


def _pooled(url: str, first: psycopg.Connection) -> bool:
    """Do two open connections share one process of the server?

    A pooler invents the number of the process, so nobody who is connected directly opens a second connection.
    """
    if _process(first) == first.info.backend_pid:
        return False
    with ExitStack() as stack:
        second = stack.enter_context(psycopg.connect(dsn(url), autocommit=True))
        return any(_process(first) == _process(second) for _ in range(TRIES))


def _process(koneksi: psycopg.Connection) -> int:
    row = koneksi.execute("SELECT pg_backend_pid()", prepare=False).fetchone()
    assert row is not None
    return int(row[0])
