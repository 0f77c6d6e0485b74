"""What an administrator has set about accounts (pengaturan `akun.*`), remembered by the process for a few seconds."""

from __future__ import annotations

from datetime import timedelta

from models import ingatan, setelan
from models.base import db
from models.pengaturan import Pengaturan
from models.sandi import ProfilSandi

JEDA = timedelta(minutes=5)  # how exactly the last use of a session is known


def _semua() -> dict[str, str]:
    stmt = db.select(Pengaturan.kunci, Pengaturan.nilai).where(
        Pengaturan.kunci.like("akun.%"), Pengaturan.deleted_at.is_(None)
    )
    return {kunci: nilai for kunci, nilai in db.session.execute(stmt) if nilai}


def _nilai(kunci: str, bawaan: str) -> str:
    return ingatan.ingat(("pengaturan",), "akun", _semua).get(f"akun.{kunci}", bawaan)


def diam() -> timedelta:
    """How long a session may rest before it ends."""
    return timedelta(minutes=int(_nilai("sesi_diam_menit", "60")))


def paling_lama() -> timedelta:
    """When a session ends, however much it is used."""
    return timedelta(hours=int(_nilai("sesi_paling_lama_jam", "12")))


def profil() -> ProfilSandi:
    """Which rules a password follows."""
    return ProfilSandi(_nilai("profil_sandi", ProfilSandi.ASVS))


def _dinyalakan(kunci: str) -> bool:
    """`ya` or `tidak`; not set: on in production, off in a demonstration, which must be usable in two minutes."""
    return (_nilai(kunci, "") or ("ya" if setelan.kini().mode == "production" else "tidak")) == "ya"


def wajib_faktor() -> bool:
    """Do roles that sign or administer need a second factor?"""
    return _dinyalakan("wajib_faktor_kedua")


def konfirmasi_tanda_tangan() -> bool:
    """Is the password asked for again before a signature?"""
    return _dinyalakan("konfirmasi_tanda_tangan")
