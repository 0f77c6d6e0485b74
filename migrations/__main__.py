"""Writes a new revision: the difference between the models and an empty database that all revisions were run on."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from migrations import konfigurasi, naik

with tempfile.TemporaryDirectory() as map_sementara:
    url = f"sqlite:///{Path(map_sementara, 'kosong.sqlite3').as_posix()}"
    naik(url)
    with create_engine(url).connect() as koneksi:
        newest = max(int(p.name[:4]) for p in Path(__file__).with_name("versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
        command.revision(konfigurasi(koneksi), message=sys.argv[1], autogenerate=True, rev_id=f"{newest + 1:04d}")
