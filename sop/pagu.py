"""The indicative pagu of each perangkat daerah against what its usulan were accepted for; a warning, never a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_

from models.base import db
from models.musrenbang import Musrenbang
from models.perangkat_daerah import PaguOpd, PerangkatDaerah
from models.usulan import StatusUsulan, Usulan
from sop.sipd import DIPUTUSKAN, DITERIMA

# From these states a usulan can be accepted, now or after its verification.
DAPAT_DIPUTUSKAN = (StatusUsulan.DIAJUKAN, StatusUsulan.DIVERIFIKASI, StatusUsulan.DIPUTUSKAN)


@dataclass(frozen=True)
class PaguBaris:
    """One perangkat daerah: its pagu (None: not entered) and what is accepted, in rupiah and in usulan."""

    opd_id: int | None
    nama: str
    pagu: int | None
    diterima: int
    jumlah: int

    @property
    def sisa(self) -> int | None:
        return None if self.pagu is None else self.pagu - self.diterima

    @property
    def lewat(self) -> bool:
        return self.sisa is not None and self.sisa < 0


def _diterima(musrenbang_id: int) -> ColumnElement[bool]:
    return and_(
        Usulan.musrenbang_id == musrenbang_id,
        Usulan.deleted_at.is_(None),
        Usulan.status.in_(DIPUTUSKAN),
        Usulan.hasil.in_(DITERIMA),
    )


def tabel(m: Musrenbang) -> list[PaguBaris]:
    """Every perangkat daerah with a pagu of the year or with an accepted usulan, those over their pagu first."""
    jumlah = db.func.coalesce(db.func.sum(Usulan.pagu_disepakati), 0)
    kueri = db.select(Usulan.opd_pengampu_id, jumlah, db.func.count()).where(_diterima(m.id))
    ada = {opd: (int(uang), n) for opd, uang, n in db.session.execute(kueri.group_by(Usulan.opd_pengampu_id))}
    pagu = _pagu(m.tahun)
    nama = dict(db.session.execute(db.select(PerangkatDaerah.id, PerangkatDaerah.nama)).tuples().all())
    rows = [
        PaguBaris(
            opd, nama.get(opd or 0, "Perangkat daerah belum ditentukan"), pagu.get(opd or 0), *ada.get(opd, (0, 0))
        )
        for opd in {*pagu, *ada}
    ]
    return sorted(rows, key=lambda r: (not r.lewat, r.sisa if r.lewat else 0, r.nama))


def satu(m: Musrenbang, opd_id: int | None) -> PaguBaris | None:
    """The line of one perangkat daerah; None for a usulan that has none."""
    opd = db.session.get(PerangkatDaerah, opd_id) if opd_id else None
    if opd is None:
        return None
    jumlah = db.func.coalesce(db.func.sum(Usulan.pagu_disepakati), 0)
    uang, n = db.session.execute(
        db.select(jumlah, db.func.count()).where(_diterima(m.id), Usulan.opd_pengampu_id == opd.id)
    ).one()
    return PaguBaris(opd.id, opd.nama, _pagu(m.tahun).get(opd.id), int(uang), int(n))


def _pagu(tahun: int) -> dict[int, int]:
    kueri = db.select(PaguOpd.perangkat_daerah_id, PaguOpd.pagu).where(
        PaguOpd.tahun == tahun, PaguOpd.deleted_at.is_(None)
    )
    return dict(db.session.execute(kueri).tuples().all())


def berpagu() -> list[Musrenbang]:
    """The Musrenbang for whose year any pagu has been entered."""
    tahun = db.select(PaguOpd.tahun).where(PaguOpd.deleted_at.is_(None))
    kueri = db.select(Musrenbang).where(Musrenbang.deleted_at.is_(None), Musrenbang.tahun.in_(tahun))
    return list(db.session.scalars(kueri.order_by(Musrenbang.id)))


@dataclass(frozen=True)
class Lampau:
    """A pagu that would be exceeded: by whom, how much there is, and what would be accepted in all."""

    nama: str
    pagu: int
    akan: int


def bila_diterima(m: Musrenbang, rows: Select[Any]) -> list[Lampau]:
    """The perangkat daerah whose pagu is exceeded once the usulan of this select (of ids) are accepted as proposed."""
    if not (pagu := _pagu(m.tahun)):
        return []
    kueri = (
        db.select(Usulan.opd_pengampu_id, db.func.sum(Usulan.pagu_usulan))
        .where(Usulan.id.in_(rows), Usulan.musrenbang_id == m.id, Usulan.opd_pengampu_id.in_(list(pagu)))
        .where(Usulan.status.in_(DAPAT_DIPUTUSKAN), db.or_(Usulan.hasil.is_(None), Usulan.hasil.not_in(DITERIMA)))
    )
    kueri_ada = db.select(Usulan.opd_pengampu_id, db.func.sum(Usulan.pagu_disepakati)).where(_diterima(m.id))
    tambahan, ada = (
        {opd: int(uang or 0) for opd, uang in db.session.execute(k.group_by(Usulan.opd_pengampu_id))}
        for k in (kueri, kueri_ada)
    )
    akan = {opd: ada.get(opd, 0) + uang for opd, uang in tambahan.items()}
    lampau = [opd for opd in akan if akan[opd] > pagu[opd]]
    kueri_nama = db.select(PerangkatDaerah.id, PerangkatDaerah.nama).where(PerangkatDaerah.id.in_(lampau))
    return [Lampau(nama, pagu[opd], akan[opd]) for opd, nama in db.session.execute(kueri_nama)]
