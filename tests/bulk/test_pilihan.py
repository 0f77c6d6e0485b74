"""Selections: what was ticked in its order, or all that match an address but some, as rows of an operation."""

from __future__ import annotations

from typing import Any

import pytest

from bulk import operasi
from bulk.pilihan import Pilihan
from models import cari_tulis
from models.base import db
from models.operasi import JenisOperasi, Operasi, OperasiBaris
from models.pesan import Keliru
from models.usulan import StatusUsulan, Usulan
from models.waktu import sekarang
from tests import dunia


@pytest.fixture
def usulan(session: Any) -> list[int]:
    m = dunia.di_ujung()
    ids = dunia.banyak_usulan(m, 30)
    session.execute(db.update(Usulan).filter_by(id=ids[3]).values(deleted_at=sekarang()))
    session.execute(db.update(Usulan).where(Usulan.id.in_(ids[:10])).values(status=StatusUsulan.DIAJUKAN))
    session.commit()
    return ids


@pytest.fixture(autouse=True)
def _tanpa_kerja(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operasi, "mulai", lambda op: None)


def buat(pilihan: Any, aksi: str = "terima") -> tuple[Operasi, list[tuple[int, int]]]:
    op = operasi.buat(JenisOperasi.GERAK, Usulan, pilihan, dunia.aktor("tim_musrenbang"), judul="x", aksi=aksi)
    kueri = db.select(OperasiBaris.urut, OperasiBaris.record_id).filter_by(operasi_id=op.id)
    return op, [tuple(r) for r in db.session.execute(kueri.order_by(OperasiBaris.urut))]


def test_ticked_rows_stand_in_their_order_also_those_that_are_gone(usulan: list[int]) -> None:
    ids = [usulan[5], 999_999, usulan[1], usulan[3]]
    op, rows = buat(ids)
    assert rows == [(1, ids[0]), (2, ids[1]), (3, ids[2]), (4, ids[3])]
    assert (op.jumlah, op.saringan) == (4, None)


def test_all_that_match_are_written_by_one_statement_without_those_taken_out(usulan: list[int]) -> None:
    kecuali = frozenset({usulan[0], usulan[9], 999_999})
    pilihan = Pilihan(Usulan, saringan="status=diajukan", kecuali=kecuali)
    harap = [usulan[n] for n in (1, 2, 4, 5, 6, 7, 8)]  # the fourth is deleted
    actor = dunia.aktor("tim_musrenbang")
    assert pilihan.jumlah(actor) == len(harap)
    assert pilihan.contoh(actor, 2) == harap[:2]
    op, rows = buat(pilihan)
    assert rows == list(enumerate(harap, 1))
    assert (op.jumlah, op.saringan) == (7, "status=diajukan")


def test_where_order_matters_rows_stand_as_the_list_shows_them(usulan: list[int]) -> None:
    actor = dunia.aktor("tim_musrenbang")
    op, _ = buat([usulan[0]])
    db.session.execute(db.delete(OperasiBaris).filter_by(operasi_id=op.id))
    assert Pilihan(Usulan, saringan="urut=-kode").tulis(op.id, actor, berurut=True) == 29
    kueri = db.select(OperasiBaris.record_id).filter_by(operasi_id=op.id).order_by(OperasiBaris.urut)
    assert list(db.session.scalars(kueri)) == [i for i in reversed(usulan) if i != usulan[3]]


def test_a_selection_that_holds_nothing_makes_no_operation(usulan: list[int]) -> None:
    for pilihan in ([], Pilihan(Usulan, saringan="status=final"), Pilihan(Usulan, saringan="q=tidakadakatanya")):
        with pytest.raises(Keliru, match="Belum ada baris"):
            buat(pilihan)
    assert db.session.scalar(db.select(db.func.count(Operasi.id))) == 0


def test_a_search_is_a_selection_too(usulan: list[int]) -> None:
    cari_tulis.segarkan("usulan", usulan)
    kode = db.session.scalar(db.select(Usulan.kode).filter_by(id=usulan[7]))
    _, rows = buat(Pilihan(Usulan, saringan=f"q={kode}"))
    assert rows == [(1, usulan[7])]
