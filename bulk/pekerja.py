"""What works off an operation: a `Pekerja` for each kind of work, which says what came of each row of a `Potongan`.

The table of workers stands in bulk/operasi.py, the loop around them in bulk/potongan.py. A worker neither commits nor
rolls back: the loop commits rows, diary (one chain link), results and progress together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.base import Record, db, kinds
from models.operasi import Operasi
from models.pesan import Pesan, SopError
from sop.access import Actor


class Baris(NamedTuple):
    """One row of an operation, as its worker sees it."""

    urut: int
    record_id: int


class Hasil(NamedTuple):
    """What came of a row; `pesan` None: what the operation as a whole says of a row that worked."""

    berhasil: bool
    pesan: str | None


@dataclass
class Potongan:
    """A chunk at work: for whom, which rows in their order, until when; `hasil` by `urut`.

    Rows that are not in `hasil` at the end stand in the next chunk. `beku`: papers to be frozen after the commit.
    """

    op: Operasi
    actor: Actor
    rows: list[Baris]
    sampai: float
    hasil: dict[int, Hasil] = field(default_factory=dict)
    beku: list[int] = field(default_factory=list)

    @property
    def habis_waktu(self) -> bool:
        return time.monotonic() > self.sampai

    def catat(self, row: Baris, berhasil: bool, pesan: str | None = None) -> None:
        self.hasil[row.urut] = Hasil(berhasil, None if pesan is None else pesan[:500])


@dataclass(frozen=True)
class Pekerja:
    """How one kind of operation is worked off.

    `kerjakan` fills the results of a chunk; `ukuran`: rows of a chunk at most (the loop takes fewer of slow ones),
    `mulai`: of the first one, before it is known how long one takes;
    `langsung`: up to so many rows a person waits for the result; `selesai` runs in the transaction of the last chunk.
    A SopError that leaves `kerjakan` ends the operation with its sentence; chunks before it stay.
    """

    kerjakan: Callable[[Potongan], None]
    ukuran: int = 500
    mulai: int = 500
    langsung: Callable[[Operasi], int] = lambda op: LANGSUNG
    selesai: Callable[[Operasi], None] | None = None


LANGSUNG = 100
SatuBaris = Callable[[Operasi, int, Actor], tuple[Pesan, int | None]]


def per_baris(satu: SatuBaris) -> Callable[[Potongan], None]:
    """A worker that does one row after the other, each in a savepoint: what is refused leaves only its reason."""

    def kerjakan(potongan: Potongan) -> None:
        for row in potongan.rows:
            satu_baris(potongan, row, satu)
            if potongan.habis_waktu:
                break

    return kerjakan


def satu_baris(potongan: Potongan, row: Baris, satu: SatuBaris) -> None:
    try:
        with db.session.begin_nested():
            pesan, dokumen_id = satu(potongan.op, row.record_id, potongan.actor)
    except SopError as galat:
        potongan.catat(row, False, str(galat.pesan))
        return
    if dokumen_id is not None:
        potongan.beku.append(dokumen_id)
    potongan.catat(row, True, str(pesan))


def ambil(op: Operasi, record_id: int) -> Any:
    """The record of a row; raises SopError when it is gone."""
    record: Record | None = db.session.get(kinds()[op.kind_sasaran or ""], record_id)
    if record is None or record.deleted_at is not None:
        raise SopError("Data {id} tidak ada lagi.", id=record_id)
    return record
