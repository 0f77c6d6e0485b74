"""Acuan yang jarang terisi pada usulan diindeks hanya bila terisi: pindah status tidak lagi menulis ulang indeksnya"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KOLOM = ("digabung_ke_id", "asal_usulan_id")


def upgrade() -> None:
    for kolom in KOLOM:
        ada = sa.text(f"{kolom} IS NOT NULL")
        op.drop_index(op.f(f"ix_usulan_{kolom}"), "usulan")
        op.create_index(op.f(f"ix_usulan_{kolom}"), "usulan", [kolom], sqlite_where=ada, postgresql_where=ada)


def downgrade() -> None:
    for kolom in KOLOM:
        op.drop_index(op.f(f"ix_usulan_{kolom}"), "usulan")
        op.create_index(op.f(f"ix_usulan_{kolom}"), "usulan", [kolom])
