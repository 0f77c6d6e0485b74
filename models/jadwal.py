"""The schedule of the Musrenbang and its acara, each in a room that is free in that time (SOP step 4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, UTCDateTime, label
from models.kelompok_sidang import KelompokSidang
from models.naskah import Ketetapan
from models.pesan import Pesan
from models.ruang import Ruang, periksa_bentrok, periksa_waktu


class Jadwal(Ketetapan):
    __tablename__ = "jadwal"
    JUDUL = "Jadwal"
    ANAK = ("acara",)

    acara: Mapped[list[Acara]] = relationship(
        viewonly=True,
        order_by="Acara.mulai",
        primaryjoin="and_(Acara.jadwal_id == Jadwal.id, Acara.deleted_at.is_(None))",
    )


class Acara(Record):
    __tablename__ = "acara"
    __table_args__ = (
        CheckConstraint("mulai < selesai", name="mulai_sebelum_selesai"),
        Index(None, "ruang_id", "mulai"),
    )
    JUDUL = "Acara"
    INDUK = "jadwal_id"
    URUT = ("mulai", False)

    jadwal_id: Mapped[int] = mapped_column(
        ForeignKey("jadwal.id"), index=True, info=label("Jadwal", bagian="Acara", daftar=True, saring=True)
    )
    nama: Mapped[str] = mapped_column(String(200), info=label("Acara", daftar=True, cari=True))
    mulai: Mapped[datetime] = mapped_column(
        UTCDateTime, info=label("Mulai", bagian="Waktu dan ruang", daftar=True, saring=True)
    )
    selesai: Mapped[datetime] = mapped_column(UTCDateTime, info=label("Selesai", daftar=True))
    ruang_id: Mapped[int] = mapped_column(ForeignKey("ruang.id"), info=label("Ruang", daftar=True, saring=True))
    kelompok_sidang_id: Mapped[int | None] = mapped_column(
        ForeignKey("kelompok_sidang.id"),
        info=label("Kelompok sidang", bagian="Pengisi acara", daftar=True, saring=True),
    )
    narasumber: Mapped[str | None] = mapped_column(String(250), info=label("Narasumber atau pimpinan", daftar=True))
    penanggung_jawab: Mapped[str | None] = mapped_column(String(200), info=label("Penanggung jawab"))

    ruang: Mapped[Ruang] = relationship()
    kelompok_sidang: Mapped[KelompokSidang | None] = relationship()

    def periksa(self) -> list[tuple[str, Pesan]]:
        return periksa_waktu(self) or periksa_bentrok(self, Acara, "nama")
