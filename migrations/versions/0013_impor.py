"""Impor: berkasnya, baris yang menunggu, dan pencocokan kolom yang diingat"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATUS = (
    "membaca berkas",
    "menunggu pencocokan kolom",
    "memeriksa baris",
    "menunggu persetujuan",
    "menerapkan",
    "selesai",
    "gagal",
    "dibatalkan",
)


def upgrade() -> None:
    op.create_table(
        "impor",
        sa.Column("kind_sasaran", sa.String(length=60), nullable=False),
        sa.Column("berkas_nama", sa.String(length=200), nullable=False),
        sa.Column("sumber_data", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bentuk", sa.String(length=20), nullable=True),
        sa.Column("lembar", sa.String(length=120), nullable=True),
        sa.Column("semua_lembar", sa.JSON(), nullable=False),
        sa.Column("tata_letak", sa.String(length=120), nullable=True),
        sa.Column("baris_judul", sa.Integer(), nullable=True),
        sa.Column("judul_kolom", sa.JSON(), nullable=False),
        sa.Column("peta", sa.JSON(), nullable=False),
        sa.Column("bawaan", sa.JSON(), nullable=False),
        sa.Column("kosongkan", sa.Boolean(), nullable=False),
        *(
            sa.Column(nama, sa.Integer(), nullable=False)
            for nama in ("jumlah", "diperiksa", "baru", "ubah", "sama", "salah", "diterapkan", "dilewati")
        ),
        sa.Column("operasi_id", sa.Integer(), nullable=True),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("galat", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(f"status IN {STATUS!r}", name=op.f("ck_impor_status")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_impor_berkas_id")),
        sa.ForeignKeyConstraint(["operasi_id"], ["operasi.id"], name=op.f("fk_impor_operasi_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_impor_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impor")),
    )
    op.create_index("ix_impor_deleted_at", "impor", ["deleted_at"])
    op.create_index(op.f("ix_impor_pengguna_id"), "impor", ["pengguna_id"])
    op.create_index("uq_impor_sumber_kode_eksternal", "impor", ["sumber", "kode_eksternal"], unique=True)

    op.create_table(
        "impor_baris",
        sa.Column("impor_id", sa.Integer(), nullable=False),
        sa.Column("urut", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mentah", sa.JSON(), nullable=False),
        sa.Column("vonis", sa.String(length=10), nullable=True),
        sa.Column("isi", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("beda", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("alasan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=True),
        sa.Column("hasil", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["impor_id"], ["impor.id"], name=op.f("fk_impor_baris_impor_id")),
        sa.PrimaryKeyConstraint("impor_id", "urut", name=op.f("pk_impor_baris")),
    )
    op.create_index(op.f("ix_impor_baris_impor_id_vonis_urut"), "impor_baris", ["impor_id", "vonis", "urut"])

    op.create_table(
        "peta_impor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("sumber", sa.String(length=60), nullable=False),
        sa.Column("peta", sa.JSON(), nullable=False),
        sa.Column("bawaan", sa.JSON(), nullable=False),
        sa.Column("diubah", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peta_impor")),
        sa.UniqueConstraint("kind", "sumber", name=op.f("uq_peta_impor_kind_sumber")),
    )


def downgrade() -> None:
    op.drop_table("peta_impor")
    op.drop_table("impor_baris")
    op.drop_table("impor")
