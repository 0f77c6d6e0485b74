"""Whether the database can only be read, so that every page says it before anybody types.

Told by the file of SQLite, and by the first write that was refused anywhere in this process; from then on each page
asks until it is over. A page of a healthy panel asks the database nothing.
"""

from __future__ import annotations

import os
import threading

from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import SQLAlchemyError

from models.base import db

TANYA = {
    "sqlite": "PRAGMA query_only",
    "postgresql": "SELECT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean)::int",
}
_ditolak = threading.Event()


@event.listens_for(Engine, "handle_error")
def _dengar(context: ExceptionContext) -> None:
    words = str(context.original_exception)
    if "readonly database" in words or "read-only transaction" in words:
        _ditolak.set()


def kini() -> bool:
    if _berkas_tertutup():
        return True
    if _ditolak.is_set() and not _masih():
        _ditolak.clear()
    return _ditolak.is_set()


def _berkas_tertutup() -> bool:
    path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    return path is not None and os.path.exists(path) and not os.access(path, os.W_OK)


def _masih() -> bool:
    try:
        return bool(db.session.scalar(text(TANYA[db.engine.dialect.name])))
    except SQLAlchemyError:
        db.session.rollback()
        return True


def pasang(app: Flask) -> None:
    app.context_processor(lambda: {"hanya_baca": kini})
