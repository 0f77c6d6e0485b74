"""What a penetapan ruang is printed from: which room serves what, when, for how many, and who answers for it."""

from __future__ import annotations

from typing import TypedDict

from documents import kata, kepala
from documents.konteks import Naskah, TandaTangan
from documents.naskah.baris import Baris
from models.base import db
from models.musrenbang import Musrenbang
from models.naskah import StatusKetetapan
from models.ruang import PemakaianRuang, PenetapanRuang, Ruang
from models.waktu import lokal


class Pemakaian(TypedDict):
    ruang: str  # name, building and address, one line each
    kapasitas: str
    tanggal: str  # "Senin, 23 Maret 2026"
    jam: str
    keperluan: str
    kebutuhan: str
    penanggung_jawab: str


class Konteks(Naskah):
    judul: str
    pembuka: str
    pemakaian: list[Pemakaian]
    penutup: str
    penanda_tangan: TandaTangan


def isi(penetapan: PenetapanRuang) -> Konteks:
    m = db.session.get_one(Musrenbang, penetapan.musrenbang_id)
    s = kepala.setelan()
    return {
        **kepala.naskah(s, "penetapan_ruang", tanda(penetapan.status), penetapan.tanggal),
        "judul": tanpa_jenis(penetapan.judul, "penetapan ruang"),
        "pembuka": kepala.teks(s, "penetapan_ruang.pembuka", m),
        "pemakaian": [_pemakaian(p) for p in penetapan.pemakaian],
        "penutup": penetapan.catatan or kepala.teks(s, "penetapan_ruang.penutup", m),
        "penanda_tangan": kepala.tanda_tangan(kepala.pejabat(penetapan.penandatangan_id), kode="penetapan_ruang"),
    }


def tanda(status: StatusKetetapan) -> str:
    """What is fixed without a number is a draft until it is fixed."""
    return "" if status is StatusKetetapan.DITETAPKAN else "KONSEP"


def tanpa_jenis(judul: str, *jenis: str) -> str:
    """The title without the word that stands above it already: "Jadwal Musrenbang …" below JADWAL PELAKSANAAN."""
    for awalan in jenis:
        if judul.lower().startswith(f"{awalan} "):
            return judul[len(awalan) :].strip()
    return judul


def nama_ruang(ruang: Ruang) -> list[str]:
    return [x for x in (ruang.nama, ruang.gedung, ruang.alamat) if x]


def _pemakaian(p: PemakaianRuang) -> Pemakaian:
    mulai, selesai = lokal(p.mulai), lokal(p.selesai)
    kelompok = p.kelompok_sidang.nama if p.kelompok_sidang else ""
    keperluan = [p.keperluan, f"Kelompok {kelompok}" if kelompok and kelompok not in p.keperluan else ""]
    return {
        "ruang": "\n".join(nama_ruang(p.ruang)),
        "kapasitas": f"{kata.bilangan(p.ruang.kapasitas)} orang" if p.ruang.kapasitas else "-",
        "tanggal": kata.hari_tanggal(mulai.date()),
        "jam": kata.rentang_pukul(mulai, selesai),
        "keperluan": "\n".join(x for x in keperluan if x),
        "kebutuhan": p.kebutuhan or p.ruang.peralatan or "-",
        "penanggung_jawab": p.penanggung_jawab.nama if p.penanggung_jawab else "-",
    }


def baris(k: Konteks) -> dict[str, list[Baris]]:
    kolom = ("ruang", "kapasitas", "tanggal", "jam", "keperluan", "kebutuhan", "penanggung_jawab")
    return {"pemakaian": [[str(n), *(str(p[x]) for x in kolom)] for n, p in enumerate(k["pemakaian"], 1)]}  # type: ignore[literal-required]
