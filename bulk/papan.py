"""What stands in which room when, for the board: bookings, acara and meetings that a person may read.

To show another kind with a room and a time, add a row to JENIS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select

from models.base import Record, db, kinds, slug
from models.jadwal import Jadwal
from models.naskah import StatusKetetapan
from models.pesan import Pesan
from models.ruang import PenetapanRuang, Ruang
from models.waktu import WIB, lokal
from sop.access import Actor, Verb, explain, may, scope

LAMA_TANPA_SELESAI = timedelta(hours=1)  # shown of a meeting whose end nobody knows


@dataclass(frozen=True)
class Jenis:
    """`sebutan` is the column that names a row, `satuan` the word on its block, `induk` the whole it is a part of."""

    kind: str
    sebutan: str
    satuan: str
    induk: type[Record] | None = None

    @property
    def model(self) -> type[Any]:
        return kinds()[self.kind]


JENIS = (
    Jenis("pemakaian_ruang", "keperluan", Pesan("Pemakaian"), PenetapanRuang),
    Jenis("acara", "nama", Pesan("Acara"), Jadwal),
    Jenis("rapat", "judul", Pesan("Rapat")),
)


@dataclass(frozen=True)
class Pakai:
    """One block. `halangan`: why this person cannot move it, or none; `selesai` is guessed where `tanpa_selesai`."""

    jenis: Jenis
    id: int
    version: int
    nama: str
    ruang_id: int | None
    mulai: datetime
    selesai: datetime
    halangan: str | None = None
    tempat: str = ""
    tanpa_selesai: bool = False

    @property
    def alamat(self) -> str:
        return f"/{slug(self.jenis.kind)}/details/?id={self.id}"

    def bentrok(self, lain: Pakai) -> bool:
        """Would the rules of its kind call this a clash? (Same as models.ruang.)"""
        return (
            self.jenis is lain.jenis
            and self.id != lain.id
            and self.ruang_id is not None
            and self.ruang_id == lain.ruang_id
            and self.mulai < lain.selesai
            and self.selesai > lain.mulai
        )


def awal_hari(hari: date) -> datetime:
    return datetime.combine(hari, time(), WIB)


def terbaca(actor: Actor) -> list[Jenis]:
    return [j for j in JENIS if may(actor, Verb.BACA, j.model)]


def pada(actor: Actor, jenis: Sequence[Jenis], dari: date, sampai: date, *, ubah: bool = False) -> list[Pakai]:
    """Everything between two days (the last one included), by time; `ubah` asks also what this person may move."""
    awal, akhir = awal_hari(dari), awal_hari(sampai + timedelta(days=1))
    hasil = [
        _pakai(j, row, actor if ubah else None)
        for j in jenis
        for row in db.session.scalars(_kueri(j, actor, awal, akhir))
    ]
    return sorted(hasil, key=lambda p: (p.mulai, p.selesai, JENIS.index(p.jenis), p.id))


def _kueri(j: Jenis, actor: Actor, awal: datetime, akhir: datetime) -> Select[Any]:
    model = j.model
    stmt = scope(db.select(model), actor, model).where(model.deleted_at.is_(None), model.mulai < akhir)
    # Nothing lasts for weeks: the bound lets the index of the time serve, also where no end is known.
    stmt = stmt.where(model.mulai > awal - timedelta(days=31))
    stmt = stmt.where(db.or_(model.selesai > awal, db.and_(model.selesai.is_(None), model.mulai >= awal)))
    if j.induk is not None:
        atas = getattr(model, model.INDUK)
        stmt = stmt.join(j.induk, j.induk.id == atas).where(j.induk.deleted_at.is_(None))
    return stmt


def _pakai(j: Jenis, row: Any, actor: Actor | None) -> Pakai:
    halangan = None if actor is None else explain(actor, Verb.UBAH, row)
    return Pakai(
        j,
        row.id,
        row.version,
        str(getattr(row, j.sebutan)),
        row.ruang_id,
        row.mulai,
        row.selesai or row.mulai + LAMA_TANPA_SELESAI,
        str(halangan) if halangan else None,
        getattr(row, "tempat", "") or "",
        row.selesai is None,
    )


def ruang(terpakai: Sequence[Pakai]) -> list[tuple[int, str]]:
    """The rooms in use, and those that stand in a booking though they are not offered any more."""
    dipakai = {p.ruang_id for p in terpakai if p.ruang_id}
    stmt = db.select(Ruang.id, Ruang.nama).order_by(Ruang.nama, Ruang.id)
    aktif = db.and_(Ruang.aktif.is_(True), Ruang.deleted_at.is_(None))
    return [(i, n) for i, n in db.session.execute(stmt.where(db.or_(aktif, Ruang.id.in_(dipakai))))]


def hari_terdekat(actor: Actor, hari: date, musrenbang_id: int | None) -> date:
    """The day to begin with: today, or where nothing is held today the next day on which this Musrenbang holds
    something. What is over is never where one begins."""
    jenis = terbaca(actor)
    if pada(actor, jenis, hari, hari):
        return hari
    ada = []
    for j in jenis:
        model, milik = j.model, j.induk or j.model
        stmt = scope(db.select(db.func.min(model.mulai)), actor, model)
        stmt = stmt.where(model.deleted_at.is_(None), model.mulai >= awal_hari(hari))
        if j.induk is not None:
            atas = getattr(model, model.INDUK)
            stmt = stmt.join(j.induk, j.induk.id == atas).where(j.induk.deleted_at.is_(None))
        if (saat := db.session.scalar(stmt.where(milik.musrenbang_id == musrenbang_id))) is not None:  # type: ignore[attr-defined]
            ada.append(lokal(saat).date())
    return min(ada, default=hari)


@dataclass(frozen=True)
class Tujuan:
    """What a free place on the board can become: a new row of `jenis`, a part of the whole `induk_id`."""

    jenis: Jenis
    isian: dict[str, str]


def tujuan(actor: Actor, musrenbang_id: int | None) -> list[Tujuan]:
    """What this person may add now: parts of a whole that is still open (of this Musrenbang before others, the newest
    before older ones), or a meeting of this Musrenbang."""
    hasil = []
    for j in terbaca(actor):
        if j.induk is None:
            contoh = j.model(musrenbang_id=musrenbang_id)
            if may(actor, Verb.BUAT, contoh):
                hasil.append(Tujuan(j, {"musrenbang_id": str(musrenbang_id)} if musrenbang_id else {}))
            continue
        induk: Any = j.induk
        stmt = scope(db.select(induk), actor, induk).where(induk.deleted_at.is_(None))
        stmt = stmt.where(induk.status == StatusKetetapan.DRAF)
        lain = db.case((induk.musrenbang_id == musrenbang_id, 0), else_=1)
        for atas in db.session.scalars(stmt.order_by(lain, induk.id.desc()).limit(5)):
            if may(actor, Verb.BUAT, j.model(**{j.model.INDUK: atas.id})):
                hasil.append(Tujuan(j, {j.model.INDUK: str(atas.id)}))
                break
    return hasil
