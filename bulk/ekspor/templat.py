"""The blank sheet of a kind: headings that the import knows, drop-down lists, what each column asks for.

The first sheet holds no example: a row that is there would be imported. Examples stand on the sheet "Petunjuk"; the
lists stand on a hidden one, because Excel bounds a list written into a rule to 255 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

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
    columns = [xlsx.Kepala.of(head.sort, head.teks, xlsx.GAYA[head.sort]) for head in heads]
    rules = [_rule(i, head) for i, head in enumerate(heads, 1)]
    choices = zip_longest(*(head.pilihan for head in heads))
    lists = [xlsx.Kepala(head.teks if head.pilihan else "", 20) for head in heads]
    return b"".join(
        xlsx.book(
            [
                xlsx.Lembar(xlsx.sheet_name(model.JUDUL), columns, aturan=rules),
                _guide(heads),
                xlsx.Lembar(LEMBAR_PILIHAN, lists, xlsx.rows([(map(xlsx.cell, x) for x in choices)]), tampak=False),
            ]
        )
    )


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


def _rule(column: int, head: Judul) -> str:
    """The help that appears beside a cell, and the list below it."""
    if not head.pilihan:
        return xlsx.rule(column, BARIS + 1, head.teks, head.petunjuk)
    place = f"{LEMBAR_PILIHAN}!${xlsx.letters(column)}$"
    # Other spellings of a reference are understood by the import, other words of a closed list are not.
    closed = head.sort is Sort.PILIHAN
    error = (
        "Pilih dari daftar."
        if closed
        else "Nama ini tidak ada dalam daftar. Impor tetap mencoba mengenalinya dan menunjukkan hasilnya dahulu."
    )
    source = f"{place}2:${xlsx.letters(column)}${len(head.pilihan) + 1}"
    return xlsx.rule(column, BARIS + 1, head.teks, head.petunjuk, source, closed, error)


def _guide(heads: list[Judul]) -> xlsx.Lembar:
    end = (
        "Simpan lembar ini, lalu unggah pada halaman impor. Tidak ada yang tersimpan sebelum Anda memeriksa pratinjau."
    )
    texts = [*((head.teks, head.petunjuk, head.contoh) for head in heads), (), (end,)]
    cells = ([xlsx.cell(t, xlsx.LIPAT) for t in row] for row in texts)
    columns = [xlsx.Kepala(t, w, xlsx.LIPAT) for t, w in (("Kolom", 28), ("Cara mengisi", 70), ("Contoh", 32))]
    return xlsx.Lembar("Petunjuk", columns, xlsx.rows([cells]))
