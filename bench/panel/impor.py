"""Many rows of a spreadsheet in, up to the preview and then applied: seconds, and the memory of process and reader.

`python -m bench.panel.impor URL N` prints JSON; the peers have no import to compare with. With `antre` behind it the
worker of the panel does the work (it must be running), as for a person at the screen, and its memory is not measured.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import SANDI

KEPALA = ("ID Usulan", "Usulan", "Permasalahan", "Asal", "Pengusul", "Kelompok sidang", "Kelurahan/wilayah", "RW",
          "Volume usulan", "Satuan", "Pagu usulan", "OPD tujuan awal")  # fmt: skip


def _berkas(n: int, tujuan: Path) -> None:
    """A sheet as an office would send it: names instead of numbers, typed cells."""
    import xlsxwriter

    from models.base import db
    from models.kelompok_sidang import KelompokSidang
    from models.musrenbang import Musrenbang, StatusMusrenbang
    from models.perangkat_daerah import PerangkatDaerah
    from models.usulan import StatusUsulan
    from models.wilayah import Wilayah
    from seed import usulan_demo

    m = db.session.scalar(db.select(Musrenbang).filter_by(status=StatusMusrenbang.BERJALAN))
    assert m is not None
    nama: dict[type[Any], dict[int, str]] = {
        model: dict(db.session.execute(db.select(model.id, model.nama)).all())
        for model in (KelompokSidang, PerangkatDaerah, Wilayah)
    }
    buku = xlsxwriter.Workbook(str(tujuan), {"constant_memory": True})
    lembar = buku.add_worksheet("Usulan")
    lembar.write_row(0, 0, KEPALA)
    for i, r in enumerate(usulan_demo.baris(m.id, m.tahun, n, StatusUsulan.DRAF, benih=99), 1):
        sel = (f"I-{i}", r["usulan"], r["permasalahan"], r["asal"].value, r["pengusul"])
        acuan = (nama[KelompokSidang][r["kelompok_sidang_id"]], nama[Wilayah][r["wilayah_id"]])
        akhir = (r["rw"], float(r["volume"]), r["satuan"], r["pagu_usulan"], nama[PerangkatDaerah][r["opd_awal_id"]])
        lembar.write_row(i, 0, (*sel, *acuan, *akhir))
    buku.close()


def ukur(url: str, n: int, antre: bool = False) -> dict[str, Any]:
    os.environ |= {"DATABASE_URL": url, "MODE": "demo", "DEMO_PASSWORD": SANDI, "SECRET_KEY": "", "PUBLIC_URL": ""}
    from app import create_app
    from bulk import operasi
    from bulk.impor import setuju, siap
    from models import after_commit
    from models.impor import StatusImpor as S

    with create_app().app_context(), tempfile.TemporaryDirectory() as folder:
        from models.base import db
        from models.musrenbang import Musrenbang, StatusMusrenbang
        from models.pengguna import Pengguna
        from sop.access import actor_of

        if not antre:
            after_commit.HAND_OFF |= {"operasi": operasi.kerjakan, "impor": siap.kerjakan}
        _berkas(n, berkas := Path(folder) / "usulan.xlsx")
        actor = actor_of(db.session.scalars(db.select(Pengguna).filter_by(nama_pengguna="tim_musrenbang")).one())
        tahun = db.session.scalar(db.select(Musrenbang.id).filter_by(status=StatusMusrenbang.BERJALAN))
        db.session.rollback()
        semula = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        awal = time.perf_counter()
        imp = siap.mulai(actor, "usulan", "usulan.xlsx", berkas.read_bytes(), "Ukur")
        _tunggu(imp, S.MEMBACA)
        imp = siap.petakan(imp, actor, dict(imp.peta), {**imp.bawaan, "musrenbang_id": tahun})
        _tunggu(imp, S.MEMERIKSA)
        pratinjau = time.perf_counter() - awal
        hasil = {"baru": imp.baru, "salah": imp.salah, "pratinjau": pratinjau}
        op = setuju.terapkan(imp, actor)
        _tunggu(imp, S.MENERAPKAN)
        db.session.refresh(op)
        hasil |= {"terapkan": time.perf_counter() - awal - pratinjau, "status": str(op.status)}
        puncak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        hasil["tambah"] = (puncak - semula) / 1024
        hasil["pembaca"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        return hasil


def _tunggu(imp: Any, selama: str) -> None:
    """Until the worker has done this part; at once where the work was done here."""
    from models.base import db

    while imp.status == selama:
        db.session.rollback()
        time.sleep(0.2)
        db.session.refresh(imp)


if __name__ == "__main__":
    print(json.dumps(ukur(sys.argv[1], int(sys.argv[2]), "antre" in sys.argv)))
