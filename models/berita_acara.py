"""Berita acara kesepakatan, its dictums and the persons who sign for each element (SOP step 9)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, label, pilihan, unik_hidup
from models.naskah import Naskah
from models.pemangku_kepentingan import Unsur
from models.pesan import Pesan
from models.ruang import periksa_waktu


class BeritaAcara(Naskah):
    """`versi` counts corrections; a corrected one names its predecessor in `menggantikan_id`."""

    __tablename__ = "berita_acara"
    __table_args__ = (unik_hidup("musrenbang_id", "versi"),)
    JUDUL = "Berita acara"
    ANAK = ("diktum", "penandatangan", "koreksi_berita_acara")

    mulai: Mapped[datetime] = mapped_column(UTCDateTime, info=label("Mulai", bagian="Waktu dan tempat", daftar=True))
    selesai: Mapped[datetime] = mapped_column(UTCDateTime, info=label("Selesai"))
    tempat: Mapped[str] = mapped_column(String(250), info=label("Tempat"))
    pemberi_sambutan: Mapped[str | None] = mapped_column(
        Panjang(2000), info=label("Pemberi sambutan", bagian="Jalannya acara dan tembusan", bantuan="Satu per baris")
    )
    pemateri: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Pemateri", bantuan="Satu per baris"))
    tembusan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Tembusan", bantuan="Satu per baris"))
    versi: Mapped[int] = mapped_column(default=1, info=label("Versi", daftar=True, isian=False))
    menggantikan_id: Mapped[int | None] = mapped_column(
        ForeignKey("berita_acara.id"), info=label("Menggantikan", isian=False)
    )

    diktum: Mapped[list[Diktum]] = relationship(
        viewonly=True,
        order_by="Diktum.urutan",
        primaryjoin="and_(Diktum.berita_acara_id == BeritaAcara.id, Diktum.deleted_at.is_(None))",
    )
    para_penandatangan: Mapped[list[Penandatangan]] = relationship(
        viewonly=True,
        order_by="Penandatangan.urutan, Penandatangan.id",
        primaryjoin="and_(Penandatangan.berita_acara_id == BeritaAcara.id, Penandatangan.deleted_at.is_(None))",
    )
    menggantikan: Mapped[BeritaAcara | None] = relationship(
        remote_side="BeritaAcara.id", foreign_keys=[menggantikan_id]
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        return [*super().periksa(), *periksa_waktu(self)]


class Diktum(Record):
    __tablename__ = "diktum"
    JUDUL = "Diktum"
    NAMA = "isi"
    INDUK = "berita_acara_id"
    URUT = ("urutan", False)

    berita_acara_id: Mapped[int] = mapped_column(
        ForeignKey("berita_acara.id"), index=True, info=label("Berita acara", daftar=True)
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("Urutan", daftar=True))
    isi: Mapped[str] = mapped_column(Panjang(4000), info=label("Bunyi diktum", daftar=True, cari=True))

    def periksa(self) -> list[tuple[str, Pesan]]:
        if self.urutan is not None and not 1 <= self.urutan <= 10:
            return [("urutan", Pesan("Urutan diktum dari 1 (KESATU) sampai 10 (KESEPULUH)."))]
        return []


class Penandatangan(Record):
    """A wet signature: who, for which element, and since when it stands on the paper."""

    __tablename__ = "penandatangan"
    JUDUL = "Penanda tangan"
    INDUK = "berita_acara_id"
    URUT = ("urutan", False)

    berita_acara_id: Mapped[int] = mapped_column(
        ForeignKey("berita_acara.id"), index=True, info=label("Berita acara", daftar=True)
    )
    urutan: Mapped[int] = mapped_column(default=1, info=label("No", daftar=True))
    nama: Mapped[str] = mapped_column(String(200), info=label("Nama", daftar=True, cari=True))
    unsur: Mapped[Unsur] = mapped_column(pilihan(Unsur, 60), info=label("Unsur", daftar=True))
    lembaga: Mapped[str | None] = mapped_column(String(200), info=label("Lembaga", daftar=True))
    alamat: Mapped[str | None] = mapped_column(String(300), info=label("Alamat", pribadi=True))
    telepon: Mapped[str | None] = mapped_column(String(40), info=label("No. telepon", pribadi=True))
    ditandatangani_pada: Mapped[date | None] = mapped_column(
        info=label("Ditandatangani tanggal", daftar=True, isian=False)
    )
    pencatat_id: Mapped[int | None] = mapped_column(
        ForeignKey("pengguna.id"), info=label("Dicatat oleh", daftar=True, isian=False)
    )

    berita_acara: Mapped[BeritaAcara] = relationship()


class KoreksiBeritaAcara(Record):
    """Which usulan a correction reopened: only these may be decided anew."""

    __tablename__ = "koreksi_berita_acara"
    __table_args__ = (UniqueConstraint("berita_acara_id", "usulan_id"),)
    JUDUL = "Usulan yang dikoreksi"
    INDUK = "berita_acara_id"
    NAMA = "id"

    berita_acara_id: Mapped[int] = mapped_column(
        ForeignKey("berita_acara.id"), index=True, info=label("Berita acara", daftar=True, isian=False)
    )
    usulan_id: Mapped[int] = mapped_column(ForeignKey("usulan.id"), info=label("Usulan", daftar=True, isian=False))
    catatan: Mapped[str | None] = mapped_column(Panjang(2000), info=label("Catatan", daftar=True, isian=False))
