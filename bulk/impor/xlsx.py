"""Reading XLSX in blocks of rows: each block is a little workbook of its own for calamine, so memory stays flat.

calamine keeps a whole sheet in memory (210 MB for 100,000 rows of 22 columns), gives an error cell as an empty one, and
makes room for the whole rectangle up to the farthest cell. The blocks bound all three; an error and a formula without a
value reach the reader as the text that Excel shows for them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from bulk.impor.batas import (
    BARIS,
    DTD,
    ISI,
    KOLOM,
    RUSAK,
    TERLALU_BANYAK_BARIS,
    TERLALU_BANYAK_KOLOM,
    TERLALU_BESAR,
    bagian,
)
from bulk.impor.batas import BerkasKeliru as Keliru

BLOK = 5_000  # rows
RUMUS = "#RUMUS!"  # our own word for a formula whose result the file does not hold
POTONG = 1 << 20
_GALAT = re.compile(rb'(<(?:\w+:)?c\b[^>]*?\st=)"e"')
# A cell with a formula and no value, or an empty one.
_TANPA_NILAI = re.compile(
    rb"<((?:\w+:)?)c\b((?:[^>](?<!/))*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_T = re.compile(rb'\st="[^"]*"')
_NOMOR = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d{1,9})"')
_JAUH = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{3,})\d')
_AKHIR = re.compile(rb"</(?:\w+:)?row>|<(?:\w+:)?row\b[^>]*/>")
_NILAI = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")


def lembar(terbuka: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, part) of the sheets that people see, in their order."""
    try:
        buku = ElementTree.fromstring(bagian(terbuka, "xl/workbook.xml"))  # noqa: S314  # no DTD, small
        rels = ElementTree.fromstring(bagian(terbuka, "xl/_rels/workbook.xml.rels"))  # noqa: S314
    except ElementTree.ParseError:
        raise Keliru(RUSAK) from None
    sasaran = {r.get("Id"): r.get("Target", "") for r in rels if r.get("Type", "").endswith("/worksheet")}
    hasil = []
    for simpul in buku.iter():
        if simpul.tag.rpartition("}")[2] != "sheet" or simpul.get("state", "visible") != "visible":
            continue
        rid = next((v for k, v in simpul.items() if k.rpartition("}")[2] == "id"), None)
        if rid in sasaran:
            jalur = sasaran[rid]
            hasil.append(
                (simpul.get("name", ""), jalur.lstrip("/") if jalur[:1] == "/" else posixpath.join("xl", jalur))
            )
    if not hasil:
        raise Keliru("Berkas ini tidak memuat lembar kerja yang terlihat.")
    return hasil


def baca(terbuka: zipfile.ZipFile, nama: str, jalur: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows that hold something, each with its number as Excel shows it."""
    rangka = _Rangka(terbuka, nama, jalur)
    try:
        with terbuka.open(jalur) as aliran:
            for awal, isi in _blok(aliran):
                yield from rangka.baris(awal, isi)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError):
        raise Keliru(RUSAK) from None


def _blok(aliran: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """(number of the first row, XML of at most BLOK rows); rows without any value are left out."""
    blok: list[bytes] = []
    awal = jumlah = nomor = 0
    for mentah in _potongan_baris(aliran):
        cocok = _NOMOR.search(mentah)
        nomor = int(cocok[1]) if cocok else nomor + 1
        if not _NILAI.search(mentah):
            continue
        jumlah += 1
        if jumlah > BARIS + 30:
            raise Keliru(TERLALU_BANYAK_BARIS)
        if _JAUH.search(mentah):
            raise Keliru(TERLALU_BANYAK_KOLOM)
        if blok and (len(blok) >= BLOK or nomor - awal >= BLOK or nomor < awal):
            yield awal, b"".join(blok)
            blok = []
        if not blok:
            awal = nomor
        blok.append(mentah if cocok else re.sub(rb"<((?:\w+:)?)row\b", rb'<\1row r="%d"' % nomor, mentah, count=1))
    if blok:
        yield awal, b"".join(blok)


def _potongan_baris(aliran: IO[bytes]) -> Iterator[bytes]:
    """The XML of each row."""
    sisa, dibaca, mulai = b"", 0, False
    while potongan := aliran.read(POTONG):
        dibaca += len(potongan)
        if dibaca > ISI:
            raise Keliru(TERLALU_BESAR)
        sisa += potongan
        if not mulai:
            if b"<!DOCTYPE" in sisa[:4096]:
                raise Keliru(DTD)
            awal = re.search(rb"<(?:\w+:)?sheetData\b[^>]*>", sisa)
            if awal is None:
                if len(sisa) > 8 * POTONG:
                    raise Keliru(RUSAK)
                continue
            sisa, mulai = sisa[awal.end() :], True
        akhir = 0
        for cocok in _AKHIR.finditer(sisa):
            yield sisa[akhir : cocok.end()]
            akhir = cocok.end()
        sisa = sisa[akhir:]
        if len(sisa) > 64 * POTONG:
            raise Keliru(TERLALU_BANYAK_KOLOM)


class _Rangka:
    """The parts that every block needs beside its rows: what the sheet is called, its styles, its shared texts."""

    def __init__(self, terbuka: zipfile.ZipFile, nama: str, jalur: str) -> None:
        ada = set(terbuka.namelist())
        tetap = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
        lain = [n for n in ada if re.fullmatch(r"xl/(styles|sharedStrings)\.xml", n, re.IGNORECASE)]
        self.bagian = {n: bagian(terbuka, n) for n in [*tetap, *lain] if n in ada}
        self.nama, self.jalur = nama, jalur
        self.awalan = b""

    def baris(self, awal: int, isi: bytes) -> Iterator[tuple[int, list[Any]]]:
        if cocok := re.search(rb"<(\w+:)row\b", isi):
            self.awalan = cocok[1]
        try:
            buku = CalamineWorkbook.from_filelike(io.BytesIO(self._buku(_tampakkan(isi))))
            halaman = buku.get_sheet_by_name(self.nama)
        except Exception:  # calamine's own errors, and the panics of the library below it
            raise Keliru(RUSAK) from None
        if halaman.start is None:
            return
        if halaman.start[1] + halaman.width > KOLOM:
            raise Keliru(TERLALU_BANYAK_KOLOM)
        kosong: list[Any] = [""] * halaman.start[1]
        for n, sel in enumerate(halaman.to_python(), halaman.start[0] + 1):
            if any(x != "" for x in sel):
                yield n, kosong + sel
        del awal

    def _buku(self, isi: bytes) -> bytes:
        p = self.awalan
        nama = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        if p:
            nama = nama.replace(b"xmlns=", b"xmlns:" + p[:-1] + b"=")
        halaman = b"<%bworksheet %b><%bsheetData>%b</%bsheetData></%bworksheet>" % (p, nama, p, isi, p, p)
        keluar = io.BytesIO()
        with zipfile.ZipFile(keluar, "w", zipfile.ZIP_STORED) as buku:
            for nama_bagian, data in self.bagian.items():
                buku.writestr(nama_bagian, data)
            buku.writestr(self.jalur, halaman)
        return keluar.getvalue()


def _tampakkan(isi: bytes) -> bytes:
    """Errors, and formulas without a value, become texts."""
    if b'"e"' in isi:
        isi = _GALAT.sub(rb'\1"str"', isi)
    if b"<f" in isi or b":f" in isi:
        isi = _TANPA_NILAI.sub(_rumus, isi)
    return isi


def _rumus(cocok: re.Match[bytes]) -> bytes:
    p, sifat = cocok[1], _T.sub(b"", cocok[2])
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (p, sifat, p, RUMUS.encode(), p, p)
