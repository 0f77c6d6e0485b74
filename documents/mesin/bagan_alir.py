"""`<table data-rows="…" data-bagan="…">`: the flow of a SOP drawn into a long table, in the five symbols of its form.

These are (PermenPAN-RB 35/2012) kapsul: start and end, kotak, belah ketupat: decision, panah, segilima: another page.
`data-bagan` is a list with one `Simpul` for each of the first rows; `data-kolom` counts the columns before the actors.
Which arrows there are, and on which side a return goes up, says documents/alir.py; here stands how that becomes ink.
Loads the PDF libraries: for the worker process only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from documents.alir import Alir, Jalur, Panah
from documents.alir import Titik as Sudut
from documents.mesin import seams, tabel_panjang
from documents.mesin.pola_tabel import ISI, BarisJadi, Sel
from documents.mesin.simbol import BENTUK, Pena, Titik, segilima
from documents.mesin.tabel_panjang import BagianTabel

TINGGI = 7.6 * mm  # of a symbol
LEBAR = 13.5 * mm  # at most; narrow columns get narrower symbols
SELA = 9.5 * mm  # the strip at a page break, where the pentagons stand
TEPI = 1.3 * mm  # from a column's rule to the line that goes up beside its symbols
MASUK = 1.9 * mm  # from the top of a row to the line of a return that joins the arrow into its symbol
KATA = 6.0


class BagianBagan(BagianTabel):
    """The rows of one page with their symbols; a strip for pentagons where the flow enters or leaves the page."""

    alir: Alir

    def wrap(self, lebar: float, tinggi: float) -> tuple[float, float]:
        sela = SELA * (self.lanjutan + self._bersambung)
        super().wrap(lebar, tinggi - sela)
        self.height += sela
        return self.width, self.height if self._muat == self.akhir else tinggi + 1

    def split(self, lebar: float, tinggi: float) -> list[Any]:
        return super().split(lebar, tinggi if self._bersambung else tinggi - SELA)

    @property
    def lanjutan(self) -> bool:
        return 0 < self.mulai < len(self.alir.simpul)

    @property
    def _bersambung(self) -> bool:
        return self.akhir < len(self.alir.simpul)

    def _bagian(self, mulai: int, akhir: int, awal: BarisJadi | None) -> BagianTabel:
        return _jadikan(super()._bagian(mulai, akhir, awal), self.alir)

    def gambar_baris(self, baris: list[BarisJadi], y: float) -> None:
        pola = self.tabel.pola[ISI]
        sela = BarisJadi(pola, ((),) * len(pola.sel), SELA)
        semua = [*[sela] * self.lanjutan, *baris, *[sela] * self._bersambung]
        super().gambar_baris(semua, y)
        if self.alir.simpul:
            _Gambar(self, baris, y).semua()


def _jadikan(bagian: BagianTabel, alir: Alir) -> BagianTabel:
    bagian.__class__ = BagianBagan
    bagian.alir = alir
    return bagian


class _Gambar:
    """The symbols and arrows of one page; lengths in points, y from the bottom of the part."""

    def __init__(self, bagian: BagianBagan, baris: Sequence[BarisJadi], atas: float) -> None:
        self.kanvas, self.alir = bagian.canv, bagian.alir
        self.mulai, self.akhir = bagian.mulai, min(bagian.akhir, len(bagian.alir.simpul))
        pola = bagian.tabel.pola[ISI]
        self.sel: Sequence[Sel] = pola.sel[self.alir.kolom :]
        self.huruf = pola.sel[0].huruf
        self.pena = Pena(self.kanvas, self.huruf)
        self.lebar = min(LEBAR, 0.7 * min(s.lebar for s in self.sel))
        self.puncak: dict[int, float] = {}  # the upper edge of each row
        self.tengah: dict[int, float] = {}
        y = atas - (SELA if bagian.lanjutan else 0)
        for n, b in enumerate(baris, self.mulai):
            self.puncak[n], self.tengah[n] = y, y - b.tinggi / 2
            y -= b.tinggi
        self.sela_atas, self.sela_bawah = atas - SELA / 2, y - SELA / 2
        self._dipakai: dict[float, set[int]] = {self.sela_atas: set(), self.sela_bawah: set()}
        self._jalur = Jalur()

    def semua(self) -> None:
        self.kanvas.saveState()
        self.pena.siapkan()
        for panah in sorted(self.alir.panah, key=lambda p: p.balik):  # a return takes the room that is left
            self._panah(panah)
        for n in range(self.mulai, self.akhir):
            self._simpul(n)
        self.kanvas.restoreState()

    # --- symbols ------------------------------------------------------------------------------------------------------

    def _simpul(self, n: int) -> None:
        """The symbol in each of its columns, tied by a line where there are several."""
        simpul = self.alir.simpul[n]
        y = self.tengah[n]
        pusat = [self._x(k) for k in simpul["kolom"]]
        if len(pusat) > 1:
            self.pena.garis([(min(pusat), y), (max(pusat), y)])
        for x in pusat:
            self.pena.bidang(BENTUK[simpul["bentuk"]](x, y, self.lebar, TINGGI))

    def _segilima(self, kolom: int, y: float, panah: Panah) -> Titik:
        """A pentagon in the strip, in that column or the nearest one that is free; answers where its middle is."""
        isi = self._dipakai[y]
        bebas = [k for k in range(len(self.sel)) if k not in isi] or [kolom]
        kolom = min(bebas, key=lambda k: abs(k - kolom))
        isi.add(kolom)
        x = self._x(kolom)
        self.pena.bidang(segilima(x, y, 0.62 * self.lebar, 0.8 * TINGGI))
        self.pena.tulis(self.alir.huruf(panah), x, y - 1.6, 6.5, 0)
        return x, y

    # --- arrows -------------------------------------------------------------------------------------------------------

    def _panah(self, p: Panah) -> None:
        dari, ke = self._di_sini(p.dari), self._di_sini(p.ke)
        if dari or ke:
            (self._balik if p.balik else self._maju)(p, dari, ke)

    def _di_sini(self, n: int) -> bool:
        return self.mulai <= n < self.akhir

    def _maju(self, p: Panah, dari: bool, ke: bool) -> None:
        """To the next symbol; to a pentagon straight below, or from one straight above, where a page ends."""
        arah = self.alir.arah(p.dari) if dari and ke else 0
        if not dari:
            x, y = self._segilima(self._kolom(p.ke), self.sela_atas, p)
            titik = [(x, y - 0.4 * TINGGI), (x, self._atas(p.ke))]
        elif not ke:
            self._segilima(self._kolom(p.dari), self.sela_bawah, p)
            titik = [self._samping(p.dari, 0), (self._x(self._kolom(p.dari)), self.sela_bawah + 0.4 * TINGGI)]
        else:
            lewat = self.alir.rute(p, self._jalur)[1:-1]
            titik = [self._samping(p.dari, arah), *map(self._letak, lewat), self._puncak(p.ke)]
        self.pena.garis(titik, panah=True)
        if dari:
            self._kata_maju(p.dari, arah)

    def _balik(self, p: Panah, dari: bool, ke: bool) -> None:
        """A return, or its half with a pentagon: near, so that its line crosses no other one."""
        kolom = self._kolom(p.dari if dari else p.ke)
        if dari:  # out at the side that the arrow ahead does not take
            maju = self.alir.maju(p.dari)
            arah = self.alir.arah(p.dari) if maju is not None and self._di_sini(maju.ke) else 0
            tepi = self.alir.sisi_balik(p.dari, arah)
            self._kata_balik(p.dari, tepi)
        if not (dari and ke):
            pusat, y = self._segilima(kolom, self.sela_atas if dari else self.sela_bawah, p)
        if not dari:
            tepi = 1 if pusat >= self._x(kolom) else -1
        _, naik, *masuk, _ = self.alir.rute(p, self._jalur, tepi, kolom)
        x = self._lajur(naik)
        titik = [self._samping(p.dari, tepi), (x, self.tengah[p.dari])] if dari else []
        if not (dari and ke):
            sisi = pusat + (0.31 if x > pusat else -0.31) * self.lebar
            titik += [(x, y), (sisi, y)] if dari else [(sisi, y), (x, y)]
        if ke:
            titik += [*map(self._letak, masuk), self._puncak(p.ke)]
        self.pena.garis(titik, panah=True)

    # --- words and lines ----------------------------------------------------------------------------------------------

    def _kata_maju(self, n: int, arah: int) -> None:
        """Beside the arrow ahead: past the rule of the column, or at the line down where the return leaves room."""
        s = self.sel[self._kolom(n)]
        sisi = self.alir.sisi_maju(n, arah)
        if arah == 0:
            x, y = self._x(self._kolom(n)) + 2 * sisi, self._bawah(n) - KATA
        else:
            x, y = (s.x + s.lebar + 2 if arah > 0 else s.x - 2), self.tengah[n] + 2
        if teks := self.alir.simpul[n]["maju"]:
            self.pena.tulis(teks, x, y, KATA, sisi)

    def _kata_balik(self, n: int, tepi: int) -> None:
        """Below the decision, on the side where its return leaves; made smaller where it would not fit."""
        s = self.sel[self._kolom(n)]
        if teks := self.alir.simpul[n]["balik"]:
            muat = (s.lebar / 2 - 4) / max(pdfmetrics.stringWidth(teks, self.huruf, 1), 0.01)
            x = s.x + s.lebar - 1.5 if tepi > 0 else s.x + 1.5
            self.pena.tulis(teks, x, self._bawah(n) - 2.5, min(KATA, muat), -tepi)

    def _kolom(self, n: int) -> int:
        return self.alir.kolom_utama(n)

    def _x(self, kolom: int) -> float:
        return self.sel[kolom].x + self.sel[kolom].lebar / 2

    def _letak(self, t: Sudut) -> Titik:
        return self._lajur(t), self.puncak[t.baris] - MASUK if t.masuk else self.tengah[t.baris]

    def _lajur(self, t: Sudut) -> float:
        """The x of a corner; each further return takes the next lane inwards."""
        s, geser = self.sel[t.kolom], TEPI + t.ke * 0.8 * mm
        return float({-1: s.x + geser, 0: self._x(t.kolom), 1: s.x + s.lebar - geser}[t.tepi])

    def _samping(self, n: int, arah: int) -> Titik:
        """Where an arrow leaves a symbol: at its left, at its foot or at its right."""
        x = self._x(self._kolom(n))
        return (x + arah * self.lebar / 2, self.tengah[n]) if arah else (x, self._bawah(n))

    def _puncak(self, n: int) -> Titik:
        return self._x(self._kolom(n)), self._atas(n)

    def _atas(self, n: int) -> float:
        return float(self.tengah[n] + TINGGI / 2)

    def _bawah(self, n: int) -> float:
        return float(self.tengah[n] - TINGGI / 2)


@seams.table_tag
class _TagBagan(tabel_panjang.TagTabel):
    """A long table; with `data-bagan` the flow is drawn into it."""

    def end(self, c: Any) -> None:
        super().end(c)
        if bagan := self.node.getAttribute("data-bagan"):
            alir = Alir(json.loads(bagan), int(self.node.getAttribute("data-kolom") or 0))
            c.story[-1] = _jadikan(c.story[-1], alir)
