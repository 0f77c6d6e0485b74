"""Passkeys in a real browser with an authenticator of its own: made, asked for at the sign-in, removed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.peramban import SANDI, Peramban
from tests.peladen import Peladen

pytestmark = pytest.mark.browser
PIRANTI = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def bernama(chromium: Browser, peladen: Peladen) -> Peramban:
    """The same server under a name: an address of digits has no passkeys."""
    return Peramban(chromium, peladen.url.replace("127.0.0.1", "localhost"))


def test_a_passkey_is_made_opens_the_account_and_is_removed(bernama: Peramban, tmp_path: Path) -> None:
    p = bernama.masuk("sekretariat")
    cdp = p.konteks.new_cdp_session(p.page)
    cdp.send("WebAuthn.enable")
    piranti = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": PIRANTI})["authenticatorId"]
    try:
        p.buka("/akun/faktor/").isi({"Kata sandi Anda": "keliru"}).tekan("Tambah kunci sandi")
        expect(p.page.locator("[data-kunci-salah]")).to_have_text("Kata sandi tidak cocok.")
        p.isi({"Kata sandi Anda": SANDI}).tekan("Tambah kunci sandi")
        expect(p.page.locator(".kode-pemulihan code")).to_have_count(10)

        p.buka("/akun/")
        p.page.locator("details.saya > summary").click()
        p.tekan("Keluar", "details.saya")
        p.buka("/login?next=/usulan/").isi({"Nama pengguna": "sekretariat", "Kata sandi": SANDI}).tekan("Masuk")
        p.page.get_by_role("button", name="Pakai kunci sandi").click()
        expect(p.page).to_have_url(re.compile(r"^http://localhost:\d+/usulan/$"))

        p.buka("/akun/faktor/").isi({"Kata sandi Anda": SANDI}).tekan("Hapus yang dipilih")
        expect(p.page.locator(".kabar.baik")).to_contain_text("Faktor kedua dihapus")
    finally:
        cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": piranti})
    assert bernama.galat == []
    bernama.tutup()


def test_an_address_of_digits_says_that_it_has_none(peramban: Peramban) -> None:
    p = peramban.masuk("pengawas").buka("/akun/faktor/")
    expect(p.page.get_by_role("button", name="Tambah kunci sandi")).to_be_hidden()
    expect(p.page.locator("[data-kunci-salah]")).to_contain_text("memerlukan alamat https dengan nama")
