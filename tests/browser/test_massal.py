"""All usulan of a year in one day: a block of cells, a paste from a spreadsheet, all moved at once, all taken back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from documents import kata
from tests.browser.peramban import Peramban
from tests.browser.test_kisi import sel, tempel
from tests.peladen import AKAR, Peladen, lingkungan

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DRAF = "/usulan/?status=draf&urut=kode"


@pytest.fixture
def banyak(peladen: Peladen, var_panel: Path, ukuran: Callable[[int, int], int]) -> int:
    """More than the thousand rows that a first chunk has; in the battery as many as the city."""
    n = ukuran(1_100, 3_300)
    perintah = [sys.executable, "-m", "tests.browser.isi_usulan", str(n)]
    subprocess.run(perintah, cwd=AKAR, env=lingkungan(var_panel), check=True)
    return n


def selesai(p: Peramban) -> str:
    """The first line of the report, once the work is over."""
    hasil = p.page.locator(".kabar b", has_text="berhasil")
    hasil.wait_for(timeout=60_000)
    return hasil.first.inner_text().replace(".", "")


def test_a_years_usulan_are_edited_moved_and_taken_back(banyak: int, peramban: Peramban) -> None:
    many = kata.bilangan(banyak)
    p = peramban.masuk("tim_musrenbang").buka("/usulan/kisi/?status=draf&urut=kode&per=25")
    page = p.page
    sel(page, 0, "volume").click()
    tempel(page, "".join(f"{n}\tpaket\t{n}.000.000\n" for n in range(1, 11)))
    expect(page.locator("[data-keadaan]")).to_contain_text("sel berubah")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("[data-keadaan]")).to_have_text(re.compile(r"Tersimpan: \d+ sel pada 10 baris"))
    expect(sel(page, 9, "pagu_usulan")).to_have_text("10.000.000")

    p.buka(DRAF)
    expect(page.locator(".bilah-daftar .jumlah")).to_contain_text(f"{many} baris")
    p.centang_yang_cocok()
    page.locator("#aksi").select_option(label="Ajukan")
    p.tekan("Lanjut", ".massal .alat")
    expect(page.locator(".pratinjau")).to_contain_text(f"{many} akan diproses")
    p.tekan(f"Jalankan untuk {many} usulan")
    assert selesai(p) == f"{banyak} dari {banyak} berhasil"
    laporan = page.url
    p.buka(DRAF)
    expect(page.locator(".kosong-semua")).to_contain_text("Tidak ada yang cocok")

    p.buka(laporan).tekan("Urungkan")
    expect(page.locator("main")).to_contain_text(many)
    p.tekan(f"Urungkan {many} baris")
    assert f"{banyak} dari {banyak}" in selesai(p)
    p.buka(DRAF)
    expect(page.locator(".bilah-daftar .jumlah")).to_contain_text(f"{many} baris")
    assert not p.keluhan
