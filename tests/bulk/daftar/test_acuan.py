"""What a select offers: remembered for everybody only where everybody may read it."""

from __future__ import annotations

from typing import Any

from bulk.daftar import acuan
from models.pengguna import Pengguna
from models.unit_kerja import UnitKerja
from tests import dunia


def test_what_one_person_may_choose_is_not_offered_to_who_may_not_read_it(session: Any) -> None:
    assert len(acuan.choices(Pengguna, dunia.aktor("administrator")) or []) > 1
    assert acuan.choices(Pengguna, dunia.aktor("tim_musrenbang")) == []
    assert len(acuan.choices(Pengguna, dunia.aktor("pengawas")) or []) > 1


def test_what_everybody_may_read_is_read_once(session: Any, hitung_kueri: Any) -> None:
    pertama = acuan.choices(UnitKerja, dunia.aktor("administrator"))
    kedua = dunia.aktor("tim_musrenbang")
    semula = hitung_kueri()
    assert acuan.choices(UnitKerja, kedua) == pertama != []
    assert hitung_kueri() == semula
