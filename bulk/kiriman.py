"""Sends the e-mails that wait in `kiriman`: each at most once by itself, tried again with growing pauses.

The row becomes "mengirim" when the server has agreed to take the message and before its first byte goes. A crash before
that costs nothing: the message is still "antre". A crash (or a lost connection) after it leaves open whether the server
took the message, so it is never repeated by itself: it is shown as "gagal" with that reason, and a person decides. The
window is the time between the last byte and the commit of the answer, a few milliseconds for each message.
"""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from documents import kiriman as tulisan
from models import mesin, riwayat, setelan
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
SABAR = 20.0  # seconds to wait for an answer of the server
LIHAT = 2.0  # seconds between two looks at the queue
SEPUTARAN = 50  # messages over one connection
PUTUS = (smtplib.SMTPException, OSError)
TERPUTUS = "Sambungan dengan peladen surel terputus."
MUNGKIN = "Sambungan terputus tepat ketika surel diserahkan; mungkin sudah terkirim. Periksa dahulu, baru kirim ulang."


class Sementara(Exception):
    """The message was not taken; another attempt may succeed. `putus`: the connection is of no use any more."""

    def __init__(self, sebab: str, putus: bool = False) -> None:
        super().__init__(sebab)
        self.putus = putus


class Ditolak(Exception):
    """The server will not take the message, however often it is asked."""


class TidakTentu(Exception):
    """Nobody can tell whether the server took the message."""


# --- the server -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Peladen:
    """The mail server of the settings; the password comes from the environment alone."""

    server: str
    port: int
    keamanan: str
    pengguna: str
    sandi: str = field(repr=False)

    @classmethod
    def dari_pengaturan(cls) -> Peladen:
        if pesan := keluar.peladen_belum_diatur():
            raise SopError(pesan)
        return cls(
            nilai("surel.server").strip(),
            int(nilai("surel.port") or 587),
            nilai("surel.keamanan") or "starttls",
            nilai("surel.pengguna").strip(),
            setelan.kini().smtp_password,
        )


def sambung(peladen: Peladen) -> smtplib.SMTP:
    """A connection that is secured (certificate and name checked) and signed in. Raises Sementara."""
    try:
        return _sambung(peladen)
    except ssl.SSLCertVerificationError as galat:
        raise Sementara(f"Sertifikat peladen surel tidak dapat dipercaya: {galat.verify_message}.", True) from None
    except smtplib.SMTPAuthenticationError as galat:
        raise Sementara(f"Peladen surel menolak akun atau kata sandinya ({galat.smtp_code}).", True) from None
    except smtplib.SMTPNotSupportedError:
        raise Sementara("Peladen surel tidak menyediakan STARTTLS atau masuk dengan kata sandi.", True) from None
    except PUTUS as galat:
        sebab = getattr(galat, "strerror", None) or galat.__class__.__name__
        kalimat = f"Peladen surel {peladen.server}:{peladen.port} tidak dapat dihubungi ({sebab})."
        raise Sementara(kalimat, True) from None


def _sambung(peladen: Peladen) -> smtplib.SMTP:
    if peladen.keamanan == "tanpa" and peladen.pengguna and not mesin.sendiri(peladen.server):
        raise Sementara("Kata sandi tidak dikirim lewat sambungan tanpa sandi: pilih starttls atau ssl.", True)
    if peladen.keamanan == "ssl":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            peladen.server, peladen.port, timeout=SABAR, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(peladen.server, peladen.port, timeout=SABAR)
    try:
        smtp.ehlo_or_helo_if_needed()
        if peladen.keamanan == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if peladen.pengguna:
            smtp.login(peladen.pengguna, peladen.sandi)
    except BaseException:
        smtp.close()
        raise
    return smtp


def serahkan(smtp: smtplib.SMTP, pesan: EmailMessage, mulai: Callable[[], bool]) -> bool:
    """Give one message to the server. `mulai()` is asked when it is ready to take it, before the first byte goes.

    False if `mulai` said no. Raises Sementara, Ditolak or TidakTentu.
    """
    dari, tujuan = (pesan[nama].addresses[0].addr_spec for nama in ("From", "To"))
    try:
        for perintah in (("MAIL", f"FROM:<{dari}>"), ("RCPT", f"TO:<{tujuan}>")):
            _jawab(*smtp.docmd(*perintah), baik=(250, 251))
        _jawab(*smtp.docmd("DATA"), baik=(354,))
    except PUTUS:
        raise Sementara(TERPUTUS, True) from None
    if not mulai():
        smtp.close()  # after 354 there is no way back but to hang up; nothing has been handed over
        return False
    try:
        # Until its end has been sent, a message that breaks off counts for nothing.
        smtp.send(re.sub(rb"(?m)^\.", b"..", pesan.as_bytes().rstrip(b"\r\n")) + b"\r\n.\r\n")
    except PUTUS:
        raise Sementara(TERPUTUS, True) from None
    try:
        jawab = smtp.getreply()
    except PUTUS:
        raise TidakTentu from None
    _jawab(*jawab, baik=(250,))
    return True


def _jawab(kode: int, teks: bytes, baik: tuple[int, ...]) -> None:
    if kode in baik:
        return
    # The server repeats the address; a name before the @ is personal and stands in its own column.
    kata = re.sub(r"\S+@\S+", "…", teks.decode("utf-8", "replace"))
    kalimat = f"Peladen surel menjawab {kode} {tulisan.sebaris(kata)[:200]}"
    if 500 <= kode < 600:
        raise Ditolak(kalimat)
    raise Sementara(kalimat, putus=kode == 421 or kode < 0)


# --- one message ------------------------------------------------------------------------------------------------------


def antar(berhenti: threading.Event | None = None) -> int:
    """Send what is due now; how many messages the server took. Safe to repeat, and by several workers at once."""
    terkirim, dicoba = 0, 0
    smtp: smtplib.SMTP | None = None
    try:
        while (id_ := _berikutnya()) is not None and not (berhenti and berhenti.is_set()):
            if (pesan := _siapkan(id_)) is None:
                continue
            if dicoba % SEPUTARAN == 0 or smtp is None or smtp.sock is None:
                _tutup(smtp)
                smtp = sambung(Peladen.dari_pengaturan())
            dicoba += 1
            terkirim += _kirim(smtp, id_, pesan)
    except (Sementara, SopError) as galat:  # no connection: what is due waits together, none is tried in vain
        _tunda_semua(str(galat))
    finally:
        _tutup(smtp)
        db.session.rollback()
    return terkirim


def _tutup(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None and smtp.sock is not None:
        with suppress(*PUTUS):
            smtp.quit()


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


def _kirim(smtp: smtplib.SMTP, id_: int, pesan: EmailMessage) -> int:
    """One message to its end; a failure that concerns the connection as well is raised again."""
    try:
        if not serahkan(smtp, pesan, lambda: _mulai(id_)):
            return 0
    except Ditolak as galat:
        _selesai(id_, StatusKiriman.GAGAL, str(galat))
        _bersihkan(smtp)
        return 0
    except TidakTentu:
        _selesai(id_, StatusKiriman.GAGAL, Pesan(MUNGKIN))
        smtp.close()
        return 0
    except Sementara as galat:
        _tunda(_ambil(id_), str(galat))
        db.session.commit()
        smtp.close() if galat.putus else _bersihkan(smtp)
        return 0
    _selesai(id_, StatusKiriman.TERKIRIM)
    return 1


def _bersihkan(smtp: smtplib.SMTP) -> None:
    with suppress(*PUTUS):
        smtp.rset()


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
            _tandai(row, StatusKiriman.GAGAL, Pesan(MUNGKIN))
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


# --- the test of the settings -----------------------------------------------------------------------------------------


def uji(tujuan: str) -> Pesan:
    """Send one message at once, so that the administrator reads what the server says. Raises SopError."""
    if larangan := keluar.larangan(None):
        raise SopError(larangan)
    peladen = Peladen.dari_pengaturan()
    isi = "Surel ini menguji pengaturan surel Panel Musrenbang. Tidak ada yang perlu dilakukan."
    pesan = tulisan.dasar(tujuan, "", "Surel uji Panel Musrenbang", isi, sekarang())
    db.session.rollback()  # nothing was written: no transaction stays open while the server is talked to
    smtp = None
    try:
        smtp = sambung(peladen)
        serahkan(smtp, pesan, lambda: True)
    except (Sementara, Ditolak) as galat:
        raise SopError(str(galat)) from None
    except TidakTentu:
        raise SopError(MUNGKIN) from None
    finally:
        _tutup(smtp)
    return Pesan("Peladen {server} menerima surel uji untuk {tujuan}.", server=peladen.server, tujuan=tujuan)
