"""Pages: read forwards and backwards, by any column, within any filter, each row comes once and in the right order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bulk.daftar import acuan, alamat, halaman, jalan, jumlah, ruas, saring, urutan
from models import kolom
from models.base import db, kinds
from models.pesan import Keliru
from models.usulan import Usulan
from tests import dunia
from tests.bulk.daftar import isi
from tests.bulk.daftar.test_saring import SARINGAN

URUT = [key for key, (column, _) in kolom.labelled(Usulan).items() if kolom.target_of(column) != "berkas"]


def halaman_dari(tanya: str, kursor: str, per: int, sedikit: bool | None = None) -> halaman.Potongan:
    given_, actor = alamat.read(tanya), dunia.aktor("tim_musrenbang")
    found = saring.read(Usulan, given_, actor)
    stmt = halaman.select_rows(Usulan, actor, found)
    sort = urutan.sort_of(Usulan, alamat.first(given_, "urut"))
    if sedikit is None:
        n, exact = jumlah.of_page(Usulan, actor, given_, stmt, found)
        sedikit = exact and n <= halaman.SEDIKIT
    return halaman.slice_of(stmt, Usulan, {}, sort, kursor, per, few=sedikit, found=found)


def maju(tanya: str, per: int, sedikit: bool | None = None) -> list[int]:
    part = halaman_dari(tanya, "", per, sedikit)
    assert not part.before
    seen = [r.k_id for r in part.rows]
    while part.after:
        assert len(part.rows) == per
        part = halaman_dari(tanya, f"n.{part.akhir}", per, sedikit)
        assert part.before
        seen += [r.k_id for r in part.rows]
    return seen


def mundur(tanya: str, per: int, sedikit: bool | None = None) -> list[int]:
    part = halaman_dari(tanya, "akhir", per, sedikit)
    assert not part.after
    seen = [r.k_id for r in part.rows]
    while part.before:
        part = halaman_dari(tanya, f"p.{part.awal}", per, sedikit)
        assert part.after
        seen = [r.k_id for r in part.rows] + seen
    return seen


def terurut(rows: list[Any], key: str, turun: bool) -> list[int]:
    """The order of the list as Python makes it: by the words that people see, then by id, empty ones last."""
    target = kolom.target_of(Usulan.__mapper__.columns[key])
    names = acuan.names(target, [getattr(u, key) for u in rows]) if target else {}

    def place(u: Any) -> Any:
        value = getattr(u, key)
        return names[value] if target else getattr(value, "value", value)

    full = sorted((u for u in rows if getattr(u, key) is not None), key=lambda u: (place(u), u.id), reverse=turun)
    empty = sorted((u for u in rows if getattr(u, key) is None), key=lambda u: u.id, reverse=turun)
    return [u.id for u in [*full, *empty]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_sort_and_filter_read_either_way_is_what_python_makes_of_the_rows(isian: Any, data: st.DataObject) -> None:
    rows, m_id = isian
    key, turun = data.draw(st.sampled_from(URUT)), data.draw(st.booleans())
    tanya, cocok = data.draw(st.sampled_from([("", lambda u: True), *SARINGAN.items()]))
    tahun = data.draw(st.sampled_from(["semua", str(m_id)]))
    per, sedikit = data.draw(st.integers(3, 70)), data.draw(st.sampled_from([True, False, None]))
    alamat_ = f"musrenbang_id={tahun}&{tanya}&urut={'-' if turun else ''}{key}"

    wanted = [u for u in rows if cocok(u) and (tahun == "semua" or u.musrenbang_id == m_id)]
    harapan = terurut(wanted, key, turun)
    assert maju(alamat_, per, sedikit) == harapan
    assert mundur(alamat_, per, sedikit) == harapan


@pytest.fixture
def isian(session: Any) -> tuple[list[Any], int]:
    """Usulan of two years, the later one listed first."""
    m = isi.usulan(70, tahun=2028)
    isi.usulan(60, benih=5, tahun=2027)
    rows = isi.hidup()
    for u in rows:
        u.wilayah  # noqa: B018  # the questions of SARINGAN look at it
    return rows, m.id


def test_an_export_reads_the_rows_in_the_order_of_the_list(isian: Any) -> None:
    rows, _ = isian
    actor = dunia.aktor("tim_musrenbang")
    for urut in ("", "-pagu_disepakati", "opd_pengampu_id", "-opd_pengampu_id", "asal"):
        chunks = list(jalan.collect(Usulan, actor, f"musrenbang_id=semua&urut={urut}", ["pagu_usulan", "hasil"], 17))
        assert max(len(c) for c in chunks) == 17
        found = [r for c in chunks for r in c]
        key, turun = (urut.removeprefix("-") or "id"), urut.startswith("-")
        assert [r.k_id for r in found] == terurut(rows, key, turun), urut
        per_id = {u.id: u for u in rows}
        assert all((r.k_pagu_usulan, r.k_hasil) == (per_id[r.k_id].pagu_usulan, per_id[r.k_id].hasil) for r in found)

        tersaring = halaman.ordered_ids(Usulan, actor, f"musrenbang_id=semua&urut={urut}&hasil.kosong=ya")
        assert list(tersaring) == terurut([u for u in rows if u.hasil is None], key, turun), urut


@pytest.mark.parametrize("urut", ["pagu_disepakati", "opd_pengampu_id", "hasil", "satuan"])
def test_a_page_goes_on_where_it_was_though_its_last_row_is_gone(isian: Any, urut: str) -> None:
    semua = maju(f"musrenbang_id=semua&urut={urut}", 200)
    for sedikit in (True, False):
        part = halaman_dari(f"musrenbang_id=semua&urut={urut}", "", 10, sedikit)
        hilang = part.rows[-1].k_id
        db.session.execute(db.update(Usulan).where(Usulan.id == hilang).values(deleted_at=Usulan.created_at))
        lanjut = halaman_dari(f"musrenbang_id=semua&urut={urut}", f"n.{part.akhir}", 10, sedikit)
        assert [r.k_id for r in lanjut.rows] == semua[10:20]
        db.session.rollback()


def test_a_cursor_of_another_list_is_refused_or_harmless(isian: Any) -> None:
    for urut in URUT:
        for nilai in ("x", None, 1, "2026-01-01", "draf", True, "NaN", 1e9, [1], "1e999999"):
            for sedikit in (True, False):
                try:
                    part = halaman_dari(f"urut={urut}", f"n.{urutan.pack(5, nilai)}", 5, sedikit)
                except Keliru:
                    continue
                assert len(part.rows) <= 5


def _plan(session: Any, statement: str, parameters: Any) -> str:
    """What the database says that it will do, when a scan or a sort is its last resort."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "; ".join(row[3] for row in rows)
    for way in ("seqscan", "sort", "bitmapscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    # The code of a usulan is unique within its year: what is sorted after it is one row at a time.
    return "; ".join(row[0] for row in rows).replace("Incremental Sort", "").replace("Sort Key", "")


def test_no_sorted_page_makes_the_database_sort_or_scan(isian: Any, session: Any) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "FROM usulan" in statement and "usulan.id IN" not in statement:
            asked.append((statement, parameters))

    shown = [k for k, (_, lb) in kolom.labelled(Usulan).items() if lb.daftar]
    event.listen(Engine, "before_cursor_execute", note)
    try:
        for key in shown:
            first = halaman_dari(f"urut=-{key}", "", 10, False)
            halaman_dari(f"urut=-{key}", f"n.{first.akhir}", 10, False)
            halaman_dari(f"urut=-{key}", f"p.{first.akhir}", 10, False)
            halaman_dari(f"urut={key}", "akhir", 10, False)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) >= 4 * len(shown)
    for statement, parameters in asked:
        if "UNION ALL" in statement:
            continue  # several stretches at a time: each is one of those below
        words = _plan(session, statement, parameters)
        assert not any(w in words for w in ("TEMP B-TREE", "SCAN", "Seq Scan", "Sort")), f"{statement}\n{words}"


def test_a_list_of_many_values_is_read_in_few_queries(isian: Any) -> None:
    """Sixty kelurahan without a row before the one with rows cost six queries, not sixty."""
    rows, m_id = isian
    terakhir = terurut(rows, "wilayah_id", False)[-1]
    (tempat,) = [u.wilayah_id for u in rows if u.id == terakhir]
    db.session.execute(db.update(Usulan).values(wilayah_id=tempat))
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        part = halaman_dari(f"musrenbang_id={m_id}&urut=wilayah_id", "", 10, False)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(part.rows) == 10
    assert sum("FROM usulan" in s for s in asked) <= 9


def test_every_shown_column_of_usulan_has_an_index_that_gives_its_order() -> None:
    for key, (_, label) in kolom.labelled(Usulan).items():
        assert urutan.indexed(Usulan, key) == "tahun" or not label.daftar, key
    assert urutan.indexed(kinds()["dokumen"], "status") == ""


def test_the_stretches_after_an_empty_value_are_the_empty_ones_alone() -> None:
    sort = urutan.Urutan("pagu_disepakati", False, Usulan.pagu_disepakati)
    cari: Callable[[urutan.Tempat], int] = lambda at: len(ruas.stretches(sort, Usulan, at) or [])  # noqa: E731
    assert [cari(urutan.Tempat(mundur=b)) for b in (False, True)] == [2, 2]
    assert cari(urutan.Tempat(False, 5, None)) == 1
    assert cari(urutan.Tempat(True, 5, None)) == 2
    assert cari(urutan.Tempat(False, 5, 7)) == 3
    assert cari(urutan.Tempat(True, 5, 7)) == 2
