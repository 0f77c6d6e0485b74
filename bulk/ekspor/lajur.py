"""The columns of an export: which of them this person may take out, their headings, and of which sort they are."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Float, Integer, Numeric, Time, type_coerce
from sqlalchemy.types import NullType, String

from bulk import lembar_kerja
from bulk.daftar.spec import ListSpec, of
from documents import tulisan
from models import kolom
from models.base import Panjang, Record, Rupiah, UTCDateTime
from models.pesan import Keliru
from sop.access import Actor, Verb, may


class Sort(enum.Enum):
    """What the values of a column are; each format has one writer for each sort."""

    TEKS = "teks"
    PANJANG = "teks panjang"
    ACUAN = "acuan"
    PILIHAN = "pilihan"
    BENAR = "ya atau tidak"
    RUPIAH = "rupiah"
    BILANGAN = "bilangan"
    TAHUN = "bilangan tanpa titik ribuan"
    DESIMAL = "desimal"
    TANGGAL = "tanggal"
    SAAT = "saat"
    JAM = "jam"


@dataclass(frozen=True)
class Lajur:
    """One column of the sheet; `sebutan` gives the words of a closed list, `target` the kind that is referred to.

    `made`: writes the texts of the column from what `ungkapan` gives, where a screen has a way of its own.
    """

    kunci: str
    judul: str
    sort: Sort
    ungkapan: Any
    target: str = ""
    sebutan: dict[str, str] = field(default_factory=dict)
    made: Callable[[Sequence[Any]], Sequence[Any]] | None = None


def choose(
    model: type[Record],
    actor: Actor,
    keys: list[str],
    everything: bool,
    personal: bool = False,
    spec: ListSpec | None = None,
    made: Mapping[str, Callable[[Sequence[Any]], Sequence[Any]]] | None = None,
) -> list[Lajur]:
    """The columns of the list, or all of the kind; the panel's number last, so that the sheet can come back.

    Personal columns come only where they were asked for, and with the right to them: a mask in their place would come
    back as a value.
    """
    known, made = (spec or of(model)).columns, made or {}
    if unknown := [key for key in keys if key not in known]:
        raise Keliru("Kolom “{nama}” tidak ada pada daftar ini.", nama=unknown[0][:40])
    personal = personal and may(actor, Verb.PRIBADI, model)
    wanted = [key for key in (known if everything else keys) if personal or not known[key][1].pribadi]
    chosen = [
        Lajur(key, known[key][1].teks, Sort.TEKS, model.id.label(f"k_{key}"), made=made[key])
        if key in made
        else of_column(model, key, *known[key])
        for key in wanted
    ]
    if everything:
        chosen += [
            Lajur("sumber", lembar_kerja.SUMBER, Sort.TEKS, model.sumber),
            Lajur("kode_eksternal", lembar_kerja.KODE_LUAR, Sort.TEKS, model.kode_eksternal),
        ]
    return [*chosen, Lajur("id", lembar_kerja.NOMOR, Sort.TAHUN, model.id)]


def of_column(model: type[Record], key: str, column: Column[Any], label: Any) -> Lajur:
    attribute, sort = getattr(model, key), sort_of(column)
    if target := kolom.target_of(column):
        return Lajur(key, label.teks, sort, attribute, target=target)
    if isinstance(column.type, Enum):
        words = {str(m.value): tulisan.word(m) for m in column.type.enum_class or ()}
        # As stored: a word of the table below is found faster than a member of its class is made.
        return Lajur(key, label.teks, sort, type_coerce(attribute, String()), sebutan=words)
    if sort is Sort.DESIMAL:
        return Lajur(key, label.teks, sort, type_coerce(attribute, NullType()))
    return Lajur(key, label.teks, sort, attribute)


def sort_of(column: Column[Any]) -> Sort:
    if kolom.target_of(column):
        return Sort.ACUAN
    kind = column.type
    plain = "tahun" in column.key or "urut" in column.key  # numbers that nobody writes with a thousands point
    for types, sort in (
        (Enum, Sort.PILIHAN),
        (Boolean, Sort.BENAR),
        (Rupiah, Sort.RUPIAH),
        (UTCDateTime, Sort.SAAT),
        (Date, Sort.TANGGAL),
        (Time, Sort.JAM),
        (Panjang, Sort.PANJANG),
        (Integer, Sort.TAHUN if plain else Sort.BILANGAN),
        (Numeric | Float, Sort.DESIMAL),
    ):
        if isinstance(kind, types):
            return sort
    return Sort.TEKS
