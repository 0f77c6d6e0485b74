"""The bulk edit: chosen columns of many rows, each row judged as its own form would judge it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bulk import perubahan, urung
from bulk.perubahan import Cara, Perubahan
from bulk.putusan import Peninjau, Potongan, Records
from models import kolom, riwayat
from models.base import Record, db, kinds
from models.pesan import Keliru, SopError
from sop.access import Actor, Verb, explain

ACUAN_HILANG = "{nama} yang dipilih sudah dihapus."


def siapkan(potongan: Potongan, records: Records) -> Callable[[Record], bool]:
    model = kinds()[potongan.op.kind_sasaran or ""]
    changes = perubahan.from_json(model, potongan.op.isian["perubahan"])
    try:
        perubahan.check(model, potongan.actor, changes)  # rights of today: a personal column may be closed by now
        _references_live(model, changes)
    except SopError as error:
        reason = error.pesan

        def refuse(record: Record) -> bool:
            raise SopError(reason)

        return refuse

    return lambda record: edit(record, potongan.actor, changes)


def edit(record: Record, actor: Actor, changes: Sequence[Perubahan]) -> bool:
    """Change the record in memory as its form would; False if nothing changes. Raises SopError with the reason.

    The right is asked before and after: a row may neither be taken from where one has no right nor be moved there.
    """
    if reason := explain(actor, Verb.UBAH, record):
        raise SopError(reason)
    if not perubahan.apply(changes, record):
        return False
    for column, sentence in riwayat.lengkap(record):
        raise Keliru(sentence, column)
    if reason := explain(actor, Verb.UBAH, record):
        raise SopError(reason)
    return True


def _references_live(model: type[Record], changes: Sequence[Perubahan]) -> None:
    """A form would not offer a row that has been deleted meanwhile."""
    for change in changes:
        column, label = kolom.labelled(model)[change.kolom]
        target = kolom.target_of(column)
        if target is None or change.cara is not Cara.ISI:
            continue
        found: Record | None = db.session.get(kinds()[target], change.nilai)
        if found is None or found.deleted_at is not None:
            raise SopError(ACUAN_HILANG, nama=label.teks)


PENINJAU = Peninjau(siapkan, tarik=urung.tarik)
