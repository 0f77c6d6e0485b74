"""A list is a query of columns: only what is shown, one page by keyset, in a constant number of queries."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum as PyEnum
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Column, ColumnElement, Date, Enum, Select, func

from admin import acuan, saring, tampil
from models.base import Record, UTCDateTime, db, kinds, slug
from models.pesan import Keliru
from sop.access import Actor, Verb, may, scope

UKURAN = (25, 50, 100)
BATAS_HITUNG = 10_000
KURSOR_RUSAK = "Penanda halaman pada alamat ini tidak dikenal. Buka daftarnya dari awal."


@dataclass(frozen=True)
class Sel:
    """One cell: its text, its class, and the words of its state badge if it is one."""

    teks: str
    css: str = ""
    nada: str = ""
    tautan: bool = False  # the cell that leads to the record


@dataclass(frozen=True)
class Baris:
    id: int
    nama: str
    sel: list[Sel]
    dihapus: bool
    version: int


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
    baris: list[Baris]
    jumlah: int
    saringan: saring.Saringan
    q: str
    per: int
    dihapus: bool
    url: dict[str, str] = field(default_factory=dict)  # awal, sebelum, sesudah, akhir, bersih, and one per page size
    params: dict[str, str] = field(default_factory=dict)

    @property
    def jumlah_teks(self) -> str:
        return "10.000+" if self.jumlah > BATAS_HITUNG else tampil.kata.bilangan(self.jumlah)


@dataclass(frozen=True)
class Urutan:
    """The sort key: an expression, whether it may be empty (empty comes last), and its direction."""

    kunci: str
    ungkapan: Any
    turun: bool
    boleh_kosong: bool


def page(model: type[Record], actor: Actor, args: Mapping[str, str]) -> Halaman:
    """Read the address, ask the database, name the references."""
    params = {k: v for k, v in args.items() if v}
    found = saring.read(model, params, actor)
    size = _size(params.get("per"))
    sort = _sort(model, params.get("urut", ""))
    columns = _columns(model, found)
    deleted = params.get("dihapus") == "1"

    stmt = select_rows(model, actor, found, deleted)
    rows, before, after = _slice(stmt, model, columns, sort, params.get("kursor", ""), size)
    total = db.session.scalar(
        db.select(func.count()).select_from(stmt.with_only_columns(model.id).limit(BATAS_HITUNG + 1).subquery())
    )

    result = Halaman([], _rows(model, actor, columns, rows), total or 0, found, params.get("q", ""), size, deleted)
    result.params = params
    result.kolom = [
        Kolom(key, label.teks, tampil.css_of(column), _sort_url(params, key, sort), _arrow(key, sort))
        for key, (column, label) in columns.items()
    ]
    result.url = _urls(params, rows, sort, before, after)
    return result


def select_rows(model: type[Record], actor: Actor, found: saring.Saringan, deleted: bool = False) -> Select[Any]:
    """The rows of a list before they are sorted and cut: readable, filtered, deleted or not."""
    stmt = scope(db.select(model.id), actor, model).where(*found.syarat)
    return stmt.where(model.deleted_at.is_not(None) if deleted else model.deleted_at.is_(None))


def ordered_ids(model: type[Record], actor: Actor, params: Mapping[str, str], limit: int) -> list[int]:
    """The rows behind an address of a list, all pages, in the order that the list shows."""
    found = saring.read(model, params, actor)
    stmt = _order(select_rows(model, actor, found), _sort(model, params.get("urut", "")), model, False)
    return list(db.session.scalars(stmt.limit(limit)))


def _size(text: str | None) -> int:
    if text is None:
        return UKURAN[0]
    if not text.isdecimal() or int(text) not in UKURAN:
        raise Keliru("Banyaknya baris per halaman adalah 25, 50 atau 100.")
    return int(text)


def _columns(model: type[Record], found: saring.Saringan) -> dict[str, tuple[Column[Any], Any]]:
    """The columns of the list; one that the filter has fixed to a single value would say the same in every row."""
    labelled = tampil.labelled(model)
    fixed = {k for k in found.tetap if k in ("musrenbang_id", model.INDUK)}
    chosen = {k: v for k, v in labelled.items() if v[1].daftar and k not in fixed} or dict(list(labelled.items())[:3])
    return _states_early(chosen)


def _states_early(columns: dict[str, tuple[Column[Any], Any]]) -> dict[str, tuple[Column[Any], Any]]:
    """The state is what people look for: it stands right after the name, not behind the last column."""
    keys = [k for k in columns if not _is_state(k)]
    keys[2:2] = [k for k in columns if _is_state(k)]
    return {k: columns[k] for k in keys}


# --- sorting and the page ---------------------------------------------------------------------------------------------


def _sort(model: type[Record], text: str) -> Urutan:
    key, descending = (text.removeprefix("-"), text.startswith("-")) if text else model.URUT
    column = model.__mapper__.columns.get(key)
    if column is None or (text and key not in tampil.labelled(model)):
        raise Keliru("Daftar ini tidak dapat diurutkan menurut “{kolom}”.", kolom=key[:40])
    target = kinds().get(tampil.target_of(column) or "")
    if target is None:
        return Urutan(key, getattr(model, key), descending, bool(getattr(column, "nullable", True)))
    # People sort by the name that they see, not by the id behind it.
    alias = db.aliased(target)
    name = getattr(alias, target.NAMA, alias.id)
    expression = db.select(name).where(alias.id == getattr(model, key)).correlate(model).scalar_subquery()
    return Urutan(key, expression, descending, boleh_kosong=True)


def _slice(
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


def _pack(row: Any) -> str:
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
    wanted = tampil.python_type(kind)
    if wanted is Decimal:
        return Decimal(value)
    if type(value) is not wanted or (wanted is int and abs(value) >= 2**63) or (wanted is str and "\0" in value):
        raise ValueError
    return value


# --- what is shown ----------------------------------------------------------------------------------------------------


def _rows(model: type[Record], actor: Actor, columns: Mapping[str, Any], rows: list[Any]) -> list[Baris]:
    personal = may(actor, Verb.PRIBADI, model)
    writers = []
    for key, (column, label) in columns.items():
        values = [getattr(row, f"k_{key}") for row in rows]
        writers.append((key, _writer(column, label, values, personal), tampil.css_of(column), _is_state(key)))
    link = model.NAMA if model.NAMA in columns else next((k for k in columns if k != "urutan"), "")
    name_of = tampil.formatter(model.__table__.c[model.NAMA]) if model.NAMA in model.__table__.c else str

    result = []
    for row in rows:
        cells = []
        for key, write, css, state in writers:
            value = getattr(row, f"k_{key}")
            text = tampil.KOSONG if value is None or value == "" else write(value)
            css_cell = css if text != tampil.KOSONG else f"{css} hampa"
            cells.append(Sel(text, css_cell, tampil.tone(value) if state and value else "", key == link))
        name = getattr(row, f"k_{model.NAMA}", None)
        title = name_of(name) if name is not None and model.NAMA != "id" else f"{model.JUDUL} {row.k_id}"
        result.append(Baris(row.k_id, title, cells, row.k_deleted_at is not None, row.k_version))
    return result


def _writer(column: Column[Any], label: Any, values: list[Any], personal: bool) -> Any:
    if label.pribadi and not personal:
        return lambda _value: tampil.TERTUTUP
    if kind := tampil.target_of(column):
        known = acuan.names(kind, values)
        return lambda value: known.get(value, tampil.KOSONG)
    return tampil.formatter(column)


def _is_state(key: str) -> bool:
    return key in ("status", "hasil")


def children(model: type[Record], key: str, parent_id: int, actor: Actor, limit: int = 10) -> Halaman:
    """The first rows of a child kind, for the details page of its parent."""
    columns = _states_early(
        {k: v for k, v in tampil.labelled(model).items() if v[1].daftar and k not in (key, "musrenbang_id")}
    )
    found = saring.Saringan(syarat=[getattr(model, key) == parent_id], tetap={key: parent_id})
    rows, _, more = _slice(select_rows(model, actor, found), model, columns, _sort(model, ""), "", limit)
    columns = _numbered(_filled(model, columns, rows))
    head = [Kolom(k, label.teks, tampil.css_of(column), "") for k, (column, label) in columns.items()]
    result = Halaman(head, _rows(model, actor, columns, rows), len(rows), found, "", limit, False)
    if more:
        result.url["semua"] = f"/{slug(model.__tablename__)}/?{urlencode({key: parent_id})}"
    return result


def _filled(model: type[Record], columns: Mapping[str, Any], rows: list[Any]) -> dict[str, Any]:
    """Without the columns that are empty in every row: beside its whole, a part has little room."""
    return {k: v for k, v in columns.items() if k == model.NAMA or any(getattr(r, f"k_{k}") is not None for r in rows)}


def _numbered(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The running number stands first, as on every official list."""
    return {k: columns[k] for k in sorted(columns, key=lambda k: k != "urutan")}


# --- addresses --------------------------------------------------------------------------------------------------------


def _href(params: Mapping[str, str], **changes: str | None) -> str:
    merged = {**params, **changes}
    return "?" + urlencode({k: v for k, v in merged.items() if v})


def _sort_url(params: Mapping[str, str], key: str, sort: Urutan) -> str:
    down = sort.kunci == key and not sort.turun
    return _href(params, urut=("-" if down else "") + key, kursor=None)


def _arrow(key: str, sort: Urutan) -> str:
    if key != sort.kunci:
        return ""
    return "turun" if sort.turun else "naik"


def _urls(params: Mapping[str, str], rows: list[Any], sort: Urutan, before: bool, after: bool) -> dict[str, str]:
    urls = {f"per{n}": _href(params, per=str(n), kursor=None) for n in UKURAN}
    keep = {k: v for k, v in params.items() if k in ("urut", "per", "musrenbang_id")}
    urls["bersih"] = _href(keep)
    if before and rows:
        urls |= {"awal": _href(params, kursor=None), "sebelum": _href(params, kursor="p." + _pack(rows[0]))}
    elif before:
        urls["awal"] = _href(params, kursor=None)
    if after and rows:
        urls |= {"sesudah": _href(params, kursor="n." + _pack(rows[-1])), "akhir": _href(params, kursor="akhir")}
    return urls
