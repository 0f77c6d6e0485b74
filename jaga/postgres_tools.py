"""The programs of PostgreSQL (pg_dump, pg_restore), and what they and the panel's role need before they can work."""

from __future__ import annotations

import glob
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Row, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from models import postgres
from models.pesan import Pesan, SopError

log = logging.getLogger(__name__)
PROGRAMS = ("pg_dump", "pg_restore")
OLDEST = 15  # of the servers
NO_CREATEDB = Pesan(
    "Peran {peran} tidak boleh membuat basis data, padahal pemulihan dan latihannya memerlukan basis data di samping "
    "yang dipakai. Sebagai pengurus PostgreSQL: ALTER ROLE {kutip} CREATEDB."
)
NOT_OWNER = Pesan(
    "Basis data {nama} milik {pemilik}, bukan {peran}, jadi pemulihan tidak dapat menggantinya. Sebagai pengurus "
    "PostgreSQL: ALTER DATABASE {kutip_nama} OWNER TO {kutip}."
)
OLD_CLIENT = Pesan(
    "Program {program} di mesin ini versi {ada}, sedangkan peladen PostgreSQL versi {perlu}: yang lebih lama tidak "
    "dapat mencadangkannya. Pasang paket postgresql-client-{perlu}."
)
OLD_SERVER = Pesan(
    "Peladen PostgreSQL versi {ada}; panel memerlukan versi {perlu} atau lebih baru. Perbarui peladennya."
)
NO_REPLICATION = Pesan(
    "Peran {peran} tidak boleh menyalin seluruh peladen (REPLICATION), jadi pg_basebackup perlu peran lain. Sebagai "
    "pengurus PostgreSQL: CREATE ROLE salinan LOGIN REPLICATION PASSWORD '…', dan baris replication di pg_hba.conf."
)
ELSEWHERE = Pesan(
    "Peladen PostgreSQL tidak menerima peran {peran} pada basis data postgres maupun template1 ({sebab}), padahal dari "
    "situ basis data dibuat dan diganti namanya. Betulkan pg_hba.conf: {kutip} pada basis data all."
)


def run(program: str, url: str, *arguments: str) -> None:
    """Run it on the database at `url`. Raises SopError with the last words of the program.

    The password goes by the environment: a command line is read by everybody on the machine.
    """
    where = postgres.parameters(url)
    secret = {"PGPASSWORD": where.pop("password")} if "password" in where else {}
    done = subprocess.run(  # noqa: S603  # a program of PostgreSQL, no shell
        [find(program), f"--dbname={make_conninfo(**where)}", *arguments],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise SopError("{program} gagal: {sebab}", program=program, sebab=done.stderr.strip()[-500:])


def find(program: str) -> str:
    """The newest of the installed ones: it reads servers of its own version and older ones."""
    for place in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[4]), reverse=True):
        if os.access(found := os.path.join(place, program), os.X_OK):
            return found
    if not (found := shutil.which(program) or ""):
        raise SopError("Program {program} tidak ditemukan; pasang paket klien PostgreSQL.", program=program)
    return found


@cache
def _version(path: str) -> int:
    """Its major version; 0 when it does not say one."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True)  # noqa: S603  # found by `find`
    words = re.search(r"(\d+)(?:\.\d+)*", done.stdout)
    return int(words[1]) if words else 0


@contextmanager
def administration(url: str) -> Iterator[Connection]:
    """A connection to another database of the server: one cannot rename the house one stands in."""
    galat: Exception = SopError("")
    for nama in ("postgres", "template1"):
        mesin = create_engine(make_url(url).set(database=nama), poolclass=NullPool)
        try:
            koneksi = mesin.connect()
        except OperationalError as gagal:
            galat = gagal
            continue
        with koneksi:
            yield koneksi
        return
    raise SopError("Peladen PostgreSQL tidak dapat dihubungi: {galat}", galat=brief(galat))


def brief(galat: Exception) -> str:
    """The first line of what the server said, without the statement and its values."""
    return str(getattr(galat, "orig", galat)).strip().splitlines()[0][:300]


# --- a database beside another one ------------------------------------------------------------------------------------

PROVIDERS = {"c": "", "i": " LOCALE_PROVIDER icu ICU_LOCALE {}", "b": " LOCALE_PROVIDER builtin BUILTIN_LOCALE {}"}
LISTS = ("search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries")  # quoted already


def create_like(koneksi: Connection, name: str, model: str) -> None:
    """Make an empty database that reads, sorts and is entered as `model` does; as the server does where that is gone.

    What template0 has need not be what the database has: its encoding may be none at all.
    """
    koneksi.execution_options(isolation_level="AUTOCOMMIT")
    how = f"TEMPLATE template0 ENCODING 'UTF8'{_locale(koneksi, model)}"
    _as_typed(koneksi, f"CREATE DATABASE {quoted(name)} {how}")
    for whose, setting in _settings(koneksi, model):
        key, _, value = setting.partition("=")
        whom = f"ROLE {quoted(whose)} IN DATABASE" if whose else "DATABASE"
        given = value if key in LISTS else _literal(value)
        try:
            _as_typed(koneksi, f"ALTER {whom} {quoted(name)} SET {quoted(key)} TO {given}")
        except DBAPIError as galat:  # a setting that only an administrator may give
            log.warning("Setelan basis data %s tidak terbawa ke %s: %s", key, name, brief(galat))


def _locale(koneksi: Connection, model: str) -> str:
    kueri = text(
        "SELECT datlocprovider AS provider, datcollate, datctype, "
        "coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS locale "
        "FROM pg_database d WHERE datname = :nama"
    )
    if (row := koneksi.execute(kueri, {"nama": model}).first()) is None:
        return ""
    provider = PROVIDERS[row.provider].format(_literal(row.locale or ""))
    return (
        f" LC_COLLATE {_literal(row.datcollate)} LC_CTYPE {_literal(row.datctype)}{provider or ' LOCALE_PROVIDER libc'}"
    )


def _settings(koneksi: Connection, model: str) -> list[tuple[str, str]]:
    """(role or "", name=value) of what was set for this database: it hangs on the database, not on its name."""
    kueri = text(
        "SELECT coalesce(r.rolname, ''), unnest(s.setconfig) FROM pg_db_role_setting s JOIN pg_database d ON "
        "d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE d.datname = :nama"
    )
    return [(row[0], row[1]) for row in koneksi.execute(kueri, {"nama": model})]


def _as_typed(koneksi: Connection, command: str) -> None:
    koneksi.exec_driver_sql(command.replace("%", "%%"))


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


# --- asked before anything is begun -----------------------------------------------------------------------------------


def ensure_dump(koneksi: Connection) -> None:
    """Raises SopError where a backup would fail."""
    _refuse(_tools(koneksi))


def ensure_restore(url: str) -> None:
    """Raises SopError where a restore or its drill would fail late."""
    mesin = create_engine(url, poolclass=NullPool)
    try:
        with mesin.connect() as koneksi:
            _refuse([*_rights(koneksi), *_tools(koneksi)])
    except OperationalError:
        return  # the live database may be the very thing that is lost
    finally:
        mesin.dispose()


def complaints(url: str) -> list[str]:
    """Everything that this machine or the panel's role lacks for its backups, each with the remedy; [] on SQLite.

    Raises OperationalError where the server does not answer.
    """
    if not url.startswith("postgresql"):
        return []
    mesin = create_engine(url, poolclass=NullPool)
    try:
        with mesin.connect() as koneksi:
            found = [*_old(koneksi), *_rights(koneksi), *_tools(koneksi), *_elsewhere(url, koneksi)]
            return [str(satu) for satu in found]
    finally:
        mesin.dispose()


def replication_complaint(url: str) -> str | None:
    """Whether pg_basebackup can be run with the panel's own role: a hint, as another role does as well."""
    mesin = create_engine(url, poolclass=NullPool)
    try:
        with mesin.connect() as koneksi:
            peran = _role(koneksi)
            return None if peran.rolreplication or peran.rolsuper else str(Pesan(NO_REPLICATION, peran=peran.rolname))
    finally:
        mesin.dispose()


def _refuse(found: list[Pesan]) -> None:
    if found:
        raise SopError(found[0])


def _role(koneksi: Connection) -> Row[Any]:
    kueri = "SELECT rolname, rolcreatedb, rolsuper, rolreplication FROM pg_roles WHERE rolname = current_user"
    return koneksi.execute(text(kueri)).one()


def _rights(koneksi: Connection) -> list[Pesan]:
    peran = _role(koneksi)
    if peran.rolsuper:
        return []
    nama, pemilik, milik = koneksi.execute(
        text(
            "SELECT datname, pg_get_userbyid(datdba), pg_has_role(current_user, datdba, 'USAGE') FROM pg_database "
            "WHERE datname = current_database()"
        )
    ).one()
    kutip = {"kutip": quoted(peran.rolname), "kutip_nama": quoted(nama)}
    found = [] if peran.rolcreatedb else [Pesan(NO_CREATEDB, peran=peran.rolname, **kutip)]
    return found if milik else [*found, Pesan(NOT_OWNER, nama=nama, pemilik=pemilik, peran=peran.rolname, **kutip)]


def _tools(koneksi: Connection) -> list[Pesan]:
    perlu = _server(koneksi)
    found = []
    for program in PROGRAMS:
        try:
            ada = _version(find(program))
        except SopError as galat:
            found.append(galat.pesan)
            continue
        if ada and ada < perlu:
            found.append(Pesan(OLD_CLIENT, program=program, ada=ada, perlu=perlu))
    return found


def _old(koneksi: Connection) -> list[Pesan]:
    return [Pesan(OLD_SERVER, ada=ada, perlu=OLDEST)] if (ada := _server(koneksi)) < OLDEST else []


def _elsewhere(url: str, koneksi: Connection) -> list[Pesan]:
    try:
        with administration(url):
            return []
    except SopError as galat:
        peran = _role(koneksi).rolname
        return [Pesan(ELSEWHERE, peran=peran, kutip=quoted(peran), sebab=galat.pesan)]


def _server(koneksi: Connection) -> int:
    return int(koneksi.scalar(text("SELECT current_setting('server_version_num')::int / 10000")) or 0)
