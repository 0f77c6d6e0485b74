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
named in the report.
"""

from __future__ import annotations

import enum
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from bulk.daftar import acuan
from bulk.potongan import POTONG_DETIK, TERBUKA, pemesan
from documents import tulisan
from models import batas, kolom, riwayat
from models.base import Record, db, kinds
from models.operasi import Operasi, OperasiBaris, StatusOperasi
from models.pesan import SopError
from models.riwayat import Riwayat
from models.waktu import sekarang
from sop.access import Actor

MULAI, TERKECIL, TERBESAR = 200, 25, 1500
ALASAN_TERBANYAK = 40  # groups of reasons that are counted apart
SAMA = "Tetap sama."
DITARIK = "Dikembalikan seperti semula: seluruh perubahan dihentikan."
BENTROK = "Diubah orang lain sejak Anda melihatnya, jadi tidak ditimpa."
TIDAK_ADA = "Data {id} tidak ada lagi."
LAIN = "Alasan lain"


class Bila(enum.StrEnum):
    """What a refused row does to the others."""

    LEWATI = "lewati"
    HENTIKAN = "hentikan"


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
        nilai(potongan, peninjau)
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
        tulis(potongan, peninjau)
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


# --- rows -------------------------------------------------------------------------------------------------------------


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
        _putuskan(potongan, peninjau, records, simpan=False)
    del held


def tulis(potongan: Potongan, peninjau: Peninjau) -> None:
    """Judge the rows once more and write them, all by one flush; if the database refuses it, row by row."""
    try:
        with db.session.begin_nested():
            records = read_records(potongan.rows, lock=True)
            held = parents(list(records.values()))
            with db.session.no_autoflush:
                _putuskan(potongan, peninjau, records, simpan=True)
            db.session.flush()
        del held
    except (SopError, IntegrityError, DataError, StatementError):
        if len(potongan.rows) == 1:
            raise
        potongan.hasil.clear()
        for row in potongan.rows:
            _sendiri(potongan, peninjau, row)


def _sendiri(potongan: Potongan, peninjau: Peninjau, row: Baris) -> None:
    """One row inside a savepoint of its own: what is refused leaves only its reason."""
    satu = Potongan(potongan.op, potongan.actor, [row])
    try:
        tulis(satu, peninjau)
        potongan.hasil |= satu.hasil
    except SopError as error:
        potongan.catat(row, False, with_name(row.kind, error))
    except IntegrityError as error:
        potongan.catat(row, False, batas.sentence(str(error.orig)))
    except (DataError, StatementError):
        potongan.catat(row, False, "Ada nilai yang terlalu besar atau tidak dapat disimpan.")


def _putuskan(potongan: Potongan, peninjau: Peninjau, records: Records, *, simpan: bool) -> None:
    ubah = peninjau.siapkan(potongan, records)
    berubah = changed_since(potongan.op, potongan.rows)
    for row in potongan.rows:
        record = records.get((row.kind, row.record_id))
        try:
            if record is None or peninjau.dihapus not in (None, record.deleted_at is not None):
                raise SopError(TIDAK_ADA, id=row.record_id)
            if (row.kind, row.record_id) in berubah:
                raise SopError(BENTROK)
            if not ubah(record):
                potongan.catat(row, True, SAMA)
            elif simpan:
                if peninjau.aksi:
                    riwayat.catatan(db.session, record, peninjau.aksi, potongan.op.catatan)
                potongan.catat(row, True, peninjau.selesai)
        except SopError as error:
            potongan.catat(row, False, with_name(row.kind, error))
            if record is not None and simpan:
                db.session.expire(record)  # what was changed in memory before the refusal


def with_name(kind: str, error: SopError) -> str:
    """A sentence that stands beside its field in the form needs the field's name in a report."""
    found = kolom.labelled(kinds()[kind]).get(getattr(error, "kolom", None) or "")
    text = str(error.pesan)
    return text if found is None or text.startswith(found[1].teks) else f"{found[1].teks}: {text}"


# --- what a person sees before agreeing -------------------------------------------------------------------------------


def differences(
    op: Operasi, peninjau: Peninjau, actor: Actor, rows: Sequence[Baris], personal: bool
) -> dict[int, list[Beda]]:
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
                found[row.urut] = _differences(record, before, personal)
    del held
    return found


def _values(record: Record) -> dict[str, Any]:
    return {key: getattr(record, key) for key in kolom.labelled(type(record))}


def _differences(record: Record, before: dict[str, Any], personal: bool) -> list[Beda]:
    found = []
    for key, (column, label) in kolom.labelled(type(record)).items():
        now = getattr(record, key)
        if now != before[key]:
            texts = (
                ("••••••",) * 2 if label.pribadi and not personal else (_text(column, before[key]), _text(column, now))
            )
            found.append(Beda(label.teks, *texts))
    return found


def _text(column: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    target = kolom.target_of(column)
    return acuan.name(target, value) if target else tulisan.cell(column, value)
