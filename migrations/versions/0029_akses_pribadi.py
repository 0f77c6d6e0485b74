"""Siapa melihat data pribadi siapa"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

CARA = ("ditampilkan", "dibuka untuk diubah", "diunduh", "dicetak", "dikumpulkan bagi orangnya")


def upgrade() -> None:
    op.create_table(
        "akses_pribadi",
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("peran", sa.String(length=200), nullable=False),
        sa.Column("cara", sa.String(length=40), nullable=False),
        sa.Column("tentang", sa.String(length=300), nullable=False),
        sa.Column("data_kind", sa.String(length=60), nullable=False),
        sa.Column("data_id", sa.Integer(), nullable=True),
        sa.Column("kolom", sa.String(length=500), nullable=False),
        sa.Column("saringan", sa.String(), nullable=True),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(f"cara IN {CARA!r}", name=op.f("ck_akses_pribadi_cara")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_akses_pribadi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akses_pribadi")),
    )
    hidup = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "ix_akses_pribadi_deleted_at", "akses_pribadi", ["deleted_at"], sqlite_where=hidup, postgresql_where=hidup
    )
    op.create_index(op.f("ix_akses_pribadi_data_kind_data_id"), "akses_pribadi", ["data_kind", "data_id"])
    op.create_index(op.f("ix_akses_pribadi_pengguna_id"), "akses_pribadi", ["pengguna_id"])
    op.create_index(
        "uq_akses_pribadi_sumber_kode_eksternal", "akses_pribadi", ["sumber", "kode_eksternal"], unique=True
    )


def downgrade() -> None:
    op.drop_table("akses_pribadi")
