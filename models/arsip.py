"""The archived file of a Musrenbang with its classification and retention (SOP step 11, SOP Pengendalian Arsip)."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, label, pilihan
from models.kode_klasifikasi import KodeKlasifikasi


class StatusArsip(enum.StrEnum):
    DRAF = "draf"
    DIARSIPKAN = "diarsipkan"


class TingkatPerkembangan(enum.StrEnum):
    ASLI = "asli"
    SALINAN = "salinan"
    KOPI = "kopi"


class Arsip(Record):
    __tablename__ = "arsip"
    JUDUL = "Arsip"
    NAMA = "uraian"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    kode_klasifikasi_id: Mapped[int] = mapped_column(
        ForeignKey("kode_klasifikasi.id"), info=label("Kode klasifikasi", daftar=True, saring=True)
    )
    uraian: Mapped[str] = mapped_column(String(300), info=label("Uraian berkas", daftar=True, cari=True))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal berkas", daftar=True))
    jumlah: Mapped[str | None] = mapped_column(
        String(60), info=label("Jumlah", daftar=True, bantuan="Misalnya: 1 berkas, 214 lembar")
    )
    tingkat: Mapped[TingkatPerkembangan] = mapped_column(
        pilihan(TingkatPerkembangan), default=TingkatPerkembangan.ASLI, info=label("Tingkat perkembangan", daftar=True)
    )
    lokasi: Mapped[str | None] = mapped_column(String(150), info=label("Lokasi (rak/boks/folder)", daftar=True))
    aktif_sampai: Mapped[date | None] = mapped_column(info=label("Aktif sampai", daftar=True, isian=False))
    inaktif_sampai: Mapped[date | None] = mapped_column(info=label("Inaktif sampai", daftar=True, isian=False))
    nasib: Mapped[str | None] = mapped_column(String(60), info=label("Nasib akhir", daftar=True, isian=False))
    status: Mapped[StatusArsip] = mapped_column(
        pilihan(StatusArsip), default=StatusArsip.DRAF, info=label("Status", daftar=True, isian=False, saring=True)
    )

    kode_klasifikasi: Mapped[KodeKlasifikasi] = relationship()
