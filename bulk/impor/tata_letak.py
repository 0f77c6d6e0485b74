"""Which column of a file is what: the row of headings, the two SIPD layouts, headings that are known, and memory.

To have another layout recognised, add a row to TATA_LETAK: the headings it is known by, and what they are read as.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bulk.impor.bentuk import BENTUK, KODE_LUAR, KOEFISIEN, NOMOR, lajur
from bulk.lembar_kerja import fold
from models import kolom

CARI_JUDUL = 30  # rows in which the headings are looked for


@dataclass(frozen=True)
class TataLetak:
    """`tanda`: headings that all have to be there, `bukan`: that must not; `peta`: heading → what it is read as."""

    nama: str
    kind: str
    sumber: str
    tanda: frozenset[str]
    bukan: frozenset[str]
    peta: Mapping[str, str]


def norma(teks: object) -> str:
    """A heading without capitals, accents, spaces and points."""
    return fold(teks)


_SIPD = {
    "pengusul": "pengusul",
    "permasalahan": "permasalahan",
    "usulan": "usulan",
    "alamat": "alamat",
    "skpdtujuanawal": "opd_awal_id",
    "skpdtujuanakhir": "opd_pengampu_id",
    "koefisien": KOEFISIEN,
}
_SIPD_ID = {
    "idusulan": KODE_LUAR,
    "kec": "kecamatan",
    "kecamatan": "kecamatan",
    "kel": "wilayah_id",
    "kelurahan": "wilayah_id",
    "keldesa": "wilayah_id",
    "volume": "volume",
    "satuan": "satuan",
    "anggaran": "pagu_usulan",
    "subkegiatan": "sub_kegiatan_id",
    "status": "sipd_status",
}
_TANDA = frozenset({"pengusul", "permasalahan", "usulan", "skpdtujuanawal"})

# The exports of SIPD that are in use (Malang; Pacitan with its further columns): domain README 3.1.
TATA_LETAK = (
    TataLetak("SIPD dengan ID usulan", "usulan", "SIPD", _TANDA | {"idusulan"}, frozenset(), _SIPD | _SIPD_ID),
    TataLetak("SIPD tanpa ID usulan", "usulan", "SIPD", _TANDA, frozenset({"idusulan"}), _SIPD),
)
DENGAN_ID, TANPA_ID = TATA_LETAK[0].nama, TATA_LETAK[1].nama


def kenali(kind: str, judul: Sequence[str]) -> TataLetak | None:
    ada = {norma(j) for j in judul}
    return next((t for t in TATA_LETAK if t.kind == kind and t.tanda <= ada and not t.bukan & ada), None)


@cache
def dikenal(kind: str) -> dict[str, str]:
    """Heading → what it is read as: labels and names of columns first, then the further headings of the kind."""
    hasil: dict[str, str] = {}
    for nama, satu in lajur(kind).items():
        if satu.column is not None:
            for teks in (satu.judul, nama, nama.removesuffix("_id")):
                hasil.setdefault(norma(teks), nama)
    hasil |= {norma(lajur(kind)[nama].judul): nama for nama in (KODE_LUAR, NOMOR)}
    for nama, semua in BENTUK[kind].alias.items():
        for teks in semua:
            hasil.setdefault(norma(teks), nama)
    return hasil


def baris_judul(kind: str, baris: Iterable[tuple[int, Sequence[Any]]]) -> tuple[int, list[str]] | None:
    """(number, headings): the row with most known headings among the first ones; else the first with two texts."""
    terbaik: tuple[int, int, list[str]] | None = None
    cadangan: tuple[int, list[str]] | None = None
    milik = dikenal(kind)
    sipd = {j for t in TATA_LETAK if t.kind == kind for j in t.peta}
    for nomor, sel in baris:
        judul = [_judul(x) for x in sel]
        if cadangan is None and sum(bool(j) for j in judul) >= 2:
            cadangan = (nomor, judul)
        cocok = len({milik.get(norma(j), norma(j)) for j in judul if norma(j) in milik or norma(j) in sipd})
        if cocok >= 2 and (terbaik is None or cocok > terbaik[0]):
            terbaik = (cocok, nomor, judul)
    if terbaik is not None:
        return terbaik[1], terbaik[2]
    return cadangan


def _judul(sel: Any) -> str:
    return " ".join(str(sel).split())[:120] if isinstance(sel, str | int | float) and not isinstance(sel, bool) else ""


def usulkan(
    kind: str, judul: Sequence[str], ingatan: Mapping[str, str], berisi: Mapping[str, bool]
) -> tuple[dict[str, str], TataLetak | None]:
    """{number of the column: what it is read as}, and the layout if it is known; each meaning once.

    `ingatan`: how these headings were understood the last time ("" for: not at all). `berisi`: kinds that have rows:
    a reference to an empty table could only be wrong.
    """
    tata = kenali(kind, judul)
    milik = dict(dikenal(kind))
    if tata is not None:
        milik = dict(tata.peta)
        if {"volume", "satuan"} & {norma(j) for j in judul} and "idusulan" in tata.tanda:
            milik.pop("koefisien", None)
    hasil: dict[str, str] = {}
    terpakai: set[str] = set()
    for i, teks in enumerate(judul):
        kunci = norma(teks)
        sasaran = ingatan.get(kunci, milik.get(kunci, ""))
        if not sasaran or sasaran in terpakai or sasaran not in lajur(kind) or not _ada(kind, sasaran, berisi):
            continue
        hasil[str(i)] = sasaran
        terpakai.add(sasaran)
    return hasil, tata


def _ada(kind: str, sasaran: str, berisi: Mapping[str, bool]) -> bool:
    column = lajur(kind)[sasaran].column
    target = kolom.target_of(column) if column is not None else None
    return target is None or berisi.get(target, True)
