"""What a record refuses by itself, whichever way it is typed: form, grid, bulk edit, import."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import db
from models.pejabat import Pejabat
from models.pengguna import Pengguna
from models.pesan import Keliru
from models.tim import AnggotaTim
from models.waktu import sekarang
from tests import dunia


@pytest.mark.parametrize("nama", ["Rina Wulan", "rina wulan", "RINA", "rina\tw", "Élan"])
def test_a_name_that_the_sign_in_would_never_find_is_refused(session: Any, nama: str) -> None:
    with pytest.raises(Keliru, match="huruf kecil tanpa spasi") as galat:
        dunia.simpan(Pengguna(nama_pengguna=nama, nama="Rina Wulan (Demo)"))
    assert galat.value.kolom == "nama_pengguna"


def test_a_name_from_before_that_rule_may_stay_until_it_is_changed(session: Any) -> None:
    akun = dunia.simpan(Pengguna(nama_pengguna="rina.wulan-2", nama="Rina Wulan (Demo)"))
    db.session.execute(db.update(Pengguna.__table__).where(Pengguna.id == akun.id).values(nama_pengguna="RINA"))
    db.session.expire_all()
    akun = db.session.get_one(Pengguna, akun.id)
    akun.nama = "Nama baru (Demo)"
    dunia.simpan(akun)
    akun.nama_pengguna = "RINA W"
    with pytest.raises(Keliru):
        db.session.flush()


def test_a_member_of_the_team_is_somebody(session: Any) -> None:
    tim = dunia._tim(dunia.di_ujung())
    pejabat = db.session.scalars(db.select(Pejabat)).first()
    assert pejabat is not None
    dari_pejabat = dunia.simpan(AnggotaTim(tim_id=tim.id, pejabat_id=pejabat.id, kedudukan="Anggota"))
    assert dari_pejabat.nama == pejabat.nama
    with pytest.raises(Keliru, match="pilih pejabatnya") as galat:
        dunia.simpan(AnggotaTim(tim_id=tim.id, kedudukan="Anggota"))
    assert galat.value.kolom == "nama"


def test_a_member_from_before_that_rule_can_still_be_taken_out(session: Any) -> None:
    tim = dunia._tim(dunia.di_ujung())
    lama = dunia.simpan(AnggotaTim(tim_id=tim.id, nama="Anggota lama (Demo)", kedudukan="Anggota"))
    db.session.execute(db.update(AnggotaTim.__table__).where(AnggotaTim.id == lama.id).values(nama=""))
    db.session.expire_all()
    lama = db.session.get_one(AnggotaTim, lama.id)
    lama.deleted_at = sekarang()
    dunia.simpan(lama)
    assert db.session.get_one(AnggotaTim, lama.id).deleted_at is not None
