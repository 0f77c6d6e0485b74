"""Usulan: codes of their own, place and OPD filled in, nothing below zero, the bin and its return."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.base import db
from models.musrenbang import Musrenbang
from models.pesan import Keliru
from models.usulan import StatusUsulan, Usulan
from models.waktu import sekarang
from models.wilayah import Tingkat, Wilayah
from seed import usulan_demo
from tests import dunia, proses
from tests.conftest import Basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def isi(m: Musrenbang, **ubah: Any) -> dict[str, Any]:
    data = next(usulan_demo.baris(m.id, m.tahun, 1, StatusUsulan.DRAF))
    return {**data, "kode": "", "sumber": None, "kode_eksternal": None, **ubah}


def test_codes_are_made_in_order_and_a_deleted_one_is_not_given_again(session: Any) -> None:
    m = dunia.musrenbang()
    satu, dua = (dunia.simpan(Usulan(**isi(m))) for _ in range(2))
    assert (satu.kode, dua.kode) == ("U-2027-00001", "U-2027-00002")
    dua.deleted_at = sekarang()
    session.commit()
    assert dunia.simpan(Usulan(**isi(m))).kode == "U-2027-00003"


def test_usulan_saved_together_get_codes_of_their_own(session: Any) -> None:
    m = dunia.musrenbang()
    rows = [Usulan(**isi(m)) for _ in range(3)]
    dunia.simpan(*rows)
    assert sorted(u.kode for u in rows) == ["U-2027-00001", "U-2027-00002", "U-2027-00003"]


@SQLITE
def test_a_foreign_code_does_not_disturb_the_series(session: Any) -> None:
    m = dunia.musrenbang()
    for kode in ("SIPD-99", "U-2027-x", "U-2027-99999x", "U-2026-00009"):
        dunia.simpan(Usulan(**isi(m, kode=kode)))
    assert dunia.simpan(Usulan(**isi(m))).kode == "U-2027-00001"


@SQLITE
def test_every_musrenbang_has_its_own_series(session: Any) -> None:
    for tahun in (2027, 2028):
        assert dunia.simpan(Usulan(**isi(dunia.musrenbang(tahun)))).kode == f"U-{tahun}-00001"


def test_processes_that_enter_usulan_at_once_get_different_codes(session: Any, basis: Basis, var: Path) -> None:
    m = dunia.musrenbang()
    data = isi(m)
    session.remove()
    kode = proses.serentak(proses.buat_usulan, basis.url, var, [data] * 4)
    assert sorted(kode) == [f"U-2027-{n:05d}" for n in range(1, 5)]


def test_a_code_is_unique_among_the_living_only(session: Any) -> None:
    m = dunia.musrenbang()
    lama = dunia.simpan(Usulan(**isi(m, kode="A-1")))
    lama.deleted_at = sekarang()
    session.commit()
    dunia.simpan(Usulan(**isi(m, kode="A-1")))
    lama.deleted_at = None
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()


@SQLITE
@pytest.mark.parametrize("kolom", ["volume", "pagu_usulan"])
def test_nothing_is_proposed_below_zero(session: Any, kolom: str) -> None:
    with pytest.raises(Keliru, match="Tidak boleh kurang dari nol") as galat:
        dunia.simpan(Usulan(**isi(dunia.musrenbang(), **{kolom: -1})))
    assert galat.value.kolom == kolom


@SQLITE
def test_the_kecamatan_follows_the_place(session: Any) -> None:
    m = dunia.musrenbang()
    kelurahan = session.scalars(db.select(Wilayah).filter_by(tingkat=Tingkat.KELURAHAN)).first()
    kecamatan = session.scalars(db.select(Wilayah).filter_by(tingkat=Tingkat.KECAMATAN)).all()[-1]
    u = dunia.simpan(Usulan(**isi(m, wilayah_id=kelurahan.id, kecamatan_id=None)))
    assert u.kecamatan_id == kelurahan.induk_id
    u.wilayah_id = kecamatan.id
    session.commit()
    assert u.kecamatan_id == kecamatan.id


@SQLITE
def test_the_first_opd_carries_it_until_another_is_named(session: Any) -> None:
    m = dunia.musrenbang()
    u = dunia.simpan(Usulan(**isi(m, opd_pengampu_id=None)))
    assert u.opd_pengampu_id == u.opd_awal_id
