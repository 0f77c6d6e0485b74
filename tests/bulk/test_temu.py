"""The plans of a list with a search: whichever is chosen, its rows, their order and its count are the same."""

from __future__ import annotations

from typing import Any

import pytest

from admin import daftar
from bulk.daftar import halaman, temu
from models import cari
from models.base import db
from models.kode_klasifikasi import KodeKlasifikasi
from models.usulan import Usulan
from models.waktu import sekarang
from tests import dunia

SEMUA = 120


@pytest.fixture
def isi(session: Any) -> int:
    """A Musrenbang with 120 usulan: "umum" in each, "sering" in every second, "jarang" in three, some deleted."""
    m = dunia.musrenbang(usulan=SEMUA)
    for n, u in enumerate(db.session.scalars(db.select(Usulan).order_by(Usulan.id))):
        u.usulan = " ".join(["umum", *(["sering"] if n % 2 else []), *(["jarang"] if n % 40 == 3 else [])])
        u.deleted_at = sekarang() if n % 11 == 5 else None
    db.session.commit()
    return int(m.id)


@pytest.fixture(params=["kenyataan", "selalu sampel", "selalu baris", "selalu indeks", "baris sampai habis"])
def rencana(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The limits as they are, and so that each of the other plans is taken with a hundred rows."""
    if request.param == "baris sampai habis":
        monkeypatch.setattr(temu, "SEDERET", 0)
        monkeypatch.setattr(temu, "SERING", 0)
    elif request.param != "kenyataan":
        monkeypatch.setattr(halaman, "SEDIKIT", 2)
        monkeypatch.setattr(temu, "SAMPEL", 1000 if request.param == "selalu sampel" else 20)
        monkeypatch.setattr(temu, "SERING", {"selalu baris": 0, "selalu indeks": 2}.get(request.param, 0.02))
    return str(request.param)


CARI = ("umum", "sering", "jarang", "sering jarang", "um ri", "ja", "tidakada", "umum tidakada")
TAMBAHAN = ("per=200", "urut=-pagu_usulan", "urut=wilayah_id", "kecamatan_id.kosong=tidak", "dihapus=1")


def test_every_plan_finds_the_same_rows_in_the_same_order(isi: int, rencana: str) -> None:
    aktor = dunia.aktor("tim_musrenbang")
    teks = {u.id: cari.normal(f"{u.kode} {u.usulan} {u.permasalahan} {u.pengusul} {u.alamat}") for u in ambil()}
    for tambahan in TAMBAHAN:
        args = {"musrenbang_id": str(isi), "per": "200", **dict([tambahan.split("=")])}
        semua = daftar.page(Usulan, aktor, args).baris
        for q in CARI:
            diharapkan = [b.id for b in semua if all(kata in teks[b.id] for kata in q.split())]
            hasil = daftar.page(Usulan, aktor, {**args, "q": q})
            assert [b.id for b in hasil.baris] == diharapkan, (tambahan, q)
            benar = hasil.jumlah == len(diharapkan) if hasil.pasti else hasil.jumlah <= len(diharapkan)
            assert benar, (tambahan, q, hasil.jumlah)
        pertama = daftar.page(Usulan, aktor, {**args, "q": "umum", "per": "25"})
        assert ("sesudah" in pertama.url) is (len(semua) > 25), tambahan


def ambil() -> list[Usulan]:
    return list(db.session.scalars(db.select(Usulan)))


def test_a_misspelt_word_is_offered_as_it_stands_in_the_texts(isi: int) -> None:
    aktor = dunia.aktor("tim_musrenbang")
    args = {"musrenbang_id": str(isi)}
    hasil = daftar.page(Usulan, aktor, {**args, "q": "seirng jarang"})
    assert not hasil.baris
    assert hasil.ejaan == [("sering jarang", f"?musrenbang_id={isi}&q=sering+jarang")]
    assert daftar.page(Usulan, aktor, {**args, "q": hasil.ejaan[0][0]}).baris
    for tanpa_usul in ("zzzzzzzz", "U-2027-99999", "sering 99999", "umum"):
        assert daftar.page(Usulan, aktor, {**args, "q": tanpa_usul}).ejaan == []


def test_no_spelling_is_offered_that_this_list_cannot_find(isi: int) -> None:
    aktor = dunia.aktor("tim_musrenbang")
    assert daftar.page(Usulan, aktor, {"musrenbang_id": str(isi), "q": "jarnag", "status": "draf"}).ejaan == []
    dunia.simpan(KodeKlasifikasi(kode="X.1", nama="Kepustakaan"))
    assert daftar.page(Usulan, aktor, {"musrenbang_id": str(isi), "q": "kepustakan"}).ejaan == []
    assert daftar.page(KodeKlasifikasi, aktor, {"q": "kepustakan"}).ejaan[0][0] == "kepustakaan"


def test_marks_stand_in_the_searched_columns_only(isi: int) -> None:
    aktor = dunia.aktor("tim_musrenbang")
    (baris, *_) = daftar.page(Usulan, aktor, {"musrenbang_id": str(isi), "q": "JARANG 0"}).baris
    assert "<mark>jarang</mark>" in baris.isi
    assert "U-2" in baris.isi
    assert "<mark>" not in baris.isi.split('data-l="Pagu usulan"')[1].split("</td>")[0]


def test_both_databases_ask_their_trigram_index(session: Any) -> None:
    dunia.simpan(*[KodeKlasifikasi(kode=f"X.{n}", nama=f"Kepustakaan {n}") for n in range(3)])
    assert cari.berindeks()
    session.execute(db.text("ANALYZE teks_cari"))
    column, conditions = temu._found(["kepustakaan"], *temu.SEMUA)
    stmt = db.select(column).where(*conditions).limit(5)
    text = str(stmt.compile(db.engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    with temu.by_index(["kepustakaan"]):
        plan = " ".join(str(row) for row in db.session.connection().exec_driver_sql(explain + text))
    assert "cari_fts VIRTUAL TABLE INDEX" in plan or "ix_teks_cari_trgm" in plan, plan
    assert len(list(db.session.scalars(stmt))) == 3
