"""The usulan of a Musrenbang as rows for papers: one query of columns, their names from small tables read once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

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
    opd = _dua_nama(PerangkatDaerah.id, PerangkatDaerah.singkatan, PerangkatDaerah.nama)
    wilayah, kelompok = _nama(Wilayah, Wilayah.nama), _nama(KelompokSidang, KelompokSidang.nama)
    alasan, kamus = _nama(AlasanPenolakan, AlasanPenolakan.nama), _nama(KamusUsulan, KamusUsulan.nama)
    kueri = (
        db.select(*(Usulan.__table__.c[k] for k in KOLOM))
        .where(Usulan.musrenbang_id == musrenbang_id, Usulan.deleted_at.is_(None), *syarat)
        .order_by(*URUT)
    )
    hasil = []
    for u in db.session.execute(kueri).mappings():
        singkatan, nama = opd.get(u["opd_pengampu_id"], ("-", TANPA_OPD))
        hasil.append(
            {
                **u,
                "opd": singkatan,
                "nama_opd": nama,
                "kelompok": kelompok.get(u["kelompok_sidang_id"], "-"),
                "kecamatan": wilayah.get(u["kecamatan_id"], LINTAS),
                "kamus": kamus.get(u["kamus_usulan_id"], ""),
                "alasan": alasan.get(u["alasan_id"], ""),
                "lokasi": _lokasi(u, wilayah),
            }
        )
    return hasil


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


def _nama(model: type[Any], kolom: Any) -> dict[int, str]:
    return dict(db.session.execute(db.select(model.id, kolom)).tuples().all())


def _dua_nama(*kolom: Any) -> dict[int, tuple[str, str]]:
    return {id_: (pendek, panjang) for id_, pendek, panjang in db.session.execute(db.select(*kolom))}


def _lokasi(u: Any, wilayah: dict[int, str]) -> str:
    rt_rw = f"RT {u['rt']}/RW {u['rw']}" if u["rt"] and u["rw"] else (f"RW {u['rw']}" if u["rw"] else "")
    kelurahan, kecamatan = wilayah.get(u["wilayah_id"], ""), wilayah.get(u["kecamatan_id"] or 0, "")
    tempat = kelurahan if kelurahan == kecamatan or not kecamatan else f"{kelurahan}, {kecamatan}"
    return ", ".join(x for x in (u["alamat"], rt_rw, tempat) if x)
