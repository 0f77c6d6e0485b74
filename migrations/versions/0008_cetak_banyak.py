"""Cetak banyak: tiap baris pekerjaan cetak menyebut naskahnya"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("operasi_baris") as tabel:
        tabel.add_column(sa.Column("kind", sa.String(length=60), nullable=True))
        tabel.add_column(sa.Column("kode", sa.String(length=60), nullable=True))
        tabel.add_column(sa.Column("bagian", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("operasi_baris") as tabel:
        tabel.drop_column("bagian")
        tabel.drop_column("kode")
        tabel.drop_column("kind")
