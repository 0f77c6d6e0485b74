"""What a usulan is held against: priorities of the year, sub kegiatan and kamus usulan (versioned tables to fill)."""

from __future__ import annotations

import enum
import re

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Panjang, Record, Rupiah, label, pilihan, unik_hidup
from models.pesan import Pesan

POLA_SUB_KEGIATAN = re.compile(r"(?:\d|X)\.(?:\d{2}|XX)\.\d{2}\.\d\.\d{2}\.\d{2}(?:\d{2})?")


class JenisPrioritas(enum.StrEnum):
    VISI = "visi"
    MISI = "misi"
    PRIORITAS = "prioritas RKPD"


class Prioritas(Record):
    __tablename__ = "prioritas"
    __table_args__ = (unik_hidup("tahun", "jenis", "urutan"),)
    JUDUL = "Visi, misi dan prioritas"
    NAMA = "uraian"
    PEMBEDA = "tahun"  # a misi is copied from year to year

    tahun: Mapped[int] = mapped_column(info=label("Tahun rencana", daftar=True, saring=True))
    jenis: Mapped[JenisPrioritas] = mapped_column(
        pilihan(JenisPrioritas), info=label("Jenis", daftar=True, saring=True)
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("Urutan", daftar=True))
    uraian: Mapped[str] = mapped_column(String(500), info=label("Uraian", daftar=True, cari=True))


class SubKegiatan(Record):
    __tablename__ = "sub_kegiatan"
    __table_args__ = (unik_hidup("versi", "kode"),)
    JUDUL = "Sub kegiatan"
    URUT = ("kode", False)

    versi: Mapped[str] = mapped_column(String(60), info=label("Versi nomenklatur", daftar=True, saring=True))
    kode: Mapped[str] = mapped_column(String(30), info=label("Kode", daftar=True, cari=True))
    nama: Mapped[str] = mapped_column(String(400), info=label("Nama", daftar=True, cari=True))
    indikator: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Indikator"))
    satuan: Mapped[str | None] = mapped_column(String(60), info=label("Satuan", daftar=True))

    def periksa(self) -> list[tuple[str, Pesan]]:
        if not POLA_SUB_KEGIATAN.fullmatch(self.kode or ""):
            return [("kode", Pesan("Kode sub kegiatan berpola X.XX.XX.X.XX.XXXX, misalnya 5.01.02.2.01.0005."))]
        return []

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class KamusUsulan(Record):
    __tablename__ = "kamus_usulan"
    __table_args__ = (unik_hidup("versi", "nama"),)
    JUDUL = "Kamus usulan"

    versi: Mapped[str] = mapped_column(String(60), info=label("Versi kamus", daftar=True, saring=True))
    nama: Mapped[str] = mapped_column(String(300), info=label("Pekerjaan", daftar=True, cari=True))
    satuan: Mapped[str | None] = mapped_column(String(60), info=label("Satuan", daftar=True))
    harga_satuan: Mapped[int | None] = mapped_column(Rupiah, info=label("Anggaran standar per satuan", daftar=True))
    perangkat_daerah_id: Mapped[int | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), info=label("Perangkat daerah", daftar=True, saring=True)
    )
