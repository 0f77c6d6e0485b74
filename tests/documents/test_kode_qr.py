"""The QR code of a paper: read back from the printed page by another library, at any length of its text."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from documents import pdf

ALAMAT = "https://musrenbang.contoh.go.id/periksa/7KQ2M4XD91TP"
KEPALA = '<html lang="id"><head><meta charset="utf-8"></head><body>'


def dibaca(teks: str, ukuran: str = "22mm") -> list[str]:
    data = pdf.render(f'{KEPALA}<p>x</p><pdf:qr nilai="{teks}" ukuran="{ukuran}"></pdf:qr></body></html>', judul="QR")
    gambar = pypdfium2.PdfDocument(data)[0].render(scale=300 / 72, grayscale=True).to_pil()
    return [kode.text for kode in zxingcpp.read_barcodes(gambar)]


@pytest.mark.parametrize("ukuran", ["14mm", "22mm", "90mm"])
def test_a_printed_code_is_read_back(ukuran: str) -> None:
    assert dibaca(ALAMAT, ukuran) == [ALAMAT]


@pytest.mark.parametrize("panjang", [1, 40, 200, 800])
def test_short_and_long_texts_are_read_back(panjang: int) -> None:
    assert dibaca("a" * panjang, "60mm") == ["a" * panjang]


def test_a_code_survives_a_stain() -> None:
    """Error correction M: a fifteenth of a paper that lay under a cup may be lost."""
    data = pdf.render(f'{KEPALA}<p>x</p><pdf:qr nilai="{ALAMAT}" ukuran="22mm"></pdf:qr></body></html>', judul="QR")
    gambar = pypdfium2.PdfDocument(data)[0].render(scale=300 / 72, grayscale=True).to_pil()
    (kode,) = zxingcpp.read_barcodes(gambar)
    assert kode.ec_level == "M"


def test_without_a_value_nothing_is_drawn() -> None:
    assert dibaca("") == []
