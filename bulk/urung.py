"""Undo: a bulk operation is taken back from its own diary rows, as a durable operation of its own.

What went with a row of the diary is put back only where nobody touched the record since; others are named and left. The
old values come back through the models' rules and the database's constraints, state columns as well: a move backwards
that stands in the diary as "urungkan". Who takes back must be who did it, and must still have the right to each record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bulk import perubahan, simpan
from bulk.putusan import SAMA, Baris, Peninjau, Potongan, Records, read_records
from models import kolom, riwayat, riwayat_pribadi
from models.base import Record, db, kinds
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pesan import N_, Keliru, Pesan, SopError
from models.riwayat import Riwayat
from models.waktu import sekarang
from sop import urung as sop_urung
from sop.access import Actor, Verb, explain
from sop.belonging import akar, induk

JENIS = frozenset(
    {
        JenisOperasi.UBAH,
        JenisOperasi.GERAK,
        JenisOperasi.HAPUS,
        JenisOperasi.PULIHKAN,
        JenisOperasi.IMPOR,
        JenisOperasi.GABUNG,
    }
)
USAI = (StatusOperasi.SELESAI, StatusOperasi.GAGAL, StatusOperasi.DIBATALKAN)
BERUBAH = N_("Berubah lagi setelah itu (oleh {nama}), jadi dibiarkan.")
LAIN = N_("Isinya tidak lagi seperti hasil pekerjaan itu, jadi dibiarkan.")
ORANG_LAIN = Pesan("Hanya dapat diurungkan oleh orang yang mengerjakannya.")
SATU_SATU = N_("{jenis} tidak dikembalikan oleh pekerjaan massal; pulihkan satu per satu dari halamannya.")
SATUAN = 2000
DITARIK = "Dikembalikan seperti semula: seluruh perubahan dihentikan."


@dataclass
class Jejak:
    """What one operation did to one record: its values before the first and after the last entry."""

    pertama: int
    baru: bool
    sebelum: dict[str, Any]
    sesudah: dict[str, Any]


# --- what can be taken back -------------------------------------------------------------------------------------------


def why_not(op: Operasi, actor: Actor) -> Pesan | None:
    """None if this person may try to take the operation back as a whole; each row is asked for itself."""
    if op.jenis not in JENIS:
        return Pesan("Pekerjaan ini tidak dapat diurungkan.")
    if op.pengguna_id != actor.pengguna_id:
        return ORANG_LAIN
    if op.status not in USAI:
        return Pesan("Pekerjaan ini belum selesai.")
    if op.jenis is JenisOperasi.GERAK and not sop_urung.undoable(op.kind_sasaran or "", op.aksi or ""):
        return sop_urung.KELUAR
    if not op.berhasil or db.session.scalar(db.select(Riwayat.id).filter_by(operasi_id=op.id).limit(1)) is None:
        return Pesan("Pekerjaan ini tidak mengubah apa pun.")
    return None


def undone_by(op: Operasi) -> Operasi | None:
    """The operation that took this one back, if there is one that has not been stopped."""
    stopped = (StatusOperasi.GAGAL, StatusOperasi.DIBATALKAN, StatusOperasi.DITINJAU)
    stmt = db.select(Operasi).filter_by(jenis=JenisOperasi.URUNG, aksi=str(op.id), deleted_at=None)
    found: Operasi | None = db.session.scalar(stmt.where(Operasi.status.not_in(stopped)).order_by(Operasi.id).limit(1))
    return found


def touched(operasi_id: int) -> Iterator[list[tuple[str, int]]]:
    """Every record that the operation changed, once, the latest first: parts are taken back before their whole."""
    seen: set[tuple[str, int]] = set()
    last = 2**31 - 1
    while True:
        stmt = db.select(Riwayat.id, Riwayat.kind, Riwayat.record_id).where(
            Riwayat.operasi_id == operasi_id, Riwayat.id < last
        )
        rows = db.session.execute(stmt.order_by(Riwayat.id.desc()).limit(SATUAN)).all()
        if not rows:
            return
        last = rows[-1].id
        chunk = [key for key in dict.fromkeys((r.kind, r.record_id) for r in rows) if key not in seen]
        seen.update(chunk)
        yield [key for key in chunk if key[0] in kinds()]


def tulis(operasi_id: int, asal_id: int) -> int:
    """Make what `asal` changed the rows of the operation that takes it back; how many."""
    urut = 0
    for chunk in touched(asal_id):
        isi = [
            {"operasi_id": operasi_id, "urut": urut + n, "kind": kind, "record_id": id_}
            for n, (kind, id_) in enumerate(chunk, 1)
        ]
        if isi:
            db.session.execute(db.insert(OperasiBaris), isi)
        urut += len(isi)
    return urut


# --- the worker -------------------------------------------------------------------------------------------------------


def siapkan(potongan: Potongan, records: Records) -> Callable[[Record], bool]:
    asal = db.session.get_one(Operasi, int(potongan.op.aksi or 0))
    own = traces(asal.id, potongan.rows)
    later = _later(asal.id, own)

    def ubah(record: Record) -> bool:
        key = (record.kind, record.id)
        if key not in own:
            return False
        if key in later:
            raise SopError(BERUBAH, nama=later[key])
        if asal.pengguna_id != potongan.actor.pengguna_id:
            raise SopError(ORANG_LAIN)
        return take_back(record, own[key], asal, potongan.actor)

    return ubah


def take_back(record: Record, trace: Jejak, asal: Operasi, actor: Actor) -> bool:
    """Put the old values back in memory; raises SopError with the reason why not."""
    for key, value in trace.sesudah.items():
        if riwayat.json_nilai(getattr(record, key)) != value:
            raise SopError(LAIN)
    _allowed(record, trace, asal, actor)
    if akar(type(record)).__tablename__ in perubahan.TIDAK_MASSAL:
        raise SopError(SATU_SATU, jenis=record.JUDUL)
    restore(record, trace)
    if record.deleted_at is None:
        _allowed(record, trace, asal, actor)  # nothing is moved to where one has no right
        if reason := clash(record):
            raise SopError(reason)
    for column, sentence in riwayat.lengkap(record):
        raise Keliru(sentence, column)
    return True


def restore(record: Record, trace: Jejak) -> None:
    """The old values in memory; judging them and writing them is the caller's."""
    if trace.baru:
        record.deleted_at = sekarang()
        return
    for key, value in trace.sebelum.items():
        setattr(record, key, kolom.from_json(type(record).__mapper__.columns[key], value))


def _allowed(record: Record, trace: Jejak, asal: Operasi, actor: Actor) -> None:
    if asal.jenis is JenisOperasi.GERAK:
        reason = sop_urung.why_not(record, asal.aksi or "", actor)
    else:
        deleting = trace.baru or "deleted_at" in trace.sesudah
        reason = explain(actor, Verb.HAPUS if deleting else Verb.UBAH, record)
    if reason:
        raise SopError(reason)


def traces(operasi_id: int, rows: Sequence[Baris]) -> dict[tuple[str, int], Jejak]:
    found: dict[tuple[str, int], Jejak] = {}
    for entry in _entries(rows, Riwayat.operasi_id == operasi_id):
        key = (entry.kind, entry.record_id)
        before, after = (riwayat_pribadi.uncover(*key, text) for text in (entry.sebelum, entry.sesudah))
        if (known := found.get(key)) is None:
            found[key] = Jejak(entry.id, entry.sebelum is None, before, after)
            continue
        known.sebelum = {**before, **known.sebelum}
        known.sesudah.update(after)
    return found


def _later(operasi_id: int, own: dict[tuple[str, int], Jejak]) -> dict[tuple[str, int], str]:
    """Who changed a record after the operation did. A later operation that was taken back again changed nothing."""
    if not own:
        return {}
    rows = [Baris(0, kind, id_) for kind, id_ in own]
    first = min(trace.pertama for trace in own.values())
    others: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for entry in _entries(rows, Riwayat.operasi_id.is_distinct_from(operasi_id), Riwayat.id > first):
        if entry.id > own[entry.kind, entry.record_id].pertama:
            others[entry.kind, entry.record_id].append(entry)
    undone = _undone({e.operasi_id for entries in others.values() for e in entries if e.operasi_id})
    found = {}
    for key, entries in others.items():
        ids = {e.operasi_id for e in entries}
        pairs = {one for pair in undone.items() if set(pair) <= ids for one in pair}
        if left := [e for e in entries if e.operasi_id not in pairs]:
            found[key] = left[-1].nama
    return found


def _undone(operasi_ids: set[int]) -> dict[int, int]:
    """Of these operations the ones that took another back: {its id: the other's}."""
    stmt = db.select(Operasi.id, Operasi.aksi).where(Operasi.jenis == JenisOperasi.URUNG, Operasi.id.in_(operasi_ids))
    return {id_: int(aksi) for id_, aksi in db.session.execute(stmt)} if operasi_ids else {}


def _entries(rows: Sequence[Baris], *where: Any) -> Iterator[Any]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.record_id)
    r = Riwayat
    for kind, ids in by_kind.items():
        stmt = db.select(r.id, r.kind, r.record_id, r.operasi_id, r.nama, r.sebelum, r.sesudah)
        yield from db.session.execute(stmt.where(r.kind == kind, r.record_id.in_(ids), *where).order_by(r.id))


def tarik(potongan: Potongan) -> None:
    """An operation that stops the whole gives back what it has written itself (bulk/tinjau.py, phase "tarik")."""
    own = traces(potongan.op.id, potongan.rows)
    later = _later(potongan.op.id, own)
    records = read_records(potongan.rows, lock=True)
    changed: list[Record] = []
    for row in potongan.rows:
        key = (row.kind, row.record_id)
        record = records.get(key)
        if key in own and record is not None and key not in later:
            restore(record, own[key])
            changed.append(record)
        said = BERUBAH.format(nama=later[key]) if key in later else DITARIK if key in own else SAMA
        potongan.catat(row, False, said)
    simpan.records(changed, "urungkan", DITARIK)


# --- coming back to life ----------------------------------------------------------------------------------------------


def clash(record: Record) -> Pesan | None:
    """A row that comes back must not meet a living one with its own code, nor hang on a deleted whole."""
    if not record.berubah("deleted_at"):
        return None
    whole = induk(record)
    if whole is not None and whole.deleted_at is not None:
        return Pesan("{jenis} tempat data ini berada masih dihapus; pulihkan itu dahulu.", jenis=whole.JUDUL)
    model: Any = type(record)
    for index in model.__table__.indexes:
        if not index.unique or index.dialect_options["sqlite"]["where"] is None:
            continue
        values = {c.key: getattr(record, c.key) for c in index.columns}
        if None in values.values():
            continue  # nothing is equal to what is empty
        same = [getattr(model, key) == value for key, value in values.items()]
        with db.session.no_autoflush:
            other = db.session.scalar(
                db.select(model.id).where(*same, model.deleted_at.is_(None), model.id != record.id).limit(1)
            )
        if other is not None:
            names = [label.teks.lower() for key, (_, label) in kolom.labelled(model).items() if key in index.columns]
            return Pesan(
                "Sudah ada {jenis} lain dengan {nama} yang sama (#{id}), jadi tidak dapat dipulihkan.",
                jenis=record.JUDUL.lower(),
                nama=" dan ".join(names),
                id=other,
            )
    return None


PENINJAU = Peninjau(siapkan, aksi="urungkan", selesai="Diurungkan.", dihapus=None, tarik=tarik)
