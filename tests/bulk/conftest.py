"""What the tests of bulk work share: a patience that no busy machine ends, and counting the statements they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bulk import operasi, persetujuan
from models.base import db


@pytest.fixture(autouse=True)
def sabar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person waits for is done at once; a test of what the queue takes over sets its own patience."""
    for modul in (operasi, persetujuan):
        monkeypatch.setattr(modul, "TUNGGU_DETIK", 60.0)


@pytest.fixture
def hitung_kueri(session: Any) -> Iterator[Callable[[], int]]:
    """How many statements the database was given so far."""
    jumlah = [0]

    def catat(*_: Any) -> None:
        jumlah[0] += 1

    event.listen(db.engine, "before_cursor_execute", catat)
    yield lambda: jumlah[0]
    event.remove(db.engine, "before_cursor_execute", catat)
