"""The berita acara of a sidang kelompok: who signs it, what it waits for, and that it locks no usulan."""

from __future__ import annotations

from typing import Any

import pytest

from documents import issue
from models.base import db
from models.berita_acara_sidang import BeritaAcaraSidang, Pihak, WakilSidang
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.nomor_surat import NomorSurat
from models.pejabat import Pejabat
from models.pesan import Ditolak, Keliru, SopError
from models.rapat import JenisRapat
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import hari_ini, sekarang
from sop import workflow
from tests import dunia

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def asisten(sampai: Any = None) -> int:
    """A chair outside Bapperida: no account, no role in the SOP."""
    nama = "Asisten Pemerintahan (Demo)"
    return int(dunia.simpan(Pejabat(nama=nama, jabatan="Asisten Pemerintahan", sampai=sampai)).id)


def jalankan(record: Any, aksi: str, oleh: str = "tim_musrenbang", catatan: str = "", **isian: Any) -> None:
    issue.jalankan(record, aksi, dunia.aktor(oleh), catatan, isian)
    db.session.commit()


def dari_kertas(pelaku_id: int) -> dict[str, Any]:
    return {"pelaku_id": pelaku_id, "tanggal_nyata": hari_ini(), "pindaian_id": dunia.pindaian()}


def pemerintahan(m: Musrenbang, ketua: int) -> BeritaAcaraSidang:
    """Drafted for a sidang that somebody outside led; its chair becomes the signer by itself."""
    kelompok = db.session.get_one(KelompokSidang, dunia.kelompok("Pemerintahan"))
    kelompok.pimpinan_id = ketua
    r = dunia.sidang(m, "Pemerintahan", ketua)
    ba: BeritaAcaraSidang = dunia.simpan(BeritaAcaraSidang(rapat_id=r.id))
    return ba


def test_it_takes_everything_from_its_sidang(session: Any) -> None:
    m, ketua = dunia.di_ujung(), asisten()
    ba = pemerintahan(m, ketua)
    assert (ba.musrenbang_id, ba.kelompok_sidang.nama) == (m.id, "Pemerintahan")
    assert ba.penandatangan_id == ketua
    assert ba.perihal == "Berita acara sidang kelompok Pemerintahan"


@SQLITE
@pytest.mark.parametrize("jenis", [JenisRapat.PLENO, JenisRapat.KOORDINASI])
def test_another_meeting_has_none(session: Any, jenis: JenisRapat) -> None:
    r = dunia.rapat(dunia.di_ujung(), jenis, unit_kerja_id=1, kelompok_sidang_id=dunia.kelompok())
    with pytest.raises(Keliru, match=f"Pilih sidang kelompok, bukan {jenis.value}"):
        dunia.simpan(BeritaAcaraSidang(rapat_id=r.id))


def test_a_sidang_has_one_until_it_is_voided(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung())
    rapat = ba.rapat_id
    with pytest.raises(Keliru, match="sudah mempunyai berita acara"):
        dunia.simpan(BeritaAcaraSidang(rapat_id=rapat))
    session.rollback()
    jalankan(ba, "batalkan", catatan="Salah kelompok")
    baru = dunia.simpan(BeritaAcaraSidang(rapat_id=rapat))
    ba.status = StatusNaskah.DRAF
    with pytest.raises(Keliru, match="sudah mempunyai berita acara"):
        session.commit()
    session.rollback()
    assert baru.status is StatusNaskah.DRAF


@SQLITE
def test_it_waits_for_the_usulan_of_its_own_kelompok_only(session: Any) -> None:
    m = dunia.di_ujung()
    satu, lain, dicabut = dunia.isi_usulan(m, 3)
    satu.kelompok_sidang_id, lain.kelompok_sidang_id = dunia.kelompok("Fisik"), dunia.kelompok("Ekonomi")
    dicabut.kelompok_sidang_id, dicabut.status = dunia.kelompok("Fisik"), StatusUsulan.BATAL
    session.commit()
    ba = dunia.berita_acara_sidang(m)
    with pytest.raises(SopError, match="1 usulan kelompok Fisik belum diputuskan"):
        jalankan(ba, "ajukan")
    session.rollback()
    jalankan(satu, "terima")
    jalankan(ba, "ajukan")
    assert ba.status is StatusNaskah.DIAJUKAN


def test_a_chair_without_an_account_signs_on_paper_and_the_usulan_stay_open(session: Any) -> None:
    m, ketua = dunia.di_ujung(), asisten()
    u = dunia.isi_usulan(m, 1)[0]
    u.kelompok_sidang_id = dunia.kelompok("Pemerintahan")
    session.commit()
    jalankan(u, "terima")
    ba = pemerintahan(m, ketua)
    jalankan(ba, "isi_wakil")
    for w in list(ba.wakil):
        jalankan(w, "catat_tanda_tangan", tanggal=hari_ini(), nama=f"Wakil {w.urutan} (Demo)")
    jalankan(ba, "ajukan")
    jalankan(ba, "tanda_tangani", **dari_kertas(ketua))
    jalankan(ba, "terbitkan", "sekretariat", tanggal=hari_ini())
    assert ba.status is StatusNaskah.TERBIT
    assert ba.pindaian_id
    assert session.scalar(db.select(NomorSurat.kelas)) == "berita_acara_sidang"
    assert "/BAS-001-P2EPD/" in ba.nomor
    session.refresh(u)
    assert u.status is StatusUsulan.DIPUTUSKAN, "only the berita acara kesepakatan closes a usulan"
    jalankan(u, "terima_perubahan", catatan="Volume disesuaikan", volume_disepakati=1)
    assert u.hasil is HasilUsulan.DITERIMA_PERUBAHAN


@SQLITE
def test_nobody_else_signs_for_the_chair(session: Any) -> None:
    m, ketua = dunia.di_ujung(), asisten()
    ba = pemerintahan(m, ketua)
    ba.status = StatusNaskah.DIAJUKAN
    dunia.simpan(
        WakilSidang(
            berita_acara_sidang_id=ba.id, pihak=Pihak.BAPPERIDA, instansi="IK", nama="A", ditandatangani_pada=hari_ini()
        )
    )
    orang = "Naskah ini ditandatangani oleh Asisten Pemerintahan"
    with pytest.raises(SopError, match=orang):
        jalankan(ba, "tanda_tangani", "kepala_badan")
    with pytest.raises(SopError, match=orang):
        jalankan(ba, "tanda_tangani", **dari_kertas(dunia.pejabat("kepala_badan")))
    with pytest.raises(Ditolak):
        jalankan(ba, "tanda_tangani", "kepala_bidang")
    with pytest.raises(Keliru, match="Tanggal sebenarnya belum diisi"):
        jalankan(ba, "tanda_tangani", pelaku_id=ketua, pindaian_id=dunia.pindaian())


@SQLITE
def test_a_chair_who_no_longer_held_office_that_day_is_refused(session: Any) -> None:
    ketua = asisten(sampai=dunia.HARI.replace(year=2020))
    ba = pemerintahan(dunia.di_ujung(), ketua)
    ba.status = StatusNaskah.DIAJUKAN
    session.commit()
    dunia.simpan(
        WakilSidang(
            berita_acara_sidang_id=ba.id, pihak=Pihak.BAPPERIDA, instansi="IK", nama="A", ditandatangani_pada=hari_ini()
        )
    )
    with pytest.raises(Keliru, match="tidak menjabat pada tanggal itu"):
        jalankan(ba, "tanda_tangani", **dari_kertas(ketua))


@SQLITE
def test_the_signer_is_who_led_the_sidang(session: Any) -> None:
    m, ketua = dunia.di_ujung(), asisten()
    ba = pemerintahan(m, ketua)
    ba.penandatangan_id = dunia.pejabat("kepala_bidang")
    session.commit()
    with pytest.raises(SopError, match=r"Penanda tangan harus pimpinan sidang: Asisten Pemerintahan \(Demo\)\."):
        jalankan(ba, "ajukan")


@SQLITE
def test_kepala_badan_signs_the_sidang_that_he_led_himself(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung())
    jalankan(ba, "ajukan")
    jalankan(ba, "tanda_tangani", "kepala_badan")
    assert ba.status is StatusNaskah.MENUNGGU_NOMOR


@SQLITE
def test_it_waits_for_every_wet_signature(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung(), bertanda_tangan=False)
    jalankan(ba, "ajukan")
    with pytest.raises(SopError, match="Belum bertanda tangan: Kecamatan Bogor Barat"):
        jalankan(ba, "tanda_tangani", "kepala_badan")
    jalankan(ba.wakil[0], "catat_tanda_tangan", tanggal=hari_ini())
    jalankan(ba, "tanda_tangani", "kepala_badan")
    tawaran = next(iter(workflow.moves(ba.wakil[0], dunia.aktor("tim_musrenbang"))), None)
    assert tawaran is None, "a signature is recorded once"


@SQLITE
def test_a_line_without_a_name_asks_for_the_name_on_the_sheet(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung(), bertanda_tangan=False)
    wakil = ba.wakil[0]
    wakil.nama = ""
    session.commit()
    with pytest.raises(SopError, match="Isi nama wakil Kecamatan Bogor Barat"):
        jalankan(wakil, "catat_tanda_tangan", tanggal=hari_ini())
    jalankan(wakil, "catat_tanda_tangan", tanggal=hari_ini(), nama="Sekcam (Demo)")
    assert wakil.nama == "Sekcam (Demo)"


def test_the_lines_of_the_wakil_come_from_the_usulan_of_the_kelompok(session: Any) -> None:
    m = dunia.di_ujung()
    semua = dunia.isi_usulan(m, 40)
    semua[0].deleted_at = sekarang()
    session.commit()
    ba = dunia.berita_acara_sidang(m)
    for w in ba.wakil:
        session.delete(w)
    session.commit()
    jalankan(ba, "isi_wakil")
    milik = [u for u in semua[1:] if u.kelompok_sidang_id == ba.kelompok_sidang_id]
    nama = {p: [w.instansi for w in ba.wakil if w.pihak is p] for p in Pihak}
    assert len(nama[Pihak.KECAMATAN]) == len({u.kecamatan_id for u in milik})
    assert len(nama[Pihak.PERANGKAT_DAERAH]) == len({u.opd_pengampu_id for u in milik})
    assert nama[Pihak.BAPPERIDA][0].startswith("Bidang")
    assert [w.urutan for w in ba.wakil] == list(range(1, len(ba.wakil) + 1))
    banyak = len(ba.wakil)
    jalankan(ba, "isi_wakil")
    session.refresh(ba)
    assert len(ba.wakil) == banyak, "a second time adds nothing"


@SQLITE
def test_the_tim_sends_back_what_the_chair_refuses(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung())
    jalankan(ba, "ajukan")
    jalankan(ba, "kembalikan", catatan="Asisten meminta perbaikan lampiran")
    assert ba.status is StatusNaskah.DRAF
    assert ba.catatan_pengembalian == "Asisten meminta perbaikan lampiran"
    assert session.scalar(db.select(db.func.count(Usulan.id))) == 0
