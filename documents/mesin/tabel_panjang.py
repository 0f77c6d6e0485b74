"""`<table data-rows="NAME">`: thousands of rows drawn in one straight line instead of ReportLab's quadratic tables.

The head and one sample row per kind of row (`<tr data-baris="isi|grup…|jumlah…">`) stay HTML and are laid out by
xhtml2pdf; the rows themselves come from `isi({...})` and are wrapped, cut into pages and drawn here. `data-kosong` is
what an empty table says (Nihil), `data-ikat` how many last rows stay with what follows, so that no signature stands
alone on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus.flowables import Flowable

from documents.mesin import seams
from documents.mesin.pola_tabel import GRUP, ISI, KOSONG, BarisJadi, Pelipat, Pola, baca_pola, belah

Baris = Sequence[str] | Mapping[str, Any]
_isi: dict[str, Sequence[Baris]] = {}
SELISIH = 1e-6  # points; sums of heights are not exact


@contextmanager
def isi(baris: Mapping[str, Sequence[Baris]]) -> Iterator[None]:
    """Within: the rows of the tables by the name in `data-rows`."""
    _isi.update(baris)
    try:
        yield
    finally:
        _isi.clear()


def ambil(nama: str) -> Sequence[Any]:
    """The rows of that name, for what draws them in another shape."""
    return _isi[nama]


class Tabel:
    """One table: its head, its look and its rows, wrapped when a page reaches them."""

    def __init__(self, contoh: Any, kepala: Any, nama: Sequence[str], gaya: Any, tinggi: Any, baris: Sequence[Baris]):
        self._contoh, self._nama, self._gaya, self._tinggi = contoh, nama, gaya, tinggi
        self.kepala, self.baris = kepala, baris
        self.tinggi_kepala = 0.0
        self.pola: dict[str, Pola] = {}
        self._pelipat = Pelipat()
        self._jadi: dict[int, BarisJadi] = {}
        self.kanvas_kepala: Any = None
        self._nama_kepala = ""
        self.kode: dict[tuple[str, str], list[tuple[int, str]]] = {}  # encoded texts of this document

    def siapkan(self, kanvas: Any, lebar: float, tinggi: float) -> None:
        if self.pola:
            return
        self._contoh.wrapOn(kanvas, lebar, tinggi)
        ulang = seams.repeated_rows(self._contoh)
        self.pola = baca_pola(self._contoh, self._nama, ulang, self._gaya, self._tinggi)
        utama = self.pola[ISI]
        if KOSONG not in self.pola:
            tengah = replace(utama.sel[0], lebar=sum(s.lebar for s in utama.sel), rata=TA_CENTER)
            tengah = replace(tengah, garis_kanan=utama.sel[-1].garis_kanan)
            self.pola[KOSONG] = Pola(KOSONG, (tengah,), 0.0)
        if self.kepala is not None:
            self.tinggi_kepala = self.kepala.wrapOn(kanvas, lebar, 100_000)[1]
        garis = [g for g in self._gaya if g[0] == "LINEBELOW"]
        self.garis = (garis[-1][3], garis[-1][4]) if garis else None

    @property
    def lebar(self) -> float:
        return sum(s.lebar for s in self.pola[ISI].sel)

    def __getitem__(self, i: int) -> BarisJadi:
        jadi = self._jadi.get(i)
        if jadi is None:
            jadi = self._jadi[i] = self._pelipat.susun(self.baris[i], self.pola)
        return jadi

    def lupakan(self, sampai: int) -> None:
        """Rows already drawn need no memory."""
        for i in [i for i in self._jadi if i < sampai]:
            del self._jadi[i]

    def gambar_kepala(self, kanvas: Any, y: float) -> None:
        """The head is the same on every page: drawn once into a form, then only called."""
        if self.kanvas_kepala is not kanvas:
            self.kanvas_kepala = kanvas
            # Counted in each document, not named by identity: the same paper, the same bytes.
            kanvas.kepala_ke = getattr(kanvas, "kepala_ke", 0) + 1
            self._nama_kepala = f"kepala-{kanvas.kepala_ke}"
            self.kode.clear()
            kanvas.beginForm(self._nama_kepala, -2, -2, self.lebar + 2, self.tinggi_kepala + 2)
            self.kepala.wrapOn(kanvas, self.lebar, 100_000)
            self.kepala.drawOn(kanvas, 0, 0)
            kanvas.endForm()
        kanvas.saveState()
        kanvas.translate(0, y)
        kanvas.doForm(self._nama_kepala)
        kanvas.restoreState()


class BagianTabel(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The rows [mulai, akhir) of a table; `split` looks at the rows of one page only."""

    def __init__(self, tabel: Tabel, mulai: int, akhir: int, *, pertama: bool = True, awal: BarisJadi | None = None):
        super().__init__()
        self.tabel, self.mulai, self.akhir = tabel, mulai, akhir
        self.pertama = pertama  # draws the head even in the middle of a page
        self.awal = awal  # what is left of a row that was taller than a page
        self.keepWithNext = 0

    def wrap(self, lebar: float, tinggi: float) -> tuple[float, float]:
        self.tabel.siapkan(self.canv, lebar, tinggi)
        self.width = self.tabel.lebar
        self._berkepala = self.tabel.kepala is not None and (self.pertama or seams.at_top(self))
        self._muat, self.height = self._hitung(tinggi)
        return self.width, self.height if self._muat == self.akhir else tinggi + 1

    def split(self, lebar: float, tinggi: float) -> list[Flowable]:
        self.wrap(lebar, tinggi)
        if self._muat == self.akhir:
            return [self]
        di_puncak = seams.at_top(self) or seams.postponed(self)
        batas = self._batas_baik() or (self._muat if di_puncak else self.mulai)
        if batas > self.mulai:
            return [self._bagian(self.mulai, batas, self.awal), self._bagian(batas, self.akhir, None)]
        if not di_puncak:
            return []
        # The row is taller than a page: the only place where a row is cut.
        dua = belah(self._baris(self.mulai), tinggi - (self.tabel.tinggi_kepala if self._berkepala else 0))
        if dua is None:
            return []
        return [self._bagian(self.mulai, self.mulai + 1, dua[0]), self._bagian(self.mulai, self.akhir, dua[1])]

    def draw(self) -> None:
        y = self.height
        if self._berkepala:
            y -= self.tabel.tinggi_kepala
            self.tabel.gambar_kepala(self.canv, y)
        elif self.tabel.kanvas_kepala is not self.canv:
            self.tabel.kanvas_kepala = self.canv
            self.tabel.kode.clear()
        self.gambar_baris([self._baris(i) for i in range(self.mulai, self.akhir)], y)
        self.tabel.lupakan(self.akhir)

    def gambar_baris(self, baris: list[BarisJadi], y: float) -> None:
        """The rows downwards from `y`."""
        _gambar_latar(self.canv, baris, y)
        _gambar_garis(self.canv, baris, y, self.tabel)
        _gambar_teks(self.canv, baris, y, self.tabel.kode)

    def _bagian(self, mulai: int, akhir: int, awal: BarisJadi | None) -> BagianTabel:
        bagian = BagianTabel(self.tabel, mulai, akhir, pertama=self.pertama and mulai == self.mulai, awal=awal)
        bagian.keepWithNext = self.keepWithNext
        return bagian

    def _baris(self, i: int) -> BarisJadi:
        return self.awal if i == self.mulai and self.awal is not None else self.tabel[i]

    def _hitung(self, tinggi: float) -> tuple[int, float]:
        """How far the rows fit, and how high they are."""
        h = self.tabel.tinggi_kepala if self._berkepala else 0.0
        for i in range(self.mulai, self.akhir):
            baru = h + self._baris(i).tinggi
            if baru > tinggi + SELISIH:
                return i, h
            h = baru
        return self.akhir, h

    def _batas_baik(self) -> int:
        """The cut moved up, so that no heading ends a page and no total begins one; 0 if nothing is left above it."""
        batas = self._muat
        while batas > self.mulai and (
            self._baris(batas - 1).pola.ikat or self._baris(batas).pola.nama.startswith("jumlah")
        ):
            batas -= 1
        return batas if batas > self.mulai else 0


def _gambar_latar(kanvas: Any, baris: list[BarisJadi], y: float) -> None:
    for b in baris:
        y -= b.tinggi
        for s in b.pola.sel:
            if s.latar is not None:
                kanvas.setFillColor(s.latar)
                kanvas.rect(s.x, y, s.lebar, b.tinggi, stroke=0, fill=1)


def _gambar_garis(kanvas: Any, baris: list[BarisJadi], y: float, tabel: Tabel) -> None:
    """All lines of the page in one path; a vertical runs through as long as the rows have it in the same place."""
    if tabel.garis is None or not baris:
        return
    tebal, warna = tabel.garis
    jalur = [f"0 {y:.2f} m {tabel.lebar:.2f} {y:.2f} l"]
    mulai: dict[float, float] = {}
    for b in [*baris, None]:
        tegak = _tegak(b.pola) if b else set()
        for x in [x for x in mulai if x not in tegak]:
            jalur.append(f"{x:.2f} {mulai.pop(x):.2f} m {x:.2f} {y:.2f} l")
        for x in tegak:
            mulai.setdefault(x, y)
        if b:
            y -= b.tinggi
            jalur.append(f"0 {y:.2f} m {tabel.lebar:.2f} {y:.2f} l")
    kanvas.saveState()
    kanvas.setStrokeColor(warna)
    kanvas.setLineWidth(tebal)
    kanvas.setLineCap(2)
    seams.write(kanvas, " ".join(jalur) + " S")
    kanvas.restoreState()


def _tegak(pola: Pola) -> set[float]:
    kiri = {round(s.x, 2) for s in pola.sel if s.garis_kiri}
    return kiri | {round(s.x + s.lebar, 2) for s in pola.sel if s.garis_kanan}


def _gambar_teks(kanvas: Any, baris: list[BarisJadi], y: float, kode: dict[tuple[str, str], Any]) -> None:
    """The texts of the page in reading order, in one text object; face and colour are named only where they change."""
    kini: tuple[str, float, Any] | None = None
    operator = ["BT"]
    for b in baris:
        for s, larik in zip(b.pola.sel, b.isi, strict=True):
            dasar = y - s.atas - s.naik
            if s.valign == "MIDDLE":
                dasar -= (b.tinggi - s.atas - s.bawah - len(larik) * s.jarak) / 2
            for teks, panjang in larik:
                if teks:
                    operator.append(f"1 0 0 1 {s.mulai(panjang):.2f} {dasar:.2f} Tm")
                    for muka, lolos in kode.get((s.huruf, teks)) or _sandikan(kanvas, s.huruf, teks, kode):
                        if kini != (muka, s.ukuran, s.warna):
                            kini = (muka, s.ukuran, s.warna)
                            operator.append(f"{muka} {s.ukuran} Tf {_warna(s.warna)} rg")
                        operator.append(f"({lolos}) Tj")
                dasar -= s.jarak
        y -= b.tinggi
    kanvas.saveState()
    seams.write(kanvas, " ".join([*operator, "ET"]))
    kanvas.restoreState()


def _sandikan(kanvas: Any, huruf: str, teks: str, kode: dict[tuple[str, str], Any]) -> list[tuple[str, str]]:
    """The text in the codes of the embedded face: (subset, escaped bytes), remembered for the next time it comes."""
    hasil = [(muka, seams.escaped(kanvas, b)) for muka, b in seams.encoded(kanvas, huruf, teks)]
    kode[(huruf, teks)] = hasil
    return hasil


def _warna(warna: Any) -> str:
    return " ".join(f"{nilai:.3g}" for nilai in warna.rgb())


@seams.table_tag
class TagTabel(seams.TableTag):  # type: ignore[misc]
    """<table>, and the long one when it has `data-rows`."""

    def end(self, c: Any) -> None:
        nama = self.node.getAttribute("data-rows")
        if not nama:
            super().end(c)
            return
        td = seams.open_table(c)
        ulang = td.repeat
        gaya, tinggi = list(td.styles), list(td.rowh)
        super().end(c)
        contoh = c.story.pop()
        jenis = [tr.getAttribute("data-baris") or ISI for tr in self.node.getElementsByTagName("tr")][ulang:]
        baris = _isi[nama] or [{KOSONG: self.node.getAttribute("data-kosong") or "Nihil"}]
        kepala = seams.table_head(td, contoh, ulang) if ulang else None
        tabel = Tabel(contoh, kepala, jenis, gaya, tinggi, baris)
        batas = _batas_ekor(baris, int(self.node.getAttribute("data-ikat") or 0))
        if batas:
            c.addStory(BagianTabel(tabel, 0, batas))
        if batas < len(baris):
            ekor = BagianTabel(tabel, batas, len(baris), pertama=not batas)
            ekor.keepWithNext = 1
            c.addStory(ekor)


def _nama(baris: Baris) -> str:
    return next(iter(baris)) if isinstance(baris, Mapping) else ISI


def _batas_ekor(baris: Sequence[Baris], ikat: int) -> int:
    """Where the tail begins that stays with what follows: `ikat` rows, more if it would begin with a total."""
    batas = max(0, len(baris) - ikat)
    while 0 < batas < len(baris) and (
        _nama(baris[batas]).startswith("jumlah") or _nama(baris[batas - 1]).startswith(GRUP)
    ):
        batas -= 1
    return batas
