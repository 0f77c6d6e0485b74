"""`<pdf:petak nama="NAME">`: labels and cards, many of one shape on a sheet, each exactly in its place.

The tag holds one sample table, whose rows (`<tr data-baris="…">`) are the lines of a card; the cards come from
`tabel_panjang.isi({NAME: [{"isi": {row: [texts]}, "qr": text}]})`. A row that a card does not name is left out, rows
whose name begins with "kaki" stand at its foot. What is too much for a card is set smaller, never into its neighbour.
Lengths of the tag: `tinggi` of a card, `selax` and `selay` between cards, `qr` the side of the code at `qrkanan` and
`qrbawah` from the lower right corner; `potong` draws the marks to cut along, `letak="tengah"` centres the lines.
Loads the PDF libraries: for the worker process only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus.flowables import Flowable

from documents.mesin import kode_qr, seams, tabel_panjang
from documents.mesin.pola_tabel import BarisJadi, Pelipat, Pola, Sel, baca_pola, ukur

Kartu = Mapping[str, Any]
KECIL = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44)  # how far a full card may be set smaller
PANJANG_TANDA, JARAK_TANDA = 11.0, 3.0  # points; marks to cut along end before the card
UKURAN = {"tinggi": "30mm", "selax": "0mm", "selay": "0mm", "qr": "0mm", "qrkanan": "0mm", "qrbawah": "0mm"}
PILIHAN = {"nama": "", "kolom": "1", "potong": "", "letak": "atas"}


@dataclass(frozen=True)
class Bentuk:
    """The grid; lengths in points."""

    kolom: int
    tinggi: float
    selax: float
    selay: float
    qr: float
    qrkanan: float
    qrbawah: float
    potong: bool
    tengah: bool


class Lembar:
    """All cards of a table and how each is set; shared by the parts that stand on its sheets."""

    def __init__(self, contoh: Any, nama: Sequence[str], bentuk: Bentuk, kartu: Sequence[Kartu]) -> None:
        self._contoh, self._nama, self.bentuk, self.kartu = contoh, nama, bentuk, kartu
        self._pelipat = Pelipat()
        self._pola: dict[float, dict[str, Pola]] = {}

    def siapkan(self, kanvas: Any, lebar: float, tinggi: float) -> None:
        if self._pola:
            return
        self._contoh.wrapOn(kanvas, lebar, tinggi)
        gaya, tinggi_baris = seams.grounds_and_spans(self._contoh), seams.row_heights(self._contoh)
        asli = baca_pola(self._contoh, self._nama, 0, gaya, tinggi_baris)
        self._pola = {skala: {n: _kecilkan(p, skala) for n, p in asli.items()} for skala in KECIL}

    @property
    def lebar(self) -> float:
        return sum(s.lebar for s in next(iter(self._pola[1.0].values())).sel)

    def susun(self, kartu: Kartu) -> tuple[list[BarisJadi], list[BarisJadi]]:
        """The rows of a card and those at its foot, in the largest size in which they fit."""
        for skala in KECIL:
            pola = self._pola[skala]
            baris = [self._baris(pola[n], kartu["isi"][n]) for n in self._nama if n in kartu["isi"]]
            if sum(b.tinggi for b in baris) <= self.bentuk.tinggi:
                break
        kaki = [b for b in baris if b.pola.nama.startswith("kaki")]
        return [b for b in baris if b not in kaki], kaki

    def _baris(self, pola: Pola, teks: Sequence[str]) -> BarisJadi:
        larik = (self._pelipat.lipat(t, s.huruf, s.ukuran, s.ruang) for t, s in zip(teks, pola.sel, strict=True))
        return ukur(pola, tuple(larik))


def _kecilkan(pola: Pola, skala: float) -> Pola:
    def sel(s: Sel) -> Sel:
        ukuran = {n: round(getattr(s, n) * skala, 2) for n in ("ukuran", "jarak", "naik", "atas", "bawah")}
        return replace(s, **ukuran)

    return replace(pola, sel=tuple(sel(s) for s in pola.sel), tinggi=pola.tinggi * skala)


class Petak(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The cards [mulai, akhir) of a sheet."""

    def __init__(self, lembar: Lembar, mulai: int, akhir: int) -> None:
        super().__init__()
        self.lembar, self.mulai, self.akhir = lembar, mulai, akhir

    def wrap(self, lebar: float, tinggi: float) -> tuple[float, float]:
        self.lembar.siapkan(self.canv, lebar, tinggi)
        b = self.lembar.bentuk
        deret = -(-(self.akhir - self.mulai) // b.kolom)
        self.width = b.kolom * (self.lembar.lebar + b.selax) - b.selax
        self.height = deret * (b.tinggi + b.selay) - b.selay
        return self.width, self.height

    def split(self, _lebar: float, tinggi: float) -> list[Flowable]:
        b = self.lembar.bentuk
        muat = int((tinggi + b.selay + tabel_panjang.SELISIH) // (b.tinggi + b.selay)) * b.kolom
        if muat <= 0:
            return []
        batas = self.mulai + muat
        return [Petak(self.lembar, self.mulai, batas), Petak(self.lembar, batas, self.akhir)]

    def draw(self) -> None:
        b = self.lembar.bentuk
        kanvas = self.canv
        for n, kartu in enumerate(self.lembar.kartu[self.mulai : self.akhir]):
            x = n % b.kolom * (self.lembar.lebar + b.selax)
            y = self.height - n // b.kolom * (b.tinggi + b.selay) - b.tinggi
            self._gambar(kanvas, kartu, x, y)
        if b.potong:
            self._tanda_potong(kanvas)

    def _gambar(self, kanvas: Any, kartu: Kartu, x: float, y: float) -> None:
        b = self.lembar.bentuk
        baris, kaki = self.lembar.susun(kartu)
        sisa = b.tinggi - sum(r.tinggi for r in baris)
        atas = y + b.tinggi - (sisa / 2 if b.tengah else 0)
        kanvas.saveState()
        jalur = kanvas.beginPath()
        jalur.rect(x, y, self.lembar.lebar, b.tinggi)
        kanvas.clipPath(jalur, stroke=0, fill=0)  # one word that no size makes fit still spares its neighbour
        _tulis(kanvas, baris, x, atas)
        _tulis(kanvas, kaki, x, y + sum(r.tinggi for r in kaki))
        if kartu.get("qr") and b.qr:
            kode_qr.gambar(kanvas, kartu["qr"], x + self.lembar.lebar - b.qrkanan - b.qr, y + b.qrbawah, b.qr)
        kanvas.restoreState()

    def _tanda_potong(self, kanvas: Any) -> None:
        """Short strokes outside the cards at every edge, and a hairline around each card for scissors."""
        b, w = self.lembar.bentuk, self.lembar.lebar
        kanvas.saveState()
        kanvas.setLineWidth(0.25)
        kanvas.setStrokeGray(0.6)
        banyak = self.akhir - self.mulai
        for n in range(banyak):
            y = self.height - n // b.kolom * (b.tinggi + b.selay) - b.tinggi
            kanvas.rect(n % b.kolom * (w + b.selax), y, w, b.tinggi)
        kanvas.setStrokeGray(0)
        jauh, dekat = PANJANG_TANDA, JARAK_TANDA
        for k in range(min(b.kolom, banyak)):
            for x in (k * (w + b.selax), k * (w + b.selax) + w):
                kanvas.line(x, -jauh, x, -dekat)
                kanvas.line(x, self.height + dekat, x, self.height + jauh)
        for d in range(-(-banyak // b.kolom)):
            atas = self.height - d * (b.tinggi + b.selay)
            for y in (atas, atas - b.tinggi):
                kanvas.line(-jauh, y, -dekat, y)
                kanvas.line(self.width + dekat, y, self.width + jauh, y)
        kanvas.restoreState()


def _tulis(kanvas: Any, baris: Sequence[BarisJadi], x: float, y: float) -> None:
    """Rows downwards from `y`: grounds, then texts."""
    for r in baris:
        for s, larik in zip(r.pola.sel, r.isi, strict=True):
            if s.latar is not None:
                kanvas.setFillColor(s.latar)
                kanvas.rect(x + s.x, y - r.tinggi, s.lebar, r.tinggi, stroke=0, fill=1)
            dasar = y - s.atas - s.naik
            if s.valign == "MIDDLE":
                dasar -= (r.tinggi - s.atas - s.bawah - len(larik) * s.jarak) / 2
            kanvas.setFillColor(s.warna)
            kanvas.setFont(s.huruf, s.ukuran)
            for teks, panjang in larik:
                kanvas.drawString(x + s.mulai(panjang), dasar, teks)
                dasar -= s.jarak
        y -= r.tinggi


@seams.tag("petak", **UKURAN, **PILIHAN)
class _TagPetak(seams.Tag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        c.addPara()

    def end(self, c: Any) -> None:
        a = self.attr
        nama = [tr.getAttribute("data-baris") for tr in self.node.getElementsByTagName("tr")]
        ukuran = {n: float(seams.size(a[n])) for n in UKURAN}
        bentuk = Bentuk(kolom=int(a.kolom), potong=bool(a.potong), tengah=a.letak == "tengah", **ukuran)
        kartu = tabel_panjang.ambil(a.nama)
        contoh = c.story.pop()
        if kartu:
            c.addStory(Petak(Lembar(contoh, nama, bentuk, kartu), 0, len(kartu)))
