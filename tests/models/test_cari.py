"""Search texts: the same hits as a plain reading of all rows, on both databases; always as old as the record itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text

import migrations
from models import cari, cari_tulis
from models.base import db, kinds
from models.kode_klasifikasi import KodeKlasifikasi
from models.kolom import labelled
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.ruang import Ruang
from models.waktu import sekarang
from tests import cluster, dunia

pytestmark = pytest.mark.tiap_baris  # each database folds letters its own way

SUKU = ["jalan", "saluran", "RW", "rw", "07", "Kelurahan", "Pasir", "Jaya", "Jum'at", "U-2027-00012"]
SUKU += ["005/12-Bappeda", "café", "Ébène"]
TANDA = [
    "%",
    "_",
    "\\",
    "'",
    '"',
    "*",
    "^",
    "-",
    "--",
    "%%%",
    "\\%_",
    '"""',
    "AND",
    "NEAR(",
    ":",
    "🙂",
    "🙂🙂🙂🙂",
    "Ω",
    "ß",
]
potongan = st.one_of(
    st.sampled_from(SUKU), st.sampled_from(TANDA), st.text("aAbé -%_\\'\"*^🙂0", min_size=1, max_size=5)
)
naskah = st.lists(potongan, min_size=1, max_size=6).map(lambda p: " ".join(p)[:200])
ketikan = st.lists(st.one_of(potongan, naskah, st.just("\0")), min_size=1, max_size=4).map(" ".join)


def orang(**isi: Any) -> PemangkuKepentingan:
    return PemangkuKepentingan(unsur=next(iter(Unsur)), **isi)


def temukan(model: Any, teks: str) -> set[int]:
    return set(db.session.scalars(db.select(model.id).where(*cari.syarat(model, teks))))


def peramal(isi: dict[int, tuple[str, str]], teks: str) -> set[int]:
    """What a person finds who reads every row: each word stands in one of the columns."""
    kata = cari.normal(teks).split()[:8]
    return {i for i, kolom in isi.items() if all(any(k in cari.normal(c) for c in kolom) for k in kata)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(naskah, naskah), min_size=1, max_size=6), st.lists(ketikan, min_size=1, max_size=4), st.data()
)
def test_the_same_rows_are_found_as_by_reading_all_of_them(
    session: Any, isi: list[tuple[str, str]], dicari: list[str], data: Any
) -> None:
    rows = [orang(nama=nama, lembaga=lembaga) for nama, lembaga in isi]
    dunia.simpan_saja(*rows)
    semua = {r.id: (r.nama, r.lembaga or "") for r in db.session.scalars(db.select(PemangkuKepentingan))}
    utuh = cari.normal("  ".join(semua[rows[0].id]))
    awal = data.draw(st.integers(0, max(len(utuh) - 1, 0)))
    sepotong = utuh[awal : awal + data.draw(st.integers(1, 12))]
    try:
        for teks in [*dicari, sepotong]:
            if not cari.kata(teks):
                continue
            assert temukan(PemangkuKepentingan, teks) == peramal(semua, teks), teks
            cari._berindeks[str(db.engine.url)] = False
            assert temukan(PemangkuKepentingan, teks) == peramal(semua, teks), f"tanpa indeks: {teks}"
            cari.lupakan_indeks()
    finally:
        cari.lupakan_indeks()
        session.rollback()


@pytest.mark.parametrize(
    ("tersimpan", "diketik", "cocok"),
    [
        ("Perbaikan Jalan", "JALAN perbaik", True),
        ("Perbaikan Jalan", "perbaikan jalanan", False),
        ("Café Ébène", "cafe EBENE", True),
        ("Cafe", "café", True),
        ("RW 07", "w 7", True),
        ("diskon 100%", "100%", True),
        ("diskon 1000", "100%", False),
        ("snake_case", "e_c", True),
        ("snakeXcase", "e_c", False),
        ("a\\b", "\\", True),
        ('kata "dalam" petik', '"dalam"', True),
        ("nol", "\0nol\0", True),
        ("senyum 🙂🙂", "🙂", True),
        ("tak\u200bterlihat", "takterlihat", True),
        ("½ hektare", "1⁄2", True),
        ("Straße", "STRASSE", True),
        ("satu dua tiga empat lima enam tujuh delapan", "satu dua tiga empat lima enam tujuh delapan sembilan", True),
    ],
)
def test_capitals_accents_and_signs(session: Any, tersimpan: str, diketik: str, cocok: bool) -> None:
    row = dunia.simpan(Ruang(nama=tersimpan))
    assert (row.id in temukan(Ruang, diketik)) is cocok


def test_a_word_in_one_column_and_a_word_in_another_are_one_hit_but_no_word_crosses(session: Any) -> None:
    row = dunia.simpan(Ruang(nama="Aula utama", gedung="Balai kota"))
    assert temukan(Ruang, "balai aula") == {row.id}
    assert not temukan(Ruang, "utamabalai")


def test_what_changes_is_found_by_its_new_text_and_no_more_by_its_old_one(session: Any) -> None:
    row = dunia.simpan(Ruang(nama="Melati"))
    row.nama = "Kenanga"
    session.flush()
    assert temukan(Ruang, "kenanga") == {row.id}
    assert not temukan(Ruang, "melati")
    session.rollback()
    assert temukan(Ruang, "melati") == {row.id}


def test_a_savepoint_that_is_taken_back_takes_its_texts_with_it(session: Any) -> None:
    titik = session.begin_nested()
    dunia.simpan_saja(Ruang(nama="Sementara"))
    titik.rollback()
    tetap = dunia.simpan(Ruang(nama="Menetap"))
    assert not temukan(Ruang, "sementara")
    assert temukan(Ruang, "menetap") == {tetap.id}


def test_a_deleted_row_stays_searchable_and_a_vanished_one_does_not(session: Any) -> None:
    row, lenyap = Ruang(nama="Anggrek"), Ruang(nama="Dahlia")
    dunia.simpan(row, lenyap)
    row.deleted_at = sekarang()
    session.delete(lenyap)
    session.commit()
    assert temukan(Ruang, "anggrek") == {row.id}
    assert session.scalar(db.select(db.func.count()).where(cari.TeksCari.teks == "dahlia")) == 0


def test_a_set_based_statement_reports_its_rows(session: Any) -> None:
    rows = [Ruang(nama=f"Kamar {n}", gedung="Lama") for n in range(3)]
    dunia.simpan(*rows)
    ids = [r.id for r in rows]
    session.execute(db.update(Ruang).where(Ruang.id.in_(ids)).values(gedung="Sesudahnya"))
    cari_tulis.segarkan("ruang", ids)
    session.commit()
    assert temukan(Ruang, "sesudah") == set(ids)
    assert not temukan(Ruang, "lama")
    assert "sesudahnya" in kata("ruang")


def test_a_database_from_before_the_search_becomes_searchable(session: Any) -> None:
    row = dunia.simpan(Ruang(nama="Cempaka"))
    session.execute(db.delete(cari.TeksCari).execution_options(synchronize_session=False))
    session.execute(db.delete(cari.KataCari).execution_options(synchronize_session=False))
    session.commit()
    assert not temukan(Ruang, "cempaka")

    assert cari_tulis.lengkapi(session) > 100
    assert temukan(Ruang, "cempaka") == {row.id}
    assert "cempaka" in kata("ruang")
    assert cari_tulis.lengkapi(session) == 0


def test_many_missing_texts_are_written_before_their_index(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cari_tulis, "BANYAK", 10)
    row = dunia.simpan(Ruang(nama="Kamboja"))
    session.execute(db.delete(cari.TeksCari).execution_options(synchronize_session=False))
    session.commit()
    assert cari_tulis.lengkapi(session) > 100
    assert temukan(Ruang, "kamboja") == {row.id}
    cari.lupakan_indeks()
    assert cari.berindeks()


def test_a_rebuild_mends_wrong_and_orphaned_texts(session: Any) -> None:
    row = dunia.simpan(Ruang(nama="Flamboyan"))
    session.execute(db.update(cari.TeksCari).values(teks="rusak").execution_options(synchronize_session=False))
    yatim = cari.TeksCari(id=cari.nomor("ruang", 99_999), kind="ruang", record_id=99_999, teks="flamboyan")
    dunia.simpan(yatim)

    assert sum(n for _, n in cari_tulis.bangun(session)) > 100
    assert temukan(Ruang, "flamboyan") == {row.id}
    assert not temukan(KodeKlasifikasi, "rusak")
    assert session.scalar(db.select(cari.TeksCari.id).where(cari.TeksCari.record_id == 99_999)) is None


def test_personal_columns_are_in_no_text(session: Any) -> None:
    dunia.simpan(orang(nama="Ketua RW", telepon="081234567890", surel="kenari@kota.id"))
    for kenari in ("081234567890", "kenari"):
        assert session.scalar(db.select(cari.TeksCari.id).where(cari.TeksCari.teks.contains(kenari))) is None
    for model in kinds().values():
        assert not any(labelled(model)[k][1].pribadi for k in cari.dicari(model))


def test_every_kind_has_numbers_of_its_own() -> None:
    assert len({cari.nomor(kind) for kind in kinds()}) == len(kinds())
    assert all(0 <= cari.nomor(kind, 2**31 - 1) < 2**63 for kind in kinds())


def test_a_kind_without_texts_has_no_hits(session: Any) -> None:
    assert session.scalar(db.select(kinds()["peran_pengguna"].id).limit(1))
    assert temukan(kinds()["peran_pengguna"], "tim") == set()
    assert cari.syarat(Ruang, " \0 ") == []


def test_a_role_that_may_not_make_the_extension_gets_the_search_without_it(
    basis_kosong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "postgresql" not in basis_kosong:
        return
    mesin = create_engine(cluster.as_superuser(basis_kosong), isolation_level="AUTOCOMMIT")
    terbatas = make_url(basis_kosong).set(username="terbatas", password="terbatas")
    with mesin.connect() as koneksi:
        koneksi.execute(text("DROP ROLE IF EXISTS terbatas"))
        koneksi.execute(text("CREATE ROLE terbatas LOGIN PASSWORD 'terbatas'"))
        koneksi.execute(text("GRANT ALL ON SCHEMA public TO terbatas"))
        try:
            migrations.naik(terbatas.render_as_string(hide_password=False))
            assert "Indeks pencarian tidak dapat dibuat" in capsys.readouterr().out
            assert not koneksi.scalar(text("SELECT to_regclass('ix_teks_cari_trgm') IS NOT NULL"))
            assert migrations.siap(koneksi)
        finally:
            koneksi.execute(text("DROP OWNED BY terbatas"))
            koneksi.execute(text("DROP ROLE terbatas"))
    mesin.dispose()


def kata(kind: str) -> set[str]:
    return set(db.session.scalars(db.select(cari.KataCari.kata).where(cari.KataCari.kind == kind)))
