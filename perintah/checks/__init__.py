"""What a check of this machine looks at and what it says; the checks stand in the modules beside, by subject."""

from __future__ import annotations

import enum
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from models import keys, postgres, setelan
from models.pesan import SopError

PATIENCE = 5  # seconds for a server that does not answer
UNREAD = "-"  # stands for a key that is given as a file: a check makes no key


class Level(enum.StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


WORDS = {Level.OK: "baik", Level.WARNING: "peringatan", Level.ERROR: "SALAH"}


@dataclass(frozen=True)
class Finding:
    """One answer: how bad it is, a sentence that says how it stands, and the remedy if there is something to mend."""

    level: Level
    sentence: str
    remedy: str = ""


def ok(sentence: str) -> Finding:
    return Finding(Level.OK, sentence)


def warning(sentence: str, remedy: str = "") -> Finding:
    return Finding(Level.WARNING, sentence, remedy)


def error(sentence: str, remedy: str = "") -> Finding:
    return Finding(Level.ERROR, sentence, remedy)


@dataclass
class Machine:
    """What is looked at: the environment, the settings in it that can be read, and the database if it answers."""

    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    ask_mail: bool = False
    refusal: str = ""  # the sentence with which the start was refused

    @cached_property
    def wrong(self) -> dict[str, str]:
        """Variables whose value cannot be read, each with the sentence that says why."""
        found = {}
        for name, value in self.env.items():
            try:
                setelan.dari_lingkungan(self._without_key_files({name: value}))
            except SopError as fault:
                found[name] = str(fault.pesan)
        return found

    @cached_property
    def settings(self) -> setelan.Setelan:
        """As the panel reads them, without what is wrong; a key that comes from a file is not read here."""
        readable = {name: value for name, value in self.env.items() if name not in self.wrong}
        return setelan.dari_lingkungan(self._without_key_files(readable))

    @staticmethod
    def _without_key_files(env: Mapping[str, str]) -> dict[str, str]:
        """Reading the settings makes the files of keys that are not given."""
        given = {name: value for name, value in env.items() if value.strip()}
        unread = {keys.DIARY, keys.ACCOUNT} | ({keys.SECRET} if given.get("MODE", "demo") == "demo" else set())
        return {**dict.fromkeys(unread, UNREAD), **given}

    @property
    def production(self) -> bool:
        return self.settings.mode != "demo"

    @property
    def postgres(self) -> bool:
        return make_url(self.settings.database_url).get_backend_name() == "postgresql"

    @cached_property
    def unreachable(self) -> str:
        """Why the database does not answer; empty when it does."""
        try:
            postgres.ensure(self.settings.database_url)  # on such a server even a question may end in a trace
            with self._connection():
                return ""
        except SopError as fault:
            return str(fault.pesan)
        except DBAPIError as fault:
            return (str(fault.orig).strip().splitlines() or [type(fault).__name__])[0][:300]

    @contextmanager
    def connected(self) -> Iterator[Connection | None]:
        """A connection, or None where the database is away (the check of the database says so, once)."""
        if self.unreachable:
            yield None
            return
        with self._connection() as connection:
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        url = self.settings.database_url
        if self.postgres:
            options = {"connect_timeout": PATIENCE}
        else:  # a check makes no database
            path = make_url(url).database or ""
            url, options = f"sqlite:///file:{path}?mode=ro&uri=true", {}
        engine = create_engine(url, poolclass=NullPool, connect_args=options)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
