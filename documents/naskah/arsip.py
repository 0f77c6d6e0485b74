"""The archive on paper: what stands where (daftar isi berkas), and whose retention ends when (daftar retensi).

The panel destroys nothing and moves nothing: it proposes, and the arsiparis judges.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypedDict

from documents import kata, kepala
from documents.konteks import Naskah, TandaTangan
from documents.naskah.baris import Baris
from models.arsip import Arsip, StatusArsip
from models.base import db
from models.kode_klasifikasi import KodeKlasifikasi
from models.musrenbang import Musrenbang
from models.waktu import hari_ini

SEGERA = timedelta(days=365)


class Berkas(TypedDict):
    kode: str
    uraian: str
    tanggal: str
    jumlah: str
    tingkat: str
    lokasi: str
    aktif: str
    inaktif: str
    nasib: str


class DaftarIsi(Naskah):
    musrenbang: str
    unit: str
    berkas: list[Berkas]
    pengelola: TandaTangan


class Retensi(TypedDict):
    kelompok: str
    kode: str
    uraian: str
    lokasi: str
    tahap: str  # "aktif" or "inaktif": which term ends
    berakhir: str  # ISO
    usul: str


class DaftarRetensi(Naskah):
    keadaan: str  # ISO: seen from this day
    retensi: list[Retensi]
    catatan: str
    pengelola: TandaTangan


# --- what stands where ------------------------------------------------------------------------------------------------


def daftar_isi(m: Musrenbang) -> DaftarIsi:
    s = kepala.setelan()
    kueri = db.select(Arsip).filter_by(musrenbang_id=m.id, deleted_at=None)
    arsip = db.session.scalars(kueri.join(KodeKlasifikasi).order_by(KodeKlasifikasi.kode, Arsip.tanggal, Arsip.id))
    return {
        **kepala.naskah(s, "daftar_isi_berkas", "", hari_ini()),
        "musrenbang": m.nama,
        "unit": kepala.teks(s, "arsip.unit_pengolah", m),
        "berkas": [_berkas(a) for a in arsip],
        "pengelola": kepala.tanda_tangan_kosong(kepala.teks(s, "arsip.jabatan_pengelola", m)),
    }


def _berkas(a: Arsip) -> Berkas:
    """The terms as years of the table until the berkas is archived, then with the day on which they end."""
    kode = a.kode_klasifikasi
    return {
        "kode": kode.kode,
        "uraian": a.uraian,
        "tanggal": kata.tanggal(a.tanggal) if a.tanggal else "-",
        "jumlah": a.jumlah or "-",
        "tingkat": a.tingkat.value,
        "lokasi": a.lokasi or "-",
        "aktif": _masa(kode.aktif_tahun, a.aktif_sampai),
        "inaktif": _masa(kode.inaktif_tahun, a.inaktif_sampai),
        "nasib": a.nasib or kode.nasib or "-",
    }


def _masa(tahun: int | None, sampai: date | None) -> str:
    masa = "-" if tahun is None else f"{tahun} tahun"
    return f"{masa}\ns.d. {kata.tanggal_angka(sampai)}" if sampai else masa


def baris_daftar_isi(k: DaftarIsi) -> dict[str, list[Baris]]:
    kolom = ("kode", "uraian", "tanggal", "jumlah", "tingkat", "lokasi", "aktif", "inaktif", "nasib")
    return {"berkas": [[str(n), *(str(b[x]) for x in kolom)] for n, b in enumerate(k["berkas"], 1)]}  # type: ignore[literal-required]


# --- whose retention ends when ----------------------------------------------------------------------------------------


def daftar_retensi(m: Musrenbang) -> DaftarRetensi:
    """The register is one for all years, so this paper is the same from every Musrenbang; earliest end first."""
    s, hari = kepala.setelan(), hari_ini()
    kueri = db.select(Arsip).filter_by(status=StatusArsip.DIARSIPKAN, deleted_at=None)
    arsip = db.session.scalars(kueri.where(Arsip.aktif_sampai.is_not(None)).order_by(Arsip.id))
    usul = {n: kepala.teks(s, f"retensi.usul_{n}", m) for n in ("pindah", "permanen", "musnah", "dinilai")}
    retensi = [_retensi(a, hari, usul) for a in arsip]
    return {
        **kepala.naskah(s, "daftar_retensi", "", hari),
        "keadaan": hari.isoformat(),
        "retensi": sorted(retensi, key=lambda r: r["berakhir"]),
        "catatan": kepala.teks(s, "retensi.catatan", m),
        "pengelola": kepala.tanda_tangan_kosong(kepala.teks(s, "arsip.jabatan_pengelola", m)),
    }


def _retensi(a: Arsip, hari: date, usul: dict[str, str]) -> Retensi:
    """The next term that ends. Without an inactive term the fate is proposed at the end of the active one."""
    assert a.aktif_sampai is not None
    ada_inaktif = a.inaktif_sampai is not None and a.inaktif_sampai > a.aktif_sampai
    aktif = hari <= a.aktif_sampai or not ada_inaktif
    berakhir = a.aktif_sampai if aktif else a.inaktif_sampai or a.aktif_sampai
    return {
        "kelompok": _kelompok(berakhir, hari),
        "kode": a.kode_klasifikasi.kode,
        "uraian": a.uraian,
        "lokasi": a.lokasi or "-",
        "tahap": "aktif" if aktif else "inaktif",
        "berakhir": berakhir.isoformat(),
        "usul": usul["pindah" if aktif and ada_inaktif else _nasib(a)],
    }


def _nasib(a: Arsip) -> str:
    nasib = (a.nasib or "").lower()
    return "permanen" if "permanen" in nasib else "musnah" if "musnah" in nasib else "dinilai"


def _kelompok(berakhir: date, hari: date) -> str:
    if berakhir < hari:
        return "Masa retensi telah berakhir"
    return "Berakhir dalam 12 bulan" if berakhir <= hari + SEGERA else "Berakhir kemudian"


def banyak_retensi(_m: Musrenbang) -> int:
    return int(db.session.scalar(db.select(db.func.count(Arsip.id)).filter_by(status=StatusArsip.DIARSIPKAN)) or 0)


def baris_retensi(k: DaftarRetensi) -> dict[str, list[Baris]]:
    hasil: list[Baris] = []
    kelompok = ""
    for n, r in enumerate(k["retensi"], 1):
        if r["kelompok"] != kelompok:
            kelompok = r["kelompok"]
            hasil.append({"grup": kelompok})
        akhir = kata.tanggal(r["berakhir"])
        hasil.append([str(n), akhir, r["tahap"], r["kode"], r["uraian"], r["lokasi"], r["usul"], ""])
    return {"retensi": hasil}
