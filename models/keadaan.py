"""What the panel remembers of its own upkeep: the last backup, the last proven restore, the last check of each kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, UTCDateTime
from models.waktu import sekarang

CADANGAN, TERBUKTI, LATIHAN, ARSIP, RIWAYAT = "cadangan", "pemulihan_terbukti", "latihan", "arsip", "riwayat"
PUNCAK = "puncak_riwayat"  # the highest link and the number of anchors that were ever seen
CSP = "csp"  # what browsers reported of the content security policy


class KeadaanSistem(Base):
    """One row for each kind of upkeep: when it last ran, whether all was well, and what it found."""

    __tablename__ = "keadaan_sistem"

    kunci: Mapped[str] = mapped_column(String(40), primary_key=True)
    waktu: Mapped[datetime] = mapped_column(UTCDateTime)
    baik: Mapped[bool] = mapped_column()
    isi: Mapped[dict[str, Any]] = mapped_column(JSON)


def catat(session: Session, kunci: str, baik: bool, isi: dict[str, Any]) -> None:
    """Remember it in the caller's transaction; what was remembered before is replaced."""
    session.execute(delete(KeadaanSistem).where(KeadaanSistem.kunci == kunci))
    session.execute(insert(KeadaanSistem), {"kunci": kunci, "waktu": sekarang(), "baik": baik, "isi": isi})


def semua(session: Session) -> dict[str, KeadaanSistem]:
    return {k.kunci: k for k in session.scalars(select(KeadaanSistem))}
