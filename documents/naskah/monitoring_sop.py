"""What the sheet of the six-monthly monitoring of a SOP is printed from, in the columns of PermenPAN-RB 35/2012."""

from __future__ import annotations

from typing import TypedDict

from documents import kata, kepala
from documents.konteks import Naskah, Rincian, TandaTangan
from documents.templat import Tabel
from models.monitoring_sop import ButirMonitoring, StatusMonitoring
from models.monitoring_sop import MonitoringSop as Rekaman


class Butir(TypedDict):
    prosedur: str
    penilaian: str
    catatan: str
    tindakan: str


class MonitoringSop(Naskah):
    rincian: list[Rincian]
    butir: list[Butir]
    kesimpulan: str
    penilai: TandaTangan


def isi(m: Rekaman) -> MonitoringSop:
    s = kepala.setelan()
    tanda = "" if m.status is StatusMonitoring.SELESAI else "KONSEP"
    return {
        **kepala.naskah(s, "monitoring_sop", tanda, m.tanggal),
        "rincian": _rincian(m),
        "butir": [_butir(b) for b in m.butir],
        "kesimpulan": m.kesimpulan or "",
        "penilai": kepala.tanda_tangan(m.penilai, kode="monitoring_sop"),
    }


def baris(k: MonitoringSop) -> Tabel:
    return {
        "butir": [
            [str(n), b["prosedur"], b["penilaian"], b["catatan"], b["tindakan"], ""]
            for n, b in enumerate(k["butir"], 1)
        ]
    }


def _rincian(m: Rekaman) -> list[Rincian]:
    awal, akhir = m.periode
    isi = (
        ("Judul SOP", m.sop_revisi.judul),
        ("Nomor SOP", m.sop_revisi.nomor),
        ("Periode", f"Semester {m.semester.value.split(' ')[0]} Tahun {m.tahun} ({kata.rentang_tanggal(awal, akhir)})"),
        ("Musrenbang", m.musrenbang.nama if m.musrenbang else ""),
        ("Metode", m.metode.value.capitalize()),
        ("Tanggal penilaian", kata.tanggal(m.tanggal)),
    )
    return [{"label": label, "isi": teks} for label, teks in isi if teks]


def _butir(b: ButirMonitoring) -> Butir:
    return {
        "prosedur": b.prosedur,
        "penilaian": b.penilaian.value.capitalize() if b.penilaian else "",
        "catatan": b.catatan or "",
        "tindakan": b.tindakan or "",
    }
