"""The frame of the panel in a real browser: looks, menu, paper, and how few clicks the next task takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench import wajah
from tests.browser.peramban import SANDI, Peramban
from tests.peladen import AKAR, Peladen, lingkungan

pytestmark = pytest.mark.browser


def dasar(p: Peramban) -> str:
    """The colour behind the page."""
    return str(p.page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_chosen_look_stays_whatever_the_system_wants(peramban: Peramban) -> None:
    p = peramban.masuk("pengawas").buka("/usulan/")
    terang = dasar(p)
    p.page.emulate_media(color_scheme="dark")
    gelap = dasar(p)
    assert gelap != terang
    for kata, warna in (("Terang", terang), ("Gelap", gelap)):
        p.page.locator("details.saya > summary").click()
        p.tekan(kata)
        assert p.page.url.endswith("/usulan/")
        for skema in ("light", "dark"):
            p.page.emulate_media(color_scheme=skema)  # type: ignore[arg-type]
            assert dasar(p.buka("/rapat/")) == warna
        p.buka("/usulan/")


def test_a_system_that_asks_for_contrast_gets_it_unless_the_person_chose(peramban: Peramban) -> None:
    p = peramban.masuk("pengawas").buka("/")
    biasa = dasar(p)
    p.page.emulate_media(contrast="more")
    assert dasar(p) == "rgb(255, 255, 255)" != biasa
    p.page.locator("details.saya > summary").click()
    p.tekan("Terang")
    assert dasar(p) == biasa


def test_nothing_needs_a_script_to_be_seen_or_found(chromium: Browser, peladen: Peladen) -> None:
    konteks = chromium.new_context(
        base_url=peladen.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = konteks.new_page()
    page.goto("/login")
    page.get_by_label("Nama pengguna").fill("tim_musrenbang")
    page.get_by_label("Kata sandi").fill(SANDI)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()
    expect(page.get_by_role("heading", name="Perjalanan SOP")).to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("link", name="Jadwal", exact=True).click()
    expect(page.get_by_role("heading", name="Jadwal", exact=True)).to_be_visible()
    konteks.close()


def test_a_page_does_not_jump_while_it_loads(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang")
    for _, alamat in wajah.ALAMAT[1:]:
        assert p.buka(alamat).page.evaluate(wajah.AMBIL)[1] <= wajah.BATAS_GESER, alamat


def test_the_menu_of_a_phone_is_a_drawer_that_escape_closes(ponsel: Peramban) -> None:
    page = ponsel.masuk("tim_musrenbang").buka("/usulan/").page
    menu = page.locator("nav.samping")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Usulan", exact=True)).to_have_attribute("aria-current", "page")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "menu"


def test_every_icon_of_the_menu_is_seen(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka("/").page
    kosong = page.locator("nav.samping details[open] .ikon, nav.samping > ul .ikon").evaluate_all(
        "semua => semua.filter(s => !s.getBBox().width).map(s => s.firstElementChild.getAttribute('href'))"
    )
    assert kosong == []


def test_paper_shows_what_is_shown_and_nothing_to_press(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=1&status=final").page
    page.emulate_media(media="print", color_scheme="dark")
    for pemilih in (".atas", "nav.samping", ".remah", ".saring", ".alat", ".halaman", "td.pilih"):
        assert page.locator(pemilih).first.is_hidden(), pemilih
    assert page.locator("main button, main .tombol").evaluate_all("s => s.every(e => !e.checkVisibility())")
    kepala = page.locator(".kepala-cetak")
    expect(kepala).to_contain_text("Dicetak")
    expect(kepala).to_contain_text("Tim Musrenbang")
    expect(page.get_by_text("Usulan: final · Musrenbang 2027")).to_be_visible()
    assert page.locator("thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert page.locator(".data th").last.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"


def test_the_table_of_the_sop_fits_a_window_of_1280(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").page
    for alamat in ("/musrenbang/details/?id=1", "/musrenbang/details/?id=2", "/sop-revisi/details/?id=1"):
        page.goto(alamat)
        kotak = page.locator(".kotak-tabel:has(.formulir)")
        for lebar in (1280, 1265):  # a scrollbar that takes room
            page.set_viewport_size({"width": lebar, "height": 900})
            isi, jendela = kotak.evaluate("e => [e.scrollWidth, e.clientWidth]")
            assert isi <= jendela, (alamat, lebar)


def test_the_reason_of_a_step_is_one_click_away(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/")
    p.page.locator(".alir tr.kini th a").click()
    expect(p.page.locator("tr:target")).to_contain_text("Menugaskan seluruh Bidang")


def test_the_next_task_is_done_with_one_press(peramban: Peramban, var_panel: Path) -> None:
    perintah = [sys.executable, "-m", "tests.browser.isi_usulan", "3"]
    subprocess.run(perintah, cwd=AKAR, env=lingkungan(var_panel), check=True)
    p = peramban.masuk("tim_musrenbang").buka("/")
    tugas = p.page.locator(".antrean li", has=p.page.get_by_role("button")).first
    nama = tugas.locator("a").first.inner_text()
    tugas.get_by_role("button").first.click()
    expect(p.page.locator(".kabar.baik")).to_be_visible()
    assert p.page.url.rstrip("/") == p.alamat
    expect(p.page.locator(".antrean li").first).not_to_contain_text(nama)  # it waits for its next move, last in the row
