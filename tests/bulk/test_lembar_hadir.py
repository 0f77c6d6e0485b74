"""A paper daftar hadir keyed in: what others marked meanwhile stays, limits, rows of another rapat."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bulk import lembar_hadir, meja
from bulk.lembar_hadir import Baris
from models.base import db
from models.musrenbang import Musrenbang
from models.pesan import Keliru, TidakAda
from models.rapat import DaftarHadir, Rapat
from tests import dunia


@pytest.fixture
def rapat(session: Any) -> Rapat:
    """A pleno with two names on its list, nobody present."""
    m = dunia.di_ujung()
    found = dunia.rapat(m, hadir=0)
    dunia.simpan(*(DaftarHadir(rapat_id=found.id, urutan=n, nama=f"Tamu {n} (Demo)") for n in (1, 2)))
    return found


def tim() -> Any:
    return dunia.aktor("tim_musrenbang")


def orang(rapat: Rapat, n: int = 0) -> DaftarHadir:
    return db.session.scalars(db.select(DaftarHadir).filter_by(rapat_id=rapat.id).order_by(DaftarHadir.urutan)).all()[n]


@pytest.mark.parametrize("cara", ["by its id", "by its number", "by its name"])
def test_who_was_marked_by_another_phone_meanwhile_is_left_as_he_is(rapat: Rapat, cara: str) -> None:
    """The rows that this session read are older than what the other phone wrote."""
    row = orang(rapat)
    assert not row.hadir
    tabel: Any = DaftarHadir.__table__
    datang = datetime(2026, 3, 23, 0, 5, tzinfo=UTC)
    isi = {"hadir": True, "hadir_pada": datang, "version": tabel.c.version + 1}
    db.session.execute(tabel.update().where(tabel.c.id == row.id).values(isi))
    assert not row.hadir, "still as it was read"
    baris = {"by its id": Baris("", "09.00", id=row.id), "by its number": Baris("1"), "by its name": Baris(row.nama)}
    hasil = lembar_hadir.catat(rapat, tim(), [baris[cara]])
    assert hasil is not None
    assert (hasil.hadir, hasil.baru) == (0, 0)
    assert hasil.sudah == ["Tamu 1 (Demo) sudah hadir pukul 07.05."]
    db.session.expire_all()
    assert orang(rapat).hadir_pada == datang


@pytest.mark.parametrize(("banyak", "id_"), [(lembar_hadir.TERBANYAK, None), (lembar_hadir.SELEMBAR, 1)])
def test_more_lines_than_a_sheet_holds_are_refused_whole(rapat: Rapat, banyak: int, id_: int | None) -> None:
    with pytest.raises(Keliru, match=f"Paling banyak {banyak} baris"):
        lembar_hadir.catat(rapat, tim(), [Baris("1", id=id_)] * (banyak + 1))
    assert not orang(rapat).hadir
    hasil = lembar_hadir.catat(rapat, tim(), [Baris("1", id=id_ and orang(rapat).id)] + [Baris("")] * (banyak + 1))
    assert hasil is not None, "empty lines are not counted"
    assert hasil.hadir == 1


def test_a_row_of_another_rapat_is_not_marked_from_this_desk(rapat: Rapat) -> None:
    lain = dunia.rapat(db.session.get_one(Musrenbang, rapat.musrenbang_id), hadir=0)
    dunia.simpan(DaftarHadir(rapat_id=lain.id, urutan=1, nama="Orang lain (Demo)"))
    asing = orang(lain).id
    for kerja in (
        lambda: meja.tandai(rapat, asing, tim()),
        lambda: meja.wakilkan(rapat, asing, tim(), "Wakil", "Lurah", None),
        lambda: meja.urungkan(rapat, asing, tim(), 1),
    ):
        with pytest.raises(TidakAda, match="tidak ada lagi di daftar hadir rapat ini"):
            kerja()
    assert lembar_hadir.catat(rapat, tim(), [Baris("", id=asing)]) is None
    db.session.expire_all()
    assert not orang(lain).hadir


def test_who_was_taken_off_the_list_is_not_marked(rapat: Rapat) -> None:
    row = orang(rapat)
    row.deleted_at = row.created_at
    db.session.commit()
    with pytest.raises(TidakAda):
        meja.tandai(rapat, row.id, tim())


@pytest.mark.parametrize("siapa", ["", "12"])
def test_a_new_guest_has_a_name_and_not_a_number(rapat: Rapat, siapa: str) -> None:
    baris = Baris(siapa, lembaga="RW 05", baru=True)
    assert lembar_hadir.catat(rapat, tim(), [baris]) is None
    assert baris.salah == "Tulis nama tamu baru."


def test_an_unsur_that_is_none_is_left_out_of_a_new_guest(rapat: Rapat) -> None:
    hasil = lembar_hadir.catat(rapat, tim(), [Baris("Warga (Demo)", unsur="tidak-ada", baru=True)])
    assert hasil is not None
    assert (hasil.hadir, hasil.baru) == (1, 1)
    assert orang(rapat, 2).unsur == orang(rapat).unsur  # as of whoever was put on the list without one
