"""The worker's sign of life: a row of `keadaan_sistem`, written every half minute, that says it is there and where.

Whoever waits for work learns from its age that nobody works. It stands outside the diary, and its transaction holds one
statement's time of SQLite's write lock.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from models import keadaan
from models.base import db
from models.waktu import sekarang

log = logging.getLogger(__name__)
EVERY = 30.0  # seconds


def watch(context: Callable[[], AbstractContextManager[Any]], stop: threading.Event) -> None:
    """The thread: until told to stop; a sign that could not be written is followed by the next one."""
    since = sekarang().isoformat()
    while True:
        try:
            with context():
                beat(since)
        except Exception as error:
            log.warning("tanda hidup pekerja tidak tertulis: %s", type(error).__name__)
        if stop.wait(EVERY):
            return


def beat(since: str) -> None:
    row = {"mesin": platform.node(), "proses": os.getpid(), "sejak": since}
    keadaan.catat(db.session, keadaan.PEKERJA, True, row)
    db.session.commit()
