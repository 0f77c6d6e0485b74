"""The line above a form is what the SOP in force says, whatever SOP that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.base import db, kinds
from models.sop import SopRevisi, StatusSop
from sop import definition, petunjuk
from sop.access import Verb, peran_dengan

LIMA = Path(__file__).resolve().parent / "sop_lima_langkah.toml"


def test_a_kind_is_told_the_step_that_produces_it_with_what_that_step_needs(session: Any) -> None:
    p = petunjuk.untuk(kinds()["undangan"])
    assert p is not None
    assert (p.urutan, p.kelengkapan, p.waktu, p.dihasilkan) == (5, ("Jadwal pelaksanaan",), "15 menit", True)
    assert p.aktivitas.startswith("Membuat undangan Musrenbang")
    assert 6 in p.juga


def test_a_part_is_told_the_step_of_its_whole_and_what_no_step_names_nothing(session: Any) -> None:
    assert petunjuk.untuk(kinds()["penerima_undangan"]) == petunjuk.untuk(kinds()["undangan"])
    assert petunjuk.untuk(kinds()["pejabat"]) is None


def test_what_a_step_only_needs_is_told_as_its_kelengkapan(session: Any) -> None:
    p = petunjuk.untuk(kinds()["dpa"])
    assert p is not None
    assert (p.urutan, p.dihasilkan) == (1, False)


def test_another_sop_in_force_gives_other_words(session: Any) -> None:
    definition.muat(db.session, LIMA)
    lain = db.session.scalars(db.select(SopRevisi).order_by(SopRevisi.id.desc())).first()
    for satu in db.session.scalars(db.select(SopRevisi)):
        satu.status = StatusSop.BERLAKU if satu is lain else StatusSop.DIGANTI
    db.session.flush()
    p = petunjuk.untuk(kinds()["undangan"])
    assert p is None or p.aktivitas in {x.aktivitas.rstrip(". ") for x in lain.langkah}


@pytest.mark.parametrize(("kind", "n"), [("teks_baku", 1), ("usulan", 4), ("nomor_surat", 0)])
def test_who_may_fill_a_kind_is_read_from_the_table_of_rights(kind: str, n: int) -> None:
    assert len(peran_dengan(Verb.BUAT, kinds()[kind])) == n


def test_a_kind_that_is_needed_before_it_is_finished_is_told_the_earlier_step(session: Any) -> None:
    p = petunjuk.untuk(kinds()["usulan"])
    assert p is not None
    assert p.urutan == min(p.urutan, *p.juga) == 7
