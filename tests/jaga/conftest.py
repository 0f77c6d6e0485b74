"""An installation of its own for each test: a VAR with its keys, on the seeded database with one stored file."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaga import pulih
from models import berkas, setelan
from perintah import latihan_masuk
from tests import programs
from tests.conftest import Basis
from tests.proses import KUNCI


@pytest.fixture
def dipakai(basis: Basis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[setelan.Setelan]:
    """The settings of the installation; its diary was written with the key of the tests. The panel that a drill tries
    on the copy is forked (tests/programs.py)."""
    forked = SimpleNamespace(run=_forked, TimeoutExpired=subprocess.TimeoutExpired)
    monkeypatch.setattr(latihan_masuk, "subprocess", forked)
    (tmp_path / "diary.key").write_bytes(KUNCI)
    semula = setelan.kini()
    setelan.pasang(setelan.dari_lingkungan({"VAR": str(tmp_path), "DATABASE_URL": basis.url}))
    pulih.pasang_pemakai(latihan_masuk.di_proses_sendiri)
    with buka() as session:
        session.add(berkas.simpan("pindaian.pdf", "application/pdf", b"%PDF-1.4 pindaian"))
        session.commit()
    yield setelan.kini()
    setelan.pasang(semula)


def _forked(command: list[str], env: dict[str, str], timeout: float, **_: Any) -> subprocess.CompletedProcess[str]:
    return programs.run(tuple(command[1:]), env, Path(env["VAR"]).parent / "printed", timeout=timeout)


def buka(url: str = "") -> Session:
    """A session of its own that leaves no connection behind."""
    return Session(create_engine(url or setelan.kini().database_url, poolclass=NullPool))
