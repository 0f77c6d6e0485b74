"""How Alembic runs here: on a given connection, in one transaction, with column types that stand without the models."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext

import migrations
import models  # noqa: F401  (registers every kind)
from models.base import Base, Panjang, Rupiah, UTCDateTime


def tulis_tipe(jenis: str, objek: Any, _konteks: Any) -> str | Literal[False]:
    """A revision names plain types: it must still run when a type of today is gone."""
    if jenis != "type":
        return False
    if isinstance(objek, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(objek, Rupiah):
        return "sa.BigInteger()"
    if isinstance(objek, Panjang):
        return "sa.String()"
    if isinstance(objek, sa.Enum):
        return f"sa.String(length={objek.length})"  # its CHECK is added by `dengan_daftar_tertutup`
    return False


def bandingkan_tipe(_konteks: Any, _kolom: Any, _meta: Any, _di_basis: Any, di_model: Any) -> bool | None:
    """Panjang is text without end in the database, whatever length the form allows."""
    return False if isinstance(di_model, (Panjang, sa.Enum)) else None


def termasuk(nama: str | None, jenis: str, _induk: Any) -> bool:
    """The trigram indexes of the search belong to one database only, and `skema` to the migrations: no model names
    them."""
    milik_sendiri = (jenis, nama) in (("index", "ix_teks_cari_trgm"), ("table", migrations.TABLE))
    return not (nama or "").startswith("cari_fts") and not milik_sendiri


def dengan_daftar_tertutup(_konteks: MigrationContext, _revisi: Any, perintah: Iterable[ops.MigrationScript]) -> None:
    """Every closed list gets a CHECK under the name of its column (two columns of a table may share a list)."""
    for skrip in perintah:
        assert skrip.upgrade_ops is not None
        for tabel in skrip.upgrade_ops.ops:
            if isinstance(tabel, ops.CreateTableOp):
                for kolom in [k for k in tabel.columns if isinstance(k, sa.Column) and isinstance(k.type, sa.Enum)]:
                    kata = ", ".join("'" + nilai.replace("'", "''") + "'" for nilai in kolom.type.enums)
                    nama = sa.sql.elements.conv(f"ck_{tabel.table_name}_{kolom.name}")
                    tabel.columns.append(sa.CheckConstraint(f"{kolom.name} IN ({kata})", name=nama))


def jalankan(koneksi: sa.Connection) -> None:
    context.configure(
        connection=koneksi,
        target_metadata=Base.metadata,
        render_as_batch=koneksi.dialect.name == "sqlite" and context.config.attributes.get("batch", True),
        render_item=tulis_tipe,
        compare_type=bandingkan_tipe,
        compare_server_default=True,
        include_name=termasuk,
        process_revision_directives=dengan_daftar_tertutup,
    )
    with context.begin_transaction():
        if koneksi.dialect.name == "postgresql":
            # Rather stop with an error than queue behind a long query and block everybody who comes after.
            # A limit that is right for pages would stop an index of a large table half-way, each time anew.
            koneksi.exec_driver_sql("SET LOCAL statement_timeout = 0")
            koneksi.exec_driver_sql(f"SET LOCAL lock_timeout = '{migrations.SABAR}s'")
            koneksi.exec_driver_sql("SELECT pg_advisory_xact_lock(76501003)")
        context.run_migrations()
        remember_oldest_program(koneksi)
    koneksi.commit()  # SQLite's steps were committed one by one, this one stands behind them


def remember_oldest_program(koneksi: sa.Connection) -> None:
    """Beside the revision, the oldest program that can serve it, as the newest migration says."""
    revisi = context.get_context().get_current_revision()
    if revisi is None or not sa.inspect(koneksi).has_table(migrations.TABLE):
        return
    modul = context.script.get_revision(revisi).module  # type: ignore[union-attr]
    koneksi.execute(sa.text("DELETE FROM skema"))
    koneksi.execute(
        sa.text("INSERT INTO skema (revisi, terlama) VALUES (:revisi, :terlama)"),
        {"revisi": revisi, "terlama": modul.oldest_program},
    )


jalankan(context.config.attributes["koneksi"])
