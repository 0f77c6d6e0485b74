"""The migrations: up and down on both databases, equal to the models, and the guards only a database can give."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import create_engine

import migrations
from models.base import Base, kinds
from tests import dunia
from tests.conftest import Basis

pytestmark = pytest.mark.tiap_baris  # each row is another guard of the database


def test_up_down_and_up_again_leaves_the_same_database(basis_kosong: str) -> None:
    migrations.naik(basis_kosong)
    pertama = bentuk(basis_kosong)
    migrations.turun(basis_kosong)
    assert bentuk(basis_kosong) == {"alembic_version": bentuk_versi()}
    migrations.naik(basis_kosong)

    assert bentuk(basis_kosong) == pertama
    assert set(pertama) == {*Base.metadata.tables, "alembic_version", migrations.TABLE}


def test_the_models_ask_for_nothing_that_the_migrations_do_not_build(basis_kosong: str) -> None:
    migrations.naik(basis_kosong)
    with create_engine(basis_kosong).connect() as koneksi:
        command.check(migrations.konfigurasi(koneksi))  # raises with the difference


def test_a_database_says_whether_it_is_ready(basis_kosong: str) -> None:
    mesin = create_engine(basis_kosong)
    with mesin.connect() as koneksi:
        assert not migrations.siap(koneksi)
    migrations.naik(basis_kosong)
    with mesin.connect() as koneksi:
        assert migrations.siap(koneksi)
    mesin.dispose()


@pytest.mark.parametrize("perintah", ["UPDATE riwayat SET nama = 'x'", "DELETE FROM riwayat", "DELETE FROM rantai"])
def test_the_database_itself_refuses_to_change_the_diary(session: Any, perintah: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="riwayat hanya dapat ditambah"):
        session.execute(sa.text(perintah))


def test_every_closed_list_is_guarded_by_the_database(session: Any) -> None:
    penjaga = sa.inspect(session.connection())
    for kind, model in kinds().items():
        bernama = {c["name"] for c in penjaga.get_check_constraints(kind)}
        daftar = {f"ck_{kind}_{c.name}" for c in model.__table__.c if isinstance(c.type, sa.Enum)}
        assert daftar <= bernama, kind


def test_a_word_outside_a_closed_list_is_refused(session: Any) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text("UPDATE unit_kerja SET jenis = 'dinas'"))


def bentuk(url: str) -> dict[str, set[str]]:
    mesin = create_engine(url)
    with mesin.connect() as koneksi:
        penjaga = sa.inspect(koneksi)
        hasil = {
            t: {f"{k['name']} {k['type']} {k['nullable']}" for k in penjaga.get_columns(t)}
            for t in penjaga.get_table_names()
            if not t.startswith("cari_fts_") and t != "cari_fts"  # the search's index of SQLite and what it keeps
        }
    mesin.dispose()
    return hasil


def bentuk_versi() -> set[str]:
    return {"version_num VARCHAR(32) False"}


def isi_tabel(url: str) -> dict[str, int]:
    mesin = create_engine(url)
    with mesin.connect() as koneksi:
        nama = [
            t
            for t in sa.inspect(koneksi).get_table_names()
            if not t.startswith(("cari_fts", "alembic", "huey_", "skema"))
        ]
        hasil = {t: koneksi.scalar(sa.text(f"SELECT count(*) FROM {t}")) for t in nama}
    mesin.dispose()
    return {t: n for t, n in hasil.items() if n}


@pytest.mark.parametrize("ke", ["0023", "0012", "0007"])
def test_a_filled_database_goes_back_and_comes_again_with_all_that_the_older_one_could_hold(
    basis: Basis, session: Any, ke: str
) -> None:
    m = dunia.di_ujung()
    for kind in ("tim", "nota_dinas", "undangan", "berita_acara", "laporan", "jadwal", "notulen", "bahan", "usulan"):
        dunia.CONTOH[kind](m)
    session.commit()
    session.remove()
    session.get_bind().dispose()
    penuh = isi_tabel(basis.url)
    migrations.turun(basis.url, ke)
    lama = isi_tabel(basis.url)
    assert len(lama) > 15
    assert lama.items() <= penuh.items(), {t: (n, penuh.get(t)) for t, n in lama.items() if n != penuh.get(t)}
    migrations.naik(basis.url)
    kembali = isi_tabel(basis.url)
    assert {t: kembali.get(t) for t in lama} == lama
    with create_engine(basis.url).connect() as koneksi:
        assert migrations.siap(koneksi)
