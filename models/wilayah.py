"""Kota, kecamatan and kelurahan with their Kemendagri codes, and the spellings under which they also occur."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, pilihan, unik_hidup


class Tingkat(enum.StrEnum):
    KOTA = "kota"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"


class Wilayah(Record):
    __tablename__ = "wilayah"
    __table_args__ = (unik_hidup("kode"),)
    JUDUL = "Wilayah"
    URUT = ("kode", False)
    ANAK = ("wilayah_alias",)

    kode: Mapped[str] = mapped_column(String(13), info=label("Kode Kemendagri", daftar=True, cari=True))
    nama: Mapped[str] = mapped_column(String(100), info=label("Nama", daftar=True, cari=True))
    tingkat: Mapped[Tingkat] = mapped_column(pilihan(Tingkat), info=label("Tingkat", daftar=True, saring=True))
    induk_id: Mapped[int | None] = mapped_column(
        ForeignKey("wilayah.id"), info=label("Induk", daftar=True, saring=True)
    )


class WilayahAlias(Record):
    __tablename__ = "wilayah_alias"
    __table_args__ = (unik_hidup("wilayah_id", "nama"),)
    JUDUL = "Ejaan lain"
    INDUK = "wilayah_id"

    wilayah_id: Mapped[int] = mapped_column(ForeignKey("wilayah.id"), index=True, info=label("Wilayah", daftar=True))
    nama: Mapped[str] = mapped_column(String(100), info=label("Ejaan", daftar=True, cari=True))
    keterangan: Mapped[str | None] = mapped_column(String(200), info=label("Keterangan", daftar=True))
