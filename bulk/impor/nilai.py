"""Values of columns back from the canonical JSON in which staging keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Enum, Numeric, Time

from models.base import Record, Rupiah, UTCDateTime


@cache
def pemulih(column: Column[Any]) -> Callable[[Any], Any]:
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Time):
        return time.fromisoformat
    if isinstance(kind, Numeric) and not isinstance(kind, Rupiah):
        return Decimal
    return lambda nilai: nilai


def pulihkan(model: type[Record], isi: Mapping[str, Any]) -> dict[str, Any]:
    columns = model.__table__.c
    return {k: v if v is None else pemulih(columns[k])(v) for k, v in isi.items() if k in columns}
