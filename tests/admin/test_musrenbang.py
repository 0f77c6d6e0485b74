"""The start page and the official form of the SOP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.admin.layar import Layar, teks

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it


def test_the_page_of_a_musrenbang_shows_the_rows_in_the_columns_of_the_official_form(
    tim: Layar, musrenbang: int
) -> None:
    halaman = tim.buka(f"/musrenbang/details/?id={musrenbang}")
    formulir = halaman.split('<table class="formulir">')[1].split("</table>")[0]
    kepala = teks(formulir.split("</thead>")[0])
    for kolom in (
        "No",
        "Aktivitas",
        "Kepala Badan",
        "Kepala Bidang",
        "Fungsional Perencana",
        "Tim Musrenbang",
        "Sub Koordinator",
        "Kelengkapan",
        "Waktu",
        "Output",
        "Ket",
    ):
        assert kolom in kepala
    assert formulir.count('<th scope="row"') == 11
    assert "5 jam" in formulir
    assert "belum dikonfirmasi" in formulir
    assert "norma 875 menit" in teks(halaman)
    assert 'aria-current="step"' in formulir


def test_the_start_page_tells_where_the_musrenbang_stands_and_what_is_missing(tim: Layar, musrenbang: int) -> None:
    halaman = teks(tim.buka("/"))
    assert "Musrenbang Uji" in halaman
    assert "Yang masih kurang" in halaman
    assert "DPA" in halaman


def test_the_start_page_counts_what_waits_for_me(tim: Layar, layar: Callable[[str], Layar], usulan: Callable) -> None:
    usulan(3)
    assert "Usulan: Draf 3 Ajukan" in teks(tim.buka("/"))
    assert "Tidak ada yang menunggu Anda" in teks(layar("pengawas").buka("/"))


def test_without_a_musrenbang_the_start_page_says_how_to_begin(layar: Callable[[str], Layar]) -> None:
    assert "Belum ada Musrenbang" in layar("kepala_badan").buka("/")


def test_a_demonstration_is_marked_on_every_page(tim: Layar) -> None:
    for alamat in ("/", "/usulan/", "/sandi/", "/usulan/details/?id=99"):
        assert "Demonstrasi" in tim.client.get(alamat).text


def test_the_head_signs_off_all_bidang_of_a_step_with_one_press(
    layar: Callable[[str], Layar], musrenbang: int, tulis: Callable[..., list[int]]
) -> None:
    from models.dpa import Dpa
    from models.naskah import StatusNaskah
    from models.nota_dinas import NotaDinas
    from models.tim import Tim

    kepala = layar("kepala_badan")
    assert "sekaligus" not in kepala.buka("/")
    tulis(Dpa, musrenbang_id=musrenbang, nomor="DPA/1", sub_kegiatan="Musrenbang", pagu=1)
    tulis(Tim, musrenbang_id=musrenbang, perihal="SK")
    tulis(NotaDinas, musrenbang_id=musrenbang, perihal="Tugas", isi="Tugas", status=StatusNaskah.MENUNGGU_NOMOR)
    halaman = kepala.buka("/")
    assert "semua 5 Bidang sekaligus" in teks(halaman)
    assert 'name="aksi" value="selesaikan"><input type="hidden" name="kembali" value="/">' in halaman
    assert "sekaligus" not in layar("kepala_bidang").buka("/")

    ids = halaman.split('name="rowid" value="')[1].split('"')[0]
    isian = {"rowid": ids, "aksi": "selesaikan", "kembali": "/"}
    assert '<a class="tombol polos" href="/">Kembali</a>' in kepala.kirim(
        "/pelaksanaan-langkah/action/", dari="/", **isian
    ).text.replace("\n", "")
    isian |= {"lanjut": "1", "catatan": ""}
    for menit, kalimat in (("", "Wajib diisi"), ("-3", "Menit kerja tidak boleh kurang dari nol")):
        salah = kepala.kirim("/pelaksanaan-langkah/action/", dari="/", **isian, menit=menit)
        assert salah.status_code == 400, menit  # before any work begins
        assert kalimat in teks(salah.text)
    jawab = kepala.kirim("/pelaksanaan-langkah/action/", dari="/", **isian, menit="3")
    assert jawab.status_code == 302
    hasil = kepala.buka(jawab.headers["Location"])
    assert "5 dari 5 berhasil" in teks(hasil)
    assert '<a class="tombol utama" href="/">Kembali</a>' in hasil
    assert "Langkah 2" in teks(kepala.buka("/"))


def test_a_meeting_after_the_usual_last_day_is_pointed_out_and_stops_nobody(tim: Layar) -> None:
    tepat = {"nama": "Musrenbang Uji", "tahun": "2027", "tanggal_acara": "2026-03-31"}
    id_ = tim.simpan("/musrenbang/new/", **tepat)
    alamat = f"/musrenbang/details/?id={id_}"
    tim.simpan(f"/musrenbang/move/mulai/?id={id_}")
    assert "melewati 31 Maret" not in teks(tim.buka(alamat))
    tim.simpan(f"/musrenbang/edit/?id={id_}", **{**tepat, "tanggal_acara": "2026-04-17"})
    assert "melewati 31 Maret 2026" in teks(tim.buka(alamat))


def test_a_musrenbang_under_way_can_be_edited_but_not_deleted(tim: Layar, musrenbang: int) -> None:
    alamat = f"/musrenbang/details/?id={musrenbang}"
    assert "Hapus" not in teks(tim.buka(alamat))
    jawab = tim.kirim("/musrenbang/delete/", dari=alamat, id=str(musrenbang))
    assert "tidak dapat dihapus" in teks(jawab.text)
    assert jawab.status_code == 403
    tim.buka(f"/musrenbang/details/?id={musrenbang}")


def test_the_screen_names_the_font_that_papers_are_printed_with(
    tim: Layar, musrenbang: int, tulis: Callable[..., list[int]]
) -> None:
    from documents import huruf
    from models.laporan import Laporan

    (id_,) = tulis(Laporan, musrenbang_id=musrenbang, perihal="Laporan uji")
    assert f"Huruf: {huruf.nama_huruf()}" in teks(tim.buka(f"/laporan/details/?id={id_}"))


def test_the_screen_names_the_face_of_the_class_and_of_a_signed_paper_the_one_that_was_fixed(
    app: Flask, tim: Layar, musrenbang: int, tulis: Callable[..., list[int]]
) -> None:
    from documents import huruf, potret
    from models.base import db
    from models.pengaturan import KeluargaHuruf, kelas
    from models.tim import Tim

    (id_,) = tulis(Tim, musrenbang_id=musrenbang, perihal="Pembentukan tim uji")
    bookman, times = huruf.nama_huruf("Bookman Old Style"), huruf.nama_huruf("Times New Roman")
    assert f"Huruf: {bookman} " in f"{teks(tim.buka(f'/tim/details/?id={id_}'))} "
    with app.app_context():
        potret.tetapkan(db.session.get_one(Tim, id_))
        kelas("sk").huruf = KeluargaHuruf.TIMES  # type: ignore[union-attr]
        db.session.commit()
    halaman = teks(tim.buka(f"/tim/details/?id={id_}"))
    assert f"Huruf: {bookman}" in halaman
    assert times not in halaman


def test_a_division_head_is_told_of_what_waits_in_the_own_kelompok(
    layar: Callable[[str], Layar], usulan: Callable, tulis: Callable[..., list[int]]
) -> None:
    from models.usulan import StatusUsulan

    # kelompok 1 is Pemerintahan, 2 Fisik; the oldest usulan belong to the one, two younger ones to the other.
    usulan(6, kode=lambda i: f"A-{i}", status=StatusUsulan.DRAF, kelompok_sidang_id=1)
    usulan(2, kode=lambda i: f"B-{i}", status=StatusUsulan.DRAF, kelompok_sidang_id=2)
    assert "Usulan: Draf 2 Ajukan" in teks(layar("kepala_bidang_ik").buka("/"))
    assert "Usulan: Draf 6 Ajukan" in teks(layar("kepala_bidang_ppm").buka("/"))
    assert "Usulan: Draf 8 Ajukan" in teks(layar("tim_musrenbang").buka("/"))
