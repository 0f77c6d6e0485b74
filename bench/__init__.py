"""Measures what people wait for, on the demonstration year of 3,300 usulan: `make bench` writes docs/benchmarks.md."""

import os

JUMLAH = 3300  # usulan of the demonstration year: the size of a real city's Musrenbang
SANDI = "Ukur-Panel-2026"
# One person asks here as quickly as a machine can (admin/laju.py).
os.environ.setdefault("HEAVY_PER_MINUTE", "0")
