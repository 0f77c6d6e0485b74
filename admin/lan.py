"""The hall's network: which addresses this machine has there, and the certificate that it shows them.

The certificate is made here and signed by nobody, so each phone warns once; whoever compares the fingerprint knows
that it is this panel. Key and certificate stay in VAR/lan; they are made anew when they expire or when the machine has
an address that the certificate does not name.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import socket
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from documents import qr
from models.waktu import lokal, sekarang

UMUR = timedelta(days=397)  # phones refuse a certificate that is valid for longer
SISA = timedelta(days=7)  # renewed before it ends in the middle of a meeting
SEMUA = ("", "0.0.0.0", "::")  # noqa: S104
# Nothing is sent there: the system only says from which of its addresses it would send.
ARAH = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "203.0.113.1")


@dataclass(frozen=True)
class Jaringan:
    """`url`: where the phones find the panel, the first is the one to join by; `sidik`: SHA-256 of the certificate."""

    url: tuple[str, ...]
    sertifikat: Path
    kunci: Path
    sidik: str
    sampai: datetime


def siapkan(var: Path, host: str, port: int) -> Jaringan:
    """Certificate and addresses for a panel that is served at `host`:`port`."""
    ips = alamat(host)
    cert, kunci = var / "lan" / "sertifikat.pem", var / "lan" / "kunci.pem"
    nama = nama_mesin()
    if not _berlaku(cert, kunci, ips):
        _buat(cert, kunci, ips, nama)
    sidik, sampai = baca(cert)
    url = tuple(f"https://{f'[{ip}]' if ':' in ip else ip}:{port}" for ip in ips)
    return Jaringan(url, cert, kunci, sidik, sampai)


def alamat(host: str) -> list[str]:
    """The addresses of this machine in its networks; only loopback where it has no other."""
    if host not in SEMUA:
        return [host]
    found: list[str] = []
    for tujuan in ARAH:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as coba:
            coba.connect((tujuan, 9))
            found.append(str(coba.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += [str(x[4][0]) for x in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    dipakai = [ip for ip in dict.fromkeys(found) if not _tak_berguna(ip)]
    return dipakai or ["127.0.0.1"]


def _tak_berguna(ip: str) -> bool:
    satu = ipaddress.ip_address(ip)
    return satu.is_loopback or satu.is_link_local or satu.is_unspecified


def nama_mesin() -> str:
    """The host name as a certificate may hold it, or nothing."""
    nama = socket.gethostname()
    return nama if re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,60}[A-Za-z0-9])?", nama) else ""


# --- the certificate --------------------------------------------------------------------------------------------------


def baca(berkas: Path) -> tuple[str, datetime]:
    """(fingerprint as "AB:CD:…", end of validity) of a certificate file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    cert = x509.load_pem_x509_certificate(berkas.read_bytes())
    return cert.fingerprint(hashes.SHA256()).hex(":").upper(), cert.not_valid_after_utc


def _berlaku(cert: Path, kunci: Path, ips: list[str]) -> bool:
    """Is there a certificate with its key that names all of these addresses and lasts a while?"""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        satu = x509.load_pem_x509_certificate(cert.read_bytes())
        milik = serialization.load_pem_private_key(kunci.read_bytes(), None).public_key()
        nama = satu.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    disebut = {str(n) for n in nama.get_values_for_type(x509.IPAddress)} | set(nama.get_values_for_type(x509.DNSName))
    return satu.public_key() == milik and set(ips) <= disebut and sekarang() + SISA < satu.not_valid_after_utc


def _buat(cert: Path, kunci: Path, ips: list[str], nama: str) -> None:
    """A new key and certificate; the old pair stays until the new one is complete."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    milik = ec.generate_private_key(ec.SECP256R1())
    sebutan = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Panel Musrenbang (jaringan ruangan)")])
    names: list[Any] = [
        x509.DNSName(n) for n in dict.fromkeys(("localhost", nama, f"{nama}.local" if nama else "")) if n
    ]
    for satu in dict.fromkeys((*ips, "127.0.0.1")):
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(satu)))
        except ValueError:
            names.append(x509.DNSName(satu))
    saat = sekarang()
    dibuat = (
        x509.CertificateBuilder()
        .subject_name(sebutan)
        .issuer_name(sebutan)
        .public_key(milik.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(saat - timedelta(days=1))  # a phone whose clock is late
        .not_valid_after(saat + UMUR)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(milik, hashes.SHA256())
    )
    cert.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rahasia = milik.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _simpan(kunci, rahasia)
    _simpan(cert, dibuat.public_bytes(serialization.Encoding.PEM))


def _simpan(berkas: Path, isi: bytes) -> None:
    sementara = berkas.with_suffix(".baru")
    sementara.unlink(missing_ok=True)
    with os.fdopen(os.open(sementara, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as keluar:
        keluar.write(isi)
    sementara.replace(berkas)


# --- what is printed --------------------------------------------------------------------------------------------------


def tulis(j: Jaringan) -> str:
    """What `make serve-lan` prints: addresses, fingerprint, and the QR that a phone joins by."""
    baris = ["Panel Musrenbang di jaringan ruangan:", *(f"  {u}" for u in j.url)]
    baris += [
        f"Sidik sertifikat (SHA-256), berlaku sampai {lokal(j.sampai):%d-%m-%Y}:",
        f"  {j.sidik}",
        "Ponsel memperingatkan satu kali, karena sertifikat ini dibuat sendiri: cocokkan sidiknya, lalu lanjutkan.",
    ]
    if j.url[0].startswith("https://127."):
        baris.append("Mesin ini belum tersambung ke jaringan: sambungkan, lalu jalankan lagi.")
    gambar = qr.huruf(f"{j.url[0]}/meja/")
    try:
        "\n".join(gambar).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:  # an old console; the page has the picture
        gambar = []
    else:
        warna = ("\x1b[97;40m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
        gambar = [f"{warna[0]}{g}{warna[1]}" for g in gambar]
    return "\n".join([*baris, f"Pindai untuk bergabung (juga di {j.url[0]}/sambung/):", *gambar])
