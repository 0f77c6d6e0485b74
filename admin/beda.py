"""Before and after of a value as marked text: what went away in <del>, what came in <ins>, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from documents.tulisan import KOSONG

TERBANYAK = 600  # words on each side that are compared one by one; longer texts are shown as a whole
SEKITAR = 6  # words that stay on each side of a change
MIRIP = 0.35  # texts that have less in common read better one after the other


def render(old: str, new: str) -> Markup:
    """Safe HTML; the parts that are the same stand once, long ones are shortened to their ends."""
    if old == new:
        return escape(old or KOSONG)
    if not old or not new:
        return _marked("ins", new) if new else _marked("del", old) + Markup(" (kosong)")
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    one_word = min(len(before), len(after)) < 3
    if one_word or max(len(before), len(after)) > 2 * TERBANYAK or _likeness(old, new) < MIRIP:
        return _marked("del", old) + Markup(" ") + _marked("ins", new)
    html = Markup("")
    steps = matcher.get_opcodes()
    for n, (tag, a, b, c, d) in enumerate(steps):
        if tag == "equal":
            html += escape(_shortened(before[a:b], n > 0, n < len(steps) - 1))
            continue
        html += _marked("del", "".join(before[a:b])) + _marked("ins", "".join(after[c:d]))
    return html


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    """Words and the spaces between them, so that nothing of the text is lost."""
    return re.findall(r"\s+|[^\s]+", text)


def _marked(tag: str, text: str) -> Markup:
    return Markup(f"<{tag}>") + escape(text) + Markup(f"</{tag}>") if text else Markup("")  # noqa: S704  # tag is ours


def _shortened(words: list[str], after_change: bool, before_change: bool) -> str:
    keep = 2 * SEKITAR
    if len(words) <= 2 * keep + 1:
        return "".join(words)
    head = words[:keep] if after_change else []
    tail = words[-keep:] if before_change else []
    return "".join(head) + " … " + "".join(tail)
