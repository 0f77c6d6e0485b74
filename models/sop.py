"""The SOP as data: a revision with its identity block, its steps, and who acts at each."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, label, pilihan, unik_hidup
from models.peran import Peran


class StatusSop(enum.StrEnum):
    DRAF = "draf"
    BERLAKU = "berlaku"
    DIGANTI = "diganti"


class SopRevisi(Record):
    """`identitas` keeps the rest of the identity page: dasar_hukum, kualifikasi, keterkaitan, peralatan, …"""

    __tablename__ = "sop_revisi"
    __table_args__ = (unik_hidup("kode", "revisi"),)
    JUDUL = "SOP"
    NAMA = "judul"

    kode: Mapped[str] = mapped_column(String(60), info=label("Kode", daftar=True))
    revisi: Mapped[int] = mapped_column(default=1, info=label("Revisi ke-", daftar=True))
    nomor: Mapped[str] = mapped_column(String(80), info=label("Nomor SOP", daftar=True, cari=True))
    judul: Mapped[str] = mapped_column(String(250), info=label("Judul SOP", bagian="SOP", daftar=True, cari=True))
    tanggal_pembuatan: Mapped[date | None] = mapped_column(info=label("Tanggal pembuatan", bagian="Tanggal"))
    tanggal_revisi: Mapped[date | None] = mapped_column(info=label("Tanggal revisi", daftar=True))
    tanggal_efektif: Mapped[date] = mapped_column(info=label("Tanggal efektif", daftar=True))
    unit: Mapped[str | None] = mapped_column(String(250), info=label("Unit", bagian="Pengesahan"))
    disahkan_jabatan: Mapped[str | None] = mapped_column(String(250), info=label("Disahkan oleh"))
    disahkan_nip: Mapped[str | None] = mapped_column(String(18), info=label("NIP pengesah"))
    status: Mapped[StatusSop] = mapped_column(
        pilihan(StatusSop), default=StatusSop.DRAF, info=label("Status", daftar=True, isian=False, saring=True)
    )
    identitas: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    sidik: Mapped[str | None] = mapped_column(String(64))

    langkah: Mapped[list[Langkah]] = relationship(
        order_by="Langkah.urutan", viewonly=True, primaryjoin="Langkah.sop_revisi_id == SopRevisi.id"
    )

    def __str__(self) -> str:
        return f"{self.judul} (revisi {self.revisi})"


class Langkah(Record):
    """One row of the official form.

    `kelengkapan` and `output` are lists of {"teks": …, "syarat": [names in sop/kelengkapan.py]}; `tindakan` lists the
    moves ("kind.aksi") that belong to the step; `waktu` is in menit of working time.
    """

    __tablename__ = "langkah"
    __table_args__ = (
        UniqueConstraint("sop_revisi_id", "kode"),
        UniqueConstraint("sop_revisi_id", "urutan"),
        CheckConstraint("waktu >= 0", name="waktu_tidak_negatif"),
    )
    JUDUL = "Langkah SOP"
    NAMA = "aktivitas"
    INDUK = "sop_revisi_id"
    URUT = ("urutan", False)
    ANAK = ("langkah_pelaksana",)

    sop_revisi_id: Mapped[int] = mapped_column(ForeignKey("sop_revisi.id"), index=True, info=label("SOP", daftar=True))
    urutan: Mapped[int] = mapped_column(info=label("No", daftar=True, isian=False))
    kode: Mapped[str] = mapped_column(String(60), info=label("Kode", daftar=True, isian=False))
    aktivitas: Mapped[str] = mapped_column(Panjang(2000), info=label("Aktivitas", daftar=True, cari=True))
    waktu: Mapped[int] = mapped_column(info=label("Waktu (menit)", daftar=True))
    waktu_teks: Mapped[str] = mapped_column(String(60), info=label("Waktu menurut naskah"))
    keterangan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Keterangan"))
    kelengkapan: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    output: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    tindakan: Mapped[list[str]] = mapped_column(JSON, default=list)
    kembali_ke: Mapped[str | None] = mapped_column(String(60), info=label("Kembali ke", isian=False))
    judul_maju: Mapped[str | None] = mapped_column(String(60), info=label("Kata untuk maju"))
    judul_kembali: Mapped[str | None] = mapped_column(String(60), info=label("Kata untuk kembali"))
    per_unit_kerja: Mapped[bool] = mapped_column(default=False, info=label("Per Bidang", isian=False))

    pelaksana: Mapped[list[LangkahPelaksana]] = relationship(
        viewonly=True,
        order_by="LangkahPelaksana.id",
        primaryjoin="and_(LangkahPelaksana.langkah_id == Langkah.id, LangkahPelaksana.deleted_at.is_(None))",
    )

    def __str__(self) -> str:
        return f"Langkah {self.urutan}: {self.aktivitas}"


class LangkahPelaksana(Record):
    """Who acts; unconfirmed until Bapperida says so, and marked so wherever it is shown or printed."""

    __tablename__ = "langkah_pelaksana"
    __table_args__ = (unik_hidup("langkah_id", "peran"),)
    JUDUL = "Pelaksana langkah"
    INDUK = "langkah_id"
    NAMA = "peran"

    langkah_id: Mapped[int] = mapped_column(ForeignKey("langkah.id"), index=True, info=label("Langkah", daftar=True))
    peran: Mapped[Peran] = mapped_column(pilihan(Peran), info=label("Pelaksana", daftar=True))
    utama: Mapped[bool] = mapped_column(default=True, info=label("Pelaksana utama", daftar=True))
    keyakinan: Mapped[int | None] = mapped_column(info=label("Keyakinan (%)", daftar=True))
    dikonfirmasi: Mapped[bool] = mapped_column(
        default=False, info=label("Sudah dikonfirmasi", daftar=True, saring=True)
    )
