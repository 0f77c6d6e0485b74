"""How long a test is: short for every commit, long in the battery (`make battery` sets BATTERY=1)."""

from __future__ import annotations

import os

BATTERY = os.environ.get("BATTERY", "") not in ("", "0")


def ukuran(pendek: int, panjang: int) -> int:
    return panjang if BATTERY else pendek
