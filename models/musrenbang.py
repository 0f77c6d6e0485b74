"""The yearly case that walks the SOP, and the log of who did which step, when, and in how many minutes."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan, unik_hidup
from models.pejabat import Pejabat
from models.pengguna import Pengguna
from models.pesan import Pesan
from models.sop import Langkah, SopRevisi
from models.unit_kerja import UnitKerja


class StatusMusrenbang(enum.StrEnum):
    DRAF = "draf"
    BERJALAN = "berjalan"
    SELESAI = "selesai"
    DIBATALKAN = "dibatalkan"


class Musrenbang(Record):
    """`tahun` is the tahun rencana N; the meeting itself is held in N-1."""

    __tablename__ = "musrenbang"
    __table_args__ = (
        unik_hidup("tahun", "nama"),
        CheckConstraint("status <> 'berjalan' OR langkah_id IS NOT NULL", name="berjalan_punya_langkah"),
        CheckConstraint("tahun BETWEEN 2000 AND 2100", name="tahun_wajar"),
    )
    JUDUL = "Musrenbang"
    URUT = ("tahun", True)

    nama: Mapped[str] = mapped_column(String(200), info=label("Nama", daftar=True, cari=True))
    tahun: Mapped[int] = mapped_column(info=label("Tahun rencana", daftar=True, saring=True))
    tema: Mapped[str | None] = mapped_column(Panjang(500), info=label("Tema"))
    tanggal_acara: Mapped[date | None] = mapped_column(info=label("Tanggal acara", daftar=True))
    tempat: Mapped[str | None] = mapped_column(String(250), info=label("Tempat acara"))
    status: Mapped[StatusMusrenbang] = mapped_column(
        pilihan(StatusMusrenbang),
        default=StatusMusrenbang.DRAF,
        info=label("Status", daftar=True, isian=False, saring=True),
    )
    sop_revisi_id: Mapped[int | None] = mapped_column(ForeignKey("sop_revisi.id"), info=label("SOP", isian=False))
    langkah_id: Mapped[int | None] = mapped_column(
        ForeignKey("langkah.id"), info=label("Langkah sekarang", daftar=True, isian=False, saring=True)
    )
    demonstrasi: Mapped[bool] = mapped_column(default=False, info=label("Demonstrasi", isian=False))

    sop_revisi: Mapped[SopRevisi | None] = relationship()
    langkah: Mapped[Langkah | None] = relationship()
    pelaksanaan: Mapped[list[PelaksanaanLangkah]] = relationship(
        back_populates="musrenbang", viewonly=True, order_by="PelaksanaanLangkah.id"
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        if self.tahun is not None and not 2000 <= self.tahun <= 2100:
            return [("tahun", Pesan("Tahun rencana harus antara 2000 dan 2100."))]
        return []


class StatusPelaksanaan(enum.StrEnum):
    MENUNGGU = "menunggu"
    BERJALAN = "berjalan"
    SELESAI = "selesai"
    DIKEMBALIKAN = "dikembalikan"
    DIAMBIL_ALIH = "belum dicatat"  # done on paper before the Musrenbang was taken over here
    DITUTUP = "ditutup"  # left behind by a change of revision


class PelaksanaanLangkah(Record):
    """One doing of one step (per Bidang where the SOP says "seluruh Bidang"); a return makes a new `putaran`."""

    __tablename__ = "pelaksanaan_langkah"
    __table_args__ = (
        Index("uq_pelaksanaan_langkah_putaran", "musrenbang_id", "langkah_id", "unit_kerja_id", "putaran", unique=True),
        Index(
            "uq_pelaksanaan_langkah_tanpa_unit",
            "musrenbang_id",
            "langkah_id",
            "putaran",
            unique=True,
            sqlite_where=text("unit_kerja_id IS NULL"),
            postgresql_where=text("unit_kerja_id IS NULL"),
        ),
        CheckConstraint("menit IS NULL OR menit >= 0", name="menit_tidak_negatif"),
    )
    JUDUL = "Pelaksanaan langkah"
    NAMA = "id"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), info=label("Musrenbang", daftar=True, saring=True, isian=False)
    )
    langkah_id: Mapped[int] = mapped_column(
        ForeignKey("langkah.id"), index=True, info=label("Langkah", daftar=True, saring=True, isian=False)
    )
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"), info=label("Bidang", daftar=True, saring=True, isian=False)
    )
    putaran: Mapped[int] = mapped_column(default=1, info=label("Putaran", daftar=True, isian=False))
    status: Mapped[StatusPelaksanaan] = mapped_column(
        pilihan(StatusPelaksanaan),
        default=StatusPelaksanaan.MENUNGGU,
        info=label("Status", daftar=True, isian=False, saring=True),
    )
    masuk_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Masuk", isian=False))
    mulai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Dimulai", daftar=True, isian=False))
    selesai_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Dicatat selesai", daftar=True, isian=False)
    )
    tanggal: Mapped[date | None] = mapped_column(info=label("Tanggal pelaksanaan", daftar=True, isian=False))
    menit: Mapped[int | None] = mapped_column(info=label("Menit kerja", daftar=True, isian=False))
    pelaku_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"), info=label("Pelaksana", daftar=True, isian=False)
    )
    pencatat_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), info=label("Dicatat oleh", daftar=True, isian=False)
    )
    atas_nama: Mapped[bool] = mapped_column(default=False, info=label("Dicatat atas nama", isian=False))
    pindaian_id: Mapped[int | None] = mapped_column(
        ForeignKey("berkas.id"), info=label("Pindaian bukti", isian=False, pindaian=True)
    )
    catatan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Catatan", isian=False))

    musrenbang: Mapped[Musrenbang] = relationship(back_populates="pelaksanaan")
    langkah: Mapped[Langkah] = relationship()
    unit_kerja: Mapped[UnitKerja | None] = relationship()
    pelaku: Mapped[Pejabat | None] = relationship()
    pencatat: Mapped[Pengguna | None] = relationship()

    def __str__(self) -> str:
        unit = f" – {self.unit_kerja.nama}" if self.unit_kerja else ""
        return f"Langkah {self.langkah.urutan}{unit}"


class TenggatLangkah(Record):
    """A deadline of the jadwal for one step: the only source of "terlambat"."""

    __tablename__ = "tenggat_langkah"
    __table_args__ = (unik_hidup("musrenbang_id", "langkah_id"),)
    JUDUL = "Tenggat langkah"
    NAMA = "batas"

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True)
    )
    langkah_id: Mapped[int] = mapped_column(ForeignKey("langkah.id"), info=label("Langkah", daftar=True, saring=True))
    batas: Mapped[date] = mapped_column(info=label("Batas tanggal", daftar=True))
