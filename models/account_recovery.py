"""Ways back into an account, for the panel's pages and for the server's operator. Nothing is committed here."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from models import aturan_akun, sandi, setelan
from models.pengguna import Pengguna
from models.sesi import Sesi, TautanSandi, digest
from models.waktu import sekarang

LINK_HOLDS = timedelta(hours=1)


def new_link(session: Any, pengguna: Pengguna, base: str = "") -> tuple[str, datetime]:
    """An address where the person chooses a password, and until when it holds; earlier ones of the account end.

    `base`: where the panel is, as the request at hand knows it; PUBLIC_URL says it better.
    """
    token, until = secrets.token_urlsafe(32), sekarang() + LINK_HOLDS
    end_links(session, pengguna)
    session.add(TautanSandi(token_hash=digest(token), pengguna_id=pengguna.id, kedaluwarsa=until))
    return f"{setelan.kini().public_url or base}/sandi-baru/{token}", until


def end_links(session: Any, pengguna: Pengguna) -> None:
    """No open link of this account opens anything any more."""
    stmt = update(TautanSandi).where(TautanSandi.pengguna_id == pengguna.id, TautanSandi.dipakai_pada.is_(None))
    session.execute(stmt.values(dipakai_pada=sekarang()))


def one_time_password(session: Any, pengguna: Pengguna) -> str:
    """A password that must be replaced at the first sign-in; by the rules in force."""
    profil = aturan_akun.profil()
    while sandi.periksa(word := secrets.token_urlsafe(12), pengguna.nama_pengguna, profil):
        pass
    end_links(session, pengguna)
    pengguna.sandi, pengguna.ganti_sandi, pengguna.sandi_diganti_pada = sandi.acak(word), True, sekarang()
    return word


def end_sessions(session: Any, *condition: Any) -> int:
    """End the sessions that match, now and on every server; how many there were."""
    stmt = update(Sesi).where(Sesi.dicabut_pada.is_(None), *condition).values(dicabut_pada=sekarang())
    return int(session.execute(stmt).rowcount)
