"""What the SOP in force and the table of moves say of a kind: its steps, who does them, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from models import ingatan
from models.base import Record, kinds
from models.peran import Peran
from models.pesan import Pesan
from models.sop import Langkah, SopRevisi
from sop import lifecycle
from sop.access import Verb, peran_dengan
from sop.aturan import sop_berlaku
from sop.belonging import akar
from sop.kelengkapan import SYARAT

SUMBER = ("sop_revisi", "langkah", "langkah_pelaksana", "kelas_naskah", "pengaturan")


@dataclass(frozen=True)
class LangkahBantuan:
    """A step in the words of the SOP; `sebagai` says what the kind is to it: "dihasilkan" or "diperlukan" there."""

    urutan: int
    aktivitas: str
    sebagai: str
    pelaksana: tuple[str, ...]
    kelengkapan: tuple[str, ...]
    output: tuple[str, ...]
    waktu: str


@dataclass(frozen=True)
class GerakBantuan:
    """A move: from which states (their words) to which, and who makes it; `ke` None leaves the state as it is."""

    judul: str
    dari: tuple[str, ...]
    ke: str | None
    oleh: tuple[str, ...]


@dataclass(frozen=True)
class Bantuan:
    """`sesudah`: the step after the last one that the kind has to do with, as (number, activity)."""

    langkah: tuple[LangkahBantuan, ...]
    sesudah: tuple[int, str] | None
    gerak: tuple[GerakBantuan, ...]
    pengisi: tuple[str, ...]

    def berikut(self, status: str) -> tuple[GerakBantuan, ...]:
        """The moves that lead on from this state."""
        return tuple(g for g in self.gerak if status in g.dari and g.ke and g.ke != status)


def untuk(kind: str) -> Bantuan:
    """Remembered until the SOP changes: every page asks for it."""
    return ingatan.ingat(SUMBER, ("bantuan", kind), lambda: _susun(kinds()[kind]))


def _susun(model: type[Record]) -> Bantuan:
    sop = sop_berlaku()
    semua = _langkah(model, sop) if sop else []
    # Rows of the plan itself belong to every step, so none comes after them.
    terakhir = max((x.urutan for x in semua), default=None)
    lanjut = next((x for x in sop.langkah if x.urutan == terakhir + 1), None) if sop and terakhir else None
    return Bantuan(
        tuple(semua),
        (lanjut.urutan, lanjut.aktivitas.rstrip(". ")) if lanjut else None,
        tuple(_gerak(model.__tablename__, sop)),
        tuple(peran.judul for peran in peran_dengan(Verb.BUAT, model)),
    )


def _langkah(model: type[Record], sop: SopRevisi) -> list[LangkahBantuan]:
    names = {n for n, s in SYARAT.items() if {model.__tablename__, akar(model).__tablename__} & set(s.kinds)}
    hasil = []
    for x in sop.langkah:
        if any(names & set(butir["syarat"]) for butir in x.output):
            hasil.append(_satu(x, "dihasilkan"))
        elif any(names & set(butir["syarat"]) for butir in x.kelengkapan):
            hasil.append(_satu(x, "diperlukan"))
    return hasil


def _satu(x: Langkah, sebagai: str) -> LangkahBantuan:
    return LangkahBantuan(
        x.urutan,
        x.aktivitas.rstrip(". "),
        sebagai,
        _judul({p.peran for p in x.pelaksana}),
        tuple(butir["teks"] for butir in x.kelengkapan),
        tuple(butir["teks"] for butir in x.output),
        x.waktu_teks,
    )


def _gerak(kind: str, sop: SopRevisi | None) -> list[GerakBantuan]:
    """The moves of people in the order of the table; what the system does by itself is left out."""
    hasil = []
    for gerak in lifecycle.gerak_dari(kind):
        if isinstance(gerak.bila, lifecycle.Urutan) and not gerak.bila(None):
            continue
        milik = [x for x in (sop.langkah if sop else []) if gerak.nama in x.tindakan and not gerak.tetap]
        peran = {p.peran for x in milik for p in x.pelaksana} if milik else set(gerak.peran)
        oleh = (Pesan("pelaksana langkah"),) if kind == "pelaksanaan_langkah" else _judul(peran)
        if oleh:
            hasil.append(GerakBantuan(gerak.judul, tuple(sorted(gerak.dari)), gerak.ke, oleh))
    return hasil


def _judul(peran: set[Peran]) -> tuple[str, ...]:
    return tuple(p.judul for p in Peran if p in peran)
