"""What follows a commit and fails: the answer is true, and the worker finds by itself what stands as waiting."""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from huey import PostgresHuey

from bulk import antrean, operasi
from models.base import db
from models.musrenbang import Musrenbang
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.riwayat import verify
from models.usulan import Usulan
from models.waktu import sekarang
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.admin.test_impor import periksa, unggah
from tests.conftest import Basis
from tests.impor import berkas_contoh as contoh
from tests.impor import sipd
from tests.orang import Orang
from tests.peladen import Peladen

pytestmark = pytest.mark.tiap_baris  # each row is another way for the queue to be away


@pytest.fixture
def tim(orang: Orang) -> Layar:
    return Layar(orang.masuk("tim_musrenbang"))


@pytest.fixture
def musrenbang(app: Flask) -> int:
    with app.app_context():
        m: Musrenbang = dunia.di_ujung()
        return int(m.id)


@pytest.fixture
def prepared(tim: Layar, musrenbang: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """An import whose verdicts are shown, and which is large enough for the queue."""
    worker = operasi.KERJA[JenisOperasi.IMPOR]
    monkeypatch.setitem(operasi.KERJA, JenisOperasi.IMPOR, replace(worker, langsung=lambda _: 0))
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(12)))
    periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    return id_


def agree(tim: Layar, id_: int) -> Any:
    return tim.kirim(f"/impor/terapkan/?id={id_}", dari=f"/impor/details/?id={id_}")


def fill(storage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue's file takes not one page more, on no connection, and its last page is full."""
    connect = storage._create_connection

    def narrow() -> Any:
        connection = connect()
        connection.execute("PRAGMA max_page_count=1")
        return connection

    monkeypatch.setattr(storage, "_create_connection", narrow)
    storage.close()
    for size in (500, 1):
        full = ""
        for _ in range(5_000):
            try:
                storage.enqueue(b"x" * size)
            except sqlite3.OperationalError as error:
                full = str(error)
                break
        assert "disk is full" in full


def status(app: Flask) -> tuple[list[StatusOperasi], int]:
    with app.app_context():
        assert verify(db.session).rusak is None
        return list(db.session.scalars(db.select(Operasi.status))), db.session.scalar(
            db.select(db.func.count()).select_from(Usulan)
        )


def test_what_was_agreed_to_while_the_queue_cannot_be_written_is_stored_waits_and_is_found(
    app: Flask, tim: Layar, prepared: int, basis: Basis, monkeypatch: pytest.MonkeyPatch
) -> None:
    if basis.dialek == "sqlite":  # a file that cannot grow, as on a full disk
        fill(antrean.huey().storage, monkeypatch)
    else:
        monkeypatch.setattr(antrean, "huey", lambda: PostgresHuey("panel", dsn="host=/tidak/ada", create_tables=False))
        antrean._tugas.cache_clear()
    answer = agree(tim, prepared)
    page = teks(answer.text)
    if basis.dialek == "sqlite":
        assert answer.status_code == 507, page[-600:]
        assert f'href="/impor/details/?id={prepared}"' in answer.text, "where to watch it"
    else:
        assert answer.status_code == 302
        page = teks(tim.buka(answer.headers["Location"]))
    assert "Tersimpan, tetapi pekerjaannya belum dimulai" in page
    assert "tidak ada yang berubah" not in page.lower()
    assert status(app) == ([StatusOperasi.ANTRE], 0)

    for _ in range(2):  # once is enough, twice does nothing twice
        with app.app_context():
            antrean._lanjutkan(sekarang() + timedelta(seconds=1))
        assert status(app) == ([StatusOperasi.SELESAI], 12)


def test_work_that_meets_a_full_disk_goes_on_waiting_and_is_not_called_failed(
    app: Flask, tim: Layar, prepared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = operasi.KERJA[JenisOperasi.IMPOR]

    def full(_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(operasi.KERJA, JenisOperasi.IMPOR, replace(worker, kerjakan=full, langsung=lambda _: 99))
    answer = agree(tim, prepared)
    assert answer.status_code == 507
    assert "Tersimpan, tetapi pekerjaannya belum dimulai" in teks(answer.text)
    assert status(app) == ([StatusOperasi.ANTRE], 0)
    assert "Pekerja latar tidak berjalan, jadi pekerjaan ini menunggu. Beri tahu administrator." in teks(
        tim.buka(f"/impor/details/?id={prepared}")
    )
    monkeypatch.setitem(operasi.KERJA, JenisOperasi.IMPOR, worker)
    with app.app_context():
        antrean._lanjutkan(sekarang() + timedelta(seconds=1))
    assert status(app) == ([StatusOperasi.SELESAI], 12)


@pytest.mark.battery
def test_the_real_worker_finds_within_a_minute_what_nobody_called_it_for(
    app: Flask, tim: Layar, prepared: int, basis: Basis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {
        "DATABASE_URL": basis.url,
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DIARY_KEY": app.config["SETELAN"].diary_key.decode(),
        "ACCOUNT_KEY": app.config["SETELAN"].account_key.decode(),
        "BACKUP_INTERVAL": "0",
    }

    def deaf(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(antrean, "_tugas", lambda: deaf)
    with Peladen(tmp_path / "pekerja", "--worker", **env) as worker:
        until(lambda: "pekerja" not in warnings(app), 60, worker)
        assert agree(tim, prepared).status_code == 507
        begun = time.monotonic()
        until(lambda: status(app)[0] == [StatusOperasi.SELESAI], 75, worker)
        assert time.monotonic() - begun < 75
    assert status(app)[1] == 12


def warnings(app: Flask) -> list[str]:
    return list(app.test_client().get("/readyz").json["peringatan"])


def until(true: Callable[[], bool], seconds: float, worker: Peladen) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, worker.keluaran
        assert worker.proses.poll() is None, worker.keluaran
        time.sleep(0.5)
