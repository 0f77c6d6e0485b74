"""The steps of an import until its preview: what stops one, what is refused, and what becomes of one given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bulk.impor import baris, siap, tata_letak, vonis
from models.base import db
from models.impor import Impor, ImporBaris, StatusImpor
from models.pesan import Keliru, SopError
from models.waktu import sekarang
from tests import dunia
from tests.impor import berkas_contoh as contoh
from tests.impor import sipd
from tests.impor.test_terap import terapkan
from tests.impor.test_vonis import impor


def dikirim(session: Any) -> tuple[Impor, dict[str, Any]]:
    """An import whose columns are guessed, and what its matching would be sent with."""
    imp = siap.mulai(dunia.aktor("tim_musrenbang"), "usulan", "a.xlsx", contoh.xlsx(sipd.tabel(3)), "SIPD")
    return imp, {
        "actor": dunia.aktor("tim_musrenbang"),
        "bawaan": {**imp.bawaan, "musrenbang_id": dunia.musrenbang().id},
    }


def batal(session: Any) -> None:
    """Somebody gives up in another window."""
    session.execute(db.update(Impor).values(status=StatusImpor.DIBATALKAN))
    session.commit()


@pytest.mark.parametrize(
    ("peta", "kalimat"),
    [
        ({}, "Cocokkan sekurang-kurangnya satu kolom"),
        ({"0": ""}, "Cocokkan sekurang-kurangnya satu kolom"),
        ({"0": "tidak_ada"}, "Ada kolom yang tidak dikenal"),
        ({"999": "usulan"}, "Ada kolom yang tidak dikenal"),
        ({"satu": "usulan"}, "Ada kolom yang tidak dikenal"),
        ({"0": "usulan", "1": "usulan"}, "dipilih untuk lebih dari satu kolom"),
    ],
)
def test_a_matching_that_cannot_be_is_refused(session: Any, peta: dict[str, str], kalimat: str) -> None:
    imp, isian = dikirim(session)
    with pytest.raises(Keliru, match=kalimat):
        siap.petakan(imp, peta=peta, **isian)


def test_an_import_that_was_applied_is_not_matched_again(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=dunia.musrenbang().id)
    terapkan(imp)
    with pytest.raises(SopError, match=siap.TIDAK_DICOCOKKAN):
        siap.petakan(imp, dunia.aktor("tim_musrenbang"), imp.peta, imp.bawaan)
    siap.kerjakan(imp.id)  # a wake-up call that comes too late
    assert session.get_one(Impor, imp.id, populate_existing=True).status is StatusImpor.SELESAI


def test_what_nobody_foresaw_is_told_and_leaves_no_rows(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    imp, isian = dikirim(session)

    def rusak(impor_id: int) -> None:
        raise RuntimeError("rusak")

    monkeypatch.setattr(vonis, "tulis", rusak)
    imp = siap.petakan(imp, peta=imp.peta, **isian)
    assert (imp.status, imp.galat) == (StatusImpor.GAGAL, siap.TAK_TERDUGA)
    assert session.scalar(db.select(db.func.count(ImporBaris.urut))) == 0


def test_one_that_is_given_up_while_it_is_read_stays_given_up(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asli = tata_letak.baris_judul

    def sambil_batal(*isi: Any) -> Any:
        batal(session)
        return asli(*isi)

    monkeypatch.setattr(tata_letak, "baris_judul", sambil_batal)
    imp, _ = dikirim(session)
    assert (imp.status, imp.galat) == (StatusImpor.DIBATALKAN, None)
    assert session.scalar(db.select(db.func.count(ImporBaris.urut))) == 0


def test_one_that_is_given_up_while_it_is_judged_stays_given_up(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    imp, isian = dikirim(session)
    asli = baris.Pemeriksa.periksa

    def sambil_batal(self: baris.Pemeriksa, rows: Any) -> Any:
        hasil = asli(self, rows)
        batal(session)
        return hasil

    monkeypatch.setattr(baris.Pemeriksa, "periksa", sambil_batal)
    imp = siap.petakan(imp, peta=imp.peta, **isian)
    assert (imp.status, imp.galat) == (StatusImpor.DIBATALKAN, None)


def test_one_that_is_given_up_between_two_chunks_gets_no_preview(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(2)), musrenbang_id=dunia.musrenbang().id)
    siap.batalkan(imp)
    vonis.tulis(imp.id)
    assert session.get_one(Impor, imp.id, populate_existing=True).status is StatusImpor.DIBATALKAN


def test_who_judges_late_leaves_what_another_has_finished(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that starts up beside the web process may take up an import that its person is just being served."""
    imp, isian = dikirim(session)
    asli = baris.Pemeriksa.periksa

    def disusul(self: baris.Pemeriksa, rows: Any) -> Any:
        monkeypatch.setattr(baris.Pemeriksa, "periksa", asli)
        vonis.tulis(imp.id)  # the other one, from beginning to end
        return asli(self, rows)

    monkeypatch.setattr(baris.Pemeriksa, "periksa", disusul)
    imp = siap.petakan(imp, peta=imp.peta, **isian)
    assert (imp.status, imp.galat, imp.baru) == (StatusImpor.PRATINJAU, None, 3)
    terapkan(imp)
    assert imp.diterapkan == 3


def test_who_reads_late_leaves_what_another_has_read(session: Any) -> None:
    imp, _ = dikirim(session)
    session.execute(db.update(ImporBaris).values(vonis="baru"))
    session.commit()
    with pytest.raises(SopError):
        siap._baca(imp.id)
    session.rollback()
    assert session.scalars(db.select(ImporBaris.vonis)).all() == ["baru"] * 3


def test_an_import_that_was_touched_a_moment_ago_is_not_taken_for_one_that_a_crash_has_left(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(2)), musrenbang_id=dunia.musrenbang().id)
    imp.status = StatusImpor.MEMERIKSA
    session.commit()
    assert siap.lanjutkan(sekarang() - timedelta(minutes=1)) == 0
    assert siap.lanjutkan(sekarang() + timedelta(seconds=1)) == 1
