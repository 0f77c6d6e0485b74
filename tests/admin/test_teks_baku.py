"""Usual texts: kept like any data, offered beside the field that they are for, with the names filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from models.teks_baku import TeksBaku
from tests.admin.layar import Layar, salah, teks

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it

BAKU = {"untuk": "undangan.penutup", "judul": "Singkat", "isi": "Demikian, RKPD {tahun_rencana} <b>."}


def baku(halaman: str, field: str) -> list[tuple[str, str]]:
    """(title, text) of what is offered beside a field."""
    return re.findall(rf'<b>([^<]*)</b> <button[^>]*data-baku="{field}".*?<p class="isi-baku">(.*?)</p>', halaman, re.S)


def test_who_edits_settings_writes_a_text_and_everybody_is_offered_it_with_the_year(
    layar: Callable[[str], Layar], tim: Layar, musrenbang: int, ambil: Callable
) -> None:
    row = ambil(TeksBaku, layar("administrator").simpan("/teks-baku/new/", **BAKU))
    assert row.untuk == "undangan.penutup"
    halaman = tim.buka("/undangan/new/")
    assert ("Singkat", "Demikian, RKPD 2027 &lt;b&gt;.") in baku(halaman, "penutup")
    assert "Singkat" not in [judul for judul, _ in baku(halaman, "pembuka")]
    assert tim.client.get("/teks-baku/new/").status_code == 403


def test_the_list_and_the_page_say_the_field_in_words(layar: Callable[[str], Layar]) -> None:
    admin = layar("administrator")
    id_ = admin.simpan("/teks-baku/new/", **BAKU)
    for halaman in (admin.buka("/teks-baku/?q=Singkat"), admin.buka(f"/teks-baku/details/?id={id_}")):
        assert "Undangan: Kalimat penutup" in teks(halaman)


def test_a_field_that_does_not_exist_and_a_name_that_is_not_known_are_refused(layar: Callable[[str], Layar]) -> None:
    admin = layar("administrator")
    jawab = admin.kirim("/teks-baku/new/", **{**BAKU, "untuk": "undangan.status"})
    assert jawab.status_code == 400
    assert any("Pilih salah satu" in s for s in salah(jawab.text))
    jawab = admin.kirim("/teks-baku/new/", **{**BAKU, "isi": "Tahun {tahun.__class__}"})
    assert any("tidak dikenal" in s for s in salah(jawab.text))
    admin.simpan("/teks-baku/new/", **BAKU)
    assert admin.kirim("/teks-baku/new/", **BAKU).status_code == 409


def test_the_first_texts_are_offered_for_fields_that_exist(tim: Layar, musrenbang: int) -> None:
    for alamat, field in (
        ("undangan", "pembuka"),
        ("nota-dinas", "isi"),
        ("notulen", "pembahasan"),
        ("tim", "memutuskan"),
    ):
        assert baku(tim.buka(f"/{alamat}/new/"), field), (alamat, field)
