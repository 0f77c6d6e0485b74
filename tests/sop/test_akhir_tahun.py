"""After the Musrenbang: what the RKPD made of a usulan, its copy in SIPD, and the pagu against what is accepted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models.base import db
from models.perangkat_daerah import PaguOpd, PerangkatDaerah
from models.pesan import SopError
from models.riwayat import Riwayat
from models.usulan import HasilUsulan, MasukRkpd, StatusUsulan, Usulan
from sop import pagu, sipd, workflow
from sop.peringatan import peringatan_gerak, peringatan_naskah
from tests import dunia

H, S = HasilUsulan, StatusUsulan


def diputuskan(n: int = 1, hasil: HasilUsulan = H.DITERIMA, status: StatusUsulan = S.FINAL) -> list[Usulan]:
    m = dunia.musrenbang(2027)
    rows = dunia.isi_usulan(m, n)
    for u in rows:
        u.status, u.hasil = status, hasil
        u.alasan_id = None if hasil in sipd.DITERIMA else dunia.alasan()
        if hasil in sipd.DITERIMA:
            u.volume_disepakati, u.pagu_disepakati = u.volume, u.pagu_usulan
    db.session.commit()
    return rows


def gerak(u: Usulan, aksi: str, catatan: str = "", nama: str = "tim_musrenbang", **isian: Any) -> None:
    workflow.move(u, aksi, dunia.aktor(nama), catatan, isian)
    db.session.commit()


# --- RKPD -------------------------------------------------------------------------------------------------------------


def test_what_the_rkpd_made_of_it_is_noted_after_the_berita_acara_is_signed(session: Any) -> None:
    (u,) = diputuskan(status=S.FINAL)
    assert u.masuk_rkpd is MasukRkpd.BELUM
    gerak(u, "catat_rkpd", masuk_rkpd="ya")
    assert u.masuk_rkpd is MasukRkpd.YA
    assert u.status is S.FINAL
    baris = session.scalars(db.select(Riwayat).filter_by(kind="usulan", record_id=u.id, aksi="catat_rkpd")).one()
    assert '"masuk_rkpd"' in baris.sesudah


@pytest.mark.parametrize("jawaban", ["tidak", "sebagian"])
def test_a_no_needs_its_reason_and_a_later_yes_leaves_none(session: Any, jawaban: str) -> None:
    (u,) = diputuskan()
    with pytest.raises(SopError, match="mengapa usulan tidak"):
        gerak(u, "catat_rkpd", masuk_rkpd=jawaban)
    session.rollback()
    gerak(u, "catat_rkpd", "Anggaran dialihkan.", masuk_rkpd=jawaban)
    assert (str(u.masuk_rkpd), u.rkpd_keterangan) == (jawaban, "Anggaran dialihkan.")
    gerak(u, "catat_rkpd", masuk_rkpd="ya")
    assert u.rkpd_keterangan is None


def test_what_is_not_decided_has_no_place_in_the_rkpd_yet(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan).filter_by(musrenbang_id=m.id)).one()
    for aksi in ("catat_rkpd", "tandai_tersalin"):
        with pytest.raises(SopError, match="berstatus diverifikasi"):
            gerak(u, aksi, masuk_rkpd="ya")
        session.rollback()


# --- SIPD -------------------------------------------------------------------------------------------------------------


def test_a_copy_in_sipd_bears_who_and_when_and_can_be_unmarked(session: Any) -> None:
    (u,) = diputuskan()
    gerak(u, "tandai_tersalin", nama="sub_koordinator")
    assert u.sipd_disalin_pada is not None
    assert u.sipd_disalin_oleh_id == dunia.aktor("sub_koordinator").pengguna_id
    with pytest.raises(SopError):
        gerak(u, "tandai_tersalin")
    session.rollback()
    gerak(u, "batal_tersalin")
    assert (u.sipd_disalin_pada, u.sipd_disalin_oleh_id) == (None, None)


KASUS = [
    (H.DITERIMA, {}, []),
    (H.DITERIMA, {"sipd_volume": Decimal("7.5"), "sipd_pagu": 1000}, []),
    (H.DITERIMA, {"sipd_volume": Decimal("7")}, ["volume"]),
    (H.DITERIMA_PERUBAHAN, {"sipd_pagu": 999}, ["pagu"]),
    (H.DITERIMA, {"sipd_status": "Ditolak SKPD"}, ["hasil"]),
    (H.DITERIMA, {"sipd_status": "Tidak Disetujui"}, ["hasil"]),
    (H.DITERIMA, {"sipd_status": "Diterima TAPD", "sipd_pagu": 999}, ["pagu"]),
    (H.DITERIMA, {"sipd_status": "Proses verifikasi"}, []),
    (H.DITOLAK, {"sipd_status": "DITERIMA"}, ["hasil"]),
    (H.DITOLAK, {"sipd_status": "tidak diakomodir", "sipd_pagu": 5}, []),
    (H.DITUNDA, {"sipd_status": "Disetujui", "sipd_volume": Decimal(1)}, ["hasil"]),
]


def test_a_record_and_a_query_see_the_same_differences_to_sipd(session: Any) -> None:
    rows = diputuskan(len(KASUS))
    alasan = dunia.alasan()
    for u, (hasil, isi, _) in zip(rows, KASUS, strict=True):
        u.hasil, u.alasan_id = hasil, None if hasil in sipd.DITERIMA else alasan
        u.volume_disepakati, u.pagu_disepakati = (Decimal("7.5"), 1000) if hasil in sipd.DITERIMA else (None, None)
        for kolom, nilai in isi.items():
            setattr(u, kolom, nilai)
    session.commit()
    session.expire_all()
    assert [[b.hal for b in sipd.beda(u)] for u in rows] == [harap for _, _, harap in KASUS]
    berbeda = set(session.scalars(db.select(Usulan.id).where(sipd.berbeda())))
    assert berbeda == {u.id for u, (_, _, harap) in zip(rows, KASUS, strict=True) if harap}


# --- pagu -------------------------------------------------------------------------------------------------------------


def beri_pagu(u: Usulan, pagu_: int) -> str:
    dunia.simpan(PaguOpd(perangkat_daerah_id=u.opd_pengampu_id, tahun=2027, pagu=pagu_))
    return str(db.session.get_one(PerangkatDaerah, u.opd_pengampu_id).nama)


def test_the_table_sets_what_is_accepted_against_the_pagu(session: Any) -> None:
    satu, dua, tiga, empat = diputuskan(4)
    for u, opd, hasil in ((satu, 1, H.DITERIMA), (dua, 1, H.DITERIMA_PERUBAHAN), (tiga, 2, H.DITERIMA)):
        u.opd_pengampu_id, u.hasil, u.pagu_disepakati = opd, hasil, 400
    empat.opd_pengampu_id, empat.hasil, empat.alasan_id, empat.pagu_disepakati = 1, H.DITOLAK, dunia.alasan(), None
    session.commit()
    for opd, uang in ((1, 700), (3, 50)):
        dunia.simpan(PaguOpd(perangkat_daerah_id=opd, tahun=2027, pagu=uang))
    dunia.simpan(PaguOpd(perangkat_daerah_id=2, tahun=2026, pagu=1))
    m = satu.musrenbang
    rows = {r.opd_id: (r.pagu, r.diterima, r.sisa, r.jumlah, r.lewat) for r in pagu.tabel(m)}
    assert rows == {1: (700, 800, -100, 2, True), 2: (None, 400, None, 1, False), 3: (50, 0, 50, 0, False)}
    assert pagu.tabel(m)[0].opd_id == 1


def test_a_decision_over_the_pagu_is_warned_of_and_not_stopped(session: Any) -> None:
    m = dunia.di_langkah(9)
    u, lain = dunia.isi_usulan(m, 2)
    lain.opd_pengampu_id = u.opd_pengampu_id
    u.pagu_usulan, lain.pagu_usulan = 600, 300
    session.commit()
    nama = beri_pagu(u, 700)
    assert peringatan_naskah(u) == []
    keduanya = db.select(Usulan.id).where(Usulan.id.in_([u.id, lain.id]))
    (kalimat,) = peringatan_gerak(dunia.gerak_bernama("usulan", "terima"), keduanya)
    assert nama in kalimat
    assert "Rp700" in kalimat
    assert "Rp900" in kalimat
    assert peringatan_gerak(dunia.gerak_bernama("usulan", "tolak"), keduanya) == []

    gerak(lain, "terima")
    assert peringatan_naskah(u)
    gerak(u, "terima")
    assert u.hasil is H.DITERIMA
    assert peringatan_naskah(u) == []  # what is accepted already is not added once more


def test_only_a_usulan_that_waits_for_its_decision_is_warned_of(session: Any) -> None:
    (u,) = dunia.isi_usulan(dunia.di_langkah(9), 1)
    u.pagu_usulan = 600
    session.commit()
    beri_pagu(u, 500)
    ditunda = {"hasil": H.DITUNDA, "alasan_id": dunia.alasan()}
    for status in StatusUsulan:
        hasil = ditunda if status in (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL) else dict.fromkeys(ditunda)
        session.execute(db.update(Usulan).where(Usulan.id == u.id).values(status=status, **hasil))
        session.refresh(u)
        assert bool(peringatan_naskah(u)) is (status in pagu.DAPAT_DIPUTUSKAN), status
