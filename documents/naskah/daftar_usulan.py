"""All usulan of a Musrenbang by kelompok sidang, by perangkat daerah and by kecamatan: any status, with their sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple, TypedDict

from documents import kata, kepala
from documents.konteks import Naskah
from documents.naskah import usulan
from documents.naskah.baris import Baris, menurut
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.wilayah import Tingkat, Wilayah

PUTUSAN = ("diterima", "ditunda", "ditolak", "belum", "dicabut")  # columns of the recapitulation, in this order


class UsulanDaftar(TypedDict):
    """A row; `pagu` is what was proposed, `sepakat` what was agreed (0 where nothing was)."""

    grup: str
    kode: str
    usulan: str
    lokasi: str
    asal: str
    pihak: str  # the perangkat daerah; in the list by perangkat daerah the kelompok
    volume: str
    pagu: int
    hasil: str
    sepakat: int
    putusan: str  # one of PUTUSAN


class Konteks(Naskah):
    judul: list[str]
    menurut: str  # "Kelompok sidang": what the rows are grouped by
    judul_pihak: str
    keadaan: str  # the moment of which the list speaks
    urutan: list[str]  # the groups in their official order
    usulan: list[UsulanDaftar]


class _Cara(NamedTuple):
    """How a list is grouped: title, head of its groups, column of the row, the other column, order of the groups."""

    judul: str
    menurut: str
    kolom: str
    pihak: str
    judul_pihak: str
    urutan: Callable[[], list[str]]


def _urutan_kelompok() -> list[str]:
    return list(db.session.scalars(db.select(KelompokSidang.nama).order_by(KelompokSidang.urutan, KelompokSidang.id)))


def _urutan_kecamatan() -> list[str]:
    kueri = db.select(Wilayah.nama).where(Wilayah.tingkat == Tingkat.KECAMATAN).order_by(Wilayah.kode)
    return list(db.session.scalars(kueri))


CARA = {
    "kelompok": _Cara("KELOMPOK SIDANG", "Kelompok sidang", "kelompok", "opd", "OPD", _urutan_kelompok),
    "opd": _Cara("PERANGKAT DAERAH", "Perangkat daerah", "nama_opd", "kelompok", "Kelompok", list),
    "kecamatan": _Cara("KECAMATAN", "Kecamatan", "kecamatan", "opd", "OPD", _urutan_kecamatan),
}


def isi(m: Musrenbang, cara: str) -> Konteks:
    """The list of `m` grouped by `cara`, a key of CARA; a constant number of queries."""
    c, s = CARA[cara], kepala.setelan()
    return {
        **kepala.naskah(s, "daftar_usulan", "", None),
        "judul": [f"DAFTAR USULAN MENURUT {c.judul}", m.nama.upper()],
        "menurut": c.menurut,
        "judul_pihak": c.judul_pihak,
        "keadaan": _keadaan(m),
        "urutan": c.urutan(),
        "usulan": [_baris(u, c) for u in usulan.semua(m.id)],
    }


def _keadaan(m: Musrenbang) -> str:
    """The last change of any usulan: what the list tells is the state since then, whenever it is printed."""
    terakhir = db.session.scalar(db.select(db.func.max(Usulan.updated_at)).filter_by(musrenbang_id=m.id))
    return kata.saat(terakhir or m.created_at)


def isi_kelompok(m: Musrenbang) -> Konteks:
    return isi(m, "kelompok")


def isi_opd(m: Musrenbang) -> Konteks:
    return isi(m, "opd")


def isi_kecamatan(m: Musrenbang) -> Konteks:
    return isi(m, "kecamatan")


def _baris(u: dict[str, Any], c: _Cara) -> UsulanDaftar:
    diusulkan = usulan.volume(u["volume"], u["satuan"])
    disepakati = u["volume_disepakati"]
    berubah = disepakati is not None and disepakati != u["volume"]
    return {
        "grup": u[c.kolom],
        "kode": u["kode"],
        "usulan": u["usulan"],
        "lokasi": u["lokasi"],
        "asal": usulan.asal(u),
        "pihak": u[c.pihak],
        "volume": f"{diusulkan}\nmenjadi {usulan.volume(disepakati, u['satuan'])}" if berubah else diusulkan,
        "pagu": u["pagu_usulan"],
        "hasil": usulan.hasil(u),
        "sepakat": u["pagu_disepakati"] or 0,
        "putusan": _putusan(u),
    }


def _putusan(u: dict[str, Any]) -> str:
    if u["status"] not in usulan.DIPUTUSKAN:
        return "dicabut" if u["status"] is StatusUsulan.BATAL else "belum"
    return "diterima" if u["hasil"] is HasilUsulan.DITERIMA_PERUBAHAN else str(u["hasil"].value)


# --- rows of the long tables ------------------------------------------------------------------------------------------


def baris(k: Konteks) -> dict[str, list[Baris]]:
    grup = menurut(k["usulan"], "grup", k["urutan"])
    rekap: list[Baris] = []
    daftar: list[Baris] = []
    nomor = 0
    for n, (nama, milik) in enumerate(grup, 1):
        rekap.append([str(n), nama, *_hitung(milik)])
        daftar.append({"grup": nama.upper()})
        for u in milik:
            nomor += 1
            teks = [u[x] for x in ("kode", "usulan", "lokasi", "asal", "pihak", "volume")]
            uang = kata.rupiah(u["sepakat"]) if u["putusan"] == "diterima" else "-"
            daftar.append([str(nomor), *teks, kata.rupiah(u["pagu"]), u["hasil"], uang])
        daftar.append({"jumlah": _jumlah(f"Jumlah {nama}", milik)})
    if daftar:
        rekap.append({"jumlah": ["Jumlah", *_hitung(k["usulan"])]})
        daftar.append({"jumlah_semua": _jumlah("JUMLAH SELURUHNYA", k["usulan"])})
    return {"rekap": rekap, "daftar": daftar}


def _hitung(isi: list[UsulanDaftar]) -> list[str]:
    ada = Counter(u["putusan"] for u in isi)
    banyak = [kata.bilangan(n) for n in (len(isi), *(ada[p] for p in PUTUSAN))]
    return [*banyak, *_uang(isi)]


def _jumlah(judul: str, isi: list[UsulanDaftar]) -> list[str]:
    pagu, sepakat = _uang(isi)
    diterima = sum(u["putusan"] == "diterima" for u in isi)
    return [f"{judul}: {kata.bilangan(len(isi))} usulan", pagu, f"{kata.bilangan(diterima)} diterima", sepakat]


def _uang(isi: list[UsulanDaftar]) -> list[str]:
    return [kata.rupiah(sum(u["pagu"] for u in isi)), kata.rupiah(sum(u["sepakat"] for u in isi))]
