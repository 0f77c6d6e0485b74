"""A QR code: its modules, characters for a terminal, one path for a page. (Papers: documents/mesin/kode_qr.py.)"""

from __future__ import annotations

from typing import Any

import zxingcpp

TENANG = 2  # modules of white around the code; a terminal and a page have more of it
_BIT = bytes.maketrans(b"\x00\xff", b"10")


def modules(teks: str) -> list[str]:
    """The rows of the code without its quiet zone; "1" is dark. Error correction M."""
    kode = zxingcpp.create_barcode(teks, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    titik: Any = kode.to_image(add_quiet_zones=False)  # a buffer, which not every Python lets it say
    gambar: Any = memoryview(titik)
    n, bit = gambar.shape[0], bytes(gambar).translate(_BIT).decode()
    return [bit[y * n : (y + 1) * n] for y in range(n)]


def petak(teks: str) -> list[str]:
    """The same with the quiet zone."""
    tepi, rows = "0" * TENANG, modules(teks)
    kosong = ["0" * (len(rows) + 2 * TENANG)] * TENANG
    return [*kosong, *(f"{tepi}{row}{tepi}" for row in rows), *kosong]


def huruf(teks: str) -> list[str]:
    """Lines of characters, two modules high each. Light is drawn and dark left out, as on a dark terminal."""
    rows = petak(teks)
    rows += ["0" * len(rows[0])] if len(rows) % 2 else []
    tanda = {"00": "█", "01": "▀", "10": "▄", "11": " "}
    return ["".join(tanda[a + b] for a, b in zip(rows[y], rows[y + 1], strict=True)) for y in range(0, len(rows), 2)]


def jejak(teks: str) -> tuple[int, str]:
    """(side, d): the path of an SVG whose view box is `side` units wide; one unit is a module."""
    rows = petak(teks)
    d = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, satu in enumerate(row) if satu == "1")
    return len(rows), d
