"""The look of a long table, read from the sample rows as xhtml2pdf lays them out, and the wrapping of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.pdfbase import pdfmetrics

from documents.mesin import seams

Larik = tuple[tuple[str, float], ...]  # the lines of a cell with their widths in points
ISI, GRUP, KOSONG = "isi", "grup", "kosong"


@dataclass(frozen=True)
class Sel:
    """One cell of a sample row; lengths in points."""

    x: float
    lebar: float
    huruf: str
    ukuran: float
    warna: Any
    rata: int
    valign: str
    latar: Any
    jarak: float  # from line to line
    naik: float  # from the top of a line to its baseline
    kiri: float
    kanan: float
    atas: float
    bawah: float
    garis_kiri: bool
    garis_kanan: bool

    @property
    def ruang(self) -> float:
        return self.lebar - self.kiri - self.kanan

    def mulai(self, panjang: float) -> float:
        """Where a line of this width begins."""
        if self.rata == TA_RIGHT:
            return self.x + self.lebar - self.kanan - panjang
        if self.rata == TA_CENTER:
            return self.x + self.kiri + (self.ruang - panjang) / 2
        return self.x + self.kiri


@dataclass(frozen=True)
class Pola:
    """A sample row: its cells and least height. A heading (`ikat`) never stands last on a page."""

    nama: str
    sel: tuple[Sel, ...]
    tinggi: float

    @property
    def ikat(self) -> bool:
        return self.nama.startswith(GRUP)


@dataclass(frozen=True)
class BarisJadi:
    """A row ready to draw."""

    pola: Pola
    isi: tuple[Larik, ...]
    tinggi: float


def baca_pola(
    tabel: Any, nama: Sequence[str], kepala: int, gaya: Sequence[Any], tinggi: Sequence[Any]
) -> dict[str, Pola]:
    """The sample rows below the `kepala` header rows of a laid out table, by their `data-baris` name."""
    x = [0.0]
    for lebar in seams.column_widths(tabel):
        x.append(x[-1] + lebar)
    return {
        n: Pola(n, _sel_baris(tabel, kepala + i, x, gaya), float(tinggi[kepala + i] or 0)) for i, n in enumerate(nama)
    }


def _sel_baris(tabel: Any, r: int, x: list[float], gaya: Sequence[Any]) -> tuple[Sel, ...]:
    rentang = {g[1][0]: g[2][0] for g in gaya if g[0] == "SPAN" and g[1][1] == r}
    isi, bentuk = seams.cells(tabel)[r], seams.cell_styles(tabel)[r]
    sel, k = [], 0
    while k < len(x) - 1:
        akhir = rentang.get(k, k)
        punya = [g for g in gaya if g[1][1] == r and k <= g[1][0] <= akhir]
        sel.append(_sel(isi[k], bentuk[k], x[k], x[akhir + 1] - x[k], punya))
        k = akhir + 1
    return tuple(sel)


def _sel(isi: Any, bentuk: Any, x: float, lebar: float, gaya: list[Any]) -> Sel:
    paragraf = _paragraf(isi)
    if paragraf is None:
        raise ValueError("sel contoh tabel panjang harus berisi teks")
    f = next((f for f in paragraf.frags if str(getattr(f, "text", "")).strip()), paragraf.frags[0])
    naik, jarak = seams.line_box(paragraf, f)
    garis = {g[0] for g in gaya}
    return Sel(
        x=x,
        lebar=lebar,
        huruf=f.fontName,
        ukuran=f.fontSize,
        warna=f.textColor,
        rata=paragraf.style.alignment,
        valign=bentuk.valign,
        latar=next((g[3] for g in gaya if g[0] == "BACKGROUND"), None),
        jarak=jarak,
        naik=naik,
        kiri=bentuk.leftPadding,
        kanan=bentuk.rightPadding,
        atas=bentuk.topPadding,
        bawah=bentuk.bottomPadding,
        garis_kiri="LINEBEFORE" in garis,
        garis_kanan="LINEAFTER" in garis,
    )


def _paragraf(isi: Any) -> Any:
    for f in isi if isinstance(isi, list | tuple) else [isi]:
        if isinstance(f, seams.Paragraph):
            return f
        if (dalam := seams.inside(f)) and (p := _paragraf(dalam)):
            return p
    return None


class Pelipat:
    """Breaks texts into lines; remembers what it has measured, for words and whole cells come again and again."""

    def __init__(self) -> None:
        self._lebar: dict[tuple[str, str, float], float] = {}
        self._larik: dict[tuple[str, str, float, float], Larik] = {}

    def susun(self, baris: Sequence[str] | Mapping[str, Any], pola: Mapping[str, Pola]) -> BarisJadi:
        """A row of texts, or `{"grup": text}` / `{"jumlah": [texts]}` for the sample row of that name."""
        nama, nilai = (ISI, baris) if not isinstance(baris, Mapping) else next(iter(baris.items()))
        if nama not in pola:
            raise ValueError(f"tabel tidak mempunyai baris contoh “{nama}”")
        p = pola[nama]
        teks = [nilai] if isinstance(nilai, str) else list(nilai)
        if len(teks) != len(p.sel):
            raise ValueError(f"baris “{nama}” berisi {len(teks)} sel, contohnya {len(p.sel)}")
        return ukur(p, tuple(self.lipat(str(t), s.huruf, s.ukuran, s.ruang) for t, s in zip(teks, p.sel, strict=True)))

    def lipat(self, teks: str, huruf: str, ukuran: float, ruang: float) -> Larik:
        kunci = (teks, huruf, ukuran, ruang)
        hasil = self._larik.get(kunci)
        if hasil is None:
            larik: list[tuple[str, float]] = []
            for alinea in teks.split("\n"):
                larik += self._alinea(alinea, huruf, ukuran, ruang)
            hasil = self._larik[kunci] = tuple(larik)
        return hasil

    def _alinea(self, teks: str, huruf: str, ukuran: float, ruang: float) -> list[tuple[str, float]]:
        hasil: list[tuple[str, float]] = []
        kini, panjang = "", 0.0
        spasi = self._ukur(" ", huruf, ukuran)
        for kata in teks.split(" "):
            for i, potong in enumerate(self._potong(kata, huruf, ukuran, ruang)):
                sela = spasi if kini and i == 0 else 0.0
                lebar = self._ukur(potong, huruf, ukuran)
                if kini and panjang + sela + lebar > ruang:
                    hasil.append((kini, panjang))
                    kini, panjang, sela = "", 0.0, 0.0
                kini, panjang = kini + (" " if sela else "") + potong, panjang + sela + lebar
        return [*hasil, (kini, panjang)]

    def _potong(self, kata: str, huruf: str, ukuran: float, ruang: float) -> list[str]:
        """A word that fits, whole; a longer one cut behind its signs ("RT/RW"), where not enough at any letter."""
        if self._ukur(kata, huruf, ukuran) <= ruang:
            return [kata]
        bagian = []
        for b in re.findall(r"[^/\-.,_@:;]*[/\-.,_@:;]|[^/\-.,_@:;]+", kata):
            while len(b) > 1 and self._ukur(b, huruf, ukuran) > ruang:
                n = max(1, int(len(b) * ruang / self._ukur(b, huruf, ukuran)))
                while n > 1 and pdfmetrics.stringWidth(b[:n], huruf, ukuran) > ruang:
                    n -= 1
                bagian.append(b[:n])
                b = b[n:]
            bagian.append(b)
        return bagian

    def _ukur(self, teks: str, huruf: str, ukuran: float) -> float:
        kunci = (teks, huruf, ukuran)
        lebar = self._lebar.get(kunci)
        if lebar is None:
            lebar = self._lebar[kunci] = pdfmetrics.stringWidth(teks, huruf, ukuran)
        return lebar


def ukur(pola: Pola, isi: tuple[Larik, ...]) -> BarisJadi:
    tinggi = max(len(larik) * s.jarak + s.atas + s.bawah for larik, s in zip(isi, pola.sel, strict=True))
    return BarisJadi(pola, isi, max(tinggi, pola.tinggi))


def belah(baris: BarisJadi, tinggi: float) -> tuple[BarisJadi, BarisJadi] | None:
    """Cut a row that is taller than a whole page after the lines that fit into `tinggi`; None if not one line fits."""
    muat = [max(0, int((tinggi - s.atas - s.bawah) // s.jarak)) for s in baris.pola.sel]
    if not any(muat):
        return None
    atas = tuple(larik[:n] for larik, n in zip(baris.isi, muat, strict=True))
    sisa = tuple(larik[n:] for larik, n in zip(baris.isi, muat, strict=True))
    return ukur(baris.pola, atas), ukur(baris.pola, sisa)
