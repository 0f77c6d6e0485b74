"""Durable work on many rows or of long duration: what is to be done, how far it is, and the result row by row."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Panjang, Record, UTCDateTime, label, pilihan


class JenisOperasi(enum.StrEnum):
    GERAK = "tindakan massal"
    HAPUS = "hapus massal"
    CETAK = "cetak"
    UBAH = "ubah massal"
    IMPOR = "impor"
    URUNG = "urungkan"
    GABUNG = "gabung ganda"
    PULIHKAN = "pulihkan"


class StatusOperasi(enum.StrEnum):
    ANTRE = "antre"
    BERJALAN = "berjalan"
    DITINJAU = "menunggu persetujuan"
    SELESAI = "selesai"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"


class Operasi(Record):
    __tablename__ = "operasi"
    JUDUL = "Pekerjaan"
    NAMA = "judul"
    URUT = ("id", True)
    DIARI = False

    jenis: Mapped[JenisOperasi] = mapped_column(
        pilihan(JenisOperasi), info=label("Jenis", daftar=True, isian=False, saring=True)
    )
    judul: Mapped[str] = mapped_column(String(250), info=label("Pekerjaan", daftar=True, cari=True, isian=False))
    status: Mapped[StatusOperasi] = mapped_column(
        pilihan(StatusOperasi), default=StatusOperasi.ANTRE, info=label("Status", daftar=True, isian=False, saring=True)
    )
    pengguna_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), index=True, info=label("Oleh", daftar=True, isian=False)
    )
    kind_sasaran: Mapped[str | None] = mapped_column(String(60), info=label("Jenis data", isian=False))
    aksi: Mapped[str | None] = mapped_column(String(60), info=label("Tindakan", isian=False))
    catatan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Catatan", isian=False))
    isian: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    saringan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Saringan", isian=False))
    jumlah: Mapped[int] = mapped_column(default=0, info=label("Jumlah", daftar=True, isian=False))
    dikerjakan: Mapped[int] = mapped_column(default=0, info=label("Dikerjakan", daftar=True, isian=False))
    berhasil: Mapped[int] = mapped_column(default=0, info=label("Berhasil", daftar=True, isian=False))
    mulai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Mulai", isian=False))
    selesai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Selesai", isian=False))
    galat: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Kegagalan", isian=False))
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Hasil", isian=False))


class OperasiBaris(Base):
    """One row of an operation: which record, and whether it was done or why not.

    A print names its paper as well (`kind`, `kode`) and the part of the volume that it stands in (`bagian`).
    """

    __tablename__ = "operasi_baris"

    operasi_id: Mapped[int] = mapped_column(ForeignKey("operasi.id"), primary_key=True)
    urut: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column()
    kind: Mapped[str | None] = mapped_column(String(60))
    kode: Mapped[str | None] = mapped_column(String(60))
    bagian: Mapped[str | None] = mapped_column(String(200))
    berhasil: Mapped[bool | None] = mapped_column()
    pesan: Mapped[str | None] = mapped_column(Panjang(500))
