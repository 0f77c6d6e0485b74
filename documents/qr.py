"""A QR code in characters for a terminal, and as one path for a page. (On papers: documents/mesin/kode_qr.py.)"""

from __future__ import annotations

from typing import Any

import zxingcpp

TENANG = 2  # modules of white around the code; a terminal and a page have more of it


def petak(teks: str) -> list[list[bool]]:
    """The modules, row by row, with their quiet zone; True is dark. Error correction M."""
    kode = zxingcpp.create_barcode(teks, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    titik: Any = kode.to_image(add_quiet_zones=False)  # a buffer, which not every Python lets it say
    gambar: Any = memoryview(titik)
    n = gambar.shape[0]
    bit = [x == 0 for x in bytes(gambar)]
    kosong, tepi = [[False] * (n + 2 * TENANG)] * TENANG, [False] * TENANG
    return [*kosong, *([*tepi, *bit[y * n : (y + 1) * n], *tepi] for y in range(n)), *kosong]


def huruf(teks: str) -> list[str]:
    """Lines of characters, two modules high each. Light is drawn and dark left out, as on a dark terminal."""
    rows = petak(teks)
    rows += [[False] * len(rows[0])] if len(rows) % 2 else []
    tanda = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    return ["".join(tanda[a, b] for a, b in zip(rows[y], rows[y + 1], strict=True)) for y in range(0, len(rows), 2)]


def jejak(teks: str) -> tuple[int, str]:
    """(side, d): the path of an SVG whose view box is `side` units wide; one unit is a module."""
    rows = petak(teks)
    d = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, gelap in enumerate(row) if gelap)
    return len(rows), d
