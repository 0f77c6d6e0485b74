"""The city's 36 perangkat daerah and the indicative ceiling of each per year."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, Rupiah, label, unik_hidup


class PerangkatDaerah(Record):
    __tablename__ = "perangkat_daerah"
    __table_args__ = (unik_hidup("singkatan"), unik_hidup("nama"))
    JUDUL = "Perangkat daerah"
    URUT = ("nama", False)
    ANAK = ("pagu_opd",)

    nama: Mapped[str] = mapped_column(String(200), info=label("Nama", daftar=True, cari=True))
    singkatan: Mapped[str] = mapped_column(String(40), info=label("Singkatan", daftar=True, cari=True))
    jenis: Mapped[str] = mapped_column(String(60), info=label("Jenis", daftar=True))
    kelompok_sidang_id: Mapped[int | None] = mapped_column(
        ForeignKey("kelompok_sidang.id"), info=label("Kelompok sidang", daftar=True, saring=True)
    )
    unit_kerja_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit_kerja.id"), info=label("Bidang mitra di Bapperida", saring=True)
    )
    alamat: Mapped[str | None] = mapped_column(String(300), info=label("Alamat"))
    catatan: Mapped[str | None] = mapped_column(String(500), info=label("Catatan"))


class PaguOpd(Record):
    __tablename__ = "pagu_opd"
    __table_args__ = (
        unik_hidup("perangkat_daerah_id", "tahun"),
        CheckConstraint("pagu >= 0", name="pagu_tidak_negatif"),
    )
    JUDUL = "Pagu indikatif OPD"
    NAMA = "tahun"
    URUT = ("tahun", True)

    perangkat_daerah_id: Mapped[int] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True, info=label("Perangkat daerah", daftar=True, saring=True)
    )
    tahun: Mapped[int] = mapped_column(info=label("Tahun rencana", daftar=True, saring=True))
    pagu: Mapped[int] = mapped_column(Rupiah, info=label("Pagu indikatif", daftar=True))
