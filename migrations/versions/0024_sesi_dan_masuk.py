"""Sesi yang menyebut kapan terakhir dipakai, dan riwayat masuk"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

HASIL = ("berhasil", "kata sandi salah", "ditahan sebentar", "menunggu kode", "kode salah", "konfirmasi salah")


def upgrade() -> None:
    op.add_column("sesi", sa.Column("terakhir_pada", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "riwayat_masuk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nama_sidik", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("hasil", sa.Enum(*HASIL, name="hasilmasuk", native_enum=False, length=40), nullable=False),
        sa.Column("alamat", sa.String(length=60), nullable=False),
        sa.Column("peramban", sa.String(length=200), nullable=False),
        sa.Column("perangkat", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            f"hasil IN ({', '.join(repr(satu) for satu in HASIL)})", name=op.f("ck_riwayat_masuk_hasilmasuk")
        ),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_riwayat_masuk_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat_masuk")),
    )
    for kolom in (["nama_sidik", "saat"], ["alamat", "saat"], ["perangkat", "saat"], ["pengguna_id", "saat"], ["saat"]):
        op.create_index(op.f(f"ix_riwayat_masuk_{'_'.join(kolom)}"), "riwayat_masuk", kolom)


def downgrade() -> None:
    op.drop_table("riwayat_masuk")
    op.execute("ALTER TABLE sesi DROP COLUMN terakhir_pada")
