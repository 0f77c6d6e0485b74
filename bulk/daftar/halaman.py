"""A page of rows by keyset: readable, filtered, sorted, cut; in a constant number of queries.

Three ways to the same order: few rows are sorted in memory, many are read from an index stretch by stretch (ruas.py),
and where no index gives the order the database sorts, within the time that a page may take (batas.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam

from bulk.daftar import alamat, ruas, saring, urutan
from bulk.daftar.spec import ListSpec, readable
from bulk.daftar.urutan import Tempat, Urutan, pack, sort_of
from models.base import Record, db
from sop.access import Actor

__all__ = ["SEDIKIT", "Potongan", "Urutan", "ordered_ids", "select_rows", "slice_of", "sort_of"]
SEDIKIT = 1000  # so many rows are sorted in memory


@dataclass(frozen=True)
class Potongan:
    """The rows of a page in order, whether there are rows before and after it, and the cursors of its ends."""

    rows: list[Any]
    before: bool
    after: bool
    awal: str = ""
    akhir: str = ""
    nomor: int = 0  # which row of the list the first one is; 0: nobody knows


def select_rows(
    model: type[Record],
    actor: Actor,
    found: saring.Saringan,
    deleted: bool = False,
    search: bool = True,
    spec: ListSpec | None = None,
) -> Select[Any]:
    """The rows of a list before they are sorted and cut: readable, filtered, deleted or not.

    `search=False` leaves out what the search box asks for.
    """
    stmt = readable(model, actor, spec).where(*found.tahun, *found.syarat)
    if search:
        stmt = stmt.where(*found.cari)
    return stmt.where(model.deleted_at.is_not(None) if deleted else model.deleted_at.is_(None))


def ordered_ids(
    model: type[Record],
    actor: Actor,
    args: alamat.Args,
    limit: int | None = None,
    deleted: bool = False,
    spec: ListSpec | None = None,
) -> array[int]:
    """The rows behind an address of a list, all pages, in the order that the list shows; the living or the deleted."""
    given = alamat.read(args)
    found = saring.read(model, given, actor, spec=spec)
    stmt = select_rows(model, actor, found, deleted, spec=spec)
    sort = sort_of(model, alamat.first(given, "urut"), spec)
    if sort.kunci == "id" or not (found.syarat or found.cari):
        return ids_of(stmt.order_by(*urutan.order_by(sort, model, False)).limit(limit))
    return ids_of(urutan.all_in_order(stmt, sort, model).limit(limit))


def ids_of(stmt: Select[Any]) -> array[int]:
    """The ids of a select, four bytes each: a million of them are little."""
    found = array("i")
    rows = db.session.connection().execute(stmt, execution_options={"yield_per": 10_000})
    for part in rows.scalars().partitions():
        found.extend(part)
    return found


def slice_of(
    stmt: Select[Any],
    model: type[Record],
    columns: Mapping[str, Any],
    sort: Urutan,
    cursor: str,
    size: int,
    *,
    few: bool = True,
    found: saring.Saringan | None = None,
) -> Potongan:
    """One page. `few`: the select is known to bring at most SEDIKIT rows (or so few that nobody minds)."""
    at = urutan.read_place(cursor, sort)
    pairs = _few(stmt, model, sort, at, size + 1) if few else _many(stmt, model, sort, at, size + 1, found)
    more, pairs = len(pairs) > size, pairs[:size]
    if at.mundur:
        pairs.reverse()
    rows = columns_of(model, [i for i, _ in pairs], columns)
    ends = [pack(*pairs[0]), pack(*pairs[-1])] if pairs else ["", ""]
    if at.mundur:
        return Potongan(rows, more, bool(at.id), *ends, _first(at, more, len(rows)))
    return Potongan(rows, bool(at.id), more, *ends, _first(at, bool(at.id), len(rows)))


def _first(at: Tempat, before: bool, rows: int) -> int:
    """Which row of the list a page begins with, as far as a walk from the first page has counted it."""
    if not before:
        return 1
    return max(at.nomor - rows if at.mundur else at.nomor + 1, 0) if at.nomor else 0


def _few(stmt: Select[Any], model: type[Record], sort: Urutan, at: Tempat, size: int) -> list[tuple[int, Any]]:
    """All of them are read and sorted here: the filter's own index serves, and no plan can go wrong."""
    rows = db.session.connection().execute(stmt.with_only_columns(model.id, sort.atribut))
    return urutan.arrange(sort, ((i, k) for i, k in rows), at)[:size]


def _many(
    stmt: Select[Any], model: type[Record], sort: Urutan, at: Tempat, size: int, found: saring.Saringan | None
) -> list[tuple[int, Any]]:
    if (stretches := ruas.stretches(sort, model, at)) is not None:
        fixed = found is not None and "musrenbang_id" in found.tetap
        return ruas.read(stmt, sort, at, stretches, ruas.years(sort, fixed), size)
    ask = stmt.with_only_columns(model.id, sort.atribut)
    if at.id:
        ask = ask.where(urutan.beyond(sort, model, at))
    return [(i, k) for i, k in db.session.execute(ask.order_by(*urutan.order_by(sort, model, at.mundur)).limit(size))]


def columns_of(model: type[Record], ids: list[int], columns: Mapping[str, Any]) -> list[Any]:
    """These rows in this order: `k_id`, `k_version`, `k_deleted_at`, the name, and `k_<key>` for each column."""
    if not ids:
        return []
    rows = db.session.connection().execute(_cells(model, tuple(columns)), {"ids": ids})
    known = {row[0]: row for row in rows}
    return [known[i] for i in ids if i in known]


@lru_cache(maxsize=512)
def _cells(model: type[Record], keys: tuple[str, ...]) -> Select[Any]:
    """Columns of the table, asked of the connection: the mapping of objects would double the work and add nothing."""
    mapped = model.__mapper__.columns
    wanted = dict.fromkeys(["deleted_at", "version", model.NAMA, *keys])
    cells = [mapped[key].label(f"k_{key}") for key in wanted if key in mapped]
    ids = bindparam("ids", expanding=True)
    return db.select(mapped["id"].label("k_id"), *cells).where(mapped["id"].in_(ids))
