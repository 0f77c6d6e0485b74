"""Isi naskah sejak ditandatangani, tanda tangan elektronik, dan sertifikat tepercaya"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HIDUP = sa.text("deleted_at IS NULL")
LAMA = "status IN ('membekukan', 'terbit', 'diganti', 'dibatalkan')"
BARU = "status IN ('menunggu nomor', 'membekukan', 'terbit', 'diganti', 'dibatalkan')"
NASKAH = ("tim", "nota_dinas", "undangan", "berita_acara", "laporan")
JENIS = ("TTE tersertifikasi", "TTE tidak tersertifikasi", "tanda tangan basah: pindaian diunggah")
CARA = (
    "dibubuhkan di panel",
    "diunggah: kelanjutan dari PDF beku",
    "diunggah: ditulis ulang oleh layanan, halaman dan teks sama",
    "pindaian",
)


def _dasar() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
    ]


def _salah_satu(kolom: str, kata: tuple[str, ...]) -> str:
    return f"{kolom} IN ({', '.join(repr(k) for k in kata)})"


def _indeks(tabel: str) -> None:
    op.create_index(f"ix_{tabel}_deleted_at", tabel, ["deleted_at"], unique=False)
    op.create_index(f"uq_{tabel}_sumber_kode_eksternal", tabel, ["sumber", "kode_eksternal"], unique=True)


def upgrade() -> None:
    with op.batch_alter_table("dokumen") as dokumen:
        dokumen.add_column(sa.Column("penandatangan_id", sa.Integer(), nullable=True))
        dokumen.add_column(sa.Column("dicabut_pada", sa.DateTime(timezone=True), nullable=True))
        dokumen.add_column(sa.Column("alasan_cabut", sa.String(), nullable=True))
        dokumen.create_foreign_key(op.f("fk_dokumen_penandatangan_id"), "pejabat", ["penandatangan_id"], ["id"])
        dokumen.drop_constraint(op.f("ck_dokumen_status"), type_="check")
        dokumen.create_check_constraint(op.f("ck_dokumen_status"), BARU)
    for kind in NASKAH:  # who signed stood in words only
        op.execute(
            f"UPDATE dokumen SET penandatangan_id = (SELECT penandatangan_id FROM {kind} WHERE id = naskah_id) "
            f"WHERE naskah_kind = '{kind}'"
        )
    op.create_table(
        "tanda_tangan_elektronik",
        sa.Column("dokumen_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("cara", sa.String(length=80), nullable=False),
        sa.Column("nama_sertifikat", sa.String(length=300), nullable=True),
        sa.Column("sesuai", sa.Boolean(), nullable=True),
        sa.Column("penerbit", sa.String(length=300), nullable=True),
        sa.Column("nomor_seri", sa.String(length=80), nullable=True),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        *_dasar(),
        sa.CheckConstraint(_salah_satu("jenis", JENIS), name=op.f("ck_tanda_tangan_elektronik_jenis")),
        sa.CheckConstraint(_salah_satu("cara", CARA), name=op.f("ck_tanda_tangan_elektronik_cara")),
        sa.ForeignKeyConstraint(["dokumen_id"], ["dokumen.id"], name=op.f("fk_tanda_tangan_elektronik_dokumen_id")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_tanda_tangan_elektronik_berkas_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_tanda_tangan_elektronik_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tanda_tangan_elektronik")),
    )
    _indeks("tanda_tangan_elektronik")
    op.create_index(
        op.f("ix_tanda_tangan_elektronik_dokumen_id"), "tanda_tangan_elektronik", ["dokumen_id"], unique=False
    )
    op.create_index(
        op.f("ix_tanda_tangan_elektronik_dokumen_id_sha256"),
        "tanda_tangan_elektronik",
        ["dokumen_id", "sha256"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_table(
        "sertifikat_tepercaya",
        sa.Column("subjek", sa.String(length=300), nullable=False),
        sa.Column("penerbit", sa.String(length=300), nullable=False),
        sa.Column("berlaku_dari", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berlaku_sampai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("keterangan", sa.String(length=300), nullable=True),
        sa.Column("pem", sa.String(), nullable=False),
        *_dasar(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sertifikat_tepercaya")),
    )
    _indeks("sertifikat_tepercaya")
    op.create_index(
        op.f("ix_sertifikat_tepercaya_sidik"),
        "sertifikat_tepercaya",
        ["sidik"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )


def downgrade() -> None:
    op.drop_table("sertifikat_tepercaya")
    op.drop_table("tanda_tangan_elektronik")
    # A paper that is signed and not numbered did not exist before; its record takes its content anew at the number.
    op.execute("DELETE FROM dokumen WHERE status = 'menunggu nomor'")
    with op.batch_alter_table("dokumen") as dokumen:
        dokumen.drop_constraint(op.f("ck_dokumen_status"), type_="check")
        dokumen.create_check_constraint(op.f("ck_dokumen_status"), LAMA)
        dokumen.drop_constraint(op.f("fk_dokumen_penandatangan_id"), type_="foreignkey")
        dokumen.drop_column("alasan_cabut")
        dokumen.drop_column("dicabut_pada")
        dokumen.drop_column("penandatangan_id")
