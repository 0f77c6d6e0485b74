"""What a name in a file refers to: one row and no other, or a sentence that says why not."""

from __future__ import annotations

from typing import Any

import pytest

from bulk.impor import rujukan
from bulk.impor.rujukan import Rujukan
from models.base import db
from models.pejabat import Pejabat
from models.pesan import Keliru
from models.waktu import sekarang
from models.wilayah import Tingkat, Wilayah, WilayahAlias
from tests import dunia

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def cari(session: Any) -> Rujukan:
    return Rujukan(dunia.aktor("tim_musrenbang"))


def tempat(nama: str, tingkat: Tingkat = Tingkat.KELURAHAN) -> Wilayah:
    kueri = db.select(Wilayah).filter_by(nama=nama, tingkat=tingkat)
    found: Wilayah = db.session.scalars(kueri).one()
    return found


def test_answers_are_remembered_and_the_memory_is_bounded(cari: Rujukan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rujukan, "TERINGAT", 1)
    bondongan = tempat("Bondongan").id
    for _ in range(2):
        assert cari.cari("wilayah", "Kelurahan Bondongan", "Lokasi") == bondongan
        with pytest.raises(Keliru, match="Mungkin maksudnya “Bondongan”"):
            cari.cari("wilayah", "Bondonga", "Lokasi")
    cari.cari("wilayah", "Empang", "Lokasi")
    assert len(cari._jawab) <= 2


def test_a_kelurahan_must_lie_in_the_kecamatan_that_is_written(cari: Rujukan) -> None:
    bondongan = tempat("Bondongan")
    lain = tempat("Bogor Utara", Tingkat.KECAMATAN).id
    cari.nama("wilayah")
    assert cari.cari("wilayah", "Bondongan", "Lokasi", bondongan.induk_id) == bondongan.id
    with pytest.raises(Keliru, match="tidak di kecamatan yang tertulis"):
        cari.cari("wilayah", "Bondongan", "Lokasi", lain)


def test_a_name_that_kelurahan_and_kecamatan_share_is_told_apart(cari: Rujukan) -> None:
    atas = tempat("Bogor Utara", Tingkat.KECAMATAN)
    sama = dunia.simpan(Wilayah(kode="99.1", nama="Bogor Utara", tingkat=Tingkat.KELURAHAN, induk_id=atas.id))
    assert cari.cari("wilayah", "Bogor Utara", "Lokasi") == sama.id
    assert cari.cari("wilayah", "Kec. Bogor Utara", "Lokasi") == atas.id
    assert cari.cari("wilayah", "Bogor Utara", "Lokasi", atas.id) == sama.id
    assert cari.kecamatan("Bogor Utara", "Kecamatan") == atas.id


def test_a_kecamatan_is_known_by_name_or_number_and_nothing_else_is_one(cari: Rujukan) -> None:
    atas = tempat("Bogor Utara", Tingkat.KECAMATAN).id
    assert cari.kecamatan("Kecamatan Bogor Utara", "Kecamatan") == atas
    assert cari.kecamatan(f"Bogor Utara (#{atas})", "Kecamatan") == atas
    for salah in ("Bondongan", f"#{tempat('Bondongan').id}", "Bogor Utar"):
        with pytest.raises(Keliru, match="tidak dikenal"):
            cari.kecamatan(salah, "Kecamatan")
    with pytest.raises(Keliru, match="data nomor 999999 tidak ada"):
        cari.cari("wilayah", "Bondongan (#999999)", "Lokasi")


def test_a_name_that_two_rows_bear_is_asked_to_be_told_by_its_number(cari: Rujukan) -> None:
    dua = [dunia.simpan(Pejabat(nama="Sri Rahayu", jabatan=f"Analis {n}", mulai=dunia.HARI)) for n in (1, 2)]
    with pytest.raises(Keliru, match="lebih dari satu data"):
        cari.cari("pejabat", "Sri Rahayu", "Pejabat")
    assert cari.cari("pejabat", f"Sri Rahayu (#{dua[1].id})", "Pejabat") == dua[1].id


def test_two_kelurahan_of_one_name_are_told_apart_by_their_kecamatan(cari: Rujukan) -> None:
    asli, atas = tempat("Bondongan"), tempat("Bogor Utara", Tingkat.KECAMATAN)
    lain = dunia.simpan(Wilayah(kode="99.2", nama="Bondongan", tingkat=Tingkat.KELURAHAN, induk_id=atas.id))
    assert cari.cari("wilayah", "Bondongan", "Lokasi", atas.id) == lain.id
    with pytest.raises(Keliru, match="lebih dari satu data"):
        cari.cari("wilayah", "Bondongan", "Lokasi")
    assert cari.kelurahan_di("Jl. Raya, Kel. Bondongan") is None
    assert asli.id != lain.id


def test_a_kelurahan_is_found_in_an_address(cari: Rujukan) -> None:
    assert cari.kelurahan_di("Gg. Masjid RT 01, Kelurahan Bondongan Kota Bogor") == tempat("Bondongan").id
    assert cari.kelurahan_di("Kel. Entah Berantah, Jl. Raya") is None
    assert cari.kelurahan_di("Jl. Raya Tajur No. 5") is None


def test_another_spelling_of_a_place_that_is_deleted_leads_nowhere(cari: Rujukan) -> None:
    hilang = dunia.simpan(Wilayah(kode="99.3", nama="Kampung Hilang", tingkat=Tingkat.KELURAHAN))
    dunia.simpan(WilayahAlias(nama="Kp Hilang", wilayah_id=hilang.id))
    hilang.deleted_at = sekarang()
    db.session.commit()
    with pytest.raises(Keliru, match="tidak dikenal"):
        cari.cari("wilayah", "Kp Hilang", "Lokasi")
    with pytest.raises(Keliru, match=r"tidak dikenal\.$"):
        cari.cari("perangkat_daerah", "zzzzqqqq", "OPD")
