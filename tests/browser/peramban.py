"""A browser as people use it: a window per person, fields by the words beside them, buttons by the words on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Error, Locator, Page

SANDI = "Demo-Panel-2026"
LAYAR = {"width": 1280, "height": 900}
PONSEL = {"width": 360, "height": 740}
# The browser tells nobody that a policy stopped something, unless it is asked to say so on its console.
DENGAR_CSP = (
    "document.addEventListener('securitypolicyviolation',"
    "e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile))"
)


class Peramban:
    """`masuk(nama)` brings a person's window to the front; the other methods act in it. `keluhan` is its console."""

    # The sessions that a panel has given, for the next tests beside it: signing in is asked about in a few of them.
    _kuki: ClassVar[dict[tuple[str, str], list[Any]]] = {}

    def __init__(self, chromium: Browser, alamat: str, layar: Mapping[str, int] = LAYAR) -> None:
        self._chromium, self.alamat, self._layar = chromium, alamat, layar
        self._jendela: dict[str, Page] = {}
        self.keluhan: list[str] = []
        self._galat: list[str] = []
        self.page = self.jendela_baru()

    def jendela_baru(self) -> Page:
        """A window of somebody who has not signed in."""
        konteks = self._chromium.new_context(
            base_url=self.alamat,
            viewport=self._layar,  # type: ignore[arg-type]
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            color_scheme="light",
            reduced_motion="reduce",
        )
        konteks.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        konteks.add_init_script(DENGAR_CSP)
        page = konteks.new_page()
        page.on("console", self._catat)
        page.on("pageerror", lambda galat: self._keluh(f"{page.url}: {galat}", True))
        self.page = page
        return page

    def _catat(self, pesan: ConsoleMessage) -> None:
        if pesan.type in ("error", "warning"):
            self._keluh(f"{pesan.location.get('url', '')}: {pesan.text}", pesan.type == "error")

    def _keluh(self, kalimat: str, galat: bool) -> None:
        self.keluhan.append(kalimat)
        if galat:
            self._galat.append(kalimat)

    @property
    def konteks(self) -> BrowserContext:
        return self.page.context

    @property
    def galat(self) -> list[str]:
        """What no test may leave on the console: every error but the refusals (4xx) of pages that it asks for."""
        return [k for k in self._galat if "/static/" in k or "the server responded with a status of 4" not in k]

    def tutup(self) -> None:
        for konteks in list(self._chromium.contexts):
            konteks.close()

    # --- what a person does -------------------------------------------------------------------------------------------

    def masuk(self, nama: str, sandi: str = SANDI) -> Peramban:
        """Sign in, the first time through the form; a second time the window is still open."""
        if nama in self._jendela:
            self.page = self._jendela[nama]
            return self
        self.jendela_baru()
        kuki = self._kuki.get((self.alamat, nama)) if sandi == SANDI else None
        if kuki:
            self.konteks.add_cookies(kuki)
            self.buka("/")
        if not kuki or self.page.locator("summary .nama").count() == 0:  # ended meanwhile
            self.lewat_borang(nama, sandi)
            if sandi == SANDI:
                self._kuki[self.alamat, nama] = self.konteks.cookies()  # type: ignore[assignment]
        self._jendela[nama] = self.page
        return self

    def lewat_borang(self, nama: str, sandi: str = SANDI) -> Peramban:
        """Sign in with the window in front."""
        self.buka("/login").isi({"Nama pengguna": nama, "Kata sandi": sandi}).tekan("Masuk")
        self.page.locator("summary .nama").wait_for(state="attached")
        return self

    def buka(self, alamat: str) -> Peramban:
        self.page.goto(alamat, wait_until="load")
        return self

    def isi(self, nilai: Mapping[str, Any]) -> Peramban:
        """Fill fields by their labels: a text, a choice by its words, True for a tick, a Path for a file."""
        for label, satu in nilai.items():
            self._isi_satu(self.isian(label), satu)
        return self

    def isian(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(boleh kosong\))?\s*$")).locator(
            "visible=true"
        )

    def _isi_satu(self, isian: Locator, nilai: Any) -> None:
        tag, jenis, cari = isian.evaluate("e => [e.tagName, e.type, e.hasAttribute('data-cari')]")
        if tag == "SELECT":
            isian.select_option(label=nilai)
        elif jenis == "checkbox":
            isian.set_checked(nilai)
        elif jenis == "file":
            isian.set_input_files(nilai)
        elif cari:
            self.cari(isian, nilai)
        else:
            isian.fill(str(nilai))

    def cari(self, isian: Locator, teks: str) -> None:
        """Type into a lookup and take the line that says `teks` and its number."""
        isian.fill(teks)
        pilihan = self.page.get_by_role("option").filter(has_text=re.compile(rf"^{re.escape(teks)} \(#\d+\)$"))
        pilihan.click()

    def tekan(self, nama: str, dalam: str | None = None) -> Peramban:
        """Press the button (or follow the link) of that name, if asked only within `dalam` (a CSS selector).

        Once the page is whole: while it comes, what is to be pressed may move away between pressing and letting go.
        """
        self.page.wait_for_load_state("load")
        self.tombol(nama, dalam).first.click()
        self.page.wait_for_load_state("load")
        return self

    def tombol(self, nama: str, dalam: str | None = None) -> Locator:
        akar: Page | Locator = self.page.locator(dalam) if dalam else self.page
        kata = re.compile(rf"^\s*{re.escape(nama)}…?\s*$")
        ada = akar.get_by_role("button", name=kata).or_(akar.get_by_role("link", name=kata))
        return ada.locator("visible=true")

    def punya(self, nama: str) -> bool:
        """Does this person see a button or link of that name?"""
        return self.tombol(nama).count() > 0

    def centang(self, *nama: str) -> Peramban:
        """Tick rows of a list; without names all of the page."""
        if not nama:
            self.page.get_by_label("Pilih semua di halaman ini").check()
        for satu in nama:
            self.page.get_by_role("row").filter(has_text=satu).get_by_role("checkbox").check()
        return self

    def centang_yang_cocok(self) -> Peramban:
        """Choose every row that the filter finds, also those on the other pages."""
        self.page.get_by_label(re.compile(r"^\s*Semua [\d.]+ yang cocok\s*$")).check()
        return self

    def massal(self, tindakan: str, isi: Mapping[str, Any] | None = None) -> str:
        """The move of the menu on the ticked rows; answers the first line of its report ("12 dari 12 berhasil.").

        Between the two stands the page that says what it would do.
        """
        self.page.locator("#aksi").select_option(label=tindakan)
        self.tekan("Lanjut", ".massal .alat")
        self.isi(isi or {})
        self.page.wait_for_load_state("load")
        self.page.get_by_role("button", name=re.compile(r"^Jalankan untuk [\d.]+ ")).click()
        hasil = self.page.locator(".kabar b", has_text="berhasil")
        hasil.wait_for()
        return hasil.inner_text()

    # --- what a person sees -------------------------------------------------------------------------------------------

    @property
    def teks(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def id(self) -> int:
        """The number of the record whose page is open."""
        return int(re.search(r"[?&]id=(\d+)", self.page.url)[1])  # type: ignore[index]

    def lebar(self) -> tuple[int, int]:
        """(width of the page, width of the window)."""
        lebar = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        return lebar[0], lebar[1]

    def unduh(self, nama: str) -> bytes:
        """The file behind a link of the page."""
        jawab = self.konteks.request.get(str(self.tombol(nama).first.get_attribute("href")))
        assert jawab.ok, jawab.text()
        return jawab.body()

    def keadaan(self) -> str:
        """What the window in front shows, for the report of a test that failed."""
        try:
            return f"{self.page.url}\n{self.page.locator('main, body').last.inner_text(timeout=2_000)[:2_000]}"
        except Error as galat:
            return f"{self.page.url}: {galat}"

    def potret(self, berkas: Path, penuh: bool = True) -> None:
        self.page.screenshot(path=berkas, full_page=penuh)

    # --- what a person could forge ------------------------------------------------------------------------------------

    def kirim(self, alamat: str, isi: Mapping[str, str]) -> APIResponse:
        """A POST that no form of the page makes, with this person's own session and valid token."""
        token = str(self.page.locator("meta[name=csrf-token]").get_attribute("content"))
        return self.konteks.request.post(alamat, form={"csrf_token": token, **isi}, max_redirects=0)
