"""Only requests to the panel's own names are answered: a forged Host would stand in links that people are sent.

The names are those of ALLOWED_HOSTS and PUBLIC_URL; outside the demonstration the start demands one of them. This
machine may always ask at its loopback address: /healthz and /metrics.
"""

from __future__ import annotations

import re

from flask import Flask, Response, request

from models import mesin, setelan

KALIMAT = (
    "Alamat ini bukan alamat Panel Musrenbang. Buka alamat yang diberikan kantor Anda; administrator menambah "
    "nama lewat ALLOWED_HOSTS.\n"
)

DI_BAWAH_JALUR = (
    "Panel Musrenbang tidak berjalan di bawah jalur. Buka alamat yang diberikan kantor Anda; administrator menghapus "
    "SCRIPT_NAME dari setelan proksi dan memberi panel nama mesin sendiri.\n"
)

NAMA = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*|[0-9a-f:.]{2,45}")


def name_of(host: str) -> str:
    """The name in a Host header, without its port; "" for what is none."""
    host = host.strip().lower()
    if host.startswith("["):
        inside, closed, rest = host[1:].partition("]")
        return inside if closed and re.fullmatch(r"(:\d*)?", rest) else ""
    name, _, port = host.partition(":")
    return name.rstrip(".") if not port or port.isdecimal() else ""


def allowed(host: str, caller: str | None) -> bool:
    names = setelan.kini().allowed_hosts
    name = name_of(host)
    if not names:
        return bool(NAMA.fullmatch(name))  # any, but a name: of anything else no address of a page can be made
    return name in names or (mesin.sendiri(name) and mesin.sendiri(caller))


def _refuse() -> Response | None:
    if not allowed(request.environ.get("HTTP_HOST", ""), request.remote_addr):
        return Response(KALIMAT, 400, mimetype="text/plain")
    if request.environ.get("SCRIPT_NAME"):  # half of the addresses would carry it, and half not
        return Response(DI_BAWAH_JALUR, 400, mimetype="text/plain")
    return None


def pasang(app: Flask) -> None:
    """Before everything else that looks at a request."""
    app.before_request(_refuse)
