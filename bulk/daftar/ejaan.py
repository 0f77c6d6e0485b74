"""Near spellings: what somebody may have meant whose search finds nothing.

Candidates are words that stand in texts of the kind (`kata_cari`), nearest first (letters changed, swapped, left out or
too many), then the more frequent. Offered is only what finds at least one row of this very list, so nobody learns of a
word that stands in rows which they may not read. Python compares, so both databases offer the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bulk.daftar import temu
from models import cari
from models.base import db
from models.cari import KataCari

KOSAKATA = 30_000  # words that are compared, the most frequent ones
USUL = 3
CALON = 3  # candidates of one word
COBA = 12  # combinations that are tried


def suggest(kinds: Sequence[str], typed: str, finds: Callable[[str], bool]) -> list[str]:
    """At most three searches like this one that find something (`finds`), the nearest first."""
    words = cari.kata(typed)
    unknown = [w for w in words if _guessable(w) and not temu.stands_in(kinds, w)]
    if not unknown:
        return []
    known = _vocabulary(kinds)
    choices = [_near(w, known) if w in unknown else [w] for w in words]
    tried = islice(_combined(choices), COBA)
    return list(islice((text for text in tried if finds(text)), USUL))


def _guessable(word: str) -> bool:
    """A number or a code has no near spelling: the next one is another record."""
    return len(word) >= 4 and word.isalpha()


def _vocabulary(kinds: Sequence[str]) -> dict[str, int]:
    total = db.func.sum(KataCari.jumlah)
    stmt = db.select(KataCari.kata, total).where(KataCari.kind.in_(kinds)).group_by(KataCari.kata)
    return {word: int(n) for word, n in db.session.execute(stmt.order_by(total.desc(), KataCari.kata).limit(KOSAKATA))}


def _near(word: str, known: dict[str, int]) -> list[str]:
    """The words of which this one may be a misspelling; the longer it is, the more letters may be wrong."""
    most = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
    ranked = sorted(found, key=lambda hit: (hit[1], -known[hit[0]], hit[0]))
    return [near for near, _, _ in ranked[:CALON]]


def _combined(choices: list[list[str]]) -> Iterator[str]:
    """Every way to put the words together, the nearest first."""
    ranks = sorted(product(*(range(len(c)) for c in choices)), key=lambda r: (sum(r), r))
    return (" ".join(c[i] for c, i in zip(choices, rank, strict=True)) for rank in ranks)
