"""Koreksi naskah terbit: versi, dan naskah lama yang digantikan"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NASKAH = ("tim", "nota_dinas", "undangan", "berita_acara_sidang", "laporan")


def upgrade() -> None:
    for kind in NASKAH:
        with op.batch_alter_table(kind) as tabel:
            tabel.add_column(sa.Column("versi", sa.Integer(), nullable=False, server_default="1"))
            tabel.add_column(sa.Column("menggantikan_id", sa.Integer(), nullable=True))
            tabel.create_foreign_key(op.f(f"fk_{kind}_menggantikan_id"), kind, ["menggantikan_id"], ["id"])
        with op.batch_alter_table(kind) as tabel:
            tabel.alter_column("versi", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    for kind in reversed(NASKAH):
        with op.batch_alter_table(kind) as tabel:
            tabel.drop_constraint(op.f(f"fk_{kind}_menggantikan_id"), type_="foreignkey")
            tabel.drop_column("menggantikan_id")
            tabel.drop_column("versi")
