"""What the heavy work leaves for /metrics: how many, and how long, in whatever process it was done."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
SECONDS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)
DONE = Counter("panel_pekerjaan_dikerjakan", "Pekerjaan latar yang dikerjakan", ("jenis", "asal"), registry=REGISTRY)
DURATION = Histogram(
    "panel_pekerjaan_lama_detik", "Lama satu pekerjaan latar", ("jenis",), buckets=SECONDS, registry=REGISTRY
)
