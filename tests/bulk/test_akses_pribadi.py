"""Every act on personal data leaves its own line: a print, a dossier, an export, a look, a file for the person."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from bulk import akses_pribadi, data_orang, operasi
from bulk.lembar import Lembar
from documents.catalog import KATALOG, Kertas
from documents.tulisan import TERTUTUP
from models import after_commit
from models.akses_pribadi import AksesPribadi, CaraAkses
from models.base import db, kinds
from models.berita_acara import Penandatangan
from models.operasi import OperasiBaris
from models.pejabat import Pejabat
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import Keliru, TidakAda
from models.ruang import Ruang
from models.transaksi import membaca
from tests import dunia


@pytest.fixture
def baris(session: Any) -> Callable[[], list[AksesPribadi]]:
    return lambda: list(db.session.scalars(db.select(AksesPribadi).order_by(AksesPribadi.id)))


@pytest.fixture
def diam(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line stands there before anything is drawn."""
    monkeypatch.setattr(operasi, "kerjakan", lambda *_: None)
    monkeypatch.setitem(after_commit.HAND_OFF, "operasi", lambda *_: None)


def tokoh(**isi: Any) -> PemangkuKepentingan:
    return dunia.simpan(PemangkuKepentingan(nama="Tokoh Kenari", unsur=Unsur.TOKOH, **isi))


def naskah(kode: str, *ids: int, kind: str = "undangan") -> list[Lembar]:
    return [Lembar(kind, i, kode) for i in ids]


# --- a print, alone ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("diam")
def test_a_print_of_many_leaves_one_line_with_their_number(baris: Callable) -> None:
    m = dunia.di_ujung()
    ids = [dunia.undangan(m, 2).id for _ in range(2)]
    operasi.buat_cetak(
        naskah("label_undangan", *ids), dunia.aktor("tim_musrenbang"), judul="Cetak", bentuk="pdf", kind="undangan"
    )
    (satu,) = baris()
    assert (satu.cara, satu.data_kind, satu.data_id, satu.kolom, satu.jumlah) == (
        CaraAkses.CETAK, "undangan", None, "Alamat", 4
    ), "two addressees on each"  # fmt: skip
    assert satu.tentang == "Label alamat"


@pytest.mark.usefixtures("diam")
def test_two_sorts_of_paper_leave_two_lines_and_one_without_personal_data_none(baris: Callable) -> None:
    u = dunia.undangan(dunia.di_ujung(), 2)
    lembar = [*naskah("label_undangan", u.id), *naskah("amplop_undangan", u.id), *naskah("daftar_undangan", u.id)]
    operasi.buat_cetak(lembar, dunia.aktor("tim_musrenbang"), judul="Cetak", bentuk="pdf", kind="undangan")
    assert [(b.tentang, b.data_id, b.jumlah) for b in baris()] == [
        (f"Label alamat #{u.id}: {u}", u.id, 2), (f"Amplop #{u.id}: {u}", u.id, 2)
    ]  # fmt: skip


@pytest.mark.usefixtures("diam")
@pytest.mark.parametrize(("siapa", "baris_nya"), [("tim_musrenbang", 1), ("pengawas", 0)])
@pytest.mark.parametrize("bentuk", ["berkas", "zip"])
def test_a_dossier_is_written_down_for_whoever_gets_its_scans(
    baris: Callable, siapa: str, baris_nya: int, bentuk: str
) -> None:
    u = dunia.undangan(dunia.di_ujung(), 2)
    lembar = naskah("daftar_undangan", u.id)
    operasi.buat_cetak(lembar, dunia.aktor(siapa), judul="Berkas lengkap", bentuk=bentuk, kind="musrenbang")
    ada = [(b.data_kind, b.data_id, b.saringan, b.jumlah) for b in baris()]
    assert ada == [("daftar_hadir", None, "Berkas lengkap", 1)] * (baris_nya if bentuk == "berkas" else 0)


# --- what a line says -------------------------------------------------------------------------------------------------


def test_a_line_names_who_as_what_whose_and_which(baris: Callable, session: Any) -> None:
    orang = tokoh(telepon="0812", alamat="Jl. Kenari")
    akses_pribadi.of_one(dunia.aktor("sekretariat"), CaraAkses.TAMPIL, orang)
    akses_pribadi.of_one(dunia.aktor("sekretariat"), CaraAkses.TAMPIL, orang, ["surel"])
    db.session.commit()
    semua, satu = baris()
    actor = dunia.aktor("sekretariat")
    assert (semua.pengguna_id, semua.nama, semua.peran) == (actor.pengguna_id, actor.nama, str(actor.sebutan))
    assert semua.tentang == f"Pemangku kepentingan #{orang.id}: Tokoh Kenari"
    assert (semua.kolom, satu.kolom) == ("Alamat, Telepon, Surel", "Surel")
    assert (semua.data_kind, semua.data_id, semua.jumlah, semua.saringan) == ("pemangku_kepentingan", orang.id, 1, None)


@pytest.mark.parametrize(
    ("ditulis", "disimpan"),
    [
        ("q=0812-3333-7777", f"q={TERTUTUP}"),
        ("q=+62 812 3333 7777&urut=nama", f"q={TERTUTUP}&urut=nama"),
        ("q=3271015503800001", f"q={TERTUTUP}"),
        ("q=RW 05&tahun=2027", "q=RW 05&tahun=2027"),
        ("", None),
    ],
)
def test_a_number_in_a_filter_is_covered_and_the_rest_stays(
    baris: Callable, session: Any, ditulis: str, disimpan: str | None
) -> None:
    akses_pribadi.of_many(dunia.aktor("sekretariat"), CaraAkses.EKSPOR, PemangkuKepentingan, 7, ditulis)
    db.session.commit()
    (satu,) = baris()
    assert (satu.saringan, satu.jumlah, satu.data_id) == (disimpan, 7, None)


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_a_line_is_written_though_somebody_saved_since_the_page_was_read(baris: Callable, session: Any) -> None:
    """A transaction that began by reading cannot write any more then."""
    orang, actor = tokoh(telepon="0812"), dunia.aktor("sekretariat")
    session.commit()
    with membaca():
        assert session.scalar(db.select(db.func.count(Ruang.id))) is not None
        with closing(sqlite3.connect(db.engine.url.database)) as lain, lain:
            lain.execute("UPDATE pengguna SET version = version + 1")
        with akses_pribadi.while_reading():
            akses_pribadi.of_one(actor, CaraAkses.TAMPIL, orang)
    assert [b.data_id for b in baris()] == [orang.id]


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_lines_of_a_page_that_reads_are_written_by_a_writer_from_the_first_statement_on(session: Any) -> None:
    session.commit()
    with membaca(), akses_pribadi.while_reading():
        assert session.scalar(db.select(db.func.count(Ruang.id))) is not None
        lain = sqlite3.connect(db.engine.url.database, timeout=0)
        with closing(lain), pytest.raises(sqlite3.OperationalError, match="locked"):
            lain.execute("BEGIN IMMEDIATE")


def test_which_columns_are_personal_and_which_records_hold_some(session: Any) -> None:
    assert akses_pribadi.columns(PemangkuKepentingan) == {"alamat", "telepon", "surel"}
    assert akses_pribadi.columns(Ruang) == frozenset()
    for isi, penuh in (({}, False), ({"telepon": ""}, False), ({"alamat": "Jl."}, True)):
        assert akses_pribadi.filled(tokoh(**isi)) is penuh, isi


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kertas", [pytest.param(k, id=f"{k.kind}-{k.kode}") for k in KATALOG])
def test_a_paper_says_in_the_catalog_which_personal_columns_it_prints(session: Any, kertas: Kertas) -> None:
    """One that does not is printed and opened without a line."""
    record = dunia.contoh_kertas(kertas.kode, kertas.kind)
    dunia.isi_bagian(record, 2, kertas.kode)
    for nama, model in kinds().items():
        if isi := {key: f"<{nama}.{key}>" for key in akses_pribadi.columns(model)}:
            session.execute(model.__table__.update().values(isi))
    session.commit()
    session.expire_all()
    ada = set(re.findall(r"<(\w+)\.(\w+)>", json.dumps(kertas.isi(record))))
    kind, *keys = kertas.pribadi or ("",)
    assert ada == {(kind, key) for key in keys}


# --- all about one person ---------------------------------------------------------------------------------------------


@pytest.fixture
def orang_orang(session: Any) -> dict[str, Any]:
    dihapus = tokoh(telepon="+62 (812) 3333-7777", surel="kenari@contoh.id")
    dihapus.deleted_at = dihapus.created_at
    pejabat = dunia.simpan(Pejabat(nama="100% Kenari", jabatan="Staf", nip="198003152005011002"))
    db.session.commit()
    return {"tokoh": dihapus, "pejabat": pejabat}


@pytest.mark.parametrize(
    ("dicari", "ditemukan"),
    [
        ("kenari", {"tokoh", "pejabat"}),
        ("0812 3333 7777", {"tokoh"}),
        ("62812-3333", {"tokoh"}),
        ("19800315 200501 1 002", {"pejabat"}),
        ("KENARI@contoh", {"tokoh"}),
        ("100% k", {"pejabat"}),
        ("k%nari", set()),
        ("0812 kenari", set()),
    ],
)
def test_a_person_is_found_by_what_tells_who_it_is_and_by_nothing_else(
    orang_orang: dict[str, Any], dicari: str, ditemukan: set[str]
) -> None:
    milik = {(r.kind, r.id): nama for nama, r in orang_orang.items()}
    assert {milik[k] for r in data_orang.search(dicari) if (k := (r.kind, r.id)) in milik} == ditemukan


@pytest.mark.parametrize(("dicari", "kalimat"), [("ab", "3 huruf"), ("08123", "6 angka")])
def test_too_little_to_look_for_is_told(session: Any, dicari: str, kalimat: str) -> None:
    with pytest.raises(Keliru, match=kalimat):
        data_orang.search(dicari)


@pytest.mark.parametrize("kunci", ["pengaturan:1", "pejabat:", "pejabat:1x", "pejabat:1234567890", "pejabat:999999999"])
def test_what_was_not_offered_is_not_handed_out(session: Any, kunci: str) -> None:
    with pytest.raises(TidakAda):
        data_orang.chosen([kunci])


def test_the_file_of_a_person_says_what_is_deleted_and_each_record_in_it_leaves_a_line(
    orang_orang: dict[str, Any], baris: Callable
) -> None:
    kumpul = list(orang_orang.values())
    assert data_orang.sheet(kumpul, dunia.aktor("sekretariat"))
    db.session.commit()
    assert [(b.cara, b.data_kind, b.jumlah) for b in baris()] == [
        (CaraAkses.ORANG, "pemangku_kepentingan", 1), (CaraAkses.ORANG, "pejabat", 1)
    ]  # fmt: skip
    isi = list(data_orang._lines(kumpul[0], dunia.aktor("sekretariat")))
    judul = [satu[2] for satu in isi]
    assert {"Telepon", "Surel", "Disimpan", "Dihapus"} <= set(judul)
    assert any(satu[2] == "Data pribadi dikumpulkan bagi orangnya" for satu in isi)
    assert "Dihapus" not in [satu[2] for satu in data_orang._lines(kumpul[1], dunia.aktor("sekretariat"))]


def test_a_print_on_the_page_is_counted_by_its_record(baris: Callable, session: Any) -> None:
    akses_pribadi.printed(dunia.aktor("sekretariat"), [("berita_acara", "berita_acara", 7), ("sk_tim", "tim", 1)])
    akses_pribadi.printed(dunia.aktor("sekretariat"), [("tidak_ada", "berita_acara", 7)])
    db.session.commit()
    assert [(b.data_kind, b.data_id, b.jumlah) for b in baris()] == [("berita_acara", 7, 1)]


def test_a_label_is_printed_for_nobody_who_sees_its_address_masked(
    session: Any, baris: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even by a work that began while the right was still there."""
    monkeypatch.setitem(after_commit.HAND_OFF, "operasi", lambda *_: None)
    u = dunia.undangan(dunia.di_ujung(), 2)
    lembar = [*naskah("label_undangan", u.id), *naskah("daftar_undangan", u.id)]
    op = operasi.buat_cetak(lembar, dunia.aktor("pengawas"), judul="Cetak", bentuk="pdf", kind="undangan")
    operasi.kerjakan(op.id)
    hasil = db.session.execute(
        db.select(OperasiBaris.berhasil, OperasiBaris.pesan).filter_by(operasi_id=op.id).order_by(OperasiBaris.urut)
    ).all()
    assert [baris.berhasil for baris in hasil] == [False, True]
    assert "melihat data pribadi pada Pemangku kepentingan" in hasil[0].pesan
    assert baris() == [], "nobody has seen anything"


def test_the_berita_acara_shows_the_addresses_of_those_who_sign_it(session: Any, baris: Callable) -> None:
    ba = dunia.berita_acara(dunia.di_ujung())
    dunia.simpan(Penandatangan(berita_acara_id=ba.id, nama="Tokoh Kenari (Demo)", unsur=Unsur.TOKOH))
    akses_pribadi.printed(dunia.aktor("pengawas"), [("berita_acara", "berita_acara", ba.id)])
    db.session.commit()
    assert [b.jumlah for b in baris()] == [2]
