"""Brings a database to the newest revision (`naik`) or back (`turun`); `python -m migrations "pesan"` writes one."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from models.pesan import N_, Pesan, SopError

if TYPE_CHECKING:
    from alembic.config import Config

AKAR = Path(__file__).resolve().parent
SABAR = 10  # seconds that a migration waits for a table which somebody holds (PostgreSQL)


def naik(url: str, ke: str = "head") -> None:
    """Upgrade; a database that is already there is left untouched."""
    _jalankan(url, "upgrade", ke)


def turun(url: str, ke: str = "base") -> None:
    _jalankan(url, "downgrade", ke)


def revisi_terbaru() -> str:
    """The newest revision in the folder, read without loading Alembic's machinery."""
    punya = _revisions()
    ujung = set(punya) - set(punya.values())
    return ujung.pop() if len(ujung) == 1 else ""


def _revisions() -> dict[str, str]:
    """Every revision that this program knows, and the one before it."""
    teks = [berkas.read_text(encoding="utf-8") for berkas in (AKAR / "versions").glob("*.py")]
    return {found[1]: found[2] for isi in teks if (found := _POLA.search(isi))}


_POLA = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:"(\w+)"|None)$', re.MULTILINE)
TABLE = "skema"  # the oldest program that can serve this schema: one row, written by env.py


class Fit(enum.Enum):
    """How a schema suits this program."""

    READY = "ready"
    NEWER = "newer"  # it has grown since, by additions only: this program serves it
    OLDER = "older"  # to be migrated first
    TOO_NEW = "too new"  # something was taken away or changed that this program needs
    EMPTY = "empty"

    @property
    def usable(self) -> bool:
        return self in (Fit.READY, Fit.NEWER)


class Unfit(SopError):
    """This program cannot serve the database as it stands; the sentence says what to do."""


class Unprepared(SopError):
    """Nothing stands in the database yet: no waiting mends that, somebody has to prepare it."""


def fit(koneksi: Connection) -> Fit:
    """Whether this program can serve the database as it stands."""
    if not inspect(koneksi).has_table("alembic_version"):
        return Fit.EMPTY
    ada = koneksi.scalar(text("SELECT version_num FROM alembic_version"))
    if ada == revisi_terbaru():
        return Fit.READY
    known = _revisions()
    if ada is None or ada in known:
        return Fit.EMPTY if ada is None else Fit.OLDER
    return Fit.NEWER if inspect(koneksi).has_table(TABLE) and _oldest(koneksi) in known else Fit.TOO_NEW


def _oldest(koneksi: Connection) -> str | None:
    return koneksi.scalar(text("SELECT terlama FROM skema"))


def siap(koneksi: Connection) -> bool:
    """Whether this program can serve the database as it stands."""
    return fit(koneksi).usable


NOT_SERVED = {
    Fit.EMPTY: Pesan(
        "Basis data belum disiapkan untuk program ini: jalankan sebagai pengguna layanannya `flask --app app migrate` "
        "(pada pemasangan menurut docs: `panel migrate`); untuk demonstrasi `make run`."
    ),
    Fit.OLDER: Pesan(
        "Basis data belum dinaikkan ke revisi program ini. Jalankan `flask --app app migrate` sekali, di satu mesin."
    ),
    Fit.TOO_NEW: Pesan(
        "Basis data sudah dinaikkan oleh program yang lebih baru, dan program ini terlalu lama untuknya. Pasang "
        "program yang baru di mesin ini juga; datanya tidak disentuh."
    ),
}
NEWER_SERVED = Pesan(
    "Basis data sudah dinaikkan oleh program yang lebih baru. Program ini masih dapat memakainya; perbaruilah mesin "
    "ini juga."
)


def require(koneksi: Connection) -> Fit:
    """Raises Unfit, or Unprepared, unless this program can serve the database."""
    if not (found := fit(koneksi)).usable:
        raise (Unprepared if found is Fit.EMPTY else Unfit)(NOT_SERVED[found])
    return found


def konfigurasi(koneksi: Connection | None = None) -> Config:
    from alembic.config import Config  # ten megabytes that a serving process does not need

    config = Config()
    config.set_main_option("script_location", AKAR.as_posix())
    config.set_main_option("path_separator", "os")
    config.attributes["koneksi"] = koneksi
    return config


DIPEGANG = N_(
    "Migrasi dihentikan dan tidak ada yang berubah: tabelnya sedang dipegang {siapa}. Akhiri pekerjaan itu, lalu "
    "ulangi."
)


def _pemegang(koneksi: Connection) -> str:
    """Who holds locks on tables of this database, the longest first, as an administrator finds them."""
    kueri = text(
        "SELECT DISTINCT a.pid, coalesce(nullif(a.application_name, ''), 'program lain') AS nama, a.usename, a.state, "
        "date_trunc('second', now() - a.xact_start) AS lama FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
        "WHERE l.locktype = 'relation' AND l.granted AND a.datname = current_database() AND a.pid <> pg_backend_pid() "
        "AND a.xact_start IS NOT NULL ORDER BY lama DESC LIMIT 3"
    )
    siapa = [
        f"{x.nama} (pengguna {x.usename}, proses {x.pid}, {x.state}, sejak {x.lama})" for x in koneksi.execute(kueri)
    ]
    return ", ".join(siapa) or "pekerjaan lain yang sudah selesai"


def _jalankan(url: str, perintah: str, ke: str) -> None:
    from alembic import command

    mesin = create_engine(url, poolclass=NullPool)
    with mesin.connect() as koneksi:
        sqlite = koneksi.dialect.name == "sqlite"
        if sqlite:
            # Batch migrations rebuild tables; the pragma counts only outside a transaction.
            koneksi.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            getattr(command, perintah)(konfigurasi(koneksi), ke)
        except OperationalError as galat:
            koneksi.rollback()
            if "lock timeout" not in str(galat.orig):
                raise
            raise SopError(DIPEGANG, siapa=_pemegang(koneksi)) from None
        if sqlite and (rusak := koneksi.connection.execute("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"Migrasi meninggalkan rujukan yang putus: {rusak[:3]}")
    mesin.dispose()
