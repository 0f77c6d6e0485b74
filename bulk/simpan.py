"""Records that were changed in memory are written by few statements, with their diary, search texts and versions.

What comes out is what the session's own flush would write (tests/bulk/test_simpan.py compares both); the records' rules
(`models.riwayat.lengkap`) have been asked by the caller, and the rows are locked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, inspect

from bulk import himpun
from models import cari_tulis, ingatan, riwayat
from models.base import Record, db
from models.cari import dicari
from models.rantai import json_nilai
from models.riwayat import Baris
from models.waktu import sekarang

SEKALIGUS = 12  # so many different sets of values of a chunk are written by one statement each; more go row by row


def records(changed: Iterable[Record], aksi: str | None = None, catatan: str | None = None) -> None:
    """Write the changed records of one chunk; afterwards they hold nothing and are read anew when asked."""
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in changed:
        by_kind[record.kind].append(record)
    for kind, rows in by_kind.items():
        _write(kind, rows, aksi, catatan)


def _write(kind: str, rows: Sequence[Record], aksi: str | None, catatan: str | None) -> None:
    model = type(rows[0])
    labelled = riwayat.kolom_diari(model)
    entries: list[Baris] = []
    groups: dict[tuple[str, ...], list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
    ids = [record.id for record in rows]
    for record in rows:
        new = _changed(record)
        if new is None:
            continue
        old: dict[str, Any] = inspect(record).committed_state  # type: ignore[union-attr]
        before = {k: json_nilai(old[k]) for k in new if k in labelled}
        after = {k: json_nilai(new[k]) for k in new if k in labelled}
        groups[tuple(new)].append((record.id, tuple(new.values())))
        entries.append(_entry(record, aksi, before, after, catatan))
    for record in rows:
        db.session.expire(record)  # before any statement: it would let the session flush them one by one
    for keys, members in groups.items():
        _update(model, keys, members)
    riwayat.tambah(db.session, [e for e in entries if e.sesudah])
    ingatan.berubah(db.session(), [kind])
    if {k for keys in groups for k in keys} & {*dicari(model), "musrenbang_id"}:
        cari_tulis.segarkan(kind, ids)


def _changed(record: Record) -> dict[str, Any] | None:
    """The columns that hold another value than the row, in the order of their names."""
    state: Any = inspect(record)
    columns = state.mapper.columns
    found = {
        key: getattr(record, key)
        for key in sorted(state.committed_state)
        if key in columns and state.dict.get(key) != state.committed_state[key]
    }
    return found or None


def _entry(record: Record, aksi: str | None, before: Any, after: dict[str, Any], catatan: str | None) -> Baris:
    musrenbang_id = record.id if record.kind == "musrenbang" else getattr(record, "musrenbang_id", None)
    plain = "ubah"
    if "deleted_at" in after:
        plain = "hapus" if after["deleted_at"] else "pulihkan"
    return Baris(record.kind, record.id, aksi or plain, before, after, musrenbang_id, catatan)


def _update(model: Any, keys: tuple[str, ...], members: list[tuple[int, tuple[Any, ...]]]) -> None:
    """One UPDATE for each set of values, or one for all with the values of each row."""
    same: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for id_, values in members:
        same[values].append(id_)
    if len(same) <= SEKALIGUS:
        for values, ids in same.items():
            himpun.ubah(model, dict(zip(keys, values, strict=True)), ids)
        return
    table = model.__table__
    stmt = table.update().where(table.c.id == bindparam("b_id"))
    stmt = stmt.values(
        version=table.c.version + 1, updated_at=sekarang(), **{key: bindparam(f"b_{key}") for key in keys}
    )
    rows = [
        {"b_id": id_, **{f"b_{key}": value for key, value in zip(keys, values, strict=True)}} for id_, values in members
    ]
    db.session.connection().execute(stmt, rows)
