"""The encrypted file of a backup, in the age format (age-encryption.org/v1): the program `age` opens it as well.

Its identity is derived from the key of the backups, so keys and their rings are kept as ever. pyrage reads or writes in
a thread of its own, at the other end of a pipe: neither memory nor the disk ever holds the archive a second time.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any

import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage.x25519 import Identity, Recipient

from models.keys import Ring
from models.pesan import SopError

MAGIC = b"age-encryption.org/v1\n"
FORMER = b"PANEL-CADANGAN-1\n"
STOPPED = (errno.EPIPE, errno.EINVAL)  # what a writer is told when nobody reads on; Windows says the second
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class CadanganRusak(SopError):
    """The file is not a whole backup of this panel; the sentence says why."""


# --- the key ----------------------------------------------------------------------------------------------------------


def identity(key: bytes) -> str:
    """The key of the backups as `age -d -i` wants it: AGE-SECRET-KEY-1…, the same for the same key for ever."""
    secret = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"panel musrenbang: age identity").derive(key)
    return _bech32("age-secret-key-", secret).upper()


def _bech32(prefix: str, secret: bytes) -> str:
    """32 bytes as BIP 173 writes them, with a checksum that every reader compares."""
    number = int.from_bytes(secret, "big") << 4
    letters = [number >> shift & 31 for shift in range(255, -1, -5)]
    check = 1
    for value in [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *letters, *[0] * 6]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, mask in enumerate(GENERATOR):
            check ^= mask * (top >> bit & 1)
    letters += [(check ^ 1) >> shift & 31 for shift in range(25, -1, -5)]
    return f"{prefix}1{''.join(BECH32[value] for value in letters)}"


# --- the file ---------------------------------------------------------------------------------------------------------


@contextmanager
def encrypted(out: IO[bytes], key: bytes) -> Iterator[IO[bytes]]:
    """What is written into it stands encrypted in `out` once the block is left."""
    source, stream = _pipe()
    with ThreadPoolExecutor(1) as aside:
        recipient = Identity.from_str(identity(key)).to_public()
        work = aside.submit(_at_one_end, source, _encrypt, source, out, recipient)
        try:
            with stream:
                yield stream
        except OSError as error:
            if error.errno in STOPPED:
                work.result()  # why nobody reads on is the error to tell
            raise
        work.result()


class _Disk:
    """Where the encrypted bytes go. It remembers what the disk said, which pyrage tells in words alone."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.error = out, OSError()

    def write(self, data: bytes) -> int:
        try:
            return self.out.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """At the end it is the caller's."""


def _encrypt(source: IO[bytes], out: IO[bytes], recipient: Recipient) -> None:
    disk = _Disk(out)
    try:
        pyrage.encrypt_io(source, disk, [recipient])
    except pyrage.EncryptError as error:
        raise disk.error if disk.error.errno else error from None


@contextmanager
def decrypted(file: IO[bytes], ring: Ring) -> Iterator[IO[bytes]]:
    """What stands in the file, each piece authenticated before it is given. Raises CadanganRusak when it is left.

    Who reads to the end knows that the file is whole; who stops before knows it of what he has read.
    """
    begin = file.read(len(MAGIC))
    if begin.startswith(FORMER):
        raise CadanganRusak(
            "Cadangan ini berformat lama, yang tidak dibuka program ini. Pulihkan dengan panel versi 0.4.0.dev0, "
            "perbarui panel itu, lalu buat cadangan baru."
        )
    if begin != MAGIC:
        raise CadanganRusak("Berkas ini bukan cadangan panel, atau terpotong pada awalnya.")
    file.seek(0)
    stream, sink = _pipe()
    with ThreadPoolExecutor(1) as aside:
        identities = [Identity.from_str(identity(key)) for key in ring]
        work = aside.submit(_at_one_end, sink, pyrage.decrypt_io, file, sink, identities)
        try:
            with stream:
                yield stream
        finally:  # an archive that ends in its middle is the consequence, not the cause
            _tell(work.exception(), file)


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reader, writer = os.pipe()
    return open(reader, "rb"), open(writer, "wb")


def _at_one_end(end: IO[bytes], work: Callable[..., None], *given: Any) -> None:
    """The end is closed with the work, so that nobody waits at the other one in vain."""
    with end:
        work(*given)


def _tell(failure: BaseException | None, file: IO[bytes]) -> None:
    if failure is None or getattr(failure, "errno", None) in STOPPED:
        return
    if isinstance(failure, OSError) and failure.errno is not None:  # the disk
        raise failure
    if str(failure) == "No matching keys found":
        raise CadanganRusak("Kunci cadangan tidak cocok: cadangan ini dibuat dengan kunci lain (BACKUP_KEY_FILE).")
    if not isinstance(failure, (pyrage.DecryptError, OSError)):
        raise failure
    raise CadanganRusak(
        "Cadangan rusak atau terpotong sebelum bita ke-{n}: isinya tidak dapat dipercaya.", n=file.tell()
    )
