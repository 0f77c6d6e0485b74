"""A row that goes to another Musrenbang leaves nothing of the old one behind: what is wrong with going there.

Asked with the record's own rules (models/riwayat.py, the form), so by form, grid and bulk edit alike.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import inspect

from models import kolom
from models.base import Record, db, kinds
from models.pesan import N_, Pesan

BUKAN_SETAHUN = frozenset({"asal_usulan_id"})  # where a usulan comes from is true in every year
MILIK_TAHUN = N_(
    "Ini milik tahun rencana {lama}. Kosongkan atau ganti sekaligus dengan memindahkannya ke tahun rencana {baru}."
)
MILIK_LAIN = N_("Ini milik Musrenbang lain. Kosongkan atau ganti sekaligus dengan memindahkannya.")
BERGANTUNG = N_("Sudah ada {jenis} yang bergantung pada data ini, jadi tidak dapat dipindah ke Musrenbang lain.")


def salah(record: Record) -> list[tuple[str, Pesan]]:
    """(column, sentence) for each reference that would lead back, and for what would lose its whole.

    Only of a stored row whose Musrenbang people choose (elsewhere it follows its whole) and have changed.
    """
    model: Any = type(record)
    state: Any = inspect(record)
    dipilih = kolom.labelled(model).get("musrenbang_id")
    if dipilih is None or not dipilih[1].isian or not state.persistent or not record.berubah("musrenbang_id"):
        return []
    tujuan: Any = db.session.get(kinds()["musrenbang"], record.musrenbang_id or 0)
    if tujuan is None:
        return []
    found = [(k, pesan) for k, target in _rujukan(model) if (pesan := _kembali(record, k, target, tujuan))]
    for kind, k in _penggantung(model):
        lain: Any = kinds()[kind]
        ada = db.select(lain.id).where(getattr(lain, k) == record.id, lain.deleted_at.is_(None)).limit(1)
        if db.session.scalar(ada) is not None:
            found.append(("musrenbang_id", Pesan(BERGANTUNG, jenis=lain.JUDUL[0].lower() + lain.JUDUL[1:])))
            break
    return found


def _kembali(record: Record, k: str, target: str, tujuan: Any) -> Pesan | None:
    """Why what this column refers to cannot come along."""
    id_ = getattr(record, k)
    dirujuk: Any = db.session.get(kinds()[target], id_) if id_ is not None else None
    if dirujuk is None:
        return None
    if hasattr(dirujuk, "musrenbang_id"):
        return Pesan(MILIK_LAIN) if dirujuk.musrenbang_id not in (None, tujuan.id) else None
    return Pesan(MILIK_TAHUN, lama=dirujuk.tahun, baru=tujuan.tahun) if dirujuk.tahun != tujuan.tahun else None


@cache
def _rujukan(model: Any) -> list[tuple[str, str]]:
    """(column, kind) of what a row refers to that belongs to one Musrenbang or year."""
    found = []
    for k, (column, _) in kolom.labelled(model).items():
        target = kolom.target_of(column)
        if target in kinds() and target != "musrenbang" and k not in BUKAN_SETAHUN:
            c = kinds()[target].__table__.c
            if "musrenbang_id" in c or "tahun" in c:
                found.append((k, target))
    return found


@cache
def _penggantung(model: Any) -> list[tuple[str, str]]:
    """(kind, column) of the other kinds whose rows are of the same Musrenbang as this one, because it is theirs."""
    return [
        (kind, k)
        for kind, lain in kinds().items()
        if lain is not model and "musrenbang_id" in lain.__table__.c and lain.INDUK is None
        for k, (column, _) in kolom.labelled(lain).items()
        if kolom.target_of(column) == model.__tablename__
    ]
