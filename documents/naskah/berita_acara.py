"""What the berita acara kesepakatan is printed from, with lampiran I–IV equal to the records."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from documents import kata, kepala, numbering
from documents.konteks import BeritaAcara as Konteks
from documents.konteks import HasilKelompok, HasilUsulan, Rincian, UsulanBelum, UsulanSepakat, Wakil
from documents.naskah.daftar_hadir import hadirin
from documents.naskah.usulan import DITERIMA, asal, putusan, volume
from models.base import db
from models.berita_acara import BeritaAcara
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.usulan import HasilUsulan as Hasil
from models.waktu import lokal


def isi(ba: BeritaAcara) -> Konteks:
    m = db.session.get_one(Musrenbang, ba.musrenbang_id)
    s = kepala.setelan()
    semua = putusan(m.id)
    return {
        **kepala.naskah(s, "berita_acara", kepala.tanda(ba.status), ba.tanggal),
        "judul": _judul(ba, kepala.teks(s, "berita_acara.judul", m)),
        "nomor": numbering.slot(ba),
        "pembuka": kepala.teks(s, "berita_acara.pembuka", m, **_tempat_waktu(ba)),
        "pengantar_timbang": kepala.teks(s, "berita_acara.memperhatikan", m),
        "timbang": [kepala.teks(s, f"berita_acara.pertimbangan.{n}", m, **_pembicara(ba)) for n in (1, 2, 3)],
        "pengantar_rincian": kepala.teks(s, "berita_acara.maka", m),
        "rincian": _rincian(ba),
        "subjek": kepala.teks(s, "berita_acara.menyepakati", m),
        "diktum": [d.isi for d in ba.diktum],
        "penutup": kepala.teks(s, "berita_acara.penutup", m),
        "pimpinan": kepala.tanda_tangan(ba.penandatangan, ba.atas_nama, kode="berita_acara"),
        "wakil": [
            Wakil(nama=p.nama, unsur=" – ".join(x for x in (p.unsur.value, p.lembaga) if x), alamat=p.alamat or "")
            for p in ba.para_penandatangan
        ],
        "tembusan": kepala.baris(ba.tembusan),
        "hadirin": [hadirin(h) for h in _hadirin(m.id)],
        "sepakat": [_sepakat(u) for u in semua if u["hasil"] in DITERIMA],
        "belum": [_belum(u) for u in semua if u["hasil"] not in DITERIMA],
        "kelompok": _kelompok(semua),
    }


def _judul(ba: BeritaAcara, judul: str) -> list[str]:
    """A correction names what it replaces."""
    if ba.menggantikan is None:
        return [judul]
    return [judul, f"(VERSI {ba.versi}, MENGGANTIKAN BERITA ACARA NOMOR {ba.menggantikan.nomor or '-'})"]


def _tempat_waktu(ba: BeritaAcara) -> dict[str, str]:
    hari = lokal(ba.mulai).date()
    return {"tempat": ba.tempat, "tanggal_huruf": kata.tanggal_huruf(hari), "tanggal_angka": kata.tanggal_angka(hari)}


def _pembicara(ba: BeritaAcara) -> dict[str, str]:
    def daftar(teks: str | None) -> str:
        nama = kepala.baris(teks)
        return ", ".join(nama[:-1]) + f" dan {nama[-1]}" if len(nama) > 1 else (nama[0] if nama else "para narasumber")

    return {"pemberi_sambutan": daftar(ba.pemberi_sambutan), "pemateri": daftar(ba.pemateri)}


def _rincian(ba: BeritaAcara) -> list[Rincian]:
    mulai, selesai = lokal(ba.mulai), lokal(ba.selesai)
    return [
        {"label": "Hari dan tanggal", "isi": kata.hari_tanggal(mulai.date())},
        {"label": "Jam", "isi": kata.rentang_pukul(mulai, selesai)},
        {"label": "Tempat", "isi": ba.tempat},
    ]


def _hadirin(musrenbang_id: int) -> list[DaftarHadir]:
    """Lampiran I: who was present at the pleno, in the order of the list."""
    return list(
        db.session.scalars(
            db.select(DaftarHadir)
            .join(Rapat, DaftarHadir.rapat_id == Rapat.id)
            .where(Rapat.musrenbang_id == musrenbang_id, Rapat.jenis == JenisRapat.PLENO, Rapat.deleted_at.is_(None))
            .where(DaftarHadir.hadir.is_(True), DaftarHadir.deleted_at.is_(None))
            .order_by(Rapat.mulai, DaftarHadir.urutan, DaftarHadir.id)
        )
    )


def _sepakat(u: dict[str, Any]) -> UsulanSepakat:
    berubah = u["hasil"] is Hasil.DITERIMA_PERUBAHAN
    return {
        "kelompok": u["kelompok"],
        "opd": u["opd"],
        "kode": u["kode"],
        "usulan": u["usulan"],
        "permasalahan": u["permasalahan"],
        "lokasi": u["lokasi"],
        "volume": volume(u["volume_disepakati"], u["satuan"]),
        "pagu": u["pagu_disepakati"] or 0,
        "asal": asal(u),
        "keterangan": (f"Dengan perubahan: {u['catatan']}" if u["catatan"] else "Dengan perubahan")
        if berubah
        else (u["catatan"] or ""),
    }


def _belum(u: dict[str, Any]) -> UsulanBelum:
    alasan = "; ".join(x for x in (u["hasil"].value.capitalize(), u["alasan"], u["catatan"]) if x)
    return {
        "kelompok": u["kelompok"],
        "opd": u["opd"],
        "usulan": u["usulan"],
        "lokasi": u["lokasi"],
        "volume": volume(u["volume"], u["satuan"]),
        "biaya": u["pagu_usulan"],
        "asal": asal(u),
        "alasan": alasan,
    }


def _kelompok(semua: list[dict[str, Any]]) -> list[HasilKelompok]:
    """Lampiran IV: the result of each sidang kelompok, all usulan in it."""
    milik: dict[int, list[HasilUsulan]] = defaultdict(list)
    for u in semua:
        milik[u["kelompok_sidang_id"]].append(
            {
                "kode": u["kode"],
                "usulan": u["usulan"],
                "lokasi": u["lokasi"],
                "opd": u["opd"],
                "hasil": u["hasil"].value.capitalize(),
                "pagu": u["pagu_disepakati"] or 0,
                "catatan": u["alasan"] or u["catatan"] or "",
            }
        )
    urut = db.session.scalars(
        db.select(KelompokSidang).where(KelompokSidang.deleted_at.is_(None)).order_by(KelompokSidang.urutan)
    )
    return [{"nama": k.nama, "pimpinan": k.pimpinan_jabatan, "hasil": milik.get(k.id, [])} for k in urut]
