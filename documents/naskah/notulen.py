"""What notulen are printed from (format 2), and the particulars of a meeting that other papers share."""

from __future__ import annotations

from documents import kata, kepala
from documents.konteks import Bagian, HasilSidang, Rincian
from documents.konteks import Notulen as Konteks
from documents.naskah.baris import Baris
from documents.templat import Tabel
from models.base import db
from models.musrenbang import Musrenbang
from models.naskah import StatusKetetapan
from models.notulen import Notulen
from models.pejabat import Pejabat
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import lokal


def isi(notulen: Notulen) -> Konteks:
    rapat, s = notulen.rapat, kepala.setelan()
    tanda = "" if notulen.status is StatusKetetapan.DITETAPKAN else "KONSEP"
    hadir = [_peserta(h) for h in rapat.hadir if h.hadir]
    return {
        **kepala.naskah(s, "notulen", tanda, lokal(rapat.mulai).date()),
        "judul": judul(rapat),
        "hasil_sidang": hasil_sidang(rapat),
        "rincian": _rincian(notulen),
        "pimpinan": _pimpinan(notulen.pimpinan, rapat),
        "pencatat": notulen.pencatat.nama if notulen.pencatat else "",
        "peserta": kepala.baris(notulen.peserta) or hadir,
        "kegiatan": kegiatan(notulen),
        "ttd_pimpinan": kepala.tanda_tangan(notulen.pimpinan, jabatan=_jabatan_pimpinan(rapat), kode="notulen"),
        "ttd_pencatat": kepala.tanda_tangan(notulen.pencatat, kode="notulen"),
    }


def judul(rapat: Rapat) -> list[str]:
    """What was held, and of whom: "SIDANG KELOMPOK FISIK", then the Musrenbang, or the Bidang of a rapat koordinasi."""
    m = db.session.get_one(Musrenbang, rapat.musrenbang_id)
    jenis = rapat.jenis.value.upper()
    if rapat.jenis is JenisRapat.KOORDINASI:
        return [jenis, *([rapat.unit_kerja.nama.upper()] if rapat.unit_kerja else [])]
    if rapat.jenis is JenisRapat.SIDANG_KELOMPOK and rapat.kelompok_sidang:
        jenis = f"{jenis} {rapat.kelompok_sidang.nama.upper()}"
    return [jenis, m.nama.upper()]


def hasil_sidang(rapat: Rapat) -> list[HasilSidang]:
    """Of a sidang kelompok: how many usulan of its kelompok got which decision, and the rupiah agreed on."""
    if rapat.jenis is not JenisRapat.SIDANG_KELOMPOK:
        return []
    kueri = (
        db.select(Usulan.hasil, db.func.count(Usulan.id), db.func.sum(Usulan.pagu_disepakati))
        .where(Usulan.musrenbang_id == rapat.musrenbang_id, Usulan.kelompok_sidang_id == rapat.kelompok_sidang_id)
        .where(Usulan.status.in_((StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)), Usulan.deleted_at.is_(None))
        .group_by(Usulan.hasil)
    )
    ada = {hasil: (int(n), int(pagu or 0)) for hasil, n, pagu in db.session.execute(kueri)}
    nihil = (0, 0)
    return [
        {"hasil": h.value.capitalize(), "jumlah": ada.get(h, nihil)[0], "pagu": ada.get(h, nihil)[1]}
        for h in HasilUsulan
    ]


def baris(k: Konteks) -> Tabel:
    hasil: list[Baris] = [
        [str(n), r["hasil"], kata.bilangan(r["jumlah"]), kata.rupiah(r["pagu"]) if r["pagu"] else "-"]
        for n, r in enumerate(k["hasil_sidang"], 1)
    ]
    jumlah, pagu = (sum(r[x] for r in k["hasil_sidang"]) for x in ("jumlah", "pagu"))
    return {"hasil": [*hasil, {"jumlah": ["Jumlah", kata.bilangan(jumlah), kata.rupiah(pagu)]}]}


def _pimpinan(pimpinan: Pejabat | None, rapat: Rapat) -> str:
    """Who chaired; while nobody is named, the office that the SOP names for the kelompok."""
    if pimpinan:
        return f"{pimpinan.nama} ({pimpinan.jabatan})"
    return _jabatan_pimpinan(rapat)


def _jabatan_pimpinan(rapat: Rapat) -> str:
    return rapat.kelompok_sidang.pimpinan_jabatan if rapat.kelompok_sidang else ""


def _peserta(h: DaftarHadir) -> str:
    """Name and institution; an office name that says its institution is not followed by it again."""
    return h.nama if not h.lembaga or h.lembaga in h.nama else f"{h.nama} ({h.lembaga})"


def _rincian(notulen: Notulen) -> list[Rincian]:
    rapat = notulen.rapat
    panggilan = kata.pukul(lokal(notulen.waktu_panggilan)) if notulen.waktu_panggilan else "-"
    untuk: list[Rincian] = []
    if rapat.unit_kerja:
        untuk.append({"label": "Bidang", "isi": rapat.unit_kerja.nama})
    if rapat.kelompok_sidang:
        k = rapat.kelompok_sidang
        untuk.append({"label": "Kelompok sidang", "isi": f"{k.nama} (dipimpin oleh {k.pimpinan_jabatan})"})
    return [
        {"label": "Sidang/Rapat", "isi": rapat.judul},
        *untuk,
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
