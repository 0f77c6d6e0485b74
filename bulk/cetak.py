"""Printing many papers: each is drawn by itself into a folder of the operation, then all become one PDF or one ZIP.

The folder (var/cetak/<operation>) holds one file per paper, so that memory stays flat, a stop is felt after the paper
at hand, and work that a crash or another machine has interrupted goes on with what is there.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bulk import akses_pribadi
from bulk.bentuk import BENTUK, PDF
from bulk.lembar import Baris, Ditolak, Lembar, Pesanan, Tercetak
from documents import catalog, issue
from models import berkas, setelan
from models.base import Record, db, kinds
from models.operasi import Operasi, OperasiBaris, StatusOperasi
from models.pengguna import Pengguna
from models.pesan import SopError
from models.transaksi import membaca
from models.waktu import sekarang
from sop.access import Actor, Verb, actor_of, explain

log = logging.getLogger(__name__)
POTONG_DETIK = 0.4
BACA = 100
TERBANYAK = 5000  # papers in one operation
TERBESAR = 400 * 1024 * 1024  # bytes of a result: it is stored as one value
TERBUKA = (StatusOperasi.ANTRE, StatusOperasi.BERJALAN)
HASIL = "hasil"


def folder(operasi_id: int) -> Path:
    return setelan.kini().var / "cetak" / f"op-{operasi_id}"


def lama(lembar: Lembar) -> bool:
    """Would this one paper alone keep a person waiting?"""
    record = db.session.get(kinds()[lembar.kind], lembar.record_id)
    kertas = catalog.kertas(lembar.kode, lembar.kind)
    return record is not None and kertas is not None and kertas.panjang(record) > catalog.BANYAK


# --- one paper after the other ----------------------------------------------------------------------------------------


def kerjakan(operasi_id: int, sampai: float | None = None) -> None:
    """Print what is left, then bind it. Safe to repeat; `sampai` (monotonic) leaves the rest to the queue.

    Raises SopError when there is no result at all.
    """
    if not _catat(operasi_id, []):
        return _bersihkan(operasi_id)
    tempat = folder(operasi_id)
    tempat.mkdir(mode=0o700, parents=True, exist_ok=True)
    _lagi_yang_hilang(operasi_id, tempat)
    while baris := _belum(operasi_id):
        hasil, mulai = [], time.monotonic()
        with membaca():
            actor = _pemesan(operasi_id)
        for urut, lembar in baris:
            hasil.append((urut, *_satu(lembar, actor, tempat / nama_berkas(urut))))
            if time.monotonic() - mulai > POTONG_DETIK:
                break
        if not _catat(operasi_id, hasil):
            return _bersihkan(operasi_id)
        if sampai is not None and time.monotonic() > sampai:
            return None
    try:
        _selesaikan(operasi_id, tempat)
    finally:
        _bersihkan(operasi_id)
    return None


def nama_berkas(urut: int) -> str:
    return f"{urut:05d}.pdf"


def _belum(operasi_id: int) -> list[tuple[int, Lembar]]:
    return [(b.urut, b.lembar) for b in baris_operasi(operasi_id, berhasil=None, batas=BACA)]


def baris_operasi(operasi_id: int, *, berhasil: Any = ..., batas: int | None = None) -> list[Baris]:
    """The rows in the order of the print; `berhasil` chooses."""
    kueri = db.select(OperasiBaris).filter_by(operasi_id=operasi_id).order_by(OperasiBaris.urut).limit(batas)
    if berhasil is not ...:
        kueri = kueri.where(OperasiBaris.berhasil.is_(berhasil))
    with membaca():
        rows = [
            Baris(b.urut, Lembar(b.kind or "", b.record_id, b.kode or "", b.bagian or ""), b.berhasil, b.pesan or "")
            for b in db.session.scalars(kueri)
        ]
        db.session.rollback()
    return rows


def _pemesan(operasi_id: int) -> Actor:
    """Whoever began the work, with the roles of today."""
    op = db.session.get_one(Operasi, operasi_id)
    pengguna = db.session.get(Pengguna, op.pengguna_id or 0)
    actor = actor_of(pengguna) if pengguna else Actor(None, "Sistem")
    db.session.rollback()
    return actor


def _satu(lembar: Lembar, actor: Actor, path: Path) -> tuple[bool, str]:
    """One paper into its file: (True, its title) or (False, why not). Nothing that it meets stops the others."""
    try:
        with membaca():
            record = _berhak(lembar, actor)
            judul = judul_lembar(lembar, record)
            _, isi = issue.cetak(record, lembar.kode)
    except SopError as galat:
        return False, str(galat.pesan)[:500]
    except Exception:
        rujukan = secrets.token_hex(4)
        log.exception("cetak %s: %s", rujukan, lembar)
        return False, f"Naskah ini tidak dapat dicetak. Sebutkan rujukan {rujukan} kepada administrator."
    finally:
        db.session.rollback()
    sementara = path.with_suffix(".baru")
    sementara.write_bytes(isi)
    sementara.replace(path)
    return True, judul[:500]


def _berhak(lembar: Lembar, actor: Actor) -> Record:
    record: Record | None = db.session.get(kinds()[lembar.kind], lembar.record_id)
    if record is None or record.deleted_at is not None:
        raise SopError("Data {id} tidak ada lagi.", id=lembar.record_id)
    if pesan := explain(actor, Verb.CETAK, record):
        raise SopError(pesan)
    if pesan := akses_pribadi.closed(catalog.kertas(lembar.kode, lembar.kind), actor):
        raise SopError(pesan)
    return record


def judul_lembar(lembar: Lembar, record: Record) -> str:
    """What a bookmark says: the paper, what it is about, its number."""
    nomor = getattr(record, "nomor", None)
    return sebutan(lembar.kind, lembar.kode, str(record)) + (f", nomor {nomor}" if nomor else "")


def sebutan(kind: str, kode: str, nama: str) -> str:
    """A paper by what it is and what it is about: "Daftar hadir: Pleno"; what says so itself is not told twice."""
    kertas = catalog.kertas(kode, kind)
    judul = kertas.judul if kertas else kode
    return nama if nama.lower().startswith(judul.lower()) else f"{judul}: {nama}"


def _catat(operasi_id: int, hasil: list[tuple[int, bool, str]]) -> bool:
    """Progress in one short transaction; False when somebody has stopped the work (or it is over)."""
    op = db.session.get(Operasi, operasi_id, with_for_update=True, populate_existing=True)
    if op is None or op.status not in TERBUKA:
        db.session.rollback()
        return False
    op.status, op.mulai_pada = StatusOperasi.BERJALAN, op.mulai_pada or sekarang()
    if hasil:
        isi = [{"operasi_id": operasi_id, "urut": u, "berhasil": ok, "pesan": pesan} for u, ok, pesan in hasil]
        db.session.execute(db.update(OperasiBaris), isi)
    _hitung(op)
    db.session.commit()
    return True


def _hitung(op: Operasi) -> None:
    jumlah = db.select(db.func.count(OperasiBaris.berhasil), db.func.count(db.case((OperasiBaris.berhasil, 1))))
    op.dikerjakan, op.berhasil = db.session.execute(jumlah.where(OperasiBaris.operasi_id == op.id)).one()


def _lagi_yang_hilang(operasi_id: int, tempat: Path) -> None:
    """A paper whose file is not here (another machine drew it, or a crash took it) is printed again."""
    hilang = [b.urut for b in baris_operasi(operasi_id, berhasil=True) if not (tempat / nama_berkas(b.urut)).exists()]
    if hilang:
        isi = [{"operasi_id": operasi_id, "urut": u, "berhasil": None, "pesan": None} for u in hilang]
        db.session.execute(db.update(OperasiBaris), isi)
        db.session.commit()


def _bersihkan(operasi_id: int) -> None:
    shutil.rmtree(folder(operasi_id), ignore_errors=True)


def sapu() -> None:
    """Throw away the folders of operations that are over: a crash between the end and the sweeping left them."""
    akar = setelan.kini().var / "cetak"
    terbuka = set(db.session.scalars(db.select(Operasi.id).where(Operasi.status.in_(TERBUKA))))
    db.session.commit()
    for tempat in akar.glob("op-*"):
        if not tempat.name.removeprefix("op-").isdecimal() or int(tempat.name.removeprefix("op-")) not in terbuka:
            shutil.rmtree(tempat, ignore_errors=True)


# --- all together -----------------------------------------------------------------------------------------------------


def _selesaikan(operasi_id: int, tempat: Path) -> None:
    """Bind the papers that could be printed and keep the result as the file of the operation."""
    semua = baris_operasi(operasi_id)
    naskah = [Tercetak(b.urut, b.lembar, b.pesan, tempat / nama_berkas(b.urut)) for b in semua if b.berhasil]
    if not naskah:
        sebab = {b.pesan for b in semua}
        raise SopError(sebab.pop() if len(sebab) == 1 else "Tidak satu pun naskah dapat dicetak; alasannya di bawah.")
    with membaca():
        actor = _pemesan(operasi_id)
        op = db.session.get_one(Operasi, operasi_id)
        bentuk, pesanan = BENTUK[op.isian["bentuk"]], Pesanan(op.judul, actor, semua, dict(op.isian))
        db.session.rollback()
    ditolak = bentuk.susun(pesanan, naskah, tempat / HASIL)
    ukuran = (tempat / HASIL).stat().st_size
    if ukuran > TERBESAR:
        raise SopError("Hasilnya {n} MB, terlalu besar untuk disimpan. Cetak dalam beberapa bagian.", n=ukuran >> 20)
    nama = naskah[0].judul if len(semua) == 1 and bentuk.mime == PDF else pesanan.judul
    _simpan(operasi_id, f"{nama[:190]}{bentuk.akhiran}", bentuk.mime, tempat / HASIL, ditolak)


def _simpan(operasi_id: int, nama: str, mime: str, path: Path, ditolak: list[Ditolak]) -> None:
    hasil = berkas.simpan(nama, mime, path.read_bytes())
    op = db.session.get_one(Operasi, operasi_id, with_for_update=True, populate_existing=True)
    if op.status not in TERBUKA:
        db.session.rollback()
        return
    if ditolak:
        isi = [{"operasi_id": operasi_id, "urut": u, "berhasil": ok, "pesan": pesan} for u, ok, pesan in ditolak]
        db.session.execute(db.update(OperasiBaris), isi)
    db.session.add(hasil)
    db.session.flush()
    _hitung(op)
    op.berkas_id, op.status, op.selesai_pada = hasil.id, StatusOperasi.SELESAI, sekarang()
    db.session.commit()


def periksa(lembar: Iterable[Lembar]) -> list[Lembar]:
    """The papers of an order, once each. Raises SopError for none and for too many."""
    daftar = list(dict.fromkeys(lembar))
    if not daftar:
        raise SopError("Tidak ada naskah yang dapat dicetak di sini.")
    if len(daftar) > TERBANYAK:
        raise SopError("Paling banyak {n} naskah sekaligus; ini {ada}.", n=TERBANYAK, ada=len(daftar))
    return daftar
