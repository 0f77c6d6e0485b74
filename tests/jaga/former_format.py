"""The writer of the backups before the age format, as it was up to 0.4.0.dev0; it changes no more."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jaga import pulih

MAGIC = b"PANEL-CADANGAN-1\n"
CHUNK = 1 << 20


def write(file: Path, archive: bytes) -> Path:
    """A backup of that format with the key in force, beside `file`."""
    key, salt, data = pulih.kunci_cadangan()[0], bytes(range(16)), gzip.compress(archive)
    head = MAGIC + hashlib.sha256(MAGIC + key).digest()[:8] + salt
    cipher = AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC).derive(key))
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    sealed = [
        cipher.encrypt(n.to_bytes(11, "big") + bytes([n == len(chunks) - 1]), chunk, head)
        for n, chunk in enumerate(chunks)
    ]
    target = file.with_name("lama.cadangan")
    target.write_bytes(head + b"".join(sealed))
    return target
