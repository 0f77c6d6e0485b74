"""What notulen are printed from (format 2), and the particulars of a meeting that other papers share."""

from __future__ import annotations

from documents import kata, kepala
from documents.konteks import Bagian, Rincian
from documents.konteks import Notulen as Konteks
from models.naskah import StatusKetetapan
from models.notulen import Notulen
from models.rapat import DaftarHadir, Rapat
from models.waktu import lokal


def isi(notulen: Notulen) -> Konteks:
    rapat, s = notulen.rapat, kepala.setelan()
    tanda = "" if notulen.status is StatusKetetapan.DITETAPKAN else "KONSEP"
    hadir = [_peserta(h) for h in rapat.hadir if h.hadir]
    return {
        **kepala.naskah(s, "notulen", tanda, lokal(rapat.mulai).date()),
        "rincian": _rincian(notulen),
        "pimpinan": f"{notulen.pimpinan.nama} ({notulen.pimpinan.jabatan})" if notulen.pimpinan else "",
        "pencatat": notulen.pencatat.nama if notulen.pencatat else "",
        "peserta": kepala.baris(notulen.peserta) or hadir,
        "kegiatan": kegiatan(notulen),
        "ttd_pimpinan": kepala.tanda_tangan(notulen.pimpinan),
        "ttd_pencatat": kepala.tanda_tangan(notulen.pencatat),
    }


def _peserta(h: DaftarHadir) -> str:
    """Name and institution; an office name that says its institution is not followed by it again."""
    return h.nama if not h.lembaga or h.lembaga in h.nama else f"{h.nama} ({h.lembaga})"


def _rincian(notulen: Notulen) -> list[Rincian]:
    rapat = notulen.rapat
    panggilan = kata.pukul(lokal(notulen.waktu_panggilan)) if notulen.waktu_panggilan else "-"
    return [
        {"label": "Sidang/Rapat", "isi": rapat.judul},
        {"label": "Hari/Tanggal", "isi": kata.hari_tanggal(lokal(rapat.mulai).date())},
        {"label": "Waktu Panggilan", "isi": panggilan},
        {"label": "Waktu Sidang/Rapat", "isi": waktu(rapat)},
        {"label": "Acara", "isi": rapat.acara or rapat.judul},
        {"label": "Tempat", "isi": tempat(rapat)},
    ]


def kegiatan(notulen: Notulen) -> list[Bagian]:
    bagian = (
        ("Kata Pembukaan", notulen.pembukaan),
        ("Pembahasan", notulen.pembahasan),
        ("Keputusan", notulen.keputusan),
    )
    return [{"judul": judul, "isi": isi, "butir": []} for judul, isi in bagian if isi]


def waktu(rapat: Rapat) -> str:
    return kata.rentang_pukul(lokal(rapat.mulai), lokal(rapat.selesai) if rapat.selesai else None)


def tempat(rapat: Rapat) -> str:
    if rapat.ruang:
        return ", ".join(x for x in (rapat.ruang.nama, rapat.ruang.gedung) if x)
    return rapat.tempat or "-"
