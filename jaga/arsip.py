"""Reads every stored file and issued paper again, and names what is missing, changed, swapped, or of nobody.

Four witnesses must agree on a file: its bytes, the SHA-256 of its row, the paper that it freezes, and the diary's entry
of the day it came. Whoever changes bytes and digest together is still contradicted by the diary, which is chained.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, literal, select, union_all

from jaga import basis, cadangan, isi_basis
from models import keadaan, setelan
from models.base import Base
from models.berkas import Berkas
from models.dokumen import Dokumen
from models.rantai import Riwayat
from models.tanda_tangan import TandaTanganElektronik

HILANG, BERUBAH, TERTUKAR, YATIM = "hilang", "berubah", "tertukar", "tanpa pemilik"
DIINGAT = 50  # findings that the state keeps; the command prints all
Tabel: Any = Base.metadata.tables


@dataclass(frozen=True)
class Temuan:
    """One thing that is not as it was stored. What is of nobody is told, but is no damage."""

    jenis: str
    kalimat: str


@dataclass
class Hasil:
    berkas: int = 0
    naskah: int = 0
    detik: float = 0.0
    temuan: list[Temuan] = field(default_factory=list)

    @property
    def rusak(self) -> list[Temuan]:
        return [t for t in self.temuan if t.jenis != YATIM]


def periksa(koneksi: Connection) -> Hasil:
    mulai, hasil = time.monotonic(), Hasil()
    ada = {nomor: (isi, tertulis) for nomor, isi, tertulis in isi_basis.sidik_berkas(koneksi)}
    hasil.berkas = len(ada)
    naskah = list(_naskah(koneksi))
    hasil.naskah = len(naskah)
    pemilik = dict(_pemilik(koneksi))
    hasil.temuan += [
        *_isi(ada, koneksi),
        *_tercatat(ada, koneksi),
        *_beku(ada, naskah),
        *(Temuan(HILANG, f"Berkas {n}, yang dirujuk {p}, tidak ada.") for n, p in pemilik.items() if n not in ada),
        *(Temuan(YATIM, f"Berkas {n} tidak dirujuk oleh data mana pun.") for n in sorted(set(ada) - set(pemilik))),
    ]
    hasil.detik = round(time.monotonic() - mulai, 2)
    return hasil


def _isi(ada: dict[int, tuple[str, str]], koneksi: Connection) -> Iterator[Temuan]:
    """Bytes against the digest of their row; bytes that are those of another row were put in the wrong place."""
    milik = {tertulis: nomor for nomor, (_, tertulis) in ada.items()}
    nama = dict(koneksi.execute(select(Berkas.id, Berkas.nama)).all())  # type: ignore[arg-type]
    for nomor, (isi, tertulis) in ada.items():
        if isi != tertulis and isi in milik:
            yield Temuan(TERTUKAR, f"Berkas {nomor} ({nama[nomor]}) berisi berkas {milik[isi]} ({nama[milik[isi]]}).")
        elif isi != tertulis:
            yield Temuan(BERUBAH, f"Isi berkas {nomor} ({nama[nomor]}) berubah sejak disimpan.")


def _tercatat(ada: dict[int, tuple[str, str]], koneksi: Connection) -> Iterator[Temuan]:
    """The digest of the row against the one that the diary wrote down when the file came."""
    kueri = select(Riwayat.record_id, Riwayat.sesudah).where(Riwayat.kind == "berkas", Riwayat.aksi == "buat")
    for nomor, sesudah in koneksi.execute(kueri.order_by(Riwayat.id)):
        dahulu = json.loads(sesudah or "{}").get("sha256")
        if dahulu and nomor in ada and ada[nomor][1] != dahulu:
            yield Temuan(BERUBAH, f"SHA-256 berkas {nomor} bukan lagi yang dicatat riwayat ketika berkas itu disimpan.")


def _naskah(koneksi: Connection) -> Iterator[tuple[str, int | None, str | None]]:
    """(what it is called, its file, the digest it knows) of every frozen or electronically signed paper."""
    d, t = Tabel[Dokumen.__tablename__], Tabel[TandaTanganElektronik.__tablename__]
    for row in koneksi.execute(select(d).where(d.c.dibekukan_pada.is_not(None)).order_by(d.c.id)):
        yield f"Naskah {row.nomor or row.id} ({row.perihal})", row.berkas_id, row.sha256
    for row in koneksi.execute(select(t.c.id, t.c.dokumen_id, t.c.berkas_id, t.c.sha256).order_by(t.c.id)):
        yield f"Tanda tangan {row.id} pada dokumen {row.dokumen_id}", row.berkas_id, row.sha256


def _beku(ada: dict[int, tuple[str, str]], naskah: list[tuple[str, int | None, str | None]]) -> Iterator[Temuan]:
    for nama, berkas_id, sidik in naskah:
        if berkas_id is None:
            yield Temuan(HILANG, f"{nama}: berkas bekunya tidak ada.")
        elif berkas_id in ada and ada[berkas_id][1] != sidik:
            yield Temuan(TERTUKAR, f"{nama}: berkas {berkas_id} bukan yang dibekukan.")


def _pemilik(koneksi: Connection) -> Iterator[tuple[int, str]]:
    """Which row of which table refers to each file."""
    for nama, nomor, id_ in koneksi.execute(_rujukan()):
        yield nomor, f"{nama} {id_}"


@cache
def _rujukan() -> Any:
    """One statement for every column that refers to a file: some ninety tables are walked through for them."""
    kolom = [k for t in Base.metadata.tables.values() for k in t.c]
    kolom = [k for k in kolom if any(fk.column.table.name == "berkas" for fk in k.foreign_keys)]
    return union_all(*(select(literal(k.table.name), k, k.table.c.id).where(k.is_not(None)) for k in kolom))


def jalankan() -> Hasil:
    """Check the live archive; the outcome is remembered for the page of the state."""
    with basis.terhubung(setelan.kini().database_url) as koneksi:
        hasil = periksa(koneksi)
    isi = {
        "berkas": hasil.berkas,
        "naskah": hasil.naskah,
        "detik": hasil.detik,
        "rusak": len(hasil.rusak),
        "tanpa_pemilik": len(hasil.temuan) - len(hasil.rusak),
        "temuan": [asdict(t) for t in hasil.rusak[:DIINGAT]],
    }
    cadangan.catat(keadaan.ARSIP, not hasil.rusak, isi)
    return hasil
