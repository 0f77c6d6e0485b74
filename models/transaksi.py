"""Transactions on SQLite, which has one write lock: who only reads never takes it, who writes queues for it.

SQLite's own waiting is a lottery: each waiter looks again after a while, and under a storm one of sixteen may look in
vain for 30 s while others come and go. So the threads of a process take turns, in the order in which they came; only
the first of them waits for other processes. PostgreSQL needs nothing of this.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from threading import Event, Lock
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool

TUNGGU = 30  # seconds for the turn and for other processes together
SIBUK = TUNGGU * 1000  # ms: what SQLite itself waits on each connection
FILE = "berkas"  # in the notes of a connection: which file SQLite opened, by device and inode
GILIRAN = "giliran"  # in the notes of a connection: the queue whose turn it holds
_baca_saja: ContextVar[bool] = ContextVar("baca_saja", default=False)


@contextmanager
def membaca() -> Iterator[None]:
    """Within: SQLite transactions begin DEFERRED, so readers never take the one write lock."""
    token = _baca_saja.set(True)
    try:
        yield
    finally:
        _baca_saja.reset(token)


@contextmanager
def menulis() -> Iterator[None]:
    """Within, a page that only reads may write what must stand in the diary; the transaction before has to be over."""
    token = _baca_saja.set(False)
    try:
        yield
    finally:
        _baca_saja.reset(token)


# --- turns ------------------------------------------------------------------------------------------------------------


class Giliran:
    """The queue of one database file.

    A turn comes back at any moment, also while the collector ends a forgotten connection within a thread that stands at
    the door: so it is only laid down (`_kembali`), and handed on by who can open the door, then or on leaving it.
    """

    def __init__(self) -> None:
        self._pintu, self._antre, self._terpakai = Lock(), deque[Event](), False
        self._kembali = deque[None]()

    def ambil(self, batas: float) -> bool:
        """Wait for the turn for at most so many seconds; False: it did not come."""
        dipanggil = Event()
        with self._pintu:
            if langsung := not self._terpakai:
                self._terpakai = True
            else:
                self._antre.append(dipanggil)
        self._oper()
        if langsung or dipanggil.wait(batas):
            return True
        with self._pintu:
            terlambat = not dipanggil.is_set()  # else called in the last moment
            if terlambat:
                self._antre.remove(dipanggil)
        self._oper()
        return not terlambat

    def lepas(self) -> None:
        """The turn goes to who has waited longest."""
        self._kembali.append(None)
        self._oper()

    def _oper(self) -> None:
        while self._kembali and self._pintu.acquire(blocking=False):
            try:
                while self._kembali:
                    self._kembali.pop()
                    if self._antre:
                        self._antre.popleft().set()
                    else:
                        self._terpakai = False
            finally:
                self._pintu.release()


_giliran: dict[str, Giliran] = {}


@event.listens_for(Engine, "connect")
def _atur_sqlite(koneksi: Any, record: Any) -> None:
    if not isinstance(koneksi, sqlite3.Connection):
        return
    koneksi.isolation_level = None  # SQLAlchemy's begin event below sends BEGIN, the driver must not
    record.info[FILE] = _identity(koneksi.execute("PRAGMA database_list").fetchone()[2])
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={SIBUK}",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        koneksi.execute(f"PRAGMA {pragma}")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:  # in memory, or gone
        return None
    return found.st_dev, found.st_ino


def file_in_place(connection: Connection) -> bool:
    """Is the file that SQLite has open still the one at its address? What is written into a moved one is lost."""
    path = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not path:
        return True
    return connection.info.get(FILE) == _identity(path)


@event.listens_for(Engine, "begin")
def _mulai_sqlite(koneksi: Connection) -> None:
    if koneksi.dialect.name != "sqlite":
        return
    if _baca_saja.get():
        koneksi.exec_driver_sql("BEGIN DEFERRED")
        return
    giliran, mulai = _giliran.setdefault(str(koneksi.engine.url.database), Giliran()), time.monotonic()
    if giliran.ambil(TUNGGU):  # else SQLite says what is to be said
        koneksi.info[GILIRAN] = giliran
    sisa = TUNGGU - (time.monotonic() - mulai)
    try:
        # IMMEDIATE: a writer waits for the lock at once; a DEFERRED one fails half-way with "database is locked".
        with _menunggu(koneksi, sisa) if sisa < TUNGGU - 1 else nullcontext():
            koneksi.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _lepas(koneksi.info)
        raise


@contextmanager
def _menunggu(koneksi: Connection, sisa: float) -> Iterator[None]:
    """Who has waited for the turn waits for other processes only as long as is left of his time."""
    koneksi.exec_driver_sql(f"PRAGMA busy_timeout={max(0, int(sisa * 1000))}")
    try:
        yield
    finally:
        koneksi.exec_driver_sql(f"PRAGMA busy_timeout={SIBUK}")


def _lepas(catatan: dict[Any, Any]) -> None:
    if giliran := catatan.pop(GILIRAN, None):
        giliran.lepas()


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _selesai(koneksi: Connection) -> None:
    """Told just before it is done: the next one waits for it in SQLite, alone."""
    if koneksi.dialect.name == "sqlite" and not koneksi.invalidated:
        _lepas(koneksi.info)


@event.listens_for(Pool, "checkin")
@event.listens_for(Pool, "invalidate")
@event.listens_for(Pool, "close")
def _kembali(_koneksi: Any, catatan: Any, *_: Any) -> None:
    """A connection that went without either word holds up nobody."""
    _lepas(catatan.info)
