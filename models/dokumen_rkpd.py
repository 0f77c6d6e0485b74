"""The RKPD in its stages; one of the three records that the SOP's PENCATATAN names."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, label, pilihan


class TahapRkpd(enum.StrEnum):
    RANCANGAN = "rancangan RKPD"
    RANCANGAN_AKHIR = "rancangan akhir RKPD"
    PERWALI = "Peraturan Wali Kota"


class DokumenRkpd(Record):
    __tablename__ = "dokumen_rkpd"
    JUDUL = "Dokumen RKPD"
    NAMA = "judul"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    tahap: Mapped[TahapRkpd] = mapped_column(pilihan(TahapRkpd), info=label("Tahap", daftar=True, saring=True))
    judul: Mapped[str] = mapped_column(String(300), info=label("Judul", daftar=True, cari=True))
    nomor: Mapped[str | None] = mapped_column(String(120), info=label("Nomor", daftar=True))
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal", daftar=True))
    berkas_id: Mapped[int | None] = mapped_column(ForeignKey("berkas.id"), info=label("Berkas"))
