"""What the tests of bulk work share: counting the statements that they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from models.base import db


@pytest.fixture
def hitung_kueri(session: Any) -> Iterator[Callable[[], int]]:
    """How many statements the database was given so far."""
    jumlah = [0]

    def catat(*_: Any) -> None:
        jumlah[0] += 1

    event.listen(db.engine, "before_cursor_execute", catat)
    yield lambda: jumlah[0]
    event.remove(db.engine, "before_cursor_execute", catat)
