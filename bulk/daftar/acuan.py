"""Names of the rows that others refer to: little tables from a cache of the process, large ones by one query a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from documents import tulisan
from models import cari, ingatan, kolom
from models.base import Record, db, kinds
from sop.access import Actor, scope

KECIL = 200  # more rows than this: a lookup instead of a select, and no cache
BATAS_CARI = 20
Musrenbang = int | tuple[int, ...] | None  # the one that is asked for, or those of a selection; none: all of them


_cache = ingatan.simpanan


def named_by_columns(model: type[Record]) -> bool:
    return model.__str__ is Record.__str__


def name_column(model: type[Record]) -> Any:
    return getattr(model, model.NAMA, model.id)


def name_query(model: type[Record]) -> Select[Any]:
    """(id, name) by columns, or the objects where a kind writes its own name."""
    return db.select(model.id, name_column(model)) if named_by_columns(model) else db.select(model)


def read_names(model: type[Record], stmt: Select[Any]) -> dict[int, str]:
    if not named_by_columns(model):
        return {row.id: str(row) for row in db.session.scalars(stmt)}
    column = model.__table__.c.get(model.NAMA, model.__table__.c.id)
    write = tulisan.formatter(column)
    return {id_: f"{model.JUDUL} {id_}" if name is None else write(name) for id_, name in db.session.execute(stmt)}


def _all_names(model: type[Record]) -> dict[int, str] | None:
    """Every name of a little table, deleted rows included; None if it is large."""

    def read() -> dict[int, str] | None:
        found = read_names(model, name_query(model).limit(KECIL + 1))
        return found if len(found) <= KECIL else None

    return ingatan.ingat((model.__tablename__,), ("nama", model), read)


def names(kind: str, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these rows of `kind`; at most one query."""
    wanted = {i for i in ids if i is not None}
    model = kinds().get(kind)
    if not wanted or model is None:
        return {}
    known = _all_names(model)
    if known is not None and wanted <= known.keys():
        return known
    return read_names(model, name_query(model).where(model.id.in_(wanted)))


def name(kind: str, id_: int | None) -> str:
    return names(kind, [id_]).get(id_ or 0, tulisan.KOSONG)


def live(model: type[Record], actor: Actor, musrenbang_id: Musrenbang = None) -> Select[Any]:
    """The rows that may be referred to: not deleted, readable, and of the same Musrenbang where there is one."""
    stmt = scope(name_query(model), actor, model).where(model.deleted_at.is_(None))
    own = getattr(model, "musrenbang_id", None)
    if musrenbang_id is not None and own is not None:
        several = musrenbang_id if isinstance(musrenbang_id, tuple) else (musrenbang_id,)
        stmt = stmt.where(db.or_(own.in_(several), own.is_(None)))
    column, descending = model.URUT
    order = getattr(model, column)
    return stmt.order_by(order.desc() if descending else order, model.id)


def _told_apart(model: type[Record], found: dict[int, str]) -> dict[int, str]:
    """Names that occur more than once, with what tells these rows apart: "Tanah Sareal (kecamatan)"."""
    often = Counter(found.values())
    apart = getattr(model, "PEMBEDA", "")  # the column that tells two rows of one name apart
    if not apart or len(often) == len(found):
        return found
    same = [id_ for id_, name in found.items() if often[name] > 1]
    column = getattr(model, apart)
    what = {i: kind for i, kind in db.session.execute(db.select(model.id, column).where(model.id.in_(same)))}
    return {i: f"{name} ({tulisan.word(what[i]).lower()})" if i in what else name for i, name in found.items()}


def choices(model: type[Record], actor: Actor, musrenbang_id: Musrenbang = None) -> list[tuple[int, str]] | None:
    """What a select offers; None if there are too many and a lookup has to serve."""
    if _all_names(model) is None and not hasattr(model, "musrenbang_id"):
        return None

    def read() -> list[tuple[int, str]] | None:
        found = read_names(model, live(model, actor, musrenbang_id).limit(KECIL + 1))
        return list(_told_apart(model, found).items()) if len(found) <= KECIL else None

    everybody = db.select(model.id)
    if scope(everybody, actor, model) is not everybody:
        return read()  # what this person may choose is not what others may
    return ingatan.ingat((model.__tablename__,), ("pilihan", model, musrenbang_id), read)


def is_little(model: type[Record]) -> bool:
    """Whether a select can offer the rows of this kind."""
    return _all_names(model) is not None


def look_up(model: type[Record], actor: Actor, typed: str, musrenbang_id: Musrenbang = None) -> list[tuple[int, str]]:
    """At most 20 rows whose searched columns contain what was typed."""
    stmt = live(model, actor, musrenbang_id).limit(BATAS_CARI)
    if condition := matches(model, typed):
        stmt = stmt.where(*condition)
    return list(read_names(model, stmt).items())


def resolve(model: type[Record], actor: Actor, typed: str, musrenbang_id: Musrenbang = None) -> int | None:
    """The row meant by "Nama (#12)", "#12", or an exact or only name or code; None if that is not clear."""
    text = typed.strip()
    stmt = live(model, actor, musrenbang_id)
    if numbered := re.search(r"(?:^|\()#(\d{1,9})\)?$", text):
        return next(iter(read_names(model, stmt.where(model.id == int(numbered[1])))), None)
    exact = [
        func.lower(c) == text.lower()
        for key in {"nama", "kode", "nomor", "judul", model.NAMA}
        if (c := getattr(model, key, None)) is not None and kolom.python_type(c.type) is str
    ]
    found = list(read_names(model, stmt.where(db.or_(*exact)).limit(2))) if exact else []
    if not found:
        found = [id_ for id_, _ in look_up(model, actor, text, musrenbang_id)[:2]]
    return found[0] if len(found) == 1 else None


def matches(model: type[Record], typed: str, personal: bool = False) -> list[ColumnElement[bool]]:
    """Every word of the search text stands in the searched columns of the row (models/cari.py)."""
    return cari.syarat(model, typed, personal)


def fetch(model: type[Record], actor: Actor, id_: int) -> Record | None:
    """One row through the scope; deleted ones too (the page says so)."""
    return db.session.scalar(scope(db.select(model), actor, model).where(model.id == id_))
