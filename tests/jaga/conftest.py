"""An installation of its own for each test: a VAR with its keys, on the seeded database with one stored file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaga import pulih
from models import berkas, setelan
from perintah import latihan_masuk
from tests.conftest import Basis
from tests.proses import KUNCI


@pytest.fixture
def dipakai(basis: Basis, tmp_path: Path) -> Iterator[setelan.Setelan]:
    """The settings of the installation; its diary was written with the key of the tests."""
    (tmp_path / "diary.key").write_bytes(KUNCI)
    semula = setelan.kini()
    setelan.pasang(setelan.dari_lingkungan({"VAR": str(tmp_path), "DATABASE_URL": basis.url}))
    pulih.pasang_pemakai(latihan_masuk.di_proses_sendiri)
    with buka() as session:
        session.add(berkas.simpan("pindaian.pdf", "application/pdf", b"%PDF-1.4 pindaian"))
        session.commit()
    yield setelan.kini()
    setelan.pasang(semula)


def buka(url: str = "") -> Session:
    """A session of its own that leaves no connection behind."""
    return Session(create_engine(url or setelan.kini().database_url, poolclass=NullPool))
