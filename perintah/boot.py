"""How a process of gunicorn ends that cannot start: with one sentence, not with a trace for each process, for ever."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from perintah.kalimat import SALAH, kalimat

LOAD_ERROR = 4  # gunicorn's own code for an application that cannot be loaded: the master ends as well
TRY_AGAIN = 1  # the master starts another process
GATHER, PAUSE = 1.0, 5.0  # seconds


@contextmanager
def one_sentence() -> Iterator[None]:
    """What somebody has to mend ends gunicorn as a whole; while the database is away another process tries later."""
    try:
        yield
    except OperationalError as fault:
        _say(fault, PAUSE)
        sys.exit(TRY_AGAIN)
    except SALAH as fault:
        if not _say(fault, GATHER):  # a second process that ends this way would make the master fail over the first
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            time.sleep(60)
        sys.exit(LOAD_ERROR)


def _say(fault: Exception, pause: float) -> bool:
    """Write the sentence, unless a process of the same master is about to; waits `pause` seconds. True: it was us."""
    with socket.socket(socket.AF_UNIX) as turn:
        try:
            turn.bind(f"\0panel-{os.getppid()}")  # a name in memory: nothing to write, nothing is left behind
        except OSError:
            first = not sys.platform.startswith("linux")
        else:
            first = True
        if first:
            print(kalimat(fault), file=sys.stderr, flush=True)
        time.sleep(pause)
        return first
