"""What a person waits for: first paint with a cold cache, how far the page shifts while it loads, and what is sent."""

from __future__ import annotations

import os
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench import JUMLAH, SANDI
from tests.browser.peramban import LAYAR, Peramban
from tests.peladen import Peladen

ULANG = 5
BATAS_CAT, BATAS_GESER = 1000.0, 0.05  # ms, CLS
ALAMAT = (
    ("masuk", "/login"),
    ("beranda", "/"),
    ("daftar usulan", "/usulan/?musrenbang_id=1"),
    ("rincian usulan", "/usulan/details/?id=1"),
    ("tabel SOP", "/musrenbang/details/?id=1"),
    ("formulir usulan", "/usulan/new/"),
)
# Paint and sizes come from the browser's own clock; shifts are summed as they are observed, buffered ones too.
AMBIL = """() => new Promise(jawab => {
    let geser = 0;
    const hitung = daftar => daftar.getEntries().forEach(e => { geser += e.value });
    new PerformanceObserver(hitung).observe({type: 'layout-shift', buffered: true});
    const semua = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    setTimeout(() => jawab([
        performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1,
        geser,
        semua.reduce((jumlah, e) => jumlah + e.encodedBodySize, 0) / 1024,
    ]), 300);
})"""


def ukur() -> list[str]:
    """The lines of the table."""
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    peladen = Peladen(Path(os.environ["VAR"]), "--prepare", DEMO_PASSWORD=SANDI, DEMO_USULAN=str(JUMLAH))
    with peladen, sync_playwright() as p, p.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser:
        peramban = Peramban(browser, peladen.tunggu(600).url).masuk("tim_musrenbang", SANDI)
        kuki = peramban.konteks.cookies()
        baris = [
            _satu(browser, peladen.url, kuki if alamat != "/login" else [], *(nama, alamat)) for nama, alamat in ALAMAT
        ]
    return [
        f"| halaman | cat pertama, cache kosong (batas {BATAS_CAT:.0f} ms) | geser (batas {BATAS_GESER}) | dikirim |",
        "|---|---|---|---|",
        *baris,
    ]


def _satu(browser: Browser, url: str, kuki: list, nama: str, alamat: str) -> str:  # type: ignore[type-arg]
    hasil = [_buka(browser, url, kuki, alamat) for _ in range(ULANG)]
    cat, geser, kb = (statistics.median(kolom) for kolom in zip(*hasil, strict=True))
    return f"| {nama} | {cat:.0f} ms | {geser:.3f} | {kb:.0f} kB |"


def _buka(browser: Browser, url: str, kuki: list, alamat: str) -> tuple[float, float, float]:  # type: ignore[type-arg]
    konteks = browser.new_context(base_url=url, viewport=LAYAR)  # type: ignore[arg-type]
    konteks.add_cookies(kuki)
    page: Page = konteks.new_page()
    page.goto(alamat, wait_until="load")
    cat, geser, kb = page.evaluate(AMBIL)
    konteks.close()
    return cat, geser, kb
