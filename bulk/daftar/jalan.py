"""All rows that match, a chunk at a time: flat memory whatever their number, for bulk work and exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bulk.daftar import alamat, halaman, saring
from models.base import Record
from sop.access import Actor

POTONG = 1000


def walk(model: type[Record], actor: Actor, args: alamat.Args, size: int = POTONG) -> Iterator[list[int]]:
    """The ids of all that match, ascending, in chunks of at most `size`; deleted rows are never among them.

    Who matches is asked once, when the first chunk is taken (four bytes a row), so the caller may commit or change the
    rows between two chunks.
    """
    ids = halaman.ids_of(halaman.select_rows(model, actor, saring.read(model, args, actor)).order_by(model.id))
    for begin in range(0, len(ids), size):
        yield list(ids[begin : begin + size])


def collect(
    model: type[Record], actor: Actor, args: alamat.Args, columns: Sequence[str], size: int = POTONG
) -> Iterator[list[Any]]:
    """Rows with these columns in the order of the list, in chunks: `k_id`, `k_<key>` (see `halaman.columns_of`)."""
    ids = halaman.ordered_ids(model, actor, args)
    for begin in range(0, len(ids), size):
        yield halaman.columns_of(model, list(ids[begin : begin + size]), dict.fromkeys(columns))
