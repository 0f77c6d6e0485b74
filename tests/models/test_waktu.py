"""The day of the office is Bogor's, whatever clock the machine keeps."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import AKAR

PROGRAM = """
from datetime import datetime, UTC
from models import waktu
for saat in (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 0, tzinfo=UTC)):
    with waktu.jam(saat):
        print(waktu.hari_ini(), waktu.lokal(waktu.sekarang()).strftime("%Y %H.%M"))
"""


@pytest.mark.parametrize("zona", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_year_turns_at_midnight_in_bogor_on_a_machine_far_from_it(zona: str) -> None:
    hasil = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=AKAR,
        env={**os.environ, "TZ": zona},
        capture_output=True,
        text=True,
        check=True,
    )
    assert hasil.stdout.splitlines() == ["2026-12-31 2026 23.59", "2027-01-01 2027 00.00"]
