"""The state of the system, for people and for machines, and the log that tells nothing of persons."""

from __future__ import annotations

import errno
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin import jejak
from admin import keadaan as halaman
from models import keadaan, setelan
from models.base import db
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
    assert siap.json["bagian"] == {"basis": True, "migrasi": True, "disk": True}
    monkeypatch.setattr(halaman, "revisi_terbaru", lambda: "9999")
    belum = client.get("/readyz")
    assert belum.status_code == 503
    assert belum.json["bagian"]["migrasi"] is False


def test_figures_are_for_this_machine_or_for_the_token(app: Flask, client: FlaskClient) -> None:
    client.get("/healthz")
    isi = client.get("/metrics").get_data(as_text=True)
    assert 'panel_permintaan_total{metode="GET",rute="/healthz",status="200"}' in isi
    assert 'panel_keadaan{butir="migrasi"} 1.0' in isi
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
