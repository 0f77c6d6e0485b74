"""Checks of the database: whether it answers, what its role may do, its revision, its clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from jaga import mulai, postgres_tools
from migrations import revisi_terbaru
from models import mesin
from models.pesan import SopError
from models.waktu import sekarang
from perintah.checks import Finding, Machine, error, ok, warning

PER_PROCESS = 17  # connections that one process may hold: pool 8, overflow 8, the queue
RESERVED = 10  # for the worker, commands, psql
SKEW, FAR_SKEW = timedelta(seconds=5), timedelta(minutes=5)


def database(machine: Machine) -> Iterator[Finding]:
    """Does it answer, and is it one that the panel can live in?"""
    if not machine.postgres:
        yield from _sqlite(machine)
        return
    address = make_url(machine.settings.database_url)
    if machine.unreachable:
        yield error(
            f"Basis data {address.render_as_string(hide_password=True)} tidak dapat dipakai: {machine.unreachable}",
            "Periksa DATABASE_URL, pg_hba.conf dan apakah PostgreSQL berjalan: sudo systemctl status postgresql",
        )
        return
    with machine.connected() as connection:
        assert connection is not None
        yield from _server(connection)
        yield from _connections(connection)
        if connection.scalar(text("SELECT NOT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) and not (
            mesin.sendiri(address.host) or not address.host or address.host.startswith("/")
        ):
            yield warning("Sambungan ke basis data tidak bersandi.", "Tambahkan ?sslmode=require pada DATABASE_URL.")


def _sqlite(machine: Machine) -> Iterator[Finding]:
    file = Path(make_url(machine.settings.database_url).database or "")
    if not file.is_file():
        yield error(f"Basis data {file} belum ada.", "flask --app app migrate")
        return
    try:
        mulai.utuh(file)
    except SopError as fault:
        yield error(str(fault.pesan))
        return
    if machine.unreachable:
        yield error(f"Basis data {file} tidak dapat dibuka: {machine.unreachable}", f"sudo chown panel: {file}")
        return
    yield ok(f"Basis data {file} utuh.")


def _server(connection: Connection) -> Iterator[Finding]:
    yield ok(f"PostgreSQL {connection.scalar(text('SHOW server_version'))} menjawab.")
    if connection.scalar(text("SELECT pg_is_in_recovery()")):
        yield error(
            "PostgreSQL hanya dapat dibaca: masih memulihkan, atau berhenti pada saat yang diminta.",
            "Sesudah isinya diperiksa: sudo -u postgres psql -c 'SELECT pg_wal_replay_resume()' (atau pg_promote()).",
        )
    elif connection.scalar(text("SHOW default_transaction_read_only")) == "on":
        yield error("Basis data disetel hanya dapat dibaca (default_transaction_read_only).", "Matikan setelan itu.")


def backups(machine: Machine) -> Iterator[Finding]:
    """What backup, restore and drill need: age of the server, rights of the role, programs; the sentence says it."""
    if not machine.postgres or machine.unreachable:
        return
    url = machine.settings.database_url
    found = postgres_tools.complaints(url)
    yield from map(error, found)
    if not found:
        yield ok("Peran, alat dan versi peladen cukup untuk backup, restore dan backup-drill.")
    if hint := postgres_tools.replication_complaint(url):
        yield ok(hint)
    with machine.connected() as connection:
        assert connection is not None
        if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
            yield warning("Panel memakai superuser PostgreSQL.", "ALTER ROLE panel NOSUPERUSER CREATEDB;")
        yield from _trigrams(connection)


def _trigrams(connection: Connection) -> Iterator[Finding]:
    there, possible = connection.execute(
        text(
            "SELECT exists(SELECT FROM pg_extension WHERE extname = 'pg_trgm'), "
            "exists(SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')"
        )
    ).one()
    if there:
        yield ok("pg_trgm terpasang: pencarian memakai indeks.")
    elif possible:
        yield warning("pg_trgm belum dipasang: pencarian lambat.", "flask --app app index-search")
    else:
        yield warning(
            "Peladen tidak menyediakan pg_trgm: pencarian benar tetapi lambat.",
            "Di mesin basis data: sudo apt install postgresql-contrib; lalu flask --app app index-search",
        )


def _connections(connection: Connection) -> Iterator[Finding]:
    most, used = connection.execute(
        text(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int, "
            "count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        )
    ).one()
    processes = max(0, (most - RESERVED) // PER_PROCESS)
    sentence = (
        f"PostgreSQL menerima {most} sambungan ({used} terpakai): cukup untuk {processes} proses web dan satu pekerja."
    )
    if processes < 3 or used > most * 0.8:
        yield warning(sentence, f"max_connections = {PER_PROCESS} × jumlah proses web + {RESERVED + 3}, lalu restart.")
    else:
        yield ok(sentence)


def revision(machine: Machine) -> Iterator[Finding]:
    """One sentence where `migrate` has not run; what else is to be said of the revision is part of the state."""
    with machine.connected() as connection:
        if connection is None:
            return
        if not connection.dialect.has_table(connection, "alembic_version"):
            yield error(
                f"Basis data belum disiapkan; program ini memerlukan revisi {revisi_terbaru()}.",
                "flask --app app migrate, lalu seed dan create-user",
            )


def clock(machine: Machine) -> Iterator[Finding]:
    """Of this machine against the database server's: sessions, codes and the diary live by it."""
    if not machine.postgres:
        return
    with machine.connected() as connection:
        if connection is None:
            return
        skew = abs(connection.scalar(text("SELECT clock_timestamp()")) - sekarang())
    sentence = f"Jam mesin ini dan peladen basis data berselisih {skew.total_seconds():.0f} detik."
    if skew > SKEW:
        remedy = "Nyalakan penyelaras waktu di keduanya: sudo timedatectl set-ntp true"
        yield error(sentence, remedy) if skew > FAR_SKEW else warning(sentence, remedy)
    else:
        yield ok(sentence)
