"""What a poster is printed from: a bahan publikasi with date, place and agenda of the jadwal that is fixed."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TypedDict

from documents import kata, kepala
from documents.konteks import Naskah
from documents.naskah import jadwal
from documents.naskah.penetapan_ruang import nama_ruang, tanda
from documents.pdf import PrintError
from models import setelan
from models.bahan import Bahan, JenisBahan
from models.base import db
from models.jadwal import Acara
from models.musrenbang import Musrenbang
from models.waktu import lokal

PALING_BANYAK = 8  # lines of the agenda that a wall can read; the jadwal itself has them all
SEMPIT = 3  # more that runs at the same time is one line


class Agenda(TypedDict):
    hari: str  # "" while the event has one day
    pukul: str
    acara: list[str]


class Konteks(Naskah):
    warna: str
    atasan: str
    judul: str
    tema: str
    kalimat: str
    hari: str
    tanggal_acara: str
    pukul: str
    tempat_acara: str
    alamat_acara: str
    agenda: list[Agenda]
    lainnya: int  # how many acara the poster leaves to the jadwal
    alamat: str  # what the QR holds and the eye reads; "" without an address: no QR
    ajakan: str
    penyelenggara: str


def publikasi(bahan: Bahan) -> bool:
    return bahan.jenis is JenisBahan.PUBLIKASI


def a4(bahan: Bahan) -> Konteks:
    return _isi(bahan, "poster_a4")


def a3(bahan: Bahan) -> Konteks:
    return _isi(bahan, "poster_a3")


def _isi(bahan: Bahan, kode: str) -> Konteks:
    m = db.session.get_one(Musrenbang, bahan.musrenbang_id)
    s = kepala.setelan()
    ditetapkan = jadwal.ditetapkan(m.id)
    acara = jadwal.urut(ditetapkan) if ditetapkan else []
    agenda = _agenda(acara)
    return {
        **kepala.naskah(s, kode, tanda(bahan.status), None),
        "warna": _warna(s["poster.warna"]),
        "atasan": bahan.judul,
        "judul": m.nama,
        "tema": m.tema or "",
        "kalimat": " ".join((bahan.isi or "").split()),
        **_waktu(m, acara),
        **_tempat(m, acara),
        "agenda": agenda[:PALING_BANYAK],
        "lainnya": sum(len(a["acara"]) for a in agenda[PALING_BANYAK:]),
        "alamat": setelan.kini().public_url or _situs(s["kop.situs"]),
        "ajakan": kepala.teks(s, "poster.ajakan", m),
        "penyelenggara": s["kop.instansi"],
    }


def _warna(teks: str) -> str:
    if teks and not re.fullmatch(r"#[0-9A-Fa-f]{6}", teks):
        raise PrintError("Pengaturan poster.warna berisi “{nilai}”. Tulis seperti #1F4E79.", nilai=teks)
    return teks or "#1F4E79"


def _situs(situs: str) -> str:
    return situs if not situs or "://" in situs else f"https://{situs}"


class _Kapan(TypedDict):
    hari: str
    tanggal_acara: str
    pukul: str


def _waktu(m: Musrenbang, acara: list[Acara]) -> _Kapan:
    if not acara:
        hari = kata.hari(m.tanggal_acara) if m.tanggal_acara else ""
        tanggal = kata.tanggal(m.tanggal_acara) if m.tanggal_acara else "Tanggal menyusul"
        return {"hari": hari, "tanggal_acara": tanggal, "pukul": ""}
    awal, akhir = jadwal.hari(acara[0]), max(lokal(a.selesai).date() for a in acara)
    hari = kata.hari(awal) if awal == akhir else f"{kata.hari(awal)} s.d. {kata.hari(akhir)}"
    pertama = [a for a in acara if jadwal.hari(a) == awal]
    pukul = kata.rentang_pukul(lokal(acara[0].mulai), lokal(max(a.selesai for a in pertama)))
    return {"hari": hari, "tanggal_acara": kata.rentang_tanggal(awal, akhir), "pukul": pukul}


class _Di(TypedDict):
    tempat_acara: str
    alamat_acara: str


def _tempat(m: Musrenbang, acara: list[Acara]) -> _Di:
    """Where the first acara is; a Musrenbang without a jadwal names its place itself."""
    if not acara:
        return {"tempat_acara": m.tempat or "Tempat menyusul", "alamat_acara": ""}
    nama, *lain = nama_ruang(acara[0].ruang)
    return {"tempat_acara": nama, "alamat_acara": ", ".join(lain)}


def _agenda(acara: list[Acara]) -> list[Agenda]:
    """What begins and ends together is one line; many parallel sessions of one name are told once."""
    sehari = len({jadwal.hari(a) for a in acara}) < 2
    hasil: list[Agenda] = []
    for (mulai, selesai), isi in groupby(acara, key=lambda a: (a.mulai, a.selesai)):
        serempak = list(isi)
        pukul = f"{lokal(mulai):%H.%M}–{lokal(selesai):%H.%M}"
        hari = "" if sehari else f"{kata.hari(lokal(mulai).date())}, {lokal(mulai).day}"
        hasil.append({"hari": hari, "pukul": pukul, "acara": _serempak([jadwal.sebutan(a) for a in serempak])})
    return hasil


def _serempak(nama: list[str]) -> list[str]:
    """ "Sidang kelompok Fisik", "Sidang kelompok Ekonomi", … → "Sidang kelompok Fisik, Ekonomi, …"."""
    if len(nama) <= SEMPIT:
        return nama
    kata_kata = [n.split() for n in nama]
    sama = 0
    while all(len(k) > sama + 1 and k[sama] == kata_kata[0][sama] for k in kata_kata):
        sama += 1
    if not sama:
        return [*nama[: SEMPIT - 1], f"dan {len(nama) - SEMPIT + 1} acara lain"]
    ekor = [" ".join(k[sama:]) for k in kata_kata]
    return [f"{' '.join(kata_kata[0][:sama])} {', '.join(ekor[:-1])} dan {ekor[-1]}"]
