"""What gunicorn reads by itself where it is started in this folder: the figures of its processes are added up.

No `preload_app`: only then does SIGHUP bring the new program. The master loads nothing of the panel (`runpy`), for what
it has loaded it would hand to every later release.
"""

import os
import runpy
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_figures = runpy.run_path(str(HERE / "models" / "shared_figures.py"))
_folder = _figures["share"](Path(os.environ.get("VAR") or HERE / "var"))


def on_starting(_server: Any) -> None:
    """The counters begin anew with the master, not with each of its processes."""
    _figures["tidy"](_folder)


def child_exit(_server: Any, worker: Any) -> None:
    """What a process counted stays in the sum; only its momentary figures go with it."""
    if _folder:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
