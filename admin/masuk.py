"""Signing in and out. The cookie holds a random token, the table `sesi` its SHA-256, so that a session can be ended."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from admin import peramban_kenal, sesi
from admin.bahasa import flash
from admin.tujuan import own_path
from models import aturan_akun, faktor, kontak, mesin, percobaan, riwayat, sandi
from models.base import db
from models.pengguna import Pengguna
from models.pesan import Pesan
from models.sesi import HasilMasuk, RiwayatMasuk, Sesi
from models.transaksi import membaca
from models.waktu import hari_ini, lokal, sekarang
from sop.access import BERFAKTOR, Actor, actor_of

# What anybody may open; every other endpoint needs a sign-in.
TERBUKA = {
    "masuk.login",
    "faktor_masuk.code",
    "faktor_masuk.key",
    "kata_sandi.choose",
    "kesehatan.process",
    "kesehatan.ready",
    "kesehatan.metrics",
    "periksa.start",
    "periksa.paper",
    "perisai.report",
    "hadir.card",
    "kalender.feed",
    "static",
}
BOLEH_SEBELUM_GANTI = {"kata_sandi.change", "masuk.logout"}  # a one-time password opens nothing else
SETENGAH = "setengah"  # where the cookie keeps the token of a session that waits for its second factor
DI_SINI = "di_sini"  # and which attempts were made in this very browser
GAGAL = Pesan("Nama pengguna atau kata sandi tidak cocok. Periksa ejaan dan huruf besar-kecilnya, lalu coba lagi.")
TAHAN = Pesan(
    "Terlalu banyak percobaan yang keliru. Cobalah lagi setelah pukul {pukul} WIB (kira-kira {menit} menit); sebelum "
    "itu kata sandi yang benar pun belum diperiksa."
)
PERNAH_GAGAL = Pesan(
    "Sejak Anda terakhir masuk, {n} percobaan masuk dengan nama Anda gagal. Bila bukan Anda, lihat Akun saya dan "
    "beri tahu administrator."
)
TANPA_KODE = Pesan(
    "Sejak Anda terakhir masuk, kata sandi Anda {n} kali diketik dengan benar, tetapi tidak dilanjutkan dengan kode "
    "yang benar. Bila bukan Anda, gantilah kata sandi Anda sekarang dan beri tahu administrator."
)

blueprint = Blueprint("masuk", __name__)
manager = LoginManager()
manager.session_protection = None  # the session lives on the server; an address that changes does not end it


class Akun(UserMixin):  # type: ignore[misc]
    """The signed-in person; its id in the cookie is the token of the session, never the number of the account."""

    def __init__(self, pengguna: Pengguna, token: str, row: Sesi | None = None) -> None:
        self.pengguna, self.token, self.sesi = pengguna, token, row

    def get_id(self) -> str:
        return self.token


@manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> Akun | None:
    row = sesi.find(token)
    return Akun(row.pengguna, token, row) if row else None


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
        if session.pop("_user_id", None):
            flash("Sesi Anda sudah berakhir. Masuklah kembali; Anda akan sampai di halaman yang tadi.", "biasa")
        target = way_back(request.path, request.query_string.decode("utf-8", "replace"))
        return redirect(url_for("masuk.login", next=target if target != "/" else None))
    actor = saya()
    riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan))
    if current_user.pengguna.ganti_sandi and request.endpoint not in BOLEH_SEBELUM_GANTI:
        return redirect(url_for("kata_sandi.change"))
    if factor_due() and request.endpoint not in BOLEH_SEBELUM_GANTI and request.blueprint != "faktor":
        return redirect(url_for("faktor.index"))
    return None


def way_back(path: str, query: str) -> str:
    """Where a sign-in leads: the page that was asked for, without a query that holds somebody's number. It stands in
    addresses, and those are kept by browsers and by whatever stands before the panel."""
    personal = any(kontak.nomor_pribadi(value) for pair in parse_qsl(query, keep_blank_values=True) for value in pair)
    return f"{path}?{query}" if query and not personal else path


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> Any:
    target = own_path(request.args.get("next"))
    if request.method == "GET":
        return redirect(target) if current_user.is_authenticated else render_template("admin/masuk.html", nama="")

    name = request.form.get("nama_pengguna", "").strip().lower()[:60]
    pengguna = _find(name)
    stored = pengguna.sandi if pengguna else None
    attempt, held = attempted(name, pengguna)
    if held:
        return wait_page("admin/masuk.html", held, nama=name)
    if not sandi.cocok(stored, request.form.get("sandi", "")[: sandi.TERPANJANG]) or pengguna is None:
        return render_template("admin/masuk.html", nama=name, galat=GAGAL), 401
    return enter(pengguna, attempt, target) if pengguna.faktor_sejak is None else _half(pengguna, attempt, target)


def _half(pengguna: Pengguna, attempt: RiwayatMasuk, target: str) -> Response:
    """The password was right, a second factor is awaited: a session that opens nothing but the page that asks."""
    attempt.hasil = HasilMasuk.SEPARUH
    _end_old()
    token = sesi.open_half(pengguna.id, caller())
    db.session.commit()
    here = session.get(DI_SINI, [])
    session.clear()
    session[SETENGAH], session[DI_SINI] = token, here
    return redirect(url_for("faktor_masuk.code", next=target if target != "/" else None))


def factor_due() -> bool:
    """Is a second factor demanded of this person, who has none?"""
    asked = aturan_akun.wajib_faktor() and saya().peran & BERFAKTOR
    return bool(asked) and current_user.pengguna.faktor_sejak is None


def enter(pengguna: Pengguna, attempt: RiwayatMasuk, target: str) -> Response:
    """A new session under a new token; whatever this browser held before is worth nothing."""
    failed, stopped = _others_since(pengguna.id)
    attempt.hasil = HasilMasuk.BERHASIL
    if sandi.habis(pengguna.sandi_diganti_pada, aturan_akun.profil()):
        pengguna.ganti_sandi = True
    percobaan.rapikan(db.session)
    _end_old()
    token = sesi.open_session(pengguna.id, caller())
    db.session.commit()
    session.clear()
    login_user(Akun(pengguna, token))
    if failed:
        flash(Pesan(PERNAH_GAGAL, n=failed), "biasa")
    if stopped:
        flash(Pesan(TANPA_KODE, n=stopped), "perhatian")
    return cast(Response, peramban_kenal.remember(redirect(target), pengguna.id))


def _end_old() -> None:
    """The session that this browser held before somebody signed in anew."""
    if current_user.is_authenticated:
        sesi.revoke(Sesi.token_hash == sesi.digest(current_user.token))


def _others_since(pengguna_id: int) -> tuple[int, int]:
    """Since this account was last signed in with: (wrong passwords and codes, right passwords whose code never came),
    besides one's own in this very browser: what was wrong within the last minutes, and the wait that this sign-in ends.
    Whatever is left out here is told at no later sign-in."""
    good = db.select(db.func.max(RiwayatMasuk.saat)).filter_by(pengguna_id=pengguna_id, hasil=HasilMasuk.BERHASIL)
    last = db.session.scalar(good)
    now, waiting = sekarang(), RiwayatMasuk.hasil == HasilMasuk.SEPARUH
    recent = (RiwayatMasuk.saat >= now - percobaan.JENDELA) | (waiting & (RiwayatMasuk.saat >= now - sesi.SETENGAH))
    own = RiwayatMasuk.id.in_(session.get(DI_SINI, [])) & recent
    stmt = db.select(RiwayatMasuk.hasil, db.func.count()).filter_by(pengguna_id=pengguna_id).where(~own)
    stmt = stmt.where(RiwayatMasuk.saat > last) if last else stmt
    counts = dict(db.session.execute(stmt.group_by(RiwayatMasuk.hasil)).tuples().all())
    failed = sum(counts.get(result, 0) for result in (HasilMasuk.SALAH, HasilMasuk.KODE_SALAH))
    return failed, counts.get(HasilMasuk.SEPARUH, 0)


def attempted(
    name: str, pengguna: Pengguna | None, failure: HasilMasuk = HasilMasuk.SALAH
) -> tuple[RiwayatMasuk, datetime | None]:
    """An attempt, counted as a failure until it turns out well; and until when no more are looked at, if so. Commits:
    no transaction is open afterwards, for checking a password takes its time and must not hold the one write lock.
    """
    attempt = percobaan.mulai(db.session, name, pengguna.id if pengguna else None, caller(pengguna), failure)
    if failure is not HasilMasuk.KONFIRMASI_SALAH:
        session[DI_SINI] = [*session.get(DI_SINI, []), attempt.id][-percobaan.TERBANYAK :]
    with membaca():
        held = percobaan.ditahan_sampai(db.session, attempt)
        db.session.rollback()
    if held:
        attempt.hasil = HasilMasuk.DITAHAN
        db.session.commit()
    return attempt, held


def caller(pengguna: Pengguna | None = None) -> percobaan.Asal:
    """Where this request comes from."""
    known = peramban_kenal.known_to(pengguna.id if pengguna else None)
    return percobaan.Asal(request.remote_addr or "", request.user_agent.string, known)


def wait_page(template: str, until: datetime, **context: Any) -> tuple[str, int, dict[str, str]]:
    """Too many were wrong: since when it may be tried again, in words and for programs."""
    seconds = max(1, math.ceil((until - sekarang()).total_seconds()))
    return render_template(template, galat=wait_sentence(until), **context), 429, {"Retry-After": str(seconds)}


def wait_sentence(until: datetime) -> Pesan:
    minutes = max(1, math.ceil((until - sekarang()).total_seconds() / 60))
    return Pesan(TAHAN, pukul=f"{lokal(until):%H.%M.%S}", menit=minutes)


def _find(name: str) -> Pengguna | None:
    if not name or "\0" in name:
        return None
    return db.session.scalar(db.select(Pengguna).filter_by(nama_pengguna=name, aktif=True, deleted_at=None))


@blueprint.route("/logout", methods=["POST"])
def logout() -> Response:
    sesi.revoke(Sesi.token_hash == sesi.digest(current_user.token))
    db.session.commit()
    logout_user()
    session.clear()
    flash("Anda telah keluar. Pada komputer bersama, tutup juga perambannya.", "baik")
    return redirect(url_for("masuk.login"))


def confirm_own(typed: str, *, code: bool = True) -> datetime | bool | None:
    """Is that the password (or, with `code`, a code of the app) of whoever sits here? True, False, or until when it is
    not looked at any more. Commits: a wrong try is counted like one at the sign-in.
    """
    pengguna = db.session.get_one(Pengguna, saya().pengguna_id)
    stored = pengguna.sandi
    attempt, held = attempted(pengguna.nama_pengguna, pengguna, HasilMasuk.KONFIRMASI_SALAH)
    if held:
        return held
    right = sandi.cocok(stored, typed[: sandi.TERPANJANG]) or (code and _own_code(pengguna, typed))
    if right:
        db.session.delete(attempt)  # nothing to tell: the person is signed in already
    db.session.commit()
    return right


def _own_code(pengguna: Pengguna, typed: str) -> bool:
    apps = faktor.milik(db.session, pengguna.id, faktor.JenisFaktor.APLIKASI) if pengguna.faktor_sejak else []
    return any(faktor.pakai_kode(db.session, one, "".join(typed.split())) for one in apps)


def unprotected() -> bool:
    """Plain http from another machine: the page says so."""
    return not request.is_secure and not mesin.sendiri(urlsplit(f"//{request.host}").hostname)


def pasang(app: Flask) -> None:
    manager.init_app(app)
    app.register_blueprint(blueprint)
    app.before_request(require_login)
    sesi.pasang(app)
