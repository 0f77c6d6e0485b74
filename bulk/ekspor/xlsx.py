"""XLSX written straight into a zip stream: typed cells, a frozen head, filters, lists to choose from; flat memory.

Why it is our own and what it costs stands in docs/decisions/06-xlsx.md. Texts stand in their cells: a table of shared
strings made the file a sixth smaller, but took no less time and grew with the rows.
The zip is the library's own, without its 64-bit fields, which make Excel offer a repair: hence the bound on cells.
A text is written as a text whatever it begins with, so nothing here can become a formula.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape, quoteattr

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
UMUM, _JUDUL, _TEKS, _BILANGAN, _RUPIAH, _DESIMAL, _TANGGAL, _SAAT, _JAM, _POLOS, LIPAT, ALASAN = range(12)
_FORMAT = {
    164: '"Rp"#,##0',
    165: "dd\\-mm\\-yyyy",
    166: "dd\\-mm\\-yyyy\\ hh:mm",
}
_GAYA = (0, 49, 49, 3, 164, 4, 165, 166, 20, 1, 49, 49)  # number formats of the styles above
_RUPA = {_JUDUL: (1, 2), ALASAN: (2, 0)}  # font and ground where they are not the plain ones
GAYA = dict.fromkeys(Sort, _TEKS) | {
    **{Sort.RUPIAH: _RUPIAH, Sort.BILANGAN: _BILANGAN, Sort.TAHUN: _POLOS, Sort.DESIMAL: _DESIMAL},
    **{Sort.TANGGAL: _TANGGAL, Sort.SAAT: _SAAT, Sort.JAM: _JAM},
}
LEBAR = {
    **{Sort.TEKS: 26, Sort.PANJANG: 60, Sort.ACUAN: 30, Sort.PILIHAN: 18, Sort.BENAR: 8, Sort.RUPIAH: 20},
    **{Sort.BILANGAN: 12, Sort.TAHUN: 10, Sort.DESIMAL: 14, Sort.TANGGAL: 12, Sort.SAAT: 17, Sort.JAM: 8},
}


Chunks = Iterable[tuple[str, int]]  # rows as XML, and how many


@dataclass(frozen=True)
class Kepala:
    """A column: its heading, its width in letters, and the style of its empty cells."""

    teks: str
    lebar: float
    gaya: int = UMUM

    @staticmethod
    def of(sort: Sort, teks: str, gaya: int = UMUM) -> Kepala:
        return Kepala(teks, max(LEBAR[sort], min(len(teks) + 4, 40)), gaya)


@dataclass(frozen=True)
class Lembar:
    """A sheet; `aturan` are its rules of input, as `rule` writes them."""

    nama: str
    kepala: Sequence[Kepala]
    baris: Chunks = ()
    saring: bool = False
    aturan: Sequence[str] = ()
    tampak: bool = True


def write(title: str, lajur: Sequence[Lajur], chunks: Iterable[list[Kolom]]) -> Iterator[bytes]:
    """A sheet of columns, a chunk of rows at a time."""
    writers = [PENULIS[x.sort] for x in lajur]
    cells = (zip(*[write(v) for write, v in zip(writers, chunk, strict=True)], strict=True) for chunk in chunks)
    head = [Kepala.of(x.sort, x.judul) for x in lajur]
    return book([Lembar(sheet_name(title), head, rows(cells), saring=True)])


def rows(chunks: Iterable[Iterable[Iterable[str]]]) -> Chunks:
    """Rows of cells, numbered below the head."""
    number = 2
    for chunk in chunks:
        made = [f'<row r="{n}">{"".join(row)}</row>' for n, row in enumerate(chunk, number)]
        number += len(made)
        yield "".join(made), len(made)


def book(sheets: Sequence[Lembar]) -> Iterator[bytes]:
    """The file, a chunk at a time; without its end it is no zip, so a broken download cannot be opened."""
    out, areas = _Keluar(), {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=MAMPAT) as file:
        for part, xml in _tetap(len(sheets)).items():
            file.writestr(part, _KEPALA + xml)
        for n, sheet in enumerate(sheets):
            last = 1
            with file.open(f"xl/worksheets/sheet{n + 1}.xml", "w") as part:
                part.write((_KEPALA + _awal(sheet.kepala, pertama=not n)).encode())
                for xml, count in sheet.baris:
                    part.write(xml.encode())
                    last += count
                    yield out.take()
                if sheet.saring:
                    areas[n] = (letters(len(sheet.kepala)), last)
                part.write(f"</sheetData>{_akhir(sheet, last)}</worksheet>".encode())
        file.writestr("xl/workbook.xml", _KEPALA + _buku(sheets, areas))
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


# --- cells ------------------------------------------------------------------------------------------------------------


def text_of(value: str) -> str:
    """A text as XML, as Excel keeps it."""
    value = _TERLARANG.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))[:HURUF]
    return escape(_KODE.sub("_x005F_", value))


def _text_cell(style: int, xml: str) -> str:
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{xml}</t></is></c>'


def cell(value: Any, style: int = _TEKS) -> str:
    """One cell by the type of its value; a moment without a zone is written as it is."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float) and math.isfinite(value):
        return f"<c><v>{value!r}</v></c>"
    for kind, look, write in ((datetime, _SAAT, _serial), (date, _TANGGAL, _day), (time, _JAM, _clock)):
        if isinstance(value, kind):
            return f'<c s="{look}"><v>{write(value)}</v></c>'
    return _text_cell(style, text_of(str(value)))


def _texts(style: int) -> Callable[[Kolom], list[str]]:
    opening, _, closing = _text_cell(style, "\0").partition("\0")

    def write(values: Kolom) -> list[str]:
        texts = [v or "" for v in values]
        whole = "\x1f".join(texts)
        if whole.count("\x1f") != len(texts) - 1 or max(map(len, texts)) > HURUF:
            clean = [text_of(v) for v in texts]
        else:
            clean = _bersih(whole).split("\x1f")
        return [f"{opening}{v}{closing}" if v else "<c/>" for v in clean]

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
            made[value] = _text_cell(style, text_of(value))
        return [made[v] for v in values]

    return write


def _numbers(style: int, write: Callable[[Any], Any] = str) -> Callable[[Kolom], list[str]]:
    opening = f'<c s="{style}"><v>'
    return lambda values: ["<c/>" if v is None else f"{opening}{write(v)}</v></c>" for v in values]


_HARI_NOL = date(1899, 12, 30).toordinal()


def _day(value: date) -> int:
    return value.toordinal() - _HARI_NOL


def _serial(value: datetime) -> str:
    return f"{_day(value) + (value.hour * 3600 + value.minute * 60 + value.second) / 86400:.10f}"


def _moment(value: datetime) -> str:
    return _serial(value.astimezone(WIB))


def _clock(value: time) -> str:
    return f"{(value.hour * 3600 + value.minute * 60 + value.second) / 86400:.10f}"


PENULIS: dict[Sort, Any] = {
    **{sort: _numbers(style) for sort, style in GAYA.items()},
    **dict.fromkeys((Sort.TEKS, Sort.PANJANG), _texts(_TEKS)),
    **dict.fromkeys((Sort.ACUAN, Sort.PILIHAN, Sort.BENAR), _words(_TEKS)),
    **{s: _numbers(GAYA[s], f) for s, f in ((Sort.TANGGAL, _day), (Sort.SAAT, _moment), (Sort.JAM, _clock))},
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


def rule(column: int, last: int, title: str, help: str, source: str = "", stop: bool = False, error: str = "") -> str:
    """What a column says beside its cells; with a `source`, the range of a list, what may be chosen there.

    `stop` refuses what is not in the list, else it is only warned of.
    """
    place, shown = letters(column), 'allowBlank="1" showInputMessage="1" showErrorMessage="1"'
    said = f'promptTitle={quoteattr(title[:32])} prompt={quoteattr(help[:255])} sqref="{place}2:{place}{last}"'
    if not source:
        return f"<dataValidation {shown} {said}/>"
    kind = f'type="list" errorStyle="{"stop" if stop else "warning"}"'
    wrong = f"errorTitle={quoteattr('Tidak ada dalam daftar')} error={quoteattr(error)}"
    return f"<dataValidation {kind} {shown} {wrong} {said}><formula1>{escape(source)}</formula1></dataValidation>"


def _awal(heads: Sequence[Kepala], *, pertama: bool) -> str:
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{x.lebar}" style="{x.gaya}" customWidth="1"/>' for i, x in enumerate(heads, 1)
    )
    head = "".join(f'<c s="{_JUDUL}" t="inlineStr"><is><t>{text_of(x.teks)}</t></is></c>' for x in heads)
    chosen = 'tabSelected="1" ' if pertama else ""
    return (
        f'<worksheet xmlns="{_UTAMA}"><sheetViews><sheetView {chosen}workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData><row r="1">{head}</row>'
    )


def _akhir(sheet: Lembar, last: int) -> str:
    found = f'<autoFilter ref="A1:{letters(len(sheet.kepala))}{last}"/>' if sheet.saring else ""
    if sheet.aturan:
        found += f'<dataValidations count="{len(sheet.aturan)}">{"".join(sheet.aturan)}</dataValidations>'
    return found


def _buku(sheets: Sequence[Lembar], areas: dict[int, tuple[str, int]]) -> str:
    tabs = "".join(
        f'<sheet name="{escape(x.nama)}" sheetId="{n}" state="{"visible" if x.tampak else "hidden"}" r:id="rId{n}"/>'
        for n, x in enumerate(sheets, 1)
    )
    # Excel keeps the range of a filter under a name as well.
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"'{escape(sheets[n].nama)}'!$A$1:${column}${last}</definedName>"
        for n, (column, last) in areas.items()
    )
    named = f"<definedNames>{names}</definedNames>" if names else ""
    return f'<workbook xmlns="{_UTAMA}" xmlns:r="{_TAUT}"><sheets>{tabs}</sheets>{named}</workbook>'


def _tetap(sheets: int) -> dict[str, str]:
    to = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)}
    to[f"rId{sheets + 1}"] = ("styles", "styles.xml")
    parts = {"/xl/workbook.xml": "sheet.main"} | {f"/xl/{path}": kind for kind, path in to.values()}
    override = "".join(f'<Override PartName="{p}" ContentType="{_JENIS}.{j}+xml"/>' for p, j in parts.items())
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PAKET}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{override}</Types>',
        "_rels/.rels": _taut({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": _taut(to),
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
        '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font>'
        '<font><sz val="11"/><color rgb="FF9A1B27"/><name val="Calibri"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill><fill><patternFill patternType="solid"><fgColor rgb="FFE3ECF5"/></patternFill></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_GAYA)}">{xfs}</cellXfs></styleSheet>'
    )


def _xf(style: int, number: int) -> str:
    font, ground = _RUPA.get(style, (0, 0))
    look = f'fontId="{font}" fillId="{ground}" applyFont="1" applyFill="1" applyAlignment="1"'
    wrap = '<alignment vertical="top" wrapText="1"/>' if style in (_JUDUL, LIPAT, ALASAN) else ""
    return f'<xf numFmtId="{number}" {look} borderId="0" xfId="0" applyNumberFormat="1">{wrap}</xf>'


_KUTIP = {'"': "&quot;"}
