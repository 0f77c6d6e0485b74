"""Berita acara of a sidang kelompok: what its moves ask, and what they bring with them.

It tells what the sidang agreed on. It locks no usulan: the SOP verifies and finalises them afterwards (step 9), and the
berita acara kesepakatan closes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.base import db
from models.berita_acara_sidang import BeritaAcaraSidang, Pihak, WakilSidang
from models.naskah import StatusNaskah
from models.notulen import Notulen
from models.pejabat import Pejabat
from models.peran import Peran
from models.perangkat_daerah import PerangkatDaerah
from models.pesan import Pesan
from models.unit_kerja import UnitKerja, UnitKerjaKelompok
from models.usulan import StatusUsulan, Usulan
from models.waktu import hari_ini
from models.wilayah import Wilayah
from sop.kelengkapan import BELUM_DIPUTUSKAN
from sop.konteks import Konteks

# --- rules ------------------------------------------------------------------------------------------------------------


def usulan_kelompok_diputuskan(ba: BeritaAcaraSidang, k: Konteks) -> Pesan | None:
    belum = db.session.scalar(
        db.select(db.func.count(Usulan.id)).where(
            Usulan.musrenbang_id == ba.musrenbang_id,
            Usulan.kelompok_sidang_id == ba.kelompok_sidang_id,
            Usulan.status.in_(BELUM_DIPUTUSKAN),
            Usulan.deleted_at.is_(None),
        )
    )
    if not belum:
        return None
    return Pesan("{n} usulan kelompok {kelompok} belum diputuskan.", n=belum, kelompok=ba.kelompok_sidang.nama)


def ditandatangani_pimpinan_sidang(ba: BeritaAcaraSidang, k: Konteks) -> Pesan | None:
    """Who led the sidang signs: the chair of the kelompok (SOP step 8), or whom its notulen name instead."""
    pimpinan = {ba.kelompok_sidang.pimpinan_id, *_pimpinan_notulen(ba)} - {None}
    if not pimpinan:
        return Pesan(
            "Pimpinan sidang belum tercatat: isi pejabatnya pada kelompok sidang atau pada notulen sidang ini."
        )
    if ba.penandatangan_id is None or ba.penandatangan_id in pimpinan:
        return None  # a missing signer is told by a rule of every paper
    orang = db.session.scalars(db.select(Pejabat.nama).where(Pejabat.id.in_(pimpinan)).order_by(Pejabat.nama))
    return Pesan("Penanda tangan harus pimpinan sidang: {nama}.", nama="; ".join(orang))


def _pimpinan_notulen(ba: BeritaAcaraSidang) -> Iterator[int | None]:
    yield from db.session.scalars(
        db.select(Notulen.pimpinan_id).where(Notulen.rapat_id == ba.rapat_id, Notulen.deleted_at.is_(None))
    )


def semua_wakil_bertanda_tangan(ba: BeritaAcaraSidang, k: Konteks) -> Pesan | None:
    if not ba.wakil:
        return Pesan("Daftar wakil yang menandatangani masih kosong.")
    belum = [w.instansi for w in ba.wakil if w.ditandatangani_pada is None]
    return Pesan("Belum bertanda tangan: {nama}.", nama="; ".join(belum)) if belum else None


def belum_ditutup(wakil: WakilSidang, k: Konteks) -> Pesan | None:
    terbuka = (StatusNaskah.DRAF, StatusNaskah.DIAJUKAN, StatusNaskah.MENUNGGU_TTD)
    return None if wakil.berita_acara_sidang.status in terbuka else Pesan("Berita acara sidang sudah ditutup.")


def wakil_bernama(wakil: WakilSidang, k: Konteks) -> Pesan | None:
    """An empty line is signed by somebody whose name stands on the sheet only."""
    if not k.isian or wakil.nama or k.isian.get("nama"):
        return None
    return Pesan("Isi nama wakil {instansi} seperti tertulis pada lembar.", instansi=wakil.instansi)


# --- effects ----------------------------------------------------------------------------------------------------------


def catat_wakil(wakil: WakilSidang, k: Konteks) -> None:
    wakil.nama = k.isian.get("nama") or wakil.nama
    wakil.ditandatangani_pada, wakil.pencatat_id = k.isian["tanggal"], k.pencatat_id


def isi_wakil(ba: BeritaAcaraSidang, k: Konteks) -> None:
    """A line for each Bidang of the kelompok, and each perangkat daerah and kecamatan that its usulan concern."""
    ada = {(w.pihak, w.instansi) for w in ba.wakil}
    urutan = max((w.urutan for w in ba.wakil), default=0)
    for pihak, instansi, pejabat in (*_bidang(ba), *_perangkat_daerah(ba), *_kecamatan(ba)):
        if (pihak, instansi) in ada:
            continue
        urutan += 1
        wakil = WakilSidang(berita_acara_sidang_id=ba.id, urutan=urutan, pihak=pihak, instansi=instansi)
        if pejabat:
            wakil.nama, wakil.jabatan, wakil.nip = pejabat.nama, pejabat.jabatan, pejabat.nip
        db.session.add(wakil)


_Baris = tuple[Pihak, str, Pejabat | None]


def _bidang(ba: BeritaAcaraSidang) -> Iterator[_Baris]:
    kueri = (
        db.select(UnitKerja)
        .join(UnitKerjaKelompok, UnitKerjaKelompok.unit_kerja_id == UnitKerja.id)
        .where(UnitKerjaKelompok.kelompok_sidang_id == ba.kelompok_sidang_id, UnitKerjaKelompok.deleted_at.is_(None))
        .where(UnitKerja.aktif, UnitKerja.deleted_at.is_(None))
        .order_by(UnitKerja.urutan, UnitKerja.id)
    )
    kepala = {p.unit_kerja_id: p for p in _menjabat() if p.peran is Peran.KEPALA_BIDANG}
    for unit in db.session.scalars(kueri):
        yield Pihak.BAPPERIDA, unit.nama, kepala.get(unit.id)


def _perangkat_daerah(ba: BeritaAcaraSidang) -> Iterator[_Baris]:
    kepala = {p.perangkat_daerah_id: p for p in _menjabat() if p.peran is None}
    for opd in db.session.scalars(_dari_usulan(PerangkatDaerah, Usulan.opd_pengampu_id, ba)):
        yield Pihak.PERANGKAT_DAERAH, opd.nama, kepala.get(opd.id)


def _kecamatan(ba: BeritaAcaraSidang) -> Iterator[_Baris]:
    kantor = {o.nama: o.id for o in db.session.scalars(db.select(PerangkatDaerah).filter_by(deleted_at=None))}
    camat = {p.perangkat_daerah_id: p for p in _menjabat() if p.peran is None}
    for wilayah in db.session.scalars(_dari_usulan(Wilayah, Usulan.kecamatan_id, ba)):
        nama = f"Kecamatan {wilayah.nama}"
        yield Pihak.KECAMATAN, nama, camat.get(kantor.get(nama, 0))


def _dari_usulan(model: type[Any], kolom: Any, ba: BeritaAcaraSidang) -> Any:
    """The rows of `model` that a usulan of this kelompok names in `kolom`."""
    disebut = db.select(kolom).where(
        Usulan.musrenbang_id == ba.musrenbang_id,
        Usulan.kelompok_sidang_id == ba.kelompok_sidang_id,
        Usulan.status != StatusUsulan.BATAL,
        Usulan.deleted_at.is_(None),
    )
    return db.select(model).where(model.id.in_(disebut)).order_by(model.nama)


def _menjabat() -> list[Pejabat]:
    """Who holds an office today; of two in one office the one entered first."""
    semua = db.session.scalars(db.select(Pejabat).filter_by(deleted_at=None).order_by(Pejabat.id.desc()))
    return [p for p in semua if p.menjabat(hari_ini())]
