"""Tata letak: every paper has a class, and the class says how it looks and who signs it"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NASKAH = ("berita_acara", "laporan", "nota_dinas", "tim", "undangan")
URUTAN = "urutan_terbit IN ('setelah tanda tangan', 'sebelum tanda tangan', 'bersama tanda tangan')"
LAMA = {
    "kertas": "kertas IN ('F4', 'A4')",
    "penomoran": "penomoran IN ('otomatis', 'diketik')",
    "urutan_terbit": URUTAN,
}
BARU = {
    "kertas": "kertas IN ('F4', 'A4', 'A3')",
    "penomoran": "penomoran IN ('otomatis', 'diketik', 'tanpa nomor')",
    "urutan_terbit": URUTAN,
    "kop": "kop IN ('instansi', 'wali kota', 'tanpa kop')",
    "huruf": "huruf IN ('Arial', 'Bookman Old Style', 'Times New Roman')",
}
# Column, type, and what a row has that was there before.
KOLOM = (
    ("kop", sa.String(length=40), "instansi"),
    ("huruf", sa.String(length=40), None),
    ("ukuran_huruf", sa.Numeric(4, 1), None),
    ("spasi", sa.Numeric(4, 2), None),
    ("margin_kiri", sa.Numeric(4, 1), None),
    ("margin_kanan", sa.Numeric(4, 1), None),
    ("margin_atas", sa.Numeric(4, 1), None),
    ("margin_bawah", sa.Numeric(4, 1), None),
    ("penandatangan_id", sa.Integer(), None),
    ("atas_nama", sa.String(), None),
    ("berwenang", sa.String(), None),
    ("cetak_nip", sa.Boolean(), sa.true()),
    ("paraf", sa.Boolean(), sa.false()),
)


def _ganti_penjaga(tabel: Any, lama: dict[str, str], baru: dict[str, str]) -> None:
    for kolom in lama:
        tabel.drop_constraint(op.f(f"ck_kelas_naskah_{kolom}"), type_="check")
    for kolom, isi in baru.items():
        tabel.create_check_constraint(op.f(f"ck_kelas_naskah_{kolom}"), sa.text(isi))


def upgrade() -> None:
    with op.batch_alter_table("kelas_naskah") as tabel:
        for nama, jenis, isi in KOLOM:
            tabel.add_column(sa.Column(nama, jenis, nullable=isi is None, server_default=isi))
    with op.batch_alter_table("kelas_naskah") as tabel:
        for nama, _, isi in KOLOM:
            if isi is not None:
                tabel.alter_column(nama, server_default=None)
        tabel.create_foreign_key(op.f("fk_kelas_naskah_penandatangan_id"), "pejabat", ["penandatangan_id"], ["id"])
        _ganti_penjaga(tabel, LAMA, BARU)
    if op.get_bind().dialect.name != "sqlite":  # which keeps texts of any length
        for nama in NASKAH:
            op.alter_column(nama, "atas_nama", type_=sa.String())
    # The classes that were delivered before get what they would be delivered with today.
    op.execute("UPDATE kelas_naskah SET huruf = 'Bookman Old Style' WHERE kode = 'sk'")
    op.execute(
        "UPDATE kelas_naskah SET cetak_nip = false WHERE kode = 'sk' AND NOT EXISTS "
        "(SELECT 1 FROM pengaturan WHERE kunci = 'surat.nip_sk' AND nilai = 'ya')"
    )
    op.execute("UPDATE pengaturan SET deleted_at = updated_at WHERE kunci = 'surat.nip_sk'")  # now a column
    op.execute("UPDATE kelas_naskah SET berwenang = 'Kepala Badan' WHERE kode IN ('sk', 'berita_acara')")
    op.execute(
        "UPDATE kelas_naskah SET berwenang = 'Kepala Badan; Sekretariat' WHERE kode IN ('undangan', 'surat_pengantar')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM kelas_naskah WHERE penomoran = 'tanpa nomor'")
    op.execute("UPDATE kelas_naskah SET kertas = 'A4' WHERE kertas = 'A3'")
    if op.get_bind().dialect.name != "sqlite":
        for nama in NASKAH:
            op.execute(f"UPDATE {nama} SET atas_nama = left(atas_nama, 150)")
            op.alter_column(nama, "atas_nama", type_=sa.String(length=150))
    with op.batch_alter_table("kelas_naskah") as tabel:
        _ganti_penjaga(tabel, BARU, LAMA)
        tabel.drop_constraint(op.f("fk_kelas_naskah_penandatangan_id"), type_="foreignkey")
        for nama, _, _ in KOLOM:
            tabel.drop_column(nama)
