"""Measures what people wait for, on the demonstration year with 3,300 usulan: `make bench` writes BENCHMARKS.md."""

JUMLAH = 3300  # usulan of the demonstration year: the size of a real city's Musrenbang
SANDI = "Ukur-Panel-2026"
