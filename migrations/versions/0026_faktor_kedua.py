"""Faktor kedua: aplikasi kode dan kunci sandi, kode pemulihan, dan sesi yang masih menunggu kode"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

JENIS = ("aplikasi kode", "kunci sandi")


def upgrade() -> None:
    op.add_column("pengguna", sa.Column("faktor_sejak", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sesi", sa.Column("menunggu", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "faktor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.Enum(*JENIS, name="jenisfaktor", native_enum=False, length=40), nullable=False),
        sa.Column("nama", sa.String(length=100), nullable=False),
        sa.Column("rahasia", sa.String(length=2000), nullable=False),
        sa.Column("kredensial", sa.String(length=1400), nullable=True),
        sa.Column("hitungan", sa.BigInteger(), nullable=False),
        sa.Column("sah", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dipakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"jenis IN {JENIS!r}", name=op.f("ck_faktor_jenisfaktor")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_faktor_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faktor")),
        sa.UniqueConstraint("kredensial", name=op.f("uq_faktor_kredensial")),
    )
    op.create_index(op.f("ix_faktor_pengguna_id"), "faktor", ["pengguna_id"])
    op.create_table(
        "kode_pemulihan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("kode_hash", sa.String(length=64), nullable=False),
        sa.Column("dipakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_kode_pemulihan_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kode_pemulihan")),
    )
    op.create_index(op.f("ix_kode_pemulihan_pengguna_id"), "kode_pemulihan", ["pengguna_id"])


def downgrade() -> None:
    op.drop_table("kode_pemulihan")
    op.drop_table("faktor")
    op.execute("ALTER TABLE sesi DROP COLUMN menunggu")
    op.execute("ALTER TABLE pengguna DROP COLUMN faktor_sejak")
