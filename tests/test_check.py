"""`flask --app app check`, and a start that is refused: sentences with their remedy, never a trace."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import make_url

from jaga import mulai
from models import keadaan, setelan
from models.base import db
from models.waktu import jam, sekarang
from perintah import check
from perintah.checks import Finding, Level, Machine, places
from tests.cluster import Cluster
from tests.conftest import ADA_POSTGRES, Basis
from tests.peladen import AKAR, lingkungan, port_bebas

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
POSTGRES = [
    pytest.mark.skipif(not ADA_POSTGRES, reason="PostgreSQL tidak ditemukan"),
    pytest.mark.parametrize("basis", ["postgresql"] if ADA_POSTGRES else [], indirect=True),
]


def found(machine: Machine) -> dict[Level, str]:
    """What is said, by level, each as one text."""
    rows = [f for _, f in check.run(machine)]
    return {level: "\n".join(f"{f.sentence} → {f.remedy}" for f in rows if f.level is level) for level in Level}


def flask(var: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", "--app", "app", *words]
    return subprocess.run(command, cwd=AKAR, env=lingkungan(var, **env), capture_output=True, text=True, timeout=300)


def test_every_wrong_setting_is_said_though_the_panel_may_not_start(tmp_path: Path) -> None:
    wrong = {
        "MODE": "production",
        "FLASK_DEBUG": "1",
        "BACKUP_INTERVAL": "sehari",
        "DATABASE_URL": "mysql://x:rahasia@y/z",
    }
    done = flask(tmp_path, "check", "--json", **wrong)
    assert done.returncode == 1, done.stderr
    said = json.loads(done.stdout)
    assert said["baik"] is False
    errors = "\n".join(b["kalimat"] for b in said["butir"] if b["tingkat"] == "error")
    for word in (
        "SECRET_KEY belum ada",
        "mode debug",
        "BACKUP_INTERVAL harus",
        "sqlite:///",
        "ALLOWED_HOSTS",
        "belum ada",
    ):
        assert word in errors, word
    assert "rahasia" not in done.stdout + done.stderr
    assert all(b["perbaikan"] for b in said["butir"] if b["tingkat"] == "error")


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_of_a_panel_that_may_not_start_no_other_command_runs(tmp_path: Path, command: str) -> None:
    done = flask(tmp_path, command, MODE="production", SECRET_KEY="lemah", ALLOWED_HOSTS="a")
    assert done.returncode
    assert "SECRET_KEY belum ada atau terlalu lemah" in done.stderr
    assert "Traceback" not in done.stderr


@SQLITE
def test_a_prepared_panel_has_nothing_wrong_and_a_folder_that_cannot_be_written_is_named(
    app: Flask, basis: Basis, var: Path, tmp_path: Path
) -> None:
    env = {"DATABASE_URL": basis.url, "VAR": str(var), "DIARY_KEY": "kunci riwayat uji"}
    (Path(make_url(basis.url).database or "")).chmod(0o600)
    with app.app_context():
        said = found(Machine(env))
        assert said[Level.ERROR] == ""
        assert "MODE=demo" in said[Level.WARNING]
        said = found(Machine({**env, "BACKUP_DIR": "/proc/cadangan", "ANCHOR_DIR": "/sys"}))
        assert "BACKUP_DIR: folder /proc/cadangan tidak ada" in said[Level.ERROR]
        assert "ANCHOR_DIR: Folder data /sys tidak dapat ditulis" in said[Level.ERROR]
        assert "bukan kunci yang menulis riwayat" in found(Machine({**env, "DIARY_KEY": "kunci lain"}))[Level.ERROR]


def test_what_is_only_unwise_is_a_warning(tmp_path: Path) -> None:
    key = "0123456789abcdefghijklmnopqrstuvwxyz"
    env = {"MODE": "production", "VAR": str(tmp_path), "SECRET_KEY": key, "PUBLIC_URL": "https://panel.invalid"}
    (tmp_path / "diary.key").write_text("kunci")
    (tmp_path / "diary.key").chmod(0o644)
    (tmp_path / "cadangan").mkdir()
    said = found(Machine({**env, "BACKUP_INTERVAL": "0"}))
    for word in ("METRICS_TOKEN tidak diisi", "BACKUP_INTERVAL=0", "sedisk dengan folder data", "ACCOUNT_KEY"):
        assert word in said[Level.WARNING], word
    assert "terbaca akun lain (mode 0644). → chmod 600" in said[Level.ERROR]
    assert "panel.sqlite3 belum ada. → flask --app app migrate" in said[Level.ERROR]
    assert not list(tmp_path.glob("*.sqlite3")), "bertanya tidak membuat basis data"
    assert [p.name for p in tmp_path.glob("*.key")] == ["diary.key"], "bertanya tidak membuat kunci"


def test_a_database_that_is_away_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    url = f"postgresql://panel:kata%20sandi@127.0.0.1:{port_bebas()}/musrenbang"
    said = found(Machine({"VAR": str(tmp_path), "DATABASE_URL": url}))
    assert "panel:***@127.0.0.1" in said[Level.ERROR]
    assert "kata%20sandi" not in "".join(said.values())
    assert "dapat ditulis" in said[Level.OK]
    assert "requirements.txt" in "".join(said.values())


class TestPostgres:
    pytestmark = POSTGRES

    def test_the_rights_of_the_role_are_asked(self, gugus: Cluster, basis: Basis, tmp_path: Path) -> None:
        gugus.as_administrator(
            sql.SQL("DROP ROLE IF EXISTS tamu_uji"), sql.SQL("CREATE ROLE tamu_uji LOGIN PASSWORD 'x'")
        )
        try:
            url = make_url(basis.url).set(username="tamu_uji", password="x").render_as_string(False)
            said = found(Machine({"VAR": str(tmp_path), "DATABASE_URL": url}))
            assert "Peran tamu_uji tidak boleh membuat basis data" in said[Level.ERROR]
            assert 'ALTER ROLE "tamu_uji" CREATEDB' in said[Level.ERROR]
            assert "bukan tamu_uji" in said[Level.ERROR]
        finally:
            gugus.as_administrator(sql.SQL("DROP ROLE tamu_uji"))

    def test_server_tools_clock_and_connections_are_asked(self, app: Flask, basis: Basis, var: Path) -> None:
        with app.app_context():
            said = found(Machine({"VAR": str(var), "DATABASE_URL": basis.url, "DIARY_KEY": "kunci riwayat uji"}))
        assert said[Level.ERROR] == ""
        for word in ("cukup untuk backup", "berselisih 0 detik", "cukup untuk", "pg_trgm terpasang"):
            assert word in said[Level.OK], word


def test_a_database_that_was_not_migrated_is_told_so(basis_kosong: str, tmp_path: Path) -> None:
    said = found(Machine({"VAR": str(tmp_path), "DATABASE_URL": basis_kosong}))
    assert "flask --app app migrate" in said[Level.ERROR]


@SQLITE
def test_a_worker_that_stopped_is_an_error_with_its_remedy(app: Flask, basis: Basis, var: Path) -> None:
    env = {"DATABASE_URL": basis.url, "VAR": str(var), "DIARY_KEY": "kunci riwayat uji"}
    with app.app_context():
        assert "belum pernah berjalan" in found(Machine(env))[Level.WARNING]
        with jam(sekarang() - timedelta(hours=1)):
            keadaan.catat(db.session, keadaan.PEKERJA, True, {})
            db.session.commit()
        said = found(Machine(env))[Level.ERROR]
    assert "tidak berjalan sejak" in said
    assert "→ sudo systemctl restart panel-pekerja" in said


@SQLITE
def test_the_mail_server_is_asked_only_when_told_to(app: Flask, basis: Basis, var: Path) -> None:
    from models.pengaturan import Pengaturan

    env = {"DATABASE_URL": basis.url, "VAR": str(var), "DIARY_KEY": "kunci riwayat uji"}
    with app.app_context():
        for name, value in (("server", "127.0.0.1"), ("port", str(port_bebas())), ("dari", "panel@uji.id")):
            db.session.scalars(db.select(Pengaturan).filter_by(kunci=f"surel.{name}")).one().nilai = value
        db.session.commit()
        assert "ditanya dengan --mail" in found(Machine(env))[Level.OK]
        assert "tidak dapat dihubungi" in found(Machine(env, ask_mail=True))[Level.ERROR]


def test_what_nobody_reads_as_it_is_written_is_named(tmp_path: Path) -> None:
    env = {"VAR": str(tmp_path), "PORT": "99999", "TRUSTED_PROXY": "10.0.0.1,proksi", "FONT_DIR": "/tidak/ada"}
    said = found(Machine({**env, "ALLOWED_HOSTS": "https://panel.example", "SMPT_PASSWORD": "x", "HOME": "/root"}))
    for word in ("PORT harus bilangan", "“proksi” bukan alamat IP", "“https://panel.example” bukan nama mesin"):
        assert word in said[Level.ERROR], word
    for word in ("FONT_DIR (/tidak/ada) tidak ada", "SMPT_PASSWORD tidak dikenal panel; barangkali", "SMTP_PASSWORD"):
        assert word in said[Level.WARNING], word
    assert "HOME" not in said[Level.WARNING]


def test_a_check_that_breaks_does_not_silence_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def breaks(_: Machine) -> Iterator[Finding]:
        raise ModuleNotFoundError("No module named 'x'")

    monkeypatch.setitem(check.CHECKS, "paket", breaks)
    said = found(Machine({"VAR": str(tmp_path)}))
    assert "Tidak dapat diperiksa: ModuleNotFoundError" in said[Level.ERROR]
    assert "Huruf surat" in said[Level.OK] + said.get(Level.WARNING, "")


def test_packages_are_held_against_the_locked_ones() -> None:
    from importlib import metadata

    assert list(places._different(f"flask=={metadata.version('flask')} \\\n    --hash=sha256:00\n")) == []
    assert next(places._different("flask==0.1 \\\n    --hash=sha256:00\n")).startswith("flask ")
    assert list(places._different("tidak-ada-paketnya==1 ; sys_platform == 'win32' \\\n")) == []
    assert list(places._different("tidak-ada-paketnya==1\n")) == ["tidak-ada-paketnya tidak ada (seharusnya 1)"]


def test_a_certificate_is_asked_of_this_machine_only() -> None:
    assert places._on_this_machine("localhost")
    assert places._on_this_machine("192.0.2.1") == ""


def test_gunicorn_ends_with_one_sentence_where_migrate_is_missing(tmp_path: Path) -> None:
    """Three processes, one sentence, the code that keeps systemd from starting it again, no trace."""
    port = str(port_bebas())
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--workers", "3"]
    done = subprocess.run(
        [*command, "--threads", "2", "app:aplikasi_peladen()"],
        cwd=AKAR, env=lingkungan(tmp_path), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert done.stderr.count("Basis data belum disiapkan") == 1
    assert "flask --app app migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    mulai.dapat_ditulis(tmp_path)
    assert not list(tmp_path.iterdir())


def test_every_variable_that_the_program_reads_is_a_known_setting() -> None:
    """Else `check` would call it mistyped, and the servers of the tests would inherit the tester's own."""
    given = {"FLASK_DEBUG", "FLASK_RUN_FROM_CLI", "INDUK_PID", "INDUK_SEJAK", "SYSTEMROOT"}  # Flask, the panel, Windows
    floors = ("admin", "bulk", "documents", "jaga", "models", "perintah", "seed", "sop")
    sources = [AKAR / "app.py", *(path for floor in floors for path in (AKAR / floor).rglob("*.py"))]
    read = {
        name for path in sources for name in re.findall(r"\benv(?:iron)?\.get\(\"([A-Z_]+)\"", path.read_text("utf-8"))
    } - {"HTTP_HOST", "REMOTE_ADDR", "SCRIPT_NAME"}  # of a request
    assert {"DATABASE_URL", "DEMO_USULAN", "PORT"} <= read
    assert read - given <= setelan.NAMES
