"""The queue of a sidang kelompok: its order, its counts and its budget."""

from __future__ import annotations

from typing import Any

import pytest

from admin.sidang_isi import stretches
from models.base import db
from models.musrenbang import Musrenbang
from models.perangkat_daerah import PaguOpd
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from sop import antrean_sidang, pagu
from sop.antrean_sidang import Antrean, Rekap, Tampil
from tests import dunia


def delapan(kelompok: int, jumlah: int = 8) -> tuple[Musrenbang, list[Usulan]]:
    """Usulan of one kelompok, the OPD falling with the number, so that the order is not that of the ids."""
    m = dunia.di_ujung()
    rows = dunia.isi_usulan(m, jumlah)
    for n, u in enumerate(rows):
        u.kelompok_sidang_id, u.opd_pengampu_id, u.pagu_usulan = kelompok, 4 - n // 2, 1_000_000 * (n + 1)
    db.session.commit()
    return m, rows


def test_it_is_walked_by_opd_and_code_forwards_and_backwards_without_a_gap(session: Any) -> None:
    m, rows = delapan(1)
    antrean = Antrean(m.id, 1)
    urut = [rows[i].id for i in (6, 7, 4, 5, 2, 3, 0, 1)]
    maju, kini = [], antrean.pertama()
    while kini:
        maju.append(kini)
        u = db.session.get_one(Usulan, kini)
        assert antrean.letak(u) == (len(maju), 8)
        kini = antrean.sesudah(u)
    assert maju == urut
    mundur, u = [urut[-1]], db.session.get_one(Usulan, urut[-1])
    while (sebelum := antrean.sebelum(u)) is not None:
        mundur.append(sebelum)
        u = db.session.get_one(Usulan, sebelum)
    assert mundur == urut[::-1]


def test_the_filters_part_what_is_decided_and_other_states_stand_in_none(session: Any) -> None:
    m, rows = delapan(1)
    rows[0].status, rows[0].hasil = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA
    rows[1].status, rows[2].status = StatusUsulan.DIAJUKAN, StatusUsulan.BATAL
    db.session.commit()
    banyak = {t: Antrean(m.id, 1, t).letak(rows[0]) for t in Tampil}
    assert banyak == {Tampil.BELUM: (0, 5), Tampil.SUDAH: (1, 1), Tampil.SEMUA: (6, 6)}
    assert Antrean(m.id, 2).pertama() is None
    rows[3].kelompok_sidang_id = 2
    db.session.commit()
    assert Antrean(m.id, 2).pertama() == rows[3].id


def test_the_counts_add_up_to_the_rows_and_their_rupiah(session: Any) -> None:
    m, rows = delapan(1)
    hasil = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN, HasilUsulan.DITOLAK, HasilUsulan.DITUNDA)
    alasan = dunia.alasan()
    for u, h in zip(rows, hasil, strict=False):
        u.status, u.hasil = StatusUsulan.DIPUTUSKAN, h
        u.pagu_disepakati = 500_000 if h.value.startswith("diterima") else None
        u.alasan_id = None if h.value.startswith("diterima") else alasan
    rows[7].status, rows[6].kelompok_sidang_id = StatusUsulan.DIAJUKAN, 2
    db.session.commit()
    found = antrean_sidang.rekap(m.id)
    satu = found[1]
    assert satu.dari(HasilUsulan.DITERIMA) == (1, 1_000_000, 500_000)
    assert (satu.diputuskan, satu.belum, satu.menunggu) == ((4, 10_000_000, 1_000_000), (2, 11_000_000, 0), 1)
    assert satu.semua == (6, 21_000_000, 1_000_000)
    assert antrean_sidang.rekap(m.id, 1) == {1: satu}
    jumlah = satu.gabung(found[2])
    assert (jumlah.semua.jumlah, jumlah.belum.usulan) == (7, 18_000_000)
    ruas = stretches(satu)
    assert [r.jumlah for r in ruas] == [1, 1, 1, 1, 2]
    assert sum(r.panjang for r in ruas) == pytest.approx(1000, abs=3)
    assert all(r.panjang == 0 for r in stretches(Rekap()))


def test_the_sign_changes_with_every_change_and_only_then(session: Any) -> None:
    m, rows = delapan(1)
    tanda = antrean_sidang.rekap(m.id)[1].tanda
    assert antrean_sidang.rekap(m.id)[1].tanda == tanda
    lihat = {tanda}
    for ubah in ("hasil", "teks", "hapus"):
        if ubah == "hasil":
            rows[0].status, rows[0].hasil = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA
        elif ubah == "teks":
            rows[1].usulan = "Saluran lain"
        else:
            rows[2].deleted_at = rows[2].created_at
        db.session.commit()
        lihat.add(antrean_sidang.rekap(m.id)[1].tanda)
    assert len(lihat) == 4


def test_the_pagu_of_one_opd_is_its_line_of_the_table(session: Any) -> None:
    m, rows = delapan(1, 4)
    opd = rows[0].opd_pengampu_id
    assert pagu.satu(m, None) is None
    kosong = pagu.satu(m, opd)
    assert kosong is not None
    assert (kosong.pagu, kosong.sisa, kosong.lewat) == (None, None, False)
    db.session.add(PaguOpd(perangkat_daerah_id=opd, tahun=m.tahun, pagu=700_000))
    for u in rows[:3]:
        u.status, u.hasil, u.pagu_disepakati = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA, 400_000
    db.session.commit()
    row = pagu.satu(m, opd)
    assert row in pagu.tabel(m)
    assert row is not None
    assert (row.diterima, row.sisa, row.jumlah, row.lewat) == (800_000, -100_000, 2, True)


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_the_step_of_the_decisions_opens_the_sidang(session: Any) -> None:
    assert [antrean_sidang.dimulai(dunia.di_langkah(n, 2027 + n)) for n in (7, 8, 9)] == [False, True, True]
    assert not antrean_sidang.dimulai(dunia.musrenbang(2040))
