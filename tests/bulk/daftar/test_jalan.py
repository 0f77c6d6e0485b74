"""All that match, chunk by chunk: each row once, also when rows come and go between two chunks."""

from __future__ import annotations

from typing import Any

import pytest

from bulk.daftar import alamat, halaman, jalan, jumlah, saring
from models.base import db
from models.usulan import Usulan
from tests import dunia
from tests.bulk.daftar import isi


@pytest.fixture
def m(session: Any) -> Any:
    return isi.usulan(130)


def test_a_walk_gives_each_living_row_once_in_chunks(m: Any) -> None:
    actor = dunia.aktor("tim_musrenbang")
    harapan = [u.id for u in isi.hidup()]
    for size in (1, 7, len(harapan), 1000):
        chunks = list(jalan.walk(Usulan, actor, {}, size))
        assert [i for chunk in chunks for i in chunk] == harapan
        assert max(len(chunk) for chunk in chunks) <= size
    assert list(jalan.walk(Usulan, actor, {"q": "tidak ada yang begini"})) == []


def test_a_walk_goes_on_where_it_was_though_its_rows_no_longer_match(m: Any) -> None:
    harapan = [u.id for u in isi.hidup()]
    seen = []
    for ids in jalan.walk(Usulan, dunia.aktor("tim_musrenbang"), {"dihapus": "1"}, 10):
        seen += ids
        db.session.execute(db.update(Usulan).where(Usulan.id.in_(ids)).values(deleted_at=Usulan.created_at))
        db.session.commit()
    assert seen == harapan, "deleted rows are never walked, whatever the address says"


def test_a_count_stops_where_it_was_told_to(m: Any) -> None:
    actor = dunia.aktor("tim_musrenbang")
    stmt = halaman.select_rows(Usulan, actor, saring.read(Usulan, {}, actor))
    n = len(isi.hidup())
    assert jumlah.count(stmt) == (n, True)
    assert jumlah.count(stmt, n) == (n, True)
    assert jumlah.count(stmt, n - 1) == (n - 1, False)
    assert jumlah.count(stmt, 0) == (0, False)


def test_totals_are_the_sums_of_the_filtered_rows(m: Any) -> None:
    harapan = [u for u in isi.hidup() if u.hasil is None]
    found = jumlah.totals(Usulan, dunia.aktor("tim_musrenbang"), "hasil.kosong=ya")
    assert found["jumlah"] == len(harapan)
    for key in ("pagu_usulan", "pagu_disepakati"):
        assert found[key] == sum(getattr(u, key) or 0 for u in harapan), key
    assert "volume" not in found, "several units have no sum"
    assert jumlah.totals(Usulan, dunia.aktor("tim_musrenbang"), "pagu_usulan.dari=10.000.000.000")["pagu_usulan"] == 0


def test_an_estimate_comes_near_whatever_the_size_and_is_remembered(m: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from models import ingatan

    isi.usulan(900, benih=8, m=m)
    monkeypatch.setattr(jumlah, "LEBAR", 2)
    actor = dunia.aktor("tim_musrenbang")
    for tanya in ("", "hasil.kosong=ya", "status=draf&hasil.kosong=tidak", "pagu_usulan=0"):
        ingatan.lupakan()
        given = alamat.read(tanya)
        found = saring.read(Usulan, given, actor)
        stmt = halaman.select_rows(Usulan, actor, found)
        about, exact = jumlah.estimate(Usulan, actor, given, stmt), jumlah.total(Usulan, actor, tanya)
        assert exact / 1.5 < about < exact * 1.5, tanya
        assert jumlah.estimate(Usulan, actor, {**given, "per": ["50"]}, stmt.where(Usulan.id < 0)) == about

    isi.usulan(1, benih=9, m=m)
    assert jumlah.estimate(Usulan, actor, given, stmt.where(Usulan.id < 0)) == 0, "a change makes it forgotten"


def test_an_estimate_is_written_with_two_digits() -> None:
    assert [jumlah.rounded(n) for n in (0, 7, 42, 161_345, 1_000_000)] == [0, 7, 42, 160_000, 1_000_000]


def test_sums_are_those_of_the_shown_columns(m: Any) -> None:
    actor = dunia.aktor("tim_musrenbang")
    assert set(jumlah.totals(Usulan, actor, {})) == {"jumlah", "pagu_usulan", "pagu_disepakati"}
    assert set(jumlah.totals(Usulan, actor, "kolom=kode,pagu_usulan")) == {"jumlah", "pagu_usulan"}
    assert set(jumlah.totals(Usulan, actor, "kolom=volume_disepakati&kolom=pagu_usulan")) == {"jumlah", "pagu_usulan"}
