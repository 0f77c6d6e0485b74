"""Certificates that the administrator trusts: read from PEM, with what a person must see before trusting them."""

from __future__ import annotations

from typing import Any

from models.base import db
from models.pesan import N_, Keliru
from models.tanda_tangan import SertifikatTepercaya

TERBESAR = 20_000
BUKAN = N_("Berkas ini bukan sertifikat PEM (dimulai dengan -----BEGIN CERTIFICATE-----).")


def baca(isi: bytes) -> dict[str, Any]:
    """The columns of SertifikatTepercaya from one PEM certificate; Keliru when it is none, or cannot be a root."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    if len(isi) > TERBESAR:
        raise Keliru("Sertifikat terlalu besar (paling besar 20 KB).", "pem")
    if b"PRIVATE KEY" in isi:
        raise Keliru("Berkas ini memuat kunci pribadi. Unggah sertifikatnya saja, tanpa kunci.", "pem")
    try:
        semua = x509.load_pem_x509_certificates(isi)
    except ValueError:
        raise Keliru(BUKAN, "pem") from None
    if len(semua) != 1:
        raise Keliru("Unggah satu sertifikat saja tiap kali, supaya masing-masing diperiksa.", "pem")
    satu = semua[0]
    if not _penerbit(satu):
        raise Keliru("Ini sertifikat perorangan, bukan sertifikat penerbit (CA).", "pem")
    return {
        "subjek": satu.subject.rfc4514_string()[:300],
        "penerbit": satu.issuer.rfc4514_string()[:300],
        "berlaku_dari": satu.not_valid_before_utc,
        "berlaku_sampai": satu.not_valid_after_utc,
        "sidik": satu.fingerprint(hashes.SHA256()).hex(),
        "pem": satu.public_bytes(serialization.Encoding.PEM).decode("ascii"),
    }


def _penerbit(sertifikat: Any) -> bool:
    from cryptography import x509

    try:
        return bool(sertifikat.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def tepercaya() -> list[str]:
    """The roots in force, as PEM."""
    return list(db.session.scalars(db.select(SertifikatTepercaya.pem).filter_by(deleted_at=None)))
