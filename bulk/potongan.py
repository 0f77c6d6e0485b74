"""The loop around every worker: short transactions that hold a chunk's rows, diary, results and progress together.

A crash leaves no half chunk; a restart takes the first row without a result.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from bulk.himpun import dalam
from bulk.pekerja import Baris, Hasil, Pekerja, Potongan
from models import after_commit, riwayat
from models.base import db
from models.operasi import Operasi, OperasiBaris, StatusOperasi
from models.pengguna import Pengguna
from models.waktu import sekarang
from sop.access import Actor, actor_of

POTONG_DETIK = 0.4
MULAI: int | None = None  # rows of the first chunk, instead of what the worker says
TERKECIL = 50
JEDA_DETIK = 0.02  # between two chunks: SQLite has one write lock and no queue before it, so others need a gap
TERBUKA = (StatusOperasi.ANTRE, StatusOperasi.BERJALAN)
SEKALIGUS = 20  # so many different results are written by one statement each; more go row by row


def semua(operasi_id: int, pekerja: Pekerja, sampai: float | None = None) -> bool:
    """Chunk after chunk until nothing is left, somebody stops it, or `sampai` (monotonic); True: something is left."""
    ukuran, sesudah = min(MULAI or pekerja.mulai, pekerja.ukuran), 0
    while True:
        mulai = time.monotonic()
        sesudah, lagi, beku = _satu(operasi_id, pekerja, ukuran, sesudah)
        lama = max(time.monotonic() - mulai, 0.001)
        for dokumen_id in beku:
            after_commit.hand_off("bekukan", dokumen_id)
        if not lagi or (sampai is not None and time.monotonic() > sampai):
            return lagi
        if db.engine.dialect.name == "sqlite":
            time.sleep(JEDA_DETIK)
        ukuran = max(TERKECIL, min(pekerja.ukuran, int(ukuran * POTONG_DETIK * 0.75 / lama)))


def _satu(operasi_id: int, pekerja: Pekerja, ukuran: int, sesudah: int) -> tuple[int, bool, list[int]]:
    """One chunk in one transaction: (the last row of it, is something left, papers to freeze)."""
    op = db.session.get(Operasi, operasi_id, with_for_update=True, populate_existing=True)
    if op is None or op.status not in TERBUKA:
        db.session.rollback()
        return sesudah, False, []
    actor, mulai = pemesan(op), sekarang()
    riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan), op.id)
    belum = _belum(op.id, ukuran + 1, sesudah)
    potongan = Potongan(op, actor, belum[:ukuran], time.monotonic() + POTONG_DETIK)
    if potongan.rows:
        pekerja.kerjakan(potongan)
        _catat(op, potongan)
    habis = len(belum) <= ukuran and len(potongan.hasil) == len(potongan.rows)
    lagi = not habis or (sesudah > 0 and bool(_belum(op.id, 1, 0)))
    if not lagi and pekerja.selesai is not None:
        pekerja.selesai(op)
    op.status, op.mulai_pada = StatusOperasi.BERJALAN, op.mulai_pada or mulai
    if not lagi:
        op.status, op.selesai_pada = StatusOperasi.SELESAI, sekarang()
    db.session.commit()
    # The next chunk begins behind this one, so that what is done is not read again each time; only at the end, and
    # after a chunk that left rows, the whole is looked through.
    utuh = not habis and len(potongan.hasil) == len(potongan.rows)
    return potongan.rows[-1].urut if utuh else 0, lagi, potongan.beku


def pemesan(op: Operasi) -> Actor:
    """Whoever began the work, with the roles of today."""
    pengguna = db.session.get(Pengguna, op.pengguna_id or 0)
    return actor_of(pengguna) if pengguna else Actor(None, "Sistem")


def _belum(operasi_id: int, batas: int, sesudah: int) -> list[Baris]:
    kueri = db.select(OperasiBaris.urut, OperasiBaris.record_id).filter_by(operasi_id=operasi_id, berhasil=None)
    kueri = kueri.where(OperasiBaris.urut > sesudah).order_by(OperasiBaris.urut).limit(batas)
    return [Baris(*row) for row in db.session.execute(kueri)]


def _catat(op: Operasi, potongan: Potongan) -> None:
    if not potongan.hasil:
        raise RuntimeError(f"pekerja {op.jenis} tidak mencatat hasil apa pun")  # it would go on for ever
    menurut: dict[Hasil, list[int]] = defaultdict(list)
    for urut, hasil in potongan.hasil.items():
        menurut[hasil].append(urut)
    if len(menurut) > SEKALIGUS:
        isi = [{"operasi_id": op.id, "urut": u, **h._asdict()} for u, h in potongan.hasil.items()]
        db.session.execute(db.update(OperasiBaris), isi)
        menurut.clear()
    baris = OperasiBaris.__table__
    for hasil, urut in menurut.items():
        ubah = db.update(baris).where(baris.c.operasi_id == op.id).where(_di_antara(baris.c.urut, urut))
        db.session.execute(ubah.values(**hasil._asdict()))
    op.dikerjakan += len(potongan.hasil)
    op.berhasil += sum(hasil.berhasil for hasil in potongan.hasil.values())


def _di_antara(kolom: Any, urut: Iterable[int]) -> Any:
    urut = sorted(urut)
    rapat = urut[-1] - urut[0] + 1 == len(urut)
    return kolom.between(urut[0], urut[-1]) if rapat else dalam(kolom, urut)
