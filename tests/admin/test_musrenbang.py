"""The start page and the official form of the SOP."""

from __future__ import annotations

from collections.abc import Callable

from tests.admin.layar import Layar, teks


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
