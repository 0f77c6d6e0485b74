"""Petak peta: letak tiap kelurahan pada peta petak, dan tempat nama kecamatannya"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# For each kecamatan the place of its name, then of its kelurahan in the order of their codes: column,row.
LETAK = {
    "32.71.01": ("6,10", "8,9 8,8 6,9 9,8 7,10 7,9 5,9 5,8 9,12 9,11 8,11 10,11 10,10 8,10 9,10 9,9"),
    "32.71.02": ("11,6", "9,7 9,6 10,6 10,8 10,9 10,7"),
    "32.71.03": ("10,5", "7,8 7,7 7,6 6,6 8,5 8,6 9,5 8,7 6,8 6,5 6,7"),
    "32.71.04": ("1,3", "5,5 3,5 2,4 2,5 1,4 2,3 3,3 3,4 4,4 5,3 4,3 4,7 5,7 5,6 4,6 4,5"),
    "32.71.05": ("10,2", "8,4 9,4 8,2 9,2 8,3 9,1 9,3 10,4"),
    "32.71.06": ("4,1", "7,4 7,5 7,3 7,2 5,4 6,4 6,3 6,1 5,2 5,1 6,2"),
}


def upgrade() -> None:
    # Not a batch: SQLite would build the table anew without its CHECKs and partial indexes.
    op.add_column("wilayah", sa.Column("peta_kolom", sa.Integer(), nullable=True))
    op.execute(
        "ALTER TABLE wilayah ADD COLUMN peta_baris INTEGER CONSTRAINT ck_wilayah_petak_di_peta "
        "CHECK (peta_kolom BETWEEN 1 AND 30 AND peta_baris BETWEEN 1 AND 30)"
    )
    hidup = sa.text("deleted_at IS NULL")
    op.create_index(
        "ix_wilayah_peta_kolom_peta_baris",
        "wilayah",
        ["peta_kolom", "peta_baris"],
        unique=True,
        sqlite_where=hidup,
        postgresql_where=hidup,
    )
    isi = sa.text("UPDATE wilayah SET peta_kolom = :k, peta_baris = :b WHERE kode = :kode AND deleted_at IS NULL")
    for kode, letak in _letak():
        k, b = map(int, letak.split(","))
        op.get_bind().execute(isi, {"k": k, "b": b, "kode": kode})


def _letak():
    for kecamatan, (nama, kelurahan) in LETAK.items():
        yield kecamatan, nama
        for n, letak in enumerate(kelurahan.split(), 1):
            yield f"{kecamatan}.{1000 + n}", letak


def downgrade() -> None:
    op.drop_index("ix_wilayah_peta_kolom_peta_baris", "wilayah")
    op.execute("ALTER TABLE wilayah DROP COLUMN peta_baris")
    op.execute("ALTER TABLE wilayah DROP COLUMN peta_kolom")
