"""A second language: whole, chosen in the account menu, never on a paper."""

from __future__ import annotations

import ast
import html
import inspect
import json
import re
import string
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from jinja2 import Environment, nodes
from markupsafe import Markup

from admin import bahasa, katalog
from models.pesan import Pesan, rangkai
from models.setelan import AKAR
from tests.admin.layar import Layar

pytestmark = pytest.mark.satu_basis  # what the screen says; the database decides nothing of it

# Words of the frame that an English page must not show; SOP texts and data stay as they were written.
INDONESIA = (
    *("Cari di semua data", "Langsung ke isi", "Menu utama", "Keluar", "Ganti kata sandi", "Tampilan", "Pengaturan"),
    *("Persiapan", "Acuan", "Usulan dan hasil", "Surat masuk", "Tambah", "Simpan", "Kembali", "Saringan", "Tersimpan"),
    *("Unduh", "Kolom", "Per halaman", "Tindakan", "Riwayat", "Ubah", "Hapus", "Belum diisi", "boleh kosong"),
    *("Tugas saya", "Tenggat", "Kejadian terakhir", "Perjalanan SOP", "Bantuan", "Tombol pintas", "Permasalahan"),
    *("Pengusul", "Kelompok sidang", "Draf", "Ajukan", "Beranda"),
)


def teks(halaman: str) -> str:
    """What is read on the page: its text, and the attributes that people hear."""
    isi = re.sub(r"(?s)<(script|style|template).*?</\1>", " ", halaman)
    dibaca = re.findall(r'(?:title|placeholder|aria-label)="([^"]*)"', isi)
    return html.unescape(" ".join([re.sub(r"<[^>]+>", " ", isi), *dibaca]))


def inggris(layar: Layar) -> Layar:
    assert layar.kirim("/bahasa/", "/", bahasa="en", kembali="/").status_code == 302
    return layar


def parameter(kalimat: str) -> set[str | None]:
    return {nama for _, nama, _, _ in string.Formatter().parse(kalimat) if nama is not None}


def isi_katalog() -> dict[str, tuple[str, ...]]:
    """msgid → its forms; none where one of them is missing."""
    semua = [(m.id, katalog.forms(m.string)) for m in katalog.baca("en") if m.id]
    return {str(id_[0] if isinstance(id_, tuple) else id_): bentuk if all(bentuk) else () for id_, bentuk in semua}


@pytest.fixture(scope="module")
def terkumpul() -> set[str]:
    """Every text that pybabel finds; once, for it reads all the code."""
    return {str(m.id) for m in katalog.semua() if m.id}


def test_every_text_has_its_english(app: object, terkumpul: set[str]) -> None:
    ada = isi_katalog()
    kurang = [msgid for msgid in terkumpul if not ada.get(msgid)]
    assert not kurang, "run `make texts`, then translate these in translations/en/panel.po"
    assert bahasa.katalog("en").gettext("Permasalahan") == "Problem"


def test_the_catalogue_holds_no_text_that_nobody_sees(app: object, terkumpul: set[str]) -> None:
    assert set(isi_katalog()) - terkumpul == set(), "run `make texts`"


def _nama(simpul: ast.expr) -> str:
    return getattr(simpul, "id", getattr(simpul, "attr", ""))


def test_a_sentence_that_stands_in_a_constant_is_collected(terkumpul: set[str]) -> None:
    """pybabel reads what stands in the call; a constant that is given to one says `N_("…")`."""
    pohon = {
        ".".join(f.relative_to(AKAR).with_suffix("").parts): ast.parse(f.read_text(encoding="utf-8"))
        for nama in ("models", "migrations", "sop", "documents", "bulk", "admin")
        for f in (AKAR / nama).rglob("*.py")
        if f.name not in ("batas.py", "teks.py")  # of the process that reads a file, which loads no model
    }
    dipakai = set()
    for modul, satu in pohon.items():
        asal = {a.name: n.module for n in ast.walk(satu) if isinstance(n, ast.ImportFrom) for a in n.names}
        for panggil in ast.walk(satu):
            if isinstance(panggil, ast.Call) and panggil.args and _nama(panggil.func) in katalog.KALIMAT:
                dipakai |= {(asal.get(n.id, modul), n.id) for n in ast.walk(panggil.args[0]) if isinstance(n, ast.Name)}
    isi = {
        n.value.value
        for modul, satu in pohon.items()
        for n in satu.body
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant) and isinstance(n.value.value, str)
        if {(modul, _nama(t)) for t in n.targets} & dipakai
    }
    assert isi - terkumpul == set(), 'write N_("…")'


def test_the_compiled_catalogue_is_that_of_the_translator() -> None:
    isi = bahasa.katalog("en")
    lain = [m for m, (kata, *_) in isi_katalog().items() if bahasa.sebanyak(isi, m, 1) != kata]
    assert lain == [], "run `make texts`"


SEBUAH_TEKS = re.compile(r"[A-Z][a-z]|[a-z]{2} [a-z]{2}")  # a word with a capital letter, or two words
DIBACA = {"title", "placeholder", "aria-label", "alt", "label", "data-konfirmasi"}
BUKAN_TEKS = {"light dark", "%d-%m-%Y %H.%M", "Musrenbang Kota Bogor"}  # no text of ours; a name in every language


def tanpa_tanda(simpul: nodes.Node) -> Iterator[str]:
    """The texts in expressions that no `_("…")` marks; what is only compared or looked up is no text."""
    for anak in simpul.iter_child_nodes():
        if isinstance(anak, nodes.Call) and isinstance(anak.node, nodes.Name) and anak.node.name in ("_", "Pesan"):
            continue
        if isinstance(anak, nodes.Const) and isinstance(anak.value, str) and SEBUAH_TEKS.search(anak.value):
            yield anak.value
        elif not isinstance(anak, nodes.Compare | nodes.Getitem | nodes.Test):
            yield from tanpa_tanda(anak)


class TeksTetap(HTMLParser):
    """What people read of the fixed part of a template: between tags, and in the attributes of DIBACA."""

    def __init__(self, isi: str) -> None:
        super().__init__()
        self.teks: list[str] = []
        self.feed(isi)
        self.close()

    def handle_data(self, data: str) -> None:
        # Part of a tag that stands alone, as in a {% set %}, is no text.
        if self.cdata_elem is None and "=" not in data and re.search(r"[^\W\d_]{2}", data):
            self.teks.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for nama, nilai in attrs:
            if nama in DIBACA and re.search(r"[^\W\d_]{2}", nilai or ""):
                self.teks.append(str(nilai))


def test_every_text_of_a_template_is_marked() -> None:
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    ada = set()
    for berkas in (AKAR / "templates" / "admin").glob("*.html"):
        isi = berkas.read_text(encoding="utf-8")
        tetap = "".join(x for _, jenis, x in env.lex(isi) if jenis == "data")
        ada |= {(berkas.name, teks) for teks in (*tanpa_tanda(env.parse(isi)), *TeksTetap(tetap).teks)}
    assert {x for x in ada if x[1] not in BUKAN_TEKS} == set(), 'mark it: _("…")'


def test_the_english_of_a_sentence_has_the_same_parameters() -> None:
    semua = [(msgid, kata) for msgid, bentuk in isi_katalog().items() for kata in bentuk]
    assert [msgid for msgid, kata in semua if parameter(msgid) != parameter(kata)] == []


@pytest.mark.parametrize(
    "alamat", ["/", "/usulan/", "/usulan/new/", "/usulan/details/?id={}", "/bantuan/", "/cari/", "/sandi/"]
)
def test_a_main_page_in_english_shows_no_indonesian_of_ours(tim: Layar, usulan: Callable, alamat: str) -> None:
    (id_,) = usulan(1)
    halaman = inggris(tim).buka(alamat.format(id_))
    assert '<html lang="en"' in halaman
    isi = teks(halaman)
    assert [kata for kata in INDONESIA if re.search(rf"\b{kata}\b", isi)] == []
    assert "Perbaikan saluran RW 00" in isi or "details" not in alamat, "what people wrote stays"


def test_indonesian_is_what_stands_in_the_templates(tim: Layar, musrenbang: int) -> None:
    isi = teks(tim.buka("/usulan/"))
    assert "Cari di semua data" in isi
    assert "Saringan" in isi
    assert "Filter" not in isi


def test_each_language_has_its_own_page_even_of_the_parts_that_are_drawn_once(tim: Layar, musrenbang: int) -> None:
    def both() -> tuple[str, str]:
        tim.client.set_cookie("bahasa", "id")
        mine = teks(tim.buka("/usulan/"))
        tim.client.set_cookie("bahasa", "en")
        return mine, teks(tim.buka("/usulan/"))

    for _ in range(2):  # the second time from what the process remembers
        indonesia, english = both()
        for mine, theirs in (("Tombol pintas", "Keyboard"), ("Pengaturan", "Settings"), ("Bantuan", "Help")):
            assert mine in indonesia
            assert theirs not in indonesia
            assert theirs in english
            assert mine not in english


def test_an_unknown_language_is_refused_and_a_foreign_cookie_is_indonesian(tim: Layar) -> None:
    assert tim.kirim("/bahasa/", "/", bahasa="../../x", kembali="/").status_code == 400
    tim.client.set_cookie("bahasa", "xx")
    assert '<html lang="id"' in tim.buka("/")


def test_papers_stay_indonesian(tim: Layar, app: object) -> None:
    from documents.templat import _lingkungan

    assert "_" not in _lingkungan().globals


def test_a_sentence_is_translated_with_its_parameters_and_data_never_is() -> None:
    assert bahasa.terjemah(Pesan("Draf"), "en") == "Draft"
    assert bahasa.terjemah("Draf", "en") == "Draf"
    assert bahasa.terjemah(Pesan("tidak ada {apa}", apa=Pesan("Draf")), "en") == "tidak ada Draft"


@pytest.mark.parametrize(
    ("data", "dibaca"),
    [
        ("<p class='x'>Satu</p>", ["Satu"]),
        ('<a href="Tiga" title="Empat">Lima <b>enam</b></a>', ["Empat", "Lima", "enam"]),
        ("<script>const teks = 'tujuh';</script><p>delapan</p>", ["delapan"]),
        ("1 < 2", []),
    ],
)
def test_texts_are_told_from_markup(data: str, dibaca: list[str]) -> None:
    assert TeksTetap(data).teks == dibaca


def test_no_page_and_no_message_is_of_a_library(app: Flask) -> None:
    """Flask-Admin and WTForms know no Indonesian: every page is ours, and so is every field and what it refuses."""
    jawab = {inspect.unwrap(view).__module__ for view in app.view_functions.values()}
    assert {nama for nama in jawab if nama.partition(".")[0] not in ("admin", "app")} == {"flask.app"}, "static files"
    dipakai = {
        nama.name
        for berkas in (AKAR / "admin").rglob("*.py")
        for simpul in ast.walk(ast.parse(berkas.read_text(encoding="utf-8")))
        if isinstance(simpul, ast.ImportFrom) and (simpul.module or "").startswith("wtforms")
        for nama in simpul.names
    }
    assert dipakai <= {"Field", "Form", "HiddenField", "ValidationError"}, "these say nothing by themselves"


def test_scripts_speak_the_language_of_the_page(tim: Layar) -> None:
    assert 'id="kata"' not in tim.buka("/usulan/"), "Indonesian stands in the scripts"
    halaman = inggris(tim).buka("/usulan/")
    isi = re.search(r'<script type="application/json" id="kata">(.*?)</script>', halaman)
    assert isi
    assert json.loads(isi[1])["{n} dipilih"] == "{n} selected"


def test_what_joined_sentences_say_is_translated_too() -> None:
    satu = Pesan("Draf") + " · " + Pesan("Selesai")
    assert satu == "Draf · Selesai"
    assert bahasa.terjemah(satu, "en") == "Draft · Done"
    assert bahasa.terjemah(rangkai(", ", [Pesan("Draf"), "Budi"]), "en") == "Draft, Budi"
    assert Markup("<b>") + Pesan("a & b") == Markup("<b>a &amp; b"), "markup stays markup"


def test_days_and_messages_are_in_english(tim: Layar, musrenbang: int) -> None:
    pleno = {"musrenbang_id": str(musrenbang), "jenis": "pleno", "judul": "Pleno", "mulai": "2027-03-22T09:00"}
    id_ = inggris(tim).simpan("/rapat/new/", **pleno)
    halaman = teks(tim.buka(f"/rapat/details/?id={id_}"))
    assert "22 March 2027" in halaman
    assert "saved: Pleno" in halaman
    assert "This record does not exist" in teks(tim.buka("/rapat/details/?id=99999", status=404))


@pytest.mark.parametrize(
    ("n", "kalimat"),
    [(1, "1 day ago"), (2, "2 days ago"), (0, "0 days ago"), ("1", "1 day ago"), ("10.000+", "10.000+ days ago")],
)
def test_one_is_told_from_many_where_the_language_does(n: object, kalimat: str) -> None:
    assert bahasa.terjemah(Pesan("{n} hari lalu", n=n), "en") == kalimat
    assert bahasa.terjemah(Pesan("{n} hari lalu", n=n)) == f"{n} hari lalu"


@pytest.mark.parametrize(
    ("asal", "hasil"),
    [
        (Pesan("Ditampilkan"), "Shown"),  # how somebody saw personal data
        (Pesan("Ditampilkan {n} yang pertama.", n=50), "Only the first 50 are shown."),
        (Pesan("{n} hal perlu dilihat.", n=1), "1 thing needs a look."),
        (Pesan("{n} hal perlu dilihat.", n=3), "3 things need a look."),
    ],
)
def test_what_was_read_amiss_in_english_is_right(asal: Pesan, hasil: str) -> None:
    assert bahasa.terjemah(asal, "en") == hasil


def test_sums_are_called_out_in_the_units_of_the_language() -> None:
    from admin.sidang_isi import short
    from documents import kata

    assert [bahasa.terjemah(kata.rupiah_ringkas(n), "en") for n in (1_200_000_000, 950_000_000, 2 * 10**12)] == [
        "Rp1,2 bn", "Rp950 m", "Rp2 tn",
    ]  # fmt: skip
    assert bahasa.terjemah(short(12_400_000_000), "en") == "Rp12,4 billion"
    assert short(850_000_000) == "Rp850 juta"


def test_what_is_wrong_with_a_field_is_said_in_english(tim: Layar, usulan: Callable) -> None:
    (id_,) = usulan(1)
    isian = {"usulan": "", "pagu_usulan": "banyak", "volume": "x", "permasalahan": "a\0b", "rt": "1" * 90}
    jawab = inggris(tim).kirim(f"/usulan/edit/?id={id_}", **isian)
    assert jawab.status_code == 400
    salah = [
        html.unescape(re.sub(r"<[^>]+>", "", s))
        for s in re.findall(r'class="(?:kabar )?salah"[^>]*>(.*?)</(?:p|div)>', jawab.text, re.S)
    ]
    assert len(salah) >= 5
    semua = " ".join(salah)
    assert [
        k for k in ("Wajib", "diisi", "Isian", "huruf", "tidak", "bukan", "harus") if re.search(rf"\b{k}\b", semua)
    ] == [], semua
    assert "Required." in semua


def test_what_the_sop_says_is_marked_as_indonesian_on_an_english_page(tim: Layar, musrenbang: int) -> None:
    alamat = f"/musrenbang/details/?id={musrenbang}"
    assert ' lang="id">' not in tim.buka(alamat).split("<body")[1]
    for halaman in (alamat, "/"):
        assert re.search(r'<(?:th|a)[^>]* lang="id"', inggris(tim).buka(halaman)), halaman
