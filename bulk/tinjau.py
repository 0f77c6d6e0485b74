"""Operations that a person looks at before they are done: judged row by row, shown, agreed to, and only then written.

A `Peninjau` (a row of bulk/operasi.py DITINJAU) says how one kind of operation changes a record. The phases stand in
`isian["fase"]`:

    periksa    every row is judged as its own form would judge it; nothing is written but the verdicts (in chunks)
    siap       the operation waits ("menunggu persetujuan") with its counts; bulk/persetujuan.py goes on
    kerjakan   rows without a verdict are judged again and written (in chunks, with their diary and the progress)
    tarik      only after "hentikan semua": what was written is taken back from the diary

What is guaranteed. A chunk is one transaction, so after a kill each row is old or new, never between, and a restart
goes on in the phase that was reached. A row that anybody changed since the operation was made (`sejak`: the head of the
diary's chain at that moment) is refused by name, never overwritten. With BILA "hentikan" nothing is written while one
row stands refused: all rows are judged before the first is written. Should a row be refused only while writing (changed
by another, or a right lost, in the seconds between), all rows written before it are given back their old values through
the diary, also across a kill; only a row that a third person changed again within these seconds keeps his change and is
named in the report. Work that its person stops, or that an unexpected fault ends, keeps what it has written so far:
"Urungkan" takes that back.
"""

from __future__ import annotations

import enum
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func

from bulk import putusan
from bulk.potongan import JEDA_DETIK, POTONG_DETIK, TERBUKA, pemesan
from bulk.putusan import Baris, Peninjau, Potongan
from models import riwayat
from models.base import db
from models.operasi import Operasi, OperasiBaris, StatusOperasi
from models.pesan import Pesan
from models.waktu import sekarang
from sop.access import Actor

MULAI, TERKECIL, TERBESAR = 200, 150, 1500
ALASAN_TERBANYAK = 40  # groups of reasons that are counted apart
LAIN = Pesan("Alasan lain")


class Bila(enum.StrEnum):
    """What a refused row does to the others."""

    LEWATI = "lewati"
    HENTIKAN = "hentikan"


def sapu() -> None:
    """What nobody agreed to within a week is dropped; nothing was written."""
    old = (Operasi.status == StatusOperasi.DITINJAU, Operasi.created_at < sekarang() - timedelta(days=7))
    db.session.execute(db.update(Operasi).where(*old).values(status=StatusOperasi.DIBATALKAN, selesai_pada=sekarang()))
    db.session.commit()


# --- the loop ---------------------------------------------------------------------------------------------------------


def kerjakan(operasi_id: int, peninjau: Peninjau, sampai: float | None = None) -> bool:
    """Chunk after chunk until the phase ends, somebody stops it, or `sampai` (monotonic); True: something is left."""
    ukuran = MULAI
    while True:
        mulai = time.monotonic()
        lagi = _satu(operasi_id, peninjau, ukuran)
        if not lagi or (sampai is not None and time.monotonic() > sampai):
            return lagi
        lama = max(time.monotonic() - mulai, 0.001)
        if db.engine.dialect.name == "sqlite":
            time.sleep(JEDA_DETIK)
        ukuran = max(TERKECIL, min(TERBESAR, 2 * ukuran, int(ukuran * POTONG_DETIK * 0.8 / lama)))


def _satu(operasi_id: int, peninjau: Peninjau, ukuran: int) -> bool:
    """One chunk in one transaction; False when the phase is over."""
    op = db.session.get(Operasi, operasi_id, with_for_update=True, populate_existing=True)
    if op is None or op.status not in TERBUKA:
        db.session.rollback()
        return False
    actor = pemesan(op)
    riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan), op.id)
    op.status, op.mulai_pada = StatusOperasi.BERJALAN, op.mulai_pada or sekarang()
    lagi = FASE[op.isian["fase"]](op, actor, peninjau, ukuran)
    db.session.commit()
    return lagi


def _rows(op: Operasi, ukuran: int, *syarat: Any) -> list[Baris]:
    b = OperasiBaris
    stmt = (
        db.select(b.urut, func.coalesce(b.kind, op.kind_sasaran), b.record_id)
        .where(b.operasi_id == op.id, *syarat)
        .order_by(b.urut)
        .limit(ukuran)
    )
    return [Baris(*row) for row in db.session.execute(stmt)]


def _periksa(op: Operasi, actor: Actor, peninjau: Peninjau, ukuran: int) -> bool:
    potongan = Potongan(op, actor, _rows(op, ukuran, OperasiBaris.urut > op.isian["diperiksa"]))
    if potongan.rows:
        putusan.nilai(potongan, peninjau)
        _simpan(potongan)
    hitung = op.isian["hitung"] or {"berubah": 0, "sama": 0, "ditolak": {}}
    ditolak = Counter(hitung["ditolak"])
    for berhasil, pesan in potongan.hasil.values():
        if not berhasil:
            ditolak[pesan if pesan in ditolak or len(ditolak) < ALASAN_TERBANYAK else LAIN] += 1
    sama = sum(berhasil for berhasil, _ in potongan.hasil.values())
    op.dikerjakan += len(potongan.rows)
    akhir = potongan.rows[-1].urut if potongan.rows else op.isian["diperiksa"]
    hitung = {
        "berubah": hitung["berubah"] + len(potongan.rows) - len(potongan.hasil),
        "sama": hitung["sama"] + sama,
        "ditolak": dict(ditolak),
    }
    op.isian = {**op.isian, "diperiksa": akhir, "hitung": hitung}
    if op.dikerjakan < op.jumlah and potongan.rows:
        return True
    op.isian = {**op.isian, "fase": "siap"}
    op.status = StatusOperasi.DITINJAU
    return False


def _kerjakan(op: Operasi, actor: Actor, peninjau: Peninjau, ukuran: int) -> bool:
    potongan = Potongan(op, actor, _rows(op, ukuran, OperasiBaris.berhasil.is_(None)))
    if potongan.rows:
        putusan.tulis(potongan, peninjau)
        _simpan(potongan)
        op.dikerjakan += len(potongan.rows)
        op.berhasil += sum(berhasil for berhasil, _ in potongan.hasil.values())
    if (
        op.isian["bila"] == Bila.HENTIKAN
        and peninjau.tarik
        and not all(berhasil for berhasil, _ in potongan.hasil.values())
    ):
        op.isian = {**op.isian, "fase": "tarik"}
        return True
    if len(potongan.rows) == ukuran:
        return True
    op.status, op.selesai_pada = StatusOperasi.SELESAI, sekarang()
    return False


def _tarik(op: Operasi, actor: Actor, peninjau: Peninjau, ukuran: int) -> bool:
    """Give back what this operation itself has written; what was the same has nothing to give back."""
    potongan = Potongan(op, actor, _rows(op, ukuran, OperasiBaris.berhasil.is_(True)))
    if potongan.rows:
        peninjau.tarik(potongan)
        _simpan(potongan)
        op.berhasil -= len(potongan.rows)
    if len(potongan.rows) == ukuran:
        return True
    op.status, op.selesai_pada = StatusOperasi.GAGAL, sekarang()
    op.galat = "Tidak ada yang diubah: satu baris tidak boleh diubah ketika ditulis, jadi semua dikembalikan."
    return False


FASE: dict[str, Callable[[Operasi, Actor, Peninjau, int], bool]] = {
    "periksa": _periksa,
    "kerjakan": _kerjakan,
    "tarik": _tarik,
}


def _simpan(potongan: Potongan) -> None:
    isi = [
        {"operasi_id": potongan.op.id, "urut": urut, "berhasil": berhasil, "pesan": pesan}
        for urut, (berhasil, pesan) in potongan.hasil.items()
    ]
    if isi:
        db.session.execute(db.update(OperasiBaris), isi)
