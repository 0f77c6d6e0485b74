"""How many rows match: never by reading the whole table for a page, exactly where it is asked apart from the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Numeric, Select, func, literal

from bulk.daftar import alamat, halaman, saring
from bulk.daftar.spec import ListSpec, of
from models import ingatan
from models.base import Record, Rupiah, db
from sop.access import Actor, scope

BATAS = 10_000  # a page counts no further
TEMPAT, LEBAR = 300, 3  # an estimate looks at so many places, so many ids at each: neighbours are much alike
UMUR_TAKSIRAN = 60.0


def count(stmt: Select[Any], most: int | None = None) -> tuple[int, bool]:
    """(n, exact): the rows of this select, counted up to `most`; not exact where there are more."""
    most = BATAS if most is None else most
    found = db.session.scalar(db.select(func.count()).select_from(stmt.order_by(None).limit(most + 1).subquery())) or 0
    return min(found, most), found <= most


def of_page(
    model: type[Record],
    actor: Actor,
    given: alamat.Alamat,
    stmt: Select[Any],
    found: saring.Saringan,
    spec: ListSpec | None = None,
) -> tuple[int, bool]:
    """The count of a page: far where one index answers it, shorter where each row has to be looked at.

    That there are more is remembered as long as about how many; an exact count never is.
    """
    plain = not found.cari and (not found.syarat or (len(found.syarat) == 1 and found.setara))
    key = ("banyak", spec, *_asked(model, actor, given))
    kinds = (model.__tablename__,)
    most = BATAS if plain else halaman.SEDIKIT
    if spec is not None and spec.rows is not None:
        return count(stmt, most)  # nobody knows what those rows depend on
    return ingatan.ingat(kinds, key, lambda: count(stmt, most), UMUR_TAKSIRAN, lambda counted: not counted[1])


def estimate(
    model: type[Record], actor: Actor, given: alamat.Alamat, stmt: Select[Any], spec: ListSpec | None = None
) -> int:
    """About how many rows match, from many places evenly spread over the ids: the same work at any size of the table,
    and no statistics of the database that may be missing or old. It is shown with "±" and two digits, so it may be a
    minute old.
    """
    if spec is not None and spec.rows is not None:
        return _sample(model, stmt)
    key = ("taksiran", spec, *_asked(model, actor, given))
    return ingatan.ingat((model.__tablename__,), key, lambda: _sample(model, stmt), UMUR_TAKSIRAN)


def _asked(model: type[Record], actor: Actor, given: alamat.Alamat) -> tuple[Any, ...]:
    """What a count depends on: the filter, the year shown when none is given, and the person where not everybody may
    read every row."""
    plain = db.select(model.id)
    person = None if scope(plain, actor, model) is plain else actor.pengguna_id
    asked = tuple((k, *v) for k, v in sorted(given.items()) if k not in alamat.TAMPILAN)
    return model, asked, saring.newest_running(), person


def _sample(model: type[Record], stmt: Select[Any]) -> int:
    ends = [db.select(f(model.id)).scalar_subquery() for f in (func.min, func.max)]
    first, last = db.session.execute(db.select(*ends)).one()
    if first is None or last - first < TEMPAT * (LEBAR + 1):
        return 0
    step = (last - first + 1 - LEBAR) // TEMPAT
    place = db.select(literal(0, Integer).label("n")).cte("tempat", recursive=True)
    place = place.union_all(db.select(place.c.n + 1).where(place.c.n < TEMPAT - 1))
    # Not at equal distances: what comes in regular order would be seen too often or never.
    begin = first + place.c.n * step + (place.c.n * place.c.n * 7919) % step
    here = stmt.order_by(None).where(model.id.between(begin, begin + (LEBAR - 1)))
    count = here.with_only_columns(func.count()).correlate(place).scalar_subquery()
    hits = db.session.scalar(db.select(func.sum(count)).select_from(place)) or 0
    return int(hits) * (last - first + 1) // (TEMPAT * LEBAR)


def rounded(n: int) -> int:
    """Two digits: 161.345 → 160.000."""
    return round(n, 2 - len(str(n)))


def total(model: type[Record], actor: Actor, args: alamat.Args, spec: ListSpec | None = None) -> int:
    """All rows that match, exactly: as long as it takes (`batas` bounds it on a screen)."""
    return db.session.scalar(db.select(func.count()).select_from(_stmt(model, actor, args, spec).subquery())) or 0


def totals(model: type[Record], actor: Actor, args: alamat.Args, spec: ListSpec | None = None) -> dict[str, Any]:
    """{"jumlah": n, column: its sum} over all rows that match; volumes and money that the list shows, in one pass.

    Metres and pieces have no sum: of rows in several units (`satuan`) the measured columns are left out; of one unit
    it is named by "satuan".
    """
    given = alamat.read(args)
    keys = summed(model, alamat.columns(given), spec)
    unit = model.__table__.c.get("satuan")
    ends = [func.min(unit), func.max(unit)] if unit is not None else []
    asked = [func.count(model.id), *ends, *[func.sum(getattr(model, key)) for key in keys]]
    row = db.session.execute(_stmt(model, actor, given, spec).with_only_columns(*asked)).one()
    whole = {key for key in keys if isinstance(model.__mapper__.columns[key].type, Rupiah)}
    first, last = row[1:3] if ends else (None, None)
    found = zip(keys, row[1 + len(ends) :], strict=True)
    sums = {k: int(n or 0) if k in whole else n or 0 for k, n in found if k in whole or first == last}
    return {"jumlah": row[0], **sums, **({"satuan": first} if first and first == last else {})}


def summed(model: type[Record], shown: Sequence[str] = (), spec: ListSpec | None = None) -> list[str]:
    """The shown columns whose sum says something: money, and what is measured; a year is neither."""
    spec = spec or of(model)
    shown = shown or spec.shown
    return [
        key
        for key, (column, label) in spec.columns.items()
        if isinstance(column.type, Rupiah | Numeric)
        and not column.foreign_keys
        and not label.pribadi
        and (key in shown if shown else label.daftar)
    ]


def _stmt(model: type[Record], actor: Actor, args: alamat.Args, spec: ListSpec | None) -> Select[Any]:
    found = alamat.read(args)
    deleted = alamat.first(found, "dihapus") == "1"
    return halaman.select_rows(model, actor, saring.read(model, found, actor, spec=spec), deleted, spec=spec)
