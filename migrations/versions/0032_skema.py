"""Skema mengingat program tertua yang masih dapat memakainya; jam tertinggi riwayat"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

oldest_program = "0030"


def upgrade() -> None:
    op.create_table(
        "skema",  # one row, written by migrations/env.py after every step
        sa.Column("revisi", sa.String(length=32), nullable=False),
        sa.Column("terlama", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("revisi", name=op.f("pk_skema")),
    )
    op.create_index(op.f("ix_rantai_waktu"), "rantai", ["waktu"])


def downgrade() -> None:
    op.drop_index(op.f("ix_rantai_waktu"), table_name="rantai")
    op.drop_table("skema")
