"""The five symbols of a flow chart (PermenPAN-RB 35/2012) and the pen that draws them on a canvas of ReportLab.

To add a symbol, add its outline to BENTUK.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm

PANAH = 1.7 * mm
Titik = tuple[float, float]
Jejak = Iterator[tuple[str, tuple[float, ...]]]  # the operators of a path


class Pena:
    """Draws black lines, and symbols that hide what lies behind them."""

    def __init__(self, kanvas: Any, huruf: str) -> None:
        self.kanvas, self.huruf = kanvas, huruf

    def siapkan(self) -> None:
        self.kanvas.setStrokeColor(black)
        self.kanvas.setFillColor(black)
        self.kanvas.setLineWidth(0.8)
        self.kanvas.setLineJoin(0)
        self.kanvas.setLineCap(0)

    def bidang(self, titik: Jejak) -> None:
        jalur = self.kanvas.beginPath()
        for operator, nilai in titik:
            getattr(jalur, operator)(*nilai)
        self.kanvas.setFillColor(white)
        self.kanvas.drawPath(jalur, stroke=1, fill=1)
        self.kanvas.setFillColor(black)

    def tulis(self, teks: str, x: float, y: float, ukuran: float, arah: int) -> None:
        """From x to the right (1), up to x (-1), or around it (0)."""
        self.kanvas.setFont(self.huruf, ukuran)
        {1: self.kanvas.drawString, -1: self.kanvas.drawRightString, 0: self.kanvas.drawCentredString}[arah](x, y, teks)

    def garis(self, titik: list[Titik], panah: bool = False) -> None:
        jalur = self.kanvas.beginPath()
        jalur.moveTo(*titik[0])
        for t in titik[1:]:
            jalur.lineTo(*t)
        self.kanvas.drawPath(jalur, stroke=1, fill=0)
        if panah:
            self._mata(titik[-2], titik[-1])

    def _mata(self, dari: Titik, ke: Titik) -> None:
        """The filled head of an arrow; lines run along the sheet's edges only."""
        (a, b), (x, y) = dari, ke
        dx, dy = ((x > a) - (x < a), 0) if abs(x - a) > abs(y - b) else (0, (y > b) - (y < b))
        kaki = (x - dx * PANAH, y - dy * PANAH)
        jalur = self.kanvas.beginPath()
        jalur.moveTo(x, y)
        jalur.lineTo(kaki[0] + dy * PANAH / 2, kaki[1] + dx * PANAH / 2)
        jalur.lineTo(kaki[0] - dy * PANAH / 2, kaki[1] - dx * PANAH / 2)
        jalur.close()
        self.kanvas.drawPath(jalur, stroke=0, fill=1)


def kapsul(x: float, y: float, w: float, h: float) -> Jejak:
    yield "roundRect", (x - w / 2, y - h / 2, w, h, h / 2 - 0.01)


def kotak(x: float, y: float, w: float, h: float) -> Jejak:
    yield "rect", (x - w / 2, y - h / 2, w, h)


def belah_ketupat(x: float, y: float, w: float, h: float) -> Jejak:
    yield "moveTo", (x, y + h / 2)
    for titik in ((x + w / 2, y), (x, y - h / 2), (x - w / 2, y)):
        yield "lineTo", titik
    yield "close", ()


def segilima(x: float, y: float, w: float, h: float) -> Jejak:
    yield "moveTo", (x - w / 2, y + h / 2)
    for titik in ((x + w / 2, y + h / 2), (x + w / 2, y - h / 8), (x, y - h / 2), (x - w / 2, y - h / 8)):
        yield "lineTo", titik
    yield "close", ()


BENTUK = {"kapsul": kapsul, "kotak": kotak, "belah ketupat": belah_ketupat}
