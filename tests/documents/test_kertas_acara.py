"""The papers around the event, distribution and archive: complete, escaped, in their size, with any number of rows."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from documents import catalog, pdf
from documents.konteks import Naskah
from documents.naskah.lembar import kisi, lembar
from tests.conftest import panjang
from tests.documents import contoh
from tests.documents.contoh_acara import KERTAS, kartu_undangan, label_undangan, poster, surat_pengantar, tanda_terima

pytestmark = pytest.mark.satu_basis

MM = 72 / 25.4
F4, F4_MENDATAR, A4 = (215, 330), (330, 215), (210, 297)
UKURAN = {
    **dict.fromkeys(("jadwal", "daftar_undangan", "surat_pengantar", "bukti_distribusi"), F4),
    **dict.fromkeys(("penetapan_ruang", "buku_ekspedisi", "daftar_isi_berkas", "daftar_retensi"), F4_MENDATAR),
    **dict.fromkeys(("label_undangan", "kartu_undangan", "poster_a4"), A4),
    "amplop_undangan": (230, 110),
    "poster_a3": (297, 420),
    "tanda_terima": (215, 165),
}
# What a paper of n rows says of each of them, and the last line that must not stand alone.
TABEL = {
    "penetapan_ruang": "Pemakaian",
    "jadwal": "Penanggung\njawab",
    "daftar_undangan": "Nama/Jabatan",
    "bukti_distribusi": "Cara kirim",
    "buku_ekspedisi": "Nomor surat",
    "daftar_isi_berkas": "Uraian",
    "daftar_retensi": "Berakhir tanggal",
}
BERTANDA_TANGAN = ("penetapan_ruang", "jadwal", "daftar_undangan", "daftar_isi_berkas", "daftar_retensi")
LEMBAR = ("label_undangan", "amplop_undangan", "kartu_undangan")


def cetak(kode: str, konteks: Any) -> bytes:
    html, baris = catalog.susun(kode, konteks)
    return pdf.render(html, baris, judul=kode)


def halaman(kode: str, konteks: Any) -> list[str]:
    """The text of each page, spaces made single."""
    lembar_lembar = PdfReader(io.BytesIO(cetak(kode, konteks))).pages
    return [re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \xa0]+", " ", h.extract_text())) for h in lembar_lembar]


def letak(data: bytes, ke: int = 0) -> list[tuple[str, float, float, float]]:
    """(text, x, y from the top, size) of what stands on a page, in mm and points."""
    hasil: list[tuple[str, float, float, float]] = []
    lembaran = PdfReader(io.BytesIO(data)).pages[ke]

    def catat(teks: str, cm: Any, tm: Any, _huruf: Any, ukuran: float) -> None:
        if teks.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            hasil.append((teks.strip(), x / MM, (float(lembaran.mediabox.height) - y) / MM, ukuran))

    lembaran.extract_text(visitor_text=catat)
    return hasil


def qr(data: bytes, ke: int = 0) -> list[str]:
    gambar = pypdfium2.PdfDocument(data)[ke].render(scale=200 / 72, grayscale=True).to_pil()
    return [k.text for k in zxingcpp.read_barcodes(gambar)]


# --- every paper ------------------------------------------------------------------------------------------------------


def test_every_paper_of_this_part_stands_in_the_catalog() -> None:
    assert set(KERTAS) <= {k.kode for k in catalog.KATALOG}
    assert set(UKURAN) == set(KERTAS)


@pytest.mark.parametrize("kode", KERTAS)
def test_a_context_survives_json(kode: str) -> None:
    konteks = KERTAS[kode]()
    assert catalog.susun(kode, json.loads(json.dumps(konteks))) == catalog.susun(kode, konteks)


@pytest.mark.parametrize("kode", KERTAS)
def test_every_field_of_its_own_is_needed_and_named_when_it_is_missing(kode: str) -> None:
    for nama in KERTAS[kode]().keys() - Naskah.__annotations__.keys():
        konteks = KERTAS[kode]()
        del konteks[nama]
        with pytest.raises(pdf.PrintError, match=f"Naskah {kode} belum lengkap: “{nama}” belum diisi"):
            catalog.susun(kode, konteks)


@pytest.mark.parametrize("kode", KERTAS)
def test_no_text_of_a_record_becomes_markup(kode: str) -> None:
    def racuni(nilai: Any, kunci: str = "") -> Any:
        if isinstance(nilai, dict):
            return {k: racuni(v, k) for k, v in nilai.items()}
        if isinstance(nilai, list):
            return [racuni(v, kunci) for v in nilai]
        bebas = kunci not in ("kertas", "huruf", "tanda", "tanggal", "logo", "keadaan", "berakhir", "diterima")
        return f'{nilai}<pdf:x a="1">' if isinstance(nilai, str) and bebas else nilai

    html, _ = catalog.susun(kode, racuni(KERTAS[kode]()))
    assert "<pdf:x" not in html
    assert cetak(kode, racuni(KERTAS[kode]()))


@pytest.mark.parametrize("kode", KERTAS)
@pytest.mark.parametrize("n", [0, 1, 300])
def test_every_sheet_has_its_size_and_embeds_its_faces(kode: str, n: int) -> None:
    lembaran = PdfReader(io.BytesIO(cetak(kode, KERTAS[kode](n)))).pages
    ukuran = {(round(float(h.mediabox.width) / MM), round(float(h.mediabox.height) / MM)) for h in lembaran}
    assert ukuran == {UKURAN[kode]}
    for h in lembaran:
        for muka in h["/Resources"].get("/Font", {}).values():
            assert "/FontFile2" in muka.get_object()["/FontDescriptor"]


@pytest.mark.parametrize("kode", [k for k in KERTAS if k not in LEMBAR])
def test_a_draft_says_so_and_an_annulled_paper_too(kode: str) -> None:
    for tanda in ("KONSEP", "DIBATALKAN"):
        assert all(tanda in h for h in halaman(kode, KERTAS[kode](tanda=tanda)))
    assert not any("KONSEP" in h for h in halaman(kode, KERTAS[kode]()))


# --- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kode", TABEL)
def test_no_row_is_an_empty_table_with_a_word(kode: str) -> None:
    (satu,) = halaman(kode, KERTAS[kode](0))
    assert "Nihil" in satu or "Belum ada" in satu


@pytest.mark.parametrize("kode", TABEL)
@pytest.mark.parametrize("n", [1, 9, 300])
def test_every_row_is_numbered_once_and_the_head_stands_on_every_page(kode: str, n: int) -> None:
    html, baris = catalog.susun(kode, KERTAS[kode](n))
    (isi,) = [b for nama, b in baris.items() if nama not in ("rekap", "tanpa_bukti")]
    assert [b[0] for b in isi if isinstance(b, list)] == [str(i) for i in range(1, n + 1)]
    lembaran = halaman(kode, KERTAS[kode](n))
    kepala = re.findall(r"<th[^>]*>([^<]+)</th>", html)[-1]
    for ke, h in enumerate(lembaran, 1):
        assert f"Halaman {ke} dari {len(lembaran)}" in h
        assert ke > 1 or re.search(r"(^|\n)1[ \n]", h), "the table begins below the title"
        if n == 300 and ke < len(lembaran) - 1 and kode != "bukti_distribusi":
            assert kepala.split()[0] in h


@pytest.mark.parametrize("kode", BERTANDA_TANGAN)
@pytest.mark.parametrize("n", panjang([3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 17, 18], 3, 5, 12, 14, 16))
def test_the_signature_never_stands_without_the_last_row(kode: str, n: int) -> None:
    akhir = halaman(kode, KERTAS[kode](n))[-1]
    assert re.search(rf"(^|\n){n}[ \n]", akhir)
    assert "NIP" in akhir or "....)" in akhir


def test_the_list_of_addressees_counts_every_unsur_and_all() -> None:
    _, baris = catalog.susun("daftar_undangan", KERTAS["daftar_undangan"](12))
    jumlah = [b["jumlah"] for b in baris["diundang"] if isinstance(b, dict) and "jumlah" in b]
    assert [int(j[1].split()[0]) for j in jumlah] == [3, 2, 3, 2, 2]
    assert baris["diundang"][-1] == {"jumlah_semua": ["JUMLAH SELURUHNYA", "12 (dua belas) penerima"]}


def test_the_schedule_names_each_day_once_above_its_acara() -> None:
    (lembaran,) = halaman("jadwal", KERTAS["jadwal"](8))
    assert lembaran.count("Senin, 23 Maret 2026") == lembaran.count("Selasa, 24 Maret 2026") == 1
    assert lembaran.index("Senin, 23") < lembaran.index("Registrasi") < lembaran.index("Selasa, 24")


@pytest.mark.parametrize("n", [0, 1, 9])
def test_the_proof_counts_who_is_without_one_and_names_them(n: int) -> None:
    _, baris = catalog.susun("bukti_distribusi", KERTAS["bukti_distribusi"](n))
    belum = (n + 2) // 3
    assert baris["rekap"] == [[str(n), str(n), str(n - belum), str(n - belum), str(belum)]]
    assert len([b for b in baris["tanpa_bukti"] if isinstance(b, list)]) == belum
    assert (
        "semua penerima mempunyai bukti" in "\n".join(halaman("bukti_distribusi", KERTAS["bukti_distribusi"](n)))
    ) == (n == 0)


def test_the_empty_attendance_sheet_signs_in_zigzag() -> None:
    """Odd numbers sign in the left half of the cell, even ones in the right."""
    teks = pypdfium2.PdfDocument(cetak("daftar_hadir_kosong", contoh.daftar_hadir(0, 40)))[0].get_textpage()
    isi = teks.get_text_range()
    tanda = {int(c[1]): teks.get_charbox(c.start())[0] / MM for c in re.finditer(r"(\d+)\. \.{12}", isi)}
    assert list(tanda)[:4] == [1, 2, 3, 4]
    ganjil = {round(x) for n, x in tanda.items() if n % 2}
    genap = {round(x) for n, x in tanda.items() if not n % 2}
    assert len(ganjil) == len(genap) == 1
    assert genap.pop() - ganjil.pop() == 24
    semua = "\n".join(halaman("daftar_hadir_kosong", contoh.daftar_hadir(0, 40)))
    assert "40. ............" in semua
    assert "41. ............" not in semua


# --- covering letter and receipt --------------------------------------------------------------------------------------


def test_a_covering_letter_stands_as_the_official_form() -> None:
    data = cetak("surat_pengantar", surat_pengantar())
    urut = ("Bogor, 9 Maret 2026", "Kepada", "Yth.", "SURAT PENGANTAR", "NOMOR", "Jenis yang dikirim",
            "Diterima tanggal", "Penerima", "KEPALA BADAN", "NIP 19770706", "Nomor telepon")  # fmt: skip
    tempat = [next(y for t, _, y, _ in letak(data) if t.startswith(x)) for x in urut]
    assert tempat == sorted(tempat)
    setinggi = {round(y, 1) for t, _, y, _ in letak(data) if t in ("Penerima", "Pengirim")}
    assert len(setinggi) == 1
    x = {t: x for t, x, _, _ in letak(data)}
    assert x["Penerima"] < 215 / 2 < x["Pengirim"]
    assert x["Nomor telepon " + "." * 36] == pytest.approx(30, abs=0.2)


def test_a_received_paper_prints_date_and_name_instead_of_dots() -> None:
    konteks = surat_pengantar() | {"diterima": "2026-03-11", "nama_penerima": "Rina Kartika (Demo), S.E."}
    (surat,) = halaman("surat_pengantar", konteks)
    assert "Diterima tanggal 11 Maret 2026" in surat
    assert "RINA KARTIKA (Demo), S.E." in surat
    (bukti,) = halaman("tanda_terima", tanda_terima() | {"diterima": "2026-03-11", "nama_penerima": "Rina (Demo)"})
    assert "Bogor, 11 Maret 2026" in bukti
    assert "(Rina (Demo))" in bukti


def test_a_draft_of_a_covering_letter_keeps_the_place_of_its_number() -> None:
    html, _ = catalog.susun("surat_pengantar", surat_pengantar(tanda="KONSEP"))
    assert "SP-" + "&nbsp;" * 6 + "-P2EPD" in html


# --- labels, envelopes, cards -----------------------------------------------------------------------------------------


def test_every_label_stands_in_its_own_place() -> None:
    """3 × 8 of 64 × 32 mm with 2 mm between; text keeps 3 mm from the edge."""
    data = cetak("label_undangan", label_undangan(30))
    assert len(PdfReader(io.BytesIO(data)).pages) == 2
    for ke, banyak in ((0, 24), (1, 6)):
        terisi = set()
        for teks, x, y, _ in letak(data, ke):
            kolom, baris = int((x - 7) // 66), int((y - 13.5) // 34)
            terisi.add((kolom, baris))
            assert (x - 7) % 66 == pytest.approx(9 / MM, abs=0.1), teks
            assert 2 < (y - 13.5) % 34 < 31, teks
        assert len(terisi) == banyak


def test_a_long_address_is_set_smaller_and_stays_on_its_label() -> None:
    konteks = label_undangan(2)
    konteks["penerima"][0]["alamat"] = "Perumahan Taman Yasmin Sektor Enam Blok Cempaka " * 6
    konteks["penerima"][0]["nama"] = "Ketua Forum Komunikasi Antarwarga dan Lembaga Pemberdayaan Masyarakat " * 2
    isi = letak(cetak("label_undangan", konteks))
    panjang, pendek = ([t for t in isi if int((t[1] - 7) // 66) == k] for k in (0, 1))
    assert max(t[3] for t in panjang) < min(t[3] for t in pendek)
    assert all(13.5 < t[2] < 13.5 + 32 for t in panjang)
    assert "".join(t[0] for t in panjang).count("Cempaka") == 6


@pytest.mark.parametrize("kode", LEMBAR)
def test_sheets_that_are_cut_or_posted_bear_no_foot(kode: str) -> None:
    assert not any(x in h for h in halaman(kode, KERTAS[kode]()) for x in ("Halaman", "SHA-256", "KONSEP"))


def test_an_envelope_for_each_addressee_sender_left_addressee_right() -> None:
    data = cetak("amplop_undangan", KERTAS["amplop_undangan"](3))
    assert len(PdfReader(io.BytesIO(data)).pages) == 3
    for ke, nama in enumerate(("Camat Bogor Tengah", "Kepala Dinas", "Prof. Dr.")):
        isi = letak(data, ke)
        ((x, y),) = [(x, y) for t, x, y, _ in isi if t.startswith(nama)]
        assert x > 230 * 0.45
        assert y > 110 * 0.4
        ((x, y),) = [(x, y) for t, x, y, _ in isi if t.startswith("PEMERINTAH")]
        assert x < 30
        assert y < 15


@pytest.mark.parametrize("n", [1, 8, 9, 20])
def test_every_card_bears_its_own_code_and_its_qr_is_read_back(n: int) -> None:
    konteks = kartu_undangan(n)
    data = cetak("kartu_undangan", konteks)
    lembaran = -(-n // 8)
    assert len(PdfReader(io.BytesIO(data)).pages) == lembaran
    terbaca = [t for ke in range(lembaran) for t in qr(data, ke)]
    assert sorted(terbaca) == sorted(k["qr"] for k in konteks["kartu"])


def test_a_card_stands_whole_beside_its_qr() -> None:
    konteks = kartu_undangan(1)
    konteks["kartu"][0]["nama"] = (
        "Prof. Dr. Ir. Hj. Raden Ayu Nur Endah Kusumaningrum Sastrowardoyo (Demo), M.Sc., Ph.D."
    )
    konteks["acara"] = "Musyawarah Perencanaan Pembangunan Rencana Kerja Pemerintah Daerah Kota Bogor Tahun 2027"
    konteks["tempat_acara"] = "Ruang Paseban Sri Bima, Balai Kota Bogor, Jalan Ir. H. Juanda Nomor 10, Kota Bogor " * 2
    data = cetak("kartu_undangan", konteks)
    assert qr(data) == [konteks["kartu"][0]["qr"]]
    for teks, x, y, _ in letak(data):
        assert 10 < x < 105, teks
        assert 16.5 < y < 16.5 + 66, teks


def test_no_card_is_a_sheet_without_marks() -> None:
    assert [h.strip() for h in halaman("kartu_undangan", kartu_undangan(0))] == [""]


# --- the sheet of the settings ----------------------------------------------------------------------------------------


class Setelan(dict[str, str]):
    def __missing__(self, kunci: str) -> str:
        return ""


LABEL = {"label.kolom": "2", "label.baris": "5", "label.lebar": "75", "label.tinggi": "38"}


def test_an_empty_margin_puts_the_labels_in_the_middle() -> None:
    k = kisi(Setelan(LABEL | {"label.kertas": "165 x 210"}), "label")  # type: ignore[arg-type]
    assert (k["kiri"], k["atas"]) == (7.5, 10)
    assert lembar(Setelan({"amplop.kertas": "DL"}), "amplop") == {"lebar": 220, "tinggi": 110}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ubah", "pesan"),
    [
        ({"label.kolom": "4"}, "4 × 5 petak berukuran 75 × 38 mm tidak muat"),
        ({"label.baris": "9"}, "tidak muat pada kertasnya"),
        ({"label.margin_kiri": "70"}, "tidak muat pada kertasnya"),
        ({"label.tinggi": "tinggi"}, "Pengaturan label.tinggi harus berisi bilangan"),
        ({"label.kertas": "kuarto"}, "Tulis F4, A4"),
        ({"label.kertas": "9999 x 10"}, "Tulis F4, A4"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_with_the_name_of_its_setting(ubah: dict[str, str], pesan: str) -> None:
    with pytest.raises(pdf.PrintError, match=re.escape(pesan)):
        kisi(Setelan(LABEL | ubah), "label")  # type: ignore[arg-type]


# --- the poster -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kertas", ["A4", "A3"])
@pytest.mark.parametrize("n", [0, 1, 8, 300])
def test_a_poster_is_one_page_with_time_place_and_agenda(kertas: str, n: int) -> None:
    kode = f"poster_{kertas.lower()}"
    (teks,) = halaman(kode, poster(kertas, n))
    for x in (
        "Senin",
        "23 Maret 2026",
        "08.00 s.d. 16.00 WIB",
        "Ruang Paseban Sri\nBima",
        "www.bappeda.kotabogor.go.id",
    ):
        assert x in teks
    assert teks.count("WIB") == 1 + min(n, 8)
    assert ("292 acara lain" in teks) == (n == 300)
    assert qr(cetak(kode, poster(kertas, n))) == ["https://www.bappeda.kotabogor.go.id"]


def test_a3_is_the_same_drawing_enlarged() -> None:
    kecil, besar = (letak(cetak(f"poster_{k.lower()}", poster(k))) for k in ("A4", "A3"))
    assert [t[0] for t in kecil] == [t[0] for t in besar]
    for (_, x, y, _), (teks, x3, y3, _) in zip(kecil, besar, strict=True):
        assert x3 == pytest.approx(x * 297 / 210, abs=0.6), teks
        assert y3 == pytest.approx(y * 420 / 297, abs=0.6), teks


def test_a_poster_without_an_address_has_no_qr() -> None:
    data = cetak("poster_a4", {**poster("A4"), "alamat": ""})
    assert qr(data) == []
    assert "Keterangan lebih lanjut" not in "\n".join(halaman("poster_a4", {**poster("A4"), "alamat": ""}))


def test_a_long_title_stays_within_its_block() -> None:
    judul = "Musyawarah Perencanaan Pembangunan Rencana Kerja Pemerintah Daerah Kota Bogor Tahun Rencana 2027 " * 2
    data = cetak("poster_a4", {**poster("A4"), "judul": judul.strip(), "kalimat": "Mari hadir. " * 200})
    assert len(PdfReader(io.BytesIO(data)).pages) == 1
    isi = letak(data)
    (tanggal,) = [y for t, _, y, _ in isi if t == "23 Maret 2026"]
    assert all(y < tanggal for t, _, y, _ in isi if "Mari hadir" in t or "Musyawarah" in t)
