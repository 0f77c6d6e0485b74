"""A bulk edit in a real browser: fields and ways, before and after, agreed to, taken back; at a desk and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.peramban import Peramban

pytestmark = pytest.mark.browser


def ubah_jabatan(peramban: Peramban, lama: str, baru: str) -> None:
    """The first six of the address book: one title for another."""
    peramban.masuk("tim_musrenbang").buka("/pemangku-kepentingan/?q=Dinas")
    page = peramban.page
    for satu in page.locator("[name=rowid]").all()[:6]:
        satu.check()
    tindakan = page.locator(".bilah-ponsel").get_by_role("button", name="Tindakan")  # a sheet on a phone
    if tindakan.is_visible():
        tindakan.click()
    page.locator("#aksi").select_option(label="Ubah isian…")
    peramban.tekan("Lanjut", ".massal .alat")
    # Only what belongs to the chosen way is there to be typed into.
    assert not page.locator("[name=nilai_nama]").is_visible()
    page.get_by_label("Nama atau jabatan: cara mengubah").select_option(label="Cari dan ganti")
    assert not page.locator("[name=nilai_nama]").is_visible()
    page.locator("[name=cari_nama]").fill(lama)
    page.locator("[name=ganti_nama]").fill(baru)
    peramban.tekan("Lihat hasilnya dahulu")


def pernah(peramban: Peramban, lama: str, baru: str) -> None:
    ubah_jabatan(peramban, lama, baru)
    page = peramban.page
    assert page.locator(".hitung.berubah").inner_text().split() == ["6", "akan", "berubah"]
    assert page.locator("del").first.inner_text() == lama
    assert page.locator("ins").first.inner_text() == baru
    lebar, layar = peramban.lebar()
    assert lebar <= layar
    peramban.tekan("Ubah 6 baris")
    assert "6 dari 6 berhasil." in peramban.teks
    peramban.tekan("Urungkan")
    assert page.locator("del").first.inner_text() == baru
    peramban.tekan("Urungkan 6 baris")
    assert "6 dari 6 berhasil." in peramban.teks
    assert f"{baru} " not in peramban.teks
    assert not peramban.keluhan


def test_an_edit_is_seen_before_it_is_done_and_taken_back(peramban: Peramban) -> None:
    pernah(peramban, "Kepala", "Pimpinan")


def test_the_same_on_a_phone(ponsel: Peramban) -> None:
    pernah(ponsel, "Kepala", "Ketua")
