"""A chunk of rows is judged as each row's own form would judge it, and written by few statements.

`nilai` writes nothing, `tulis` judges once more, locks, and writes; `differences` shows what would come of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy.exc import DataError, IntegrityError, StatementError

from bulk import simpan
from bulk.daftar import acuan
from documents import tulisan
from models import batas, kolom
from models.base import Record, db, kinds
from models.operasi import Operasi
from models.pesan import N_, Pesan, SopError
from models.riwayat import Riwayat
from sop.access import Actor

SAMA = "Tetap sama."
BENTROK = N_("Diubah orang lain sejak Anda melihatnya, jadi tidak ditimpa.")
TIDAK_ADA = "Data {id} tidak ada lagi."


class Baris(NamedTuple):
    urut: int
    kind: str
    record_id: int


@dataclass(frozen=True)
class Beda:
    """One field of a row before and after, in words."""

    judul: str
    lama: str
    baru: str


@dataclass
class Potongan:
    """A chunk: for whom and which rows. `hasil` by `urut`: (worked, sentence); a judged row without one will change."""

    op: Operasi
    actor: Actor
    rows: list[Baris]
    hasil: dict[int, tuple[bool, str]] = field(default_factory=dict)

    def catat(self, row: Baris, berhasil: bool, pesan: str) -> None:
        self.hasil[row.urut] = (berhasil, str(pesan)[:500])


Records = dict[tuple[str, int], Record]


@dataclass(frozen=True)
class Peninjau:
    """How one kind of operation treats a record.

    `siapkan(potongan, records)` reads what the chunk needs to know, once, and answers with the function that changes a
    record in memory: False if nothing changes, a SopError says why not. `selesai`: what is said of a written row.
    """

    siapkan: Callable[[Potongan, Records], Callable[[Record], bool]]
    tarik: Callable[[Potongan], None]  # gives back what the chunk has written
    aksi: str | None = None  # the act in the diary, where it is no plain edit
    selesai: str = "Diubah."
    dihapus: bool | None = False  # works on deleted rows; None: on both


# --- judging and writing ----------------------------------------------------------------------------------------------


def read_records(rows: Sequence[Baris], lock: bool = False) -> Records:
    """The records of a chunk, one query for each kind, fresh; what they are parts of is read with them."""
    found: Records = {}
    for kind in dict.fromkeys(row.kind for row in rows):
        model = kinds()[kind]
        stmt = db.select(model).where(model.id.in_([row.record_id for row in rows if row.kind == kind]))
        if lock:
            stmt = stmt.order_by(model.id).with_for_update()
        for record in db.session.scalars(stmt.execution_options(populate_existing=True)):
            found[kind, record.id] = record
    return found


def parents(records: Sequence[Record]) -> list[Record]:
    """The wholes of these parts by one query a floor; held by the caller, so that rules find them in the session."""
    held: list[Record] = []
    floor = list(records)
    while floor and (key := floor[0].INDUK):
        model = kinds()[kolom.target_of(type(floor[0]).__table__.c[key]) or ""]
        ids = {getattr(r, key) for r in floor if r.kind == floor[0].kind}
        floor = list(db.session.scalars(db.select(model).where(model.id.in_(ids))))
        held += floor
    return held


def changed_since(op: Operasi, rows: Sequence[Baris]) -> set[tuple[str, int]]:
    """Rows that anybody else has changed since the operation was made."""
    found: set[tuple[str, int]] = set()
    for kind in dict.fromkeys(row.kind for row in rows):
        stmt = db.select(Riwayat.record_id).where(
            Riwayat.kind == kind,
            Riwayat.record_id.in_([row.record_id for row in rows if row.kind == kind]),
            Riwayat.rantai_id > op.isian["sejak"],
            Riwayat.operasi_id.is_distinct_from(op.id),
        )
        found |= {(kind, i) for i in db.session.scalars(stmt)}
    return found


@contextmanager
def in_memory(records: Records) -> Iterator[None]:
    """Within: records may be changed, and none of it reaches the database."""
    with db.session.no_autoflush:
        try:
            yield
        finally:
            for record in records.values():
                if record in db.session:
                    db.session.expire(record)


def nilai(potongan: Potongan, peninjau: Peninjau) -> None:
    """Judge the rows of a chunk and write none: what is refused and what stays the same gets its result."""
    records = read_records(potongan.rows)
    held = parents(list(records.values()))
    with in_memory(records):
        _putuskan(potongan, peninjau, records, menulis=False)
    del held


def tulis(potongan: Potongan, peninjau: Peninjau) -> None:
    """Judge the rows once more and write them, all by one flush; if the database refuses it, row by row."""
    try:
        _sekaligus(potongan, peninjau)
    except (SopError, IntegrityError, DataError, StatementError):
        potongan.hasil.clear()
        for row in potongan.rows:
            _sendiri(potongan, peninjau, row)


def _sekaligus(potongan: Potongan, peninjau: Peninjau) -> None:
    with db.session.begin_nested():
        records = read_records(potongan.rows, lock=True)
        held = parents(list(records.values()))
        with db.session.no_autoflush:
            changed = _putuskan(potongan, peninjau, records, menulis=True)
        simpan.records(changed, peninjau.aksi, potongan.op.catatan if peninjau.aksi else None)
    del held


def _sendiri(potongan: Potongan, peninjau: Peninjau, row: Baris) -> None:
    """One row inside a savepoint of its own: what is refused leaves only its reason."""
    satu = Potongan(potongan.op, potongan.actor, [row])
    try:
        _sekaligus(satu, peninjau)
        potongan.hasil |= satu.hasil
    except SopError as error:
        potongan.catat(row, False, with_name(row.kind, error))
    except IntegrityError as error:
        potongan.catat(row, False, batas.sentence(str(error.orig)))
    except (DataError, StatementError):
        potongan.catat(row, False, "Ada nilai yang terlalu besar atau tidak dapat disimpan.")


def _putuskan(potongan: Potongan, peninjau: Peninjau, records: Records, *, menulis: bool) -> list[Record]:
    """The result of each row, but of those that would change only when they are written; the changed records."""
    ubah = peninjau.siapkan(potongan, records)
    berubah = changed_since(potongan.op, potongan.rows)
    changed = []
    for row in potongan.rows:
        record = records.get((row.kind, row.record_id))
        try:
            if record is None or peninjau.dihapus not in (None, record.deleted_at is not None):
                raise SopError(TIDAK_ADA, id=row.record_id)
            if (row.kind, row.record_id) in berubah:
                raise SopError(BENTROK)
            if not ubah(record):
                potongan.catat(row, True, SAMA)
                continue
            changed.append(record)
            if menulis:
                potongan.catat(row, True, peninjau.selesai)
        except SopError as error:
            potongan.catat(row, False, with_name(row.kind, error))
            if record is not None:
                db.session.expire(record)  # what was changed in memory before the refusal
    return changed


def with_name(kind: str, error: SopError) -> str:
    """A sentence that stands beside its field in the form needs the field's name in a report."""
    found = kolom.labelled(kinds()[kind]).get(getattr(error, "kolom", None) or "")
    text = str(error.pesan)
    if found is not None and found[1].pribadi and "“" in text:
        return f"{found[1].teks}: tidak dapat diterima"  # reports are read by others: no personal value in them
    return text if found is None or text.startswith(found[1].teks) else f"{found[1].teks}: {text}"


# --- what a person sees before agreeing -------------------------------------------------------------------------------


def differences(op: Operasi, peninjau: Peninjau, actor: Actor, rows: Sequence[Baris]) -> dict[int, list[Beda]]:
    """By `urut`: each field that changes, as it is now and as it would be; a row that is refused by now has none."""
    potongan = Potongan(op, actor, list(rows))
    records = read_records(rows)
    held = parents(list(records.values()))
    found: dict[int, list[Beda]] = {}
    with in_memory(records):
        ubah = peninjau.siapkan(potongan, records)
        for row in rows:
            if (record := records.get((row.kind, row.record_id))) is not None:
                before = _values(record)
                try:
                    ubah(record)
                except SopError:
                    continue
                found[row.urut] = _differences(record, before)
    del held
    return found


def _values(record: Record) -> dict[str, Any]:
    return {key: getattr(record, key) for key in (*kolom.labelled(type(record)), "deleted_at")}


# A row that goes or comes back changes none of its fields.
KEADAAN, ADA, DIHAPUS = Pesan("Data ini"), Pesan("ada"), Pesan("dihapus")


def _differences(record: Record, before: dict[str, Any]) -> list[Beda]:
    found = []
    for key, (column, label) in kolom.labelled(type(record)).items():
        now = getattr(record, key)
        if now != before[key]:
            texts = (tulisan.TERTUTUP,) * 2 if label.pribadi else (_text(column, before[key]), _text(column, now))
            found.append(Beda(label.teks, *texts))
    gone, goes = before["deleted_at"] is not None, record.deleted_at is not None
    if gone is not goes:
        found.append(Beda(KEADAAN, *((ADA, DIHAPUS) if goes else (DIHAPUS, ADA))))
    return found


def _text(column: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    target = kolom.target_of(column)
    return acuan.name(target, value) if target else tulisan.cell(column, value)
