"""How a list reads its search: the plan depends on how common the words are, the rows that are found never do.

Few hits are taken from the index of the database once. Of more, a sample of the list says what is cheaper: words that
stand in many rows (`SERING`) are looked for row by row in the order of the list, which soon fills a page; otherwise the
index gives all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, column, func, literal, tablesample

from bulk.daftar import halaman, saring
from bulk.daftar.spec import ListSpec
from models import cari
from models.base import Record, db
from models.base import kinds as known_kinds
from models.cari import FTS, SELANG, TeksCari
from sop.access import Actor

SAMPEL = 400  # rows that are looked into to learn how common the words are
SERING = 0.02  # of the sample
SEDERET = 20_000  # so many texts are read in turn sooner than one by one beside their rows
SEMUA = (0, 2**62)  # the numbers of every kind
BERSAMA = 2000  # hits of all kinds together that are taken at once


def prepare(
    model: type[Record],
    actor: Actor,
    found: saring.Saringan,
    typed: str,
    deleted: bool = False,
    spec: ListSpec | None = None,
) -> tuple[int, bool]:
    """Choose how `found` searches for what was typed; the count of the list, as `jumlah.count` gives it."""
    words = cari.kata(typed)
    rows = halaman.select_rows(model, actor, found, deleted, search=False, spec=spec)
    if not cari.dicari(model):
        return 0, True  # `found.cari` says so already
    span = _span(model, found)
    # FTS5 tells at once whether there are few hits; PostgreSQL's index would first gather those of a common word.
    sample = None if cari.by_fts(words) else _sample(model, rows, words, span, bool(found.syarat))
    if not (sample.often if sample else _many(model, words, span)):
        first = _some(model, words, span, halaman.SEDIKIT + 1)
        if len(first) <= halaman.SEDIKIT:
            return _only(model, found, rows, first)
    sample = sample or _sample(model, rows, words, span, bool(found.syarat))
    if sample.whole:
        return _only(model, found, rows.where(*per_row(model, words)), None)
    if sample.often:
        found.cari = per_row(model, words)
        if sample.about > 4 * halaman.SEDIKIT:  # far more than are counted: no need to count them
            return halaman.SEDIKIT, False
        if 0 < sample.width <= SEDERET:
            through = _some(model, words, span, halaman.SEDIKIT + 1, in_turn=True)
            if len(through) <= halaman.SEDIKIT:
                return _only(model, found, rows, through)
    ids = list(db.session.scalars(rows.where(*found.cari).limit(halaman.SEDIKIT + 1)))
    if len(ids) > halaman.SEDIKIT:
        return halaman.SEDIKIT, False
    found.cari = [_among(model, ids)]  # to find them twice would cost twice
    return len(ids), True


@dataclass(frozen=True)
class Sampel:
    """`size` rows of a list were looked into, `hits` hold the words; `width`: how many rows these stand for."""

    size: int
    hits: int
    width: int
    whole: bool  # the list has no other rows

    @property
    def often(self) -> bool:
        return self.size > 0 and self.hits >= SERING * self.size

    @property
    def about(self) -> int:
        return self.hits * self.width // SAMPEL


def _only(model: type[Record], found: saring.Saringan, rows: Select[Any], ids: list[int] | None) -> tuple[int, bool]:
    """The hits are few: from now on they are asked for by their ids."""
    if ids is None:
        ids = list(db.session.scalars(rows))
    found.cari = [_among(model, ids)]
    return _counted(rows.where(*found.cari))


def _among(model: type[Record], ids: list[int]) -> ColumnElement[bool]:
    """`id IN (…)` as one parameter: a thousand of them take longer to write than to answer."""
    if db.engine.dialect.name == "sqlite":
        return model.id.in_(db.select(column("value")).select_from(func.json_each(json.dumps(ids))))
    return model.id == func.any(literal(ids, ARRAY(Integer)))  # type: ignore[no-any-return]


def _counted(rows: Select[Any]) -> tuple[int, bool]:
    most = halaman.SEDIKIT
    n = db.session.scalar(db.select(func.count()).select_from(rows.limit(most + 1).subquery())) or 0
    return min(n, most), n <= most


def _span(model: type[Record], found: saring.Saringan) -> tuple[int, int]:
    """Between which ids the rows of the asked Musrenbang lie (those of one year were mostly written in one go)."""
    year = found.tetap.get("musrenbang_id")
    if year is None:
        return 0, 2**SELANG - 1
    mine = (TeksCari.kind == model.__tablename__, TeksCari.musrenbang_id == year)
    ends = [db.select(f(TeksCari.record_id)).where(*mine).scalar_subquery() for f in (func.min, func.max)]
    low, high = db.session.execute(db.select(*ends)).one()
    return low or 0, high or 0


def _some(
    model: type[Record],
    words: Sequence[str],
    span: tuple[int, int],
    limit: int,
    *,
    newest: bool = False,
    in_turn: bool = False,
) -> list[int]:
    """The ids of some hits between two ids, filters left aside; the newest ones first if that is asked.

    `in_turn`: the texts are read one after the other, not looked up in the index.
    """
    start = cari.nomor(model.__tablename__)
    number, conditions = _found(words, start + span[0], start + span[1], walk=newest or in_turn)
    stmt = db.select(number).where(*conditions).limit(limit)
    if in_turn:
        return [i - start for (i,) in db.session.connection().execute(stmt)]
    if newest:
        return [i - start for (i,) in db.session.connection().execute(stmt.order_by(number.desc()))]
    with by_index(words):
        return [i - start for (i,) in db.session.connection().execute(stmt)]


def _many(model: type[Record], words: Sequence[str], span: tuple[int, int]) -> bool:
    """Does FTS5 find more hits than are listed by their ids? Counting them is cheaper than fetching them."""
    start = cari.nomor(model.__tablename__)
    number, conditions = _found(words, start + span[0], start + span[1])
    some = db.select(number).where(*conditions).limit(halaman.SEDIKIT + 1).subquery()
    return (db.session.scalar(db.select(func.count()).select_from(some)) or 0) > halaman.SEDIKIT


@contextmanager
def by_index(words: Sequence[str]) -> Iterator[None]:
    """Within: PostgreSQL takes its trigram index. It guesses badly how rare several words together are, and would
    rather read the whole table until it finds the last of two rows."""
    if db.engine.dialect.name == "sqlite" or not any(len(w) >= cari.TERPENDEK for w in words):
        yield
        return
    for plan in ("enable_seqscan", "enable_indexscan"):
        db.session.execute(db.text(f"SET LOCAL {plan} = off"))
    yield
    for plan in ("enable_seqscan", "enable_indexscan"):
        db.session.execute(db.text(f"SET LOCAL {plan} = DEFAULT"))


def _found(words: Sequence[str], first: int, last: int, walk: bool = True) -> tuple[Any, list[ColumnElement[bool]]]:
    """The number and the conditions of the hits between two numbers; `walk`: they may be read in their order."""
    if cari.by_fts(words):
        return FTS.c.rowid, cari.fts(words, first, last)
    # Written as a sum the bounds serve no index: PostgreSQL would join a million numbers to the hits of a rare word.
    number = TeksCari.id if walk else TeksCari.id + 0
    between = [number.between(first, last)] if (first, last) != SEMUA else []
    return TeksCari.id, [*between, *(cari.memuat(TeksCari.teks, w) for w in words)]


def _sample(
    model: type[Record], rows: Select[Any], words: Sequence[str], span: tuple[int, int], filtered: bool
) -> Sampel:
    """Rows spread over a span of ids; of a filtered list the first that come."""
    width = 0
    if filtered:
        chosen = rows.limit(SAMPEL).subquery()
    else:
        low, high = span[0], min(span[1], db.session.scalar(db.select(func.max(model.id))) or 0)
        width = high - low + 1
        step = max(1, width // SAMPEL)
        # Not at equal distances: what comes in regular order would be seen too often or never.
        ids = {low + n * step + n * n * 7919 % step for n in range(min(SAMPEL, width))}
        chosen = rows.where(_among(model, sorted(ids))).subquery()
    hit = db.select(db.and_(*(cari.memuat(TeksCari.teks, w) for w in words)))
    hit = hit.where(TeksCari.id == cari.nomor_baris(model, chosen.c.id)).correlate(chosen)
    one = db.case((hit.scalar_subquery(), 1), else_=0)
    size, hits = db.session.execute(db.select(func.count(), func.coalesce(func.sum(one), 0)).select_from(chosen)).one()
    return Sampel(size, hits, width, filtered and size < SAMPEL)


def per_row(model: type[Record], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The condition that looks into the text of the row at hand; the database cannot turn it into another plan."""
    text = db.select(db.and_(*(cari.memuat(TeksCari.teks, w) for w in words)))
    return [text.where(TeksCari.id == cari.nomor_baris(model)).correlate(model).scalar_subquery()]


# --- the search over all kinds ----------------------------------------------------------------------------------------


def hits(kinds: Iterable[str], words: Sequence[str]) -> dict[str, list[int] | None]:
    """The kinds that hold the words, with the ids of all hits where they are few (the newest first), else None."""
    if cari.by_fts(words) or not any(len(w) >= cari.TERPENDEK for w in words) or _often_anywhere(words):
        return dict.fromkeys(kinds_with(kinds, words))
    number, conditions = _found(words, *SEMUA)
    with by_index(words):
        ids = list(db.session.scalars(db.select(number).where(*conditions).limit(BERSAMA + 1)))
    if len(ids) > BERSAMA:
        return dict.fromkeys(kinds_with(kinds, words))
    start = {cari.nomor(kind): kind for kind in kinds}
    found: dict[str, list[int] | None] = {}
    for id_ in sorted(ids, reverse=True):
        if kind := start.get(id_ >> SELANG << SELANG):
            found.setdefault(kind, []).append(id_ % 2**SELANG)  # type: ignore[union-attr]
    return found


def _often_anywhere(words: Sequence[str]) -> bool:
    """PostgreSQL only: do the words stand in many of the texts of some pages of the table, taken at random?"""
    some = tablesample(TeksCari.__table__, func.system(0.2), name="sebagian")  # type: ignore[arg-type]
    hit = db.and_(*(cari.memuat(some.c.teks, w) for w in words))
    stmt = db.select(func.count(), func.count().filter(hit)).select_from(some)
    size, found = db.session.execute(stmt).one()
    return size >= SAMPEL and found >= SERING * size


def newest(model: type[Record], rows: Select[Any], words: Sequence[str], limit: int) -> list[int]:
    """The ids of the newest hits among these rows."""
    ids: list[int] = []
    last, size = 2**SELANG - 1, 4 * limit
    while len(ids) < limit and (some := _some(model, words, (0, last), size, newest=True)):
        ids += db.session.scalars(rows.where(model.id.in_(some)).order_by(model.id.desc()))
        last, size = (some[-1] - 1, min(size * 4, 1000)) if len(some) == size else (-1, size)
    return ids[:limit]


def among(model: type[Record], rows: Select[Any], ids: list[int], limit: int) -> list[int]:
    """Those of the ids that are among these rows, the newest first."""
    return list(db.session.scalars(rows.where(_among(model, ids)).order_by(model.id.desc()).limit(limit)))


def stands_in(kinds: Sequence[str], word: str) -> bool:
    """Does any record of these kinds hold the word?"""
    if len(kinds) == 1:
        return bool(_some(known_kinds()[kinds[0]], [word], (0, 2**SELANG - 1), 1))
    return bool(hits(kinds, [word]))


def kinds_with(kinds: Iterable[str], words: Sequence[str]) -> list[str]:
    """Those of the kinds in which any record holds all the words."""
    start = {cari.nomor(kind): kind for kind in kinds}
    found, at = [], 0
    while (id_ := _next(words, at)) is not None:
        number = id_ >> SELANG << SELANG
        found += [start[number]] if number in start else []
        at = number + 2**SELANG
    return found


def _next(words: Sequence[str], at: int) -> int | None:
    """The first hit of any kind from this number on."""
    number, conditions = _found(words, at, 2**62)
    return db.session.scalar(db.select(number).where(*conditions).order_by(number).limit(1))
