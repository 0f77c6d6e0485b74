"""What gunicorn runs for the measuring under load: the candidate of KANDIDAT on the database of UKUR_URL."""

from __future__ import annotations

import fcntl
import importlib
import os
from typing import Any


def _program() -> Any:
    url = os.environ["UKUR_URL"]
    if os.environ["KANDIDAT"] != "panel":
        with open(os.environ["VAR"] + "-mulai", "w") as giliran:
            fcntl.flock(giliran, fcntl.LOCK_EX)  # Django makes its own tables at the start, and two at once break it
            return importlib.import_module(f"bench.panel.{os.environ['KANDIDAT']}_polos").program(url)
    from app import create_app

    return create_app()


program = _program()
