"""Marks: what was searched for stands in <mark>, and nothing that people typed becomes a tag."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.tanda import marker
from models import cari


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("jalan", "Perbaikan Jalan", "Perbaikan <mark>Jalan</mark>"),
        ("alan jal", "Jalan", "<mark>Jalan</mark>"),
        ("cafe", "Ke Café Ébène", "Ke <mark>Café</mark> Ébène"),
        ("cafe", "Cafe\u0301 lama", "<mark>Cafe\u0301</mark> lama"),
        ("ss", "Straße", "Stra<mark>ß</mark>e"),
        ("rw 7", "RW 07, RW 17", "<mark>RW</mark> 0<mark>7</mark>, <mark>RW</mark> 1<mark>7</mark>"),
        ("b>", "a<b>c", "a&lt;<mark>b&gt;</mark>c"),
        ("lt", "a<b", "a<b"),
        ("", "a<b", "a<b"),
    ],
)
def test_words_are_marked_as_they_were_found(typed: str, text: str, shown: str) -> None:
    assert marker(typed)(text) == shown


@given(st.text("aAé<>&\"' \u0301ß🙂", max_size=30), st.text("aAé<>& ß🙂", max_size=6))
def test_without_its_marks_the_text_is_the_same(text: str, typed: str) -> None:
    shown = marker(typed)(text)
    if hasattr(shown, "__html__"):
        assert html.unescape(re.sub("</?mark>", "", shown)) == text
        assert re.sub("</?mark>", "", shown).count("<") == 0
    else:
        assert shown == text
        assert not any(word in cari.normal(text) for word in cari.kata(typed))
