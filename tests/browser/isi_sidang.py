"""A Musrenbang at the sidang kelompok: `python -m tests.browser.isi_sidang` prints {"m", "kelompok", "kode"} as JSON.

Six verified usulan of Fisik with one OPD and its pagu. The environment (VAR, MODE) says where, as for the program.
"""

from __future__ import annotations

import json

from app import create_app


def main(tahun: int = 2031) -> None:
    with create_app().app_context():
        from models.base import db
        from models.perangkat_daerah import PaguOpd
        from tests import dunia

        m, kelompok = dunia.di_langkah(8, tahun), dunia.kelompok("Fisik")
        rows = dunia.isi_usulan(m, 6)
        for n, u in enumerate(rows, 1):
            u.kelompok_sidang_id, u.opd_pengampu_id = kelompok, 1
            u.usulan, u.volume, u.satuan, u.pagu_usulan = f"Saluran nomor {n}", 10 * n, "m", n * 10_000_000
        db.session.add(PaguOpd(perangkat_daerah_id=1, tahun=tahun, pagu=100_000_000))
        db.session.commit()
        print(json.dumps({"m": m.id, "kelompok": kelompok, "kode": [u.kode for u in rows]}))


if __name__ == "__main__":
    main()
