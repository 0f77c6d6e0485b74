"""A database moves to the other kind with everything in it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from jaga import basis as basis_jaga
from jaga import pindah
from models import berkas, rantai
from models.base import Base, db
from models.cari import TeksCari
from models.pesan import SopError
from models.ruang import Ruang
from tests import dunia
from tests.conftest import ADA_POSTGRES, Basis, perintah_pg
from tests.jaga.conftest import buka
from tests.keandalan import KUNCI


@pytest.fixture
def tujuan(basis: Basis, request: pytest.FixtureRequest, nama_kerja: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other kind."""
    if basis.dialek == "postgresql" or not ADA_POSTGRES:
        yield f"sqlite:///{(tmp_path / 'pindahan.sqlite3').as_posix()}"
        return
    gugus, nama = request.getfixturevalue("gugus"), f"{nama_kerja}_pindah"
    perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{nama}" WITH (FORCE)', f'CREATE DATABASE "{nama}"')
    yield gugus.url(nama)
    perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{nama}" WITH (FORCE)')


@pytest.fixture
def asal(app: Flask, basis: Basis) -> str:
    """A Musrenbang that was walked to its end, with files, papers, numbers and a diary."""
    with app.app_context():
        dunia.di_ujung()
        dunia.simpan(berkas.simpan("gambar.png", "image/png", bytes(range(256)) * 40))
        db.session.remove()
        db.engine.dispose()
    return basis.url


def sidik_semua(url: str) -> dict[str, tuple[int, str]]:
    with basis_jaga.terhubung(url) as koneksi:
        return {nama: pindah.sidik(koneksi, tabel) for nama, tabel in Base.metadata.tables.items()}


def test_everything_arrives_and_the_copy_works_on(
    app: Flask, basis: Basis, asal: str, tujuan: str, record_property: Any
) -> None:
    hasil = pindah.salin(asal, tujuan)
    ke = tujuan.split(":")[0].split("+")[0]
    banyak = f"{sum(hasil.baris.values())} baris sama, {hasil.mata_rantai} mata rantai utuh"
    record_property(KUNCI, (f"copy-database {basis.dialek} → {ke}", banyak, "sama seluruhnya"))

    assert sidik_semua(tujuan) == sidik_semua(asal)
    assert hasil.baris["riwayat"] > 0
    with buka(tujuan) as session:
        assert rantai.periksa(session).mata_rantai == hasil.mata_rantai > 0
        baru = Ruang(nama="Ruang sesudah pindah", kapasitas=10)
        session.add(baru)
        session.commit()  # the next id, the next link of the chain, its text of the search
        assert session.scalar(db.select(TeksCari.record_id).filter_by(kind="ruang", record_id=baru.id)) == baru.id
        assert rantai.periksa(session).rusak is None
        with pytest.raises(DBAPIError, match="riwayat hanya dapat ditambah"):
            session.execute(text("DELETE FROM riwayat"))


def test_the_search_finds_in_the_copy_what_it_found(app: Flask, asal: str, tujuan: str) -> None:
    pindah.salin(asal, tujuan)
    with buka(tujuan) as session:
        if "sqlite" in tujuan:
            kueri = "SELECT count(*) FROM cari_fts WHERE cari_fts MATCH 'musrenbang'"
        else:
            kueri = "SELECT count(*) FROM pg_indexes WHERE indexname = 'ix_teks_cari_trgm'"
        assert session.scalar(text(kueri)) > 0


def test_a_target_that_holds_anything_is_refused(app: Flask, asal: str, tujuan: str) -> None:
    pindah.salin(asal, tujuan)
    semula = sidik_semua(tujuan)
    with pytest.raises(SopError, match="tidak kosong"):
        pindah.salin(asal, tujuan)
    assert sidik_semua(tujuan) == semula


def test_what_does_not_arrive_equal_leaves_nothing(
    app: Flask, asal: str, tujuan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asli = pindah._satu_tabel

    def kehilangan(dari: Any, ke: Any, tabel: Any) -> None:
        asli(dari, ke, tabel)
        if tabel.name == "berkas":
            ke.execute(tabel.update().values(nama="lain"))

    monkeypatch.setattr(pindah, "_satu_tabel", kehilangan)
    with pytest.raises(SopError, match="Tabel berkas tidak sama"):
        pindah.salin(asal, tujuan)
    if "sqlite" in tujuan:
        folder = Path(tujuan.removeprefix("sqlite:///")).parent
        assert not list(folder.glob("pindahan*"))
    else:
        assert sum(n for n, _ in sidik_semua(tujuan).values()) == 0
    monkeypatch.undo()
    pindah.salin(asal, tujuan)  # and it can be tried again


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_a_source_of_another_revision_or_a_broken_diary_is_refused(app: Flask, asal: str, tmp_path: Path) -> None:
    tujuan = f"sqlite:///{(tmp_path / 'x.sqlite3').as_posix()}"
    with pytest.raises(SopError, match="tidak ada"):
        pindah.salin("sqlite:////tidak/ada.sqlite3", tujuan)
    mesin = create_engine(asal, poolclass=NullPool)
    with mesin.begin() as koneksi:
        koneksi.execute(text("DROP TRIGGER riwayat_tolak_update"))
        koneksi.execute(text("UPDATE riwayat SET nama = 'x' WHERE id = 1"))
    with pytest.raises(SopError, match="Mata rantai 1 "):
        pindah.salin(asal, tujuan)
    with mesin.begin() as koneksi:
        koneksi.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    hasil = app.test_cli_runner().invoke(args=["copy-database", asal, tujuan])
    assert hasil.exit_code == 1
    assert "revisi 0001" in hasil.output
    assert not list(tmp_path.glob("x.sqlite3*"))
