"""Every paper that the panel prints. To add one: a row, what it is printed from, and its template.

A paper of one kind of record bears one code; the same code may stand for several kinds, then they share the template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from documents import baris, berita_acara, daftar_hadir, laporan, notulen, templat, undangan
from documents.templat import Tabel
from models.base import Record, db
from models.musrenbang import Musrenbang
from models.usulan import Usulan

BANYAK = 300  # rows from which a paper is made as a job with progress


@dataclass(frozen=True)
class Kertas:
    """One paper: its code (= template), of which kind of record, and how its context is built.

    `isi(record)` answers the context: plain JSON-able values, see documents/konteks.py. `baris(context)` answers the
    rows of its long tables. `bila(record)`: has this record such a paper? `terbit`: the paper that is frozen when the
    record is issued. `panjang(record)` counts the rows that make it long. `alat`: a tool of the desk (label, envelope,
    empty form), below the others on the card of its record and not part of the archive.
    """

    kode: str
    judul: str
    kind: str
    isi: Callable[[Any], Mapping[str, Any]]
    baris: Callable[[Any], Tabel] = lambda konteks: {}
    bila: Callable[[Any], bool] = lambda record: True
    terbit: bool = False
    panjang: Callable[[Any], int] = lambda record: 0
    alat: bool = False


def _jumlah_usulan(record: Any) -> int:
    kueri = db.select(db.func.count(Usulan.id)).where(Usulan.musrenbang_id == record.musrenbang_id)
    return int(db.session.scalar(kueri) or 0)


# A row reads as a row:
# fmt: off
KATALOG: tuple[Kertas, ...] = (
    Kertas("undangan", "Surat undangan", "undangan", undangan.isi, baris.undangan, terbit=True,
           panjang=lambda r: len(r.penerima)),
    Kertas("notulen", "Notulen", "notulen", notulen.isi),
    Kertas("daftar_hadir", "Daftar hadir", "rapat", daftar_hadir.isi, baris.daftar_hadir,
           panjang=lambda r: len(r.hadir)),
    Kertas("berita_acara", "Berita acara kesepakatan", "berita_acara", berita_acara.isi, baris.berita_acara,
           terbit=True, panjang=_jumlah_usulan),
    Kertas("laporan", "Laporan Musrenbang", "laporan", laporan.isi, baris.laporan, terbit=True),
)
# fmt: on


def susun(kode: str, konteks: Mapping[str, Any]) -> tuple[str, Tabel]:
    """HTML and rows of a stored context, for `documents.pdf.render`. Raises PrintError that names what is missing."""
    return templat.susun(kode, konteks, next(k.baris for k in KATALOG if k.kode == kode))


def kertas(kode: str, kind: str) -> Kertas | None:
    return next((k for k in KATALOG if k.kode == kode and k.kind == kind), None)


def for_record(record: Record) -> list[Kertas]:
    """The papers of a record, in the order of the catalog."""
    return [k for k in KATALOG if k.kind == record.kind and k.bila(record)]


def kertas_terbit(kind: str) -> Kertas | None:
    """The paper that is frozen when a record of this kind is issued."""
    return next((k for k in KATALOG if k.kind == kind and k.terbit), None)


def judul_berkas(k: Kertas, record: Record) -> str:
    """The title in the PDF's metadata and the stem of its file name."""
    m = db.session.get(Musrenbang, getattr(record, "musrenbang_id", 0) or 0)
    return f"{k.judul} {record}" + (f" – {m.nama}" if m and m.nama not in str(record) else "")
