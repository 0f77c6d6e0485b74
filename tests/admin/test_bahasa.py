"""A second language: whole where everybody meets it, chosen in the account menu, never on a paper."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable

import pytest
from babel.messages import pofile

from admin import bahasa, katalog, penanda
from models.pesan import Pesan
from tests.admin.layar import Layar

# Words of the frame that an English page must not show; SOP texts and data stay as they were written.
INDONESIA = (
    *("Cari di semua data", "Langsung ke isi", "Menu utama", "Keluar", "Ganti kata sandi", "Tampilan", "Pengaturan"),
    *("Persiapan", "Acuan", "Usulan dan hasil", "Surat masuk", "Tambah", "Simpan", "Batal", "Saringan", "Tersimpan"),
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


def test_every_text_of_tables_and_frame_has_its_english(app: object) -> None:
    kamus = bahasa.katalog("en")
    with bahasa.berkas("en").open("rb") as berkas:
        ada = {m.id: m.string for m in pofile.read_po(berkas) if m.id}
    kurang = [msgid for msgid in katalog.wajib() if not ada.get(msgid)]
    assert not kurang, "run `make texts`, then translate these in translations/en/panel.po"
    assert kamus.gettext("Permasalahan") == "Problem"


def test_the_english_of_a_sentence_has_the_same_parameters() -> None:
    with bahasa.berkas("en").open("rb") as berkas:
        isi = [(m.id, m.string) for m in pofile.read_po(berkas) if m.id and m.string]
    assert isi
    assert [msgid for msgid, kata in isi if parameter(msgid) != parameter(kata)] == []


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


def test_an_unknown_language_is_refused_and_a_foreign_cookie_is_indonesian(tim: Layar) -> None:
    assert tim.kirim("/bahasa/", "/", bahasa="../../x", kembali="/").status_code == 400
    tim.client.set_cookie("bahasa", "xx")
    assert '<html lang="id"' in tim.buka("/")


def test_papers_stay_indonesian(tim: Layar, app: object) -> None:
    from documents.templat import _lingkungan

    assert penanda.Penanda.identifier not in _lingkungan().extensions


def test_a_sentence_is_translated_with_its_parameters_and_data_never_is() -> None:
    assert bahasa.terjemah(Pesan("Draf"), "en") == "Draft"
    assert bahasa.terjemah("Draf", "en") == "Draf"
    assert bahasa.terjemah(Pesan("tidak ada {apa}", apa=Pesan("Draf")), "en") == "tidak ada Draft"


@pytest.mark.parametrize(
    ("data", "dibaca"),
    [
        ("<p class='x'>Satu  dua</p>", ["Satu dua"]),
        ('<a href="Tiga" title="Empat">Lima <b>enam</b></a>', ["Empat", "Lima", "enam"]),
        ("<script>const teks = 'tujuh';</script><p>delapan</p>", ["delapan"]),
        ('<input required placeholder="Sembilan">', ["Sembilan"]),
        ("1 < 2 dan 3", []),
    ],
)
def test_texts_are_told_from_markup(data: str, dibaca: list[str]) -> None:
    potong = [teks for baca, teks in penanda.Pembaca().potong(data) if baca]
    assert [msgid for teks in potong if (msgid := penanda.belah(teks)[1])] == dibaca
    assert "".join(teks for _, teks in penanda.Pembaca().potong(data)) == data
