"""`make screenshots`: takes the pictures of README.md from the real program, in a real Chromium, on a new demo."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.peramban import SANDI, Peramban
from tests.peladen import AKAR, Peladen

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
TUJUAN = AKAR / "docs"


@dataclass(frozen=True)
class Potret:
    """One picture: file name, who looks, and at what; `bagian` is the part of the page, else what the window shows."""

    nama: str
    orang: str
    alamat: str
    bagian: str = ""


# The finished year of the demonstration is the first Musrenbang, the one at step 1 the second.
DAFTAR = (
    Potret("masuk", "", "/login"),
    Potret("beranda", "sub_koordinator", "/"),
    Potret("musrenbang", "kepala_badan", "/musrenbang/details/?id=1"),
    Potret("langkah", "kepala_badan", "/musrenbang/details/?id=2", "section:has(> .kotak-tabel)"),
    Potret("usulan", "tim_musrenbang", "/usulan/?musrenbang_id=1&hasil=diterima"),
    Potret(
        "kisi", "tim_musrenbang", "/usulan/kisi/?musrenbang_id=2&kolom=usulan,kode,volume,satuan,pagu_usulan,wilayah_id"
    ),
    Potret("cari", "tim_musrenbang", "/cari/?q=tanah+sareal"),
    Potret("undangan", "sekretariat", "/undangan/details/?id=1"),
    Potret("rapat", "tim_musrenbang", "/rapat/details/?id=6"),
)
NASKAH = (
    ("naskah-undangan", "/undangan/print/undangan/1"),
    ("naskah-berita-acara", "/berita-acara/print/berita_acara/1"),
)


def main() -> None:
    TUJUAN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as p:
        peladen = Peladen(Path(var), "--prepare", DEMO_PASSWORD=SANDI, DEMO_USULAN="120")
        with peladen, p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser:
            peramban = Peramban(browser, peladen.tunggu().url)
            for satu in DAFTAR:
                _ambil(peramban, satu)
            for nama, alamat in NASKAH:
                jawab = peramban.masuk("tim_musrenbang").konteks.request.get(peladen.url + alamat)
                _halaman_pertama(jawab.body(), TUJUAN / nama)
            peramban.tutup()
    for berkas in sorted(TUJUAN.glob("*.png")):
        print(berkas.relative_to(AKAR))


def _ambil(peramban: Peramban, satu: Potret) -> None:
    if satu.orang:
        peramban.masuk(satu.orang)
    peramban.buka(satu.alamat)
    dilihat = peramban.page.locator(satu.bagian).first if satu.bagian else peramban.page
    dilihat.screenshot(path=TUJUAN / f"{satu.nama}.png")


def _halaman_pertama(pdf: bytes, tujuan: Path) -> None:
    """Page 1 as a picture, by pdftoppm (poppler-utils)."""
    subprocess.run(["pdftoppm", "-png", "-r", "60", "-singlefile", "-", str(tujuan)], input=pdf, check=True)


if __name__ == "__main__":
    main()
