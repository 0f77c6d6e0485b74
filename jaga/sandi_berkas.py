"""The encrypted file of a backup: AES-256-GCM in numbered chunks, so that a cut, a swap or a changed bit is noticed.

Header: MAGIC, 8 bytes that name the key, 16 bytes of salt. Each file has a key of its own (HKDF of the key and the
salt), so the nonce of a chunk is its number and a mark on the last one; the header is authenticated with each chunk.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.pesan import SopError

MAGIC = b"PANEL-CADANGAN-1\n"
NAMA_KUNCI, GARAM = 8, 16
POTONG = 1 << 20  # bytes of a chunk before it is encrypted
TANDA = 16  # bytes that GCM adds to each


class CadanganRusak(SopError):
    """The file is not a whole backup of this panel; the sentence says why."""


def nama_kunci(kunci: bytes) -> bytes:
    """By what a file says which key opens it; tells nothing of the key."""
    return hashlib.sha256(MAGIC + kunci).digest()[:NAMA_KUNCI]


def _mesin(kunci: bytes, garam: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=garam, info=MAGIC).derive(kunci))


def _nonce(nomor: int, terakhir: bool) -> bytes:
    return nomor.to_bytes(11, "big") + bytes([terakhir])


class Penulis(io.RawIOBase):
    """Encrypts what is written to it; only `selesai()` makes the file whole."""

    def __init__(self, keluar: IO[bytes], kunci: bytes) -> None:
        garam = secrets.token_bytes(GARAM)
        self._kepala = MAGIC + nama_kunci(kunci) + garam
        self._mesin, self._keluar = _mesin(kunci, garam), keluar
        self._sisa, self._nomor = bytearray(), 0
        keluar.write(self._kepala)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._sisa += data
        while len(self._sisa) > POTONG:  # the last chunk waits: only at the end is it known to be the last
            self._tulis(bytes(self._sisa[:POTONG]), False)
            del self._sisa[:POTONG]
        return len(data)

    def selesai(self) -> None:
        self._tulis(bytes(self._sisa), True)
        self._sisa.clear()

    def _tulis(self, isi: bytes, terakhir: bool) -> None:
        self._keluar.write(self._mesin.encrypt(_nonce(self._nomor, terakhir), isi, self._kepala))
        self._nomor += 1


class Pembaca(io.RawIOBase):
    """Gives back what was encrypted; raises CadanganRusak before it gives a byte that was changed."""

    def __init__(self, masuk: IO[bytes], kunci: bytes | tuple[bytes, ...]) -> None:
        self._kepala = masuk.read(len(MAGIC) + NAMA_KUNCI + GARAM)
        if not self._kepala.startswith(MAGIC) or len(self._kepala) < len(MAGIC) + NAMA_KUNCI + GARAM:
            raise CadanganRusak("Berkas ini bukan cadangan panel, atau terpotong pada awalnya.")
        named = self._kepala[len(MAGIC) :][:NAMA_KUNCI]
        ring = (kunci,) if isinstance(kunci, bytes) else kunci
        key = next((one for one in ring if nama_kunci(one) == named), None)
        if key is None:
            raise CadanganRusak("Kunci cadangan tidak cocok: cadangan ini dibuat dengan kunci lain (BACKUP_KEY_FILE).")
        self._mesin, self._masuk = _mesin(key, self._kepala[-GARAM:]), masuk
        self._berikut = masuk.read(POTONG + TANDA)
        self._nomor, self._isi, self._habis = 0, memoryview(b""), False

    def readable(self) -> bool:
        return True

    def readinto(self, tujuan: bytearray) -> int:  # type: ignore[override]
        if not self._isi and not self._habis:
            self._isi = memoryview(self._buka())
        banyak = min(len(tujuan), len(self._isi))
        tujuan[:banyak] = self._isi[:banyak]
        self._isi = self._isi[banyak:]
        return banyak

    def _buka(self) -> bytes:
        ini, self._berikut = self._berikut, self._masuk.read(POTONG + TANDA)
        self._habis = not self._berikut
        try:
            isi = self._mesin.decrypt(_nonce(self._nomor, self._habis), ini, self._kepala)
        except InvalidTag:
            raise CadanganRusak(
                "Cadangan rusak atau terpotong pada bita ke-{n}: isinya tidak dapat dipercaya.",
                n=len(self._kepala) + self._nomor * (POTONG + TANDA),
            ) from None
        self._nomor += 1
        return isi
