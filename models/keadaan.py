"""What the panel remembers of its own upkeep: the last backup, the last proven restore, the last check of each kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, UTCDateTime
from models.waktu import sekarang

CADANGAN, TERBUKTI, LATIHAN, ARSIP, RIWAYAT = "cadangan", "pemulihan_terbukti", "latihan", "arsip", "riwayat"
PEKERJA = "pekerja"  # the worker's sign of life (jaga/heartbeat.py)
WORKER_SILENT = timedelta(minutes=3)  # longer than SQLite's write lock is held by a large import
PUNCAK = "puncak_riwayat"  # the highest link and the number of anchors that were ever seen
CSP = "csp"  # what browsers reported of the content security policy


class KeadaanSistem(Base):
    """One row for each kind of upkeep: when it last ran, whether all was well, and what it found."""

    __tablename__ = "keadaan_sistem"

    kunci: Mapped[str] = mapped_column(String(40), primary_key=True)
    waktu: Mapped[datetime] = mapped_column(UTCDateTime)
    baik: Mapped[bool] = mapped_column()
    isi: Mapped[dict[str, Any]] = mapped_column(JSON)


LAST_GOOD = "baik_pada"  # in what a failure leaves behind: when all was well for the last time


def catat(session: Session, kunci: str, baik: bool, isi: dict[str, Any]) -> None:
    """Remember it in the caller's transaction; of what was before only the moment remains when all was well."""
    if not baik and (good := last_good(semua(session).get(kunci))):
        isi = {**isi, LAST_GOOD: good.isoformat()}
    session.execute(delete(KeadaanSistem).where(KeadaanSistem.kunci == kunci))
    session.execute(insert(KeadaanSistem), {"kunci": kunci, "waktu": sekarang(), "baik": baik, "isi": isi})


def last_good(row: KeadaanSistem | None) -> datetime | None:
    """When all was well for the last time, as far as it is known."""
    if row is None or row.baik:
        return row.waktu if row else None
    return datetime.fromisoformat(row.isi[LAST_GOOD]) if LAST_GOOD in row.isi else None


def worker(session: Session) -> tuple[bool, datetime | None]:
    """(does the worker live, when its last sign came). None: none ever came."""
    last = session.scalar(select(KeadaanSistem.waktu).where(KeadaanSistem.kunci == PEKERJA))
    return last is not None and sekarang() - last <= WORKER_SILENT, last


def semua(session: Session) -> dict[str, KeadaanSistem]:
    return {k.kunci: k for k in session.scalars(select(KeadaanSistem))}
