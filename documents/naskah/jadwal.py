"""What a jadwal pelaksanaan is printed from: the acara grouped by day, with speaker, place and who answers for it."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TypedDict

from documents import kata, kepala
from documents.konteks import Naskah, TandaTangan
from documents.naskah.baris import Baris
from documents.naskah.penetapan_ruang import tanda, tanpa_jenis
from models.base import db
from models.jadwal import Acara, Jadwal
from models.musrenbang import Musrenbang
from models.naskah import StatusKetetapan
from models.waktu import lokal


class AcaraTercetak(TypedDict):
    hari: str  # "Senin, 23 Maret 2026"
    waktu: str
    acara: str
    narasumber: str
    tempat: str
    penanggung_jawab: str


class Konteks(Naskah):
    judul: str
    pembuka: str
    acara: list[AcaraTercetak]
    penutup: str
    penanda_tangan: TandaTangan


def isi(jadwal: Jadwal) -> Konteks:
    m = db.session.get_one(Musrenbang, jadwal.musrenbang_id)
    s = kepala.setelan()
    return {
        **kepala.naskah(s, "jadwal", tanda(jadwal.status), jadwal.tanggal),
        "judul": tanpa_jenis(jadwal.judul, "jadwal pelaksanaan", "jadwal"),
        "pembuka": kepala.teks(s, "jadwal.pembuka", m),
        "acara": [_acara(a) for a in urut(jadwal)],
        "penutup": jadwal.catatan or kepala.teks(s, "jadwal.penutup", m),
        "penanda_tangan": kepala.tanda_tangan(kepala.pejabat(jadwal.penandatangan_id), kode="jadwal"),
    }


def urut(jadwal: Jadwal) -> list[Acara]:
    """By time; what runs at the same time stands in the order of its kelompok, then as it was entered."""
    return sorted(jadwal.acara, key=lambda a: (a.mulai, a.kelompok_sidang.urutan if a.kelompok_sidang else 0, a.id))


def ditetapkan(musrenbang_id: int) -> Jadwal | None:
    """The schedule that is fixed; the newest where there are several."""
    kueri = db.select(Jadwal).filter_by(musrenbang_id=musrenbang_id, status=StatusKetetapan.DITETAPKAN, deleted_at=None)
    found: Jadwal | None = db.session.scalar(kueri.order_by(Jadwal.id.desc()).limit(1))
    return found


def hari(acara: Acara) -> date:
    return lokal(acara.mulai).date()


def sebutan(acara: Acara) -> str:
    kelompok = acara.kelompok_sidang.nama if acara.kelompok_sidang else ""
    return acara.nama if not kelompok or kelompok in acara.nama else f"{acara.nama} – Kelompok {kelompok}"


def _acara(a: Acara) -> AcaraTercetak:
    return {
        "hari": kata.hari_tanggal(hari(a)),
        "waktu": kata.rentang_pukul(lokal(a.mulai), lokal(a.selesai)),
        "acara": sebutan(a),
        "narasumber": a.narasumber or "-",
        "tempat": ", ".join(x for x in (a.ruang.nama, a.ruang.gedung) if x),
        "penanggung_jawab": a.penanggung_jawab or "-",
    }


def baris(k: Konteks) -> dict[str, list[Baris]]:
    hasil: list[Baris] = []
    nomor = 0
    for sehari, acara in groupby(k["acara"], key=lambda a: a["hari"]):
        hasil.append({"grup": sehari})
        for a in acara:
            nomor += 1
            teks = [a["waktu"], a["acara"], a["narasumber"], a["tempat"], a["penanggung_jawab"]]
            hasil.append([str(nomor), *teks])
    return {"acara": hasil}
