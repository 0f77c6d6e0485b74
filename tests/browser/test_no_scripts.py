"""A day's work in a browser that runs no scripts: nothing on the way of a record needs them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.peramban import LAYAR, SANDI
from tests.peladen import Peladen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(chromium: Browser, peladen: Peladen) -> Iterator[Page]:
    """Signed in through the form as sub_koordinator."""
    context = chromium.new_context(java_script_enabled=False, base_url=peladen.url, viewport=LAYAR, locale="id-ID")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("Nama pengguna").fill("sub_koordinator")
    page.get_by_label("Kata sandi").fill(SANDI)
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator("summary .nama")).to_be_attached()
    yield page
    context.close()


def test_a_record_is_made_printed_and_moved_with_a_note_and_rows_are_changed_together(page: Page) -> None:
    page.goto("/nota-dinas/new/")
    page.locator("[name=perihal]").fill("Persiapan tanpa skrip")
    page.locator("[name=isi]").fill("Mohon disiapkan.")
    page.locator("select[name=penandatangan_id]").select_option(index=1)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Persiapan tanpa skrip")
    paper = page.request.get(page.locator("a[href*='/print/']").first.get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")

    page.get_by_role("link", name="Ajukan untuk ditandatangani").click()
    page.locator("[name=catatan]").fill("Mohon segera.")
    page.get_by_role("button", name="Ajukan untuk ditandatangani").click()
    expect(page.locator("main")).to_contain_text("Diajukan")
    expect(page.locator("main")).to_contain_text("Mohon segera.")

    page.goto("/ruang/")
    ticks = page.locator("input[name=rowid]")
    ticks.nth(0).check()
    ticks.nth(1).check()
    page.locator("select[name=aksi]").select_option(label="Ubah isian…")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator("h1")).to_contain_text("2 ruang")
    page.locator("select[name=cara_gedung]").select_option(index=1)
    page.locator("[name=nilai_gedung]").fill("Gedung Tanpa Skrip")
    page.get_by_role("button", name="Lihat hasilnya dahulu").click()
    expect(page.locator("main")).to_contain_text("Gedung Tanpa Skrip")
    page.get_by_role("button", name="Ubah 2").click()
    page.goto("/ruang/?q=tanpa+skrip")
    expect(page.locator("input[name=rowid]")).to_have_count(2)
