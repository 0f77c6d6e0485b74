"""The panel at a moment that stands still, on data that are always the same: what its pictures are taken of.

`python -m tests.browser.beku` fills the empty database of VAR, then serves it on PORT, as `python app.py` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from admin import server
from app import create_app
from models import setelan
from models.waktu import jam

SAAT = datetime(2026, 3, 23, 2, 30, tzinfo=UTC)  # 09.30 WIB, the pleno of tests/dunia.py has begun


def isi() -> None:
    """A Musrenbang at its sidang: usulan in every state, a pleno with guests, booked rooms, a ceiling."""
    from models.base import db
    from models.perangkat_daerah import PaguOpd
    from models.rapat import DaftarHadir
    from models.ruang import PemakaianRuang
    from models.usulan import HasilUsulan, StatusUsulan, Usulan
    from seed import load
    from tests import dunia, orang

    load.muat(db.session)
    orang.buat(db.session)
    m = dunia.di_langkah(8, usulan=18)
    for n, u in enumerate(db.session.scalars(db.select(Usulan).order_by(Usulan.kode))):
        u.kelompok_sidang_id, u.opd_pengampu_id = dunia.kelompok("Fisik"), 1
        u.usulan, u.pagu_usulan = f"Perbaikan saluran dan jalan lingkungan RW {n + 1:02d}", (n + 1) * 12_500_000
        if n >= 12:
            u.status, u.hasil = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA
            u.volume_disepakati, u.pagu_disepakati = u.volume, u.pagu_usulan
    db.session.add(PaguOpd(perangkat_daerah_id=1, tahun=m.tahun, pagu=2_000_000_000))
    pleno = dunia.rapat(m, hadir=7, tempat="Balai Kota Bogor")
    db.session.add_all(DaftarHadir(rapat_id=pleno.id, nama=f"Undangan {n} (Demo)") for n in range(6))
    penetapan = dunia._penetapan(m)
    db.session.add(
        PemakaianRuang(
            penetapan_ruang_id=penetapan.id, ruang_id=2, keperluan="Gladi", mulai=dunia.PAGI, selesai=dunia.SIANG
        )
    )
    db.session.commit()


def main() -> None:
    from migrations import naik
    from models.base import db

    app = create_app()
    naik(setelan.kini().database_url)
    with jam(SAAT), app.app_context():
        isi()
        db.session.remove()

    def panel(lingkungan: dict[str, Any], mulai: Callable[..., Any]) -> Iterable[bytes]:
        with jam(SAAT):  # every thread asks for the time anew
            return [b"".join(app(lingkungan, mulai))]

    door = server.listen("127.0.0.1", int(os.environ["PORT"]), limit=0)
    server.serve(panel, door, threads=4, limit=app.config["MAX_CONTENT_LENGTH"])


if __name__ == "__main__":
    main()
