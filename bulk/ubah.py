"""The bulk edit: chosen columns of many rows, each row judged as its own form would judge it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bulk import perubahan, urung
from bulk.perubahan import Cara, Perubahan
from bulk.putusan import Peninjau, Potongan, Records
from models import kolom, riwayat
from models.base import Record, db, kinds
from models.pesan import N_, Keliru, SopError
from sop.access import Actor, Verb, explain

ACUAN_HILANG = N_("{nama} yang dipilih sudah dihapus.")
MUSRENBANG_LAIN = N_("Yang dipilih milik Musrenbang lain.")


def siapkan(potongan: Potongan, records: Records) -> Callable[[Record], bool]:
    model = kinds()[potongan.op.kind_sasaran or ""]
    changes = perubahan.from_json(model, potongan.op.isian["perubahan"])
    try:
        perubahan.check(model, potongan.actor, changes)  # rights of today: a personal column may be closed by now
        bound = _references_live(model, changes)
    except SopError as error:
        reason = error.pesan

        def refuse(record: Record) -> bool:
            raise SopError(reason)

        return refuse

    return lambda record: edit(record, potongan.actor, changes, bound)


def edit(record: Record, actor: Actor, changes: Sequence[Perubahan], bound: Mapping[str, int]) -> bool:
    """Change the record in memory as its form would; False if nothing changes. Raises SopError with the reason.

    `bound`: the Musrenbang of what a column refers to; a form offers only what is of the row's own.
    The right is asked before and after: a row may neither be taken from where one has no right nor be moved there.
    """
    if reason := explain(actor, Verb.UBAH, record):
        raise SopError(reason)
    if not perubahan.apply(changes, record):
        return False
    for column, musrenbang_id in bound.items():
        if getattr(record, "musrenbang_id", None) not in (None, musrenbang_id):
            raise Keliru(MUSRENBANG_LAIN, column)
    for column, sentence in riwayat.lengkap(record):
        raise Keliru(sentence, column)
    if reason := explain(actor, Verb.UBAH, record):
        raise SopError(reason)
    return True


def _references_live(model: type[Record], changes: Sequence[Perubahan]) -> dict[str, int]:
    """A form would not offer a row that has been deleted meanwhile. By column: the Musrenbang of what it refers to."""
    bound: dict[str, int] = {}
    for change in changes:
        column, label = kolom.labelled(model)[change.kolom]
        target = kolom.target_of(column)
        if target is None or change.cara is not Cara.ISI:
            continue
        found: Record | None = db.session.get(kinds()[target], change.nilai)
        if found is None or found.deleted_at is not None:
            raise SopError(ACUAN_HILANG, nama=label.teks)
        if (musrenbang_id := getattr(found, "musrenbang_id", None)) is not None:
            bound[change.kolom] = musrenbang_id
    return bound


PENINJAU = Peninjau(siapkan, tarik=urung.tarik)
