"""The figures behind the pictures of a Musrenbang: usulan counted and summed by the database, for papers and screens.

One statement, whatever the number of usulan; each row that comes back stands for many. All living usulan are in
them, also drafts and withdrawn ones, so that every picture has the same total as the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select

from documents import kata
from documents.tulisan import capital
from models.base import db
from models.musrenbang import Musrenbang, PelaksanaanLangkah
from models.pemangku_kepentingan import Unsur
from models.pesan import Pesan
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.usulan import AsalUsulan, HasilUsulan, StatusUsulan, Usulan
from sop.langkah import langkah_sop, menit_langkah
from sop.sipd import DIPUTUSKAN, DITERIMA

Saring = Callable[[Select[Any]], Select[Any]]
BELUM, BATAL = Pesan("belum diputuskan"), "batal"


@dataclass(frozen=True)
class Hitung:
    """So many usulan for so many rupiah; of them so many accepted, for so many rupiah agreed."""

    jumlah: int = 0
    diusulkan: int = 0
    diterima: int = 0
    disepakati: int = 0

    def __add__(self, lain: Hitung) -> Hitung:
        return Hitung(
            self.jumlah + lain.jumlah,
            self.diusulkan + lain.diusulkan,
            self.diterima + lain.diterima,
            self.disepakati + lain.disepakati,
        )


NOL = Hitung()
Tabel = dict[Any, Hitung]


@dataclass(frozen=True)
class Angka:
    """`kelompok`, `kecamatan`, `wilayah`, `opd` by id (None: not said), `asal`, `status` by word; `alir` from asal to
    what became of it: a HasilUsulan, BELUM or BATAL."""

    semua: Hitung = NOL
    kelompok: Tabel = field(default_factory=dict)
    kecamatan: Tabel = field(default_factory=dict)
    wilayah: Tabel = field(default_factory=dict)
    opd: Tabel = field(default_factory=dict)
    asal: Tabel = field(default_factory=dict)
    status: Tabel = field(default_factory=dict)
    alir: dict[tuple[AsalUsulan, str], Hitung] = field(default_factory=dict)


def usulan(musrenbang_id: int, saring: Saring = lambda stmt: stmt) -> Angka:
    """The figures of one Musrenbang; `saring` narrows the select to what a person may read."""
    tabel: list[dict[Any, list[int]]] = [{} for _ in range(7)]
    semua = [0, 0, 0, 0]
    for row in db.session.execute(saring(_kueri(musrenbang_id))):
        nilai: list[Any] = list(row)
        *kolom, status, hasil = nilai[:7]
        satu = [int(n or 0) for n in nilai[7:]]
        kunci = (*kolom, status, (kolom[-1], menjadi(status, hasil)))
        for jumlah in (semua, *(t.setdefault(k, [0, 0, 0, 0]) for t, k in zip(tabel, kunci, strict=True))):
            for i in range(4):
                jumlah[i] += satu[i]
    kelompok, kecamatan, wilayah, opd, asal, per_status, alir = ({k: Hitung(*v) for k, v in t.items()} for t in tabel)
    return Angka(Hitung(*semua), kelompok, kecamatan, wilayah, opd, asal, per_status, alir)


def menjadi(status: StatusUsulan, hasil: HasilUsulan | None) -> str:
    """What became of a usulan, in a word."""
    if status is StatusUsulan.BATAL:
        return BATAL
    return hasil.value if hasil is not None and status in DIPUTUSKAN else BELUM


def _kueri(musrenbang_id: int) -> Select[Any]:
    """A row for all usulan that are alike in every respect by which they are counted: some thousand for a city."""
    kolom = (Usulan.kelompok_sidang_id, Usulan.kecamatan_id, Usulan.wilayah_id, Usulan.opd_pengampu_id, Usulan.asal)
    kunci = (*kolom, Usulan.status, Usulan.hasil)
    terima = db.and_(Usulan.status.in_(DIPUTUSKAN), Usulan.hasil.in_(DITERIMA))
    jumlah = (
        db.func.count(),
        db.func.sum(Usulan.pagu_usulan),
        db.func.sum(db.case((terima, 1), else_=0)),
        db.func.sum(db.case((terima, db.func.coalesce(Usulan.pagu_disepakati, 0)), else_=0)),
    )
    stmt: Select[Any] = db.select(*kunci, *jumlah).group_by(*kunci)
    return stmt.where(Usulan.musrenbang_id == musrenbang_id, Usulan.deleted_at.is_(None))


# --- steps and meetings -----------------------------------------------------------------------------------------------

SIDANG = (JenisRapat.PLENO, JenisRapat.SIDANG_KELOMPOK)
KEHADIRAN = ("pleno_daftar", "pleno_hadir", "sidang_daftar", "sidang_hadir")


def kehadiran(m: Musrenbang) -> tuple[list[dict[str, Any]], list[int]]:
    """Who was on the lists and who came, to the pleno and to the sidang kelompok, in the order of the elements; and
    the ids of these meetings."""
    kueri = (
        db.select(DaftarHadir.rapat_id, DaftarHadir.unsur, Rapat.jenis, DaftarHadir.hadir, db.func.count())
        .join(Rapat, DaftarHadir.rapat_id == Rapat.id)
        .where(Rapat.musrenbang_id == m.id, Rapat.jenis.in_(SIDANG), Rapat.deleted_at.is_(None))
        .where(DaftarHadir.deleted_at.is_(None))
        .group_by(DaftarHadir.rapat_id, DaftarHadir.unsur, Rapat.jenis, DaftarHadir.hadir)
    )
    baris: dict[Unsur, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KEHADIRAN, 0))
    rapat = set()
    for rapat_id, unsur, jenis, datang, n in db.session.execute(kueri):
        rapat.add(rapat_id)
        awalan = "pleno" if jenis is JenisRapat.PLENO else "sidang"
        baris[unsur][f"{awalan}_daftar"] += n
        baris[unsur][f"{awalan}_hadir"] += n if datang else 0
    rows = [{"unsur": u.value, "nama": capital(u.value), **baris[u]} for u in Unsur if u in baris]
    return rows, sorted(rapat)


def langkah(m: Musrenbang) -> list[dict[str, Any]]:
    """Each step of the SOP with its norm, the minutes worked (the longest Bidang) and the days it was done on."""
    kueri = db.select(PelaksanaanLangkah).options(db.joinedload(PelaksanaanLangkah.langkah))
    dikerjakan: dict[str, list[PelaksanaanLangkah]] = defaultdict(list)
    for row in db.session.scalars(kueri.where(PelaksanaanLangkah.musrenbang_id == m.id)):
        dikerjakan[row.langkah.kode].append(row)
    return [
        {
            "id": x.id,
            "nomor": x.urutan,
            "nama": x.aktivitas,
            "tanggal": _hari(dikerjakan[x.kode]),
            "norma": x.waktu,
            "menit": menit_langkah(dikerjakan[x.kode]),
        }
        for x in langkah_sop(m)
    ]


def _hari(rows: list[PelaksanaanLangkah]) -> str:
    hari = [r.tanggal for r in rows if r.tanggal]
    return kata.rentang_tanggal(min(hari), max(hari)) if hari else "-"
