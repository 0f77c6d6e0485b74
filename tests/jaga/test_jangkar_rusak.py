"""An anchor file that nobody can read any more is named; neither the check of a night nor a restore dies of it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from bulk import periksa_berkas
from jaga import cadangan, jangkar, pulih
from models import keadaan, setelan
from models.waktu import jam, sekarang
from tests.jaga.conftest import buka
from tests.proses import KUNCI

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
NAMA = "jangkar-2026-11-20.json"
RUSAK = (b"", b"{", b"[]", b"\xff\xfe", b'{"id": 1}', b'{"id": "1", "hmac": ""}', b'{"id": 1e400, "hmac": ""}')


@pytest.fixture
def luar(dipakai: setelan.Setelan, tmp_path: Path) -> Path:
    """ANCHOR_DIR outside VAR, with an anchor that holds."""
    folder = tmp_path.with_name(tmp_path.name + "-luar")
    folder.mkdir()
    setelan.pasang(replace(dipakai, anchor_dir=folder))
    assert jangkar.jalankan().rusak is None
    return folder


def beri_nama(nama: str) -> None:
    with buka() as session:
        session.execute(text("UPDATE unit_kerja SET nama = :nama WHERE kode = 'P2EPD'"), {"nama": nama})
        session.commit()


def nama_unit() -> str:
    with buka() as session:
        return str(session.scalar(text("SELECT nama FROM unit_kerja WHERE kode = 'P2EPD'")))


@SQLITE
def test_the_nightly_check_calls_it_wrong_by_its_name(luar: Path) -> None:
    for isi in RUSAK:
        (luar / NAMA).write_bytes(isi)
        hasil = jangkar.jalankan()
        assert str(hasil.rusak).startswith(f"Berkas jangkar {NAMA} di {luar} kosong, rusak"), isi
        assert hasil.jangkar == 1, "the readable one is compared all the same"
        with buka() as session:
            tercatat = keadaan.semua(session)[keadaan.RIWAYAT]
        assert not tercatat.baik
        assert tercatat.isi["sebab"] == hasil.rusak
    (luar / NAMA).unlink()
    assert jangkar.jalankan().rusak is None


@SQLITE
def test_a_link_that_is_gone_is_told_before_an_unreadable_file(luar: Path) -> None:
    (luar / NAMA).write_bytes(b"")
    (luar / "jangkar-2026-11-21.json").write_text(json.dumps({"id": 999_999, "hmac": "x"}))
    assert "mencatat mata rantai 999999" in str(jangkar.jalankan().rusak)


@SQLITE
def test_verify_diary_prints_a_sentence(app: Flask, luar: Path) -> None:
    (luar / NAMA).write_bytes(b"")
    hasil = app.test_cli_runner().invoke(args=["verify-diary"])
    assert hasil.exit_code == 1
    assert f"Error: Berkas jangkar {NAMA} di {luar} kosong" in hasil.output


@SQLITE
def test_a_restore_tells_of_it_before_anything_is_exchanged_and_is_done(app: Flask, luar: Path) -> None:
    semula = nama_unit()
    berkas, _ = cadangan.buat()
    beri_nama("Sesudah cadangan")
    (luar / NAMA).write_bytes(b"")
    kabar: list[tuple[str, str]] = []
    pulih.pulihkan(berkas, lambda kalimat: kabar.append((kalimat, nama_unit())))
    ((kalimat, saat_itu),) = kabar
    assert f"{NAMA} di {luar}" in kalimat
    assert saat_itu == "Sesudah cadangan"
    assert nama_unit() == semula
    assert (luar / NAMA).read_bytes() == b"", "it stays where it is, as evidence"
    with jam(sekarang() + timedelta(minutes=1)):
        hasil = app.test_cli_runner().invoke(args=["restore", str(berkas)])
    assert hasil.exit_code == 0, hasil.output
    assert f"Peringatan: Berkas jangkar {NAMA}" in hasil.output


@SQLITE
def test_one_that_comes_with_the_backup_is_told_too(dipakai: setelan.Setelan) -> None:
    assert jangkar.jalankan().rusak is None
    (dipakai.anchor_dir / NAMA).write_bytes(b"")
    berkas, _ = cadangan.buat()
    (dipakai.anchor_dir / NAMA).unlink()
    kabar: list[str] = []
    pulih.pulihkan(berkas, kabar.append)
    (kalimat,) = kabar
    assert f"{NAMA} di dalam cadangan ini" in kalimat
    assert NAMA in str(jangkar.jalankan().rusak)


@SQLITE
def test_the_verifier_of_an_auditor_names_it(app: Flask, luar: Path, tmp_path: Path) -> None:
    for isi in RUSAK:
        (luar / NAMA).write_bytes(isi)
        app.test_cli_runner().invoke(args=["export-diary", str(tmp_path / "r.zip")])
        assert zipfile.is_zipfile(tmp_path / "r.zip")
        salah = periksa_berkas.periksa(str(tmp_path / "r.zip"), KUNCI)
        assert salah == [f"jangkar/{NAMA}: kosong atau rusak, tidak dapat dicocokkan"], isi
