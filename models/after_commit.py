"""What follows a commit (waking the worker, the first chunk, the PDF): it may fail, and the commit stays true.

Such work stands as waiting in the database and the worker finds it by itself; so a failure is logged and noted here,
and whoever answers the person says that it is stored and waits (admin/unfinished.py).
"""

from __future__ import annotations

import contextlib
import enum
import errno
import logging
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from sqlalchemy.exc import SQLAlchemyError

from models.base import db
from models.pesan import SopError

log = logging.getLogger(__name__)
FULL_WORDS = re.compile("disk is full|No space left|could not extend file")
FULL_ERRNO = (errno.ENOSPC, errno.EDQUOT)
FULL_SQLSTATE = "53100"


class Unfinished(enum.Enum):
    """Why work that is stored was not begun at once."""

    DISK_FULL = "disk full"
    NOT_WOKEN = "not woken"


# Who takes on work that may wait, by its name. The module that does it enters itself, so that without a queue (tests,
# commands) it is done at once; bulk/antrean.py enters the queue in its place.
HAND_OFF: dict[str, Callable[[int], object]] = {}
_noted: ContextVar[Unfinished | None] = ContextVar("unfinished", default=None)


def disk_full(error: BaseException | None) -> bool:
    """Is there no room left where something had to be written? Looks through what the error was raised from."""
    while error is not None:
        inner = getattr(error, "orig", None) or error
        full = getattr(inner, "errno", None) in FULL_ERRNO or getattr(inner, "sqlstate", None) == FULL_SQLSTATE
        if full or FULL_WORDS.search(str(inner)):
            return True
        error = error.__cause__ or error.__context__
    return False


def note(error: BaseException) -> None:
    """Work was left waiting because of this."""
    _noted.set(Unfinished.DISK_FULL if disk_full(error) else Unfinished.NOT_WOKEN)


def take() -> Unfinished | None:
    """What was noted since the last call in this thread."""
    noted = _noted.get()
    _noted.set(None)
    return noted


def hand_off(work: str, number: int) -> None:
    """Leave committed work, a row of the database, to whoever takes it on."""
    HAND_OFF[work](number)


@contextlib.contextmanager
def afterwards(work: str, number: int) -> Iterator[None]:
    """Around what follows a commit. A sentence for people goes on its way; every other failure is logged and noted."""
    try:
        yield
    except SopError:
        raise
    except Exception as error:
        with contextlib.suppress(SQLAlchemyError):
            db.session.rollback()
        # A full disk is told in one line: the worker comes back to it again and again.
        log.error(
            "%s %s menunggu: %s", work, number, type(error).__name__, exc_info=None if disk_full(error) else error
        )
        note(error)
