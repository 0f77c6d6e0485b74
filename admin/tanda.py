"""Marks what was searched for in the texts that are shown: accents and capitals count as little as in the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from models import cari


def marker(typed: str) -> Callable[[str], str]:
    """A function that marks the words of this search in a text; without words it gives the text back."""
    words = cari.kata(typed)
    return (lambda text: mark(text, words)) if words else str


def mark(text: str, words: Sequence[str]) -> str:
    """The text with <mark> around each word, everything else escaped; the plain text if nothing is found."""
    parts = segments(text, words)
    if not any(marked for _, marked in parts):
        return text
    done = (f"<mark>{escape(part)}</mark>" if marked else str(escape(part)) for part, marked in parts)
    return Markup("".join(done))  # noqa: S704  # every piece has been escaped


def segments(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text cut into pieces: (piece, whether it is one of the words)."""
    folded, places = _fold(text)
    spans = sorted(span for word in words for span in _spans(folded, word))
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, end in _merged(spans):
        # One letter can be two to the search (ß): half of it is marked whole.
        first, last = (start, end) if places is None else (places[start], max(places[end], places[end - 1] + 1))
        first = max(first, done)
        parts += [(text[done:first], False), (text[first:last], True)]
        done = last
    return [(part, marked) for part, marked in (*parts, (text[done:], False)) if part]


def _fold(text: str) -> tuple[str, list[int] | None]:
    """The text as the search sees it, and where each of its letters stands in the original (None: at its own)."""
    if text.isascii():
        return text.lower(), None
    folded, places = "", []
    for place, letter in enumerate(text):
        plain = cari.normal(letter) if not letter.isspace() else " "
        folded += plain
        places += [place] * len(plain)
    return folded, [*places, len(text)]


def _spans(folded: str, word: str) -> list[tuple[int, int]]:
    found, start = [], folded.find(word)
    while start >= 0:
        found.append((start, start + len(word)))
        start = folded.find(word, start + len(word))
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
