"""Personal values in the diary: stored encrypted, so that neither the table nor an export shows them by itself.

The digest of a row is made of what is stored, so the chain is checked without opening anything; and the key is not the
one of the chain, which an auditor may be given. Rows written before this stay as they are: to encrypt them would break
the chain that proves them.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models import kolom, setelan
from models.base import kinds
from models.pesan import N_, SopError
from models.rantai import teks

AWALAN = "tersandi:1:"
NONCE = 12
TAK_TERBUKA = N_("Data pribadi dalam riwayat tidak terbuka dengan ACCOUNT_KEY yang dipakai sekarang.")


def columns(kind: str) -> frozenset[str]:
    """The personal columns of a kind; none of one that is no more."""
    model = kinds().get(kind)
    found: frozenset[str] = _columns(model) if model is not None else frozenset()  # type: ignore[arg-type]
    return found


@lru_cache(maxsize=256)
def _columns(model: Any) -> frozenset[str]:
    return frozenset(key for key, (_, label) in kolom.labelled(model).items() if label.pribadi)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"riwayat pribadi").derive(key))


def _place(kind: str, record_id: int, column: str) -> bytes:
    """Authenticated with the value: moved to another record or column it does not open."""
    return f"{kind}:{record_id}:{column}".encode()


def is_covered(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(AWALAN)


def cover(kind: str, record_id: int, isi: Mapping[str, Any] | str | None) -> str | None:
    """Before or after as it is stored: canonical JSON with the personal values encrypted."""
    personal = columns(kind)
    if isi is None or not personal:
        return teks(isi)
    values: Mapping[str, Any] = json.loads(isi) if isinstance(isi, str) else isi
    held = {k: v for k, v in values.items() if k in personal and v is not None and not is_covered(v)}
    if not held:
        return teks(isi)
    cipher = _cipher(setelan.kini().account_key)
    covered = {k: _covered(cipher, v, _place(kind, record_id, k)) for k, v in held.items()}
    return teks({**values, **covered})


def _covered(cipher: AESGCM, value: Any, place: bytes) -> str:
    nonce = secrets.token_bytes(NONCE)
    made = nonce + cipher.encrypt(nonce, json.dumps(value, ensure_ascii=False).encode(), place)
    return AWALAN + base64.urlsafe_b64encode(made).decode()


def stored(_kind: str, _record_id: int, isi: str | None) -> dict[str, Any]:
    """The values as they are stored: personal ones stay covered."""
    values: dict[str, Any] = json.loads(isi) if isi else {}
    return values


def uncover(kind: str, record_id: int, isi: str | None) -> dict[str, Any]:
    """The values as they were. Raises SopError where the key is not the one that they were written with."""
    values: dict[str, Any] = json.loads(isi) if isi else {}
    for column, value in values.items():
        if is_covered(value):
            values[column] = _uncovered(value, _place(kind, record_id, column))
    return values


def _uncovered(value: str, place: bytes) -> Any:
    """With the key in force or a former one: what the chain binds cannot be encrypted anew."""
    dipakai = setelan.kini()
    for key in (dipakai.account_key, *dipakai.former_account_keys):
        with suppress(InvalidTag, ValueError):
            made = base64.urlsafe_b64decode(value.removeprefix(AWALAN))
            return json.loads(_cipher(key).decrypt(made[:NONCE], made[NONCE:], place))
    raise SopError(TAK_TERBUKA)
