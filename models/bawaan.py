"""What a new row begins with, from what is known of it already. To add a kind, add its function to BAWAAN.

It is shown in the form and may be changed there; nothing is computed anew when the row is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models import teks
from models.base import db
from models.musrenbang import Musrenbang
from models.naskah import Sifat
from models.pengaturan import nilai
from models.pesan import SopError
from models.rapat import JenisRapat, Rapat


def dari(kind: str, isi: Mapping[str, Any]) -> dict[str, Any]:
    """Further values by column for a new row of `kind` of which `isi` is known; only what is not empty."""
    found = BAWAAN[kind](isi) if kind in BAWAAN else {}
    return {k: v for k, v in found.items() if v not in (None, "")}


def _undangan(isi: Mapping[str, Any]) -> dict[str, Any]:
    m = _musrenbang(isi)
    if m is None:
        return {}
    return {"perihal": _hal(m), "acara": m.nama, "sifat": _sifat(), **_pleno(m)}


def _berita_acara(isi: Mapping[str, Any]) -> dict[str, Any]:
    m = _musrenbang(isi)
    return {"perihal": f"Berita acara {m.nama}", **_pleno(m)} if m else {}


def _laporan(isi: Mapping[str, Any]) -> dict[str, Any]:
    m = _musrenbang(isi)
    return {"perihal": f"Laporan {m.nama}"} if m else {}


def _notulen(isi: Mapping[str, Any]) -> dict[str, Any]:
    rapat = db.session.get(Rapat, isi.get("rapat_id") or 0)
    kelompok = rapat.kelompok_sidang if rapat else None
    return {"pimpinan_id": kelompok.pimpinan_id} if kelompok else {}


def _musrenbang(isi: Mapping[str, Any]) -> Musrenbang | None:
    return db.session.get(Musrenbang, isi.get("musrenbang_id") or 0)


def _hal(m: Musrenbang) -> str:
    """The setting's text; a broken one leaves the field empty instead of the form unopened."""
    try:
        return teks.isi(nilai("undangan.hal"), {"tahun_rencana": str(m.tahun)})
    except SopError:
        return ""


def _sifat() -> Sifat | None:
    """The word of the setting; any other leaves the choice of the column."""
    word = nilai("undangan.sifat").strip().lower()
    return Sifat(word) if word in set(Sifat) else None


def _pleno(m: Musrenbang) -> dict[str, Any]:
    """When and where the pleno is; without one only the place of the Musrenbang is known."""
    kueri = db.select(Rapat).where(
        Rapat.musrenbang_id == m.id, Rapat.jenis == JenisRapat.PLENO, Rapat.deleted_at.is_(None)
    )
    pleno = db.session.scalars(kueri.order_by(Rapat.mulai).limit(1)).first()
    if pleno is None:
        return {"tempat": m.tempat}
    ruang = ", ".join(x for x in (pleno.ruang.nama, pleno.ruang.gedung) if x) if pleno.ruang else pleno.tempat
    return {"mulai": pleno.mulai, "selesai": pleno.selesai, "tempat": ruang or m.tempat}


BAWAAN: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "undangan": _undangan,
    "berita_acara": _berita_acara,
    "laporan": _laporan,
    "notulen": _notulen,
}
