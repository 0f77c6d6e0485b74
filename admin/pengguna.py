"""Accounts: an administrator gives a new one-time password, which ends all sessions of the account."""

from __future__ import annotations

import secrets
from typing import Any

from flask import request
from flask_admin import expose

from admin.masuk import revoke
from admin.panel import PanelView
from models import sandi
from models.base import db
from models.pengguna import Sesi
from sop.access import Verb


class PenggunaView(PanelView):
    details_template = "admin/pengguna.html"

    @expose("/sandi/", methods=("POST",))
    def reset_password(self) -> Any:
        """A password that is shown once; its owner must replace it at the next sign-in."""
        record: Any = self.get_for(Verb.UBAH, request.form.get("id"))
        once = secrets.token_urlsafe(9)
        record.sandi = sandi.acak(once)
        record.ganti_sandi = True
        revoke(Sesi.pengguna_id == record.id)
        db.session.commit()
        return self.render("admin/sandi_baru.html", record=record, sandi=once)
