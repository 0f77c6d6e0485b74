"""Everything that is held about one person, for that person (UU 27/2022): looked up, and written as one sheet.

To look in another kind, add a row to SUMBER.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
from sop.access import Actor

TERPENDEK_NAMA, TERPENDEK_ANGKA = 3, 6
TERBANYAK = 100  # of one kind: more is no person but a word
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
    rows = [line for record in records for line in _lines(record)]
    for record in records:
        akses_pribadi.of_one(actor, CaraAkses.ORANG, record, kolom.labelled(type(record)))
    return b"".join(xlsx.write("Data seseorang", LAJUR, [list(zip(*rows, strict=True))] if rows else []))


def _lines(record: Record) -> Iterator[tuple[str, int, str, str]]:
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
    seen = db.select(AksesPribadi).filter_by(data_kind=record.kind, data_id=record.id).order_by(AksesPribadi.id)
    for row in db.session.scalars(seen):
        yield *about, f"Data pribadi {row.cara.value}", f"{kata.saat(row.waktu)}, {row.nama} ({row.peran})"
