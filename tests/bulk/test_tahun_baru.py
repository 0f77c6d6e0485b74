"""The next year: what comes along, what never does, whose right it is, and that doing it twice doubles nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bulk import tahun_baru
from bulk.tahun_baru import Pilihan
from models.base import db
from models.jadwal import Acara, Jadwal
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat
from models.perangkat_daerah import PaguOpd
from models.perencanaan import JenisPrioritas, Prioritas
from models.pesan import Ditolak, Keliru, SopError
from models.riwayat import Riwayat, verify
from models.ruang import PemakaianRuang, PenetapanRuang
from models.tim import Tim
from models.unit_kerja import UnitKerjaKelompok
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from tests import dunia, proses
from tests.conftest import Basis

H = HasilUsulan
BERTAHUN = (Jadwal, Acara, PemakaianRuang, PenetapanRuang, NomorSurat, PaguOpd)


def tahun_lama() -> tuple[Musrenbang, list[Usulan]]:
    """A year that is decided: four usulan of every hasil, a signed team, a schedule and a booking."""
    m = dunia.di_ujung()
    rows, alasan = dunia.isi_usulan(m, 4), dunia.alasan()
    with db.session.no_autoflush:
        for u, hasil in zip(rows, H, strict=True):
            u.status, u.hasil = StatusUsulan.FINAL, hasil
            u.alasan_id = alasan if hasil in tahun_baru.DAPAT_DIBAWA else None
            u.sipd_status = "Diterima"
    tim = dunia.CONTOH["tim"](m)
    tim.status, tim.nomor = StatusNaskah.TERBIT, "100/1"  # type: ignore[attr-defined]
    dunia.CONTOH["jadwal"](m)
    dunia.simpan(Prioritas(tahun=m.tahun, jenis=JenisPrioritas.MISI, urutan=1, uraian="Bogor sehat"))
    dunia.simpan(PaguOpd(perangkat_daerah_id=1, tahun=m.tahun, pagu=1000))
    return m, rows


def semua(m: Musrenbang, **lain: Any) -> Pilihan:
    ids = [r.id for r in tahun_baru.calon(m)]
    isi = {"tahun": m.tahun + 1, "nama": "Musrenbang 2028", "tim": True, "prioritas": True, "usulan": ids}
    return Pilihan(**isi | lain)


def buat(m: Musrenbang, pilihan: Pilihan, nama: str = "sub_koordinator") -> tahun_baru.Hasil:
    hasil = tahun_baru.buat(m, pilihan, dunia.aktor(nama))
    db.session.commit()
    return hasil


def test_team_priorities_and_chosen_usulan_come_along_and_nothing_else(session: Any) -> None:
    m, rows = tahun_lama()
    semula = {k: session.scalar(db.select(db.func.count()).select_from(k)) for k in BERTAHUN}
    hasil = buat(m, semua(m))
    baru = hasil.musrenbang

    assert (baru.tahun, baru.status, baru.langkah_id, baru.tanggal_acara) == (2028, StatusMusrenbang.DRAF, None, None)
    tim = session.scalars(db.select(Tim).filter_by(musrenbang_id=baru.id)).one()
    assert (tim.status, tim.nomor, tim.tanggal, tim.ditandatangani_pada) == (StatusNaskah.DRAF, None, None, None)
    lama = session.scalars(db.select(Tim).filter_by(musrenbang_id=m.id)).one()
    assert [(a.nama, a.kedudukan) for a in tim.anggota] == [(a.nama, a.kedudukan) for a in lama.anggota]
    assert tim.anggota
    assert session.scalars(db.select(Prioritas.uraian).filter_by(tahun=2028)).all() == ["Bogor sehat"]
    dibawa = session.scalars(db.select(Usulan).filter_by(musrenbang_id=baru.id).order_by(Usulan.kode)).all()
    assert {u.asal_usulan_id for u in dibawa} == {u.id for u in rows if u.hasil in tahun_baru.DAPAT_DIBAWA}
    assert [u.kode for u in dibawa] == ["U-2028-00001", "U-2028-00002"]
    for u in dibawa:
        asal = session.get(Usulan, u.asal_usulan_id)
        assert (u.usulan, u.volume, u.wilayah_id, u.kecamatan_id) == (
            *(asal.usulan, asal.volume),
            *(asal.wilayah_id, asal.kecamatan_id),
        )
        assert (u.status, u.hasil, u.alasan_id, u.sumber, u.kode_eksternal) == (StatusUsulan.DRAF, *[None] * 4)
        assert (u.sipd_status, u.pagu_disepakati, u.prioritas_id) == (None, None, None)
    assert {k: session.scalar(db.select(db.func.count()).select_from(k)) for k in BERTAHUN} == semula


def test_it_stands_in_the_diary_in_the_name_of_who_did_it(session: Any) -> None:
    m, _ = tahun_lama()
    hasil = buat(m, semua(m))
    baris = session.scalars(db.select(Riwayat).filter_by(musrenbang_id=hasil.musrenbang.id, aksi="buat")).all()
    assert {b.kind for b in baris} >= {"usulan", "tim"}
    assert {b.nama for b in baris} == {dunia.aktor("sub_koordinator").nama}
    assert not verify(session).rusak


def test_doing_it_again_doubles_nothing_and_adds_what_was_left_out(session: Any) -> None:
    m, _ = tahun_lama()
    ids = [r.id for r in tahun_baru.calon(m)]
    pertama = buat(m, semua(m, usulan=ids[:1], tim=False))
    assert [r.dibawa for r in tahun_baru.calon(m)] == [1, 0]
    kedua = buat(m, semua(m, nama="Nama lain"))
    assert (kedua.baru, kedua.musrenbang.id, kedua.usulan, kedua.prioritas) == (False, pertama.musrenbang.id, 1, 0)
    assert len(kedua.lewat) == 1
    assert kedua.tim > 0
    ketiga = buat(m, semua(m))
    assert (ketiga.tim, ketiga.prioritas, ketiga.usulan) == (0, 0, 0)
    for model, banyak in ((Tim, 1), (Usulan, 2)):
        assert session.scalar(db.select(db.func.count()).where(model.musrenbang_id == pertama.musrenbang.id)) == banyak


def test_what_was_carried_over_and_deleted_can_be_carried_over_again(session: Any) -> None:
    m, _ = tahun_lama()
    ids = [r.id for r in tahun_baru.calon(m)]
    baru = buat(m, semua(m)).musrenbang
    dunia.aktor("sub_koordinator")
    session.scalars(db.select(Usulan).filter_by(asal_usulan_id=ids[0])).one().deleted_at = sekarang()
    session.commit()
    assert sorted(r.dibawa for r in tahun_baru.calon(m)) == [0, 1]
    lagi = buat(m, semua(m))
    assert (lagi.usulan, len(lagi.lewat)) == (1, 1)
    hidup = db.select(Usulan.asal_usulan_id).filter_by(musrenbang_id=baru.id, deleted_at=None)
    assert sorted(session.scalars(hidup)) == sorted(ids)


def test_a_refusal_leaves_nothing(session: Any) -> None:
    m, rows = tahun_lama()
    diterima = next(u.id for u in rows if u.hasil is H.DITERIMA)
    for pilihan, galat in (
        (semua(m, tahun=m.tahun), Keliru),
        (semua(m, tahun=2101), Keliru),
        (semua(m, nama=" "), Keliru),
        (semua(m, usulan=[diterima]), SopError),
        (semua(m, usulan=[999_999]), SopError),
    ):
        with pytest.raises(galat):
            buat(m, pilihan)
        session.rollback()
        assert tahun_baru.tujuan(2028) is None
        assert session.scalars(db.select(Tim).filter_by(deleted_at=None)).one().musrenbang_id == m.id


def test_a_usulan_of_another_kelompok_is_not_carried_over(session: Any) -> None:
    """Into a year that is there already: its maker's right says nothing of whoever comes after."""
    m, rows = tahun_lama()
    buat(m, semua(m, usulan=[], tim=False, prioritas=False))
    milik = next(k for t in dunia.aktor("kepala_bidang").tugas for k in t.kelompok_ids)
    for tugas in session.scalars(db.select(UnitKerjaKelompok)):
        tugas.deleted_at = None if tugas.kelompok_sidang_id == milik else sekarang()
    pertama, kedua = sorted((u for u in rows if u.hasil in tahun_baru.DAPAT_DIBAWA), key=lambda u: u.kode)
    pertama.kelompok_sidang_id, kedua.kelompok_sidang_id = milik, milik + 1 if milik == 1 else 1
    session.commit()
    for ids in ([kedua.id], [pertama.id, kedua.id]):
        with pytest.raises(Ditolak, match="di luar lingkup tugas Anda"):
            buat(m, semua(m, usulan=ids, tim=False, prioritas=False), "kepala_bidang")
        session.rollback()
        assert [r.dibawa for r in tahun_baru.calon(m)] == [0, 0]
    hasil = buat(m, semua(m, usulan=[pertama.id], tim=False, prioritas=False), "kepala_bidang")
    assert (hasil.baru, hasil.usulan) == (False, 1)


@pytest.mark.parametrize("basis", ["postgresql"], indirect=True)
def test_two_who_begin_the_next_year_at_once_begin_one(session: Any, basis: Basis, var: Path) -> None:
    m, _ = tahun_lama()
    usulan = tahun_baru.calon(m)[0].id
    lama = m.id
    pertama = tahun_baru.buat(m, semua(m, usulan=[usulan]), dunia.aktor("sub_koordinator"))  # not committed yet
    anak = proses.mulai(proses.buat_tahun, basis.url, var, (lama, usulan))
    proses.tunggu_kunci(anak)
    assert pertama.baru
    session.commit()
    anak.join(60)
    session.expire_all()
    (baru,) = session.scalars(db.select(Musrenbang).filter_by(tahun=m.tahun + 1))
    assert [u.asal_usulan_id for u in session.scalars(db.select(Usulan).filter_by(musrenbang_id=baru.id))] == [usulan]


@pytest.mark.parametrize("nama", ["kepala_bidang", "fungsional_perencana", "sekretariat", "pengawas", "administrator"])
def test_who_may_not_make_a_musrenbang_makes_none_this_way(session: Any, nama: str) -> None:
    m, _ = tahun_lama()
    with pytest.raises(Ditolak):
        buat(m, semua(m), nama)
    session.rollback()
    assert tahun_baru.tujuan(2028) is None
