"""A backup of a full office (100,000 usulan, 10,000 issued papers) is made, drilled and brought back, and timed."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, func, insert, select, text
from sqlalchemy.pool import NullPool

from jaga import basis as basis_jaga
from jaga import cadangan, pulih
from models import setelan
from models.berkas import Berkas
from models.dokumen import Dokumen
from models.usulan import Usulan
from perintah import latihan_masuk
from tests import cluster
from tests.conftest import AKAR, DIALEK, perintah_pg
from tests.keandalan import KUNCI
from tests.peladen import lingkungan

pytestmark = [pytest.mark.battery, pytest.mark.slow]
USULAN = int(os.environ.get("BEBAN_USULAN", "100000"))
PAPERS, KILOBYTES = USULAN // 10, 40
MINUTES = 30  # what a restore may take


@dataclass(frozen=True)
class Timed:
    answer: Any
    seconds: float


def timed(work: Callable[[], Any]) -> Timed:
    begin = time.monotonic()
    return Timed(work(), time.monotonic() - begin)


@pytest.fixture(params=DIALEK)
def full_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The kind of its database; its settings are those in force."""
    gugus = None
    url = f"sqlite:///{tmp_path}/panel.sqlite3"
    if request.param == "postgresql":
        gugus = cluster.Cluster(durable=True)
        perintah_pg(gugus, "CREATE DATABASE penuh")
        url = gugus.url("penuh")
    before = setelan.kini()
    try:
        env = lingkungan(tmp_path / "var", DEMO_USULAN="12")
        subprocess.run([sys.executable, "-m", "bench.panel.isi", url, str(USULAN)], cwd=AKAR, env=env, check=True)
        setelan.pasang(setelan.dari_lingkungan({"VAR": str(tmp_path / "var"), "DATABASE_URL": url}))
        pulih.pasang_pemakai(latihan_masuk.di_proses_sendiri)
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            issue_papers(connection)
        yield request.param
    finally:
        setelan.pasang(before)
        if gugus is not None:
            gugus.stop()


def issue_papers(connection: Connection) -> None:
    """As many papers as an office of that size has issued, each a copy of the first with a file of its own."""
    paper: Any = Dokumen.__table__
    stored: Any = Berkas.__table__
    model = connection.execute(select(paper).where(paper.c.berkas_id.is_not(None)).order_by(paper.c.id)).first()
    assert model is not None
    file = connection.execute(select(stored).where(stored.c.id == model.berkas_id)).one()._mapping
    row = {k: v for k, v in model._mapping.items() if k not in ("id", "nomor_surat_id", "menggantikan_id")}
    free = connection.scalar(select(func.max(stored.c.id))) + 1
    noise = random.Random(1)
    for begin in range(0, PAPERS, 200):
        files, papers = [], []
        for n in range(begin, min(begin + 200, PAPERS)):
            content = noise.randbytes(KILOBYTES << 10)
            known = {"isi": content, "ukuran": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            files.append({**file, **known, "id": free + n})
            papers.append({**row, "berkas_id": free + n, "kode_periksa": f"U{n:09d}", "versi": 2 + n})
        connection.execute(insert(stored), files)
        connection.execute(insert(paper), papers)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval('berkas_id_seq', (SELECT max(id) FROM berkas))"))


def test_a_full_office_comes_back_within_half_an_hour(full_office: str, record_property: Any) -> None:
    made = timed(cadangan.buat)
    file, manifest = made.answer
    drilled = timed(pulih.latihan)
    restored = timed(lambda: pulih.pulihkan(file))

    with basis_jaga.terhubung(setelan.kini().database_url) as connection:
        usulan = connection.scalar(select(func.count()).select_from(Usulan.__table__))
    assert usulan == manifest["tabel"]["usulan"]["baris"] >= USULAN
    assert len(manifest["isi_berkas"]) > PAPERS
    rows = sum(t["baris"] for t in manifest["tabel"].values())
    figures = (
        f"{rows} baris, {len(manifest['isi_berkas'])} berkas, {file.stat().st_size >> 20} MB: dicadangkan dalam "
        f"{made.seconds:.0f} detik, latihan {drilled.seconds:.0f} detik, dipulihkan dalam {restored.seconds:.0f} detik"
    )
    name = f"Kantor penuh ({USULAN} usulan, {PAPERS} naskah) dipulihkan dari cadangan ({full_office})"
    record_property(KUNCI, (name, figures, f"≤ {MINUTES} menit"))
    assert restored.seconds < MINUTES * 60, figures
