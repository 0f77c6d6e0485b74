"""Keeps the search texts up to date: session events for single rows, `segarkan` for set-based statements, a rebuild.

Everything happens in the transaction of the change itself, so a text is never older than its record. Deleted records
keep their text: the list that is asked decides whether it shows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, event, func, insert, inspect, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.base import Record, db, kinds
from models.cari import SELANG, KataCari, TeksCari, berindeks, dicari, lupakan_indeks, nomor, nomor_baris, teks_dari

POTONG = 2000
BANYAK = 20_000  # missing texts: the index of PostgreSQL is rather built after them
KATA = re.compile(r"[^\W\d_]{4,40}")  # words that can be misspelt; codes and numbers cannot be guessed
KUNCI_KATA = 7350002  # of PostgreSQL's advisory locks: one writer of new words at a time, so that none wait in a ring


@event.listens_for(Session, "after_flush")
def _ikuti(session: Session, _konteks: Any) -> None:
    isi = [_baris(r) for r in session.new if isinstance(r, Record) and dicari(type(r))]
    isi += [_baris(r) for r in session.dirty if isinstance(r, Record) and _berubah(r)]
    hapus = [nomor(r.kind, r.id) for r in session.deleted if isinstance(r, Record)]
    if hapus:
        session.connection().execute(delete(TeksCari).where(TeksCari.id.in_(hapus)))
    if isi:
        _tulis(session.connection(), isi)
        baru = session.info.setdefault("kata_baru", {})
        for row in isi:
            baru.setdefault(row["kind"], set()).update(KATA.findall(row["teks"]))


def _berubah(record: Record) -> bool:
    keadaan: Any = inspect(record)
    kolom = keadaan.mapper.column_attrs
    return any(record.berubah(k) for k in (*dicari(type(record)), "musrenbang_id") if k in kolom)


def _baris(record: Record) -> dict[str, Any]:
    model = type(record)
    return _isi(
        model, record.id, getattr(record, "musrenbang_id", None), {k: getattr(record, k) for k in dicari(model)}
    )


def _isi(model: type[Record], id_: int, musrenbang_id: int | None, nilai: dict[str, Any]) -> dict[str, Any]:
    kind = model.__tablename__
    teks = teks_dari(model, nilai)
    return {"id": nomor(kind, id_), "kind": kind, "record_id": id_, "musrenbang_id": musrenbang_id, "teks": teks}


def _tulis(koneksi: Connection, isi: Sequence[dict[str, Any]]) -> None:
    """Insert, or change where the text is another: an index entry that stays the same is not written anew."""
    stmt: Any = _insert(koneksi)(TeksCari)
    baru = stmt.excluded
    lain = TeksCari.teks.is_distinct_from(baru.teks) | TeksCari.musrenbang_id.is_distinct_from(baru.musrenbang_id)
    if koneksi.dialect.name == "postgresql":
        # One statement for all rows: sent one by one they cost ten times as much.
        tabel: Any = TeksCari.__table__
        larik = [func.unnest(literal([row[c.name] for row in isi], postgresql.ARRAY(c.type))) for c in tabel.c]
        stmt, isi = stmt.from_select([c.name for c in tabel.c], select(*larik)), ()
    ubahan = {"teks": baru.teks, "musrenbang_id": baru.musrenbang_id}
    koneksi.execute(stmt.on_conflict_do_update(index_elements=["id"], set_=ubahan, where=lain), isi or None)


def _insert(koneksi: Connection) -> Any:
    return sqlite.insert if koneksi.dialect.name == "sqlite" else postgresql.insert


# --- words for near spellings -----------------------------------------------------------------------------------------


@event.listens_for(Session, "before_commit")
def _catat_kata(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    baru = session.info.pop("kata_baru", {})
    if not any(baru.values()):
        return
    koneksi = session.connection()
    for kind, semua in sorted(baru.items()):
        belum = sorted(semua - _dikenal(koneksi, kind, semua))
        if belum:
            if koneksi.dialect.name == "postgresql":
                koneksi.execute(text("SELECT pg_advisory_xact_lock(:kunci)"), {"kunci": KUNCI_KATA})
                belum = sorted(set(belum) - _dikenal(koneksi, kind, belum))
            isi = [{"kind": kind, "kata": k, "jumlah": 1} for k in belum]
            if isi:
                koneksi.execute(insert(KataCari), isi)


@event.listens_for(Session, "after_rollback")
def _lupakan_kata(session: Session) -> None:
    session.info.pop("kata_baru", None)


def _dikenal(koneksi: Connection, kind: str, semua: Iterable[str]) -> set[str]:
    kata, dikenal = sorted(semua), set()
    for awal in range(0, len(kata), 500):
        stmt = select(KataCari.kata).where(KataCari.kind == kind, KataCari.kata.in_(kata[awal : awal + 500]))
        dikenal |= set(koneksi.scalars(stmt))
    return dikenal


# --- sets of rows -----------------------------------------------------------------------------------------------------


def segarkan(kind: str, ids: Iterable[int]) -> None:
    """After a set-based statement on searched columns of these rows, in its transaction: read and write their texts."""
    model, semua = kinds()[kind], sorted(set(ids))
    if not dicari(model) or not semua:
        return
    db.session.flush()
    baru = db.session().info.setdefault("kata_baru", {}).setdefault(kind, set())
    for awal in range(0, len(semua), 500):
        stmt = _kolom(model).where(model.id.in_(semua[awal : awal + 500]))
        isi = _baca(model, stmt)
        _tulis(db.session.connection(), isi)
        for row in isi:
            baru.update(KATA.findall(row["teks"]))


def _kolom(model: type[Record]) -> Any:
    musrenbang = getattr(model, "musrenbang_id", None)
    pilihan = [getattr(model, k) for k in dicari(model)]
    return db.select(model.id, musrenbang if musrenbang is not None else db.null(), *pilihan)


def _baca(model: type[Record], stmt: Any) -> list[dict[str, Any]]:
    nama = dicari(model)
    return [
        _isi(model, id_, musrenbang_id, dict(zip(nama, nilai, strict=True)))
        for id_, musrenbang_id, *nilai in db.session.execute(stmt)
    ]


def lengkapi(session: Any) -> int:
    """Write the texts that are missing (a database from before the search, an interrupted rebuild); how many."""
    kurang = {kind: n for kind, model in kinds().items() if dicari(model) and (n := _selisih(session, model))}
    postgresql_ = session.get_bind().dialect.name == "postgresql"
    if sum(kurang.values()) > BANYAK and postgresql_:
        # Filling the index row by row would take several times as long.
        session.execute(text("DROP INDEX IF EXISTS ix_teks_cari_trgm"))
        session.commit()
        lupakan_indeks()
    jumlah = 0
    for kind in kurang:
        jumlah += sum(n for _, n in _per_potong(session, kinds()[kind], hanya_kurang=True))
        _buang_yatim(session, kinds()[kind])
    if postgresql_ and not berindeks():
        pasang_indeks(session)  # also when the right to make it was given only after the migration
    return jumlah


def _selisih(session: Any, model: type[Record]) -> int:
    """How many more (or fewer) records than texts there are."""
    punya: int = session.scalar(select(func.count()).where(*_selang(model.__tablename__))) or 0
    ada: int = session.scalar(select(func.count()).select_from(model)) or 0
    return abs(ada - punya)


def bangun(session: Any) -> Iterator[tuple[str, int]]:
    """Write all texts, words and the index anew, chunk by chunk: (kind, rows written by this chunk)."""
    for kind, model in kinds().items():
        session.execute(delete(KataCari).where(KataCari.kind == kind))
        if dicari(model):
            yield from _per_potong(session, model, hanya_kurang=False)
            _buang_yatim(session, model)
    pasang_indeks(session)


def _selang(kind: str) -> list[Any]:
    return [TeksCari.id.between(nomor(kind), nomor(kind, 2**SELANG - 1))]


def _per_potong(session: Any, model: type[Record], hanya_kurang: bool) -> Iterator[tuple[str, int]]:
    """Each chunk commits its texts together with their words, so it can be interrupted anywhere."""
    kind, akhir = model.__tablename__, 0
    ada = select(TeksCari.id).where(TeksCari.id == nomor_baris(model)).exists()
    while True:
        stmt = _kolom(model).where(model.id > akhir).order_by(model.id).limit(POTONG)
        isi = _baca(model, stmt.where(~ada) if hanya_kurang else stmt)
        if not isi:
            return
        akhir = isi[-1]["record_id"]
        koneksi = session.connection()
        _tulis(koneksi, isi)
        _tambah_kata(koneksi, kind, Counter(k for row in isi for k in set(KATA.findall(row["teks"]))))
        session.commit()
        yield kind, len(isi)


def _tambah_kata(koneksi: Connection, kind: str, jumlah: Counter[str]) -> None:
    stmt: Any = _insert(koneksi)(KataCari)
    tambah = {"jumlah": KataCari.jumlah + stmt.excluded.jumlah}
    isi = [{"kind": kind, "kata": k, "jumlah": n} for k, n in sorted(jumlah.items())]
    if isi:
        koneksi.execute(stmt.on_conflict_do_update(index_elements=["kind", "kata"], set_=tambah), isi)


def _buang_yatim(session: Any, model: type[Record]) -> None:
    """Texts whose record is gone from the database altogether."""
    ada = select(model.id).where(model.id == TeksCari.record_id).exists()
    session.execute(delete(TeksCari).where(*_selang(model.__tablename__), ~ada).execution_options(**TANPA_SELARAS))
    session.commit()


TANPA_SELARAS = {"synchronize_session": False}


def pasang_indeks(session: Any) -> bool:
    """Build the trigram index where it is missing; False where the database does not give one.

    FTS5 is written anew, for nothing else would mend an index that has drifted from its table.
    """
    koneksi = session.connection()
    if koneksi.dialect.name == "sqlite":
        if inspect(koneksi).has_table("cari_fts"):
            koneksi.execute(text("INSERT INTO cari_fts(cari_fts) VALUES ('rebuild')"))
    elif not _pasang_trgm(koneksi):
        return False
    session.commit()
    lupakan_indeks()
    return berindeks()


def _pasang_trgm(koneksi: Connection) -> bool:
    try:
        with koneksi.begin_nested():
            koneksi.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
            koneksi.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            koneksi.execute(
                text("CREATE INDEX IF NOT EXISTS ix_teks_cari_trgm ON teks_cari USING gin (teks gin_trgm_ops)")
            )
    except DBAPIError:
        return False
    koneksi.execute(text("ANALYZE teks_cari"))
    return True
