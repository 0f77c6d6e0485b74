"""Usulan ganda: digabungkan ke mana, dan pasangan yang bukan ganda"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not a batch: SQLite would build the table anew without its CHECKs and partial indexes.
    op.execute(
        "ALTER TABLE usulan ADD COLUMN digabung_ke_id INTEGER "
        "CONSTRAINT fk_usulan_digabung_ke_id REFERENCES usulan (id)"
    )
    op.create_index(op.f("ix_usulan_digabung_ke_id"), "usulan", ["digabung_ke_id"])
    op.create_table(
        "bukan_ganda",
        sa.Column("kecil_id", sa.Integer(), nullable=False),
        sa.Column("besar_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["besar_id"], ["usulan.id"], name=op.f("fk_bukan_ganda_besar_id")),
        sa.ForeignKeyConstraint(["kecil_id"], ["usulan.id"], name=op.f("fk_bukan_ganda_kecil_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_bukan_ganda_pengguna_id")),
        sa.PrimaryKeyConstraint("kecil_id", "besar_id", name=op.f("pk_bukan_ganda")),
    )


def downgrade() -> None:
    op.drop_table("bukan_ganda")
    op.drop_index(op.f("ix_usulan_digabung_ke_id"), "usulan")
    op.execute("ALTER TABLE usulan DROP COLUMN digabung_ke_id")
