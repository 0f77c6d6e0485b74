"""Forms in sections: every long form says what its parts are about, and no field is lost or shown twice."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from admin.borang import has_fields, scaffold
from models.base import kinds
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import token

TERPANJANG_TANPA_BAGIAN = 7
PANJANG = [k for k, m in sorted(kinds().items()) if has_fields(scaffold(m)) and len(scaffold(m)().isian()) > 7]


@pytest.mark.parametrize("kind", PANJANG)
def test_a_form_of_more_than_seven_fields_is_in_sections(kind: str) -> None:
    form = scaffold(kinds()[kind])()
    sections = form.bagian()
    assert all(title for title, _ in sections), sections
    assert len({title for title, _ in sections}) == len(sections) > 1
    assert [f.name for _, fields in sections for f in fields] == [f.name for f in form.isian()]


def test_the_sections_stand_on_the_page_with_their_names(tim: Layar) -> None:
    halaman = tim.buka("/undangan/new/")
    judul = [teks(j).strip() for j in re.findall(r"<legend>(.*?)</legend>", halaman)]
    assert judul == ["Pokok naskah", "Acara", "Kalimat surat", "Tanda tangan"]
    assert halaman.count("<fieldset") == halaman.count("</fieldset>") == 4


def test_a_section_keeps_its_name_when_its_first_field_is_hidden() -> None:
    form = scaffold(kinds()["daftar_hadir"])()
    del form["alamat"]
    assert [f.name for f in dict(form.bagian())["Cara menghubungi"]] == ["telepon"]


def test_personal_fields_are_marked_so_that_no_browser_keeps_them(tim: Layar) -> None:
    halaman = tim.buka("/pemangku-kepentingan/new/")
    ditandai = re.findall(r'<div class="isian[^"]*" data-pribadi>.*?name="(\w+)"', halaman, re.S)
    assert ditandai == ["telepon", "surel"]


def test_who_sent_a_form_after_the_session_ended_is_led_back_to_it(tim: Layar) -> None:
    halaman = tim.client.get("/usulan/new/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', halaman)[1]  # type: ignore[index]
    tim.client.delete_cookie("panel_musrenbang")
    jawab = tim.client.post(
        "/usulan/new/?musrenbang_id=1",
        data={"csrf_token": token, "usulan": "Taman baca"},
        headers={"Referer": "http://localhost/usulan/new/?musrenbang_id=1"},
    )
    assert jawab.status_code == 401
    assert 'href="/login?next=/usulan/new/%3Fmusrenbang_id%3D1"' in jawab.text
    asing = tim.client.post("/usulan/new/", data={}, headers={"Referer": "http://lain.example/usulan/"})
    assert 'href="/login"' in asing.text


def test_notulen_with_headings_and_lists_stand_so_on_their_page_and_nothing_is_smuggled_in(
    app: Flask, tim: Layar
) -> None:
    with app.app_context():
        notulen = dunia.CONTOH["notulen"](dunia.di_ujung())
        id_, rapat_id = notulen.id, notulen.rapat_id
    isi = "## Arahan <script>alert(1)</script>\n1. satu\n  1. dalam\n\nAlinea."
    jawab = tim.kirim(f"/notulen/edit/?id={id_}", rapat_id=rapat_id, pembahasan=isi)
    assert jawab.status_code == 302
    halaman = tim.buka(f"/notulen/details/?id={id_}")
    assert "<h3>Arahan &lt;script&gt;alert(1)&lt;/script&gt;</h3>" in halaman
    assert '<li class="t0"><span>1.</span> satu</li><li class="t1"><span>a.</span> dalam</li>' in halaman


def test_the_preview_reads_a_text_as_the_paper_does_and_only_for_who_is_signed_in(tim: Layar) -> None:
    kirim = {"csrf_token": token(tim.buka("/notulen/new/")), "teks": "## Judul\n- butir\n\nAlinea."}
    jawab = tim.client.post("/uraian/pratinjau/", data=kirim)
    assert [b["jenis"] for b in jawab.get_json()["blok"]] == ["judul", "daftar", "alinea"]
    tim.client.delete_cookie("panel_musrenbang")
    assert tim.client.post("/uraian/pratinjau/", data=kirim).status_code == 401


def test_the_step_of_the_sop_stands_above_the_form(tim: Layar) -> None:
    halaman = teks(tim.buka("/undangan/new/"))
    assert "SOP langkah 5: Membuat undangan Musrenbang" in halaman
    assert "kelengkapan: Jadwal pelaksanaan · waktu: 15 menit" in halaman
    assert "SOP langkah" not in teks(tim.buka("/ruang/new/"))


@pytest.mark.parametrize(
    ("alamat", "kalimat"),
    [
        ("/undangan/", ("Mulailah dengan menambah undangan", "SOP langkah 5")),
        ("/kamus-usulan/", ("Daftar ini diisi oleh", "Fungsional Perencana", "Administrator")),
        ("/dokumen/", ("diisi oleh program sendiri",)),
        ("/pemangku-kepentingan/", ("menambah pemangku kepentingan", "impor dari lembar sebar")),
    ],
)
def test_every_empty_list_says_how_to_fill_it(tim: Layar, alamat: str, kalimat: tuple[str, ...]) -> None:
    halaman = teks(tim.buka(f"{alamat}?musrenbang_id=semua" if alamat in ("/undangan/", "/dokumen/") else alamat))
    assert "Belum ada data." in halaman
    assert all(k in halaman for k in kalimat), halaman[-900:]
