"""For the machines that watch: `/healthz` (the process answers), `/readyz` (it can serve), `/metrics` (Prometheus).

The first two say no more than yes or no for each part. The figures are for this machine alone, or for whoever brings
METRICS_TOKEN as a bearer token.
"""

from __future__ import annotations

import hmac
import time

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from admin import jejak, keadaan
from models import keadaan as ingatan
from models import mesin, setelan
from models.base import db

blueprint = Blueprint("kesehatan", __name__)
EMBER = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
TINGKAT = {keadaan.BAIK: 1.0, keadaan.PERHATIAN: 0.5, keadaan.BAHAYA: 0.0}


class Ukuran:
    """The figures of one application; those of the state are asked for when somebody reads them."""

    def __init__(self) -> None:
        self.daftar = CollectorRegistry()
        label = ("rute", "metode")
        self.permintaan = Counter(
            "panel_permintaan", "Permintaan yang dijawab", (*label, "status"), registry=self.daftar
        )
        self.lama = Histogram("panel_lama_detik", "Lama menjawab", label, buckets=EMBER, registry=self.daftar)
        self.keadaan = Gauge("panel_keadaan", "1 baik, 0.5 perlu perhatian, 0 bahaya", ("butir",), registry=self.daftar)
        self.terakhir = Gauge(
            "panel_terakhir_detik", "Kapan terakhir, detik Unix", ("pekerjaan",), registry=self.daftar
        )


@blueprint.get("/healthz")
def process() -> Response:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    try:
        state = keadaan.semua()
        parts = {b.kode: b.tingkat != keadaan.BAHAYA for b in state if b.wajib}
        warnings = [b.kode for b in state if not b.wajib and b.tingkat != keadaan.BAIK]
    except SQLAlchemyError:
        db.session.rollback()
        parts, warnings = {"basis": False}, []
    good = all(parts.values())
    return jsonify(siap=good, bagian=parts, peringatan=warnings), 200 if good else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    if not _allowed():
        abort(403)
    ukuran: Ukuran = current_app.extensions["ukuran"]
    for satu in keadaan.semua():
        ukuran.keadaan.labels(satu.kode).set(TINGKAT[satu.tingkat])
    for kunci, row in ingatan.semua(db.session).items():
        ukuran.terakhir.labels(kunci).set(row.waktu.timestamp())
    return Response(generate_latest(ukuran.daftar), content_type=CONTENT_TYPE_LATEST)


def _allowed() -> bool:
    token = setelan.kini().metrics_token
    if token:
        brought = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(brought.encode(), token.encode())
    return mesin.sendiri(request.remote_addr)


def _count(answer: Response) -> Response:
    rute = jejak.rute()
    ukuran: Ukuran = current_app.extensions["ukuran"]
    ukuran.permintaan.labels(rute, request.method, str(answer.status_code)).inc()
    if "mulai_permintaan" in g:
        ukuran.lama.labels(rute, request.method).observe(time.perf_counter() - g.mulai_permintaan)
    return answer


def pasang(app: Flask) -> None:
    app.extensions["ukuran"] = Ukuran()
    app.register_blueprint(blueprint)
    app.after_request(_count)
