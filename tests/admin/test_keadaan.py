"""The state of the system, for people and for machines, and the log that tells nothing of persons."""

from __future__ import annotations

import errno
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

import migrations
from admin import galat, jejak
from admin import keadaan as halaman
from jaga import heartbeat
from models import keadaan, setelan
from models.base import db
from models.operasi import JenisOperasi, Operasi
from models.rantai import Rantai
from models.ruang import Ruang
from models.waktu import jam, sekarang
from tests.admin.layar import Layar, teks

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
Baris = Callable[[], list[dict[str, Any]]]


def catat(app: Flask, kunci: str, baik: bool, hari: int, **isi: Any) -> None:
    with app.app_context(), jam(sekarang() - timedelta(days=hari)):
        keadaan.catat(db.session, kunci, baik, isi)
        db.session.commit()


def tingkat(app: Flask, kode: str) -> str:
    with app.app_context():
        return next(b.tingkat for b in halaman.semua() if b.kode == kode)


def test_the_page_is_for_administrator_and_supervision(layar: Callable[[str], Layar]) -> None:
    for nama in ("administrator", "pengawas"):
        isi = teks(layar(nama).buka("/keadaan/"))
        for judul in ("Cadangan terakhir", "Pemulihan yang terakhir terbukti", "Revisi basis data", "Pemindai virus"):
            assert judul in isi
        assert 'href="/keadaan/"' in layar(nama).buka("/")
    layar("tim_musrenbang").buka("/keadaan/", 403)
    assert 'href="/keadaan/"' not in layar("tim_musrenbang").buka("/")


@pytest.mark.parametrize(("hari", "seharusnya"), [(34, halaman.BAIK), (36, halaman.BAHAYA)])
def test_a_restore_that_was_not_proven_for_35_days_is_red(app: Flask, hari: int, seharusnya: str) -> None:
    assert tingkat(app, "pemulihan") == halaman.PERHATIAN
    catat(app, keadaan.TERBUKTI, True, hari)
    assert tingkat(app, "pemulihan") == seharusnya


def test_a_failed_drill_outweighs_an_earlier_proof(app: Flask, layar: Callable[[str], Layar]) -> None:
    catat(app, keadaan.TERBUKTI, True, 1)
    catat(app, keadaan.LATIHAN, False, 0, sebab="Kunci cadangan tidak cocok.")
    assert tingkat(app, "pemulihan") == halaman.BAHAYA
    for nama, merah in (("administrator", True), ("pengawas", True), ("tim_musrenbang", False)):
        assert ("Kunci cadangan tidak cocok." in teks(layar(nama).buka("/"))) is merah
    assert "Kunci cadangan tidak cocok." in teks(layar("administrator").buka("/keadaan/"))


def test_a_clock_that_went_back_is_told(app: Flask) -> None:
    assert tingkat(app, "jam") == halaman.BAIK
    with app.app_context(), jam(sekarang() - timedelta(hours=2)):
        assert next(b for b in halaman.semua() if b.kode == "jam").tingkat == halaman.PERHATIAN
        db.session.add(Ruang(nama="Ditulis sesudah jam mundur"))
        db.session.commit()
        assert next(b for b in halaman.semua() if b.kode == "jam").tingkat == halaman.PERHATIAN
        sqlite = db.engine.dialect.name == "sqlite"
        if not sqlite:  # of a diary as short as this one PostgreSQL would read the whole
            db.session.execute(db.text("SET LOCAL enable_seqscan = off"))
        jelaskan = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        rencana = str(db.session.execute(db.text(f"{jelaskan} SELECT max(waktu) FROM rantai")).all())
        assert "ix_rantai_waktu" in rencana


@pytest.mark.parametrize(
    ("folder", "kalimat"),
    [
        ("/proc", "Tersisa 0 MB pada disk cadangan."),  # a file system of its own, always full
        ("/tidak/terpasang", "Folder cadangan /tidak/terpasang tidak ada atau tidak terbaca."),
    ],
)
def test_a_disk_of_its_own_that_takes_the_backups_is_watched_and_the_panel_serves_without_it(
    app: Flask, client: FlaskClient, layar: Callable[[str], Layar], folder: str, kalimat: str
) -> None:
    assert "Cadangan berada pada disk folder data panel." in teks(layar("administrator").buka("/keadaan/"))
    setelan.pasang(replace(setelan.kini(), backup_dir=Path(folder)))
    assert tingkat(app, "disk_cadangan") == halaman.BAHAYA
    for nama, merah in (("administrator", True), ("pengawas", True), ("tim_musrenbang", False)):
        assert (kalimat in teks(layar(nama).buka("/"))) is merah
    assert client.get("/readyz").status_code == 200
    assert client.get("/metrics").status_code == 200


def test_a_backup_disk_that_fails_takes_no_page_with_it(
    app: Flask, client: FlaskClient, layar: Callable[[str], Layar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a broken or vanished mount answers: no such disk is on this machine."""

    def rusak(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    setelan.pasang(replace(setelan.kini(), backup_dir=Path("/proc")))
    monkeypatch.setattr(halaman, "_bebas", rusak)
    monkeypatch.setattr(halaman, "BUTIR", (halaman._disk_cadangan,))
    monkeypatch.setattr(halaman, "_disk", halaman._disk_cadangan)
    assert tingkat(app, "disk_cadangan") == halaman.BAHAYA
    assert layar("administrator").buka("/")
    assert client.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("bebas", "seharusnya"),
    [(25 << 30, "BAIK"), (1 << 30, "BAIK"), ((1 << 30) - 1, "PERHATIAN"), ((200 << 20) - 1, "BAHAYA")],
)
def test_a_narrow_disk_is_told_before_it_is_full(
    app: Flask, layar: Callable[[str], Layar], monkeypatch: pytest.MonkeyPatch, bebas: int, seharusnya: str
) -> None:
    penuh = shutil.disk_usage("/")
    monkeypatch.setattr(halaman.shutil, "disk_usage", lambda _: penuh._replace(free=bebas))
    assert tingkat(app, "disk") == getattr(halaman, seharusnya)
    if bebas == 25 << 30:
        assert "Tersisa 25.600 MB pada disk data." in teks(layar("administrator").buka("/keadaan/"))
    beranda = teks(layar("pengawas").buka("/"))
    assert ("pada disk data." in beranda) is (seharusnya == "BAHAYA")


# --- for machines -----------------------------------------------------------------------------------------------------


def test_a_machine_learns_whether_the_panel_can_serve(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").data == b"ok\n"
    siap = client.get("/readyz")
    assert siap.status_code == 200
    assert siap.json["bagian"] == {"basis": True, "migrasi": True}
    monkeypatch.setattr(migrations, "revisi_terbaru", lambda: "9999")
    belum = client.get("/readyz")
    assert belum.status_code == 503
    assert belum.json["bagian"]["migrasi"] is False
    assert client.get("/metrics").status_code == 200


@SQLITE
def test_a_database_file_that_was_moved_away_under_the_panel_is_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        berkas = Path(str(db.engine.url.database))
    assert client.get("/readyz").json["bagian"]["basis"] is True
    dipindahkan = berkas.rename(berkas.with_name("dipindahkan.sqlite3"))
    try:
        siap = client.get("/readyz")
        assert (siap.status_code, siap.json["bagian"]["basis"]) == (503, False)
        berkas.write_bytes(dipindahkan.read_bytes())  # another file at its place is not it either
        assert client.get("/readyz").status_code == 503
    finally:
        dipindahkan.replace(berkas)
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(("terlama", "status", "tingkat"), [("0030", 200, 0.5), ("9998", 503, 0.0)])
def test_a_schema_that_has_grown_beyond_the_program_is_served_as_long_as_it_suits(
    app: Flask, client: FlaskClient, request: pytest.FixtureRequest, terlama: str, status: int, tingkat: float
) -> None:
    def bernomor(revisi: str, terlama: str) -> None:
        with app.app_context():
            db.session.execute(db.text("UPDATE alembic_version SET version_num = :r"), {"r": revisi})
            db.session.execute(db.text("UPDATE skema SET revisi = :r, terlama = :t"), {"r": revisi, "t": terlama})
            db.session.commit()

    bernomor("9999", terlama)
    request.addfinalizer(lambda: bernomor(migrations.revisi_terbaru(), "0030"))
    siap = client.get("/readyz")
    assert siap.status_code == status, siap.json
    assert ("migrasi" in siap.json["peringatan"]) is (status == 200)
    assert f'panel_keadaan{{butir="migrasi"}} {tingkat}' in client.get("/metrics").text


def test_a_full_disk_and_a_queue_that_is_away_are_warnings_and_the_panel_serves(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    penuh = shutil.disk_usage("/")
    monkeypatch.setattr(halaman.shutil, "disk_usage", lambda _: penuh._replace(free=0))
    monkeypatch.setattr(halaman.antrean, "huey", lambda: 1 / 0)
    siap = client.get("/readyz")
    assert siap.status_code == 200
    assert {"disk", "antrean"} <= set(siap.json["peringatan"])


def test_what_cannot_be_asked_is_left_out_and_told(
    client: FlaskClient, layar: Callable[[str], Layar], monkeypatch: pytest.MonkeyPatch
) -> None:
    def rusak(*_: Any) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(halaman.antrean, "waiting", rusak)
    assert client.get("/readyz").status_code == 200
    isi = client.get("/metrics").text
    assert 'panel_terjawab{bagian="pekerjaan"} 0.0' in isi
    assert 'panel_terjawab{bagian="surel"} 1.0' in isi
    assert "panel_pekerjaan_terbuka{" not in isi
    assert "Tidak dapat ditanyakan." in teks(layar("administrator").buka("/keadaan/"))


def test_a_backup_that_failed_leaves_the_age_of_the_last_good_one(app: Flask, client: FlaskClient) -> None:
    catat(app, keadaan.CADANGAN, True, 3)
    with app.app_context():
        baik = keadaan.semua(db.session)[keadaan.CADANGAN].waktu.timestamp()
    for hari in (2, 1):
        catat(app, keadaan.CADANGAN, False, hari, sebab="penuh")
    isi = client.get("/metrics").text
    ditulis = re.search(r'panel_terakhir_detik\{pekerjaan="cadangan"\} (\S+)', isi)
    assert ditulis
    assert float(ditulis[1]) == baik
    assert 'panel_terakhir_baik{pekerjaan="cadangan"} 0.0' in isi


def test_a_worker_that_died_is_seen_by_everybody_who_waits(
    app: Flask, client: FlaskClient, layar: Callable[[str], Layar]
) -> None:
    with app.app_context():
        op = Operasi(jenis=JenisOperasi.HAPUS, judul="x", kind_sasaran="usulan", aksi="hapus", jumlah=1)
        db.session.add(op)
        db.session.commit()
        alamat = f"/operasi/details/?id={op.id}"
        db.session.remove()
        lalu = riwayat_terakhir(app)
        heartbeat.beat("2026-01-01T00:00:00+00:00")
        assert riwayat_terakhir(app) == lalu, "outside the diary"
    assert tingkat(app, "pekerja") == halaman.BAIK
    assert "Menunggu giliran." in teks(layar("pengawas").buka(alamat))
    catat(app, keadaan.PEKERJA, True, 1)
    assert tingkat(app, "pekerja") == halaman.BAHAYA
    menunggu = teks(layar("pengawas").buka(alamat))
    assert "Pekerja latar tidak berjalan, jadi pekerjaan ini menunggu. Beri tahu administrator." in menunggu
    for halaman_ini in ("/keadaan/", "/"):
        assert "Pekerja latar tidak berjalan sejak" in teks(layar("pengawas").buka(halaman_ini)), halaman_ini
    assert "pekerja" in client.get("/readyz").json["peringatan"]
    isi = client.get("/metrics").text
    assert "panel_pekerja_hidup 0.0" in isi
    assert 'panel_pekerjaan_terbuka{jenis="operasi"} 1.0' in isi


def riwayat_terakhir(app: Flask) -> int:
    with app.app_context():
        return int(db.session.scalar(db.select(db.func.max(Rantai.id))) or 0)


def test_figures_are_for_this_machine_or_for_the_token(app: Flask, client: FlaskClient) -> None:
    client.get("/healthz")
    isi = client.get("/metrics").get_data(as_text=True)
    assert 'panel_permintaan_total{metode="GET",rute="/healthz",status="200"}' in isi
    assert 'panel_keadaan{butir="migrasi"} 1.0' in isi, isi[-3000:]
    jauh = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics", environ_base=jauh).status_code == 403
    setelan.pasang(replace(setelan.kini(), metrics_token="rahasia-pengawas"))
    for bawaan, status in (("rahasia-pengawas", 200), ("salah", 403), ("", 403)):
        kepala = {"Authorization": f"Bearer {bawaan}"}
        assert client.get("/metrics", environ_base=jauh, headers=kepala).status_code == status


# --- the log ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def baris(caplog: pytest.LogCaptureFixture) -> Iterator[Baris]:
    """What the log would say, line by line."""
    bentuk, ditulis = jejak.BarisJson(), []

    class Penampung(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            ditulis.append(bentuk.format(record))

    caplog.set_level(logging.INFO, "musrenbang.akses")
    penampung = Penampung()
    logging.getLogger().addHandler(penampung)
    yield lambda: [json.loads(b) for b in ditulis]
    logging.getLogger().removeHandler(penampung)


def test_a_request_leaves_one_line_without_what_was_asked_for(layar: Callable[[str], Layar], baris: Baris) -> None:
    tim = layar("tim_musrenbang")
    sebelum = len(baris())
    tim.buka("/pemangku-kepentingan/?q=Haji+Rahasia")
    (satu,) = baris()[sebelum:]
    assert satu["rute"] == "/pemangku-kepentingan/"
    assert satu["status"] == 200
    assert satu["md"] >= 0
    assert "Rahasia" not in json.dumps(baris())


@SQLITE
def test_the_number_on_the_error_page_is_the_one_in_the_log(
    app: Flask,
    layar: Callable[[str], Layar],
    baris: Baris,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rusak(*_: Any) -> Any:
        raise RuntimeError("NIK 3271000000000001 tidak terbaca")

    monkeypatch.setattr(halaman, "semua", rusak)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    isi = teks(layar("administrator").buka("/keadaan/", 500))
    galat = next(b for b in baris() if b["tingkat"] == "error")
    assert f"nomor rujukan {galat['rujukan']}" in isi
    assert galat["galat"]["jenis"] == "RuntimeError"
    assert any("test_keadaan.py" in t for t in galat["galat"]["tempat"])
    assert "3271" not in json.dumps(baris())


def test_a_page_that_is_not_there_has_a_number_too(layar: Callable[[str], Layar], baris: Baris) -> None:
    isi = teks(layar("administrator").buka("/tidak-ada/", 404))
    akhir = baris()[-1]
    assert akhir["status"] == 404
    assert f"Nomor rujukan {akhir['rujukan']}" in isi


@SQLITE
def test_an_error_page_that_needs_the_database_gives_way_to_one_that_asks_nothing(
    app: Flask, layar: Callable[[str], Layar], baris: Baris, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rusak(*_: Any, **__: Any) -> Any:
        raise OperationalError("SELECT", {}, Exception("server closed the connection unexpectedly"))

    orang = layar("administrator")
    monkeypatch.setattr(halaman, "semua", lambda: 1 / 0)
    monkeypatch.setattr(galat, "render_template", rusak)
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    for alamat, status in (("/keadaan/", 503), ("/tidak-ada/", 503)):
        isi = teks(orang.buka(alamat, status))
        assert "Nomor rujukan" in isi
        assert "Basis data tidak menjawab" in isi
    monkeypatch.setattr(galat, "render_template", lambda *_, **__: 1 / 0)
    isi = teks(orang.buka("/keadaan/", 500))
    akhir = next(b for b in reversed(baris()) if b["tingkat"] == "error")
    assert f"Nomor rujukan {akhir['rujukan']}" in isi
