"""Classification codes of letters with their retention (years active, years inactive, fate)."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, unik_hidup


class KodeKlasifikasi(Record):
    __tablename__ = "kode_klasifikasi"
    __table_args__ = (unik_hidup("kode"),)
    JUDUL = "Kode klasifikasi"
    URUT = ("kode", False)

    kode: Mapped[str] = mapped_column(String(30), info=label("Kode", daftar=True, cari=True))
    nama: Mapped[str] = mapped_column(String(250), info=label("Uraian", daftar=True, cari=True))
    aktif_tahun: Mapped[int | None] = mapped_column(info=label("Retensi aktif (tahun)", daftar=True))
    inaktif_tahun: Mapped[int | None] = mapped_column(info=label("Retensi inaktif (tahun)", daftar=True))
    nasib: Mapped[str | None] = mapped_column(String(60), info=label("Nasib akhir", daftar=True))

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class AlasanPenolakan(Record):
    __tablename__ = "alasan_penolakan"
    __table_args__ = (unik_hidup("kode"),)
    JUDUL = "Alasan penolakan"

    kode: Mapped[str] = mapped_column(String(40), info=label("Kode", daftar=True))
    nama: Mapped[str] = mapped_column(String(250), info=label("Alasan", daftar=True, cari=True))
    aktif: Mapped[bool] = mapped_column(default=True, info=label("Aktif", daftar=True))
