"""Akhir tahun: masuk RKPD, salinan ke SIPD dan yang terbaca dari sana, dan usulan yang dibawa ke tahun berikutnya"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MASUK = ("belum diketahui", "ya", "sebagian", "tidak")
ACUAN = {"asal_usulan_id": "usulan", "sipd_disalin_oleh_id": "pengguna"}
BIASA = {
    "rkpd_keterangan": sa.String(),
    "sipd_disalin_pada": sa.DateTime(timezone=True),
    "sipd_status": sa.String(length=120),
    "sipd_volume": sa.Numeric(16, 2),
    "sipd_pagu": sa.BigInteger(),
    "sipd_dibaca_pada": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    # Not a batch: SQLite would build the table anew without its CHECKs and partial indexes.
    op.execute(
        f"ALTER TABLE usulan ADD COLUMN masuk_rkpd VARCHAR(40) DEFAULT '{MASUK[0]}' NOT NULL "
        f"CONSTRAINT ck_usulan_masuk_rkpd CHECK (masuk_rkpd IN {MASUK!r})"
    )
    for kolom, tujuan in ACUAN.items():
        op.execute(
            f"ALTER TABLE usulan ADD COLUMN {kolom} INTEGER CONSTRAINT fk_usulan_{kolom} REFERENCES {tujuan} (id)"
        )
    for kolom, tipe in BIASA.items():
        op.add_column("usulan", sa.Column(kolom, tipe, nullable=True))
    op.create_index(op.f("ix_usulan_asal_usulan_id"), "usulan", ["asal_usulan_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_usulan_asal_usulan_id"), "usulan")
    for kolom in ("masuk_rkpd", *ACUAN, *BIASA):
        op.execute(f"ALTER TABLE usulan DROP COLUMN {kolom}")
