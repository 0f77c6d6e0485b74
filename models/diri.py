"""What nobody may do to the account that he acts with: when the only administrator has gone, nobody can bring him back.

An administrator is taken away by another one, so one of them always stays. Asked where rights are asked
(sop/access.py) and with the record's own rules (models/riwayat.py), so by form, grid and bulk work alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.base import Record
from models.pesan import Pesan


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


def _sendiri(record: Record, pengguna_id: int | None) -> bool:
    milik = _MILIK.get(record.kind)
    return milik is not None and pengguna_id is not None and milik(record) == pengguna_id
