"""The search over everything: who finds what, where it leads, and what stands marked."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from admin import screens
from models import cari
from models.base import db, kinds, slug
from models.operasi import JenisOperasi, Operasi
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengguna import Pengguna
from models.waktu import sekarang
from tests.admin.layar import Layar, teks
from tests.admin.test_daftar import hitung

KENARI = "kenari-0812345@kota.id"


def hasil(layar: Layar, q: str) -> str:
    return layar.buka("/cari/?q=" + quote(q)).split("<main")[1]


def test_one_question_finds_records_of_every_kind(tim: Layar, usulan: Callable, tulis: Callable) -> None:
    (satu,) = usulan(1, usulan="Pembangunan Balai Anggrek")
    (dua,) = tulis(PemangkuKepentingan, nama="Ketua Balai Anggrek", unsur=Unsur.LAINNYA)
    halaman = hasil(tim, "anggrek BALAI")
    assert f'href="/usulan/details/?id={satu}"' in halaman
    assert f'href="/pemangku-kepentingan/details/?id={dua}"' in halaman
    assert "<mark>Balai</mark> <mark>Anggrek</mark>" in halaman


def test_a_usulan_is_found_by_its_code_and_a_word_inside_it_is_shown_in_its_place(tim: Layar, usulan: Callable) -> None:
    usulan(3, permasalahan="Jalan gelap. " * 20 + "Rawan pohon tumbang. " + "Gelap. " * 40)
    assert "Perbaikan saluran RW 01" in hasil(tim, "u-0001")
    halaman = hasil(tim, "tumbang")
    assert "Permasalahan: …" in teks(halaman)
    assert "pohon <mark>tumbang</mark>" in halaman


def test_many_hits_of_a_kind_lead_to_its_list_over_all_years(tim: Layar, usulan: Callable) -> None:
    usulan(12)
    halaman = hasil(tim, "saluran")
    assert halaman.count("/usulan/details/") == 8
    assert 'href="/usulan/?q=saluran&amp;musrenbang_id=semua"' in halaman
    tim.buka("/usulan/?q=saluran&musrenbang_id=semua")


def test_nobody_finds_what_they_may_not_read(layar: Callable, tim: Layar, tulis: Callable, app: object) -> None:
    tulis(Operasi, jenis=JenisOperasi.CETAK, judul="Kerja rahasia orang lain", pengguna_id=None)
    tulis(Pengguna, nama_pengguna="anggrekbulan", nama="Anggrek Bulan")
    assert "rahasia orang lain" not in hasil(tim, "rahasia")
    assert "Anggrek Bulan" not in hasil(tim, "anggrek")
    assert "<mark>Anggrek</mark> Bulan" in hasil(layar("administrator"), "anggrek")
    assert "Kerja <mark>rahasia</mark>" in hasil(layar("pengawas"), "rahasia")


@pytest.mark.parametrize("nama", ["pengawas", "kepala_badan", "tim_musrenbang"])
def test_personal_columns_are_found_by_nobody(layar: Callable, tulis: Callable, nama: str) -> None:
    tulis(PemangkuKepentingan, nama="Ketua Teratai", unsur=Unsur.LAINNYA, surel=KENARI, telepon="08999000111")
    mata = layar(nama)
    for alamat in ("/cari/", "/cari/saran/", "/pemangku-kepentingan/"):  # a number is not even taken into an address
        assert mata.client.get(f"{alamat}?q=08999000111").status_code == 400
    for q in (KENARI, "kenari", "teratai kenari"):
        assert "Tidak ada yang cocok" in hasil(mata, q)
        assert mata.client.get("/cari/saran/?q=" + quote(q)).json == {"kelompok": [], "ejaan": []}
        assert "Tidak ada yang cocok" in mata.buka("/pemangku-kepentingan/?q=" + quote(q))
    assert "Ketua <mark>Teratai</mark>" in hasil(mata, "teratai")


def test_deleted_records_are_not_offered(tim: Layar, tulis: Callable) -> None:
    tulis(PemangkuKepentingan, nama="Ketua Dahlia", unsur=Unsur.LAINNYA, deleted_at=sekarang())
    assert "Tidak ada yang cocok" in hasil(tim, "dahlia")


def test_the_box_in_the_head_gets_pieces_of_text_and_no_tags(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1, usulan="<b>Saluran</b> & kali", kode="K-1")
    (kelompok,) = tim.client.get("/cari/saran/?q=saluran").json["kelompok"]
    assert kelompok["jenis"] == "Usulan"
    (butir,) = kelompok["butir"]
    assert butir["url"] == f"/usulan/details/?id={id_}"
    assert butir["nama"] == [["K-1 <b>", False], ["Saluran", True], ["</b> & kali", False]]
    assert tim.client.get("/cari/saran/?q=s").json == {"kelompok": [], "ejaan": []}
    assert "<b>Saluran" not in hasil(tim, "saluran")


@pytest.mark.parametrize(
    "q", ["", " ", "\0", "%", "_", "\\", '"', "'", "* ^ -", "AND OR NOT", "🙂", "x" * 5000, "a b c d e"]
)
def test_any_typing_gets_a_page(tim: Layar, q: str) -> None:
    hasil(tim, q)
    assert tim.client.get("/cari/saran/?q=" + quote(q)).status_code == 200


def test_nobody_searches_without_signing_in(client: object) -> None:
    for alamat in ("/cari/?q=jalan", "/cari/saran/?q=jalan"):
        assert client.get(alamat).status_code in (302, 401)


def test_a_search_takes_no_more_queries_for_more_rows(tim: Layar, usulan: Callable) -> None:
    usulan(9)
    hasil(tim, "saluran")
    with hitung() as sedikit:
        hasil(tim, "saluran")
    usulan(60, kode=lambda i: f"V-{i}")
    with hitung() as banyak:
        hasil(tim, "saluran")
    assert len(banyak) == len(sedikit)


def test_every_kind_that_can_be_found_has_a_page_to_lead_to(tim: Layar) -> None:
    for _, kind, _ in screens():
        assert kind in kinds()
        assert tim.client.get(f"/{slug(kind)}/details/?id=999999").status_code in (403, 404), kind


def test_a_misspelt_word_is_answered_with_words_that_this_person_finds(
    layar: Callable, tim: Layar, usulan: Callable, tulis: Callable
) -> None:
    usulan(1, usulan="Pembangunan Balai Anggrek")
    tulis(Operasi, jenis=JenisOperasi.CETAK, judul="Kerja zirkonium orang lain", pengguna_id=None)
    assert 'Maksud Anda: <a href="/cari/?q=balai%20anggrek">balai anggrek</a>?' in hasil(tim, "balai angrgek")
    assert "Maksud Anda" not in hasil(tim, "zirkonuim")
    assert "zirkonium</a>" in hasil(layar("pengawas"), "zirkonuim")


def test_the_command_writes_the_index_anew(app: Flask, tim: Layar, usulan: Callable) -> None:
    usulan(3)
    with app.app_context():
        db.session.execute(db.update(cari.TeksCari).values(teks="rusak").execution_options(synchronize_session=False))
        db.session.commit()
    assert "Tidak ada yang cocok" in hasil(tim, "saluran")
    jawab = app.test_cli_runner().invoke(args=["index-search"])
    assert jawab.exit_code == 0, jawab.output
    assert "Pencarian selesai diindeks" in jawab.output
    assert "tidak memberi indeks" not in jawab.output
    assert "Perbaikan <mark>saluran</mark>" in hasil(tim, "saluran")


def test_what_was_stored_before_the_search_is_found_after_the_upgrade(app: Flask, tim: Layar, usulan: Callable) -> None:
    usulan(3)
    with app.app_context():
        db.session.execute(db.delete(cari.TeksCari).execution_options(synchronize_session=False))
        db.session.commit()
    assert "Tidak ada yang cocok" in hasil(tim, "saluran")
    jawab = app.test_cli_runner().invoke(args=["migrate"])
    assert jawab.exit_code == 0, jawab.output
    assert "Perbaikan <mark>saluran</mark>" in hasil(tim, "saluran")


def test_the_suggestions_offer_a_near_spelling_where_nothing_is_found(tim: Layar, usulan: Callable) -> None:
    usulan(3, usulan=lambda i: f"Perbaikan drainase {i}")
    jawab = tim.client.get("/cari/saran/?q=drainese").json
    assert jawab == {"kelompok": [], "ejaan": [{"teks": "drainase", "url": "/cari/?q=drainase"}]}
    assert tim.client.get("/cari/saran/?q=drainase").json["ejaan"] == []
