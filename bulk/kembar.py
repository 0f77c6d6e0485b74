"""Usulan that may be the same: of one kelurahan, alike in their words, not told apart by RW or by a number.

Compared is only within a kelurahan (in one with very many, within an RW), so 3,300 usulan take well under a second.
Whether two are the same is for a person to say; "bukan ganda" is remembered.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from models.base import db
from models.usulan import BukanGanda, StatusUsulan, Usulan
from models.wilayah import Wilayah
from sop.access import Actor, scope

TERBUKA = (StatusUsulan.DRAF, StatusUsulan.DIAJUKAN, StatusUsulan.DIKEMBALIKAN, StatusUsulan.DIVERIFIKASI)
SERUPA = 84  # of 100
BLOK = 400  # usulan that are compared each with each; above that only within an RW
TERLAMA = 5.0  # seconds; what is left then is not compared, and the page says so
SATU_KELOMPOK = 6  # side by side
HAMPA = "di dan untuk yang pada rw rt kelurahan kel desa kecamatan kec jalan jl gg gang no nomor kota bogor wilayah"
_HAMPA = frozenset(HAMPA.split(" "))  # words that tell nothing apart


@dataclass(frozen=True)
class Ciri:
    """What two usulan are compared by."""

    id: int
    wilayah_id: int
    rw: str
    usulan: str
    masalah: str
    angka: frozenset[str]


@dataclass(frozen=True)
class Kelompok:
    """Usulan that may be one, the most alike first; `nilai` is of the likest two."""

    ids: tuple[int, ...]
    nilai: int


@dataclass(frozen=True)
class Temuan:
    kelompok: list[Kelompok]
    dibandingkan: int
    utuh: bool  # False: time was up before all were compared


def cari(musrenbang_id: int, actor: Actor) -> Temuan:
    """The groups of one Musrenbang, the likest first."""
    ciri = list(_ciri(musrenbang_id, actor))
    bukan = {(a, b) for a, b in db.session.execute(db.select(BukanGanda.kecil_id, BukanGanda.besar_id))}
    batas = time.monotonic() + TERLAMA
    pasangan: dict[tuple[int, int], int] = {}
    utuh = True
    for blok in _blok(ciri):
        if time.monotonic() > batas:
            utuh = False
            break
        pasangan.update((k, n) for k, n in _serupa(blok) if k not in bukan)
    return Temuan(_kelompok(pasangan), len(ciri), utuh)


def _ciri(musrenbang_id: int, actor: Actor) -> Iterator[Ciri]:
    nama: dict[int, str] = {id_: n for id_, n in db.session.execute(db.select(Wilayah.id, Wilayah.nama))}
    c = (Usulan.id, Usulan.wilayah_id, Usulan.rw, Usulan.usulan, Usulan.permasalahan)
    kueri = scope(db.select(*c), actor, Usulan).where(
        Usulan.musrenbang_id == musrenbang_id, Usulan.deleted_at.is_(None), Usulan.status.in_(TERBUKA)
    )
    for id_, wilayah_id, rw, usulan, masalah in db.session.execute(kueri.order_by(Usulan.id)):
        tempat = frozenset(_kata(nama.get(wilayah_id, "")))
        kata = [k for k in _kata(usulan) if k not in _HAMPA and k not in tempat]
        angka = frozenset(k.lstrip("0") for k in kata if k.isdigit())
        inti = " ".join(k for k in kata if not k.isdigit())
        soal = " ".join(k for k in _kata(masalah)[:40] if k not in _HAMPA and k not in tempat and not k.isdigit())
        yield Ciri(id_, wilayah_id, (rw or "").lstrip("0"), inti, soal, angka)


def _kata(teks: str) -> list[str]:
    polos = unicodedata.normalize("NFKD", teks).casefold()
    return re.findall(r"[a-z0-9]+", polos)


def _blok(ciri: Iterable[Ciri]) -> Iterator[list[Ciri]]:
    menurut: dict[int, list[Ciri]] = defaultdict(list)
    for satu in ciri:
        menurut[satu.wilayah_id].append(satu)
    for blok in menurut.values():
        if len(blok) <= BLOK:
            yield blok
            continue
        rw: dict[str, list[Ciri]] = defaultdict(list)
        for satu in blok:
            rw[satu.rw].append(satu)
        for kecil in rw.values():
            yield from (kecil[i : i + BLOK] for i in range(0, len(kecil), BLOK))


def _serupa(blok: Sequence[Ciri]) -> Iterator[tuple[tuple[int, int], int]]:
    for a, b in combinations(blok, 2):
        if (a.rw and b.rw and a.rw != b.rw) or (a.angka and b.angka and not a.angka & b.angka):
            continue
        nilai = max(fuzz.token_sort_ratio(a.usulan, b.usulan), 0.95 * fuzz.token_set_ratio(a.usulan, b.usulan))
        if nilai < SERUPA - 12:
            continue
        nilai = 0.75 * nilai + 0.25 * fuzz.token_set_ratio(a.masalah, b.masalah)
        if nilai >= SERUPA:
            yield (a.id, b.id), round(nilai)


def _kelompok(pasangan: dict[tuple[int, int], int]) -> list[Kelompok]:
    """Pairs that hang together, the likest first; no more in a group than fit side by side."""
    dari: dict[int, set[int]] = {}
    nilai: dict[int, int] = {}
    for (a, b), n in sorted(pasangan.items(), key=lambda p: (-p[1], p[0])):
        gabung = dari.get(a, {a}) | dari.get(b, {b})
        if len(gabung) > SATU_KELOMPOK:
            continue
        for id_ in gabung:
            dari[id_] = gabung
            nilai[id_] = max(nilai.get(id_, 0), n)
    unik = {min(g): g for g in dari.values() if len(g) > 1}
    hasil = [Kelompok(tuple(sorted(g)), max(nilai[i] for i in g)) for g in unik.values()]
    return sorted(hasil, key=lambda k: (-k.nilai, k.ids))


def bukan_ganda(ids: Sequence[int], actor: Actor) -> None:
    """None of these is the same as another of them; remembered, committed."""
    for a, b in combinations(sorted(set(ids)), 2):
        if db.session.get(BukanGanda, (a, b)) is None:
            db.session.add(BukanGanda(kecil_id=a, besar_id=b, pengguna_id=actor.pengguna_id))
    db.session.commit()
