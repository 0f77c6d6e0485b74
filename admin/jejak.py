"""What the program leaves in its log: one JSON object a line on stderr, each with the number of its request.

The number stands on the error page as well. No personal data: an address is logged as its route, without query or ids;
an exception as its class and the places it passed through, for the text of a database error may hold values.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from jaga import log_json
from jaga.log_json import JsonLine
from models.pesan import SopError

log = logging.getLogger("musrenbang.akses")
BERSIH = (SopError,)  # exceptions whose words are written for people


def nomor() -> str:
    """The reference number of this request; outside of one a new one."""
    if not has_request_context():
        return secrets.token_hex(4).upper()
    if "nomor_rujukan" not in g:
        g.nomor_rujukan = secrets.token_hex(4).upper()
    return str(g.nomor_rujukan)


def rute() -> str:
    """The address without what stands in it: ids are of no use in a log, and some addresses are secrets."""
    return request.url_rule.rule if request.url_rule else "-"


class BarisJson(JsonLine):
    """A line with the number of its request; of exceptions whose words are written for people, the words too."""

    def more(self, record: logging.LogRecord) -> dict[str, Any]:
        return {"rujukan": nomor()} if has_request_context() else {}

    def error(self, error: BaseException) -> dict[str, Any]:
        hasil = super().error(error)
        if isinstance(error, BERSIH):
            hasil["kata"] = str(error)
        if asal := getattr(error, "orig", None):  # of the database: its first line names the rule, the next ones values
            hasil["basis"] = f"{type(asal).__name__}: {str(asal).splitlines()[0][:200] if str(asal) else ''}"
        return hasil


def ke_stderr() -> None:
    """For the processes that serve and work: everything that is logged goes out as JSON."""
    log_json.write(BarisJson())
    log.setLevel(logging.INFO)


def _mulai() -> None:
    g.mulai_permintaan = time.perf_counter()


def _selesai(answer: Response) -> Response:
    if request.endpoint == "static" or not log.isEnabledFor(logging.INFO):
        return answer
    lama = time.perf_counter() - g.get("mulai_permintaan", time.perf_counter())
    isi = {"metode": request.method, "rute": rute(), "status": answer.status_code, "md": round(lama * 1000, 1)}
    log.info("permintaan", extra={"isi": {**isi, "rujukan": nomor()}})
    return answer


def pasang(app: Flask) -> None:
    app.before_request(_mulai)
    app.after_request(_selesai)
