"""Pekerjaan massal: jenis baru, saringan pilihan, dan riwayat menurut pekerjaannya"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LAMA = ("tindakan massal", "hapus massal", "cetak")
BARU = (*LAMA, "ubah massal", "impor", "urungkan", "gabung ganda")
BEROPERASI = sa.text("operasi_id IS NOT NULL")


def _batasi(tabel: object, jenis: tuple[str, ...]) -> None:
    tabel.drop_constraint(op.f("ck_operasi_jenis"), type_="check")
    tabel.create_check_constraint(op.f("ck_operasi_jenis"), sa.text(f"jenis IN ({', '.join(map(repr, jenis))})"))


def upgrade() -> None:
    with op.batch_alter_table("operasi") as tabel:
        _batasi(tabel, BARU)
        tabel.add_column(sa.Column("saringan", sa.String(), nullable=True))
    op.create_index(
        op.f("ix_riwayat_operasi_id_id"),
        "riwayat",
        ["operasi_id", "id"],
        sqlite_where=BEROPERASI,
        postgresql_where=BEROPERASI,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_riwayat_operasi_id_id"), "riwayat")
    op.execute(f"DELETE FROM operasi_baris WHERE operasi_id IN (SELECT id FROM operasi WHERE jenis NOT IN {LAMA!r})")
    op.execute(f"DELETE FROM operasi WHERE jenis NOT IN {LAMA!r}")
    with op.batch_alter_table("operasi") as tabel:
        tabel.drop_column("saringan")
        _batasi(tabel, LAMA)
