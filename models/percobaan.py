"""How often one may be wrong in five minutes, on all processes: ten times for a name, a hundred for an address.

What somebody tries holds the name that was tried. The whole office stands behind one address, so it is held only when
more was wrong there than people mistype: that ends who tries one password with many names, some names in five minutes.
A browser that the account knows is counted by itself, and is let through both.

An attempt stands in the register before its password is looked at, so a hundred at once are counted like a hundred in a
row. Whoever is held back is not counted: the wait ends by itself, however often one tries meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from models.sesi import HasilMasuk, RiwayatMasuk, Sesi, TautanSandi, sidik_nama
from models.waktu import sekarang

TERBANYAK = 10
TERBANYAK_ALAMAT = 100  # fifty people who each mistype twice in the same five minutes
JENDELA = timedelta(minutes=5)
GAGAL = (HasilMasuk.SALAH, HasilMasuk.KODE_SALAH, HasilMasuk.KONFIRMASI_SALAH)
SIMPAN = timedelta(days=365)  # of people; their own page shows it
SIMPAN_ASING = timedelta(days=30)  # of names that are no account, and of what has ended


@dataclass(frozen=True)
class Asal:
    """Where an attempt comes from; `perangkat` is the digest of a browser that the account knows."""

    alamat: str = ""
    peramban: str = ""
    perangkat: str | None = None


def mulai(
    session: Any, nama: str, pengguna_id: int | None, asal: Asal, hasil: HasilMasuk = HasilMasuk.SALAH
) -> RiwayatMasuk:
    """Write the attempt down as a failure, and commit; `hasil` becomes better when it turns out well."""
    baris = RiwayatMasuk(nama_sidik=sidik_nama(nama), pengguna_id=pengguna_id, hasil=hasil)
    baris.alamat, baris.peramban, baris.perangkat = asal.alamat[:60], asal.peramban[:200], asal.perangkat
    session.add(baris)
    session.commit()
    return baris


def ditahan_sampai(session: Any, baris: RiwayatMasuk) -> datetime | None:
    """When the next attempt of its kind is looked at again; None: now.

    A browser that the account knows is counted by itself: what strangers try must not keep its person out.
    """
    if baris.perangkat:
        return _penuh_sampai(session, RiwayatMasuk.perangkat == baris.perangkat, TERBANYAK, baris.id)
    asing = RiwayatMasuk.perangkat.is_(None)
    milik = [(RiwayatMasuk.nama_sidik == baris.nama_sidik, TERBANYAK)]
    if baris.alamat:
        milik.append((RiwayatMasuk.alamat == baris.alamat, TERBANYAK_ALAMAT))
    sampai = [saat for satu, batas in milik if (saat := _penuh_sampai(session, satu & asing, batas, baris.id))]
    return max(sampai, default=None)


def _penuh_sampai(session: Any, milik: ColumnElement[bool], batas: int, kecuali: int) -> datetime | None:
    stmt = (
        select(RiwayatMasuk.saat)
        .where(milik, RiwayatMasuk.hasil.in_(GAGAL), RiwayatMasuk.id != kecuali)
        .where(RiwayatMasuk.saat > sekarang() - JENDELA)
        .order_by(RiwayatMasuk.saat.desc())
        .limit(batas)
    )
    saat = list(session.scalars(stmt))
    return saat[-1] + JENDELA if len(saat) == batas else None


def rapikan(session: Any) -> None:
    """Forget what is old; called with each good sign-in, within its transaction."""
    kini = sekarang()
    session.execute(delete(RiwayatMasuk).where(RiwayatMasuk.saat < kini - SIMPAN))
    for tabel in (Sesi, TautanSandi):
        session.execute(delete(tabel).where(tabel.kedaluwarsa < kini - SIMPAN_ASING))
    asing = RiwayatMasuk.pengguna_id.is_(None)
    session.execute(delete(RiwayatMasuk).where(asing, RiwayatMasuk.saat < kini - SIMPAN_ASING))
