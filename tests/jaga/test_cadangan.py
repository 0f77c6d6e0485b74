"""Backup and restore on both databases: what was there comes back, and nothing half ever takes its place."""

from __future__ import annotations

import gzip
import io
import json
import random
import sqlite3
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from flask import Flask
from pyrage import x25519
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from documents import issue
from jaga import basis as basis_jaga
from jaga import cadangan, pulih
from jaga.sandi_berkas import CadanganRusak, decrypted, encrypted, identity
from models import faktor, keadaan, setelan
from models.naskah import StatusNaskah
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.peran import Peran
from models.pesan import SopError
from models.waktu import hari_ini
from perintah import latihan_masuk
from tests import dunia, proses
from tests.conftest import Basis
from tests.jaga import former_format
from tests.jaga.conftest import buka
from tests.keandalan import KUNCI

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def ganti(nama: str) -> None:
    with buka() as session:
        session.execute(text("UPDATE ruang SET nama = :nama WHERE id = (SELECT min(id) FROM ruang)"), {"nama": nama})
        session.execute(text("UPDATE unit_kerja SET nama = :nama WHERE kode = 'P2EPD'"), {"nama": nama})
        session.commit()


def nama_unit(url: str = "") -> str:
    with buka(url) as session:
        return str(session.scalar(text("SELECT nama FROM unit_kerja WHERE kode = 'P2EPD'")))


@pytest.fixture
def samping(dipakai: setelan.Setelan, basis: Basis) -> Iterator[Callable[[str], str]]:
    """Address of the database that a restore kept beside; dropped after the test."""
    url: list[str] = []

    def alamat(tempat: str) -> str:
        if basis.dialek == "sqlite":
            return f"sqlite:///{tempat}"
        url.append(basis.url.replace(str(basis_jaga.Postgres(basis.url).nama), tempat.removeprefix("basis data ")))
        return url[-1]

    yield alamat
    for satu in url:
        basis_jaga.dari(basis.url).buang(satu)


def test_what_was_there_comes_back_and_what_took_its_place_is_kept(
    dipakai: setelan.Setelan, samping: Callable[[str], str]
) -> None:
    semula = nama_unit()
    berkas, manifes = cadangan.buat()
    ganti("Sesudah cadangan")
    (dipakai.var / "diary.key").write_text("kunci lain yang salah tempat")
    setelan.pasang(replace(dipakai, diary_key=b"kunci lain yang salah tempat"))

    hasil = pulih.pulihkan(berkas)

    assert nama_unit() == semula
    assert nama_unit(samping(hasil.samping)) == "Sesudah cadangan"
    assert (dipakai.var / "diary.key").read_bytes() == proses.KUNCI
    assert manifes["isi_berkas"]
    with buka() as session, pytest.raises(DBAPIError, match="riwayat hanya dapat ditambah"):
        session.execute(text("DELETE FROM riwayat"))  # the guards came back as well
    assert not list(dipakai.var.glob("kerja-*"))


def test_a_backup_holds_nothing_that_can_be_read_without_its_key(dipakai: setelan.Setelan) -> None:
    berkas, _ = cadangan.buat()
    isi = berkas.read_bytes()
    assert b"SQLite format" not in isi
    assert b"manifest" not in isi
    assert berkas.stat().st_mode & 0o077 == 0
    assert b"backup.key" not in cadangan_terbuka(berkas)


def cadangan_terbuka(berkas: Path) -> bytes:
    with berkas.open("rb") as masuk, decrypted(masuk, pulih.kunci_cadangan()) as isi:
        return gzip.decompress(isi.read())


def sandikan(berkas: Path, isi: bytes) -> Path:
    """A backup with this archive, by the real writer with the real key."""
    with berkas.open("wb") as keluar, encrypted(keluar, pulih.kunci_cadangan()[0]) as tulis:
        tulis.write(gzip.compress(isi))
    return berkas


def test_what_follows_the_archive_is_proved_as_well(dipakai: setelan.Setelan, tmp_path: Path) -> None:
    """A file that ends in bytes that nobody wrote is not the one that was made, even where nothing of it is used."""
    berkas, _ = cadangan.buat()
    isi = io.BytesIO()
    with encrypted(isi, pulih.kunci_cadangan()[0]) as penulis:
        penulis.write(gzip.compress(cadangan_terbuka(berkas)) + bytes(6 << 20))
    for nama, bita, utuh in (
        ("utuh", isi.getvalue(), True),
        ("terpotong", isi.getvalue()[: -(1 << 20)], False),
        ("diubah", isi.getvalue()[:-1] + b"x", False),
    ):
        uji = tmp_path / nama
        uji.write_bytes(bita)
        with pytest.raises(CadanganRusak) if not utuh else nullcontext(), cadangan.ruang_kerja() as tempat:
            assert cadangan.buka(uji, pulih.kunci_cadangan(), tempat)["isi_berkas"]


def ubah_manifes(berkas: Path, /, **ubahan: Any) -> Path:
    """The same backup with another manifest, encrypted with the right key."""
    tujuan = berkas.with_name("ubahan.cadangan")
    keluar = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(cadangan_terbuka(berkas))) as lama,
        tarfile.open(fileobj=keluar, mode="w") as baru,
    ):
        for anggota in lama:
            isi = lama.extractfile(anggota).read()  # type: ignore[union-attr]
            if anggota.name == "manifest.json":
                isi = json.dumps({**json.loads(isi), **ubahan}).encode()
                anggota.size = len(isi)
            baru.addfile(anggota, io.BytesIO(isi))
    return sandikan(tujuan, keluar.getvalue())


def sidik_lain(berkas: Path) -> Path:
    """A file whose bytes are not those that the manifest tells of."""
    with tarfile.open(fileobj=io.BytesIO(cadangan_terbuka(berkas))) as arsip:
        manifes = json.load(arsip.extractfile("manifest.json"))  # type: ignore[arg-type]
    nama = next(iter(manifes["berkas"]))
    return ubah_manifes(berkas, berkas={**manifes["berkas"], nama: {**manifes["berkas"][nama], "sha256": "0" * 64}})


LAIN = {"sqlite": "postgresql", "postgresql": "sqlite"}
TOLAK: dict[str, tuple[Callable[[Path, str], Path], str]] = {
    "terpotong": (lambda p, _: tulis(p, p.read_bytes()[:-100]), "rusak atau terpotong"),
    "satu bita": (lambda p, _: tulis(p, p.read_bytes()[:-500] + b"\0" * 500), "rusak atau terpotong"),
    "format lama": (lambda p, _: former_format.write(p, cadangan_terbuka(p)), "panel versi 0.4.0.dev0"),
    "bukan cadangan": (lambda p, _: tulis(p, b"PK\x03\x04" + bytes(999)), "bukan cadangan panel"),
    "tidak ada": (lambda p, _: p.with_name("tidak-ada.cadangan"), "tidak ada"),
    "revisi lama": (lambda p, _: ubah_manifes(p, revisi="0001"), "revisi 0001, lebih lama daripada program ini"),
    "revisi baru": (lambda p, _: ubah_manifes(p, revisi="9999"), "revisi 9999, lebih baru daripada program ini"),
    "basis lain": (lambda p, d: ubah_manifes(p, basis=LAIN[d]), "Pulihkan pada basis data yang sejenis"),
    "rantai lain": (lambda p, _: ubah_manifes(p, rantai={"id": 9, "hmac": "x"}), "menurut manifes 9"),
    "sidik berkas": (lambda p, _: sidik_lain(p), "tidak cocok dengan manifesnya"),
    "tabel lain": (lambda p, _: ubah_manifes(p, tabel={}), "menurut manifes None"),
    "isi lain": (lambda p, _: ubah_manifes(p, isi_berkas={"77": "0" * 64}), "berkas tidak sama dengan manifes"),
    "susunan": (lambda p, _: ubah_manifes(p, susunan=7), "tidak dikenal program ini"),
}


def tulis(berkas: Path, isi: bytes) -> Path:
    tujuan = berkas.with_name("ubahan.cadangan")
    tujuan.write_bytes(isi)
    return tujuan


def test_a_backup_that_is_not_whole_or_not_of_this_panel_touches_nothing(
    dipakai: setelan.Setelan, basis: Basis
) -> None:
    berkas, _ = cadangan.buat()
    ganti("Yang hidup")
    for sebab, (buat, kalimat) in TOLAK.items():
        with pytest.raises(CadanganRusak) as galat:
            pulih.pulihkan(buat(berkas, basis.dialek))
        assert kalimat in str(galat.value.pesan), sebab
    assert nama_unit() == "Yang hidup"
    assert not list(dipakai.var.glob("sebelum-pulih-*"))
    assert not list(dipakai.var.glob("kerja-*"))


@SQLITE
def test_another_program_opens_a_backup_with_what_the_command_prints(dipakai: setelan.Setelan, app: Flask) -> None:
    """By the age library alone, as somebody would who has no panel any more."""
    setelan.pasang(dipakai)
    berkas, _ = cadangan.buat()
    dipakai.backup_key.write_text(f"kunci baru\n{dipakai.backup_key.read_text()}")
    printed = app.test_cli_runner().invoke(args=["backup-identity"])
    assert printed.exit_code == 0, printed.output
    lines = [line for line in printed.stdout.splitlines() if not line.startswith("#")]
    assert lines == [identity(b"kunci baru"), identity(pulih.kunci_cadangan()[1])]
    plain = pyrage.decrypt(berkas.read_bytes(), [x25519.Identity.from_str(line) for line in lines])
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(plain))) as arsip:
        assert arsip.getnames()[:2] == ["manifest.json", "basis"]


@SQLITE
def test_another_key_or_none_is_told(dipakai: setelan.Setelan) -> None:
    berkas, _ = cadangan.buat()
    dipakai.backup_key.unlink()
    with pytest.raises(SopError, match="BACKUP_KEY_FILE"):
        pulih.pulihkan(berkas)
    dipakai.backup_key.write_text("kunci lain")
    with pytest.raises(CadanganRusak, match="Kunci cadangan tidak cocok"):
        pulih.pulihkan(berkas)


def test_a_diary_that_does_not_hold_is_not_brought_back(dipakai: setelan.Setelan) -> None:
    (dipakai.var / "diary.key").unlink()
    berkas, _ = cadangan.buat()
    setelan.pasang(replace(dipakai, diary_key=b"bukan kuncinya"))
    with pytest.raises(CadanganRusak, match=r"DIARY_KEY .* yang di sini lain"):
        pulih.pulihkan(berkas)
    with pytest.raises(CadanganRusak, match="cocok dengan kunci riwayat yang dipakai"):
        pulih.pulihkan(ubah_manifes(berkas, kunci={}))  # as one from before, which names no keys


def test_nothing_is_exchanged_under_a_running_panel(dipakai: setelan.Setelan) -> None:
    berkas, _ = cadangan.buat()
    ganti("Yang hidup")
    with buka() as lain:
        lain.execute(text("SELECT 1 FROM unit_kerja"))
        with pytest.raises(SopError, match="Hentikan panel"):
            pulih.pulihkan(berkas)
    assert nama_unit() == "Yang hidup"


def test_the_drill_proves_a_restore_and_leaves_the_live_data_alone(
    dipakai: setelan.Setelan, basis: Basis, record_property: Any
) -> None:
    cadangan.buat()
    ganti("Yang hidup")
    hasil = pulih.latihan()
    nama = f"Cadangan dipulihkan ke tempat kosong ({basis.dialek})"
    record_property(KUNCI, (nama, f"{hasil['baris']} baris utuh dalam {hasil['detik']} detik", "≤ 30 menit"))
    assert hasil["peran"] == [p.value for p in Peran], "each of the eight roles comes in"
    assert hasil["rantai"] > 0
    assert hasil["isi_berkas"] > 0
    assert nama_unit() == "Yang hidup"
    with buka() as session:
        tercatat = keadaan.semua(session)
    assert tercatat[keadaan.TERBUKTI].isi["berkas"] == hasil["berkas"]
    assert tercatat[keadaan.CADANGAN].baik


def test_the_drill_reads_an_old_paper_and_tells_when_it_is_not_the_one_of_its_number(
    app: Flask, dipakai: setelan.Setelan
) -> None:
    with app.app_context():
        u = dunia.undangan(dunia.di_ujung(), 1)
        u.status, u.ditandatangani_pada = StatusNaskah.MENUNGGU_NOMOR, hari_ini()
        dunia.db.session.commit()
        issue.perform(u, "terbitkan", dunia.aktor("sekretariat"))
        nomor = u.nomor
        dunia.db.session.remove()
    setelan.pasang(dipakai)
    cadangan.buat()
    assert pulih.latihan()["naskah"] == nomor
    with buka() as session:
        session.execute(text("UPDATE dokumen SET nomor = '005/999-Lain'"))
        session.commit()
    cadangan.buat()
    with pytest.raises(SopError, match="tidak memuat"):
        pulih.latihan()


@SQLITE
def test_the_drill_proves_the_account_key_and_says_when_another_one_is_kept(
    app: Flask, dipakai: setelan.Setelan
) -> None:
    """Second factors and personal values of the diary are worth nothing without it."""
    cadangan.buat()
    assert pulih.latihan()["kunci_akun"] == 0, "nothing encrypted yet, so nothing is claimed"
    setelan.pasang(dipakai)
    with app.app_context():
        faktor.aplikasi_baru(dunia.db.session, 1)
        dunia.db.session.add(PemangkuKepentingan(nama="Tokoh", unsur=Unsur.TOKOH, telepon="0812-3333-7777"))
        dunia.db.session.commit()
        dunia.db.session.remove()
    cadangan.buat()
    assert pulih.latihan()["kunci_akun"] == 3, "a factor, the first and the last value in the diary"

    setelan.pasang(replace(dipakai, account_key=b"kunci yang disimpan terpisah, tetapi bukan ini"))
    with pytest.raises(SopError, match=r"ACCOUNT_KEY .* yang di sini lain"):
        pulih.latihan()
    (berkas, *_) = cadangan.daftar(dipakai.backup_dir)
    with pytest.raises(SopError) as galat:
        pulih.latihan(ubah_manifes(berkas, kunci={}))
    kalimat = str(galat.value.pesan)
    assert "tidak membuka faktor kedua" in kalimat
    assert "tidak membuka data pribadi dalam riwayat" in kalimat
    with buka() as session:
        assert not keadaan.semua(session)[keadaan.LATIHAN].baik


def test_without_a_panel_the_drill_proves_nothing_and_says_so(
    dipakai: setelan.Setelan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulih, "_pemakai", [])
    cadangan.buat()
    with pytest.raises(SopError, match="memerlukan panelnya"):
        pulih.latihan()


@SQLITE
def test_a_role_that_cannot_come_in_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert latihan_masuk.periksa(app)["peran"] == [p.value for p in Peran]

    def rusak(*_: object) -> str:
        raise RuntimeError("halaman rusak")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    beranda = app.url_map.bind("").match("/")[0]
    monkeypatch.setitem(app.view_functions, beranda, rusak)
    hasil = latihan_masuk.periksa(app)
    assert hasil["peran"] == []
    assert len(hasil["salah"]) == len(Peran)
    assert "tidak dapat masuk" in hasil["salah"][0]


@pytest.mark.parametrize(
    ("rusak", "kalimat"),
    [
        (
            "UPDATE berkas SET isi = zeroblob(8) WHERE id = (SELECT max(id) FROM berkas)",
            "tidak cocok dengan SHA-256-nya",
        ),
        (
            "INSERT INTO register_nomor (kelas, tahun, terakhir) SELECT kode, 2026, 2 FROM kelas_naskah "
            "WHERE penomoran = 'otomatis' LIMIT 1",
            "berlubang: 1 tidak ada",
        ),
    ],
)
@SQLITE
def test_the_drill_finds_what_was_wrong_before_the_backup(dipakai: setelan.Setelan, rusak: str, kalimat: str) -> None:
    with buka() as session:
        session.execute(text(rusak))
        session.commit()
    cadangan.buat()
    with pytest.raises(SopError) as galat:
        pulih.latihan()
    assert kalimat in str(galat.value.pesan)
    with buka() as session:
        tercatat = keadaan.semua(session)
    assert not tercatat[keadaan.LATIHAN].baik
    assert keadaan.TERBUKTI not in tercatat


@SQLITE
def test_a_reference_that_leads_nowhere_is_not_brought_back(dipakai: setelan.Setelan, basis: Basis) -> None:
    asal = basis_jaga.dari(basis.url)
    assert isinstance(asal, basis_jaga.Sqlite)
    with closing(sqlite3.connect(asal.berkas)) as koneksi:
        koneksi.execute("PRAGMA foreign_keys=OFF")
        koneksi.execute("UPDATE unit_kerja_kelompok SET kelompok_sidang_id = 9000 + id")
        koneksi.commit()
    berkas, _ = cadangan.buat()
    ganti("Yang hidup")
    for kerja in (pulih.pulihkan, pulih.latihan):
        with pytest.raises(CadanganRusak, match="Rujukan yang putus pada tabel unit_kerja_kelompok"):
            kerja(berkas)
    assert nama_unit() == "Yang hidup"


@SQLITE
def test_the_commands_say_what_they_did_and_fail_aloud(dipakai: setelan.Setelan, app: Flask) -> None:
    setelan.pasang(dipakai)
    jalan = app.test_cli_runner().invoke
    ganti("Yang dicadangkan")
    dibuat = jalan(args=["backup"])
    assert dibuat.exit_code == 0, dibuat.output
    assert "Simpan salinannya di tempat lain" in dibuat.output
    assert "Pemulihan terbukti" in jalan(args=["backup-drill"]).output
    ganti("Yang hidup")
    (berkas,) = cadangan.daftar(dipakai.backup_dir)
    gagal = jalan(args=["restore", str(tulis(berkas, berkas.read_bytes()[:-9]))])
    assert gagal.exit_code == 1
    assert "rusak atau terpotong" in gagal.output
    assert nama_unit() == "Yang hidup"
    pulih = jalan(args=["restore", str(berkas)])
    assert pulih.exit_code == 0, pulih.output
    assert nama_unit() == "Yang dicadangkan"


# --- killed in the middle ---------------------------------------------------------------------------------------------


def test_killed_at_any_moment_a_backup_leaves_whole_files_only(
    dipakai: setelan.Setelan, basis: Basis, ukuran: Callable[[int, int], int], record_property: Any
) -> None:
    pertama, _ = cadangan.buat()
    isi = pertama.read_bytes()
    for _ in range(ukuran(2, 20)):
        anak = proses.mulai(jalankan, basis.url, dipakai.var, str(dipakai.var))
        time.sleep(random.uniform(0.5, 1.5))
        anak.kill()
        anak.join()
    assert pertama.read_bytes() == isi
    for berkas in cadangan.daftar(dipakai.backup_dir):
        with cadangan.ruang_kerja() as tempat:
            assert cadangan.buka(berkas, pulih.kunci_cadangan(), tempat)
    hasil = (f"kill -9 di tengah backup ({basis.dialek})", f"{ukuran(2, 20)} kali, 0 berkas setengah jadi", "0")
    record_property(KUNCI, hasil)
    cadangan.buat()  # sweeps what the killed ones left
    assert not list(dipakai.backup_dir.glob("*.tmp"))
    assert not list(dipakai.var.glob("kerja-*"))


def jalankan(var: str) -> None:
    """Backups without end."""
    setelan.pasang(setelan.dari_lingkungan({"VAR": var, "DATABASE_URL": setelan.kini().database_url}))
    while True:
        cadangan.buat()


# --- which are kept ---------------------------------------------------------------------------------------------------


def test_days_weeks_months_and_years_are_kept_and_all_of_the_last_day() -> None:
    kini = datetime(2026, 11, 26, 12)
    semua = [kini - timedelta(hours=6 * n) for n in range(4 * 800)]
    disimpan = cadangan.disimpan(semua)
    umur = sorted((kini - w).days for w in disimpan)
    assert len([u for u in umur if u == 0]) == 4
    assert len({w.date() for w in disimpan if (kini - w).days < 7}) == 7
    assert {(w.year, w.month) for w in disimpan} >= {(2026, m) for m in range(1, 12)}
    assert {w.year for w in disimpan} == {2024, 2025, 2026}
    assert len(disimpan) < 4 + 7 + 5 + 12 + 3


@SQLITE
def test_older_ones_are_removed_after_a_new_one_is_whole(dipakai: setelan.Setelan) -> None:
    dipakai.backup_dir.mkdir()
    for jam in (9, 10, 11):
        (dipakai.backup_dir / f"panel-20200101T{jam:02}0000Z.cadangan").touch()
    baru, _ = cadangan.buat()
    assert [p.name for p in cadangan.daftar(dipakai.backup_dir)] == [baru.name, "panel-20200101T110000Z.cadangan"]


@SQLITE
def test_the_keys_that_the_data_cannot_do_without_are_in_it(dipakai: setelan.Setelan) -> None:
    (dipakai.var / "account.key").write_text("kunci rahasia akun\n")
    berkas, _ = cadangan.buat()
    with tarfile.open(fileobj=io.BytesIO(cadangan_terbuka(berkas))) as arsip:
        assert "var/account.key" in arsip.getnames()


@SQLITE
def test_a_copy_under_another_name_is_left_alone(dipakai: setelan.Setelan) -> None:
    berkas, _ = cadangan.buat()
    salinan = dipakai.backup_dir / berkas.name.replace(".cadangan", " (1).cadangan")
    salinan.write_bytes(berkas.read_bytes())
    cadangan.buat()
    assert salinan.exists()
    assert salinan not in cadangan.daftar(dipakai.backup_dir)


@SQLITE
def test_a_damaged_database_is_not_taken_for_a_backup(dipakai: setelan.Setelan) -> None:
    """It would be found worthless only on the day it is needed; the older ones stay."""
    baik, _ = cadangan.buat()
    asal = basis_jaga.dari(dipakai.database_url)
    assert isinstance(asal, basis_jaga.Sqlite)
    asal.lipat(asal.berkas)
    with asal.berkas.open("r+b") as isi:
        isi.seek(4096 * 40)
        isi.write(b"\xff" * 4096 * 4)
    with pytest.raises(SopError, match=r"rusak .* jadi tidak dicadangkan"):
        cadangan.buat()
    assert list(dipakai.backup_dir.glob("*")) == [baik]
