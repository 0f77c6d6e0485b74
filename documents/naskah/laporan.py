"""What the laporan Musrenbang is printed from: sections I–V; its tables and pictures come from rekap.py beside it."""

from __future__ import annotations

from typing import Any

from documents import kata, kepala, numbering
from documents.konteks import Bab, Bagian
from documents.konteks import Laporan as Lama
from documents.naskah import rekap, usulan
from documents.naskah.baris import Baris, laporan_lama
from models.base import db
from models.berita_acara import BeritaAcara
from models.laporan import Laporan
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.rapat import JenisRapat, Rapat


class Konteks(Lama):
    """`sajian` are the tables and pictures; a laporan stored before it had any prints its one `rekap` instead."""

    sajian: list[rekap.Sajian]


def isi(laporan: Laporan) -> Konteks:
    m = db.session.get_one(Musrenbang, laporan.musrenbang_id)
    s = kepala.setelan()
    putusan = usulan.putusan(m.id)
    return {
        **kepala.naskah(s, "laporan", kepala.tanda(laporan.status), laporan.tanggal),
        "judul": kepala.teks(s, "laporan.judul", m),
        "nomor": numbering.slot(laporan),
        "bab": [
            _pendahuluan(laporan, m, s),
            _bab("Kegiatan yang Dilaksanakan", laporan.kegiatan or _kegiatan(m)),
            _bab("Hasil yang Dicapai", laporan.hasil or _hasil(m, putusan)),
            _bab("Kesimpulan dan Saran", laporan.kesimpulan or kepala.teks(s, "laporan.kesimpulan", m)),
            _bab("Penutup", ""),  # its text is printed below, kept together with the signature
        ],
        "rekap": [],
        "sajian": rekap.sajian(m, putusan),
        "penutup": laporan.penutup or kepala.teks(s, "laporan.penutup", m),
        "penanda_tangan": kepala.tanda_tangan(laporan.penandatangan, laporan.atas_nama, kode="laporan"),
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
    sidang = db.session.scalar(
        db.select(db.func.count(Rapat.id)).filter_by(
            musrenbang_id=m.id, jenis=JenisRapat.SIDANG_KELOMPOK, deleted_at=None
        )
    )
    kelompok = f" dan {kata.terbilang(sidang)} sidang kelompok" if sidang else ""
    return (
        f"{m.nama} dilaksanakan{tanggal}{tempat} dalam pleno{kelompok}. Rapat, kehadiran peserta menurut unsur, dan "
        "waktu kerja tiap langkah SOP disajikan sebagai berikut."
    )


def _hasil(m: Musrenbang, putusan: list[dict[str, Any]]) -> str:
    sepakat = [u for u in putusan if u["hasil"] in usulan.DITERIMA]
    pagu = sum(u["pagu_disepakati"] or 0 for u in sepakat)
    kalimat = (
        f"Dibahas {kata.bilangan(len(putusan))} usulan; {kata.bilangan(len(sepakat))} usulan disepakati dengan "
        f"kebutuhan pendanaan {kata.rupiah_huruf(pagu)} dan "
        f"{kata.bilangan(len(putusan) - len(sepakat))} usulan belum dapat diakomodir."
    )
    return "\n\n".join(x for x in (_kesepakatan(m), kalimat, _terbesar(sepakat)) if x)


def _kesepakatan(m: Musrenbang) -> str:
    ba = db.session.scalar(
        db.select(BeritaAcara).filter_by(musrenbang_id=m.id, status=StatusNaskah.TERBIT, deleted_at=None).limit(1)
    )
    if ba is None or ba.tanggal is None:
        return ""
    return (
        f"Kesepakatan tertuang dalam Berita Acara tanggal {kata.tanggal(ba.tanggal)} Nomor {ba.nomor}. Daftar usulan "
        "yang disepakati dan yang belum dapat diakomodir tercantum dalam lampirannya."
    )


def _terbesar(sepakat: list[dict[str, Any]], banyak: int = 3) -> str:
    """Who carries the most of it."""
    opd = sorted(rekap.menurut_kolom(sepakat, "nama_opd"), key=lambda r: (-r["pagu"], r["nama"]))[:banyak]
    if len(opd) < banyak:
        return ""
    sebut = [f"{r['nama']} ({kata.rupiah(r['pagu'])}, {kata.bilangan(r['sepakat'])} usulan)" for r in opd]
    return f"Pagu disepakati terbesar berada pada {', '.join(sebut[:-1])}, dan {sebut[-1]}."


def baris(k: Konteks) -> dict[str, list[Baris]]:
    tabel = {s["nama"]: rekap.baris(s) for s in k.get("sajian", []) if s["bentuk"] != "gambar"}
    return {**laporan_lama(k), **tabel}
