"""`/akun/faktor/`: the second factor of one's account is set up and removed here; `/masuk/kode/` asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request, session
from flask_admin import expose
from flask_login import current_user

from admin import kunci, sesi
from admin.bahasa import flash, terjemah
from admin.masuk import SETENGAH, attempted, confirm_own, enter, factor_due, wait_page, wait_sentence
from admin.page import PageView
from admin.tujuan import own_path
from documents import kata, qr
from models import faktor, riwayat
from models.baca import read_id
from models.base import db
from models.faktor import Faktor, JenisFaktor
from models.pengguna import Pengguna
from models.pesan import Ditolak, Pesan, TidakAda
from models.sesi import HasilMasuk, Sesi
from models.waktu import sekarang

BATAL = timedelta(minutes=30)  # after which an app that was not confirmed is begun anew
SALAH = Pesan("Kode tidak cocok, sudah dipakai, atau sudah lewat. Tunggu kode berikutnya di aplikasi, lalu coba lagi.")
KUNCI_SALAH = Pesan("Kunci sandi tidak diterima: bukan milik akun ini, atau waktunya lewat. Coba sekali lagi.")
SANDI_SALAH = Pesan("Kata sandi tidak cocok.")
blueprint = Blueprint("faktor_masuk", __name__)


@blueprint.route("/masuk/kode/", methods=["GET", "POST"])
def code() -> Any:
    """After the password: a code of the app or one on paper. Until then the cookie opens nothing else."""
    target = own_path(request.args.get("next"))
    half = sesi.find_half(session.get(SETENGAH, ""))
    if half is None:
        return redirect("/login")
    pengguna = half.pengguna
    context = {"kunci": bool(faktor.milik(db.session, pengguna.id, JenisFaktor.KUNCI))}
    if request.method == "GET":
        return render_template("admin/masuk_kode.html", galat=None, **context)
    half_id = half.id
    attempt, held = attempted(pengguna.nama_pengguna, pengguna, HasilMasuk.KODE_SALAH)
    if held:
        return wait_page("admin/masuk_kode.html", held, **context)
    if answer := request.form.get("kredensial"):
        right, wrong = kunci.proves(half, answer), KUNCI_SALAH
    else:
        right, wrong = faktor.cocok(db.session, pengguna.id, request.form.get("kode", "")), SALAH
    if not right:
        db.session.commit()  # the challenge is spent
        return render_template("admin/masuk_kode.html", galat=wrong, **context), 401
    sesi.revoke(Sesi.id == half_id)
    return enter(pengguna, attempt, target)


@blueprint.route("/masuk/kunci/", methods=["POST"])
def key() -> Any:
    """The challenge for a passkey, for whoever has typed the password."""
    half = sesi.find_half(session.get(SETENGAH, ""))
    if half is None:
        raise Ditolak("Waktu untuk masuk sudah lewat. Mulailah lagi dari kata sandi.")
    options = kunci.question(half)
    db.session.commit()
    return _json(options)


def _json(options: str) -> Response:
    return Response(options, mimetype="application/json")


class FaktorView(PageView):
    name, url = "Faktor kedua", "/akun/faktor"

    @expose("/")
    def index(self) -> Any:
        return self._page()

    def _page(self, wrong: str | None = None, status: int = 200, **context: Any) -> Any:
        me: Pengguna = current_user.pengguna
        rest = db.select(db.func.count()).select_from(faktor.KodePemulihan)
        left = db.session.scalar(rest.filter_by(pengguna_id=me.id, dipakai_pada=None))
        return self.render(
            "admin/faktor.html",
            daftar=faktor.milik(db.session, me.id),
            sisa=left,
            banyak=faktor.BANYAK_PEMULIHAN,
            wajib=factor_due(),
            galat=wrong,
            **context,
        ), status

    def _confirmed(self) -> Any:
        """None if the password fits, else the page that says why not."""
        right = confirm_own(request.form.get("sandi", ""))
        if isinstance(right, datetime):
            return self._page(wait_sentence(right), 429)
        return None if right else self._page(SANDI_SALAH, 400)

    @expose("/aplikasi/", methods=("POST",))
    def begin(self) -> Any:
        """A new secret, shown as a QR code until a first code proves that the app has it."""
        if refused := self._confirmed():
            return refused
        row, secret = faktor.aplikasi_baru(db.session, current_user.pengguna.id)
        db.session.commit()
        return self._show(row, secret)

    def _show(self, row: Faktor, secret: str, wrong: str | None = None, status: int = 200) -> Any:
        address = faktor.alamat(secret, current_user.pengguna.nama_pengguna)
        groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        context = {"faktor": row, "rahasia": groups, "qr": qr.jejak(address), "galat": wrong}
        return self.render("admin/faktor_aplikasi.html", **context), status

    @expose("/aplikasi/sahkan/", methods=("POST",))
    def confirm(self) -> Any:
        """The first code of the app; from then on it is asked for at each sign-in."""
        row = self._own(request.form.get("id"))
        if row.sah or row.dibuat_pada < sekarang() - BATAL:
            raise TidakAda("Pemasangan ini sudah selesai atau terlalu lama. Mulailah lagi dari Faktor kedua.")
        if not faktor.pakai_kode(db.session, row, "".join(request.form.get("kode", "").split())):
            db.session.rollback()
            row = self._own(request.form.get("id"))
            return self._show(row, faktor.rahasia_of(row), SALAH, 400)
        row.sah = True
        return self.installed("pasang_faktor")

    def _codes(self, codes: list[str]) -> Any:
        """The codes, and as a file; a paper found years later says which panel and whose account they open."""
        me: Pengguna = current_user.pengguna
        head = (f"{faktor.PENERBIT}: kode pemulihan", f"Akun {me.nama_pengguna}, dibuat {kata.saat(sekarang())}", "")
        file = quote("\r\n".join([*head, *codes, ""]))
        return self.render("admin/faktor_pemulihan.html", kode=codes, berkas=file)

    def installed(self, act: str) -> Any:
        """A factor works: the first one brings codes on paper, and ends what was opened without it."""
        me: Pengguna = current_user.pengguna
        first = me.faktor_sejak is None
        me.faktor_sejak = me.faktor_sejak or sekarang()
        note(me, act)
        if not first:
            db.session.commit()
            flash("Faktor kedua ditambahkan.", "baik")
            return redirect("/akun/faktor/")
        codes = faktor.pemulihan_baru(db.session, me.id)
        sesi.revoke(Sesi.pengguna_id == me.id, Sesi.token_hash != sesi.digest(current_user.token))
        db.session.commit()
        return self._codes(codes)

    @expose("/kunci/mulai/", methods=("POST",))
    def begin_key(self) -> Any:
        """What the browser needs to make a passkey; the password is asked for first."""
        right = confirm_own(request.form.get("sandi", ""))
        if right is not True:
            sentence = wait_sentence(right) if isinstance(right, datetime) else SANDI_SALAH
            return jsonify(pesan=terjemah(sentence)), 429 if isinstance(right, datetime) else 400
        options = kunci.registration(current_user.pengguna, current_user.sesi)
        db.session.commit()
        return _json(options)

    @expose("/kunci/daftar/", methods=("POST",))
    def add_key(self) -> Any:
        if not kunci.register(current_user.pengguna, current_user.sesi, request.form.get("kredensial", "")):
            db.session.commit()
            return self._page(KUNCI_SALAH, 400)
        return self.installed("pasang_faktor")

    @expose("/pemulihan/", methods=("POST",))
    def recovery(self) -> Any:
        """New codes on paper; the earlier ones end."""
        if refused := self._confirmed():
            return refused
        me: Pengguna = current_user.pengguna
        if me.faktor_sejak is None:
            return self._page(Pesan("Pasang dahulu satu faktor kedua."), 400)
        codes = faktor.pemulihan_baru(db.session, me.id)
        note(me, "ganti_pemulihan")
        db.session.commit()
        return self._codes(codes)

    @expose("/hapus/", methods=("POST",))
    def remove(self) -> Any:
        if refused := self._confirmed():
            return refused
        me, row = current_user.pengguna, self._own(request.form.get("id"))
        db.session.delete(row)
        db.session.flush()
        if not faktor.milik(db.session, me.id):
            faktor.hapus_semua(db.session, me)
        note(me, "hapus_faktor")
        db.session.commit()
        flash("Faktor kedua dihapus.", "baik")
        return redirect("/akun/faktor/")

    @staticmethod
    def _own(id_: Any) -> Faktor:
        found = db.session.scalar(db.select(Faktor).filter_by(id=read_id(id_), pengguna_id=current_user.pengguna.id))
        if found is None:
            raise TidakAda("Faktor kedua ini tidak ada.")
        return found


def note(pengguna: Pengguna, act: str) -> None:
    riwayat.catatan(db.session, pengguna, act)
    riwayat.pastikan(db.session, pengguna)


def pasang(app: Flask) -> None:
    app.register_blueprint(blueprint)
