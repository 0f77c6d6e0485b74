"""The commands that people type: make run (twice), its refusals, and `flask --app app …`."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jaga import key_check
from models import keys, setelan
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.peran import Peran
from tests import dunia, programs
from tests.peladen import AKAR, Peladen, lingkungan


def perintah(var: Path, *argumen: str, masukan: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return programs.run(argumen, lingkungan(var, **env), var.parent / "printed", masukan)


def flask(var: Path, *argumen: str, **kwargs: str) -> subprocess.CompletedProcess[str]:
    return perintah(var, "-m", "flask", "--app", "app", *argumen, **kwargs)


@pytest.fixture(scope="module")
def siap(tmp_path_factory: pytest.TempPathFactory, first_run: Path) -> Path:
    """The var/ of a first `make run` that was ended again."""
    return Path(shutil.copytree(first_run, tmp_path_factory.mktemp("siap") / "var"))


def test_the_first_run_prints_the_address_and_one_account_per_role(siap: Path) -> None:
    cetak = (siap / "pertama.txt").read_text(encoding="utf-8")
    assert "http://127.0.0.1:" in cetak
    for peran in Peran:
        assert re.search(rf"^  {peran} +{re.escape(peran.judul)}$", cetak, re.MULTILINE), peran
    assert "dicetak sekali ini saja" in cetak


def test_the_printed_password_is_kept_only_as_a_hash(siap: Path) -> None:
    cetak = (siap / "pertama.txt").read_text(encoding="utf-8")
    kata = re.search(r"demonstrasi: (\S+)   \(dicetak", cetak)
    assert kata
    assert kata[1].encode() not in b"".join(p.read_bytes() for p in siap.glob("panel.sqlite3*"))


def test_a_second_run_keeps_the_data_and_says_how_to_reset_the_password(siap: Path) -> None:
    with sqlite3.connect(siap / "panel.sqlite3") as basis:
        basis.execute("UPDATE pengaturan SET nilai = 'Jalan Uji 1' WHERE kunci = 'kop.alamat'")
    with Peladen(siap, "--prepare") as peladen:
        cetak = peladen.tunggu().keluaran
    with sqlite3.connect(siap / "panel.sqlite3") as basis:
        assert basis.execute("SELECT nilai FROM pengaturan WHERE kunci = 'kop.alamat'").fetchone() == ("Jalan Uji 1",)
    assert "dicetak pada penyiapan pertama" in cetak
    assert "DEMO_PASSWORD" in cetak


@pytest.mark.battery
def test_the_demonstration_begins_anew(tmp_path: Path) -> None:
    pertama = perintah(tmp_path, "app.py", "--demo-reset")
    assert pertama.returncode == 0, pertama.stderr
    with sqlite3.connect(tmp_path / "panel.sqlite3") as basis:
        basis.execute("DELETE FROM tenggat_langkah")
        basis.execute("UPDATE pengaturan SET nilai = '' WHERE kunci = 'kop.alamat'")
    kedua = perintah(tmp_path, "app.py", "--demo-reset")
    assert "dicetak sekali ini saja" in kedua.stdout
    with sqlite3.connect(tmp_path / "panel.sqlite3") as basis:
        assert basis.execute("SELECT nilai <> '' FROM pengaturan WHERE kunci = 'kop.alamat'").fetchone() == (1,)


def test_a_real_musrenbang_is_never_thrown_away(siap: Path, tmp_path: Path) -> None:
    with sqlite3.connect(siap / "panel.sqlite3") as asal, sqlite3.connect(tmp_path / "panel.sqlite3") as salinan:
        asal.backup(salinan)
        salinan.execute("UPDATE musrenbang SET demonstrasi = 0 WHERE id = 1")
    for kunci in siap.glob("*.key"):
        shutil.copyfile(kunci, tmp_path / kunci.name)
    hasil = perintah(tmp_path, "app.py", "--demo-reset")
    assert hasil.returncode == 2
    assert "bukan demonstrasi" in hasil.stderr


def test_all_state_of_a_run_lies_under_var(siap: Path) -> None:
    keluar = subprocess.run(["git", "status", "--short"], cwd=AKAR, capture_output=True, text=True)
    assert "sqlite" not in keluar.stdout
    assert {"panel.sqlite3", "secret.key", "diary.key"} <= {p.name for p in siap.iterdir()}
    assert (siap / "diary.key").stat().st_mode & 0o077 == 0


def test_a_database_that_is_not_prepared_is_told_so(tmp_path: Path) -> None:
    hasil = perintah(tmp_path / "var", "app.py")
    assert hasil.returncode == 2
    assert "make run" in hasil.stderr
    assert "Traceback" not in hasil.stderr


def test_a_demonstration_with_a_musrenbang_of_ones_own_starts_again(siap: Path, tmp_path: Path) -> None:
    """Who tries the panel out begins one of their own; no look before the start may keep the database locked."""
    var = tmp_path / "var"
    shutil.copytree(siap, var)
    with closing(sqlite3.connect(var / "panel.sqlite3")) as basis:
        basis.execute("UPDATE musrenbang SET demonstrasi = 0 WHERE tahun = 2028")
        basis.commit()
    with Peladen(var, "--prepare") as peladen:
        peladen.tunggu()


def test_a_used_port_is_told_so(siap: Path) -> None:
    with Peladen(siap) as pertama:
        pertama.tunggu()
        hasil = perintah(siap, "app.py", PORT=str(pertama.port))
    assert hasil.returncode == 2
    assert f"127.0.0.1:{pertama.port} sedang dipakai program lain" in hasil.stderr


BARU = ("create-user", "baru", "--nama", "Baru (Demo)", "--peran", "pengawas", "--sandi-dari", "-")


def test_a_lost_key_of_the_diary_stops_the_start_before_anything_is_written_with_a_new_one(
    siap: Path, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    shutil.copytree(siap, var)
    kunci = (var / "diary.key").read_bytes().strip()
    (var / "diary.key").unlink()
    for argumen in (
        ("app.py", "--prepare"),
        ("app.py",),
        ("app.py", "--worker"),
        ("-m", "flask", "--app", "app", *BARU),
    ):
        hasil = perintah(var, *argumen, masukan="Kata-Sandi-77-Panjang\n")
        assert hasil.returncode != 0, argumen
        assert "Kunci DIARY_KEY tidak ada pada mesin ini" in hasil.stderr
        assert f"bersidik {keys.fingerprint(keys.DIARY, kunci)}" in hasil.stderr
        assert not (var / "diary.key").exists()
        assert "Traceback" not in hasil.stderr, argumen
    (var / "diary.key").write_text((siap / "diary.key").read_text())
    assert "Riwayat utuh" in flask(var, "verify-diary").stdout


def test_a_lost_key_of_the_accounts_is_known_before_anybody_is_locked_out(session: Any) -> None:
    assert not key_check.account_key_opens_nothing(session)
    dunia.simpan(PemangkuKepentingan(nama="Tokoh Kenari (Demo)", unsur=Unsur.TOKOH, telepon="0812-3333-7777"))
    assert not key_check.account_key_opens_nothing(session)
    semula = setelan.kini()
    setelan.pasang(replace(semula, account_key=b"kunci lain"))
    try:
        assert key_check.account_key_opens_nothing(session)
        dunia.simpan(PemangkuKepentingan(nama="Tokoh Manggis (Demo)", unsur=Unsur.TOKOH, telepon="0812-3333-8888"))
        assert not key_check.account_key_opens_nothing(session), "set up anew, the new key is the right one"
    finally:
        setelan.pasang(semula)


def test_a_slip_of_the_hand_in_the_drill_leaves_the_last_proof(siap: Path, tmp_path: Path) -> None:
    var = tmp_path / "var"
    shutil.copytree(siap, var)

    def ingatan() -> list[tuple[str, int]]:
        with closing(sqlite3.connect(var / "panel.sqlite3")) as basis:
            return basis.execute("SELECT kunci, baik FROM keadaan_sistem ORDER BY kunci").fetchall()

    semula = ingatan()
    hasil = flask(var, "backup-drill", "tidak-ada.cadangan")
    assert "Berkas cadangan tidak-ada.cadangan tidak ada" in hasil.stderr
    assert ingatan() == semula


def test_a_restore_into_an_empty_place_names_no_data_before_it(siap: Path, tmp_path: Path) -> None:
    cadangan = tmp_path / "cadangan"
    assert "Cadangan:" in flask(siap, "backup", BACKUP_DIR=str(cadangan)).stdout
    (berkas,) = cadangan.glob("*.cadangan")
    hasil = flask(tmp_path / "baru", "restore", str(berkas), BACKUP_KEY_FILE=str(siap / "backup.key"))
    assert "Dipulihkan: keadaan " in hasil.stdout, hasil.stderr
    assert "Data sebelumnya" not in hasil.stdout
    kedua = flask(tmp_path / "baru", "restore", str(berkas), BACKUP_KEY_FILE=str(siap / "backup.key"))
    lama = re.search(r"Data sebelumnya disimpan: (.*)", kedua.stdout)
    assert lama
    assert Path(lama[1]).is_file()


def test_the_version_that_the_panel_names_is_the_last_release_or_one_in_the_making_after_it() -> None:
    terbit = re.findall(r"^## ([\d.]+) ", (AKAR / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[0]
    nomor = [int(n) for n in setelan.versi().split(".")[:2]]
    if "dev" in setelan.versi():
        assert nomor > [int(n) for n in terbit.split(".")]
    else:
        assert nomor == [int(n) for n in terbit.split(".")]


def test_the_manual_names_every_setting_and_no_other() -> None:
    manual = (AKAR / "docs" / "panduan" / "setelan.md").read_text(encoding="utf-8")
    named = {n for row in re.findall(r"^\| (`[A-Z].*?) \|", manual, re.M) for n in re.findall(r"`(\w+)`", row)}
    not_for_people = {"LAN"}  # set by `serve-lan`
    of_python = {"SSL_CERT_FILE"}
    assert named - of_python == setelan.NAMES - not_for_people


@pytest.mark.parametrize("kunci", ["", "rahasia", "a" * 64])
def test_production_refuses_a_missing_or_weak_secret_key(tmp_path: Path, kunci: str) -> None:
    hasil = perintah(tmp_path / "var", "app.py", "--prepare", MODE="production", SECRET_KEY=kunci)
    assert hasil.returncode == 2
    assert hasil.stderr.startswith("SECRET_KEY belum ada atau terlalu lemah")
    assert not (tmp_path / "var" / "panel.sqlite3").exists()


@pytest.mark.parametrize("kunci", ["rahasia", "a" * 64])
def test_the_demonstration_makes_a_key_of_its_own_but_takes_no_weak_one(tmp_path: Path, kunci: str) -> None:
    hasil = perintah(tmp_path / "var", "-m", "flask", "--app", "app", "sop", SECRET_KEY=kunci)
    assert hasil.returncode != 0
    assert "SECRET_KEY belum ada atau terlalu lemah" in hasil.stderr
    perintah(tmp_path / "var", "-m", "flask", "--app", "app", "--help")
    perintah(tmp_path / "var", "app.py")
    assert len((tmp_path / "var" / "secret.key").read_text().strip()) >= 48


@pytest.mark.parametrize("mode", ["demo", "production"])
@pytest.mark.parametrize("debug", ["1", "true"])
def test_no_mode_starts_with_a_debugger(tmp_path: Path, mode: str, debug: str) -> None:
    aman = {"SECRET_KEY": "Qx7-1w9e8r7t6y5u4i3o2p1a0s9d8f7g6h5j4", "ALLOWED_HOSTS": "panel.example"}
    hasil = perintah(tmp_path / "var", "app.py", "--prepare", MODE=mode, FLASK_DEBUG=debug, **aman)
    assert hasil.returncode == 2
    assert "debug" in hasil.stderr
    assert not (tmp_path / "var" / "panel.sqlite3").exists()


def test_production_demands_the_names_that_it_answers_under(tmp_path: Path) -> None:
    rahasia = {"MODE": "production", "SECRET_KEY": "Qx7-1w9e8r7t6y5u4i3o2p1a0s9d8f7g6h5j4"}
    hasil = perintah(tmp_path / "var", "app.py", "--prepare", **rahasia)
    assert hasil.returncode == 2
    assert "ALLOWED_HOSTS" in hasil.stderr
    assert not (tmp_path / "var" / "panel.sqlite3").exists()


def test_production_starts_empty_with_one_administrator(tmp_path: Path) -> None:
    var = tmp_path / "var"
    rahasia = {
        "MODE": "production",
        "ALLOWED_HOSTS": "panel.example",
        "SECRET_KEY": "Qx7-1w9e8r7t6y5u4i3o2p1a0s9d8f7g6h5j4",
    }
    with Peladen(var, "--prepare", **rahasia) as peladen:
        pertama = peladen.tunggu().keluaran
    assert "administrator, kata sandi sekali pakai: " in pertama
    assert "tanpa HTTPS" in pertama
    with sqlite3.connect(var / "panel.sqlite3") as basis:
        assert basis.execute("SELECT nama_pengguna, ganti_sandi FROM pengguna").fetchall() == [("administrator", 1)]
        assert basis.execute("SELECT count(*) FROM musrenbang").fetchone() == (0,)
        assert basis.execute("SELECT count(*) FROM wilayah").fetchone() == (75,)
    with Peladen(var, "--prepare", **rahasia) as peladen:
        assert "sekali pakai" not in peladen.tunggu().keluaran


def test_the_sop_table_is_printed_with_its_sum(siap: Path) -> None:
    cetak = flask(siap, "sop").stdout
    assert "Menandatangani undangan Musrenbang" in cetak
    assert "Jumlah norma waktu: 875 menit" in cetak


def test_the_diary_holds_and_a_changed_row_is_named(siap: Path, tmp_path: Path) -> None:
    utuh = flask(siap, "verify-diary")
    assert utuh.returncode == 0, utuh.stderr
    assert "Riwayat utuh" in utuh.stdout

    with sqlite3.connect(siap / "panel.sqlite3") as asal, sqlite3.connect(tmp_path / "panel.sqlite3") as salinan:
        asal.backup(salinan)
        salinan.execute("DROP TRIGGER riwayat_tolak_update")
        salinan.execute("UPDATE riwayat SET nama = 'Orang lain' WHERE id = (SELECT min(id) FROM riwayat)")
    (tmp_path / "diary.key").write_bytes((siap / "diary.key").read_bytes())
    rusak = flask(tmp_path, "verify-diary")
    assert rusak.returncode == 1
    assert "Mata rantai 1" in rusak.stderr


def test_an_account_is_made_by_a_command(siap: Path) -> None:
    argumen = ("create-user", "budi", "--nama", "Budi (Uji)", "--peran", "tim_musrenbang", "--unit", "P2EPD")
    dari = (*argumen, "--sandi-dari", "-")
    dibuat = flask(siap, *dari, masukan="kata-sandi-panjang-1\n")
    assert dibuat.stdout.strip() == "Akun budi dibuat.", dibuat.stderr
    assert "sudah dipakai" in flask(siap, *dari, masukan="kata-sandi-panjang-1\n").stderr
    terbuka = flask(siap, *argumen, "--sandi", "kata-sandi-panjang-1")
    assert terbuka.returncode == 2
    assert "No such option" in terbuka.stderr, "every user of the machine reads a command line"


@pytest.mark.parametrize(
    ("peran", "sandi", "sebab"),
    [
        ("raja", "kata-sandi-panjang-1", "Peran raja tidak dikenal"),
        ("pengawas", "pendek", "sekurang-kurangnya 10"),
        ("pengawas", "siti-siti-siti", "terlalu mudah ditebak"),
    ],
)
def test_a_bad_account_is_refused_with_a_sentence(siap: Path, peran: str, sandi: str, sebab: str) -> None:
    argumen = ("create-user", "siti", "--nama", "Siti (Uji)", "--peran", peran, "--sandi-dari", "-")
    hasil = flask(siap, *argumen, masukan=sandi)
    assert hasil.returncode == 1
    assert sebab in hasil.stderr


def test_the_tests_of_a_file_go_to_one_worker(siap: Path, request: pytest.FixtureRequest) -> None:
    """Else each worker would start every server: pytest 9.2.0 and pytest-xdist 3.8.0 do so without a word."""
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@test_commands.py")


def test_help_lists_every_command() -> None:
    hasil = subprocess.run([sys.executable, "run.py", "help"], cwd=AKAR, capture_output=True, text=True)
    from run import COMMANDS

    assert [baris.split()[0] for baris in hasil.stdout.splitlines()] == list(dict.fromkeys(["help", *COMMANDS]))


def test_an_old_python_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import run

    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(sys, "argv", ["run.py", "run"])
    monkeypatch.setattr(run, "newer_python", lambda: None)
    with pytest.raises(SystemExit):
        run.main()
    assert "Diperlukan Python 3.11 atau lebih baru" in capsys.readouterr().err


# --- what goes wrong is told in one sentence --------------------------------------------------------------------------

AMAN = {"SECRET_KEY": "Qx7-1w9e8r7t6y5u4i3o2p1a0s9d8f7g6h5j4", "ALLOWED_HOSTS": "panel.example"}
KELIRU: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "rahasia": ({"MODE": "production"}, ("verify-diary",), "SECRET_KEY belum ada atau terlalu lemah"),
    "nama": ({**AMAN, "MODE": "production", "ALLOWED_HOSTS": ""}, ("backup",), "Nama panel belum diisi"),
    "bilangan": ({"BACKUP_INTERVAL": "abc"}, ("sop",), "BACKUP_INTERVAL harus bilangan bulat"),
    "alamat": ({"PUBLIC_URL": "musrenbang.go.id"}, ("sop",), "PUBLIC_URL harus diawali https://"),
    "jalur": (
        {"PUBLIC_URL": "https://panel.example/panel"},
        ("sop",),
        "PUBLIC_URL tidak boleh memuat jalur (“/panel”)",
    ),
    "awalan": ({"SCRIPT_NAME": "/panel"}, ("sop",), "SCRIPT_NAME (“/panel”) tidak dipakai"),
    "kosong": ({}, ("verify-diary",), "Basis data tidak dapat dipakai (no such table"),
    "kosong juga": (
        {},
        ("create-user", "a", "--nama", "A", "--peran", "pengawas", "--sandi-dari", "pyproject.toml"),
        "no such table",
    ),
    "bukan alamat": ({}, ("copy-database", "/a.sqlite3", "/b.sqlite3"), "Alamat basis data harus diawali sqlite:///"),
    "kata sandi terbuka": (
        {},
        ("copy-database", "sqlite:////a.sqlite3", "postgresql://panel:rahasia@127.0.0.1/b"),
        "Kata sandi tidak ditulis pada baris perintah",
    ),
    "nama variabel": ({"ASAL": "/a.sqlite3"}, ("copy-database", "ASAL", "x"), "harus diawali sqlite:///"),
    "demonstrasi": ({**AMAN, "MODE": "production"}, ("demo",), "Demonstrasi hanya disiapkan pada MODE=demo"),
    "folder cadangan": ({"BACKUP_DIR": "/dev/null/cadangan"}, ("backup",), "tidak dapat dipakai"),
}


@pytest.mark.parametrize("apa", KELIRU)
def test_a_command_says_in_one_sentence_what_is_wrong(tmp_path: Path, apa: str) -> None:
    env, argumen, kalimat = KELIRU[apa]
    hasil = flask(tmp_path / "var", *argumen, **env)
    assert hasil.returncode != 0
    assert kalimat in hasil.stderr
    assert "Traceback" not in hasil.stderr
    assert "SELECT" not in hasil.stderr


@pytest.mark.parametrize(
    ("env", "kalimat"),
    [
        ({"DATABASE_URL": "sqlite:////tidak/ada/panel.sqlite3"}, "Basis data tidak dapat dipakai"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/panel"}, "Basis data tidak dapat dipakai"),
        ({"DATABASE_URL": "mysql://contoh/panel"}, "Alamat basis data harus diawali sqlite:/// atau postgresql://"),
        ({"DATABASE_URL": "panel"}, "Alamat basis data harus diawali sqlite:/// atau postgresql://"),
        ({"VAR": "/dev/null"}, "Folder data /dev/null tidak dapat ditulis"),
        ({"DEMO_USULAN": "abc"}, "DEMO_USULAN harus bilangan bulat"),
        ({"HOST": "rumah.tidakada.invalid"}, "HOST=rumah.tidakada.invalid bukan alamat mesin ini"),
        ({"HOST": "192.0.2.1"}, "HOST=192.0.2.1 bukan alamat mesin ini"),
    ],
)
def test_a_start_says_in_one_sentence_what_is_wrong(
    siap: Path, tmp_path: Path, env: dict[str, str], kalimat: str
) -> None:
    var = tmp_path / "var"
    if "DEMO_USULAN" in env:  # asked where the demonstration is made
        var.mkdir()
    hasil = perintah(var, "app.py", "--prepare", **env)
    assert hasil.returncode == 2
    assert kalimat in hasil.stderr
    assert "Traceback" not in hasil.stderr
    assert "dicetak sekali ini saja" not in hasil.stdout, (
        "one that is shown once is not shown before it is known to be of use"
    )


# --- a demonstration and an office are never mixed up -----------------------------------------------------------------


@pytest.fixture(scope="module")
def sungguhan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The var/ of an installation without demonstration; the key stands where a demonstration would look for it."""
    var = tmp_path_factory.mktemp("sungguhan") / "var"
    assert flask(var, "migrate", MODE="production", **AMAN).returncode == 0
    assert flask(var, "seed", MODE="production", **AMAN).returncode == 0
    akun = (
        "create-user",
        "administrator",
        "--nama",
        "Orang",
        "--peran",
        "administrator",
        "--sandi-dari",
        "-",
    )
    assert "dibuat" in flask(var, *akun, masukan="Kata-Sandi-77-Panjang", MODE="production", **AMAN).stdout
    return var


@pytest.mark.parametrize("argumen", [("app.py", "--prepare"), ("app.py",), ("app.py", "--demo-reset")])
def test_a_start_that_forgets_its_mode_puts_no_demonstration_into_an_office(
    sungguhan: Path, argumen: tuple[str, ...]
) -> None:
    isi = (sungguhan / "panel.sqlite3").read_bytes()
    hasil = perintah(sungguhan, *argumen)
    assert hasil.returncode == 2
    assert "bukan demonstrasi" in hasil.stderr
    assert (sungguhan / "panel.sqlite3").read_bytes() == isi


def test_a_demonstration_never_becomes_an_office(siap: Path) -> None:
    """Its accounts have one password that was printed on a screen."""
    for argumen in (("--prepare",), ()):
        hasil = perintah(siap, "app.py", *argumen, MODE="production", **AMAN)
        assert hasil.returncode == 2
        assert "Basis data ini demonstrasi" in hasil.stderr


def test_a_preparation_that_was_interrupted_begins_anew_unless_somebody_was_there(siap: Path, tmp_path: Path) -> None:
    var = tmp_path / "var"
    shutil.copytree(siap, var)
    with closing(sqlite3.connect(var / "panel.sqlite3", isolation_level=None)) as basis:
        basis.execute("UPDATE musrenbang SET status = 'draf' WHERE tahun = 2028")  # as a Ctrl-C leaves it
    (var / "jangkar").mkdir(exist_ok=True)
    with closing(sqlite3.connect(var / "panel.sqlite3")) as basis:
        (milik,) = basis.execute("SELECT hmac FROM rantai WHERE id = 3").fetchone()
    (var / "jangkar" / "jangkar-2026-01-01.json").write_text(json.dumps({"id": 3, "hmac": milik}))
    with Peladen(var, "--prepare") as peladen:
        peladen.tunggu()
        assert "dimulai lagi dari awal" in peladen.keluaran
    with closing(sqlite3.connect(var / "panel.sqlite3", isolation_level=None)) as basis:
        assert basis.execute("SELECT status FROM musrenbang ORDER BY tahun").fetchall() == [("selesai",), ("berjalan",)]
        basis.execute(
            "INSERT INTO riwayat_masuk (saat, nama_sidik, alamat, peramban, hasil) "
            "VALUES ('2026-01-01 00:00:00', 'x', '', '', 'berhasil')"
        )
        basis.execute("UPDATE musrenbang SET status = 'draf' WHERE tahun = 2028")
    assert "Riwayat utuh" in flask(var, "verify-diary").stdout, (
        "anchors of the one that was thrown away bear no witness"
    )
    with Peladen(var, "--prepare") as peladen:
        peladen.tunggu()
        assert "dimulai lagi" not in peladen.keluaran
