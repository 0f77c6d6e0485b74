"""The diary: who, as which role, when, what, before, after, note; append-only, one HMAC link per transaction.

Nobody calls it to write: session events collect every change of every Record, and `before_commit` writes the rows and
the link in the same transaction. Set-based statements, which the session cannot see, report themselves with `tambah()`.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, event, insert, inspect, select, text
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column
from sqlalchemy.orm import Mapper as OrmMapper
from sqlalchemy.orm.attributes import set_committed_value

from models import setelan
from models.base import Base, Panjang, Record, UTCDateTime, label_of
from models.pesan import Keliru
from models.waktu import sekarang


class Rantai(Base):
    """One link per transaction: HMAC over the previous link and the ordered digests of the transaction's rows."""

    __tablename__ = "rantai"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    waktu: Mapped[datetime] = mapped_column(UTCDateTime)
    jumlah: Mapped[int] = mapped_column()
    hmac: Mapped[str] = mapped_column(String(64))


BEROPERASI = text("operasi_id IS NOT NULL")  # the others are found by their record


class Riwayat(Base):
    __tablename__ = "riwayat"
    __table_args__ = (
        Index(None, "kind", "record_id"),
        Index(None, "musrenbang_id", "id"),
        Index(None, "operasi_id", "id", sqlite_where=BEROPERASI, postgresql_where=BEROPERASI),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rantai_id: Mapped[int] = mapped_column(ForeignKey("rantai.id"), index=True)
    urut: Mapped[int] = mapped_column()
    waktu: Mapped[datetime] = mapped_column(UTCDateTime)
    pengguna_id: Mapped[int | None] = mapped_column()
    nama: Mapped[str] = mapped_column(String(150))
    peran: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int] = mapped_column()
    musrenbang_id: Mapped[int | None] = mapped_column()
    aksi: Mapped[str] = mapped_column(String(60))
    sebelum: Mapped[str | None] = mapped_column(Panjang(200_000))
    sesudah: Mapped[str | None] = mapped_column(Panjang(200_000))
    catatan: Mapped[str | None] = mapped_column(Panjang(2000))
    operasi_id: Mapped[int | None] = mapped_column()


@dataclass(frozen=True)
class Penulis:
    """Who writes: the account, and the roles it acts in."""

    pengguna_id: int | None
    nama: str
    peran: str


SISTEM = Penulis(None, "Sistem", "sistem")


@dataclass
class Baris:
    """One entry before it is numbered and chained."""

    kind: str
    record_id: int
    aksi: str
    sebelum: dict[str, Any] | None = None
    sesudah: dict[str, Any] | None = None
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
            _muat_relasi(record)
            record.lengkapi()
            for kolom, pesan in record.periksa():
                raise Keliru(pesan, kolom)


def _muat_relasi(record: Record) -> None:
    """A foreign key that was set by its id alone: let the related object follow, so that rules read the right one."""
    state: Any = inspect(record)
    for relasi in state.mapper.relationships:
        if relasi.direction.name != "MANYTOONE" or relasi.viewonly:
            continue
        (kolom,) = relasi.local_columns
        kunci = getattr(record, state.mapper.get_property_by_column(kolom).key)
        lama = state.dict.get(relasi.key)
        if state.attrs[relasi.key].history.added or (lama.id if lama is not None else None) == kunci:
            continue  # set as an object, or already the right one
        if state.persistent and relasi.key not in state.dict:
            continue  # loads itself when a rule asks
        baru = state.session.get(relasi.mapper.class_, kunci) if kunci is not None else None
        set_committed_value(record, relasi.key, baru)


@event.listens_for(Session, "after_flush")
def _kumpulkan(session: Session, _context: Any) -> None:
    keadaan = _keadaan(session)
    for record in session.new:
        if isinstance(record, Record) and record.DIARI:
            nilai = {k: v for k in _kolom(type(record)) if (v := json_nilai(getattr(record, k))) is not None}
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


def _kolom(model: type[Record]) -> tuple[str, ...]:
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
    for kolom in _kolom(type(record)):
        history = state.attrs[kolom].history
        if history.has_changes():
            lama, baru = (json_nilai(h[0]) if h else None for h in (history.deleted, history.added))
            if lama != baru:
                sebelum[kolom], sesudah[kolom] = lama, baru
    return (sebelum, sesudah) if sesudah else None


def json_nilai(value: Any) -> Any:
    """A value as canonical JSON: dates ISO, moments UTC with Z, rupiah as integers."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


# --- the chain --------------------------------------------------------------------------------------------------------


@event.listens_for(Session, "before_commit")
def _tulis(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    keadaan = _keadaan(session)
    baris, keadaan.baris = keadaan.baris, []
    keadaan.aksi.clear()
    if baris:
        _rantai(session, keadaan, baris)


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


def _rantai(session: Session, keadaan: _Keadaan, baris: list[Baris]) -> None:
    koneksi = session.connection()
    if koneksi.dialect.name == "postgresql":
        # One writer of the chain at a time, until commit; SQLite has only one writer anyway.
        koneksi.execute(text("SELECT pg_advisory_xact_lock(7350001)"))
    akhir = koneksi.execute(select(Rantai.id, Rantai.hmac).order_by(Rantai.id.desc()).limit(1)).first()
    nomor, sebelumnya = (akhir.id + 1, akhir.hmac) if akhir else (1, "")
    waktu = sekarang().replace(microsecond=0)
    penulis = keadaan.penulis

    isi = [
        {
            "rantai_id": nomor,
            "urut": urut,
            "waktu": waktu,
            "pengguna_id": penulis.pengguna_id,
            "nama": penulis.nama,
            "peran": penulis.peran,
            "operasi_id": keadaan.operasi_id,
            **asdict(b),
            "sebelum": _teks(b.sebelum),
            "sesudah": _teks(b.sesudah),
        }
        for urut, b in enumerate(baris, 1)
    ]
    tanda = _tanda(sebelumnya, nomor, waktu, [sidik(row) for row in isi])
    koneksi.execute(insert(Rantai), {"id": nomor, "waktu": waktu, "jumlah": len(isi), "hmac": tanda})
    koneksi.execute(insert(Riwayat), isi)


def _teks(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


DISIDIK = tuple(c.key for c in Riwayat.__table__.c if c.key != "id")


def sidik(row: dict[str, Any]) -> str:
    """SHA-256 of one diary row in canonical form."""
    isi = [json_nilai(row[k]) for k in DISIDIK]
    return hashlib.sha256(json.dumps(isi, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _tanda(sebelumnya: str, nomor: int, waktu: datetime, sidik_sidik: list[str]) -> str:
    pesan = "\n".join((sebelumnya, str(nomor), str(json_nilai(waktu)), *sidik_sidik))
    return hmac.new(setelan.kini().diary_key, pesan.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class HasilPeriksa:
    """`rusak` is None when every link holds, else the sentence that names the first broken one."""

    mata_rantai: int
    baris: int
    rusak: str | None
    kepala: str = ""


def verify(session: Any) -> HasilPeriksa:
    """Recompute the whole chain; needs the key it was written with."""
    session = _asli(session)
    sebelumnya, diharapkan, jumlah = "", 1, 0
    for mata, baris in _per_mata(session):
        if mata.id != diharapkan:
            return HasilPeriksa(diharapkan - 1, jumlah, f"Mata rantai {diharapkan} hilang.")
        if [b["urut"] for b in baris] != list(range(1, mata.jumlah + 1)):
            return HasilPeriksa(mata.id, jumlah, f"Mata rantai {mata.id}: jumlah atau urutan baris riwayat berubah.")
        if _tanda(sebelumnya, mata.id, mata.waktu, [sidik(b) for b in baris]) != mata.hmac:
            ids = f"{baris[0]['id']}–{baris[-1]['id']}"
            return HasilPeriksa(mata.id, jumlah, f"Mata rantai {mata.id} (riwayat {ids}) telah diubah.")
        sebelumnya, diharapkan, jumlah = mata.hmac, diharapkan + 1, jumlah + len(baris)
    liar = session.scalar(select(Riwayat.id).where(Riwayat.rantai_id >= diharapkan).limit(1))
    rusak = f"Riwayat {liar} tidak terikat pada rantai." if liar else None
    return HasilPeriksa(diharapkan - 1, jumlah, rusak, sebelumnya)


def _per_mata(session: Session, potong: int = 500) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Links in order, each with its rows; read in slices so that memory stays flat."""
    awal = 0
    while True:
        mata = session.execute(
            select(Rantai.id, Rantai.waktu, Rantai.jumlah, Rantai.hmac)
            .where(Rantai.id > awal)
            .order_by(Rantai.id)
            .limit(potong)
        ).all()
        if not mata:
            return
        baris: dict[int, list[dict[str, Any]]] = {m.id: [] for m in mata}
        kueri = select(Riwayat.__table__).where(Riwayat.rantai_id > awal, Riwayat.rantai_id <= mata[-1].id)
        for row in session.execute(kueri.order_by(Riwayat.rantai_id, Riwayat.urut)).mappings():
            baris.setdefault(row["rantai_id"], []).append(dict(row))
        for m in mata:
            yield m, baris[m.id]
        awal = mata[-1].id
