"""The queue: a wake-up call for work whose truth stands in the database (`operasi`, `dokumen`): a crash loses nothing.

Embedded (a SQLite file under var/) or in PostgreSQL; one consumer under `make run`. A call that is not heard (a full
disk, a dead connection) costs half a minute: the worker looks by itself for whatever stands as waiting.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey

from bulk import figures, kiriman, operasi, queue_message, smtp_client
from bulk.impor import siap
from bulk.potongan import TERBUKA
from documents import issue
from documents.catalog import BANYAK
from models import after_commit, postgres, setelan
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.impor import Impor
from models.operasi import Operasi
from models.waktu import sekarang

log = logging.getLogger(__name__)
Konteks = Callable[[], AbstractContextManager[Any]]
Penjaga = Callable[[Konteks, threading.Event], None]
_konteks: Konteks = contextlib.nullcontext
# Little work is done by the web process while its person waits. The worker must not take that for what a crash has
# left, so what was touched a moment ago is left alone until it is no longer young.
MUDA = timedelta(seconds=40)
LOOK = 15.0  # seconds between two looks; with MUDA, nothing waits longer than a minute for the worker to find it
ANYTHING = "apa saja"  # names no row of KERJA
_turn = threading.Lock()  # one work at a time, whether it was called for or found


@lru_cache(maxsize=1)
def huey() -> Huey:
    """The queue of this installation, beside its database."""
    dipakai = setelan.kini()
    if dipakai.database_url.startswith("postgresql"):
        dsn = postgres.dsn(dipakai.database_url)
        return PostgresHuey("panel", dsn=dsn, results=False, serializer=queue_message.JsonMessages(_unknown))
    dipakai.var.mkdir(parents=True, exist_ok=True)
    berkas, bentuk = str(dipakai.var / "antrean.sqlite3"), queue_message.JsonMessages(_unknown)
    return SqliteHuey("panel", filename=berkas, fsync=False, results=False, serializer=bentuk)


def _unknown() -> tuple[str, tuple[Any, ...]]:
    """A message that nobody can read stands for a look at everything that waits."""
    return huey()._registry.task_to_string(_tugas().task_class), (ANYTHING, 0)


def _lanjutkan(sejak: datetime) -> None:
    """What stands as waiting or was left by a crash: nobody has touched it since."""
    lanjut = 0
    for nama, cari in MENUNGGU.items():
        with after_commit.afterwards(nama, 0):
            lanjut += (n := cari(sejak))
            figures.DONE.labels(nama, "ditemukan").inc(n)
    if lanjut:
        log.warning("%s pekerjaan yang menunggu atau terputus dilanjutkan", lanjut)


def _kerjakan(nama: str, nomor: int) -> None:
    if nama not in KERJA:  # unreadable, or of another release: what it meant stands in the database
        with _turn, _konteks():
            _lanjutkan(sekarang() - MUDA)
        return
    with _turn, _konteks(), figures.DURATION.labels(nama).time():
        KERJA[nama](nomor)
    figures.DONE.labels(nama, "dipanggil").inc()


KERJA: dict[str, Callable[[int], object]] = {
    "operasi": operasi.kerjakan,
    "bekukan": issue.bekukan,
    "impor": siap.kerjakan,  # reading and judging; applying is an operation
}
MENUNGGU: dict[str, Callable[[datetime], int]] = {
    "bekukan": issue.lanjutkan,
    "operasi": operasi.lanjutkan,
    "impor": siap.lanjutkan,
}


@lru_cache(maxsize=1)
def _tugas() -> Any:
    return huey().task(name="kerjakan")(_kerjakan)


def antrekan(nama: str, nomor: int) -> None:
    """Wake the worker for one row of KERJA; call it after the commit that made the work. Never raises.

    The queue keeps a connection, which learns only by failing that PostgreSQL was started anew since: it is thrown away
    and tried once more, for a second wake-up does no harm.
    """
    with after_commit.afterwards(nama, nomor):
        try:
            _tugas()(nama, nomor)
        except Exception:
            reconnect()
            _tugas()(nama, nomor)


def reconnect() -> None:
    """Throw away the connection that this thread keeps to the queue."""
    with contextlib.suppress(Exception):
        huey().storage.close()


def reachable() -> bool:
    """Can the worker be woken, as far as reading its queue tells?"""
    for _ in range(2):
        try:
            huey().pending_count()
            return True
        except Exception as galat:
            log.warning("antrean tidak terbaca: %s", type(galat).__name__)
            reconnect()
    return False


@dataclass(frozen=True)
class Waiting:
    """How many works stand open, and since when nobody has touched the oldest of them."""

    count: int
    since: datetime | None


def waiting() -> dict[str, Waiting]:
    """For each row of KERJA what stands open in the database, which knows better than the queue."""
    return {
        nama: Waiting(
            *db.session.execute(db.select(db.func.count(), db.func.min(model.updated_at)).where(terbuka)).one()
        )
        for nama, (model, terbuka) in OPEN.items()
    }


OPEN: dict[str, tuple[Any, Any]] = {
    "operasi": (Operasi, Operasi.status.in_(TERBUKA)),
    "bekukan": (Dokumen, Dokumen.status == StatusDokumen.MEMBEKUKAN),
    "impor": (Impor, Impor.status.in_(siap.BERJALAN)),
}


def bekukan(dokumen_id: int) -> None:
    """A short paper is frozen while its reader waits for the page; a long one by the worker. Its number is committed
    already: what fails here waits for the worker."""
    with after_commit.afterwards("bekukan", dokumen_id):
        isi = db.session.scalar(db.select(Dokumen.isi).filter_by(id=dokumen_id)) or {}
        baris = sum(len(v) for v in isi.values() if isinstance(v, list))
        if baris > BANYAK:
            antrekan("bekukan", dokumen_id)
        else:
            issue.bekukan(dokumen_id)


def pasang() -> None:
    """The web process: long work goes to the queue from now on."""
    after_commit.HAND_OFF |= {nama: partial(antrekan, nama) for nama in KERJA} | {"bekukan": bekukan}


def layani(konteks: Konteks, induk: int = 0, penjaga: Sequence[Penjaga] = (), induk_sejak: float = 0.0) -> None:
    """The consumer: resume what a crash has left, then work until told to stop or until the parent process is gone.

    `penjaga`: what runs beside it in threads of their own, as the sending of e-mails does. `induk_sejak`: since when
    (seconds of the epoch) that parent runs, which alone serves people.
    """
    global _konteks
    _konteks = konteks
    mati = datetime.fromtimestamp(induk_sejak, UTC)  # what is older was begun by a process that is gone
    with konteks():
        _lanjutkan(max(mati, sekarang() - MUDA))
        kiriman.lanjutkan()  # nobody but the worker hands messages over
    if induk:
        threading.Thread(target=_tunggu_induk, args=(induk,), daemon=True).start()
    berhenti = threading.Event()
    utas = [threading.Thread(target=p, args=(konteks, berhenti), daemon=True) for p in (_look, kiriman.jaga, *penjaga)]
    for satu in utas:
        satu.start()
    _listen()
    berhenti.set()
    for satu in utas:
        satu.join(smtp_client.QUEUE.stop + 3)  # the answer to a message that was handed over


def _look(konteks: Konteks, berhenti: threading.Event) -> None:
    """The worker's own look at what stands as waiting, whether anybody called or not."""
    while not berhenti.wait(LOOK):
        try:
            with _turn, konteks():
                _lanjutkan(sekarang() - MUDA)
        except Exception:
            log.exception("pekerjaan yang menunggu tidak terbaca")


def _listen() -> None:
    """Hear the wake-up calls until told to stop. Without a queue (a full disk, a database that is away) there are none,
    and the worker lives on: it looks by itself."""
    while True:
        try:
            _tugas()
            pembeli = huey().create_consumer(workers=1, periodic=False, backoff=1.15, max_delay=1.0)
        except Exception:
            log.exception("antrean tidak dapat dibuka")
            for lama in (huey, _tugas):
                lama.cache_clear()
            time.sleep(LOOK)
            continue
        pembeli.run()
        return


def _tunggu_induk(induk: int) -> None:
    """A worker whose web process was killed ends by itself."""
    while os.getppid() == induk:
        time.sleep(2)
    os._exit(0)
