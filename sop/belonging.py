"""Where a record belongs: its whole, its Musrenbang, its Bidang, and the steps there that claim a move of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from models.base import Record, db, kinds
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusMusrenbang
from models.peran import Peran
from models.pesan import Pesan
from models.sop import Langkah, LangkahPelaksana, SopRevisi
from sop.langkah import langkah_sop
from sop.lifecycle import Gerak, Saat

T = TypeVar("T")


def akar(model: type[Record]) -> type[Record]:
    """The record that decides the rights of a part: `anggota_tim` → `tim`."""
    while model.INDUK:
        (fk,) = model.__table__.c[model.INDUK].foreign_keys
        model = kinds()[fk.column.table.name]
    return model


def induk(record: Record) -> Record | None:
    """The parent of a part, or None."""
    if not record.INDUK:
        return None
    (fk,) = record.__table__.c[record.INDUK].foreign_keys
    found: Record | None = db.session.get(kinds()[fk.column.table.name], getattr(record, record.INDUK) or 0)
    return found


def chain_of(record: Record) -> list[Record]:
    """The record and the wholes above it."""
    chain = [record]
    while (whole := induk(chain[-1])) is not None:
        chain.append(whole)
    return chain


def musrenbang_of(record: Record) -> Musrenbang | None:
    """The Musrenbang that a record, or the record it is a part of, belongs to."""
    if isinstance(record, Musrenbang):
        return record
    if milik := getattr(record, "musrenbang_id", None):
        found: Musrenbang | None = db.session.get(Musrenbang, milik)
        # The session only remembers what somebody holds: without this, a bulk move reads SOP and steps for every row.
        db.session.info.setdefault("musrenbang", {})[milik] = found
        return found
    whole = induk(record)
    return musrenbang_of(whole) if whole is not None else None


def unit_of(record: Record) -> int | None:
    """The Bidang that a record belongs to, if it belongs to one."""
    unit = getattr(record, "unit_kerja_id", None) if record.kind in ("pelaksanaan_langkah", "rapat") else None
    if unit is None and record.kind == "notulen":
        return unit_of(record.rapat)
    return unit


# --- the steps that claim a move --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """What the SOP says of one move of one record: its words, the steps that claim it there, the roles that make it."""

    gerak: Gerak
    judul: str
    musrenbang: Musrenbang | None
    langkah: tuple[Langkah, ...]
    peran: frozenset[Peran]
    unit_kerja_id: int | None

    def waits(self) -> Pesan | None:
        """A move that belongs to a later step waits for it; nothing moves in a Musrenbang that does not run."""
        if self.gerak.saat is Saat.BEBAS:
            return None
        m = self.musrenbang
        assert m is not None  # only what belongs to a Musrenbang has moves that wait for a step
        if m.status is StatusMusrenbang.DRAF:
            return Pesan("Musrenbang {nama} belum dimulai.", nama=m.nama)
        if m.status is StatusMusrenbang.DIBATALKAN:
            return Pesan("Musrenbang {nama} dibatalkan.", nama=m.nama)
        if not self.langkah or any(_reached(m, x) for x in self.langkah):
            return None
        return Pesan(
            "Baru dapat dilakukan pada langkah {n}; sekarang langkah {kini}.",
            n=min(x.urutan for x in self.langkah),
            kini=m.langkah.urutan if m.langkah else 0,
        )


def claim_of(gerak: Gerak, record: Record) -> Claim:
    """The steps that claim the move in the revision of the Musrenbang; their pelaksana, or the roles of the table."""
    m, judul, peran = musrenbang_of(record), gerak.judul, gerak.peran
    if isinstance(record, PelaksanaanLangkah):
        steps = [record.langkah]
        # A decision step has its own words ("Setuju", "Koreksi").
        own = {"selesaikan": record.langkah.judul_maju, "kembalikan": record.langkah.judul_kembali}
        judul = own.get(gerak.aksi) or judul
    else:
        steps = [x for x in langkah_sop(m) if gerak.nama in x.tindakan] if m else []
    if steps and not gerak.tetap:
        reached = [x for x in steps if gerak.saat is Saat.BEBAS or _reached(m, x)] or steps
        peran = frozenset(p.peran for x in reached for p in x.pelaksana)
    return Claim(gerak, judul, m, tuple(steps), peran, unit_of(record))


def _reached(m: Musrenbang | None, langkah: Langkah) -> bool:
    return m is not None and m.langkah is not None and m.langkah.urutan >= langkah.urutan


def roles_under_way(gerak: Gerak) -> frozenset[Peran]:
    """The roles that may make the move in any Musrenbang under way."""
    if gerak.tetap or gerak.kind == "musrenbang":
        return gerak.peran
    claimed = _once("peran_per_tindakan", _roles_by_move).get(
        gerak.kind if gerak.kind == "pelaksanaan_langkah" else gerak.nama, frozenset()
    )
    return gerak.peran | claimed


def _roles_by_move() -> dict[str, frozenset[Peran]]:
    """The roles by the name of a move, of every step under way; by columns, for every list asks for it."""
    found: dict[str, frozenset[Peran]] = {}
    stmt = (
        db.select(Langkah.tindakan, LangkahPelaksana.peran)
        .join(LangkahPelaksana, LangkahPelaksana.langkah_id == Langkah.id)
        .join(Musrenbang, Musrenbang.sop_revisi_id == Langkah.sop_revisi_id)
        .where(Musrenbang.status == StatusMusrenbang.BERJALAN, Musrenbang.deleted_at.is_(None))
        .where(LangkahPelaksana.deleted_at.is_(None))
    )
    for tindakan, peran in db.session.execute(stmt):
        for nama in (*tindakan, "pelaksanaan_langkah"):
            found[nama] = found.get(nama, frozenset()) | {peran}
    return found


def under_way() -> list[Musrenbang]:
    """Every Musrenbang under way with its steps and their pelaksana: three queries.

    The session holds its objects only weakly; what is kept here need not be read again by each rule that asks.
    """
    langkah = db.selectinload(SopRevisi.langkah).selectinload(Langkah.pelaksana)
    stmt = db.select(Musrenbang).filter_by(status=StatusMusrenbang.BERJALAN, deleted_at=None)
    stmt = stmt.options(db.selectinload(Musrenbang.sop_revisi).options(langkah))
    return _once("berjalan", lambda: list(db.session.scalars(stmt)))


def _once(name: str, read: Callable[[], T]) -> T:
    """What `read` answers, asked once per transaction as long as the session holds no changes."""
    now = db.session().get_transaction()
    kept: tuple[Any, T] | None = db.session.info.get(name)
    if kept is not None and kept[0] is now and now is not None and not db.session.dirty:
        return kept[1]
    found = read()
    db.session.info[name] = (db.session().get_transaction(), found)
    return found
