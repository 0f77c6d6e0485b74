"""Moves and deletions over many rows: by groups where the table of moves allows it, else row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from datetime import time as jam
from decimal import Decimal
from typing import Any

from bulk import himpun
from bulk.pekerja import LANGSUNG, Potongan, ambil, per_baris
from documents import issue
from models.base import db, kinds
from models.operasi import JenisOperasi, Operasi
from models.pesan import Pesan, SopError
from models.waktu import sekarang
from sop import golongan, workflow
from sop.access import Actor, Verb, explain
from sop.konteks import Isian
from sop.lifecycle import gerak_dari

LANGSUNG_HIMPUN = 2_000  # rows that take a person's patience no longer than a hundred one by one


def gerakkan(potongan: Potongan) -> None:
    """The move of an operation over a chunk."""
    op, actor = potongan.op, potongan.actor
    kind, aksi = op.kind_sasaran or "", op.aksi or ""
    if not golongan.sehimpun(kind, aksi):
        return per_baris(_gerak_satu)(potongan)
    isian = isian_gerak(op)

    def putuskan(wakil: Any) -> himpun.Tulisan:
        move = workflow.check(wakil, aksi, actor, op.catatan or "", isian)
        return himpun.Tulisan(aksi, move.catatan, golongan.nilai(move.offer.gerak, move.konteks))

    model = kinds()[kind]
    cara = himpun.Cara(model, golongan.kunci(model, aksi), golongan.dibaca(kind, aksi), putuskan, _gerak_satu)
    return himpun.kerjakan(potongan, cara)


def hapuskan(potongan: Potongan) -> None:
    """Deleting over a chunk."""
    model, actor = kinds()[potongan.op.kind_sasaran or ""], potongan.actor
    if not golongan.hapus_sehimpun(model):
        return per_baris(_hapus_satu)(potongan)
    saat = sekarang()

    def putuskan(wakil: Any) -> himpun.Tulisan:
        if pesan := explain(actor, Verb.HAPUS, wakil):
            raise SopError(pesan)
        return himpun.Tulisan("hapus", None, {"deleted_at": saat})

    cara = himpun.Cara(model, golongan.kunci(model), ("deleted_at",), putuskan, _hapus_satu)
    return himpun.kerjakan(potongan, cara)


def sehimpun(op: Operasi) -> bool:
    """Is this operation written by groups of rows?"""
    kind = op.kind_sasaran or ""
    if op.jenis is JenisOperasi.HAPUS:
        return kind in kinds() and golongan.hapus_sehimpun(kinds()[kind])
    return op.jenis is JenisOperasi.GERAK and golongan.sehimpun(kind, op.aksi or "")


def langsung(op: Operasi) -> int:
    """Up to so many rows a person waits for the result."""
    return LANGSUNG_HIMPUN if sehimpun(op) else LANGSUNG


def _gerak_satu(op: Operasi, record_id: int, actor: Actor) -> tuple[Pesan, int | None]:
    return issue.jalankan(ambil(op, record_id), op.aksi or "", actor, op.catatan or "", isian_gerak(op))


def _hapus_satu(op: Operasi, record_id: int, actor: Actor) -> tuple[Pesan, None]:
    record = ambil(op, record_id)
    if pesan := explain(actor, Verb.HAPUS, record):
        raise SopError(pesan)
    record.deleted_at = sekarang()
    db.session.flush()
    return Pesan("Dihapus: {apa}.", apa=str(record)), None


def isian_gerak(op: Operasi) -> dict[str, Any]:
    """The values that the move of an operation was given."""
    semua = [x for g in gerak_dari(op.kind_sasaran or "") if g.aksi == op.aksi for x in g.isian]
    return pulihkan(op.isian, [*workflow.CATATAN_KERTAS, *semua])


def pulihkan(isian: Mapping[str, Any], bidang: Sequence[Isian]) -> dict[str, Any]:
    """Values of a move as they were before they were stored as JSON."""
    jenis = {x.nama: x.jenis for x in bidang}
    ubah: dict[str, Callable[[Any], Any]] = {
        "tanggal": date.fromisoformat,
        "jam": jam.fromisoformat,
        "desimal": Decimal,
    }
    return {k: ubah[jenis[k]](v) if v is not None and jenis.get(k) in ubah else v for k, v in isian.items()}
