"""`make screenshots`: takes the whole face of the panel, in a real Chromium, on a new demonstration.

Every page in light and dark, on a desk and on a phone, goes with an index.html into var/potret (lembar.py beside this);
the few of DAFTAR and NASKAH are the pictures of the documents, in docs/. `ARGS=--docs` takes only those.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import lembar
from tests.browser.halaman import RAPAT, buka_meja
from tests.browser.peramban import LAYAR, SANDI, Peramban
from tests.peladen import AKAR, Peladen, lingkungan

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
TUJUAN = AKAR / "docs"


@dataclass(frozen=True)
class Potret:
    """One picture: file name, who looks, at what, in which look and window; `bagian` is the part of the page, else what
    the window shows."""

    nama: str
    orang: str
    alamat: str
    bagian: str = ""
    skema: str = "light"
    ukuran: Mapping[str, int] = field(default_factory=lambda: LAYAR)


# The finished year of the demonstration is the first Musrenbang; the second is walked to its sixth step before.
DAFTAR = (
    Potret("masuk", "", "/login"),
    Potret("beranda", "kepala_badan", "/"),
    Potret("musrenbang", "kepala_badan", "/musrenbang/details/?id=1"),
    Potret("gelap", "kepala_bidang", "/usulan/?musrenbang_id=2", skema="dark"),
    Potret("ponsel", "kepala_badan", "/", ukuran={"width": 390, "height": 844}),
    Potret("langkah", "kepala_badan", "/", "section:has(> .kotak-alir)"),
    Potret("usulan", "tim_musrenbang", "/usulan/?musrenbang_id=1&hasil=diterima"),
    Potret(
        "kisi", "tim_musrenbang", "/usulan/kisi/?musrenbang_id=2&kolom=usulan,kode,volume,satuan,pagu_usulan,wilayah_id"
    ),
    Potret("cari", "tim_musrenbang", "/cari/?q=tanah+sareal"),
    Potret("undangan", "sekretariat", "/undangan/details/?id=1"),
    Potret("rapat", "tim_musrenbang", "/rapat/details/?id=6"),
    Potret("gambaran", "kepala_badan", "/gambaran/?musrenbang_id=1"),
    Potret("papan", "tim_musrenbang", "/papan/?hari=2026-03-23"),
)
# Then it is walked on to its sidang.
SIDANG = (Potret("sidang", "tim_musrenbang", "/sidang/2/?musrenbang_id=2"),)
# Last the desk of the finished year, opened as in the morning of its day.
MEJA = Potret("meja", "tim_musrenbang", f"/meja/{RAPAT}/", ukuran={"width": 390, "height": 844})
NASKAH = (
    ("naskah-undangan", "/undangan/print/undangan/1"),
    ("naskah-berita-acara", "/berita-acara/print/berita_acara/1"),
)


def main() -> None:
    TUJUAN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as p:
        peladen = Peladen(Path(var), "--prepare", DEMO_PASSWORD=SANDI, DEMO_USULAN="120")
        with peladen, p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser:
            alamat = peladen.tunggu().url
            peramban = Peramban(browser, alamat)
            for sampai, daftar in (("tanda_tangan", DAFTAR), ("pelaksanaan", SIDANG)):
                perintah = [sys.executable, "-m", "tests.browser.potret", f"--jalan={sampai}"]
                subprocess.run(perintah, cwd=AKAR, env=lingkungan(Path(var)), check=True)
                for satu in daftar:
                    _ambil(peramban, satu)
            buka_meja(Path(var) / "panel.sqlite3")
            _ambil(peramban, MEJA)
            for nama, naskah in NASKAH:
                jawab = peramban.masuk("tim_musrenbang").konteks.request.get(peladen.url + naskah)
                _halaman_pertama(jawab.body(), TUJUAN / nama)
            peramban.tutup()
            print(*(berkas.relative_to(AKAR) for berkas in sorted(TUJUAN.glob("*.png"))), sep="\n")
            if "--docs" not in sys.argv:
                print(lembar.semua(browser, alamat).relative_to(AKAR))


def jalan(sampai: str) -> None:
    """Walk the running Musrenbang on to a step, so that the pictures have something to tell."""
    from app import create_app
    from seed.jalan import Jalan
    from tests.dunia import lanjut

    with create_app().app_context():
        lanjut(Jalan(2, date(2027, 3, 22)), "tugaskan" if sampai == "tanda_tangan" else "tanda_tangan", sampai)


def _ambil(peramban: Peramban, satu: Potret) -> None:
    if satu.orang:
        peramban.masuk(satu.orang)
    peramban.page.set_viewport_size(satu.ukuran)  # type: ignore[arg-type]
    peramban.page.emulate_media(color_scheme=satu.skema)  # type: ignore[arg-type]
    peramban.buka(satu.alamat)
    dilihat = peramban.page.locator(satu.bagian).first if satu.bagian else peramban.page
    dilihat.screenshot(path=TUJUAN / f"{satu.nama}.png")


def _halaman_pertama(pdf: bytes, tujuan: Path) -> None:
    """Page 1 as a picture, by pdftoppm (poppler-utils)."""
    subprocess.run(["pdftoppm", "-png", "-r", "60", "-singlefile", "-", str(tujuan)], input=pdf, check=True)


if __name__ == "__main__":
    tujuan = next((a.partition("=")[2] for a in sys.argv if a.startswith("--jalan=")), "")
    jalan(tujuan) if tujuan else main()
