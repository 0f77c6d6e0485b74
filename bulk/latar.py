"""The one worker for bulk operations and long papers, as a child process of the web process that ends with it."""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from models import setelan

log = logging.getLogger(__name__)
SEJAK = time.time()  # of this web process: it has not served anybody before
AKHIR = 10.0  # seconds that the worker is given to end its chunk
JEDA, JEDA_TERLAMA = 1.0, 60.0  # between two looks, and at most between two starts of a worker that keeps dying


def mulai(program: Path) -> None:
    """Start `program --worker` and keep it running: long work would wait for ever for a worker that died."""
    anak = [_pekerja(program)]
    berakhir = threading.Event()

    def jaga() -> None:
        jeda = JEDA
        while not berakhir.wait(jeda):
            if anak[0].poll() is None:
                jeda = JEDA
                continue
            log.error("Pekerja latar berhenti dan dijalankan kembali.")
            anak[0] = _pekerja(program)
            jeda = min(jeda * 2, JEDA_TERLAMA)

    def akhiri() -> None:
        berakhir.set()
        _akhiri(anak[0])

    threading.Thread(target=jaga, daemon=True).start()
    atexit.register(akhiri)


def _pekerja(program: Path) -> subprocess.Popen[bytes]:
    dipakai = setelan.kini()
    return subprocess.Popen(  # noqa: S603  # our own interpreter and file
        [sys.executable, str(program), "--worker"],
        cwd=program.parent,
        env={
            **os.environ,
            "VAR": str(dipakai.var),
            "DATABASE_URL": dipakai.database_url,
            "MODE": dipakai.mode,
            "INDUK_PID": str(os.getpid()),  # a worker whose web process was killed ends by itself
            "INDUK_SEJAK": str(SEJAK),
        },
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the web process, which ends its worker by itself
    )


def _akhiri(anak: subprocess.Popen[bytes]) -> None:
    anak.terminate()
    try:
        anak.wait(timeout=AKHIR)
    except subprocess.TimeoutExpired:
        anak.kill()
