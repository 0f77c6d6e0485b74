"""The outlines and lines of a printed page as pdfium sees them, for tests by geometry (mm from the top)."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MM = 25.4 / 72
GARIS, LENGKUNG = 0, 1


@dataclass(frozen=True)
class Jalur:
    """One path: its corners, whether it curves, how it is filled: white a symbol, black the head of an arrow."""

    titik: tuple[tuple[float, float], ...]
    lengkung: bool
    isi: str  # "", "putih", "hitam", "lain"
    garis: bool

    @property
    def pusat(self) -> tuple[float, float]:
        x, y = zip(*self.titik, strict=True)
        return (min(x) + max(x)) / 2, (min(y) + max(y)) / 2

    @property
    def kotak(self) -> tuple[float, float, float, float]:
        x, y = zip(*self.titik, strict=True)
        return min(x), min(y), max(x), max(y)

    @property
    def nama(self) -> str:
        """The symbol it is: kapsul, kotak, belah ketupat, segilima; "" for what is none."""
        if self.isi != "putih" or not self.garis:
            return ""
        if self.lengkung:
            return "kapsul"
        sudut = len(set(self.titik))
        tegak = len({round(x, 1) for x, _ in self.titik}) == 2
        return {4: "kotak" if tegak else "belah ketupat", 5: "segilima"}.get(sudut, "")


def jalur(pdf: bytes, halaman: int) -> list[Jalur]:
    """Every path of a page in the order of drawing."""
    lembar = pypdfium2.PdfDocument(pdf)[halaman]
    tinggi = lembar.get_height()
    return [_jalur(o, tinggi) for o in lembar.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)]


def _jalur(objek: Any, tinggi: float) -> Jalur:
    mentah, m = objek.raw, objek.get_matrix()
    titik, lengkung = [], False
    for n in range(pdfium.FPDFPath_CountSegments(mentah)):
        ruas = pdfium.FPDFPath_GetPathSegment(mentah, n)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(ruas, x, y)
        lengkung = lengkung or pdfium.FPDFPathSegment_GetType(ruas) == pdfium.FPDF_SEGMENT_BEZIERTO
        px, py = m.on_point(x.value, y.value)
        titik.append((round(px * MM, 2), round((tinggi - py) * MM, 2)))
    mode, garis = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(mentah, mode, garis)
    warna = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(mentah, *warna)
    rgb = tuple(w.value for w in warna[:3])
    isi = {(255, 255, 255): "putih", (0, 0, 0): "hitam"}.get(rgb, "lain") if mode.value else ""
    return Jalur(tuple(titik), lengkung, isi, bool(garis.value))
