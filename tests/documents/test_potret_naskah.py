"""The main papers look as they did when a person last looked at them, page by page."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.documents import potret_naskah
from tests.documents.potret_naskah import BOLEH, DPI, POTRET, TEMPAT, berbeda, tersimpan

PERINTAH = "Lihat apa yang berubah; bila benar: python -m tests.documents.potret_naskah"
SETENGAH_MM = max(1, round(DPI / 25.4 / 2))


@pytest.mark.parametrize("nama", POTRET)
def test_a_paper_looks_as_it_did(nama: str, var: object) -> None:
    baru, lama = potret_naskah.potret(nama), tersimpan(nama)
    assert len(baru) == len(lama), PERINTAH
    for nomor, (gambar, berkas) in enumerate(zip(baru, lama, strict=True), 1):
        beda = berbeda(gambar, Image.open(berkas).convert("L"))
        assert beda <= BOLEH, f"{nama} halaman {nomor}: {beda} titik berbeda. {PERINTAH}"


def test_no_picture_is_left_of_a_paper_that_is_gone() -> None:
    assert {f.name.rpartition(".")[0].rpartition(".")[0] for f in TEMPAT.glob("*.png")} == set(POTRET)
    assert sum(f.stat().st_size for f in TEMPAT.glob("*.png")) < 1_500_000


# --- the comparison itself --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lembar() -> Image.Image:
    return Image.open(tersimpan("undangan")[0]).convert("L")


def test_a_line_that_moved_by_a_millimetre_is_seen(lembar: Image.Image) -> None:
    geser = round(DPI / 25.4)
    for atas in (200, 300, 360):
        kotak = (0, atas, lembar.width, atas + 12)
        ubah = lembar.copy()
        ubah.paste(255, kotak)
        ubah.paste(lembar.crop(kotak), (0, atas + geser))
        assert berbeda(lembar, ubah) > BOLEH


def test_a_whole_page_that_moved_by_a_pixel_is_seen(lembar: Image.Image) -> None:
    assert berbeda(lembar, ImageChops.offset(lembar, 0, SETENGAH_MM)) > 20 * BOLEH
    assert berbeda(lembar, ImageChops.offset(lembar, SETENGAH_MM, 0)) > 20 * BOLEH


def test_a_rule_that_is_missing_is_seen(lembar: Image.Image) -> None:
    ubah = lembar.copy()
    garis = next(y for y in range(40, 140) if sum(v < 100 for v in lembar.crop((60, y, 380, y + 1)).tobytes()) > 300)
    ImageDraw.Draw(ubah).rectangle((0, garis - 1, lembar.width, garis + 2), fill=255)
    assert berbeda(lembar, ubah) > BOLEH


def test_edges_that_another_machine_draws_a_shade_darker_are_not(lembar: Image.Image) -> None:
    gelap = lembar.point([max(0, v - 25) if v < 250 else v for v in range(256)])
    assert berbeda(lembar, gelap) <= BOLEH
