"""The frame of a page: the look that a person chose, the way to the page, titles that say what is shown."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from admin import kuki, screens, wajah
from tests.admin.layar import Layar

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it

AKAR = Path(__file__).resolve().parent.parent.parent


def judul(halaman: str) -> str:
    ada = re.search(r"<title>(.*?) · Musrenbang Kota Bogor</title>", halaman)
    assert ada, halaman[:2000]
    return html.unescape(ada[1])


def jejak(halaman: str) -> list[tuple[str, str]]:
    """(words, address) of the way to the page; the page itself has no address."""
    nav = re.search(r'<nav class="remah".*?</nav>', halaman)
    butir = re.findall(r'<li><(?:a href="([^"]*)"|span[^>]*)>(.*?)</(?:a|span)></li>', nav[0] if nav else "")
    return [(html.unescape(kata), html.unescape(alamat)) for alamat, kata in butir]


@pytest.mark.parametrize("tema", kuki.PILIHAN["tema"].nilai)
def test_the_look_that_a_person_chose_stands_in_the_first_line_of_every_page(tim: Layar, tema: str) -> None:
    jawab = tim.kirim("/tema/", "/", **{"tema": tema, "kembali": "/usulan/?q=jalan"})
    assert (jawab.status_code, jawab.location) == (302, "/usulan/?q=jalan")
    halaman = tim.buka("/usulan/")
    ditulis = re.search(r'<html lang="id"(?: data-tema="(\w+)")?>', halaman)
    assert ditulis
    assert (ditulis[1] or "sistem") == tema
    kontras = re.search(r'kontras\.css"([^>]*)>', halaman)
    assert bool(kontras) is (tema in ("sistem", "kontras"))
    assert bool(kontras and "prefers-contrast" in kontras[1]) is (tema == "sistem")
    assert f'value="{tema}" aria-pressed="true"' in halaman


def test_an_unknown_look_is_refused_and_a_foreign_cookie_shows_the_usual_one(tim: Layar) -> None:
    jawab = tim.kirim("/tema/", "/", **{"tema": '"><script>', "kembali": "/"})
    assert jawab.status_code == 400
    tim.client.set_cookie("tema", '"><script>')
    assert '<html lang="id">' in tim.buka("/")


def test_a_look_leads_nowhere_but_to_this_panel(tim: Layar) -> None:
    assert tim.kirim("/tema/", "/", **{"tema": "gelap", "kembali": "https://lain.example/"}).location == "/"


def test_every_page_says_the_way_to_it(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1)
    satu = "U-0000 Perbaikan saluran RW 00"
    assert judul(tim.buka(f"/usulan/details/?id={id_}")) == f"{satu} · Usulan"
    assert judul(tim.buka(f"/usulan/edit/?id={id_}")) == f"Ubah usulan: {satu}"
    assert judul(tim.buka(f"/usulan/move/batalkan/?id={id_}")).endswith(f": {satu}")
    assert jejak(tim.buka("/")) == []
    assert jejak(tim.buka("/usulan/?status=draf")) == [("Beranda", "/"), ("Usulan", "")]
    rinci = jejak(tim.buka(f"/usulan/details/?id={id_}"))
    assert rinci == [("Beranda", "/"), ("Usulan", "/usulan/"), (satu, "")]
    ubah = jejak(tim.buka(f"/usulan/edit/?id={id_}"))
    assert ubah == [*rinci[:2], (satu, f"/usulan/details/?id={id_}"), ("Ubah usulan", "")]
    assert jejak(tim.buka("/sandi/")) == [("Beranda", "/"), ("Ganti kata sandi", "")]


def test_the_way_leads_back_to_the_list_with_its_filters(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    kisi = jejak(tim.buka("/usulan/kisi/?status=draf"))
    assert kisi[1][0] == "Usulan"
    assert "status=draf" in kisi[1][1]


def test_a_list_is_called_by_what_it_shows(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    assert re.fullmatch(r"Usulan · Musrenbang \d{4}", judul(tim.buka("/usulan/")))
    assert judul(tim.buka("/usulan/?musrenbang_id=semua")) == "Usulan"
    dua = judul(tim.buka("/usulan/?musrenbang_id=semua&status=draf&status=diajukan&q=jalan"))
    assert dua == "Usulan: draf atau diajukan, “jalan”"
    assert judul(tim.buka("/usulan/?musrenbang_id=semua&dihapus=1&alasan_id.kosong=ya")) == (
        "Usulan yang dihapus: Alasan: kosong"
    )


def test_every_icon_is_drawn_and_every_line_of_the_menu_has_one() -> None:
    gambar = set(re.findall(r'<symbol id="([\w-]+)"', (AKAR / "static" / "ikon.svg").read_text(encoding="utf-8")))
    assert {*wajah.IKON, wajah.ikon("jenis tanpa gambar"), "menu"} <= gambar
    tanpa = [kind for _, kind, shown in screens() if shown and wajah.ikon(kind) == "berkas"]
    assert tanpa == []


def test_what_is_shipped_to_the_browser_stays_small() -> None:
    """All styles, scripts and pictures together, compressed as a server in front of the panel does it."""
    semua = [b for b in (AKAR / "static").glob("*.*") if b.suffix in (".css", ".js", ".svg")]
    besar = sum(len(gzip.compress(b.read_bytes())) for b in semua)
    assert 20_000 < besar <= 200_000


def test_a_colour_is_told_for_light_and_for_dark() -> None:
    """A token with one value only would stay as it is when a person turns the light off."""
    satu = {"--emas"}
    kepala = {"--kepala", "--di-kepala"}  # black and white in high contrast, day and night
    for nama, tetap in (("tokens.css", satu), ("kontras.css", satu | kepala)):
        css = (AKAR / "static" / nama).read_text(encoding="utf-8")
        warna = dict(re.findall(r"(--[\w-]+): ((?:#|light-dark\().*?);", css))
        assert len(warna) > 15
        assert {k for k, nilai in warna.items() if not nilai.startswith("light-dark(")} == tetap


def test_the_menu_marks_one_line_and_opens_its_group(layar: Callable[[str], Layar]) -> None:
    tim = layar("tim_musrenbang")

    def menu(alamat: str) -> str:
        return tim.buka(alamat).partition('<nav class="samping"')[2].partition("</nav>")[0]

    def terbuka(isi: str) -> list[str]:
        return re.findall(r'<details class="kelompok" open>\s*<summary>(.*?)</summary>', isi)

    for _ in range(2):  # drawn, then remembered
        assert re.findall(r'href="([^"]*)" aria-current="page"', menu("/usulan/")) == ["/usulan/"]
        assert terbuka(menu("/usulan/")) == ["Usulan dan hasil"]
        assert re.findall(r'href="([^"]*)" aria-current="page"', menu("/usulan-ganda/")) == ["/usulan/"]
        assert re.findall(r'href="([^"]*)" aria-current="page"', menu("/ruang/new/")) == ["/ruang/"]
        assert terbuka(menu("/ruang/new/")) == ["Persiapan"]
        assert re.findall(r'href="([^"]*)" aria-current="page"', menu("/")) == ["/"]
        assert terbuka(menu("/")) == ["Musrenbang", "Persiapan", "Usulan dan hasil"]
        assert 'aria-current="page"' not in menu("/sandi/")
    assert 'href="/pengguna/"' not in menu("/"), "another role's menu is another one"
    assert 'href="/pengguna/"' in layar("administrator").buka("/")


def test_every_screen_of_the_menu_says_where_one_is(layar: Callable[[str], Layar]) -> None:
    """Whoever may open it: a title of its own and a way that ends there."""
    tim, administrator = layar("tim_musrenbang"), layar("administrator")
    alamat = set(re.findall(r'<a href="(/[\w-]+/)"', tim.buka("/"))) | set(
        re.findall(r'<a href="(/[\w-]+/)"', administrator.buka("/"))
    )
    assert len(alamat) > 30
    nama = {}
    for satu in sorted(alamat - {"/sandi/"}):
        jawab = tim.client.get(satu)
        halaman = jawab.text if jawab.status_code == 200 else administrator.buka(satu)
        nama[satu] = judul(halaman)
        assert jejak(halaman)[0] == ("Beranda", "/")
        assert jejak(halaman)[-1][1] == ""
    assert len(set(nama.values())) == len(nama)


def test_what_only_the_program_writes_is_no_gap_of_a_record(tim: Layar, musrenbang: int) -> None:
    pleno = {"musrenbang_id": str(musrenbang), "jenis": "pleno", "judul": "Pleno", "mulai": "2027-03-22T09:00"}
    id_ = tim.simpan("/rapat/new/", **pleno)
    belum = re.search(r'<p class="[^"]*belum-diisi">(.*?)</p>', tim.buka(f"/rapat/details/?id={id_}"))
    assert belum
    assert "Selesai" in belum[1]
    assert "Daftar hadir ditutup" not in belum[1]


@pytest.mark.parametrize(
    ("nama", "alamat"),
    [
        ("tim_musrenbang", "/periksa/"),
        ("tim_musrenbang", "/musrenbang/sipd/?id={}"),
        ("tim_musrenbang", "/impor/mulai/?kind=usulan"),
        ("administrator", "/sertifikat-tepercaya/new/"),
    ],
)
def test_a_file_may_be_dropped_wherever_one_is_sent(
    layar: Callable[[str], Layar], musrenbang: int, nama: str, alamat: str
) -> None:
    halaman = layar(nama).buka(alamat.format(musrenbang))
    assert re.search(r'<div class="jatuh" data-jatuh data-terbesar="\d+"><input type="file"', halaman)
    assert halaman.index("/static/kata.js") < halaman.index("/static/borang.js"), "it speaks through the first"


def test_a_page_that_stands_alone_has_the_colours_of_the_panel(app: Flask) -> None:
    assert "/static/tokens.css" in app.test_client().get("/periksa/").text
