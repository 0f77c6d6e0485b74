"""Durable operations on many records: made in one transaction, worked off in short chunks, reported row by row.

`KERJA` says who works off which kind. Printing (bulk/cetak.py) has rows of the same table and its own way to do them.
Every row passes the same policy and workflow as its own page.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError

from bulk import akses_pribadi, cetak, gabung, gerak, potongan, pulih, putusan, tinjau, ubah, urung
from bulk.bentuk import BENTUK
from bulk.impor import terap
from bulk.laporan import laporan as laporan
from bulk.lembar import Lembar
from bulk.pekerja import Pekerja
from bulk.pilihan import Pilihan
from bulk.potongan import TERBUKA
from models import after_commit, riwayat
from models.akses_pribadi import CaraAkses
from models.base import Record, db, kinds
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pesan import Keliru, SopError
from models.transaksi import membaca
from models.waktu import sekarang
from sop.access import Actor, Verb, may

log = logging.getLogger(__name__)
SABAR = (0.5, 2.0, 8.0)  # seconds to wait for a database that went away, was locked or broke a deadlock
TAK_TERDUGA = "Pekerjaan terhenti karena kesalahan yang tidak terduga."
TUNGGU_DETIK = 1.0  # so long a person waits for papers; what is left goes to the queue
TUNGGU_NASKAH = 20
BERAKHIR = (StatusOperasi.SELESAI, StatusOperasi.GAGAL, StatusOperasi.DIBATALKAN)


def buat(
    jenis: JenisOperasi,
    model: type[Record],
    pilihan: Sequence[int] | Pilihan,
    actor: Actor,
    *,
    judul: str | Callable[[int], str],
    aksi: str = "",
    catatan: str = "",
    isian: Mapping[str, Any] | None = None,
) -> Operasi:
    """A new operation over these ids in that order, or a selection; committed with its rows.

    Little ones are done at once, others go to the queue. `judul` may be made of the number of rows.
    """
    if not isinstance(pilihan, Pilihan):
        pilihan = Pilihan(model, ids=tuple(pilihan))
    op = Operasi(
        jenis=jenis,
        judul="" if callable(judul) else judul[:250],
        pengguna_id=actor.pengguna_id,
        kind_sasaran=model.__tablename__,
        aksi=aksi,
        catatan=catatan,
        isian={k: riwayat.json_nilai(v) for k, v in (isian or {}).items()},
        saringan=pilihan.saringan[:2000] or None,
    )
    db.session.add(op)
    db.session.flush()
    # Papers are numbered in the order of the list; where order says nothing, rows lie best in that of their ids.
    op.jumlah = pilihan.tulis(op.id, actor, berurut=not gerak.sehimpun(op))
    if not op.jumlah:
        db.session.rollback()
        raise Keliru("Belum ada baris yang dipilih.")
    if callable(judul):
        op.judul = judul(op.jumlah)[:250]
    db.session.commit()
    mulai(op)
    return op


def mulai(op: Operasi) -> None:
    """Begin work that is committed: a little one while its person waits, more of it by the queue."""
    operasi_id: int = op.id
    with after_commit.afterwards("operasi", operasi_id):
        if op.jumlah <= KERJA[op.jenis].langsung(op):
            kerjakan(operasi_id)
        else:
            after_commit.hand_off("operasi", operasi_id)


def buat_cetak(lembar: Iterable[Lembar], actor: Actor, *, judul: str, bentuk: str, kind: str, **isian: Any) -> Operasi:
    """A new operation that prints these papers in that order; committed. `bentuk`: a row of bulk.bentuk.BENTUK.

    What is done within a second is there when the page comes; the rest is left to the queue.
    """
    if bentuk not in BENTUK:
        raise Keliru("Bentuk cetakan “{bentuk}” tidak dikenal.", bentuk=bentuk[:40])
    daftar = cetak.periksa(lembar)
    segera = len(daftar) <= TUNGGU_NASKAH and not any(cetak.lama(x) for x in daftar)
    op = Operasi(
        jenis=JenisOperasi.CETAK,
        judul=judul[:250],
        pengguna_id=actor.pengguna_id,
        kind_sasaran=kind,
        aksi=daftar[0].kode,
        isian={**isian, "bentuk": bentuk},
        jumlah=len(daftar),
    )
    db.session.add(op)
    db.session.flush()
    rows = [
        {"operasi_id": op.id, "urut": n, "record_id": x.record_id, "kind": x.kind, "kode": x.kode, "bagian": x.bagian}
        for n, x in enumerate(daftar, 1)
    ]
    db.session.execute(db.insert(OperasiBaris), rows)
    akses_pribadi.printed(actor, ((x.kode, x.kind, x.record_id) for x in daftar))
    if (ikut := kinds().get(BENTUK[bentuk].pribadi)) is not None and may(actor, Verb.PRIBADI, ikut):
        akses_pribadi.of_many(actor, CaraAkses.CETAK, ikut, len(daftar), judul)
    db.session.commit()
    operasi_id: int = op.id
    with after_commit.afterwards("operasi", operasi_id):
        if segera:
            kerjakan(operasi_id, time.monotonic() + TUNGGU_DETIK)
        if db.session.get_one(Operasi, operasi_id, populate_existing=True).status in TERBUKA:
            db.session.rollback()
            after_commit.hand_off("operasi", operasi_id)
    return op


def kerjakan(operasi_id: int, sampai: float | None = None) -> None:
    """Work off what is left of an operation, chunk by chunk. Safe to repeat; `sampai` (monotonic) bounds it.

    It is committed before it is begun, so what hinders it (a full disk) leaves it waiting and never raises.
    """
    with after_commit.afterwards("operasi", operasi_id):
        _coba(operasi_id, sampai)


after_commit.HAND_OFF["operasi"] = kerjakan


def _coba(operasi_id: int, sampai: float | None) -> None:
    for tunggu in (*SABAR, None):
        try:
            return _kerjakan(operasi_id, sampai)
        except SopError as galat:
            db.session.rollback()
            return _tutup(operasi_id, StatusOperasi.GAGAL, str(galat.pesan))
        except Exception as galat:
            if after_commit.disk_full(galat):
                raise  # it goes on waiting: the worker takes it up when there is room again
            log.exception("operasi %s gagal", operasi_id)
            db.session.rollback()
            if not _sementara(galat) or (tunggu is None and not _terputus(galat)):
                return _tutup(operasi_id, StatusOperasi.GAGAL, TAK_TERDUGA)
            if tunggu is not None:  # the chunk was taken back whole: begin it anew
                time.sleep(tunggu)
    return None  # the database stays away: the next start goes on with it


def _kerjakan(operasi_id: int, sampai: float | None) -> None:
    jenis = _jenis(operasi_id)
    if jenis is JenisOperasi.CETAK:
        cetak.kerjakan(operasi_id, sampai)
    elif jenis in DITINJAU:
        tinjau.kerjakan(operasi_id, DITINJAU[jenis], sampai)
    elif jenis is not None:
        potongan.semua(operasi_id, KERJA[jenis], sampai)


def _terputus(galat: Exception) -> bool:
    return isinstance(galat, DBAPIError) and galat.connection_invalidated


def _sementara(galat: Exception) -> bool:
    """Is it the database that was restarted, was locked for too long, or broke a deadlock?"""
    kode = getattr(getattr(galat, "orig", None), "sqlstate", None)
    terkunci = isinstance(galat, DBAPIError) and "database is locked" in str(galat.orig)
    return _terputus(galat) or terkunci or kode in ("40P01", "40001", "57P01")


def _jenis(operasi_id: int) -> JenisOperasi | None:
    with membaca():
        jenis: JenisOperasi | None = db.session.scalar(db.select(Operasi.jenis).filter_by(id=operasi_id))
        db.session.rollback()
    return jenis


# To add a kind of work, add a row here or, if a person looks at it first, to DITINJAU. Printing: bulk/cetak.py.
KERJA: dict[JenisOperasi, Pekerja] = {
    JenisOperasi.GERAK: Pekerja(gerak.gerakkan, ukuran=4_000, mulai=1_000, langsung=gerak.langsung),
    JenisOperasi.HAPUS: Pekerja(gerak.hapuskan, ukuran=4_000, mulai=1_000, langsung=gerak.langsung),
    JenisOperasi.IMPOR: terap.PEKERJA,
    JenisOperasi.GABUNG: gabung.PEKERJA,
}

DITINJAU: dict[JenisOperasi, putusan.Peninjau] = {
    JenisOperasi.UBAH: ubah.PENINJAU,
    JenisOperasi.URUNG: urung.PENINJAU,
    JenisOperasi.PULIHKAN: pulih.PENINJAU,
}


def _tutup(operasi_id: int, status: StatusOperasi, galat: str) -> None:
    op = db.session.get_one(Operasi, operasi_id, with_for_update=True, populate_existing=True)
    if op.status not in BERAKHIR:  # what has ended keeps its end
        op.status, op.galat, op.selesai_pada = status, galat, sekarang()
    db.session.commit()


def lanjutkan(sejak: datetime | None = None) -> int:
    """Put operations that a crash has interrupted back to work; how many there were. `sejak`: only what nobody has
    touched since.
    """
    cetak.sapu()
    tinjau.sapu()
    kueri = db.select(Operasi.id).where(Operasi.status.in_(TERBUKA))
    if sejak is not None:
        kueri = kueri.where(Operasi.updated_at < sejak)
    ids = list(db.session.scalars(kueri))
    db.session.commit()
    for operasi_id in ids:
        kerjakan(operasi_id)
    return len(ids)
