"""Signed and issued papers: the content fixed at signing, number, date, signer, the frozen PDF and its SHA-256."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan, unik_hidup
from models.berkas import Berkas


class StatusDokumen(enum.StrEnum):
    MENUNGGU_NOMOR = "menunggu nomor"  # signed: the content is fixed, number and date are still open
    MEMBEKUKAN = "membekukan"  # number taken, PDF not yet rendered
    TERBIT = "terbit"
    DIGANTI = "diganti"  # a correction took it back; the next version names it
    DIBATALKAN = "dibatalkan"


class Dokumen(Record):
    __tablename__ = "dokumen"
    __table_args__ = (unik_hidup("kode_periksa"), Index(None, "naskah_kind", "naskah_id"))
    JUDUL = "Dokumen terbit"
    NAMA = "perihal"
    ANAK = ("tanda_tangan_elektronik",)

    musrenbang_id: Mapped[int | None] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True, isian=False)
    )
    kode: Mapped[str] = mapped_column(String(60), info=label("Jenis", daftar=True, saring=True, isian=False))
    naskah_kind: Mapped[str] = mapped_column(String(60), info=label("Kelompok", isian=False))
    naskah_id: Mapped[int] = mapped_column()
    versi: Mapped[int] = mapped_column(default=1, info=label("Versi", daftar=True, isian=False))
    status: Mapped[StatusDokumen] = mapped_column(
        pilihan(StatusDokumen),
        default=StatusDokumen.MEMBEKUKAN,
        info=label("Status", daftar=True, saring=True, isian=False),
    )
    nomor: Mapped[str | None] = mapped_column(String(120), info=label("Nomor", daftar=True, cari=True, isian=False))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal", daftar=True, saring=True, isian=False))
    perihal: Mapped[str] = mapped_column(String(300), info=label("Hal", daftar=True, cari=True, isian=False))
    penandatangan: Mapped[str | None] = mapped_column(
        String(300), info=label("Penanda tangan", daftar=True, isian=False)
    )
    penandatangan_id: Mapped[int | None] = mapped_column(ForeignKey("pejabat.id"))
    kode_periksa: Mapped[str] = mapped_column(
        String(24), info=label("Kode verifikasi", daftar=True, cari=True, isian=False)
    )
    sha256: Mapped[str | None] = mapped_column(String(64), info=label("SHA-256 berkas PDF", isian=False))
    dibekukan_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Dibekukan", isian=False))
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("PDF", isian=False))
    nomor_surat_id: Mapped[int | None] = mapped_column(ForeignKey("nomor_surat.id"))
    menggantikan_id: Mapped[int | None] = mapped_column(
        ForeignKey("dokumen.id"), info=label("Menggantikan", isian=False)
    )
    dicabut_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Tidak berlaku sejak", isian=False))
    alasan_cabut: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Alasan tidak berlaku", isian=False))
    galat: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Sebab tidak dapat dicetak", isian=False))
    percobaan: Mapped[int] = mapped_column(default=0)
    isi: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)

    berkas: Mapped[Berkas | None] = relationship()
