"""The clock of the computer, and the zone that it stands in, decide nothing that is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from documents import catalog
from models.base import db, kinds
from models.waktu import jam
from tests import dunia
from tests.conftest import Basis
from tests.peladen import AKAR

ZONA = ("UTC", "Asia/Jakarta", "Asia/Jayapura", "America/Los_Angeles")
DICETAK = (
    *("tim", "nota_dinas", "undangan", "berita_acara", "laporan", "jadwal", "notulen", "bahan", "monitoring_sop"),
    *("surat_masuk", "usulan", "arsip"),
)
SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def semua_naskah(url: str, var: str) -> dict[str, str]:
    """Every paper of one record of each kind, as the words and cells that would be printed."""
    from tests import proses

    hasil = {}
    with proses.aplikasi(url, var).app_context(), jam(dunia.PAGI):
        for kertas in catalog.KATALOG:
            record = db.session.scalars(db.select(kinds()[kertas.kind]).order_by(kinds()[kertas.kind].id)).first()
            if record is not None and kertas.bila(record):
                hasil[f"{kertas.kind}/{kertas.kode}"] = json.dumps(
                    dict(kertas.isi(record)), default=str, sort_keys=True
                )
        db.session.rollback()
    return hasil


@SQLITE
def test_every_paper_is_the_same_in_every_zone(session: Any, basis: Basis, var: Path, battery: bool) -> None:
    """Fault 20. At every commit in the zone that is farthest from the office's, in the battery in all."""
    m = dunia.di_ujung()
    for kind in DICETAK:
        dunia.CONTOH[kind](m)
    session.commit()
    session.remove()
    perintah = (
        "import sys, json; from tests.kerusakan.test_waktu import semua_naskah; "
        "print(json.dumps(semua_naskah(sys.argv[1], sys.argv[2])))"
    )
    cetakan = {}
    zones = ZONA if battery else (ZONA[0], ZONA[-1])
    for zona in zones:
        jalan = subprocess.run(
            [sys.executable, "-c", perintah, basis.url, str(var)],
            cwd=AKAR,
            env={**os.environ, "TZ": zona},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert jalan.returncode == 0, jalan.stderr[-2000:]
        cetakan[zona] = json.loads(jalan.stdout.splitlines()[-1])
    assert len(cetakan["UTC"]) >= 12
    for zona in zones[1:]:
        beda = [k for k, isi in cetakan[zona].items() if isi != cetakan["UTC"][k]]
        assert beda == [], f"{zona}: {beda}"
