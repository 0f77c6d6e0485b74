"""First data: complete, loaded twice without a change, never over what people did, and stopped by a wrong reference."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan, KodeKlasifikasi
from models.pengaturan import Pengaturan, nilai
from models.perangkat_daerah import PerangkatDaerah
from models.riwayat import Riwayat
from models.unit_kerja import UnitKerja
from models.waktu import sekarang
from models.wilayah import Tingkat, Wilayah, WilayahAlias
from seed import load

KELURAHAN = {
    "Bogor Selatan": 16,
    "Bogor Timur": 6,
    "Bogor Tengah": 11,
    "Bogor Barat": 16,
    "Bogor Utara": 8,
    "Tanah Sareal": 11,
}


def banyak(session: Any, model: Any, **syarat: Any) -> int:
    return int(session.scalar(select(func.count()).select_from(model).filter_by(**syarat)))


def test_the_city_has_six_kecamatan_and_sixty_eight_kelurahan(session: Any) -> None:
    kecamatan = session.scalars(select(Wilayah).filter_by(tingkat=Tingkat.KECAMATAN)).all()
    assert {k.nama: banyak(session, Wilayah, induk_id=k.id) for k in kecamatan} == KELURAHAN
    assert banyak(session, WilayahAlias) == 5


def test_the_other_reference_data_is_complete(session: Any) -> None:
    assert banyak(session, PerangkatDaerah) == 36
    assert banyak(session, PerangkatDaerah, kelompok_sidang_id=None) == 0
    assert banyak(session, KelompokSidang) == 4
    assert banyak(session, UnitKerja) == 6
    assert banyak(session, KodeKlasifikasi) == 18
    assert banyak(session, AlasanPenolakan) == 11


def test_each_group_is_led_as_the_sop_says(session: Any) -> None:
    assert dict(session.execute(select(KelompokSidang.nama, KelompokSidang.pimpinan_jabatan)).all()) == {
        "Pemerintahan": "Asisten Pemerintahan",
        "Fisik": "Kepala Bappeda",
        "Sosbud": "Asisten Umum",
        "Ekonomi": "Asisten Ekonomi",
    }


def test_a_second_load_adds_nothing(session: Any) -> None:
    sebelum = banyak(session, Riwayat)
    laporan = load.muat(session)
    assert all(baris.endswith(("0 baru", "termuat")) for baris in laporan)
    assert banyak(session, Riwayat) == sebelum


def test_what_people_changed_or_deleted_stays(session: Any) -> None:
    kop = session.scalar(select(Pengaturan).filter_by(kunci="kop.alamat"))
    unit = session.scalar(select(UnitKerja).filter_by(kode="RI"))
    alasan = session.scalar(select(AlasanPenolakan).filter_by(kode="pagu"))
    kop.nilai, unit.kode, unit.nama, alasan.deleted_at = "Jalan Baru 1", "RISET", "Bidang Riset", sekarang()
    session.commit()

    load.muat(session)

    assert nilai("kop.alamat") == "Jalan Baru 1"
    assert banyak(session, UnitKerja) == 6
    assert banyak(session, AlasanPenolakan, kode="pagu") == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for nama in ("data", "sop"):
        shutil.copytree(load.AKAR / nama, tmp_path / "seed" / nama)
    return tmp_path / "seed"


def test_an_unknown_reference_stops_the_whole_load_and_names_its_line(session: Any, folder: Path) -> None:
    tambah(folder / "data" / "wilayah.csv", "32.71.07,Bogor Baru,kecamatan,32.71,,")
    tambah(folder / "data" / "perangkat_daerah.csv", "Dinbar,Dinas Baru,dinas,Kelautan,PPM,")

    with pytest.raises(load.MuatGagal, match=r"perangkat_daerah.csv baris 38: Kelompok sidang 'Kelautan' tidak ada"):
        load.muat(session, folder)

    assert banyak(session, Wilayah, kode="32.71.07") == 0


@pytest.mark.parametrize(
    ("berkas", "baris", "sebab"),
    [
        ("wilayah.csv", "32.71.09,Bogor Baru,provinsi,32.71,,", "tingkat 'provinsi' tidak dapat dibaca"),
        ("unit_kerja.csv", "X,Bidang X,bidang,dua,", "urutan 'dua' tidak dapat dibaca"),
        ("alasan_penolakan.csv", "x,Alasan,lebih", "jumlah kolom tidak sama"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(session: Any, folder: Path, berkas: str, baris: str, sebab: str) -> None:
    tambah(folder / "data" / berkas, baris)
    with pytest.raises(load.MuatGagal, match=sebab):
        load.muat(session, folder)


def test_an_unknown_kelengkapan_in_a_sop_stops_the_load_and_is_named(session: Any, folder: Path) -> None:
    sop = folder / "sop" / "musrenbang-kota.toml"
    sop.write_text(sop.read_text(encoding="utf-8").replace('"dpa_ada"', '"dpa_siap"'), encoding="utf-8")
    with pytest.raises(load.SopError, match="dpa_siap"):
        load.muat(session, folder)


def tambah(berkas: Path, baris: str) -> None:
    with berkas.open("a", encoding="utf-8") as keluar:
        keluar.write(baris + "\n")
