"""`<pdf:qr nilai="…" ukuran="22mm">`: a QR code as one small image mask, sharp at any size and 0.3 ms to make.

Loads the PDF libraries: for the worker process only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab.platypus.flowables import Flowable

from documents import qr
from documents.mesin import seams

TENANG = 4  # modules of white around the code, as ISO 18004 asks


@lru_cache(maxsize=4096)
def topeng(teks: str) -> tuple[int, str]:
    """(modules of one side, the rows as hexadecimal bits; a dark module is 1) of a QR code, error correction M."""
    rows = qr.modules(teks)
    n = len(rows)
    lebar = -(-n // 8) * 8
    return n, "".join(f"{int(row.ljust(lebar, '0'), 2):0{lebar // 4}x}" for row in rows)


def gambar(kanvas: Any, teks: str, x: float, y: float, ukuran: float) -> None:
    """Draw the code with its quiet zone into the square of `ukuran` points whose lower left corner is (x, y)."""
    n, hexa = topeng(teks)
    tepi = TENANG * ukuran / (n + 2 * TENANG)
    sisi = ukuran - 2 * tepi
    seams.write(
        kanvas,
        f"q 0 0 0 rg {sisi:.3f} 0 0 {sisi:.3f} {x + tepi:.3f} {y + tepi:.3f} cm "
        f"BI /W {n} /H {n} /BPC 1 /IM true /D [1 0] /F /AHx ID {hexa}> EI Q",
    )


class KodeQr(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The code as a part of a paper."""

    def __init__(self, nilai: str, ukuran: float) -> None:
        super().__init__()
        self.nilai, self.width, self.height = nilai, ukuran, ukuran

    def wrap(self, _lebar: float, _tinggi: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        gambar(self.canv, self.nilai, 0, 0, self.width)


@seams.tag("qr", nilai="", ukuran="22mm")
class _TagQr(seams.Tag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        if self.attr.nilai:
            c.addPara()
            c.addStory(KodeQr(self.attr.nilai, seams.size(self.attr.ukuran)))
