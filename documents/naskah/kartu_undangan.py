"""The card that an addressee shows at the registration desk: name, event, and a QR that holds no personal data."""

from __future__ import annotations

from typing import Any, TypedDict

from documents import kata, kepala
from documents.naskah.lembar import Berpetak, berpetak
from documents.naskah.penerima import lembaga, orang
from models import kode_hadir
from models.base import db
from models.musrenbang import Musrenbang
from models.undangan import Undangan
from models.waktu import lokal


class Kartu(TypedDict):
    nama: str
    lembaga: str
    kode: str  # models/kode_hadir.py
    qr: str  # the address of the registration page, or the code itself


class Konteks(Berpetak):
    acara: str
    tanggal_acara: str
    waktu: str
    tempat_acara: str
    petunjuk: str
    kartu: list[Kartu]


def isi(undangan: Undangan) -> Konteks:
    m = db.session.get_one(Musrenbang, undangan.musrenbang_id)
    s = kepala.setelan()
    mulai = lokal(undangan.mulai)
    return {
        **berpetak(kepala.naskah(s, "kartu_undangan", "", undangan.tanggal), s, "kartu"),
        "acara": undangan.acara,
        "tanggal_acara": kata.hari_tanggal(mulai.date()),
        "waktu": kata.rentang_pukul(mulai, lokal(undangan.selesai) if undangan.selesai else None),
        "tempat_acara": undangan.tempat,
        "petunjuk": kepala.teks(s, "kartu.petunjuk", m),
        "kartu": [
            {"nama": p.nama, "lembaga": lembaga(p), "kode": (kode := kode_hadir.buat(n)), "qr": kode_hadir.alamat(kode)}
            for n, p in orang(undangan)
        ],
    }


def baris(k: Konteks) -> dict[str, list[Any]]:
    return {"kartu": [_petak(k, kartu) for kartu in k["kartu"]]}


def _petak(k: Konteks, kartu: Kartu) -> dict[str, Any]:
    isi = {
        "instansi": [k["kop"]["pemda"]],
        "acara": [k["acara"]],
        "nama": [kartu["nama"]],
        "lembaga": [kartu["lembaga"]],
        "tanggal": ["Hari", k["tanggal_acara"], ""],
        "waktu": ["Pukul", k["waktu"], ""],
        "tempat": ["Tempat", k["tempat_acara"], ""],
        "kaki": [k["petunjuk"], kartu["kode"]],
    }
    return {"isi": {n: t for n, t in isi.items() if any(t)}, "qr": kartu["qr"]}
