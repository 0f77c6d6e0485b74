"""Disk full, a database that only reads, a folder that cannot be written, a damaged page: a sentence, and no loss."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from models.base import db
from models.riwayat import verify
from models.ruang import Ruang
from models.sesi import Sesi
from models.waktu import sekarang
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.conftest import Basis
from tests.orang import Orang, token
from tests.peladen import AKAR, lingkungan

PITA = "Semua data dapat dilihat, tetapi tidak ada yang dapat disimpan"
POSTGRES = pytest.mark.parametrize("basis", ["postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def tim(orang: Orang) -> Layar:
    return Layar(orang.masuk("tim_musrenbang"))


@pytest.fixture
def usulan_id(app: Flask) -> int:
    with app.app_context():
        return int(dunia.isi_usulan(dunia.di_ujung(), 1)[0].id)


@contextmanager
def pragma(app: Flask, perintah: str) -> Iterator[None]:
    """Each connection of the panel begins with this, as on a full disk or a disk that only reads."""

    def pasang(koneksi: Any, _record: Any) -> None:
        koneksi.execute(perintah)
        koneksi.commit()

    with app.app_context():
        mesin = db.engine
        mesin.dispose()
    event.listen(mesin, "connect", pasang)
    try:
        yield
    finally:
        event.remove(mesin, "connect", pasang)
        mesin.dispose()


@SQLITE
def test_a_full_disk_refuses_the_save_keeps_what_was_typed_and_goes_on_reading(app: Flask, tim: Layar) -> None:
    with pragma(app, "PRAGMA max_page_count=1"):  # as many pages as there are now, and not one more
        tersimpan = 0
        while (jawab := ruang(tim, tersimpan)).status_code == 302:  # there still is room in half-full pages
            tersimpan += 1
            assert tersimpan < 400
        assert jawab.status_code == 507, teks(jawab.text)
        assert "Tempat pada disk peladen habis" in teks(jawab.text)
        assert f"Ruang {tersimpan}" in jawab.text, "what was typed stands on the page"
        assert tim.client.get("/ruang/").status_code == 200
    assert _ruang(app) == [f"Ruang {n}" for n in range(tersimpan)], (
        "what was answered well is there, the refused is not"
    )
    assert ruang(tim, tersimpan).status_code == 302
    assert len(_ruang(app)) == tersimpan + 1


def ruang(tim: Layar, n: int) -> Any:
    return tim.kirim(
        "/ruang/new/", nama=f"Ruang {n}", peralatan="Pengeras suara, proyektor dan papan tulis. " * 20, aktif="1"
    )


def _ruang(app: Flask) -> list[str]:
    with app.app_context():
        assert verify(db.session).rusak is None
        return list(db.session.scalars(db.select(Ruang.nama).where(Ruang.nama.like("Ruang %")).order_by(Ruang.id)))


@SQLITE
def test_a_database_that_only_reads_says_so_and_shows_everything(app: Flask, tim: Layar, usulan_id: int) -> None:
    sesi_lama(app)
    with pragma(app, "PRAGMA query_only=ON"):
        jawab = ruang(tim, 1)
        assert jawab.status_code == 503
        assert "hanya dapat dibaca" in teks(jawab.text)
        assert "Ruang 1" in jawab.text, "what was typed stands on the page"
        for alamat in ("/", "/usulan/", f"/usulan/details/?id={usulan_id}"):
            halaman = tim.client.get(alamat)
            assert halaman.status_code == 200
            assert PITA in teks(halaman.text), "said on every page, before anybody types"
    assert ruang(tim, 1).status_code == 302
    assert PITA not in teks(tim.buka("/"))


def sesi_lama(app: Flask) -> None:
    """So long that each page would write down that the session is used."""
    lalu = sekarang() - timedelta(minutes=7)
    with app.app_context():
        db.session.execute(db.update(Sesi).values(terakhir_pada=lalu, dibuat_pada=lalu))
        db.session.commit()


@POSTGRES
def test_a_copy_that_only_reads_says_so_on_every_page_and_stops_saying_so(app: Flask, tim: Layar) -> None:
    sesi_lama(app)
    with pragma(app, "SET default_transaction_read_only = on"):
        assert ruang(tim, 1).status_code == 503
        for alamat in ("/", "/usulan/"):
            assert PITA in teks(tim.buka(alamat))
    assert PITA not in teks(tim.buka("/"))


@SQLITE
def test_a_file_that_cannot_be_written_is_told_before_anybody_has_tried(
    tim: Layar, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PITA not in teks(tim.buka("/"))
    monkeypatch.setattr("admin.hanya_baca.os.access", lambda *_: False)
    assert PITA in teks(tim.buka("/"))


@SQLITE
def test_a_script_is_told_in_json(app: Flask, tim: Layar, usulan_id: int) -> None:
    halaman = tim.buka("/usulan/")
    with pragma(app, "PRAGMA query_only=ON"):
        jawab = tim.client.post(
            f"/usulan/move/ajukan/?id={usulan_id}",
            data={"csrf_token": token(halaman), "version": "1"},
            headers={"Accept": "application/json"},
        )
    assert (jawab.status_code, jawab.mimetype) == (503, "application/json")
    assert "hanya dapat dibaca" in jawab.json["pesan"]
    assert jawab.headers["Retry-After"] == "5"


def mulai(var: Path, *argumen: str) -> tuple[int, str]:
    jalan = subprocess.run(
        [sys.executable, "app.py", *argumen],
        cwd=AKAR,
        env=lingkungan(var, PORT="18999"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    return jalan.returncode, jalan.stdout + jalan.stderr


def test_a_folder_that_cannot_be_written_stops_the_start_with_one_sentence() -> None:
    kode, kata = mulai(Path("/proc/panel-musrenbang"))
    assert kode == 2
    assert "Folder data /proc/panel-musrenbang tidak dapat ditulis" in kata
    assert "Traceback" not in kata


@SQLITE
def test_a_damaged_page_stops_the_start_and_says_how_to_restore(basis: Basis, tmp_path: Path) -> None:
    berkas = tmp_path / "panel.sqlite3"
    shutil.copyfile(basis.url.removeprefix("sqlite:///"), berkas)
    with sqlite3.connect(berkas) as koneksi:
        besar = koneksi.execute("PRAGMA page_size").fetchone()[0]
        (akar,) = koneksi.execute("SELECT rootpage FROM sqlite_master WHERE name = 'wilayah'").fetchone()
    with berkas.open("r+b") as isi:
        isi.seek((akar - 1) * besar)
        isi.write(os.urandom(besar))
    kode, kata = mulai(tmp_path)
    assert kode == 2, kata
    assert "rusak" in kata
    assert "restore" in kata
    assert "Traceback" not in kata
