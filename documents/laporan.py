"""What the laporan Musrenbang is printed from: sections I–V, tables and figures computed from the records."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, cast

from documents import kata, kepala, numbering
from documents.konteks import Bab, Bagian, Rekap
from documents.konteks import Laporan as Konteks
from documents.usulan import DITERIMA, putusan
from models.base import db
from models.berita_acara import BeritaAcara
from models.laporan import Laporan
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.waktu import lokal


def isi(laporan: Laporan) -> Konteks:
    m = db.session.get_one(Musrenbang, laporan.musrenbang_id)
    s = kepala.setelan()
    rekap = rekap_kelompok(m.id)
    return {
        **kepala.naskah(s, "laporan", kepala.tanda(laporan.status), laporan.tanggal),
        "judul": kepala.teks(s, "laporan.judul", m),
        "nomor": numbering.slot(laporan),
        "bab": [
            _pendahuluan(laporan, m, s),
            _bab("Kegiatan yang Dilaksanakan", laporan.kegiatan or _kegiatan(m), _rapat(m)),
            _bab("Hasil yang Dicapai", laporan.hasil or _hasil(m, rekap)),
            _bab("Kesimpulan dan Saran", laporan.kesimpulan or kepala.teks(s, "laporan.kesimpulan", m)),
            _bab("Penutup", ""),  # its text is printed below, kept together with the signature
        ],
        "rekap": rekap,
        "penutup": laporan.penutup or kepala.teks(s, "laporan.penutup", m),
        "penanda_tangan": kepala.tanda_tangan(laporan.penandatangan, laporan.atas_nama),
        "tembusan": [],
    }


def _bab(judul: str, isi: str, butir: list[str] | None = None) -> Bab:
    return {"judul": judul, "isi": isi, "butir": butir or [], "sub": []}


def _pendahuluan(laporan: Laporan, m: Musrenbang, s: kepala.Setelan) -> Bab:
    dasar = kepala.baris(laporan.landasan_hukum) or list(
        (m.sop_revisi.identitas if m.sop_revisi else {}).get("dasar_hukum", [])
    )
    sub: list[Bagian] = [
        {
            "judul": "Umum/Latar Belakang",
            "isi": laporan.latar_belakang or kepala.teks(s, "laporan.umum", m),
            "butir": [],
        },
        {"judul": "Landasan Hukum", "isi": "", "butir": dasar},
        {
            "judul": "Maksud dan Tujuan",
            "isi": laporan.maksud_tujuan or kepala.teks(s, "laporan.maksud", m),
            "butir": [],
        },
    ]
    return {"judul": "Pendahuluan", "isi": "", "butir": [], "sub": sub}


def _kegiatan(m: Musrenbang) -> str:
    tanggal = f" pada {kata.hari_tanggal(m.tanggal_acara)}" if m.tanggal_acara else ""
    tempat = f" bertempat di {m.tempat}" if m.tempat else ""
    return f"{m.nama} dilaksanakan{tanggal}{tempat} dengan rangkaian kegiatan sebagai berikut:"


def _rapat(m: Musrenbang) -> list[str]:
    """The pleno and the sidang kelompok, with how many attended."""
    jenis = (JenisRapat.PLENO, JenisRapat.SIDANG_KELOMPOK)
    hadir = Counter(
        db.session.scalars(
            db.select(DaftarHadir.rapat_id).where(DaftarHadir.hadir.is_(True), DaftarHadir.deleted_at.is_(None))
        )
    )
    kueri = db.select(Rapat).where(Rapat.musrenbang_id == m.id, Rapat.jenis.in_(jenis), Rapat.deleted_at.is_(None))
    return [
        f"{r.judul}, {kata.hari_tanggal(lokal(r.mulai).date())}, dihadiri {hadir[r.id]} orang;"
        for r in db.session.scalars(kueri.order_by(Rapat.mulai, Rapat.id))
    ]


def rekap_kelompok(musrenbang_id: int) -> list[Rekap]:
    """Per kelompok sidang: how many discussed, agreed, not agreed, and the agreed rupiah."""
    baris: dict[str, dict[str, Any]] = defaultdict(lambda: {"dibahas": 0, "sepakat": 0, "belum": 0, "pagu": 0})
    for u in putusan(musrenbang_id):
        r = baris[u["kelompok"]]
        r["dibahas"] += 1
        r["sepakat" if u["hasil"] in DITERIMA else "belum"] += 1
        r["pagu"] += u["pagu_disepakati"] or 0
    return [cast(Rekap, {"kelompok": k, **r}) for k, r in baris.items()]


def _hasil(m: Musrenbang, rekap: list[Rekap]) -> str:
    dibahas, sepakat = sum(r["dibahas"] for r in rekap), sum(r["sepakat"] for r in rekap)
    pagu = sum(r["pagu"] for r in rekap)
    kalimat = (
        f"Dibahas {kata.bilangan(dibahas)} usulan; {kata.bilangan(sepakat)} usulan disepakati dengan kebutuhan "
        f"pendanaan {kata.rupiah(pagu)} ({kata.terbilang(pagu)} rupiah) dan {kata.bilangan(dibahas - sepakat)} usulan "
        "belum dapat diakomodir. Rekapitulasi menurut kelompok sidang:"
    )
    ba = db.session.scalar(
        db.select(BeritaAcara).filter_by(musrenbang_id=m.id, status=StatusNaskah.TERBIT, deleted_at=None).limit(1)
    )
    if ba is None or ba.tanggal is None:
        return kalimat
    return f"Kesepakatan tertuang dalam Berita Acara tanggal {kata.tanggal(ba.tanggal)} Nomor {ba.nomor}.\n\n{kalimat}"
