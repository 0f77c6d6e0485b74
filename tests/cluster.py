"""A private PostgreSQL of the test run: found programs, an own data folder, TCP on the loopback, no fsync.

It is as strict as one in an office: everybody gives a password, the panel's role has the documented rights and no
more, and the settings that an office may have chosen (language of sorting, time zone, order of day and month) are not
those that a program may silently hope for.
"""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

MENGAPA_TIDAK = "PostgreSQL tidak ditemukan (program initdb dan postgres, atau TEST_POSTGRES_URL)"
ROLE, PASSWORD = "panel@uji", "kata sandi: p@s/s%41+?#&='\"\\"
SUPERUSER, SUPERUSER_PASSWORD = "postgres", "kata sandi pengurus"
SETTINGS = "-c max_connections=300 -c timezone=Pacific/Kiritimati -c datestyle=ISO,DMY"


def found() -> bool:
    return bool(os.environ.get("TEST_POSTGRES_URL")) or _program("initdb") is not None


def as_superuser(url: str | URL) -> URL:
    """The same database as its administrator enters it; the role of TEST_POSTGRES_URL has to be one already."""
    given = bool(os.environ.get("TEST_POSTGRES_URL"))
    return make_url(url) if given else make_url(url).set(username=SUPERUSER, password=SUPERUSER_PASSWORD)


def _program(name: str) -> str | None:
    places = [*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), "/opt/homebrew/bin", "/usr/local/bin"]
    for place in places:
        if os.access(os.path.join(place, name), os.X_OK):
            return os.path.join(place, name)
    return shutil.which(name)


class Cluster:
    """`url(name)` is the address of a database in it. With TEST_POSTGRES_URL that server is used.

    `durable`: as an installation keeps it, for measuring; `settings`: further options of the server; `own`: never the
    server of TEST_POSTGRES_URL, because it is stopped and started.
    """

    def __init__(self, durable: bool = False, settings: str = "", own: bool = False) -> None:
        self.durable, self.settings = durable, settings
        self.given = None if own else os.environ.get("TEST_POSTGRES_URL")
        self.folder: Path | None = None
        if not self.given:
            self._start()

    def url(self, name: str) -> str:
        if self.given:
            return self.given.replace("postgresql://", "postgresql+psycopg://", 1).rsplit("/", 1)[0] + "/" + name
        address = URL.create("postgresql+psycopg", ROLE, PASSWORD, "127.0.0.1", self.port, name)
        return address.render_as_string(hide_password=False)

    def admin_url(self) -> str:
        """An address from which the panel's role makes and drops databases."""
        return self.url(self.given.rsplit("/", 1)[1] if self.given else "postgres")

    def restart(self, while_down: Callable[[], None]) -> None:
        """Stopped, `while_down` in between, started: how long nobody answers is not left to the machine."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")
        while_down()
        self._run("pg_ctl", "-D", str(self.data), "-w", *self._how, "start")

    def _start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="uji-pg-"))
        self.data = self.folder / "data"
        secret = self.folder / "sandi"
        secret.write_text(SUPERUSER_PASSWORD)
        if os.name == "posix" and os.geteuid() == 0:
            for path in (self.folder, secret):
                shutil.chown(path, "postgres")  # PostgreSQL refuses to run as root
        how = ("-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
        language = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=id-ID")
        self._run("initdb", "-D", str(self.data), "-U", SUPERUSER, *how, *language)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} {SETTINGS} {self.settings} "
        if self.durable:
            options += "-c shared_buffers=1GB"
        else:
            options += "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB "
            options += "-c autovacuum=off"
        self._how = ("-l", str(self.folder / "log"), "-o", options)
        self._run("pg_ctl", "-D", str(self.data), "-w", *self._how, "start")
        self.as_administrator(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(sql.Identifier(ROLE), sql.Literal(PASSWORD))
        )

    def as_administrator(self, *commands: sql.Composable) -> None:
        """What the one who installs the server types into psql."""
        where = as_superuser(self.admin_url()).set(drivername="postgresql").translate_connect_args(username="user")
        where["dbname"] = where.pop("database")
        with psycopg.connect(**where, autocommit=True) as connection:
            for command in commands:
                connection.execute(command)

    def stop(self) -> None:
        if self.folder:
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *args: str) -> None:
        command = [str(_program(program)), *args]
        if os.name == "posix" and os.geteuid() == 0:
            command = [shutil.which("runuser") or "/usr/sbin/runuser", "-u", "postgres", "--", *command]
        # Output goes to a file: the server keeps the descriptors it inherits, and a pipe would never end.
        with tempfile.TemporaryFile() as out:
            done = subprocess.run(command, stdout=out, stderr=out, cwd="/", stdin=subprocess.DEVNULL)
            if done.returncode:
                out.seek(0)
                raise RuntimeError(f"{' '.join(command)}\n{out.read().decode(errors='replace')}")
