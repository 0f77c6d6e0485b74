"""`<pdf:gambar svg="…" lebar="160mm">`: an SVG (documents/naskah/grafik.py) as lines and text, in the paper's face.

xhtml2pdf itself would draw it as a raster of one pixel a point. Loads the PDF libraries: for the worker process only.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Group, String
from reportlab.platypus.flowables import Flowable
from svglib.svglib import svg2rlg

from documents.mesin import seams


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
        seams.first_face_of_drawings(self.huruf)  # set before the first text, so it would be named in the file
        renderPDF.draw(self.gambar, self.canv, 0, 0)


def _ganti_huruf(bentuk: Any, huruf: str, miring: str) -> None:
    """All texts in the face of the paper: the standard faces would stand in the file without being embedded."""
    for anak in bentuk.contents:
        if isinstance(anak, Group):
            _ganti_huruf(anak, huruf, miring)
        elif isinstance(anak, String):
            anak.fontName = miring if "Oblique" in anak.fontName or "Italic" in anak.fontName else huruf


@seams.tag("gambar", svg="", lebar="160mm")
class _TagGambar(seams.Tag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        c.addPara()
        biasa, miring = seams.face_at(c, 0, 0), seams.face_at(c, 0, 1)
        c.addStory(Gambar(self.attr.svg, seams.size(self.attr.lebar), biasa, miring))
