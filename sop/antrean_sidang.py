"""The usulan of a kelompok sidang as they are called up: which comes next, how many are left, what was agreed on."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_

from models import cari as teks_cari
from models.base import db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from sop.langkah import langkah_sop
from sop.sipd import DIPUTUSKAN

TANPA_OPD = 2**31 - 1  # after every perangkat daerah
DITEMUKAN = 12  # hits of a search that are shown


class Tampil(enum.StrEnum):
    """Which usulan of the kelompok the screen walks through."""

    BELUM = "belum"
    SUDAH = "sudah"
    SEMUA = "semua"


STATUS = {
    Tampil.BELUM: (StatusUsulan.DIVERIFIKASI,),
    Tampil.SUDAH: DIPUTUSKAN,
    Tampil.SEMUA: (StatusUsulan.DIVERIFIKASI, *DIPUTUSKAN),
}


def dimulai(m: Musrenbang) -> bool:
    """Has the step been reached in which usulan are decided? A SOP that claims it in no step leaves it open."""
    if m.status is not StatusMusrenbang.BERJALAN or m.langkah is None:
        return False
    pemilik = [x.urutan for x in langkah_sop(m) if "usulan.terima" in x.tindakan]
    return not pemilik or m.langkah.urutan >= min(pemilik)


# --- the queue --------------------------------------------------------------------------------------------------------

_OPD = db.func.coalesce(Usulan.opd_pengampu_id, TANPA_OPD)
# The order of the printed lists: the perangkat daerah that is called up answers for all of its own.
URUT = (_OPD, Usulan.kode, Usulan.id)


def _kunci(u: Usulan) -> tuple[Any, ...]:
    return u.opd_pengampu_id or TANPA_OPD, u.kode, u.id


def _lewat(u: Usulan, maju: bool) -> ColumnElement[bool]:
    """Rows behind `u` in that order (before it, if not `maju`)."""
    syarat: list[ColumnElement[bool]] = []
    sama: list[ColumnElement[bool]] = []
    for kolom, nilai in zip(URUT, _kunci(u), strict=True):
        syarat.append(and_(*sama, kolom > nilai if maju else kolom < nilai))
        sama.append(kolom == nilai)
    return or_(*syarat)


@dataclass(frozen=True)
class Antrean:
    musrenbang_id: int
    kelompok_id: int
    tampil: Tampil = Tampil.BELUM

    def _syarat(self) -> list[ColumnElement[bool]]:
        return [
            Usulan.musrenbang_id == self.musrenbang_id,
            Usulan.kelompok_sidang_id == self.kelompok_id,
            Usulan.deleted_at.is_(None),
            Usulan.status.in_(STATUS[self.tampil]),
        ]

    def _satu(self, *syarat: Any, mundur: bool = False) -> int | None:
        urut = [k.desc() for k in URUT] if mundur else URUT
        kueri = db.select(Usulan.id).where(*self._syarat(), *syarat).order_by(*urut).limit(1)
        found: int | None = db.session.scalar(kueri)
        return found

    def pertama(self) -> int | None:
        return self._satu()

    def sesudah(self, u: Usulan) -> int | None:
        return self._satu(_lewat(u, True))

    def sebelum(self, u: Usulan) -> int | None:
        return self._satu(_lewat(u, False), mundur=True)

    def berikut(self, u: Usulan) -> int | None:
        """Where one goes on after deciding `u`: behind it, else to what was passed over; None when nothing is left."""
        return self.sesudah(u) or self._satu(Usulan.id != u.id)

    def letak(self, u: Usulan) -> tuple[int, int]:
        """(the place of `u`, how many there are); place 0 for one that does not stand in this queue."""
        di_depan = db.func.sum(db.case((_lewat(u, False), 1), else_=0))
        ada = db.func.sum(db.case((Usulan.id == u.id, 1), else_=0))
        n, depan, milik = db.session.execute(db.select(db.func.count(), di_depan, ada).where(*self._syarat())).one()
        return (int(depan or 0) + 1 if milik else 0), int(n)


# --- jumping to one ---------------------------------------------------------------------------------------------------


def cari(m: Musrenbang, kelompok_id: int, ditulis: str) -> list[Usulan]:
    """Usulan of the Musrenbang by code ("U-2027-00012", or only "12") or by words; those of the kelompok first."""
    ditulis = ditulis.strip()[: teks_cari.TERPANJANG]
    hidup = db.select(Usulan).where(Usulan.musrenbang_id == m.id, Usulan.deleted_at.is_(None))
    sendiri = db.case((Usulan.kelompok_sidang_id == kelompok_id, 0), else_=1)
    if tepat := db.session.scalars(hidup.where(db.func.lower(Usulan.kode) == ditulis.lower()).limit(2)).all():
        return list(tepat)
    if re.fullmatch(r"\d{1,9}", ditulis):
        berakhir = db.session.scalars(hidup.where(Usulan.kode.like(f"%{int(ditulis)}")).order_by(sendiri, Usulan.kode))
        nomor = [u for u in berakhir if (n := re.search(r"\d+$", u.kode)) and int(n[0]) == int(ditulis)]
        if nomor:
            return nomor[:DITEMUKAN]
    syarat = teks_cari.syarat(Usulan, ditulis)
    if not syarat:
        return []
    return list(db.session.scalars(hidup.where(*syarat).order_by(sendiri, Usulan.kode).limit(DITEMUKAN)))


# --- what has become of them ------------------------------------------------------------------------------------------


class Bagian(NamedTuple):
    """How many usulan, rupiah proposed, rupiah agreed."""

    jumlah: int = 0
    usulan: int = 0
    disepakati: int = 0

    def __add__(self, lain: Any) -> Bagian:
        return Bagian(*(a + b for a, b in zip(self, lain, strict=True)))


NIHIL = Bagian()


@dataclass(frozen=True)
class Rekap:
    """One kelompok: by hasil, what is left, and what waits for its verification (not called up yet).

    `tanda` changes with every change of its usulan; a screen compares it instead of reading the numbers again.
    """

    belum: Bagian = NIHIL
    hasil: Mapping[HasilUsulan, Bagian] = field(default_factory=dict)
    menunggu: int = 0
    tanda: str = "0"

    @property
    def diputuskan(self) -> Bagian:
        return sum(self.hasil.values(), NIHIL)

    @property
    def semua(self) -> Bagian:
        return self.diputuskan + self.belum

    def dari(self, hasil: HasilUsulan) -> Bagian:
        return self.hasil.get(hasil, NIHIL)

    def gabung(self, lain: Rekap) -> Rekap:
        per = {h: self.dari(h) + lain.dari(h) for h in HasilUsulan}
        return Rekap(self.belum + lain.belum, per, self.menunggu + lain.menunggu, f"{self.tanda}.{lain.tanda}")


def rekap(musrenbang_id: int, kelompok_id: int | None = None) -> dict[int, Rekap]:
    """By kelompok, in one query; a kelompok without usulan is not in it."""
    u = Usulan
    syarat = [u.musrenbang_id == musrenbang_id, u.deleted_at.is_(None)]
    syarat += [u.kelompok_sidang_id == kelompok_id] if kelompok_id is not None else []
    angka = (db.func.count(), db.func.sum(u.pagu_usulan), db.func.sum(u.pagu_disepakati), db.func.sum(u.version))
    kueri = db.select(u.kelompok_sidang_id, u.status, u.hasil, *angka).where(
        *syarat, u.status.in_((StatusUsulan.DIAJUKAN, *STATUS[Tampil.SEMUA]))
    )
    found: dict[int, Rekap] = {}
    versi: dict[int, list[int]] = {}
    for kelompok, status, hasil, n, usulan, sepakat, jumlah in db.session.execute(
        kueri.group_by(u.kelompok_sidang_id, u.status, u.hasil)
    ):
        lama = found.get(kelompok, Rekap())
        bagian = Bagian(int(n), int(usulan or 0), int(sepakat or 0))
        per, belum, menunggu = dict(lama.hasil), lama.belum, lama.menunggu
        if status in DIPUTUSKAN:
            per[hasil] = per.get(hasil, NIHIL) + bagian
        elif status is StatusUsulan.DIVERIFIKASI:
            belum = belum + bagian
        else:
            menunggu += bagian.jumlah
        versi[kelompok] = [a + int(b) for a, b in zip(versi.get(kelompok, [0, 0]), (n, jumlah), strict=True)]
        found[kelompok] = Rekap(belum, per, menunggu, "-".join(map(str, (*versi[kelompok], belum.jumlah))))
    return found


def terakhir(musrenbang_id: int, kelompok_id: int | None = None, n: int = 5) -> list[Usulan]:
    """The usulan decided last, the newest first."""
    return list(db.session.scalars(_terbaru(db.select(Usulan), musrenbang_id, kelompok_id).limit(n)))


def terakhir_id(musrenbang_id: int, kelompok_id: int, n: int) -> list[int]:
    return list(db.session.scalars(_terbaru(db.select(Usulan.id), musrenbang_id, kelompok_id).limit(n)))


def _terbaru(kueri: Select[Any], musrenbang_id: int, kelompok_id: int | None) -> Select[Any]:
    kueri = kueri.where(
        Usulan.musrenbang_id == musrenbang_id, Usulan.deleted_at.is_(None), Usulan.status.in_(DIPUTUSKAN)
    )
    if kelompok_id is not None:
        kueri = kueri.where(Usulan.kelompok_sidang_id == kelompok_id)
    return kueri.order_by(Usulan.updated_at.desc(), Usulan.id.desc())
