"""What people see when something goes wrong: a sentence at its place, the typed text kept, nothing changed."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pelaku import AJUKAN, HARI, TERBITKAN, TTD, today
from tests.browser.peramban import SANDI, Peramban

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# How many forms are held back while one is on its way: at once and after each of these acts; then it is stopped.
SELAMA = """addEventListener("submit", async () => {
  const tunggu = (ms) => new Promise((lanjut) => setTimeout(lanjut, ms)), ditahan = [];
  for (const lakukan of [() => {}, %s]) {
    lakukan();
    await tunggu(300);
    ditahan.push($$("form[data-terkirim]").length);
  }
  window.ditahan = ditahan.join();
  window.stop();
})"""


def test_a_wrong_password_keeps_the_name_and_says_what_to_check(peramban: Peramban) -> None:
    p = peramban.buka("/login").isi({"Nama pengguna": "kepala_badan", "Kata sandi": "bukan-ini"}).tekan("Masuk")
    assert "tidak cocok" in p.teks
    assert p.isian("Nama pengguna").input_value() == "kepala_badan"
    assert p.isian("Kata sandi").input_value() == ""
    p.isi({"Kata sandi": SANDI}).tekan("Masuk")
    assert "Perjalanan SOP" in p.teks


def test_the_page_asked_for_opens_after_signing_in(peramban: Peramban) -> None:
    p = peramban.buka("/ruang/?q=pleno")
    p.isi({"Nama pengguna": "pengawas", "Kata sandi": SANDI}).tekan("Masuk")
    assert p.page.url.endswith("/ruang/?q=pleno")


def test_the_second_saver_sees_both_values_and_loses_nothing(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/ruang/new/").isi({"Nama ruang": "Ruang Uji Bersama"}).tekan("Simpan")
    alamat = f"/ruang/edit/?id={p.id}"
    p.buka(alamat)
    peramban.masuk("sub_koordinator").buka(alamat).isi({"Kapasitas (orang)": 40}).tekan("Simpan")

    p.masuk("tim_musrenbang").isi({"Kapasitas (orang)": 75, "Gedung": "Balai Kota"}).tekan("Simpan")
    assert "sudah diubah orang lain" in p.teks
    assert "Sub Koordinator" in p.teks
    assert p.isian("Kapasitas (orang)").input_value() == "75"
    assert "Tersimpan sekarang: 40" in p.teks
    p.tekan("Simpan")
    assert "75" in p.teks
    assert "Balai Kota" in p.teks


def test_a_room_that_is_taken_is_refused_with_what_takes_it(peramban: Peramban) -> None:
    p = peramban.masuk("fungsional_perencana").buka("/jadwal/new/").isi({"Judul": "Jadwal uji"}).tekan("Simpan")
    jadwal, waktu = p.id, {"Mulai": f"{HARI}T09:00", "Selesai": f"{HARI}T11:00", "Ruang": "Ruang Pleno (Demo)"}
    p.buka(f"/acara/new/?jadwal_id={jadwal}").isi({"Acara": "Paparan pertama", **waktu}).tekan("Simpan")
    p.buka(f"/acara/new/?jadwal_id={jadwal}")
    p.isi({"Acara": "Paparan kedua", **waktu, "Mulai": f"{HARI}T10:00"}).tekan("Simpan")
    salah = p.page.locator("#ruang_id-salah")
    expect(salah).to_contain_text("Ruang sudah dipakai untuk “Paparan pertama” pada 22-03-2027 09.00–11.00 WIB.")
    assert p.isian("Acara").input_value() == "Paparan kedua"
    p.isi({"Mulai": f"{HARI}T11:00", "Selesai": f"{HARI}T10:00"}).tekan("Simpan")
    expect(p.page.locator("#selesai-salah")).to_contain_text("Waktu selesai harus sesudah waktu mulai.")
    p.isi({"Selesai": f"{HARI}T12:00"}).tekan("Simpan")
    assert "Paparan kedua" in p.teks


def test_a_day_that_does_not_exist_is_named(peramban: Peramban) -> None:
    p = peramban.masuk("sub_koordinator").buka("/dpa/new/")
    # The browser's own date field gives no such day away, so it is typed as into an older browser.
    p.page.locator("#tanggal").evaluate("e => e.type = 'text'")
    p.isi({"Nomor DPA": "DPA/31", "Sub kegiatan": "Uji", "Pagu": "1000", "Tanggal": "31-02-2027"}).tekan("Simpan")
    assert "31-02-2027" in p.page.locator("#tanggal-salah").inner_text()
    assert p.isian("Tanggal").input_value() == "31-02-2027"
    assert p.isian("Nomor DPA").input_value() == "DPA/31"
    expect(p.page.locator("#tanggal")).to_have_attribute("aria-invalid", "true")


def test_a_number_already_used_is_refused_with_the_paper_that_has_it(peramban: Peramban) -> None:
    p = peramban
    _nota_menunggu_nomor(p, "Nota pertama")
    p.isi({"Tanggal naskah": today()}).tekan(TERBITKAN, "form.borang")
    urut = re.search(r"ND-(\d{3})-", p.teks)[1]  # type: ignore[index]
    _nota_menunggu_nomor(p, "Nota kedua")
    p.isi({"Nomor": urut, "Tanggal naskah": today()}).tekan(TERBITKAN, "form.borang")
    assert "sudah dipakai untuk “Nota pertama”." in p.page.locator("#nomor-salah").inner_text()
    assert p.isian("Nomor").input_value() == urut
    # A sisipan stands behind a number that exists.
    p.isi({"Nomor": f"{urut}.a"}).tekan(TERBITKAN, "form.borang")
    assert f"ND-{urut}.a-" in p.teks


def _nota_menunggu_nomor(p: Peramban, hal: str) -> None:
    """A nota dinas that is signed; ends on the secretariat's form for its number."""
    isi = {"Hal": hal, "Penanda tangan": "Kepala Badan (Demo)", "Isi": "Penugasan."}
    p.masuk("sub_koordinator").buka("/nota-dinas/new/").isi(isi).tekan("Simpan").tekan(AJUKAN)
    alamat = f"/nota-dinas/details/?id={p.id}"
    p.masuk("kepala_badan").buka(alamat).tekan(TTD)
    p.masuk("sekretariat").buka(alamat).tekan(TERBITKAN)


@pytest.mark.parametrize(
    "alamat",
    [
        "/tidak-ada/",
        "/usulan/details/?id=987654",
        "/usulan/details/?id=1%27--",
        "/usulan/details/?id=" + "9" * 40,
        "/usulan/details/",
        "/berita-acara/print/rahasia/1",
        "/usulan/?page=-1",
        "/usulan/?kursor=n.%00x",
    ],
)
def test_an_address_that_leads_nowhere_ends_on_a_page_that_helps(peramban: Peramban, alamat: str) -> None:
    p = peramban.masuk("tim_musrenbang")
    jawab = p.page.goto(alamat)
    assert jawab is not None
    assert 400 <= jawab.status < 500
    assert p.page.locator("nav.samping").is_visible()
    for jejak in ("Traceback", "SELECT", "sqlalchemy", "Internal Server Error"):
        assert jejak not in p.teks


def test_deleting_asks_first_and_can_be_taken_back(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/ruang/new/").isi({"Nama ruang": "Ruang Uji Hapus"}).tekan("Simpan")
    ruang = p.id
    p.tekan("Hapus")
    expect(p.page.locator("dialog#tanya")).to_contain_text("Ruang Uji Hapus")
    p.tekan("Tidak", "dialog")
    assert p.buka(f"/ruang/details/?id={ruang}").punya("Hapus")
    p.tekan("Hapus").tekan("Ya, lanjutkan", "dialog")
    expect(p.page.locator(".kabar.baik")).to_contain_text("dapat dipulihkan")
    assert "Ruang Uji Hapus" not in p.buka("/ruang/").teks
    p.page.locator(".saringan summary").click()
    p.isi({"Tampilkan yang dihapus": True}).tekan("Terapkan")
    p.page.get_by_role("link", name="Ruang Uji Hapus").click()
    p.tekan("Pulihkan")
    assert "Ruang Uji Hapus" in p.buka("/ruang/").teks


def test_a_selection_reports_row_by_row_what_moved_and_why_the_rest_did_not(peramban: Peramban) -> None:
    p = peramban.masuk("tim_musrenbang").buka("/usulan/new/")
    isi = {
        "Usulan": "Pos ronda RW 02 Pabaton",
        "Permasalahan": "Belum ada pos ronda.",
        "Asal": "Masyarakat",
        "Pengusul": "Ketua RW 02 (Demo)",
        "Kelompok sidang": "Fisik",
        "Kelurahan/wilayah": "Pabaton",
        "Satuan": "unit",
    }
    p.isi(isi).tekan("Simpan")
    p.buka("/usulan/?urut=-kode").centang("Pos ronda RW 02 Pabaton", "U-2028-00060", "U-2028-00059")
    assert p.page.locator("[data-terpilih]").inner_text() == "3 dipilih"
    assert p.massal("Ajukan") == "1 dari 3 berhasil."
    gagal = p.page.get_by_role("row").filter(has_text="U-2028-00060")
    expect(gagal).to_contain_text("diverifikasi")
    assert len(p.page.locator(".data tbody tr").all()) == 3


def test_a_long_list_is_searched_while_typing_and_taken_with_the_arrow_keys(
    peramban: Peramban, var_panel: Path
) -> None:
    _address_book_of_a_city(var_panel)
    p = peramban.masuk("tim_musrenbang")
    for _ in range(30):  # the names of little tables are remembered for some seconds
        p.buka("/distribusi/new/")
        isian = p.isian("Penerima di buku alamat")
        if isian.evaluate("e => e.tagName") == "INPUT":
            break
        p.page.wait_for_timeout(1000)
    isian.press_sequentially("lurah paba")
    pilihan = p.page.locator(".kombo-daftar [role=option]")
    expect(pilihan).to_have_count(1)
    isian.press("ArrowDown")
    expect(pilihan).to_have_attribute("aria-selected", "true")
    isian.press("Enter")
    assert re.fullmatch(r"Lurah Pabaton \(#\d+\)", isian.input_value())
    isian.fill("siapa saja")
    p.tekan("Simpan")
    assert "“siapa saja” tidak ditemukan" in p.teks
    assert p.isian("Penerima di buku alamat").input_value() == "siapa saja"


def _address_book_of_a_city(var: Path) -> None:
    """So many addressees that a select would no longer serve."""
    kolom = "unsur, tempat, aktif, version, created_at, updated_at"
    with sqlite3.connect(var / "panel.sqlite3") as basis:
        basis.executemany(
            f"INSERT INTO pemangku_kepentingan (nama, {kolom}) SELECT ?, {kolom} FROM pemangku_kepentingan LIMIT 1",
            [(f"Warga {n}",) for n in range(200)],
        )


def test_signing_in_and_a_move_need_no_mouse(peramban: Peramban) -> None:
    keyboard = peramban.buka("/login").page.keyboard
    peramban.page.wait_for_function("document.activeElement.name === 'nama_pengguna'")  # ready, a moment after the page
    keyboard.type("fungsional_perencana")
    keyboard.press("Tab")
    keyboard.type(SANDI)
    keyboard.press("Enter")
    peramban.page.wait_for_url("**/")
    keyboard.press("Tab")
    peramban.page.wait_for_function("document.activeElement.textContent === 'Langsung ke isi'")
    keyboard.press("Enter")
    peramban.page.wait_for_function("document.activeElement.tagName === 'MAIN'")

    peramban.buka("/bahan/new/")
    isi = {"Jenis": "Bahan publikasi", "Judul": "Siaran pers uji", "Isi ringkas": "Undangan terbuka bagi warga."}
    peramban.isi(isi)
    _ke(peramban, "Simpan")
    keyboard.press("Enter")
    peramban.page.wait_for_url(re.compile("details"))
    _ke(peramban, "Nyatakan siap")
    keyboard.press("Enter")
    expect(peramban.page.locator(".lencana").first).to_have_text("Ditetapkan")


def _ke(p: Peramban, nama: str) -> None:
    """Tab until the button of that name is reached; where one is, must be seen."""
    for _ in range(80):
        p.page.keyboard.press("Tab")
        if p.page.evaluate("document.activeElement.textContent.trim()") == nama:
            break
    else:
        raise AssertionError(f"“{nama}” tidak dapat dicapai dengan Tab")
    garis = p.page.evaluate(
        "(s => s.outlineStyle + s.outlineWidth + s.boxShadow)(getComputedStyle(document.activeElement))"
    )
    assert not garis.startswith("none0px") or not garis.endswith("none"), garis


def kirim_tanpa_jawaban(p: Peramban, selama: str) -> None:
    """Press Simpan while the network takes it and never answers."""
    alamat = re.compile("/ruang/new/")
    p.masuk("tim_musrenbang").buka("/ruang/new/").isi({"Nama ruang": "Ruang Uji Putus"})
    p.page.route(alamat, lambda jalur: None)
    p.page.evaluate(selama)
    with p.page.expect_request(alamat):
        p.page.locator("main").get_by_role("button", name="Simpan").first.click(no_wait_after=True)


def test_a_save_that_was_stopped_on_its_way_can_be_pressed_again(peramban: Peramban) -> None:
    kirim_tanpa_jawaban(peramban, SELAMA % "() => {}")
    peramban.page.wait_for_function("window.ditahan === '1,1'")  # until then a second press changes nothing
    expect(peramban.page.locator("form[data-terkirim]")).to_have_count(0)
    peramban.page.unroute_all(behavior="ignoreErrors")
    peramban.tekan("Simpan")
    assert "disimpan" in peramban.teks


def test_what_changes_only_the_address_of_the_page_lets_no_form_be_sent_twice(peramban: Peramban) -> None:
    tindakan = """() => history.replaceState(null, "", "?q=x"), () => { location.hash = "isi"; }"""
    kirim_tanpa_jawaban(peramban, SELAMA % tindakan)
    peramban.page.wait_for_function("window.ditahan === '1,1,1'")
