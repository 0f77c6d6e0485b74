"""Restoring what was deleted: one row by its page, many by an operation that is looked at first."""

from __future__ import annotations

from collections.abc import Callable

from bulk.putusan import Peninjau, Potongan, Records
from bulk.urung import clash, tarik
from models import riwayat
from models.base import Record
from models.pesan import Keliru, SopError
from sop.access import Actor, Verb, explain


def restore(record: Record, actor: Actor) -> bool:
    """Bring the record back in memory; raises SopError with the reason why not. False: it is alive."""
    if record.deleted_at is None:
        return False
    if reason := explain(actor, Verb.HAPUS, record):
        raise SopError(reason)
    record.deleted_at = None
    if reason := clash(record):
        raise SopError(reason)
    for column, sentence in riwayat.lengkap(record):
        raise Keliru(sentence, column)
    return True


def siapkan(potongan: Potongan, records: Records) -> Callable[[Record], bool]:
    return lambda record: restore(record, potongan.actor)


PENINJAU = Peninjau(siapkan, selesai="Dipulihkan.", dihapus=True, tarik=tarik)
