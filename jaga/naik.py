"""Brings the live database to the newest revision, after a backup of how it was: data that it drops are gone."""

from __future__ import annotations

from pathlib import Path

import migrations
from jaga import basis, cadangan, isi_basis
from models import postgres, setelan
from models.pesan import SopError


def naikkan() -> Path | None:
    """The backup that was made before, if one was. Raises SopError before anything is changed where that failed.

    A new database has nothing to lose, and one at the newest revision is not touched. BACKUP_INTERVAL=0 leaves every
    backup to the office, this one too.
    """
    url = setelan.kini().database_url
    postgres.ensure(url)
    berkas = _mencadangkan() if setelan.kini().backup_interval and _akan_berubah(url) else None
    migrations.naik(url)
    return berkas


def _akan_berubah(url: str) -> bool:
    asal = basis.dari(url)
    if isinstance(asal, basis.Sqlite) and not asal.berkas.exists():
        return False
    with basis.terhubung(url) as koneksi:
        return isi_basis.revisi(koneksi) not in ("", migrations.revisi_terbaru())


def _mencadangkan() -> Path:
    try:
        berkas, _ = cadangan.buat()
    except SopError as galat:
        raise SopError(
            "Basis data belum dinaikkan, karena cadangan sebelumnya tidak dapat dibuat: {sebab} Betulkan dahulu, atau "
            "cadangkan sendiri dan jalankan dengan BACKUP_INTERVAL=0.",
            sebab=galat.pesan,
        ) from None
    return berkas
