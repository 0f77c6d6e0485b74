"""What sheets agree on: quoting formulas and taking the quotes away again."""

from __future__ import annotations

import random

import pytest

from bulk import lembar_kerja


@pytest.mark.parametrize("awal", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_leaves_with_an_apostrophe_before_it(awal: str) -> None:
    assert lembar_kerja.quote(f"{awal}1+1") == f"'{awal}1+1"


@pytest.mark.parametrize("teks", ["", "Jalan", "'", "'kutip'", "Jum'at", " =1", "a=b", "''"])
def test_what_no_program_takes_for_a_formula_stays_as_it_is(teks: str) -> None:
    assert lembar_kerja.quote(teks) == teks == lembar_kerja.unquote(teks)


def test_every_text_comes_back_as_it_went() -> None:
    acak = random.Random(7)
    for _ in range(20_000):
        teks = "".join(acak.choice("'=+-@\t\r\n a＝") for _ in range(acak.randrange(6)))
        pergi = lembar_kerja.quote(teks)
        assert lembar_kerja.unquote(pergi) == teks
        assert pergi[:1] not in lembar_kerja.PEMBUKA


def test_two_texts_never_leave_as_the_same_one() -> None:
    teks = ["=x", "'=x", "''=x", "'''=x", "x", "'x"]
    assert len({lembar_kerja.quote(t) for t in teks}) == len(teks)
