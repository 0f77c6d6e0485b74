"""Everything that is held about one person, for that person (UU 27/2022): looked up, and written as one sheet.

To look in another kind, add a row to SUMBER. What is no column of a record (its sign-ins, who saw it, what names it) is
told by a row of TAMBAHAN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func

from bulk import akses_pribadi
from bulk.daftar import acuan
from bulk.ekspor import xlsx
from bulk.ekspor.lajur import Lajur, Sort
from documents import kata, tulisan
from models import kolom
from models.akses_pribadi import AksesPribadi, CaraAkses
from models.base import Record, db, kinds
from models.cari import pola
from models.pesan import Keliru, TidakAda
from models.rantai import Riwayat
from models.sesi import RiwayatMasuk, Sesi
from sop.access import Actor, Verb, may

TERPENDEK_NAMA, TERPENDEK_ANGKA = 3, 6
TERBANYAK = 100  # of one kind: more is no person but a word
TERBANYAK_SEBUT = 1000  # records of one kind that name a person in one column: the rest is counted
PEMISAH = " -.()/+"


@dataclass(frozen=True)
class Sumber:
    """`nama`, `angka`, `surel`: the columns that tell who it is."""

    kind: str
    nama: tuple[str, ...]
    angka: tuple[str, ...] = ()
    surel: tuple[str, ...] = ()


SUMBER: tuple[Sumber, ...] = (
    Sumber("pemangku_kepentingan", ("nama",), ("telepon",), ("surel",)),
    Sumber("pejabat", ("nama",), ("nip",)),
    Sumber("daftar_hadir", ("nama", "diwakili_oleh"), ("telepon",)),
    Sumber("pengguna", ("nama",)),
    Sumber("anggota_tim", ("nama",)),
    Sumber("penandatangan", ("nama",), ("telepon",)),
    Sumber("wakil_sidang", ("nama",), ("nip",)),
    Sumber("distribusi", ("penerima",), ("telepon",), ("surel",)),
    Sumber("kiriman", ("kepada",), (), ("tujuan",)),
    Sumber("usulan", ("pengusul",)),
)
LAJUR = tuple(
    Lajur(judul.lower(), judul, sort, None)
    for judul, sort in (
        ("Jenis data", Sort.TEKS),
        ("Nomor", Sort.TAHUN),
        ("Isian", Sort.TEKS),
        ("Nilai", Sort.PANJANG),
    )
)


def search(typed: str) -> list[Record]:
    """The records, deleted ones too, that bear this name, number (telephone, NIP) or e-mail address."""
    found: list[Record] = []
    for sumber in SUMBER:
        model = kinds()[sumber.kind]
        if (wanted := _condition(model, sumber, typed.strip())) is not None:
            found += db.session.scalars(db.select(model).where(wanted).order_by(model.id).limit(TERBANYAK))
    return found


def _condition(model: type[Record], sumber: Sumber, typed: str) -> ColumnElement[bool] | None:
    digits = re.sub(r"\D", "", typed)
    if "@" in typed:
        names, wanted = sumber.surel, pola(typed.lower())
    elif digits and not re.search(r"[^\W\d_]", typed):
        if len(digits) < TERPENDEK_ANGKA:
            raise Keliru("Ketik sekurang-kurangnya {n} angka.", n=TERPENDEK_ANGKA)
        parts = [_digits(getattr(model, name)).like(f"%{_tail(digits)}%") for name in sumber.angka]
        return db.or_(*parts) if parts else None
    else:
        if len(typed) < TERPENDEK_NAMA:
            raise Keliru("Ketik sekurang-kurangnya {n} huruf nama.", n=TERPENDEK_NAMA)
        names, wanted = sumber.nama, pola(typed.lower())
    parts = [func.lower(getattr(model, name)).like(wanted, escape="\\") for name in names]
    return db.or_(*parts) if parts else None


def _tail(digits: str) -> str:
    """+62 812 and 0812 are one number."""
    return re.sub(r"^(62|0)(?=8)", "", digits)


def _digits(column: ColumnElement[str]) -> ColumnElement[str]:
    for sign in PEMISAH:
        column = func.replace(column, sign, "")
    return column


def chosen(keys: Iterable[str]) -> list[Record]:
    """The records that a person ticked ("pejabat:3")."""
    known = {s.kind for s in SUMBER}
    found = []
    for key in keys:
        kind, _, number = key.partition(":")
        if kind not in known or not re.fullmatch(r"\d{1,9}", number):
            raise TidakAda("Data ini tidak dikenal.")
        record = db.session.get(kinds()[kind], int(number))
        if record is None:
            raise TidakAda("Data ini tidak dikenal.")
        found.append(record)
    return found


def sheet(records: list[Record], actor: Actor) -> bytes:
    """The file; that it was made is written down for each record. The caller commits."""
    rows = [line for record in records for line in _lines(record, actor)]
    for record in records:
        akses_pribadi.of_one(actor, CaraAkses.ORANG, record, kolom.labelled(type(record)))
    return b"".join(xlsx.write("Data seseorang", LAJUR, [list(zip(*rows, strict=True))] if rows else []))


def _lines(record: Record, actor: Actor) -> Iterator[tuple[str, int, str, str]]:
    about = (str(type(record).JUDUL), record.id)
    for key, (column, label) in kolom.labelled(type(record)).items():
        value = getattr(record, key)
        if value in (None, ""):
            continue
        target = kolom.target_of(column)
        yield *about, str(label.teks), acuan.name(target, value) if target else tulisan.cell(column, value)
    yield *about, "Disimpan", kata.saat(record.created_at)
    if record.deleted_at is not None:
        yield *about, "Dihapus", kata.saat(record.deleted_at)
    for tell in TAMBAHAN:
        for title, value in tell(record, actor):
            yield *about, title, value


def _seen(record: Record, _actor: Actor) -> Iterator[tuple[str, str]]:
    """Who saw it."""
    seen = db.select(AksesPribadi).filter_by(data_kind=record.kind, data_id=record.id).order_by(AksesPribadi.id)
    for row in db.session.scalars(seen):
        yield f"Data pribadi {row.cara.value}", f"{kata.saat(row.waktu)}, {row.nama} ({row.peran})"


def _signed_in(record: Record, _actor: Actor) -> Iterator[tuple[str, str]]:
    """Of an account: every attempt that is still known, the sessions, and how much of the diary bears its name."""
    if record.kind != "pengguna":
        return
    for attempt in db.session.scalars(
        db.select(RiwayatMasuk).filter_by(pengguna_id=record.id).order_by(RiwayatMasuk.id)
    ):
        yield f"Percobaan masuk: {attempt.hasil.value}", _from(attempt.saat, attempt.alamat, attempt.peramban)
    for session in db.session.scalars(db.select(Sesi).filter_by(pengguna_id=record.id).order_by(Sesi.id)):
        used = f", terakhir dipakai {kata.saat(session.terlihat)}"
        yield "Sesi", _from(session.dibuat_pada, session.alamat, session.peramban) + used
    written = db.session.scalar(db.select(func.count()).select_from(Riwayat).where(Riwayat.pengguna_id == record.id))
    yield "Riwayat", f"{kata.bilangan(written or 0)} perubahan tercatat atas nama akun ini"


def _from(at: datetime, address: str | None, browser: str | None) -> str:
    return ", ".join(x for x in (kata.saat(at), address, browser) if x)


def _named_by(record: Record, actor: Actor) -> Iterator[tuple[str, str]]:
    """The records that refer to it; of a kind that the collector may not read only the number."""
    for model in kinds().values():
        for key, (column, label) in kolom.labelled(model).items():
            if kolom.target_of(column) != record.kind:
                continue
            mine = getattr(model, key) == record.id
            found = acuan.read_names(
                model, acuan.name_query(model).where(mine).order_by(model.id).limit(TERBANYAK_SEBUT)
            )
            for id_, name in found.items():
                words = f": {name}" if may(actor, Verb.BACA, model) else ""
                yield f"Disebut pada {model.JUDUL}", f"#{id_}{words} ({label.teks})"
            if len(found) == TERBANYAK_SEBUT:
                every = db.session.scalar(db.select(func.count(model.id)).where(mine)) or 0
                more = kata.bilangan(every - TERBANYAK_SEBUT)
                yield f"Disebut pada {model.JUDUL}", f"dan {more} lainnya ({label.teks})"


TAMBAHAN: tuple[Callable[[Record, Actor], Iterator[tuple[str, str]]], ...] = (_signed_in, _named_by, _seen)
