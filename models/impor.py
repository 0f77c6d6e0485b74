"""One import of a spreadsheet: its file, how its columns are understood, and its rows waiting in staging.

`impor_baris` is nobody's record: what stands there is read by no list, no search and no paper until it is applied.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Panjang, Record, UTCDateTime, label, pilihan
from models.waktu import sekarang


class StatusImpor(enum.StrEnum):
    MEMBACA = "membaca berkas"
    PEMETAAN = "menunggu pencocokan kolom"
    MEMERIKSA = "memeriksa baris"
    PRATINJAU = "menunggu persetujuan"
    MENERAPKAN = "menerapkan"
    SELESAI = "selesai"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"


class Vonis(enum.StrEnum):
    """What an import makes of a row."""

    BARU = "baru"
    BERUBAH = "berubah"
    SAMA = "sama"
    SALAH = "salah"


class Impor(Record):
    __tablename__ = "impor"
    JUDUL = "Impor"
    NAMA = "berkas_nama"
    URUT = ("id", True)
    DIARI = False

    kind_sasaran: Mapped[str] = mapped_column(
        String(60), info=label("Jenis data", daftar=True, isian=False, saring=True)
    )
    berkas_nama: Mapped[str] = mapped_column(String(200), info=label("Berkas", daftar=True, cari=True, isian=False))
    sumber_data: Mapped[str] = mapped_column(String(60), info=label("Sumber", daftar=True, isian=False, saring=True))
    status: Mapped[StatusImpor] = mapped_column(
        pilihan(StatusImpor), default=StatusImpor.MEMBACA, info=label("Status", daftar=True, isian=False, saring=True)
    )
    pengguna_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), index=True, info=label("Oleh", daftar=True, isian=False)
    )
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Berkas asal", isian=False))
    sha256: Mapped[str] = mapped_column(String(64), info=label("SHA-256", isian=False))
    bentuk: Mapped[str | None] = mapped_column(String(20), info=label("Format", isian=False))
    lembar: Mapped[str | None] = mapped_column(String(120), info=label("Lembar kerja", isian=False))
    semua_lembar: Mapped[list[str]] = mapped_column(JSON, default=list)
    tata_letak: Mapped[str | None] = mapped_column(String(120), info=label("Tata letak", isian=False))
    baris_judul: Mapped[int | None] = mapped_column(info=label("Baris judul kolom", isian=False))
    judul_kolom: Mapped[list[str]] = mapped_column(JSON, default=list)
    peta: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # number of the column → what it is read as
    bawaan: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # values that hold for every row
    kosongkan: Mapped[bool] = mapped_column(default=False, info=label("Sel kosong mengosongkan isian", isian=False))
    jumlah: Mapped[int] = mapped_column(default=0, info=label("Baris", daftar=True, isian=False))
    diperiksa: Mapped[int] = mapped_column(default=0)
    baru: Mapped[int] = mapped_column(default=0, info=label("Baru", daftar=True, isian=False))
    ubah: Mapped[int] = mapped_column(default=0, info=label("Berubah", daftar=True, isian=False))
    sama: Mapped[int] = mapped_column(default=0, info=label("Sama", daftar=True, isian=False))
    salah: Mapped[int] = mapped_column(default=0, info=label("Salah", daftar=True, isian=False))
    diterapkan: Mapped[int] = mapped_column(default=0, info=label("Diterapkan", daftar=True, isian=False))
    dilewati: Mapped[int] = mapped_column(default=0, info=label("Dilewati", isian=False))
    operasi_id: Mapped[int | None] = mapped_column(ForeignKey("operasi.id"), info=label("Pekerjaan", isian=False))
    selesai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Selesai", isian=False))
    galat: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Kegagalan", isian=False))


class ImporBaris(Base):
    """One row of the file: as it was read, what it means, and what is to be done with it.

    `isi`: the values by column as canonical JSON; `beda`: {column: [now, then]}; `alasan`: [[title of the column,
    sentence], …]; `versi`: of the record as the preview saw it; `hasil`: None until it was applied or left.
    """

    __tablename__ = "impor_baris"
    __table_args__ = (Index(None, "impor_id", "vonis", "urut"),)

    impor_id: Mapped[int] = mapped_column(ForeignKey("impor.id"), primary_key=True)
    urut: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # its number in the file
    mentah: Mapped[list[Any]] = mapped_column(JSON)
    vonis: Mapped[str | None] = mapped_column(String(10))
    isi: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    beda: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    alasan: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    record_id: Mapped[int | None] = mapped_column()
    versi: Mapped[int | None] = mapped_column()
    hasil: Mapped[str | None] = mapped_column(String(300))


class PetaImpor(Base):
    """How the columns of a source were understood the last time: {heading: what it is read as}."""

    __tablename__ = "peta_impor"
    __table_args__ = (UniqueConstraint("kind", "sumber"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    sumber: Mapped[str] = mapped_column(String(60))
    peta: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    bawaan: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    diubah: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang, onupdate=sekarang)
