"""The diary: who, as which role, when, what, before, after, note; append-only, one HMAC link per transaction.

Nobody calls it to write: session events collect every change of every Record, and `before_commit` writes the rows and
the link in the same transaction. Set-based statements, which the session cannot see, report themselves with `tambah()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column, event, inspect
from sqlalchemy.orm import Mapper as OrmMapper
from sqlalchemy.orm import PassiveFlag, Session, SessionTransaction, object_session
from sqlalchemy.orm.attributes import set_committed_value

from models import diri, pindah, rantai, riwayat_pribadi
from models.base import Base, Record, label_of
from models.pesan import Keliru, Pesan
from models.rantai import DISIDIK, HasilPeriksa, Rantai, Riwayat, json_nilai, sidik

__all__ = ["DISIDIK", "HasilPeriksa", "Rantai", "Riwayat", "json_nilai", "sidik", "verify"]


@dataclass(frozen=True)
class Penulis:
    """Who writes: the account, and the roles it acts in."""

    pengguna_id: int | None
    nama: str
    peran: str


SISTEM = Penulis(None, "Sistem", "sistem")


@dataclass(slots=True)
class Baris:
    """One entry before it is numbered and chained."""

    kind: str
    record_id: int
    aksi: str
    sebelum: dict[str, Any] | str | None = None  # a text is canonical JSON already
    sesudah: dict[str, Any] | str | None = None
    musrenbang_id: int | None = None
    catatan: str | None = None


@dataclass
class _Keadaan:
    """What the session remembers until it commits."""

    penulis: Penulis = SISTEM
    aksi: dict[tuple[str, int], tuple[str, str | None]] = field(default_factory=dict)
    operasi_id: int | None = None
    baris: list[Baris] = field(default_factory=list)
    titik: dict[SessionTransaction, int] = field(default_factory=dict)  # where each savepoint began


def _keadaan(session: Session) -> _Keadaan:
    found: _Keadaan = session.info.setdefault("riwayat", _Keadaan())
    return found


def sebagai(session: Any, penulis: Penulis, operasi_id: int | None = None) -> None:
    """From now on this session writes in the name of `penulis`."""
    keadaan = _keadaan(_asli(session))
    keadaan.penulis, keadaan.operasi_id = penulis, operasi_id


@contextmanager
def oleh_sistem(session: Any) -> Iterator[None]:
    """Within: what no person did is written in the name of the system."""
    keadaan = _keadaan(_asli(session))
    semula = keadaan.penulis
    keadaan.penulis = SISTEM
    try:
        yield
    finally:
        keadaan.penulis = semula


def catatan(session: Any, record: Record, aksi: str, catatan: str | None = None) -> None:
    """Names the act (a move) and its note for the diary entry of `record` in this transaction."""
    _keadaan(_asli(session)).aksi[(record.kind, record.id)] = (aksi, catatan)


def pastikan(session: Any, record: Record) -> None:
    """An act that changed only other rows (a list filled in) still stands in the diary of its record."""
    keadaan = _keadaan(_asli(session))
    if not any((b.kind, b.record_id) == (record.kind, record.id) for b in keadaan.baris):
        keadaan.baris.append(_baris(keadaan, record, "ubah", {}, {}))


def tambah(session: Any, baris: Iterable[Baris]) -> None:
    """Entries of a set-based statement; they are chained with the transaction they are part of."""
    _keadaan(_asli(session)).baris.extend(baris)


def sambungkan(session: Any) -> None:
    """Chain what was collected so far as a link of its own, in the same transaction: many rows need not be held."""
    session = _asli(session)
    if session.in_nested_transaction():
        return
    session.flush()
    keadaan = _keadaan(session)
    baris, keadaan.baris = keadaan.baris, []
    if baris:
        rantai.sambung(session.connection(), _bersama(keadaan), map(_ditulis, baris))


def _asli(session: Any) -> Session:
    asli: Session = session() if callable(session) and not isinstance(session, Session) else session
    return asli


# --- guards and collection --------------------------------------------------------------------------------------------


@event.listens_for(OrmMapper, "after_configured")
def _ingat_nilai_lama() -> None:
    """The diary needs the old value even of an attribute that was never read."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Record):
            for attr in mapper.column_attrs:
                if not attr.deferred:
                    getattr(mapper.class_, attr.key).impl.active_history = True


@event.listens_for(Session, "before_flush")
def _jaga(session: Session, _context: Any, _instances: Any) -> None:
    with session.no_autoflush:
        for record in [*session.new, *session.dirty]:
            if not isinstance(record, Record) or (record not in session.new and not session.is_modified(record)):
                continue
            for kolom, pesan in lengkap(record):
                raise Keliru(pesan, kolom)


def lengkap(record: Record) -> list[tuple[str, Pesan]]:
    """What a flush does first: fill the derived columns, and say what is wrong with the row."""
    _muat_relasi(record)
    record.lengkapi()
    return salah(record)


def salah(record: Record) -> list[tuple[str, Pesan]]:
    """(column, sentence) by the record's own rules, and by those that look at where it goes and who writes it."""
    session = object_session(record)
    penulis = _keadaan(session).penulis if session is not None else SISTEM
    return [*record.periksa(), *pindah.salah(record), *diri.salah(record, penulis.pengguna_id)]


def _muat_relasi(record: Record) -> None:
    """A foreign key that was set by its id alone: let the related object follow, so that rules read the right one."""
    state: Any = inspect(record)
    for relasi, kolom, kelas in _relasi(type(record)):  # type: ignore[arg-type]
        if state.persistent and relasi not in state.dict:
            continue  # loads itself when a rule asks
        kunci, lama = getattr(record, kolom), state.dict.get(relasi)
        added = state.get_history(relasi, PassiveFlag.PASSIVE_NO_INITIALIZE).added
        if added or (lama.id if lama is not None else None) == kunci:
            continue  # set as an object, or already the right one
        baru = state.session.get(kelas, kunci) if kunci is not None else None
        set_committed_value(record, relasi, baru)


@cache
def _relasi(model: Any) -> list[tuple[str, str, Any]]:
    """(relationship, column, class) of every row that a kind refers to."""
    found = []
    for relasi in inspect(model).relationships:
        if relasi.direction.name == "MANYTOONE" and not relasi.viewonly:
            (kolom,) = relasi.local_columns
            found.append((relasi.key, inspect(model).get_property_by_column(kolom).key, relasi.mapper.class_))
    return found


@event.listens_for(Session, "after_flush")
def _kumpulkan(session: Session, _context: Any) -> None:
    keadaan = _keadaan(session)
    for record in session.new:
        if isinstance(record, Record) and record.DIARI:
            nilai = {k: v for k in kolom_diari(type(record)) if (v := json_nilai(getattr(record, k))) is not None}
            keadaan.baris.append(_baris(keadaan, record, "buat", None, nilai))
    for record in session.dirty:
        if isinstance(record, Record) and record.DIARI and (ubahan := _ubahan(record)):
            sebelum, sesudah = ubahan
            aksi = "ubah"
            if "deleted_at" in sesudah:
                aksi = "hapus" if sesudah["deleted_at"] else "pulihkan"
            keadaan.baris.append(_baris(keadaan, record, aksi, sebelum, sesudah))


def _baris(keadaan: _Keadaan, record: Record, aksi: str, sebelum: Any, sesudah: Any) -> Baris:
    nama, note = keadaan.aksi.get((record.kind, record.id), (aksi, None))
    musrenbang_id = record.id if record.kind == "musrenbang" else getattr(record, "musrenbang_id", None)
    return Baris(record.kind, record.id, nama, sebelum, sesudah, musrenbang_id, note)


_KOLOM: dict[type[Record], tuple[str, ...]] = {}


def kolom_diari(model: type[Record]) -> tuple[str, ...]:
    """Labelled columns; a column without label (a password hash) never reaches the diary."""
    if model not in _KOLOM:
        mapper = inspect(model)
        nama = [a.key for a in mapper.column_attrs if isinstance(a.columns[0], Column) and label_of(a.columns[0])]
        _KOLOM[model] = (*nama, "deleted_at")
    return _KOLOM[model]


def _ubahan(record: Record) -> tuple[dict[str, Any], dict[str, Any]] | None:
    state: Any = inspect(record)
    sebelum: dict[str, Any] = {}
    sesudah: dict[str, Any] = {}
    for kolom in kolom_diari(type(record)):
        history = state.get_history(kolom, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.has_changes():
            lama, baru = (json_nilai(h[0]) if h else None for h in (history.deleted, history.added))
            if lama != baru:
                sebelum[kolom], sesudah[kolom] = lama, baru
    return (sebelum, sesudah) if sesudah else None


# --- the end of a transaction -----------------------------------------------------------------------------------------


@event.listens_for(Session, "before_commit")
def _tulis(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    keadaan = _keadaan(session)
    penulis = keadaan.penulis.pengguna_id
    akun_lain = any(diri.akun_lain(b.kind, b.record_id, penulis) for b in keadaan.baris)
    sambungkan(session)
    keadaan.aksi.clear()
    if akun_lain and penulis is not None:
        diri.tetap_administrator(session, penulis)


def _bersama(keadaan: _Keadaan) -> dict[str, Any]:
    penulis = keadaan.penulis
    return {
        "pengguna_id": penulis.pengguna_id,
        "nama": penulis.nama,
        "peran": penulis.peran,
        "operasi_id": keadaan.operasi_id,
    }


def _ditulis(b: Baris) -> dict[str, Any]:
    return {
        "kind": b.kind,
        "record_id": b.record_id,
        "musrenbang_id": b.musrenbang_id,
        "aksi": b.aksi,
        "sebelum": riwayat_pribadi.cover(b.kind, b.record_id, b.sebelum),
        "sesudah": riwayat_pribadi.cover(b.kind, b.record_id, b.sesudah),
        "catatan": b.catatan,
    }


def verify(session: Any) -> HasilPeriksa:
    """Recompute the whole chain; needs the key it was written with."""
    return rantai.periksa(_asli(session))


@event.listens_for(Session, "after_transaction_create")
def _tandai_titik(session: Session, transaksi: SessionTransaction) -> None:
    if transaksi.nested:
        keadaan = _keadaan(session)
        keadaan.titik[transaksi] = len(keadaan.baris)


@event.listens_for(Session, "after_soft_rollback")
def _kembali_ke_titik(session: Session, transaksi: SessionTransaction) -> None:
    """A savepoint that is rolled back takes its own entries with it, and none of those before."""
    keadaan = _keadaan(session)
    if transaksi.nested and transaksi in keadaan.titik:
        del keadaan.baris[keadaan.titik[transaksi] :]


@event.listens_for(Session, "after_transaction_end")
def _lupakan(session: Session, transaksi: SessionTransaction) -> None:
    keadaan = _keadaan(session)
    if transaksi.parent is None:  # committed (then the rows are written), rolled back or closed
        for ingatan in (keadaan.baris, keadaan.aksi, keadaan.titik):
            ingatan.clear()
