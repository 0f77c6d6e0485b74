"""Servers as offices keep them: what cannot be trusted is refused with a sentence, the rest is worked on."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import make_url, text

from bulk import antrean
from jaga import cadangan, jangkar, naik, postgres_tools, pulih
from models import postgres, setelan
from models.base import db
from models.pesan import SopError
from perintah import latihan_masuk
from tests import cluster
from tests.conftest import ADA_POSTGRES, buat_app, isi_basis, perintah_pg
from tests.jaga.conftest import buka
from tests.orang import Orang, token

pytestmark = pytest.mark.skipif(not ADA_POSTGRES, reason="PostgreSQL tidak ditemukan")


@pytest.fixture
def other(gugus: cluster.Cluster, nama_kerja: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database made with these words."""
    name = f"{nama_kerja}_dunia"
    perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" {request.param}')
    yield gugus.url(name)
    perintah_pg(gugus, f'DROP DATABASE "{name}" WITH (FORCE)')


SQL_ASCII = "ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER libc"


@pytest.mark.parametrize("other", [SQL_ASCII], indirect=True)
def test_an_encoding_that_is_none_is_refused_at_start_and_at_migrate(other: str) -> None:
    with pytest.raises(SopError, match="berpengodean SQL_ASCII; panel memerlukan UTF8"):
        postgres.ensure(other)
    before = setelan.kini()
    setelan.pasang(setelan.Setelan(var=before.var, diary_key=b"x", database_url=other))
    try:
        with pytest.raises(SopError, match="SQL_ASCII"):
            naik.naikkan()
    finally:
        setelan.pasang(before)


@pytest.mark.parametrize("other", [""], indirect=True)
def test_the_documented_rights_suffice_and_each_missing_one_is_named(gugus: cluster.Cluster, other: str) -> None:
    assert postgres_tools.complaints(other) == []
    assert "REPLICATION" in str(postgres_tools.replication_complaint(other))
    role = sql.Identifier(cluster.ROLE)
    gugus.as_administrator(sql.SQL("ALTER ROLE {} NOCREATEDB").format(role))
    try:
        assert "CREATEDB" in "".join(postgres_tools.complaints(other))
        with pytest.raises(SopError, match="CREATEDB"):
            postgres_tools.ensure_restore(other)
    finally:
        gugus.as_administrator(sql.SQL("ALTER ROLE {} CREATEDB").format(role))


@pytest.mark.parametrize("other", ["TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER libc"], indirect=True)
def test_a_database_beside_is_made_as_the_live_one_is(gugus: cluster.Cluster, other: str) -> None:
    name = str(make_url(other).database)
    perintah_pg(gugus, f'ALTER DATABASE "{name}" SET search_path TO panel, public')
    with postgres_tools.administration(other) as k:
        postgres_tools.create_like(k, f"{name}_uji", name)
    with buka(gugus.url(f"{name}_uji")) as s:
        assert s.scalar(text("SHOW search_path")) == "panel, public"
        kueri = "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        assert s.scalar(text(kueri)) == "C"
    perintah_pg(gugus, f'DROP DATABASE "{name}_uji" WITH (FORCE)')


@pytest.mark.battery
@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_a_pooler_that_shares_connections_by_the_transaction_is_refused(mode: str) -> None:
    """Its statements would run in a session that somebody else has set up; by the session it is welcome."""
    server = cluster.Cluster(own=True)
    try:
        with pooler(server, mode) as url:
            if mode == "session":
                postgres.ensure(url)
            else:
                with pytest.raises(SopError, match="pool_mode=session"):
                    postgres.ensure(url)
    finally:
        server.stop()


WORLDS = {
    "locale C": ("ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER libc", ()),
    "a schema of its own": ("", ("CREATE SCHEMA panel", 'ALTER DATABASE "{}" SET search_path TO panel, public')),
    "a statement timeout": ("", ("ALTER DATABASE \"{}\" SET statement_timeout TO '4s'",)),
}


@pytest.mark.battery
@pytest.mark.parametrize("world", list(WORLDS))
def test_the_panel_is_prepared_used_backed_up_and_proven_in_other_worlds(
    gugus: cluster.Cluster, nama_kerja: str, tmp_path: Path, world: str
) -> None:
    made_with, settings = WORLDS[world]
    name = f"{nama_kerja}_lain"
    perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" {made_with}')
    with buka(gugus.url(name)) as s:
        for command in settings:
            s.execute(text(command.format(name)))
        s.commit()
    try:
        lived_in(gugus.url(name), tmp_path)
        with buka(gugus.url(name)) as s:
            schema = "panel" if "schema" in world else "public"
            kueri = "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename IN ('usulan', 'riwayat', 'skema')"
            assert list(s.scalars(text(kueri))) == [schema]
    finally:
        perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.battery
def test_the_panel_lives_behind_a_pooler_that_shares_by_the_session(tmp_path: Path) -> None:
    server = cluster.Cluster(own=True)
    try:
        perintah_pg(server, "CREATE DATABASE musrenbang")
        with pooler(server, "session") as url:
            lived_in(make_url(url).set(database="musrenbang").render_as_string(hide_password=False), tmp_path)
    finally:
        server.stop()


def lived_in(url: str, var: Path) -> None:
    """Prepared, signed in to, searched, written, queued, backed up and proven: what a day asks of a database."""
    before = setelan.kini()
    (var / "diary.key").write_bytes(b"kunci riwayat uji")
    try:
        isi_basis(url, var)
        app = buat_app(url, var)
        client = Orang(app).masuk("tim_musrenbang")
        token_ = token(client.get("/ruang/new/").text)
        saved = client.post("/ruang/new/", data={"nama": "Aula Lain", "kapasitas": "40", "csrf_token": token_})
        assert saved.status_code == 302, saved.text
        assert "Aula Lain" in client.get("/ruang/?cari=aula").text
        assert client.get("/usulan/?urut=opd_pengampu_id").status_code == 200
        with app.app_context():
            for lama in (antrean.huey, antrean._tugas):
                lama.cache_clear()
            antrean.antrekan("operasi", 1)
            assert antrean.huey().pending_count() == 1
            db.session.remove()
            db.engine.dispose()
            antrean.reconnect()
        pulih.pasang_pemakai(latihan_masuk.di_proses_sendiri)
        cadangan.buat()
        assert pulih.latihan()["peran"]
        assert jangkar.jalankan().rusak is None
    finally:
        for lama in (antrean.huey, antrean._tugas):
            lama.cache_clear()
        setelan.pasang(before)


@contextmanager
def pooler(server: cluster.Cluster, mode: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        folder = Path(name)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        (folder / "users").write_text(f'"{cluster.SUPERUSER}" "{cluster.SUPERUSER_PASSWORD}"\n')
        (folder / "ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\nlisten_addr=127.0.0.1\n"
            f"listen_port={port}\nauth_type=scram-sha-256\nauth_file={folder}/users\npool_mode={mode}\nunix_socket_dir=\n"
        )
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to run as root
        for path in (folder, *folder.iterdir()) if as_user else ():
            shutil.chown(path, "postgres")
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        run = subprocess.Popen([*as_user, program, "-q", str(folder / "ini")], stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 30
            while socket.socket().connect_ex(("127.0.0.1", port)):
                assert time.monotonic() < until, "pgbouncer tidak menjawab"
                time.sleep(0.05)
            url = cluster.as_superuser(server.url("postgres")).set(port=port)
            yield url.render_as_string(hide_password=False)
        finally:
            run.terminate()
            run.wait()
