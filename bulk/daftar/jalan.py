"""All rows that match, a chunk at a time: flat memory whatever their number, for bulk work and exports."""

from __future__ import annotations

from collections.abc import Iterator

from bulk.daftar import alamat, halaman, saring
from models.base import Record, db
from sop.access import Actor

POTONG = 1000


def walk(model: type[Record], actor: Actor, args: alamat.Args, size: int = POTONG) -> Iterator[list[int]]:
    """The ids of all that match, ascending, in chunks of at most `size`; deleted rows are never among them.

    Each chunk is a query of its own that begins after the last id, so the caller may commit between two of them.
    """
    stmt = halaman.select_rows(model, actor, saring.read(model, args, actor)).order_by(model.id).limit(size)
    last = 0
    while ids := list(db.session.scalars(stmt.where(model.id > last))):
        yield ids
        if len(ids) < size:
            return
        last = ids[-1]
