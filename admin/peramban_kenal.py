"""Browsers that an account has signed in from: what strangers try elsewhere does not make such a browser wait.

A signed cookie names the accounts; it opens nothing, and its own wrong tries are counted like anybody's.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

NAMA = "peramban_kenal"
UMUR = 400 * 24 * 3600  # seconds; the longest that browsers keep a cookie
TERBANYAK = 10  # accounts that one browser remembers


def _read() -> tuple[str, list[int]]:
    try:
        token, accounts = _signer().loads(request.cookies.get(NAMA, ""))
        return str(token), [int(one) for one in accounts]
    except (BadSignature, ValueError, TypeError):
        return "", []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=NAMA)


def known_to(pengguna_id: int | None) -> str | None:
    """The digest of this browser, if that account has signed in from it before."""
    token, accounts = _read()
    known = pengguna_id is not None and pengguna_id in accounts
    return hashlib.sha256(token.encode()).hexdigest() if known else None


def remember(response: Any, pengguna_id: int) -> Any:
    token, accounts = _read()
    accounts = [*(one for one in accounts if one != pengguna_id), pengguna_id][-TERBANYAK:]
    value = _signer().dumps([token or secrets.token_urlsafe(32), accounts])
    # For all pages: the second factor and the password before a signature are counted as the sign-in is.
    response.set_cookie(NAMA, value, max_age=UMUR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
