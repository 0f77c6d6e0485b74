"""A sorted list as stretches that an index gives in their order: read one after the other until the page is full.

By a column that may be empty: first the filled rows, then the empty ones. By the name of a reference or by a closed
list: one stretch for each value, in the order of the words. After a row: the rest of its own value, then what follows.
No stretch needs a sort, an OR or a CASE, so neither database reads more rows than it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Enum, Integer, Select, literal_column

from bulk.daftar.urutan import KURSOR_RUSAK, Tempat, Urutan, indexed
from models.base import Record, db
from models.musrenbang import Musrenbang
from models.pesan import Keliru

BANYAK_TAHUN = 40


@dataclass(frozen=True)
class Ruas:
    """Rows with these conditions, ordered by the sort key and the id, or (`sama`) by the id alone."""

    syarat: tuple[ColumnElement[bool], ...]
    sama: bool


def stretches(sort: Urutan, model: type[Record], at: Tempat) -> list[Ruas] | None:
    """The stretches in the order of reading; None where no index gives them."""
    if sort.kunci == "id":
        return [Ruas(_past(model, sort, at) if at.id else (), True)]
    if not indexed(model, sort.kunci):
        return None
    values = _values(sort)
    if sort.target is not None and values is None:
        return None
    full = _by_value(sort, model, at, values) if values is not None else _by_key(sort, model, at)
    empty = _empty(sort, model, at)
    return [*empty, *full] if at.mundur else [*full, *empty]


def _values(sort: Urutan) -> list[Any] | None:
    """The few values of a column in the order that people see."""
    if sort.target is not None:
        names = sort.names()
        return sorted(names, key=lambda i: (names[i], i)) if names is not None else None
    kind = sort.atribut.type
    return sorted(kind.enum_class, key=lambda m: m.value) if isinstance(kind, Enum) and kind.enum_class else None


def _past(model: type[Record], sort: Urutan, at: Tempat) -> tuple[ColumnElement[bool], ...]:
    return (model.id < at.id if sort.turun != at.mundur else model.id > at.id,)


def _empty(sort: Urutan, model: type[Record], at: Tempat) -> list[Ruas]:
    here = bool(at.id) and at.nilai is None
    if not sort.boleh_kosong or (at.id and at.mundur and not here):
        return []
    return [Ruas((sort.atribut.is_(None), *(_past(model, sort, at) if here else ())), True)]


def _by_key(sort: Urutan, model: type[Record], at: Tempat) -> list[Ruas]:
    key, down = sort.atribut, sort.turun != at.mundur
    if not at.id or (at.nilai is None and at.mundur):
        return [Ruas((key.is_not(None),) if sort.boleh_kosong else (), False)]
    if at.nilai is None:
        return []
    same = Ruas((key == at.nilai, *_past(model, sort, at)), True)
    return [same, Ruas((key < at.nilai if down else key > at.nilai,), False)]


def _by_value(sort: Urutan, model: type[Record], at: Tempat, values: list[Any]) -> list[Ruas]:
    if at.id and at.nilai is None and not at.mundur:
        return []
    ordered = values[::-1] if sort.turun != at.mundur else values
    past: tuple[ColumnElement[bool], ...] = ()
    if at.id and at.nilai is not None:
        if at.nilai not in ordered:
            raise Keliru(KURSOR_RUSAK)
        ordered, past = ordered[ordered.index(at.nilai) :], _past(model, sort, at)
    return [Ruas((sort.atribut == v, *(past if v == at.nilai else ())), True) for v in ordered]


def years(sort: Urutan, fixed: bool) -> list[int] | None:
    """The Musrenbang whose parts of a stretch are merged, where an index gives its order only within one of them."""
    model = sort.atribut.class_
    if fixed or sort.kunci == "id" or indexed(model, sort.kunci) != "tahun":
        return None
    ids = list(db.session.scalars(db.select(Musrenbang.id).limit(BANYAK_TAHUN + 1)))
    return ids if len(ids) <= BANYAK_TAHUN else None


def read(
    stmt: Select[Any], sort: Urutan, at: Tempat, found: list[Ruas], parts: list[int] | None, size: int
) -> list[tuple[int, Any]]:
    """At most `size` pairs (id, sort value), stretch by stretch; the more are empty, the more are asked at a time."""
    pairs: list[tuple[int, Any]] = []
    begin, many = 0, 1
    while begin < len(found) and len(pairs) < size:
        pairs += _batch(stmt, sort, at, found[begin : begin + many], parts, size - len(pairs))
        begin, many = begin + many, min(many * 2, 32) if begin else 1
    return pairs


def _batch(
    stmt: Select[Any], sort: Urutan, at: Tempat, found: list[Ruas], parts: list[int] | None, size: int
) -> list[tuple[int, Any]]:
    model, down = sort.atribut.class_, sort.turun != at.mundur
    branches = []
    for rank, one in enumerate(found):
        for part in parts or [None]:
            ask = stmt.where(*one.syarat) if part is None else stmt.where(model.musrenbang_id == part, *one.syarat)
            keys = [model.id] if one.sama else [sort.atribut, model.id]
            ask = ask.with_only_columns(
                literal_column(str(rank), Integer).label("r"), model.id.label("i"), sort.atribut.label("k")
            )
            branches.append(ask.order_by(*[k.desc() if down else k.asc() for k in keys]).limit(size))
    if len(branches) == 1:
        return [(i, k) for _, i, k in db.session.connection().execute(branches[0])]
    union = db.union_all(*[db.select(b.subquery()) for b in branches]).subquery()
    keys = [union.c.k, union.c.i]
    order = [union.c.r, *[k.desc() if down else k.asc() for k in keys]]
    return [(i, k) for _, i, k in db.session.connection().execute(db.select(union).order_by(*order).limit(size))]
