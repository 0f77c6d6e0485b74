"""Keadaan sistem: cadangan terakhir, pemulihan yang terakhir terbukti, pemeriksaan terakhir"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keadaan_sistem",
        sa.Column("kunci", sa.String(length=40), nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("baik", sa.Boolean(), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_keadaan_sistem")),
    )


def downgrade() -> None:
    op.drop_table("keadaan_sistem")
