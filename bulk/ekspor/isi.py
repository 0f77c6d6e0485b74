"""The rows of an export: their ids in the order of the list, then their values chunk by chunk.

The ids (a few bytes each) are read at once, so that the sheet has the order of the list and its number of rows is known
before the first byte; the values follow in chunks, each a query of its own. Between two chunks no transaction is open:
a slow download keeps neither a snapshot of PostgreSQL nor the log of SQLite from being cleared.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bulk import lembar_kerja
from bulk.daftar import acuan, alamat, halaman
from bulk.daftar.spec import ListSpec
from bulk.ekspor.lajur import Lajur, Sort
from models.base import Record, db, kinds
from models.wilayah import Tingkat, Wilayah
from sop.access import Actor, scope

POTONG = 1000  # rows of one chunk
SEMUA_NAMA = 5_000  # a table with more rows: its names are read chunk by chunk
INGAT = 20_000  # names that are kept of such a table

Kolom = Sequence[Any]  # the values of one column in one chunk


def numbers(model: type[Record], actor: Actor, args: alamat.Args, spec: ListSpec | None = None) -> array[int]:
    """The ids of all rows behind the address of a list, in its order."""
    given = alamat.read(args)
    return halaman.ordered_ids(model, actor, given, deleted=alamat.first(given, "dihapus") == "1", spec=spec)


def columns(model: type[Record], actor: Actor, ids: Sequence[int], lajur: Sequence[Lajur]) -> Iterator[list[Kolom]]:
    """The values by column, a chunk of rows at a time; rows that are gone meanwhile are left out."""
    names = {x.kunci: Names(x.target, x.kunci) for x in lajur if x.sort is Sort.ACUAN}
    stmt = scope(db.select(model.id), actor, model).with_only_columns(model.id, *[x.ungkapan for x in lajur])
    for start in range(0, len(ids), POTONG):
        wanted = ids[start : start + POTONG]
        found = {row[0]: row for row in db.session.execute(stmt.where(model.id.in_(wanted)))}
        rows = [found[id_] for id_ in wanted if id_ in found]
        if not rows:
            continue
        _, *values = zip(*rows, strict=True)
        yield [
            names[x.kunci].of(v) if x.sort is Sort.ACUAN else _worded(x, v) for x, v in zip(lajur, values, strict=True)
        ]


def _worded(lajur: Lajur, values: Kolom) -> Kolom:
    if lajur.made is not None:
        return lajur.made(values)
    if lajur.sort is Sort.PILIHAN:
        words = lajur.sebutan
        return [words.get(v, v) for v in values]
    if lajur.sort is Sort.BENAR:
        return [None if v is None else "Ya" if v else "Tidak" for v in values]
    return values


class Names:
    """The rows that a column refers to, as an import finds them again: a name that several rows bear has its (#id)."""

    def __init__(self, kind: str, column: str = "") -> None:
        self.kind, self.model, self.column = kind, kinds()[kind], column
        self.known: dict[int | None, str | None] | None = None
        self.whole = True

    def of(self, ids: Kolom) -> list[str | None]:
        if self.known is None:
            self.known = {None: None, **self._all()}
        missing = {i for i in ids if i not in self.known}
        if missing:
            if len(self.known) > INGAT:
                self.known = {None: None}
                missing = {i for i in ids if i is not None}
            found = acuan.names(self.kind, missing)
            self.known |= {i: f"{found[i]} (#{i})" if i in found else None for i in missing}
        known = self.known
        return [known[i] for i in ids]

    def _all(self) -> dict[int, str]:
        """Every name of a table that is not large."""
        found = acuan.read_names(self.model, acuan.name_query(self.model).limit(SEMUA_NAMA + 1))
        return {} if len(found) > SEMUA_NAMA else unambiguous(self.levelled(found).items())

    def levelled(self, names: dict[int, str]) -> dict[int, str]:
        """A kecamatan often bears the name of one of its kelurahan: the plain name is the one that the column means."""
        if self.model is not Wilayah:
            return names
        above = set(db.session.scalars(db.select(Wilayah.id).where(Wilayah.tingkat == Tingkat.KECAMATAN)))
        if self.column == "kecamatan_id":  # nothing else can stand there
            return {i: name for i, name in names.items() if i in above}
        below = {lembar_kerja.fold(name) for i, name in names.items() if i not in above}
        return {
            i: f"{Tingkat.KECAMATAN.value.capitalize()} {name}"
            if i in above and lembar_kerja.fold(name) in below
            else name
            for i, name in names.items()
        }


def unambiguous(names: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The same names; those that several rows bear, with the number of the row."""
    names = list(names)
    often = Counter(lembar_kerja.fold(name) for _, name in names)
    return {id_: name if often[lembar_kerja.fold(name)] == 1 else f"{name} (#{id_})" for id_, name in names}
