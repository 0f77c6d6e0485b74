"""Forms in sections: every long form says what its parts are about, and no field is lost or shown twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from admin.borang import has_fields, scaffold
from models.base import db, kinds
from models.pengaturan import Pengaturan
from models.rapat import JenisRapat
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import token

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it

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
    halaman = tim.buka("/undangan/new/").partition("<main")[2]  # the head has a choice of looks
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
    assert ditandai == ["alamat", "telepon", "surel"]


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


def test_a_new_undangan_begins_with_what_is_known_of_its_musrenbang(app: Flask, tim: Layar) -> None:
    with app.app_context():
        m = dunia.di_langkah(5)
        dunia.rapat(m, JenisRapat.PLENO, tempat="Balai Kota (Demo)")
        id_, nama = m.id, m.nama
    halaman = tim.buka(f"/undangan/new/?musrenbang_id={id_}")
    assert (
        isian_berisi(halaman)
        >= {
            "perihal": "Undangan Musrenbang RKPD Kota Bogor Tahun 2027",
            "acara": nama,
            "tempat": "Balai Kota (Demo)",
            "mulai": "2026-03-23T09:00",
            "selesai": "2026-03-23T13:00",
        }.items()
    )


@pytest.mark.parametrize(("setelan", "sifat"), [("Segera", "segera"), ("Biasa", "biasa"), ("", "penting")])
def test_a_new_undangan_has_the_urgency_of_the_setting(app: Flask, tim: Layar, setelan: str, sifat: str) -> None:
    with app.app_context():
        m = dunia.di_langkah(5)
        db.session.scalars(db.select(Pengaturan).filter_by(kunci="undangan.sifat")).one().nilai = setelan
        db.session.commit()
        id_ = m.id
    assert f'<option value="{sifat}" selected>' in tim.buka(f"/undangan/new/?musrenbang_id={id_}")


def test_new_notulen_of_a_sidang_name_who_leads_its_kelompok(app: Flask, tim: Layar) -> None:
    with app.app_context():
        sidang = dunia.sidang(dunia.di_langkah(8))
        kepala = dunia.pejabat("kepala_badan")
        sidang.kelompok_sidang.pimpinan_id = kepala
        db.session.commit()
        id_ = sidang.id
    halaman = tim.buka(f"/notulen/new/?rapat_id={id_}")
    pilih = re.search(r'<select[^>]*name="pimpinan_id".*?</select>', halaman, re.S)
    assert pilih is not None
    assert re.search(rf'<option value="{kepala}" selected>', pilih[0])


def test_a_broken_text_of_the_settings_leaves_the_form_open(app: Flask, tim: Layar, musrenbang: int) -> None:
    with app.app_context():
        row = db.session.execute(db.select(Pengaturan).filter_by(kunci="undangan.hal")).scalar_one()
        db.session.execute(db.update(Pengaturan).where(Pengaturan.id == row.id).values(nilai="Tahun {x}"))
        db.session.commit()
    assert "perihal" not in dict(isian_berisi(tim.buka(f"/undangan/new/?musrenbang_id={musrenbang}")))


def isian_berisi(halaman: str) -> Any:
    """(name, value) of every one-line field that is not empty."""
    pola = r'<input type="[^"]*" id="\w+" name="(\w+)"[^>]*? value="([^"]+)"'
    return dict(re.findall(pola, halaman)).items()
