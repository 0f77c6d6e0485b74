"""Who saw whose personal data: one row for each act of revealing, exporting, printing or collecting; written once.

The row is of the diary as well, so that it hangs on the chain like every change.
"""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Panjang, Record, UTCDateTime, label, pilihan
from models.waktu import sekarang


class CaraAkses(enum.StrEnum):
    TAMPIL = "ditampilkan"
    UBAH = "dibuka untuk diubah"
    EKSPOR = "diunduh"
    CETAK = "dicetak"
    BERKAS = "berkasnya dibuka"
    ORANG = "dikumpulkan bagi orangnya"


class AksesPribadi(Record):
    """`data_kind` and `data_id` say whose; of many rows `saringan` says which, and `jumlah` how many."""

    __tablename__ = "akses_pribadi"
    __table_args__ = (Index(None, "data_kind", "data_id"),)
    JUDUL = "Siapa melihat data pribadi"
    NAMA = "tentang"
    URUT = ("id", True)

    waktu: Mapped[datetime] = mapped_column(
        UTCDateTime, default=sekarang, info=label("Waktu", daftar=True, saring=True, isian=False)
    )
    pengguna_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), index=True, info=label("Akun", saring=True, isian=False)
    )
    nama: Mapped[str] = mapped_column(String(150), info=label("Oleh", daftar=True, cari=True, isian=False))
    peran: Mapped[str] = mapped_column(String(200), info=label("Sebagai", daftar=True, isian=False))
    cara: Mapped[CaraAkses] = mapped_column(
        pilihan(CaraAkses, nama="cara"), info=label("Cara", daftar=True, saring=True, isian=False)
    )
    tentang: Mapped[str] = mapped_column(String(300), info=label("Data", daftar=True, cari=True, isian=False))
    data_kind: Mapped[str] = mapped_column(String(60))
    data_id: Mapped[int | None] = mapped_column()
    kolom: Mapped[str] = mapped_column(String(500), info=label("Isian", daftar=True, isian=False))
    saringan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Saringan", isian=False))
    jumlah: Mapped[int] = mapped_column(default=1, info=label("Jumlah baris", daftar=True, isian=False))
