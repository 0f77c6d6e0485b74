"""`<pdf:gambar svg="…" lebar="160mm">`: an SVG (documents/naskah/grafik.py) as lines and text, in the paper's face.

xhtml2pdf itself would draw it as a raster of one pixel a point. Loads the PDF libraries: for the worker process only.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xhtml2pdf.default
import xhtml2pdf.parser
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import STATE_DEFAULTS, Drawing, Group, String
from reportlab.lib.fonts import tt2ps
from reportlab.platypus.flowables import Flowable
from svglib.svglib import svg2rlg
from xhtml2pdf.tags import pisaTag
from xhtml2pdf.util import getSize


class Gambar(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The picture scaled to its width; it stays with what follows, which is its caption."""

    def __init__(self, svg: str, lebar: float, huruf: str, miring: str) -> None:
        super().__init__()
        self.gambar: Drawing = svg2rlg(BytesIO(svg.encode()), resolve_entities=False)
        if self.gambar is None:
            raise ValueError("gambar bukan SVG yang sah")
        self.huruf = huruf
        _ganti_huruf(self.gambar, huruf, miring)
        skala = (lebar or self.gambar.width) / self.gambar.width
        self.gambar.scale(skala, skala)
        self.width, self.height = self.gambar.width * skala, self.gambar.height * skala
        self.keepWithNext = 1

    def wrap(self, _lebar: float, _tinggi: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        STATE_DEFAULTS["fontName"] = self.huruf  # set before the first text, so it would be named in the file
        renderPDF.draw(self.gambar, self.canv, 0, 0)


def _ganti_huruf(bentuk: Any, huruf: str, miring: str) -> None:
    """All texts in the face of the paper: the standard faces would stand in the file without being embedded."""
    for anak in bentuk.contents:
        if isinstance(anak, Group):
            _ganti_huruf(anak, huruf, miring)
        elif isinstance(anak, String):
            anak.fontName = miring if "Oblique" in anak.fontName or "Italic" in anak.fontName else huruf


class _TagGambar(pisaTag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        c.addPara()
        biasa, miring = tt2ps(c.frag.fontName, 0, 0), tt2ps(c.frag.fontName, 0, 1)
        c.addStory(Gambar(self.attr.svg, getSize(self.attr.lebar), biasa, miring))


def pasang() -> None:
    """Make the tag known to xhtml2pdf."""
    xhtml2pdf.default.TAGS["pdfgambar"] = (
        1,
        {"svg": (xhtml2pdf.default.STRING, ""), "lebar": (xhtml2pdf.default.STRING, "160mm")},
    )
    xhtml2pdf.parser.pisaTagPDFGAMBAR = _TagGambar
