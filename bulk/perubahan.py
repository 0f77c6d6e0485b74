"""What a bulk edit changes: for each chosen column one way, with the value that its own form would read.

To add a way, add a member to `Cara`, a row to `CARA` (which columns it is offered for) and a function to `_BARU`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Enum, Integer, Numeric, String, UniqueConstraint

from models import kolom, riwayat
from models.base import Label, Panjang, Record, Rupiah
from models.pesan import N_, Keliru
from sop.access import Actor, Verb, may
from sop.belonging import akar

# What has a screen of its own for each value: passwords and roles, settings of many shapes, keys that are trusted.
TIDAK_MASSAL = frozenset({"pengguna", "pengaturan", "sertifikat_tepercaya"})
KODE = frozenset({"kode", "nomor", "nip", "nik"})
WAJIB = "{nama} wajib diisi."
TERLALU_PANJANG = N_("{nama} menjadi {n} huruf; paling panjang {maks}.")
TERLALU_BESAR = N_("{nama}: bilangan menjadi terlalu besar.")


class Cara(enum.StrEnum):
    ISI = "isi"
    KOSONGKAN = "kosongkan"
    TAMBAHKAN = "tambahkan"
    GANTI = "ganti"


@dataclass(frozen=True)
class Perubahan:
    """One column and what happens to it. `nilai`: of the column's type (ISI, TAMBAHKAN) or the new text (GANTI)."""

    kolom: str
    cara: Cara
    nilai: Any = None
    cari: str = ""


# --- what may be chosen -----------------------------------------------------------------------------------------------


def may_edit_many(actor: Actor, model: type[Record]) -> bool:
    """Is a bulk edit of this kind offered to this person at all? Each row is asked again."""
    return (
        akar(model).__tablename__ not in TIDAK_MASSAL and may(actor, Verb.UBAH, model) and bool(columns(model, actor))
    )


def columns(model: type[Record], actor: Actor) -> dict[str, tuple[Column[Any], Label]]:
    """The columns that a bulk edit may choose: fields of the form, but no own codes and nothing the person may not see.

    State columns are no fields (`isian=False`), so no bulk edit writes a state; what is unique cannot be the same in
    many rows. Parts stay with their whole, which may be of another Musrenbang.
    """
    personal = may(actor, Verb.PRIBADI, model)
    return {
        key: (column, label)
        for key, (column, label) in kolom.labelled(model).items()
        if label.isian
        and key != model.INDUK
        and (personal or not label.pribadi)
        and key not in own_codes(model)
        and ways(column)
    }


@cache
def own_codes(model: Any) -> frozenset[str]:
    """Columns that tell rows apart: by their name, or part of a unique index or constraint (references aside)."""
    table = model.__table__
    unique = [index.columns for index in table.indexes if index.unique]
    unique += [constraint.columns for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    found = {c.key for columns in unique for c in columns if not c.foreign_keys}
    return frozenset(found | KODE | {c.key for c in table.c if c.unique})


def ways(column: Column[Any]) -> tuple[Cara, ...]:
    """The ways that a column may be changed, in the order of the menu."""
    return tuple(cara for cara, offered in CARA.items() if offered(column))


def is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String | Panjang) and not isinstance(column.type, Enum)


def is_number(column: Column[Any]) -> bool:
    number = isinstance(column.type, Integer | Numeric | Rupiah) and not isinstance(column.type, Boolean)
    return number and not column.foreign_keys


def _fillable(column: Column[Any]) -> bool:
    """A file is given to one record by its own form; everything else that a form can read may be filled."""
    known = is_text(column) or is_number(column) or hasattr(column.type, "python_type")
    return known and kolom.target_of(column) != "berkas" and kolom.python_type(column.type) not in (dict, list, bytes)


def _can_be_empty(column: Column[Any]) -> bool:
    if isinstance(column.type, Boolean) and not column.nullable:
        return False  # a tick is given or not
    return bool(column.nullable or (column.default is not None and column.default.is_scalar))


CARA: dict[Cara, Callable[[Column[Any]], bool]] = {
    Cara.ISI: _fillable,
    Cara.KOSONGKAN: lambda column: _can_be_empty(column) and (_fillable(column) or bool(column.foreign_keys)),
    Cara.TAMBAHKAN: lambda column: _fillable(column) and (is_text(column) or is_number(column)),
    Cara.GANTI: lambda column: _fillable(column) and is_text(column),
}


# --- what comes of it -------------------------------------------------------------------------------------------------


def new_value(change: Perubahan, column: Column[Any], label: Label, old: Any) -> Any:
    """What the column holds afterwards; raises Keliru where its form would refuse the value."""
    new = _BARU[change.cara](change, column, old)
    if isinstance(new, str):
        new = new.strip()
    if new is None or new == "":
        return _empty(column, label)
    if isinstance(new, str) and is_text(column):
        _fits(new, column, label)
    if change.cara is Cara.TAMBAHKAN and is_number(column):
        _in_range(new, column, label)
    return new


def _empty(column: Column[Any], label: Label) -> Any:
    """As the form stores an empty field: nothing, or the column's own beginning."""
    if column.nullable:
        return None
    if not _can_be_empty(column):
        raise Keliru(WAJIB, column.key, nama=label.teks)
    return column.default.arg  # type: ignore[union-attr]


def longest(column: Column[Any]) -> int:
    """The most letters that a text column takes; 0: no bound."""
    kind: Any = getattr(column.type, "impl_instance", column.type)
    length: int | None = getattr(kind, "length", None)
    return length or 0


def _fits(text: str, column: Column[Any], label: Label) -> None:
    most = longest(column)
    if most and len(text) > most:
        raise Keliru(TERLALU_PANJANG, column.key, nama=label.teks, n=len(text), maks=most)


def _in_range(number: Any, column: Column[Any], label: Label) -> None:
    """The bounds of the form's readers (models/baca.py)."""
    kind = column.type
    if isinstance(kind, Rupiah):
        if number < 0:
            raise Keliru("{nama}: jumlah rupiah tidak boleh kurang dari nol.", column.key, nama=label.teks)
        most: Any = 10**15 - 1
    elif isinstance(kind, Numeric):
        most = Decimal(10) ** ((kind.precision or 16) - (kind.scale or 0)) - Decimal(1) / 10 ** (kind.scale or 0)
    else:
        most = 2**31 - 1
    if abs(number) > most:
        raise Keliru(TERLALU_BESAR, column.key, nama=label.teks)


def _append(change: Perubahan, column: Column[Any], old: Any) -> Any:
    """A number is added to (an empty one is nought); a text goes on after a space, a long one on a new line."""
    if is_number(column):
        return (old or 0) + change.nilai
    gap = "\n" if isinstance(column.type, Panjang) else " "
    return f"{old}{gap}{change.nilai}" if old else change.nilai


_BARU: dict[Cara, Callable[[Perubahan, Column[Any], Any], Any]] = {
    Cara.ISI: lambda change, column, old: change.nilai,
    Cara.KOSONGKAN: lambda change, column, old: None,
    Cara.TAMBAHKAN: _append,
    Cara.GANTI: lambda change, column, old: old.replace(change.cari, change.nilai or "") if old else old,
}


def apply(changes: Iterable[Perubahan], record: Record) -> bool:
    """Write the new values into the record; False if it holds them already. Raises Keliru at the first refusal."""
    labelled = kolom.labelled(type(record))
    changed = False
    for change in changes:
        column, label = labelled[change.kolom]
        old = getattr(record, change.kolom)
        if change.cara is Cara.GANTI and not (old and change.cari in old):
            continue  # a text that does not hold what is sought stays as it is, also where it is empty
        new = new_value(change, column, label, old)
        if new != old:
            setattr(record, change.kolom, new)
            changed = True
    return changed


# --- as an operation stores it ----------------------------------------------------------------------------------------


def to_json(changes: Iterable[Perubahan]) -> list[dict[str, Any]]:
    return [
        {"kolom": c.kolom, "cara": c.cara.value, "nilai": riwayat.json_nilai(c.nilai), "cari": c.cari} for c in changes
    ]


def from_json(model: type[Record], stored: Iterable[Mapping[str, Any]]) -> list[Perubahan]:
    """The changes of an operation; a number or date is again of its column's type."""
    found = []
    for row in stored:
        column, _ = kolom.labelled(model)[row["kolom"]]
        cara = Cara(row["cara"])
        value = row["nilai"] if cara is Cara.GANTI else kolom.from_json(column, row["nilai"])
        found.append(Perubahan(row["kolom"], cara, value, row["cari"]))
    return found


def check(model: type[Record], actor: Actor, changes: list[Perubahan]) -> None:
    """Only what may be chosen, each column once; the screen offers nothing else, a forged request does."""
    allowed = columns(model, actor)
    if not changes:
        raise Keliru("Belum ada isian yang dipilih untuk diubah.")
    if len({c.kolom for c in changes}) < len(changes):
        raise Keliru("Satu isian hanya dapat diubah dengan satu cara.")
    for change in changes:
        if change.kolom not in allowed or change.cara not in ways(allowed[change.kolom][0]):
            raise Keliru("“{apa}” tidak dapat diubah secara massal.", apa=change.kolom[:60])
        if change.cara is Cara.GANTI and not change.cari:
            raise Keliru("Tulis teks yang dicari.", change.kolom)
