"""What an address asks of one column, as a condition of the database: any of these, none of these, from, to, empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Date, Enum, Integer, Numeric, literal

from bulk.daftar.alamat import Alamat
from models import kolom
from models.baca import read_date, read_decimal, read_integer, read_rupiah
from models.base import Label, Record, Rupiah, UTCDateTime, db, kinds
from models.pesan import Keliru, Pesan
from models.waktu import WIB

YA = {"ya": True, "tidak": False}
TERBESAR = 2**63 - 1


@dataclass(frozen=True)
class Tanya:
    """What the address says about one column, as it was typed."""

    nilai: tuple[str, ...] = ()
    bukan: tuple[str, ...] = ()
    dari: str = ""
    sampai: str = ""
    kosong: str = ""

    def __bool__(self) -> bool:
        return bool(self.nilai or self.bukan or self.dari or self.sampai or self.kosong)


def asked(found: Alamat, key: str) -> Tanya:
    many = [tuple(v for text in found.get(key + end, ()) if (v := text.strip())) for end in ("", ".bukan")]
    one = [next((v for text in found.get(key + end, ()) if (v := text.strip())), "") for end in (".dari", ".sampai")]
    empty = found.get(f"{key}.kosong", [""])[0].strip()
    return Tanya(many[0], many[1], one[0], one[1], empty)


def is_range(column: Any) -> bool:
    """Columns that are asked from … to …: days, moments, numbers and money; a reference is a number only inside."""
    if column.foreign_keys or isinstance(column.type, Boolean | Enum):
        return False
    return is_date(column) or is_number(column)


def is_date(column: Any) -> bool:
    return isinstance(column.type, Date | UTCDateTime)


def is_number(column: Any) -> bool:
    return isinstance(column.type, Integer | Numeric | Rupiah) and not column.foreign_keys


def value_of(column: Column[Any], label: Label, text: str) -> Any:
    """A typed value as the type of its column; a sentence says what cannot be one. References are read elsewhere."""
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enum_class(_member([str(m.value) for m in kind.enum_class or ()], text, label))  # type: ignore[misc]
    if isinstance(kind, Boolean):
        return YA[_member(list(YA), text, label)]
    if isinstance(kind, Date):
        return read_date(text, label.teks)
    if isinstance(kind, Rupiah):
        return read_rupiah(text, label.teks)
    if isinstance(kind, Numeric):
        return read_decimal(text, label.teks, kind.precision or 16, kind.scale or 0)
    if isinstance(kind, Integer):
        return read_integer(text, label.teks)
    return text


def _member(options: list[str], value: str, label: Label) -> str:
    if value not in options:
        raise Keliru("“{nilai}” bukan pilihan {nama}.", nilai=value[:40], nama=label.teks)
    return value


def conditions(model: type[Record], key: str, column: Any, label: Label, tanya: Tanya) -> list[ColumnElement[bool]]:
    """The conditions of a column that is no reference."""
    attribute = getattr(model, key)
    if isinstance(column.type, UTCDateTime):
        found = [_days(attribute, read_date(v, label.teks)) for v in tanya.nilai]
        some, none = ([db.or_(*found)] if found else []), [_days(attribute, read_date(v, "")) for v in tanya.bukan]
        made = [*some, *(db.or_(db.not_(c), attribute.is_(None)) for c in none)]
    else:
        made = chosen(attribute, [value_of(column, label, v) for v in tanya.nilai])
        made += excluded(attribute, [value_of(column, label, v) for v in tanya.bukan])
    return [*made, *_range(attribute, column, label, tanya), *emptiness(attribute, column, label, tanya.kosong)]


def chosen(attribute: Any, values: Sequence[Any]) -> list[ColumnElement[bool]]:
    if not values:
        return []
    return [attribute == values[0] if len(values) == 1 else attribute.in_(values)]


def excluded(attribute: Any, values: Sequence[Any]) -> list[ColumnElement[bool]]:
    """Not one of these; a row that holds nothing there is not one of them either."""
    return [db.or_(attribute.not_in(values), attribute.is_(None))] if values else []


def emptiness(attribute: Any, column: Any, label: Label, text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    empty = attribute.is_(None)
    if not column.foreign_keys and not isinstance(column.type, Enum) and kolom.python_type(column.type) is str:
        empty = db.or_(empty, attribute == "")
    wanted = YA[_member(list(YA), text, Label(Pesan("{teks} kosong", teks=label.teks), ""))]  # type: ignore[arg-type]
    return [empty if wanted else db.not_(empty)]


def _days(attribute: Any, day: Any) -> ColumnElement[bool]:
    begin = datetime.combine(day, time(), WIB)
    return db.and_(attribute >= begin, attribute < begin + timedelta(days=1))


def _range(attribute: Any, column: Any, label: Label, tanya: Tanya) -> list[ColumnElement[bool]]:
    if not (tanya.dari or tanya.sampai):
        return []
    if not is_range(column):
        raise Keliru("{nama} tidak dapat disaring dari … sampai ….", nama=label.teks)
    first, last = (_end(column, label, text) if text else None for text in (tanya.dari, tanya.sampai))
    if tanya.dari and tanya.sampai and _typed(column, label, tanya.sampai) < _typed(column, label, tanya.dari):
        words = (
            Pesan("tanggal akhir mendahului tanggal awal")
            if is_date(column)
            else Pesan("batas akhir kurang dari batas awal")
        )
        raise Keliru("{nama}: {apa}.", nama=label.teks, apa=words)
    moment = isinstance(column.type, UTCDateTime)
    found = []
    if first is not None:
        found.append(attribute >= (datetime.combine(first, time(), WIB) if moment else first))
    if last is not None and moment:
        found.append(attribute < datetime.combine(last + timedelta(days=1), time(), WIB))
    elif last is not None:
        found.append(attribute <= last)
    return found


def _typed(column: Any, label: Label, text: str) -> Any:
    if is_date(column):
        return read_date(text, label.teks)
    return (read_rupiah if isinstance(column.type, Rupiah) else read_decimal)(text, label.teks)


def _end(column: Any, label: Label, text: str) -> Any:
    value = _typed(column, label, text)
    # Any number may be asked for, also one that a column of whole numbers could not hold.
    return literal(value, Numeric(20, 2)) if isinstance(value, Decimal) and isinstance(column.type, Integer) else value


def among(target: type[Record], ids: Sequence[int]) -> list[int]:
    """A place holds what lies in it: a kecamatan also finds the rows of its kelurahan."""
    parent = getattr(target, "induk_id", None)
    if parent is None or not ids:
        return list(ids)
    return [*ids, *db.session.scalars(db.select(target.id).where(parent.in_(ids)))]


def target_of(column: Any) -> type[Record]:
    return kinds()[kolom.target_of(column) or ""]
