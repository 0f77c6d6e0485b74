"""The clock: UTC is stored, WIB (Asia/Jakarta) is shown and decides the year of a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
_tetap: ContextVar[datetime | None] = ContextVar("jam_tetap", default=None)


def sekarang() -> datetime:
    """Now, aware, in UTC."""
    return _tetap.get() or datetime.now(UTC)


def hari_ini() -> date:
    """Today in Bogor."""
    return sekarang().astimezone(WIB).date()


@contextmanager
def jam(saat: datetime) -> Iterator[None]:
    """Stop the clock at `saat`: for tests and for the marked demonstration year only."""
    token = _tetap.set(saat)
    try:
        yield
    finally:
        _tetap.reset(token)


def lokal(saat: datetime) -> datetime:
    """The moment as the clock on the wall in Bogor shows it."""
    return saat.astimezone(WIB)
