"""The board in a real browser: a block is dragged to another room and time, a clash is seen and refused."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.peramban import Peramban

pytestmark = pytest.mark.browser

HARI = "2031-05-05"


@pytest.fixture
def papan(peramban: Peramban) -> Page:
    """The board of a day with two acara in room A: "Pembukaan" 09–11 and "Penutupan" 13–14; room B is free."""
    p = peramban.masuk("tim_musrenbang").buka("/musrenbang/")
    jawab = p.kirim("/musrenbang/new/", {"nama": "Musrenbang Papan", "tahun": "2032"})
    if jawab.status == 302:
        m = jawab.headers["location"].split("id=")[1]
        a, _ = (baru(p, "/ruang/new/", nama=f"Aula {n}", aktif="1") for n in "AB")
        j = baru(p, "/jadwal/new/", musrenbang_id=m, judul="Jadwal Papan")
        for nama, mulai, selesai in (("Pembukaan", "09:00", "11:00"), ("Penutupan", "13:00", "14:00")):
            waktu = {"mulai": f"{HARI}T{mulai}", "selesai": f"{HARI}T{selesai}"}
            baru(p, "/acara/new/", jadwal_id=j, ruang_id=a, nama=nama, **waktu)
    return p.buka(f"/papan/?hari={HARI}").page


def baru(p: Peramban, alamat: str, **isi: str) -> str:
    jawab = p.kirim(alamat, isi)
    assert jawab.status == 302, jawab.text()
    return jawab.headers["location"].split("id=")[1]


def blok(page: Page, nama: str) -> Locator:
    return page.locator(".papan .blok", has_text=nama)


def seret(page: Page, nama: str, jam: float, ruang: str = "", ujung: bool = False, lepas: bool = True) -> None:
    """Take the block (or its end) and carry it so many hours to the right, to the row of `ruang`."""
    dari = blok(page, nama).bounding_box()
    satu_jam = page.locator(".papan thead th[data-jam]").first.bounding_box()
    assert dari
    assert satu_jam
    x, y = dari["x"] + (dari["width"] - 3 if ujung else dari["width"] / 2), dari["y"] + dari["height"] / 2
    ke_y = y
    if ruang:
        baris = page.locator(f'.papan tbody[data-ruang="{ruang}"]').bounding_box()
        assert baris
        ke_y = baris["y"] + baris["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + jam * satu_jam["width"] / 2, (y + ke_y) / 2, steps=4)
    page.mouse.move(x + jam * satu_jam["width"], ke_y, steps=4)
    if lepas:
        page.mouse.up()


def test_a_block_is_dragged_refused_taken_back_and_made_longer(peramban: Peramban, papan: Page) -> None:
    kabar = papan.locator("[data-kabar]")

    # To another room and half an hour later.
    seret(papan, "Pembukaan", 0.5, "Aula B")
    expect(kabar).to_contain_text("“Pembukaan” sekarang 09.30–11.30 di Aula B.")
    expect(papan.locator('tbody[data-ruang="Aula B"] .blok')).to_contain_text("09.30–11.30")

    # Taken back.
    kabar.get_by_role("button", name="Kembalikan").click()
    expect(kabar).to_contain_text("“Pembukaan” sekarang 09.00–11.00 di Aula A.")
    expect(papan.locator('tbody[data-ruang="Aula A"] .blok')).to_have_count(2)

    # A clash is seen while dragging, and nothing is lost by letting go.
    seret(papan, "Pembukaan", 3.5, lepas=False)
    expect(papan.locator(".papan-bayang.bentrok")).to_contain_text("12.30–14.30")
    expect(kabar).to_contain_text("Bentrok dengan “Penutupan” 13.00–14.00")
    papan.keyboard.press("Escape")
    papan.mouse.up()
    expect(papan.locator(".papan-bayang")).to_have_count(0)
    expect(kabar).to_contain_text("Tidak jadi dipindah")

    # Let go on it, the server refuses and the block stands where it stood.
    seret(papan, "Pembukaan", 3.5)
    expect(kabar).to_contain_text("“Pembukaan” tidak dipindah. Ruang sudah dipakai untuk “Penutupan”")
    expect(blok(papan, "Pembukaan")).to_contain_text("09.00–11.00")
    papan.reload()
    expect(blok(papan, "Pembukaan")).to_contain_text("09.00–11.00")

    # Its end alone.
    seret(papan, "Pembukaan", 1, ujung=True)
    expect(kabar).to_contain_text("“Pembukaan” sekarang 09.00–12.00 di Aula A.")
    papan.reload()
    expect(blok(papan, "Pembukaan")).to_contain_text("09.00–12.00")

    # A drag opens no form, a click does: the way of the keyboard.
    assert "/papan/" in papan.url
    blok(papan, "Pembukaan").get_by_role("link").focus()
    papan.keyboard.press("Enter")
    expect(papan).to_have_url(re.compile(r"/acara/edit/\?id=\d+&papan=1"))
    # The browser itself reports the one refused answer; nothing else may stand on its console.
    assert all("status of 400" in k for k in peramban.keluhan), peramban.keluhan
    assert len(peramban.keluhan) == 1


def test_the_form_says_that_the_room_is_taken_before_it_is_saved(peramban: Peramban, papan: Page) -> None:
    blok(papan, "Penutupan").get_by_role("link").click()
    kabar = papan.locator("[data-bentrok]")
    expect(kabar).to_be_hidden()
    papan.get_by_label("Mulai").fill(f"{HARI}T10:00")
    papan.get_by_label("Mulai").press("Tab")
    expect(kabar).to_contain_text("Ruang sudah dipakai untuk “Pembukaan”")
    papan.get_by_label(re.compile("^Ruang")).select_option(label="Aula B")
    expect(kabar).to_be_hidden()
    peramban.tekan("Simpan")
    expect(papan).to_have_url(re.compile(rf"/papan/\?hari={HARI}"))
    expect(papan.locator('tbody[data-ruang="Aula B"] .blok')).to_contain_text("Penutupan")
    assert not peramban.keluhan


def test_an_empty_place_is_booked_with_three_clicks(peramban: Peramban, papan: Page) -> None:
    papan.goto("/papan/")
    papan.locator('tbody[data-ruang="Aula A"] td > a[title="15.00"]').first.click()
    papan.get_by_label("Acara", exact=True).fill("Gladi")
    peramban.tekan("Simpan")
    expect(blok(papan, "Gladi")).to_contain_text("15.00–16.00")
    assert not peramban.keluhan


def test_on_a_phone_the_board_is_a_list_and_the_page_stands_still(ponsel: Peramban, papan: Page) -> None:
    for alamat in (f"/papan/?hari={HARI}", f"/papan/?hari={HARI}&tampilan=bulan", "/gambaran/", "/kalender/"):
        ponsel.masuk("tim_musrenbang").buka(alamat)
        halaman, jendela = ponsel.lebar()
        assert halaman <= jendela, alamat
    ponsel.buka(f"/papan/?hari={HARI}")
    expect(ponsel.page.locator(".papan")).to_be_hidden()
    expect(ponsel.page.locator(".papan-daftar")).to_contain_text("Pembukaan")
    assert not ponsel.keluhan
