"""Who was sent what, how, and the proof that it arrived (SOP steps 7 and 11)."""

from __future__ import annotations

import enum
from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import kontak
from models.base import Record, hitungan, label, pilihan
from models.laporan import Laporan
from models.pemangku_kepentingan import PemangkuKepentingan
from models.pesan import Pesan
from models.undangan import Undangan
from models.unit_kerja import UnitKerja


class StatusDistribusi(enum.StrEnum):
    DISIAPKAN = "disiapkan"
    DIKIRIM = "dikirim"
    DITERIMA = "diterima"


class CaraKirim(enum.StrEnum):
    LANGSUNG = "diantar langsung"
    SUREL = "surel"
    WHATSAPP = "WhatsApp"
    POS = "pos/kurir"


class Distribusi(Record):
    """Of an undangan to an addressee, or of the laporan to a Bidang pengampu."""

    __tablename__ = "distribusi"
    __table_args__ = (
        CheckConstraint("(undangan_id IS NULL) <> (laporan_id IS NULL)", name="satu_naskah"),
        CheckConstraint("status <> 'diterima' OR diterima_pada IS NOT NULL", name="diterima_bertanggal"),
    )
    JUDUL = "Distribusi"
    NAMA = "penerima"
    ANAK = ("kiriman",)

    musrenbang_id: Mapped[int] = mapped_column(
        ForeignKey("musrenbang.id"), index=True, info=label("Musrenbang", daftar=True, saring=True, isian=False)
    )
    undangan_id: Mapped[int | None] = mapped_column(
        ForeignKey("undangan.id"), index=True, info=label("Undangan", daftar=True, saring=True)
    )
    laporan_id: Mapped[int | None] = mapped_column(
        ForeignKey("laporan.id"), index=True, info=label("Laporan", daftar=True, saring=True)
    )
    pemangku_kepentingan_id: Mapped[int | None] = mapped_column(
        ForeignKey("pemangku_kepentingan.id"), info=label("Penerima di buku alamat", bagian="Tujuan")
    )
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"), info=label("Bidang pengampu", daftar=True, saring=True)
    )
    penerima: Mapped[str] = mapped_column(
        String(200), default="", info=label("Penerima", bagian="Naskah dan penerima", daftar=True, cari=True)
    )
    cara: Mapped[CaraKirim] = mapped_column(
        pilihan(CaraKirim),
        default=CaraKirim.LANGSUNG,
        info=label("Cara kirim", bagian="Cara kirim", daftar=True, saring=True),
    )
    surel: Mapped[str | None] = mapped_column(
        String(320), info=label("Surel", pribadi=True, bantuan="Kosong: dari buku alamat")
    )
    telepon: Mapped[str | None] = mapped_column(
        String(40), info=label("Telepon seluler", pribadi=True, bantuan="Kosong: dari buku alamat")
    )
    dikirim_pada: Mapped[date | None] = mapped_column(
        info=label("Dikirim tanggal", daftar=True, isian=False, saring=True)
    )
    diterima_pada: Mapped[date | None] = mapped_column(info=label("Diterima tanggal", daftar=True, isian=False))
    diterima_jam: Mapped[time | None] = mapped_column(Time, info=label("Diterima pukul", daftar=True, isian=False))
    diterima_oleh: Mapped[str | None] = mapped_column(
        String(200), info=label("Diterima oleh", daftar=True, isian=False)
    )
    nomor: Mapped[str | None] = mapped_column(
        String(120), info=label("Nomor surat pengantar", daftar=True, cari=True, isian=False)
    )
    tanggal_pengantar: Mapped[date | None] = mapped_column(info=label("Tanggal surat pengantar", isian=False))
    bukti_id: Mapped[int | None] = mapped_column(
        ForeignKey("berkas.id"), info=label("Bukti (pindaian)", isian=False, pindaian=True)
    )
    status: Mapped[StatusDistribusi] = mapped_column(
        pilihan(StatusDistribusi),
        default=StatusDistribusi.DISIAPKAN,
        info=label("Status", daftar=True, isian=False, saring=True),
    )

    berbukti: Mapped[bool] = hitungan(bukti_id.is_not(None), "Ada bukti", daftar=True, saring=True)

    undangan: Mapped[Undangan | None] = relationship()
    laporan: Mapped[Laporan | None] = relationship()
    pemangku_kepentingan: Mapped[PemangkuKepentingan | None] = relationship()
    unit_kerja: Mapped[UnitKerja | None] = relationship()

    @property
    def perihal(self) -> str:
        """What the register of numbers writes for a surat pengantar."""
        naskah = self.undangan or self.laporan
        return f"Surat pengantar: {naskah.perihal if naskah else ''} – {self.penerima}"[:300]

    def periksa(self) -> list[tuple[str, Pesan]]:
        if (self.undangan_id is None) == (self.laporan_id is None):
            return [("undangan_id", Pesan("Pilih undangan atau laporan yang dikirim, salah satu saja."))]
        salah = (
            ("surel", kontak.keliru(kontak.surel, self.surel)),
            ("telepon", kontak.keliru(kontak.nomor_whatsapp, self.telepon)),
        )
        return [(kolom, pesan) for kolom, pesan in salah if pesan and self.berubah(kolom)]

    def lengkapi(self) -> None:
        if naskah := self.undangan or self.laporan:
            self.musrenbang_id = naskah.musrenbang_id
        if not self.penerima:
            self.penerima = str(self.unit_kerja or self.pemangku_kepentingan or "")
