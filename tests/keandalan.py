"""docs/reliability.md: what the battery tried, the figure that came out, and the mark. Its tests tell it themselves.

A test says `record_property(KUNCI, (what, figure, mark))`; at the end of `make battery` the rows of the tests that
passed are written between the markers, and those of tests that were not run this time stay. A number that many tests
tell under one name is summed.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

KUNCI = "keandalan"
AWAL, AKHIR = "<!-- battery -->", "<!-- /battery -->"
BERKAS = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
KEPALA = "| yang diuji | hasil | sasaran | tanggal, mesin |\n|---|---|---|---|"
Baris = tuple[str, str | int, str]


def susun(isi: str, baru: Iterable[Baris], kapan: str) -> str:
    """The page with the rows of this run in the place of the older ones of the same name."""
    depan, _, sisa = isi.partition(AWAL)
    lama, _, belakang = sisa.partition(AKHIR)
    rows = {b.split("|")[1].strip(): b for b in lama.strip().splitlines()[2:]}
    jumlah: dict[str, str | int] = {}
    for nama, hasil, sasaran in baru:
        semula = jumlah.get(nama)
        jumlah[nama] = hasil + semula if isinstance(hasil, int) and isinstance(semula, int) else hasil
        rows[nama] = f"| {nama} | {jumlah[nama]} | {sasaran} | {kapan} |"
    tabel = "\n".join([KEPALA, *(rows[nama] for nama in sorted(rows))])
    return f"{depan}{AWAL}\n{tabel}\n{AKHIR}{belakang}"


def tulis(baru: list[Baris]) -> None:
    if baru:
        kapan = f"{datetime.now(UTC):%d-%m-%Y}, {os.cpu_count()} inti, Python {platform.python_version()}"
        BERKAS.write_text(susun(BERKAS.read_text(encoding="utf-8"), baru, kapan), encoding="utf-8")
