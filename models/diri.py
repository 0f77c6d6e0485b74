"""What nobody may do to the account that he acts with: when the only administrator has gone, nobody can bring him back.

An administrator is taken away by another one, who stays one: of two who take each other away at the same moment, the
second is told. (A role that was given until a day still ends on it.) Asked where rights are asked
(sop/access.py), with the record's own rules and once more at the end of the transaction (models/riwayat.py), so by
form, grid and bulk work alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Record
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import Pesan, SopError
from models.waktu import hari_ini


def salah(record: Record, pengguna_id: int | None) -> list[tuple[str, Pesan]]:
    """(column, sentence): what is wrong with the values of a row that this person writes."""
    if record.kind != "pengguna" or not _sendiri(record, pengguna_id) or getattr(record, "aktif", True):
        return []
    return [("aktif", Pesan("Akun yang sedang Anda pakai hanya dapat dinonaktifkan oleh administrator lain."))]


def tertutup(record: Record, pengguna_id: int | None, hapus: bool) -> Pesan | None:
    """Why this person may not change (`hapus`: delete) the row at all."""
    if not _sendiri(record, pengguna_id):
        return None
    if record.kind == "pengguna":
        return Pesan("Akun yang sedang Anda pakai hanya dapat dihapus oleh administrator lain.") if hapus else None
    return Pesan("Peran Anda sendiri hanya dapat diubah atau dihapus oleh administrator lain.")


_MILIK: dict[str, Callable[[Any], int | None]] = {
    "pengguna": lambda record: record.id,
    "peran_pengguna": lambda record: record.pengguna_id,
}


def akun_lain(kind: str, record_id: int, pengguna_id: int | None) -> bool:
    """Is this row of the diary about the account or a role of somebody else than the person who writes it?"""
    return pengguna_id is not None and kind in _MILIK and (kind, record_id) != ("pengguna", pengguna_id)


def _sendiri(record: Record, pengguna_id: int | None) -> bool:
    milik = _MILIK.get(record.kind)
    return milik is not None and pengguna_id is not None and milik(record) == pengguna_id


def tetap_administrator(session: Session, pengguna_id: int) -> None:
    """Whoever changed the accounts of others must be an administrator still: SopError if somebody has just ended that.

    Asked under the one lock of the diary, where everybody else's changes are either seen or still to come.
    """
    kueri = select(PeranPengguna).filter_by(pengguna_id=pengguna_id, peran=Peran.ADMINISTRATOR, deleted_at=None)
    kueri = kueri.join(PeranPengguna.pengguna).where(Pengguna.aktif, Pengguna.deleted_at.is_(None))
    hari = hari_ini()
    if not any(p.berlaku(hari) for p in session.scalars(kueri.execution_options(populate_existing=True))):
        raise SopError("Akun atau peran administrator Anda baru saja dicabut orang lain. Tidak ada yang berubah.")
