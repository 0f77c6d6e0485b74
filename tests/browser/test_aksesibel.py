"""Every page by axe-core (WCAG 2.2 A and AA), light and dark, for whoever opens it; and its width on small screens."""

from __future__ import annotations

import pytest
from pyotp import TOTP

from models.peran import Peran
from tests.browser import axe
from tests.browser.halaman import KHUSUS, SETIAP, layar
from tests.browser.peramban import LAYAR, PONSEL, SANDI, Peramban
from tests.conftest import panjang

pytestmark = pytest.mark.browser
SANDI_BARU = "Kalimat-Sandi-Baru-2027"
NARROW = {"width": 320, "height": 640}  # 1,280 at four times the size (WCAG 1.4.10)
DIPERBESAR = {"width": 640, "height": 450}  # what is left of a usual window at 200 %


def _di_sini(p: Peramban, dark: bool = True) -> list[str]:
    return axe.periksa(p.page, "terang") + (axe.periksa(p.page, "gelap", axe.WARNA) if dark else [])


@pytest.fixture(autouse=True)
def whole_lists(battery: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the battery no row is left out: the hundredth may be drawn unlike the tenth after all."""
    if battery:
        monkeypatch.setattr(axe, "SHORTER", "() => {}")


def _langgar(p: Peramban, alamat: list[str], dark: bool = True) -> list[str]:
    ketemu = []
    for satu in alamat:
        p.buka(satu)
        p.page.evaluate(axe.SHORTER)
        ketemu += _di_sini(p, dark)
    return ketemu


SEPERTI_LAIN = ("/usulan/new/", "/undangan/new/", "/pemangku-kepentingan/", "/pengaturan/")  # forms, lists like others


@pytest.mark.parametrize("peran", panjang(list(Peran), Peran.KEPALA_BADAN, Peran.TIM_MUSRENBANG))
def test_what_each_role_sees_first_breaks_no_rule(peramban: Peramban, peran: Peran) -> None:
    assert _langgar(peramban.masuk(peran), list(SETIAP)) == []


def test_a_form_and_a_list_break_no_rule(peramban: Peramban) -> None:
    assert _langgar(peramban.masuk(Peran.TIM_MUSRENBANG), list(SEPERTI_LAIN)) == []


@pytest.mark.battery
def test_every_screen_of_the_menu_with_its_form_and_its_page_breaks_no_rule(peramban: Peramban) -> None:
    """As the team sees them, and what only the administrator sees besides."""
    tim = layar(peramban.masuk(Peran.TIM_MUSRENBANG))
    assert len(tim) > 60
    assert _langgar(peramban, tim) == []
    sudah = {satu.partition("?")[0] for satu in tim}
    lain = [satu for satu in layar(peramban.masuk(Peran.ADMINISTRATOR)) if satu.partition("?")[0] not in sudah]
    assert lain
    assert _langgar(peramban, lain) == []


def test_the_pages_of_work_on_many_rows_break_no_rule(peramban: Peramban, battery: bool) -> None:
    """In the dark they have the same colours as lists and forms, so that look is asked of them in the battery only."""
    assert _langgar(peramban, ["/login"]) == []
    assert _langgar(peramban.masuk(Peran.TIM_MUSRENBANG), list(KHUSUS), dark=battery) == []
    for tindakan in ("Ubah isian…", "Tolak", "Hapus"):  # edit, move with its form, delete: one page each
        p = peramban.buka("/usulan/?musrenbang_id=1").centang()
        p.page.locator("#aksi").select_option(label=tindakan)
        p.tekan("Lanjut", ".massal .alat")
        assert _di_sini(p) == []


def test_the_pages_around_a_sign_in_break_no_rule(peramban: Peramban) -> None:
    """A new person: the password chosen by a link, the second factor installed, its codes, and the code asked for."""
    p = peramban.masuk(Peran.ADMINISTRATOR).buka("/pengguna/new/")
    ketemu = _di_sini(p)
    p.isi({"Nama pengguna": "orang_baru", "Nama": "Orang Baru", "Kata sandi Anda sendiri": SANDI}).tekan("Simpan")
    p.tekan("Buat tautan kata sandi")
    ketemu += _di_sini(p)
    alamat = p.page.get_by_label("Tautan", exact=True).input_value()
    p.jendela_baru()
    p.buka(alamat)
    ketemu += _di_sini(p)
    p.isi({"Kata sandi baru": SANDI_BARU, "Ulangi kata sandi baru": SANDI_BARU}).tekan("Simpan kata sandi")
    p.masuk("orang_baru", SANDI_BARU).buka("/akun/faktor/")
    p.isi({"Kata sandi Anda": SANDI_BARU}).tekan("Tambah aplikasi kode")
    ketemu += _di_sini(p)
    rahasia = p.page.locator(".sidik").inner_text().replace(" ", "")
    p.page.locator("[name=kode]").fill(TOTP(rahasia).now())
    p.page.locator("[name=kode]").press("Enter")
    p.page.locator(".kode-pemulihan").wait_for()
    ketemu += _di_sini(p)
    p.jendela_baru()
    p.buka("/login").isi({"Nama pengguna": "orang_baru", "Kata sandi": SANDI_BARU}).tekan("Masuk")
    assert "/masuk/kode/" in p.page.url
    for ukuran in (LAYAR, PONSEL):
        p.page.set_viewport_size(ukuran)  # type: ignore[arg-type]
        ketemu += _di_sini(p)
        assert p.lebar()[0] <= p.lebar()[1]
    assert ketemu == []


def test_the_frame_breaks_no_rule_on_a_phone_either(ponsel: Peramban, battery: bool) -> None:
    assert _langgar(ponsel.masuk(Peran.SUB_KOORDINATOR), list(SETIAP), dark=battery) == []


def test_high_contrast_keeps_seven_to_one(peramban: Peramban, battery: bool) -> None:
    p = peramban.masuk(Peran.SUB_KOORDINATOR).buka("/")
    p.page.locator("details.saya > summary").click()
    p.tekan("Kontras tinggi")
    for alamat in SETIAP if battery else SETIAP[1::2]:  # a Musrenbang, a list and a record of those that all come to
        p.buka(alamat)
        for skema in ("light", "dark"):
            p.page.emulate_media(color_scheme=skema)  # type: ignore[arg-type]
            assert axe.periksa(p.page, "kontras", axe.WARNA_KUAT) == []


@pytest.mark.battery
def test_no_page_scrolls_sideways_on_a_phone_or_at_twice_the_size(peramban: Peramban) -> None:
    """Every screen of the menu, with its form and the page of its first record."""
    p = peramban.masuk(Peran.SUB_KOORDINATOR)
    _tidak_bergeser(p, [*layar(p), *KHUSUS, *SETIAP])


def test_no_usual_page_scrolls_sideways_on_a_phone_or_at_twice_the_size(peramban: Peramban) -> None:
    _tidak_bergeser(peramban.masuk(Peran.TIM_MUSRENBANG), [*SEPERTI_LAIN, *SETIAP, "/sidang/2/?musrenbang_id=1"])


def _tidak_bergeser(p: Peramban, alamat_semua: list[str]) -> None:
    terlalu_lebar = {}
    for alamat in alamat_semua:
        p.buka(alamat)
        for ukuran in (PONSEL, NARROW, DIPERBESAR):
            p.page.set_viewport_size(ukuran)  # type: ignore[arg-type]
            isi, jendela = p.lebar()
            if isi > jendela:
                terlalu_lebar[alamat, jendela] = isi
    assert terlalu_lebar == {}


def test_nothing_lies_over_the_name_of_the_panel_and_no_bar_over_a_field_on_the_narrowest_screen(
    peramban: Peramban,
) -> None:
    p = peramban.masuk(Peran.TIM_MUSRENBANG)
    p.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    p.buka("/usulan/new/")
    name, badge = (p.page.locator(s).bounding_box() for s in (".merek b", ".demo"))
    assert name
    assert badge
    assert name["width"] <= 1 or name["x"] + name["width"] <= badge["x"]
    assert p.page.locator(".baris-tombol.lekat").evaluate("e => getComputedStyle(e).position") == "static"


@pytest.mark.parametrize(
    ("alamat", "kini", "lain"),
    [
        ("/sidang/2/?musrenbang_id=1&tampil=sudah", ".sidang-tab a[aria-current]", ".sidang-tab a:not([aria-current])"),
        ("/meja/6/", ".tab-meja a[aria-current]", ".tab-meja a:not([aria-current])"),
        ("/papan/", ".papan-pilih a[aria-current]", ".papan-pilih a:not([aria-current])"),
        ("/usulan/kisi/?musrenbang_id=1", ".lembar-kisi td.terpilih", ".lembar-kisi td:not(.terpilih)"),
    ],
)
def test_what_is_chosen_is_told_in_the_forced_colours_of_a_system_too(
    peramban: Peramban, alamat: str, kini: str, lain: str
) -> None:
    p = peramban.masuk(Peran.TIM_MUSRENBANG)
    p.page.emulate_media(forced_colors="active")
    p.buka(alamat)
    if ".terpilih" in kini:
        p.page.locator(".lembar-kisi tbody td").nth(3).click()
    ground = """e => { const warna = getComputedStyle(e).backgroundColor;
        return / 0\\)$/.test(warna) ? getComputedStyle(document.body).backgroundColor : warna; }"""
    assert p.page.locator(kini).first.evaluate(ground) != p.page.locator(lain).first.evaluate(ground)
