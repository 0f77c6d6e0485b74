"""Before a migration the database is backed up by itself; without that backup nothing is migrated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

import migrations
from jaga import cadangan, naik, pulih
from models import setelan
from models.base import db
from models.pesan import SopError
from tests.jaga.conftest import buka

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def revisi() -> str:
    with buka() as session:
        return str(session.scalar(text("SELECT version_num FROM alembic_version")))


@pytest.mark.parametrize("dari", ["0029", "0013"])
def test_what_was_there_before_a_migration_is_in_a_backup(dipakai: setelan.Setelan, tmp_path: Path, dari: str) -> None:
    migrations.turun(dipakai.database_url, dari)
    with buka() as session:
        ada = session.scalar(text("SELECT count(*) FROM unit_kerja"))
    berkas = naik.naikkan()
    assert revisi() == migrations.revisi_terbaru()
    assert cadangan.daftar(dipakai.backup_dir) == [berkas]
    manifes = cadangan.buka(berkas, pulih.kunci_cadangan(), tmp_path / "isi")
    assert manifes["revisi"] == dari
    assert manifes["tabel"]["unit_kerja"]["baris"] == ada > 0


@SQLITE
def test_nothing_is_backed_up_where_nothing_changes_or_nothing_is_there(
    dipakai: setelan.Setelan, tmp_path: Path
) -> None:
    assert naik.naikkan() is None
    setelan.pasang(replace(dipakai, database_url=f"sqlite:///{tmp_path}/baru.sqlite3"))
    assert naik.naikkan() is None
    assert revisi() == migrations.revisi_terbaru()
    assert not cadangan.daftar(dipakai.backup_dir)


def test_a_backup_that_fails_stops_the_migration_and_an_office_that_makes_its_own_is_not_asked(
    dipakai: setelan.Setelan, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations.turun(dipakai.database_url, "0029")

    def penuh() -> None:
        raise SopError("Tempat pada disk tidak cukup.")

    monkeypatch.setattr(cadangan, "buat", penuh)
    with pytest.raises(SopError, match=r"belum dinaikkan.*Tempat pada disk tidak cukup") as galat:
        naik.naikkan()
    assert "BACKUP_INTERVAL=0" in str(galat.value.pesan)
    assert revisi() == "0029"
    setelan.pasang(replace(dipakai, backup_interval=0))
    assert naik.naikkan() is None
    assert revisi() == migrations.revisi_terbaru()


@SQLITE
def test_the_command_and_the_start_go_this_way(
    dipakai: setelan.Setelan, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perintah import basis as perintah
    from seed import load, siap

    setelan.pasang(dipakai)
    migrations.turun(dipakai.database_url, "0029")
    monkeypatch.setattr(perintah.cari_tulis, "lengkapi", lambda _: 0)
    with app.app_context():
        jalan = CliRunner().invoke(perintah.migrate)
    assert "Cadangan sebelum migrasi" in jalan.output
    migrations.turun(dipakai.database_url, "0029")

    def selesai(_: object) -> None:
        raise InterruptedError("what follows the migration")

    monkeypatch.setattr(load, "muat", selesai)
    kata: list[str] = []
    with app.app_context(), pytest.raises(InterruptedError):
        kata.extend(iter(siap.siapkan(db.session)))
    assert len(cadangan.daftar(dipakai.backup_dir)) == 2
