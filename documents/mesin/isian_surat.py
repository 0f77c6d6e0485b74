"""Inside the worker process: the paragraphs and QR codes of a laid out letter that hold a field, filled anew for each
addressee by the very code of xhtml2pdf.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable, KeepInFrame

from documents.mesin import kode_qr, seams

# What xhtml2pdf sets as it is written; it joins, turns or drops other letters on the way from HTML to the page.
BIASA = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u2049\u20a0-\u20bf]*")
# Where html5lib parts a text: at each sign that HTML writes as an entity, and behind leading spaces. xhtml2pdf breaks
# lines and places words by these parts.
BAGIAN = re.compile(r"""[&<>"']|[ ]+|[^ &<>"'][^&<>"']*""")
SELISIH = 1e-9  # points; sums of widths are not exact
INGATAN = 512  # filled paragraphs that are kept for the next addressee of the same office or town
Ukuran = tuple[float, float]
Percobaan = tuple[tuple[int, float], ...]  # paragraphs and the widths at which a layout tried them, widest first


class Celah(str):
    """The place in the operators of a page where the field paragraph `nomor` is drawn.

    It was drawn at `lebar`; `luas` is the widest at which it was tried.
    """

    nomor: int
    lebar: float
    luas: float

    def __new__(cls, nomor: int, lebar: float, luas: float) -> Celah:
        celah = super().__new__(cls)
        celah.nomor, celah.lebar, celah.luas = nomor, lebar, luas
        return celah


class Jejak:
    """What the layout of one letter has asked of its field paragraphs.

    Two letters for which all answers are the same are laid out the same.
    """

    def __init__(self) -> None:
        self.lebar: set[tuple[int, float]] = set()
        self.bersama = True  # False: it was cut or asked for more than its size, and the layout is this letter's own

    @property
    def percobaan(self) -> Percobaan:
        return tuple(sorted(self.lebar, key=lambda coba: (coba[0], -coba[1])))


class ParagrafBidang(seams.Paragraph):  # type: ignore[misc]  # xhtml2pdf has no types
    """A paragraph with fields. In the layout it answers like any other, but when drawn it only marks its place."""

    jejak = Jejak()  # of the letter that is being laid out; on the class, for deep copies must not take it along
    nomor: int
    _lebar: float

    def wrap(self, lebar: float, tinggi: float) -> Ukuran:
        self._lebar = lebar
        self.jejak.lebar.add((self.nomor, lebar))
        ukuran: Ukuran = super().wrap(lebar, tinggi)
        return ukuran

    def split(self, lebar: float, tinggi: float) -> list[Flowable]:
        self.jejak.bersama = False
        bagian: list[Flowable] = super().split(lebar, tinggi)
        for b in bagian:
            b.nomor = self.nomor
        return bagian

    def minWidth(self) -> float:
        self.jejak.bersama = False
        lebar: float = super().minWidth()
        return lebar

    def draw(self) -> None:
        luas = max(lebar for nomor, lebar in self.jejak.lebar if nomor == self.nomor)
        seams.write(self.canv, Celah(self.nomor, self._lebar, luas))


class QrBidang(kode_qr.KodeQr):
    """A QR code whose value holds a field."""

    nomor: int

    def draw(self) -> None:
        seams.write(self.canv, Celah(self.nomor, self.width, self.width))


class Isian:
    """The paragraphs and codes with fields of one template, as parsed and not yet laid out.

    `lengkap`: every mark of the template is in one of them, so the letters can share a layout.
    """

    def __init__(self, cerita: Sequence[Any], pola: re.Pattern[str], jumlah: int) -> None:
        self._pola = pola
        self.semua: list[Any] = []
        ditemukan = [ke for f in flowable(cerita) for ke in self._tandai(f)]
        self.lengkap = sorted(ditemukan) == list(range(jumlah))
        self._isi: dict[tuple[int, tuple[str, ...], float], Any] = {}

    def _tandai(self, f: Any) -> list[int]:
        """Make a flowable with marks one that is filled; answers its marks."""
        if isinstance(f, seams.Paragraph):
            tanda = [int(t) for g in f.frags for t in self._pola.findall(str(getattr(g, "text", "")))]
            if not tanda or not seams.is_plain(f):
                return []
            f.__class__ = ParagrafBidang
        elif isinstance(f, kode_qr.KodeQr):
            tanda = [int(t) for t in self._pola.findall(f.nilai)]
            if not tanda:
                return []
            f.__class__ = QrBidang
        else:
            return []
        f.nomor, f.tanda = len(self.semua), tuple(tanda)
        self.semua.append(f)
        return tanda

    def biasa(self, nilai: Sequence[str]) -> bool:
        """Can these values be put into the parsed text, instead of going through HTML?"""
        return all(BIASA.fullmatch(n) for n in nilai) and all(
            seams.has_glyph(g.fontName, huruf)
            for f in self.semua
            if isinstance(f, ParagrafBidang)
            for g in f.frags
            for t in f.tanda
            for huruf in set(nilai[t])
        )

    def ukur(self, percobaan: Percobaan, nilai: Sequence[str]) -> tuple[Ukuran, ...]:
        """The room that the paragraphs take with these values at the widths tried, the widest of a paragraph first.

        Containers try widths that differ by a millionth of a point. Lines broken at the widest stay as they are at one
        that all of them still fit, for what did not fit there does not fit here.
        """
        hasil = []
        pada, longgar, f = (-1, 0.0), 0.0, None
        for nomor, lebar in percobaan:
            if f is None or nomor != pada[0] or pada[1] - lebar > longgar:
                pada, f = (nomor, lebar), self._terisi(nomor, lebar, nilai)
                longgar = _longgar(f)
            hasil.append((f.width if lebar == pada[1] else lebar, f.height))
        return tuple(hasil)

    def isi(self, semua: Sequence[Any], nilai: Sequence[str]) -> None:
        """Fill these copies of `self.semua` for the layout."""
        for f in semua:
            if isinstance(f, ParagrafBidang):
                f.frags = self._frag(f, nilai)

    def gambar(self, kanvas: Any, celah: Celah, nilai: Sequence[str]) -> Any:
        """The paragraph or code with these values at the place of `celah`; `kode` are the operators that draw it."""
        f = self._terisi(celah.nomor, celah.luas, nilai)
        if celah.lebar != celah.luas and not (seams.is_loose(f) and celah.luas - celah.lebar <= _longgar(f)):
            f = self._terisi(celah.nomor, celah.lebar, nilai)
        if f.kode is None:
            f.kode = seams.drawn(kanvas, f)
        return f

    def _terisi(self, nomor: int, lebar: float, nilai: Sequence[str]) -> Any:
        f = self.semua[nomor]
        kunci = (nomor, tuple([nilai[t] for t in f.tanda]), lebar)
        terisi = self._isi.get(kunci)
        if terisi is None:
            if len(self._isi) >= INGATAN:
                self._isi.clear()
            terisi = self._isi[kunci] = copy.copy(f)
            terisi.kode = terisi.aliran = None
            if isinstance(f, ParagrafBidang):
                terisi.__class__ = seams.Paragraph
                terisi.frags = self._frag(f, nilai)
                terisi.wrap(lebar, 100_000)
            else:
                terisi.__class__ = kode_qr.KodeQr
                terisi.nilai = self._ganti(f.nilai, nilai)
        return terisi

    def _frag(self, f: Any, nilai: Sequence[str]) -> list[Any]:
        hasil = []
        for g in f.frags:
            teks = getattr(g, "text", None)
            if isinstance(teks, str) and self._pola.search(teks):
                hasil += [g.clone(text=bagian) for bagian in BAGIAN.findall(self._ganti(teks, nilai))]
            else:
                hasil.append(g)
        return hasil

    def _ganti(self, teks: str, nilai: Sequence[str]) -> str:
        return self._pola.sub(lambda t: nilai[int(t[1])], teks)


def _longgar(paragraf: Any) -> float:
    """How much narrower the paragraph may be with the same lines; nothing when one of them is already too long."""
    return seams.line_slack(paragraf) - SELISIH


def flowable(isi: Any) -> Iterator[Any]:
    """Everything in a story whose layout depends on the sizes of its parts alone."""
    for f in isi:
        if isinstance(f, list | tuple):
            yield from flowable(f)
        elif isinstance(f, KeepInFrame):
            yield from flowable(seams.inside(f))
        elif isinstance(f, seams.Table):
            if not seams.shrinks(f):
                yield from flowable(seams.cells(f))
        elif isinstance(f, Flowable):
            yield f
