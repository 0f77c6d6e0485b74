"""Writes down who comes to personal data, and knows which columns and files are such; the caller commits.

A file that is opened is either a scan (`pindaian` on its column), or what it was made of says what is in it: to add a
kind that keeps such files, add a row to ISI.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from bulk.bentuk import BENTUK
from documents import catalog
from documents.tulisan import TERTUTUP
from models import kolom
from models.akses_pribadi import AksesPribadi, CaraAkses
from models.base import Record, db, kinds
from models.operasi import OperasiBaris
from models.pesan import Pesan, rangkai
from models.transaksi import menulis
from sop.access import Actor, Verb, explain

# A telephone number or an identity number that somebody typed into a filter is personal itself.
ANGKA_PANJANG = re.compile(r"\+?\d[\d\s.()-]{6,}\d")


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


def _papers(papers: Iterable[tuple[str, str]]) -> list[str]:
    found = [paper for code, kind in papers if (paper := catalog.kertas(code, kind)) is not None and paper.pribadi]
    return [titles(kinds()[paper.pribadi[0]], paper.pribadi[1:]) for paper in found]


def closed(paper: catalog.Kertas | None, actor: Actor) -> Pesan | None:
    """Why this person may not print a tool of the desk that shows personal values openly; None: may.

    What is evidence itself (a berita acara) is read whole by whoever may read it.
    """
    if paper is None or not paper.alat or not paper.pribadi:
        return None
    return explain(actor, Verb.PRIBADI, kinds()[paper.pribadi[0]])


def _printed_by(operation: Any) -> list[str]:
    row = OperasiBaris
    found = db.session.execute(db.select(row.kode, row.kind).where(row.operasi_id == operation.id).distinct())
    shape = BENTUK.get((operation.isian or {}).get("bentuk", ""))
    along = [titles(kinds()[shape.pribadi])] if shape is not None and shape.pribadi else []
    return [*_papers((code, kind) for code, kind in found if code and kind), *along]


# What is personal in the stored file of a record, in words.
ISI: dict[str, Callable[[Any], list[str]]] = {
    "dokumen": lambda d: _papers([(d.kode, d.naskah_kind)]),
    "operasi": _printed_by,
}


def opened(actor: Actor, record: Record, column: str) -> None:
    """The stored file in `column` of a record, if it may hold personal data. Committed here, as a page only reads."""
    label = kolom.labelled(type(record))[column][1]
    words = [str(label.teks)] if label.pindaian else ISI.get(record.kind, lambda _: [])(record)
    if not words:
        return
    about = (type(record), f"{type(record).JUDUL} #{record.id}: {record}", record.id)
    with while_reading():
        _add(actor, CaraAkses.BERKAS, *about, ", ".join(dict.fromkeys(words)), None, 1)


@contextmanager
def while_reading() -> Iterator[None]:
    """Lines of a page that only reads stand in a transaction of their own, written before anything is handed out."""
    db.session.commit()
    with menulis():
        yield
        db.session.commit()


def printed(actor: Actor, papers: Iterable[tuple[str, str, int]]) -> None:
    """Papers (code, kind, record id) that hold personal values: one line for each sort, with how many people's."""
    counted: dict[tuple[str, str], list[int]] = {}
    for code, kind, id_ in papers:
        counted.setdefault((code, kind), []).append(id_)
    for (code, kind), ids in counted.items():
        paper = catalog.kertas(code, kind)
        if paper is not None and paper.pribadi and closed(paper, actor) is None:
            part, *keys = paper.pribadi
            model, words = kinds()[kind], titles(kinds()[part], keys)
            records = [record for id_ in ids if (record := db.session.get(model, id_)) is not None]
            people = sum(map(paper.orang, records)) or len(ids)
            one = ids[0] if len(ids) == 1 else None
            about = f"{paper.judul} #{one}{f': {records[0]}' if records else ''}" if one else str(paper.judul)
            _add(actor, CaraAkses.CETAK, model, about, one, words, None, people)


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
            saringan=ANGKA_PANJANG.sub(TERTUTUP, saringan)[:1000] if saringan else None,
            jumlah=jumlah,
        )
    )
