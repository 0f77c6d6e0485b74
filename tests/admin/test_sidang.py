"""Sidang kelompok mode: who decides what, two machines at once, taking back, the pagu beside it, the live result."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from admin.sidang_isi import short
from documents.issue import perform
from models.base import db
from models.musrenbang import Musrenbang
from models.perangkat_daerah import PaguOpd
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import token

FISIK, EKONOMI = "Fisik", "Ekonomi"


class Sidang:
    """A Musrenbang at a step, four usulan of Fisik and one of Ekonomi, and what a person does on the screen."""

    def __init__(self, app: Flask, langkah: int) -> None:
        self.app = app
        with app.app_context():
            m = dunia.di_langkah(langkah)
            self.m, self.fisik, self.ekonomi = m.id, dunia.kelompok(FISIK), dunia.kelompok(EKONOMI)
            rows = dunia.isi_usulan(m, 5)
            for n, u in enumerate(rows, 1):
                u.kelompok_sidang_id, u.opd_pengampu_id = (self.ekonomi, 2) if n == 5 else (self.fisik, 1)
                u.usulan, u.volume, u.satuan, u.pagu_usulan = f"Saluran nomor {n}", 10 * n, "m", n * 1_000_000
            db.session.commit()
            self.ids = [u.id for u in rows]

    def alamat(self, kelompok: int | None = None, halaman: str = "", **lain: Any) -> str:
        tambah = "".join(f"&{k}={v}" for k, v in lain.items())
        return f"/sidang/{kelompok or self.fisik}/{halaman}?musrenbang_id={self.m}{tambah}"

    def usulan(self, n: int) -> Usulan:
        with self.app.app_context():
            u = db.session.get(Usulan, self.ids[n])
            assert u is not None
            db.session.refresh(u)
            db.session.expunge(u)
            return u

    def putuskan(self, siapa: Layar, n: int, aksi: str, versi: int | None = None, **isian: Any) -> TestResponse:
        halaman = siapa.buka(self.alamat(usulan=self.ids[n]))
        data = {"csrf_token": token(halaman), "usulan": self.ids[n], "aksi": aksi, **isian}
        data["version"] = versi if versi is not None else self.usulan(n).version
        return siapa.client.post(self.alamat(halaman="putuskan/"), data=data)

    def tarik(self, siapa: Layar, n: int, versi: int | None = None) -> TestResponse:
        halaman = siapa.buka(self.alamat())
        versi = versi if versi is not None else self.usulan(n).version
        data = {"csrf_token": token(halaman), "usulan": self.ids[n], "version": versi}
        return siapa.client.post(self.alamat(halaman="tarik/"), data=data)


@pytest.fixture
def sidang(app: Flask) -> Sidang:
    return Sidang(app, 8)


def judul(halaman: str) -> str:
    found = re.search(r'id="sidang-judul"[^>]*>(.*?)</h2>', halaman)
    return found[1] if found else ""


def tombol(halaman: str) -> list[str]:
    return re.findall(r'class="(?:tombol )?putus (\w+)"[^>]*data-kunci', halaman)


# --- what is called up ------------------------------------------------------------------------------------------------


def test_the_first_undecided_usulan_of_the_group_is_called_up_with_its_decisions(tim: Layar, sidang: Sidang) -> None:
    halaman = tim.buka(sidang.alamat())
    assert judul(halaman) == "Saluran nomor 1"
    assert tombol(halaman) == ["terima", "terima_perubahan", "tunda", "tolak"]
    assert "1 dari 4 yang belum diputuskan" in teks(halaman)
    assert "Saluran nomor 5" not in halaman, "kelompok lain"


def test_a_usulan_that_is_not_verified_is_not_called_up_but_named(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        db.session.get_one(Usulan, sidang.ids[0]).status = StatusUsulan.DIAJUKAN
        db.session.commit()
    halaman = tim.buka(sidang.alamat())
    assert judul(halaman) == "Saluran nomor 2"
    assert "1 usulan belum diverifikasi" in teks(halaman)
    langsung = tim.buka(sidang.alamat(usulan=sidang.ids[0]))
    assert tombol(langsung) == []
    assert "Usulan ini berstatus diajukan" in teks(langsung)


def test_next_and_previous_walk_through_the_filter(tim: Layar, sidang: Sidang) -> None:
    sidang.putuskan(tim, 1, "terima")
    belum = tim.buka(sidang.alamat(usulan=sidang.ids[0]))
    assert f"usulan={sidang.ids[2]}" in re.search(r'<a[^>]*rel="next"[^>]*>', belum)[0]  # type: ignore[index]
    semua = tim.buka(sidang.alamat(usulan=sidang.ids[0], tampil="semua"))
    assert f"usulan={sidang.ids[1]}" in re.search(r'<a[^>]*rel="next"[^>]*>', semua)[0]  # type: ignore[index]
    assert 'rel="prev"' not in semua
    sudah = tim.buka(sidang.alamat(tampil="sudah"))
    assert judul(tim.buka(sidang.alamat(usulan=sidang.ids[1], tampil="sudah"))) == "Saluran nomor 2"
    assert "Sudah 1" in teks(sudah)


@pytest.mark.parametrize("ditulis", ["U-2027-00003", "u-2027-00003", "3", "nomor+3"])
def test_a_code_its_number_or_a_word_jumps_to_the_usulan(tim: Layar, sidang: Sidang, ditulis: str) -> None:
    jawab = tim.client.get(sidang.alamat(q=ditulis))
    assert jawab.status_code == 302
    assert f"usulan={sidang.ids[2]}" in jawab.headers["Location"]


def test_several_hits_are_listed_and_one_of_another_group_leads_there(tim: Layar, sidang: Sidang) -> None:
    sidang.putuskan(tim, 1, "tolak", alasan_id="1")
    banyak = teks(tim.buka(sidang.alamat(q="saluran")))
    assert "Saluran nomor 2 Ditolak" in banyak
    assert "5 usulan cocok" in banyak
    assert "kelompok Ekonomi" in banyak
    lain = tim.buka(sidang.alamat(q="5", dari=sidang.ids[0]))
    assert f"/sidang/{sidang.ekonomi}/?musrenbang_id={sidang.m}&amp;usulan={sidang.ids[4]}" in lain
    assert judul(lain) == "Saluran nomor 1", "yang sedang dibahas tetap tampil"
    assert "Tidak ada usulan yang cocok" in teks(tim.buka(sidang.alamat(q="zzz")))
    pindah = tim.client.get(sidang.alamat(usulan=sidang.ids[4]))
    assert pindah.headers["Location"].startswith(f"/sidang/{sidang.ekonomi}/")


# --- decisions --------------------------------------------------------------------------------------------------------


def test_accepting_is_one_post_without_a_question_and_the_next_usulan_follows(tim: Layar, sidang: Sidang) -> None:
    jawab = sidang.putuskan(tim, 0, "terima")
    assert jawab.status_code == 302
    assert f"usulan={sidang.ids[1]}" in jawab.headers["Location"]
    u = sidang.usulan(0)
    assert (u.status, u.hasil, u.pagu_disepakati) == (StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA, 1_000_000)


def test_a_changed_acceptance_notes_its_changes_itself(tim: Layar, sidang: Sidang) -> None:
    isian = {"volume_disepakati": "8", "pagu_disepakati": "750.000", "opd_pengampu_id": "1"}
    assert sidang.putuskan(tim, 0, "terima_perubahan", **isian).status_code == 302
    u = sidang.usulan(0)
    assert (u.hasil, u.volume_disepakati, u.pagu_disepakati) == (HasilUsulan.DITERIMA_PERUBAHAN, 8, 750_000)
    assert u.catatan == "Volume 10 m menjadi 8 m. Pagu Rp1.000.000 menjadi Rp750.000."


def test_a_changed_acceptance_without_a_change_asks_for_one_and_keeps_what_was_typed(
    tim: Layar, sidang: Sidang
) -> None:
    isian = {"volume_disepakati": "10", "pagu_disepakati": "1.000.000", "opd_pengampu_id": "1"}
    jawab = sidang.putuskan(tim, 0, "terima_perubahan", **isian)
    assert jawab.status_code == 400
    assert "Ubah volume, pagu atau OPD" in teks(jawab.text)
    assert re.search(r'<dialog id="isi-terima_perubahan"[^>]* open', jawab.text)
    jawab = sidang.putuskan(tim, 0, "terima_perubahan", pagu_disepakati="banyak", catatan="Sesuai kemampuan")
    assert jawab.status_code == 400
    assert 'value="banyak"' in jawab.text
    keliru = re.findall(r'<input[^>]* name="(\w+)"[^>]* aria-invalid="true"', jawab.text)
    assert keliru == ["pagu_disepakati"], "the field that is wrong says so, no other"
    assert "Sesuai kemampuan" in jawab.text
    assert sidang.usulan(0).hasil is None


@pytest.mark.parametrize("aksi", ["tunda", "tolak"])
def test_postponing_and_refusing_need_a_reason_of_the_list(tim: Layar, sidang: Sidang, aksi: str) -> None:
    jawab = sidang.putuskan(tim, 0, aksi)
    assert jawab.status_code == 400
    assert re.search(rf'<dialog id="isi-{aksi}"[^>]* open', jawab.text)
    assert sidang.putuskan(tim, 0, aksi, alasan_id="999").status_code == 400
    assert sidang.usulan(0).hasil is None
    assert sidang.putuskan(tim, 0, aksi, alasan_id="2").status_code == 302
    assert sidang.usulan(0).alasan_id == 2


def test_a_decision_is_changed_only_with_a_note(tim: Layar, sidang: Sidang) -> None:
    sidang.putuskan(tim, 0, "terima")
    jawab = sidang.putuskan(tim, 0, "terima")
    assert jawab.status_code == 400
    assert "hanya diubah dengan alasannya" in teks(jawab.text)
    assert sidang.putuskan(tim, 0, "tolak", alasan_id="1", catatan="Ternyata ganda").status_code == 302
    assert (sidang.usulan(0).hasil, sidang.usulan(0).pagu_disepakati) == (HasilUsulan.DITOLAK, None)


def test_after_the_last_one_the_passed_over_come_and_then_the_end_is_said(tim: Layar, sidang: Sidang) -> None:
    assert f"usulan={sidang.ids[0]}" in sidang.putuskan(tim, 3, "terima").headers["Location"]
    for n in (0, 1):
        sidang.putuskan(tim, n, "terima")
    akhir = sidang.putuskan(tim, 2, "terima").headers["Location"]
    assert "usulan=" not in akhir
    halaman = teks(tim.buka(akhir))
    assert "Semua usulan kelompok Fisik sudah diputuskan" in halaman
    assert "Rp10.000.000" in halaman


# --- rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nama", ["pengawas", "fungsional_perencana", "sekretariat", "administrator"])
def test_who_has_no_move_reads_and_a_forged_decision_is_refused(
    layar: Callable[[str], Layar], sidang: Sidang, nama: str
) -> None:
    siapa = layar(nama)
    halaman = siapa.buka(sidang.alamat())
    assert tombol(halaman) == []
    assert "Anda membaca saja" in teks(halaman)
    assert sidang.putuskan(siapa, 0, "terima").status_code == 403
    assert sidang.usulan(0).hasil is None


def test_a_head_decides_for_the_groups_of_his_bidang_only(layar: Callable[[str], Layar], sidang: Sidang) -> None:
    kepala = layar("kepala_bidang_ppm")
    boleh = {k: bool(tombol(kepala.buka(sidang.alamat(k)))) for k in (sidang.fisik, sidang.ekonomi)}
    assert not all(boleh.values())
    jawab = sidang.putuskan(kepala, 0, "terima")
    assert (jawab.status_code == 302) is boleh[sidang.fisik]


def test_before_its_step_the_screen_opens_and_says_when_one_may_decide(app: Flask, tim: Layar) -> None:
    sidang = Sidang(app, 5)
    halaman = tim.buka(sidang.alamat())
    assert tombol(halaman) == []
    assert "Baru dapat dilakukan pada langkah 8" in teks(halaman)
    jawab = sidang.putuskan(tim, 0, "terima")
    assert jawab.status_code == 409
    assert "Baru dapat dilakukan pada langkah 8" in teks(jawab.text)
    assert f"/sidang/{sidang.fisik}/" not in tim.buka("/")


def test_only_decisions_are_made_here(tim: Layar, sidang: Sidang) -> None:
    assert sidang.putuskan(tim, 0, "kembalikan", catatan="x").status_code == 400
    assert sidang.usulan(0).status is StatusUsulan.DIVERIFIKASI


def test_nobody_enters_without_signing_in_and_a_foreign_address_is_not_found(
    app: Flask, tim: Layar, sidang: Sidang
) -> None:
    assert app.test_client().get(sidang.alamat()).status_code == 302
    for alamat in (sidang.alamat(999), sidang.alamat(usulan=99999), "/sidang/x/", "/sidang/1/?musrenbang_id=999"):
        tim.buka(alamat, 404)


# --- two machines -----------------------------------------------------------------------------------------------------


def test_who_comes_second_is_told_what_was_decided_and_overwrites_nothing(
    layar: Callable[[str], Layar], tim: Layar, sidang: Sidang
) -> None:
    lain, dilihat = layar("kepala_badan"), sidang.usulan(0).version
    assert sidang.putuskan(tim, 0, "tolak", alasan_id="1").status_code == 302
    jawab = sidang.putuskan(lain, 0, "terima", versi=dilihat)
    assert jawab.status_code == 409
    kalimat = teks(jawab.text)
    assert "baru saja diputuskan “ditolak” di layar lain (Tim Musrenbang (Demo)" in kalimat
    assert "tidak ada yang ditimpa" in kalimat
    assert judul(jawab.text) == "Saluran nomor 1"
    assert sidang.usulan(0).hasil is HasilUsulan.DITOLAK


@pytest.mark.parametrize("basis", ["postgresql"], indirect=True)  # SQLite has one writer
def test_a_decision_that_slips_in_between_looking_and_locking_is_not_overwritten(
    tim: Layar, sidang: Sidang, monkeypatch: pytest.MonkeyPatch
) -> None:
    def menyela(*argumen: Any) -> Any:
        with sidang.app.app_context():
            lain = db.session.get_one(Usulan, sidang.ids[0])
            perform(lain, "tolak", dunia.aktor("kepala_badan"), "", {"alasan_id": 1})
        return perform(*argumen)

    monkeypatch.setattr("admin.sidang.perform", menyela)
    jawab = sidang.putuskan(tim, 0, "terima", catatan="Disetujui sidang")
    assert jawab.status_code == 409
    assert "baru saja diputuskan “ditolak” di layar lain (Kepala Badan (Demo)" in teks(jawab.text)
    assert sidang.usulan(0).hasil is HasilUsulan.DITOLAK


def test_two_groups_at_once_do_not_touch_each_other(layar: Callable[[str], Layar], tim: Layar, sidang: Sidang) -> None:
    lain, versi = layar("kepala_badan"), sidang.usulan(0).version
    data = {"usulan": sidang.ids[4], "version": sidang.usulan(4).version, "aksi": "terima"}
    halaman = lain.buka(sidang.alamat(sidang.ekonomi))
    alamat = sidang.alamat(sidang.ekonomi, "putuskan/")
    assert lain.client.post(alamat, data={**data, "csrf_token": token(halaman)}).status_code == 302
    assert sidang.putuskan(tim, 0, "terima", versi=versi).status_code == 302
    assert [sidang.usulan(n).hasil for n in (0, 4)] == [HasilUsulan.DITERIMA] * 2


def test_the_screen_asks_cheaply_whether_anything_changed(
    layar: Callable[[str], Layar], tim: Layar, sidang: Sidang
) -> None:
    alamat = sidang.alamat(halaman="kabar/", usulan=sidang.ids[1])
    pertama = tim.client.get(alamat)
    tanda = pertama.json["tanda"]  # type: ignore[index]
    assert f'data-tanda="{tanda}"' in tim.buka(sidang.alamat(usulan=sidang.ids[1]))
    lagi = tim.client.get(alamat, headers={"If-None-Match": pertama.headers["ETag"]})
    assert (lagi.status_code, lagi.data) == (304, b"")

    versi = sidang.usulan(1).version
    sidang.putuskan(layar("kepala_badan"), 1, "terima")
    baru = tim.client.get(alamat, headers={"If-None-Match": pertama.headers["ETag"]})
    assert baru.status_code == 200
    assert baru.json["tanda"] != tanda  # type: ignore[index]
    segar = tim.buka(sidang.alamat(usulan=sidang.ids[1], dilihat=versi))
    assert "baru saja diputuskan “diterima” di layar lain (Kepala Badan (Demo)" in teks(segar)


def test_the_sign_follows_the_pagu_of_the_opd_that_another_group_uses_up(tim: Layar, sidang: Sidang) -> None:
    with sidang.app.app_context():
        db.session.get_one(Usulan, sidang.ids[4]).opd_pengampu_id = 1
        db.session.commit()
    alamat = sidang.alamat(halaman="kabar/", usulan=sidang.ids[0])
    sebelum = tim.client.get(alamat).json
    data = {"usulan": sidang.ids[4], "version": sidang.usulan(4).version, "aksi": "terima"}
    data["csrf_token"] = token(tim.buka(sidang.alamat()))
    assert tim.client.post(sidang.alamat(sidang.ekonomi, "putuskan/"), data=data).status_code == 302
    assert tim.client.get(alamat).json != sebelum


# --- taking back ------------------------------------------------------------------------------------------------------


def test_the_last_decision_is_offered_and_taken_back_and_then_the_one_before(tim: Layar, sidang: Sidang) -> None:
    sidang.putuskan(tim, 0, "terima")
    sidang.putuskan(tim, 1, "tolak", alasan_id="1")
    assert "Putusan Anda terakhir: U-2027-00002 Ditolak" in teks(tim.buka(sidang.alamat()))
    jawab = sidang.tarik(tim, 1)
    assert f"usulan={sidang.ids[1]}" in jawab.headers["Location"]
    halaman = tim.buka(jawab.headers["Location"])
    assert "“Tolak” pada U-2027-00002 Saluran nomor 2 ditarik kembali." in teks(halaman)
    assert judul(halaman) == "Saluran nomor 2"
    u = sidang.usulan(1)
    assert (u.status, u.hasil, u.alasan_id) == (StatusUsulan.DIVERIFIKASI, None, None)
    assert "Putusan Anda terakhir: U-2027-00001 Diterima" in teks(halaman)
    assert sidang.tarik(tim, 0).status_code == 302
    assert "Putusan Anda terakhir" not in teks(tim.buka(sidang.alamat()))
    assert "Urungkan" in teks(tim.buka(f"/usulan/details/?id={sidang.ids[1]}"))


def test_nobody_takes_back_what_another_decided_nor_what_changed_since(
    layar: Callable[[str], Layar], tim: Layar, sidang: Sidang
) -> None:
    lain, versi = layar("kepala_badan"), None
    sidang.putuskan(tim, 0, "terima")
    assert "Putusan Anda terakhir" not in teks(lain.buka(sidang.alamat()))
    jawab = sidang.tarik(lain, 0)
    assert jawab.status_code == 409
    assert "Hanya Tim Musrenbang (Demo) yang dapat menarik kembali" in teks(jawab.text)

    versi = sidang.usulan(0).version
    sidang.putuskan(lain, 0, "tunda", alasan_id="1", catatan="Ditunda dahulu")
    assert "Putusan Anda terakhir" not in teks(tim.buka(sidang.alamat()))
    assert sidang.tarik(tim, 0, versi).status_code == 409
    assert sidang.usulan(0).hasil is HasilUsulan.DITUNDA


def test_an_old_page_takes_back_no_newer_decision_of_the_same_person(tim: Layar, sidang: Sidang) -> None:
    sidang.putuskan(tim, 0, "terima")
    versi = sidang.usulan(0).version
    sidang.putuskan(tim, 0, "tunda", alasan_id="1", catatan="Ditunda dahulu")  # on another machine
    assert sidang.tarik(tim, 0, versi).status_code == 409
    assert sidang.usulan(0).hasil is HasilUsulan.DITUNDA
    assert sidang.tarik(tim, 0).status_code == 302
    assert sidang.usulan(0).hasil is HasilUsulan.DITERIMA


# --- pagu and counts --------------------------------------------------------------------------------------------------


def test_the_pagu_of_the_opd_is_counted_down_and_an_excess_is_a_warning(
    tim: Layar, sidang: Sidang, tulis: Callable[..., list[int]]
) -> None:
    assert "Pagu tahun 2027 belum diisi" in teks(tim.buka(sidang.alamat()))
    tulis(PaguOpd, 1, perangkat_daerah_id=1, tahun=2027, pagu=2_500_000)
    halaman = teks(tim.buka(sidang.alamat()))
    assert "Sisa Rp2.500.000" in halaman
    assert "Bila ini diterima sisa Rp1.500.000" in halaman
    sidang.putuskan(tim, 0, "terima_perubahan", pagu_disepakati="800.000")
    halaman = teks(tim.buka(sidang.alamat(usulan=sidang.ids[1])))
    assert "Sisa Rp1.700.000" in halaman
    assert "Bila ini diterima melampaui Rp300.000" in halaman
    sidang.putuskan(tim, 1, "terima")
    halaman = teks(tim.buka(sidang.alamat(usulan=sidang.ids[1])))
    assert "Melampaui pagu Rp300.000" in halaman
    assert "Sudah diterima Rp2.800.000 (2 usulan)" in halaman
    assert "Bila ini diterima" not in halaman


def test_the_counts_of_the_group_and_the_wall_follow_each_decision(tim: Layar, sidang: Sidang) -> None:
    sidang.putuskan(tim, 0, "terima")
    sidang.putuskan(tim, 1, "terima_perubahan", pagu_disepakati="500.000")
    sidang.putuskan(tim, 2, "tunda", alasan_id="1")
    halaman = teks(tim.buka(sidang.alamat()))
    for kata in ("3 dari 4 diputuskan", "Diterima 1", "Diterima dengan perubahan 1", "Ditunda 1", "Ditolak 0"):
        assert kata in halaman
    assert "Diusulkan Rp10.000.000" in halaman
    assert "Disepakati Rp1.500.000" in halaman

    dinding = teks(tim.buka(sidang.alamat(halaman="hasil/")))
    assert "3 dari 4 usulan diputuskan" in dinding
    assert "Disepakati Rp1,5 juta" in dinding
    assert "Ditunda U-2027-00003 Saluran nomor 3" in dinding
    semua = teks(tim.buka(f"/sidang/hasil/?musrenbang_id={sidang.m}"))
    assert "3 dari 5 usulan diputuskan" in semua
    assert "Ekonomi 0 dari 1" in semua


def test_the_wall_asks_with_an_etag_of_its_own_group(tim: Layar, sidang: Sidang) -> None:
    alamat = f"/sidang/hasil/kabar/?musrenbang_id={sidang.m}"
    semua, satu = tim.client.get(alamat), tim.client.get(f"{alamat}&kelompok={sidang.ekonomi}")
    assert f'data-tanda="{satu.json["tanda"]}"' in tim.buka(sidang.alamat(sidang.ekonomi, "hasil/"))  # type: ignore[index]
    sidang.putuskan(tim, 0, "terima")
    assert tim.client.get(alamat, headers={"If-None-Match": semua.headers["ETag"]}).status_code == 200
    lain = tim.client.get(f"{alamat}&kelompok={sidang.ekonomi}", headers={"If-None-Match": satu.headers["ETag"]})
    assert lain.status_code == 304


@pytest.mark.parametrize(
    ("rupiah", "kata"),
    [
        (0, "Rp0"),
        (950_000, "Rp950.000"),
        (1_000_000, "Rp1 juta"),
        (12_350_000, "Rp12,35 juta"),
        (999_999_999, "Rp1.000 juta"),
        (10_169_800_000, "Rp10,17 miliar"),
        (2_500_000_000_000, "Rp2,5 triliun"),
    ],
)
def test_a_sum_is_called_out_short(rupiah: int, kata: str) -> None:
    assert short(rupiah) == kata


# --- the ways in ------------------------------------------------------------------------------------------------------


def test_the_start_page_the_musrenbang_the_group_and_the_menu_lead_to_the_sidang(tim: Layar, sidang: Sidang) -> None:
    tautan = f"/sidang/{sidang.fisik}/?musrenbang_id={sidang.m}"
    for alamat in ("/", f"/musrenbang/details/?id={sidang.m}", f"/kelompok-sidang/details/?id={sidang.fisik}"):
        assert tautan in tim.buka(alamat), alamat
    assert 'href="/sidang/"' in tim.buka("/usulan/")
    pilih = tim.buka("/sidang/")
    assert tautan in pilih
    assert "0 dari 4 usulan diputuskan" in teks(pilih)


def test_without_a_script_a_link_opens_the_question_in_the_page(tim: Layar, sidang: Sidang) -> None:
    halaman = tim.buka(sidang.alamat())
    tautan = re.search(r'<a class="tombol putus tolak" href="([^"#]+)', halaman)
    assert tautan
    terbuka = tim.buka(tautan[1].replace("&amp;", "&"))
    assert re.search(r'<dialog id="isi-tolak"[^>]* open', terbuka)
    assert terbuka.count('type="radio"') == 22


def test_the_screen_of_a_year_without_a_musrenbang_says_so(tim: Layar, app: Flask) -> None:
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Musrenbang.id))) == 0
    assert "Belum ada Musrenbang" in teks(tim.buka("/sidang/"))
    assert "0 dari 0" in teks(tim.buka("/sidang/hasil/"))
    tim.buka("/sidang/1/", 404)
