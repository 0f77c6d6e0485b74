"""Measures what people wait for, on the demonstration year with 3,300 usulan: `make bench` writes BENCHMARKS.md."""
