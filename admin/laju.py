"""How often one person may ask for what keeps the panel busy: exports, papers, imports, dossiers.

Counted in the memory of the process that serves: a register in the database would make who only reads wait behind who
writes, and refuse an export where the database only reads. So several processes let through so many times as much.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from flask import Flask, Response, after_this_request, request
from flask_login import current_user

from admin.cetak import AWALAN
from admin.masuk import saya
from models.pesan import TerlaluSering

# Functions of screens that read much or print. Previews while typing are not among them: they follow a pause of the
# hand, and each takes the place of the one before.
BERAT = frozenset(
    {"export", "print_view", "print_all", "template_view", "dossier", "start_view", "wrong_rows_view", "report_view"}
)
JENDELA = 60.0  # seconds


class Laju:
    """At most `terbanyak` calls of one person within JENDELA seconds."""

    def __init__(self, terbanyak: int, jam: Callable[[], float] = time.monotonic) -> None:
        self.terbanyak, self._jam = terbanyak, jam
        self._saat: defaultdict[int | None, deque[float]] = defaultdict(deque)
        self._kunci = threading.Lock()

    def tunggu(self, siapa: int | None) -> int:
        """Seconds to wait; 0: it may be done now, and is counted. Who is held back is not counted."""
        kini = self._jam()
        with self._kunci:
            saat = self._saat[siapa]
            while saat and saat[0] <= kini - JENDELA:
                saat.popleft()
            if len(saat) >= self.terbanyak:
                return math.ceil(saat[0] + JENDELA - kini)
            saat.append(kini)
            return 0


def pasang(app: Flask) -> None:
    terbanyak = app.config["SETELAN"].heavy_per_minute
    if not terbanyak:
        return
    laju = Laju(terbanyak)

    @app.before_request
    def _tahan() -> None:
        berat = (request.endpoint or "").rpartition(".")[2] in BERAT or request.form.get("aksi", "").startswith(AWALAN)
        if not berat or not current_user.is_authenticated or not (detik := laju.tunggu(saya().pengguna_id)):
            return

        @after_this_request
        def _kapan(jawaban: Response) -> Response:
            jawaban.headers["Retry-After"] = str(detik)
            return jawaban

        raise TerlaluSering(
            "Terlalu banyak unduhan, cetakan atau impor dalam semenit. Tunggu {detik} detik, lalu ulangi.", detik=detik
        )
