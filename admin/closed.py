"""A process that found a database which it cannot serve: it answers every page with the reason instead of dying.

A server of many processes ends as a whole when a new one of them fails to start; so one that finds another schema
stays, says why, looks again at each request and serves as soon as the database suits it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from admin import galat
from migrations import Unfit
from models.pesan import Pesan, SopError

log = logging.getLogger("musrenbang")
ALWAYS = {"kesehatan.process", "kesehatan.ready", "kesehatan.metrics", "static"}
AWAY = Pesan("Basis data tidak menjawab, barangkali sedang dimulai ulang. Cobalah beberapa saat lagi.")


class Door:
    """Closed with its reason until `check` raises no more. What no waiting mends (a wrong key) ends the start."""

    def __init__(self, app: Flask, check: Callable[[Flask], None]) -> None:
        self._app, self._check = app, check
        self.reason: str | None = None
        try:
            check(app)
        except Unfit as error:
            self._close(error.pesan)
        except SQLAlchemyError:
            self._close(AWAY)

    def look(self) -> str | None:
        """Ask again; the reason why nothing is served, or None."""
        try:
            self._check(self._app)
            self.reason = None
        except SopError as error:
            self._close(error.pesan)
        except SQLAlchemyError:
            self._close(AWAY)
        return self.reason

    def _close(self, reason: str) -> None:
        if reason != self.reason:
            log.error("Belum melayani: %s", reason)
        self.reason = reason

    def answer(self) -> galat.Jawaban | None:
        """Before every request."""
        if self.reason is None or request.endpoint in ALWAYS or self.look() is None:
            return None
        return galat.plain(503, self.reason or AWAY)


def guard(app: Flask, check: Callable[[Flask], None]) -> None:
    app.before_request_funcs.setdefault(None, []).insert(0, Door(app, check).answer)
