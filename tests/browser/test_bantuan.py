"""`?` and the way around in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.peramban import Peramban

pytestmark = pytest.mark.browser


def test_a_question_mark_shows_the_keys_of_the_page_and_typing_one_in_a_field_does_not(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka("/usulan/").page
    kotak = page.locator("#pintas")
    page.keyboard.press("Shift+?")
    expect(kotak).to_be_visible()
    expect(kotak.get_by_text("Mencentang baris")).to_be_visible()
    expect(kotak.get_by_text("Menyimpan kisi")).to_be_hidden()
    assert axe.periksa(page, "terang") + axe.periksa(page, "gelap") == []
    page.keyboard.press("Escape")
    expect(kotak).to_be_hidden()

    page.locator("#q").fill("apa")
    page.locator("#q").press("Shift+?")
    expect(kotak).to_be_hidden()
    expect(page.locator("#q")).to_have_value("apa?")

    # The same by a button, and a page's own keys.
    page.evaluate("() => { document.querySelector('h1').dataset.pintas = 'K: Keterangan halaman ini' }")
    page.locator("details.bantuan summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tombol pintas").click()
    expect(kotak.get_by_text("Keterangan halaman ini")).to_be_visible()
    assert axe.periksa(page, "terang") == []


@pytest.mark.parametrize("layar", ["peramban", "ponsel"])
def test_the_way_around_is_walked_by_keyboard_once_and_found_again_in_the_help(
    layar: str, request: pytest.FixtureRequest
) -> None:
    p: Peramban = request.getfixturevalue(layar)
    page = p.masuk("kepala_bidang").buka("/").page
    jalan = page.locator("#keliling")
    page.get_by_role("link", name="Berkeliling").first.click()
    judul = []
    with page.expect_response("**/bantuan/kenal/"):
        for _ in range(5):
            expect(jalan).to_be_visible()
            kotak = jalan.bounding_box()
            assert kotak
            assert kotak["x"] >= 0
            assert kotak["y"] >= 0
            assert kotak["x"] + kotak["width"] <= page.evaluate("innerWidth")
            judul.append(jalan.locator("h2:visible").inner_text())
            expect(page.locator(".disorot")).to_be_visible()
            page.keyboard.press("Enter")
    expect(jalan).to_be_hidden()
    assert judul == ["Yang menunggu Anda", "Di mana SOP berdiri", "Mencari", "Menu", "Bantuan"]
    expect(p.buka("/").page.locator("[data-kenalan]")).to_have_count(0)

    p.buka("/bantuan/").page.get_by_role("link", name="Tunjukkan di Beranda").click()
    expect(jalan).to_be_visible()
    assert axe.periksa(page, "terang") == []
    page.keyboard.press("Escape")
    expect(jalan).to_be_hidden()
