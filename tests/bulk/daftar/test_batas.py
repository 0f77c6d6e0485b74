"""A question that takes too long stops with a sentence, and the connection serves the next one."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bulk.daftar.batas import TerlaluLama, batas
from models.base import db

TANPA_AKHIR = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def test_what_takes_too_long_stops_with_a_sentence(session: Any) -> None:
    mulai = time.monotonic()
    with pytest.raises(TerlaluLama, match=r"lebih dari 0\.1 detik.*mempersempit"), batas(0.1):
        db.session.execute(TANPA_AKHIR)
    assert time.monotonic() - mulai < 5
    assert db.session.scalar(text("SELECT 1")) == 1


def test_a_quick_question_is_answered_and_the_limit_ends_with_the_block(session: Any) -> None:
    with batas(0.05):
        assert db.session.scalar(text("SELECT 1")) == 1
    lama = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT count(*) FROM n"
    for banyak in (300_000, 1_000_000, 3_000_000):  # until it takes longer than the limit did
        mulai = time.monotonic()
        assert db.session.scalar(text(lama.format(banyak))) == banyak
        if time.monotonic() - mulai > 0.1:
            return
    pytest.fail("no question took longer than the limit, so nothing was tried")


def test_another_fault_of_the_database_stays_what_it_is(session: Any) -> None:
    with pytest.raises(DBAPIError), batas(1):
        db.session.execute(text("SELECT * FROM tidak_ada"))
    db.session.rollback()
