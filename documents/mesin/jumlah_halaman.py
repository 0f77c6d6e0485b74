"""What stands on every page: `<pdf:halaman>` ("Halaman 2 dari 9", in one pass) and `<pdf:cap>` (KONSEP across it).

Both belong into a static frame, which xhtml2pdf draws on each page. The line is an empty form object that writes itself
when the file is saved, for only then the total is known; xhtml2pdf's own `<pdf:pagecount>` lays everything out twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus.flowables import Flowable

from documents.mesin import seams

KALIMAT = "Halaman {ke} dari {jumlah}"
WARNA_CAP = Color(0.9, 0.9, 0.9)  # light enough to read through, dark enough to survive a photocopy


@dataclass
class Hitungan:
    """The pages of one letter in a file of many (documents/mesin/gabung.py); `nomor` tells it from the others."""

    nomor: int
    jumlah: int = 0


def _tanda(kanvas: Any, teks: str, huruf: str, ukuran: float) -> dict[str, str]:
    """The operators that show each character; they claim its place in the embedded face."""
    hasil = {}
    for t in teks:
        ((muka, kode),) = seams.encoded(kanvas, huruf, t)
        hasil[t] = f"{muka} {ukuran} Tf <{kode.hex()}> Tj"
    return hasil


class BarisHalaman(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Holds the place of "Halaman X dari Y", flush right."""

    def __init__(self, huruf: str, ukuran: float) -> None:
        super().__init__()
        self.huruf, self.ukuran = huruf, ukuran

    def wrap(self, lebar: float, _tinggi: float) -> tuple[float, float]:
        self.width, self.height = lebar, self.ukuran * 1.2
        return self.width, self.height

    def draw(self) -> None:
        kanvas = self.canv
        ke = kanvas.getPageNumber()
        hitungan = getattr(kanvas, "hitungan", None)
        nama = f"baris-halaman-{hitungan.nomor}-{ke}" if hitungan else f"baris-halaman-{ke}"
        # Faces are written into the file before forms are: what the line can need is claimed now.
        tanda = _tanda(kanvas, KALIMAT + "0123456789", self.huruf, self.ukuran)
        lebar, huruf, ukuran = self.width, self.huruf, self.ukuran

        def tulis(halaman: int) -> list[str]:
            teks = KALIMAT.format(ke=ke, jumlah=hitungan.jumlah if hitungan else halaman)
            x = lebar - pdfmetrics.stringWidth(teks, huruf, ukuran)
            return [f"BT 0 g 1 0 0 1 {x:.2f} 0 Tm", *(tanda[t] for t in teks), "ET"]

        seams.add_form(kanvas, nama, seams.LateForm((0, -ukuran, lebar, ukuran), tulis))
        kanvas.saveState()
        kanvas.translate(0, self.ukuran * 0.25)
        kanvas.doForm(nama)
        kanvas.restoreState()


class Cap(Flowable):  # type: ignore[misc]
    """A word across the page, under the text: KONSEP on a draft, DIBATALKAN on a cancelled paper."""

    def __init__(self, teks: str, huruf: str) -> None:
        super().__init__()
        self.teks, self.huruf = teks, huruf

    def wrap(self, _lebar: float, _tinggi: float) -> tuple[float, float]:
        return 0, 0

    def drawOn(self, canvas: Any, _x: float, _y: float, _sW: float = 0) -> None:
        lebar, tinggi = seams.page_size(canvas)
        ukuran = 0.72 * min(lebar, tinggi) / max(pdfmetrics.stringWidth(self.teks, self.huruf, 1), 1)
        canvas.saveState()
        canvas.setFillColor(WARNA_CAP)
        canvas.setFont(self.huruf, ukuran)
        canvas.translate(lebar / 2, tinggi / 2)
        canvas.rotate(45)
        canvas.drawCentredString(0, -ukuran * 0.35, self.teks)
        canvas.restoreState()


@seams.tag("halaman")
class _TagHalaman(seams.Tag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        c.addPara()
        c.addStory(BarisHalaman(seams.face_at(c, c.frag.bold, c.frag.italic), c.frag.fontSize))


@seams.tag("cap", teks="")
class _TagCap(seams.Tag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        c.addPara()
        c.addStory(Cap(self.attr.teks, seams.face_at(c, 1, 0)))
