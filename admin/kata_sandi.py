"""Passwords on the screen: one's own is changed, a new one is chosen under the link that an administrator gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request
from flask_login import current_user

from admin import sesi
from admin.bahasa import flash
from admin.masuk import confirm_own, wait_page
from models import account_recovery, aturan_akun, riwayat, sandi
from models.base import db
from models.pengguna import Pengguna
from models.pesan import Pesan, TidakAda
from models.sandi import ProfilSandi
from models.sesi import Sesi, TautanSandi
from models.waktu import sekarang

MATI = Pesan(
    "Tautan ini sudah dipakai, sudah lewat satu jam, atau diganti dengan yang lebih baru. Mintalah tautan baru kepada "
    "administrator."
)
blueprint = Blueprint("kata_sandi", __name__)


def rules() -> Pesan:
    """What the profile in force asks, beside the field."""
    profil = aturan_akun.profil()
    n = sandi.TERPENDEK[profil]
    if profil is ProfilSandi.BSSN:
        return Pesan("Sekurang-kurangnya {n} karakter dengan huruf kecil, huruf besar, angka dan tanda baca.", n=n)
    return Pesan(
        "Sekurang-kurangnya {n} karakter, dianjurkan {banyak} atau lebih; beberapa kata yang mudah Anda ingat lebih "
        "baik daripada satu kata yang rumit.",
        n=n,
        banyak=sandi.DIANJURKAN,
    )


def _wrong(new: str, again: str, pengguna: Pengguna) -> Pesan | None:
    if new != again:
        return Pesan("Ulangan kata sandi baru tidak sama.")
    if sandi.cocok(pengguna.sandi, new[: sandi.TERPANJANG]):
        return Pesan("Kata sandi baru sama dengan yang lama. Pilihlah yang lain.")
    return sandi.periksa(new, pengguna.nama_pengguna, aturan_akun.profil())


def _set(pengguna: Pengguna, new: str) -> None:
    pengguna.sandi, pengguna.ganti_sandi, pengguna.sandi_diganti_pada = sandi.acak(new), False, sekarang()
    riwayat.catatan(db.session, pengguna, "ganti_sandi")
    riwayat.pastikan(db.session, pengguna)
    account_recovery.end_links(db.session, pengguna)


@blueprint.route("/sandi/", methods=["GET", "POST"])
def change() -> Any:
    """One's own password: the old one is asked, all other sessions end."""
    expired = sandi.habis(current_user.pengguna.sandi_diganti_pada, aturan_akun.profil())
    context = {"habis": expired, "aturan": rules()}
    if request.method == "GET":
        return render_template("admin/sandi.html", galat=None, **context)
    old, new, again = (request.form.get(name, "") for name in ("lama", "baru", "ulang"))
    right = confirm_own(old, code=False)
    if isinstance(right, datetime):
        return wait_page("admin/sandi.html", right, **context)
    pengguna: Pengguna = current_user.pengguna
    wrong = _wrong(new, again, pengguna) if right else Pesan("Kata sandi yang sekarang tidak cocok.")
    if wrong:
        return render_template("admin/sandi.html", galat=wrong, **context), 400

    _set(pengguna, new)
    sesi.revoke(Sesi.pengguna_id == pengguna.id, Sesi.token_hash != sesi.digest(current_user.token))
    db.session.commit()
    flash("Kata sandi diganti. Sesi Anda di peramban lain diakhiri; masuklah di sana dengan kata sandi baru.", "baik")
    return redirect("/")


# --- the link of an administrator -------------------------------------------------------------------------------------


def give_link(pengguna: Pengguna) -> tuple[str, datetime]:
    """A new link (not yet committed) and until when it holds; earlier ones of the account end."""
    return account_recovery.new_link(db.session, pengguna, request.host_url.rstrip("/"))


@blueprint.route("/sandi-baru/<token>", methods=["GET", "POST"])
def choose(token: str) -> Any:
    """Whoever holds the link chooses the password, once; all sessions of the account end."""
    link = _link(token)
    pengguna = link.pengguna
    context = {"pengguna": pengguna, "aturan": rules(), "galat": None}
    if request.method == "GET":
        return render_template("admin/sandi_pilih.html", **context)
    new, again = (request.form.get(name, "") for name in ("baru", "ulang"))
    if wrong := _wrong(new, again, pengguna):
        return render_template("admin/sandi_pilih.html", **{**context, "galat": wrong}), 400

    stmt = db.update(TautanSandi).where(TautanSandi.id == link.id, TautanSandi.dipakai_pada.is_(None))
    if not db.session.execute(stmt.values(dipakai_pada=sekarang())).rowcount:  # type: ignore[attr-defined]
        raise TidakAda(MATI)  # another one was quicker
    riwayat.sebagai(db.session, riwayat.Penulis(pengguna.id, pengguna.nama, "lewat tautan kata sandi"))
    _set(pengguna, new)
    sesi.revoke(Sesi.pengguna_id == pengguna.id)
    db.session.commit()
    flash("Kata sandi baru tersimpan. Masuklah dengan kata sandi itu.", "baik")
    return redirect("/login")


def _link(token: str) -> TautanSandi:
    stmt = db.select(TautanSandi).join(TautanSandi.pengguna).where(TautanSandi.token_hash == sesi.digest(token))
    stmt = stmt.where(TautanSandi.dipakai_pada.is_(None), TautanSandi.kedaluwarsa > sekarang())
    found = db.session.scalar(stmt.where(Pengguna.aktif, Pengguna.deleted_at.is_(None)))
    if found is None:
        raise TidakAda(MATI)
    return found


def pasang(app: Flask) -> None:
    app.register_blueprint(blueprint)
