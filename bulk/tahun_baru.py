"""The next year out of this one: what is shared stays shared, what belongs to one Musrenbang is copied or left behind.

Address book, rooms, officials, texts and classes of papers stand outside the years and need no copy. Copied are the
structure of the team (a draft without number, date, signature) and, where wished, vision, missions and priorities.
Bookings, schedules, numbers, pagu and deadlines never are. Chosen postponed or refused usulan are carried over as
drafts that name the usulan they come from. All of it is one transaction; doing it again adds only what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.base import Record, db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import StatusNaskah
from models.perencanaan import Prioritas
from models.pesan import Ditolak, Keliru, SopError
from models.tim import AnggotaTim, Tim
from models.usulan import HasilUsulan, KodeUsulan, StatusUsulan, Usulan
from sop.access import Actor, Verb, explain

TERBANYAK = 5_000
DAPAT_DIBAWA = (HasilUsulan.DITUNDA, HasilUsulan.DITOLAK)
DIPUTUSKAN = (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)
# What a usulan asks for; what was decided, numbered or typed into SIPD belongs to its own year.
ISI_USULAN = (
    *("usulan", "permasalahan", "asal", "pengusul", "kelompok_sidang_id", "wilayah_id", "kecamatan_id", "alamat"),
    *("rt", "rw", "volume", "satuan", "pagu_usulan", "opd_awal_id", "opd_pengampu_id", "sub_kegiatan_id"),
    *("kamus_usulan_id", "kesiapan_lahan", "kesiapan_rincian", "berkas_id"),
)
ISI_TIM = ("perihal", "penandatangan_id", "jenis_sk", "menimbang", "mengingat", "memperhatikan", "memutuskan")
ISI_ANGGOTA = ("urutan", "pejabat_id", "nama", "kedudukan", "kelompok_sidang_id")
ISI_PRIORITAS = ("jenis", "urutan", "uraian")


@dataclass(frozen=True)
class Pilihan:
    """What the page asked: the year and its name, what is copied, which usulan are carried over."""

    tahun: int
    nama: str
    tim: bool = False
    prioritas: bool = False
    usulan: Sequence[int] = ()


@dataclass
class Hasil:
    """What was made: the Musrenbang of the new year, and how much came along."""

    musrenbang: Musrenbang
    baru: bool
    tim: int = 0
    prioritas: int = 0
    usulan: int = 0
    lewat: list[str] = field(default_factory=list)  # usulan that were there already, by code


def calon(m: Musrenbang) -> list[Any]:
    """The usulan that may be carried over (id, kode, usulan, hasil, …), with `dibawa`: how often they have been."""
    lanjut = db.aliased(Usulan)
    dibawa = (
        db.select(db.func.count())
        .where(lanjut.asal_usulan_id == Usulan.id, lanjut.deleted_at.is_(None))
        .correlate(Usulan)
        .scalar_subquery()
    )
    kueri = db.select(
        *(Usulan.id, Usulan.kode, Usulan.usulan, Usulan.hasil, Usulan.wilayah_id, Usulan.pagu_usulan, Usulan.alasan_id),
        dibawa.label("dibawa"),
    ).where(*_milik(m))
    return list(db.session.execute(kueri.order_by(Usulan.hasil.desc(), Usulan.kode).limit(TERBANYAK)))


def _milik(m: Musrenbang) -> tuple[Any, ...]:
    return (
        Usulan.musrenbang_id == m.id,
        Usulan.deleted_at.is_(None),
        Usulan.status.in_(DIPUTUSKAN),
        Usulan.hasil.in_(DAPAT_DIBAWA),
    )


def tujuan(tahun: int) -> Musrenbang | None:
    """The Musrenbang of that year, if there is one already."""
    kueri = db.select(Musrenbang).where(
        Musrenbang.tahun == tahun,
        Musrenbang.deleted_at.is_(None),
        Musrenbang.status != StatusMusrenbang.DIBATALKAN,
    )
    found: Musrenbang | None = db.session.scalar(kueri.order_by(Musrenbang.id).limit(1))
    return found


def buat(lama: Musrenbang, pilihan: Pilihan, actor: Actor) -> Hasil:
    """Make or complete the year; the caller commits. Raises Keliru, Ditolak or SopError: then roll back."""
    if not lama.tahun < pilihan.tahun <= 2100:
        raise Keliru("Tahun rencana baru harus sesudah {tahun}.", "tahun", tahun=lama.tahun)
    if len(pilihan.usulan) > TERBANYAK:
        raise Keliru("Paling banyak {n} usulan sekaligus.", n=TERBANYAK)
    # Two people who press at once: the second waits here, and then finds what the first has made.
    db.session.refresh(lama, with_for_update=True)
    ada = tujuan(pilihan.tahun)
    hasil = Hasil(ada or _musrenbang(lama, pilihan, actor), baru=ada is None)
    if pilihan.tim:
        hasil.tim = _salin_tim(lama, hasil.musrenbang, actor)
    if pilihan.prioritas:
        hasil.prioritas = _salin_prioritas(lama.tahun, pilihan.tahun, actor)
    _bawa(lama, hasil, pilihan.usulan, actor)
    db.session.flush()
    return hasil


def _musrenbang(lama: Musrenbang, pilihan: Pilihan, actor: Actor) -> Musrenbang:
    nama = pilihan.nama.strip()
    if not nama:
        raise Keliru("Nama wajib diisi.", "nama")
    baru = Musrenbang(nama=nama[:200], tahun=pilihan.tahun, tempat=lama.tempat, demonstrasi=lama.demonstrasi)
    _boleh(actor, baru)
    db.session.add(baru)
    db.session.flush()
    return baru


def _salin_tim(lama: Musrenbang, baru: Musrenbang, actor: Actor) -> int:
    """The newest team as a draft with its members; nothing if the year has a team already."""
    if db.session.scalar(db.select(Tim.id).filter_by(musrenbang_id=baru.id, deleted_at=None).limit(1)):
        return 0
    kueri = db.select(Tim).filter_by(musrenbang_id=lama.id, deleted_at=None)
    asal = db.session.scalar(
        kueri.where(Tim.status != StatusNaskah.DIBATALKAN).order_by(Tim.versi.desc(), Tim.id.desc()).limit(1)
    )
    if asal is None:
        return 0
    tim = Tim(**_isi(asal, ISI_TIM), musrenbang_id=baru.id)
    _boleh(actor, tim)
    db.session.add(tim)
    db.session.flush()
    db.session.add_all(AnggotaTim(**_isi(x, ISI_ANGGOTA), tim_id=tim.id) for x in asal.anggota)
    db.session.flush()
    return len(asal.anggota)


def _salin_prioritas(dari: int, ke: int, actor: Actor) -> int:
    if db.session.scalar(db.select(Prioritas.id).filter_by(tahun=ke, deleted_at=None).limit(1)):
        return 0
    asal = db.session.scalars(db.select(Prioritas).filter_by(tahun=dari, deleted_at=None).order_by(Prioritas.id)).all()
    rows = [Prioritas(**_isi(x, ISI_PRIORITAS), tahun=ke) for x in asal]
    for row in rows[:1]:
        _boleh(actor, row)
    db.session.add_all(rows)
    return len(rows)


def _bawa(lama: Musrenbang, hasil: Hasil, ids: Sequence[int], actor: Actor) -> None:
    """The chosen usulan as drafts of the new year; one that was carried over before is not carried over twice."""
    if not ids:
        return
    dipilih = [
        u
        for mulai in range(0, len(ids), 500)
        for u in db.session.scalars(db.select(Usulan).where(*_milik(lama), Usulan.id.in_(ids[mulai : mulai + 500])))
    ]
    if len(dipilih) < len(set(ids)):
        raise SopError("Ada usulan yang tidak lagi ditunda atau ditolak, atau bukan dari Musrenbang ini. Muat ulang.")
    kueri = db.select(Usulan.asal_usulan_id).where(
        Usulan.musrenbang_id == hasil.musrenbang.id, Usulan.asal_usulan_id.is_not(None), Usulan.deleted_at.is_(None)
    )
    sudah = set(db.session.scalars(kueri))
    hasil.lewat = sorted(u.kode for u in dipilih if u.id in sudah)
    kode = KodeUsulan(hasil.musrenbang).berikut(frozenset())
    boleh: set[int] = set()
    with db.session.no_autoflush:
        for u in sorted((u for u in dipilih if u.id not in sudah), key=lambda u: u.kode):
            isi = _isi(u, ISI_USULAN)
            baru = Usulan(**isi, musrenbang_id=hasil.musrenbang.id, kode=next(kode), asal_usulan_id=u.id)
            if u.kelompok_sidang_id not in boleh:  # the right depends on the kelompok alone
                _boleh(actor, baru)
                boleh.add(u.kelompok_sidang_id)
            db.session.add(baru)
            hasil.usulan += 1


def _isi(record: Record, kolom: Sequence[str]) -> dict[str, Any]:
    return {k: getattr(record, k) for k in kolom}


def _boleh(actor: Actor, record: Record) -> None:
    if pesan := explain(actor, Verb.BUAT, record):
        raise Ditolak(pesan)
