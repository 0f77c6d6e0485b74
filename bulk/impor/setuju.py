"""The person agrees to what the preview shows: the import becomes an operation."""

from __future__ import annotations

from bulk import operasi
from bulk.impor import siap
from bulk.impor.bentuk import bentuk
from documents import kata, tulisan
from models.base import db
from models.impor import Impor, StatusImpor
from models.operasi import JenisOperasi, Operasi, OperasiBaris
from models.pesan import Ditolak, SopError
from sop.access import Actor


def menunggu(imp: Impor) -> bool:
    """Can it be applied now? Also after an operation that failed as a whole, for that one left nothing."""
    return imp.status is StatusImpor.PRATINJAU or siap.terhenti(imp)


def terapkan(imp: Impor, actor: Actor) -> Operasi:
    """Apply the new and the changed rows; little imports while their person waits, others by the queue."""
    if imp.pengguna_id != actor.pengguna_id:
        raise Ditolak("Hanya yang mengunggah berkas ini yang dapat menerapkannya.")
    if not menunggu(imp):
        raise SopError("Impor ini tidak menunggu persetujuan.")
    jumlah = imp.baru + imp.ubah
    if not jumlah:
        raise SopError("Tidak ada baris baru atau berubah yang dapat diterapkan.")
    apa = tulisan.small(bentuk(imp.kind_sasaran).model.JUDUL)
    imp.status = StatusImpor.MENERAPKAN
    # Not operasi.buat: the import and its operation know of each other in one transaction.
    op = Operasi(
        jenis=JenisOperasi.IMPOR,
        judul=f"Impor {kata.bilangan(jumlah)} {apa} dari {imp.berkas_nama}"[:250],
        pengguna_id=actor.pengguna_id,
        kind_sasaran="impor",
        aksi="terapkan",
        jumlah=jumlah,
    )
    db.session.add(op)
    db.session.flush()
    db.session.execute(db.insert(OperasiBaris), [{"operasi_id": op.id, "urut": 1, "record_id": imp.id}])
    imp.operasi_id = op.id
    db.session.commit()
    operasi.mulai(op)
    return db.session.get_one(Operasi, op.id, populate_existing=True)
