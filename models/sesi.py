"""Sign-ins: the sessions that they open (on the server, so that they can end), and the register of every attempt."""

from __future__ import annotations

import enum
import hashlib
import hmac
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, event, false, not_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import ingatan, setelan
from models.base import Base, UTCDateTime, pilihan
from models.pengguna import Bertoken, Pengguna
from models.waktu import sekarang


class Sesi(Bertoken, Base):
    """A sign-in. The cookie holds the token, this row only its SHA-256."""

    __tablename__ = "sesi"

    terakhir_pada: Mapped[datetime | None] = mapped_column(UTCDateTime, default=sekarang)  # to within some minutes
    kedaluwarsa: Mapped[datetime] = mapped_column(UTCDateTime)
    dicabut_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)
    menunggu: Mapped[bool] = mapped_column(default=False, server_default=false())  # for its second factor
    dikonfirmasi_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)  # its person proved who it is, to sign
    tantangan: Mapped[str | None] = mapped_column(String(100))  # of a passkey; answered once
    alamat: Mapped[str | None] = mapped_column(String(60))
    peramban: Mapped[str | None] = mapped_column(String(200))

    @property
    def terlihat(self) -> datetime:
        return self.terakhir_pada or self.dibuat_pada


class HasilMasuk(enum.StrEnum):
    """How an attempt ended."""

    BERHASIL = "berhasil"
    SALAH = "kata sandi salah"
    DITAHAN = "ditahan sebentar"
    SEPARUH = "menunggu kode"
    KODE_SALAH = "kode salah"
    KONFIRMASI_SALAH = "konfirmasi salah"


class RiwayatMasuk(Base):
    """One attempt to sign in. What was typed as a name is kept as a keyed digest only: people type passwords there."""

    __tablename__ = "riwayat_masuk"
    __table_args__ = (
        Index(None, "nama_sidik", "saat"),
        Index(None, "alamat", "saat"),
        Index(None, "perangkat", "saat"),
        Index(None, "pengguna_id", "saat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    saat: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang, index=True)
    nama_sidik: Mapped[str] = mapped_column(String(64))
    pengguna_id: Mapped[int | None] = mapped_column(ForeignKey("pengguna.id"))
    hasil: Mapped[HasilMasuk] = mapped_column(pilihan(HasilMasuk))
    alamat: Mapped[str] = mapped_column(String(60))
    peramban: Mapped[str] = mapped_column(String(200))
    perangkat: Mapped[str | None] = mapped_column(String(64))  # digest of a browser that this account knows


class TautanSandi(Bertoken, Base):
    """A link under which the person behind an account chooses a new password, once and soon; SHA-256 only."""

    __tablename__ = "tautan_sandi"

    kedaluwarsa: Mapped[datetime] = mapped_column(UTCDateTime)
    dipakai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sidik_nama(nama: str) -> str:
    """The digest of a typed name, under a key that stands outside the database."""
    return hmac.new(setelan.kini().account_key, f"nama:{nama}".encode(), hashlib.sha256).hexdigest()


# --- the end of an account --------------------------------------------------------------------------------------------


@event.listens_for(Session, "before_commit")
def _akhiri_yang_ditutup(session: Session) -> None:
    """Whoever is closed or deleted in this transaction, in whatever way, has no session any more.

    That the account is closed keeps its cookies out already; this keeps them out when it is opened again.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    if Pengguna.__tablename__ in ingatan.yang_berubah(session):
        ditutup = select(Pengguna.id).where(or_(not_(Pengguna.aktif), Pengguna.deleted_at.is_not(None)))
        tabel: Any = Sesi.__table__
        hidup = tabel.c.dicabut_pada.is_(None), tabel.c.pengguna_id.in_(ditutup)
        session.connection().execute(update(tabel).where(*hidup).values(dicabut_pada=sekarang()))
