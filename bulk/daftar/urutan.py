"""The order of a list: by what people see, empty values last, and a place in it that an address can name."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum as PyEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Enum, Select, String, Time

from bulk.daftar import acuan
from bulk.daftar.alamat import TakDikenal
from bulk.daftar.spec import ListSpec, of
from models import kolom
from models.base import Record, Rupiah, UTCDateTime, db, kinds
from models.pesan import N_, Keliru

KURSOR_RUSAK = N_("Penanda halaman pada alamat ini tidak dikenal. Buka daftarnya dari awal.")


@dataclass(frozen=True)
class Urutan:
    """The sort key of a list and its direction; a reference is sorted by the name of its `target`."""

    kunci: str
    turun: bool
    atribut: Any
    target: type[Record] | None = None

    @property
    def boleh_kosong(self) -> bool:
        column = self.atribut.property.columns[0]
        return bool(getattr(column, "nullable", True))

    def names(self) -> dict[int, str] | None:
        """The names of a little target, as they stand now; None if it is large."""
        if self.target is None:
            return None
        found = acuan.read_names(self.target, acuan.name_query(self.target).limit(acuan.KECIL + 1))
        return found if len(found) <= acuan.KECIL else None


@dataclass(frozen=True)
class Tempat:
    """Where a page begins: after a row (its sort value and id), before it, or at the end of the list."""

    mundur: bool = False
    id: int = 0  # 0: from the beginning, or from the end
    nilai: Any = None
    nomor: int = 0  # which row of the list that row is; 0: nobody knows


def sort_of(model: type[Record], text: str, spec: ListSpec | None = None) -> Urutan:
    spec = spec or of(model)
    key, descending = (text.removeprefix("-"), text.startswith("-")) if text else spec.order
    if text and key not in spec.sortable:
        apa = spec.columns[key][1].teks if key in spec.columns else key[:40]
        raise Keliru("Daftar ini tidak dapat diurutkan menurut “{apa}”.", apa=apa)
    key = spec.sortable.get(key, key)
    column = model.__mapper__.columns[key]
    return Urutan(key, descending, getattr(model, key), kinds().get(kolom.target_of(column) or ""))


@cache
def indexed(model: Any, key: str) -> str:
    """ "tahun" if an index gives this column in order within one Musrenbang, "semua" if it does so at once, else ""."""
    first = {tuple(c.name for c in index.columns)[:2] for index in model.__table__.indexes}
    if ("musrenbang_id", key) in first and not model.__table__.c.musrenbang_id.nullable:
        return "tahun"
    return "semua" if any(names[0] == key for names in first) or key == "id" else ""


# --- in memory --------------------------------------------------------------------------------------------------------


def arrange(sort: Urutan, pairs: Iterable[tuple[int, Any]], at: Tempat) -> list[tuple[int, Any]]:
    """The pairs (id, value) that come after `at` (before it: the nearest first), in the order of reading."""
    pairs = list(pairs)
    names = _names(sort, {v for _, v in pairs} | {at.nilai}) if sort.target is not None else None

    def place(value: Any) -> Any:
        if names is not None:
            return (names.get(value, ""), value)
        return value.value if isinstance(value, PyEnum) else value

    down = sort.turun != at.mundur
    full = [(place(v), i, v) for i, v in pairs if v is not None]
    empty = [(i, v) for i, v in pairs if v is None]
    if at.id:
        beyond = (lambda a, b: a < b) if down else (lambda a, b: a > b)
        if at.nilai is None:
            empty = [p for p in empty if beyond(p[0], at.id)]
            full = full if at.mundur else []
        else:
            here = (place(at.nilai), at.id)
            full = [p for p in full if beyond(p[:2], here)]
            empty = [] if at.mundur else empty
    full.sort(key=lambda p: p[:2], reverse=down)
    empty.sort(key=lambda p: p[0], reverse=down)
    ordered = [(i, v) for _, i, v in full]
    return [*empty, *ordered] if at.mundur else [*ordered, *empty]


def _names(sort: Urutan, values: set[Any]) -> dict[int, str]:
    found = sort.names()
    return acuan.names(sort.target.__tablename__, values) if found is None and sort.target else found or {}


# --- in the database --------------------------------------------------------------------------------------------------


def expression(sort: Urutan) -> Any:
    """What the database sorts by where no index gives the order."""
    if sort.target is None:
        return sort.atribut
    alias = db.aliased(sort.target)
    name = by_letters(getattr(alias, sort.target.NAMA, alias.id))
    return db.select(name).where(alias.id == sort.atribut).correlate(sort.atribut.class_).scalar_subquery()


def by_letters(name: Any) -> Any:
    """Names in the order of their code points, as `arrange` has it: a database of another language sorts otherwise."""
    if not isinstance(name.type, String):
        return name
    return name.collate("C" if db.engine.dialect.name == "postgresql" else "BINARY")


def order_by(sort: Urutan, model: type[Record], backwards: bool) -> list[Any]:
    key = expression(sort)
    keys = [(key, sort.turun != backwards)] if sort.kunci != "id" else []
    if keys and (sort.boleh_kosong or sort.target is not None):
        keys.insert(0, (db.case((key.is_(None), 1), else_=0), backwards))
    keys.append((model.id, sort.turun != backwards))
    return [key.desc() if down else key.asc() for key, down in keys]


def all_in_order(stmt: Select[Any], sort: Urutan, model: type[Record]) -> Select[Any]:
    """The ids of a filtered select in the order of the list. First the filter, then the sort (the limit within keeps
    the two apart): by the index of the order SQLite would look up every row of the table instead."""
    rows = stmt.with_only_columns(model.id.label("i"), sort.atribut.label("k")).limit(2**31 - 1).subquery()
    key, ask = rows.c.k, db.select(rows.c.i)
    if sort.target is not None:
        target = db.aliased(sort.target)
        key, ask = by_letters(acuan.name_column(target)), ask.outerjoin(target, target.id == rows.c.k)
    empty = db.case((key.is_(None), 1), else_=0)
    keys = [(key, sort.turun), (rows.c.i, sort.turun)]
    return ask.order_by(empty, *[k.desc() if down else k.asc() for k, down in keys])


def beyond(sort: Urutan, model: type[Record], at: Tempat) -> ColumnElement[bool]:
    """The rows after `at` in the order of the list, or before it; empty values come last in both directions."""
    key, down = expression(sort), sort.turun != at.mundur
    next_id: ColumnElement[bool] = model.id < at.id if down else model.id > at.id
    if sort.kunci == "id":
        return next_id
    value = at.nilai
    if sort.target is not None and value is not None:
        value = db.session.scalar(db.select(acuan.name_column(sort.target)).where(sort.target.id == value))
    if value is None:
        same = db.and_(key.is_(None), next_id)
        return db.or_(key.is_not(None), same) if at.mundur else same
    found = db.or_(key < value if down else key > value, db.and_(key == value, next_id))
    return found if at.mundur else db.or_(found, key.is_(None))


# --- the place in an address ------------------------------------------------------------------------------------------


def pack(id_: int, value: Any) -> str:
    """A row as a cursor names it: its id and what the list is sorted by."""
    if isinstance(value, PyEnum):
        value = value.value
    elif isinstance(value, date | time):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    text = json.dumps([value, id_], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(cursor: str, sort: Urutan) -> Tempat:
    """`""`, `akhir`, `n.<row>` (after it) or `p.<row>` (before it); `n25.<row>` knows that it is the 25th."""
    mode, _, packed = cursor.partition(".")
    known = re.fullmatch(r"(n|p)([1-9][0-9]{0,8})?|akhir|", mode)
    if known is None or bool(known[1]) != bool(packed):
        raise TakDikenal(KURSOR_RUSAK)
    backwards = mode == "akhir" or known[1] == "p"
    if not packed:
        return Tempat(backwards)
    try:
        value, id_ = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode())
        if type(id_) is not int or not 0 < id_ < 2**31:
            raise ValueError
        return Tempat(backwards, id_, _typed(value, sort.atribut), int(known[2] or 0))
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        raise TakDikenal(KURSOR_RUSAK) from None


def _typed(value: Any, column: Any) -> Any:
    """The value of a cursor as the type of its column; anything else is a broken cursor."""
    kind = column.type
    if value is None or isinstance(kind, Enum | Date | Time):
        return kolom.from_json(column, value)
    if isinstance(kind, UTCDateTime):
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError
        return found.astimezone(UTC)
    wanted = kolom.python_type(kind)
    if wanted is Decimal:
        found = Decimal(value)
        if not found.is_finite() or abs(found) >= 10**20:
            raise ValueError
        return found
    largest = 2**63 if isinstance(kind, Rupiah | BigInteger) else 2**31
    if type(value) is not wanted or (wanted is int and abs(value) >= largest) or (wanted is str and "\0" in value):
        raise ValueError
    return value
