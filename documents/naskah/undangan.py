"""What an undangan is printed from: one addressee on the letter, several as "daftar terlampir"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from documents import kata, kepala, numbering
from documents.bidang import SuratMassal
from documents.konteks import Penerima, Rincian
from documents.konteks import Undangan as Konteks
from models.base import db
from models.musrenbang import Musrenbang
from models.undangan import Undangan
from models.waktu import lokal


def isi(undangan: Undangan) -> Konteks:
    m = db.session.get_one(Musrenbang, undangan.musrenbang_id)
    s = kepala.setelan()
    penerima = [
        Penerima(nama=p.pemangku_kepentingan.nama, tempat=p.pemangku_kepentingan.tempat) for p in undangan.penerima
    ]
    return {
        **kepala.naskah(s, "undangan", kepala.tanda(undangan.status), undangan.tanggal),
        "nomor": numbering.slot(undangan),
        "sifat": undangan.sifat.value.capitalize(),
        "lampiran": "1 (satu) berkas" if len(penerima) > 1 else "-",
        "hal": undangan.perihal,
        "penerima": penerima,
        "pembuka": undangan.pembuka or kepala.teks(s, "undangan.pembuka", m),
        "rincian": rincian(undangan),
        "penutup": undangan.penutup or kepala.teks(s, "undangan.penutup", m),
        "penanda_tangan": kepala.tanda_tangan(undangan.penandatangan, undangan.atas_nama, kode="undangan"),
        "tembusan": kepala.baris(undangan.tembusan),
    }


def perorangan(k: Mapping[str, Any]) -> SuratMassal:
    """The same letter to each addressee by name, without the list of all."""

    def surat(p: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**k, "lampiran": "-", "penerima": [dict(p)]}

    return SuratMassal(surat, k["penerima"])


def rincian(undangan: Undangan) -> list[Rincian]:
    mulai = lokal(undangan.mulai)
    selesai = lokal(undangan.selesai) if undangan.selesai else None
    return [
        {"label": "Hari", "isi": kata.hari(mulai.date())},
        {"label": "Tanggal", "isi": kata.tanggal(mulai.date())},
        {"label": "Pukul", "isi": kata.rentang_pukul(mulai, selesai)},
        {"label": "Tempat", "isi": undangan.tempat},
        {"label": "Acara", "isi": undangan.acara},
    ]
