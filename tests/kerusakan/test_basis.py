"""A database that is locked, full of callers, restarted or held by a sleeper: wait, then a sentence, and no loss."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

import migrations
from migrations import naik, turun
from models.base import db
from models.pesan import SopError
from models.riwayat import verify
from models.ruang import Ruang
from tests import cluster
from tests.admin.layar import Layar, teks
from tests.conftest import Basis, buat_app, isi_basis
from tests.orang import Orang, token

pytestmark = pytest.mark.tiap_baris  # each row is another guard of the database

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("basis", ["postgresql"], indirect=True)


@pytest.fixture
def tim(orang: Orang) -> Layar:
    return Layar(orang.masuk("tim_musrenbang"))


def ruang(tim: Layar, nama: str) -> Any:
    return tim.kirim("/ruang/new/", nama=nama, aktif="1")


def ada(app: Flask) -> set[str]:
    with app.app_context():
        assert verify(db.session).rusak is None
        return set(db.session.scalars(db.select(Ruang.nama)))


@SQLITE
def test_a_lock_that_does_not_end_is_waited_for_and_then_told(
    app: Flask, tim: Layar, basis: Basis, ukuran: Callable[[int, int], int]
) -> None:
    """Fault 10. The battery waits the thirty seconds that the panel really waits."""
    sabar = ukuran(1, 30)

    def singkat(koneksi: Any, _record: Any) -> None:
        koneksi.execute(f"PRAGMA busy_timeout={sabar * 1000}")

    with app.app_context():
        mesin = db.engine
        mesin.dispose()
    event.listen(mesin, "connect", singkat)
    try:
        with closing(sqlite3.connect(basis.url.removeprefix("sqlite:///"), isolation_level=None)) as lain:
            lain.execute("BEGIN EXCLUSIVE")
            mulai = time.monotonic()
            jawab = ruang(tim, "Selagi terkunci")
            assert time.monotonic() - mulai >= sabar
            lain.execute("ROLLBACK")
    finally:
        event.remove(mesin, "connect", singkat)
    assert jawab.status_code == 503
    assert "cobalah beberapa saat lagi" in teks(jawab.text)
    assert "Selagi terkunci" in jawab.text
    assert "Selagi terkunci" not in ada(app)
    assert ruang(tim, "Sesudahnya").status_code == 302


@POSTGRES
def test_more_callers_than_connections_wait_and_then_are_told(basis: Basis, var: Path) -> None:
    """Fault 12."""
    pilihan = {"pool_size": 2, "max_overflow": 0, "pool_timeout": 0.5, "pool_pre_ping": True}
    app = buat_app(basis.url, var, SQLALCHEMY_ENGINE_OPTIONS=pilihan)
    tim = Layar(Orang(app).masuk("tim_musrenbang"))
    with app.app_context():
        dipegang = [db.engine.connect() for _ in range(2)]
        jawaban = [tim.client.get("/usulan/"), tim.client.get("/usulan/", headers={"Accept": "application/json"})]
        for satu in dipegang:
            satu.close()
        assert [j.status_code for j in jawaban] == [503, 503]
        assert "Traceback" not in jawaban[0].text
        assert "cobalah beberapa saat lagi" in jawaban[1].json["pesan"]
        assert tim.client.get("/usulan/").status_code == 200
        db.session.remove()
        db.engine.dispose()


@POSTGRES
@pytest.mark.parametrize("sudah", [False, True], ids=["before it is heard", "after it is done"])
def test_a_connection_that_dies_within_a_commit_is_told_as_what_it_is(app: Flask, tim: Layar, sudah: bool) -> None:
    """Fault 27: whether it was saved is not known then, so nothing else is claimed."""
    halaman = tim.client.get("/ruang/new/").text
    with app.app_context():
        mesin = db.engine
        pembunuh = create_engine(mesin.url, poolclass=NullPool)

    kali: list[int] = []

    def mati(koneksi: Any) -> None:
        kali.append(1)
        if len(kali) > 1:
            return
        asli = koneksi.connection.driver_connection
        if sudah:
            asli.execute("COMMIT")
            asli.execute("BEGIN")
        proses = {"p": asli.info.backend_pid}
        with pembunuh.connect() as lain:
            lain.execute(text("SELECT pg_terminate_backend(:p)"), proses)
            while lain.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :p"), proses):
                lain.rollback()  # what it sees of the others is fixed within a transaction
                time.sleep(0.01)

    event.listen(mesin, "commit", mati)
    isi = {"csrf_token": token(halaman), "nama": "Terputus", "aktif": "1"}
    jawab = tim.client.post("/ruang/new/", data=isi)
    event.remove(mesin, "commit", mati)
    assert jawab.status_code == 503
    assert "belum diketahui apakah isian ini tersimpan" in teks(jawab.text)
    assert "Lihat dahulu datanya" in teks(jawab.text)
    assert "tidak ada yang berubah" not in teks(jawab.text).lower()
    assert "Terputus" in jawab.text
    assert ("Terputus" in ada(app)) is sudah
    assert ruang(tim, "Sesudahnya").status_code == 302
    pembunuh.dispose()


@pytest.fixture
def gugus_sendiri(var: Path) -> Iterator[cluster.Cluster]:
    """A server of its own, for it is stopped and started; it keeps what it has promised, as an installation does."""
    satu = cluster.Cluster(durable=True, own=True)  # a server of somebody else is not restarted
    yield satu
    satu.stop()


@pytest.mark.skipif(not cluster.found(), reason="PostgreSQL")
def test_a_server_that_is_restarted_under_work_is_told_and_found_again(
    gugus_sendiri: cluster.Cluster, var: Path, ukuran: Callable[[int, int], int]
) -> None:
    """Fault 11: every save that was answered well is there once, the others are told and can be sent again."""
    with create_engine(gugus_sendiri.admin_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as k:
        k.execute(text("CREATE DATABASE mulai_ulang"))
    url = gugus_sendiri.url("mulai_ulang")
    isi_basis(url, var)
    app = buat_app(url, var)
    baik: list[str] = []
    kode: list[int] = []
    berhenti = threading.Event()

    masuk = [Layar(Orang(app).masuk("tim_musrenbang")) for _ in range(4)]  # before, however slow the machine is

    def bekerja(nomor: int) -> None:
        tim = masuk[nomor]
        for n in range(10_000):
            if berhenti.is_set():
                return
            nama = f"Ruang {nomor}-{n}"
            halaman = tim.client.get("/ruang/new/")
            kode.append(halaman.status_code)
            if halaman.status_code != 200:
                continue
            isi = {"csrf_token": token(halaman.text), "nama": nama, "aktif": "1"}
            jawab = tim.client.post("/ruang/new/", data=isi)
            kode.append(jawab.status_code)
            if jawab.status_code == 302:
                baik.append(nama)

    dilihat: set[tuple[str, int]] = set()

    def mengawasi() -> None:
        """What watches the panel, in threads of its own: each keeps connections that know nothing of a restart."""
        klien = app.test_client()
        while not berhenti.is_set():
            dilihat.update((alamat, klien.get(alamat).status_code) for alamat in ("/healthz", "/readyz", "/metrics"))
            time.sleep(0.05)

    def seen_by_the_watchers() -> None:
        dilihat.discard(("/readyz", 503))
        akhir = time.monotonic() + 30
        while ("/readyz", 503) not in dilihat and time.monotonic() < akhir:
            time.sleep(0.02)

    orang = [threading.Thread(target=bekerja, args=(n,)) for n in range(4)]
    orang += [threading.Thread(target=mengawasi) for _ in range(3)]
    for satu in orang:
        satu.start()
    try:
        for _ in range(ukuran(1, 5)):
            time.sleep(1)
            gugus_sendiri.restart(while_down=seen_by_the_watchers)
            sudah = len(baik)
            akhir = time.monotonic() + 10
            while len(baik) < sudah + 4 and time.monotonic() < akhir:
                time.sleep(0.05)
            assert len(baik) >= sudah + 4, "ten seconds after the restart nobody can save"
    finally:
        berhenti.set()
        for satu in orang:
            satu.join(60)
    assert dilihat == {("/healthz", 200), ("/readyz", 200), ("/readyz", 503), ("/metrics", 200)}
    assert set(kode) <= {200, 302, 503}, sorted(set(kode))
    assert 503 in kode, "nobody noticed the restart"
    tersimpan = ada(app)
    assert set(baik) <= tersimpan
    assert len(baik) == len(set(baik))
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@POSTGRES
def test_a_migration_that_a_sleeper_holds_up_ends_with_his_name_and_changes_nothing(
    basis: Basis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 13."""
    monkeypatch.setattr(migrations, "SABAR", 1)
    mesin = create_engine(basis.url, poolclass=NullPool)
    turun(basis.url, "0027")  # what follows changes a table that is there
    with mesin.connect() as k:
        semula = k.scalar(text("SELECT version_num FROM alembic_version"))
    with mesin.connect() as penidur:
        nama = penidur.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        penidur.execute(text(f"LOCK TABLE {', '.join(nama)} IN ACCESS SHARE MODE"))
        with pytest.raises(SopError) as galat:
            naik(basis.url)
        proses = penidur.scalar(text("SELECT pg_backend_pid()"))
        assert f"proses {proses}, idle in transaction" in str(galat.value.pesan)
        penidur.rollback()
    with mesin.connect() as k:
        assert k.scalar(text("SELECT version_num FROM alembic_version")) == semula
    naik(basis.url)
    mesin.dispose()
