"""The register of letter numbers: one counter per class and year, each number used once and never again."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Record, label, pilihan


class StatusNomor(enum.StrEnum):
    TERPAKAI = "terpakai"
    DIBATALKAN = "dibatalkan"


class RegisterNomor(Base):
    """The counter row that is locked while a number is taken."""

    __tablename__ = "register_nomor"

    kelas: Mapped[str] = mapped_column(String(40), primary_key=True)
    tahun: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terakhir: Mapped[int] = mapped_column(default=0)


class NomorSurat(Record):
    __tablename__ = "nomor_surat"
    __table_args__ = (
        UniqueConstraint("kelas", "tahun", "urut", "sisipan"),
        UniqueConstraint("tahun", "teks"),
        CheckConstraint("urut IS NULL OR urut > 0", name="urut_positif"),
    )
    JUDUL = "Register nomor surat"
    NAMA = "teks"
    URUT = ("id", True)

    kelas: Mapped[str] = mapped_column(String(40), info=label("Kelas naskah", daftar=True, saring=True, isian=False))
    tahun: Mapped[int] = mapped_column(info=label("Tahun", daftar=True, saring=True, isian=False))
    urut: Mapped[int | None] = mapped_column(info=label("Nomor urut", daftar=True, isian=False))
    sisipan: Mapped[str] = mapped_column(String(10), default="", info=label("Sisipan", isian=False))
    teks: Mapped[str] = mapped_column(String(120), info=label("Nomor", daftar=True, cari=True, isian=False))
    tanggal: Mapped[date] = mapped_column(info=label("Tanggal", daftar=True, saring=True, isian=False))
    naskah_kind: Mapped[str] = mapped_column(String(60), info=label("Jenis naskah", daftar=True, isian=False))
    naskah_id: Mapped[int] = mapped_column(info=label("Id naskah", isian=False))
    perihal: Mapped[str | None] = mapped_column(String(300), info=label("Perihal", daftar=True, cari=True, isian=False))
    status: Mapped[StatusNomor] = mapped_column(
        pilihan(StatusNomor), default=StatusNomor.TERPAKAI, info=label("Status", daftar=True, saring=True, isian=False)
    )
    musrenbang_id: Mapped[int | None] = mapped_column(ForeignKey("musrenbang.id"))
