"""The pages at the end of a year: pagu, SIPD and RKPD, the next year, and the links between two years' usulan."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask

from bulk import operasi
from models.perangkat_daerah import PaguOpd
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from tests.admin.layar import Layar, baris, teks
from tests.orang import token


@pytest.fixture
def putusan(usulan: Callable) -> list[int]:
    """Four decided usulan, one of each hasil, of one OPD."""
    hasil = list(HasilUsulan)
    alasan = [None, None, 1, 1]
    return usulan(  # type: ignore[no-any-return]
        4, status=StatusUsulan.FINAL, hasil=lambda i: hasil[i], alasan_id=lambda i: alasan[i], opd_pengampu_id=1,
        pagu_disepakati=lambda i: 1_000_000 if i < 2 else None, volume_disepakati=lambda i: 5 if i < 2 else None,
    )  # fmt: skip


def test_the_pagu_page_warns_of_what_is_over(tim: Layar, musrenbang: int, putusan: list[int], tulis: Callable) -> None:
    alamat = f"/musrenbang/pagu/?id={musrenbang}"
    assert "belum diisi" in teks(tim.buka(alamat))
    tulis(PaguOpd, 1, perangkat_daerah_id=1, tahun=2027, pagu=1_500_000)
    halaman = teks(tim.buka(alamat))
    assert "1 perangkat daerah melampaui pagunya" in halaman
    assert "−Rp500.000" in halaman


def test_accepting_over_the_pagu_shows_the_warning_first_and_goes_on(
    tim: Layar, usulan: Callable, tulis: Callable, musrenbang: int
) -> None:
    ids = usulan(2, status=StatusUsulan.DIVERIFIKASI, opd_pengampu_id=1, pagu_usulan=800_000)
    tulis(PaguOpd, 1, perangkat_daerah_id=1, tahun=2027, pagu=1_000_000)
    data = {"csrf_token": token(tim.buka("/usulan/")), "rowid": f"{ids[0]},{ids[1]}", "aksi": "terima"}
    jawab = tim.client.post("/usulan/action/", data=data)
    assert jawab.status_code == 200
    assert "menjadi Rp1.600.000" in teks(jawab.text)
    assert tim.client.post("/usulan/action/", data={**data, "lanjut": "1"}).status_code == 302


def test_the_sipd_page_counts_links_and_names_differences(
    tim: Layar, musrenbang: int, putusan: list[int], app: Flask
) -> None:
    from models.base import db

    with app.app_context():
        u = db.session.get(Usulan, putusan[0])
        u.sipd_pagu, u.sipd_dibaca_pada = 900_000, u.created_at
        db.session.commit()
    halaman = tim.buka(f"/musrenbang/sipd/?id={musrenbang}")
    assert "4 usulan diputuskan; 0 sudah ditandai disalin, 4 belum" in teks(halaman)
    assert "Rp1.000.000 Rp900.000" in teks(halaman)
    assert "Berbeda dengan SIPD" in teks(tim.buka(f"/usulan/details/?id={putusan[0]}"))
    data = {"csrf_token": token(halaman), "rowid": str(putusan[0]), "aksi": "tandai_tersalin", "lanjut": "1"}
    assert tim.client.post("/usulan/action/", data=data).status_code == 302
    daftar = [x.replace("&amp;", "&") for x in re.findall(r'href="(/usulan/\?[^"]+)"', halaman)]
    assert len(daftar) == 6
    for alamat in daftar:
        tim.buka(alamat)


def test_rkpd_is_noted_for_many_and_filters_the_list(
    tim: Layar, musrenbang: int, putusan: list[int], ambil: Callable, app: Flask
) -> None:
    data = {"csrf_token": token(tim.buka("/usulan/")), "rowid": ",".join(map(str, putusan)), "aksi": "catat_rkpd"}
    assert "Masuk RKPD" in tim.client.post("/usulan/action/", data=data).text
    isi = {"lanjut": "1", "masuk_rkpd": "tidak", "catatan": "Pagu habis."}
    jawab = tim.client.post("/usulan/action/", data={**data, **isi})
    with app.app_context():
        operasi.kerjakan(int(jawab.headers["Location"].rpartition("=")[2]))
    assert {str(ambil(Usulan, i).masuk_rkpd) for i in putusan} == {"tidak"}
    assert ambil(Usulan, putusan[0]).rkpd_keterangan == "Pagu habis."
    assert len(baris(tim.buka("/usulan/?masuk_rkpd=tidak"))) == 4
    assert len(baris(tim.buka("/usulan/?masuk_rkpd=ya"))) == 0


def test_the_next_year_is_made_once_and_its_usulan_know_where_they_come_from(
    tim: Layar, musrenbang: int, putusan: list[int], ambil: Callable
) -> None:
    alamat = f"/musrenbang/tahun-baru/?id={musrenbang}"
    halaman = tim.buka(alamat)
    assert halaman.count('name="usulan_id"') == 2
    assert halaman.partition("Usulan yang dibawa")[2].count("checked") == 1
    isian = {"tahun": "2028", "nama": "Musrenbang 2028", "tim": "1", "usulan_id": [str(putusan[2]), str(putusan[3])]}
    baru = tim.simpan(alamat, **isian)
    assert "Musrenbang 2028" in tim.buka(f"/musrenbang/details/?id={baru}")
    assert 'value="2029"' in tim.buka(alamat), "the year that exists is not proposed again"
    lagi = tim.buka(f"{alamat}&tahun=2028")
    assert "sudah ada" in lagi
    assert "checked" not in lagi.partition("Usulan yang dibawa")[2], "nothing is added to a year by the way"
    assert tim.simpan(alamat, **isian) == baru
    lama = tim.buka(f"/usulan/details/?id={putusan[2]}")
    assert "Dibawa ke Musrenbang 2028" in teks(lama)
    daftar = tim.buka(f"/usulan/?musrenbang_id={baru}")
    assert daftar.count("U-2028-") >= 2
    assert "U-2028-00003" not in daftar


def test_the_page_of_the_next_year_refuses_with_what_was_typed(
    tim: Layar, layar: Callable, musrenbang: int, putusan: list[int]
) -> None:
    alamat = f"/musrenbang/tahun-baru/?id={musrenbang}"
    jawab = tim.kirim(alamat, tahun="2020", nama="Salah tahun", usulan_id=[str(putusan[3])])
    assert jawab.status_code == 400
    assert "harus sesudah 2027" in jawab.text
    assert 'value="Salah tahun"' in jawab.text
    assert f'value="{putusan[3]}" aria-label="Bawa U-0003" checked' in jawab.text
    jawab = tim.kirim(alamat, tahun="dua", nama="x")
    assert jawab.status_code == 400
    assert "Tahun rencana ditulis dengan empat angka" in jawab.text
    assert tim.kirim(alamat, tahun="2028", nama="x", usulan_id=["x"]).status_code == 404
    for nama in ("pengawas", "sekretariat", "kepala_bidang"):
        layar(nama).buka(alamat, 403)
        assert "Buat tahun baru" not in layar(nama).buka(f"/musrenbang/details/?id={musrenbang}")


def test_the_answer_prints_from_the_page_of_the_usulan(tim: Layar, putusan: list[int]) -> None:
    assert "Lembar jawaban usulan" in tim.buka(f"/usulan/details/?id={putusan[0]}")
    jawab = tim.client.get(f"/usulan/print/jawaban_usulan/{putusan[0]}")
    assert jawab.data.startswith(b"%PDF")


def test_an_export_of_sipd_is_read_on_its_page_and_compared(
    tim: Layar, layar: Callable, musrenbang: int, putusan: list[int], ambil: Callable, app: Flask
) -> None:
    alamat = f"/musrenbang/sipd/?id={musrenbang}"
    isi = "ID Usulan;Pengusul;Permasalahan;Usulan;Status;Anggaran\nU-0000;a;b;c;Ditolak;Rp900.000\nLAIN;a;b;c;x;1\n"
    jawab = tim.kirim(alamat, berkas=(io.BytesIO(isi.encode()), "sipd.csv"))
    assert jawab.status_code == 200
    kata = teks(jawab.text)
    assert "2 baris dibaca: 1 usulan dikenal, 1 di antaranya" in kata
    assert "LAIN" in kata
    assert "Pagu Rp1.000.000 Rp900.000" in kata
    assert "Hasil Diterima Ditolak" in kata
    assert ambil(Usulan, putusan[0]).pagu_disepakati == 1_000_000
    assert tim.kirim(alamat, berkas=(io.BytesIO(b"%PDF-1.4"), "sipd.xlsx")).status_code == 400
    assert tim.kirim(alamat).status_code == 400
    assert "Baca dan bandingkan" not in layar("pengawas").buka(alamat)
    assert layar("pengawas").kirim(alamat, dari="/", berkas=(io.BytesIO(isi.encode()), "a.csv")).status_code == 403


def test_the_new_year_says_how_many_postponed_usulan_come_along(
    tim: Layar, musrenbang: int, putusan: list[int]
) -> None:
    alamat = f"/musrenbang/tahun-baru/?id={musrenbang}"
    assert "1 usulan yang ditunda sudah dicentang dan akan dibawa." in teks(halaman := tim.buka(alamat))
    assert len(re.findall(r'name="usulan_id"[^>]* checked', halaman)) == 1
