"""Pengiriman: antrean surel, jam terima, asal baris arsip"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# SQLite builds the table anew, and does not tell which CHECKs it had.
DAFTAR_ARSIP = (
    sa.CheckConstraint("status IN ('draf', 'diarsipkan')", name=op.f("ck_arsip_status")),
    sa.CheckConstraint("tingkat IN ('asli', 'salinan', 'kopi')", name=op.f("ck_arsip_tingkat")),
)


def upgrade() -> None:
    op.create_table(
        "kiriman",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("distribusi_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("kepada", sa.String(length=200), nullable=False),
        sa.Column("tujuan", sa.String(length=320), nullable=False),
        sa.Column("tambahan", sa.String(), nullable=True),
        sa.Column("subjek", sa.String(length=300), nullable=True),
        sa.Column("isi", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("coba_lagi_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dikirim_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("galat", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(length=320), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('naskah', 'pengingat')", name=op.f("ck_kiriman_jenis")),
        sa.CheckConstraint(
            "status IN ('antre', 'mengirim', 'terkirim', 'gagal', 'dibatalkan')", name=op.f("ck_kiriman_status")
        ),
        sa.ForeignKeyConstraint(["distribusi_id"], ["distribusi.id"], name=op.f("fk_kiriman_distribusi_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_kiriman_musrenbang_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_kiriman_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiriman")),
    )
    op.create_index("ix_kiriman_deleted_at", "kiriman", ["deleted_at"])
    op.create_index(op.f("ix_kiriman_distribusi_id"), "kiriman", ["distribusi_id"])
    op.create_index(op.f("ix_kiriman_musrenbang_id"), "kiriman", ["musrenbang_id"])
    op.create_index(op.f("ix_kiriman_status_coba_lagi_pada"), "kiriman", ["status", "coba_lagi_pada"])
    op.create_index(op.f("ix_kiriman_tujuan"), "kiriman", ["tujuan"])
    op.create_index("uq_kiriman_sumber_kode_eksternal", "kiriman", ["sumber", "kode_eksternal"], unique=True)

    with op.batch_alter_table("arsip", table_args=DAFTAR_ARSIP) as batch_op:
        batch_op.add_column(sa.Column("dokumen_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_arsip_dokumen_id"), "dokumen", ["dokumen_id"], ["id"])

    with op.batch_alter_table("distribusi") as batch_op:
        batch_op.add_column(sa.Column("surel", sa.String(length=320), nullable=True))
        batch_op.add_column(sa.Column("telepon", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("diterima_jam", sa.Time(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("distribusi") as batch_op:
        batch_op.drop_column("diterima_jam")
        batch_op.drop_column("telepon")
        batch_op.drop_column("surel")

    with op.batch_alter_table("arsip", table_args=DAFTAR_ARSIP) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_arsip_dokumen_id"), type_="foreignkey")
        batch_op.drop_column("dokumen_id")

    op.drop_table("kiriman")
