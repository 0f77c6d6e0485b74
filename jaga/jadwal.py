"""What the worker does by the clock: backups at their interval, checks at night, a weekly drill. To add one, add a row.

A thread of its own looks every minute: it must not stand behind a long print, and the truth of what ran is in
`keadaan_sistem`, so a restart neither forgets a task nor does it twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.catalog import BERJANGKAR
from jaga import arsip, basis, cadangan, jangkar, pulih
from models import keadaan, setelan
from models.dokumen import Dokumen
from models.pesan import SopError
from models.waktu import lokal, sekarang

log = logging.getLogger(__name__)
TUNGGU = 300.0  # seconds after the start, so that people come first
LIHAT = 60.0  # seconds between two looks
LONGGAR = timedelta(seconds=30)  # a signature that was being committed while the backup began is not in it
ULANGI = timedelta(hours=1)  # after a failure
Konteks = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Tugas:
    """What is done when `tiba` says so of the moment it last ran (None: never)."""

    kunci: str
    tiba: Callable[[datetime | None], bool]
    kerja: Callable[[], object]
    aktif: Callable[[], bool] = lambda: True


def _cadangan(terakhir: datetime | None) -> bool:
    selang = timedelta(minutes=setelan.kini().backup_interval)
    return terakhir is None or sekarang() - terakhir >= selang or _baru_ditandatangani()


def _baru_ditandatangani() -> bool:
    """Has a berita acara been signed since the last backup began? The agreement of hundreds is not left to one disk."""
    with basis.terhubung(setelan.kini().database_url) as koneksi, Session(koneksi) as session:
        row = keadaan.semua(session).get(keadaan.CADANGAN)
        if row is None or not row.baik or "mulai" not in row.isi:
            return False  # what failed is tried again after an hour
        sejak = datetime.fromisoformat(row.isi["mulai"]) - LONGGAR
        kueri = select(Dokumen.id).where(Dokumen.kode.in_(BERJANGKAR), Dokumen.created_at > sejak)
        return session.scalar(kueri.limit(1)) is not None


def harian(terakhir: datetime | None) -> bool:
    """Once a day, from one o'clock at night in Bogor."""
    kini = lokal(sekarang())
    return kini.hour >= 1 and (terakhir is None or lokal(terakhir).date() < kini.date())


def _mencadangkan() -> bool:
    return bool(setelan.kini().backup_interval)


def _mingguan(terakhir: datetime | None) -> bool:
    return terakhir is None or (harian(terakhir) and sekarang() - terakhir > timedelta(days=6, hours=12))


TUGAS = (
    Tugas(keadaan.CADANGAN, _cadangan, cadangan.buat, _mencadangkan),
    Tugas(keadaan.ARSIP, harian, arsip.jalankan),
    Tugas(keadaan.RIWAYAT, harian, jangkar.jalankan),
    Tugas(keadaan.LATIHAN, _mingguan, pulih.latihan, _mencadangkan),
)


def kerjakan() -> list[str]:
    """Do what is due; the names of what was done. A failure is remembered and tried again after an hour."""
    with basis.terhubung(setelan.kini().database_url) as koneksi, Session(koneksi) as session:
        terakhir = {k: (row.waktu, row.baik) for k, row in keadaan.semua(session).items()}
    dikerjakan = []
    for tugas in TUGAS:
        waktu, baik = terakhir.get(tugas.kunci, (None, True))
        if not tugas.aktif():
            continue
        if tugas.tiba(waktu) or (not baik and waktu and sekarang() - waktu >= ULANGI):
            _satu(tugas)
            dikerjakan.append(tugas.kunci)
    return dikerjakan


def _satu(tugas: Tugas) -> None:
    try:
        tugas.kerja()
    except Exception as galat:
        sebab = str(galat.pesan) if isinstance(galat, SopError) else f"{type(galat).__name__}: {galat}"
        log.error("%s gagal: %s", tugas.kunci, sebab, exc_info=not isinstance(galat, SopError))
        cadangan.catat(tugas.kunci, False, {"sebab": sebab[:500]})


def jaga(_konteks: Konteks, berhenti: threading.Event) -> None:
    """The thread: until told to stop; a disturbance of one look does not end it."""
    jeda = TUNGGU
    while not berhenti.wait(jeda):
        jeda = LIHAT
        try:
            kerjakan()
        except Exception:
            log.exception("pekerjaan menurut jam terganggu")
