"""The four keys of a panel: their names, their fingerprints, and what a database knows of them.

A key is a ring, one key a line, newest first: the first one writes, the others open what was written before it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

SECRET, DIARY, ACCOUNT, BACKUP = "SECRET_KEY", "DIARY_KEY", "ACCOUNT_KEY", "BACKUP_KEY"
NAMES = (SECRET, DIARY, ACCOUNT, BACKUP)
FILES = {SECRET: "secret.key", DIARY: "diary.key", ACCOUNT: "account.key", BACKUP: "backup.key"}
CARRIED = (DIARY, ACCOUNT)  # what the data hang on: every backup holds them
LENGTH = 16  # hex digits of a fingerprint
Ring = tuple[bytes, ...]


@dataclass(frozen=True)
class Known:
    """What a database knows of a key: the fingerprint of the one that writes, since when, and those of former ones."""

    sidik: str
    sejak: str
    terdahulu: tuple[str, ...] = ()


def fingerprint(name: str, key: bytes) -> str:
    """By what a key is told from another one; it does not give the key away."""
    return hmac.new(key, f"panel musrenbang: sidik {name}".encode(), hashlib.sha256).hexdigest()[:LENGTH]


def fingerprints(name: str, ring: Ring) -> tuple[str, ...]:
    return tuple(fingerprint(name, key) for key in ring)


def parse(isi: str) -> Ring:
    """The keys in a variable or file. Blanks belong to a key: one that people chose may hold them.

    A file of variables has one line for each: there a comma stands between keys, where every part is as long as one
    that a program made and holds no blank.
    """
    lines = [line for line in re.split(r"\r?\n", isi) if line.strip()]
    if len(lines) == 1 and all(re.fullmatch(r"\S{32,}", part) for part in lines[0].split(",")):
        lines = lines[0].split(",")
    return tuple(line.encode() for line in lines)


def write(ring: Ring) -> str:
    return "\n".join(key.decode() for key in ring)


def known(connection: Any) -> dict[str, Known]:
    """What this database knows; nothing before the migration that brings the table."""
    if not inspect(connection).has_table("sidik_kunci"):
        return {}
    rows = connection.execute(text("SELECT nama, sidik, sejak, terdahulu FROM sidik_kunci")).all()
    return {row.nama: Known(row.sidik, str(row.sejak)[:10], _list(row.terdahulu)) for row in rows}


def _list(value: Any) -> tuple[str, ...]:
    return tuple(json.loads(value) if isinstance(value, str) else value)


def may_be_made(url: str, name: str) -> bool:
    """Whether the database does not know this key yet. One that cannot be asked may know it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        return not file.exists() or _unknown_to(file, name)
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return name not in known(connection)
    except DBAPIError:
        return False
    finally:
        engine.dispose()


def _unknown_to(file: Path, name: str) -> bool:
    """Read only: a start that is refused leaves the file as it was, to the byte."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute("SELECT 1 FROM sidik_kunci WHERE nama = ?", (name,)).fetchone() is None
    except sqlite3.DatabaseError as error:
        return "no such table" in str(error)
