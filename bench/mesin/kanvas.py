"""The limit: the same words drawn straight on ReportLab's canvas, without any layout engine between.

What is the same on all letters is one form; lines are broken with remembered widths; a page of a table is one loop; a
QR code is a path of rectangles, one for each run of dark modules, since the canvas has nothing else to draw it with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.mesin.isi import KANAN, TENGAH
from documents import huruf
from documents.mesin import kode_qr

BIASA, TEBAL = "kanvas", "kanvas-tebal"


def _kanvas(tujuan: Path, lebar: float, tinggi: float) -> Canvas:
    rupa = huruf.cari()
    for nama, berkas in ((BIASA, rupa.biasa), (TEBAL, rupa.tebal)):
        pdfmetrics.registerFont(TTFont(nama, str(berkas)))
    return Canvas(str(tujuan), pagesize=(lebar * mm, tinggi * mm), initialFontName=BIASA)


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    kanvas = _kanvas(tujuan, 215, 330)
    kanvas.beginForm("surat")
    _tetap(kanvas, isi["surat"])
    kanvas.endForm()
    for p in isi["penerima"]:
        kanvas.doForm("surat")
        kanvas.setFont(BIASA, 12)
        y = 275 * mm
        for larik in [*simpleSplit(p["nama"], BIASA, 12, 66 * mm), f"di {p['tempat']}"]:
            kanvas.drawString(129 * mm, y, larik)
            y -= 14
        _qr(kanvas, p["qr"], 30 * mm, 110 * mm, 24 * mm)
        kanvas.showPage()
    kanvas.save()


def _qr(kanvas: Canvas, teks: str, x: float, y: float, ukuran: float) -> None:
    n, hexa = kode_qr.topeng(teks)
    lebar = len(hexa) // n
    sisi = ukuran / (n + 2 * kode_qr.TENANG)
    jalur = kanvas.beginPath()
    for i in range(n):
        bit = f"{int(hexa[i * lebar : (i + 1) * lebar], 16):0{lebar * 4}b}"
        for gelap in re.finditer("1+", bit):
            dari, sampai = gelap.span()
            kiri, bawah = x + (kode_qr.TENANG + dari) * sisi, y + (kode_qr.TENANG + n - 1 - i) * sisi
            jalur.rect(kiri, bawah, (sampai - dari) * sisi, sisi)
    kanvas.drawPath(jalur, stroke=0, fill=1)


def _tetap(kanvas: Canvas, s: dict[str, Any]) -> None:
    for teks, huruf_, ukuran, y in (
        (s["kop"]["pemda"], BIASA, 14, 315),
        (s["kop"]["instansi"], TEBAL, 14, 308),
        (s["kop"]["kontak"][0], BIASA, 10, 302),
    ):
        kanvas.setFont(huruf_, ukuran)
        kanvas.drawCentredString(117 * mm, y * mm, teks)
    kanvas.line(30 * mm, 295 * mm, 195 * mm, 295 * mm)
    kanvas.setFont(BIASA, 12)
    y = 265 * mm
    ttd = s["penanda_tangan"]
    alinea = [s["nomor"], s["hal"], s["pembuka"], *(f"{r['label']} : {r['isi']}" for r in s["rincian"]), s["penutup"]]
    for teks in [*alinea, ttd["jabatan"], ttd["nama"], ttd["pangkat"], ttd["nip"], *s["tembusan"]]:
        for larik in simpleSplit(teks, BIASA, 12, 160 * mm):
            kanvas.drawString(30 * mm, y, larik)
            y -= 14


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    kanvas = _kanvas(tujuan, 330, 215)
    x = [12 * mm]
    for lebar in isi["lebar"]:
        x.append(x[-1] + lebar * mm)

    @lru_cache(maxsize=100_000)
    def lipat(teks: str, lebar: float) -> list[str]:
        return simpleSplit(teks, BIASA, 8, lebar)  # type: ignore[no-any-return]

    def buka() -> float:
        kanvas.setFont(TEBAL, 8)
        for i, teks in enumerate(isi["kolom"]):
            kanvas.drawCentredString((x[i] + x[i + 1]) / 2, 190 * mm, teks)
        kanvas.setFont(BIASA, 8)
        return 187 * mm

    def tutup(garis: list[float]) -> None:
        kanvas.setLineWidth(0.5)
        kanvas.lines([(x[0], g, x[-1], g) for g in garis] + [(t, garis[0], t, garis[-1]) for t in x])
        kanvas.showPage()

    y = buka()
    garis = [y]
    for baris in isi["baris"]:
        larik = [lipat(teks, x[i + 1] - x[i] - 6) for i, teks in enumerate(baris)]
        tinggi = max(map(len, larik)) * 9.6 + 3
        if y - tinggi < 16 * mm:
            tutup(garis)
            y = buka()
            garis = [y]
        for i, potong in enumerate(larik):
            for n, teks in enumerate(potong):
                dasar = y - 9 - n * 9.6
                if i in KANAN:
                    kanvas.drawRightString(x[i + 1] - 3, dasar, teks)
                elif i in TENGAH:
                    kanvas.drawCentredString((x[i] + x[i + 1]) / 2, dasar, teks)
                else:
                    kanvas.drawString(x[i] + 3, dasar, teks)
        y -= tinggi
        garis.append(y)
    tutup(garis)
    kanvas.save()
