"""Personal data before the screen: covered until somebody asks, and who asked is written down; all about one person."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from models.waktu import sekarang
from tests.admin.layar import Layar, teks
from tests.orang import token

TELEPON, SUREL, NIK = "0812-3333-7777", "kenari@contoh.go.id", "3271015503800001"
JENIS = "/pemangku-kepentingan"


@pytest.fixture
def tokoh(tulis: Callable[..., list[int]]) -> int:
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    (id_,) = tulis(PemangkuKepentingan, nama="Tokoh Kenari", unsur=Unsur.TOKOH, telepon=TELEPON, surel=SUREL)
    return id_


def post(siapa: Layar, alamat: str, dari: str, **isian: Any) -> Any:
    return siapa.client.post(alamat, data={"csrf_token": token(siapa.buka(dari)), **isian})


# --- covered until asked ----------------------------------------------------------------------------------------------


def test_whoever_has_the_right_sees_personal_values_only_after_asking_and_that_is_written_down(
    tim: Layar, tokoh: int, akses: Callable, app: Flask
) -> None:
    rinci = f"{JENIS}/details/?id={tokoh}"
    for alamat in (f"{JENIS}/", rinci, f"{JENIS}/edit/?id={tokoh}", f"{JENIS}/kisi/?kolom=nama,telepon"):
        halaman = tim.buka(alamat)
        assert TELEPON not in halaman, alamat
        assert SUREL not in halaman, alamat
    assert akses() == []

    jawab = post(tim, f"{JENIS}/pribadi/", rinci, id=str(tokoh))
    assert TELEPON in jawab.text
    assert SUREL in jawab.text
    assert jawab.headers["Cache-Control"] == "no-store"
    ((nama, cara, kind, id_, kolom, jumlah, _),) = akses()
    assert (cara, kind, id_, kolom, jumlah) == (
        "ditampilkan",
        "pemangku_kepentingan",
        tokoh,
        "Alamat, Telepon, Surel",
        1,
    )
    assert TELEPON not in tim.buka(rinci)

    from models import riwayat
    from models.base import db

    with app.app_context():
        catatan = db.session.scalars(db.select(riwayat.Riwayat).filter_by(kind="akses_pribadi")).all()
        assert [c.nama for c in catatan] == [nama]
        assert TELEPON not in catatan[0].sesudah
        assert riwayat.verify(db.session).rusak is None


def test_the_form_keeps_what_was_not_opened_and_takes_what_was(
    tim: Layar, tokoh: int, akses: Callable, ambil: Callable
) -> None:
    from models.pemangku_kepentingan import PemangkuKepentingan

    ubah = f"{JENIS}/edit/?id={tokoh}"
    isian = {"unsur": "tokoh masyarakat", "aktif": "1", "tempat": "Bogor"}
    tim.simpan(ubah, nama="Tokoh Murai", **isian)
    assert ambil(PemangkuKepentingan, tokoh).telepon == TELEPON

    jawab = post(tim, f"{JENIS}/pribadi/", ubah, id=str(tokoh), ke="ubah")
    assert f'value="{TELEPON}"' in jawab.text
    assert f'action="{JENIS}/edit/?id={tokoh}"' in jawab.text
    assert [a[1] for a in akses()] == ["dibuka untuk diubah"]
    tim.simpan(ubah, nama="Tokoh Murai", telepon="", surel=SUREL, **isian)
    assert ambil(PemangkuKepentingan, tokoh).telepon is None


def test_nobody_without_the_right_can_ask(layar: Callable[[str], Layar], tokoh: int, akses: Callable) -> None:
    for nama in ("pengawas", "kepala_bidang", "administrator", "kepala_badan", "fungsional_perencana"):
        orang = layar(nama)
        rinci = f"{JENIS}/details/?id={tokoh}"
        assert "/pribadi/" not in orang.buka(rinci), nama
        for ke in ("", "ubah"):
            jawab = post(orang, f"{JENIS}/pribadi/", rinci, id=str(tokoh), ke=ke)
            assert jawab.status_code == 403, nama
            assert TELEPON not in jawab.text
    assert akses() == []


def test_asking_needs_a_post_with_a_token(tim: Layar, tokoh: int, akses: Callable) -> None:
    assert tim.client.get(f"{JENIS}/pribadi/?id={tokoh}").status_code == 405
    assert tim.client.post(f"{JENIS}/pribadi/", data={"id": tokoh}).status_code == 400
    assert akses() == []


def test_what_the_diary_holds_of_personal_values_is_covered_too(tim: Layar, tokoh: int) -> None:
    ubah, rinci = f"{JENIS}/edit/?id={tokoh}", f"{JENIS}/details/?id={tokoh}"
    isian = {"nama": "Tokoh", "unsur": "tokoh masyarakat", "aktif": "1", "tempat": "Bogor"}
    tim.simpan(ubah, telepon="", surel="", **isian)
    assert TELEPON not in tim.buka(rinci)
    assert TELEPON in post(tim, f"{JENIS}/pribadi/", rinci, id=str(tokoh)).text


# --- files ------------------------------------------------------------------------------------------------------------


def test_an_export_holds_personal_columns_only_by_a_post_that_asks_and_leaves_one_line(
    tim: Layar, layar: Callable[[str], Layar], tokoh: int, akses: Callable
) -> None:
    for alamat in ("?kolom=nama,telepon", "?semua_kolom=1", "?semua_kolom=1&pribadi=1"):
        jawab = tim.client.get(f"{JENIS}/export/csv/{alamat}")
        assert jawab.status_code in (200, 400), alamat
        assert TELEPON not in jawab.text
    kirim = {"semua": "1", "semua_kolom": "1", "kembali": f"{JENIS}/?q=kenari"}
    jawab = post(tim, f"{JENIS}/export/csv/?pribadi=1", f"{JENIS}/", **kirim)  # an address asks for nothing
    assert "Tokoh Kenari" in jawab.text
    assert TELEPON not in jawab.text
    assert akses() == []

    kirim["pribadi"] = "1"
    jawab = post(tim, f"{JENIS}/export/csv/", f"{JENIS}/", **kirim)
    assert TELEPON in jawab.text
    assert jawab.headers["Cache-Control"] == "no-store"
    ((_, cara, kind, id_, kolom, jumlah, saringan),) = akses()
    assert (cara, kind, id_, kolom, jumlah) == ("diunduh", "pemangku_kepentingan", None, "Alamat, Telepon, Surel", 1)
    assert saringan == "q=kenari"

    post(tim, f"{JENIS}/export/csv/", f"{JENIS}/", **{**kirim, "kecuali": str(tokoh), "kembali": f"{JENIS}/"})
    ada = len(tim.client.get(f"{JENIS}/export/csv/").text.splitlines()) - 1
    assert [a[5] for a in akses()] == [1, ada - 1], "as many as were handed out, not as many as match"

    bidang = post(layar("kepala_bidang"), f"{JENIS}/export/csv/", f"{JENIS}/", **kirim)
    assert TELEPON not in bidang.text
    assert len(akses()) == 2
    assert "dengan data pribadi" in tim.buka(f"{JENIS}/")
    assert "dengan data pribadi" not in layar("kepala_bidang").buka(f"{JENIS}/")


def test_a_print_that_holds_addresses_leaves_a_line(
    tim: Layar, tulis: Callable, musrenbang: int, akses: Callable
) -> None:
    from models.berita_acara import BeritaAcara, Penandatangan
    from models.pemangku_kepentingan import Unsur

    pagi, siang = (datetime(2026, 3, 23, jam, tzinfo=UTC) for jam in (2, 5))
    (ba,) = tulis(BeritaAcara, musrenbang_id=musrenbang, mulai=pagi, selesai=siang, tempat="Balai Kota", perihal="Uji")
    tulis(Penandatangan, berita_acara_id=ba, nama="Wakil", unsur=Unsur.TOKOH, alamat="Jl. Kenari 7")
    satu = [("dicetak", "berita_acara", ba, "Alamat", 1)]
    assert tim.client.get(f"/berita-acara/print/berita_acara/{ba}").status_code == 200
    assert [a[1:6] for a in akses()] == satu
    tim.kirim(f"/berita-acara/print-all/{ba}", f"/berita-acara/details/?id={ba}", bentuk="pdf")
    assert [a[1:6] for a in akses()] == satu * 2


# --- addresses, logs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nomor", [NIK, "3271 0155 0380 0001", TELEPON, "+62 812 3333 7777", "628123333777"])
def test_no_search_takes_a_personal_number_in_its_address(tim: Layar, nomor: str) -> None:
    for alamat in (f"{JENIS}/", "/cari/", "/cari/saran/", f"{JENIS}/export/csv/"):
        jawab = tim.client.get(alamat, query_string={"q": f"pak {nomor}"})
        assert jawab.status_code == 400, alamat
        assert "Data seseorang" in jawab.text or alamat == "/cari/saran/"


@pytest.mark.parametrize("biasa", ["2027", "U-0001 RW 05", "005/123-Bapp/2026", "1.000.000.000", "23 Maret 2026"])
def test_an_ordinary_number_is_searched_as_ever(tim: Layar, biasa: str) -> None:
    assert tim.client.get("/cari/", query_string={"q": biasa}).status_code == 200


def test_no_log_line_holds_a_planted_number(
    tim: Layar, app: Flask, tokoh: int, caplog: pytest.LogCaptureFixture
) -> None:
    from admin.jejak import BarisJson

    log = logging.getLogger("musrenbang.akses")
    with caplog.at_level(logging.INFO):
        log.setLevel(logging.INFO)
        try:
            tim.client.get("/cari/", query_string={"q": NIK})
            app.test_client().get("/cari/", query_string={"q": NIK, "telepon": TELEPON}, follow_redirects=True)
            tim.client.post(f"/cari/?q={NIK}", data={"q": NIK})
            post(tim, f"{JENIS}/pribadi/", f"{JENIS}/", id=str(tokoh))
            post(tim, f"{JENIS}/export/csv/", f"{JENIS}/", semua="1", semua_kolom="1", pribadi="1", kembali=f"{JENIS}/")
            tim.kirim(f"{JENIS}/new/", nama="A" * 300, unsur="tokoh masyarakat", telepon=TELEPON)
        finally:
            log.setLevel(logging.NOTSET)
    ditulis = [BarisJson().format(r) for r in caplog.records if r.name.startswith("musrenbang")]
    assert any(json.loads(baris).get("rute") == f"{JENIS}/pribadi/" for baris in ditulis)
    for rahasia in (NIK, TELEPON, SUREL, "Tokoh Kenari"):
        assert not [baris for baris in ditulis if rahasia in baris]


# --- who saw it, and all about one person -----------------------------------------------------------------------------


def test_supervision_and_administrator_read_who_saw_it_and_nobody_writes_there(
    layar: Callable[[str], Layar], tim: Layar, tokoh: int
) -> None:
    post(tim, f"{JENIS}/pribadi/", f"{JENIS}/", id=str(tokoh))
    for nama in ("pengawas", "administrator"):
        orang = layar(nama)
        assert "/akses-pribadi/" in orang.buka("/"), nama
        for alamat in ("/akses-pribadi/", "/akses-pribadi/?cara=ditampilkan"):
            assert "Tokoh Kenari" in orang.buka(alamat)
        assert "Tokoh Kenari" not in orang.buka("/akses-pribadi/?cara=diunduh")
        assert "Tokoh Kenari" in orang.client.get("/akses-pribadi/export/csv/").text
        orang.buka("/akses-pribadi/new/", 403)
        orang.buka("/akses-pribadi/edit/?id=1", 403)
        assert post(orang, "/akses-pribadi/delete/", "/akses-pribadi/", id="1", version="1").status_code == 403
    tim.buka("/akses-pribadi/", 403)


@pytest.mark.parametrize("dicari", ["kenari", "0812 33337777", "+62812-3333-7777", "KENARI@contoh"])
def test_what_is_held_about_a_person_is_found_by_name_number_or_mail_and_handed_out_as_one_file(
    layar: Callable[[str], Layar], tulis: Callable, tokoh: int, akses: Callable, dicari: str
) -> None:
    from models.pejabat import Pejabat

    tulis(Pejabat, nama="Kenari Lain", jabatan="Staf")
    setda = layar("sekretariat")
    halaman = post(setda, "/data-orang/", "/data-orang/", orang=dicari).text
    assert f"pemangku_kepentingan:{tokoh}" in halaman
    assert f'href="{JENIS}/edit/?id={tokoh}"' in halaman
    lain = post(layar("administrator"), "/data-orang/", "/data-orang/", orang=dicari).text
    assert f"pemangku_kepentingan:{tokoh}" in lain
    assert f'href="{JENIS}/edit/?id={tokoh}"' not in lain  # who collects it need not be who may correct it
    assert ("Kenari Lain" in halaman) is (dicari == "kenari")
    assert TELEPON not in halaman

    jawab = post(setda, "/data-orang/berkas/", "/data-orang/", data=[f"pemangku_kepentingan:{tokoh}"])
    isi = CalamineWorkbook.from_filelike(io.BytesIO(jawab.data)).get_sheet_by_index(0).to_python()
    nilai = {baris[2]: baris[3] for baris in isi[1:]}
    assert (nilai["Telepon"], nilai["Surel"], nilai["Nama atau jabatan"]) == (TELEPON, SUREL, "Tokoh Kenari")
    assert [a[1:4] for a in akses()] == [("dikumpulkan bagi orangnya", "pemangku_kepentingan", tokoh)]


def test_a_download_of_nothing_keeps_the_search_and_each_hit_says_what_it_belongs_to(
    layar: Callable[[str], Layar], tulis: Callable, musrenbang: int
) -> None:
    from models.rapat import DaftarHadir, JenisRapat, Rapat

    saat = {"mulai": sekarang(), "selesai": sekarang() + timedelta(hours=1)}
    rapat = tulis(
        Rapat, 2, musrenbang_id=musrenbang, judul=lambda i: f"Rapat {'AB'[i]} (Demo)", jenis=JenisRapat.PLENO, **saat
    )
    tulis(DaftarHadir, 2, rapat_id=lambda i: rapat[i], nama="Camat Kenari")
    jawab = post(layar("sekretariat"), "/data-orang/berkas/", "/data-orang/", orang="camat kenari")
    assert jawab.status_code == 400
    assert "Belum ada data yang dipilih." in teks(jawab.text)
    assert 'value="camat kenari"' in jawab.text
    for huruf in "AB":
        assert re.search(rf"Daftar hadir: Camat Kenari Rapat dan sidang: Rapat {huruf} \(Demo\)", teks(jawab.text))


def test_only_administrator_and_secretariat_collect_what_is_held(layar: Callable[[str], Layar], tokoh: int) -> None:
    for nama in ("tim_musrenbang", "pengawas", "kepala_badan", "sub_koordinator"):
        layar(nama).buka("/data-orang/", 403)
        assert "/data-orang/" not in layar(nama).buka("/")
        berkas = post(layar(nama), "/data-orang/berkas/", "/", data=[f"pemangku_kepentingan:{tokoh}"])
        assert berkas.status_code == 403
    admin = layar("administrator")
    for salah in ("operasi:1", "pejabat:x", "pejabat:99999", "x"):
        assert post(admin, "/data-orang/berkas/", "/data-orang/", data=[salah]).status_code == 404
    assert post(admin, "/data-orang/berkas/", "/data-orang/").status_code == 400
    for pendek in ("ab", "12"):
        assert post(admin, "/data-orang/", "/data-orang/", orang=pendek).status_code == 400
    assert post(admin, "/data-orang/", "/data-orang/", orang="x" * 60_000).status_code == 200  # no pattern is so long


def test_a_covered_value_says_who_may_see_it(layar: Callable[[str], Layar], tim: Layar, tokoh: int) -> None:
    for alamat in (f"{JENIS}/details/?id={tokoh}", f"{JENIS}/?q=kenari"):
        pengawas = layar("pengawas").buka(alamat)
        assert re.search(r'title="Hanya [^"]*Tim Musrenbang[^"]* yang dapat melihat data pribadi ini\."', pengawas), (
            alamat
        )
    rinci = layar("pengawas").buka(f"{JENIS}/details/?id={tokoh}")
    assert re.search(r'tabindex="0"[^>]*>\s*<span aria-hidden="true">•+</span><span class="sembunyi">Hanya ', rinci)
    assert "tombol “Tampilkan” membukanya" in tim.buka(f"{JENIS}/details/?id={tokoh}")
