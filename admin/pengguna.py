"""Accounts: an administrator sees where an account is signed in, ends its sessions, and gives a one-time password."""

from __future__ import annotations

import secrets
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin import sesi
from admin.bahasa import flash
from admin.masuk import saya
from admin.panel import PanelView
from models import riwayat, sandi
from models.base import db
from models.pesan import Pesan
from models.sesi import Sesi
from sop.access import Verb, may


class PenggunaView(PanelView):
    details_template = "admin/pengguna.html"

    def details_extra(self, record: Any) -> dict[str, Any]:
        """Where and when somebody is at work is for whoever must end it, and for the supervision."""
        if not may(saya(), Verb.BACA, record):
            return {}
        return {"perangkat": sesi.devices(record.id), "percobaan": sesi.history(record.id, 10)}

    @expose("/keluarkan/", methods=("POST",))
    def end_sessions(self) -> Any:
        """End all sessions of an account: a device was lost, a person has left."""
        record: Any = self.get_for(Verb.UBAH, request.form.get("id"))
        ended = sesi.revoke(Sesi.pengguna_id == record.id)
        if ended:
            _note(record, "akhiri_sesi")
        db.session.commit()
        flash(Pesan("{n} sesi {nama} diakhiri.", n=ended, nama=record.nama), "baik" if ended else "biasa")
        return redirect(self.url_of("details/", id=record.id))

    @expose("/sandi/", methods=("POST",))
    def reset_password(self) -> Any:
        """A password that is shown once; its owner must replace it at the next sign-in."""
        record: Any = self.get_for(Verb.UBAH, request.form.get("id"))
        once = secrets.token_urlsafe(9)
        record.sandi = sandi.acak(once)
        record.ganti_sandi = True
        sesi.revoke(Sesi.pengguna_id == record.id)
        _note(record, "beri_sandi")
        db.session.commit()
        return self.render("admin/sandi_baru.html", record=record, sandi=once)


def _note(record: Any, act: str) -> None:
    """Into the diary: what was done to an account changes no column that people see."""
    riwayat.catatan(db.session, record, act)
    riwayat.pastikan(db.session, record)
