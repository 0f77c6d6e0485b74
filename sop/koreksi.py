"""A correction of an issued paper: the next version as a draft, with fields and parts of the one it replaces."""

from __future__ import annotations

from typing import Any

from models.base import Record, db, label_of
from models.berita_acara_sidang import WakilSidang
from models.naskah import Naskah
from models.tim import AnggotaTim
from models.undangan import PenerimaUndangan
from sop.konteks import Konteks

# What is drafted with the paper; its distribusi are history and stay with the old one.
BAGIAN: dict[str, type[Record]] = {
    "tim": AnggotaTim,
    "undangan": PenerimaUndangan,
    "berita_acara_sidang": WakilSidang,
}


def versi_baru(lama: Naskah, k: Konteks) -> None:
    db.session.flush()  # the old one is voided first: a sidang has one berita acara in force
    baru = type(lama)(**isi_salinan(lama), versi=lama.versi + 1, menggantikan_id=lama.id)
    db.session.add(baru)
    db.session.flush()
    if (bagian := BAGIAN.get(lama.kind)) is None:
        return
    induk = str(bagian.INDUK)
    for row in db.session.scalars(db.select(bagian).filter_by(**{induk: lama.id}, deleted_at=None)):
        db.session.add(bagian(**{**isi_salinan(row), induk: baru.id}))


def isi_salinan(row: Record) -> dict[str, Any]:
    """What people fill in, and what cannot be empty; neither the state of the old row nor its signatures."""
    return {
        c.key: getattr(row, c.key)
        for c in row.__table__.c
        if (sebutan := label_of(c)) is not None and (sebutan.isian or not (c.nullable or c.default))
    }
