"""What nothing else caught: a page of its own, lines of JSON, and no word of what was in the request."""

from __future__ import annotations

import http.client
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tests.broken_app import SECRET
from tests.peladen import Peladen
from tests.served import ask, serving
from tests.test_strangers import _listens


@pytest.mark.parametrize("target", ["served()", "bare"])
def test_gunicorn_writes_json_and_nothing_of_what_was_in_the_request(tmp_path: Path, target: str) -> None:
    """Its parent process too, which has no panel; `bare` lets every exception reach it."""
    program = (sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "2", f"tests.broken_app:{target}")
    with Peladen(tmp_path, program=program) as server:
        while not _listens(server.port):
            assert server.proses.poll() is None, server.keluaran
        told = _answers(server.port)
        assert told["middle"] == b"", "an answer that breaks off does not look whole"
        if target == "served()":
            assert "Nomor rujukan" in told["start"].decode()
        else:
            assert b"Traceback" not in told["start"]
    lines = [json.loads(line) for line in server.keluaran.splitlines()]
    assert {line["proses"] for line in lines} > {server.proses.pid}, "the parent and the worker"
    assert all(line["mesin"] for line in lines)
    assert any("OperationalError" in str(line.get("galat")) for line in lines)
    assert SECRET not in server.keluaran
    assert "SELECT" not in server.keluaran


def test_the_built_in_server_ends_an_answer_that_breaks_off() -> None:
    from tests.broken_app import app

    with serving(app) as port:
        told = _answers(port)
    assert told["middle"] == b""
    assert "Nomor rujukan" in told["start"].decode()


def _answers(port: int) -> dict[str, bytes]:
    """What is answered where it breaks at the start and in the middle; nothing where no whole answer came."""
    found = {}
    for where in ("start", "middle"):
        try:
            answer, found[where] = ask(port, path=f"/{where}/{SECRET}?kata={SECRET}")
            assert answer.status == 500
        except (http.client.HTTPException, OSError):
            found[where] = b""
    return found


def test_an_error_of_the_database_does_not_say_what_a_statement_was_given(session: Any) -> None:
    with pytest.raises(SQLAlchemyError) as told:
        session.execute(text("SELECT 1 FROM tabel_yang_tidak_ada WHERE x = :rahasia"), {"rahasia": SECRET})
    assert SECRET not in str(told.value)
