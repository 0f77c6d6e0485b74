"""What gunicorn reads by itself where it is started in this folder: its log is JSON like the
panel's, and the figures of its processes are added up.

No `preload_app`: only then does SIGHUP bring the new program. The master loads nothing of the panel (`runpy`), for what
it has loaded it would hand to every later release.
"""

import os
import runpy
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

HERE = Path(__file__).resolve().parent
_figures = runpy.run_path(str(HERE / "models" / "shared_figures.py"))
_log = runpy.run_path(str(HERE / "jaga" / "log_json.py"))
_folder = _figures["share"](Path(os.environ.get("VAR") or HERE / "var"))


def on_starting(_server: Any) -> None:
    """The counters begin anew with the master, not with each of its processes."""
    _figures["tidy"](_folder)


def child_exit(_server: Any, worker: Any) -> None:
    """What a process counted stays in the sum; only its momentary figures go with it."""
    if _folder:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


class JsonLogger(Logger):
    """gunicorn's own log on stderr, without addresses and without the words of exceptions."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(_log["JsonLine"]())


logger_class = JsonLogger
accesslog = None  # the panel writes a line for each request, with its route instead of its address
limit_request_line = 8190  # filters stand in addresses
limit_request_fields = 100
limit_request_field_size = 8190
