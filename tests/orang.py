"""The fixed cast of the tests: one person per role, and a head for each other Bidang."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

SANDI = "Rahasia-Uji-2026"


def buat(session: Any) -> None:
    """The demonstration's accounts, under the password of the tests."""
    from models import sandi
    from seed import akun

    for nama, peran, unit in akun.DEMO:
        akun._akun_demo(session, nama, peran, akun._unit(session, unit) if unit else None, sandi.acak(SANDI))
    session.commit()


class Orang:
    def __init__(self, app: Flask) -> None:
        self._app = app

    def id(self, nama: str) -> int:
        from models.base import db
        from models.pengguna import Pengguna

        with self._app.app_context():
            return int(db.session.scalar(db.select(Pengguna.id).filter_by(nama_pengguna=nama)))

    def __getattr__(self, nama: str) -> int:
        if nama.startswith("_"):
            raise AttributeError(nama)
        return self.id(nama)

    def actor(self, nama: str) -> Any:
        """The person as the rules see them; within an app context."""
        from models.base import db
        from models.pengguna import Pengguna
        from models.waktu import hari_ini
        from sop.access import actor_of

        return actor_of(db.session.scalar(db.select(Pengguna).filter_by(nama_pengguna=nama)), hari_ini())

    def masuk(self, nama: str) -> FlaskClient:
        """A client that is signed in, as the form does it after the right password; with a second factor, by the form.

        The form itself is asked in tests/admin/test_masuk.py; its two pages would be a tenth of all tests.
        """
        from admin import masuk

        client = self._app.test_client()
        with self._app.test_request_context("/login", method="POST"):
            person = masuk._find(nama)
            if person is not None and person.faktor_sejak is None:
                attempt, _ = masuk.attempted(nama, person)
                answer = self._app.process_response(masuk.enter(person, attempt, "/"))
                for cookie in answer.headers.getlist("Set-Cookie"):
                    name, _, value = cookie.split(";", 1)[0].partition("=")
                    client.set_cookie(name, value)
                return client
        jawab = client.post(
            "/login", data={"nama_pengguna": nama, "sandi": SANDI, "csrf_token": token(client.get("/login").text)}
        )
        assert jawab.status_code == 302, jawab.text
        return client


def token(halaman: str) -> str:
    """The CSRF token that a page carries."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|name="csrf-token" content="([^"]+)"', halaman)
    assert found, "halaman tidak memuat csrf_token"
    return found[1] or found[2]
