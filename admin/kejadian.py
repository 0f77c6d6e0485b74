"""What happened last and what is due next, for the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from admin import gerak, rincian
from admin.bahasa import terjemah
from admin.musrenbang import BarisLangkah
from bulk.daftar import acuan
from documents import kata, tulisan
from models.base import db, kinds, slug
from models.musrenbang import Musrenbang
from models.pesan import Pesan
from models.rantai import Riwayat
from models.waktu import WIB, hari_ini, sekarang
from sop.access import Actor, Verb, may

DIBACA, TAMPIL = 120, 4  # entries of the diary that are looked through, and events that are shown
# Acts that say something to everybody; a change of a field does not.
DIAM: set[str | tuple[str, str]] = {
    "ubah",
    "pulihkan",
    ("dokumen", "buat"),  # by the move of its letter, which is told; and when signed, it may still wait for its number
}


@dataclass(frozen=True)
class Kejadian:
    """One event: several records that one person moved alike in a row are one."""

    nama: str
    aksi: str
    apa: str
    url: str
    waktu: datetime
    jumlah: int


@dataclass(frozen=True)
class Tenggat:
    """A day that is awaited; `nada` is perhatian in its last week and bahaya when it has passed."""

    judul: str
    url: str
    hari: date
    nada: str


def events(actor: Actor, case: Musrenbang) -> list[Kejadian]:
    """The newest first; only of kinds that this person may read."""
    known = kinds()
    read = [kind for kind, model in known.items() if may(actor, Verb.BACA, model)]
    columns = (Riwayat.id, Riwayat.nama, Riwayat.kind, Riwayat.record_id, Riwayat.aksi, Riwayat.waktu)
    stmt = db.select(*columns).where(Riwayat.musrenbang_id == case.id).order_by(Riwayat.id.desc()).limit(DIBACA)
    rows = [r for r in db.session.execute(stmt) if r.kind in read and not {r.aksi, (r.kind, r.aksi)} & DIAM]
    groups = [list(g) for _, g in groupby(rows, key=lambda r: (r.nama, r.kind, r.aksi))][:TAMPIL]
    found = []
    for group in groups:
        newest, model = group[0], known[group[0].kind]
        act = rincian.AKSI.get(newest.aksi) or gerak.title_of(newest.kind, newest.aksi)
        one = len({r.record_id for r in group}) == 1
        if one:
            name = acuan.name(newest.kind, newest.record_id)
            what = name if name.startswith(str(model.JUDUL)) else Pesan("{a}: {b}", a=model.JUDUL, b=name)
        else:
            what = Pesan("{n} {jenis}", n=kata.bilangan(len(group)), jenis=tulisan.small(terjemah(model.JUDUL)))
        url = f"/{slug(newest.kind)}/" + (f"details/?id={newest.record_id}" if one else "")
        found.append(Kejadian(newest.nama, act, what, url, newest.waktu, len(group)))
    return found


def deadlines(case: Musrenbang, steps: list[BarisLangkah]) -> list[Tenggat]:
    """The deadlines of steps that are not done, and the day of the event, in the order of their days."""
    today = hari_ini()
    url = f"/musrenbang/details/?id={case.id}"
    found = [
        Tenggat(
            Pesan("Langkah {no}: {aktivitas}", no=s.no, aktivitas=s.aktivitas),
            f"{url}#langkah-{s.kode}",
            s.batas,
            _tone(s.batas, today),
        )
        for s in steps
        if s.batas and not s.rampung
    ]
    if case.tanggal_acara and case.tanggal_acara >= today:
        found.append(
            Tenggat(Pesan("Hari pelaksanaan Musrenbang"), url, case.tanggal_acara, _tone(case.tanggal_acara, today))
        )
    return sorted(found, key=lambda t: t.hari)


def _tone(day: date, today: date) -> str:
    left = (day - today).days
    return "bahaya" if left < 0 else "perhatian" if left <= 7 else "netral"


def ago(when: datetime) -> str:
    """`baru saja`, `12 menit lalu`, `3 jam lalu`, `kemarin`, `5 hari lalu`, else the day."""
    minutes = int((sekarang() - when).total_seconds() // 60)
    days = (hari_ini() - when.astimezone(WIB).date()).days
    if days > 30 or minutes < -1:
        return kata.tanggal(when.astimezone(WIB).date())
    if days > 1:
        return Pesan("{n} hari lalu", n=days)
    if days == 1:
        return Pesan("kemarin")
    if minutes < 2:
        return Pesan("baru saja")
    hours = minutes // 60
    return Pesan("{n} jam lalu", n=hours) if hours else Pesan("{n} menit lalu", n=minutes)


def left(day: date) -> str:
    """`hari ini`, `besok`, `12 hari lagi`, `lewat 3 hari`."""
    days = (day - hari_ini()).days
    if days < 0:
        return Pesan("lewat {n} hari", n=kata.bilangan(-days))
    if days > 1:
        return Pesan("{n} hari lagi", n=kata.bilangan(days))
    return Pesan("besok") if days else Pesan("hari ini")
