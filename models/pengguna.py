"""Accounts, the roles they hold and from when to when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.base import Base, Record, UTCDateTime, label, pilihan, unik_hidup
from models.pejabat import Pejabat, Sebagai, periksa_perintah
from models.peran import Peran
from models.pesan import Pesan
from models.waktu import sekarang


class Pengguna(Record):
    __tablename__ = "pengguna"
    __table_args__ = (unik_hidup("nama_pengguna"),)
    JUDUL = "Pengguna"
    URUT = ("nama_pengguna", False)
    ANAK = ("peran_pengguna",)

    nama_pengguna: Mapped[str] = mapped_column(
        String(60), info=label("Nama pengguna", daftar=True, cari=True, bantuan="Huruf kecil tanpa spasi, untuk masuk")
    )
    nama: Mapped[str] = mapped_column(String(150), info=label("Nama", daftar=True, cari=True))
    pejabat_id: Mapped[int | None] = mapped_column(
        ForeignKey("pejabat.id"), info=label("Pejabat", daftar=True, bantuan="Pejabat yang bertindak dengan akun ini")
    )
    aktif: Mapped[bool] = mapped_column(default=True, info=label("Aktif", daftar=True, saring=True))
    sandi: Mapped[str | None] = mapped_column(String(255))
    ganti_sandi: Mapped[bool] = mapped_column(default=False)  # a one-time password: replace it at the first sign-in
    sandi_diganti_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)
    faktor_sejak: Mapped[datetime | None] = mapped_column(UTCDateTime)  # has a second factor; asked on every page

    pejabat: Mapped[Pejabat | None] = relationship()
    daftar_peran: Mapped[list[PeranPengguna]] = relationship(
        back_populates="pengguna",
        primaryjoin="and_(PeranPengguna.pengguna_id == Pengguna.id, PeranPengguna.deleted_at.is_(None))",
        viewonly=True,
    )

    def periksa(self) -> list[tuple[str, Pesan]]:
        """The sign-in looks for small letters: another name would never be found there."""
        nama = self.nama_pengguna or ""
        if not self.berubah("nama_pengguna") or (nama == nama.lower() and not any(c.isspace() for c in nama)):
            return []
        return [("nama_pengguna", Pesan("Nama pengguna ditulis dengan huruf kecil tanpa spasi."))]


class PeranPengguna(Record):
    __tablename__ = "peran_pengguna"
    JUDUL = "Peran pengguna"
    INDUK = "pengguna_id"
    NAMA = "peran"

    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), index=True, info=label("Pengguna", daftar=True))
    peran: Mapped[Peran] = mapped_column(pilihan(Peran), info=label("Peran", daftar=True, saring=True))
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"), info=label("Unit kerja", daftar=True, bantuan="Wajib untuk Kepala Bidang")
    )
    musrenbang_id: Mapped[int | None] = mapped_column(
        ForeignKey("musrenbang.id"),
        info=label("Hanya untuk Musrenbang", bagian="Siapa dan perannya", daftar=True, bantuan="Kosong: semua tahun"),
    )
    sebagai: Mapped[Sebagai] = mapped_column(
        pilihan(Sebagai), default=Sebagai.DEFINITIF, info=label("Sebagai", daftar=True)
    )
    mulai: Mapped[date | None] = mapped_column(info=label("Mulai", bagian="Masa berlaku", daftar=True))
    sampai: Mapped[date | None] = mapped_column(info=label("Sampai", daftar=True))
    surat_perintah: Mapped[str | None] = mapped_column(String(150), info=label("Surat perintah"))

    pengguna: Mapped[Pengguna] = relationship(back_populates="daftar_peran", foreign_keys=[pengguna_id])

    def berlaku(self, hari: date) -> bool:
        return (self.mulai is None or self.mulai <= hari) and (self.sampai is None or hari <= self.sampai)

    def periksa(self) -> list[tuple[str, Pesan]]:
        salah = []
        if self.mulai and self.sampai and self.sampai < self.mulai:
            salah.append(("sampai", Pesan("Tanggal sampai mendahului tanggal mulai.")))
        if self.peran is Peran.KEPALA_BIDANG and self.unit_kerja_id is None:
            salah.append(("unit_kerja_id", Pesan("Kepala Bidang memerlukan unit kerja.")))
        return salah + periksa_perintah(self)


class Bertoken:
    """What a secret token of a person opens; only the SHA-256 of the token is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), index=True)
    dibuat_pada: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang)

    @declared_attr
    def pengguna(cls) -> Mapped[Pengguna]:
        return relationship()


class LanggananKalender(Bertoken, Base):
    """A secret address where a calendar program reads the schedule without signing in."""

    __tablename__ = "langganan_kalender"

    dicabut_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)
