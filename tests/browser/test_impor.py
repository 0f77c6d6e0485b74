"""A spreadsheet is brought in, seen before it is written, taken back; duplicates are set side by side and merged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.peramban import Peramban
from tests.impor.berkas_contoh import xlsx

pytestmark = [pytest.mark.browser, pytest.mark.slow]
JUDUL = ("Usulan", "Permasalahan", "Asal", "Pengusul", "Kelompok sidang", "Kelurahan/wilayah", "Volume", "Satuan")
BENAR = ("Warga kesulitan di musim kemarau", "Masyarakat", "RW 01", "Fisik", "Tegallega", 10, "meter")
SAMA = "Pengaspalan gang mawar sampai lapangan voli warga"


def berkas(folder: Path, *baris: tuple[object, ...]) -> Path:
    tujuan = folder / "usulan-warga.xlsx"
    tujuan.write_bytes(xlsx([JUDUL, *baris]))
    return tujuan


def sampai_pratinjau(p: Peramban, file: Path) -> Peramban:
    p.buka("/impor/mulai/?kind=usulan").isi({"Berkas": file}).tekan("Unggah dan cocokkan kolom")
    p.page.wait_for_load_state("load")
    p.page.get_by_role("button", name=re.compile(r"^Periksa \d+ baris$")).click(timeout=60_000)
    p.page.get_by_role("heading", name="Pratinjau impor").wait_for(timeout=60_000)
    return p


def test_good_rows_go_in_a_wrong_one_comes_back_with_its_reason_and_all_is_taken_back(
    peramban: Peramban, tmp_path: Path
) -> None:
    rusak = (*BENAR[:5], "sepuluh", *BENAR[6:])
    file = berkas(
        tmp_path, *[(f"Pompa air RW {n} untuk musim kemarau", *BENAR) for n in range(1, 4)], ("Salah", *rusak)
    )
    p = sampai_pratinjau(peramban.masuk("tim_musrenbang"), file)
    expect(p.page.locator(".tab-impor")).to_contain_text("3 Baru")
    expect(p.page.locator(".tab-impor")).to_contain_text("1 Salah")
    expect(p.page.locator("main")).to_contain_text("Belum ada yang ditulis.")
    p.buka("/usulan/?q=Pompa+air+RW&musrenbang_id=semua")
    expect(p.page.locator(".kosong-semua")).to_contain_text("Tidak ada yang cocok")
    p.page.go_back()

    with p.page.expect_download() as unduhan:
        p.page.get_by_role("link", name="Unduh baris yang salah").click()
    isi = CalamineWorkbook.from_path(str(unduhan.value.path())).get_sheet_by_index(0).to_python()
    assert len(isi) == 2
    assert "sepuluh" in [str(sel) for sel in isi[1]]
    assert "Tulis bilangan" in str(isi[1][-1]), "the reason stands in the last column"

    p.tekan("Terapkan 3 baris")
    p.page.get_by_text("3 baris diterapkan.").wait_for(timeout=60_000)
    hasil = p.page.url
    p.buka("/usulan/?q=Pompa+air+RW&musrenbang_id=semua")
    expect(p.page.locator(".data tbody tr")).to_have_count(3)

    p.buka(hasil).tekan("Urungkan")
    p.tekan("Urungkan 3 baris")
    p.page.locator(".kabar b", has_text="3 dari 3").first.wait_for(timeout=60_000)
    p.buka("/usulan/?q=Pompa+air+RW&musrenbang_id=semua")
    expect(p.page.locator(".kosong-semua")).to_contain_text("Tidak ada yang cocok")


def test_duplicates_stand_side_by_side_and_the_merged_one_leads_to_the_kept_one(
    peramban: Peramban, tmp_path: Path
) -> None:
    file = berkas(tmp_path, (SAMA, *BENAR), (f"{SAMA} setempat", *BENAR))
    p = sampai_pratinjau(peramban.masuk("tim_musrenbang"), file).tekan("Terapkan 2 baris")
    p.page.get_by_text("2 baris diterapkan.").wait_for(timeout=60_000)

    p.buka("/usulan-ganda/")
    kartu = p.page.locator("form.ganda", has_text=SAMA)
    expect(kartu).to_have_count(1)
    expect(kartu.get_by_role("radio", name="Pertahankan")).to_have_count(2)
    kartu.get_by_role("button", name="Gabungkan").click()
    p.page.locator(".kabar b", has_text="1 dari 1").first.wait_for(timeout=60_000)
    p.buka("/usulan-ganda/")
    expect(p.page.locator("form.ganda", has_text=SAMA)).to_have_count(0)
    p.buka("/usulan/?q=Pengaspalan+gang+mawar")
    expect(p.page.locator(".data tbody tr")).to_have_count(1)
    p.page.locator(".data tbody a").first.click()
    expect(p.page.locator("main")).to_contain_text("digabung", ignore_case=True)
