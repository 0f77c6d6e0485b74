"""Daftar yang sama cepat pada sejuta baris: indeks menurut urutan kolom usulan, dan yang dihapus terpisah"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

HIDUP = sa.text("deleted_at IS NULL")
DIHAPUS = sa.text("deleted_at IS NOT NULL")
LAMA = (
    ("musrenbang_id", "status"),
    ("kelompok_sidang_id", "status"),
    ("kecamatan_id", "id"),
    ("opd_pengampu_id", "id"),
    ("wilayah_id",),
)
URUT = (
    *("usulan", "asal", "kelompok_sidang_id", "wilayah_id", "kecamatan_id", "volume", "satuan", "pagu_usulan"),
    *("opd_pengampu_id", "status", "hasil", "pagu_disepakati"),
)


def _berindeks_hapus() -> list[str]:
    """The tables whose deletions have an index."""
    penjaga = sa.inspect(op.get_bind())
    return [
        t for t in penjaga.get_table_names() if any(i["name"] == f"ix_{t}_deleted_at" for i in penjaga.get_indexes(t))
    ]


def upgrade() -> None:
    for tabel in _berindeks_hapus():
        nama = op.f(f"ix_{tabel}_deleted_at")
        op.drop_index(nama, tabel)
        op.create_index(nama, tabel, ["deleted_at"], sqlite_where=DIHAPUS, postgresql_where=DIHAPUS)
    for kolom in LAMA:
        op.drop_index(op.f(f"ix_usulan_{'_'.join(kolom)}"), "usulan")
    for kolom in (("musrenbang_id", "id"), *(("musrenbang_id", k, "id") for k in URUT)):
        nama = op.f(f"ix_usulan_{'_'.join(kolom)}")
        op.create_index(nama, "usulan", list(kolom), sqlite_where=HIDUP, postgresql_where=HIDUP)


def downgrade() -> None:
    for kolom in (("musrenbang_id", "id"), *(("musrenbang_id", k, "id") for k in URUT)):
        op.drop_index(op.f(f"ix_usulan_{'_'.join(kolom)}"), "usulan")
    for kolom in LAMA:
        op.create_index(op.f(f"ix_usulan_{'_'.join(kolom)}"), "usulan", list(kolom))
    for tabel in _berindeks_hapus():
        nama = op.f(f"ix_{tabel}_deleted_at")
        op.drop_index(nama, tabel)
        op.create_index(nama, tabel, ["deleted_at"])
