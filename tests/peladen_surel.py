"""A real SMTP server on loopback: it keeps what it takes, and refuses, delays or hangs up where a test says so."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.peladen import port_bebas


class Kotak:
    """What arrived. `jawab[address]` are the answers to RCPT in their order; `tahan` holds one back."""

    def __init__(self) -> None:
        self.surat: list[bytes] = []
        self.tujuan: list[str] = []
        self.sambungan = 0
        self.jawab: dict[str, list[str]] = {}
        self.jawab_data: list[str] = []
        self.tahan = ""
        self.menahan = 0
        self.masuk: list[tuple[bytes, bytes]] = []
        self.sandi = b"sandi-surel"
        self.memindai = 0.0  # seconds before the answer to a message

    def baca(self) -> list[EmailMessage]:
        return [message_from_bytes(isi, policy=policy.default) for isi in self.surat]  # type: ignore[misc]

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, nama: str, jawab: list[str]) -> list[str]:
        self.sambungan += 1
        session.host_name = nama
        return jawab

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        await self._tahan("RCPT")
        if antre := self.jawab.get(address):
            return antre.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.jawab_data:
            return self.jawab_data.pop(0)
        self.surat.append(envelope.content)
        self.tujuan.append(envelope.rcpt_tos[0])
        await self._tahan("DATA")
        await asyncio.sleep(self.memindai)
        return "250 diterima"

    async def _tahan(self, saat: str) -> None:
        if self.tahan == saat:
            self.menahan += 1
            while self.tahan == saat:
                await asyncio.sleep(0.02)

    def masuki(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.masuk.append((data.login, data.password))
        return AuthResult(success=data.password == self.sandi, handled=False)


@contextmanager
def peladen(**pilihan: Any) -> Iterator[tuple[Kotak, int]]:
    """(what arrives, port) while the server answers."""
    kotak, port = Kotak(), port_bebas()
    kendali = Controller(kotak, hostname="127.0.0.1", port=port, **pilihan)
    if pilihan.get("auth_required"):
        kendali.SMTP_kwargs["authenticator"] = kotak.masuki
    kendali.start()
    try:
        yield kotak, port
    finally:
        kotak.tahan = ""
        kendali.stop(no_assert=True)


class Rough:
    """A server that misbehaves as no library's would: late, slow, or gone in the middle."""

    def __init__(self) -> None:
        self.greet_after = 0.0
        self.rate = 0  # bytes a second of a message that it takes; 0: as they come
        self.hang_up_in_data = 0  # connections that it leaves after the first kilobytes of a message
        self.hang_up_after_end = 0  # … after the end of a message, without an answer
        self.per_connection = 0  # messages, then 421
        self.after_end = b"250 diterima"
        self.features: tuple[str, ...] = ()
        self.letters: list[bytes] = []
        self.connections = 0
        self.received = 0  # bytes of messages, finished or not
        self._ears = socket.socket()
        self._ears.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)  # before it listens, else it has no effect
        self._ears.bind(("127.0.0.1", 0))
        self._ears.listen()
        self.port = int(self._ears.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                talk, _ = self._ears.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(talk,), daemon=True).start()

    def _serve(self, talk: socket.socket) -> None:
        with suppress(OSError), talk, talk.makefile("rb", buffering=4096) as heard:
            time.sleep(self.greet_after)
            talk.sendall(b"220 kasar\r\n")
            taken = 0
            while line := heard.readline():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    says = ["250-kasar", *(f"250-{f}" for f in self.features), "250 8BITMIME"]
                    talk.sendall("\r\n".join(says).encode() + b"\r\n")
                elif verb == b"MAIL" and self.per_connection and taken == self.per_connection:
                    talk.sendall(b"421 cukup untuk sambungan ini\r\n")
                    return
                elif verb == b"DATA":
                    talk.sendall(b"354 silakan\r\n")
                    if not self._take(heard):
                        return
                    taken += 1
                    talk.sendall(self.after_end + b"\r\n")
                elif verb == b"QUIT":
                    talk.sendall(b"221 sampai jumpa\r\n")
                    return
                else:
                    talk.sendall(b"250 baik\r\n")

    def _take(self, heard: Any) -> bool:
        lines: list[bytes] = []
        size = 0
        while (line := heard.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line)
            size += len(line)
            self.received += len(line)
            if self.rate and size > self.rate / 50:
                time.sleep(size / self.rate)
                size = 0
            if self.hang_up_in_data and len(lines) > 20:
                self.hang_up_in_data -= 1
                return False
        self.letters.append(b"".join(lines))
        if self.hang_up_after_end:
            self.hang_up_after_end -= 1
            return False
        return True

    def close(self) -> None:
        self._ears.close()


def sertifikat(map_: Path, nama: str = "127.0.0.1", hari: int = 1) -> tuple[Path, ssl.SSLContext]:
    """A certificate of this test for that name: (file to trust it by, context of the server)."""
    kunci = ec.generate_private_key(ec.SECP256R1())
    siapa = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nama)])
    kini = datetime.datetime.now(datetime.UTC)
    try:
        import ipaddress

        alt: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(nama))
    except ValueError:
        alt = x509.DNSName(nama)
    surat = (
        x509.CertificateBuilder()
        .subject_name(siapa)
        .issuer_name(siapa)
        .public_key(kunci.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(kini - datetime.timedelta(days=2))
        .not_valid_after(kini + datetime.timedelta(days=hari))
        .add_extension(x509.SubjectAlternativeName([alt]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(kunci, hashes.SHA256())
    )
    pem, rahasia = map_ / "ca.pem", map_ / "kunci.pem"
    pem.write_bytes(surat.public_bytes(serialization.Encoding.PEM))
    rahasia.write_bytes(
        kunci.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    konteks = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    konteks.load_cert_chain(pem, rahasia)
    return pem, konteks
