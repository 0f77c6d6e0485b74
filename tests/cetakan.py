"""Sets a PostgreSQL database of the tests back to its first contents in milliseconds (a copy takes half a second)."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session, scoped_session
from sqlalchemy.pool import NullPool

from tests.cluster import as_superuser

KEPING = "cetakan"
BERSIH = 100  # times after which the rows that were deleted are cleared away: nobody else does it on this server
_kali: Counter[str] = Counter()


def simpan(koneksi: Connection, keping: str = KEPING) -> None:
    """Remember the contents of all tables (in a schema of that name), and build the function that brings them back."""
    tabel = list(
        koneksi.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        )
    )
    urutan = koneksi.execute(text("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences")).all()
    perintah = [
        # Foreign keys and the guards of the diary are triggers; in this role they sleep.
        "SET LOCAL session_replication_role = replica;",
        "SET LOCAL lock_timeout = '20s';",
    ]
    koneksi.execute(text(f"DROP SCHEMA IF EXISTS {keping} CASCADE"))
    koneksi.execute(text(f"CREATE SCHEMA {keping}"))
    for nama in tabel:
        perintah.append(f"DELETE FROM public.{nama};")
        if koneksi.scalar(text(f"SELECT EXISTS (SELECT 1 FROM public.{nama})")):
            koneksi.execute(text(f"CREATE TABLE {keping}.{nama} AS TABLE public.{nama}"))
            perintah.append(f"INSERT INTO public.{nama} SELECT * FROM {keping}.{nama};")
    for nama, akhir in urutan:
        perintah.append(f"PERFORM setval('public.{nama}', {max(akhir, 1)}, {'true' if akhir else 'false'});")
    isi = "\n".join(perintah)
    koneksi.execute(text(f"CREATE FUNCTION {keping}.pulihkan() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {isi} END $$"))
    tidur = "SELECT set_config('session_replication_role', 'replica', true)"
    koneksi.execute(text(f"CREATE FUNCTION {keping}.tidur() RETURNS text LANGUAGE sql AS $$ {tidur} $$"))
    koneksi.commit()
    _entrust(koneksi, keping)


def _entrust(koneksi: Connection, keping: str) -> None:
    """Only an administrator may put triggers to sleep, so both functions work with his rights; the panel's role stays
    without. In a restored database everything belongs to the panel's role again."""
    fungsi = (f"{keping}.pulihkan()", f"{keping}.tidur()")
    kueri = "SELECT rolsuper FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.oid = '{}'::regprocedure"
    if all(koneksi.scalar(text(kueri.format(satu))) for satu in fungsi):
        return
    koneksi.commit()
    mesin = create_engine(as_superuser(koneksi.engine.url), poolclass=NullPool)
    with mesin.begin() as pengurus:
        for satu in fungsi:
            pengurus.execute(text(f"ALTER FUNCTION {satu} OWNER TO CURRENT_USER"))
            pengurus.execute(text(f"ALTER FUNCTION {satu} SECURITY DEFINER"))
    mesin.dispose()


def disarm(koneksi: Connection | Session | scoped_session[Session], keping: str = KEPING) -> None:
    """Foreign keys and the guards of the diary sleep until the end of the transaction."""
    koneksi.execute(text(f"SELECT {keping}.tidur()"))


def pulihkan(koneksi: Connection, keping: str = KEPING) -> None:
    """Whoever is still connected is thrown out first: an open transaction would hold the rows."""
    koneksi.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )
    _entrust(koneksi, keping)
    koneksi.execute(text(f"SELECT {keping}.pulihkan()"))
    koneksi.commit()
    basis = str(koneksi.engine.url.database)
    _kali[basis] += 1
    if _kali[basis] % BERSIH == 0:
        koneksi.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
