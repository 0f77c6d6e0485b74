"""The e-mails that bring a paper to its addressee: one row per message, from the queue to the server's answer."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan
from models.distribusi import Distribusi
from models.waktu import sekarang


class JenisKiriman(enum.StrEnum):
    NASKAH = "naskah"
    PENGINGAT = "pengingat"


class StatusKiriman(enum.StrEnum):
    ANTRE = "antre"
    MENGIRIM = "mengirim"  # handed over, the server has not answered yet: never handed over again by itself
    TERKIRIM = "terkirim"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"


class Kiriman(Record):
    """`message_id`, `subjek` and `isi` are fixed at the first attempt, so that a repeated one is the same message."""

    __tablename__ = "kiriman"
    __table_args__ = (Index(None, "status", "coba_lagi_pada"),)
    JUDUL = "Kiriman surel"
    NAMA = "kepada"
    URUT = ("id", True)
    DIARI = False  # what it did to its distribusi stands in the diary of that

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True, isian=False)
    )
    distribusi_id: Mapped[int] = mapped_column(
        ForeignKey("distribusi.id"), index=True, info=label("Distribusi", isian=False)
    )
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"), info=label("Oleh", isian=False))
    jenis: Mapped[JenisKiriman] = mapped_column(
        pilihan(JenisKiriman), info=label("Jenis", daftar=True, saring=True, isian=False)
    )
    kepada: Mapped[str] = mapped_column(String(200), info=label("Kepada", daftar=True, cari=True, isian=False))
    tujuan: Mapped[str] = mapped_column(
        String(320), index=True, info=label("Alamat surel", daftar=True, isian=False, pribadi=True)
    )
    tambahan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Kalimat tambahan", isian=False))
    subjek: Mapped[str | None] = mapped_column(String(300), info=label("Subjek", cari=True, isian=False))
    isi: Mapped[str | None] = mapped_column(Panjang(8000), info=label("Isi surel", isian=False))
    status: Mapped[StatusKiriman] = mapped_column(
        pilihan(StatusKiriman), default=StatusKiriman.ANTRE, info=label("Status", daftar=True, saring=True, isian=False)
    )
    galat: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Keterangan", daftar=True, isian=False))
    percobaan: Mapped[int] = mapped_column(default=0, info=label("Percobaan", daftar=True, isian=False))
    coba_lagi_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, default=sekarang, info=label("Dicoba lagi", isian=False)
    )
    dikirim_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Diterima peladen", daftar=True, isian=False)
    )
    message_id: Mapped[str | None] = mapped_column(String(320), info=label("Message-ID", isian=False))

    distribusi: Mapped[Distribusi] = relationship()
