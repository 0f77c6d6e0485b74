"""A filter of a list under a name: of one person, or shared with everybody who may read that list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UTCDateTime
from models.waktu import sekarang


class SaringanTersimpan(Base):
    """`alamat` is the query of the list without page and cursor. A convenience, no office data: it has no diary."""

    __tablename__ = "saringan_tersimpan"
    __table_args__ = (Index(None, "kind", "pengguna_id", "nama", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"))
    kind: Mapped[str] = mapped_column(String(60))
    nama: Mapped[str] = mapped_column(String(80))
    alamat: Mapped[str] = mapped_column(String(4000))
    bersama: Mapped[bool] = mapped_column(default=False)
    dibuat_pada: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang)
