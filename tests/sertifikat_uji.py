"""Certificates that the tests make: a root, and people whose certificates it signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

SANDI = "frasa sandi UJI-7f3a"


@dataclass(frozen=True)
class Akar:
    kunci: Any
    sertifikat: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.sertifikat.public_bytes(serialization.Encoding.PEM)


@cache
def akar(nama: str = "Induk Uji (Demo)") -> Akar:
    kunci = ec.generate_private_key(ec.SECP256R1())
    return Akar(kunci, _buat(nama, kunci, nama, kunci, ca=True))


def pkcs12_dari(
    nama: str, milik: Akar | None = None, mulai: int = -1, sampai: int = 365, sandi: str = SANDI, rsa_: bool = True
) -> bytes:
    """The certificate file of a person, valid from and until so many days from now."""
    dari = milik or akar()
    kunci: Any = _rsa() if rsa_ else ec.generate_private_key(ec.SECP256R1())
    sertifikat = _buat(
        nama, kunci, dari.sertifikat.subject.rfc4514_string()[3:], dari.kunci, mulai=mulai, sampai=sampai
    )
    return pkcs12.serialize_key_and_certificates(
        nama.encode(), kunci, sertifikat, [dari.sertifikat], serialization.BestAvailableEncryption(sandi.encode())
    )


@cache
def _rsa() -> Any:
    return rsa.generate_private_key(65537, 2048)


def _buat(
    nama: str, kunci: Any, penerbit: str, kunci_penerbit: Any, ca: bool = False, mulai: int = -30, sampai: int = 3650
) -> x509.Certificate:
    def subjek(teks: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, teks)])

    kini = datetime.now(UTC).replace(microsecond=0)
    pakai = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subjek(nama))
        .issuer_name(subjek(penerbit))
        .public_key(kunci.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(kini + timedelta(days=mulai))
        .not_valid_after(kini + timedelta(days=sampai))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(pakai, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(kunci.public_key()), critical=False)
        .sign(kunci_penerbit, hashes.SHA256())
    )
