"""Sets a PostgreSQL database of the tests back to its first contents in milliseconds (a copy takes half a second)."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, text

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
    koneksi.commit()


def pulihkan(koneksi: Connection, keping: str = KEPING) -> None:
    """Whoever is still connected is thrown out first: an open transaction would hold the rows."""
    koneksi.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )
    koneksi.execute(text(f"SELECT {keping}.pulihkan()"))
    koneksi.commit()
    basis = str(koneksi.engine.url.database)
    _kali[basis] += 1
    if _kali[basis] % BERSIH == 0:
        koneksi.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
