"""Teks baku"""

import sqlalchemy as sa
from alembic import op

from models.base import Panjang, UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teks_baku",
        sa.Column("untuk", sa.String(length=100), nullable=False),
        sa.Column("judul", sa.String(length=120), nullable=False),
        sa.Column("isi", Panjang(8000), nullable=False),
        sa.Column("asal", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("deleted_at", UTCDateTime(), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teks_baku")),
    )
    hidup, dihapus = sa.text("deleted_at IS NULL"), sa.text("deleted_at IS NOT NULL")
    op.create_index(
        op.f("ix_teks_baku_untuk_judul"),
        "teks_baku",
        ["untuk", "judul"],
        unique=True,
        sqlite_where=hidup,
        postgresql_where=hidup,
    )
    op.create_index(
        "ix_teks_baku_deleted_at", "teks_baku", ["deleted_at"], sqlite_where=dihapus, postgresql_where=dihapus
    )
    op.create_index("uq_teks_baku_sumber_kode_eksternal", "teks_baku", ["sumber", "kode_eksternal"], unique=True)


def downgrade() -> None:
    op.drop_table("teks_baku")
