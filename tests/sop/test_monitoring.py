"""The monitoring of the SOP: filled from the log of the steps, assessed by those who use it, read by everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from documents import issue
from models.base import db
from models.monitoring_sop import ButirMonitoring, MonitoringSop, PenilaianPenerapan, Semester
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusPelaksanaan, TenggatLangkah
from models.pengaturan import Pengaturan
from models.pesan import SopError
from models.sop import Langkah, SopRevisi
from models.unit_kerja import UnitKerja
from sop import monitoring, workflow
from sop.access import Verb, may
from tests import dunia

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def langkah(urutan: int) -> Langkah:
    return db.session.scalars(db.select(Langkah).filter_by(urutan=urutan)).one()


def kerjakan(
    m: Musrenbang,
    urutan: int,
    menit: int | None,
    hari: date,
    status: StatusPelaksanaan = StatusPelaksanaan.SELESAI,
    **isi: Any,
) -> None:
    """A row of the log as it stands once the step was recorded."""
    dunia.simpan(
        PelaksanaanLangkah(
            musrenbang_id=m.id, langkah_id=langkah(urutan).id, menit=menit, tanggal=hari, status=status, **isi
        )
    )


def lembar(**isi: Any) -> MonitoringSop:
    data = {"tahun": 2026, "semester": Semester.SATU, "tanggal": date(2026, 7, 1), **isi}
    sop = db.session.scalars(db.select(SopRevisi)).one()
    found: MonitoringSop = dunia.simpan(
        MonitoringSop(sop_revisi_id=sop.id, penilai_id=dunia.pejabat("sub_koordinator"), **data)
    )
    return found


def isi(m: MonitoringSop) -> dict[int, str]:
    issue.perform(m, "isi_butir", dunia.aktor("sub_koordinator"))
    db.session.expire_all()
    return {b.urutan: str(b.catatan) for b in m.butir}


def test_every_step_gets_a_row_with_its_procedure(session: Any) -> None:
    m = lembar()
    catatan = isi(m)
    assert [b.prosedur for b in m.butir] == [x.aktivitas for x in m.sop_revisi.langkah]
    assert set(catatan.values()) == {monitoring.TAK_ADA}
    assert {b.penilaian for b in m.butir} == {None}  # the log tells facts; people assess


def test_minutes_stand_against_the_norm_and_the_longest_bidang_counts(session: Any) -> None:
    m = dunia.musrenbang()
    bidang = session.scalars(db.select(UnitKerja.id).limit(2)).all()
    kerjakan(m, 1, 12, date(2026, 1, 12), unit_kerja_id=bidang[0])
    kerjakan(m, 1, 20, date(2026, 1, 12), unit_kerja_id=bidang[1])
    kerjakan(m, 3, 30, date(2026, 2, 2))
    catatan = isi(lembar())
    assert catatan[1] == "Waktu kerja 20 menit, norma 15 menit (melampaui norma 5 menit)."
    assert catatan[3] == "Waktu kerja 30 menit, norma 30 menit."


@pytest.mark.parametrize(
    ("persen", "melampaui"), [("0", True), ("20", True), ("33,3", True), ("34", False), ("x", True)]
)
def test_the_tolerance_of_the_settings_decides_what_is_called_too_long(
    session: Any, persen: str, melampaui: bool
) -> None:
    session.execute(db.update(Pengaturan).filter_by(kunci="sop.toleransi_menit_persen").values(nilai=persen))
    kerjakan(dunia.musrenbang(), 1, 20, date(2026, 1, 12))
    assert ("melampaui" in isi(lembar())[1]) is melampaui


def test_rounds_and_returns_are_counted(session: Any) -> None:
    m = dunia.musrenbang()
    kerjakan(m, 5, 14, date(2026, 2, 23))
    kerjakan(m, 6, 3, date(2026, 2, 24), StatusPelaksanaan.DIKEMBALIKAN)
    kerjakan(m, 5, 6, date(2026, 2, 25), putaran=2)
    kerjakan(m, 6, 2, date(2026, 2, 26), putaran=2)
    catatan = isi(lembar())
    assert catatan[5] == "Waktu kerja 20 menit, norma 15 menit (melampaui norma 5 menit). Dikerjakan 2 putaran."
    assert catatan[6] == "Waktu kerja 5 menit, norma 5 menit. Dikerjakan 2 putaran. Dikembalikan 1 kali."


@pytest.mark.parametrize(("hari", "terlambat"), [(0, ""), (-1, ""), (3, " Terlambat 3 hari dari batas 02-02-2026.")])
def test_only_a_deadline_makes_a_step_late(session: Any, hari: int, terlambat: str) -> None:
    m, batas = dunia.musrenbang(), date(2026, 2, 2)
    dunia.simpan(TenggatLangkah(musrenbang_id=m.id, langkah_id=langkah(3).id, batas=batas))
    kerjakan(m, 3, 30, batas + timedelta(days=hari))
    assert isi(lembar())[3] == f"Waktu kerja 30 menit, norma 30 menit.{terlambat}"


@pytest.mark.parametrize(
    ("hari", "semester", "masuk"),
    [
        (date(2026, 1, 1), Semester.SATU, True),
        (date(2026, 6, 30), Semester.SATU, True),
        (date(2026, 7, 1), Semester.SATU, False),
        (date(2026, 7, 1), Semester.DUA, True),
        (date(2026, 12, 31), Semester.DUA, True),
        (date(2025, 12, 31), Semester.SATU, False),
    ],
)
def test_only_the_half_year_counts(session: Any, hari: date, semester: Semester, masuk: bool) -> None:
    kerjakan(dunia.musrenbang(), 3, 30, hari)
    assert (isi(lembar(semester=semester))[3] != monitoring.TAK_ADA) is masuk


def test_several_musrenbang_are_told_apart_and_one_can_be_chosen(session: Any) -> None:
    satu, dua = dunia.musrenbang(2027), dunia.musrenbang(2028)
    kerjakan(satu, 3, 30, date(2026, 2, 2))
    kerjakan(dua, 3, 10, date(2026, 5, 2))
    assert isi(lembar())[3] == (
        "Musrenbang 2027 (Demo): Waktu kerja 30 menit, norma 30 menit.\n"
        "Musrenbang 2028 (Demo): Waktu kerja 10 menit, norma 30 menit."
    )
    assert isi(lembar(musrenbang_id=dua.id))[3] == "Waktu kerja 10 menit, norma 30 menit."


def test_work_that_is_not_recorded_as_done_or_belongs_to_a_deleted_musrenbang_does_not_count(session: Any) -> None:
    m, hapus = dunia.musrenbang(2027), dunia.musrenbang(2028)
    kerjakan(m, 3, None, date(2026, 2, 2), StatusPelaksanaan.BERJALAN)
    kerjakan(hapus, 3, 30, date(2026, 2, 2))
    hapus.deleted_at = hapus.created_at
    session.commit()
    assert isi(lembar())[3] == monitoring.TAK_ADA


def test_filling_again_adds_nothing_twice_and_keeps_what_people_wrote(session: Any) -> None:
    m = lembar()
    isi(m)
    satu, dua = m.butir[0], m.butir[1]
    satu.catatan, dua.catatan = "Ditulis orang.", None
    session.commit()
    kerjakan(dunia.musrenbang(), 2, 240, date(2026, 1, 22))
    catatan = isi(m)
    assert len(m.butir) == 11
    assert catatan[1] == "Ditulis orang."
    assert catatan[2] == "Waktu kerja 240 menit, norma 300 menit."


def test_the_sheet_is_closed_when_every_row_is_assessed(session: Any) -> None:
    m = lembar()
    with pytest.raises(SopError, match=r"Lembar monitoring belum berisi prosedur\."):
        issue.perform(m, "selesai", dunia.aktor("sub_koordinator"))
    isi(m)
    for b in m.butir[2:]:
        b.penilaian = PenilaianPenerapan.DITERAPKAN
    session.commit()
    with pytest.raises(SopError, match=r"Prosedur yang belum dinilai: nomor 1, 2\."):
        issue.perform(m, "selesai", dunia.aktor("sub_koordinator"))
    for b in m.butir[:2]:
        b.penilaian = PenilaianPenerapan.SEBAGIAN
    session.commit()
    issue.perform(m, "selesai", dunia.aktor("fungsional_perencana"))
    assert m.status == "selesai"
    issue.perform(m, "buka_kembali", dunia.aktor("kepala_bidang"), "Ada tambahan")
    assert m.status == "draf"


def test_without_an_assessor_the_sheet_stays_open(session: Any) -> None:
    m: MonitoringSop = dunia.monitoring_sop(dunia.musrenbang())
    m.penilai_id = None
    session.commit()
    with pytest.raises(SopError, match=r"Penilai belum dipilih\."):
        issue.perform(m, "selesai", dunia.aktor("sub_koordinator"))


@pytest.mark.parametrize("nama", ["pengawas", "kepala_badan", "tim_musrenbang", "sekretariat", "administrator"])
def test_others_read_the_sheet_and_change_nothing(session: Any, nama: str) -> None:
    m = dunia.monitoring_sop(dunia.musrenbang())
    actor = dunia.aktor(nama)
    assert may(actor, Verb.BACA, m)
    assert may(actor, Verb.CETAK, m)
    assert not any(may(actor, verb, x) for verb in (Verb.UBAH, Verb.HAPUS) for x in (m, m.butir[0]))
    assert workflow.moves(m, actor) == []


def test_a_row_without_procedure_is_refused(session: Any) -> None:
    assert [k for k, _ in ButirMonitoring(prosedur="").periksa()] == ["prosedur"]
    assert ButirMonitoring(prosedur="Menetapkan ruang").periksa() == []
