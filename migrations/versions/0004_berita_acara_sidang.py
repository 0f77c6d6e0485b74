"""Berita acara sidang kelompok dan wakil yang menandatanganinya"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BERLAKU = sa.text("deleted_at IS NULL AND status <> 'dibatalkan'")


def upgrade() -> None:
    op.create_table(
        "berita_acara_sidang",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("rapat_id", sa.Integer(), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=False),
        sa.Column("diktum", sa.String(), nullable=True),
        sa.Column("tembusan", sa.String(), nullable=True),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.String(length=150), nullable=True),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("catatan_pengembalian", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        *_kolom_dasar(),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'menunggu tanda tangan', 'menunggu nomor', 'terbit', 'dibatalkan')",
            name=op.f("ck_berita_acara_sidang_status"),
        ),
        *(
            sa.ForeignKeyConstraint([kolom], [f"{ke}.id"], name=op.f(f"fk_berita_acara_sidang_{kolom}"))
            for kolom, ke in (
                ("kelompok_sidang_id", "kelompok_sidang"),
                ("musrenbang_id", "musrenbang"),
                ("penandatangan_id", "pejabat"),
                ("pencatat_id", "pengguna"),
                ("pindaian_id", "berkas"),
                ("rapat_id", "rapat"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berita_acara_sidang")),
    )
    _indeks("berita_acara_sidang", "musrenbang_id", "kelompok_sidang_id")
    op.create_index(
        "uq_berita_acara_sidang_rapat_id",
        "berita_acara_sidang",
        ["rapat_id"],
        unique=True,
        sqlite_where=BERLAKU,
        postgresql_where=BERLAKU,
    )
    op.create_table(
        "wakil_sidang",
        sa.Column("berita_acara_sidang_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("pihak", sa.String(length=40), nullable=False),
        sa.Column("instansi", sa.String(length=200), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("jabatan", sa.String(length=200), nullable=True),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        *_kolom_dasar(),
        sa.CheckConstraint(
            "pihak IN ('Bapperida', 'perangkat daerah', 'kecamatan')", name=op.f("ck_wakil_sidang_pihak")
        ),
        sa.ForeignKeyConstraint(
            ["berita_acara_sidang_id"],
            ["berita_acara_sidang.id"],
            name=op.f("fk_wakil_sidang_berita_acara_sidang_id"),
        ),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_wakil_sidang_pencatat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wakil_sidang")),
    )
    _indeks("wakil_sidang", "berita_acara_sidang_id")


def _kolom_dasar() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
    ]


def _indeks(tabel: str, *kolom: str) -> None:
    for nama in ("deleted_at", *kolom):
        op.create_index(f"ix_{tabel}_{nama}", tabel, [nama], unique=False)
    op.create_index(f"uq_{tabel}_sumber_kode_eksternal", tabel, ["sumber", "kode_eksternal"], unique=True)


def downgrade() -> None:
    op.drop_table("wakil_sidang")
    op.drop_table("berita_acara_sidang")
