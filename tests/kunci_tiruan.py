"""A passkey in software: makes and proves one as a browser would (EC P-256, no attestation)."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def b64(isi: bytes) -> str:
    return urlsafe_b64encode(isi).decode().rstrip("=")


class Kunci:
    def __init__(self, asal: str = "http://localhost") -> None:
        self.asal, self.hitungan, self.id = asal, 0, secrets.token_bytes(32)
        self._rahasia = ec.generate_private_key(ec.SECP256R1())

    def _klien(self, jenis: str, tantangan: str) -> bytes:
        return json.dumps({"type": jenis, "challenge": tantangan, "origin": self.asal, "crossOrigin": False}).encode()

    def _data(self, rp: str, terlampir: bytes = b"") -> bytes:
        self.hitungan += 1
        tanda = 0x45 if terlampir else 0x05  # present, verified, and what is attached
        return hashlib.sha256(rp.encode()).digest() + bytes([tanda]) + self.hitungan.to_bytes(4, "big") + terlampir

    def _jawab(self, isi: dict[str, bytes]) -> str:
        jawaban = {nama: b64(nilai) for nama, nilai in isi.items()}
        luar: dict[str, Any] = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": jawaban}
        return json.dumps({**luar, "clientExtensionResults": {}})

    def buat(self, pilihan: dict[str, Any]) -> str:
        titik = self._rahasia.public_key().public_numbers()
        umum = {1: 2, 3: -7, -1: 1, -2: titik.x.to_bytes(32, "big"), -3: titik.y.to_bytes(32, "big")}
        terlampir = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(umum)
        data = self._data(pilihan["rp"]["id"], terlampir)
        bukti = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        klien = self._klien("webauthn.create", pilihan["challenge"])
        return self._jawab({"clientDataJSON": klien, "attestationObject": bukti})

    def buktikan(self, pilihan: dict[str, Any]) -> str:
        assert b64(self.id) in {satu["id"] for satu in pilihan["allowCredentials"]}
        data, klien = self._data(pilihan["rpId"]), self._klien("webauthn.get", pilihan["challenge"])
        tanda = self._rahasia.sign(data + hashlib.sha256(klien).digest(), ec.ECDSA(hashes.SHA256()))
        return self._jawab({"clientDataJSON": klien, "authenticatorData": data, "signature": tanda})
