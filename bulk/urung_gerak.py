"""One move taken back from its own entry in the diary, by whoever made it, while nothing has happened since.

The same rule as for an operation (bulk/urung.py) for a move that a person made on one record alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bulk import urung
from models import riwayat, riwayat_pribadi
from models.base import Record, db
from models.pesan import Pesan, SopError
from models.riwayat import Riwayat
from sop import urung as sop_urung
from sop import workflow
from sop.access import Actor

TERBANYAK = 200  # records of which `newest` looks at the last entry
BERSAMA = Pesan("Putusan ini dibuat bersama banyak data lain; urungkan dari pekerjaannya.")


def last_entry(record: Record) -> Riwayat | None:
    stmt = db.select(Riwayat).where(Riwayat.kind == record.kind, Riwayat.record_id == record.id)
    return db.session.scalar(stmt.order_by(Riwayat.id.desc()).limit(1))


def newest(kind: str, ids: Sequence[int], acts: Collection[str], actor: Actor) -> Riwayat | None:
    """The newest of this person's own moves (`acts`) that is still the last thing that happened to its record."""
    if not ids or actor.pengguna_id is None:
        return None
    r = Riwayat
    last = db.select(db.func.max(r.id)).where(r.kind == kind, r.record_id.in_(ids[:TERBANYAK])).group_by(r.record_id)
    mine = (r.id.in_(last), r.pengguna_id == actor.pengguna_id, r.aksi.in_(acts), r.operasi_id.is_(None))
    return db.session.scalar(db.select(r).where(*mine).order_by(r.id.desc()).limit(1))


def why_not(record: Record, entry: Riwayat | None, actor: Actor) -> Pesan | None:
    """None if this person may take back the last thing that happened to the record."""
    if entry is None or entry.sebelum is None or not sop_urung.undoable(record.kind, entry.aksi):
        return Pesan("Tidak ada tindakan terakhir yang dapat ditarik kembali.")
    if entry.operasi_id is not None:
        return BERSAMA
    if entry.pengguna_id != actor.pengguna_id:
        return Pesan("Hanya {nama} yang dapat menarik kembali tindakannya sendiri.", nama=entry.nama)
    return sop_urung.why_not(record, entry.aksi, actor)


def take_back(record: Record, actor: Actor, version: int | None = None) -> Pesan:
    """Put the values before its last move back; raises SopError with the reason why not. The caller commits."""
    workflow.lock(record, version)
    entry = last_entry(record)
    if reason := why_not(record, entry, actor):
        raise SopError(reason)
    assert entry is not None
    before, after = (riwayat_pribadi.uncover(record.kind, record.id, t) for t in (entry.sebelum, entry.sesudah))
    if any(riwayat.json_nilai(getattr(record, key)) != value for key, value in after.items()):
        raise SopError("Data ini tidak lagi seperti setelah tindakan itu, jadi dibiarkan.")
    title = _title(record.kind, entry.aksi)
    riwayat.catatan(db.session, record, "urungkan", f"Menarik kembali “{title}”.")
    urung.restore(record, urung.Jejak(entry.id, False, before, after))
    if reason := sop_urung.why_not(record, entry.aksi, actor):
        raise SopError(reason)  # nothing is moved to where one has no right
    db.session.flush()
    return Pesan("“{judul}” pada {apa} ditarik kembali.", judul=title, apa=record)


def _title(kind: str, act: str) -> str:
    moves: Sequence[Any] = sop_urung.undoable(kind, act)
    return str(moves[0].judul)
