"""What was signed beside the frozen paper (electronic signature or scan), and the roots that the office trusts."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan, unik_hidup
from models.berkas import Berkas


class JenisTandaTangan(enum.StrEnum):
    """The honest label: certified only when the chain leads to a root that the administrator trusts."""

    TERSERTIFIKASI = "TTE tersertifikasi"
    TIDAK_TERSERTIFIKASI = "TTE tidak tersertifikasi"
    BASAH = "tanda tangan basah: pindaian diunggah"


class CaraTandaTangan(enum.StrEnum):
    PANEL = "dibubuhkan di panel"
    LANJUTAN = "diunggah: kelanjutan dari PDF beku"
    TULIS_ULANG = "diunggah: ditulis ulang oleh layanan, halaman dan teks sama"
    PINDAIAN = "pindaian"


class TandaTanganElektronik(Record):
    """A signed version of an issued paper; the newest electronic one is what the paper prints, all are kept."""

    __tablename__ = "tanda_tangan_elektronik"
    __table_args__ = (unik_hidup("dokumen_id", "sha256"),)
    JUDUL = "Tanda tangan naskah"
    NAMA = "jenis"
    INDUK = "dokumen_id"
    URUT = ("id", True)

    dokumen_id: Mapped[int] = mapped_column(
        ForeignKey("dokumen.id"), index=True, info=label("Dokumen terbit", daftar=True, isian=False)
    )
    jenis: Mapped[JenisTandaTangan] = mapped_column(
        pilihan(JenisTandaTangan), info=label("Keterangan", daftar=True, saring=True, isian=False)
    )
    cara: Mapped[CaraTandaTangan] = mapped_column(
        pilihan(CaraTandaTangan, 80), info=label("Cara", daftar=True, isian=False)
    )
    nama_sertifikat: Mapped[str | None] = mapped_column(
        String(300), info=label("Nama pada sertifikat", daftar=True, isian=False)
    )
    sesuai: Mapped[bool | None] = mapped_column(info=label("Nama sama dengan penanda tangan naskah", isian=False))
    penerbit: Mapped[str | None] = mapped_column(String(300), info=label("Penerbit sertifikat", isian=False))
    nomor_seri: Mapped[str | None] = mapped_column(String(80), info=label("Nomor seri sertifikat", isian=False))
    waktu: Mapped[datetime | None] = mapped_column(
        UTCDateTime, info=label("Waktu tanda tangan", daftar=True, isian=False)
    )
    sha256: Mapped[str] = mapped_column(String(64), info=label("SHA-256", isian=False))
    berkas_id: Mapped[int] = mapped_column(ForeignKey("berkas.id"), info=label("Berkas", isian=False, pindaian=True))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"), info=label("Oleh", isian=False))

    berkas: Mapped[Berkas] = relationship()

    @property
    def elektronik(self) -> bool:
        return self.jenis is not JenisTandaTangan.BASAH


class SertifikatTepercaya(Record):
    """A root certificate; a signature whose chain ends here is called certified. Deleting it takes the trust back."""

    __tablename__ = "sertifikat_tepercaya"
    __table_args__ = (unik_hidup("sidik"),)
    JUDUL = "Sertifikat tepercaya"
    NAMA = "subjek"

    subjek: Mapped[str] = mapped_column(String(300), info=label("Subjek", daftar=True, cari=True, isian=False))
    penerbit: Mapped[str] = mapped_column(String(300), info=label("Penerbit", isian=False))
    berlaku_dari: Mapped[datetime] = mapped_column(UTCDateTime, info=label("Berlaku dari", daftar=True, isian=False))
    berlaku_sampai: Mapped[datetime] = mapped_column(
        UTCDateTime, info=label("Berlaku sampai", daftar=True, isian=False)
    )
    sidik: Mapped[str] = mapped_column(String(64), info=label("Sidik jari SHA-256", isian=False))
    keterangan: Mapped[str | None] = mapped_column(
        String(300), info=label("Keterangan", daftar=True, bantuan="Misalnya: induk BSrE, diperiksa sidik jarinya")
    )
    pem: Mapped[str] = mapped_column(Panjang(20_000))
