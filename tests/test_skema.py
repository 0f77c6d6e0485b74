"""An upgrade without a gap: what each migration does to the programs that still run, and what a database remembers."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.operations import ops
from alembic.operations.base import AbstractOperations
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import app as door
import migrations
from admin import closed
from migrations import Fit
from models.base import db
from models.usulan import StatusUsulan
from tests import dunia
from tests.conftest import Basis, buat_app
from tests.orang import SANDI
from tests.peladen import AKAR, lingkungan

FIRST = "0030"  # the last revision before a migration had to say which programs it suits
ADDS = (ops.CreateTableOp, ops.BulkInsertOp)
ADDS_SQL = re.compile(r"\s*(INSERT|CREATE\s+(UNIQUE\s+)?INDEX|COMMENT)\b", re.IGNORECASE)


def takes_away(step: ops.MigrateOperation, new: set[str]) -> str | None:
    """What this step means for a program that knows nothing of it: None where that program does not notice."""
    table = getattr(step, "table_name", None) or getattr(step, "source_table", None)
    name = type(step).__name__
    if isinstance(step, ADDS) or (table in new and not isinstance(step, ops.DropTableOp)):
        return None
    if isinstance(step, ops.CreateIndexOp):
        return f"{name} {table}: unique" if step.unique else None
    if isinstance(step, ops.AddColumnOp):
        needed = not step.column.nullable and step.column.server_default is None
        return f"{name} {table}.{step.column.name}: no row without it" if needed else None
    if isinstance(step, ops.ExecuteSQLOp) and ADDS_SQL.match(str(step.sqltext)):
        return None
    return f"{name} {table or getattr(step, 'sqltext', '')}"


@pytest.fixture
def steps(basis_kosong: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[ops.MigrateOperation]]:
    """Every operation of every migration after FIRST, as it is carried out."""
    migrations.naik(basis_kosong, FIRST)
    done: list[ops.MigrateOperation] = []
    invoke = AbstractOperations.invoke

    def record(self: AbstractOperations, operation: ops.MigrateOperation) -> Any:
        done.append(operation)
        return invoke(self, operation)

    monkeypatch.setattr(AbstractOperations, "invoke", record)
    found = {}
    for revision in later():
        done.clear()
        migrations.naik(basis_kosong, revision)
        found[revision] = list(done)
    return found


def later() -> Iterator[str]:
    """The revisions after FIRST, in their order."""
    next_of = {before: revision for revision, before in migrations._revisions().items()}
    revision = FIRST
    while revision := next_of.get(revision, ""):
        yield revision


def source(revision: str) -> str:
    (file,) = (migrations.AKAR / "versions").glob(f"{revision}_*.py")
    return file.read_text(encoding="utf-8")


def test_a_new_migration_is_written_with_its_oldest_program() -> None:
    template = (migrations.AKAR / "script.py.mako").read_text(encoding="utf-8")
    assert 'oldest_program = "${up_revision}"' in template


def oldest(revision: str) -> str:
    found = re.search(r'^oldest_program = "(\w+)"$', source(revision), re.MULTILINE)
    assert found, f"migration {revision} does not say which program is the oldest that can run on it: oldest_program"
    return found[1]


def test_a_migration_only_adds_or_says_that_no_former_program_suits(
    steps: dict[str, list[ops.MigrateOperation]],
) -> None:
    order = [FIRST, *steps]
    before = FIRST
    for revision, done in steps.items():
        assert done, f"migration {revision} does nothing"
        said = oldest(revision)
        assert said in order[: order.index(revision) + 1]
        assert order.index(said) >= order.index(before), "an old program does not come back with a later migration"
        new = {step.table_name for step in done if isinstance(step, ops.CreateTableOp)}
        taken = [what for step in done if (what := takes_away(step, new))]
        if "get_bind" in source(revision):
            taken.append("get_bind: what it does is not seen here")
        assert not taken or said == revision, f"{revision} is no addition only: {taken}"
        before = said


COLUMN = sa.Column("x", sa.String())


@pytest.mark.parametrize(
    ("step", "noticed"),
    [
        (ops.CreateTableOp("baru", [COLUMN]), False),
        (ops.CreateIndexOp("ix", "lama", ["x"]), False),
        (ops.CreateIndexOp("ux", "lama", ["x"], unique=True), True),
        (ops.CreateIndexOp("ux", "baru", ["x"], unique=True), False),
        (ops.AddColumnOp("lama", sa.Column("x", sa.String())), False),
        (ops.AddColumnOp("lama", sa.Column("x", sa.String(), nullable=False)), True),
        (ops.AddColumnOp("lama", sa.Column("x", sa.String(), nullable=False, server_default="")), False),
        (ops.DropColumnOp("lama", "x"), True),
        (ops.DropTableOp("lama"), True),
        (ops.RenameTableOp("lama", "lain"), True),
        (ops.AlterColumnOp("lama", "x", modify_nullable=False), True),
        (ops.DropConstraintOp("ck", "lama", type_="check"), True),
        (ops.CreateCheckConstraintOp("ck", "lama", "x > 0"), True),
        (ops.ExecuteSQLOp("UPDATE lama SET x = 1"), True),
        (ops.ExecuteSQLOp("INSERT INTO baru VALUES (1)"), False),
    ],
    ids=lambda one: type(one).__name__ if not isinstance(one, bool) else str(one),
)
def test_a_step_that_an_old_program_would_notice_is_known(step: ops.MigrateOperation, noticed: bool) -> None:
    assert bool(takes_away(step, {"baru"})) is noticed


def test_a_database_remembers_the_oldest_program_that_suits_it(
    basis_kosong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(basis_kosong, poolclass=NullPool)

    def now() -> Fit:
        with engine.connect() as connection:
            return migrations.fit(connection)

    assert now() is Fit.EMPTY
    migrations.naik(basis_kosong, FIRST)
    assert now() is Fit.OLDER
    migrations.naik(basis_kosong)
    assert now() is Fit.READY
    newest = migrations.revisi_terbaru()
    with engine.connect() as connection:
        remembered = connection.execute(sa.text("SELECT revisi, terlama FROM skema")).all()
    assert remembered == [(newest, oldest(newest))]

    known = migrations._revisions()
    former = {one: before for one, before in known.items() if one <= oldest(newest)}
    monkeypatch.setattr(migrations, "_revisions", lambda: former)
    assert now() is Fit.NEWER
    monkeypatch.setattr(migrations, "_revisions", lambda: {"0001": ""})
    assert now() is Fit.TOO_NEW
    with engine.connect() as connection, pytest.raises(migrations.Unfit) as refused:
        migrations.require(connection)
    assert "program ini terlalu lama" in str(refused.value.pesan)


def test_a_process_that_finds_another_schema_says_why_and_serves_as_soon_as_it_suits(
    basis_kosong: str, var: Path
) -> None:
    """As gunicorn's does: one that ended would take the whole server with it."""
    panel = buat_app(basis_kosong, var)
    with pytest.raises(migrations.Unprepared, match="belum disiapkan"):  # nothing stands in it: no waiting mends that
        closed.guard(panel, door._pastikan_siap)
    migrations.naik(basis_kosong, FIRST)
    closed.guard(panel, door._pastikan_siap)
    client = panel.test_client()
    for revision, sentence in ((FIRST, "belum dinaikkan"), ("9999", "terlalu lama")):
        if revision != FIRST:
            number(panel, revision)
        refused = client.get("/login")
        assert refused.status_code == 503
        assert sentence in refused.text
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json["bagian"] == {"migrasi": False}
        assert client.get("/metrics").status_code == 200
    number(panel, FIRST)
    migrations.naik(basis_kosong)
    assert client.get("/login").status_code == 200
    with panel.app_context():
        db.session.remove()
        db.engine.dispose()


def number(panel: Flask, revision: str) -> None:
    with panel.app_context():
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        db.session.commit()


FORMER = "49488c8"  # the program of the release before: its newest revision is FIRST


@pytest.mark.battery
def test_the_former_program_walks_its_core_paths_on_the_newest_schema(app: Flask, basis: Basis, tmp_path: Path) -> None:
    with app.app_context():
        usulan = dunia.isi_usulan(dunia.di_ujung(), 1, StatusUsulan.DRAF)[0].id
    packed = subprocess.run(["git", "archive", FORMER], cwd=AKAR, capture_output=True, check=True).stdout
    folder = tmp_path / "former"
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    env = lingkungan(
        tmp_path / "var",
        DATABASE_URL=basis.url,
        SECRET_KEY=app.config["SECRET_KEY"],
        DIARY_KEY=app.config["SETELAN"].diary_key.decode(),
        ACCOUNT_KEY=app.config["SETELAN"].account_key.decode(),
        FORMER_PASSWORD=SANDI,
        PYTHONPATH="",
    )
    driver = str(AKAR / "tests" / "former_program.py")
    done = subprocess.run([sys.executable, driver, str(folder), str(usulan)], env=env, capture_output=True, text=True)
    assert done.stdout.split("\n")[:-1] == ["signed in", "listed", "saved", "moved", "diary whole"], done.stderr[-3000:]
