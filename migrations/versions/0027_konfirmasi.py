"""Sesi yang tahu kapan orangnya terakhir membuktikan diri, untuk tanda tangan"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sesi", sa.Column("dikonfirmasi_pada", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE sesi DROP COLUMN dikonfirmasi_pada")
