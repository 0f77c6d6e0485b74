"""Inside the worker process: letters to many addressees in one PDF, laid out once for each shape that they take.

xhtml2pdf parses a template once. The first letter is laid out in full, and the operators of its pages are kept as
streams that other pages share, with gaps where a paragraph holds a field. The next letter takes the same pages, with
its own paragraphs in the gaps, if each of these needs the same room at every width that the layout tried; else it has
another shape and is laid out in full once for all letters of that shape. A letter that cannot share (a field is cut by
a page break, a value in Arabic) is printed from its own HTML. So every page is, operator by operator, what the letter
printed alone would be.
Tied to the insides of the pinned xhtml2pdf and ReportLab; tests/documents/test_gabung.py guards that.
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

from reportlab.lib.sequencer import Sequencer
from reportlab.pdfbase.pdfdoc import PDFArray, PDFPage, PDFStream, PDFZCompress
from xhtml2pdf import document
from xhtml2pdf.builders.printmarks import MarkedCanvas
from xhtml2pdf.config.resources import render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.default import DEFAULT_PAGE_NAME
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PRODUCER, PmlBaseDoc, PmlParagraph

from documents import bidang
from documents.mesin import cetak_html, tabel_panjang
from documents.mesin.isian_surat import Celah, Isian, Jejak, ParagrafBidang, Percobaan, Ukuran, flowable
from documents.mesin.jumlah_halaman import Hitungan

PENDEK = 120  # operators that compressing would make longer
SELANG = 25  # letters between two reports of progress
JUDUL = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True)
class Halaman:
    """A page as it was drawn: the references of its streams, with gaps for the fields, and what else it has."""

    asli: PDFPage
    potong: tuple[Any, ...]
    sumber: Any  # the resources, one object for all pages of this shape


class Kanvas(MarkedCanvas):  # type: ignore[misc]  # xhtml2pdf has no types
    """The one file. While `tangkap` is a list, finished pages go there instead of into the file."""

    tangkap: list[Halaman] | None = None
    hitungan: Hitungan | None = None  # the pages of the letter being laid out, for documents/mesin/jumlah_halaman.py
    terpaut = False  # a page with links, which no other letter can share
    tata_letak = 0  # how many letters were laid out in full

    def showPage(self) -> None:
        if self.tangkap is None:
            super().showPage()
            return
        self.terpaut = self.terpaut or bool(self._annotationrefs or self._cropMarks)
        potong = self._alirkan([self._preamble, *self._code])
        halaman: list[PDFPage] = []
        self._doc.addPage = halaman.append
        try:
            super().showPage()
        finally:
            del self._doc.addPage
        halaman[0].check_format(self._doc)
        sumber = self._doc.Reference(halaman[0].Resources, f"sumber-{self.tata_letak}-{len(self.tangkap)}")
        self.tangkap.append(Halaman(halaman[0], potong, sumber))

    def tambah(self, halaman: Halaman, isian: Isian, nilai: Sequence[str]) -> None:
        """A page into the file, with these values in its gaps."""
        page = copy.copy(halaman.asli)
        page.Contents = PDFArray([self._terisi(p, isian, nilai) for p in halaman.potong])
        page.Resources = halaman.sumber
        self._doc.addPage(page)

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
        return self._doc.Reference(PDFStream(content=f"{kode}\n", filters=[PDFZCompress] if len(kode) > PENDEK else []))


class _Dokumen(PmlBaseDoc):  # type: ignore[misc]
    """One letter on the canvas of all."""

    def __init__(self, kanvas: Kanvas, ukuran: Any) -> None:
        super().__init__(io.BytesIO(), pagesize=ukuran, allowSplitting=1)
        self._doSave = 0
        self._kanvas = kanvas

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> Kanvas:
        self.seq = Sequencer()
        return self._kanvas


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
            self._isian = Isian(_cerita(self._konteks), pola, len(self._bidang))
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
        konteks = document.pisaStory(html, encoding="utf-8", context=pisaContext(""))
    templat = konteks.templateList
    if konteks.err or konteks.multiBuild or DEFAULT_PAGE_NAME not in templat:
        raise ValueError(f"templat surat massal: {konteks.log or 'tanpa @page, atau dengan pdf:pagecount'}"[:1000])
    if any(t.pisaBackground for t in templat.values()):
        raise ValueError("templat surat massal: @page mempunyai latar")
    for f in flowable(konteks.story):
        if isinstance(f, PmlParagraph):
            f.outline = False  # the outline of the file names letters, not their headings
    return konteks


def _cerita(konteks: Any) -> list[Any]:
    """The text of a letter and of its static frames; a story that stands in several page templates is one."""
    statis = [bingkai.pisaStaticStory for t in konteks.templateList.values() for bingkai in t.pisaStaticList]
    return [konteks.story, *{id(c): c for c in statis}.values()]


def _tata(kanvas: Kanvas, konteks: Any, cerita: list[Any], templat: dict[str, Any]) -> None:
    """Lay a letter out, as xhtml2pdf.document._build does it; its pages are numbered from 1."""
    semula = kanvas._pageNumber
    kanvas.tata_letak += 1
    kanvas._pageNumber, kanvas.hitungan = 1, Hitungan(kanvas.tata_letak)
    for nama in ("maxAvailHeightValue", "outlineLevels"):  # what the letter before has left on the canvas
        kanvas.__dict__.pop(nama, None)
    kanvas.setPageSize(konteks.pageSize)
    dokumen = _Dokumen(kanvas, konteks.pageSize)
    utama = templat[DEFAULT_PAGE_NAME]
    semua = [utama, *(t for t in templat.values() if t is not utama)]
    if konteks.pageCanvasBackground is not None:
        for t in semua:
            t.canvasBackground = konteks.pageCanvasBackground
    dokumen.addPageTemplates(semua)
    dokumen.pisaPositioned = konteks.positioned
    dokumen.build(list(cerita))
    kanvas.hitungan.jumlah = kanvas._pageNumber - 1
    kanvas._pageNumber = semula


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
    with document._RENDER_LOCK, use_policy(aturan), render_budget(aturan):
        try:
            kanvas = Kanvas(tujuan, lang="id")
            kanvas.setTitle(tugas["judul"])
            kanvas.setSubject(tugas["subjek"])
            kanvas.setKeywords(tugas["nomor"])
            kanvas.setProducer(PRODUCER)
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
        finally:
            cleanFiles()
            reset_caches()
    return {"tata_letak": kanvas.tata_letak}, tujuan.getvalue()
