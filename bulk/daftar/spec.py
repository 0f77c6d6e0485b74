"""What a list shows, filters, searches and sorts by: what the labels of its kind say, or a screen in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Select, String, cast, null

from bulk.daftar.syarat import is_number
from models import cari, kolom
from models.base import Label, Record, db
from sop.access import Actor, scope

UKURAN = (25, 50, 100, 200)
VIRTUAL = null()  # stands for what a screen shows and no column holds


@dataclass(frozen=True, eq=False)
class ListSpec:
    """A list of one kind. `columns` are all that people may choose among, each with the label that holds here.

    `shown`: exactly these columns, in this order; none: those that the labels name. `filterable`: the columns that the
    panel of filters has a field for. `sortable`: a column and the one that its rows are put in order by. `search`: the
    columns looked into instead of the kind's own text. `rows`: the rows that the screen is about (ids), instead of all
    that the person may read. `filters`: filters that are no column, by their name in the address.
    """

    columns: Mapping[str, tuple[Any, Label]]
    filterable: frozenset[str]
    sortable: Mapping[str, str]
    order: tuple[str, bool]
    shown: tuple[str, ...] = ()
    search: tuple[str, ...] | None = None
    rows: Callable[[], Select[Any]] | None = None
    filters: Mapping[str, Filter] = field(default_factory=dict)
    size: int = UKURAN[0]
    sizes: tuple[int, ...] = UKURAN


@dataclass(frozen=True)
class Filter:
    """A filter of a screen: its title, its choices (none: a text), the condition that a typed value makes."""

    title: str
    options: tuple[tuple[str, str], ...]
    condition: Callable[[str], Any]


def of(model: type[Record]) -> ListSpec:
    """What the labels of a kind say."""
    return _of(model)  # type: ignore[arg-type]


@cache
def _of(model: Any) -> ListSpec:
    columns, mapped = kolom.labelled(model), model.__mapper__.columns
    # The order of a personal column tells what it holds, and the address of a page names its values.
    sortable = {key: key for key, (_, label) in columns.items() if key in mapped and not label.pribadi}
    filterable = {k for k, (column, label) in columns.items() if label.saring or (is_number(column) and label.daftar)}
    return ListSpec(columns, frozenset(filterable), sortable, model.URUT)


def readable(model: type[Record], actor: Actor, spec: ListSpec | None) -> Select[Any]:
    """The ids of the rows that a list is about, deleted ones too."""
    return spec.rows() if spec is not None and spec.rows is not None else scope(db.select(model.id), actor, model)


def search_of(model: type[Record], spec: ListSpec | None, typed: str) -> list[Any]:
    """What the search box asks of the rows: every word stands in what is searched here."""
    if spec is None or spec.search is None:
        return cari.syarat(model, typed)
    texts = [cast(getattr(model, key), String) for key in spec.search]
    return [db.or_(db.false(), *(cari.di_kolom(text, word) for text in texts)) for word in cari.kata(typed)]
