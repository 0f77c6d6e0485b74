"""Usulan with gaps, repetitions and deleted rows, straight into the table, and the same rows as Python sees them."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from models.base import db
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang
from models.usulan import AsalUsulan, HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from models.wilayah import Tingkat, Wilayah
from seed import usulan_demo
from tests import dunia


def usulan(n: int, benih: int = 1, tahun: int = 2027, m: Musrenbang | None = None) -> Musrenbang:
    """`n` usulan of a new Musrenbang (or of `m`), one in seven deleted, every nullable column empty now and then."""
    m = m or dunia.musrenbang(tahun)
    acak = random.Random(benih)
    alasan = list(db.session.scalars(db.select(AlasanPenolakan.id)))
    rows = []
    for row in usulan_demo.baris(m.id, m.tahun, n, StatusUsulan.DIAJUKAN, benih):
        hasil = acak.choice([None, None, *HasilUsulan])
        row |= {
            "pagu_usulan": acak.choice([0, 0, 1_000_000, acak.randrange(10**9)]),
            "volume": Decimal(acak.choice(["1.5", "2", "2", str(acak.randrange(1000))])),
            "opd_pengampu_id": acak.choice([None, None, row["opd_awal_id"], 1, 2]),
            "kecamatan_id": acak.choice([None, row["kecamatan_id"]]),
            "pagu_disepakati": acak.choice([None, 0, acak.randrange(10**9)]),
            "alamat": acak.choice([None, "", "Jl. Pahlawan No. 1"]),
            "asal": acak.choice(list(AsalUsulan)),
            "hasil": hasil,
            "status": acak.choice([StatusUsulan.DRAF, StatusUsulan.DIVERIFIKASI, StatusUsulan.DIAJUKAN]),
            "alasan_id": alasan[0] if hasil in (HasilUsulan.DITOLAK, HasilUsulan.DITUNDA) else None,
            "deleted_at": sekarang() if acak.random() < 1 / 7 else None,
            "kode": f"{row['kode']}-{benih}",
            "kode_eksternal": f"{benih}-{row['kode_eksternal']}",
        }
        rows.append(row)
    db.session.execute(db.insert(Usulan), rows)
    db.session.commit()
    return m


def hidup(m_id: int | None = None) -> list[Any]:
    """The rows that a list may show, by id."""
    rows = db.session.scalars(db.select(Usulan).order_by(Usulan.id).execution_options(populate_existing=True))
    return [u for u in rows if u.deleted_at is None and m_id in (None, u.musrenbang_id)]


def kecamatan() -> list[int]:
    return list(db.session.scalars(db.select(Wilayah.id).filter_by(tingkat=Tingkat.KECAMATAN)))
