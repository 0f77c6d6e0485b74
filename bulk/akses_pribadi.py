"""Writes down who comes to personal data, and knows which columns are such; the caller commits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from documents import catalog
from models import kolom
from models.akses_pribadi import AksesPribadi, CaraAkses
from models.base import Record, db, kinds
from models.pesan import rangkai
from sop.access import Actor

# A telephone number or an identity number that somebody typed into a filter is personal itself.
ANGKA_PANJANG = re.compile(r"\+?\d[\d\s.()-]{6,}\d")
SAMAR = "••••••"


@cache
def columns(model: Any) -> frozenset[str]:
    """The personal columns of a kind."""
    return frozenset(key for key, (_, label) in kolom.labelled(model).items() if label.pribadi)


def filled(record: Record) -> bool:
    return any(getattr(record, key) not in (None, "") for key in columns(type(record)))


def titles(model: type[Record], keys: Iterable[str] | None = None) -> str:
    """The labels of personal columns in words, in the order of the model."""
    wanted = columns(model) if keys is None else set(keys)
    return str(rangkai(", ", [label.teks for key, (_, label) in kolom.labelled(model).items() if key in wanted]))


def of_one(actor: Actor, cara: CaraAkses, record: Record, keys: Iterable[str] | None = None) -> None:
    """Of one record: which of its columns, or all that are personal."""
    tentang = f"{type(record).JUDUL} #{record.id}: {record}"
    _add(actor, cara, type(record), tentang, record.id, titles(type(record), keys), None, 1)


def of_many(
    actor: Actor, cara: CaraAkses, model: type[Record], jumlah: int, saringan: str, keys: Iterable[str] | None = None
) -> None:
    """Of many rows at once: one line that says by which filter and how many."""
    _add(actor, cara, model, str(model.JUDUL), None, titles(model, keys), saringan, jumlah)


def printed(actor: Actor, papers: Iterable[tuple[str, str, int]]) -> None:
    """Papers (code, kind, record id) that hold personal values: one line for each sort of paper."""
    counted: dict[tuple[str, str], list[int]] = {}
    for code, kind, id_ in papers:
        counted.setdefault((code, kind), []).append(id_)
    for (code, kind), ids in counted.items():
        paper = catalog.kertas(code, kind)
        if paper is not None and paper.pribadi:
            part, *keys = paper.pribadi
            one, words = ids[0] if len(ids) == 1 else None, titles(kinds()[part], keys)
            _add(
                actor,
                CaraAkses.CETAK,
                kinds()[kind],
                f"{paper.judul}{f' #{one}' if one else ''}",
                one,
                words,
                None,
                len(ids),
            )


def _add(
    actor: Actor,
    cara: CaraAkses,
    model: type[Record],
    tentang: str,
    record_id: int | None,
    judul: str,
    saringan: str | None,
    jumlah: int,
) -> None:
    db.session.add(
        AksesPribadi(
            pengguna_id=actor.pengguna_id,
            nama=actor.nama[:150],
            peran=str(actor.sebutan)[:200],
            cara=cara,
            data_kind=model.__tablename__,
            data_id=record_id,
            tentang=tentang[:300],
            kolom=judul[:500],
            saringan=ANGKA_PANJANG.sub(SAMAR, saringan)[:1000] if saringan else None,
            jumlah=jumlah,
        )
    )
