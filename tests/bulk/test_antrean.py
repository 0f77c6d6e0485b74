"""The queue of an installation wakes its worker, whatever became of the connection that it keeps."""

from __future__ import annotations

import errno
import json
import pickle
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from bulk import antrean
from models import after_commit
from models.base import db
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.transaksi import membaca
from models.waktu import sekarang
from tests.conftest import Basis


def test_work_is_queued_after_the_database_was_started_anew(session: Any, basis: Basis) -> None:
    awal = antrean.huey().pending_count()
    antrean.antrekan("operasi", 1)
    if basis.dialek == "postgresql":  # on SQLite the queue is a file, which is never started anew
        db.session.execute(
            db.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    antrean.antrekan("operasi", 2)
    assert antrean.huey().pending_count() == awal + 2


def test_the_queue_holds_json_and_what_it_cannot_read_becomes_a_look_at_all_that_waits(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pickle in it would run whatever its writer likes; one of the former program is left behind by an upgrade."""
    done: list[tuple[str, int]] = []
    monkeypatch.setattr(antrean, "_kerjakan", lambda nama, nomor: done.append((nama, nomor)))
    huey, toko = antrean.huey(), antrean.huey().storage
    huey.flush()  # the tests before had the same file
    antrean.antrekan("operasi", 7)
    isi = toko.dequeue()
    assert json.loads(bytes(isi))["message"]["args"] == ["operasi", 7]
    for data in (isi, pickle.dumps(Jahat()), b"\x80bukan apa-apa", b'{"lain": 1}'):
        toko.enqueue(data)
        huey.execute(huey.dequeue())
    assert done == [("operasi", 7), *[(antrean.ANYTHING, 0)] * 3]
    antrean._tugas().schedule(args=("impor", 3), delay=60)
    nanti = huey.dequeue()
    assert nanti.args == ("impor", 3)
    assert nanti.eta is not None


class Jahat:
    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("isi antrean dijalankan",)


def test_a_wake_up_that_nobody_hears_raises_nothing_and_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def rusak(*_: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(antrean, "_tugas", lambda: rusak)
    with app.app_context():
        antrean.antrekan("operasi", 1)
        assert after_commit.take() is after_commit.Unfinished.DISK_FULL
        assert after_commit.take() is None


@pytest.mark.parametrize(
    ("induk_sejak", "umur", "langsung"),
    [
        (0, 30, False),  # gunicorn: another process may be at it
        (0, 90, True),
        (60, 30, False),  # a worker that died under a web process that lives
        (10, 30, True),  # begun by a panel that is gone
    ],
)
def test_a_worker_resumes_what_nobody_can_be_at_and_looks_again_when_the_rest_is_old(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch, induk_sejak: int, umur: int, langsung: bool
) -> None:
    """What is young now is old at a later look, which the worker takes by itself."""
    monkeypatch.setattr(antrean.kiriman, "jaga", lambda *_: None)
    monkeypatch.setattr(antrean, "LOOK", 0.05)
    op = Operasi(jenis=JenisOperasi.HAPUS, judul="x", kind_sasaran="usulan", aksi="hapus", jumlah=0)
    session.add(op)
    session.commit()
    session.execute(db.update(Operasi).values(updated_at=sekarang() - timedelta(seconds=umur)))
    session.commit()
    sejak = (datetime.now(UTC) - timedelta(seconds=induk_sejak)).timestamp() if induk_sejak else 0.0

    langkah = Langkah(app, op.id, monkeypatch)
    session.remove()  # it would hold SQLite's write lock
    monkeypatch.setattr(antrean, "_listen", langkah)
    antrean.layani(app.app_context, 0, [], sejak)
    assert langkah.status == [StatusOperasi.SELESAI if langsung else StatusOperasi.ANTRE, StatusOperasi.SELESAI]


class Langkah:
    """Instead of listening: how the operation stands when the worker has begun, and when a minute has gone by."""

    def __init__(self, app: Flask, operasi_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.id, self.monkeypatch = app, operasi_id, monkeypatch
        self.status: list[StatusOperasi] = []

    def __call__(self) -> None:
        self.status.append(self._kini())
        self.monkeypatch.setattr(antrean, "sekarang", lambda: sekarang() + timedelta(minutes=1))
        akhir = time.monotonic() + 30
        while self._kini() is not StatusOperasi.SELESAI and time.monotonic() < akhir:
            time.sleep(0.02)
        self.status.append(self._kini())

    def _kini(self) -> StatusOperasi:
        with self.app.app_context(), membaca():
            return db.session.get_one(Operasi, self.id).status
