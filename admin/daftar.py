"""A list is a query of columns: only what is shown, one page by keyset, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Column

from admin import baris, tampil, tanda
from bulk.daftar import alamat, ejaan, halaman, jumlah, saring, temu
from bulk.daftar.alamat import Alamat, Args
from bulk.daftar.batas import TerlaluLama, batas
from documents import kata
from models import kolom
from models.base import Label, Record, slug
from models.pesan import Keliru, Pesan
from sop.access import Actor

UKURAN = (25, 50, 100, 200)


@dataclass(frozen=True)
class Kolom:
    kunci: str
    judul: str
    css: str
    url: str
    arah: str = ""  # "naik" or "turun" if the list is sorted by it


@dataclass
class Halaman:
    """One page of a list, ready to be printed by the template."""

    kolom: list[Kolom]
    baris: list[baris.Baris]
    jumlah: int
    saringan: saring.Saringan
    q: str
    per: int
    dihapus: bool
    url: dict[str, str] = field(default_factory=dict)  # awal, sebelum, sesudah, akhir, bersih, and one per page size
    params: dict[str, str] = field(default_factory=dict)
    pasti: bool = True  # `jumlah` is exact; otherwise there are more
    taksiran: int = 0  # about how many, where `jumlah` is not exact
    ejaan: list[tuple[str, str]] = field(default_factory=list)  # (search, address) of near spellings
    galat: str = ""  # why there are no rows: the question would have taken too long
    pilihan_kolom: list[tuple[str, str, bool]] = field(default_factory=list)  # (key, title, shown)
    nomor: int = 0  # which row of the list the first one is; 0: nobody knows

    @property
    def jumlah_teks(self) -> str:
        """`3.300`, `10.000+` where nobody counted further, `±160.000` where the rest is estimated."""
        if self.taksiran:
            return f"±{kata.bilangan(self.taksiran)}"
        return kata.bilangan(self.jumlah) + ("" if self.pasti else "+")

    @property
    def rentang(self) -> str:
        """`26–50`, or `25 baris` where nobody knows which ones: a page is found without counting those before it."""
        if not self.nomor:
            return Pesan("{n} baris", n=kata.bilangan(len(self.baris)))
        return f"{kata.bilangan(self.nomor)}–{kata.bilangan(self.nomor + len(self.baris) - 1)}"

    @property
    def dari(self) -> str:
        """Of how many, beside `rentang`."""
        if self.pasti or self.taksiran:
            return self.jumlah_teks
        return Pesan("lebih dari {n}", n=kata.bilangan(self.jumlah))


def page(model: type[Record], actor: Actor, args: Args, *, lenient: bool = False) -> Halaman:
    """Read the address, ask the database, name the references.

    `lenient`: a filter that cannot be read leaves a page without rows, whose `saringan.salah` says why.
    """
    given = alamat.read(args)
    found = saring.read(model, given, actor, lenient=lenient, all_fields=False)
    if found.salah:
        found = saring.read(model, given, actor, lenient=lenient)
    size = _size(alamat.first(given, "per"))
    sort = halaman.sort_of(model, alamat.first(given, "urut"))
    columns = _columns(model, found, alamat.columns(given))
    deleted = alamat.first(given, "dihapus") == "1"

    result = Halaman([], [], 0, found, alamat.first(given, "q"), size, deleted)
    part = halaman.Potongan([], False, False)
    try:
        if not found.salah:
            part = _part(model, actor, given, result, columns, sort)
    except TerlaluLama as error:
        result.galat = error.pesan
    result.baris = baris.rows_of(model, columns, part.rows, tanda.marker(result.q))
    result.params = {k: v[0] for k, v in given.items()}
    result.kolom = [
        Kolom(key, label.teks, tampil.css_of(column), _sort_url(given, key, label, sort), _arrow(key, sort))
        for key, (column, label) in columns.items()
    ]
    result.pilihan_kolom = [(k, label.teks, k in columns) for k, (_, label) in kolom.labelled(model).items()]
    result.nomor = _first(result, part)
    result.url = _urls(given, part, result.nomor)
    return result


def _first(result: Halaman, part: halaman.Potongan) -> int:
    """Which row of the list the page begins with. What an address says of it is old: a count that disagrees wins."""
    rows = len(part.rows)
    if result.pasti and not part.after:
        return result.jumlah - rows + 1
    last = part.nomor + rows - 1
    return 0 if result.pasti and last >= result.jumlah else part.nomor


def _part(
    model: type[Record], actor: Actor, given: Alamat, result: Halaman, columns: Mapping[str, Any], sort: halaman.Urutan
) -> halaman.Potongan:
    """The rows of the page, and in `result` how many there are. Raises TerlaluLama."""
    found = result.saringan
    with batas():
        searched = temu.prepare(model, actor, found, result.q, result.dihapus) if found.cari else None
        stmt = halaman.select_rows(model, actor, found, result.dihapus)
        result.jumlah, result.pasti = searched or jumlah.of_page(model, actor, given, stmt, found)
        few = result.pasti and result.jumlah <= halaman.SEDIKIT
        cursor = alamat.first(given, "kursor")
        part = halaman.slice_of(stmt, model, columns, sort, cursor, result.per, few=few, found=found)
        if not result.pasti and not found.cari:
            about = jumlah.estimate(model, actor, given, stmt)
            result.taksiran = jumlah.rounded(about) if about > result.jumlah else 0
        if found.cari and not part.rows:
            result.ejaan = _spellings(model, actor, given, result.dihapus)
    return part


def _spellings(model: type[Record], actor: Actor, given: Alamat, deleted: bool) -> list[tuple[str, str]]:
    """(search, address) of what may have been meant; each finds a row under the same filters."""

    def finds(typed: str) -> bool:
        found = saring.read(model, {**given, "q": [typed]}, actor)
        return temu.prepare(model, actor, found, typed, deleted)[0] > 0

    near = ejaan.suggest([model.__tablename__], alamat.first(given, "q"), finds)
    return [(text, alamat.href(given, q=text, kursor=None)) for text in near]


def _size(text: str) -> int:
    if not text:
        return UKURAN[0]
    if not text.isdecimal() or int(text) not in UKURAN:
        raise Keliru("Banyaknya baris per halaman adalah 25, 50, 100 atau 200.")
    return int(text)


def _columns(model: type[Record], found: saring.Saringan, chosen: list[str]) -> dict[str, tuple[Column[Any], Any]]:
    """The columns of the list; one that the filter has fixed to a single value would say the same in every row."""
    labelled = kolom.labelled(model)
    if chosen:
        if unknown := [key for key in chosen if key not in labelled]:
            raise Keliru("Kolom “{nama}” tidak ada pada daftar ini.", nama=unknown[0][:40])
        return {key: labelled[key] for key in chosen}
    fixed = {k for k in found.tetap if k in ("musrenbang_id", model.INDUK)}
    chosen = {k: v for k, v in labelled.items() if v[1].daftar and k not in fixed} or dict(list(labelled.items())[:3])
    return _states_early(chosen)


def keys_shown(model: type[Record], actor: Actor, args: Args) -> list[str]:
    """The columns of the list behind an address, by name."""
    given = alamat.read(args)
    return list(_columns(model, saring.read(model, given, actor), alamat.columns(given)))


def _states_early(columns: dict[str, tuple[Column[Any], Any]]) -> dict[str, tuple[Column[Any], Any]]:
    """The state is what people look for: it stands right after the name, not behind the last column."""
    keys = [k for k in columns if k not in baris.STATUS]
    keys[2:2] = [k for k in columns if k in baris.STATUS]
    return {k: columns[k] for k in keys}


# --- what is shown ----------------------------------------------------------------------------------------------------


def children(model: type[Record], key: str, parent_id: int, actor: Actor, limit: int = 10) -> Halaman:
    """The first rows of a child kind, for the details page of its parent."""
    columns = _states_early(
        {k: v for k, v in kolom.labelled(model).items() if v[1].daftar and k not in (key, "musrenbang_id")}
    )
    found = saring.Saringan(syarat=[getattr(model, key) == parent_id], tetap={key: parent_id})
    stmt = halaman.select_rows(model, actor, found)
    part = halaman.slice_of(stmt, model, columns, halaman.sort_of(model, ""), "", limit, found=found)
    rows = part.rows
    columns = _numbered(_filled(model, columns, rows))
    head = [Kolom(k, label.teks, tampil.css_of(column), "") for k, (column, label) in columns.items()]
    result = Halaman(head, baris.rows_of(model, columns, rows), len(rows), found, "", limit, False)
    if part.after:
        result.url["semua"] = f"/{slug(model.__tablename__)}/?{urlencode({key: parent_id})}"
    return result


def _filled(model: type[Record], columns: Mapping[str, Any], rows: list[Any]) -> dict[str, Any]:
    """Without the columns that are empty in every row: beside its whole, a part has little room."""
    return {k: v for k, v in columns.items() if k == model.NAMA or any(getattr(r, f"k_{k}") is not None for r in rows)}


def _numbered(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The running number stands first, as on every official list."""
    return {k: columns[k] for k in sorted(columns, key=lambda k: k != "urutan")}


# --- addresses --------------------------------------------------------------------------------------------------------


def _sort_url(given: Alamat, key: str, label: Label, sort: halaman.Urutan) -> str:
    if label.pribadi:
        return ""
    down = sort.kunci == key and not sort.turun
    return alamat.href(given, urut=("-" if down else "") + key, kursor=None)


def _arrow(key: str, sort: halaman.Urutan) -> str:
    if key != sort.kunci:
        return ""
    return "turun" if sort.turun else "naik"


def _urls(given: Alamat, part: halaman.Potongan, first: int) -> dict[str, str]:
    href = alamat.href
    urls = {f"per{n}": href(given, per=str(n), kursor=None) for n in UKURAN}
    urls["bersih"] = href({k: v for k, v in given.items() if k in ("urut", "per", "kolom", "musrenbang_id")})
    if part.before:
        urls["awal"] = href(given, kursor=None)
        if part.awal:
            urls["sebelum"] = href(given, kursor=f"p{first or ''}.{part.awal}")
    if part.after and part.akhir:
        last = first + len(part.rows) - 1 if first else ""
        urls |= {"sesudah": href(given, kursor=f"n{last}.{part.akhir}"), "akhir": href(given, kursor="akhir")}
    return urls
