"""Meetings (koordinasi, sidang kelompok, pleno) and who attended."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Record, UTCDateTime, label, pilihan
from models.kelompok_sidang import KelompokSidang
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import Pesan
from models.ruang import Ruang, periksa_bentrok, periksa_waktu
from models.unit_kerja import UnitKerja


class JenisRapat(enum.StrEnum):
    KOORDINASI = "rapat koordinasi"
    SIDANG_KELOMPOK = "sidang kelompok"
    PLENO = "pleno"


class Rapat(Record):
    __tablename__ = "rapat"
    JUDUL = "Rapat dan sidang"
    NAMA = "judul"
    ANAK = ("daftar_hadir", "notulen", "berita_acara_sidang")
    URUT = ("mulai", True)

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", bagian="Rapat", daftar=True, saring=True)
    )
    jenis: Mapped[JenisRapat] = mapped_column(pilihan(JenisRapat), info=label("Jenis", daftar=True, saring=True))
    judul: Mapped[str] = mapped_column(String(250), info=label("Sidang/rapat", daftar=True, cari=True))
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"),
        info=label("Bidang", daftar=True, saring=True, bantuan="Untuk rapat koordinasi tiap Bidang"),
    )
    kelompok_sidang_id: Mapped[int | None] = mapped_column(
        ForeignKey("kelompok_sidang.id"), info=label("Kelompok sidang", daftar=True, saring=True)
    )
    mulai: Mapped[datetime] = mapped_column(
        UTCDateTime, info=label("Mulai", bagian="Waktu, tempat dan acara", daftar=True, saring=True)
    )
    selesai: Mapped[datetime | None] = mapped_column(UTCDateTime, info=label("Selesai"))
    ruang_id: Mapped[int | None] = mapped_column(ForeignKey("ruang.id"), info=label("Ruang", daftar=True, saring=True))
    tempat: Mapped[str | None] = mapped_column(
        String(250), info=label("Tempat lain", bantuan="Bila tidak di ruang yang terdaftar")
    )
    acara: Mapped[str | None] = mapped_column(
        String(500), info=label("Acara", bantuan="Pokok acara seperti tercetak pada notulen")
    )
    hadir_ditutup_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Daftar hadir ditutup", isian=False)
    )

    ruang: Mapped[Ruang | None] = relationship()
    unit_kerja: Mapped[UnitKerja | None] = relationship()
    kelompok_sidang: Mapped[KelompokSidang | None] = relationship()
    hadir: Mapped[list[DaftarHadir]] = relationship(
        viewonly=True,
        order_by="DaftarHadir.urutan, DaftarHadir.id",
        primaryjoin="and_(DaftarHadir.rapat_id == Rapat.id, DaftarHadir.deleted_at.is_(None))",
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        salah = periksa_waktu(self) or periksa_bentrok(self, Rapat, "judul")
        if self.jenis is JenisRapat.SIDANG_KELOMPOK and not self.kelompok_sidang_id:
            salah.append(("kelompok_sidang_id", Pesan("Sidang kelompok memerlukan kelompok sidang.")))
        if self.jenis is JenisRapat.SIDANG_KELOMPOK and not self.ruang_id:
            salah.append(("ruang_id", Pesan("Sidang kelompok memerlukan ruang.")))
        if self.jenis is JenisRapat.KOORDINASI and not self.unit_kerja_id:
            salah.append(("unit_kerja_id", Pesan("Rapat koordinasi memerlukan Bidang.")))
        return salah


class DaftarHadir(Record):
    __tablename__ = "daftar_hadir"
    JUDUL = "Daftar hadir"
    INDUK = "rapat_id"
    URUT = ("urutan", False)

    rapat_id: Mapped[int] = mapped_column(
        ForeignKey("rapat.id"), index=True, info=label("Rapat", bagian="Siapa", daftar=True, saring=True)
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("No", daftar=True))
    pemangku_kepentingan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pemangku_kepentingan.id"), info=label("Dari buku alamat")
    )
    nama: Mapped[str] = mapped_column(
        String(200), default="", info=label("Nama", daftar=True, cari=True, bantuan="Kosong: dari buku alamat")
    )
    lembaga: Mapped[str | None] = mapped_column(String(200), info=label("Lembaga/instansi", daftar=True, cari=True))
    unsur: Mapped[Unsur] = mapped_column(
        pilihan(Unsur, 60), default=Unsur.LAINNYA, info=label("Unsur", daftar=True, saring=True)
    )
    alamat: Mapped[str | None] = mapped_column(
        String(300), info=label("Alamat", bagian="Cara menghubungi", pribadi=True)
    )
    telepon: Mapped[str | None] = mapped_column(String(40), info=label("No. telepon", pribadi=True))
    hadir: Mapped[bool] = mapped_column(
        default=False, info=label("Hadir", bagian="Kehadiran", daftar=True, saring=True)
    )
    hadir_pada: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Datang", bantuan="Kosong: tidak diketahui, misalnya dari lembar kertas")
    )
    diwakili_oleh: Mapped[str | None] = mapped_column(String(200), info=label("Diwakili oleh", daftar=True))
    jabatan_wakil: Mapped[str | None] = mapped_column(String(200), info=label("Jabatan yang mewakili"))
    tanpa_undangan: Mapped[bool] = mapped_column(
        default=False, server_default=false(), info=label("Tamu tanpa undangan", saring=True)
    )

    pemangku_kepentingan: Mapped[PemangkuKepentingan | None] = relationship()

    def lengkapi(self) -> None:
        if (orang := self.pemangku_kepentingan) and not self.nama:
            self.nama, self.lembaga, self.unsur = orang.nama, self.lembaga or orang.lembaga, orang.unsur
        if not self.hadir and self.hadir_pada is not None:
            self.hadir_pada = None  # who is not there has not come at any time

    def periksa(self) -> list[tuple[str, Pesan]]:
        return [] if self.nama else [("nama", Pesan("Isi nama, atau pilih dari buku alamat."))]
