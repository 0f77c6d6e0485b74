"""Where things stand on the pages of a PDF, in mm from the upper left corner, read by PDFium."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

MM = 72 / 25.4


@dataclass(frozen=True)
class Kotak:
    """A piece of text on one line."""

    kiri: float
    atas: float
    kanan: float
    bawah: float
    teks: str


@dataclass(frozen=True)
class Halaman:
    lebar: float
    tinggi: float
    teks: str
    kotak: list[Kotak]


def baca(isi: bytes) -> list[Halaman]:
    """Every page with its pieces of text. A stamp across the page runs through them: print without it."""
    with pypdfium2.PdfDocument(io.BytesIO(isi)) as dokumen:
        return [_halaman(dokumen[i]) for i in range(len(dokumen))]


def _halaman(lembar: pypdfium2.PdfPage) -> Halaman:
    lebar, tinggi = lembar.get_size()
    teks = lembar.get_textpage()
    kotak = []
    for i in range(teks.count_rects()):
        kiri, bawah, kanan, atas = teks.get_rect(i)
        isi = " ".join(teks.get_text_bounded(kiri, bawah, kanan, atas).split())
        satu = Kotak(kiri / MM, (tinggi - atas) / MM, kanan / MM, (tinggi - bawah) / MM, isi)
        if isi:
            kotak.append(satu)
    return Halaman(lebar / MM, tinggi / MM, " ".join(teks.get_text_range().split()), kotak)


def gambar(isi: bytes, dpi: int) -> list[Image.Image]:
    """Every page as a gray picture."""
    with pypdfium2.PdfDocument(io.BytesIO(isi)) as dokumen:
        return [dokumen[i].render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for i in range(len(dokumen))]


def gambar_berkas(path: Path, dpi: int) -> list[Image.Image]:
    return gambar(path.read_bytes(), dpi)
