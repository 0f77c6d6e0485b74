"""The usulan of a Musrenbang as rows for papers: one query of columns and of the names they refer to."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import aliased

from documents import kata
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan
from models.perangkat_daerah import PerangkatDaerah
from models.perencanaan import KamusUsulan
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.wilayah import Wilayah
from sop import antrean_sidang

DITERIMA = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)
DIPUTUSKAN = (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)
LINTAS = "Lintas kecamatan"
TANPA_OPD = "Perangkat daerah belum ditentukan"
KOLOM = (
    "id", "kode", "usulan", "permasalahan", "asal", "status", "hasil", "kelompok_sidang_id", "wilayah_id",
    "kecamatan_id", "alamat", "rt", "rw", "volume", "satuan", "pagu_usulan", "volume_disepakati", "pagu_disepakati",
    "opd_awal_id", "opd_pengampu_id", "kamus_usulan_id", "alasan_id", "catatan", "kode_eksternal", "sipd_disalin_pada",
    "sipd_status", "sipd_volume", "sipd_pagu",
)  # fmt: skip

URUT = (Usulan.kelompok_sidang_id, *antrean_sidang.URUT)  # of every printed list


def semua(musrenbang_id: int, *syarat: Any) -> list[dict[str, Any]]:
    """Every living usulan that meets `syarat`, with the names it is printed with, by kelompok, OPD and code."""
    kueri = _dengan_nama().where(Usulan.musrenbang_id == musrenbang_id, Usulan.deleted_at.is_(None), *syarat)
    return [
        {
            **{k: u[k] for k in KOLOM},
            "opd": u["singkatan_opd"] if u["opd_ada"] else "-",
            "nama_opd": u["opd"] if u["opd_ada"] else TANPA_OPD,
            "kelompok": u["kelompok"] or "-",
            "kecamatan": u["kecamatan"] or LINTAS,
            "kamus": u["kamus"] or "",
            "alasan": u["alasan"] or "",
            "lokasi": _lokasi(u),
        }
        for u in db.session.execute(kueri.order_by(*URUT)).mappings()
    ]


@cache
def _dengan_nama() -> Select[Any]:
    """Usulan beside the names they refer to, in one statement."""
    u: Any = Usulan.__table__
    opd, kelompok, alasan, kamus, tempat, kecamatan = (
        aliased(model) for model in (PerangkatDaerah, KelompokSidang, AlasanPenolakan, KamusUsulan, Wilayah, Wilayah)
    )
    nama = (
        opd.id.label("opd_ada"),
        opd.singkatan.label("singkatan_opd"),
        opd.nama.label("opd"),
        kelompok.nama.label("kelompok"),
        alasan.nama.label("alasan"),
        kamus.nama.label("kamus"),
        tempat.nama.label("tempat"),
        kecamatan.nama.label("kecamatan"),
    )
    milik = (
        (opd, u.c.opd_pengampu_id),
        (kelompok, u.c.kelompok_sidang_id),
        (alasan, u.c.alasan_id),
        (kamus, u.c.kamus_usulan_id),
        (tempat, u.c.wilayah_id),
        (kecamatan, u.c.kecamatan_id),
    )
    kueri: Select[Any] = db.select(*(u.c[k] for k in KOLOM), *nama).select_from(u)
    for model, kunci in milik:
        kueri = kueri.outerjoin(model, model.id == kunci)
    return kueri


def putusan(musrenbang_id: int, *syarat: Any) -> list[dict[str, Any]]:
    """Every decided usulan."""
    return semua(musrenbang_id, Usulan.status.in_(DIPUTUSKAN), *syarat)


def asal(u: dict[str, Any]) -> str:
    teks: str = u["asal"].value
    return teks[:1].upper() + teks[1:]


def hasil(u: dict[str, Any]) -> str:
    """The decision; while there is none, how far the usulan has come."""
    kata_hasil = u["hasil"] if u["status"] in DIPUTUSKAN and u["hasil"] else u["status"]
    teks: str = kata_hasil.value
    return teks.capitalize()


def volume(nilai: Decimal | None, satuan: str) -> str:
    """ "1.250,5 m": Indonesian separators, no zeros behind the comma."""
    if nilai is None:
        return "-"
    bulat, _, pecahan = f"{Decimal(nilai):.2f}".partition(".")
    pecahan = pecahan.rstrip("0")
    return f"{kata.bilangan(int(bulat))}{',' + pecahan if pecahan else ''} {satuan}".strip()


def _lokasi(u: Any) -> str:
    rt_rw = f"RT {u['rt']}/RW {u['rw']}" if u["rt"] and u["rw"] else (f"RW {u['rw']}" if u["rw"] else "")
    kelurahan, kecamatan = u["tempat"] or "", u["kecamatan"] or ""
    tempat = kelurahan if kelurahan == kecamatan or not kecamatan else f"{kelurahan}, {kecamatan}"
    return ", ".join(x for x in (u["alamat"], rt_rw, tempat) if x)
