"""What the SK tim is printed from: a decree of the Kepala Badan or the Wali Kota, and its lampiran of members."""

from __future__ import annotations

from typing import TypedDict

from documents import kepala, numbering
from documents.konteks import Naskah, TandaTangan
from documents.naskah.baris import Baris
from documents.templat import Tabel
from models.base import db
from models.musrenbang import Musrenbang
from models.tim import AnggotaTim, JenisSk, Tim

KUNCI = {JenisSk.KEPALA_BADAN: "kepala_badan", JenisSk.WALI_KOTA: "wali_kota"}


class Anggota(TypedDict):
    nama: str  # a second line is the office
    kedudukan: str
    kelompok: str  # "" outside the kelompok sidang


class SkTim(Naskah):
    penetap: str  # "KEPALA BADAN …": who decides, in capitals
    jenis: str
    kop_penetap: bool  # under the name of the Wali Kota, not under the letterhead of the office
    nomor: str
    tentang: str
    rahmat: str
    menimbang: list[str]
    mengingat: list[str]
    memperhatikan: list[str]
    diktum: list[str]
    penanda_tangan: TandaTangan
    judul_lampiran: str
    anggota: list[Anggota]


def isi(tim: Tim) -> SkTim:
    m = db.session.get_one(Musrenbang, tim.musrenbang_id)
    s = kepala.setelan()
    kunci = KUNCI[tim.jenis_sk]
    jabatan = tim.penandatangan.jabatan if tim.penandatangan else ""
    return {
        **kepala.naskah(s, "tim", kepala.tanda(tim.status), tim.tanggal),
        "penetap": (s[f"sk.penetap_{kunci}"] or jabatan).upper(),
        "jenis": tim.jenis_sk.value,
        "kop_penetap": tim.jenis_sk is JenisSk.WALI_KOTA,
        "nomor": numbering.slot(tim),
        "tentang": tim.perihal,
        "rahmat": s[f"sk.rahmat_{kunci}"],
        "menimbang": kepala.baris(tim.menimbang),
        "mengingat": kepala.baris(tim.mengingat),
        "memperhatikan": kepala.baris(tim.memperhatikan),
        "diktum": kepala.baris(tim.memutuskan),
        "penanda_tangan": kepala.tanda_tangan(tim.penandatangan, tim.atas_nama, kode="tim"),
        "judul_lampiran": kepala.teks(s, "sk.judul_lampiran", m, penetap=tim.jenis_sk.value, hal=tim.perihal),
        "anggota": [_anggota(a) for a in sorted(tim.anggota, key=_tempat)],
    }


def baris(k: SkTim) -> Tabel:
    """Numbered through; a heading where a kelompok begins."""
    hasil: list[Baris] = []
    kelompok = ""
    for nomor, a in enumerate(k["anggota"], 1):
        if a["kelompok"] != kelompok:
            kelompok = a["kelompok"]
            hasil.append({"grup": f"KELOMPOK {kelompok.upper()}"})
        hasil.append([str(nomor), a["nama"], a["kedudukan"]])
    return {"anggota": hasil}


def _tempat(a: AnggotaTim) -> tuple[int, int, int]:
    """Who stands in no kelompok first, then the kelompok in their order."""
    k = a.kelompok_sidang
    return (k.urutan, k.id, a.urutan) if k else (-1, 0, a.urutan)


def _anggota(a: AnggotaTim) -> Anggota:
    jabatan = a.pejabat.jabatan if a.pejabat else ""
    return {
        "nama": a.nama if not jabatan or jabatan in a.nama else f"{a.nama}\n{jabatan}",
        "kedudukan": a.kedudukan,
        "kelompok": a.kelompok_sidang.nama if a.kelompok_sidang else "",
    }
