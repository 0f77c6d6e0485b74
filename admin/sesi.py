"""Sessions: opened at a sign-in, found by the token of the cookie, ended by hand, by rest or by age."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Flask, g
from sqlalchemy import Select, bindparam
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import contains_eager

from models import account_recovery, aturan_akun
from models.base import db
from models.pengguna import Pengguna
from models.percobaan import Asal
from models.pesan import Pesan
from models.sesi import HasilMasuk, RiwayatMasuk, Sesi
from models.sesi import digest as digest
from models.transaksi import SIBUK, membaca
from models.waktu import sekarang

SETENGAH = timedelta(minutes=10)  # how long a second factor is waited for
TAMPIL = 30  # attempts that a page lists
# What a browser says it is, by the first word that fits: it claims to be many others as well.
PERAMBAN = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SISTEM = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac", "macOS"))


def open_session(pengguna_id: int, origin: Asal) -> str:
    """A new session row (not yet committed); returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    row = Sesi(token_hash=digest(token), pengguna_id=pengguna_id, kedaluwarsa=sekarang() + aturan_akun.paling_lama())
    row.alamat, row.peramban = origin.alamat[:60], origin.peramban[:200]
    db.session.add(row)
    return token


def open_half(pengguna_id: int, origin: Asal) -> str:
    """A session that waits for its second factor (not yet committed)."""
    token = open_session(pengguna_id, origin)
    row = db.session.scalars(db.select(Sesi).filter_by(token_hash=digest(token))).one()
    row.menunggu, row.kedaluwarsa = True, sekarang() + SETENGAH
    return token


def find_half(token: str) -> Sesi | None:
    return _found(token, True, sekarang())


def find(token: str) -> Sesi | None:
    """The living session behind a token, with its person and roles: the one query that every page begins with."""
    now = sekarang()
    row = _found(token, False, now)
    # It is known to have been used only to within JEDA; nobody is sent away earlier than the setting says.
    if row is None or row.terlihat <= now - aturan_akun.diam() - aturan_akun.JEDA:
        return None
    if row.terlihat <= now - aturan_akun.JEDA:
        g.sesi_terpakai = row.id
    return row


def _found(token: str, half: bool, now: datetime) -> Sesi | None:
    row: Sesi | None
    row = db.session.scalars(_living(), {"hash": digest(token), "kini": now, "setengah": half}).unique().first()
    return row


@cache
def _living() -> Select[Any]:
    """Built once, for every page asks it."""
    return (
        db.select(Sesi)
        .join(Sesi.pengguna)
        .outerjoin(Pengguna.daftar_peran)
        .options(contains_eager(Sesi.pengguna).contains_eager(Pengguna.daftar_peran))
        .where(Sesi.token_hash == bindparam("hash"), Sesi.dicabut_pada.is_(None), Sesi.kedaluwarsa > bindparam("kini"))
        .where(Sesi.menunggu == bindparam("setengah"), Pengguna.aktif, Pengguna.deleted_at.is_(None))
    )


def revoke(*condition: Any) -> int:
    """End the sessions that match, now and on every server; how many there were."""
    return account_recovery.end_sessions(db.session, *condition)


def _remember_use(response: Any) -> Any:
    """Once in five minutes a request writes down that the session is used, after its own work."""
    if id_ := g.pop("sesi_terpakai", None):
        with membaca():
            _touch(id_)
    return response


def _touch(id_: int) -> None:
    """On a connection of its own that does not wait: while another writes, the next request will say it.

    Nor does a database that is only read, or is gone by now, take the page away that was made already.
    """
    with suppress(SQLAlchemyError), db.engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("PRAGMA busy_timeout=0" if lite else "SET LOCAL lock_timeout = '50ms'")
        try:
            connection.execute(db.update(Sesi).where(Sesi.id == id_).values(terakhir_pada=sekarang()))
            connection.commit()
        finally:
            connection.rollback()
            if lite:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={SIBUK}")


# --- what pages show --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Perangkat:
    """An open session as its person sees it."""

    id: int
    peramban: str
    alamat: str
    sejak: datetime
    terlihat: datetime
    ini: bool
    baru: str = ""  # the last use in words, where the minute of `terlihat` would say less than is known


@dataclass(frozen=True)
class Percobaan:
    """One line of the sign-in history."""

    saat: datetime
    hasil: str
    nada: str
    alamat: str
    peramban: str


def devices(pengguna_id: int, token: str = "") -> list[Perangkat]:
    """The sessions that still live, the one used last first."""
    now = sekarang()
    stmt = db.select(Sesi).where(Sesi.pengguna_id == pengguna_id, Sesi.dicabut_pada.is_(None), Sesi.kedaluwarsa > now)
    stmt = stmt.where(Sesi.menunggu.is_(False))
    rest = now - aturan_akun.diam() - aturan_akun.JEDA
    rows = sorted((r for r in db.session.scalars(stmt) if r.terlihat > rest), key=lambda r: r.terlihat, reverse=True)
    own = digest(token)
    return [
        Perangkat(r.id, browser_name(r.peramban), r.alamat or "–", r.dibuat_pada, r.terlihat, here, _recent(r, here))
        for r in rows
        for here in (r.token_hash == own,)
    ]


def _recent(row: Sesi, here: bool) -> str:
    """`terlihat` is written down once in JEDA: this very page is later, and within JEDA no minute can be told."""
    if here:
        return Pesan("sekarang")
    jeda = aturan_akun.JEDA
    return Pesan("dalam {n} menit terakhir", n=jeda.seconds // 60) if sekarang() - row.terlihat <= jeda else ""


def history(pengguna_id: int, limit: int = TAMPIL) -> list[Percobaan]:
    """The newest attempts with this account, good and bad."""
    stmt = db.select(RiwayatMasuk).filter_by(pengguna_id=pengguna_id)
    rows = db.session.scalars(stmt.order_by(RiwayatMasuk.saat.desc(), RiwayatMasuk.id.desc()).limit(limit))
    return [_told(r) for r in rows]


def _told(row: RiwayatMasuk) -> Percobaan:
    result = row.hasil.value
    return Percobaan(row.saat, result, NADA.get(result, "bahaya"), row.alamat or "–", browser_name(row.peramban))


def previous(pengguna_id: int, token: str) -> Percobaan | None:
    """The sign-in before the one that opened the session at hand; those on other devices since are none of it."""
    opened = db.select(Sesi.dibuat_pada).filter_by(token_hash=digest(token)).scalar_subquery()
    good = db.select(RiwayatMasuk).filter_by(pengguna_id=pengguna_id, hasil=HasilMasuk.BERHASIL)
    good = good.where(RiwayatMasuk.saat <= opened).order_by(RiwayatMasuk.saat.desc(), RiwayatMasuk.id.desc())
    found = db.session.scalar(good.offset(1).limit(1))  # the first is the sign-in at hand, written before its session
    return _told(found) if found else None


NADA = {"berhasil": "selesai", "menunggu kode": "netral"}


def browser_name(agent: str | None) -> str:
    """`Chrome di Windows`: what a person recognises a device by."""
    agent = agent or ""
    browser = next((name for word, name in PERAMBAN if word in agent), "")
    system = next((name for word, name in SISTEM if word in agent), "Linux" if "Linux" in agent else "")
    known = " di ".join(x for x in (browser, system) if x)
    return known or re.sub(r"[/ ].*", "", agent)[:40] or "tidak dikenal"


def pasang(app: Flask) -> None:
    app.after_request(_remember_use)
