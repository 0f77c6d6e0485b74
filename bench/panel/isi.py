"""The database that all candidates work on: the demonstration year and N more usulan in it, the same for the same N.

`python -m bench.panel.isi URL N` fills an empty database; VAR keeps the keys.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import create_engine, text

from bench import SANDI
from bench.panel import LANGKA

POTONG = 5000


def siapkan(url: str, n: int) -> None:
    """Migrate, seed, walk the small demonstration and add N submitted usulan to the year under way, searchable."""
    os.environ |= {"DATABASE_URL": url, "MODE": "demo", "DEMO_PASSWORD": SANDI, "DEMO_USULAN": "12", "SECRET_KEY": ""}
    from app import create_app

    with create_app().app_context():
        from models import cari_tulis
        from models.base import db
        from models.usulan import Usulan
        from seed import siap

        for _ in siap.siapkan(db.session):
            pass
        rows = _rows(n)
        while chunk := list(islice(rows, POTONG)):
            db.session.execute(db.insert(Usulan.__table__), chunk)
            db.session.commit()
        cari_tulis.lengkapi(db.session)
        db.session.commit()
    _analyze(url)


def _rows(n: int) -> Iterator[dict[str, Any]]:
    from models.base import db
    from models.musrenbang import Musrenbang, StatusMusrenbang
    from models.usulan import StatusUsulan
    from models.waktu import sekarang
    from seed import usulan_demo

    m = db.session.scalar(db.select(Musrenbang).filter_by(status=StatusMusrenbang.BERJALAN))
    assert m is not None
    acak, saat = random.Random(n), sekarang()
    for i, row in enumerate(usulan_demo.baris(m.id, m.tahun, n, StatusUsulan.DIAJUKAN, benih=42), 1):
        row |= {"kode": f"B-{m.tahun}-{i:07d}", "kode_eksternal": f"ukur-{i}", "version": 1}
        row |= {"created_at": saat, "updated_at": saat, "pagu_usulan": row["pagu_usulan"] + acak.randint(0, 999) * 1000}
        if i % 10_000 == 5_000:
            row["usulan"] += f" {LANGKA}"
        yield row


def _analyze(url: str) -> None:
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("ANALYZE")
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))


if __name__ == "__main__":
    siapkan(sys.argv[1], int(sys.argv[2]))
