"""The main screens look as they did when a person last looked at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser import potret_layar
from tests.browser.potret_layar import BOLEH, LAYAR, TEMPAT, Juru, berbeda, tersimpan
from tests.conftest import panjang

pytestmark = pytest.mark.browser
PERAMBAN_PENUH = True
PERINTAH = "Lihat apa yang berubah; bila benar: python -m tests.browser.potret_layar"
SATU = next(layar for layar in LAYAR if layar.nama == "usulan")


@pytest.fixture(scope="module")
def juru(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Juru]:
    with potret_layar.panel(tmp_path_factory.mktemp("beku")) as alamat:
        yield Juru(chromium, alamat)


def test_every_main_screen_looks_as_it_did(juru: Juru, tmp_path: Path) -> None:
    beda = {}
    for layar in LAYAR:
        gambar = juru.potret(layar)
        gambar.save(tmp_path / f"{layar.nama}.png")
        beda[layar.nama] = berbeda(gambar, tersimpan(layar.nama))
    assert {n: f"{b:.2%}" for n, b in beda.items() if b > BOLEH} == {}, f"{PERINTAH} (yang baru: {tmp_path})"


GAYA = {
    "menu": ".samping { display: none !important; }",
    "aksen": ":root { --aksen: #5c0d5c !important; }",
    "dasar": ":root { --dasar: #dcdfdc !important; }",
    "jarak": "h1 { margin-bottom: 24px !important; }",
    "kepala tabel": "thead { visibility: hidden; }",
}


@pytest.mark.parametrize("gaya", panjang(list(GAYA), "dasar", "jarak"))
def test_what_is_missing_moved_or_of_another_colour_is_seen(juru: Juru, gaya: str) -> None:
    assert berbeda(juru.potret(SATU, GAYA[gaya]), tersimpan("usulan")) > 2 * BOLEH


def test_edges_that_another_machine_draws_a_shade_darker_are_not() -> None:
    lembar = tersimpan("usulan")
    gelap = lembar.point([max(0, v - 8) if v < 250 else v for v in range(256)] * 3)
    assert berbeda(lembar, gelap) <= BOLEH


def test_no_picture_is_left_of_a_screen_that_is_gone() -> None:
    assert {f.stem for f in TEMPAT.glob("*.png")} == {layar.nama for layar in LAYAR}
    assert sum(f.stat().st_size for f in TEMPAT.glob("*.png")) < 400_000
    assert all(Image.open(f).width <= 360 for f in TEMPAT.glob("*.png"))
