"""An application that breaks in each way, for `gunicorn tests.broken_app:served()` (guarded) and `:bare` (not)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from admin import fallback, jejak

SECRET = "Rahasia-0123456789"


def _break() -> None:
    raise OperationalError("SELECT sesi WHERE token = %(t)s", {"t": SECRET}, Exception(f"putus\n{SECRET}"))


def bare(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    if environ["PATH_INFO"].startswith("/middle/"):
        start_response("200 OK", [("Content-Type", "text/plain")])
        yield b"awal"
    _break()


def _eager(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["PATH_INFO"].startswith("/start/"):
        _break()
    return bare(environ, start_response)


app = Flask(__name__)
app.wsgi_app = _eager  # type: ignore[method-assign]
fallback.guard(app)


def served() -> Flask:
    """As app.aplikasi_peladen does it."""
    jejak.ke_stderr()
    return app
