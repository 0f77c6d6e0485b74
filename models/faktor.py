"""The second factor of a sign-in: codes of an app (RFC 6238), passkeys, and codes on paper for when both are lost.

Secrets of apps are encrypted under the account key, which stands outside the database; codes on paper are digests.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import secrets
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pyotp import TOTP, OTPVerificationError, random_base32
from sqlalchemy import BigInteger, ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import setelan
from models.base import Base, UTCDateTime, pilihan
from models.pengguna import Pengguna
from models.waktu import sekarang

ANGKA = 6  # of a code every thirty seconds: what every app takes for granted, and pyotp too
MAKLUM = 1  # steps that a clock may be wrong by, either way
BANYAK_PEMULIHAN = 10
PENERBIT = "Panel Musrenbang"


class JenisFaktor(enum.StrEnum):
    APLIKASI = "aplikasi kode"
    KUNCI = "kunci sandi"


class Faktor(Base):
    """One second factor of an account. `hitungan` only grows: the last step of a code, the counter of a passkey."""

    __tablename__ = "faktor"

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), index=True)
    jenis: Mapped[JenisFaktor] = mapped_column(pilihan(JenisFaktor))
    nama: Mapped[str] = mapped_column(String(100))
    rahasia: Mapped[str] = mapped_column(String(2000))  # encrypted, or the public key of a passkey
    kredensial: Mapped[str | None] = mapped_column(String(1400), unique=True)
    hitungan: Mapped[int] = mapped_column(BigInteger, default=0)
    sah: Mapped[bool] = mapped_column(default=False)  # its person has shown that it works
    dibuat_pada: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang)
    dipakai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)

    pengguna: Mapped[Pengguna] = relationship()


class KodePemulihan(Base):
    """A code on paper that opens an account once."""

    __tablename__ = "kode_pemulihan"

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(ForeignKey("pengguna.id"), index=True)
    kode_hash: Mapped[str] = mapped_column(String(64))
    dipakai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)


# --- codes of an app --------------------------------------------------------------------------------------------------


def _sandi() -> MultiFernet:
    """Writes with the account key in force, opens with former ones as well."""
    dipakai = setelan.kini()
    ring = (dipakai.account_key, *dipakai.former_account_keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"faktor:" + k).digest())) for k in ring])


def reseal(session: Any) -> tuple[int, list[int]]:
    """Encrypt every secret of an app with the key in force: (how many, the accounts whose secret does not open)."""
    done, closed = 0, []
    for row in session.scalars(select(Faktor).filter_by(jenis=JenisFaktor.APLIKASI).order_by(Faktor.id)):
        try:
            row.rahasia = _sandi().rotate(row.rahasia.encode()).decode()
            done += 1
        except InvalidToken:
            closed.append(row.pengguna_id)
    return done, closed


def aplikasi_baru(session: Any, pengguna_id: int) -> tuple[Faktor, str]:
    """A factor that is not confirmed yet, and its secret in base32; an earlier unconfirmed one goes."""
    belum = delete(Faktor).where(Faktor.pengguna_id == pengguna_id, Faktor.sah.is_(False))
    session.execute(belum)
    rahasia = random_base32()
    faktor = Faktor(pengguna_id=pengguna_id, jenis=JenisFaktor.APLIKASI, nama="Aplikasi kode", rahasia="")
    faktor.rahasia = _sandi().encrypt(rahasia.encode()).decode()
    session.add(faktor)
    session.flush()
    return faktor, rahasia


def rahasia_of(faktor: Faktor) -> str:
    return _sandi().decrypt(faktor.rahasia.encode()).decode()


def alamat(rahasia: str, nama_pengguna: str) -> str:
    """What the QR code says to the app."""
    return TOTP(rahasia, name=nama_pengguna, issuer=PENERBIT).provisioning_uri()


def pakai_kode(session: Any, faktor: Faktor, teks: str) -> bool:
    """Is it the code of now, and was no code of its step or a later one used? Of two at once one wins."""
    totp = TOTP(rahasia_of(faktor))
    try:
        langkah = totp.verify_and_get_timecode(teks, for_time=sekarang(), valid_window=MAKLUM)
    except OTPVerificationError:
        return False
    stmt = update(Faktor).where(Faktor.id == faktor.id, Faktor.hitungan < langkah)
    return bool(session.execute(stmt.values(hitungan=langkah, dipakai_pada=sekarang())).rowcount)


# --- codes on paper ---------------------------------------------------------------------------------------------------


def pemulihan_baru(session: Any, pengguna_id: int) -> list[str]:
    """Ten codes of 80 bits, shown once; the earlier ones end."""
    session.execute(delete(KodePemulihan).where(KodePemulihan.pengguna_id == pengguna_id))
    daftar = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(BANYAK_PEMULIHAN)]
    session.add_all(KodePemulihan(pengguna_id=pengguna_id, kode_hash=_sidik(satu)) for satu in daftar)
    return ["-".join(satu[i : i + 4] for i in range(0, 16, 4)) for satu in daftar]


def _sidik(kode_: str) -> str:
    return hashlib.sha256(kode_.encode()).hexdigest()


def pakai_pemulihan(session: Any, pengguna_id: int, teks: str) -> bool:
    bersih = "".join(c for c in teks.lower() if c.isalnum())
    stmt = update(KodePemulihan).where(KodePemulihan.pengguna_id == pengguna_id, KodePemulihan.dipakai_pada.is_(None))
    stmt = stmt.where(KodePemulihan.kode_hash == _sidik(bersih)).values(dipakai_pada=sekarang())
    return bool(session.execute(stmt).rowcount)


# --- all of an account ------------------------------------------------------------------------------------------------


def milik(session: Any, pengguna_id: int, jenis: JenisFaktor | None = None) -> list[Faktor]:
    """The confirmed factors of an account."""
    stmt = select(Faktor).where(Faktor.pengguna_id == pengguna_id, Faktor.sah)
    return list(session.scalars((stmt.where(Faktor.jenis == jenis) if jenis else stmt).order_by(Faktor.id)))


def cocok(session: Any, pengguna_id: int, teks: str) -> bool:
    """A code of an app or one on paper; what fits is used up."""
    teks = "".join(teks.split())[:40]
    aplikasi = milik(session, pengguna_id, JenisFaktor.APLIKASI) if len(teks) == ANGKA else []
    return any(pakai_kode(session, satu, teks) for satu in aplikasi) or pakai_pemulihan(session, pengguna_id, teks)


def hapus_semua(session: Any, pengguna: Pengguna) -> None:
    session.execute(delete(Faktor).where(Faktor.pengguna_id == pengguna.id))
    session.execute(delete(KodePemulihan).where(KodePemulihan.pengguna_id == pengguna.id))
    pengguna.faktor_sejak = None
