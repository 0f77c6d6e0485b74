"""`/akun/`: one's own account: the devices signed in, what was done to it, the attempts to sign in, and being safe."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session
from flask_admin import expose
from flask_login import current_user, logout_user

from admin import rincian, sesi
from admin.bahasa import flash
from admin.masuk import saya
from admin.page import PageView
from models.baca import read_id
from models.base import db
from models.pengguna import Pengguna
from models.sesi import Sesi


class AkunView(PageView):
    name, url = "Akun saya", "/akun"

    @expose("/")
    def index(self) -> str:
        me: Pengguna = current_user.pengguna
        return self.render(
            "admin/akun.html",
            pengguna=me,
            perangkat=sesi.devices(me.id, current_user.token),
            tindakan=rincian.account_acts(me.id),
            percobaan=sesi.history(me.id),
            sebelumnya=sesi.previous(me.id, current_user.token),
        )

    @expose("/keluar/", methods=("POST",))
    def end_one(self) -> Any:
        """End one's session on another device; the one at hand ends like by "Keluar"."""
        mine = (Sesi.pengguna_id == saya().pengguna_id, Sesi.id == read_id(request.form.get("id")))
        own = db.session.scalar(db.select(Sesi.token_hash).where(*mine)) == sesi.digest(current_user.token)
        ended = sesi.revoke(*mine)
        db.session.commit()
        if own:
            return _leave("Anda telah keluar dari perangkat ini.")
        if ended:
            flash("Perangkat itu sudah dikeluarkan. Bila bukan milik Anda, ganti juga kata sandi Anda.", "baik")
        else:
            flash("Sesi itu sudah berakhir.", "biasa")
        return redirect("/akun/")

    @expose("/keluar-semua/", methods=("POST",))
    def end_all(self) -> Any:
        """End all of one's sessions, this one too."""
        sesi.revoke(Sesi.pengguna_id == saya().pengguna_id)
        db.session.commit()
        return _leave("Anda telah keluar dari semua perangkat.")


def _leave(sentence: str) -> Any:
    logout_user()
    session.clear()
    flash(sentence, "baik")
    return redirect("/login")
