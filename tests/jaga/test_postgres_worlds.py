"""Servers as offices keep them: what cannot be trusted is refused with a sentence, the rest is worked on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg import sql
from sqlalchemy import make_url, text

from jaga import naik, postgres_tools
from models import postgres, setelan
from models.pesan import SopError
from tests import cluster
from tests.conftest import ADA_POSTGRES, perintah_pg
from tests.jaga.conftest import buka

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
