"""Sidang kelompok in a real browser: decided with keys, two machines, a phone, no script, the wall that follows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.peramban import LAYAR, SANDI, Peramban
from tests.peladen import AKAR, Peladen, lingkungan

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def tahun() -> Any:
    """Each test has a Musrenbang of a year of its own."""
    return iter(range(2031, 2060))


@pytest.fixture
def sidang(peladen: Peladen, var_panel: Path, tahun: Any) -> dict[str, Any]:
    kode = f"from tests.browser import isi_sidang; isi_sidang.main({next(tahun)})"
    jawab = subprocess.run(
        [sys.executable, "-c", kode], cwd=AKAR, env=lingkungan(var_panel), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(jawab.stdout.strip().splitlines()[-1])
    return {**found, "alamat": f"/sidang/{found['kelompok']}/?musrenbang_id={found['m']}"}


def tampil(page: Page, judul: str) -> None:
    """This usulan is on the screen, and the next decision is taken."""
    expect(page.locator("#sidang-judul")).to_have_text(judul)
    page.locator("[data-sidang][data-siap]").wait_for()


def hitung(page: Page, kata: str) -> Any:
    return expect(page.locator(".sidang-hitung div").filter(has=page.get_by_text(kata, exact=True)).locator("dd"))


def terakhir(page: Page, kalimat: str) -> None:
    expect(page.locator(".sidang-terakhir span")).to_have_text(f"Putusan Anda terakhir: {kalimat}")


def test_usulan_are_decided_with_keys_and_taken_back(peramban: Peramban, sidang: dict[str, Any]) -> None:
    p = peramban.masuk("tim_musrenbang").buka(sidang["alamat"])
    page, kode = p.page, sidang["kode"]
    tampil(page, "Saluran nomor 1")
    page.keyboard.press("t")
    page.keyboard.press("t")  # pressed twice by mistake: one usulan is decided
    tampil(page, "Saluran nomor 2")
    terakhir(page, f"{kode[0]} Diterima")
    hitung(page, "Diterima").to_have_text("1")

    page.keyboard.press("u")
    expect(page.get_by_label("Volume disepakati")).to_be_focused()
    page.keyboard.type("15")
    page.keyboard.press("Tab")
    page.keyboard.type("12000000")
    page.keyboard.press("Enter")
    tampil(page, "Saluran nomor 3")
    terakhir(page, f"{kode[1]} Diterima dengan perubahan")
    expect(page.locator(".sidang-pagu .sisa dd")).to_have_text("Rp78.000.000")

    page.keyboard.press("d")
    expect(page.locator("dialog:modal h2")).to_have_text("Tunda")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    tampil(page, "Saluran nomor 4")
    page.keyboard.press("x")
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.locator("dialog:modal label:has(:checked)")).to_contain_text("Tidak ada dalam kamus usulan")
    page.keyboard.press("Enter")
    tampil(page, "Saluran nomor 5")
    terakhir(page, f"{kode[3]} Ditolak")
    expect(page.locator(".sidang-maju")).to_have_text("4 dari 6 diputuskan")

    page.keyboard.press("z")
    tampil(page, "Saluran nomor 4")
    expect(page.locator(".kabar.baik")).to_have_text(f"“Tolak” pada {kode[3]} Saluran nomor 4 ditarik kembali.")
    expect(page.locator(".sidang-putusan")).to_have_count(0)
    terakhir(page, f"{kode[2]} Ditunda")
    page.keyboard.press("Backspace")
    expect(page.locator("#tanya-isi")).to_have_text(f"{kode[2]} Ditunda akan ditarik kembali.")
    page.keyboard.press("Escape")
    hitung(page, "Ditunda").to_have_text("1")
    assert p.keluhan == []


def test_a_refused_decision_leads_to_the_field_that_is_wrong(peramban: Peramban, sidang: dict[str, Any]) -> None:
    page = peramban.masuk("tim_musrenbang").buka(sidang["alamat"]).page
    tampil(page, "Saluran nomor 1")
    page.keyboard.press("u")
    expect(page.get_by_label("Volume disepakati")).to_be_focused()
    page.get_by_label("Pagu disepakati").fill("dua juta")
    page.keyboard.press("Enter")
    expect(page.locator("dialog:modal .kabar.salah")).to_contain_text("Pagu disepakati")
    expect(page.get_by_label("Pagu disepakati")).to_be_focused()
    page.keyboard.type("2000000")  # the wrong value is selected
    page.keyboard.press("Enter")
    tampil(page, "Saluran nomor 2")


def test_arrows_walk_a_slash_jumps_and_a_question_mark_tells_the_keys(
    peramban: Peramban, sidang: dict[str, Any]
) -> None:
    p = peramban.masuk("tim_musrenbang").buka(sidang["alamat"])
    page = p.page
    for kunci, nomor in (("ArrowRight", 2), ("j", 3), ("k", 2), ("ArrowLeft", 1), ("ArrowLeft", 1)):
        page.keyboard.press(kunci)
        tampil(page, f"Saluran nomor {nomor}")
    page.keyboard.press("/")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    tampil(page, "Saluran nomor 5")
    page.go_back()
    tampil(page, "Saluran nomor 1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tombol pada papan ketik")).to_be_visible()
    page.get_by_label("Tombol huruf aktif").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.keyboard.press("ArrowRight")
    tampil(page, "Saluran nomor 2")
    hitung(page, "Diterima").to_have_text("0")  # keys of one letter can be switched off
    page.get_by_role("button", name="Terima", exact=True).click()
    tampil(page, "Saluran nomor 3")
    assert p.keluhan == []


def test_the_screen_and_its_dialogs_break_no_rule_in_light_or_dark(peramban: Peramban, sidang: dict[str, Any]) -> None:
    page = peramban.masuk("tim_musrenbang").buka(sidang["alamat"]).page
    tampil(page, "Saluran nomor 1")
    page.keyboard.press("t")
    tampil(page, "Saluran nomor 2")
    for kunci in ("", "u", "x", "?"):
        if kunci:
            page.keyboard.press(kunci)
            page.locator("dialog:modal").wait_for()
        assert axe.periksa(page, "terang") + axe.periksa(page, "gelap", axe.WARNA) == []
        page.keyboard.press("Escape")


def test_of_two_machines_the_second_is_told_and_overwrites_nothing(peramban: Peramban, sidang: dict[str, Any]) -> None:
    satu = peramban.masuk("tim_musrenbang").buka(sidang["alamat"]).page
    dua = peramban.masuk("kepala_badan").buka(sidang["alamat"]).page
    dua.route("**/kabar/**", lambda r: r.fulfill(status=304))  # this one has not heard of it yet
    for page in (satu, dua):
        tampil(page, "Saluran nomor 1")
    satu.keyboard.press("t")
    tampil(satu, "Saluran nomor 2")
    dua.keyboard.press("t")
    kabar = dua.locator(".kabar.salah:visible")
    expect(kabar).to_contain_text("baru saja diputuskan “diterima” di layar lain (Tim Musrenbang (Demo)")
    expect(dua.locator(".sidang-putusan")).to_contain_text("Diterima")
    # Who has not pressed anything sees it by itself.
    dua.goto(sidang["alamat"])
    tampil(dua, "Saluran nomor 2")
    dua.keyboard.press("x")
    dua.keyboard.press("1")
    dua.keyboard.press("Enter")
    tampil(dua, "Saluran nomor 3")
    expect(satu.locator(".kabar.perhatian")).to_contain_text("baru saja diputuskan “ditolak” di layar lain (Kepala")
    expect(satu.locator(".sidang-putusan")).to_contain_text("Ditolak")
    # The browser itself reports the refused answer; nothing else may stand on its console.
    assert all("status of 409" in k for k in peramban.keluhan), peramban.keluhan


def test_the_sheet_leads_through_its_letters_and_keeps_what_was_typed(
    peramban: Peramban, sidang: dict[str, Any]
) -> None:
    alamat = f"/sidang/{sidang['kelompok']}/lembar/?musrenbang_id={sidang['m']}"
    p = peramban.masuk("tim_musrenbang").buka(alamat)
    halaman, ketik = p.page, p.page.keyboard
    satu, dua, tiga, empat = (halaman.get_by_label(f"{kode}: putusan") for kode in sidang["kode"][:4])
    satu.focus()
    for tombol in ("t", "Enter", "u", "Enter", "8", "Enter", "5000000", "Enter", "Enter", "d", "Enter", "2", "Enter"):
        ketik.type(tombol) if len(tombol) > 1 and tombol != "Enter" else ketik.press(tombol)
    expect(halaman.get_by_label(f"{sidang['kode'][1]}: pagu disepakati")).to_have_value("5000000")
    expect(halaman.locator("[data-arti]").nth(2)).to_have_text(halaman.locator(".kunci-lembar li").nth(1).inner_text())
    expect(empat).to_be_focused()
    ketik.press("q")
    expect(empat).to_have_attribute("aria-invalid", "true")
    expect(halaman.locator("[data-terketik]")).to_have_text("3 putusan diketik")
    expect(halaman.locator(".dijaga")).to_contain_text("Ketikan dijaga")
    # Another decides the first one meanwhile; what was typed for the others comes back to their own rows.
    p.buka(f"/sidang/{sidang['kelompok']}/?musrenbang_id={sidang['m']}")
    tampil(halaman, "Saluran nomor 1")
    halaman.get_by_role("button", name="Terima", exact=True).click()
    tampil(halaman, "Saluran nomor 2")
    p.buka(alamat)
    halaman.get_by_role("button", name="Pulihkan").click()
    expect(dua).to_have_value("U")
    expect(tiga).to_have_value("D")
    assert satu.count() == 0


def test_the_wall_follows_the_decisions(peramban: Peramban, sidang: dict[str, Any]) -> None:
    dinding = peramban.masuk("pengawas").buka(f"/sidang/hasil/?musrenbang_id={sidang['m']}").page
    expect(dinding.locator(".hasil-maju")).to_have_text("0 dari 6 usulan diputuskan")
    page = peramban.masuk("tim_musrenbang").buka(sidang["alamat"]).page
    tampil(page, "Saluran nomor 1")
    page.keyboard.press("t")
    expect(dinding.locator(".hasil-maju")).to_have_text("1 dari 6 usulan diputuskan")
    expect(dinding.locator(".hasil-terakhir li")).to_contain_text("Saluran nomor 1")
    assert peramban.keluhan == []


def test_on_a_phone_it_fits_and_is_decided_with_the_thumb(ponsel: Peramban, sidang: dict[str, Any]) -> None:
    p = ponsel.masuk("tim_musrenbang").buka(sidang["alamat"])
    tampil(p.page, "Saluran nomor 1")
    for alamat in (f"/sidang/hasil/?musrenbang_id={sidang['m']}", "/sidang/", sidang["alamat"]):
        p.buka(alamat)
        halaman, jendela = p.lebar()
        assert halaman <= jendela, alamat
    p.page.get_by_role("link", name="Tolak").click()
    dialog = p.page.locator("dialog:modal")
    dialog.get_by_label("Melebihi pagu indikatif").check()
    dialog.get_by_role("button", name="Tolak").click()
    tampil(p.page, "Saluran nomor 2")
    assert p.keluhan == []


def test_without_a_script_buttons_and_links_do_the_same(
    chromium: Browser, peladen: Peladen, sidang: dict[str, Any]
) -> None:
    page = chromium.new_context(base_url=peladen.url, java_script_enabled=False, viewport=LAYAR).new_page()  # type: ignore[arg-type]
    page.goto("/login")
    page.get_by_label("Nama pengguna").fill("tim_musrenbang")
    page.get_by_label("Kata sandi").fill(SANDI)
    page.get_by_role("button", name="Masuk").click()
    page.goto(sidang["alamat"])
    judul = page.locator("#sidang-judul")
    page.get_by_role("button", name="Terima", exact=True).click()
    expect(judul).to_have_text("Saluran nomor 2")
    page.get_by_role("link", name="Terima dengan perubahan").click()
    page.get_by_label("Pagu disepakati").fill("5.000.000")
    page.locator("dialog").get_by_role("button", name="Terima dengan perubahan").click()
    expect(judul).to_have_text("Saluran nomor 3")
    page.get_by_role("button", name="Tarik kembali").click()
    expect(judul).to_have_text("Saluran nomor 2")
    page.context.close()
