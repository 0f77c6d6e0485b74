"""The whole face on one sheet: every page × light and dark × desk and phone, and an index.html that shows them all."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.halaman import KHUSUS, SETIAP, layar
from tests.browser.peramban import LAYAR, Peramban
from tests.peladen import AKAR

TUJUAN = AKAR / "var" / "potret"
UKURAN = {"meja": LAYAR, "ponsel": {"width": 390, "height": 844}}
SKEMA = {"terang": "light", "gelap": "dark"}
# Who looks: the first sees nearly every screen, the second the few that are only the administrator's.
ORANG = ("tim_musrenbang", "administrator")
GAYA = """
body { font: 15px system-ui, sans-serif; margin: 2rem; background: #e9edeb; color: #16211d; }
section { margin: 0 0 2rem; } h2 { font-size: 1rem; margin: 0 0 .5rem; } h2 small { font-weight: 400; color: #51605a; }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
a { display: block; max-height: 26rem; overflow: hidden; border: 1px solid #9aa6a0; } img { display: block; }
.meja img { width: 30rem; } .ponsel img { width: 11rem; }
"""


def semua(browser: Browser, alamat: str, tujuan: Path = TUJUAN) -> Path:
    """Take them all; answers the index.html."""
    shutil.rmtree(tujuan, ignore_errors=True)
    tujuan.mkdir(parents=True)
    halaman: dict[str, str] = {"/login": ""}
    penjelajah = Peramban(browser, alamat)
    for orang in ORANG:
        p = penjelajah.masuk(orang)
        for satu in (*SETIAP, *layar(p), *KHUSUS):
            halaman.setdefault(satu, orang)
    penjelajah.tutup()

    judul: dict[str, str] = {}
    for nama, ukuran in UKURAN.items():
        p = Peramban(browser, alamat, ukuran)
        for satu, orang in halaman.items():
            if orang:
                p.masuk(orang)
            p.buka(satu)
            judul[satu] = p.page.title()
            for kata, skema in SKEMA.items():
                p.page.emulate_media(color_scheme=skema)  # type: ignore[arg-type]
                p.page.screenshot(
                    path=tujuan / _berkas(satu, nama, kata), full_page=True, type="jpeg", quality=70, timeout=60_000
                )
        p.tutup()
    indeks = tujuan / "index.html"
    indeks.write_text(_lembar(halaman, judul), encoding="utf-8")
    return indeks


def _berkas(alamat: str, ukuran: str, tema: str) -> str:
    nama = re.sub(r"[^\w-]+", "_", alamat).strip("_") or "beranda"
    return f"{nama}-{ukuran}-{tema}.jpg"


def _lembar(halaman: dict[str, str], judul: dict[str, str]) -> str:
    bagian = []
    for satu, orang in halaman.items():
        gambar = "".join(_gambar(_berkas(satu, u, t), u, t) for u in UKURAN for t in SKEMA)
        kepala = f"{html.escape(judul[satu])} <small>{html.escape(satu)} {html.escape(orang)}</small>"
        bagian.append(f"<section><h2>{kepala}</h2><div>{gambar}</div></section>")
    return (
        '<!doctype html><html lang="id"><meta charset="utf-8"><title>Seluruh wajah panel</title>'
        f"<style>{GAYA}</style><h1>Seluruh wajah panel</h1>{''.join(bagian)}</html>\n"
    )


def _gambar(berkas: str, ukuran: str, tema: str) -> str:
    return f'<a class="{ukuran}" href="{berkas}"><img loading="lazy" src="{berkas}" alt="{ukuran}, {tema}"></a>'
