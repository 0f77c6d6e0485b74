"""The five papers: complete, escaped, in the official layout; and the texts that administrators write."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from documents import catalog, pdf, templat
from models.pesan import SopError
from tests.documents import contoh, contoh_sidang

pytestmark = pytest.mark.satu_basis

NASKAH: dict[str, Callable[..., Any]] = {
    "undangan": contoh.undangan,
    "notulen": contoh.notulen,
    "daftar_hadir": contoh.daftar_hadir,
    "berita_acara": contoh.berita_acara,
    "berita_acara_sidang": contoh_sidang.berita_acara_sidang,
    "laporan": contoh.laporan,
}


def cetak(kode: str, konteks: Any) -> PdfReader:
    html, baris = catalog.susun(kode, konteks)
    return PdfReader(io.BytesIO(pdf.render(html, baris, judul=kode)))


def halaman(kode: str, konteks: Any) -> list[str]:
    """The text of each page, spaces made single."""
    return [re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \xa0]+", " ", h.extract_text())) for h in cetak(kode, konteks).pages]


@cache
def jadi(kode: str, tanda: str = "") -> list[str]:
    return halaman(kode, NASKAH[kode](tanda=tanda))


@pytest.mark.parametrize("kode", NASKAH)
def test_a_context_survives_json(kode: str) -> None:
    konteks = NASKAH[kode]()
    assert catalog.susun(kode, json.loads(json.dumps(konteks))) == catalog.susun(kode, konteks)


@pytest.mark.parametrize("kode", NASKAH)
def test_every_field_of_a_context_is_needed_and_named_when_it_is_missing(kode: str) -> None:
    for nama in NASKAH[kode]():
        konteks = NASKAH[kode]()
        del konteks[nama]
        if kode == "laporan" and nama in ("tempat", "sajian"):  # an older one had no sajian
            continue
        with pytest.raises(pdf.PrintError, match=f"Naskah {kode} belum lengkap: “{nama}” belum diisi"):
            catalog.susun(kode, konteks)


def test_a_missing_part_of_a_signature_is_named() -> None:
    konteks: Any = contoh.undangan()
    konteks["penanda_tangan"] = {k: v for k, v in contoh.KEPALA.items() if k != "nip"}
    with pytest.raises(pdf.PrintError, match="“nip” belum diisi"):
        catalog.susun("undangan", konteks)


@pytest.mark.parametrize("kode", NASKAH)
def test_no_text_of_a_record_becomes_markup(kode: str) -> None:
    def racuni(nilai: Any, kunci: str = "") -> Any:
        if isinstance(nilai, dict):
            return {k: racuni(v, k) for k, v in nilai.items()}
        if isinstance(nilai, list):
            return [racuni(v, kunci) for v in nilai]
        bebas = kunci not in ("kertas", "huruf", "tanda", "tanggal", "logo", "bentuk")
        return f'{nilai}<pdf:x a="1">' if isinstance(nilai, str) and bebas else nilai

    html, _ = catalog.susun(kode, racuni(NASKAH[kode]()))
    assert "<pdf:x" not in html
    assert "&lt;pdf:x" in html or "&lt;PDF:X" in html


@pytest.mark.parametrize("kode", NASKAH)
def test_papers_have_the_size_of_their_class_and_number_their_pages(kode: str) -> None:
    dokumen = cetak(kode, NASKAH[kode]())
    mm = {
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4)) for p in dokumen.pages
    }
    f4_mendatar = {(330, 215)} if kode.startswith("berita_acara") else set()
    assert mm == ({(210, 297)} if kode == "laporan" else {(215, 330)} | f4_mendatar)
    for n, h in enumerate(dokumen.pages, 1):
        assert f"Halaman {n} dari {len(dokumen.pages)}" in h.extract_text()
        for muka in h["/Resources"]["/Font"].values():
            assert "/FontFile2" in muka.get_object()["/FontDescriptor"], muka.get_object()["/BaseFont"]


@pytest.mark.parametrize("kode", NASKAH)
def test_an_issued_paper_shows_its_verification_code_and_a_draft_its_mark(kode: str) -> None:
    for h in jadi(kode):
        assert "7KQ2-M4XD-91TP" in h
        assert "9f2c" * 16 in h
        assert "KONSEP" not in h
    for h in jadi(kode, "KONSEP"):
        assert "KONSEP" in h
        assert "7KQ2" not in h
    assert all("DIBATALKAN" in h for h in jadi(kode, "DIBATALKAN"))


@pytest.mark.parametrize("kode", NASKAH)
def test_the_letterhead_and_the_signature_stand_as_the_form_says(kode: str) -> None:
    semua = "\n".join(jadi(kode))
    assert "PEMERINTAH DAERAH KOTA BOGOR" in semua
    assert "BADAN PERENCANAAN PEMBANGUNAN,\nRISET DAN INOVASI DAERAH" in semua
    assert "NIP 19770706 200604 1 018" in semua
    assert "9 Maret 2026" in semua


def test_a_draft_number_keeps_its_empty_slot() -> None:
    html, _ = catalog.susun("undangan", contoh.undangan(tanda="KONSEP"))
    assert "000.7.1.3/" + "&nbsp;" * 6 + "-P2EPD/2026" in html


def test_a_logo_is_printed_and_its_absence_is_marked() -> None:
    assert "LAMBANG\nDAERAH" in jadi("undangan")[0]
    konteks = {**contoh.undangan(), "verifikasi": {"kode": "", "alamat": "", "sha256": ""}}
    konteks["kop"] = {**contoh.KOP, "logo": contoh.LOGO}
    surat = cetak("undangan", konteks).pages[0]
    assert len(surat.images) == 1
    assert "LAMBANG" not in surat.extract_text()


def test_an_invitation_to_one_names_the_addressee() -> None:
    (surat,) = halaman("undangan", contoh.undangan(1))
    assert "Yth. Camat Bogor Tengah" in surat.replace("\n", " ")
    assert "a.n. WALI KOTA BOGOR\nPlt. KEPALA BADAN" in surat
    assert "Tembusan:" in surat
    assert "Hal" in surat


def test_an_invitation_to_many_has_a_signed_list() -> None:
    surat, *lampiran = halaman("undangan", contoh.undangan(40))
    assert "(daftar terlampir)" in surat
    assert "DAFTAR UNDANGAN" in lampiran[0]
    assert "40." in lampiran[-1]
    assert "NIP" in lampiran[-1]


def test_a_number_of_three_digits_stands_on_one_line() -> None:
    semua = "\n".join(halaman("undangan", contoh.undangan(120)))
    assert all(f"{n}." in semua for n in range(1, 121))


@pytest.mark.parametrize("n", [36, 37, 38])
def test_the_signature_of_a_list_stays_with_its_last_names(n: int) -> None:
    akhir = halaman("undangan", contoh.undangan(n))[-1]
    assert f"{n}." in akhir
    assert f"{n - 1}." in akhir
    assert "NIP" in akhir


@pytest.mark.parametrize("butir", [False, True])
@pytest.mark.parametrize("n", [5, 8, 12])
def test_the_two_signatures_of_notulen_take_the_last_decision_with_them(n: int, butir: bool) -> None:
    konteks = contoh.notulen()
    keputusan = [f"Alinea {i} keputusan rapat." for i in range(n)]
    for bagian in konteks["kegiatan"]:
        bagian["butir"] = []
    konteks["kegiatan"][-1] |= {"isi": "", "butir": keputusan} if butir else {"isi": "\n\n".join(keputusan)}
    *_, akhir = halaman("notulen", konteks)
    assert "Mengetahui," in akhir
    assert f"Alinea {n - 1} keputusan" in akhir


@pytest.mark.parametrize("n", [0, 1, 40])
def test_every_paper_prints_with_few_and_many_rows(n: int) -> None:
    assert "NOTULEN" in halaman("notulen", contoh.notulen(n))[0]
    assert "DAFTAR HADIR" in halaman("daftar_hadir", contoh.daftar_hadir(n))[0]
    berita = "\n".join(halaman("berita_acara", contoh.berita_acara(n)))
    for lampiran in ("LAMPIRAN I\n", "LAMPIRAN II", "LAMPIRAN III", "LAMPIRAN IV"):
        assert lampiran in berita
    assert ("Nihil" in berita) == (n < 4)
    assert halaman("undangan", contoh.undangan(n))


def test_empty_attendance_rows_are_numbered_for_signing_in_zigzag() -> None:
    _, baris = catalog.susun("daftar_hadir", contoh.daftar_hadir(0, 4))
    assert [b[3:5] for b in baris["hadirin"] if isinstance(b, list)] == [
        ["1. ............", ""],
        ["", "2. ............"],
        ["3. ............", ""],
        ["", "4. ............"],
    ]


def test_the_totals_of_a_berita_acara_are_the_sums_of_its_rows() -> None:
    konteks = contoh.berita_acara(40)
    _, baris = catalog.susun("berita_acara", konteks)
    opd = [b["jumlah_opd"][1] for b in baris["sepakat"] if isinstance(b, dict) and "jumlah_opd" in b]
    kelompok = [b["jumlah"][1] for b in baris["sepakat"] if isinstance(b, dict) and "jumlah" in b]

    def angka(teks: str) -> int:
        return int(re.sub(r"\D", "", teks))

    seluruh = sum(u["pagu"] for u in konteks["sepakat"])
    assert sum(map(angka, opd)) == sum(map(angka, kelompok)) == seluruh
    akhir = baris["sepakat"][-1]
    assert isinstance(akhir, dict)
    assert akhir["jumlah_semua"] == ["JUMLAH SELURUHNYA", templat.kata.rupiah(seluruh), "40 usulan"]
    nomor = [b[0] for b in baris["sepakat"] if isinstance(b, list)]
    assert nomor == [str(n) for n in range(1, 41)]


def test_a_berita_acara_names_up_to_ten_dictums() -> None:
    assert "KESEPULUH" in "\n".join(halaman("berita_acara", contoh.berita_acara(0, diktum=10)))
    with pytest.raises(SopError, match="paling banyak memuat 10 diktum"):
        catalog.susun("berita_acara", contoh.berita_acara(0, diktum=11))


def test_the_chapters_of_a_report_are_numbered() -> None:
    semua = "\n".join(jadi("laporan"))
    for judul in (
        "I.\nPendahuluan",
        "A.\nUmum/Latar Belakang",
        "C.\nMaksud dan Tujuan",
        "III.\nHasil yang Dicapai",
        "V.\nPenutup",
        "Tabel 1. Usulan menurut kelompok sidang",
        "Gambar 1. Usulan menurut kelompok sidang",
    ):
        assert judul.replace("\n", " ") in semua.replace("\n", " ")
    assert "Rp49.382.715.600" in semua
    assert "Dibuat di Bogor" in semua


def test_an_administrators_text_is_filled_from_a_closed_list() -> None:
    isi = {"tahun": "2027", "tempat": "Balai Kota {tahun}"}
    assert templat.isi_teks("RKPD {tahun} di {tempat}", isi) == "RKPD 2027 di Balai Kota {tahun}"


@pytest.mark.parametrize(
    "teks", ["{tak_ada}", "{tahun.x}", "{0}", "{}", "{tahun!r}", "{tahun:>9}", "{{tahun}}", "{ tahun }", "{a", "b}"]
)
def test_an_unknown_field_is_refused_and_the_allowed_ones_are_named(teks: str) -> None:
    with pytest.raises(pdf.PrintError, match=r"tidak dikenal dalam teks ini. Yang boleh dipakai: \{tahun\}"):
        templat.isi_teks(f"RKPD {teks}", {"tahun": "2027"})


@given(st.text())
def test_a_text_without_braces_stays_as_it_is(teks: str) -> None:
    polos = teks.replace("{", "").replace("}", "")
    assert templat.isi_teks(polos, {}) == polos


@given(st.lists(st.text(alphabet="abcdeÀ.,", min_size=1, max_size=25), min_size=1, max_size=12), st.integers(10, 40))
def test_a_balanced_title_keeps_all_its_words(kata: list[str], lebar: int) -> None:
    larik = str(templat.seimbang(" ".join(kata), lebar)).split("<br>")
    assert " ".join(larik).split() == kata
    assert all(len(baris) <= max(lebar, *map(len, kata)) for baris in larik)
