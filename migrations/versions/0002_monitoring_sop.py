"""Monitoring SOP; memperhatikan pada SK tim, lampiran pada nota dinas"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _umum() -> list[sa.Column]:
    """The columns of every record."""
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
    op.create_index(f"ix_{tabel}_deleted_at", tabel, ["deleted_at"], unique=False)
    op.create_index(f"uq_{tabel}_sumber_kode_eksternal", tabel, ["sumber", "kode_eksternal"], unique=True)
    for nama in kolom:
        op.create_index(op.f(f"ix_{tabel}_{nama}"), tabel, [nama], unique=False)


def upgrade() -> None:
    op.create_table(
        "monitoring_sop",
        sa.Column("sop_revisi_id", sa.Integer(), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("semester", sa.String(length=40), nullable=False),
        sa.Column("musrenbang_id", sa.Integer(), nullable=True),
        sa.Column("penilai_id", sa.Integer(), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("metode", sa.String(length=40), nullable=False),
        sa.Column("kesimpulan", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        *_umum(),
        sa.CheckConstraint(
            "semester IN ('I (Januari s.d. Juni)', 'II (Juli s.d. Desember)')", name=op.f("ck_monitoring_sop_semester")
        ),
        sa.CheckConstraint(
            "metode IN ('observasi', 'wawancara', 'diskusi kelompok', 'pengarahan')",
            name=op.f("ck_monitoring_sop_metode"),
        ),
        sa.CheckConstraint("status IN ('draf', 'selesai')", name=op.f("ck_monitoring_sop_status")),
        sa.CheckConstraint("tahun BETWEEN 2000 AND 2100", name=op.f("ck_monitoring_sop_tahun_wajar")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_monitoring_sop_musrenbang_id")),
        sa.ForeignKeyConstraint(["penilai_id"], ["pejabat.id"], name=op.f("fk_monitoring_sop_penilai_id")),
        sa.ForeignKeyConstraint(["sop_revisi_id"], ["sop_revisi.id"], name=op.f("fk_monitoring_sop_sop_revisi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_sop")),
    )
    _indeks("monitoring_sop", "musrenbang_id", "sop_revisi_id")
    op.create_table(
        "butir_monitoring",
        sa.Column("monitoring_sop_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("langkah_id", sa.Integer(), nullable=True),
        sa.Column("prosedur", sa.String(), nullable=False),
        sa.Column("penilaian", sa.String(length=60), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("tindakan", sa.String(length=1000), nullable=True),
        *_umum(),
        sa.CheckConstraint(
            "penilaian IN ('diterapkan', 'diterapkan sebagian', 'tidak diterapkan', "
            "'belum dilaksanakan pada periode ini')",
            name=op.f("ck_butir_monitoring_penilaian"),
        ),
        sa.ForeignKeyConstraint(["langkah_id"], ["langkah.id"], name=op.f("fk_butir_monitoring_langkah_id")),
        sa.ForeignKeyConstraint(
            ["monitoring_sop_id"], ["monitoring_sop.id"], name=op.f("fk_butir_monitoring_monitoring_sop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_butir_monitoring")),
    )
    _indeks("butir_monitoring", "monitoring_sop_id")
    with op.batch_alter_table("tim") as tabel:
        tabel.add_column(sa.Column("memperhatikan", sa.String(), nullable=True))
    with op.batch_alter_table("nota_dinas") as tabel:
        tabel.add_column(sa.Column("lampiran", sa.String(length=100), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("nota_dinas") as tabel:
        tabel.drop_column("lampiran")
    with op.batch_alter_table("tim") as tabel:
        tabel.drop_column("memperhatikan")
    op.drop_table("butir_monitoring")
    op.drop_table("monitoring_sop")
