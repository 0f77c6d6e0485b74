"""A meeting needs what its kind demands, and a room that no other meeting has in that time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.pesan import Keliru
from models.rapat import JenisRapat
from models.ruang import Ruang
from tests import dunia


def test_a_room_is_taken_by_one_meeting_at_a_time(session: Any) -> None:
    m = dunia.di_ujung()
    ruang = dunia.simpan(Ruang(nama="Ruang rapat uji"))
    dunia.rapat(m, ruang_id=ruang.id)
    with pytest.raises(Keliru, match="Ruang sudah dipakai untuk “pleno uji”") as galat:
        dunia.rapat(m, ruang_id=ruang.id)
    assert galat.value.kolom == "ruang_id"
    session.rollback()
    dunia.rapat(m, ruang_id=dunia.simpan(Ruang(nama="Ruang lain uji")).id)


def test_a_meeting_may_follow_another_in_the_same_room(session: Any) -> None:
    m = dunia.di_ujung()
    ruang = dunia.simpan(Ruang(nama="Ruang rapat uji"))
    pertama = dunia.rapat(m, ruang_id=ruang.id)
    berikut = dunia.rapat(m)
    berikut.mulai, berikut.selesai = pertama.selesai, pertama.selesai + timedelta(hours=1)
    berikut.ruang_id = ruang.id
    session.commit()


@pytest.mark.parametrize("jenis", [JenisRapat.KOORDINASI, JenisRapat.SIDANG_KELOMPOK])
def test_a_meeting_lacks_what_its_kind_demands(session: Any, jenis: JenisRapat) -> None:
    with pytest.raises(Keliru, match="memerlukan"):
        dunia.rapat(dunia.di_ujung(), jenis)
