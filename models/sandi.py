"""Passwords: argon2id, and the one rule of what is too weak."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.pesan import Pesan

PANJANG_TERPENDEK = 10

# 19 MiB, 2 rounds: the OWASP minimum for argon2id; a sign-in costs some 30 ms on the office's machine.
pengacak = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def acak(sandi: str) -> str:
    return pengacak.hash(sandi)


def cocok(tersimpan: str | None, sandi: str) -> bool:
    """Whether `sandi` is the password; an account without one takes as long to answer no."""
    try:
        return pengacak.verify(tersimpan or _umpan(), sandi) and tersimpan is not None
    except (VerificationError, InvalidHashError):
        return False


def periksa(sandi: str, nama_pengguna: str) -> Pesan | None:
    if len(sandi) < PANJANG_TERPENDEK:
        return Pesan("Kata sandi sekurang-kurangnya {n} karakter.", n=PANJANG_TERPENDEK)
    if len(set(sandi)) < 5 or nama_pengguna.lower() in sandi.lower():
        return Pesan("Kata sandi terlalu mudah ditebak: jangan mengulang huruf atau memakai nama pengguna.")
    return None


_hash_umpan: list[str] = []


def _umpan() -> str:
    if not _hash_umpan:
        _hash_umpan.append(pengacak.hash("umpan untuk akun yang tidak ada"))
    return _hash_umpan[0]
