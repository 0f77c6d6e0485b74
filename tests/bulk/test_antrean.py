"""The queue of an installation wakes its worker, whatever became of the connection that it keeps."""

from __future__ import annotations

from typing import Any

from bulk import antrean
from models.base import db
from tests.conftest import Basis


def test_work_is_queued_after_the_database_was_started_anew(session: Any, basis: Basis) -> None:
    awal = antrean.huey().pending_count()
    antrean.antrekan("operasi", 1)
    if basis.dialek == "postgresql":  # on SQLite the queue is a file, which is never started anew
        db.session.execute(
            db.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    antrean.antrekan("operasi", 2)
    assert antrean.huey().pending_count() == awal + 2
