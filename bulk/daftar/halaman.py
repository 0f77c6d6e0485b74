"""A page of rows by keyset: readable, filtered, sorted, cut; in a constant number of queries."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Enum, Select

from bulk.daftar import alamat, saring
from models import kolom
from models.base import Record, UTCDateTime, db, kinds
from models.pesan import Keliru
from sop.access import Actor, scope

KURSOR_RUSAK = "Penanda halaman pada alamat ini tidak dikenal. Buka daftarnya dari awal."


@dataclass(frozen=True)
class Urutan:
    """The sort key: an expression, whether it may be empty (empty comes last), and its direction."""

    kunci: str
    ungkapan: Any
    turun: bool
    boleh_kosong: bool


def select_rows(
    model: type[Record], actor: Actor, found: saring.Saringan, deleted: bool = False, search: bool = True
) -> Select[Any]:
    """The rows of a list before they are sorted and cut: readable, filtered, deleted or not.

    `search=False` leaves out what the search box asks for.
    """
    stmt = scope(db.select(model.id), actor, model).where(*found.tahun, *found.syarat)
    if search:
        stmt = stmt.where(*found.cari)
    return stmt.where(model.deleted_at.is_not(None) if deleted else model.deleted_at.is_(None))


def ordered_ids(model: type[Record], actor: Actor, args: alamat.Args, limit: int) -> list[int]:
    """The rows behind an address of a list, all pages, in the order that the list shows."""
    given = alamat.read(args)
    found = saring.read(model, given, actor)
    stmt = _order(select_rows(model, actor, found), sort_of(model, alamat.first(given, "urut")), model, False)
    return list(db.session.scalars(stmt.limit(limit)))


def sort_of(model: type[Record], text: str) -> Urutan:
    key, descending = (text.removeprefix("-"), text.startswith("-")) if text else model.URUT
    column = model.__mapper__.columns.get(key)
    if column is None or (text and key not in kolom.labelled(model)):
        raise Keliru("Daftar ini tidak dapat diurutkan menurut “{kolom}”.", kolom=key[:40])
    target = kinds().get(kolom.target_of(column) or "")
    if target is None:
        return Urutan(key, getattr(model, key), descending, bool(getattr(column, "nullable", True)))
    # People sort by the name that they see, not by the id behind it.
    alias = db.aliased(target)
    name = getattr(alias, target.NAMA, alias.id)
    expression = db.select(name).where(alias.id == getattr(model, key)).correlate(model).scalar_subquery()
    return Urutan(key, expression, descending, boleh_kosong=True)


def slice_of(
    stmt: Select[Any], model: type[Record], columns: Mapping[str, Any], sort: Urutan, cursor: str, size: int
) -> tuple[list[Any], bool, bool]:
    """The rows of the page in order, and whether there are rows before and after it."""
    mode, _, packed = cursor.partition(".")
    if mode not in ("", "akhir", "n", "p") or (mode in ("n", "p")) != bool(packed):
        raise Keliru(KURSOR_RUSAK)
    backwards = mode in ("akhir", "p")
    wanted = dict.fromkeys(["deleted_at", "version", model.NAMA, *columns])
    attributes = [getattr(model, key).label(f"k_{key}") for key in wanted if key in model.__mapper__.columns]
    stmt = stmt.with_only_columns(model.id.label("k_id"), sort.ungkapan.label("k__urut"), *attributes)
    if packed:
        stmt = stmt.where(_beyond(sort, model, *_unpack(packed, sort), backwards))

    rows = list(db.session.execute(_order(stmt, sort, model, backwards).limit(size + 1)))
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        return rows[::-1], more, mode == "p"
    return rows, mode == "n", more


def _order(stmt: Select[Any], sort: Urutan, model: type[Record], backwards: bool) -> Select[Any]:
    keys = [(sort.ungkapan, sort.turun != backwards)] if sort.kunci != "id" else []
    if sort.boleh_kosong:
        keys.insert(0, (db.case((sort.ungkapan.is_(None), 1), else_=0), backwards))
    keys.append((model.id, sort.turun != backwards))
    return stmt.order_by(*[key.desc() if down else key.asc() for key, down in keys])


def _beyond(sort: Urutan, model: type[Record], value: Any, id_: int, backwards: bool) -> ColumnElement[bool]:
    """The rows after (id_, value) in the order of the list, or before it; empty values come last in both directions."""
    key, down = sort.ungkapan, sort.turun != backwards
    next_id = model.id < id_ if down else model.id > id_
    if sort.kunci == "id":
        return next_id  # type: ignore[return-value]
    if value is None:
        same = db.and_(key.is_(None), next_id)
        return db.or_(key.is_not(None), same) if backwards else same
    beyond = db.or_(key < value if down else key > value, db.and_(key == value, next_id))
    return db.or_(beyond, key.is_(None)) if sort.boleh_kosong and not backwards else beyond


def pack(row: Any) -> str:
    value = row.k__urut
    if isinstance(value, PyEnum):
        value = value.value
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    text = json.dumps([value, row.k_id], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(packed: str, sort: Urutan) -> tuple[Any, int]:
    try:
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
        value, id_ = json.loads(text)
        if type(id_) is not int or not 0 < id_ < 2**31:
            raise ValueError
        return _typed(value, sort.ungkapan.type), id_
    except (ValueError, TypeError, KeyError, ArithmeticError):
        raise Keliru(KURSOR_RUSAK) from None


def _typed(value: Any, kind: Any) -> Any:
    """The value of a cursor as the type of its column; anything else is a broken cursor."""
    if value is None:
        return None
    if isinstance(kind, Enum):
        return kind.enum_class(value)  # type: ignore[misc]
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    wanted = kolom.python_type(kind)
    if wanted is Decimal:
        return Decimal(value)
    if type(value) is not wanted or (wanted is int and abs(value) >= 2**63) or (wanted is str and "\0" in value):
        raise ValueError
    return value
