"""The page of pictures: what each person sees, and that every figure leads to the list with so many rows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask

from models.usulan import AsalUsulan, HasilUsulan, StatusUsulan
from tests.admin.layar import Layar, teks
from tests.orang import Orang

HASIL = [*HasilUsulan, None]
ASAL = list(AsalUsulan)


@pytest.fixture
def campur(usulan: Callable) -> list[int]:
    return usulan(  # type: ignore[no-any-return]
        12,
        status=lambda i: (
            StatusUsulan.FINAL if HASIL[i % 5] else (StatusUsulan.BATAL if i == 9 else StatusUsulan.DIAJUKAN)
        ),
        hasil=lambda i: HASIL[i % 5],
        alasan_id=1,
        asal=lambda i: ASAL[i % 5 % 4],  # one that is undecided and one that was withdrawn come from the same asal
        pagu_disepakati=lambda i: 500_000 if i % 5 < 2 else None,
        wilayah_id=lambda i: 10 + i % 3,
        kelompok_sidang_id=lambda i: 1 + i % 4,
        opd_awal_id=lambda i: None if i == 3 else 1 + i % 2,
    )


def sel(halaman: str, kunci: str) -> list[tuple[str, str]]:
    """(address, figure) of every linked cell of the table beside a picture."""
    gambar = re.search(rf'<figure class="kartu gambar[^"]*" id="{kunci}">.*?</figure>', halaman, re.S)
    assert gambar, kunci
    return [(html.unescape(a), t) for a, t in re.findall(r'<td class="angka"><a href="([^"]+)">([^<]+)</a>', gambar[0])]


@pytest.mark.parametrize("kunci", ["aliran", "keadaan", "kelompok", "asal", "kecamatan", "opd", "peta"])
def test_every_figure_leads_to_the_list_with_so_many_rows(tim: Layar, campur: list[int], kunci: str) -> None:
    ada = sel(tim.buka("/gambaran/"), kunci)
    assert ada
    for alamat, angka in ada:
        jumlah = re.search(r'class="jumlah"><b[^>]*>([\d.]+)</b>', tim.buka(alamat))
        assert (jumlah[1] if jumlah else "0") == angka, alamat


def test_a_bar_of_the_picture_leads_where_its_figure_leads(tim: Layar, campur: list[int]) -> None:
    halaman = tim.buka("/gambaran/")
    svg = re.search(r'id="kecamatan">.*?<svg.*?</svg>', halaman, re.S)
    assert svg
    di_gambar = [html.unescape(a) for a in re.findall(r'<a href="([^"]+)"', svg[0])]
    assert {a for a, _ in sel(halaman, "kecamatan")} <= set(di_gambar)
    assert " style=" not in halaman


def test_money_is_measured_on_request(tim: Layar, campur: list[int]) -> None:
    halaman = teks(tim.buka("/gambaran/?ukuran=rupiah"))
    assert "Pagu usulan dan yang disepakati menurut kecamatan" in halaman
    assert "Rp66 jt" in halaman, "0 + 1 + … + 11 juta"


def test_the_year_is_chosen_and_an_empty_one_says_how_it_is_filled(tim: Layar, campur: list[int]) -> None:
    lain = tim.simpan("/musrenbang/new/", nama="Musrenbang Lain", tahun="2029")
    assert "Belum ada yang dapat digambar" in teks(tim.buka(f"/gambaran/?musrenbang_id={lain}"))
    assert "Musrenbang Uji" in teks(tim.buka("/gambaran/"))


@pytest.mark.parametrize(
    "alamat", ["musrenbang_id=999", "musrenbang_id=x", "musrenbang_id=9999999999999", "ukuran=kaki"]
)
def test_a_wrong_address_is_answered_with_a_sentence(tim: Layar, campur: list[int], alamat: str) -> None:
    assert "tidak dikenal" in teks(tim.buka(f"/gambaran/?{alamat}", 400))


def test_who_has_no_role_sees_no_figure(app: Flask, orang: Orang, tim: Layar, campur: list[int]) -> None:
    from models.base import db
    from models.pengguna import PeranPengguna
    from models.waktu import sekarang

    with app.app_context():
        for row in db.session.scalars(db.select(PeranPengguna).filter_by(pengguna_id=orang.id("pengawas"))):
            row.deleted_at = sekarang()
        db.session.commit()
    tanpa = Layar(orang.masuk("pengawas"))
    assert "Usulan 12" not in teks(tanpa.buka("/gambaran/", 403))
    assert "Gambaran" not in teks(tanpa.buka("/"))
    assert "Gambaran" in teks(tim.buka("/"))


def test_figures_remembered_for_one_are_not_shown_to_who_may_read_no_usulan(
    app: Flask, musrenbang: int, campur: list[int]
) -> None:
    from admin import gambaran
    from models.base import db
    from models.musrenbang import Musrenbang
    from sop.access import Actor
    from tests import dunia

    with app.app_context():
        kasus = db.session.get_one(Musrenbang, musrenbang)
        assert gambaran.figures_of(kasus, dunia.aktor("tim_musrenbang")).semua.jumlah == 12
        assert gambaran.figures_of(kasus, Actor(10_000, "Tanpa peran")).semua.jumlah == 0


def test_what_changes_is_seen_at_once(tim: Layar, campur: list[int], usulan: Callable) -> None:
    assert "Usulan 12 Diterima" in teks(tim.buka("/gambaran/"))
    usulan(1, kode="U-BARU")
    assert "Usulan 13 Diterima" in teks(tim.buka("/gambaran/"))


def test_attendance_and_minutes_lead_to_their_lists(tim: Layar, musrenbang: int, app: Flask) -> None:
    from models.base import db
    from models.musrenbang import Musrenbang
    from tests import dunia

    with app.app_context():
        dunia.rapat(db.session.get(Musrenbang, musrenbang), hadir=3)
    halaman = tim.buka("/gambaran/")
    assert "belum dicatat" in halaman
    for kunci in ("kehadiran", "langkah"):
        for alamat, angka in sel(halaman, kunci):
            isi = tim.buka(alamat)
            if kunci == "kehadiran":
                assert f">{angka}</b> baris" in isi


def test_who_may_read_no_usulan_sees_neither_their_figures_nor_their_pictures(
    tim: Layar, campur: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sop import access
    from sop.access import Verb

    gambar = re.compile(r'<figure class="kartu gambar[^"]*" id="(\w+)">')
    semua = tim.buka("/gambaran/")
    assert '<dl class="ringkas">' in semua
    assert {"aliran", "langkah"} <= set(gambar.findall(semua))
    lain = {k: v for k, v in access._HAK.items() if k != ("usulan", Verb.BACA)}
    monkeypatch.setattr(access, "_HAK", lain)
    tanpa = tim.buka("/gambaran/")
    assert '<dl class="ringkas">' not in tanpa
    assert gambar.findall(tanpa) == ["langkah"]  # what counts usulan is not drawn, not even empty
    monkeypatch.setattr(access, "_HAK", {k: v for k, v in lain.items() if k != ("pelaksanaan_langkah", Verb.BACA)})
    assert gambar.findall(tim.buka("/gambaran/")) == []
