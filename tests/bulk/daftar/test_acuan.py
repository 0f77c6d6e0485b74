"""What a select offers: remembered for everybody only where everybody may read it."""

from __future__ import annotations

from typing import Any

from bulk.daftar import acuan
from models.operasi import JenisOperasi, Operasi
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


def test_a_row_is_fetched_by_whom_it_is_within_the_bounds_of(session: Any) -> None:
    tim = dunia.aktor("tim_musrenbang")
    op = dunia.simpan(Operasi(jenis=JenisOperasi.GERAK, judul="Uji", pengguna_id=tim.pengguna_id))
    assert acuan.fetch(Operasi, tim, op.id) is op
    assert acuan.fetch(Operasi, dunia.aktor("pengawas"), op.id) is op
    assert acuan.fetch(Operasi, dunia.aktor("sekretariat"), op.id) is None
