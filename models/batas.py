"""What the database refused, in words that people can act on; never SQL."""

from __future__ import annotations

import re

from models.base import kinds, label_of
from models.pesan import Pesan


def sentence(text: str) -> str:
    """The sentence for the message of an IntegrityError (`str(error.orig)`), on SQLite and PostgreSQL alike."""
    lower = text.lower()
    if "unique" in lower:
        return Pesan("Sudah ada data lain dengan {kolom} yang sama.", kolom=_columns(text))
    if "foreign key" in lower:
        return Pesan("Data yang dirujuk tidak ada, atau data ini masih dipakai oleh data lain.")
    if "not null" in lower or "not-null" in lower:
        return Pesan("{nama} wajib diisi.", nama=_columns(text).capitalize())
    return Pesan("Isian ini melanggar aturan data (nilai negatif, di luar daftar, atau belum lengkap).")


def _columns(text: str) -> str:
    """The labels of the columns that the database names: `usulan.nomor` (SQLite) or `ix_usulan_nomor` (PostgreSQL)."""
    words = []
    for kind, model in kinds().items():
        for column in model.__table__.columns:
            named = re.search(rf"\b{kind}\.{column.key}\b", text) or re.search(
                rf"\b[iu][xq]_{kind}_\w*{column.key}", text
            )
            if named and (label := label_of(column)) and label.teks.lower() not in words:
                words.append(label.teks.lower())
    return f"{', '.join(words[:-1])} dan {words[-1]}" if len(words) > 1 else (words or ["nilai"])[0]
