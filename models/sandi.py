"""Passwords: argon2id, and what is too weak, by one of two profiles (setting `akun.profil_sandi`).

ASVS: length and no common word, no mix, no end. BSSN: a longer one of mixed characters that is replaced every six
months. Lists are those of the package zxcvbn, with the words of this office.
"""

from __future__ import annotations

import enum
import re
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.pesan import Pesan
from models.waktu import sekarang


class ProfilSandi(enum.StrEnum):
    ASVS = "ASVS"
    BSSN = "BSSN"


TERPENDEK = {ProfilSandi.ASVS: 10, ProfilSandi.BSSN: 12}
DIANJURKAN = 12
TERPANJANG = 1024  # no password is longer; hashing more would only cost time
BERLAKU = timedelta(days=182)  # of the profile BSSN
CAMPURAN = ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]")
# What anybody tries first at this office; between digits and signs they make no password.
KATA_KANTOR = (
    *("bapperida", "bappeda", "bapelitbang", "musrenbang", "musyawarah", "perencanaan", "pembangunan", "rkpd", "sipd"),
    *(
        "kotabogor",
        "bogor",
        "pemkot",
        "pemda",
        "pemerintah",
        "dinas",
        "kecamatan",
        "kelurahan",
        "walikota",
        "indonesia",
    ),
    *("administrator", "admin", "sekretariat", "pengawas", "kepala", "bidang", "badan", "katasandi", "sandi"),
    *("password", "rahasia", "bismillah", "merdeka", "garuda", "pancasila", "sayang"),
)
_SAMARAN = str.maketrans("013457@$!", "oieastasi")

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


def periksa(sandi: str, nama_pengguna: str, profil: ProfilSandi = ProfilSandi.ASVS) -> Pesan | None:
    """What is wrong with a new password, in words."""
    if len(sandi) < TERPENDEK[profil]:
        return Pesan("Kata sandi sekurang-kurangnya {n} karakter.", n=TERPENDEK[profil])
    if len(sandi) > TERPANJANG:
        return Pesan("Kata sandi paling panjang {n} karakter.", n=TERPANJANG)
    if len(set(sandi)) < 5 or nama_pengguna.lower() in sandi.lower():
        return Pesan("Kata sandi terlalu mudah ditebak: jangan mengulang huruf atau memakai nama pengguna.")
    if _lazim(sandi):
        return Pesan(
            "Kata sandi ini terlalu lazim: dipakai banyak orang, atau hanya nama kantor dengan angka. Pakailah "
            "beberapa kata yang tidak berhubungan."
        )
    if profil is ProfilSandi.BSSN and not all(re.search(satu, sandi) for satu in CAMPURAN):
        return Pesan("Kata sandi harus memuat huruf kecil, huruf besar, angka dan tanda baca.")
    return None


def _lazim(sandi: str) -> bool:
    """Common as it stands, or nothing but a common word and words of the office once digits and signs are gone."""
    kecil = sandi.lower()
    for bentuk in (kecil, kecil.translate(_SAMARAN)):
        inti = re.sub(r"[\W\d_]+", "", bentuk)
        if bentuk in _daftar() or inti in _daftar():
            return True
        sisa = inti
        for kata in KATA_KANTOR:
            sisa = sisa.replace(kata, "")
        if sisa != inti and len(sisa) < 5:
            return True
    return False


@cache
def _daftar() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # read when the first password is chosen, not at the start

    return frozenset(FREQUENCY_LISTS["passwords"])


def habis(diganti_pada: datetime | None, profil: ProfilSandi) -> bool:
    """Must it be replaced? A password whose day is not known (a demonstration's) stays."""
    return profil is ProfilSandi.BSSN and diganti_pada is not None and diganti_pada < sekarang() - BERLAKU


_hash_umpan: list[str] = []


def _umpan() -> str:
    if not _hash_umpan:
        _hash_umpan.append(pengacak.hash("umpan untuk akun yang tidak ada"))
    return _hash_umpan[0]
