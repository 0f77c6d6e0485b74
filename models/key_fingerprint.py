"""Fingerprints of the keys that this database is used with: how a machine with another key is told so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UTCDateTime
from models.waktu import sekarang


class SidikKunci(Base):
    """One row a key: the one that writes, and the former ones that old data still need."""

    __tablename__ = "sidik_kunci"

    nama: Mapped[str] = mapped_column(String(20), primary_key=True)
    sidik: Mapped[str] = mapped_column(String(64))
    sejak: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang)
    terdahulu: Mapped[list[str]] = mapped_column(JSON, default=list)
