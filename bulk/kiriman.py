"""Sends the e-mails that wait in `kiriman`: each at most once by itself, tried again with growing pauses.

The row becomes "mengirim" when the server has agreed to take the message and before its first byte goes. A crash before
that costs nothing: the message is still "antre". A crash (or a lost connection) after it leaves open whether the server
took the message, so it is never repeated by itself: it is shown as "gagal" with that reason, and a person decides. The
window is the time from the last byte to the commit of the answer, which a server that scans makes minutes long.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bulk import smtp_client
from bulk.smtp_client import (
    BROKEN,
    Ditolak,
    NoAnswer,
    PatientSMTP,
    Peladen,
    Sementara,
    Stopped,
    TidakTentu,
    Unavailable,
    sambung,
    serahkan,
)
from documents import kiriman as tulisan
from models import riwayat, setelan
from models.base import db
from models.distribusi import Distribusi, StatusDistribusi
from models.kiriman import JenisKiriman, Kiriman, StatusKiriman
from models.pengaturan import nilai
from models.pesan import Pesan, SopError
from models.transaksi import membaca
from models.waktu import sekarang
from sop import keluar, workflow

log = logging.getLogger(__name__)
JEDA = (1, 5, 30, 120, 360)  # minutes before the second attempt, the third, …; after the last there is no other
LIHAT = 2.0  # seconds between two looks at the queue
SEPUTARAN = 50  # messages over one connection
MUNGKIN = Pesan(
    "Jawaban peladen atas surel yang sudah diserahkan tidak sampai; mungkin sudah terkirim. Tanyakan kepada "
    "penerimanya: bila sudah sampai tekan “Catat sudah terkirim”, bila belum “Kirim ulang”."
)
MUNGKIN_UJI = Pesan(
    "Surel uji sudah diserahkan, tetapi peladen surel belum menjawab; mungkin sudah terkirim. Periksa kotak suratnya. "
    "Antrean surel menunggu jawaban lebih lama, sampai sepuluh menit."
)


def server() -> Peladen:
    """The mail server of the settings. Raises SopError where there is none."""
    if pesan := keluar.peladen_belum_diatur():
        raise SopError(pesan)
    return Peladen(
        nilai("surel.server").strip(),
        int(nilai("surel.port") or 587),
        nilai("surel.keamanan") or "starttls",
        nilai("surel.pengguna").strip(),
        setelan.kini().smtp_password,
    )


# --- one message ------------------------------------------------------------------------------------------------------


def antar(berhenti: threading.Event | None = None) -> int:
    """Send what is due now; how many messages the server took. Safe to repeat, and by several workers at once."""
    terkirim, dicoba = 0, 0
    smtp: PatientSMTP | None = None
    try:
        while (id_ := _berikutnya()) is not None and not (berhenti and berhenti.is_set()):
            if (pesan := _siapkan(id_)) is None:
                continue
            if smtp is None or smtp.sock is None or dicoba % SEPUTARAN == 0:
                _tutup(smtp)
                dicoba, smtp = 0, _connect(berhenti)
            dicoba += 1
            terkirim += _kirim(smtp, id_, pesan, berhenti)
    except (Unavailable, SopError) as galat:  # what is due waits together, none is tried in vain
        _tunda_semua(str(galat))
    except Stopped:
        pass
    finally:
        _tutup(smtp)
        db.session.rollback()
    return terkirim


def _connect(berhenti: threading.Event | None) -> PatientSMTP:
    found = server()
    db.session.rollback()  # no transaction stays open while the server is waited for
    return sambung(found, smtp_client.QUEUE, berhenti)


def _tutup(smtp: PatientSMTP | None) -> None:
    if smtp is not None:
        smtp.leave()


def _berikutnya() -> int | None:
    """The message that has waited longest of those that are due."""
    kueri = db.select(Kiriman.id).where(
        Kiriman.status == StatusKiriman.ANTRE, Kiriman.coba_lagi_pada <= sekarang(), Kiriman.deleted_at.is_(None)
    )
    db.session.rollback()
    with membaca():
        found: int | None = db.session.scalar(kueri.order_by(Kiriman.coba_lagi_pada, Kiriman.id).limit(1))
        db.session.rollback()
    return found


def _ambil(id_: int) -> Kiriman:
    row: Kiriman = db.session.get_one(Kiriman, id_, with_for_update=True, populate_existing=True)
    return row


def _siapkan(id_: int) -> EmailMessage | None:
    """Write the message; None if it must not go, which its row then tells."""
    row = _ambil(id_)
    if row.status is not StatusKiriman.ANTRE:
        db.session.rollback()
        return None
    if larangan := keluar.larangan(row.musrenbang_id):
        _selesai(id_, StatusKiriman.DIBATALKAN, larangan)
        return None
    try:
        tulisan.tulis(row)
        pesan = tulisan.surat(row)
        db.session.commit()
        return pesan
    except SopError as galat:
        sebab: str = galat.pesan
    except Exception:  # one message that cannot be written must not stop those behind it
        log.exception("kiriman %s tidak dapat disusun", id_)
        sebab = Pesan("Surel tidak dapat disusun karena kesalahan yang tidak terduga.")
    db.session.rollback()
    _selesai(id_, StatusKiriman.GAGAL, sebab)
    return None


def _tandai(row: Kiriman, status: StatusKiriman, galat: str | None = None) -> None:
    row.status, row.galat = status, galat
    row.coba_lagi_pada = None if status is not StatusKiriman.ANTRE else row.coba_lagi_pada


def _kirim(smtp: PatientSMTP, id_: int, pesan: EmailMessage, berhenti: threading.Event | None = None) -> int:
    """One message to its end; what concerns the other messages as well is raised again."""
    try:
        if not serahkan(smtp, pesan, lambda: _mulai(id_)):
            return 0
    except Ditolak as galat:
        _record(partial(_selesai, id_, StatusKiriman.GAGAL, galat.pesan), berhenti)
        _bersihkan(smtp)
        return 0
    except TidakTentu:
        smtp.close()
        _record(partial(_selesai, id_, StatusKiriman.GAGAL, MUNGKIN), berhenti)
        return 0
    except Unavailable:
        smtp.close()
        raise
    except Stopped:
        smtp.close()
        _record(partial(_release, id_), berhenti)
        raise
    except Sementara as galat:
        # A server that hangs up after so many messages has nothing against the next one: it goes at once by another.
        if not (galat.putus and smtp.carried and _unclaimed(id_)):
            _record(partial(_postpone, id_, galat.pesan), berhenti)
        smtp.close() if galat.putus else _bersihkan(smtp)
        return 0
    _record(partial(_selesai, id_, StatusKiriman.TERKIRIM), berhenti)
    return 1


def _record(write: Callable[[], None], berhenti: threading.Event | None) -> None:
    """What became of a message is not forgotten because the database is away: it is written when it is back."""
    while True:
        try:
            return write()
        except SQLAlchemyError:
            db.session.rollback()
            log.exception("hasil pengiriman surel belum dapat dicatat")
            if berhenti is None or berhenti.wait(LIHAT):
                raise


def _bersihkan(smtp: PatientSMTP) -> None:
    smtp.carried += 1
    try:
        smtp.rset()
    except (*BROKEN, NoAnswer):
        smtp.close()


def _unclaimed(id_: int) -> bool:
    bebas = _ambil(id_).status is StatusKiriman.ANTRE
    db.session.rollback()
    return bebas


def _release(id_: int) -> None:
    """Told to stop before the end of the message was sent: it waits as if it had not been begun."""
    row = _ambil(id_)
    if row.status is StatusKiriman.MENGIRIM:
        row.percobaan, row.coba_lagi_pada = row.percobaan - 1, sekarang()
        _tandai(row, StatusKiriman.ANTRE, row.galat)
    db.session.commit()


def _postpone(id_: int, sebab: str) -> None:
    _tunda(_ambil(id_), sebab)
    db.session.commit()


def _mulai(id_: int) -> bool:
    """The claim: from here on this message is not handed over again by itself. False if somebody was quicker."""
    row = _ambil(id_)
    bebas = row.status is StatusKiriman.ANTRE
    if bebas:
        row.status, row.percobaan, row.coba_lagi_pada = StatusKiriman.MENGIRIM, row.percobaan + 1, None
    db.session.commit()
    return bebas


def _selesai(id_: int, status: StatusKiriman, galat: str | None = None) -> None:
    """What the server said, and what it means for the distribution, in one transaction."""
    with riwayat.oleh_sistem(db.session):
        row = _ambil(id_)
        if status is StatusKiriman.GAGAL and row.status is StatusKiriman.ANTRE:
            row.percobaan += 1  # refused before the claim
        _tandai(row, status, galat)
        if status is StatusKiriman.TERKIRIM:
            row.dikirim_pada = sekarang()
            _gerakkan(row)
        db.session.commit()


def _gerakkan(row: Kiriman) -> None:
    distribusi = db.session.get_one(Distribusi, row.distribusi_id, with_for_update=True, populate_existing=True)
    bergerak = row.jenis is JenisKiriman.NASKAH and distribusi.status is StatusDistribusi.DISIAPKAN
    if bergerak and distribusi.deleted_at is None:
        workflow.move_sistem(distribusi, "terkirim_surel", f"Diterima peladen surel sebagai {row.message_id}")


def _tunda(row: Kiriman, sebab: str) -> None:
    """Another attempt after a pause that grows, until there have been as many as JEDA allows."""
    if row.status is not StatusKiriman.MENGIRIM:
        row.percobaan += 1  # an attempt that was broken off before the claim
    if row.percobaan > len(JEDA):
        _tandai(row, StatusKiriman.GAGAL, Pesan("{sebab} Sudah dicoba {n} kali.", sebab=sebab, n=row.percobaan))
        return
    row.coba_lagi_pada = sekarang() + timedelta(minutes=JEDA[row.percobaan - 1])
    _tandai(row, StatusKiriman.ANTRE, sebab)


def _tunda_semua(sebab: str) -> None:
    kueri = db.select(Kiriman).where(
        Kiriman.status == StatusKiriman.ANTRE, Kiriman.coba_lagi_pada <= sekarang(), Kiriman.deleted_at.is_(None)
    )
    for row in db.session.scalars(kueri.with_for_update()):
        _tunda(row, sebab)
    db.session.commit()


# --- the worker -------------------------------------------------------------------------------------------------------


def lanjutkan() -> int:
    """What a crash left in the middle of being handed over is told to people, not repeated; how many there were."""
    ids = list(db.session.scalars(db.select(Kiriman.id).filter_by(status=StatusKiriman.MENGIRIM)))
    for id_ in ids:
        row = _ambil(id_)
        if row.status is StatusKiriman.MENGIRIM:
            _tandai(row, StatusKiriman.GAGAL, MUNGKIN)
        db.session.commit()
    db.session.rollback()
    return len(ids)


def jaga(konteks: Callable[[], AbstractContextManager[Any]], berhenti: threading.Event) -> None:
    """Look at the queue until told to stop; a failure is logged and does not end it.

    A thread of its own beside huey: its periodic tasks come once a minute and would stand in line behind long prints,
    and a long line of messages would hold up the prints.
    """
    while not berhenti.wait(LIHAT):
        try:
            with konteks():
                antar(berhenti)
        except Exception:
            log.exception("antrean surel terganggu")
            with suppress(Exception), konteks():
                lanjutkan()  # whatever was in the middle of it is told to people, as after a crash


# --- the test of the settings -----------------------------------------------------------------------------------------


def uji(tujuan: str) -> Pesan:
    """Send one message at once, so that the administrator reads what the server says. Raises SopError."""
    if larangan := keluar.larangan(None):
        raise SopError(larangan)
    peladen = server()
    pesan = tulisan.surat_uji(tujuan)
    db.session.rollback()  # nothing was written: no transaction stays open while the server is talked to
    smtp = None
    try:
        smtp = sambung(peladen, smtp_client.PERSON)
        serahkan(smtp, pesan, lambda: True)
    except (Sementara, Ditolak) as galat:
        raise SopError(galat.pesan) from None
    except TidakTentu:
        raise SopError(MUNGKIN_UJI) from None
    finally:
        _tutup(smtp)
    return Pesan("Peladen {server} menerima surel uji untuk {tujuan}.", server=peladen.server, tujuan=tujuan)
