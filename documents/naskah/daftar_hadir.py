"""What a daftar hadir is printed from: the invited and present with room to sign, and empty rows below them."""

from __future__ import annotations

from documents import kata, kepala
from documents.konteks import DaftarHadir as Konteks
from documents.konteks import Hadirin
from documents.naskah import notulen
from documents.pdf import PrintError
from models.base import db
from models.notulen import Notulen
from models.rapat import DaftarHadir, Rapat
from models.waktu import lokal

BARIS_KOSONG = 20  # where nobody is entered yet
LEMBAR_KOSONG = 40


def kosong(rapat: Rapat) -> Konteks:
    """Only numbered rows to write in by hand, as many as the setting says."""
    s = kepala.setelan()
    try:
        banyak = int(s["daftar_hadir.baris_kosong"] or LEMBAR_KOSONG)
    except ValueError:
        raise PrintError("Pengaturan {kunci} harus berisi bilangan.", kunci="daftar_hadir.baris_kosong") from None
    return {**isi(rapat), "peserta": [], "baris_kosong": max(1, banyak)}


def isi(rapat: Rapat) -> Konteks:
    s = kepala.setelan()
    pimpinan = db.session.scalar(
        db.select(Notulen).where(Notulen.rapat_id == rapat.id, Notulen.deleted_at.is_(None)).limit(1)
    )
    tanggal = lokal(rapat.mulai).date()
    return {
        **kepala.naskah(s, "daftar_hadir", "", tanggal),
        "rincian": [
            {"label": "Hari", "isi": kata.hari(tanggal)},
            {"label": "Tanggal", "isi": kata.tanggal(tanggal)},
            {"label": "Waktu", "isi": notulen.waktu(rapat)},
            {"label": "Tempat", "isi": notulen.tempat(rapat)},
            {"label": "Acara", "isi": rapat.acara or rapat.judul},
        ],
        "peserta": [hadirin(h) for h in rapat.hadir],
        "baris_kosong": 0 if rapat.hadir else BARIS_KOSONG,
        "penanda_tangan": kepala.tanda_tangan(
            pimpinan.pimpinan if pimpinan else None, jabatan="Pimpinan Rapat", kode="daftar_hadir"
        ),
    }


def hadirin(h: DaftarHadir) -> Hadirin:
    """Address and telephone are personal: they stand on the signed sheet, not in the print of the panel."""
    pukul = f" {kata.pukul(lokal(h.hadir_pada))}" if h.hadir and h.hadir_pada else ""
    wakil = ", ".join(x for x in (h.diwakili_oleh, h.jabatan_wakil) if x)
    keterangan = f"diwakili {wakil}{pukul}" if h.diwakili_oleh else (f"hadir{pukul}" if h.hadir else "")
    return {"nama": h.nama, "lembaga": h.lembaga or h.unsur.value, "alamat": "", "keterangan": keterangan}
