"""How many rows match: never by reading the whole table for a page, exactly where it is asked apart from the page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Numeric, Select, func

from bulk.daftar import alamat, halaman, saring, syarat
from models import kolom
from models.base import Record, Rupiah, db
from sop.access import Actor

BATAS = 10_000  # a page counts no further


def count(stmt: Select[Any], most: int = BATAS) -> tuple[int, bool]:
    """(n, exact): the rows of this select, counted up to `most`; not exact where there are more."""
    found = db.session.scalar(db.select(func.count()).select_from(stmt.order_by(None).limit(most + 1).subquery())) or 0
    return min(found, most), found <= most


def of_page(stmt: Select[Any], found: saring.Saringan) -> tuple[int, bool]:
    """The count of a page: far where one index answers it, shorter where each row has to be looked at."""
    plain = not found.cari and (not found.syarat or (len(found.syarat) == 1 and found.setara))
    return count(stmt, BATAS if plain else halaman.SEDIKIT)


def total(model: type[Record], actor: Actor, args: alamat.Args) -> int:
    """All rows that match, exactly: as long as it takes (`batas` bounds it on a screen)."""
    return db.session.scalar(db.select(func.count()).select_from(_stmt(model, actor, args).subquery())) or 0


def totals(model: type[Record], actor: Actor, args: alamat.Args) -> dict[str, Any]:
    """{"jumlah": n, column: its sum} over all rows that match; volumes and money of the list, in one pass."""
    keys = summed(model)
    stmt = _stmt(model, actor, args)
    sums = [func.sum(getattr(model, key)).label(key) for key in keys]
    row = db.session.execute(stmt.with_only_columns(func.count(model.id).label("jumlah"), *sums)).one()
    return {"jumlah": row.jumlah, **{key: getattr(row, key) or 0 for key in keys}}


def summed(model: type[Record]) -> list[str]:
    """The columns whose sum says something: money, and what is measured; a year or a running number is neither."""
    return [
        key
        for key, (column, label) in kolom.labelled(model).items()
        if syarat.is_number(column) and isinstance(column.type, Rupiah | Numeric) and not label.pribadi
    ]


def _stmt(model: type[Record], actor: Actor, args: alamat.Args) -> Select[Any]:
    found = alamat.read(args)
    deleted = alamat.first(found, "dihapus") == "1"
    return halaman.select_rows(model, actor, saring.read(model, found, actor), deleted)
