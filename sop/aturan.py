"""Rules of moves: each a small function of one record that returns what is wrong in the operator's words, or None."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.arsip import Arsip
from models.bahan import Bahan
from models.base import Record, db
from models.berita_acara import BeritaAcara, Penandatangan
from models.distribusi import CaraKirim, Distribusi, StatusDistribusi
from models.jadwal import Jadwal
from models.kiriman import JenisKiriman, Kiriman
from models.monitoring_sop import MonitoringSop
from models.musrenbang import Musrenbang, PelaksanaanLangkah
from models.naskah import Naskah, StatusNaskah
from models.notulen import Notulen
from models.pejabat import Pejabat
from models.pengaturan import UrutanTerbit, kelas
from models.pesan import Pesan
from models.rantai import Riwayat
from models.ruang import PenetapanRuang
from models.sop import SopRevisi, StatusSop
from models.tim import Tim
from models.undangan import Undangan
from models.usulan import StatusUsulan, Usulan
from sop import kelengkapan, keluar
from sop.konteks import Aturan, Konteks
from sop.langkah import baris_terbuka


def objection(rules: Iterable[Aturan], record: Record, k: Konteks) -> Pesan | None:
    """What the first rule says that objects."""
    with db.session.no_autoflush:
        return next((pesan for rule in rules if (pesan := rule(record, k))), None)


def urutan_terbit(kind: str) -> UrutanTerbit:
    """Is the number given after the signature (the city's rule), before it, or with it?"""
    found = kelas(kind)
    return found.urutan_terbit if found else UrutanTerbit.SETELAH


def sop_berlaku() -> SopRevisi | None:
    """The revision in force; a newer one goes before an older one."""
    kueri = db.select(SopRevisi).filter_by(status=StatusSop.BERLAKU, deleted_at=None)
    found: SopRevisi | None = db.session.scalar(
        kueri.order_by(SopRevisi.tanggal_efektif.desc(), SopRevisi.id.desc()).limit(1)
    )
    return found


# --- musrenbang and its steps -----------------------------------------------------------------------------------------


def ada_sop_berlaku(musrenbang: Musrenbang, k: Konteks) -> Pesan | None:
    return None if musrenbang.sop_revisi or sop_berlaku() else Pesan("Belum ada SOP yang berlaku.")


def urutan_langkah_ada(musrenbang: Musrenbang, k: Konteks) -> Pesan | None:
    sop = musrenbang.sop_revisi or sop_berlaku()
    if not k.isian or (sop and any(x.urutan == k.isian.get("urutan") for x in sop.langkah)):
        return None
    return Pesan("SOP tidak mempunyai langkah nomor {n}.", n=k.isian.get("urutan"))


def revisi_memuat_langkah(musrenbang: Musrenbang, k: Konteks) -> Pesan | None:
    if not k.isian:
        return None
    revisi = db.session.get(SopRevisi, k.isian.get("sop_revisi_id") or 0)
    if revisi is None or revisi.status is StatusSop.DRAF:
        return Pesan("Pilih revisi SOP yang sudah diberlakukan.")
    if revisi.id == musrenbang.sop_revisi_id:
        return Pesan("Musrenbang ini sudah memakai revisi itu.")
    assert musrenbang.langkah is not None
    if any(x.kode == musrenbang.langkah.kode for x in revisi.langkah):
        return None
    return Pesan("Revisi itu tidak memuat langkah “{kode}” yang sedang berjalan.", kode=musrenbang.langkah.kode)


def langkah_berpelaksana(revisi: SopRevisi, k: Konteks) -> Pesan | None:
    kosong = next((x.urutan for x in revisi.langkah if not x.pelaksana), None)
    return Pesan("Langkah {n} belum mempunyai pelaksana.", n=kosong) if kosong else None


def kelengkapan_ada(row: PelaksanaanLangkah, k: Konteks) -> Pesan | None:
    kurang = kelengkapan.kurang(row.langkah.kelengkapan, row.musrenbang, row.unit_kerja)
    return Pesan("Kelengkapan belum ada: {daftar}", daftar=" ".join(kurang)) if kurang else None


def output_ada(row: PelaksanaanLangkah, k: Konteks) -> Pesan | None:
    """Every Bidang answers for its own output; what the whole step owes is asked of the last one."""
    terakhir = all(lain.id == row.id for lain in baris_terbuka(row.musrenbang))
    kurang = kelengkapan.kurang(row.langkah.output, row.musrenbang, row.unit_kerja, terakhir)
    return Pesan("Output belum ada: {daftar}", daftar=" ".join(kurang)) if kurang else None


# --- papers -----------------------------------------------------------------------------------------------------------


def ada_penandatangan(naskah: Naskah, k: Konteks) -> Pesan | None:
    return None if naskah.penandatangan_id else Pesan("Penanda tangan belum dipilih.")


def pelaku_penandatangan(naskah: Naskah, k: Konteks) -> Pesan | None:
    """Nobody signs for another: whoever acts must be the signer that the paper names."""
    if k.pelaku_id == naskah.penandatangan_id or (k.atas_nama and k.pelaku_id is None):
        return None
    if k.pelaku_id is None:
        return Pesan("Akun Anda belum terhubung dengan data pejabat, jadi tidak dapat menandatangani.")
    nama = naskah.penandatangan.nama if naskah.penandatangan else "–"
    return Pesan("Naskah ini ditandatangani oleh {nama}.", nama=nama)


def diajukan_orang_lain(naskah: Naskah, k: Konteks) -> Pesan | None:
    """Two people stand behind a signed paper: whoever holds both roles submits it or signs it, not both."""
    if k.atas_nama or k.pencatat_id is None:
        return None
    kueri = db.select(Riwayat.pengguna_id).filter_by(kind=naskah.kind, record_id=naskah.id, aksi="ajukan")
    if db.session.scalar(kueri.order_by(Riwayat.id.desc()).limit(1)) != k.pencatat_id:
        return None
    return Pesan("Anda sendiri yang mengajukan naskah ini, jadi orang lain yang menandatanganinya, atau mengajukannya.")


def tidak_sebelum_bernomor(naskah: Naskah, k: Konteks) -> Pesan | None:
    """Where the number comes first, nobody signed the paper before the date it bears."""
    if naskah.tanggal is None or k.tanggal >= naskah.tanggal:
        return None
    return Pesan("Tanda tangan mendahului tanggal naskah ({hari}).", hari=f"{naskah.tanggal:%d-%m-%Y}")


def tim_beranggota(tim: Tim, k: Konteks) -> Pesan | None:
    return None if tim.anggota else Pesan("Susunan tim belum berisi anggota.")


def tim_bernaskah(tim: Tim, k: Konteks) -> Pesan | None:
    """A decree without its reasons, its legal basis or its dictums decides nothing."""
    isi = (("Menimbang", tim.menimbang), ("Mengingat", tim.mengingat), ("Memutuskan", tim.memutuskan))
    kosong = [judul for judul, teks in isi if not (teks or "").strip()]
    if not kosong:
        return None
    return Pesan("SK belum berisi {apa}. Isi, atau tekan “Ambil teks dari pengaturan”.", apa=", ".join(kosong))


def undangan_berpenerima(undangan: Undangan, k: Konteks) -> Pesan | None:
    return None if undangan.penerima else Pesan("Undangan belum mempunyai penerima.")


def semua_usulan_diputuskan(ba: BeritaAcara, k: Konteks) -> Pesan | None:
    musrenbang = db.session.get(Musrenbang, ba.musrenbang_id)
    return kelengkapan.usulan_diputuskan(musrenbang, None) if musrenbang else None


def berita_acara_berdiktum(ba: BeritaAcara, k: Konteks) -> Pesan | None:
    return None if ba.diktum else Pesan("Berita acara belum mempunyai diktum.")


def semua_bertanda_tangan(ba: BeritaAcara, k: Konteks) -> Pesan | None:
    """The berita acara closes on wet signatures, listed per penandatangan."""
    if not ba.para_penandatangan:
        return Pesan("Daftar penanda tangan wakil peserta masih kosong.")
    belum = [p.nama for p in ba.para_penandatangan if p.ditandatangani_pada is None]
    return Pesan("Belum bertanda tangan: {nama}.", nama="; ".join(belum)) if belum else None


def berita_acara_belum_ditutup(orang: Penandatangan, k: Konteks) -> Pesan | None:
    terbuka = orang.berita_acara.status in (StatusNaskah.DRAF, StatusNaskah.DIAJUKAN, StatusNaskah.MENUNGGU_TTD)
    return None if terbuka else Pesan("Berita acara sudah ditutup.")


def usulan_dalam_berita_acara(ba: BeritaAcara, k: Konteks) -> Pesan | None:
    ids = k.isian.get("usulan_id")
    if not ids:
        return None
    cocok = db.session.scalar(
        db.select(db.func.count(Usulan.id)).where(
            Usulan.id.in_(ids), Usulan.musrenbang_id == ba.musrenbang_id, Usulan.status == StatusUsulan.FINAL
        )
    )
    return (
        None
        if cocok == len(set(ids))
        else Pesan("Hanya usulan berstatus final dari Musrenbang ini yang dapat dikoreksi.")
    )


# --- what is fixed without a number -----------------------------------------------------------------------------------


def ruang_dipilih(penetapan: PenetapanRuang, k: Konteks) -> Pesan | None:
    return None if penetapan.pemakaian else Pesan("Belum ada ruang yang dipilih pada penetapan ini.")


def jadwal_beracara(jadwal: Jadwal, k: Konteks) -> Pesan | None:
    return None if jadwal.acara else Pesan("Jadwal belum berisi acara.")


def notulen_lengkap(notulen: Notulen, k: Konteks) -> Pesan | None:
    if not (notulen.pimpinan_id and notulen.pencatat_id):
        return Pesan("Notulen memerlukan pimpinan dan pencatat.")
    return None if notulen.pembahasan or notulen.keputusan else Pesan("Notulen belum berisi pembahasan atau keputusan.")


def bahan_berisi(bahan: Bahan, k: Konteks) -> Pesan | None:
    return None if bahan.isi or bahan.berkas_id else Pesan("Bahan belum berisi teks atau berkas.")


def sesudah_dikirim(row: Distribusi, k: Konteks) -> Pesan | None:
    diterima = k.isian.get("tanggal")
    if not (row.dikirim_pada and diterima and diterima < row.dikirim_pada):
        return None
    return Pesan("Tanggal terima mendahului tanggal kirim ({hari}).", hari=f"{row.dikirim_pada:%d-%m-%Y}")


def dapat_disurel(row: Distribusi, k: Konteks) -> Pesan | None:
    return keluar.halangan_surel(row)


def bukan_surel_panel(row: Distribusi, k: Konteks) -> Pesan | None:
    """An e-mail of the panel that waits is not recorded as sent by hand: this would cancel it."""
    if k.isian.get("cara") != CaraKirim.SUREL:
        return None
    return keluar.menunggu_surel(row)


def belum_berbukti(row: Distribusi, k: Konteks) -> Pesan | None:
    return Pesan("Bukti terimanya sudah ada.") if row.bukti_id else None


def belum_diingatkan(row: Distribusi, k: Konteks) -> Pesan | None:
    return keluar.sudah_diingatkan(row)


def boleh_dikirim_ulang(row: Kiriman, k: Konteks) -> Pesan | None:
    """What is tried again is still wanted: the paper is in force, and it has not gone by another road meanwhile."""
    if row.jenis is JenisKiriman.NASKAH and row.distribusi.status is not StatusDistribusi.DISIAPKAN:
        return Pesan("Distribusi kepada {siapa} sudah tercatat dikirim.", siapa=row.kepada)
    return keluar.halangan_surel(row.distribusi)


def kelompok_dipilih(undangan: Undangan, k: Konteks) -> Pesan | None:
    if not k.isian or any(k.isian.get(nama) for nama in ("unsur", "perangkat_daerah_id", "wilayah_id", "orang_id")):
        return None
    return Pesan("Pilih sekurang-kurangnya satu unsur, perangkat daerah, wilayah atau nama.")


def arsip_lengkap(arsip: Arsip, k: Konteks) -> Pesan | None:
    return None if arsip.lokasi and arsip.jumlah else Pesan("Lokasi dan jumlah arsip belum diisi.")


# --- the monitoring of the SOP ----------------------------------------------------------------------------------------


def monitoring_dinilai(m: MonitoringSop, k: Konteks) -> Pesan | None:
    if not m.butir:
        return Pesan("Lembar monitoring belum berisi prosedur.")
    if not m.penilai_id:
        return Pesan("Penilai belum dipilih.")
    belum = [str(b.urutan) for b in m.butir if b.penilaian is None]
    return Pesan("Prosedur yang belum dinilai: nomor {daftar}.", daftar=", ".join(belum)) if belum else None


# --- usulan -----------------------------------------------------------------------------------------------------------


def usulan_ber_opd(usulan: Usulan, k: Konteks) -> Pesan | None:
    return None if usulan.opd_pengampu_id else Pesan("Usulan belum mempunyai OPD pengampu.")


def berita_acara_belum_ditandatangani(usulan: Usulan, k: Konteks) -> Pesan | None:
    """What is decided behind a signed berita acara would stand in its lampiran without anybody having signed it."""
    musrenbang = db.session.get(Musrenbang, usulan.musrenbang_id)
    if musrenbang is None or kelengkapan.berita_acara_ditandatangani(musrenbang, None):
        return None
    return Pesan("Berita acara sudah ditandatangani; putusan hanya dapat diubah lewat koreksi berita acara.")


def pejabat_berperan(pejabat: Pejabat | None, peran: Any, unit_kerja_id: int | None, k: Konteks) -> Pesan | None:
    """May this official be named as the one who acted on that day? `peran` None: whatever his role is."""
    if pejabat is None or pejabat.deleted_at:
        return Pesan("Pilih pejabat yang melaksanakan.")
    if peran is None and not pejabat.menjabat(k.tanggal):
        return Pesan("{nama} tidak menjabat pada tanggal itu.", nama=pejabat.nama)
    if peran is not None and (pejabat.peran not in peran or not pejabat.menjabat(k.tanggal)):
        return Pesan("{nama} tidak memegang peran yang berhak atas tindakan ini pada tanggal itu.", nama=pejabat.nama)
    if unit_kerja_id and pejabat.unit_kerja_id and pejabat.unit_kerja_id != unit_kerja_id:
        return Pesan("{nama} bukan pejabat Bidang ini.", nama=pejabat.nama)
    return None
