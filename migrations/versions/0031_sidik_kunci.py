"""Sidik kunci: dengan kunci mana basis data ini dipakai"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

oldest_program = "0030"


def upgrade() -> None:
    op.create_table(
        "sidik_kunci",
        sa.Column("nama", sa.String(length=20), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("sejak", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terdahulu", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("nama", name=op.f("pk_sidik_kunci")),
    )


def downgrade() -> None:
    op.drop_table("sidik_kunci")
