"""Filters: each word of the address against the same question asked in Python of the rows themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from bulk.daftar import alamat, jalan, jumlah, saring
from models.pesan import Keliru, SopError
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from tests import dunia
from tests.bulk.daftar import isi

SARINGAN: dict[str, Callable[[Any], bool]] = {
    "status=draf": lambda u: u.status is StatusUsulan.DRAF,
    "status=draf&status=diajukan": lambda u: u.status in (StatusUsulan.DRAF, StatusUsulan.DIAJUKAN),
    "status.bukan=draf": lambda u: u.status is not StatusUsulan.DRAF,
    "hasil.bukan=ditolak&hasil.bukan=ditunda": lambda u: u.hasil not in (HasilUsulan.DITOLAK, HasilUsulan.DITUNDA),
    "hasil.kosong=ya": lambda u: u.hasil is None,
    "hasil.kosong=tidak": lambda u: u.hasil is not None,
    "opd_pengampu_id=1&opd_pengampu_id=2": lambda u: u.opd_pengampu_id in (1, 2),
    "opd_pengampu_id.bukan=1": lambda u: u.opd_pengampu_id != 1,
    "opd_pengampu_id.kosong=ya": lambda u: u.opd_pengampu_id is None,
    "alamat.kosong=ya": lambda u: not u.alamat,
    "alamat.kosong=tidak": lambda u: bool(u.alamat),
    "pagu_usulan.dari=1.000.000": lambda u: u.pagu_usulan >= 1_000_000,
    "pagu_usulan.dari=Rp1.000.000&pagu_usulan.sampai=500000000": lambda u: 1_000_000 <= u.pagu_usulan <= 500_000_000,
    "pagu_usulan=0": lambda u: u.pagu_usulan == 0,
    "volume.dari=1,5&volume.sampai=2": lambda u: 1.5 <= u.volume <= 2,
    "pagu_disepakati.kosong=ya": lambda u: u.pagu_disepakati is None,
    "status=draf&pagu_usulan=0": lambda u: u.status is StatusUsulan.DRAF and u.pagu_usulan == 0,
    "status=draf&pagu_usulan=0&cocok=salah_satu": lambda u: u.status is StatusUsulan.DRAF or u.pagu_usulan == 0,
    "hasil.kosong=ya&pagu_usulan.dari=5&pagu_usulan.sampai=2000000&cocok=salah_satu": (
        lambda u: u.hasil is None or 5 <= u.pagu_usulan <= 2_000_000
    ),
    "status=&q=&hasil.kosong=ya": lambda u: u.hasil is None,
}


@pytest.fixture
def m(session: Any) -> Any:
    return isi.usulan(150)


def ketemu(args: alamat.Args) -> list[int]:
    return [i for chunk in jalan.walk(Usulan, dunia.aktor("tim_musrenbang"), args) for i in chunk]


def test_each_filter_finds_what_the_same_question_finds_in_python(m: Any) -> None:
    for tanya, cocok in SARINGAN.items():
        harapan = [u.id for u in isi.hidup() if cocok(u)]
        assert harapan, f"{tanya}: the rows do not try this filter"
        assert len(harapan) < len(isi.hidup()), tanya
        assert ketemu(tanya) == harapan, tanya
        assert jumlah.total(Usulan, dunia.aktor("tim_musrenbang"), tanya) == len(harapan), tanya


def test_a_kecamatan_and_a_kelurahan_together_find_both(m: Any) -> None:
    satu, dua = isi.kecamatan()[:2]
    kelurahan = next(u.wilayah_id for u in isi.hidup() if u.wilayah.induk_id == dua)
    harapan = [u.id for u in isi.hidup() if u.wilayah.induk_id == satu or u.wilayah_id == kelurahan]
    assert ketemu(f"wilayah_id={satu}&wilayah_id={kelurahan}") == harapan
    bukan = [u.id for u in isi.hidup() if u.wilayah.induk_id != satu]
    assert ketemu(f"wilayah_id.bukan={satu}") == bukan


def test_the_year_holds_also_where_any_filter_is_enough(m: Any) -> None:
    lain = isi.usulan(20, benih=2, tahun=2028)
    tanya = f"musrenbang_id={lain.id}&status=draf&hasil.kosong=ya&cocok=salah_satu"
    harapan = [u.id for u in isi.hidup(lain.id) if u.status is StatusUsulan.DRAF or u.hasil is None]
    assert ketemu(tanya) == harapan
    assert len(ketemu("musrenbang_id=semua")) == len(isi.hidup())
    assert ketemu(f"musrenbang_id={m.id}&musrenbang_id={lain.id}") == [u.id for u in isi.hidup()]
    assert ketemu(f"musrenbang_id.bukan={m.id}") == [u.id for u in isi.hidup(lain.id)]


def test_the_address_may_come_as_text_mapping_or_many_values(m: Any) -> None:
    sama = [
        "/usulan/?status=draf&status=diajukan",
        {"status": ["draf", "diajukan"]},
        MultiDict([("status", "draf"), ("status", "diajukan")]),
    ]
    assert len({tuple(ketemu(args)) for args in sama}) == 1  # type: ignore[arg-type]
    assert alamat.href(alamat.read(sama[0]), per="50", q=None) == "?status=draf&status=diajukan&per=50"


@pytest.mark.parametrize(
    "tanya",
    [
        "status=terbang",
        "status.bukan=terbang",
        "status.kosong=mungkin",
        "status.dari=a",
        "opd_pengampu_id.dari=1",
        "pagu_usulan.dari=abc",
        "pagu_usulan.dari=5&pagu_usulan.sampai=4",
        "pagu_usulan.dari=99999999999999999999",
        "cocok=mungkin",
        "permasalahan=x",
        "asing.kosong=ya",
        "opd_pengampu_id.bukan=x%00y",
        "&".join(["status=draf"] * 501),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(m: Any, tanya: str) -> None:
    with pytest.raises(SopError) as galat:
        ketemu(tanya)
    assert galat.value.status in (400, 404)
    assert str(galat.value.pesan).endswith(".")


def test_numbers_that_no_whole_column_holds_may_be_asked_for(session: Any) -> None:
    from models.musrenbang import Musrenbang

    dunia.musrenbang(2027)
    actor = dunia.aktor("tim_musrenbang")
    for tanya, n in {"tahun.dari=2026,5": 1, "tahun.dari=99999999999": 0, "tahun.sampai=99.999.999.999,5": 1}.items():
        assert jumlah.total(Musrenbang, actor, tanya) == n, tanya


def test_personal_columns_are_no_filter_not_even_for_emptiness(session: Any) -> None:
    from models import kolom
    from models.pemangku_kepentingan import PemangkuKepentingan

    pribadi = next(k for k, (_, lb) in kolom.labelled(PemangkuKepentingan).items() if lb.pribadi)
    for tanya in (f"{pribadi}=x", f"{pribadi}.kosong=ya", f"{pribadi}.bukan=x"):
        with pytest.raises(Keliru, match="tidak dapat disaring"):
            saring.read(PemangkuKepentingan, tanya, dunia.aktor("tim_musrenbang"))


def test_the_panel_says_what_was_asked(m: Any) -> None:
    found = saring.read(
        Usulan,
        "status=draf&status=diajukan&hasil.kosong=ya&pagu_usulan.dari=5&opd_pengampu_id.bukan=1&alamat.kosong=ya",
        dunia.aktor("tim_musrenbang"),
    )
    bidang = {b.nama: b for b in found.bidang}
    assert bidang["status"].terpilih == ("draf", "diajukan")
    assert bidang["status"].lain == [("status", "diajukan")]
    assert (bidang["hasil"].isi, bidang["hasil"].aktif) == ("ya", True)
    assert (bidang["pagu_usulan"].jenis, bidang["pagu_usulan"].rupiah) == ("rentang_angka", True)
    assert (bidang["pagu_usulan"].nilai, bidang["pagu_usulan"].sampai) == ("5", "")
    assert bidang["opd_pengampu_id"].bukan == ("1",)
    assert "alamat" in bidang
    assert not bidang["asal"].aktif
