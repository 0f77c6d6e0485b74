"""A list is a query of columns: only what is shown, one page by keyset, in a constant number of queries."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from admin import baris, tampil, tanda
from admin.from_labels import Columns, FromLabels, states_early
from bulk.daftar import alamat, ejaan, halaman, jumlah, saring, temu
from bulk.daftar.alamat import Alamat, Args
from bulk.daftar.batas import TerlaluLama, batas
from bulk.daftar.spec import UKURAN, ListSpec, of
from documents import kata
from models import kolom
from models.base import Record, db, slug
from models.pesan import Keliru, Pesan
from sop.access import Actor

NOMOR = "hal."  # before the number of a page, in the address of a list whose get_list is a screen's own
TANPA_BATAS = 1_000_000  # rows of a page that has no limit


@dataclass(frozen=True)
class Kolom:
    kunci: str
    judul: str
    css: str
    url: str
    arah: str = ""  # "naik" or "turun" if the list is sorted by it
    bantuan: str = ""  # what a screen says of the column besides


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
    ukuran: tuple[int, ...] = UKURAN

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


class Rows(Sequence[Record]):
    """The rows of a page, as read from the database by columns; who looks at one gets the record, all by one query."""

    def __init__(self, model: type[Record], part: halaman.Potongan) -> None:
        self.model, self.part = model, part
        self.exact, self.about = True, 0  # whether the count is, and about how many there are where it is not
        self.spellings: list[tuple[str, str]] = []

    @cached_property
    def _records(self) -> list[Record]:
        ids = [row.k_id for row in self.part.rows]
        found = {r.id: r for r in db.session.scalars(db.select(self.model).where(self.model.id.in_(ids)))}
        return [found[id_] for id_ in ids if id_ in found]

    def __getitem__(self, n: Any) -> Any:
        return self._records[n]

    def __len__(self) -> int:
        return len(self.part.rows)


class Asked(list[tuple[int, str, Any]]):
    """What a list is asked for, as Flask-Admin's get_list has it: (place, column, value) of each filter.

    Beside it what the panel's own get_list needs besides: the address as it was read, and the columns to be shown.
    """

    def __init__(self, given: Alamat, found: saring.Saringan, columns: Mapping[str, Any]) -> None:
        super().__init__((n, b.nama, b.nilai) for n, b in enumerate(found.bidang) if b.aktif)
        self.given, self.found, self.columns = given, found, columns


def page(
    model: type[Record], actor: Actor, args: Args, *, lenient: bool = False, view: FromLabels | None = None
) -> Halaman:
    """Read the address, ask the database, name the references.

    `lenient`: a filter that cannot be read leaves a page without rows, whose `saringan.salah` says why.
    `view`: the screen that shows the list; none: the list as the labels have it.
    """
    spec = view.spec if view is not None else of(model)
    given = alamat.read(args)
    found = saring.read(model, given, actor, lenient=lenient, all_fields=False, spec=spec)
    if found.salah:
        found = saring.read(model, given, actor, lenient=lenient, spec=spec)
    size = _size(alamat.first(given, "per"), spec)
    order = alamat.first(given, "urut")
    sort = halaman.sort_of(model, order, spec)
    columns = _columns(model, found, alamat.columns(given), spec)

    result = Halaman([], [], 0, found, alamat.first(given, "q"), size, alamat.first(given, "dihapus") == "1")
    asked, place = Asked(given, found, columns), _place(alamat.first(given, "kursor"))
    rows: Any = Rows(model, halaman.Potongan([], False, False))
    try:
        if not found.salah:
            get = view.get_list if view is not None else partial(listed, model, actor, spec)
            key, down = (order.removeprefix("-"), order.startswith("-")) if order else spec.order
            with batas():
                result.jumlah, rows = get(place, key, down, result.q or None, asked, page_size=size)
    except TerlaluLama as error:
        result.galat = error.pesan
    own = not isinstance(rows, Rows)
    part = _numbered_page(model, columns, rows) if own else rows.part
    if not own:
        result.pasti, result.taksiran, result.ejaan = rows.exact, rows.about, rows.spellings
    result.baris = baris.rows_of(model, columns, part.rows, tanda.marker(result.q), view)
    result.params = {k: v[0] for k, v in given.items()}
    helps = view.said["column_descriptions"] if view is not None else {}
    result.kolom = [
        Kolom(
            key,
            label.teks,
            tampil.css_of(column),
            _sort_url(given, key, spec, sort),
            _arrow(key, spec, sort),
            helps.get(key, ""),
        )
        for key, (column, label) in columns.items()
    ]
    result.pilihan_kolom = [(k, label.teks, k in columns) for k, (_, label) in spec.columns.items()]
    result.ukuran = spec.sizes
    if own:
        result.nomor, result.url = _numbered_urls(given, int(place or 0), result)
    else:
        result.nomor = _first(result, part)
        result.url = _urls(given, part, result.nomor, spec.sizes)
    return result


def listed(
    model: type[Record],
    actor: Actor,
    spec: ListSpec,
    page: int | str | None,
    sort_column: str | None,
    sort_desc: bool,
    search: str | None,
    filters: Any,
    page_size: int | None = None,
) -> tuple[int, Rows]:
    """A page of a list as Flask-Admin asks for one: (how many rows match, those of the page). Raises TerlaluLama.

    `page`: the place that an address names (`kursor`), or a number counted from 0.
    """
    usual = sort_column is None or (sort_column, sort_desc) == spec.order
    order = "" if usual else ("-" if sort_desc else "") + str(sort_column)
    asked = filters.given if isinstance(filters, Asked) else {key: [value] for _, key, value in filters or ()}
    given = {**asked, "urut": [order] if order else [], "q": [search] if search else []}
    given = {key: values for key, values in given.items() if values}
    same = isinstance(filters, Asked) and alamat.first(asked, "q") == (search or "")
    found = filters.found if same else saring.read(model, given, actor, spec=spec)
    columns = filters.columns if isinstance(filters, Asked) else _columns(model, found, [], spec)
    sort, size = halaman.sort_of(model, order, spec), spec.size if page_size is None else page_size or TANPA_BATAS
    deleted, by_text = alamat.first(given, "dihapus") == "1", bool(found.cari) and spec.search is None

    searched = temu.prepare(model, actor, found, search or "", deleted, spec) if by_text else None
    stmt = halaman.select_rows(model, actor, found, deleted, spec=spec)
    count, exact = searched or jumlah.of_page(model, actor, given, stmt, found, spec)
    if isinstance(page, int) and page > 0:
        ids = halaman.ordered_ids(model, actor, given, (page + 1) * size, deleted, spec)[page * size :]
        rows = Rows(model, halaman.Potongan(halaman.columns_of(model, list(ids), columns), True, False))
    else:
        few = exact and count <= halaman.SEDIKIT
        place = page if isinstance(page, str) else ""
        rows = Rows(model, halaman.slice_of(stmt, model, columns, sort, place, size, few=few, found=found))
    rows.exact = exact
    if not exact and not found.cari:
        about = jumlah.estimate(model, actor, given, stmt, spec)
        rows.about = jumlah.rounded(about) if about > count else 0
    if by_text and not rows.part.rows:
        rows.spellings = _spellings(model, actor, given, deleted)
    return count, rows


def _place(cursor: str) -> int | str | None:
    """What get_list is told as its page: the place in the address, or the number of a page (`hal.3`)."""
    number = cursor.removeprefix(NOMOR)
    return int(number) if number != cursor and number.isdecimal() and len(number) < 6 else cursor or None


def _numbered_page(model: type[Record], columns: Mapping[str, Any], records: Sequence[Any]) -> halaman.Potongan:
    """The records of a get_list that is a screen's own, as the rows of a list."""
    keys = dict.fromkeys(["id", "deleted_at", "version", model.NAMA, *columns])
    held = [key for key in keys if key in model.__mapper__.columns]
    row = namedtuple("row", [f"k_{key}" for key in held])  # type: ignore[misc]
    return halaman.Potongan([row(*(getattr(record, key) for key in held)) for record in records], False, False)


def _numbered_urls(given: Alamat, page: int, result: Halaman) -> tuple[int, dict[str, str]]:
    """The number of the first row, and the addresses around a page of a get_list that is a screen's own."""
    last = max(0, -(-result.jumlah // result.per) - 1)
    around = {"sebelum": page - 1} if page else {}
    around |= {"sesudah": page + 1, "akhir": last} if page < last else {}
    urls = _urls(given, halaman.Potongan([], page > 0, False), 0, result.ukuran)
    urls |= {name: alamat.href(given, kursor=f"{NOMOR}{n}") for name, n in around.items()}
    return page * result.per + 1, urls


def _first(result: Halaman, part: halaman.Potongan) -> int:
    """Which row of the list the page begins with. What an address says of it is old: a count that disagrees wins."""
    rows = len(part.rows)
    if result.pasti and not part.after:
        return result.jumlah - rows + 1
    last = part.nomor + rows - 1
    return 0 if result.pasti and last >= result.jumlah else part.nomor


def _spellings(model: type[Record], actor: Actor, given: Alamat, deleted: bool) -> list[tuple[str, str]]:
    """(search, address) of what may have been meant; each finds a row under the same filters."""

    def finds(typed: str) -> bool:
        found = saring.read(model, {**given, "q": [typed]}, actor)
        return temu.prepare(model, actor, found, typed, deleted)[0] > 0

    near = ejaan.suggest([model.__tablename__], alamat.first(given, "q"), finds)
    return [(text, alamat.href(given, q=text, kursor=None)) for text in near]


def _size(text: str, spec: ListSpec) -> int:
    if not text:
        return spec.size
    if not text.isdecimal() or int(text) not in spec.sizes:
        *some, last = (str(n) for n in spec.sizes)
        sizes = Pesan("{a} atau {b}", a=", ".join(some), b=last) if some else last
        raise Keliru("Banyaknya baris per halaman adalah {ukuran}.", ukuran=sizes)
    return int(text)


def _columns(model: type[Record], found: saring.Saringan, chosen: list[str], spec: ListSpec) -> Columns:
    """The columns of the list; one that the filter has fixed to a single value would say the same in every row."""
    known = spec.columns
    if unknown := [key for key in chosen if key not in known]:
        raise Keliru("Kolom “{nama}” tidak ada pada daftar ini.", nama=unknown[0][:40])
    if chosen or spec.shown:
        return {key: known[key] for key in chosen or spec.shown}
    fixed = {k for k in found.tetap if k in ("musrenbang_id", model.INDUK)}
    usual = [k for k, v in known.items() if v[1].daftar and k not in fixed] or list(known)[:3]
    return {key: known[key] for key in states_early(usual)}


def keys_shown(model: type[Record], actor: Actor, args: Args, spec: ListSpec) -> list[str]:
    """The columns of the list behind an address, by name."""
    given = alamat.read(args)
    return list(_columns(model, saring.read(model, given, actor, spec=spec), alamat.columns(given), spec))


# --- what is shown ----------------------------------------------------------------------------------------------------


def children(model: type[Record], key: str, parent_id: int, actor: Actor, limit: int = 10) -> Halaman:
    """The first rows of a child kind, for the details page of its parent."""
    known = kolom.labelled(model)
    usual = states_early(k for k, v in known.items() if v[1].daftar and k not in (key, "musrenbang_id"))
    columns = {k: known[k] for k in usual}
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


def _sort_url(given: Alamat, key: str, spec: ListSpec, sort: halaman.Urutan) -> str:
    if key not in spec.sortable:
        return ""
    down = sort.kunci == spec.sortable[key] and not sort.turun
    return alamat.href(given, urut=("-" if down else "") + key, kursor=None)


def _arrow(key: str, spec: ListSpec, sort: halaman.Urutan) -> str:
    if spec.sortable.get(key) != sort.kunci:
        return ""
    return "turun" if sort.turun else "naik"


def _urls(given: Alamat, part: halaman.Potongan, first: int, sizes: Sequence[int]) -> dict[str, str]:
    href = alamat.href
    urls = {f"per{n}": href(given, per=str(n), kursor=None) for n in sizes}
    urls["bersih"] = href({k: v for k, v in given.items() if k in ("urut", "per", "kolom", "musrenbang_id")})
    if part.before:
        urls["awal"] = href(given, kursor=None)
        if part.awal:
            urls["sebelum"] = href(given, kursor=f"p{first or ''}.{part.awal}")
    if part.after and part.akhir:
        last = first + len(part.rows) - 1 if first else ""
        urls |= {"sesudah": href(given, kursor=f"n{last}.{part.akhir}"), "akhir": href(given, kursor="akhir")}
    return urls
