"""One person per role before the screen, and a Musrenbang that runs, with usulan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.admin.layar import Layar
from tests.orang import Orang


@pytest.fixture
def layar(orang: Orang) -> Callable[[str], Layar]:
    return lambda nama: Layar(orang.masuk(nama))


@pytest.fixture
def tim(layar: Callable[[str], Layar]) -> Layar:
    return layar("tim_musrenbang")


@pytest.fixture
def musrenbang(app: Flask) -> int:
    """A Musrenbang that has begun: step 1 waits."""
    from models.base import db
    from models.musrenbang import Musrenbang
    from sop import workflow
    from tests import dunia

    with app.app_context():
        team = dunia.aktor("tim_musrenbang")
        row = dunia.simpan(Musrenbang(nama="Musrenbang Uji", tahun=2027))
        workflow.move(row, "mulai", team)
        db.session.commit()
        return int(row.id)


@pytest.fixture
def tulis(app: Flask) -> Callable[..., list[int]]:
    """`tulis(Model, n, nama=lambda i: …)`: n rows straight into the database; answers their ids."""

    def buat(model: Any, n: int = 1, **isian: Any) -> list[int]:
        from models.base import db

        with app.app_context():
            rows = [model(**{k: v(i) if callable(v) else v for k, v in isian.items()}) for i in range(n)]
            db.session.add_all(rows)
            db.session.commit()
            return [row.id for row in rows]

    return buat


@pytest.fixture
def usulan(tulis: Callable[..., list[int]], musrenbang: int) -> Callable[[int], list[int]]:
    """`usulan(n)`: n usulan in draf."""
    from models.usulan import AsalUsulan, Usulan

    def buat(n: int, **lain: Any) -> list[int]:
        isian = {
            "musrenbang_id": musrenbang,
            "kode": lambda i: f"U-{i:04d}",
            "usulan": lambda i: f"Perbaikan saluran RW {i:02d}",
            "permasalahan": "Tergenang ketika hujan.",
            "asal": AsalUsulan.MASYARAKAT,
            "pengusul": "Ketua RW (Demo)",
            "kelompok_sidang_id": 1,
            "wilayah_id": 10,
            "satuan": "meter",
            "opd_awal_id": 1,
            "pagu_usulan": lambda i: i * 1_000_000,
        }
        return tulis(Usulan, n, **{**isian, **lain})

    return buat


@pytest.fixture
def akses(app: Flask) -> Callable[[], list[tuple[Any, ...]]]:
    """(who, way, kind, record, columns, how many, filter) of each line, in their order."""

    def baca() -> list[tuple[Any, ...]]:
        from models.akses_pribadi import AksesPribadi
        from models.base import db

        with app.app_context():
            semua = db.session.scalars(db.select(AksesPribadi).order_by(AksesPribadi.id)).all()
            return [(a.nama, a.cara.value, a.data_kind, a.data_id, a.kolom, a.jumlah, a.saringan) for a in semua]

    return baca


USULAN = {
    "usulan": "Taman baca",
    "permasalahan": "Anak-anak belum mempunyai tempat membaca.",
    "asal": "masyarakat",
    "pengusul": "Warga RW 02",
    "kelompok_sidang_id": "1",
    "wilayah_id": "10",
    "volume": "1,5",
    "satuan": "unit",
    "pagu_usulan": "Rp1.500.000",
    "kesiapan_lahan": "belum",
    "kesiapan_rincian": "belum",
}


@pytest.fixture
def isian_usulan(musrenbang: int) -> dict[str, str]:
    """A complete form of a usulan."""
    return {**USULAN, "musrenbang_id": str(musrenbang)}


@pytest.fixture
def ambil(app: Flask) -> Callable[[Any, int], Any]:
    """`ambil(Model, id)`: the stored row, read anew."""

    def baca(model: Any, id_: int) -> Any:
        from models.base import db

        with app.app_context():
            row = db.session.get(model, id_)
            if row is not None:
                for column in row.__mapper__.column_attrs:
                    getattr(row, column.key)
                db.session.expunge(row)
            return row

    return baca
