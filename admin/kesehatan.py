"""For the machines that watch: `/healthz` (the process answers), `/readyz` (it can serve), `/metrics` (Prometheus).

The first two say no more than yes or no for each part, and what to look at. The figures are for this machine alone, or
for whoever brings METRICS_TOKEN as a bearer token. None of them ever fails: what cannot be asked is left out, and told.
"""

from __future__ import annotations

import hmac
import logging
import os
import time
from collections.abc import Callable, Iterator

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric

from admin import jejak, keadaan
from bulk import antrean, figures
from models import keadaan as ingatan
from models import mesin, setelan
from models.base import db
from models.kiriman import Kiriman
from models.shared_figures import VARIABLE
from models.waktu import sekarang

blueprint = Blueprint("kesehatan", __name__)
log = logging.getLogger("musrenbang")
EMBER = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
SHARED = bool(os.environ.get(VARIABLE))  # what prometheus_client has decided while it was imported
TINGKAT = {keadaan.BAIK: 1.0, keadaan.PERHATIAN: 0.5, keadaan.BAHAYA: 0.0}


class Ukuran:
    """The counters of this process; where there are several, their sum is read from the folder they share."""

    def __init__(self) -> None:
        self.daftar = CollectorRegistry()
        label = ("rute", "metode")
        self.permintaan = Counter(
            "panel_permintaan", "Permintaan yang dijawab", (*label, "status"), registry=self.daftar
        )
        self.lama = Histogram("panel_lama_detik", "Lama menjawab", label, buckets=EMBER, registry=self.daftar)


@blueprint.get("/healthz")
def process() -> Response:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Can it serve? Only without its database, or on a schema of another program, it cannot; the rest is a warning."""
    state = keadaan.semua()
    parts = {b.kode: b.tingkat != keadaan.BAHAYA for b in state if b.wajib}
    warnings = [b.kode for b in state if b.tingkat != keadaan.BAIK and not (b.wajib and b.tingkat == keadaan.BAHAYA)]
    good = all(parts.values())
    return jsonify(siap=good, bagian=parts, peringatan=warnings), 200 if good else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    if not _allowed():
        abort(403)
    return Response(_counted() + _momentary(), content_type=CONTENT_TYPE_LATEST)


def _counted() -> bytes:
    """What was counted: by all processes of this machine where they share a folder, else by this one."""
    if not SHARED:
        return b"".join(generate_latest(r) for r in (current_app.extensions["ukuran"].daftar, figures.REGISTRY))
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    try:
        return generate_latest(together)
    except (OSError, ValueError):  # a process that began this moment has not written its file yet
        log.exception("ukuran bersama tidak terbaca")
        return b""


# --- what is so at this moment: asked when somebody reads it ----------------------------------------------------------


def _state() -> Iterator[Metric]:
    level = GaugeMetricFamily("panel_keadaan", "1 baik, 0.5 perlu perhatian, 0 bahaya", labels=["butir"])
    for satu in keadaan.semua():
        level.add_metric([satu.kode], TINGKAT[satu.tingkat])
    yield level


def _upkeep() -> Iterator[Metric]:
    """A failure does not make a backup younger: the moment is that of the last good one."""
    good = GaugeMetricFamily("panel_terakhir_detik", "Kapan terakhir berhasil, detik Unix", labels=["pekerjaan"])
    last = GaugeMetricFamily("panel_terakhir_baik", "1 bila yang terakhir berhasil", labels=["pekerjaan"])
    for kunci, row in ingatan.semua(db.session).items():
        last.add_metric([kunci], float(row.baik))
        if moment := ingatan.last_good(row):
            good.add_metric([kunci], moment.timestamp())
    yield from (good, last)


def _work() -> Iterator[Metric]:
    count = GaugeMetricFamily("panel_pekerjaan_terbuka", "Pekerjaan yang belum selesai", labels=["jenis"])
    age = GaugeMetricFamily(
        "panel_pekerjaan_tertua_detik", "Sejak berapa detik yang tertua tidak disentuh", labels=["jenis"]
    )
    for kind, found in antrean.waiting().items():
        count.add_metric([kind], found.count)
        age.add_metric([kind], (sekarang() - found.since).total_seconds() if found.since else 0.0)
    yield from (count, age)


def _worker() -> Iterator[Metric]:
    lives, _ = ingatan.worker(db.session)
    yield GaugeMetricFamily("panel_pekerja_hidup", "1 bila pekerja latar memberi tanda hidup", value=float(lives))


def _mail() -> Iterator[Metric]:
    count = GaugeMetricFamily("panel_surel", "Surel menurut keadaannya", labels=["status"])
    stmt = db.select(Kiriman.status, db.func.count()).where(Kiriman.deleted_at.is_(None)).group_by(Kiriman.status)
    for status, number in db.session.execute(stmt):
        count.add_metric([status.value], number)
    yield count


# To add a figure, add it to a row, or a row: (name, what it tells).
MOMENTARY: tuple[tuple[str, Callable[[], Iterator[Metric]]], ...] = (
    ("keadaan", _state),
    ("perawatan", _upkeep),
    ("pekerjaan", _work),
    ("pekerja", _worker),
    ("surel", _mail),
)


class _Asked:
    """A collector of what was asked already."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        return self._families


def _momentary() -> bytes:
    """Every row of MOMENTARY that could be asked, and for each whether it could."""
    answered = GaugeMetricFamily("panel_terjawab", "0 bila bagian ini tidak dapat ditanyakan", labels=["bagian"])
    families: list[Metric] = [answered]
    for name, ask in MOMENTARY:
        try:
            families += list(ask())
            answered.add_metric([name], 1.0)
        except Exception as error:
            keadaan.forget()
            log.warning("ukuran %s tidak dapat ditanyakan: %s", name, type(error).__name__)
            answered.add_metric([name], 0.0)
    registry = CollectorRegistry()
    registry.register(_Asked(families))
    return generate_latest(registry)


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
