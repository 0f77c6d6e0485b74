"""Siapa membuka berkas yang memuat data pribadi"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

CARA = ("ditampilkan", "dibuka untuk diubah", "diunduh", "dicetak", "dikumpulkan bagi orangnya")
BARU = "berkasnya dibuka"


def _batasi(kata: tuple[str, ...]) -> None:
    nama = op.f("ck_akses_pribadi_cara")
    with op.batch_alter_table("akses_pribadi") as tabel:
        tabel.drop_constraint(nama, type_="check")
        tabel.create_check_constraint(nama, sa.text(f"cara IN ({', '.join(map(repr, kata))})"))


def upgrade() -> None:
    _batasi((*CARA, BARU))


def downgrade() -> None:
    # Who saw what is not forgotten with the word for it: of the words that remain this one is the nearest.
    op.execute(f"UPDATE akses_pribadi SET cara = 'diunduh' WHERE cara = '{BARU}'")
    _batasi(CARA)
