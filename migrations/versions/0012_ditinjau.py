"""Pekerjaan yang ditinjau lebih dahulu: status menunggu persetujuan, dan jenis pulihkan"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JENIS = ("tindakan massal", "hapus massal", "cetak", "ubah massal", "impor", "urungkan", "gabung ganda")
STATUS = ("antre", "berjalan", "selesai", "gagal", "dibatalkan")


def _batasi(kolom: str, kata: tuple[str, ...]) -> None:
    nama = op.f("ck_operasi_jenis") if kolom == "jenis" else op.f("ck_operasi_status")
    with op.batch_alter_table("operasi") as tabel:
        tabel.drop_constraint(nama, type_="check")
        tabel.create_check_constraint(nama, sa.text(f"{kolom} IN ({', '.join(map(repr, kata))})"))


def upgrade() -> None:
    _batasi("jenis", (*JENIS, "pulihkan"))
    _batasi("status", (*STATUS, "menunggu persetujuan"))


def downgrade() -> None:
    op.execute("DELETE FROM operasi_baris WHERE operasi_id IN (SELECT id FROM operasi WHERE jenis = 'pulihkan')")
    op.execute("DELETE FROM operasi WHERE jenis = 'pulihkan'")
    op.execute("UPDATE operasi SET status = 'dibatalkan' WHERE status = 'menunggu persetujuan'")
    _batasi("status", STATUS)
    _batasi("jenis", JENIS)
