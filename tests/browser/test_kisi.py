"""The grid in a real browser: moving, typing, copying and pasting blocks, saving, and settling a clash."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.peramban import Peramban

pytestmark = pytest.mark.browser

USULAN = {
    "permasalahan": "Tergenang ketika hujan.",
    "asal": "masyarakat",
    "pengusul": "Ketua RW (Demo)",
    "kelompok_sidang_id": "1",
    "wilayah_id": "10",
    "volume": "1",
    "satuan": "meter",
    "pagu_usulan": "1000000",
    "kesiapan_lahan": "belum",
    "kesiapan_rincian": "belum",
}


@pytest.fixture
def kisi(peramban: Peramban) -> str:
    """The address of the grid over six fresh usulan of a Musrenbang of their own."""
    p = peramban.masuk("tim_musrenbang").buka("/musrenbang/")
    jawab = p.kirim("/musrenbang/new/", {"nama": "Musrenbang Kisi", "tahun": "2031"})
    if jawab.status == 302:
        milik = jawab.headers["location"].split("id=")[1]
        for n in range(6):
            isi = {**USULAN, "musrenbang_id": milik, "usulan": f"Perbaikan saluran RW {n}"}
            assert p.kirim("/usulan/new/", isi).status == 302
    else:
        p.buka("/musrenbang/?q=Kisi")
        milik = str(p.page.locator(".data tbody a").first.get_attribute("href")).split("id=")[1]
    return f"/usulan/kisi/?musrenbang_id={milik}&urut=kode"


def sel(page: Page, baris: int, kolom: str):  # type: ignore[no-untyped-def]
    kunci = page.locator(".lembar-kisi thead th").evaluate_all("els => els.map(e => e.dataset.k)")
    return page.locator(f".lembar-kisi tbody tr:nth-child({baris + 1}) > :nth-child({kunci.index(kolom) + 1})")


# Where a browser sends what is copied and pasted: Chromium to the cell, Firefox to the body after a click on a cell.
AT_CELL, AT_BODY = "activeElement", "body"


def tempel(page: Page, teks: str, at: str = AT_CELL) -> None:
    page.evaluate(
        """([teks, at]) => { const d = new DataTransfer(); d.setData('text/plain', teks);
        document[at].dispatchEvent(new ClipboardEvent('paste',
          {clipboardData: d, bubbles: true, cancelable: true})); }""",
        [teks, at],
    )


def salin(page: Page, at: str = AT_CELL) -> str:
    return page.evaluate(
        """at => { const d = new DataTransfer();
        document[at].dispatchEvent(new ClipboardEvent('copy',
          {clipboardData: d, bubbles: true, cancelable: true})); return d.getData('text/plain'); }""",
        at,
    )


def simpan(page: Page, kalimat: str) -> None:
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("[data-keadaan]")).to_have_text(re.compile(kalimat))


def test_a_block_is_typed_pasted_copied_undone_and_saved(peramban: Peramban, kisi: str) -> None:
    page = peramban.masuk("tim_musrenbang").buka(kisi).page
    sel(page, 0, "usulan").click()
    page.keyboard.type("Gorong-gorong baru")
    page.keyboard.press("Enter")
    expect(sel(page, 0, "usulan")).to_have_text("Gorong-gorong baru")
    expect(sel(page, 1, "usulan")).to_be_focused()

    page.keyboard.press("F2")
    page.keyboard.type("akan dibuang")
    page.keyboard.press("Escape")
    expect(sel(page, 1, "usulan")).not_to_have_text("akan dibuang")

    sel(page, 0, "volume").click()
    tempel(page, '12,5\t"paket\n2 baris"\t1.500.000\r\n7\tunit\tRp2.000.000\r\n')
    expect(sel(page, 0, "volume")).to_have_text("12,5")
    expect(sel(page, 1, "pagu_usulan")).to_have_text("Rp2.000.000")
    sel(page, 0, "satuan").click()
    tempel(page, "unit", AT_BODY)
    tempel(page, "")  # a picture: nothing to read
    expect(page.locator("[data-keadaan]")).to_have_text("7 sel berubah, belum disimpan.")

    sel(page, 0, "volume").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    assert salin(page) == salin(page, AT_BODY) == "12,5\tunit\n7\tunit"
    sel(page, 2, "volume").click()
    tempel(page, salin(page))
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    simpan(page, r"Tersimpan: \d+ sel pada \d baris")
    expect(sel(page, 1, "pagu_usulan")).to_have_text("2.000.000")

    page.reload()
    expect(sel(page, 0, "usulan")).to_have_text("Gorong-gorong baru")
    expect(sel(page, 0, "pagu_usulan")).to_have_text("1.500.000")
    assert not peramban.keluhan


def test_a_wrong_cell_is_named_and_a_clash_is_settled_there(peramban: Peramban, kisi: str) -> None:
    lain = peramban.masuk("sub_koordinator").buka(kisi).page
    page = peramban.masuk("tim_musrenbang").buka(kisi).page
    for satu, teks in ((page, "Milik tim"), (lain, "Milik koordinator")):
        sel(satu, 3, "usulan").click()
        satu.keyboard.type(teks)
        satu.keyboard.press("Enter")
    sel(page, 3, "pagu_usulan").click()
    page.keyboard.type("banyak")
    page.keyboard.press("Enter")
    simpan(page, "Pagu usulan: Tulis jumlah rupiah")  # the reason of the cell that has the focus
    expect(page.locator("[data-masalah]")).to_contain_text("Baris 4, Pagu usulan")
    expect(sel(page, 3, "pagu_usulan")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("5000000")
    page.keyboard.press("Enter")
    simpan(page, "Tersimpan: 2 sel pada 1 baris")

    lain.get_by_role("button", name="Simpan").click()
    expect(lain.locator("[data-masalah]")).to_contain_text("Sekarang: “Milik tim”")
    lain.get_by_role("button", name="Tetap pakai nilai saya").click()
    simpan(lain, "Tersimpan: 1 sel")
    # The browser itself reports the two refused answers; nothing else may stand on its console.
    assert all("status of 4" in k for k in peramban.keluhan), peramban.keluhan


def test_the_grid_fits_a_phone_without_sideways_scrolling_of_the_page(ponsel: Peramban) -> None:
    ponsel.masuk("tim_musrenbang").buka("/usulan/kisi/")
    halaman, jendela = ponsel.lebar()
    assert halaman <= jendela


def test_scrolled_to_its_last_columns_a_row_still_says_its_name_and_what_cannot_be_pressed_is_read(
    peramban: Peramban, kisi: str
) -> None:
    page = peramban.masuk("tim_musrenbang").buka(kisi).page
    letak = page.locator(".kotak-kisi").evaluate(
        "k => { k.scrollLeft = 600; const r = (e) => e.getBoundingClientRect();"
        "return [...k.querySelectorAll(`tr`)].map(t => ["
        "r(t.cells[1]).left - r(t.cells[0]).right, r(t.cells[0]).left - r(k).left]); }"
    )
    assert len(letak) == 7
    assert all(abs(celah) < 1 and 0 <= tepi < 3 for celah, tepi in letak), letak
    sel(page, 5, "satuan").click()
    page.keyboard.type("unit")
    page.keyboard.press("Enter")
    simpan(page, "Tersimpan: 1 sel")
    tombol = page.get_by_role("button", name="Simpan")
    expect(tombol).to_be_disabled()
    warna = "e => getComputedStyle(e).backgroundColor"
    tombol.hover(force=True)  # where the mouse still is
    assert tombol.evaluate(warna) == page.locator("[data-buang]").evaluate(warna)


def test_a_fingerprint_is_written_in_even_letters_and_its_label_is_not(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/dokumen/details/?id=1")
    huruf = p.page.locator(".fakta .sidik > *").evaluate_all(
        "els => els.map(e => [e.tagName, getComputedStyle(e).fontFamily.includes('monospace')])"
    )
    assert huruf == [["DT", False], ["DD", True]] * 2
