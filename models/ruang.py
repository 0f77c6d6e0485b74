"""Rooms, their bookings, and the decision which room serves what (SOP step 3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Panjang, Record, UTCDateTime, db, label, unik_hidup
from models.kelompok_sidang import KelompokSidang
from models.naskah import Ketetapan
from models.pejabat import Pejabat
from models.pesan import Pesan
from models.waktu import WIB


class Ruang(Record):
    __tablename__ = "ruang"
    __table_args__ = (
        unik_hidup("nama"),
        CheckConstraint("kapasitas IS NULL OR kapasitas > 0", name="kapasitas_positif"),
    )
    JUDUL = "Ruang"
    URUT = ("nama", False)

    nama: Mapped[str] = mapped_column(String(150), info=label("Nama ruang", daftar=True, cari=True))
    gedung: Mapped[str | None] = mapped_column(String(150), info=label("Gedung", daftar=True, cari=True))
    alamat: Mapped[str | None] = mapped_column(String(300), info=label("Alamat"))
    kapasitas: Mapped[int | None] = mapped_column(info=label("Kapasitas (orang)", daftar=True))
    peralatan: Mapped[str | None] = mapped_column(Panjang(1000), info=label("Peralatan"))
    aktif: Mapped[bool] = mapped_column(default=True, info=label("Aktif", daftar=True, saring=True))


class PenetapanRuang(Ketetapan):
    __tablename__ = "penetapan_ruang"
    JUDUL = "Penetapan ruang"
    ANAK = ("pemakaian_ruang",)

    pemakaian: Mapped[list[PemakaianRuang]] = relationship(
        viewonly=True,
        order_by="PemakaianRuang.mulai",
        primaryjoin="and_(PemakaianRuang.penetapan_ruang_id == PenetapanRuang.id, PemakaianRuang.deleted_at.is_(None))",
    )


class PemakaianRuang(Record):
    __tablename__ = "pemakaian_ruang"
    __table_args__ = (
        CheckConstraint("mulai < selesai", name="mulai_sebelum_selesai"),
        Index(None, "ruang_id", "mulai"),
    )
    JUDUL = "Pemakaian ruang"
    NAMA = "keperluan"
    INDUK = "penetapan_ruang_id"
    URUT = ("mulai", False)

    penetapan_ruang_id: Mapped[int] = mapped_column(
        ForeignKey("penetapan_ruang.id"), index=True, info=label("Penetapan ruang", bagian="Keperluan", daftar=True)
    )
    ruang_id: Mapped[int] = mapped_column(
        ForeignKey("ruang.id"), info=label("Ruang", bagian="Ruang dan waktu", daftar=True, saring=True)
    )
    mulai: Mapped[datetime] = mapped_column(UTCDateTime, info=label("Mulai", daftar=True, saring=True))
    selesai: Mapped[datetime] = mapped_column(UTCDateTime, info=label("Selesai", daftar=True))
    keperluan: Mapped[str] = mapped_column(String(200), info=label("Keperluan", daftar=True, cari=True))
    kelompok_sidang_id: Mapped[int | None] = mapped_column(
        ForeignKey("kelompok_sidang.id"), info=label("Kelompok sidang", bagian="Pemakai", daftar=True, saring=True)
    )
    penanggung_jawab_id: Mapped[int | None] = mapped_column(ForeignKey("pejabat.id"), info=label("Penanggung jawab"))
    kebutuhan: Mapped[str | None] = mapped_column(String(300), info=label("Kebutuhan alat"))

    ruang: Mapped[Ruang] = relationship()
    kelompok_sidang: Mapped[KelompokSidang | None] = relationship()
    penanggung_jawab: Mapped[Pejabat | None] = relationship()
    penetapan: Mapped[PenetapanRuang] = relationship(back_populates="pemakaian")

    def periksa(self) -> list[tuple[str, Pesan]]:
        return periksa_waktu(self) or periksa_bentrok(self, PemakaianRuang, "keperluan")


def periksa_waktu(row: Record) -> list[tuple[str, Pesan]]:
    mulai, selesai = getattr(row, "mulai", None), getattr(row, "selesai", None)
    if mulai and selesai and selesai <= mulai:
        return [("selesai", Pesan("Waktu selesai harus sesudah waktu mulai."))]
    return []


def periksa_bentrok(row: Record, model: type[Record], sebutan: str) -> list[tuple[str, Pesan]]:
    """Is the room taken in that time by another row of the same kind? The room is locked: only one saver wins."""
    ruang_id, mulai, selesai = (
        getattr(row, "ruang_id", None),
        getattr(row, "mulai", None),
        getattr(row, "selesai", None),
    )
    if row.deleted_at or not (ruang_id and mulai and selesai):
        return []
    db.session.execute(db.select(Ruang.id).where(Ruang.id == ruang_id).with_for_update())
    lain = tersimpan(row, model, sebutan) or _sekalian(row, model)
    if lain is None:
        return []
    return [("ruang_id", kalimat_bentrok(lain, sebutan))]


def kalimat_bentrok(lain: Any, sebutan: str) -> Pesan:
    return Pesan(
        "Ruang sudah dipakai untuk “{apa}” pada {mulai}–{selesai}.",
        apa=getattr(lain, sebutan),
        mulai=f"{lain.mulai.astimezone(WIB):%d-%m-%Y %H.%M}",
        selesai=f"{lain.selesai.astimezone(WIB):%H.%M} WIB",
    )


def tersimpan(row: Any, model: type[Record], sebutan: str) -> Any:
    """Another booking in the database that takes the room of `row` (id, ruang_id, mulai, selesai); locks nothing.

    The parts of a deleted schedule hold no room.
    """
    kolom = model.__table__.c
    kueri = (
        db.select(kolom[sebutan], kolom.mulai, kolom.selesai)
        .where(kolom.ruang_id == row.ruang_id, kolom.mulai < row.selesai, kolom.selesai > row.mulai)
        .where(kolom.deleted_at.is_(None), kolom.id != (row.id or 0))
    )
    if model.INDUK:
        (fk,) = kolom[model.INDUK].foreign_keys
        atas = fk.column.table
        kueri = kueri.join(atas, fk.column == kolom[model.INDUK]).where(atas.c.deleted_at.is_(None))
    return db.session.execute(kueri.limit(1)).first()


def _sekalian(row: Any, model: type[Record]) -> Any:
    """Another booking that is saved in the same breath, so the database does not know it yet."""
    serempak = (x for x in db.session.new if isinstance(x, model) and x is not row and x.ruang_id == row.ruang_id)
    bentrok = (x for x in serempak if x.mulai and x.selesai and x.mulai < row.selesai and x.selesai > row.mulai)
    return next(bentrok, None)
