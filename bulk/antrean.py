"""The queue: a wake-up call for work whose truth stands in the database (`operasi`, `dokumen`): a crash loses nothing.

Embedded (a SQLite file under var/) or in PostgreSQL; one consumer under `make run`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey

from bulk import kiriman, operasi, queue_message
from bulk.impor import siap
from documents import issue
from documents.catalog import BANYAK
from models import setelan
from models.base import db
from models.dokumen import Dokumen
from models.waktu import sekarang

log = logging.getLogger(__name__)
Konteks = Callable[[], AbstractContextManager[Any]]
Penjaga = Callable[[Konteks, threading.Event], None]
_konteks: Konteks = contextlib.nullcontext
LANJUTKAN = "lanjutkan"
# Little work is done by the web process while its person waits. A worker that starts beside it must not take that for
# what a crash has left, so what was touched a moment ago is looked at again by the queue when it is no longer young.
MUDA = timedelta(minutes=1)


@lru_cache(maxsize=1)
def huey() -> Huey:
    """The queue of this installation, beside its database."""
    dipakai = setelan.kini()
    if dipakai.database_url.startswith("postgresql"):
        dsn = dipakai.database_url.replace("postgresql+psycopg://", "postgresql://")
        return PostgresHuey("panel", dsn=dsn, results=False, serializer=queue_message.JsonMessages(_unknown))
    dipakai.var.mkdir(parents=True, exist_ok=True)
    berkas, bentuk = str(dipakai.var / "antrean.sqlite3"), queue_message.JsonMessages(_unknown)
    return SqliteHuey("panel", filename=berkas, fsync=False, results=False, serializer=bentuk)


def _unknown() -> tuple[str, tuple[Any, ...]]:
    """A message that nobody can read stands for a look at everything that waits."""
    return huey()._registry.task_to_string(_tugas().task_class), (LANJUTKAN, 0)


def _lanjutkan(sejak: datetime) -> None:
    """What a crash has left: nobody has touched it since."""
    if lanjut := issue.lanjutkan(sejak) + operasi.lanjutkan(sejak) + siap.lanjutkan(sejak):
        log.warning("%s pekerjaan yang terputus dilanjutkan", lanjut)


def _kerjakan(nama: str, nomor: int) -> None:
    with _konteks():
        KERJA[nama](nomor)


KERJA: dict[str, Callable[[int], object]] = {
    "operasi": operasi.kerjakan,
    "bekukan": issue.bekukan,
    "impor": siap.kerjakan,  # reading and judging; applying is an operation
    LANJUTKAN: lambda _: _lanjutkan(sekarang() - MUDA),
}


@lru_cache(maxsize=1)
def _tugas() -> Any:
    return huey().task(name="kerjakan")(_kerjakan)


def antrekan(nama: str, nomor: int) -> None:
    """Wake the worker for one row of KERJA; call it after the commit that made the work."""
    try:
        _tugas()(nama, nomor)
    except Exception:
        # The queue keeps a connection, which learns only by failing that PostgreSQL was started anew since. The work is
        # committed already and would wait for the next start of the worker; a second wake-up does no harm.
        _tugas()(nama, nomor)


def bekukan(dokumen_id: int) -> None:
    """A short paper is frozen while its reader waits for the page; a long one by the worker."""
    isi = db.session.scalar(db.select(Dokumen.isi).filter_by(id=dokumen_id)) or {}
    baris = sum(len(v) for v in isi.values() if isinstance(v, list))
    if baris > BANYAK:
        antrekan("bekukan", dokumen_id)
    else:
        issue.bekukan(dokumen_id)


def pasang() -> None:
    """The web process: long work goes to the queue from now on."""
    issue.antrekan = bekukan
    operasi.antrekan = lambda nomor: antrekan("operasi", nomor)
    siap.antrekan = lambda nomor: antrekan("impor", nomor)


def layani(konteks: Konteks, induk: int = 0, penjaga: Sequence[Penjaga] = (), induk_sejak: float = 0.0) -> None:
    """The consumer: resume what a crash has left, then work until told to stop or until the parent process is gone.

    `penjaga`: what runs beside it in threads of their own, as the sending of e-mails does. `induk_sejak`: since when
    (seconds of the epoch) that parent runs, which alone serves people.
    """
    global _konteks
    _konteks = konteks
    _tugas()
    mati = datetime.fromtimestamp(induk_sejak, UTC)  # what is older was begun by a process that is gone
    with konteks():
        _lanjutkan(max(mati, sekarang() - MUDA))
        kiriman.lanjutkan()  # nobody but the worker hands messages over
    _tugas().schedule(args=(LANJUTKAN, 0), delay=MUDA.total_seconds())
    if induk:
        threading.Thread(target=_tunggu_induk, args=(induk,), daemon=True).start()
    berhenti = threading.Event()
    utas = [threading.Thread(target=p, args=(konteks, berhenti), daemon=True) for p in (kiriman.jaga, *penjaga)]
    for satu in utas:
        satu.start()
    huey().create_consumer(workers=1, periodic=False, backoff=1.15, max_delay=1.0).run()
    berhenti.set()
    for satu in utas:
        satu.join(8)  # the message that is being handed over comes to its end


def _tunggu_induk(induk: int) -> None:
    """A worker whose web process was killed ends by itself."""
    while os.getppid() == induk:
        time.sleep(2)
    os._exit(0)
