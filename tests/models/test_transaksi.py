"""Writers of one process take turns on SQLite, in the order in which they came; readers wait for nobody."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from models import transaksi
from models.transaksi import Giliran, membaca


@pytest.fixture
def mesin(tmp_path: Path) -> Iterator[Engine]:
    satu = create_engine(f"sqlite:///{tmp_path}/uji.sqlite3", pool_size=20)
    with satu.begin() as koneksi:
        koneksi.execute(text("CREATE TABLE datang (siapa INTEGER)"))
    yield satu
    satu.dispose()


def _tulis(mesin: Engine, siapa: int) -> None:
    with mesin.begin() as koneksi:
        koneksi.execute(text("INSERT INTO datang VALUES (:siapa)"), {"siapa": siapa})


def test_what_was_committed_is_on_the_disk() -> None:
    with sqlite3.connect(":memory:") as connection:
        transaksi._atur_sqlite(connection, SimpleNamespace(info={}))
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL; the tests alone wait for no disk"
    connection.close()


def test_whoever_came_first_writes_first(mesin: Engine) -> None:
    penulis = [threading.Thread(target=_tulis, args=(mesin, n)) for n in range(12)]
    giliran = transaksi._giliran[str(mesin.url.database)]
    with mesin.begin() as pemegang:
        for n, satu in enumerate(penulis):
            satu.start()
            while len(giliran._antre) <= n:
                time.sleep(0.001)
        pemegang.execute(text("INSERT INTO datang VALUES (-1)"))
    for satu in penulis:
        satu.join(30)
    with mesin.connect() as koneksi, membaca():
        assert koneksi.scalars(text("SELECT siapa FROM datang ORDER BY rowid")).all() == [-1, *range(12)]


def test_who_reads_waits_for_nobody(mesin: Engine) -> None:
    with mesin.begin() as pemegang:
        pemegang.execute(text("INSERT INTO datang VALUES (1)"))
        with membaca(), mesin.connect() as koneksi:
            assert koneksi.scalar(text("SELECT count(*) FROM datang")) == 0


def test_another_database_has_turns_of_its_own(mesin: Engine, tmp_path: Path) -> None:
    lain = create_engine(f"sqlite:///{tmp_path}/lain.sqlite3")
    with mesin.begin(), lain.begin() as koneksi:
        koneksi.execute(text("CREATE TABLE boleh (n INTEGER)"))
    lain.dispose()


@pytest.mark.parametrize("cara", ["ditutup", "dilupakan", "rusak", "gagal"])
def test_a_transaction_that_ends_any_way_passes_the_turn_on(
    mesin: Engine, cara: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    koneksi = mesin.connect()
    if cara == "gagal":  # another process holds the file
        luar = sqlite3.connect(str(mesin.url.database), isolation_level=None)
        luar.execute("BEGIN IMMEDIATE")
        with membaca():
            koneksi.exec_driver_sql("PRAGMA busy_timeout=1")
            koneksi.rollback()
        with pytest.raises(OperationalError, match="locked"):
            koneksi.begin()
        luar.close()
    else:
        koneksi.begin()
        assert transaksi._giliran[str(mesin.url.database)]._terpakai
    if cara == "rusak":
        koneksi.invalidate()
    elif cara == "dilupakan":
        del koneksi
        gc.collect()
    else:
        koneksi.close()
    monkeypatch.setattr(transaksi, "TUNGGU", 0.01)
    assert not transaksi._giliran[str(mesin.url.database)]._terpakai
    _tulis(mesin, 1)


def test_who_gave_up_waiting_is_not_called_and_holds_up_nobody() -> None:
    giliran = Giliran()
    assert giliran.ambil(0)
    assert not giliran.ambil(0.01)
    giliran.lepas()
    assert giliran.ambil(0)


def test_a_turn_that_the_collector_gives_back_at_the_door_is_handed_on(mesin: Engine) -> None:
    """It runs at any moment, also between two lines of `ambil`: a door closed behind oneself would hold for ever."""
    _tulis(mesin, 0)
    giliran = transaksi._giliran[str(mesin.url.database)]

    class Antre(deque[threading.Event]):
        def append(self, satu: threading.Event) -> None:
            super().append(satu)
            giliran.lepas()  # as a forgotten connection does

    giliran._antre = Antre()
    assert giliran.ambil(0)
    datang: list[bool] = []
    kedua = threading.Thread(target=lambda: datang.append(giliran.ambil(20)), daemon=True)
    kedua.start()
    kedua.join(30)
    assert datang == [True]


def test_who_has_waited_for_his_turn_in_vain_waits_no_second_time(
    mesin: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tulis(mesin, 0)
    luar = sqlite3.connect(str(mesin.url.database), isolation_level=None)
    luar.execute("BEGIN IMMEDIATE")  # another program holds the file
    assert transaksi._giliran[str(mesin.url.database)].ambil(0)  # and somebody here waits for it
    monkeypatch.setattr(transaksi, "TUNGGU", 1.5)
    mulai = time.monotonic()
    with mesin.connect() as koneksi, pytest.raises(OperationalError, match="locked"):
        koneksi.begin()
    assert time.monotonic() - mulai < 15, "half a minute more"
    luar.close()
    with membaca(), mesin.connect() as koneksi:
        assert koneksi.scalar(text("PRAGMA busy_timeout")) == transaksi.SIBUK
