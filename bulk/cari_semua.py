"""One question to all kinds: which records that this person may read hold these words, and in which column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bulk.daftar import acuan, ejaan, temu
from models import cari, kolom
from models.base import Record, db, kinds
from models.musrenbang import Musrenbang
from sop.access import Actor, Verb, may, scope

SETIAP = 8  # rows shown of each kind
SEKITAR = 40  # letters shown before the word, where it stands in a long text


@dataclass(frozen=True)
class Temuan:
    """One record: its name, and the column with its text where the words do not stand in the name."""

    id: int
    nama: str
    tahun: str = ""
    kolom: str = ""
    petikan: str = ""


@dataclass(frozen=True)
class Kelompok:
    """The hits of one kind; `lagi`: there are more than are shown."""

    kind: str
    judul: str
    temuan: list[Temuan] = field(default_factory=list)
    lagi: bool = False


def search(actor: Actor, typed: str, among: Sequence[str], each: int = SETIAP) -> list[Kelompok]:
    """The hits of every kind of `among` that the person may read, in that order; the newest records first."""
    words = cari.kata(typed)
    if not words:
        return []
    known, readable = kinds(), _readable(actor, among)
    hits = temu.hits(readable, words)
    groups = [_group(known[kind], actor, words, each, hits[kind]) for kind in readable if kind in hits]
    return [group for group in groups if group.temuan]


def spellings(actor: Actor, typed: str, among: Sequence[str]) -> list[str]:
    """Searches like this one that find something, where it finds nothing."""
    return ejaan.suggest(_readable(actor, among), typed, lambda text: bool(search(actor, text, among, 1)))


def _readable(actor: Actor, among: Sequence[str]) -> list[str]:
    return [kind for kind in among if may(actor, Verb.BACA, kinds()[kind])]


def _group(model: type[Record], actor: Actor, words: list[str], each: int, hits: list[int] | None) -> Kelompok:
    stmt = scope(db.select(model.id), actor, model).where(model.deleted_at.is_(None))
    ids = temu.newest(model, stmt, words, each + 1) if hits is None else temu.among(model, stmt, hits, each + 1)
    shown = ids[:each]
    return Kelompok(model.__tablename__, model.JUDUL, list(_hits(model, shown, words)), len(ids) > each)


def _hits(model: type[Record], ids: list[int], words: list[str]) -> Iterator[Temuan]:
    keys = cari.dicari(model)
    year = getattr(model, "musrenbang_id", None)
    names = acuan.read_names(model, acuan.name_query(model).where(model.id.in_(ids)))
    columns = [model.id, (year if year is not None else db.null()).label("tahun"), *(getattr(model, k) for k in keys)]
    rows = {row.id: row for row in db.session.execute(db.select(*columns).where(model.id.in_(ids)))}
    years = _years({row.tahun for row in rows.values()} - {None})
    for id_ in ids:
        if id_ in rows:
            key, text = _excerpt(names[id_], [(k, getattr(rows[id_], k)) for k in keys], words)
            title = str(kolom.labelled(model)[key][1].teks) if key else ""
            yield Temuan(id_, names[id_], years.get(rows[id_].tahun, ""), title, text)


def _years(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = db.session.execute(db.select(Musrenbang.id, Musrenbang.tahun).where(Musrenbang.id.in_(ids)))
    return {id_: str(year) for id_, year in rows}


def _excerpt(name: str, texts: Iterable[tuple[str, Any]], words: list[str]) -> tuple[str, str]:
    """The first column that holds a word that the name does not, cut around that word."""
    missing = [w for w in words if w not in cari.normal(name)]
    for key, text in texts:
        for word in missing:
            if text and (place := cari.normal(text).find(word)) >= 0:
                start = max(0, place - SEKITAR)
                cut = text[start : start + 4 * SEKITAR]
                return key, ("…" if start else "") + cut + ("…" if len(text) > start + 4 * SEKITAR else "")
    return "", ""
