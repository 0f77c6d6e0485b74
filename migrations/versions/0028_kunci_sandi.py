"""Sesi yang mengingat tantangan sebuah kunci sandi, sampai dijawab sekali"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sesi", sa.Column("tantangan", sa.String(length=100), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE sesi DROP COLUMN tantangan")
