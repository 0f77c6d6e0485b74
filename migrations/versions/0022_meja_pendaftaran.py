"""Meja pendaftaran: pukul datang, jabatan wakil, tamu tanpa undangan, dan daftar hadir yang ditutup"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

HADIR = ("hadir_pada", "jabatan_wakil", "tanpa_undangan")


def upgrade() -> None:
    op.add_column("rapat", sa.Column("hadir_ditutup_pada", sa.DateTime(timezone=True), nullable=True))
    op.add_column("daftar_hadir", sa.Column("hadir_pada", sa.DateTime(timezone=True), nullable=True))
    op.add_column("daftar_hadir", sa.Column("jabatan_wakil", sa.String(length=200), nullable=True))
    op.add_column("daftar_hadir", sa.Column("tanpa_undangan", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for kolom in HADIR:
        op.execute(f"ALTER TABLE daftar_hadir DROP COLUMN {kolom}")
    op.execute("ALTER TABLE rapat DROP COLUMN hadir_ditutup_pada")
