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
        command.revision(konfigurasi(koneksi), message=sys.argv[1], autogenerate=True)
