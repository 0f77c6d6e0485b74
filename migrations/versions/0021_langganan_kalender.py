"""Langganan kalender: alamat rahasia tiap pengguna untuk membaca jadwal dari program kalender"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "langganan_kalender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicabut_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_langganan_kalender_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_langganan_kalender")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_langganan_kalender_token_hash")),
    )
    op.create_index(op.f("ix_langganan_kalender_pengguna_id"), "langganan_kalender", ["pengguna_id"])


def downgrade() -> None:
    op.drop_table("langganan_kalender")
