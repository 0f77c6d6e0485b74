"""Surat undangan and its addressees (SOP steps 5 and 6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan, unik_hidup
from models.naskah import Naskah, Sifat
from models.pemangku_kepentingan import PemangkuKepentingan
from models.pesan import Pesan
from models.ruang import periksa_waktu


class Undangan(Naskah):
    __tablename__ = "undangan"
    JUDUL = "Undangan"
    ANAK = ("penerima_undangan", "distribusi")

    sifat: Mapped[Sifat] = mapped_column(pilihan(Sifat), default=Sifat.PENTING, info=label("Sifat"))
    mulai: Mapped[datetime] = mapped_column(
        UTCDateTime, info=label("Hari, tanggal dan pukul", bagian="Acara", daftar=True)
    )
    selesai: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Sampai pukul", bantuan="Kosong: s.d. selesai")
    )
    tempat: Mapped[str] = mapped_column(
        String(300), info=label("Tempat", bantuan="Seperti tercetak pada surat, dengan alamatnya bila perlu", cari=True)
    )
    acara: Mapped[str] = mapped_column(
        String(300), info=label("Acara", bantuan="Nama acara seperti tercetak pada surat", cari=True)
    )
    pembuka: Mapped[str | None] = mapped_column(
        Panjang(4000), info=label("Kalimat pembuka", bagian="Kalimat surat", bantuan="Kosong: dari pengaturan")
    )
    penutup: Mapped[str | None] = mapped_column(
        Panjang(4000), info=label("Kalimat penutup", bantuan="Kosong: dari pengaturan")
    )
    tembusan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Tembusan", bantuan="Satu per baris"))

    penerima: Mapped[list[PenerimaUndangan]] = relationship(
        viewonly=True,
        order_by="PenerimaUndangan.urutan, PenerimaUndangan.id",
        primaryjoin="and_(PenerimaUndangan.undangan_id == Undangan.id, PenerimaUndangan.deleted_at.is_(None))",
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        return [*super().periksa(), *periksa_waktu(self)]


class PenerimaUndangan(Record):
    __tablename__ = "penerima_undangan"
    __table_args__ = (unik_hidup("undangan_id", "pemangku_kepentingan_id"),)
    JUDUL = "Penerima"
    INDUK = "undangan_id"
    NAMA = "id"
    URUT = ("urutan", False)

    undangan_id: Mapped[int] = mapped_column(
        ForeignKey("undangan.id"), index=True, info=label("Undangan", daftar=True, saring=True)
    )
    pemangku_kepentingan_id: Mapped[int] = mapped_column(
        ForeignKey("pemangku_kepentingan.id"), info=label("Penerima", daftar=True, bantuan="Dari buku alamat")
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("Urutan", daftar=True))

    pemangku_kepentingan: Mapped[PemangkuKepentingan] = relationship()

    def __str__(self) -> str:
        return str(self.pemangku_kepentingan)
