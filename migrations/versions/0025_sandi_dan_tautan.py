"""Kata sandi yang tahu kapan diganti, dan tautan sekali pakai untuk memilih yang baru"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pengguna", sa.Column("sandi_diganti_pada", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "tautan_sandi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kedaluwarsa", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dipakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_tautan_sandi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tautan_sandi")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tautan_sandi_token_hash")),
    )
    op.create_index(op.f("ix_tautan_sandi_pengguna_id"), "tautan_sandi", ["pengguna_id"])


def downgrade() -> None:
    op.drop_table("tautan_sandi")
    op.execute("ALTER TABLE pengguna DROP COLUMN sandi_diganti_pada")
