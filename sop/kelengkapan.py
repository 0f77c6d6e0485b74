"""What a step may need or produce. The SOP file names these conditions; a name that is not here stops its loading.

To add one, write the function that asks `(musrenbang, unit)`, and add its row to SYARAT: what fulfils it, where that is
made, and whether every Bidang answers for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.arsip import Arsip, StatusArsip
from models.bahan import Bahan, JenisBahan
from models.base import db
from models.berita_acara import BeritaAcara
from models.distribusi import Distribusi, StatusDistribusi
from models.dpa import Dpa
from models.hasil_rakor_opd import HasilRakorOpd, TahapRakor
from models.jadwal import Jadwal
from models.laporan import Laporan
from models.musrenbang import Musrenbang
from models.naskah import Naskah, StatusKetetapan, StatusNaskah
from models.nota_dinas import NotaDinas
from models.notulen import Notulen
from models.pesan import Pesan
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.ruang import PenetapanRuang
from models.tim import Tim
from models.undangan import PenerimaUndangan, Undangan
from models.unit_kerja import UnitKerja
from models.usulan import AsalUsulan, StatusUsulan, Usulan

Unit = UnitKerja | None

BERTANDA_TANGAN = (StatusNaskah.MENUNGGU_NOMOR, StatusNaskah.TERBIT)
HIDUP = (StatusNaskah.DRAF, StatusNaskah.DIAJUKAN, StatusNaskah.MENUNGGU_TTD, *BERTANDA_TANGAN)
BELUM_DIPUTUSKAN = (
    StatusUsulan.DRAF,
    StatusUsulan.DIAJUKAN,
    StatusUsulan.DIKEMBALIKAN,
    StatusUsulan.DIVERIFIKASI,
)


def _ada(model: type[Any], m: Musrenbang, *syarat: Any) -> bool:
    kueri = db.select(model.id).where(model.musrenbang_id == m.id, model.deleted_at.is_(None), *syarat).limit(1)
    return db.session.scalar(kueri) is not None


def _naskah(model: type[Naskah], m: Musrenbang, status: tuple[StatusNaskah, ...], pesan: str) -> Pesan | None:
    return None if _ada(model, m, model.status.in_(status)) else Pesan(pesan)


def dpa_ada(m: Musrenbang, unit: Unit) -> Pesan | None:
    return None if _ada(Dpa, m) else Pesan("Belum ada DPA.")


def sk_tim_draf(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Tim, m, HIDUP, Pesan("Belum ada draf SK tim."))


def sk_tim_ditandatangani(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Tim, m, BERTANDA_TANGAN, Pesan("SK tim belum ditandatangani."))


def sk_tim_terbit(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Tim, m, (StatusNaskah.TERBIT,), Pesan("SK tim belum bernomor."))


def _nota_dinas(m: Musrenbang, unit: Unit, status: tuple[StatusNaskah, ...]) -> bool:
    untuk = [db.or_(NotaDinas.unit_kerja_id.is_(None), NotaDinas.unit_kerja_id == unit.id)] if unit else []
    return _ada(NotaDinas, m, NotaDinas.status.in_(status), *untuk)


def nota_dinas_ditandatangani(m: Musrenbang, unit: Unit) -> Pesan | None:
    if _nota_dinas(m, unit, BERTANDA_TANGAN):
        return None
    return Pesan("Nota dinas untuk {bidang} belum ditandatangani.", bidang=unit.nama if unit else "Bidang")


def nota_dinas_terbit(m: Musrenbang, unit: Unit) -> Pesan | None:
    if _nota_dinas(m, unit, (StatusNaskah.TERBIT,)):
        return None
    return Pesan("Nota dinas untuk {bidang} belum terbit.", bidang=unit.nama if unit else "Bidang")


def notulen_rapat(m: Musrenbang, unit: Unit) -> Pesan | None:
    untuk = [Rapat.unit_kerja_id == unit.id] if unit else []
    ada = db.session.scalar(
        db.select(Notulen.id)
        .join(Rapat, Notulen.rapat_id == Rapat.id)
        .where(Rapat.musrenbang_id == m.id, Rapat.jenis == JenisRapat.KOORDINASI, Rapat.deleted_at.is_(None), *untuk)
        .where(Notulen.status == StatusKetetapan.DITETAPKAN, Notulen.deleted_at.is_(None))
        .limit(1)
    )
    if ada:
        return None
    return Pesan("Belum ada notulen rapat koordinasi {bidang} yang disahkan.", bidang=unit.nama if unit else "Bidang")


def penetapan_ruang(m: Musrenbang, unit: Unit) -> Pesan | None:
    ada = _ada(PenetapanRuang, m, PenetapanRuang.status == StatusKetetapan.DITETAPKAN)
    return None if ada else Pesan("Ruang pertemuan belum ditetapkan.")


def jadwal_ditetapkan(m: Musrenbang, unit: Unit) -> Pesan | None:
    return None if _ada(Jadwal, m, Jadwal.status == StatusKetetapan.DITETAPKAN) else Pesan("Jadwal belum ditetapkan.")


def undangan_draf(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Undangan, m, HIDUP[1:], Pesan("Belum ada draf undangan yang diajukan kepada penanda tangan."))


def _tiada_yang_tertunda(model: type[Naskah], m: Musrenbang, pesan: str) -> Pesan | None:
    tertunda = (StatusNaskah.DIAJUKAN, StatusNaskah.MENUNGGU_TTD)
    return Pesan(pesan) if _ada(model, m, model.status.in_(tertunda)) else None


def undangan_ditandatangani(m: Musrenbang, unit: Unit) -> Pesan | None:
    belum = _naskah(Undangan, m, BERTANDA_TANGAN, Pesan("Undangan belum ditandatangani."))
    return belum or _tiada_yang_tertunda(Undangan, m, Pesan("Masih ada undangan yang belum ditandatangani."))


def undangan_terbit(m: Musrenbang, unit: Unit) -> Pesan | None:
    belum = _naskah(
        Undangan, m, (StatusNaskah.TERBIT,), Pesan("Undangan belum bernomor; sekretariat belum menerbitkannya.")
    )
    if belum or not _ada(Undangan, m, Undangan.status == StatusNaskah.MENUNGGU_NOMOR):
        return belum
    return Pesan("Masih ada undangan yang menunggu nomor dari sekretariat.")


def publikasi_siap(m: Musrenbang, unit: Unit) -> Pesan | None:
    ada = _ada(Bahan, m, Bahan.jenis == JenisBahan.PUBLIKASI, Bahan.status == StatusKetetapan.DITETAPKAN)
    return None if ada else Pesan("Bahan publikasi belum siap.")


def materi_siap(m: Musrenbang, unit: Unit) -> Pesan | None:
    ada = _ada(Bahan, m, Bahan.jenis == JenisBahan.MATERI, Bahan.status == StatusKetetapan.DITETAPKAN)
    return None if ada else Pesan("Materi Musrenbang belum siap.")


def usulan_masyarakat(m: Musrenbang, unit: Unit) -> Pesan | None:
    diajukan = Usulan.status.not_in((StatusUsulan.DRAF, StatusUsulan.BATAL))
    ada = _ada(Usulan, m, Usulan.asal == AsalUsulan.MASYARAKAT, diajukan)
    return None if ada else Pesan("Belum ada usulan masyarakat yang diajukan.")


def _rakor(m: Musrenbang, tahap: TahapRakor) -> Pesan | None:
    return (
        None
        if _ada(HasilRakorOpd, m, HasilRakorOpd.tahap == tahap)
        else Pesan("Belum ada hasil rakor OPD {t}.", t=tahap)
    )


def rakor_opd_sebelum(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _rakor(m, TahapRakor.SEBELUM)


def rakor_opd_sesudah(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _rakor(m, TahapRakor.SESUDAH)


def bukti_kirim(m: Musrenbang, unit: Unit) -> Pesan | None:
    terkirim = (
        db.select(Distribusi.id)
        .where(Distribusi.undangan_id == Undangan.id, Distribusi.deleted_at.is_(None))
        .where(Distribusi.pemangku_kepentingan_id == PenerimaUndangan.pemangku_kepentingan_id)
        .where(Distribusi.status != StatusDistribusi.DISIAPKAN)
    )
    belum = db.session.scalar(
        db.select(db.func.count(PenerimaUndangan.id))
        .join(Undangan, PenerimaUndangan.undangan_id == Undangan.id)
        .where(Undangan.musrenbang_id == m.id, Undangan.status == StatusNaskah.TERBIT, Undangan.deleted_at.is_(None))
        .where(PenerimaUndangan.deleted_at.is_(None), ~terkirim.exists())
    )
    return Pesan("{n} penerima undangan belum tercatat dikirimi.", n=belum) if belum else None


def _rapat_musrenbang(m: Musrenbang, *jenis: JenisRapat) -> list[Rapat]:
    kueri = db.select(Rapat).where(Rapat.musrenbang_id == m.id, Rapat.jenis.in_(jenis), Rapat.deleted_at.is_(None))
    return list(db.session.scalars(kueri))


def daftar_hadir(m: Musrenbang, unit: Unit) -> Pesan | None:
    rapat = _rapat_musrenbang(m, JenisRapat.PLENO, JenisRapat.SIDANG_KELOMPOK)
    if not any(r.jenis is JenisRapat.PLENO for r in rapat):
        return Pesan("Belum ada pleno Musrenbang pada daftar rapat.")
    berhadir = set(
        db.session.scalars(
            db.select(DaftarHadir.rapat_id)
            .where(DaftarHadir.rapat_id.in_([r.id for r in rapat]), DaftarHadir.hadir.is_(True))
            .where(DaftarHadir.deleted_at.is_(None))
            .distinct()
        )
    )
    kosong = [r.judul for r in rapat if r.id not in berhadir]
    return Pesan("Daftar hadir belum terisi: {rapat}.", rapat="; ".join(kosong)) if kosong else None


def notulen_musrenbang(m: Musrenbang, unit: Unit) -> Pesan | None:
    rapat = _rapat_musrenbang(m, JenisRapat.PLENO, JenisRapat.SIDANG_KELOMPOK)
    if not rapat:
        return Pesan("Belum ada pleno atau sidang kelompok pada daftar rapat.")
    bernotulen = set(
        db.session.scalars(
            db.select(Notulen.rapat_id).where(
                Notulen.musrenbang_id == m.id,
                Notulen.status == StatusKetetapan.DITETAPKAN,
                Notulen.deleted_at.is_(None),
            )
        )
    )
    kurang = [r.judul for r in rapat if r.id not in bernotulen]
    return Pesan("Notulen belum disahkan: {rapat}.", rapat="; ".join(kurang)) if kurang else None


def usulan_diputuskan(m: Musrenbang, unit: Unit) -> Pesan | None:
    belum = db.session.scalar(
        db.select(db.func.count(Usulan.id)).where(
            Usulan.musrenbang_id == m.id, Usulan.deleted_at.is_(None), Usulan.status.in_(BELUM_DIPUTUSKAN)
        )
    )
    return Pesan("{n} usulan belum diputuskan.", n=belum) if belum else None


def berita_acara_ditandatangani(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(BeritaAcara, m, BERTANDA_TANGAN, Pesan("Berita acara belum ditandatangani."))


def berita_acara_terbit(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(BeritaAcara, m, (StatusNaskah.TERBIT,), Pesan("Berita acara belum bernomor."))


def laporan_draf(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Laporan, m, HIDUP, Pesan("Belum ada draf laporan Musrenbang."))


def laporan_ditandatangani(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Laporan, m, BERTANDA_TANGAN, Pesan("Laporan Musrenbang belum ditandatangani."))


def laporan_terbit(m: Musrenbang, unit: Unit) -> Pesan | None:
    return _naskah(Laporan, m, (StatusNaskah.TERBIT,), Pesan("Laporan Musrenbang belum bernomor."))


def bukti_distribusi(m: Musrenbang, unit: Unit) -> Pesan | None:
    diterima = [Distribusi.laporan_id.is_not(None), Distribusi.status == StatusDistribusi.DITERIMA]
    if unit:
        diterima.append(Distribusi.unit_kerja_id == unit.id)
    if _ada(Distribusi, m, *diterima):
        return None
    return Pesan("Belum ada bukti bahwa laporan diterima {bidang}.", bidang=unit.nama if unit else "Bidang pengampu")


def arsip_ada(m: Musrenbang, unit: Unit) -> Pesan | None:
    ada = _ada(Arsip, m, Arsip.status == StatusArsip.DIARSIPKAN)
    return None if ada else Pesan("Berkas Musrenbang belum diarsipkan.")


@dataclass(frozen=True)
class Syarat:
    """A condition: `periksa(musrenbang, unit)` answers what is missing, `unit` is the Bidang of the row or None.

    `kind` is the screen where it is made, `bukti` are the kinds of record that fulfil it (first of all `kind`), of
    which only those count that are `milik` this condition. `per_unit`: every Bidang answers for itself.
    """

    periksa: Callable[[Musrenbang, Unit], Pesan | None]
    kind: str
    bukti: tuple[str, ...] = ()
    milik: Callable[[Any], bool] = lambda record: True
    per_unit: bool = False

    def __call__(self, m: Musrenbang, unit: Unit) -> Pesan | None:
        return self.periksa(m, unit)

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.bukti or (self.kind,)


def _pada(*jenis: JenisRapat) -> Callable[[Any], bool]:
    """A meeting of that sort, or the minutes of one."""
    return lambda record: (record if isinstance(record, Rapat) else record.rapat).jenis in jenis


def _dengan(nama: str, nilai: Any) -> Callable[[Any], bool]:
    return lambda record: getattr(record, nama) is nilai


KOORDINASI, MUSRENBANG = _pada(JenisRapat.KOORDINASI), _pada(JenisRapat.PLENO, JenisRapat.SIDANG_KELOMPOK)
# A row reads as a row:
# fmt: off
_SEMUA: tuple[Syarat, ...] = (
    Syarat(dpa_ada, "dpa"),
    Syarat(sk_tim_draf, "tim"),
    Syarat(sk_tim_ditandatangani, "tim"),
    Syarat(sk_tim_terbit, "tim"),
    Syarat(nota_dinas_ditandatangani, "nota_dinas", per_unit=True),
    Syarat(nota_dinas_terbit, "nota_dinas", per_unit=True),
    Syarat(notulen_rapat, "rapat", ("notulen", "rapat"), KOORDINASI, per_unit=True),
    Syarat(penetapan_ruang, "penetapan_ruang"),
    Syarat(jadwal_ditetapkan, "jadwal"),
    Syarat(undangan_draf, "undangan"),
    Syarat(undangan_ditandatangani, "undangan"),
    Syarat(undangan_terbit, "undangan"),
    Syarat(publikasi_siap, "bahan", milik=_dengan("jenis", JenisBahan.PUBLIKASI)),
    Syarat(materi_siap, "bahan", milik=_dengan("jenis", JenisBahan.MATERI)),
    Syarat(usulan_masyarakat, "usulan", milik=_dengan("asal", AsalUsulan.MASYARAKAT)),
    Syarat(rakor_opd_sebelum, "hasil_rakor_opd", milik=_dengan("tahap", TahapRakor.SEBELUM)),
    Syarat(rakor_opd_sesudah, "hasil_rakor_opd", milik=_dengan("tahap", TahapRakor.SESUDAH)),
    Syarat(bukti_kirim, "distribusi", milik=lambda record: record.undangan_id is not None),
    Syarat(daftar_hadir, "rapat", milik=MUSRENBANG),
    Syarat(notulen_musrenbang, "rapat", ("notulen", "rapat"), MUSRENBANG),
    Syarat(usulan_diputuskan, "usulan"),
    Syarat(berita_acara_ditandatangani, "berita_acara"),
    Syarat(berita_acara_terbit, "berita_acara"),
    Syarat(laporan_draf, "laporan"),
    Syarat(laporan_ditandatangani, "laporan"),
    Syarat(laporan_terbit, "laporan"),
    Syarat(bukti_distribusi, "distribusi", milik=lambda record: record.laporan_id is not None, per_unit=True),
    Syarat(arsip_ada, "arsip"),
)
# fmt: on
SYARAT: dict[str, Syarat] = {s.periksa.__name__: s for s in _SEMUA}


def kurang(butir: list[dict[str, Any]], m: Musrenbang, unit: Unit, terakhir: bool = True) -> list[Pesan]:
    """What is missing of `butir` (kelengkapan or output); what the whole step owes is asked of its last row only."""
    hasil = []
    for item in butir:
        for nama in item["syarat"]:
            syarat = SYARAT[nama]
            if unit is not None and not syarat.per_unit and not terakhir:
                continue
            if pesan := syarat(m, unit):
                hasil.append(pesan)
    return hasil
