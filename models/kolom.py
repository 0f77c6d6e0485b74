"""The columns of a kind as their labels describe them: which people see, what one refers to, its Python type."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Enum, Numeric, Time
from sqlalchemy.orm import ColumnProperty

from models.base import Label, Record, UTCDateTime, label_of


def labelled(model: type[Record]) -> dict[str, tuple[Column[Any], Label]]:
    """The columns of a kind that people may see, in the order of the model, by attribute name."""
    return _labelled(model)  # type: ignore[arg-type]


@cache
def _labelled(model: Any) -> dict[str, tuple[Column[Any], Label]]:
    found = {}
    for prop in model.__mapper__.attrs:
        if isinstance(prop, ColumnProperty):
            column: Any = prop.columns[0]
            if label := label_of(column) or label_of(prop):
                found[prop.key] = (column, label)
    # Columns that kinds share stand last in the table; people read the whole, the name, then the rest.
    first = [key for key in ("musrenbang_id", model.INDUK, model.NAMA) if key in found]
    return {key: found[key] for key in dict.fromkeys([*first, *found])}


def target_of(column: Column[Any]) -> str | None:
    """The kind that a foreign key refers to."""
    for key in column.foreign_keys:
        return key.target_fullname.split(".")[0]
    return None


def python_type(kind: Any) -> type[Any]:
    """The Python type of a column type; those of our own answer for the type that they wrap."""
    found: type[Any] = getattr(kind, "impl_instance", kind).python_type
    return found


def from_json(column: Column[Any], value: Any) -> Any:
    """A value as the diary and an operation store it (models.riwayat.json_nilai), back as the column holds it."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, Enum):
        return kind.enum_class(value)  # type: ignore[misc]
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    return Decimal(str(value)) if isinstance(kind, Numeric) else value
