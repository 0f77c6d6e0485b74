"""The worksheet of a sidang kelompok: the order of the print, one letter a row, all rows or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from documents.naskah import daftar_usulan
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from seed import usulan_demo
from tests import dunia
from tests.admin.layar import Layar, salah, teks
from tests.admin.test_sidang import Sidang
from tests.orang import token

KOSONG = {"volume_disepakati": "", "pagu_disepakati": "", "opd_pengampu_id": "", "alasan_id": "", "catatan": ""}


@pytest.fixture
def sidang(app: Flask) -> Sidang:
    return Sidang(app, 8)


def kirim(
    siapa: Layar,
    sidang: Sidang,
    *baris: dict[str, Any],
    token_dari: str = "/",
    alasan: Any = None,
    kelompok: int | None = None,
    lain: Any = None,
) -> TestResponse:
    """The sheet with a row for each usulan in their order; a row that is not given is left empty."""
    halaman = siapa.client.get(token_dari).text
    with sidang.app.app_context():
        aktif = db.select(AlasanPenolakan.id).filter_by(aktif=True, deleted_at=None).order_by(AlasanPenolakan.id)
        data: dict[str, Any] = {"csrf_token": token(halaman), "alasan": alasan or list(db.session.scalars(aktif))}
    rows = [{**KOSONG, "putusan": "", **b} for b in baris]
    for n, row in enumerate(rows):
        row.setdefault("usulan", sidang.ids[n])
        row.setdefault("version", sidang.usulan(n).version if n < len(sidang.ids) else 1)
    for name in ("usulan", "version", "putusan", *KOSONG):
        data[name] = [str(row[name]) for row in rows]
    return siapa.client.post(sidang.alamat(kelompok, "lembar/", **(lain or {})), data=data)


def test_the_rows_stand_in_the_order_and_with_the_numbers_of_the_print(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        db.session.get_one(Usulan, sidang.ids[0]).opd_pengampu_id = 3
        db.session.get_one(Usulan, sidang.ids[1]).status = StatusUsulan.DIAJUKAN
        db.session.commit()
        m = db.session.get_one(Musrenbang, sidang.m)
        cetak = [b for b in daftar_usulan.baris(daftar_usulan.isi_kelompok(m))["daftar"] if isinstance(b, list)]
    for kelompok, jumlah in ((sidang.fisik, 4), (sidang.ekonomi, 1)):
        halaman = tim.buka(sidang.alamat(kelompok, "lembar/"))
        lembar = re.findall(r'<td class="angka">([\d.]+)</td>\s*<td><b>(U-[\d-]+)</b>', halaman)
        assert len(lembar) == jumlah
        assert lembar == [(b[0], b[1]) for b in cetak if b[1] in dict(map(reversed, lembar))]  # type: ignore[arg-type]
    assert halaman.count('name="putusan"') == 1
    fisik = tim.buka(sidang.alamat(halaman="lembar/"))
    assert fisik.count('name="putusan"') == 3, "one is not verified yet"
    assert "Diajukan" in teks(fisik)


def test_a_whole_sheet_of_letters_is_saved_at_once(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        alasan = list(db.session.scalars(db.select(AlasanPenolakan.id).order_by(AlasanPenolakan.id)))
    jawab = kirim(
        tim, sidang,
        {"putusan": "t"},
        {"putusan": "U", "volume_disepakati": "8", "pagu_disepakati": "750.000"},
        {"putusan": "D", "alasan_id": "2", "catatan": "Tahun depan"},
        {"putusan": "X", "alasan_id": "1"},
    )  # fmt: skip
    assert jawab.status_code == 302, salah(jawab.text)
    assert "4 putusan dicatat dari lembar." in teks(sesudah := tim.buka(jawab.headers["Location"]))
    satu, dua, tiga, empat = (sidang.usulan(n) for n in range(4))
    assert [u.status for u in (satu, dua, tiga, empat)] == [StatusUsulan.DIPUTUSKAN] * 4
    assert (satu.hasil, satu.pagu_disepakati) == (HasilUsulan.DITERIMA, 1_000_000)
    assert (dua.hasil, dua.volume_disepakati, dua.pagu_disepakati) == (HasilUsulan.DITERIMA_PERUBAHAN, 8, 750_000)
    assert dua.catatan == "Volume 20 m menjadi 8 m. Pagu Rp2.000.000 menjadi Rp750.000."
    assert (tiga.hasil, tiga.alasan_id, tiga.catatan) == (HasilUsulan.DITUNDA, alasan[1], "Tahun depan")
    assert (empat.hasil, empat.alasan_id) == (HasilUsulan.DITOLAK, alasan[0])
    assert 'name="putusan"' not in sesudah
    assert "Diterima dengan perubahan" in teks(sesudah)


@pytest.mark.parametrize(
    ("baris", "kalimat"),
    [
        ({"putusan": "Q"}, "Tulis putusannya: T, U, D, atau X."),
        ({"catatan": "lupa hurufnya"}, "Tulis putusannya: T, U, D, atau X."),
        ({"putusan": "T", "volume_disepakati": "3"}, "hanya berubah dengan U"),
        ({"putusan": "T", "alasan_id": "1"}, "Alasan hanya untuk D (tunda) dan X (tolak)"),
        ({"putusan": "U"}, "Ubah volume, pagu atau OPD, atau tulis catatan"),
        ({"putusan": "U", "volume_disepakati": "delapan"}, "Volume disepakati:"),
        ({"putusan": "U", "opd_pengampu_id": "dinas zzz"}, "OPD “dinas zzz” tidak ditemukan"),
        ({"putusan": "X"}, "Alasan: Wajib diisi."),
        ({"putusan": "D", "alasan_id": "99"}, "Tidak ada alasan nomor 99"),
        ({"putusan": "T", "version": "77"}, "di layar lain"),
    ],
)
def test_a_wrong_row_says_why_keeps_what_was_typed_and_nothing_is_saved(
    tim: Layar, sidang: Sidang, baris: dict[str, str], kalimat: str
) -> None:
    jawab = kirim(tim, sidang, {"putusan": "T", "catatan": "baik"}, baris)
    assert jawab.status_code == 400
    assert "Belum ada yang disimpan: 1 baris perlu diperiksa." in salah(jawab.text)
    assert any(kalimat in s for s in salah(jawab.text)), salah(jawab.text)
    for diketik in ("baik", *(v for k, v in baris.items() if k != "version")):
        assert f'value="{diketik}"' in jawab.text
    assert [sidang.usulan(n).status for n in (0, 1)] == [StatusUsulan.DIVERIFIKASI] * 2


def test_an_opd_is_meant_by_the_short_name_of_the_print(tim: Layar, sidang: Sidang) -> None:
    halaman = tim.buka(sidang.alamat(halaman="lembar/"))
    pendek = re.findall(r'<option value="([^"]+)">', halaman[halaman.index('id="opd"') :])[2]
    assert kirim(tim, sidang, {"putusan": "U", "opd_pengampu_id": pendek.lower()}).status_code == 302
    u = sidang.usulan(0)
    assert u.opd_pengampu_id != 1
    assert u.hasil is HasilUsulan.DITERIMA_PERUBAHAN


def test_a_sheet_touches_no_usulan_of_another_kelompok_and_an_empty_one_nothing(tim: Layar, sidang: Sidang) -> None:
    jawab = kirim(tim, sidang, {"putusan": "T", "usulan": sidang.ids[4], "version": sidang.usulan(4).version})
    assert jawab.status_code == 400
    assert "tidak lagi berada di lembar ini" in teks(jawab.text)
    assert sidang.usulan(4).status is StatusUsulan.DIVERIFIKASI
    with sidang.app.app_context():
        asal = db.session.get_one(Usulan, sidang.ids[3])
        lain = dunia.musrenbang(2029)
        asal.musrenbang_id = lain.id
        db.session.commit()
    jawab = kirim(tim, sidang, {"putusan": "T", "usulan": sidang.ids[3], "version": sidang.usulan(3).version})
    assert jawab.status_code == 400, "of the same kelompok, but of another year"
    assert "Belum ada putusan yang diketik." in salah(kirim(tim, sidang, {}).text)


@pytest.mark.parametrize("nama", ["pengawas", "administrator", "kepala_bidang_ik"])
def test_who_decides_nothing_in_that_kelompok_keys_in_nothing(
    layar: Callable[[str], Layar], sidang: Sidang, nama: str
) -> None:
    orang = layar(nama)
    assert orang.client.get(sidang.alamat(sidang.ekonomi, "lembar/")).status_code == 403
    isian = {"putusan": "T", "usulan": sidang.ids[4], "version": sidang.usulan(4).version}
    assert kirim(orang, sidang, isian, kelompok=sidang.ekonomi).status_code == 403
    assert sidang.usulan(4).status is StatusUsulan.DIVERIFIKASI


def test_what_was_deleted_is_neither_on_the_sheet_nor_on_the_screen(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        u = db.session.get_one(Usulan, sidang.ids[0])
        u.deleted_at, kode = sekarang(), u.kode
        db.session.commit()
    assert kode not in tim.buka(sidang.alamat(halaman="lembar/"))
    assert tim.client.get(sidang.alamat(usulan=sidang.ids[0])).status_code == 404
    with sidang.app.app_context():
        db.session.get_one(KelompokSidang, sidang.fisik).deleted_at = sekarang()
        db.session.commit()
    for halaman in ("", "lembar/"):
        assert tim.client.get(sidang.alamat(halaman=halaman)).status_code == 404


def test_the_sheet_says_why_nothing_can_be_decided_yet(layar: Callable[[str], Layar], app: Flask) -> None:
    awal = Sidang(app, 3)
    tim = layar("tim_musrenbang")
    halaman = tim.buka(awal.alamat(halaman="lembar/"))
    assert re.search(r'class="kabar perhatian" role="note">[^<]+', halaman)
    assert '<fieldset class="polos" disabled>' in halaman
    assert "Simpan semua" not in halaman
    jawab = kirim(tim, awal, {"putusan": "T"})
    assert jawab.status_code == 400
    assert awal.usulan(0).status is StatusUsulan.DIVERIFIKASI


def test_the_sheet_is_kept_by_the_browser_row_by_row_and_offered_to_who_may_key_it_in(
    layar: Callable[[str], Layar], tim: Layar, sidang: Sidang
) -> None:
    halaman = tim.buka(sidang.alamat(halaman="lembar/"))
    assert re.search(r"<form [^>]*data-jaga data-orang=\"\d+\"", halaman)
    assert [int(i) for i in re.findall(r'<tr data-baris="(\d+)"', halaman)] == [u for u in sidang.ids[:4]]
    assert '<fieldset class="polos">' in halaman
    assert "1–4 dari 4 usulan" in teks(halaman)
    tautan = f"/sidang/{sidang.fisik}/lembar/"
    assert tautan in tim.buka(f"/sidang/?musrenbang_id={sidang.m}")
    assert tautan not in layar("pengawas").buka(f"/sidang/?musrenbang_id={sidang.m}")


def test_the_number_of_a_reason_means_the_list_that_was_shown(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        lama = [a.id for a in db.session.scalars(db.select(AlasanPenolakan).order_by(AlasanPenolakan.id))]
        db.session.get_one(AlasanPenolakan, lama[0]).aktif = False
        db.session.commit()
    assert kirim(tim, sidang, {"putusan": "X", "alasan_id": "2"}, alasan=lama).status_code == 302
    assert sidang.usulan(0).alasan_id == lama[1]
    for nomor in ("0", "99", "abc", "-1"):
        jawab = kirim(tim, sidang, {"putusan": ""}, {"putusan": "X", "alasan_id": nomor}, alasan=lama)
        assert jawab.status_code == 400, nomor
        assert sidang.usulan(1).status is StatusUsulan.DIVERIFIKASI


def test_a_row_that_left_the_sheet_is_told_with_what_was_typed_for_it(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        db.session.get_one(Usulan, sidang.ids[1]).kelompok_sidang_id = sidang.ekonomi
        db.session.commit()
    jawab = kirim(tim, sidang, {"putusan": "T"}, {"putusan": "D", "alasan_id": "3", "catatan": "Tahun depan"})
    assert jawab.status_code == 400
    assert "Baris yang diketik D · 3 · Tahun depan" in teks(jawab.text)
    assert "tidak lagi berada di lembar ini" in teks(jawab.text)
    assert sidang.usulan(0).status is StatusUsulan.DIVERIFIKASI
    for usulan in ("999999", "abc", "1,2"):
        assert kirim(tim, sidang, {"putusan": "T", "usulan": usulan}).status_code == 400, usulan


def test_what_the_letter_does_not_take_is_said_and_not_lost(tim: Layar, sidang: Sidang) -> None:
    for isian in ({"pagu_disepakati": "5"}, {"opd_pengampu_id": "Disdik"}, {"volume_disepakati": "5"}):
        assert "hanya berubah dengan U" in teks(kirim(tim, sidang, {"putusan": "T", **isian}).text)
    assert "Alasan hanya untuk" in teks(kirim(tim, sidang, {"putusan": "U", "alasan_id": "1"}).text)


def test_a_page_behind_the_end_is_the_first_one(tim: Layar, sidang: Sidang) -> None:
    assert "1–4 dari 4 usulan" in teks(tim.buka(sidang.alamat(halaman="lembar/") + "&dari=500"))


def test_where_everything_is_decided_there_is_nothing_to_save(tim: Layar, sidang: Sidang) -> None:
    kirim(tim, sidang, *[{"putusan": "T"}] * 4)
    halaman = tim.buka(sidang.alamat(halaman="lembar/"))
    assert "Simpan semua" not in halaman
    assert "sudah diputuskan" in teks(halaman)


def test_a_long_sheet_goes_on_on_the_next_page(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        m = db.session.get_one(Musrenbang, sidang.m)
        tetap = {"sumber": None, "kode_eksternal": None, "kelompok_sidang_id": sidang.fisik}
        for n, r in enumerate(usulan_demo.baris(m.id, m.tahun, 120, StatusUsulan.DIVERIFIKASI, benih=7)):
            db.session.add(Usulan(**{**r, **tetap, "kode": f"U-2027-1{n:04d}"}))
        db.session.commit()
    satu = tim.buka(sidang.alamat(halaman="lembar/"))
    assert satu.count('name="putusan"') == 100
    assert "dari=100" in satu
    assert tim.buka(sidang.alamat(halaman="lembar/", dari=100)).count('name="putusan"') == 24
    dua = tim.buka(sidang.alamat(halaman="lembar/", dari=100))
    nomor, usulan = re.findall(r'<tr data-baris="(\d+)">\s*<td class="angka">(\d+)</td>', dua)[0][::-1]
    assert nomor == "101", "it goes on with the numbers of the print"
    isian = {"putusan": "T", "usulan": usulan, "version": 1}
    assert "dari=100" in kirim(tim, sidang, isian, lain={"dari": 100}).headers["Location"]
