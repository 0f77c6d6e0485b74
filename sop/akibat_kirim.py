"""Effects of the moves of distribution: who gets what, by which road, and the proof (SOP steps 7 and 11)."""

from __future__ import annotations

from typing import Any

from models import riwayat
from models.base import db
from models.distribusi import CaraKirim, Distribusi, StatusDistribusi
from models.kiriman import JenisKiriman, Kiriman, StatusKiriman
from models.laporan import Laporan
from models.pesan import Pesan, SopError
from models.undangan import Undangan
from models.waktu import sekarang
from sop import keluar
from sop.konteks import Konteks
from sop.langkah import bidang_aktif


def siapkan_distribusi_undangan(undangan: Undangan, k: Konteks) -> None:
    """One row for each addressee, also when the paper is issued a second time because the first could not be drawn."""
    ada = _tersedia(Distribusi.pemangku_kepentingan_id, undangan_id=undangan.id)
    for penerima in undangan.penerima:
        orang = penerima.pemangku_kepentingan
        if orang.id in ada:
            continue
        db.session.add(
            Distribusi(
                musrenbang_id=undangan.musrenbang_id,
                undangan_id=undangan.id,
                pemangku_kepentingan_id=orang.id,
                penerima=orang.nama,
            )
        )


def _tersedia(kolom: Any, **syarat: Any) -> set[int]:
    return set(db.session.scalars(db.select(kolom).select_from(Distribusi).filter_by(**syarat, deleted_at=None)))


def siapkan_distribusi_laporan(laporan: Laporan, k: Konteks) -> None:
    ada = _tersedia(Distribusi.unit_kerja_id, laporan_id=laporan.id)
    for unit in bidang_aktif():
        if unit.id in ada:
            continue
        db.session.add(
            Distribusi(
                musrenbang_id=laporan.musrenbang_id, laporan_id=laporan.id, unit_kerja_id=unit.id, penerima=unit.nama
            )
        )


def catat_kirim(row: Distribusi, k: Konteks) -> None:
    """What goes by hand or another road need not go by e-mail any more."""
    row.dikirim_pada = k.isian["tanggal"]
    row.cara = CaraKirim(k.isian.get("cara") or row.cara)
    _hentikan_kiriman(row)


def _hentikan_kiriman(row: Distribusi) -> None:
    kueri = db.select(Kiriman).filter_by(distribusi_id=row.id, status=StatusKiriman.ANTRE, deleted_at=None)
    for kiriman in db.session.scalars(kueri.with_for_update()):
        kiriman.status = StatusKiriman.DIBATALKAN
        kiriman.galat = Pesan("Sudah tercatat dikirim dengan cara lain.")


def catat_terkirim_surel(row: Distribusi, k: Konteks) -> None:
    row.dikirim_pada, row.cara = k.tanggal, CaraKirim.SUREL


def antrekan_naskah(row: Distribusi, k: Konteks) -> None:
    _antrekan(row, JenisKiriman.NASKAH, k)


def antrekan_pengingat(row: Distribusi, k: Konteks) -> None:
    """Two at the same moment may both have found no reminder of today; whoever gets the address second looks again."""
    if row.pemangku_kepentingan is not None:
        db.session.refresh(row.pemangku_kepentingan, with_for_update=True)
    if pesan := keluar.sudah_diingatkan(row):
        raise SopError(pesan)
    _antrekan(row, JenisKiriman.PENGINGAT, k)


def _antrekan(row: Distribusi, jenis: JenisKiriman, k: Konteks) -> None:
    """The message waits as a row; the worker writes and sends it after the commit."""
    kiriman = Kiriman(
        musrenbang_id=row.musrenbang_id,
        distribusi_id=row.id,
        pengguna_id=k.pencatat_id,
        jenis=jenis,
        kepada=row.penerima,
        tujuan=keluar.alamat_surel(row),
        tambahan=k.isian.get("tambahan") or None,
    )
    db.session.add(kiriman)


def antrekan_lagi(kiriman: Kiriman, k: Konteks) -> None:
    """From the first attempt on, to the address as it is now; the Message-ID stays, so a double is seen as one."""
    kiriman.tujuan = keluar.alamat_surel(kiriman.distribusi)
    kiriman.percobaan, kiriman.coba_lagi_pada, kiriman.galat = 0, sekarang(), None


def catat_sudah_terkirim(kiriman: Kiriman, k: Konteks) -> None:
    """What the server did not say, a person found out; the diary of the distribusi holds how."""
    kiriman.galat, kiriman.dikirim_pada, kiriman.coba_lagi_pada = None, sekarang(), None
    row = kiriman.distribusi
    db.session.refresh(row, with_for_update=True)
    if kiriman.jenis is JenisKiriman.NASKAH and row.status is StatusDistribusi.DISIAPKAN and row.deleted_at is None:
        row.status = StatusDistribusi.DIKIRIM
        row.dikirim_pada, row.cara = k.tanggal, CaraKirim.SUREL
        riwayat.catatan(db.session, row, "terkirim_surel", k.catatan)
        _hentikan_kiriman(row)


def catat_terima(row: Distribusi, k: Konteks) -> None:
    row.dikirim_pada = row.dikirim_pada or k.isian["tanggal"]
    row.diterima_pada, row.diterima_jam = k.isian["tanggal"], k.isian.get("diterima_jam")
    row.diterima_oleh = k.isian.get("diterima_oleh") or row.penerima
    row.bukti_id = k.isian.get("bukti_id") or row.bukti_id
    _hentikan_kiriman(row)


def catat_bukti(row: Distribusi, k: Konteks) -> None:
    row.bukti_id = k.isian["bukti_id"]
