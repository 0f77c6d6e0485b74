"""Signing in and out: the cookie holds a random token, the table `sesi` its SHA-256, so that a session can be ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response

from admin.bahasa import flash
from models import riwayat, sandi
from models.base import db, membaca
from models.pengguna import Pengguna, Sesi
from models.waktu import hari_ini, sekarang
from sop.access import Actor, actor_of

UMUR = timedelta(hours=12)
# What anybody may open; every other endpoint needs a sign-in.
TERBUKA = {"masuk.login", "periksa.start", "periksa.paper", "hadir.card", "kalender.feed", "static"}
BOLEH_SEBELUM_GANTI = {"masuk.change_password", "masuk.logout"}  # a one-time password opens nothing else
GAGAL = "Nama pengguna atau kata sandi tidak cocok. Periksa ejaan dan huruf besar-kecilnya, lalu coba lagi."
PANJANG = 1024  # no password is longer; hashing more would only cost time

blueprint = Blueprint("masuk", __name__)
manager = LoginManager()
manager.session_protection = None  # the session lives on the server; an address that changes does not end it


class Akun(UserMixin):  # type: ignore[misc]
    """The signed-in person; its id in the cookie is the token of the session, never the number of the account."""

    def __init__(self, pengguna: Pengguna, token: str) -> None:
        self.pengguna, self.token = pengguna, token

    def get_id(self) -> str:
        return self.token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(pengguna: Pengguna, address: str | None = None, browser: str | None = None) -> str:
    """A new session row (not yet committed); returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    row = Sesi(token_hash=digest(token), pengguna_id=pengguna.id, kedaluwarsa=sekarang() + UMUR)
    row.alamat, row.peramban = (address or "")[:60], (browser or "")[:200]
    db.session.add(row)
    return token


@manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> Akun | None:
    stmt = (
        db.select(Sesi)
        .join(Sesi.pengguna)
        .outerjoin(Pengguna.daftar_peran)
        .options(contains_eager(Sesi.pengguna).contains_eager(Pengguna.daftar_peran))
        .where(Sesi.token_hash == digest(token), Sesi.dicabut_pada.is_(None), Sesi.kedaluwarsa > sekarang())
        .where(Pengguna.aktif, Pengguna.deleted_at.is_(None))
    )
    row = db.session.scalars(stmt).unique().first()
    return Akun(row.pengguna, token) if row else None


def saya() -> Actor:
    """The person of this request as the rules see them."""
    if "actor" not in g:
        if not current_user.is_authenticated:
            abort(401)
        g.actor = actor_of(current_user.pengguna, hari_ini())
    return g.actor  # type: ignore[no-any-return]


def require_login() -> Response | None:
    """Closed by default: runs before every request."""
    if request.endpoint in TERBUKA or (request.endpoint or "").endswith(".static"):
        return None
    if not current_user.is_authenticated:
        if request.method != "GET":
            abort(401)
        target = request.full_path.rstrip("?")
        return redirect(url_for("masuk.login", next=target if target != "/" else None))
    actor = saya()
    riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan))
    if current_user.pengguna.ganti_sandi and request.endpoint not in BOLEH_SEBELUM_GANTI:
        return redirect(url_for("masuk.change_password"))
    return None


def own_path(target: str | None) -> str:
    """`target` if it is a path of this host, else the start page: a sign-in never leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return "/"
    if any(ord(sign) < 32 for sign in target) or urlsplit(target).netloc:
        return "/"
    return target


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> Response | tuple[str, int] | str:
    target = own_path(request.args.get("next"))
    if request.method == "GET":
        return redirect(target) if current_user.is_authenticated else render_template("admin/masuk.html", nama="")

    name = request.form.get("nama_pengguna", "").strip().lower()[:60]
    with membaca():  # checking a password takes its time, and must not hold the one write lock
        pengguna = _find(name)
        matches = sandi.cocok(pengguna.sandi if pengguna else None, request.form.get("sandi", "")[:PANJANG])
        db.session.rollback()
    if pengguna is None or not matches:
        return render_template("admin/masuk.html", nama=name, galat=GAGAL), 401

    token = open_session(pengguna, request.remote_addr, request.user_agent.string)
    db.session.commit()
    session.clear()
    login_user(Akun(pengguna, token))
    return redirect(target)


def _find(name: str) -> Pengguna | None:
    if not name or "\0" in name:
        return None
    return db.session.scalar(db.select(Pengguna).filter_by(nama_pengguna=name, aktif=True, deleted_at=None))


@blueprint.route("/logout", methods=["POST"])
def logout() -> Response:
    revoke(Sesi.token_hash == digest(current_user.token))
    db.session.commit()
    logout_user()
    session.clear()
    flash("Anda telah keluar. Pada komputer bersama, tutup juga perambannya.", "baik")
    return redirect(url_for("masuk.login"))


def revoke(*condition: object) -> None:
    """End the sessions that match, now and on every server."""
    stmt = db.update(Sesi).where(Sesi.dicabut_pada.is_(None), *condition).values(dicabut_pada=sekarang())  # type: ignore[arg-type]
    db.session.execute(stmt)


@blueprint.route("/sandi/", methods=["GET", "POST"])
def change_password() -> Response | tuple[str, int] | str:
    """One's own password: the old one is asked, all other sessions end."""
    if request.method == "GET":
        return render_template("admin/sandi.html", galat=None)
    pengguna: Pengguna = current_user.pengguna
    old, new, again = (request.form.get(name, "")[:PANJANG] for name in ("lama", "baru", "ulang"))
    if not sandi.cocok(pengguna.sandi, old):
        wrong = "Kata sandi yang sekarang tidak cocok."
    elif new != again:
        wrong = "Ulangan kata sandi baru tidak sama."
    else:
        wrong = sandi.periksa(new, pengguna.nama_pengguna)
    if wrong:
        return render_template("admin/sandi.html", galat=wrong), 400

    pengguna.sandi, pengguna.ganti_sandi = sandi.acak(new), False
    revoke(Sesi.pengguna_id == pengguna.id, Sesi.token_hash != digest(current_user.token))
    db.session.commit()
    flash("Kata sandi diganti. Sesi Anda di peramban lain diakhiri; masuklah di sana dengan kata sandi baru.", "baik")
    return redirect("/")


def unprotected() -> bool:
    """Plain http from another machine: the page says so."""
    host = urlsplit(f"//{request.host}").hostname or ""
    return not request.is_secure and not (host == "localhost" or host.startswith("127.") or host == "::1")


def pasang(app: Flask) -> None:
    manager.init_app(app)
    app.register_blueprint(blueprint)
    app.before_request(require_login)
