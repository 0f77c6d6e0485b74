"""The two databases as a backup sees them: copied whole while people work, brought up beside, exchanged at once.

SQLite by its backup API only (a plain copy of a live file misses committed rows without a word), PostgreSQL by pg_dump
in the very snapshot in which its rows were counted.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from jaga import isi_basis, postgres_tools
from jaga.postgres_tools import administration, brief, quoted, run
from models.pesan import SopError
from models.transaksi import membaca

SELA = 16 << 20  # bytes that must be free besides what is written
RUSAK = "Berkas basis data {berkas} rusak ({sebab}), jadi tidak dicadangkan. Cadangan yang terdahulu tetap ada."
DIPAKAI = "Basis data sedang dipakai program lain. Hentikan panel (dan pekerjanya) dahulu, lalu ulangi."
PATIENT = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


@contextmanager
def terhubung(url: str) -> Iterator[Connection]:
    """A connection of its own that only reads, in one snapshot."""
    mesin = create_engine(url, poolclass=NullPool)
    postgresql = mesin.dialect.name == "postgresql"
    pilihan = {"isolation_level": "REPEATABLE READ"} if postgresql else {}
    try:
        with membaca(), mesin.connect().execution_options(**pilihan) as koneksi:
            if postgresql:  # what is read here is read whole, however hasty the office wants its pages
                koneksi.execute(text(PATIENT))
            yield koneksi
    finally:
        mesin.dispose()


def read_only(koneksi: Connection) -> bool:
    """Whether nothing could be written here, asked without trying."""
    if koneksi.dialect.name == "postgresql":
        kueri = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
        return bool(koneksi.scalar(text(kueri)))
    berkas = koneksi.engine.url.database
    return bool(berkas) and not os.access(str(berkas), os.W_OK)


def pastikan_tempat(untuk: str, *perlu: tuple[Path, int]) -> None:
    """A full disk is told before anything is written: (folder, bytes that go below it); folders of one disk share it.

    Raises SopError with the folder that is short of room.
    """
    jumlah: dict[int, tuple[Path, int]] = {}
    for folder, bita in perlu:
        disk = _disk(folder)
        jumlah[disk] = folder, bita + jumlah.get(disk, (folder, 0))[1]
    for folder, bita in jumlah.values():
        if (ada := shutil.disk_usage(folder).free) < bita + SELA:
            raise SopError(
                "Tempat pada disk {folder} tidak cukup untuk {untuk}: perlu {perlu} MB, tersedia {ada} MB.",
                folder=folder,
                untuk=untuk,
                perlu=bita + SELA >> 20,
                ada=ada >> 20,
            )


def _disk(folder: Path) -> int:
    return folder.stat().st_dev


class Basis(Protocol):
    """A kind of database; `url` is the live one."""

    url: str

    def salin(self, tujuan: Path) -> dict[str, Any]: ...

    def hidupkan(self, berkas: Path, nama: str) -> str: ...

    def buang(self, url: str) -> None: ...

    def pastikan_bebas(self) -> None: ...

    def pastikan_muat(self, url: str, var: Path) -> None: ...

    def tukar(self, url: str, samping: Path) -> str: ...


def dari(url: str) -> Basis:
    return Postgres(url) if make_url(url).get_backend_name() == "postgresql" else Sqlite(url)


class Sqlite:
    def __init__(self, url: str) -> None:
        self.url = url
        self.berkas = Path(make_url(url).database or "")

    def salin(self, tujuan: Path) -> dict[str, Any]:
        """Copy the live database to `tujuan`; what the copy holds."""
        if not self.berkas.exists():
            raise SopError("Basis data {berkas} tidak ada.", berkas=self.berkas)
        with closing(sqlite3.connect(self.berkas)) as asal, closing(sqlite3.connect(tujuan)) as salinan:
            asal.execute("PRAGMA busy_timeout=30000")
            try:
                asal.backup(salinan)
                salinan.execute("PRAGMA journal_mode=DELETE")  # one file, no companions
                # What is damaged is copied as it is: such a backup would be found worthless on the day it is needed.
                kata = str(salinan.execute("PRAGMA quick_check(1)").fetchone()[0])
            except sqlite3.DatabaseError as galat:
                if isinstance(galat, sqlite3.OperationalError) and "malformed" not in str(galat):
                    raise
                kata = str(galat)
            if kata != "ok":
                raise SopError(RUSAK, berkas=self.berkas, sebab=kata.splitlines()[0][:200])
        with terhubung(f"sqlite:///{tujuan.as_posix()}") as koneksi:
            isi = isi_basis.hitung(koneksi)
        self.lipat(tujuan)
        return isi

    def hidupkan(self, berkas: Path, nama: str) -> str:
        return f"sqlite:///{berkas.as_posix()}"

    def buang(self, url: str) -> None:
        for akhiran in ("", "-wal", "-shm"):
            Path((make_url(url).database or "") + akhiran).unlink(missing_ok=True)

    def pastikan_bebas(self) -> None:
        if self.berkas.exists():
            with suppress(sqlite3.DatabaseError):  # a damaged file has no users to wait for
                self.lipat(self.berkas)

    def pastikan_muat(self, url: str, var: Path) -> None:
        """Room for what `tukar` writes: the new file beside the live one, the live one below `var`."""
        self.berkas.parent.mkdir(parents=True, exist_ok=True)
        lama = self.berkas.stat().st_size if self.berkas.exists() else 0
        baru = Path(make_url(url).database or "").stat().st_size
        pastikan_tempat("pemulihan", (self.berkas.parent, baru), (var, lama))

    @staticmethod
    def lipat(berkas: Path) -> None:
        """Fold the log into the file; possible only while nobody else has it open."""
        with closing(sqlite3.connect(berkas, timeout=2)) as koneksi:
            try:
                koneksi.execute("PRAGMA journal_mode=DELETE").fetchone()
            except sqlite3.OperationalError as galat:
                if "locked" in str(galat):
                    raise SopError(DIPAKAI) from None
                raise

    def tukar(self, url: str, samping: Path) -> str:
        """The new file takes the place of the live one in one step; the live one is kept in `samping`."""
        self.pastikan_bebas()
        self.lipat(Path(make_url(url).database or ""))
        baru = self.berkas.with_name(self.berkas.name + ".pulih")
        self.berkas.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(make_url(url).database or "", baru)
        paksa(baru)
        ada = self.berkas.exists()
        for akhiran in ("", "-wal", "-shm"):
            lama = self.berkas.with_name(self.berkas.name + akhiran)
            if lama.exists():
                shutil.copyfile(lama, samping / lama.name)
        os.replace(baru, self.berkas)
        for akhiran in ("-wal", "-shm"):
            self.berkas.with_name(self.berkas.name + akhiran).unlink(missing_ok=True)
        paksa_folder(self.berkas.parent)
        return str(samping / self.berkas.name) if ada else ""


class Postgres:
    def __init__(self, url: str) -> None:
        self.url = url
        self.nama = make_url(url).database or ""

    def salin(self, tujuan: Path) -> dict[str, Any]:
        with terhubung(self.url) as koneksi:
            postgres_tools.ensure_dump(koneksi)
            potret = koneksi.scalar(text("SELECT pg_export_snapshot()"))
            run("pg_dump", self.url, f"--snapshot={potret}", "-Fc", "-Z0", "-O", "-x", "-f", str(tujuan))
            return isi_basis.hitung(koneksi)

    def hidupkan(self, berkas: Path, nama: str) -> str:
        """A database of its own beside the live one, filled from the dump."""
        url = make_url(self.url).set(database=f"{self.nama}_{nama}").render_as_string(hide_password=False)
        postgres_tools.ensure_restore(self.url)
        try:
            with administration(self.url) as koneksi:
                postgres_tools.create_like(koneksi, f"{self.nama}_{nama}", self.nama)
        except DBAPIError as galat:
            raise SopError("Basis data sementara tidak dapat dibuat: {galat}", galat=brief(galat)) from None
        try:
            run("pg_restore", url, "-O", "-x", "--no-comments", "--exit-on-error", str(berkas))
        except SopError:
            self.buang(url)
            raise
        return url

    def buang(self, url: str) -> None:
        perintah = f"DROP DATABASE IF EXISTS {quoted(make_url(url).database or '')} WITH (FORCE)"
        with administration(self.url) as koneksi:
            koneksi.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(perintah)

    def pastikan_muat(self, url: str, var: Path) -> None:
        """Nothing is written but two names; what the disks of the server hold is not known here."""

    def pastikan_bebas(self) -> None:
        with administration(self.url) as koneksi:
            # The cleaner of the server (autovacuum) has no name, and steps aside by itself.
            kueri = "SELECT count(*) FROM pg_stat_activity WHERE datname = :nama AND usename IS NOT NULL"
            lain = koneksi.scalar(text(f"{kueri} AND pid <> pg_backend_pid()"), {"nama": self.nama})
        if lain:
            raise SopError(DIPAKAI)

    def tukar(self, url: str, samping: Path) -> str:
        """Both names change in one transaction; the live one stays under the other."""
        lama = f"{self.nama}_{samping.name.replace('-', '_')}"
        with administration(self.url) as koneksi, koneksi.begin():
            ada = koneksi.scalar(text("SELECT 1 FROM pg_database WHERE datname = :nama"), {"nama": self.nama})
            if ada:
                koneksi.execute(text(f"ALTER DATABASE {quoted(self.nama)} RENAME TO {quoted(lama)}"))
            baru = quoted(make_url(url).database or "")
            koneksi.execute(text(f"ALTER DATABASE {baru} RENAME TO {quoted(self.nama)}"))
        return f"basis data {lama}" if ada else ""


def paksa(berkas: Path) -> None:
    """To the disk, not only to the system's memory."""
    with berkas.open("rb+") as isi:
        os.fsync(isi.fileno())


def paksa_folder(folder: Path) -> None:
    if os.name == "posix":
        nomor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(nomor)
        finally:
            os.close(nomor)
