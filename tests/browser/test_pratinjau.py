"""The paper beside its settings in a real browser, under the real policy: drawn while one types, names by a click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.peramban import Peramban

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PERAMBAN_PENUH = True


def buka(p: Peramban, kunci: str) -> Peramban:
    p.masuk("administrator").buka(f"/pengaturan/?q={kunci}")
    p.page.locator(".data tbody a").first.click()
    p.page.get_by_role("link", name="Ubah", exact=True).click()
    return p


def tinta(kanvas: Locator) -> int:
    """How many pixels of the picture are dark."""
    jumlah: int = kanvas.evaluate(
        "k => { const d = k.getContext('2d').getImageData(0, 0, k.width, k.height).data; let n = 0;"
        "for (let i = 0; i < d.length; i += 4) if (d[i] < 100) n++; return n; }"
    )
    return jumlah


def test_the_paper_follows_the_typing_and_a_broken_text_takes_its_place(peramban: Peramban) -> None:
    p = buka(peramban, "undangan.penutup")
    kanvas, kalimat = p.page.locator("canvas"), p.page.locator("[data-kalimat]")
    expect(kanvas).to_be_visible()
    semula = tinta(kanvas)
    p.page.locator("#nilai").fill("Penutup. " * 200)
    for _ in range(300):
        p.page.wait_for_timeout(100)
        if abs(tinta(kanvas) - semula) > 3000:  # the long text sends the signature to the next page
            break
    assert abs(tinta(kanvas) - semula) > 3000

    p.page.locator("#nilai").fill("Tahun {tahun_ini}")
    expect(kalimat).to_contain_text("Isian “{tahun_ini}” tidak dikenal")
    expect(kanvas).to_be_hidden()

    p.page.locator("#nilai").fill("Tahun ")
    p.page.locator("#nilai").press("End")
    p.page.get_by_role("button", name="{tahun_rencana}").click()
    expect(p.page.locator("#nilai")).to_have_value("Tahun {tahun_rencana}")
    expect(kanvas).to_be_visible()
    expect(kalimat).to_be_empty()
    # The policy of the pages stopped nothing.
    assert not [k for k in p.keluhan if "CSP" in k]


def test_on_a_phone_the_paper_stands_below_the_form_and_fits(ponsel: Peramban) -> None:
    p = buka(ponsel, "kop.instansi")
    kanvas = p.page.locator("canvas")
    expect(kanvas).to_be_visible()
    form, gambar = p.page.locator("form.borang").bounding_box(), kanvas.bounding_box()
    assert form is not None
    assert gambar is not None
    assert gambar["y"] > form["y"] + form["height"]
    assert gambar["x"] + gambar["width"] <= 360
    assert p.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_button_opens_the_paper_as_pdf_and_the_form_can_still_be_saved(peramban: Peramban) -> None:
    p = buka(peramban, "kop.telepon")
    p.page.locator("#nilai").fill("(0251) 1234567")
    with p.konteks.expect_page() as jendela:
        p.page.get_by_role("button", name="Pratinjau PDF").click()
    assert re.search(r"/pengaturan/pratinjau/", jendela.value.url) or jendela.value.url == "about:blank"
    jendela.value.close()
    p.page.get_by_role("button", name="Simpan").click()
    expect(p.page.locator("main")).to_contain_text("Perubahan disimpan.")
    expect(p.page.locator("main")).to_contain_text("(0251) 1234567")
