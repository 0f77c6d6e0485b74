"""What may leave the house by e-mail or WhatsApp, and to which address: asked for the button and at the sending."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select

from models import kontak, setelan
from models.base import db
from models.distribusi import Distribusi, StatusDistribusi
from models.dokumen import Dokumen, StatusDokumen
from models.kiriman import JenisKiriman, Kiriman, StatusKiriman
from models.laporan import Laporan
from models.musrenbang import Musrenbang
from models.pengaturan import nilai
from models.pesan import Keliru, Pesan
from models.undangan import Undangan
from models.waktu import WIB, hari_ini

HARI_INGATKAN = 3
MENUNGGU = (StatusKiriman.ANTRE, StatusKiriman.MENGIRIM)


def larangan(musrenbang_id: int | None) -> Pesan | None:
    """Nothing is sent to a real address from a demonstration, whoever asks and however it is asked."""
    if demonstrasi(musrenbang_id):
        return Pesan("Dari data demonstrasi tidak ada yang dikirim ke alamat sebenarnya.")
    return None


def demonstrasi(musrenbang_id: int | None) -> bool:
    """Is what belongs to this Musrenbang made up, to try the panel?"""
    m = db.session.get(Musrenbang, musrenbang_id or 0)
    return setelan.kini().mode == "demo" or (m is not None and m.demonstrasi)


def peladen_belum_diatur() -> Pesan | None:
    if nilai("surel.server") and nilai("surel.dari"):
        return None
    return Pesan("Peladen surel belum diatur; administrator mengisinya di Pengaturan (surel.server dan surel.dari).")


def alamat_surel(row: Distribusi) -> str:
    """The address a paper goes to: the one of this distribution, else that of the address book. Raises Keliru."""
    orang = row.pemangku_kepentingan
    teks = row.surel or (orang.surel if orang else None)
    if not teks:
        raise Keliru("{siapa} belum mempunyai alamat surel.", siapa=row.penerima)
    return kontak.surel(teks)


def nomor_whatsapp(row: Distribusi) -> str:
    """The number a WhatsApp link opens. Raises Keliru."""
    orang = row.pemangku_kepentingan
    teks = row.telepon or (orang.telepon if orang else None)
    if not teks:
        raise Keliru("{siapa} belum mempunyai nomor telepon.", siapa=row.penerima)
    return kontak.nomor_whatsapp(teks)


def naskah(row: Distribusi) -> Undangan | Laporan:
    found = row.undangan or row.laporan
    assert found is not None, "dijaga oleh CHECK satu_naskah"
    return found


def dokumen(row: Distribusi) -> Dokumen | None:
    """The issued paper that is distributed, newest version; None while there is none, or no longer one."""
    kueri = db.select(Dokumen).filter_by(
        naskah_kind=naskah(row).kind,
        naskah_id=naskah(row).id,
        kode=naskah(row).kind,
        status=StatusDokumen.TERBIT,
        deleted_at=None,
    )
    found: Dokumen | None = db.session.scalar(kueri.order_by(Dokumen.versi.desc(), Dokumen.id.desc()).limit(1))
    return found


def halangan_surel(row: Distribusi) -> Pesan | None:
    """Why this paper cannot go by e-mail now, or None."""
    if pesan := larangan(row.musrenbang_id) or peladen_belum_diatur():
        return pesan
    try:
        alamat_surel(row)
    except Keliru as galat:
        return galat.pesan
    if dokumen(row) is None:
        return Pesan("{naskah} belum terbit, jadi belum dapat dikirim.", naskah=naskah(row).JUDUL)
    if kiriman(row, Kiriman.status.in_(MENUNGGU)):
        return Pesan("Surel untuk {siapa} masih dalam antrean.", siapa=row.penerima)
    return None


def kiriman(row: Distribusi, *syarat: object) -> int | None:
    """The id of a message of this distribution that meets the conditions."""
    kueri = db.select(Kiriman.id).where(Kiriman.distribusi_id == row.id, Kiriman.deleted_at.is_(None), *syarat)
    found: int | None = db.session.scalar(kueri.limit(1))
    return found


def surel_menunggu(distribusi: Select[Any]) -> list[tuple[str, StatusKiriman]]:
    """(addressee, state) of the papers among these distributions (ids) whose e-mail is on its way; ten at most."""
    kueri = (
        db.select(Kiriman.kepada, Kiriman.status)
        .where(Kiriman.distribusi_id.in_(distribusi), Kiriman.jenis == JenisKiriman.NASKAH)
        .where(Kiriman.status.in_(MENUNGGU), Kiriman.deleted_at.is_(None))
        .order_by(Kiriman.id)
        .limit(10)
    )
    return [(kepada, status) for kepada, status in db.session.execute(kueri)]


def bersurel_menunggu() -> Select[Any]:
    """The ids of distributions whose paper is on its way by e-mail."""
    kueri: Select[Any] = db.select(Kiriman.distribusi_id).where(Kiriman.jenis == JenisKiriman.NASKAH)
    return kueri.where(Kiriman.status.in_(MENUNGGU), Kiriman.deleted_at.is_(None))


def menunggu_surel(row: Distribusi) -> Pesan | None:
    """What a person need not do because the panel does it: record what its own e-mail brings."""
    if row.status is not StatusDistribusi.DISIAPKAN:
        return None
    antre = surel_menunggu(db.select(Distribusi.id).where(Distribusi.id == row.id))
    if not antre:
        return None
    if antre[0][1] is StatusKiriman.ANTRE:
        return Pesan(
            "Surelnya menunggu giliran. Panel mencatatnya dikirim setelah peladen surel menerimanya; tidak ada yang "
            "perlu ditekan."
        )
    return Pesan("Surelnya sedang diserahkan kepada peladen surel; panel mencatatnya dikirim setelah diterima.")


def sudah_diingatkan(row: Distribusi) -> Pesan | None:
    """An address is reminded once a day at most, however many papers it has not confirmed."""
    awal = datetime.combine(hari_ini(), time(), WIB)
    ada = db.session.scalar(
        db.select(Kiriman.id)
        .where(Kiriman.jenis == JenisKiriman.PENGINGAT, Kiriman.tujuan == alamat_surel(row))
        .where(Kiriman.status != StatusKiriman.DIBATALKAN, Kiriman.created_at >= awal)
        .limit(1)
    )
    return Pesan("{siapa} sudah diingatkan hari ini.", siapa=row.penerima) if ada else None


def batas_bukti() -> date:
    """What was sent on this day or before and has no proof yet is worth a reminder."""
    teks = nilai("distribusi.ingatkan_hari")
    hari = int(teks) if teks.isdecimal() else HARI_INGATKAN
    return hari_ini() - timedelta(days=hari)


def belum_berbukti(musrenbang_id: int) -> int:
    """How many papers of this Musrenbang were sent long enough ago and have no proof that they arrived."""
    kueri = db.select(db.func.count(Distribusi.id)).where(
        Distribusi.musrenbang_id == musrenbang_id,
        Distribusi.deleted_at.is_(None),
        Distribusi.status == StatusDistribusi.DIKIRIM,
        Distribusi.dikirim_pada <= batas_bukti(),
        Distribusi.bukti_id.is_(None),
    )
    return int(db.session.scalar(kueri) or 0)
