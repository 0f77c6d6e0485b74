"""How many: an exact count is always asked, that there are more than are counted is remembered until one changes."""

from __future__ import annotations

from typing import Any

import pytest

from admin import daftar
from bulk.daftar import jumlah
from models import ingatan
from models.base import db
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.usulan import Usulan
from tests import dunia


@pytest.fixture
def asked(session: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How far each page counted; there are twelve usulan."""
    ingatan.lupakan()
    dunia.musrenbang(usulan=12)
    db.session.commit()
    found: list[int] = []
    count = jumlah.count

    def counted(stmt: Any, most: int | None = None) -> tuple[int, bool]:
        found.append(most or 0)
        return count(stmt, most)

    monkeypatch.setattr(jumlah, "count", counted)
    return found


def teks(**args: str) -> str:
    return daftar.page(Usulan, dunia.aktor("tim_musrenbang"), args).jumlah_teks


def test_an_exact_count_is_asked_for_each_page(asked: list[int]) -> None:
    assert [teks(), teks(urut="-pagu_usulan")] == ["12", "12"]
    assert len(asked) == 2


def test_that_there_are_more_is_remembered_for_this_filter_until_a_row_changes(
    asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jumlah, "BATAS", 10)
    assert [teks(), teks(urut="-pagu_usulan"), teks(per="50")] == ["10+"] * 3
    assert asked == [10]
    assert teks(musrenbang_id="semua") == "10+"
    assert asked == [10, 10], "another question"

    for row in db.session.scalars(db.select(Usulan).limit(5)):
        db.session.delete(row)
    db.session.commit()
    assert teks() == "7"
    assert len(asked) == 3


def test_what_is_remembered_for_one_person_is_not_told_to_another(
    asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of running work everybody sees his own."""
    monkeypatch.setattr(jumlah, "BATAS", 2)
    tim, lain = dunia.aktor("tim_musrenbang"), dunia.aktor("sekretariat")
    for siapa, banyak in ((tim, 3), (lain, 1)):
        for n in range(banyak):
            isi = {"jenis": JenisOperasi.GERAK, "judul": f"Pekerjaan {n}", "pengguna_id": siapa.pengguna_id}
            db.session.add(Operasi(**isi, status=StatusOperasi.SELESAI))
    db.session.commit()
    assert [daftar.page(Operasi, siapa, {}).jumlah_teks for siapa in (tim, lain, tim)] == ["2+", "1", "2+"]
