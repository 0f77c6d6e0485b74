"""Saringan daftar yang disimpan dengan nama"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saringan_tersimpan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("nama", sa.String(length=80), nullable=False),
        sa.Column("alamat", sa.String(length=4000), nullable=False),
        sa.Column("bersama", sa.Boolean(), nullable=False),
        sa.Column("dibuat_pada", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_saringan_tersimpan_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saringan_tersimpan")),
    )
    op.create_index(
        op.f("ix_saringan_tersimpan_kind_pengguna_id_nama"),
        "saringan_tersimpan",
        ["kind", "pengguna_id", "nama"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("saringan_tersimpan")
