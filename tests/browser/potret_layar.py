"""The stored pictures of the main screens; `python -m tests.browser.potret_layar` takes them anew.

To add a screen, add a row to LAYAR. Look at the new pictures before they are committed: they are what the test trusts.
They are small and blurred, and the letters are those of a face that comes with a pinned package, so another machine
draws the same.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import reportlab
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser.peramban import LAYAR as JENDELA
from tests.orang import SANDI
from tests.peladen import Peladen

TEMPAT = Path(__file__).resolve().parent / "gambar"
PONSEL = {"width": 390, "height": 844}
LEBAR = {1280: 360, 390: 180}  # px: how wide the picture of a window is kept
TINGKAT = 8  # of 256 in each channel: fewer shades are small to store, and both pictures have them
KABUR = 1.0  # px: what an edge may be drawn differently
BEDA = 14  # of 255, in the channel that differs most: from here a pixel is another one
BOLEH = 0.002  # of all pixels
HURUF = Path(reportlab.__file__).parent / "fonts"
# Every machine draws with the same letters, and nothing moves, blinks or is still being fetched.
GAYA = """
@font-face { font-family: Uji; src: url(/uji/Vera.ttf); font-weight: 100 500; }
@font-face { font-family: Uji; src: url(/uji/VeraBd.ttf); font-weight: 501 900; }
:root { --huruf: Uji !important; }
*, ::before, ::after { transition: none !important; animation: none !important; caret-color: transparent !important; }
input[type=file]::file-selector-button { font-family: Uji; }
"""


@dataclass(frozen=True)
class Layar:
    """Who looks at what; `{m}`, `{u}`, `{r}` are the Musrenbang, its first usulan and its pleno (beku.py)."""

    nama: str
    orang: str
    alamat: str
    jendela: Mapping[str, int]


LAYAR = (
    Layar("masuk", "", "/login", JENDELA),
    Layar("beranda", "tim_musrenbang", "/", JENDELA),
    Layar("usulan", "tim_musrenbang", "/usulan/?musrenbang_id={m}", JENDELA),
    Layar("rincian", "tim_musrenbang", "/usulan/details/?id={u}", JENDELA),
    Layar("borang", "tim_musrenbang", "/usulan/edit/?id={u}", JENDELA),
    Layar("sidang", "tim_musrenbang", "/sidang/2/?musrenbang_id={m}", JENDELA),
    Layar("meja", "tim_musrenbang", "/meja/{r}/", JENDELA),
    Layar("papan", "tim_musrenbang", "/papan/?hari=2026-03-23", JENDELA),
    Layar("beranda-ponsel", "tim_musrenbang", "/", PONSEL),
    Layar("meja-ponsel", "tim_musrenbang", "/meja/{r}/", PONSEL),
)
NOMOR = {"m": 1, "u": 1, "r": 1}


@contextmanager
def panel(var: Path) -> Iterator[str]:
    with Peladen(var, program=(sys.executable, "-m", "tests.browser.beku")) as peladen:
        yield peladen.tunggu().url


class Juru:
    """Takes the pictures; each person signs in once."""

    def __init__(self, chromium: Browser, alamat: str) -> None:
        self._chromium, self._alamat = chromium, alamat
        self._masuk: dict[str, object] = {}

    def potret(self, layar: Layar, gaya: str = "") -> Image.Image:
        konteks = self._chromium.new_context(
            base_url=self._alamat,
            viewport=dict(layar.jendela),  # type: ignore[arg-type]
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            color_scheme="light",
            reduced_motion="reduce",
            bypass_csp=True,  # for GAYA; what the policy stops is another test's
            storage_state=self._sesi(layar.orang),  # type: ignore[arg-type]
        )
        page = konteks.new_page()
        page.route("**/uji/*.ttf", _huruf)
        jawab = page.goto(layar.alamat.format(**NOMOR), wait_until="load")
        assert jawab is not None
        assert jawab.ok, f"{layar.alamat}: {jawab.status}"
        page.add_style_tag(content=GAYA + gaya)
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        gambar = ringan(page.screenshot())
        konteks.close()
        return gambar

    def _sesi(self, orang: str) -> object:
        if orang and orang not in self._masuk:
            konteks = self._chromium.new_context(base_url=self._alamat)
            self._masuk_sebagai(konteks.new_page(), orang)
            self._masuk[orang] = konteks.storage_state()
            konteks.close()
        return self._masuk.get(orang)

    @staticmethod
    def _masuk_sebagai(page: Page, orang: str) -> None:
        page.goto("/login")
        page.get_by_label("Nama pengguna").fill(orang)
        page.get_by_label("Kata sandi").fill(SANDI)
        page.get_by_role("button", name="Masuk").click()
        page.locator("summary .nama").wait_for(state="attached")


def _huruf(route: Route) -> None:
    route.fulfill(path=HURUF / route.request.url.rpartition("/")[2])


def ringan(isi: bytes) -> Image.Image:
    gambar = Image.open(io.BytesIO(isi)).convert("RGB")
    lebar = LEBAR[gambar.width]
    kecil = gambar.resize((lebar, round(gambar.height * lebar / gambar.width)), Image.Resampling.BOX)
    return kecil.point([v // TINGKAT * TINGKAT for v in range(256)] * 3)


def tersimpan(nama: str) -> Image.Image:
    return Image.open(TEMPAT / f"{nama}.png").convert("RGB")


def berbeda(satu: Image.Image, dua: Image.Image) -> float:
    """Which part of the pixels is not the same, apart from the drawing of edges; all of it if the size is another."""
    if satu.size != dua.size:
        return 1.0
    kabur = [g.filter(ImageFilter.GaussianBlur(KABUR)) for g in (satu, dua)]
    r, g, b = ImageChops.difference(*kabur).split()
    terbesar = ImageChops.lighter(ImageChops.lighter(r, g), b)
    return sum(terbesar.histogram()[BEDA:]) / (satu.width * satu.height)


def main() -> None:
    from tests.conftest import CHROMIUM

    TEMPAT.mkdir(exist_ok=True)
    for lama in TEMPAT.glob("*.png"):
        lama.unlink()
    with tempfile.TemporaryDirectory() as var, panel(Path(var)) as alamat, sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        juru = Juru(chromium, alamat)
        for layar in LAYAR:
            gambar = juru.potret(layar)
            gambar.save(TEMPAT / f"{layar.nama}.png", optimize=True)
            print(layar.nama, gambar.size)
        chromium.close()
    print(f"{sum(f.stat().st_size for f in TEMPAT.glob('*.png')) // 1000} KB dalam {TEMPAT}")


if __name__ == "__main__":
    main()
