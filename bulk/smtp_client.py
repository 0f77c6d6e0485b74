"""SMTP client: a connection that is secured and signed in, and the handing over of one message.

Each phase has its own patience (RFC 5321 4.5.3.2). A wait is cut into slices, so that whoever is told to stop does so
at once where nothing has been handed over, and soon where the answer to a message is still due.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import io
import math
import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from models import mesin
from models.pesan import Pesan

SLICE = 0.25  # seconds between two looks at the clock and at the order to stop
BLOCK = 32 * 1024  # bytes of a message that are sent under one patience
BUFFER = 64 * 1024  # bytes
BROKEN = (smtplib.SMTPException, OSError)
TERPUTUS = Pesan("Sambungan dengan peladen surel terputus.")
LAMBAT = Pesan("Peladen surel terlalu lama tidak menjawab.")


@dataclass(frozen=True)
class Patience:
    """Seconds to wait in each phase of a conversation."""

    connect: float = 60.0  # TCP and TLS, each
    greeting: float = 300.0
    command: float = 300.0
    data: float = 120.0
    block: float = 180.0
    end: float = 600.0
    quit: float = 5.0
    stop: float = 15.0  # for the answer to a message that was handed over, once told to stop
    total: float = math.inf  # for the whole conversation


QUEUE = Patience()
# Somebody waits for the page; a proxy before the panel waits for it no longer than a minute.
PERSON = Patience(connect=10.0, total=25.0)


class Sementara(Exception):
    """The message was not taken; another attempt may succeed. `putus`: the connection is of no use any more."""

    def __init__(self, pesan: str, putus: bool = False) -> None:
        super().__init__(str(pesan))
        self.pesan, self.putus = pesan, putus


class Unavailable(Sementara):
    """The server serves nobody or not this office: every message waits, none is tried in vain."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, True)


class Ditolak(Exception):
    """The server will not take the message, however often it is asked."""

    def __init__(self, pesan: str) -> None:
        super().__init__(str(pesan))
        self.pesan = pesan


class TidakTentu(Exception):
    """Nobody can tell whether the server took the message."""


class Stopped(Exception):
    """Told to stop before anything was handed over."""


class NoAnswer(Exception):
    """The patience of a phase is over."""


@dataclass(frozen=True)
class Peladen:
    """The mail server of the settings; the password comes from the environment alone."""

    server: str
    port: int
    keamanan: str
    pengguna: str
    sandi: str = field(repr=False)


class _Reader(io.RawIOBase):
    def __init__(self, smtp: PatientSMTP) -> None:
        self.smtp = smtp

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.smtp.retry(lambda sock: sock.recv_into(buffer))


class PatientSMTP(smtplib.SMTP):
    """smtplib's client with a deadline for each phase instead of one timeout for each read."""

    def __init__(self, peladen: Peladen, patience: Patience, stop: threading.Event) -> None:
        super().__init__()
        self.patience, self.stop = patience, stop
        self.last = time.monotonic() + patience.total
        self.deadline = self.last
        self.handed = False  # a message is with the server, its answer is due
        self.hurried = False
        self.carried = 0  # messages that this connection has taken or refused
        self.context = ssl.create_default_context()
        self.implicit = peladen.keamanan == "ssl"
        self._host = peladen.server  # type: ignore[attr-defined]  # the name that the certificate must bear

    def allow(self, seconds: float) -> None:
        self.deadline = min(time.monotonic() + seconds, self.last)

    def retry(self, step: Callable[[Any], int]) -> int:
        """One read or write, begun again after every slice. Raises NoAnswer or Stopped."""
        while True:
            if self.stop.is_set():
                self._hurry()
            try:
                return step(self.sock)
            except TimeoutError:
                if time.monotonic() >= self.deadline:
                    raise NoAnswer from None

    def _hurry(self) -> None:
        if not self.handed:
            raise Stopped
        if not self.hurried:
            self.hurried = True
            self.last = min(self.last, time.monotonic() + self.patience.stop)
            self.deadline = min(self.deadline, self.last)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        patience = min(self.patience.connect, self.patience.total)
        sock = socket.create_connection((host, port), patience)
        # What waits in this machine's buffer counts as sent: the smaller it is, the later a message is beyond recall.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        if self.implicit:
            sock = self.context.wrap_socket(sock, server_hostname=host)
        sock.settimeout(SLICE)
        self.allow(self.patience.greeting)
        return sock

    def secure(self) -> None:
        """STARTTLS; what was learned before it counts for nothing (RFC 3207)."""
        if not self.has_extn("starttls"):
            raise Unavailable(Pesan("Peladen surel tidak menawarkan STARTTLS, jadi tidak ada yang dikirim kepadanya."))
        code, text = self.docmd("STARTTLS")
        if code != 220:
            raise smtplib.SMTPResponseException(code, text)
        assert self.sock is not None
        self.sock.settimeout(min(self.patience.connect, self.patience.total))
        self.sock = self.context.wrap_socket(self.sock, server_hostname=self._host)  # type: ignore[attr-defined]
        self.sock.settimeout(SLICE)
        self.file = self.helo_resp = self.ehlo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False
        self.ehlo_or_helo_if_needed()

    def putcmd(self, cmd: str, args: str = "") -> None:
        phase = cmd.lower()
        self.allow({"data": self.patience.data, "quit": self.patience.quit}.get(phase, self.patience.command))
        super().putcmd(cmd, args)

    def send(self, s: Any) -> None:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        rest = memoryview(s.encode("ascii") if isinstance(s, str) else s)
        try:
            while rest:
                rest = rest[self.retry(lambda sock, rest=rest: sock.send(rest)) :]  # type: ignore[misc]
        except OSError:
            self.close()
            raise smtplib.SMTPServerDisconnected from None

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(_Reader(self))
        return super().getreply()

    def leave(self) -> None:
        """Say goodbye if there is still somebody to say it to."""
        if self.sock is not None:
            with suppress(*BROKEN, Stopped, NoAnswer):
                self.quit()
        self.close()


# --- the connection ---------------------------------------------------------------------------------------------------

# The codes of OpenSSL's X509_V_ERR_*.
SERTIFIKAT: dict[int, Pesan] = {
    9: Pesan("belum berlaku; periksa jam mesin ini"),
    10: Pesan("sudah kedaluwarsa; mintalah pengelolanya memperbaruinya"),
    **dict.fromkeys((18, 19, 20, 21), Pesan("penerbitnya tidak dikenal mesin ini")),
    **dict.fromkeys((62, 64), Pesan("bukan untuk nama yang tertulis di surel.server")),
}


def sambung(peladen: Peladen, patience: Patience | None = None, stop: threading.Event | None = None) -> PatientSMTP:
    """A connection that is secured (certificate and name checked) and signed in. Raises Unavailable or Stopped."""
    if peladen.keamanan == "tanpa" and peladen.pengguna and not mesin.sendiri(peladen.server):
        raise Unavailable(Pesan("Kata sandi tidak dikirim lewat sambungan tanpa sandi: pilih starttls atau ssl."))
    smtp = PatientSMTP(peladen, patience or QUEUE, stop or threading.Event())
    try:
        _open(smtp, peladen)
    except BaseException as galat:
        smtp.close()
        if (sebab := _why(galat, peladen)) is None:
            raise
        raise Unavailable(sebab) from None
    return smtp


def _open(smtp: PatientSMTP, peladen: Peladen) -> None:
    code, text = smtp.connect(peladen.server, peladen.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, text)
    smtp.ehlo_or_helo_if_needed()
    if peladen.keamanan == "starttls":
        smtp.secure()
    if peladen.pengguna:
        _sign_in(smtp, peladen)


def _why(galat: BaseException, peladen: Peladen) -> Pesan | None:
    """The sentence for a connection that failed; None for what is no failure of the connection."""
    alamat = f"{peladen.server}:{peladen.port}"
    if isinstance(galat, ssl.SSLCertVerificationError):
        sebab = SERTIFIKAT.get(galat.verify_code, galat.verify_message)
        return Pesan("Sertifikat peladen surel tidak dapat dipercaya: {sebab}.", sebab=sebab)
    if isinstance(galat, ssl.SSLError):
        return Pesan(
            "Peladen surel {alamat} tidak dapat diajak berbicara lewat TLS ({sebab}). Periksa surel.keamanan: "
            "port 465 lazimnya ssl, port 587 starttls.",
            alamat=alamat,
            sebab=galat.reason or galat.__class__.__name__,
        )
    if isinstance(galat, NoAnswer):
        return Pesan("Peladen surel {alamat} tidak menjawab pada waktunya. Periksa surel.keamanan.", alamat=alamat)
    if isinstance(galat, smtplib.SMTPResponseException):
        return Pesan("Peladen surel menjawab {jawaban}", jawaban=_quoted(galat.smtp_code, galat.smtp_error))
    if isinstance(galat, BROKEN):
        sebab = getattr(galat, "strerror", None) or galat.__class__.__name__
        return Pesan("Peladen surel {alamat} tidak dapat dihubungi ({sebab}).", alamat=alamat, sebab=sebab)
    return None


# --- signing in -------------------------------------------------------------------------------------------------------


def _plain(user: bytes, password: bytes) -> list[Callable[[bytes], bytes]]:
    return [lambda _: b"\0" + user + b"\0" + password]


def _login(user: bytes, password: bytes) -> list[Callable[[bytes], bytes]]:
    return [lambda _: user, lambda _: password]


def _cram_md5(user: bytes, password: bytes) -> list[Callable[[bytes], bytes]]:
    return [lambda challenge: user + b" " + hmac.new(password, challenge, "md5").hexdigest().encode()]


# The answers to the server's challenges, in their order. The connection is secured, or ends on this machine.
MECHANISMS = {"PLAIN": _plain, "LOGIN": _login, "CRAM-MD5": _cram_md5}


def _sign_in(smtp: PatientSMTP, peladen: Peladen) -> None:
    """AUTH with name and password in UTF-8 (RFC 4616), which smtplib would refuse with a trace that quotes them."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    mechanism = next((name for name in MECHANISMS if name in offered), None)
    if mechanism is None:
        raise Unavailable(Pesan("Peladen surel tidak menawarkan masuk dengan kata sandi (PLAIN, LOGIN atau CRAM-MD5)."))
    try:
        answers = MECHANISMS[mechanism](peladen.pengguna.encode(), peladen.sandi.encode())
    except UnicodeError:
        raise Unavailable(Pesan("SMTP_PASSWORD bukan teks UTF-8; tulis ulang kata sandinya.")) from None
    code, text = smtp.docmd("AUTH", mechanism)
    for answer in answers:
        if code != 334:
            break
        try:
            challenge = base64.b64decode(text)
        except binascii.Error:
            raise Unavailable(Pesan("Peladen surel menjawab AUTH {nama} dengan keliru.", nama=mechanism)) from None
        code, text = smtp.docmd(base64.b64encode(answer(challenge)).decode())
    if code in (235, 503):
        return
    if 400 <= code < 500:
        raise Unavailable(Pesan("Peladen surel belum dapat memeriksa kata sandinya ({kode}).", kode=code))
    raise Unavailable(
        Pesan(
            "Peladen surel menolak akun atau kata sandinya ({kode}). Periksa surel.pengguna dan SMTP_PASSWORD.",
            kode=code,
        )
    )


# --- one message ------------------------------------------------------------------------------------------------------


def serahkan(smtp: PatientSMTP, pesan: EmailMessage, mulai: Callable[[], bool]) -> bool:
    """Give one message to the server. `mulai()` is asked when it is ready to take it, before the first byte goes.

    False if `mulai` said no. Raises Sementara, Ditolak, TidakTentu or Stopped.
    """
    isi = _stuffed(pesan)
    _announced(smtp, pesan, len(isi))
    ready = False
    try:
        ready = mulai()
    finally:
        if not ready:
            smtp.close()  # after 354 there is no way back but to hang up; nothing has been handed over
    if not ready:
        return False
    try:
        # Until its end has been sent, a message that breaks off counts for nothing (RFC 5321 4.1.1.4).
        for awal in range(0, len(isi), BLOCK):
            smtp.allow(smtp.patience.block)
            smtp.send(isi[awal : awal + BLOCK])
        smtp.send(b"\r\n.\r\n")
    except BROKEN:
        raise Sementara(TERPUTUS, True) from None
    except NoAnswer:
        raise Sementara(LAMBAT, True) from None
    smtp.handed = True
    try:
        smtp.allow(smtp.patience.end)
        kode, teks = smtp.getreply()
    except (*BROKEN, NoAnswer):
        raise TidakTentu from None
    finally:
        smtp.handed = False
    if not 200 <= kode < 300 and not 400 <= kode < 600:
        raise TidakTentu  # neither yes nor no
    _judge(kode, teks)
    smtp.carried += 1
    return True


def _announced(smtp: PatientSMTP, pesan: EmailMessage, size: int) -> None:
    try:
        _announce(smtp, pesan, size)
    except BROKEN:
        raise Sementara(TERPUTUS, True) from None
    except NoAnswer:
        raise Sementara(LAMBAT, True) from None


def _announce(smtp: PatientSMTP, pesan: EmailMessage, size: int) -> None:
    dari, tujuan = (pesan[nama].addresses[0].addr_spec for nama in ("From", "To"))
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < size:
        raise Ditolak(
            Pesan(
                "Surel ini {ukuran} MB; peladen surel menerima paling besar {batas} MB.",
                ukuran=_megabytes(size),
                batas=_megabytes(int(limit)),
            )
        )
    kode, teks = smtp.docmd("MAIL", f"FROM:<{dari}>")
    if 500 <= kode < 600:  # the sender is the same for all
        raise Unavailable(
            Pesan(
                "Peladen surel menolak pengirimnya: {jawaban}. Periksa surel.dari, surel.pengguna dan surel.keamanan.",
                jawaban=_quoted(kode, teks),
            )
        )
    _judge(kode, teks)
    _judge(*smtp.docmd("RCPT", f"TO:<{tujuan}>"))
    _judge(*smtp.docmd("DATA"), good=range(354, 355))


def _judge(kode: int, teks: bytes, good: range = range(200, 300)) -> None:
    if kode in good:
        return
    kalimat = Pesan("Peladen surel menjawab {jawaban}", jawaban=_quoted(kode, teks))
    if 500 <= kode < 600:
        raise Ditolak(kalimat)
    raise Sementara(kalimat, putus=kode == 421 or not 400 <= kode < 500)


def _quoted(kode: int, teks: bytes | str) -> str:
    # The server repeats the address; a name before the @ is personal and stands in its own column.
    kata = teks.decode("utf-8", "replace") if isinstance(teks, bytes) else teks
    kata = "".join(c if c.isprintable() else " " for c in re.sub(r"\S+@\S+", "…", kata))
    return f"{kode} {' '.join(kata.split())[:200]}".strip()


def _stuffed(pesan: EmailMessage) -> bytes:
    """The message as it goes over the line, without its end: a line that begins with a dot gets another."""
    return re.sub(rb"(?m)^\.", b"..", pesan.as_bytes().rstrip(b"\r\n"))


def _megabytes(n: int) -> str:
    return f"{n / 1024 / 1024:.1f}".replace(".", ",")
