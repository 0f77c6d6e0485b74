"""A list in a real browser: a selection over pages, the panel of filters, columns, saved filters, sums."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import axe
from tests.browser.peramban import PONSEL, SANDI, Peramban
from tests.peladen import Peladen

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


def lembar(page: Page, kata: str) -> Locator:
    """A sheet of the phone, opened by its button."""
    page.locator(".bilah-ponsel").get_by_role("button", name=kata).click()
    return page.locator(".lembar-bawah:popover-open")


def test_a_phone_shows_the_first_record_after_three_rows_of_controls(ponsel: Peramban) -> None:
    page = ponsel.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=1&status=final&per=25").page
    page.set_viewport_size({"width": 390, "height": 844})
    tampak = page.locator("main :is(input, select, button, summary, .tombol, .cip, .saring a)").evaluate_all(
        """semua => { const kartu = document.querySelector('.data tbody tr').getBoundingClientRect().top;
        return semua.filter(e => e.checkVisibility() && !e.closest('.kepala, .jejak'))
          .map(e => e.getBoundingClientRect())
          .filter(k => k.width && k.bottom <= kartu).map(k => Math.round((k.top + k.bottom) / 2)) }"""
    )
    assert len({y // 20 for y in tampak}) <= 3, tampak
    assert page.locator(".data tbody tr").first.evaluate("e => e.getBoundingClientRect().top") < 600
    assert axe.periksa(page, "terang") == []


def test_a_phone_loses_nothing_and_its_sheets_work_with_the_keyboard(ponsel: Peramban) -> None:
    page = ponsel.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=1&status=final").page
    saring = lembar(page, "Saring")
    saring.locator(".panel-saring").wait_for()  # whoever opens the sheet wants the filters
    expect(saring.locator(".cip")).to_have_count(1)
    saring.locator("summary", has_text="Tersimpan").click()
    expect(saring.get_by_label("Simpan tampilan ini sebagai")).to_be_visible()
    assert ponsel.lebar()[0] <= ponsel.lebar()[1]
    assert axe.periksa(page, "terang") == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(saring).to_have_count(0)

    lain = lembar(page, "Lainnya")
    for kata in ("Kolom", "Unduh", "Urutkan"):
        lain.locator("summary", has_text=kata).click()
        assert ponsel.lebar()[0] <= ponsel.lebar()[1], kata
    for kata in ("Ubah sebagai kisi", "Impor", "Usulan ganda"):
        expect(lain.get_by_role("link", name=kata)).to_be_visible()
    assert axe.periksa(page, "terang") == []
    lain.get_by_role("button", name="Tutup").click()
    expect(lain).to_have_count(0)

    kotak(page, 0).check()
    expect(page.locator("[data-terpilih-ponsel]")).to_have_text("1")
    tindakan = lembar(page, "Tindakan")
    tindakan.get_by_label("Semua di halaman ini", exact=True).check()
    assert tercentang(page) == page.locator("tbody [name=rowid]").count()
    assert axe.periksa(page, "terang") == []
    page.locator("#aksi").select_option(label="Ubah isian…")
    ponsel.tekan("Lanjut", ".massal .alat")
    expect(page.locator("h1")).to_contain_text("Ubah isian")


def test_without_a_script_the_sheets_of_a_phone_open_all_the_same(peladen: Peladen, chromium: Browser) -> None:
    konteks = chromium.new_context(base_url=peladen.url, viewport=PONSEL, java_script_enabled=False)  # type: ignore[arg-type]
    page = konteks.new_page()
    page.goto("/login")
    page.get_by_label("Nama pengguna").fill("tim_musrenbang")
    page.get_by_label("Kata sandi").fill(SANDI)
    page.get_by_role("button", name="Masuk").click()
    page.goto("/usulan/?musrenbang_id=1")
    for kata, isi in (("Saring", "Saringan"), ("Tindakan", "Semua di halaman ini"), ("Lainnya", "Kolom")):
        expect(lembar(page, kata).get_by_text(isi, exact=True).first).to_be_visible()
        page.locator(".lembar-bawah:popover-open").get_by_role("button", name="Tutup").click()
    konteks.close()


def test_the_head_of_a_list_stays_in_sight_and_the_first_tick_moves_nothing(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=1&per=200").page
    for lebar, tinggi in ((1280, 600), (800, 700)):
        page.set_viewport_size({"width": lebar, "height": tinggi})
        page.locator(".massal .kotak-tabel").evaluate("e => { e.scrollLeft = 0 }")
        baris = page.locator(".data tbody tr").last
        baris.scroll_into_view_if_needed()
        page.mouse.move(lebar - 200, 400)
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(200)
        kepala = page.locator(".data thead th").nth(1)
        assert kepala.evaluate(
            """e => { const k = e.getBoundingClientRect();
            return k.top >= 0 && e.contains(document.elementFromPoint(k.left + 5, k.top + k.height / 2)) }"""
        ), lebar
        page.locator(".massal .kotak-tabel").evaluate("e => { e.scrollLeft = 300 }")
        letak = baris.evaluate("e => e.getBoundingClientRect().top")
        baris.locator("[name=rowid]").check()
        assert baris.evaluate("e => e.getBoundingClientRect().top") == letak
        page.get_by_role("button", name="Batalkan pilihan").click()


def test_an_exact_count_takes_the_place_of_an_estimate_wherever_it_is_said(peramban: Peramban) -> None:
    page = peramban.masuk("tim_musrenbang").page
    page.route("**/usulan/jumlah/**", lambda r: r.fulfill(json={"jumlah": "3.317", "total": []}))
    page.goto(DAFTAR)
    expect(page.get_by_label("Semua 3.317 yang cocok")).to_be_visible()
    expect(page.locator(".letak")).to_have_text(re.compile(r"dari\s+3\.317"))
    page.get_by_label("Semua 3.317 yang cocok").check()
    expect(page.locator("[data-terpilih]")).to_have_text("Semua 3.317 dipilih")
