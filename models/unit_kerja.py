"""Bapperida's own units: each Bidang, and the kelompok sidang it works for."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, pilihan, unik_hidup


class JenisUnit(enum.StrEnum):
    BIDANG = "bidang"
    SEKRETARIAT = "sekretariat"


class UnitKerja(Record):
    __tablename__ = "unit_kerja"
    __table_args__ = (unik_hidup("kode"),)
    JUDUL = "Unit kerja"
    URUT = ("urutan", False)
    ANAK = ("unit_kerja_kelompok",)

    kode: Mapped[str] = mapped_column(String(20), info=label("Kode", daftar=True, cari=True))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama", daftar=True, cari=True))
    jenis: Mapped[JenisUnit] = mapped_column(
        pilihan(JenisUnit), default=JenisUnit.BIDANG, info=label("Jenis", daftar=True, saring=True)
    )
    urutan: Mapped[int] = mapped_column(default=0, info=label("Urutan"))
    aktif: Mapped[bool] = mapped_column(default=True, info=label("Aktif", daftar=True, saring=True))
    keterangan: Mapped[str | None] = mapped_column(String(300), info=label("Keterangan", daftar=True))


class UnitKerjaKelompok(Record):
    __tablename__ = "unit_kerja_kelompok"
    __table_args__ = (unik_hidup("unit_kerja_id", "kelompok_sidang_id"),)
    JUDUL = "Kelompok sidang yang ditangani"
    INDUK = "unit_kerja_id"
    NAMA = "id"

    unit_kerja_id: Mapped[int] = mapped_column(
        ForeignKey("unit_kerja.id"), index=True, info=label("Unit kerja", daftar=True)
    )
    kelompok_sidang_id: Mapped[int] = mapped_column(
        ForeignKey("kelompok_sidang.id"), index=True, info=label("Kelompok sidang", daftar=True)
    )
