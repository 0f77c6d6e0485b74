"""Inside the worker process: letters to many addressees in one PDF, laid out once for each shape that they take.

xhtml2pdf parses a template once. The first letter is laid out in full, and the operators of its pages are kept as
streams that other pages share, with gaps where a paragraph holds a field. The next letter takes the same pages, with
its own paragraphs in the gaps, if each of these needs the same room at every width that the layout tried; else it has
another shape and is laid out in full once for all letters of that shape. A letter that cannot share (a field is cut by
a page break, a value in Arabic) is printed from its own HTML. So every page is, operator by operator, what the letter
printed alone would be.
"""

from __future__ import annotations

import copy
import html as penanda_html
import io
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from typing import Any

from documents import bidang
from documents.mesin import cetak_html, seams, tabel_panjang
from documents.mesin.isian_surat import Celah, Isian, Jejak, ParagrafBidang, Percobaan, Ukuran, flowable
from documents.mesin.jumlah_halaman import Hitungan

PENDEK = 120  # operators that compressing would make longer
SELANG = 25  # letters between two reports of progress
JUDUL = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True)
class Halaman:
    """A page as it was drawn: the references of its streams, with gaps for the fields, and what else it has."""

    asli: Any
    potong: tuple[Any, ...]
    sumber: Any  # the resources, one object for all pages of this shape


class Kanvas(seams.Canvas):
    """The one file. While `tangkap` is a list, finished pages go there instead of into the file."""

    tangkap: list[Halaman] | None = None
    hitungan: Hitungan | None = None  # the pages of the letter being laid out, for documents/mesin/jumlah_halaman.py
    terpaut = False  # a page with links, which no other letter can share
    tata_letak = 0  # how many letters were laid out in full

    def showPage(self) -> None:
        if self.tangkap is None:
            super().showPage()
            return
        self.terpaut = self.terpaut or self.is_tied()
        potong = self._alirkan(self.operators())
        halaman, sumber = self.take_page(f"sumber-{self.tata_letak}-{len(self.tangkap)}")
        self.tangkap.append(Halaman(halaman, potong, sumber))

    def tambah(self, halaman: Halaman, isian: Isian, nilai: Sequence[str]) -> None:
        """A page into the file, with these values in its gaps."""
        isi = [self._terisi(p, isian, nilai) for p in halaman.potong]
        self.put_page(copy.copy(halaman.asli), isi, halaman.sumber)

    def sampul(self, nama: str, ke: int) -> None:
        """Name the letter that begins on this page in the outline."""
        self.bookmarkPage(f"surat-{ke}")
        self.addOutlineEntry(nama, f"surat-{ke}", 0)

    def _terisi(self, potong: Any, isian: Isian, nilai: Sequence[str]) -> Any:
        if not isinstance(potong, Celah):
            return potong
        f = isian.gambar(self, potong, nilai)
        if f.aliran is None:
            f.aliran = self._aliran(f.kode)
        return f.aliran

    def _alirkan(self, kode: Sequence[str]) -> tuple[Any, ...]:
        """The operators of a page as streams that other pages share, with the gaps between them."""
        hasil: list[Any] = []
        for celah, isi in groupby(kode, lambda k: isinstance(k, Celah)):
            hasil += list(isi) if celah else [self._aliran("\n".join(isi))]  # noqa: B031  # one of the two reads it
        return tuple(hasil)

    def _aliran(self, kode: str) -> Any:
        return self.stream(kode, pack=len(kode) > PENDEK)


class Templat:
    """A parsed template and the shapes that its letters have taken so far."""

    def __init__(self, html: str, baris: Any, pola: re.Pattern[str]) -> None:
        self._html, self._baris, self._pola = html, baris, pola
        nomor = count()
        self._bidang: list[int] = []  # the field of each mark
        bernomor = pola.sub(lambda t: self._tanda(t, next(nomor)), JUDUL.sub("", html))
        self.berbidang = bool(self._bidang)
        if self.berbidang:
            self._konteks = _baca(bernomor, baris)
            self._isian = Isian(seams.stories(self._konteks), pola, len(self._bidang))
        # The pages of each shape, None where letters cannot share them: by the widths that its layout tried, then by
        # the room the paragraphs took there.
        self._bentuk: dict[Percobaan, dict[tuple[Ukuran, ...], list[Halaman] | None]] = {}

    def _tanda(self, temuan: re.Match[str], ke: int) -> str:
        self._bidang.append(int(temuan[1]))
        return temuan[0].replace(f"k{temuan[1]}q", f"k{ke}q")

    def cetak(self, kanvas: Kanvas, nilai: Sequence[str]) -> None:
        """The pages of one letter into the file."""
        urut = [nilai[i] for i in self._bidang]
        dapat = self.berbidang and self._isian.lengkap and self._isian.biasa(urut)
        bersama = self._cari(kanvas, urut) if dapat else None
        if bersama is None:
            konteks = _baca(self._pola.sub(lambda t: penanda_html.escape(nilai[int(t[1])]), self._html), self._baris)
            _tata(kanvas, konteks, konteks.story, konteks.templateList)
            return
        for halaman in bersama:
            kanvas.tambah(halaman, self._isian, urut)

    def _cari(self, kanvas: Kanvas, nilai: Sequence[str]) -> list[Halaman] | None:
        """The pages of the shape that a letter with these values has; None when it cannot share one."""
        for percobaan, menurut in self._bentuk.items():
            ukuran = self._isian.ukur(percobaan, nilai)
            if ukuran in menurut:
                return menurut[ukuran]
        cerita, templat, semua = copy.deepcopy((self._konteks.story, self._konteks.templateList, self._isian.semua))
        self._isian.isi(semua, nilai)
        jejak = ParagrafBidang.jejak = Jejak()
        kanvas.tangkap, kanvas.terpaut = [], False
        try:
            _tata(kanvas, self._konteks, cerita, templat)
            halaman = kanvas.tangkap if jejak.bersama and not kanvas.terpaut else None
        finally:
            kanvas.tangkap = None
        percobaan = jejak.percobaan
        self._bentuk.setdefault(percobaan, {})[self._isian.ukur(percobaan, nilai)] = halaman
        return halaman


def _baca(html: str, baris: Any) -> Any:
    with tabel_panjang.isi(baris):
        konteks = seams.parse(html)
    if konteks.err or not seams.is_laid_out_once(konteks):
        raise ValueError(f"templat surat massal: {konteks.log or 'tanpa @page, atau dengan pdf:pagecount'}"[:1000])
    if seams.has_background(konteks):
        raise ValueError("templat surat massal: @page mempunyai latar")
    for f in flowable(konteks.story):
        if isinstance(f, seams.Paragraph):
            f.outline = False  # the outline of the file names letters, not their headings
    return konteks


def _tata(kanvas: Kanvas, konteks: Any, cerita: list[Any], templat: dict[str, Any]) -> None:
    """Lay a letter out; its pages are numbered from 1."""
    kanvas.tata_letak += 1
    kanvas.hitungan = Hitungan(kanvas.tata_letak)
    kanvas.hitungan.jumlah = seams.lay_out(kanvas, konteks, cerita, templat)


def gabung(tugas: dict[str, Any], _isi: bytes = b"") -> Generator[int, None, tuple[dict[str, Any], bytes]]:
    """The PDF of all letters; reports how many are done.

    `tugas`: sandi, templat (html, baris), surat (number of its template, its name, its values), judul, subjek, huruf,
    batas_detik. The header of the answer counts the layouts that were made.
    """
    huruf = [Path(p) for p in tugas["huruf"]]
    cetak_html.huruf_awal(huruf[0])
    aturan = cetak_html.aturan(huruf, tugas["batas_detik"])
    tujuan = io.BytesIO()
    pola = bidang.pola(tugas["sandi"])
    siap: dict[int, Templat] = {}
    with seams.rendering(aturan):
        kanvas = Kanvas(tujuan, lang="id")
        kanvas.setTitle(tugas["judul"])
        kanvas.setSubject(tugas["subjek"])
        kanvas.setKeywords(tugas["nomor"])
        kanvas.setProducer(seams.PRODUCER)
        for n, (ke, nama, nilai) in enumerate(tugas["surat"], 1):
            t = tugas["templat"][ke]
            templat = siap.get(ke) or Templat(cetak_html.dengan_huruf(t["html"], huruf), t["baris"], pola)
            if templat.berbidang:
                siap[ke] = templat
            kanvas.sampul(nama, n)
            templat.cetak(kanvas, nilai)
            if n % SELANG == 0:
                yield n
        kanvas.showOutline()
        kanvas.save()
    return {"tata_letak": kanvas.tata_letak}, tujuan.getvalue()
