"""Making an operation that a person looks at first (bulk/tinjau.py), and agreeing to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bulk import operasi
from bulk.potongan import TERBUKA
from bulk.tinjau import Bila
from documents import kata
from models import after_commit
from models.base import db
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.pesan import Ditolak, Keliru, SopError
from models.riwayat import Rantai
from models.waktu import sekarang
from sop.access import Actor

TUNGGU_DETIK = 1.5  # so long a person waits; what is left goes to the queue


def buat(
    jenis: JenisOperasi,
    tulis: Callable[[int], int],
    actor: Actor,
    *,
    judul: str,
    kind: str,
    aksi: str = "",
    catatan: str = "",
    **isian: Any,
) -> int:
    """A new operation, and its verdicts as far as they come within a moment; its id.

    `tulis` makes the rows of the operation and says how many (bulk.pilihan.Pilihan.tulis, bulk.urung.tulis).
    `{n}` in `judul` becomes the number of rows, which is known only when the last of them has come.
    """
    kepala = db.session.scalar(db.select(db.func.max(Rantai.id))) or 0
    op = Operasi(jenis=jenis, judul=judul[:250], pengguna_id=actor.pengguna_id, kind_sasaran=kind, aksi=aksi)
    op.catatan = catatan or None
    op.isian = {**isian, "fase": "periksa", "sejak": kepala, "diperiksa": 0, "hitung": {}}
    db.session.add(op)
    db.session.flush()
    jumlah = tulis(op.id)
    if not jumlah:
        db.session.rollback()
        raise Keliru("Belum ada baris yang dipilih.")
    op.jumlah, op.judul = jumlah, judul.replace("{n}", kata.bilangan(jumlah))[:250]
    operasi_id: int = op.id
    db.session.commit()
    segera(operasi_id)
    return operasi_id


def setuju(operasi_id: int, actor: Actor, bila: Bila) -> None:
    """The person has seen the verdicts and agrees; committed, and begun."""
    op = db.session.get_one(Operasi, operasi_id, with_for_update=True, populate_existing=True)
    if op.pengguna_id != actor.pengguna_id:
        raise Ditolak("Pekerjaan ini disiapkan orang lain.")
    if op.status is not StatusOperasi.DITINJAU:
        raise SopError("Pekerjaan ini sudah dijalankan atau dihentikan.")
    hitung = op.isian["hitung"]
    ditolak = sum(hitung["ditolak"].values())
    op.dikerjakan, op.berhasil = ditolak + hitung["sama"], hitung["sama"]
    if bila is Bila.HENTIKAN and ditolak:
        op.status, op.selesai_pada = StatusOperasi.GAGAL, sekarang()
        op.galat = f"Tidak ada yang berubah: {ditolak} baris ditolak, dan Anda memilih menghentikan semua."
        db.session.commit()
        return
    op.isian = {**op.isian, "fase": "kerjakan", "bila": bila.value}
    op.status = StatusOperasi.ANTRE
    db.session.commit()
    segera(operasi_id)


def segera(operasi_id: int) -> None:
    """What is done within a moment is there when the page comes; the rest is left to the queue."""
    with after_commit.afterwards("operasi", operasi_id):
        operasi.kerjakan(operasi_id, time.monotonic() + TUNGGU_DETIK)
        status = db.session.scalar(db.select(Operasi.status).filter_by(id=operasi_id))
        db.session.rollback()
        if status in TERBUKA:
            after_commit.hand_off("operasi", operasi_id)
