"""Who judges an answer to bad input: taken or refused with a sentence; no trace, no hang, no script on the page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.masukan import korpus

TERLAMA = 10.0  # seconds
BAHAYA = tuple(s for s in korpus.SIHIR if "<" in s and "alert(1)" in s)
SASARAN = "0 × 5xx, 0 jejak, 0 menggantung"


class Juri:
    """Judges every answer; the faults are told together at the end."""

    def __init__(self, nama: str) -> None:
        self.nama, self.kasus, self.salah = nama, 0, list[str]()
        self.kode: dict[int, int] = {}

    def nilai(self, apa: object, minta: Callable[[], Any]) -> Any:
        self.kasus += 1
        mulai = time.monotonic()
        try:
            jawab = minta()
        except Exception as galat:  # the test client raises what a server would turn into a 500
            self.salah.append(f"{apa!r:.120}: {galat!r:.200}")
            return None
        lama = time.monotonic() - mulai
        self.kode[jawab.status_code] = self.kode.get(jawab.status_code, 0) + 1
        isi = jawab.get_data(as_text=True) if jawab.mimetype in ("text/html", "application/json") else ""
        if jawab.status_code >= 500:
            self.salah.append(f"{apa!r:.120}: {jawab.status_code}")
        if lama > TERLAMA:
            self.salah.append(f"{apa!r:.120}: {lama:.0f} s")
        if "Traceback" in isi or "sqlalchemy" in isi.lower():
            self.salah.append(f"{apa!r:.120}: a trace")
        if "<script>alert(1)" in isi or any(s in isi for s in BAHAYA):
            self.salah.append(f"{apa!r:.120}: not escaped")
        if "=49" in isi.replace(" ", "") and "7*7" in str(apa):
            self.salah.append(f"{apa!r:.120}: computed")
        return jawab
