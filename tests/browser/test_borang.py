"""Forms in a real browser: what was typed outlives an ended session, and a file is dropped onto its field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.peramban import SANDI, Peramban

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KETIKAN = "Object.keys(localStorage).filter(k => k.startsWith('ketikan:'))"
JATUHKAN = """(kotak, [nama, isi]) => {
  const bawaan = new DataTransfer();
  bawaan.items.add(new File([isi], nama));
  for (const jenis of ["dragenter", "dragover", "drop"])
    kotak.dispatchEvent(new DragEvent(jenis, {bubbles: true, cancelable: true, dataTransfer: bawaan}));
}"""


def tersimpan(p: Peramban) -> None:
    expect(p.page.locator(".dijaga")).to_contain_text("Ketikan dijaga di peramban ini")


def masuk_lagi(p: Peramban, nama: str = "tim_musrenbang") -> None:
    p.isi({"Nama pengguna": nama, "Kata sandi": SANDI}).tekan("Masuk")


def test_what_was_typed_outlives_the_end_of_the_session_and_goes_once_it_is_saved(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/pemangku-kepentingan/new/")
    p.isi({"Nama atau jabatan": "Ketua Karang Taruna (Demo)", "Telepon": "0812-0000-0000"})
    tersimpan(p)
    assert "0812" not in p.page.evaluate("JSON.stringify(localStorage)")  # personal: kept in no browser
    p.konteks.clear_cookies()
    p.tekan("Simpan")
    assert "Sesi Anda sudah berakhir" in p.teks
    p.tekan("Masuk", "main")
    masuk_lagi(p)
    expect(p.page).to_have_url(re.compile("/pemangku-kepentingan/new/"))
    expect(p.page.locator(".ketikan")).to_contain_text(
        re.compile(r"Ada ketikan yang belum disimpan dari pukul \d\d\.\d\d\.")
    )
    expect(p.isian("Nama atau jabatan")).to_have_value("")
    p.tekan("Pulihkan")
    expect(p.isian("Nama atau jabatan")).to_have_value("Ketua Karang Taruna (Demo)")
    p.isi({"Unsur": "Tokoh masyarakat"}).tekan("Simpan")
    assert "disimpan" in p.teks
    assert p.page.evaluate(KETIKAN) == []
    assert not [k for k in p.keluhan if "401" not in k]


def test_a_refused_form_keeps_the_typing_and_the_sign_out_forgets_it(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/new/")
    p.isi({"Usulan": "Perbaikan drainase (Demo)"}).tekan("Simpan")  # the rest is missing
    assert "Belum disimpan" in p.teks
    assert len(p.page.evaluate(KETIKAN)) == 1
    p.buka("/usulan/new/")
    expect(p.page.locator(".ketikan")).to_be_visible()
    p.tekan("Buang")
    assert p.page.evaluate(KETIKAN) == []
    p.isi({"Usulan": "Perbaikan trotoar (Demo)"})
    tersimpan(p)
    p.page.locator("details.saya summary").click()
    p.page.once("dialog", lambda tanya: tanya.accept())
    p.page.get_by_role("button", name="Keluar").click()
    expect(p.page).to_have_url(re.compile("/login"))
    assert p.page.evaluate(KETIKAN) == []


def test_typing_older_than_a_week_is_forgotten(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang")
    p.page.evaluate("localStorage.setItem('ketikan:1:/x/', JSON.stringify({waktu: Date.now() - 8 * 864e5, isi: {}}))")
    p.page.evaluate("localStorage.setItem('ketikan:1:/y/', JSON.stringify({waktu: Date.now() - 6 * 864e5, isi: {}}))")
    p.buka("/usulan/")
    assert p.page.evaluate(KETIKAN) == ["ketikan:1:/y/"]


def test_a_file_is_dropped_onto_its_field_and_a_wrong_one_is_named_at_once(peramban: Peramban, tmp_path: Path) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/surat-masuk/new/")
    kotak, hasil = p.page.locator("[data-jatuh]"), p.page.locator("[data-hasil]")
    kotak.evaluate(JATUHKAN, ["catatan.exe", "MZ"])
    expect(hasil).to_contain_text("bukan jenis berkas yang diterima")
    assert kotak.locator("input").evaluate("i => i.files.length") == 0
    kotak.evaluate("k => { k.dataset.terbesar = 4 }")
    kotak.evaluate(JATUHKAN, ["surat.pdf", "%PDF-1.7 lebih dari empat"])
    expect(hasil).to_contain_text("Perkecil dahulu")
    p.buka("/surat-masuk/new/")
    kotak.evaluate(JATUHKAN, ["surat.pdf", "%PDF-1.7 (Demo)"])
    expect(hasil).to_have_text("surat.pdf (1 KB)")
    p.isi({"Perihal": "Undangan rapat (Demo)", "Nomor agenda": "77/Demo", "Surat dari": "Kecamatan (Demo)"})
    p.page.locator("#diterima").fill("2026-03-02")
    p.tekan("Simpan")
    expect(p.page.get_by_role("link", name="surat.pdf")).to_be_visible()
    assert p.keluhan == []


def test_a_file_let_go_beside_the_field_does_not_replace_the_page(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/surat-masuk/new/")
    dicegah = p.page.locator("h1").evaluate(
        "e => { const d = new DataTransfer(); d.items.add(new File(['x'], 'x.pdf'));"
        "return !e.dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: d})); }"
    )
    assert dicegah


def test_notulen_are_written_in_headings_and_lists_with_keys_and_seen_as_they_will_look(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/notulen/new/")
    isian, tampak = p.page.locator("#pembahasan"), p.page.locator("#pembahasan ~ .pratinjau-uraian")
    isian.click()
    p.page.locator(
        ".alat-uraian", has=p.page.locator("xpath=following-sibling::textarea[@id='pembahasan']")
    ).get_by_role("button", name="Judul").click()
    ketik = p.page.keyboard
    ketik.type("Arahan pimpinan\n1. Usulan diperiksa ulang\n")
    ketik.type("alamat")
    ketik.press("Tab")  # in: the number begins anew
    ketik.type("\nvolume\n")
    ketik.press("Shift+Tab")
    ketik.type("Disampaikan Jumat\n\nPenutup.")
    harapan = (
        "## Arahan pimpinan\n1. Usulan diperiksa ulang\n  1. alamat\n  2. volume\n2. Disampaikan Jumat\n\nPenutup."
    )
    expect(isian).to_have_value(harapan)
    expect(tampak.locator("h3")).to_have_text("Arahan pimpinan")
    expect(tampak.locator("li")).to_have_text(
        [re.compile(x) for x in ("^1. Usulan", "^a. alamat", "^b. volume", "^2. Dis")]
    )
    expect(tampak.locator("p")).to_have_text("Penutup.")
    isian.fill("- satu")
    isian.press("Escape")
    isian.press("Tab")  # the keyboard is not caught in the field
    assert p.page.evaluate("document.activeElement.id") != "pembahasan"
    expect(isian).to_have_value("- satu")
    assert p.keluhan == []


def test_a_usual_text_comes_in_after_what_was_typed(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/undangan/new/")
    isian = p.page.locator("#penutup")
    isian.fill("Kalimat sendiri.")
    isian.press("End")
    p.page.locator(".isian:has(#penutup) .teks-baku summary").click()
    p.tekan("Sisipkan Boleh diwakili")
    expect(isian).to_have_value(re.compile(r"^Kalimat sendiri\.\n\nApabila berhalangan"))
    expect(isian).to_be_focused()
    assert p.keluhan == []


def test_back_from_a_saved_record_brings_every_field_back_as_it_was_sent(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/new/")
    teks = {"Usulan": "Perbaikan saluran (Demo)", "Permasalahan": "Mampet.", "Pengusul": "RW 02 (Demo)"}
    angka = {"Satuan": "meter", "Volume usulan": "25", "Pagu usulan": "5.000.000"}
    pilihan = {"Asal": "Masyarakat", "Kelompok sidang": "Fisik", "Kelurahan/wilayah": "Pabaton"}
    p.isi({**teks, **angka, **pilihan}).tekan("Simpan")
    assert "disimpan" in p.teks
    p.page.go_back(wait_until="load")
    for label, nilai in (teks | angka).items():
        expect(p.isian(label)).to_have_value(nilai)
    expect(p.page.locator("#wilayah_id option:checked")).to_have_text("Pabaton")
    expect(p.page.locator(".ketikan")).to_have_count(0)


def test_back_to_a_form_whose_record_was_changed_since_shows_the_numbers_that_are_stored(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/?urut=-kode")
    p.page.locator(".data tbody a[href*='details']").first.click()
    p.tekan("Ubah")
    p.isi({"Volume usulan": "31"}).tekan("Simpan")
    alamat = f"/usulan/edit/?id={p.id}"
    p.buka(alamat).isi({"Volume usulan": "32"})
    tersimpan(p)
    lain = p.jendela_baru()
    lain.context.add_cookies(peramban._jendela["tim_musrenbang"].context.cookies())  # type: ignore[arg-type]
    p.buka(alamat).isi({"Volume usulan": "33"}).tekan("Simpan")
    p.masuk("tim_musrenbang")
    p.page.once("dialog", lambda tanya: tanya.accept())
    p.buka("/").page.go_back(wait_until="load")
    expect(p.isian("Volume usulan")).to_have_value("33")
    expect(p.page.locator(".ketikan")).to_contain_text("Sesudah itu data ini diubah")
