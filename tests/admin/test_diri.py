"""Nobody takes away the account that he acts with: an administrator is taken away by another, so one always stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import riwayat
from models.base import db
from models.operasi import OperasiBaris
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import SopError
from models.waktu import hari_ini
from tests.admin.layar import Layar, salah, teks
from tests.orang import SANDI

pytestmark = pytest.mark.satu_basis  # who may do it; the database decides nothing of it
LAIN = "hanya dapat dihapus oleh administrator lain"


@pytest.fixture
def admin(layar: Callable[[str], Layar]) -> Layar:
    return layar("administrator")


@pytest.fixture
def saya(app: Flask) -> int:
    with app.app_context():
        return int(db.session.scalars(db.select(Pengguna.id).filter_by(nama_pengguna="administrator")).one())


def akun(app: Flask, id_: int) -> tuple[bool, bool]:
    """(switched on, not deleted)."""
    with app.app_context():
        p = db.session.get_one(Pengguna, id_, populate_existing=True)
        return p.aktif, p.deleted_at is None


def test_ones_own_account_is_not_deleted_and_says_who_could(app: Flask, admin: Layar, saya: int) -> None:
    assert "/pengguna/delete/" not in admin.buka(f"/pengguna/details/?id={saya}")
    jawab = admin.kirim("/pengguna/delete/", dari="/pengguna/", id=str(saya))
    assert (jawab.status_code, LAIN in teks(jawab.text)) == (403, True)
    assert akun(app, saya) == (True, True)


def test_ones_own_account_is_not_switched_off_and_what_was_typed_stays(app: Flask, admin: Layar, saya: int) -> None:
    alamat = f"/pengguna/edit/?id={saya}"
    jawab = admin.kirim(alamat, nama_pengguna="administrator", nama="Nama Baru", konfirmasi=SANDI)
    assert jawab.status_code == 400
    assert any("dinonaktifkan oleh administrator lain" in kalimat for kalimat in salah(jawab.text))
    assert "Nama Baru" in jawab.text
    assert akun(app, saya) == (True, True)
    admin.simpan(alamat, nama_pengguna="administrator", nama="Nama Baru", aktif="y", konfirmasi=SANDI)


def test_of_all_accounts_that_are_deleted_at_once_ones_own_stays(app: Flask, admin: Layar, saya: int) -> None:
    with app.app_context():
        ids = list(db.session.scalars(db.select(Pengguna.id).order_by(Pengguna.id)))
    pilihan = ",".join(map(str, ids))
    lihat = teks(admin.kirim("/pengguna/action/", dari="/pengguna/", aksi="hapus", rowid=pilihan).text)
    assert LAIN in lihat
    admin.kirim("/pengguna/action/", dari="/pengguna/", aksi="hapus", rowid=pilihan, lanjut="1")
    with app.app_context():
        assert db.session.scalars(db.select(Pengguna.id).where(Pengguna.deleted_at.is_(None))).all() == [saya]
        ditolak = db.session.scalars(db.select(OperasiBaris).filter_by(berhasil=False)).all()
        assert [(b.record_id, LAIN in (b.pesan or "")) for b in ditolak] == [(saya, True)]
    admin.buka("/pengguna/")  # still in


@pytest.mark.parametrize("alamat", ["/peran-pengguna/edit/?id={id}", "/peran-pengguna/delete/"])
def test_ones_own_roles_are_for_another_administrator(app: Flask, admin: Layar, saya: int, alamat: str) -> None:
    with app.app_context():
        peran = db.session.scalars(db.select(PeranPengguna).filter_by(pengguna_id=saya)).one()
        id_ = peran.id
    jawab = admin.kirim(alamat.format(id=id_), dari="/pengguna/", id=str(id_), peran="pengawas", pengguna_id=str(saya))
    assert jawab.status_code == 403
    assert "Peran Anda sendiri hanya dapat diubah atau dihapus oleh administrator lain." in teks(jawab.text)
    with app.app_context():
        peran = db.session.get_one(PeranPengguna, id_)
        assert (peran.peran, peran.deleted_at) == (Peran.ADMINISTRATOR, None)


@pytest.mark.parametrize("alamat", ["/pengguna/tautan/", "/pengguna/faktor/"])
def test_ones_own_password_and_second_factor_are_changed_where_they_are_asked_for(
    admin: Layar, saya: int, alamat: str
) -> None:
    rincian = admin.buka(f"/pengguna/details/?id={saya}")
    assert alamat not in rincian
    assert "Milik Anda sendiri diubah pada" in teks(rincian)
    jawab = admin.kirim(alamat, dari="/", id=str(saya))
    assert jawab.status_code == 409
    assert "diubah pada Akun saya" in teks(jawab.text)


def test_another_administrator_may_do_all_of_it(app: Flask, admin: Layar, tulis: Callable[..., list[int]]) -> None:
    (id_,) = tulis(Pengguna, nama_pengguna="kedua", nama="Administrator kedua")
    tulis(PeranPengguna, pengguna_id=id_, peran=Peran.ADMINISTRATOR)
    admin.simpan(f"/pengguna/edit/?id={id_}", nama_pengguna="kedua", nama="Administrator kedua", konfirmasi=SANDI)
    assert akun(app, id_) == (False, True)
    assert admin.kirim("/pengguna/delete/", dari=f"/pengguna/details/?id={id_}", id=str(id_)).status_code == 302
    assert akun(app, id_) == (False, False)


def test_what_no_person_writes_is_not_held_up(session: Any) -> None:
    p = session.scalars(db.select(Pengguna)).first()
    p.aktif = False
    session.commit()


@pytest.mark.parametrize(("mulai", "sampai", "boleh"), [(-1, 1, True), (0, 0, True), (-9, -1, False), (1, 9, False)])
def test_accounts_are_changed_by_who_is_an_administrator_on_that_day(
    session: Any, mulai: int, sampai: int, boleh: bool
) -> None:
    admin = session.scalars(db.select(Pengguna).filter_by(nama_pengguna="administrator")).one()
    (peran,) = admin.daftar_peran
    peran.mulai, peran.sampai = (hari_ini() + timedelta(days=n) for n in (mulai, sampai))
    session.commit()
    riwayat.sebagai(session, riwayat.Penulis(admin.id, admin.nama, "Administrator"))
    lain = session.scalars(db.select(Pengguna).filter_by(nama_pengguna="tim_musrenbang")).one()
    lain.nama = "Nama Lain"
    with nullcontext() if boleh else pytest.raises(SopError, match="baru saja dicabut"):
        session.commit()
    session.rollback()
    assert (session.get_one(Pengguna, lain.id).nama == "Nama Lain") is boleh
