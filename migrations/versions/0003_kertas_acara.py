"""Number and date of a surat pengantar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("distribusi") as t:
        t.add_column(sa.Column("nomor", sa.String(120)))
        t.add_column(sa.Column("tanggal_pengantar", sa.Date()))


def downgrade() -> None:
    with op.batch_alter_table("distribusi") as t:
        t.drop_column("tanggal_pengantar")
        t.drop_column("nomor")
