"""A list in a real browser: a selection over pages, the panel of filters, columns, saved filters, sums."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.peramban import Peramban

pytestmark = pytest.mark.browser
DAFTAR = "/usulan/?per=25&urut=kode"


def kotak(page: Page, n: int):  # type: ignore[no-untyped-def]
    return page.locator("tbody [name=rowid]").nth(n)


def tercentang(page: Page) -> int:
    return page.locator("tbody [name=rowid]:checked").count()


def terkirim(page: Page) -> dict[str, list[str]]:
    """What the form of the selection would send."""
    isi = page.evaluate("() => new URLSearchParams(new FormData(document.querySelector('form.massal'))).toString()")
    return parse_qs(isi)


def maju(page: Page, kata: str = "Berikutnya ›") -> None:
    page.get_by_role("link", name=kata).click()
    page.wait_for_load_state("load")


def test_a_selection_by_range_survives_the_next_page_and_is_sent_whole(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka(DAFTAR).page
    kotak(page, 1).click()
    kotak(page, 5).click(modifiers=["Shift"])
    assert tercentang(page) == 5
    maju(page)
    assert tercentang(page) == 0
    expect(page.locator("[data-terpilih]")).to_have_text("5 dipilih")
    kotak(page, 0).click()
    assert len(terkirim(page)["rowid"][0].split(",")) == 6
    maju(page, "« Awal")
    assert tercentang(page) == 5
    kotak(page, 2).click()
    expect(page.locator("[data-terpilih]")).to_have_text("5 dipilih")
    page.get_by_role("button", name="Batalkan pilihan").click()
    assert tercentang(page) == 0
    assert "rowid" not in terkirim(page)


def test_all_that_match_can_be_chosen_but_for_some(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka(DAFTAR).page
    peramban.centang_yang_cocok()
    assert tercentang(page) == 25
    kotak(page, 3).click()
    luar = str(kotak(page, 3).get_attribute("value"))
    maju(page)
    assert tercentang(page) == 25
    expect(page.locator("[data-terpilih]")).to_contain_text(", kecuali 1")
    kirim = terkirim(page)
    assert (kirim["semua"], kirim["kecuali"]) == (["1"], [luar])
    page.goto("/usulan/?per=25&status=draf")  # another filter is another selection
    assert tercentang(page) == 0


def test_the_panel_asks_for_several_values_and_none_and_its_address_can_be_sent_on(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka(DAFTAR).page
    page.locator("details.saringan summary").click()
    panel = page.locator(".panel-saring")
    panel.get_by_role("group", name="Asal").get_by_label("Masyarakat").check()
    panel.get_by_role("group", name="Asal").get_by_label("Pokok pikiran DPRD").check()
    sempit = panel.get_by_label("Sempitkan pilihan Kelurahan/wilayah")
    sempit.fill("bogor sel")
    expect(panel.get_by_role("group", name="Kelurahan/wilayah").locator(".pilihan label:visible")).to_have_count(1)
    panel.get_by_role("group", name="Status").get_by_label("Draf").check()
    panel.get_by_role("group", name="Status").get_by_label("Kecuali yang dicentang").check()
    panel.get_by_role("button", name="Terapkan").click()
    page.wait_for_load_state("load")
    tanya = parse_qs(urlsplit(page.url).query)
    assert tanya["asal"] == ["masyarakat", "pokok pikiran DPRD"]
    assert tanya["status.bukan"] == ["draf"]
    assert tanya["urut"] == ["kode"]
    assert not [k for k, v in tanya.items() if v == [""]]
    expect(page.locator(".cip")).to_have_count(2)

    lain = peramban.masuk("pengawas").buka(page.url).page
    expect(lain.locator(".cip").first).to_contain_text("Asal: Masyarakat atau Pokok pikiran DPRD")
    lain.locator(".cip a").first.click()
    expect(lain.locator(".cip")).to_have_count(1)
    assert not peramban.keluhan


def test_columns_are_chosen_kept_under_a_name_and_opened_again(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/?urut=-pagu_usulan")
    page = p.page
    page.locator("summary", has_text="Kolom").click()
    tampak = page.locator("[data-kolom] [name=kolom]:checked")
    while tampak.count():
        tampak.first.uncheck()
    for kata in ("Usulan", "Pagu usulan"):
        page.locator("[data-kolom]").get_by_label(kata, exact=True).check()
    page.locator("[data-kolom]").get_by_role("button", name="Terapkan").click()
    page.wait_for_load_state("load")
    assert parse_qs(urlsplit(page.url).query)["kolom"] == ["usulan,pagu_usulan"]
    kepala = page.locator("thead th[scope=col]:not(.pilih)")
    assert [re.sub(r"\W+$", "", k) for k in kepala.all_inner_texts()] == ["Usulan", "Pagu usulan"]

    page.locator("summary", has_text="Tersimpan").click()
    page.get_by_label("Simpan tampilan ini sebagai").fill("Termahal")
    page.locator(".simpan-saring button").click()
    page.wait_for_load_state("load")
    page.goto("/usulan/")
    page.locator("summary", has_text="Tersimpan").click()
    page.get_by_role("link", name="Termahal").click()
    page.wait_for_load_state("load")
    assert parse_qs(urlsplit(page.url).query) == {"urut": ["-pagu_usulan"], "kolom": ["usulan,pagu_usulan"]}
    expect(page.locator("[data-jumlah]")).to_contain_text("Pagu usulan: Rp")
    assert not peramban.keluhan


def test_a_phone_shows_the_panels_without_sideways_scrolling(ponsel: Peramban) -> None:
    page = ponsel.masuk("tim_musrenbang").buka("/usulan/").page
    for kata in ("Saringan", "Tersimpan", "Kolom", "Unduh"):
        page.locator(".lipat > summary", has_text=kata).click()
        if kata == "Saringan":
            page.locator(".panel-saring").wait_for()
        halaman, jendela = ponsel.lebar()
        assert halaman <= jendela, kata
        if kata == "Saringan":
            page.locator(".lipat > summary", has_text=kata).click()
    page.get_by_label("Semua di halaman ini", exact=True).check()
    assert tercentang(page) == page.locator("tbody [name=rowid]").count()
