"""One Musrenbang from step 1 to its archive through the real workflow, each step by the right person."""

from __future__ import annotations

from typing import Any

import pytest

from documents import issue
from models.arsip import Arsip
from models.base import db
from models.berita_acara import BeritaAcara
from models.dokumen import Dokumen
from models.laporan import Laporan
from models.musrenbang import StatusMusrenbang
from models.nomor_surat import NomorSurat
from models.riwayat import Riwayat, verify
from models.undangan import Undangan
from models.usulan import StatusUsulan, Usulan
from seed.jalan import LANGKAH
from sop.langkah import baris_terbuka, menit_langkah, menit_per_bidang
from tests import dunia

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def test_the_road_is_walked_from_the_assignment_to_the_archive(session: Any) -> None:
    m = dunia.musrenbang(usulan=12)
    dunia.jalan(m)
    session.refresh(m)

    assert m.status is StatusMusrenbang.SELESAI
    assert baris_terbuka(m) == []
    assert [r.langkah.urutan for r in m.pelaksanaan] == [1] * 5 + [2] * 5 + [3, 4, 5, 6, 7, 8, 9, 10] + [11] * 5
    assert {r.status for r in m.pelaksanaan} == {"selesai"}
    for row in m.pelaksanaan:
        assert row.menit is not None
        assert row.pelaku_id
        assert row.pencatat_id
        assert row.tanggal
        assert row.selesai_pada

    usulan = session.scalars(db.select(Usulan)).all()
    assert {u.status for u in usulan} == {StatusUsulan.FINAL}
    assert all(u.hasil for u in usulan)
    papers = dict(session.execute(db.select(Dokumen.kode, Dokumen.status)).tuples().all())
    issued = ("nota_dinas", "sk_tim", "undangan", "berita_acara_sidang", "berita_acara", "laporan")
    assert papers == dict.fromkeys(issued, "terbit")
    assert {n.status for n in session.scalars(db.select(NomorSurat))} == {"terpakai"}
    arsip = session.scalars(db.select(Arsip)).one()
    assert arsip.status == "diarsipkan"
    assert arsip.tanggal is not None
    assert verify(session).rusak is None


@SQLITE
def test_minutes_are_held_against_the_norm_for_each_bidang(session: Any) -> None:
    m = dunia.musrenbang()
    dunia.jalan(m, "ruang")
    dua = [r for r in m.pelaksanaan if r.langkah.urutan == 2]
    assert menit_per_bidang(dua) == {r.unit_kerja_id: 240 for r in dua}
    assert (menit_langkah(dua), dua[0].langkah.waktu) == (240, 300)


@SQLITE
def test_the_walk_can_stop_at_any_step(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    jalan = dunia.Jalan(m.id, dunia.HARI)
    jalan.mulai()
    for urutan, (kode, kerjakan) in enumerate(LANGKAH[:6], 1):
        session.refresh(m)
        assert m.langkah is not None
        assert (m.langkah.urutan, m.langkah.kode) == (urutan, kode)
        if kode == "tanda_tangan":
            jalan.koreksi_undangan()
        kerjakan(jalan)
    lima = [r for r in m.pelaksanaan if r.langkah.urutan == 5]
    assert [(r.putaran, r.menit) for r in lima] == [(1, 14), (2, 6)]
    surat = session.scalars(db.select(Undangan)).one()
    assert surat.catatan_pengembalian is None
    koreksi = session.scalars(db.select(Riwayat).filter_by(kind="undangan", aksi="kembalikan")).one()
    assert koreksi.catatan == "Perbaiki waktu acara pada undangan."


@SQLITE
def test_who_acted_and_who_wrote_it_down_are_told_apart(session: Any) -> None:
    m = dunia.musrenbang(usulan=2)
    dunia.jalan(m, "laporan")
    ba = session.scalars(db.select(BeritaAcara)).one()
    assert ba.pencatat_id == dunia.aktor("tim_musrenbang").pengguna_id
    assert ba.penandatangan_id == dunia.pejabat("kepala_badan")
    assert ba.pindaian_id is not None
    satu = m.pelaksanaan[0]
    assert (satu.pelaku_id, satu.pencatat_id) == (
        dunia.pejabat("kepala_badan"),
        dunia.aktor("kepala_badan").pengguna_id,
    )
    assert not satu.atas_nama


@SQLITE
def test_a_berita_acara_is_corrected_after_the_end_and_issued_anew(session: Any) -> None:
    m = dunia.musrenbang(usulan=3)
    jalan = dunia.jalan(m)
    lama = session.scalars(db.select(BeritaAcara)).one()
    usulan = session.scalars(db.select(Usulan)).all()
    jalan.gerak("kepala_badan", lama, "koreksi", "Salah pagu", usulan_id=[usulan[0].id])
    baru = session.scalars(db.select(BeritaAcara).filter_by(versi=2)).one()
    jalan.gerak("tim_musrenbang", usulan[0], "terima_perubahan", "Pagu benar", pagu_disepakati=1_000)
    for p in baru.para_penandatangan:
        jalan.gerak("tim_musrenbang", p, "catat_tanda_tangan", tanggal=dunia.hari_ini())
    jalan.gerak("tim_musrenbang", baru, "ajukan")
    jalan.gerak("kepala_badan", baru, "tanda_tangani")
    jalan.gerak("sekretariat", baru, "terbitkan", tanggal=dunia.hari_ini())
    assert {u.status for u in session.scalars(db.select(Usulan))} == {StatusUsulan.FINAL}
    assert (
        issue.cetak(baru, "berita_acara")[1]
        == session.scalars(db.select(Dokumen).filter_by(naskah_id=baru.id, kode="berita_acara")).one().berkas.isi
    )
    session.refresh(m)
    assert m.status is StatusMusrenbang.SELESAI
    assert session.scalars(db.select(Laporan)).one().status == "terbit"
