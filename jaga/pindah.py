"""Copies a whole database to an empty one of the other kind: all of it, compared row by row, or nothing.

Values travel through the types of the models, so both kinds hold the same. The search follows by itself: its texts are
rows, and their index (FTS5, pg_trgm) is kept by the database they arrive in.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, func, insert, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from jaga import basis, isi_basis
from migrations import naik, revisi_terbaru
from models import rantai, setelan
from models.base import Base
from models.pesan import SopError

SEKALIGUS = 500  # rows that travel together
SEDIKIT = 10  # of a table that holds whole files


@dataclass(frozen=True)
class Hasil:
    """Rows of each table, and the links of the diary that hold in the copy."""

    baris: dict[str, int]
    mata_rantai: int


def salin(asal: str, tujuan: str) -> Hasil:
    """Copy `asal` to `tujuan`, which is left as it was when anything is not equal. Raises SopError."""
    asal, tujuan = setelan.alamat_basis(asal), setelan.alamat_basis(tujuan)
    _siap_disalin(asal)
    _pastikan_kosong(tujuan)
    if make_url(tujuan).get_backend_name() == "postgresql":
        naik(tujuan)
        return _salin(asal, tujuan)
    berkas = Path(make_url(tujuan).database or "")
    sementara = berkas.with_name(f"{berkas.name}.{os.getpid()}.tmp")
    berkas.parent.mkdir(parents=True, exist_ok=True)
    try:
        naik(f"sqlite:///{sementara.as_posix()}")
        hasil = _salin(asal, f"sqlite:///{sementara.as_posix()}")
        basis.Sqlite.lipat(sementara)
        basis.paksa(sementara)
        os.replace(sementara, berkas)
        basis.paksa_folder(berkas.parent)
    finally:
        basis.Sqlite("sqlite://").buang(f"sqlite:///{sementara.as_posix()}")
    return hasil


def _siap_disalin(asal: str) -> None:
    if make_url(asal).get_backend_name() == "sqlite" and not Path(make_url(asal).database or "").is_file():
        raise SopError("Basis data asal {asal} tidak ada.", asal=make_url(asal).database)
    with _terbaca(asal) as koneksi:
        if (ada := isi_basis.revisi(koneksi)) != (terbaru := revisi_terbaru()):
            raise SopError("Basis data asal berada pada revisi {ada}, bukan {n}: jalankan migrate.", ada=ada, n=terbaru)


def _pastikan_kosong(tujuan: str) -> None:
    """No table at all, or the tables of this revision without a row (what an interrupted copy leaves)."""
    if make_url(tujuan).get_backend_name() == "sqlite" and not Path(make_url(tujuan).database or "").exists():
        return
    with _terbaca(tujuan) as koneksi:
        if not inspect(koneksi).get_table_names():
            return
        if isi_basis.revisi(koneksi) == revisi_terbaru() and not any(
            koneksi.scalar(select(func.count()).select_from(t)) for t in Base.metadata.tables.values()
        ):
            return
    raise SopError("Basis data tujuan tidak kosong. Pilih basis data baru; tidak ada yang disalin.")


@contextlib.contextmanager
def _terbaca(url: str) -> Iterator[Connection]:
    try:
        with basis.terhubung(url) as koneksi:
            yield koneksi
    except OperationalError as galat:
        kata = str(galat.orig).strip().splitlines()[0][:300]
        raise SopError("Basis data tidak dapat dibuka: {galat}", galat=kata) from None


def _salin(asal: str, tujuan: str) -> Hasil:
    mesin = create_engine(tujuan, poolclass=NullPool)
    try:
        with basis.terhubung(asal) as dari, mesin.connect() as ke:
            with _tanpa_rujukan(ke):
                for tabel in Base.metadata.tables.values():
                    _satu_tabel(dari, ke, tabel)
                _urutan(ke)
            hasil = _bandingkan(dari, ke)
            ke.commit()
    except DBAPIError as galat:
        kata = str(galat.orig).strip().splitlines()[0][:300]
        raise SopError("Penyalinan gagal dan tidak ada yang tersimpan: {galat}", galat=kata) from None
    finally:
        mesin.dispose()
    return hasil


@contextlib.contextmanager
def _tanpa_rujukan(ke: Connection) -> Iterator[None]:
    """Tables name each other in a circle: their references are taken off and put on again, which checks them all."""
    if ke.dialect.name == "sqlite":
        ke.connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]  # before the transaction
        yield
        if putus := ke.execute(text("PRAGMA foreign_key_check")).first():
            raise SopError("Rujukan pada tabel {tabel} putus; tidak ada yang disalin.", tabel=putus[0])
        return
    kueri = text(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = quote_ident(current_schema())::regnamespace"
    )
    rujukan = ke.execute(kueri).all()
    for tabel, nama, _ in rujukan:
        ke.execute(text(f'ALTER TABLE {tabel} DROP CONSTRAINT "{nama}"'))
    yield
    for tabel, nama, isi in rujukan:
        ke.execute(text(f'ALTER TABLE {tabel} ADD CONSTRAINT "{nama}" {isi}'))


def _satu_tabel(dari: Connection, ke: Connection, tabel: Table) -> None:
    for rows in _potongan(dari, tabel):
        ke.execute(insert(tabel), [dict(row._mapping) for row in rows])


def _potongan(koneksi: Connection, tabel: Table) -> Iterator[Any]:
    kueri = select(tabel).order_by(*tabel.primary_key.columns)
    sekali = SEDIKIT if tabel.name == "berkas" else SEKALIGUS
    return koneksi.execution_options(yield_per=sekali).execute(kueri).partitions()


def _urutan(ke: Connection) -> None:
    """PostgreSQL gives the next ids from sequences, which know nothing of rows that brought their own."""
    if ke.dialect.name != "postgresql":
        return
    for tabel in Base.metadata.tables.values():
        if "id" in tabel.c and (urutan := ke.scalar(select(func.pg_get_serial_sequence(tabel.name, "id")))):
            akhir = ke.scalar(select(func.max(tabel.c.id))) or 0
            ke.execute(select(func.setval(urutan, max(akhir, 1), akhir > 0)))


# --- comparing --------------------------------------------------------------------------------------------------------


def _bandingkan(dari: Connection, ke: Connection) -> Hasil:
    """Before the commit: rows and checksum of each table, and the chain of the diary."""
    baris = {}
    for tabel in Base.metadata.tables.values():
        satu, dua = sidik(dari, tabel), sidik(ke, tabel)
        if satu != dua:
            raise SopError("Tabel {tabel} tidak sama sesudah disalin; tidak ada yang tersimpan.", tabel=tabel.name)
        baris[tabel.name] = satu[0]
    hasil = rantai.periksa(ke)
    if hasil.rusak:
        raise SopError("Riwayat tidak utuh, jadi tidak ada yang disalin. {sebab}", sebab=hasil.rusak)
    return Hasil(baris, hasil.mata_rantai)


def sidik(koneksi: Connection, tabel: Table) -> tuple[int, str]:
    """(rows, SHA-256 over all values in the order of the key), the same on every kind of database."""
    jumlah, semua = 0, hashlib.sha256()
    for rows in _potongan(koneksi, tabel):
        for row in rows:
            semua.update(json.dumps([_nilai(v) for v in row], sort_keys=True).encode() + b"\n")
            jumlah += 1
    return jumlah, semua.hexdigest()


def _nilai(v: Any) -> Any:
    if isinstance(v, bytes | memoryview):
        return hashlib.sha256(v).hexdigest()
    if isinstance(v, datetime | date | time):
        return v.isoformat()
    return format(v.normalize(), "f") if isinstance(v, Decimal) else v
