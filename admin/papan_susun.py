"""The board as a table: for each room its lanes, in each lane blocks and free places of quarters of an hour."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bulk.papan import JENIS, Pakai, awal_hari
from models.pesan import Pesan
from models.waktu import lokal

MENIT = 15  # of a column
KOSONG = 2  # columns of a free place that can be pressed
PAGI, PETANG = 7, 18  # hours that are always shown
TANPA_RUANG = Pesan("Tanpa ruang, atau di tempat lain")
TAMPAK_SEHARI = 4  # events of a day in the month


@dataclass(frozen=True)
class Sel:
    """`kolom` columns wide: a block, or free from `saat` on (no `saat`: nothing can be put there)."""

    kolom: int
    pakai: Pakai | None = None
    saat: str = ""
    jam: str = ""


@dataclass(frozen=True)
class Ruangan:
    id: int | None
    nama: str
    lajur: list[list[Sel]]
    isi: list[Pakai]


@dataclass(frozen=True)
class Papan:
    hari: date
    jam: list[int]
    ruang: list[Ruangan] = field(default_factory=list)

    @property
    def kosong(self) -> bool:
        return not any(r.isi for r in self.ruang)


def susun(hari: date, isi: Sequence[Pakai], ruang: Sequence[tuple[int, str]]) -> Papan:
    """One day. What stands in no room comes last, in a row of its own."""
    awal, akhir = _jam(hari, isi)
    baris: list[tuple[int | None, str]] = [*ruang]
    if any(p.ruang_id is None for p in isi):
        baris.append((None, TANPA_RUANG))
    rows = []
    for id_, nama in baris:
        milik = [p for p in isi if p.ruang_id == id_]
        rows.append(Ruangan(id_, nama, _lajur(hari, milik, awal, akhir, bebas=id_ is not None), milik))
    return Papan(hari, list(range(awal, akhir)), rows)


def _jam(hari: date, isi: Sequence[Pakai]) -> tuple[int, int]:
    """The hours of the day that are shown."""
    tepi = [_menit(hari, p) for p in isi]
    awal = min([PAGI, *(a // 60 for a, _ in tepi)])
    akhir = max([PETANG, *(-(-z // 60) for _, z in tepi)])
    return awal, akhir


def _menit(hari: date, p: Pakai) -> tuple[int, int]:
    """Begin and end in minutes of this day, cut at midnight."""
    nol = awal_hari(hari)
    a, z = ((saat - nol) // timedelta(minutes=1) for saat in (p.mulai, p.selesai))
    return max(0, a), min(24 * 60, max(z, a + 1))


def _lajur(hari: date, isi: Sequence[Pakai], awal: int, akhir: int, *, bebas: bool) -> list[list[Sel]]:
    """Blocks of one kind that do not touch share a lane; the kinds stand below each other."""
    lajur: list[tuple[str, int, list[tuple[int, int, Pakai]]]] = []
    for p in sorted(isi, key=lambda p: (JENIS.index(p.jenis), p.mulai)):
        a, z = _menit(hari, p)
        mulai, selesai = a // MENIT - awal * 60 // MENIT, -(-z // MENIT) - awal * 60 // MENIT
        for n, (kind, penuh, blok) in enumerate(lajur):
            if kind == p.jenis.kind and penuh <= mulai:
                lajur[n] = (kind, selesai, [*blok, (mulai, selesai, p)])
                break
        else:
            lajur.append((p.jenis.kind, selesai, [(mulai, selesai, p)]))
    semua = (akhir - awal) * 60 // MENIT
    hasil = [_sel(hari, blok, awal, semua, bebas) for _, _, blok in lajur]
    return hasil or [_sel(hari, [], awal, semua, bebas)]


def _sel(hari: date, blok: Sequence[tuple[int, int, Pakai]], awal: int, semua: int, bebas: bool) -> list[Sel]:
    hasil, tempat = [], 0
    for mulai, selesai, p in blok:
        hasil += _kosong(hari, tempat, mulai, awal, bebas)
        hasil.append(Sel(selesai - mulai, p))
        tempat = selesai
    return hasil + _kosong(hari, tempat, semua, awal, bebas)


def _kosong(hari: date, dari: int, ke: int, awal: int, bebas: bool) -> list[Sel]:
    """Free places, cut at the half hours."""
    if not bebas:
        return [Sel(ke - dari)] if ke > dari else []
    hasil = []
    while dari < ke:
        lebar = min(KOSONG - dari % KOSONG, ke - dari)
        jam, menit = divmod(awal * 60 + dari * MENIT, 60)
        hasil.append(Sel(lebar, None, f"{hari.isoformat()}T{jam:02d}:{menit:02d}", f"{jam:02d}.{menit:02d}"))
        dari += lebar
    return hasil


# --- the month --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hari:
    tanggal: date
    di_bulan: bool
    isi: list[Pakai]
    lebih: int = 0


def batas_bulan(bulan: date) -> tuple[date, date]:
    """The first and the last day that its calendar shows: whole weeks from Monday."""
    minggu = calendar.Calendar().monthdatescalendar(bulan.year, bulan.month)
    return minggu[0][0], minggu[-1][-1]


def susun_bulan(bulan: date, isi: Sequence[Pakai]) -> list[list[Hari]]:
    """Its weeks; an event stands on each of its days."""
    per_hari: dict[date, list[Pakai]] = {}
    for p in isi:
        hari, akhir = lokal(p.mulai).date(), _hari_akhir(p.selesai)
        while hari <= akhir:
            per_hari.setdefault(hari, []).append(p)
            hari += timedelta(days=1)
    hasil = []
    for minggu in calendar.Calendar().monthdatescalendar(bulan.year, bulan.month):
        hasil.append([_hari(d, bulan, per_hari.get(d, [])) for d in minggu])
    return hasil


def _hari_akhir(selesai: datetime) -> date:
    return lokal(selesai - timedelta(microseconds=1)).date()


def _hari(d: date, bulan: date, isi: list[Pakai]) -> Hari:
    lebih = len(isi) - TAMPAK_SEHARI
    return Hari(d, d.month == bulan.month, isi if lebih <= 1 else isi[:TAMPAK_SEHARI], lebih if lebih > 1 else 0)
