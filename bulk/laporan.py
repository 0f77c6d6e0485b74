"""What an operation brought: the reasons why rows were not done, counted, and the rows one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from bulk.daftar import acuan
from models.base import db, kinds
from models.operasi import JenisOperasi, Operasi, OperasiBaris
from sop.lifecycle import gerak_dari
from sop.workflow import TERCATAT

TERBANYAK = 5_000  # rows of a report
ALASAN = 30  # different reasons that are named
HILANG = "Data tidak ada lagi."


@dataclass(frozen=True)
class Baris:
    """One row of the report; `pesan` is what its own page would have said."""

    urut: int
    record_id: int
    kind: str | None
    kode: str | None
    berhasil: bool | None
    pesan: str | None


@dataclass(frozen=True)
class Alasan:
    """A reason that `jumlah` rows have in common; `contoh` is one of them."""

    pesan: str
    jumlah: int
    contoh: int


def laporan(operasi_id: int, batas: int = TERBANYAK) -> list[Baris]:
    """The result row by row, those that did not work first."""
    op = db.session.get_one(Operasi, operasi_id)
    kolom = (OperasiBaris.urut, OperasiBaris.record_id, OperasiBaris.kind, OperasiBaris.kode, OperasiBaris.berhasil)
    kueri = select(*kolom, OperasiBaris.pesan).filter_by(operasi_id=operasi_id)
    rows = [Baris(*row) for row in db.session.execute(kueri.order_by(*_gagal_dahulu()).limit(batas))]
    bungkam = [row.record_id for row in rows if row.berhasil and row.pesan is None]
    if not bungkam or op.kind_sasaran not in kinds():
        return rows
    nama = acuan.names(op.kind_sasaran, bungkam)
    return [
        Baris(**{**vars(row), "pesan": kalimat(op, nama.get(row.record_id, str(row.record_id)))})
        if row.berhasil and row.pesan is None
        else row
        for row in rows
    ]


def _gagal_dahulu() -> tuple[Any, ...]:
    # By hand, for the databases do not agree on where the rows without a result stand.
    return case((OperasiBaris.berhasil.is_(False), 0), (OperasiBaris.berhasil.is_(True), 1), else_=2), OperasiBaris.urut


def kalimat(op: Operasi, nama: str) -> str | None:
    """What is said of a row that worked, where its worker left it to the operation as a whole."""
    if op.jenis is JenisOperasi.HAPUS:
        return f"Dihapus: {nama}."
    if op.jenis is JenisOperasi.GERAK:
        judul = next((g.judul for g in gerak_dari(op.kind_sasaran or "") if g.aksi == op.aksi), op.aksi or "")
        return TERCATAT.format(judul=judul, apa=nama)
    return None


def alasan(operasi_id: int) -> list[Alasan]:
    """Why rows were not done, the most frequent reason first; at most ALASAN of them."""
    pesan = case((OperasiBaris.pesan.like("Data % tidak ada lagi."), HILANG), else_=OperasiBaris.pesan).label("pesan")
    gagal = select(pesan, OperasiBaris.record_id, OperasiBaris.urut)
    dasar = gagal.where(OperasiBaris.operasi_id == operasi_id, OperasiBaris.berhasil.is_(False)).subquery()
    jumlah = func.count().label("jumlah")
    kueri = select(dasar.c.pesan, jumlah, func.min(dasar.c.record_id)).group_by(dasar.c.pesan)
    kueri = kueri.order_by(jumlah.desc(), func.min(dasar.c.urut)).limit(ALASAN)
    return [Alasan(teks or "", n, contoh) for teks, n, contoh in db.session.execute(kueri)]
