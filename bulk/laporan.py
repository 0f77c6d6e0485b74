"""What an operation brought: the reasons why rows were not done, counted, and the rows one by one, also as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, case, func, select

from bulk import cetak
from bulk.daftar import acuan
from bulk.ekspor.isi import Kolom
from bulk.ekspor.lajur import Lajur, Sort
from models.base import db, kinds
from models.operasi import JenisOperasi, Operasi, OperasiBaris
from sop.lifecycle import gerak_dari
from sop.workflow import TERCATAT

TERBANYAK = 5_000  # rows of a report
ALASAN = 30  # different reasons that are named
HILANG = "Data tidak ada lagi."
POTONG = 1_000  # rows of the sheet that are read at a time
HASIL = {True: "Berhasil", False: "Tidak", None: "Tidak disentuh"}
LEMBAR = (
    Lajur("urut", "No.", Sort.BILANGAN, None),
    Lajur("nama", "Data", Sort.PANJANG, None),
    Lajur("hasil", "Hasil", Sort.PILIHAN, None),
    Lajur("pesan", "Keterangan", Sort.PANJANG, None),
    Lajur("kind", "Jenis data", Sort.ACUAN, None),
    Lajur("record_id", "Nomor di panel", Sort.TAHUN, None),
)


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
    rows = [Baris(*row) for row in db.session.execute(_baris(operasi_id).order_by(*_gagal_dahulu()).limit(batas))]
    return _berkata(op, rows)


def lembar(operasi_id: int) -> Iterator[list[Kolom]]:
    """All rows in the order of the operation, by the columns of LEMBAR, a chunk at a time; each begins anew."""
    sesudah = 0
    while True:
        op = db.session.get_one(Operasi, operasi_id)
        kueri = _baris(operasi_id).where(OperasiBaris.urut > sesudah).order_by(OperasiBaris.urut).limit(POTONG)
        rows = [Baris(*row) for row in db.session.execute(kueri)]
        if not rows:
            return
        sesudah = rows[-1].urut
        isi = [
            (x.urut, nama, HASIL[x.berhasil], pesan, kinds()[kind].JUDUL, x.record_id)
            for x, kind, nama, pesan in bernama(op, _berkata(op, rows))
        ]
        if isi:
            yield list(zip(*isi, strict=True))


def bernama(op: Operasi, rows: Sequence[Baris]) -> list[tuple[Baris, str, str, str]]:
    """(row, kind, name, sentence) of each; the names by one query for each kind."""
    dikenal = [(row, row.kind or op.kind_sasaran or "") for row in rows]
    dikenal = [(row, kind) for row, kind in dikenal if kind in kinds()]
    nama = {kind: acuan.names(kind, [r.record_id for r, k in dikenal if k == kind]) for kind in {k for _, k in dikenal}}
    hasil = []
    for row, kind in dikenal:
        satu = nama[kind].get(row.record_id, f"{kinds()[kind].JUDUL} {row.record_id}")
        kata = row.pesan or ""
        if row.kode:  # a paper: what it is called says all when it was printed
            satu, kata = cetak.sebutan(kind, row.kode, satu), "" if row.berhasil else kata
        hasil.append((row, kind, satu, kata))
    return hasil


def _baris(operasi_id: int) -> Select[Any]:
    kolom = (OperasiBaris.urut, OperasiBaris.record_id, OperasiBaris.kind, OperasiBaris.kode, OperasiBaris.berhasil)
    return select(*kolom, OperasiBaris.pesan).filter_by(operasi_id=operasi_id)


def _berkata(op: Operasi, rows: list[Baris]) -> list[Baris]:
    """The rows that worked without a word of their own get their sentence."""
    bungkam = [row.record_id for row in rows if row.berhasil and row.pesan is None]
    if not bungkam or op.kind_sasaran not in kinds():
        return rows
    nama = acuan.names(op.kind_sasaran, bungkam)
    return [
        replace(row, pesan=kalimat(op, nama.get(row.record_id, str(row.record_id))))
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
