"""A private PostgreSQL of the test run: found programs, an own data folder, a Unix socket, no fsync."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

MENGAPA_TIDAK = "PostgreSQL tidak ditemukan (program initdb dan postgres, atau TEST_POSTGRES_URL)"


def found() -> bool:
    return bool(os.environ.get("TEST_POSTGRES_URL")) or _program("initdb") is not None


def _program(name: str) -> str | None:
    places = [*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), "/opt/homebrew/bin", "/usr/local/bin"]
    for place in places:
        if os.access(os.path.join(place, name), os.X_OK):
            return os.path.join(place, name)
    return shutil.which(name)


class Cluster:
    """`url(name)` is the address of a database in it. With TEST_POSTGRES_URL that server is used."""

    def __init__(self, durable: bool = False) -> None:
        self.durable = durable  # as an installation keeps it: for measuring
        self.given = os.environ.get("TEST_POSTGRES_URL")
        self.folder: Path | None = None
        if not self.given:
            self._start()

    def url(self, name: str) -> str:
        if self.given:
            return self.given.replace("postgresql://", "postgresql+psycopg://", 1).rsplit("/", 1)[0] + "/" + name
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def admin_url(self) -> str:
        """An address from which databases are made and dropped."""
        return self.url(self.given.rsplit("/", 1)[1] if self.given else "postgres")

    def _start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="uji-pg-"))
        data = self.folder / "data"
        if os.name == "posix" and os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")  # PostgreSQL refuses to run as root
        self._run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=300 -c timezone=UTC "
        if self.durable:
            options += "-c shared_buffers=1GB"
        else:
            options += "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB "
            options += "-c autovacuum=off"
        self._run("pg_ctl", "-D", str(data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        if self.folder:
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
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
