"""The registration desk in a real browser on a phone: by name, by the scanned address, on four phones at once."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from models import kode_hadir, setelan
from tests.browser import axe
from tests.browser.halaman import RAPAT, buka_meja
from tests.browser.peramban import Peramban
from tests.peladen import Peladen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LAYAR = {"width": 390, "height": 844}


@pytest.fixture
def hp(chromium: Browser, peladen: Peladen) -> Iterator[Peramban]:
    satu = Peramban(chromium, peladen.url, LAYAR)
    yield satu
    satu.tutup()


@pytest.fixture(scope="module")
def meja(peladen: Peladen, var_panel: Path) -> str:
    """The address of a desk whose list is filled from the undangan and where nobody is present yet."""
    return buka_meja(var_panel / "panel.sqlite3")


def kode_dari(var_panel: Path, nama: str) -> str:
    """The code on the card of this person, made with the key of that panel."""
    with sqlite3.connect(var_panel / "panel.sqlite3") as basis:
        (id_,) = basis.execute(
            "SELECT p.id FROM penerima_undangan p JOIN pemangku_kepentingan o ON o.id = p.pemangku_kepentingan_id "
            "JOIN undangan u ON u.id = p.undangan_id JOIN rapat r ON r.musrenbang_id = u.musrenbang_id "
            "WHERE o.nama = ? AND r.id = ? ORDER BY p.id LIMIT 1",
            (nama, RAPAT),
        ).fetchone()
    lama = setelan.kini()
    setelan.pasang(replace(lama, diary_key=(var_panel / "diary.key").read_text().strip().encode()))
    try:
        return kode_hadir.buat(id_)
    finally:
        setelan.pasang(lama)


def jumlah(page: Page, n: int) -> None:
    expect(page.locator("[data-hitung=hadir]")).to_have_text(str(n))


def nama_ke(page: Page, n: int) -> str:
    return page.locator(".tamu b").nth(n).inner_text()


def hadir_semua(p: Peramban) -> int:
    return int(p.page.locator("[data-hitung=hadir]").inner_text())


def test_a_guest_is_checked_in_by_name_with_two_acts_and_a_wrong_tap_taken_back(hp: Peramban, meja: str) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja)
    semula, nama = hadir_semua(p), nama_ke(p.page, 3)
    p.page.get_by_label("Cari nama, atau pindai kartu undangan").fill(nama)  # 1
    p.page.get_by_role("button", name=f"Hadir: {nama}").click()  # 2
    expect(p.page.locator(".terakhir")).to_contain_text(re.compile(rf"{re.escape(nama)} hadir pukul \d\d\.\d\d"))
    jumlah(p.page, semula + 1)
    expect(p.page.get_by_role("searchbox", name="Cari nama")).to_have_value("")

    p.page.locator(".terakhir").get_by_role("button", name="Batalkan").click()
    expect(p.page.get_by_text(f"{nama} tidak lagi ditandai hadir.")).to_be_visible()
    jumlah(p.page, semula)
    kecil = p.page.eval_on_selector_all(
        ".meja button, .meja .tombol, .tab-meja a, .meja summary",
        "daftar => daftar.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).length",
    )
    assert kecil == 0
    lebar, layar = p.lebar()
    assert lebar <= layar
    assert not p.keluhan


def test_a_scanner_types_the_address_of_a_card_and_enter_marks_its_owner(
    hp: Peramban, meja: str, var_panel: Path
) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja)
    semula, nama = hadir_semua(p), nama_ke(p.page, 5)
    kotak = p.page.get_by_role("searchbox", name="Cari nama")
    expect(kotak).to_be_focused()
    p.page.keyboard.type(f"https://panel.contoh.invalid/hadir/{kode_dari(var_panel, nama)}\n")
    expect(p.page.locator(".terakhir")).to_contain_text(f"{nama} hadir pukul")
    jumlah(p.page, semula + 1)
    expect(kotak).to_be_focused()
    expect(kotak).to_have_value("")  # ready for the next card
    assert not p.keluhan

    p.page.keyboard.type("2-AAAAAAAA\n")
    expect(p.page.get_by_role("alert")).to_contain_text("Kode “2-AAAAAAAA” tidak dikenal. Periksa hurufnya")
    lain = nama_ke(p.page, 6)
    p.page.keyboard.type(f"{kode_dari(var_panel, lain).lower()}\n")
    expect(p.page.locator(".terakhir")).to_contain_text(f"{lain} hadir pukul")
    expect(p.page.get_by_role("alert")).to_have_count(0)


def test_a_card_that_is_scanned_before_the_last_one_is_answered_is_not_lost(
    hp: Peramban, meja: str, var_panel: Path
) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja)
    expect(p.page.get_by_role("searchbox", name="Cari nama")).to_be_focused()
    semula, nama = hadir_semua(p), [nama_ke(p.page, n) for n in (5, 6)]
    kirim: list[Route] = []
    p.page.route("**/tandai/", lambda satu: kirim.append(satu))  # playwright marks what it is given
    for ke, satu in enumerate(nama, 1):
        p.page.keyboard.type(f"https://panel.contoh.invalid/hadir/{kode_dari(var_panel, satu)}\n")
        for _ in range(500):
            if len(kirim) >= ke:
                break
            p.page.wait_for_timeout(20)
        assert len(kirim) == ke
    p.page.keyboard.type("Wak")  # somebody begins to look for a name
    for satu_kirim in kirim:
        satu_kirim.continue_()
    jumlah(p.page, semula + 2)
    expect(p.page.get_by_role("searchbox", name="Cari nama")).to_have_value("Wak")


def test_the_phones_camera_opens_the_address_and_one_tap_marks(hp: Peramban, meja: str, var_panel: Path) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja)
    nama = nama_ke(p.page, 7)
    p.buka(f"/hadir/{kode_dari(var_panel, nama)}")
    expect(p.page.locator(".tamu-kartu")).to_contain_text(nama)
    p.page.locator(".tamu-kartu").get_by_role("button", name="Hadir", exact=True).click()
    expect(p.page.locator(".terakhir")).to_contain_text(f"{nama} hadir pukul")
    assert not p.keluhan


def test_two_phones_see_each_other_and_the_second_tap_says_since_when(hp: Peramban, meja: str) -> None:
    satu = hp.masuk("tim_musrenbang").buka(meja).page
    dua = hp.masuk("sekretariat").buka(meja).page
    hp.masuk("tim_musrenbang")
    nama, di_sini = nama_ke(satu, 9), int(satu.locator("[data-hitung=hadir]").inner_text())
    dua.route("**/hitungan/", lambda jalan: jalan.abort())  # this one has not heard of it yet
    satu.get_by_role("button", name=f"Hadir: {nama}").click()
    expect(satu.locator(".terakhir")).to_contain_text(nama)
    dua.get_by_role("button", name=f"Hadir: {nama}").click()
    expect(dua.get_by_role("alert")).to_contain_text(re.compile(rf"{re.escape(nama)} sudah hadir pukul \d\d\.\d\d\."))
    dua.unroute("**/hitungan/")

    lain = nama_ke(dua, 2)
    dua.get_by_role("button", name=f"Hadir: {lain}").click()
    expect(satu.locator("[data-hitung=hadir]")).to_have_text(str(di_sini + 2))
    # The row stands where it stood, in its new state: a list that jumps would be tapped wrongly.
    baris = satu.locator(".tamu li", has_text=lain)
    expect(baris.locator(".lencana")).to_contain_text("Hadir")


def test_without_javascript_the_desk_does_the_same(hp: Peramban, chromium: Browser, meja: str) -> None:
    token = hp.masuk("tim_musrenbang").konteks.storage_state()
    konteks = chromium.new_context(
        base_url=hp.alamat, viewport=LAYAR, java_script_enabled=False, storage_state=token, locale="id-ID"
    )  # type: ignore[arg-type]
    page = konteks.new_page()
    page.goto(meja)
    nama = nama_ke(page, 0)
    page.get_by_role("searchbox", name="Cari nama").fill(nama)
    page.get_by_role("button", name="Cari", exact=True).click()
    page.get_by_role("button", name=f"Hadir: {nama}").click()
    expect(page.locator(".terakhir")).to_contain_text(f"{nama} hadir pukul")
    page.locator(".terakhir").get_by_role("link", name="Diwakili").click()
    page.get_by_label("Nama yang datang").fill("Wakil (Demo)")
    page.get_by_role("button", name="Simpan wakil").click()
    expect(page.locator(".terakhir")).to_contain_text("diwakili Wakil (Demo)")


def test_once_the_panel_answers_again_the_desk_says_so_and_shows_what_was_typed_meanwhile(
    hp: Peramban, meja: str
) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja)
    nama, kabar = nama_ke(p.page, 4), p.page.locator("[data-kabar]")
    kotak = p.page.get_by_role("searchbox", name="Cari nama")
    p.konteks.set_offline(True)
    kotak.fill(nama)
    expect(kabar).to_contain_text("Tidak tersambung ke panel")
    p.konteks.set_offline(False)
    expect(kabar).to_be_hidden()  # nobody touches anything
    expect(p.page.locator(".tamu b")).to_have_count(1)

    p.page.route("**/hitungan/**", lambda jalan: jalan.abort())  # and where the tab is the first to be answered
    p.buka(meja).konteks.set_offline(True)
    kotak.fill(nama)
    expect(kabar).to_contain_text("Tidak tersambung ke panel")
    p.konteks.set_offline(False)
    p.page.get_by_role("link", name=re.compile("^Semua")).click()
    expect(kabar).to_be_hidden()
    expect(p.page.locator(".tamu b")).to_have_text([nama])


KAMERA = """(() => {
  const papan = document.createElement("canvas");
  navigator.mediaDevices.getUserMedia = async () => papan.captureStream();
  HTMLMediaElement.prototype.play = async () => {};
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return globalThis.kartu ? [{ rawValue: globalThis.kartu }] : []; }
  };
})()"""


def test_the_page_reads_a_card_where_the_browser_can(hp: Peramban, meja: str, var_panel: Path) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja)
    pindai = p.page.get_by_role("button", name="Pindai")
    if not p.page.evaluate("'BarcodeDetector' in window"):
        expect(pindai).to_be_hidden()  # elsewhere the ways there were
    nama = nama_ke(p.page, 11)
    alamat = f"https://panel.contoh/hadir/{kode_dari(var_panel, nama)}"
    p.page.add_init_script(KAMERA)
    p.buka(meja)
    pindai.click()
    dialog = p.page.get_by_role("dialog", name="Pindai kartu undangan")
    expect(dialog.get_by_role("status")).to_have_text("Arahkan kamera ke kode QR pada kartu.")
    assert axe.periksa(p.page, "terang") == []
    p.page.evaluate("a => { globalThis.kartu = a }", alamat)
    expect(dialog.get_by_role("status")).to_contain_text(f"{nama} hadir pukul")
    p.page.evaluate("globalThis.kartu = 'https://contoh.id/bukan'")
    expect(dialog.get_by_role("status")).to_contain_text("tidak dikenal")
    dialog.get_by_role("button", name="Selesai").click()
    expect(dialog).to_be_hidden()
    expect(p.page.locator("video")).to_have_js_property("srcObject", None)


def test_a_whole_sheet_is_ticked_with_the_keyboard(hp: Peramban, meja: str) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja + "kertas/?cara=urut")
    kotak = p.page.locator("[name=hadir]")
    kotak.nth(0).focus()
    for tombol in ("Space", "Enter", "Enter", "Space"):  # the first and the third
        p.page.keyboard.press(tombol)
    expect(p.page.locator("[data-tercentang]")).to_have_text("2 dicentang")
    p.page.keyboard.press("Tab")
    p.page.keyboard.type("Wakil (Demo)")
    p.page.keyboard.press("Enter")
    expect(kotak.nth(3)).to_be_focused()
    assert axe.periksa(p.page, "terang") == []
    lebar, layar = p.lebar()
    assert lebar <= layar
    p.tekan("Simpan semua")
    expect(p.page.locator(".kabar.baik")).to_contain_text("2 orang dicatat hadir.")


def test_a_paper_sheet_is_keyed_in_with_enter_from_line_to_line(hp: Peramban, meja: str) -> None:
    p = hp.masuk("tim_musrenbang").buka(meja + "kertas/")
    baris = p.page.locator(".lembar-hadir tbody tr")
    semula = baris.count()
    for n in range(semula):
        expect(baris.nth(n).locator("[name=siapa]")).to_be_focused()
        p.page.keyboard.press("Enter")
    expect(baris).to_have_count(semula + 1)
    expect(baris.nth(semula).locator("[name=siapa]")).to_be_focused()
    p.page.keyboard.type("30")
    p.page.keyboard.press("Enter")
    p.page.keyboard.type("Tidak ada (Demo)")
    p.page.keyboard.press("Control+Enter")
    expect(p.page.get_by_role("alert")).to_contain_text("1 baris perlu diperiksa")
    expect(p.page.locator("tr.salah [name=siapa]")).to_have_value("Tidak ada (Demo)")
    p.page.locator("tr.salah [name=baru]").check()
    p.tekan("Simpan semua")
    expect(p.page.locator(".kabar.baik")).to_contain_text("2 orang dicatat hadir, 1 di antaranya tamu baru.")
    lebar, layar = p.lebar()
    assert lebar <= layar
    assert not [k for k in p.keluhan if "400" not in k]
