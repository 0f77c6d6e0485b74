"""Presence at a meeting: the rules and effects behind the registration desk, the paper sheet and the list itself.

Two phones may tap the same name at once: the row is locked and read anew before `belum_hadir` is asked, so the second
is told when the first one marked it. A list that is closed takes nothing more until it is opened again with a note.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from models import cari
from models.base import Record, db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import Pesan
from models.rapat import DaftarHadir, Rapat
from models.undangan import PenerimaUndangan, Undangan
from models.waktu import WIB, lokal, sekarang
from sop.konteks import Isian, Konteks

BERAKHIR = (StatusMusrenbang.SELESAI, StatusMusrenbang.DIBATALKAN)
HADIRIN_BARU = "hadirin_baru"
PUKUL = Isian("pukul", "Datang pukul", "jam", bantuan="Kosong: tidak diketahui")
WAKIL = (
    Isian("diwakili_oleh", "Diwakili oleh", "teks", wajib=True, bantuan="Nama orang yang datang"),
    Isian("jabatan_wakil", "Jabatannya", "teks"),
)
WAKIL_BILA_ADA = tuple(Isian(x.nama, x.judul, x.jenis, bantuan="Kosong: hadir sendiri") for x in WAKIL)
HADIRIN = (
    Isian("nama", "Nama", "teks", bantuan="Kosong: dari buku alamat"),
    Isian("lembaga", "Lembaga/instansi atau alamat", "teks"),
    Isian("unsur", "Unsur", "kata:daftar_hadir.unsur", bantuan="Kosong: lainnya"),
    Isian("pemangku_kepentingan_id", "Dari buku alamat", "pilihan:pemangku_kepentingan"),
)


def rapat_of(record: Any) -> Rapat:
    return record if isinstance(record, Rapat) else db.session.get_one(Rapat, record.rapat_id)


def pukul(saat: datetime | None) -> str:
    """ "pukul 08.15", or nothing where the time is not known."""
    return Pesan("pukul {pukul}", pukul=f"{lokal(saat):%H.%M}") if saat else ""


def kata_hadir(row: Any) -> Pesan:
    """ "Camat X sudah hadir pukul 08.15, diwakili Y." of a row (or of its columns)."""
    wakil = Pesan(", diwakili {nama}", nama=row.diwakili_oleh) if row.diwakili_oleh else ""
    kapan = Pesan(" {pukul}", pukul=pukul(row.hadir_pada)) if row.hadir_pada else ""
    return Pesan("{nama} sudah hadir{kapan}{wakil}.", nama=row.nama, kapan=kapan, wakil=wakil)


# --- rules ------------------------------------------------------------------------------------------------------------


def berakhir(record: Record) -> Pesan | None:
    """Is the Musrenbang of this rapat over? Its rapat and who came to it are evidence then."""
    m = db.session.get(Musrenbang, getattr(record, "musrenbang_id", None) or 0)
    if m is None or m.status not in BERAKHIR:
        return None
    return Pesan("{nama} sudah berakhir, jadi rapatnya tidak diubah lagi.", nama=m.nama)


def tertutup(record: Record) -> Pesan | None:
    """Is the daftar hadir closed that this row (or this rapat) belongs to? Asked for forms and imports as well."""
    rapat = rapat_of(record) if getattr(record, "rapat_id", 1) else None
    if rapat is None:
        return None
    m = db.session.get(Musrenbang, rapat.musrenbang_id or 0)
    if m is not None and m.status in BERAKHIR:
        return Pesan(
            "{nama} sudah berakhir, jadi daftar hadir {rapat} tidak diubah lagi.", nama=m.nama, rapat=rapat.judul
        )
    if rapat.hadir_ditutup_pada is None:
        return None
    saat = lokal(rapat.hadir_ditutup_pada)
    return Pesan(
        "Daftar hadir {rapat} sudah ditutup {tanggal} pukul {pukul}. Buka kembali dahulu pada halaman rapatnya.",
        rapat=rapat.judul,
        tanggal=f"{saat:%d-%m-%Y}",
        pukul=f"{saat:%H.%M}",
    )


def terbuka(record: Any, k: Konteks) -> Pesan | None:
    return tertutup(record)


def belum_hadir(row: DaftarHadir, k: Konteks) -> Pesan | None:
    return kata_hadir(row) if row.hadir else None


def sudah_hadir(row: DaftarHadir, k: Konteks) -> Pesan | None:
    return None if row.hadir else Pesan("{nama} memang belum ditandai hadir.", nama=row.nama)


def hadirin_baru(rapat: Rapat, k: Konteks) -> Pesan | None:
    """Named, and not on the list yet: a name twice needs another lembaga."""
    if not k.isian:
        return None
    orang_id, nama = k.isian.get("pemangku_kepentingan_id"), str(k.isian.get("nama") or "").strip()
    if not orang_id and not nama:
        return Pesan("Isi nama, atau pilih dari buku alamat.")
    kolom = (DaftarHadir.nama, DaftarHadir.lembaga, DaftarHadir.hadir, DaftarHadir.hadir_pada)
    ada = db.select(*kolom, DaftarHadir.diwakili_oleh, DaftarHadir.pemangku_kepentingan_id).where(
        DaftarHadir.rapat_id == rapat.id, DaftarHadir.deleted_at.is_(None)
    )
    kunci = (cari.normal(nama), cari.normal(str(k.isian.get("lembaga") or "")))
    for row in db.session.execute(ada):
        sama = orang_id == row.pemangku_kepentingan_id if orang_id else kunci == _kunci(row)
        if sama and row.hadir:
            return kata_hadir(row)
        if sama:
            return Pesan("{nama} sudah ada di daftar: cari namanya, lalu tandai hadir.", nama=row.nama)
    return None


def _kunci(row: Any) -> tuple[str, str]:
    return cari.normal(row.nama), cari.normal(row.lembaga or "")


# --- effects ----------------------------------------------------------------------------------------------------------


def tandai_hadir(row: DaftarHadir, k: Konteks) -> None:
    row.hadir, row.hadir_pada = True, sekarang()


def tandai_diwakili(row: DaftarHadir, k: Konteks) -> None:
    """Who came instead; also said afterwards of one who is marked already: then the time stays."""
    row.hadir, row.hadir_pada = True, row.hadir_pada if row.hadir else sekarang()
    _isi_wakil(row, k)


def catat_hadir(row: DaftarHadir, k: Konteks) -> None:
    """From a paper sheet: the time is what was written there, not the time of typing."""
    jam: time | None = k.isian.get("pukul")
    hari = lokal(rapat_of(row).mulai).date()
    row.hadir, row.hadir_pada = True, datetime.combine(hari, jam, WIB) if jam else None
    _isi_wakil(row, k)


def _isi_wakil(row: DaftarHadir, k: Konteks) -> None:
    if nama := str(k.isian.get("diwakili_oleh") or "").strip():
        row.diwakili_oleh, row.jabatan_wakil = nama, str(k.isian.get("jabatan_wakil") or "").strip() or None


def tandai_tidak_hadir(row: DaftarHadir, k: Konteks) -> None:
    """Nobody came, so nobody stood in for anybody either."""
    row.hadir, row.hadir_pada, row.diwakili_oleh, row.jabatan_wakil = False, None, None, None


def tambah_hadirin(rapat: Rapat, k: Konteks) -> None:
    orang = db.session.get(PemangkuKepentingan, k.isian.get("pemangku_kepentingan_id") or 0)
    terakhir = db.session.scalar(
        db.select(db.func.max(DaftarHadir.urutan)).filter_by(rapat_id=rapat.id, deleted_at=None)
    )
    row = DaftarHadir(
        rapat_id=rapat.id,
        urutan=(terakhir or 0) + 1,
        pemangku_kepentingan_id=orang.id if orang else None,
        nama=str(k.isian.get("nama") or "").strip() or (orang.nama if orang else ""),
        lembaga=str(k.isian.get("lembaga") or "").strip() or (orang.lembaga if orang else None),
        unsur=Unsur(k.isian.get("unsur") or (orang.unsur if orang else Unsur.LAINNYA)),
        tanpa_undangan=orang is None or not diundang(rapat, orang.id),
    )
    db.session.add(row)
    db.session.info[HADIRIN_BARU] = row  # for who goes on with it in the same transaction


def diundang(rapat: Rapat, orang_id: int) -> bool:
    """Does an undangan of this Musrenbang name the person?"""
    stmt = (
        db.select(PenerimaUndangan.id)
        .join(Undangan, PenerimaUndangan.undangan_id == Undangan.id)
        .where(Undangan.musrenbang_id == rapat.musrenbang_id, PenerimaUndangan.pemangku_kepentingan_id == orang_id)
        .where(PenerimaUndangan.deleted_at.is_(None), Undangan.deleted_at.is_(None))
    )
    return db.session.scalar(stmt.limit(1)) is not None


def tutup(rapat: Rapat, k: Konteks) -> None:
    rapat.hadir_ditutup_pada = sekarang()


def buka(rapat: Rapat, k: Konteks) -> None:
    rapat.hadir_ditutup_pada = None
