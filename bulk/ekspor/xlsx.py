"""XLSX written straight into a zip stream: typed cells, a frozen head, filters, widths; flat memory.

100,000 rows of the list (14 columns) cost 1.2 s of CPU and 25 MB, reading them included; XlsxWriter in its
constant_memory mode 6.8 s for the writing alone, and it cannot send a byte before the end. Texts stand in their cells:
a table of shared strings made the file a sixth smaller (5.0 for 6.0 MB), but took no less time and grew with the rows.
The zip is the library's own, without its 64-bit fields, which make Excel offer a repair: hence the bound on cells.
A text is written as a text whatever it begins with, so nothing here can become a formula.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from bulk.ekspor.isi import Kolom
from bulk.ekspor.lajur import Lajur, Sort
from models.waktu import WIB

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BARIS = 1_048_575  # rows of a sheet below its head
SEL = 20_000_000  # cells of a file that stays below 4 GB
HURUF = 32_767  # of one cell
MAMPAT = 1  # zlib level: 6 takes twice the time for a file a fifth smaller

_KEPALA = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UTAMA = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TAUT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAKET = "http://schemas.openxmlformats.org/package/2006"
_JENIS = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# Characters that XML has no place for, and what Excel would read as the code of such a one.
_TERLARANG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

# Styles by their place in styles.xml.
_UMUM, _JUDUL, _TEKS, _BILANGAN, _RUPIAH, _DESIMAL, _TANGGAL, _SAAT, _JAM, _POLOS = range(10)
_FORMAT = {
    164: '"Rp"#,##0',
    165: "dd\\-mm\\-yyyy",
    166: "dd\\-mm\\-yyyy\\ hh:mm",
}
_GAYA = (0, 49, 49, 3, 164, 4, 165, 166, 20, 1)  # number formats of the styles above
LEBAR = {
    **{Sort.TEKS: 26, Sort.PANJANG: 60, Sort.ACUAN: 30, Sort.PILIHAN: 18, Sort.BENAR: 8, Sort.RUPIAH: 20},
    **{Sort.BILANGAN: 12, Sort.TAHUN: 10, Sort.DESIMAL: 14, Sort.TANGGAL: 12, Sort.SAAT: 17, Sort.JAM: 8},
}


def write(title: str, lajur: Sequence[Lajur], chunks: Iterable[list[Kolom]]) -> Iterator[bytes]:
    """The file, a chunk of rows at a time; without its end it is no zip, so a broken download cannot be opened."""
    out = _Keluar()
    name = sheet_name(title)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=MAMPAT) as book:
        for part, xml in _tetap().items():
            book.writestr(part, _KEPALA + xml)
        rows = 1
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_KEPALA + _awal(lajur)).encode())
            for xml, n in _baris(lajur, chunks):
                sheet.write(xml.encode())
                rows += n
                yield out.take()
            area = f"A1:{letters(len(lajur))}{rows}"
            sheet.write(f'</sheetData><autoFilter ref="{area}"/></worksheet>'.encode())
        book.writestr("xl/workbook.xml", _KEPALA + _buku(name, len(lajur), rows))
    yield out.take()


class _Keluar:
    """Where the zip is written to: what has not been sent yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _baris(lajur: Sequence[Lajur], chunks: Iterable[list[Kolom]]) -> Iterator[tuple[str, int]]:
    writers = [PENULIS[x.sort] for x in lajur]
    number = 2
    for chunk in chunks:
        cells = [write(values) for write, values in zip(writers, chunk, strict=True)]
        rows = [f'<row r="{n}">{"".join(row)}</row>' for n, row in enumerate(zip(*cells, strict=True), number)]
        number += len(rows)
        yield "".join(rows), len(rows)


# --- cells ------------------------------------------------------------------------------------------------------------


def text_of(value: str) -> str:
    """A text as XML, as Excel keeps it."""
    value = _TERLARANG.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))[:HURUF]
    return escape(_KODE.sub("_x005F_", value))


def _texts(style: int) -> Callable[[Kolom], list[str]]:
    opening = f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">'

    def write(values: Kolom) -> list[str]:
        texts = [v or "" for v in values]
        whole = "\x1f".join(texts)
        if whole.count("\x1f") != len(texts) - 1 or max(map(len, texts)) > HURUF:
            clean = [text_of(v) for v in texts]
        else:
            clean = _bersih(whole).split("\x1f")
        return [f"{opening}{v}</t></is></c>" if v else "<c/>" for v in clean]

    return write


def _bersih(whole: str) -> str:
    """Many texts at once, parted by a sign that none of them holds: one pass of each rule over all of them."""
    if "\r" in whole:
        whole = whole.replace("\r\n", "\n").replace("\r", "\n")
    whole = _BURUK.sub("", whole) if _BURUK.search(whole) else whole
    if "_x" in whole:
        whole = _KODE.sub("_x005F_", whole)
    return escape(whole)


_BURUK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1e\ud800-\udfff\ufffe\uffff]")


def _words(style: int) -> Callable[[Kolom], list[str]]:
    """Texts of which there are few: each is written once."""
    made: dict[Any, str] = {None: "<c/>", "": "<c/>"}

    def write(values: Kolom) -> list[str]:
        if len(made) > HURUF:
            made.clear()
            made.update({None: "<c/>", "": "<c/>"})
        for value in set(values) - made.keys():
            made[value] = f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text_of(value)}</t></is></c>'
        return [made[v] for v in values]

    return write


def _numbers(style: int, write: Callable[[Any], Any] = str) -> Callable[[Kolom], list[str]]:
    opening = f'<c s="{style}"><v>'
    return lambda values: ["<c/>" if v is None else f"{opening}{write(v)}</v></c>" for v in values]


def _plain_number(style: int) -> Callable[[Kolom], list[str]]:
    opening = f'<c s="{style}"><v>'
    return lambda values: ["<c/>" if v is None else f"{opening}{v}</v></c>" for v in values]


_HARI_NOL = date(1899, 12, 30).toordinal()


def _day(value: date) -> int:
    return value.toordinal() - _HARI_NOL


def _moment(value: datetime) -> str:
    here = value.astimezone(WIB)
    return f"{_day(here) + (here.hour * 3600 + here.minute * 60 + here.second) / 86400:.10f}"


def _clock(value: time) -> str:
    return f"{(value.hour * 3600 + value.minute * 60 + value.second) / 86400:.10f}"


PENULIS: dict[Sort, Any] = {
    **dict.fromkeys((Sort.TEKS, Sort.PANJANG), _texts(_TEKS)),
    **dict.fromkeys((Sort.ACUAN, Sort.PILIHAN, Sort.BENAR), _words(_TEKS)),
    Sort.RUPIAH: _plain_number(_RUPIAH),
    Sort.BILANGAN: _plain_number(_BILANGAN),
    Sort.TAHUN: _plain_number(_POLOS),
    Sort.DESIMAL: _plain_number(_DESIMAL),
    Sort.TANGGAL: _numbers(_TANGGAL, _day),
    Sort.SAAT: _numbers(_SAAT, _moment),
    Sort.JAM: _numbers(_JAM, _clock),
}


# --- the fixed parts --------------------------------------------------------------------------------------------------


def letters(n: int) -> str:
    """The name of column n: 1 → A, 27 → AA."""
    found = ""
    while n:
        n, rest = divmod(n - 1, 26)
        found = chr(65 + rest) + found
    return found


def sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Data"


def _awal(lajur: Sequence[Lajur]) -> str:
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{max(LEBAR[x.sort], min(len(x.judul) + 4, 40))}" customWidth="1"/>'
        for i, x in enumerate(lajur, 1)
    )
    head = "".join(f'<c s="{_JUDUL}" t="inlineStr"><is><t>{text_of(x.judul)}</t></is></c>' for x in lajur)
    return (
        f'<worksheet xmlns="{_UTAMA}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData><row r="1">{head}</row>'
    )


def _buku(name: str, columns: int, rows: int) -> str:
    # Excel keeps the range of a filter under a name as well.
    area = f"'{escape(name)}'!$A$1:${letters(columns)}${rows}"
    return (
        f'<workbook xmlns="{_UTAMA}" xmlns:r="{_TAUT}">'
        f'<sheets><sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{area}</definedName>'
        "</definedNames></workbook>"
    )


def _tetap() -> dict[str, str]:
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/worksheets/sheet1.xml": "worksheet", "/xl/styles.xml": "styles"}
    override = "".join(f'<Override PartName="{p}" ContentType="{_JENIS}.{j}+xml"/>' for p, j in parts.items())
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PAKET}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{override}</Types>',
        "_rels/.rels": _taut({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": _taut(
            {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _gaya(),
    }


def _taut(to: dict[str, tuple[str, str]]) -> str:
    rows = "".join(f'<Relationship Id="{i}" Type="{_TAUT}/{kind}" Target="{t}"/>' for i, (kind, t) in to.items())
    return f'<Relationships xmlns="{_PAKET}/relationships">{rows}</Relationships>'


def _gaya() -> str:
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{escape(f, _KUTIP)}"/>' for n, f in _FORMAT.items())
    xfs = "".join(_xf(i, number) for i, number in enumerate(_GAYA))
    return (
        f'<styleSheet xmlns="{_UTAMA}"><numFmts count="{len(_FORMAT)}">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill><fill><patternFill patternType="solid"><fgColor rgb="FFE3ECF5"/></patternFill></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_GAYA)}">{xfs}</cellXfs></styleSheet>'
    )


def _xf(style: int, number: int) -> str:
    look = 'fontId="1" fillId="2" applyFont="1" applyFill="1"' if style == _JUDUL else 'fontId="0" fillId="0"'
    return f'<xf numFmtId="{number}" {look} borderId="0" xfId="0" applyNumberFormat="1"/>'


_KUTIP = {'"': "&quot;"}
