"""The blank sheet of a kind: headings that the import knows, drop-down lists, what each column asks for.

The first sheet holds no example: a row that is there would be imported. Examples stand on the sheet "Petunjuk"; the
lists stand on a hidden one, because Excel bounds a list written into a rule to 255 characters.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bulk import lembar_kerja
from bulk.daftar import acuan
from bulk.ekspor import isi, xlsx
from bulk.ekspor.lajur import Sort, of_column
from models.base import Record, kinds
from sop.access import Actor, Verb, may

BARIS = 20_000  # rows that the lists serve
TERBANYAK = 10_000  # entries of a list
LEMBAR_PILIHAN = "Pilihan"
CARA: Mapping[Sort, tuple[str, str]] = {
    Sort.TEKS: ("Teks.", ""),
    Sort.PANJANG: ("Teks, boleh beberapa kalimat.", ""),
    Sort.ACUAN: ("Pilih dari daftar, atau tulis nama atau kodenya.", ""),
    Sort.PILIHAN: ("Pilih salah satu dari daftar.", ""),
    Sort.BENAR: ("Ya atau Tidak.", "Ya"),
    Sort.RUPIAH: ("Rupiah bulat tanpa sen.", "1500000"),
    Sort.BILANGAN: ("Bilangan bulat.", "25"),
    Sort.TAHUN: ("Bilangan bulat.", "2027"),
    Sort.DESIMAL: ("Bilangan, paling banyak dua angka di belakang koma.", "12,5"),
    Sort.TANGGAL: ("Tanggal: hari-bulan-tahun.", "23-03-2027"),
    Sort.SAAT: ("Tanggal dan jam WIB.", "23-03-2027 09.00"),
    Sort.JAM: ("Jam WIB.", "09.00"),
}
FORMAT = {
    Sort.RUPIAH: '"Rp"#,##0',
    Sort.BILANGAN: "#,##0",
    Sort.TAHUN: "0",
    Sort.DESIMAL: "#,##0.00",
    Sort.TANGGAL: "dd-mm-yyyy",
    Sort.SAAT: "dd-mm-yyyy hh:mm",
    Sort.JAM: "hh:mm",
}


@dataclass(frozen=True)
class Judul:
    """One heading of the sheet, what is asked for below it, and what may be chosen there."""

    teks: str
    wajib: bool
    sort: Sort
    bantuan: str
    pilihan: list[str] = field(default_factory=list)

    @property
    def petunjuk(self) -> str:
        must = "Wajib diisi. " if self.wajib else "Boleh kosong. "
        return " ".join(f"{must}{CARA[self.sort][0]} {self.bantuan}".split())

    @property
    def contoh(self) -> str:
        return self.pilihan[0] if self.pilihan else CARA[self.sort][1]


def make(model: type[Record], actor: Actor) -> bytes:
    """The workbook; references are those that this person may read."""
    heads = headings(model, actor)
    room = io.BytesIO()
    book = xlsxwriter.Workbook(room, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E3ECF5", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(xlsx.sheet_name(model.JUDUL))
    guide, lists = book.add_worksheet("Petunjuk"), book.add_worksheet(LEMBAR_PILIHAN)
    lists.hide()
    for i, head in enumerate(heads):
        style = book.add_format({"num_format": FORMAT.get(head.sort, "@")})
        sheet.set_column(i, i, max(xlsx.LEBAR[head.sort], min(len(head.teks) + 4, 40)), style)
        sheet.write_string(0, i, head.teks, bold)
        _rule(sheet, lists, i, head)
    sheet.freeze_panes(1, 0)
    _guide(guide, bold, book.add_format({"text_wrap": True, "valign": "top"}), heads)
    book.close()
    return room.getvalue()


def headings(model: type[Record], actor: Actor) -> list[Judul]:
    found = []
    personal = may(actor, Verb.PRIBADI, model)
    for key, (column, label) in lembar_kerja.fillable(model).items():
        if label.pribadi and not personal:
            continue
        lajur = of_column(model, key, column, label)
        choice = list(lajur.sebutan.values()) or _names(lajur.target, key, actor)
        must = not column.nullable and column.default is None and column.server_default is None
        found.append(Judul(label.teks, must, lajur.sort, label.bantuan, choice))
    return found


def _names(kind: str, column: str, actor: Actor) -> list[str]:
    """The living rows that may be referred to, as an export writes them."""
    if not kind or not may(actor, Verb.BACA, kinds()[kind]):
        return []
    model = kinds()[kind]
    rows = acuan.read_names(model, acuan.live(model, actor).limit(TERBANYAK + 1))
    if len(rows) > TERBANYAK:
        return []
    return list(isi.unambiguous(isi.Names(kind, column).levelled(rows).items()).values())


def _rule(sheet: Worksheet, lists: Worksheet, i: int, head: Judul) -> None:
    """The help that appears beside a cell, and the list below it."""
    rule: dict[str, Any] = {"validate": "any", "input_title": head.teks[:32], "input_message": head.petunjuk[:255]}
    if head.pilihan:
        lists.write_string(0, i, head.teks)
        for n, choice in enumerate(head.pilihan, 1):
            lists.write_string(n, i, choice)
        column = xlsx.letters(i + 1)
        closed = head.sort is Sort.PILIHAN
        rule |= {
            "validate": "list",
            "source": f"={LEMBAR_PILIHAN}!${column}$2:${column}${len(head.pilihan) + 1}",
            # Other spellings of a reference are understood by the import, other words of a closed list are not.
            "error_type": "stop" if closed else "warning",
            "error_title": "Tidak ada dalam daftar",
            "error_message": "Pilih dari daftar."
            if closed
            else "Nama ini tidak ada dalam daftar. Impor tetap mencoba mengenalinya dan menunjukkan hasilnya dahulu.",
        }
    sheet.data_validation(1, i, BARIS, i, rule)


def _guide(sheet: Worksheet, bold: Any, wrapped: Any, heads: list[Judul]) -> None:
    for i, (title, width) in enumerate((("Kolom", 28), ("Cara mengisi", 70), ("Contoh", 32))):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, title, bold)
    for n, head in enumerate(heads, 1):
        for i, text in enumerate((head.teks, head.petunjuk, head.contoh)):
            sheet.write_string(n, i, text, wrapped)
    end = (
        "Simpan lembar ini, lalu unggah pada halaman impor. Tidak ada yang tersimpan sebelum Anda memeriksa pratinjau."
    )
    sheet.write_string(len(heads) + 2, 0, end)
    sheet.freeze_panes(1, 0)
