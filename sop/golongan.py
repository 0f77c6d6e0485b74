"""Groups of rows about which policy, rules and effects of a move cannot differ: one row of each is asked for all.

A row's group is everything that sop/access.py and sop/workflow.py look at (state, Musrenbang, kelompok, unit, owner,
parent, deleted or not) and whether the columns are empty that the move names in `himpun` (sop/lifecycle.py).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement

from models.base import Record
from sop.konteks import Nilai
from sop.lifecycle import Gerak, Terbit, gerak_dari

KEBIJAKAN = ("status", "musrenbang_id", "kelompok_sidang_id", "unit_kerja_id", "pengguna_id")
SENDIRI = frozenset({"pengguna"})  # whose right to be deleted depends on who it is (models/diri.py)
# Kinds whose own rules (`periksa`) say nothing about a row that is only being deleted.
BEBAS_DIHAPUS = frozenset({"usulan", "pemangku_kepentingan"})


@cache
def sehimpun(kind: str, aksi: str) -> bool:
    """May this move be written over many rows by one statement? All of the table under that name must allow it."""
    semua = [g for g in gerak_dari(kind) if g.aksi == aksi]
    return bool(semua) and all(_sehimpun(g) for g in semua)


def _sehimpun(gerak: Gerak) -> bool:
    return (
        gerak.himpun is not None
        and gerak.terbit is Terbit.TIDAK
        and gerak.massal
        and all(isinstance(akibat, Nilai) for akibat in gerak.akibat)
    )


def hapus_sehimpun(model: type[Record]) -> bool:
    """May rows of this kind be deleted by one statement?"""
    bebas = model.periksa is Record.periksa or model.__tablename__ in BEBAS_DIHAPUS
    return bebas and model.__tablename__ not in SENDIRI


def kunci(model: Any, aksi: str | None = None) -> list[ColumnElement[Any]]:
    """What tells the groups apart, as columns named k_… for a select or a GROUP BY; `aksi` None: deleting.

    `k_sendiri` is true for rows that the session has to write one by one.
    """
    tabel = model.__table__.c
    nama = dict.fromkeys(x for x in (*KEBIJAKAN, model.INDUK) if x and x in tabel)
    kosong = dict.fromkeys(x for g in gerak_dari(model.__tablename__) if g.aksi == aksi for x in g.himpun or ())
    return [
        model.deleted_at.is_not(None).label("k_dihapus"),
        model.belum_lengkap().label("k_sendiri"),
        *(getattr(model, x).label(f"k_{x}") for x in nama),
        *(getattr(model, x).is_(None).label(f"k_kosong_{x}") for x in kosong),
    ]


def milik(record: Record, *aksi: str) -> tuple[Any, ...]:
    """The group of a record in memory, about which neither policy nor any of these moves can differ."""
    kosong = [x for g in gerak_dari(record.kind) if g.aksi in aksi for x in g.himpun or ()]
    return (
        record.deleted_at is None,
        *(getattr(record, x, None) for x in (*KEBIJAKAN, record.INDUK) if x),
        *(getattr(record, x) is None for x in kosong),
    )


@cache
def dibaca(kind: str, aksi: str) -> tuple[str, ...]:
    """The columns that the effects of a move write or copy."""
    akibat = [x for g in gerak_dari(kind) if g.aksi == aksi for x in g.akibat if isinstance(x, Nilai)]
    return tuple(dict.fromkeys(["status", *(nama for x in akibat for nama in (*x.kolom, *x.sumber))]))


def nilai(gerak: Gerak, konteks: Any) -> dict[str, Any]:
    """What a move writes into its rows: {column: a value or a Salin}."""
    isi: dict[str, Any] = {} if gerak.ke is None else {"status": gerak.ke}
    for akibat in gerak.akibat:
        assert isinstance(akibat, Nilai)
        isi |= akibat.hitung(konteks)
    return isi
