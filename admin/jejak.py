"""What the program leaves in its log: one JSON object a line on stderr, each with the number of its request.

The number stands on the error page as well. No personal data: an address is logged as its route, without query or ids;
an exception as its class and the places it passed through, for the text of a database error may hold values.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

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


class BarisJson(logging.Formatter):
    """A record as one line; what `extra={"isi": {...}}` brought stands beside the fixed fields."""

    def format(self, record: logging.LogRecord) -> str:
        isi: dict[str, Any] = {
            "waktu": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "tingkat": record.levelname.lower(),
            "asal": record.name,
            "pesan": record.getMessage(),
        }
        if has_request_context():
            isi["rujukan"] = nomor()
        isi |= getattr(record, "isi", {})
        if record.exc_info and record.exc_info[1]:
            isi["galat"] = _galat(record.exc_info[1])
        return json.dumps(isi, ensure_ascii=False)


def _galat(galat: BaseException) -> dict[str, Any]:
    tempat = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(galat.__traceback__)[-12:]]
    hasil: dict[str, Any] = {"jenis": type(galat).__name__, "tempat": tempat}
    if isinstance(galat, BERSIH):
        hasil["kata"] = str(galat)
    if asal := getattr(galat, "orig", None):  # of the database: its first line names the rule, the next ones values
        hasil["basis"] = f"{type(asal).__name__}: {str(asal).splitlines()[0][:200] if str(asal) else ''}"
    return hasil


def ke_stderr() -> None:
    """For the processes that serve and work: everything that is logged goes out as JSON."""
    keluar = logging.StreamHandler(sys.stderr)
    keluar.setFormatter(BarisJson())
    akar = logging.getLogger()
    akar.handlers[:] = [keluar]
    akar.setLevel(logging.WARNING)
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
