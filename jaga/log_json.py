"""A line of the log: one JSON object with the machine and the process, for every server, its parent and the worker.

It needs the standard library only, so that a server's parent process, which loads no panel, writes the same lines.
No personal data: an exception is its class and the places it passed through, never its words.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import Any

MACHINE = socket.gethostname()
SERVERS = ("gunicorn", "uvicorn")


class JsonLine(logging.Formatter):
    """What `extra={"isi": {...}}` brought stands beside the fixed fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "waktu": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "tingkat": record.levelname.lower(),
            "asal": record.name,
            "mesin": MACHINE,
            "proses": os.getpid(),
            "pesan": message(record),
        }
        line |= self.more(record)
        line |= getattr(record, "isi", {})
        if record.exc_info and record.exc_info[1]:
            line["galat"] = self.error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)

    def more(self, record: logging.LogRecord) -> dict[str, Any]:
        return {}

    def error(self, error: BaseException) -> dict[str, Any]:
        places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)[-12:]]
        return {"jenis": type(error).__name__, "tempat": places}


def message(record: logging.LogRecord) -> str:
    """Of a web server's own messages those words are left out that may be an address, which may open something."""
    if not record.name.startswith(SERVERS):
        return record.getMessage()
    if isinstance(record.args, tuple):
        kept = tuple("-" if isinstance(one, str) and ("/" in one or "?" in one) else one for one in record.args)
        try:
            text = str(record.msg) % kept if kept else str(record.msg)
        except (TypeError, ValueError):
            text = str(record.msg)
    else:
        text = record.getMessage()
    return text.split("\n", 1)[0][:300]  # a trace follows in the next lines


def write(formatter: logging.Formatter | None = None) -> None:
    """Everything that this process logs goes to stderr as such lines, also what nobody caught."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(formatter or JsonLine())
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    threading.excepthook = lambda told: _uncaught(told.exc_value)


def _uncaught(error: BaseException | None) -> None:
    if isinstance(error, KeyboardInterrupt) or error is None:
        return
    logging.getLogger("musrenbang").critical("galat yang tidak ditangkap", exc_info=error)
