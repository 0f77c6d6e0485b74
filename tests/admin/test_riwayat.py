"""The whole diary, and the page of a SOP revision."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.admin.layar import Layar, teks


@pytest.mark.parametrize("nama", ["pengawas", "administrator", "kepala_badan"])
def test_the_diary_is_open_to_those_who_answer_for_it(
    layar: Callable[[str], Layar], musrenbang: int, nama: str
) -> None:
    halaman = layar(nama).buka("/riwayat/")
    assert "Mulai Musrenbang" in teks(halaman)
    assert 'href="/riwayat/"' in layar(nama).buka("/")


@pytest.mark.parametrize("nama", ["tim_musrenbang", "kepala_bidang", "fungsional_perencana", "sekretariat"])
def test_the_diary_as_a_whole_is_closed_to_the_others(layar: Callable[[str], Layar], nama: str) -> None:
    layar(nama).buka("/riwayat/", 403)
    assert 'href="/riwayat/"' not in layar(nama).buka("/")


def test_the_diary_is_sifted_by_kind_person_and_day(layar: Callable[[str], Layar], musrenbang: int) -> None:
    pengawas = layar("pengawas")
    assert "Mulai Musrenbang" not in teks(pengawas.buka("/riwayat/?kind=wilayah"))
    assert "Mulai Musrenbang" in teks(pengawas.buka("/riwayat/?kind=musrenbang&nama=TIM%20MUS"))
    assert "Tidak ada riwayat" in teks(pengawas.buka("/riwayat/?nama=%25%25tidak"))
    assert "Tidak ada riwayat" in teks(pengawas.buka("/riwayat/?sampai=2001-01-01"))


def test_the_diary_goes_on_from_page_to_page(layar: Callable[[str], Layar]) -> None:
    pengawas = layar("pengawas")
    satu = pengawas.buka("/riwayat/?kind=wilayah")
    lanjut = satu.split('<a class="tombol" href="')[1].split('"')[0].replace("&amp;", "&")
    dua = pengawas.buka("/riwayat/" + lanjut)
    pertama = {x for x in satu.split('href="') if x.startswith("/wilayah/details")}
    assert pertama
    assert not pertama & {x for x in dua.split('href="') if x.startswith("/wilayah/details")}


@pytest.mark.parametrize("isi", ["kind=tidak_ada", "dari=31-02-2026", "sebelum=-1", "sebelum=99999999999", "sampai=x"])
def test_a_broken_filter_of_the_diary_gets_a_sentence(layar: Callable[[str], Layar], isi: str) -> None:
    layar("pengawas").buka(f"/riwayat/?{isi}", 400)


def test_the_page_of_the_sop_shows_its_identity_and_who_is_not_confirmed(layar: Callable[[str], Layar]) -> None:
    halaman = teks(layar("pengawas").buka("/sop-revisi/details/?id=1"))
    assert "SOP/P2EPD.1/003" in halaman
    assert "Jumlah norma 875 menit" in halaman
    assert "Undang-Undang No 25 Tahun 2004" in halaman
    assert "Usulan-usulan Forum PD" in halaman
    assert "belum dikonfirmasi, keyakinan 95%" in halaman
    assert "Koreksi → langkah 5" in halaman
