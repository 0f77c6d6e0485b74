"""Letters to many: each page of the batch is, in text and to the pixel, the letter printed alone by plain xhtml2pdf."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from documents import pdf, surat_massal
from documents.bidang import Bidang, SuratMassal
from documents.naskah import undangan as undangan_modul
from documents.pdf import PrintError
from models import setelan
from tests.documents import contoh

pytestmark = pytest.mark.satu_basis

JUDUL = "Undangan Musrenbang"
PANJANG = "Ketua Forum Komunikasi Lembaga Pemberdayaan Masyarakat dan Tokoh Perempuan Kecamatan Bogor Tengah"
SAMBUNG = "PersatuanPelaksanaPemeliharaanPrasaranaPermukimanPerkotaanDanPerdesaan"
CATATAN = [
    {"nama": "Camat Bogor Tengah", "tempat": "Bogor"},
    {"nama": "Kepala Dinas Pekerjaan Umum dan Penataan Ruang Kota Bogor", "tempat": "Bogor"},
    {"nama": PANJANG, "tempat": "Cibinong"},
    {"nama": "Lurah Tegallega", "tempat": "Bogor"},
    {"nama": "A & B <b>x</b> \"c\" 'd' <pdf:qr nilai='x'>", "tempat": "di\nKota   Bogor"},
    {"nama": "Sébastien Müller, Šárka Łukasz, “Ñandú” – IPB", "tempat": "Bogor"},
    {"nama": SAMBUNG, "tempat": "Bogor"},
    {"nama": "محمد عبد الله", "tempat": "Bogor"},
    {"nama": "Kata\u00a0terikat\u00adlunak", "tempat": "Bogor"},
    {"nama": "Camat tanpa tempat", "tempat": ""},
]


def undangan(catatan: Sequence[Mapping[str, str]], **lain: Any) -> SuratMassal:
    dasar = {**contoh.undangan(1), **lain}
    return SuratMassal(lambda p: {**dasar, "penerima": [{"nama": p["nama"], "tempat": p["tempat"]}]}, catatan)


def perorangan(jumlah: int, **lain: Any) -> SuratMassal:
    """The product's own letter to each, with a QR code of its own."""
    penerima = [
        {
            "nama": f"Ketua RT {i} {'Kelurahan Tegallega ' * (i % 3)}".strip(),
            "tempat": "Bogor",
            "qr": f"https://x.id/{i}",
        }
        for i in range(jumlah)
    ]
    return undangan_modul.perorangan({**contoh.undangan(1), **lain, "penerima": penerima})


def sendiri(surat: SuratMassal, kode: str = "undangan") -> list[bytes]:
    """Each letter printed alone, by pisa.CreatePDF."""
    hasil = []
    for c in surat.catatan:
        html, baris = surat_massal.susun(kode, surat.isi(surat_massal._rapi(c)))
        hasil.append(pdf.render(html, baris, judul=JUDUL))
    return hasil


def gambar(data: bytes, skala: float = 100 / 72) -> list[Any]:
    dokumen = pypdfium2.PdfDocument(data)
    return [dokumen[i].render(scale=skala, grayscale=True).to_pil() for i in range(len(dokumen))]


def bandingkan(massal: bytes, satuan: list[bytes]) -> None:
    """The batch is these letters one after the other: text in reading order, page size and every pixel."""
    halaman = PdfReader(io.BytesIO(massal)).pages
    gambar_massal = gambar(massal)
    n = 0
    for surat in satuan:
        for h, g in zip(PdfReader(io.BytesIO(surat)).pages, gambar(surat), strict=True):
            assert halaman[n].extract_text() == h.extract_text()
            assert halaman[n].mediabox == h.mediabox
            assert ImageChops.difference(gambar_massal[n], g).getbbox() is None, f"page {n + 1} looks different"
            n += 1
    assert n == len(halaman)


def kepala(surat: SuratMassal, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The header of the worker's answer."""
    asli, terlihat = pdf.kerjakan, {}

    def kerjakan(*args: Any, **lain: Any) -> Any:
        jawaban = asli(*args, **lain)
        terlihat.update(jawaban[0])
        return jawaban

    monkeypatch.setattr(pdf, "kerjakan", kerjakan)
    surat_massal.render_banyak("undangan", surat, judul=JUDUL)
    return terlihat


# --- equal to the letters printed alone ---------------------------------------------------------------------------


def test_a_batch_is_the_letters_printed_one_by_one() -> None:
    surat = undangan(CATATAN)
    bandingkan(surat_massal.render_banyak("undangan", surat, judul=JUDUL), sendiri(surat))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_draft_with_arms_and_two_lines_of_office(n: int) -> None:
    konsep: dict[str, Any] = {
        **contoh.naskah("KONSEP"),
        "kop": {**contoh.KOP, "logo": contoh.LOGO},
        "penanda_tangan": {**contoh.KEPALA, "jabatan": "Kepala Badan\nPerencanaan Pembangunan"},
    }
    surat = undangan(CATATAN[:n], **konsep)
    bandingkan(surat_massal.render_banyak("undangan", surat, judul=JUDUL), sendiri(surat))


@pytest.mark.parametrize("jenis", ["png", "jpeg", "svg+xml"])
def test_every_kind_of_arms_stands_on_every_letter(jenis: str) -> None:
    berkas = io.BytesIO(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="99"><circle cx="45" cy="50" r="40"/></svg>'
    )
    if jenis != "svg+xml":
        berkas = io.BytesIO()
        Image.effect_noise((90, 99), 80).convert("RGBA" if jenis == "png" else "RGB").save(berkas, jenis)
    logo = f"data:image/{jenis};base64,{base64.b64encode(berkas.getvalue()).decode()}"
    surat = undangan(CATATAN[:3], kop={**contoh.KOP, "logo": logo})
    bandingkan(surat_massal.render_banyak("undangan", surat, judul=JUDUL), sendiri(surat))


def test_the_letter_to_each_bears_a_qr_code_of_its_own_beside_the_signature() -> None:
    surat = perorangan(4)
    massal = surat_massal.render_banyak("undangan_perorangan", surat, judul=JUDUL)
    bandingkan(massal, sendiri(surat, "undangan_perorangan"))
    assert sandi_qr(massal) == [f"https://x.id/{i}" for i in range(4)]


@pytest.mark.parametrize("ulang", [5, 6, 7, 9, 22])
def test_a_letter_of_several_pages_counts_its_own(ulang: int) -> None:
    surat = undangan(CATATAN[:4], penutup="Panjang sekali kalimat penutup ini agar berlanjut. " * 8 * ulang)
    massal = surat_massal.render_banyak("undangan", surat, judul=JUDUL)
    bandingkan(massal, sendiri(surat))
    if ulang == 22:
        teks = [h.extract_text() for h in PdfReader(io.BytesIO(massal)).pages]
        jumlah = len(teks) // 4
        assert jumlah > 1
        assert [f"Halaman {i % jumlah + 1} dari {jumlah}" in t for i, t in enumerate(teks)] == [True] * len(teks)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=90), min_size=1, max_size=4))
def test_any_name_prints_as_it_would_alone(nama: list[str]) -> None:
    catatan = [{"nama": f"x{n}", "tempat": n[:7]} for n in nama]
    bandingkan(surat_massal.render_banyak("undangan", undangan(catatan), judul=JUDUL), sendiri(undangan(catatan)))


# --- what the template does with a field ------------------------------------------------------------------------------

TEMPLAT = {
    "qr": '{%% extends "undangan.html" %%}{%% block isi %%}<p>Yth. {{ nama }}</p>'
    '<pdf:qr nilai="https://contoh.go.id/k/{{ kode }}" ukuran="25mm"></pdf:qr><p>{{ nama }}, {{ kode }}</p>%s',
    "kapital": '{%% extends "undangan.html" %%}{%% block isi %%}<p>Yth. {{ nama|upper }}</p>%s',
    "gaya": '{%% extends "undangan.html" %%}{%% block isi %%}<p style="text-transform: uppercase">{{ nama }}</p>%s',
    "kotak": '{%% extends "undangan.html" %%}{%% block isi %%}<div style="border: 1pt solid #000; padding: 3pt">'
    "<p>{{ nama }}</p><p>{{ kode }}</p></div><pre>{{ nama }} {{ kode }}</pre>%s",
    "tabel": '{%% extends "undangan.html" %%}{%% block isi %%}<table>'
    "<tr><td>{{ nama }}</td><td>{{ kode }}</td></tr></table>%s",
    "kaki": '{%% extends "undangan.html" %%}{%% block isi %%}<h1>{{ hal }}</h1><p><b>{{ nama }}</b> dan <i>{{ kode }}'
    '</i></p><p><a href="https://contoh.go.id">tautan</a></p>%s',
    "pecah": '{%% extends "undangan.html" %%}{%% block isi %%}<div style="height: 195mm">&nbsp;</div>'
    "<p>{{ nama }} {{ (hal ~ ' ') * 12 }}</p>%s",
}


@pytest.fixture
def templat(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from jinja2 import DictLoader

    from documents import templat as modul

    lingkungan = modul._lingkungan()
    asal = setelan.AKAR / "templates" / "documents"
    isi = {p.name: p.read_text(encoding="utf-8") for p in asal.glob("*.html")}
    monkeypatch.setattr(
        lingkungan,
        "loader",
        DictLoader(isi | {f"{k}.html": t % "{% endblock %}" for k, t in TEMPLAT.items()}),
    )
    monkeypatch.setattr(lingkungan, "cache", {})
    monkeypatch.setattr(surat_massal, "susun", modul.susun)


@pytest.mark.usefixtures("templat")
@pytest.mark.parametrize("kode", TEMPLAT)
def test_whatever_a_template_does_with_a_field_the_letters_are_right(kode: str) -> None:
    catatan = [{"nama": n, "kode": f"K-{i}"} for i, n in enumerate(["pendek", PANJANG, "é & <b>x</b>", "lain"])]
    catatan.append({"nama": "tanpa kode", "kode": ""})
    surat = SuratMassal(lambda p: {**contoh.undangan(1), **p}, catatan)
    massal = surat_massal.render_banyak(kode, surat, judul=JUDUL)
    bandingkan(massal, sendiri(surat, kode))
    assert [b.title for b in PdfReader(io.BytesIO(massal)).outline] == [c["nama"] for c in catatan]


@pytest.mark.usefixtures("templat")
def test_each_letter_bears_its_own_qr() -> None:
    catatan = [{"nama": f"Tamu {i}", "kode": f"{i:04d}"} for i in range(5)]
    surat = SuratMassal(lambda p: {**contoh.undangan(1), **p}, catatan)
    massal = surat_massal.render_banyak("qr", surat, judul=JUDUL)
    assert sandi_qr(massal) == [f"https://contoh.go.id/k/{i:04d}" for i in range(5)]


def sandi_qr(pdf_massal: bytes) -> list[str]:
    """The one code of each page that is its own; the other one, in the foot, verifies the letter."""
    semua = [[k.text for k in zxingcpp.read_barcodes(h)] for h in gambar(pdf_massal, 200 / 72)]
    assert all(sum("/periksa/" in teks for teks in halaman) == 1 for halaman in semua)
    return [teks for halaman in semua for teks in halaman if "/periksa/" not in teks]


def test_a_field_answers_to_nothing_but_being_printed() -> None:
    b = Bidang("tanda")
    for tanya in (
        lambda: str(b),
        lambda: f"{b}",
        lambda: b == "x",
        lambda: b in ["x"],
        lambda: len(b),
        lambda: b + "x",
        lambda: "".join([b]),
        lambda: b.upper(),
        lambda: {b: 1},
        lambda: list(b),
    ):
        with pytest.raises((TypeError, AttributeError)):
            tanya()
    assert b.__html__() == "tanda"
    assert b


# --- the file, the work and its limits --------------------------------------------------------------------------------


def test_the_file_names_itself_and_each_letter() -> None:
    data = surat_massal.render_banyak("undangan", undangan(CATATAN), judul=JUDUL, subjek="000.7.1.3/015")
    baca = PdfReader(io.BytesIO(data))
    assert (baca.metadata or {})["/Title"] == JUDUL
    assert (baca.metadata or {})["/Subject"] == "000.7.1.3/015"
    assert [b.title for b in baca.outline] == [surat_massal._rapi(c)["nama"] for c in CATATAN]
    assert [baca.get_destination_page_number(b) for b in baca.outline] == list(range(len(CATATAN)))
    for halaman in baca.pages:
        for huruf in halaman["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontDescriptor" in huruf.get_object() or huruf.get_object()["/BaseFont"] == "/Helvetica"


def test_letters_of_one_shape_are_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    catatan = [{"nama": f"Lurah {i}", "tempat": "Bogor"} for i in range(40)]
    assert kepala(undangan(catatan), monkeypatch)["tata_letak"] == 1
    catatan[7] = {"nama": PANJANG, "tempat": "Bogor"}
    catatan[9] = {"nama": f"{PANJANG} 2", "tempat": "Bogor"}
    assert kepala(undangan(catatan), monkeypatch)["tata_letak"] == 2


@pytest.mark.battery
def test_five_hundred_letters_are_five_hundred_pages_each_with_its_own_name() -> None:
    surat = undangan(
        [{"nama": f"Ketua RT {i} {'Kelurahan Tegallega ' * (i % 3)}", "tempat": "Bogor"} for i in range(500)]
    )
    data = surat_massal.render_banyak("undangan", surat, judul=JUDUL)
    teks = [h.extract_text() for h in PdfReader(io.BytesIO(data)).pages]
    assert len(teks) == 500
    assert all(f"Ketua RT {i} " in " ".join(t.split()) + " " for i, t in enumerate(teks))


def test_progress_is_told_and_what_it_raises_stops_the_print() -> None:
    surat = undangan([{"nama": f"Lurah {i}", "tempat": "Bogor"} for i in range(120)])
    selesai: list[int] = []
    surat_massal.render_banyak("undangan", surat, judul=JUDUL, kemajuan=selesai.append)
    assert selesai == [25, 50, 75, 100]

    def batal(n: int) -> None:
        if n == 50:
            raise PrintError("Dibatalkan.")

    with pytest.raises(PrintError, match=r"Dibatalkan\."):
        surat_massal.render_banyak("undangan", surat, judul=JUDUL, kemajuan=batal)
    assert surat_massal.render_banyak("undangan", undangan(CATATAN[:1]), judul=JUDUL).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("catatan", "kalimat"),
    [
        ([], "belum mempunyai penerima"),
        ([{"nama": "Camat", "tempat": "Bogor"}, {"nama": " \n", "tempat": "Bogor"}], "Penerima ke-2 .* belum bernama"),
    ],
)
def test_what_cannot_be_addressed_is_refused_with_a_sentence(catatan: Any, kalimat: str) -> None:
    with pytest.raises(PrintError, match=kalimat):
        surat_massal.render_banyak("undangan", undangan(catatan), judul=JUDUL)
