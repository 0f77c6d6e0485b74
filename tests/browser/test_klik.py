"""How many clicks the commonest tasks take: the table of docs/panduan/README.md, each row done and counted.

Typing is not counted; signing in ends with the Beranda open. A usulan decided with one key, a room booked and a guest
checked in are counted in test_sidang.py, test_papan.py and test_meja.py.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pelaku import AJUKAN, TTD, Pelaku
from tests.browser.peramban import Peramban
from tests.peladen import AKAR

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEMBALIKAN = "Kembalikan untuk diperbaiki"
# Task: (words of the manual, most clicks).
TUGAS = {
    "tugas": ("Masuk, lalu kerjakan tugas saya berikutnya", 2),
    "undangan": ("Cetak satu undangan", 2),
    "undangan_semua": ("Cetak undangan semua penerima", 3),
    "cari": ("Temukan usulan dengan satu kata", 1),
    "kembalikan": ("Kembalikan draf dengan catatan", 3),
    "ekspor": ("Unduh daftar yang disaring", 2),
    "terlambat": ("Lihat mengapa suatu langkah terlambat", 2),
}


class Klik:
    """Clicks and counts; `cukup(tugas)` holds the count against the table."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, di: Locator) -> None:
        self.n += 1
        di.click()

    def cukup(self, tugas: str) -> None:
        judul, batas = TUGAS[tugas]
        assert self.n <= batas, f"{judul}: {self.n} klik, paling banyak {batas}"


@pytest.fixture
def nota(peramban: Peramban, peladen: object, var_panel: Path, tmp_path: Path) -> int:
    """A nota dinas that waits for the head's signature."""
    p = Pelaku(peramban, var_panel, tmp_path)
    peramban.masuk("sub_koordinator")
    id_ = p.tambah(
        "nota-dinas", {"Hal": "Penugasan", "Penanda tangan": "Kepala Badan (Demo)", "Isi": "Laksanakan menurut SOP."}
    )
    peramban.tekan(AJUKAN)
    return id_


def beranda(p: Peramban, nama: str) -> Page:
    return p.masuk(nama).buka("/").page


def test_the_next_task_is_done_from_the_beranda(peramban: Peramban, nota: int) -> None:
    klik, page = Klik(), beranda(peramban, "kepala_badan")
    klik(page.get_by_role("button", name=f"{TTD}: ").or_(page.get_by_role("link", name=f"{TTD}: ")).first)
    page.wait_for_load_state("load")
    if page.locator("form.borang").count():
        klik(page.locator("form.borang").get_by_role("button", name=TTD))
    expect(page.locator(".kabar.baik").first).to_be_visible()
    klik.cukup("tugas")


def test_a_draft_goes_back_with_a_note(peramban: Peramban, nota: int) -> None:
    klik, page = Klik(), beranda(peramban, "kepala_badan")
    klik(page.locator(f'.antrean a[href*="/nota-dinas/details/?id={nota}"]'))
    klik(peramban.tombol(KEMBALIKAN).first)
    peramban.isi({"Catatan": "Lengkapi dasar hukumnya."})
    klik(peramban.tombol(KEMBALIKAN, "form.borang"))
    expect(page.locator(".kabar.baik").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Lengkapi dasar hukumnya.")
    klik.cukup("kembalikan")


def test_an_undangan_is_printed_from_its_list(peramban: Peramban) -> None:
    klik, page = Klik(), peramban.masuk("tim_musrenbang").buka("/undangan/?musrenbang_id=1&status=terbit").page
    klik(page.locator("table.data tbody a").first)
    surat = peramban.tombol("Surat undangan").first
    isi = peramban.konteks.request.get(str(surat.get_attribute("href")))
    with page.expect_popup():
        klik(surat)
    assert isi.body().startswith(b"%PDF-")
    klik.cukup("undangan")


def test_the_undangan_of_everybody_are_printed_at_once(peramban: Peramban) -> None:
    klik, page = Klik(), peramban.masuk("tim_musrenbang").buka("/undangan/?musrenbang_id=1&status=terbit").page
    klik(page.locator("table.data tbody a").first)
    nama = "urat undangan, satu per penerima"
    siapkan = page.get_by_role("button", name=f"Siapkan s{nama}")  # many letters are a job with a page of its own
    page.wait_for_url("**/details/**")
    if siapkan.count():
        klik(siapkan)
        surat = page.get_by_role("link", name=re.compile("^Unduh")).first
        surat.wait_for(timeout=120_000)
    else:
        surat = page.get_by_role("link", name=f"S{nama}")
    isi = peramban.konteks.request.get(str(surat.get_attribute("href")))
    klik(surat)
    assert isi.body().startswith(b"%PDF-")
    klik.cukup("undangan_semua")


def test_a_usulan_is_found_by_a_word(peramban: Peramban, var_panel: Path) -> None:
    with sqlite3.connect(var_panel / "panel.sqlite3") as basis:
        (judul,) = basis.execute("SELECT usulan FROM usulan WHERE deleted_at IS NULL ORDER BY id LIMIT 1").fetchone()
    klik, page = Klik(), beranda(peramban, "tim_musrenbang")
    klik(page.locator("#cari-semua"))
    page.keyboard.type(judul[:40])
    expect(page.locator(".saran-semua .butir").first).to_contain_text(judul[:20])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/usulan/details/\?id=\d+"))
    klik.cukup("cari")


def test_a_filtered_list_is_taken_out(peramban: Peramban) -> None:
    klik, page = Klik(), peramban.masuk("tim_musrenbang").buka("/usulan/?musrenbang_id=1&status=final").page
    klik(page.locator("details.unduh > summary"))
    with page.expect_download() as berkas:
        klik(page.get_by_role("link", name="Excel: kolom yang tampil"))
    assert Path(berkas.value.path()).read_bytes().startswith(b"PK")
    klik.cukup("ekspor")


def test_the_reason_of_a_late_step_is_on_the_beranda(peramban: Peramban, var_panel: Path) -> None:
    with sqlite3.connect(var_panel / "panel.sqlite3", timeout=30) as basis:
        m, langkah = basis.execute("SELECT id, langkah_id FROM musrenbang WHERE status = 'berjalan'").fetchone()
        basis.execute("DELETE FROM tenggat_langkah WHERE musrenbang_id = ? AND langkah_id = ?", (m, langkah))
        basis.execute(
            "INSERT INTO tenggat_langkah (version, created_at, updated_at, musrenbang_id, langkah_id, batas)"
            " VALUES (1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', ?, ?, '2026-01-05')",
            (m, langkah),
        )
    klik, page = Klik(), beranda(peramban, "kepala_badan")
    baris = page.locator(".alir tr.terlambat")
    klik(baris.locator("details.sebab > summary"))
    expect(baris.locator("details.sebab li").first).to_be_visible()
    klik.cukup("terlambat")


def test_the_manual_says_the_same_numbers() -> None:
    manual = (AKAR / "docs" / "panduan" / "README.md").read_text(encoding="utf-8")
    for judul, batas in TUGAS.values():
        assert f"| {judul} | {batas} |" in manual
