"""Searching in a real browser: the slash, the hits while one types, arrows and Enter, and the page of all hits."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.peramban import Peramban

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_slash_leads_to_the_box_and_the_arrows_to_a_record(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/wilayah/")
    kotak = p.page.get_by_role("combobox", name="Cari di semua data")
    p.page.keyboard.press("/")
    expect(kotak).to_be_focused()
    expect(kotak).to_have_value("")

    kotak.press_sequentially("SALURAN drainase")
    pilihan = p.page.get_by_role("listbox", name="Hasil pencarian").get_by_role("option")
    expect(pilihan.first).to_be_visible()
    expect(kotak).to_have_attribute("aria-expanded", "true")
    expect(p.page.get_by_role("group", name="Usulan")).to_be_visible()
    expect(pilihan.first.locator("mark").first).to_have_text("saluran", ignore_case=True)

    kotak.press("ArrowDown")
    expect(pilihan.first).to_have_attribute("aria-selected", "true")
    expect(kotak).to_have_attribute("aria-activedescendant", pilihan.first.get_attribute("id") or "")
    kotak.press("Escape")
    expect(p.page.get_by_role("listbox", name="Hasil pencarian")).to_be_hidden()
    kotak.press("Backspace")
    expect(pilihan.first).to_be_visible()
    kotak.press("ArrowDown")
    kotak.press("Enter")
    p.page.wait_for_url(re.compile(r"/details/\?id=\d+"))
    expect(p.page.locator("main")).to_contain_text(re.compile("saluran", re.I))


def test_enter_alone_opens_the_page_of_all_hits_with_their_marks(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/")
    p.page.keyboard.press("/")
    p.page.keyboard.type("kelurahan")
    p.page.keyboard.press("Enter")
    p.page.wait_for_url(re.compile(r"/cari/\?q=kelurahan$"))
    expect(p.page.locator("main mark").first).to_have_text("kelurahan", ignore_case=True)
    p.page.get_by_role("link", name="Semua yang cocok di usulan").click()
    p.page.wait_for_url(re.compile(r"/usulan/\?q=kelurahan"))
    assert not [k for k in p.keluhan if "CSP" in k]


def test_a_slash_in_a_field_is_a_letter_and_nothing_found_is_said(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/cari/")
    p.page.locator("main #q").fill("")
    p.page.locator("main #q").press_sequentially("005/12")
    expect(p.page.locator("main #q")).to_have_value("005/12")

    kotak = p.page.locator("#cari-semua")
    kotak.fill("zzqqxx")
    expect(p.page.get_by_role("listbox", name="Hasil pencarian")).to_contain_text("Tidak ada yang cocok.")
    kotak.press("Escape")
    expect(p.page.get_by_role("listbox", name="Hasil pencarian")).to_be_hidden()


def test_a_list_follows_the_typing_and_its_rows_can_still_be_ticked(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=semua")
    semula = p.page.locator("#hasil-daftar .jumlah b").inner_text()
    kotak = p.page.locator("#q")
    kotak.press_sequentially("drainase")
    tanda = p.page.locator("#hasil-daftar mark")
    expect(tanda.first).to_have_text("drainase", ignore_case=True)
    expect(p.page).to_have_url(re.compile(r"[?&]q=drainase"))
    expect(kotak).to_be_focused()
    assert p.page.locator("#hasil-daftar .jumlah b").inner_text() != semula

    p.page.locator("#hasil-daftar [name=rowid]").first.check()
    expect(p.page.locator("[data-terpilih]")).to_have_text("1 dipilih")
    p.page.locator("details[data-panel] summary").click()
    expect(p.page.locator("details[data-panel] .panel-besar")).to_be_visible()
    assert not [k for k in p.keluhan if "CSP" in k]


def test_a_misspelt_word_is_answered_with_what_was_meant(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=semua&q=drianase")
    expect(p.page.locator("#hasil-daftar")).to_contain_text("Maksud Anda: drainase?")
    p.page.get_by_role("link", name="drainase").click()
    expect(p.page.locator("#hasil-daftar mark").first).to_have_text("drainase", ignore_case=True)
