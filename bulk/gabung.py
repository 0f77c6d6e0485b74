"""Merging usulan that are the same: one is kept, the others lead to it. No aspiration is lost, and it can be undone.

The kept one may take over texts of the others; proposed volume and budget stay as each was proposed. Done in one
transaction as an operation (undo: bulk/urung.py), each row by the right to change the kept and to delete the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bulk.pekerja import Baris, Pekerja, Potongan, satu_baris
from models import riwayat
from models.base import db
from models.operasi import Operasi
from models.pesan import Keliru, Pesan, SopError
from models.usulan import Usulan
from models.waktu import sekarang
from sop.access import Actor, Verb, explain

TEKS = ("usulan", "permasalahan", "alamat", "rt", "rw", "pengusul")  # what the kept one may take over


def kerjakan(potongan: Potongan) -> None:
    isian = potongan.op.isian
    utama = _ambil(int(isian["utama"]))
    ambil = {k: int(v) for k, v in isian.get("ambil", {}).items() if k in TEKS}
    if sebab := explain(potongan.actor, Verb.UBAH, utama):
        raise SopError(sebab)
    with db.session.begin_nested():
        for row in potongan.rows:
            satu_baris(potongan, Baris(row.urut, row.record_id), _satu)
        jadi = {row.record_id for row in potongan.rows if potongan.hasil[row.urut].berhasil}
        _ambil_alih(utama, {k: dari for k, dari in ambil.items() if dari in jadi})


def _ambil(id_: int) -> Usulan:
    found = db.session.get(Usulan, id_, with_for_update=True, populate_existing=True)
    if found is None or found.deleted_at is not None:
        raise SopError("Usulan {id} tidak ada lagi.", id=id_)
    return found


def _ambil_alih(utama: Usulan, ambil: Mapping[str, int]) -> None:
    """Only from usulan that were merged: a refused one keeps its texts to itself."""
    for kolom, dari in ambil.items():
        sumber = db.session.get(Usulan, dari)
        if sumber is not None and sumber.musrenbang_id == utama.musrenbang_id:
            setattr(utama, kolom, getattr(sumber, kolom))
    db.session.flush()


def _satu(op: Operasi, record_id: int, actor: Actor) -> tuple[Pesan, None]:
    utama, lain = _ambil(int(op.isian["utama"])), _ambil(record_id)
    if lain.id == utama.id or lain.musrenbang_id != utama.musrenbang_id:
        raise SopError("{usulan} tidak dapat digabungkan ke {utama}.", usulan=lain.kode, utama=utama.kode)
    if sebab := explain(actor, Verb.UBAH, lain) or explain(actor, Verb.HAPUS, lain):
        raise SopError(sebab)
    riwayat.catatan(db.session, lain, "gabungkan", f"Digabungkan ke {utama.kode}")
    lain.digabung_ke_id, lain.deleted_at = utama.id, sekarang()
    db.session.flush()
    # Who was merged into this one before leads on to the one that is kept now.
    for dulu in db.session.scalars(db.select(Usulan).filter_by(digabung_ke_id=lain.id)):
        dulu.digabung_ke_id = utama.id
    db.session.flush()
    return Pesan("Digabungkan ke {utama}.", utama=utama.kode), None


PEKERJA = Pekerja(kerjakan)


def periksa(utama: int, lain: Sequence[int], ambil: Mapping[str, int]) -> None:
    """What was chosen makes sense; raises Keliru."""
    if not lain:
        raise Keliru("Centang sekurang-kurangnya satu usulan lain untuk digabungkan.")
    if utama in lain:
        raise Keliru("Usulan yang dipertahankan tidak dapat digabungkan ke dirinya sendiri.")
    if set(ambil.values()) - {utama, *lain}:
        raise Keliru("Teks hanya dapat diambil dari usulan yang digabungkan.")


def gabungan(record: Any) -> list[Usulan]:
    """The usulan that were merged into this one."""
    if not isinstance(record, Usulan):
        return []
    return list(db.session.scalars(db.select(Usulan).filter_by(digabung_ke_id=record.id).order_by(Usulan.id)))
