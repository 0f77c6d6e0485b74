"""Passkeys (WebAuthn) as a second factor: made and asked by the browser, each answer to a challenge that holds once.

The challenge stands in the session on the server. A passkey belongs to the host name of the panel; addresses of digits
have none, so there the buttons do not show (static/kunci.js).
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

from flask import request
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
)

from admin.sesi import browser_name
from models import setelan
from models.base import db
from models.faktor import PENERBIT, Faktor, JenisFaktor, milik
from models.pengguna import Pengguna
from models.sesi import Sesi
from models.waktu import sekarang

TERPANJANG = 20_000  # characters of an answer


def place() -> tuple[str, str]:
    """(host name, origin) that passkeys belong to."""
    parts = urlsplit(setelan.kini().public_url or request.host_url)
    return parts.hostname or "", f"{parts.scheme}://{parts.netloc}"


def _known(pengguna_id: int) -> list[PublicKeyCredentialDescriptor]:
    rows = milik(db.session, pengguna_id, JenisFaktor.KUNCI)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.kredensial or "")) for row in rows]


def registration(pengguna: Pengguna, row: Sesi) -> str:
    """What the browser needs to make a passkey, as JSON; not yet committed."""
    handle = hmac.new(setelan.kini().account_key, f"kunci:{pengguna.id}".encode(), hashlib.sha256).digest()
    options = generate_registration_options(
        rp_id=place()[0],
        rp_name=PENERBIT,
        user_id=handle,
        user_name=pengguna.nama_pengguna,
        user_display_name=pengguna.nama,
        exclude_credentials=_known(pengguna.id),
        authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.PREFERRED),
    )
    row.tantangan = bytes_to_base64url(options.challenge)
    return options_to_json(options)


def register(pengguna: Pengguna, row: Sesi, answer: str) -> bool:
    """Keep the passkey that answers the challenge of this session; not yet committed."""
    challenge = _taken(row)
    host, origin = place()
    try:
        made = verify_registration_response(
            credential=answer[:TERPANJANG], expected_challenge=challenge, expected_rp_id=host, expected_origin=origin
        )
    except (WebAuthnException, ValueError):
        return False
    id_ = bytes_to_base64url(made.credential_id)
    if not challenge or db.session.scalar(db.select(Faktor.id).filter_by(kredensial=id_)):
        return False
    name = f"Kunci sandi, {browser_name(request.user_agent.string)}"
    new = Faktor(pengguna_id=pengguna.id, jenis=JenisFaktor.KUNCI, nama=name[:100], kredensial=id_, sah=True)
    new.rahasia, new.hitungan = bytes_to_base64url(made.credential_public_key), made.sign_count
    db.session.add(new)
    return True


def question(row: Sesi) -> str:
    """What the browser needs to prove a passkey, as JSON; not yet committed."""
    options = generate_authentication_options(rp_id=place()[0], allow_credentials=_known(row.pengguna_id))
    row.tantangan = bytes_to_base64url(options.challenge)
    return options_to_json(options)


def proves(row: Sesi, answer: Any) -> bool:
    """Does a passkey of this account answer the challenge of this session? The challenge is spent either way."""
    challenge = _taken(row)
    host, origin = place()
    for one in milik(db.session, row.pengguna_id, JenisFaktor.KUNCI):
        try:
            proved = verify_authentication_response(
                credential=answer[:TERPANJANG],
                expected_challenge=challenge,
                expected_rp_id=host,
                expected_origin=origin,
                credential_public_key=base64url_to_bytes(one.rahasia),
                credential_current_sign_count=one.hitungan,
            )
        except (WebAuthnException, ValueError):
            continue
        if challenge and bytes_to_base64url(proved.credential_id) == one.kredensial:
            one.hitungan, one.dipakai_pada = proved.new_sign_count, sekarang()
            return True
    return False


def _taken(row: Sesi) -> bytes:
    """The challenge of the session, which is gone from now on; of two answers at once one finds it."""
    challenge = row.tantangan or ""
    stmt = db.update(Sesi).where(Sesi.id == row.id, Sesi.tantangan == challenge).values(tantangan=None)
    taken = db.session.execute(stmt).rowcount  # type: ignore[attr-defined]
    return base64url_to_bytes(challenge) if taken else b""
