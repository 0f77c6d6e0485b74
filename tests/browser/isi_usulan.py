"""Many usulan for a test of many: `python -m tests.browser.isi_usulan N` adds them to the year under way, in draf.

The environment (VAR, MODE) says where, as for the program itself.
"""

from __future__ import annotations

import sys

from app import create_app


def main(n: int) -> None:
    with create_app().app_context():
        from models import cari_tulis
        from models.base import db
        from models.musrenbang import Musrenbang, StatusMusrenbang
        from models.usulan import StatusUsulan, Usulan
        from models.waktu import sekarang
        from seed import usulan_demo

        m = db.session.scalar(db.select(Musrenbang).filter_by(status=StatusMusrenbang.BERJALAN))
        saat = {"version": 1, "created_at": sekarang(), "updated_at": sekarang()}
        rows = usulan_demo.baris(m.id, m.tahun, n, StatusUsulan.DRAF, benih=7)
        isi = [{**r, **saat, "kode": f"M-{i:05d}", "kode_eksternal": f"m-{i}"} for i, r in enumerate(rows)]
        db.session.execute(db.insert(Usulan.__table__), isi)
        db.session.commit()
        cari_tulis.lengkapi(db.session)
        db.session.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
