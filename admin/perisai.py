"""The headers of every answer, and `/csp/`, where browsers report what the policy stopped.

The panel has no inline script, so 'self' does what a nonce would. A report is counted and logged by its directive, the
route of the page and the host of what was stopped: addresses, ids and pieces of script may be somebody's data.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from models import keadaan, setelan
from models.base import db
from models.waktu import sekarang

ALAMAT = "/csp/"
CSP = (
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    f"report-uri {ALAMAT}",  # beside report-to Chromium would send nothing here, and that one a minute late
)
HEADERS = {
    "Content-Security-Policy": "; ".join(CSP),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
HSTS = "max-age=31536000"  # a year; subdomains are the office's own decision
TERBESAR = 8 * 1024  # bytes of a report; Chromium sends about 600
SEMENIT = 20  # reports of a minute that this process writes down; the others are only counted
MIME = ("application/csp-report", "application/reports+json", "application/json")
log = logging.getLogger("musrenbang.csp")
blueprint = Blueprint("perisai", __name__)


class Takaran:
    """How many may still be written down in this minute."""

    def __init__(self, sebanyak: int) -> None:
        self._sebanyak, self._menit, self._terpakai, self._kunci = sebanyak, 0, 0, threading.Lock()

    def ambil(self) -> bool:
        menit = int(time.monotonic() // 60)
        with self._kunci:
            if menit != self._menit:
                self._menit, self._terpakai = menit, 0
            self._terpakai += 1
            return self._terpakai <= self._sebanyak


@blueprint.post(ALAMAT)
def report() -> tuple[str, int]:
    """Anybody may send one, so nothing of it is believed, and little is kept."""
    if request.mimetype not in MIME:
        return "", 415
    if request.content_length is None or request.content_length > TERBESAR:
        return "", 413
    try:
        sent = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError):
        return "", 400
    found = [told for one in (sent if isinstance(sent, list) else [sent])[:10] if (told := _told(one))]
    if not found:
        return "", 400
    current_app.extensions["laporan_csp"].inc(len(found))
    if current_app.extensions["takaran_csp"].ambil():
        for one in found:
            log.warning("CSP menahan sesuatu", extra={"isi": one})
        _remember(len(found), found[-1])
    return "", 204


def _told(one: Any) -> dict[str, str] | None:
    """Of either shape (report-uri, Reporting API): directive, route, host."""
    body = one.get("csp-report") or one.get("body") if isinstance(one, dict) else None
    if not isinstance(body, dict):
        return None
    texts = {key.replace("-", "").lower(): value for key, value in body.items() if isinstance(value, str)}
    directive = texts.get("effectivedirective") or texts.get("violateddirective") or ""
    if not re.fullmatch(r"[a-z-]{3,40}", directive.split(" ")[0]):
        return None
    page = texts.get("documenturi") or texts.get("documenturl") or ""
    stopped = texts.get("blockeduri") or texts.get("blockedurl") or ""
    return {"aturan": directive.split(" ")[0], "halaman": _route(page), "ditahan": _host(stopped)}


def _route(address: str) -> str:
    try:
        rule, _ = current_app.url_map.bind("").match(urlsplit(address).path, return_rule=True)
        return str(rule.rule)
    except (HTTPException, RequestRedirect, ValueError):
        return "-"


def _host(address: str) -> str:
    """ "inline", "eval", or the host; a file name or a query could be anything."""
    if re.fullmatch(r"[a-z-]{1,20}", address):
        return address
    try:
        host = urlsplit(address).hostname or "-"
    except ValueError:
        return "-"
    return host if re.fullmatch(r"[a-z0-9.-]{1,100}", host) else "-"


def _remember(jumlah: int, akhir: dict[str, str]) -> None:
    """For the page of the system's state; the month's count, so that an old trouble is over some day."""
    bulan = f"{sekarang():%Y-%m}"
    lama = keadaan.semua(db.session).get(keadaan.CSP)
    semula = lama.isi.get("jumlah", 0) if lama is not None and lama.isi.get("bulan") == bulan else 0
    keadaan.catat(db.session, keadaan.CSP, False, {"bulan": bulan, "jumlah": semula + jumlah, **akhir})
    db.session.commit()


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if setelan.kini().public_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = HSTS
    response.headers["Cache-Control"] = "public, max-age=3600" if request.endpoint == "static" else "no-store"
    return response


def pasang(app: Flask, csrf: Any) -> None:
    """After kesehatan, whose registry counts the reports."""
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)
    app.extensions["takaran_csp"] = Takaran(SEMENIT)
    app.extensions["laporan_csp"] = Counter(
        "panel_csp_laporan", "Laporan peramban tentang yang ditahan CSP", registry=app.extensions["ukuran"].daftar
    )
    app.after_request(_headers)
