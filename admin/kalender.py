"""`/kalender/`: the secret address under which a calendar program reads the schedule; made, shown once, revoked."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from flask import Response, abort, redirect, request
from flask_admin import expose
from flask_login import current_user

from admin.bahasa import flash
from admin.masuk import saya
from admin.page import PageView
from admin.sesi import digest
from bulk import kalender
from documents import kata
from documents.kalender import kalender as tulis
from models import setelan
from models.base import db
from models.pengguna import LanggananKalender
from models.waktu import hari_ini, sekarang
from sop.access import Actor, actor_of

LALU = timedelta(days=366)  # how far back a calendar goes
NAMA = "Musrenbang Kota Bogor"


class KalenderView(PageView):
    """The page needs a sign-in; the address itself does not (masuk.TERBUKA)."""

    name, url = "Langganan kalender", "/kalender"

    @expose("/")
    def index(self) -> str:
        return self._page()

    def _page(self, address: str = "") -> str:
        row = current()
        since = kata.saat(row.dibuat_pada) if row else ""
        return self.render("admin/kalender.html", sejak=since, alamat=address)  # type: ignore[no-any-return]

    @expose("/buat/", methods=("POST",))
    def make(self) -> str:
        """A new address, shown this once; the one before stops."""
        _revoke()
        token = secrets.token_urlsafe(32)
        db.session.add(LanggananKalender(token_hash=digest(token), pengguna_id=current_user.pengguna.id))
        db.session.commit()
        return self._page(f"{base()}/kalender/{token}.ics")

    @expose("/cabut/", methods=("POST",))
    def revoke(self) -> Any:
        _revoke()
        db.session.commit()
        flash("Alamat kalender dicabut: program yang memakainya tidak memperoleh jadwal lagi.", "baik")
        return redirect("/kalender/")

    @expose("/jadwal.ics")
    def download(self) -> Response:
        """The schedule as it is now, once."""
        return _file(saya(), "attachment")

    @expose("/<token>.ics")
    def feed(self, token: str) -> Response:
        """What the owner of the address may read today; nothing tells a wrong address from a revoked one."""
        row = db.session.scalar(
            db.select(LanggananKalender).filter_by(token_hash=digest(token[:200]), dicabut_pada=None)
        )
        actor = actor_of(row.pengguna) if row is not None else None
        if actor is None or not actor.tugas:
            abort(404)
        return _file(actor, "inline")


def current() -> LanggananKalender | None:
    """The address of this person that holds."""
    stmt = db.select(LanggananKalender).filter_by(pengguna_id=current_user.pengguna.id, dicabut_pada=None)
    found: LanggananKalender | None = db.session.scalar(stmt.order_by(LanggananKalender.id.desc()).limit(1))
    return found


def _revoke() -> None:
    stmt = db.select(LanggananKalender).filter_by(pengguna_id=current_user.pengguna.id, dicabut_pada=None)
    for row in db.session.scalars(stmt):
        row.dicabut_pada = sekarang()


def base() -> str:
    return setelan.kini().public_url or request.host_url.rstrip("/")


def _file(actor: Actor, how: str) -> Response:
    body = tulis(NAMA, kalender.kejadian(actor, hari_ini() - LALU, base()))
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f"{how}; filename=musrenbang.ics"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
