"""Filters of a list, from the labels: what the address asks for becomes conditions, fields and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Date, Enum, Integer

from bulk.daftar import acuan
from documents import tulisan
from models import kolom
from models.baca import read_date, read_id, read_integer
from models.base import Label, Record, UTCDateTime, db, kinds
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pesan import Keliru
from models.waktu import WIB
from sop.access import Actor

SEMUA = "semua"
UMUM = {"q", "urut", "kursor", "per", "dihapus"}  # parameters of every list that are no filters


@dataclass(frozen=True)
class Bidang:
    """One field of the filter panel; `jenis` chooses the input: pilihan, cari, teks or rentang."""

    nama: str
    judul: str
    jenis: str
    nilai: str = ""
    sampai: str = ""
    pilihan: list[tuple[str, str]] = field(default_factory=list)
    kosong: str = "Semua"

    @property
    def aktif(self) -> bool:
        return bool(self.nilai or self.sampai)


@dataclass
class Saringan:
    """What was asked: `syarat` for the query, `bidang` for the panel, `tetap` the columns fixed to one value."""

    syarat: list[ColumnElement[bool]] = field(default_factory=list)
    bidang: list[Bidang] = field(default_factory=list)
    tetap: dict[str, int] = field(default_factory=dict)
    musrenbang: Bidang | None = None


def newest_running() -> int | None:
    """The Musrenbang that the lists show when nobody says which."""
    running = Musrenbang.status == StatusMusrenbang.BERJALAN
    order = (db.case((running, 0), else_=1), Musrenbang.tahun.desc(), Musrenbang.id.desc())
    return db.session.scalar(db.select(Musrenbang.id).where(Musrenbang.deleted_at.is_(None)).order_by(*order).limit(1))


def read(model: type[Record], args: Mapping[str, str], actor: Actor) -> Saringan:
    """Read the filters from the address; an unknown one is refused with a sentence."""
    found = Saringan()
    known = set(UMUM)
    for key, (column, label) in kolom.labelled(model).items():
        known |= {key, f"{key}.dari", f"{key}.sampai"}
        given = any(args.get(name) for name in (key, f"{key}.dari", f"{key}.sampai"))
        if label.pribadi or not (label.saring or key == "musrenbang_id" or (given and column.foreign_keys)):
            if given:
                raise Keliru("Daftar ini tidak dapat disaring menurut “{nama}”.", nama=label.teks)
            continue
        _add(found, model, key, column, label, args, actor)

    if unknown := [name for name in args if name not in known]:
        raise Keliru("Saringan “{nama}” tidak dikenal pada daftar ini.", nama=unknown[0][:40])
    if typed := args.get("q", "").strip():
        found.syarat += acuan.matches(model, typed[:200])
    return found


def _add(
    found: Saringan,
    model: type[Record],
    key: str,
    column: Column[Any],
    label: Label,
    args: Mapping[str, str],
    actor: Actor,
) -> None:
    value = args.get(key, "").strip()
    attribute = getattr(model, key)
    if key == "musrenbang_id":
        _add_musrenbang(found, attribute, value, actor)
    elif column.foreign_keys:
        _add_reference(found, key, column, attribute, label, value, actor)
    elif isinstance(column.type, Enum):
        options = [(str(m.value), tulisan.word(m)) for m in column.type.enum_class or ()]
        found.bidang.append(Bidang(key, label.teks, "pilihan", value, pilihan=options))
        if value:
            _member(options, value, label)
            found.syarat.append(attribute == column.type.enum_class(value))  # type: ignore[misc]
    elif isinstance(column.type, Boolean):
        options = [("ya", "Ya"), ("tidak", "Tidak")]
        found.bidang.append(Bidang(key, label.teks, "pilihan", value, pilihan=options))
        if value:
            _member(options, value, label)
            found.syarat.append(attribute.is_(value == "ya"))
    elif isinstance(column.type, Date | UTCDateTime):
        _add_range(found, key, column, attribute, label, args)
    else:
        found.bidang.append(Bidang(key, label.teks, "teks", value))
        if value:
            whole = isinstance(column.type, Integer)
            found.syarat.append(attribute == (read_integer(value, label.teks) if whole else value.replace("\0", "")))


def _member(options: list[tuple[str, str]], value: str, label: Label) -> None:
    if value not in {v for v, _ in options}:
        raise Keliru("“{nilai}” bukan pilihan {nama}.", nilai=value[:40], nama=label.teks)


def years(actor: Actor) -> list[tuple[int, str]]:
    """Every Musrenbang with its year first, so that a narrow select still tells them apart; the newest first."""
    stmt = acuan.live(Musrenbang, actor).with_only_columns(Musrenbang.id, Musrenbang.tahun, Musrenbang.nama)
    rows = db.session.execute(stmt.order_by(None).order_by(Musrenbang.tahun.desc(), Musrenbang.id.desc()))
    return [(row.id, f"{row.tahun} – {row.nama}") for row in rows]


def _add_musrenbang(found: Saringan, attribute: Any, value: str, actor: Actor) -> None:
    options = [(str(i), name) for i, name in years(actor)]
    if not value:
        value = str(newest_running() or SEMUA)
    found.musrenbang = Bidang(
        "musrenbang_id", "Musrenbang", "pilihan", value, pilihan=[*options, (SEMUA, "Semua tahun")]
    )
    if value != SEMUA:
        found.tetap["musrenbang_id"] = read_id(value)
        found.syarat.append(attribute == found.tetap["musrenbang_id"])


def _add_reference(
    found: Saringan, key: str, column: Column[Any], attribute: Any, label: Label, value: str, actor: Actor
) -> None:
    target = kinds()[kolom.target_of(column) or ""]
    options = acuan.choices(target, actor)
    id_ = None
    if value:
        id_ = read_id(value) if value.isdecimal() else acuan.resolve(target, actor, value)
        if id_ is None:
            raise Keliru("{nama} “{nilai}” tidak ditemukan.", nama=label.teks, nilai=value[:60])
        found.tetap[key] = id_
        found.syarat.append(_among(attribute, target, id_))
    if options is None:
        shown = f"{acuan.name(target.__tablename__, id_)} (#{id_})" if id_ else ""
        found.bidang.append(Bidang(key, label.teks, "cari", shown))
    else:
        found.bidang.append(
            Bidang(key, label.teks, "pilihan", str(id_ or ""), pilihan=[(str(i), n) for i, n in options])
        )


def _among(attribute: Any, target: type[Record], id_: int) -> ColumnElement[bool]:
    """A place holds what lies in it: a kecamatan also finds the rows of its kelurahan."""
    parent = getattr(target, "induk_id", None)
    if parent is None:
        return attribute == id_  # type: ignore[no-any-return]
    return db.or_(attribute == id_, attribute.in_(db.select(target.id).where(parent == id_)))


def _add_range(
    found: Saringan, key: str, column: Column[Any], attribute: Any, label: Label, args: Mapping[str, str]
) -> None:
    texts = [args.get(f"{key}.{end}", "").strip() for end in ("dari", "sampai")]
    first, last = (read_date(text, label.teks) if text else None for text in texts)
    moment = isinstance(column.type, UTCDateTime)
    if first:
        found.syarat.append(attribute >= (datetime.combine(first, time(), WIB) if moment else first))
    if last and moment:
        found.syarat.append(attribute < datetime.combine(last + timedelta(days=1), time(), WIB))
    elif last:
        found.syarat.append(attribute <= last)
    if first and last and last < first:
        raise Keliru("{nama}: tanggal akhir mendahului tanggal awal.", nama=label.teks)
    found.bidang.append(Bidang(key, label.teks, "rentang", *(d.isoformat() if d else "" for d in (first, last))))
