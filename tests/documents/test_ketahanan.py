"""What records and texts may hold without harm: signs of HTML, addresses of pictures, texts without end."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pypdf import PdfReader

from documents import catalog, issue, pdf
from documents.konteks import Undangan
from tests.documents import contoh

JAHAT = (
    '<b>tebal</b><script>alert(1)</script><pdf:nextpage></pdf:nextpage><img src="{alamat}">'
    '<td colspan="9000" rowspan="9000">&amp;</td>'
)


class Pendengar:
    """An HTTP server on this machine that remembers who came."""

    def __init__(self) -> None:
        datang: list[str] = []

        class Jawab(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                datang.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.datang = datang
        self._server = HTTPServer(("127.0.0.1", 0), Jawab)
        self.alamat = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def tutup(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def pendengar() -> Iterator[Pendengar]:
    satu = Pendengar()
    yield satu
    satu.tutup()


def cetak(konteks: Undangan, detik: float = 20) -> PdfReader:
    html, baris = catalog.susun("undangan", konteks)
    return PdfReader(io.BytesIO(pdf.render(html, baris, judul="Uji", batas_detik=detik, **issue.keterangan(konteks))))


def teks_halaman(konteks: Undangan) -> str:
    return teks(cetak(konteks))


def teks(dokumen: PdfReader) -> str:
    return " ".join(" ".join(p.extract_text() for p in dokumen.pages).split())


def test_html_in_every_text_of_a_letter_is_printed_as_text_and_fetches_nothing(pendengar: Pendengar) -> None:
    jahat = JAHAT.format(alamat=f"{pendengar.alamat}/a.png")
    konteks = contoh.undangan(2)
    konteks |= {"hal": jahat, "pembuka": jahat, "penutup": jahat, "tembusan": [jahat], "sifat": jahat, "nomor": jahat}
    konteks["penerima"] = [{"nama": jahat, "tempat": jahat}, {"nama": jahat, "tempat": "Bogor"}]
    konteks["rincian"] = contoh.rincian(("Hari", jahat))
    konteks["penanda_tangan"] = {
        **contoh.KEPALA,
        "nama": jahat,
        "jabatan": jahat,
        "atas_nama": [jahat],
        "pangkat": jahat,
    }
    konteks["kop"] = {"pemda": jahat, "instansi": jahat, "kontak": [jahat], "logo": ""}
    isi = teks(cetak(konteks)).replace(" ", "")
    assert isi.count("<script>alert(1)</script>") >= 12
    assert 'colspan="9000"' in isi
    assert pendengar.datang == []


def test_a_picture_of_another_host_or_outside_the_folder_is_not_fetched(pendengar: Pendengar) -> None:
    """Not even from a template, nor from the letterhead of a stored paper."""
    for alamat in (f"{pendengar.alamat}/a.png", "file:///etc/passwd", "/etc/passwd", "../../etc/passwd"):
        isi = f'<p>tetap</p><img src="{alamat}"><link href="{alamat}" rel="stylesheet">'
        html = f"<html><head></head><body>{isi}</body></html>"
        dokumen = PdfReader(io.BytesIO(pdf.render(html, judul="Gambar")))
        assert "tetap" in dokumen.pages[0].extract_text()
        assert not dokumen.pages[0].images
        assert "root:" not in dokumen.pages[0].extract_text()
    assert pendengar.datang == []


def test_the_listener_of_these_tests_hears(pendengar: Pendengar) -> None:
    import urllib.request

    urllib.request.urlopen(f"{pendengar.alamat}/ada").close()
    assert pendengar.datang == ["/ada"]


@pytest.mark.parametrize("kolom", ["hal", "pembuka"])
@pytest.mark.parametrize(("kata", "kali"), [("kata ", 4_000), ("alinea\n\n", 1_500)])
def test_a_text_without_end_prints_whole_and_soon(kolom: str, kata: str, kali: int) -> None:
    konteks = contoh.undangan()
    konteks[kolom] = kata * kali  # type: ignore[literal-required]
    assert teks_halaman(konteks).count(kata.strip()) >= kali


def test_a_hundred_thousand_letters_without_a_space_print_whole() -> None:
    konteks = contoh.undangan()
    konteks["pembuka"] = "x" * 100_000
    assert teks_halaman(konteks).count("x") >= 100_000


def test_where_such_a_text_cannot_be_laid_out_a_sentence_says_so_in_time() -> None:
    """In a cell of a table; no record can hold it there (a Hal has at most 300 letters)."""
    konteks = contoh.undangan()
    konteks["hal"] = "x" * 100_000
    mulai = time.monotonic()
    with pytest.raises(pdf.PrintError, match="“Uji” belum selesai dalam 3 detik"):
        cetak(konteks, 3)
    assert time.monotonic() - mulai < 10


def test_a_long_word_stays_within_the_margins() -> None:
    konteks = contoh.undangan()
    konteks["pembuka"] = "W" * 400
    kanan: list[float] = []

    def catat(isi: str, _cm: object, tm: list[float], *_: object) -> None:
        if "W" * 5 in isi:
            kanan.append(tm[4])

    cetak(konteks).pages[0].extract_text(visitor_text=catat)
    assert kanan
    assert max(kanan) < (215 - 20) / 25.4 * 72


def test_an_undefined_name_stops_the_print_with_a_sentence() -> None:
    konteks = dict(contoh.undangan())
    del konteks["hal"]
    with pytest.raises(pdf.PrintError, match="Naskah undangan belum lengkap: “hal” belum diisi"):
        catalog.susun("undangan", konteks)


def test_the_file_knows_its_title_subject_number_and_language() -> None:
    dokumen = cetak(contoh.undangan())
    assert dokumen.metadata is not None
    assert dokumen.metadata.title == "Uji"
    assert dokumen.metadata.subject == contoh.undangan()["hal"]
    assert dokumen.metadata["/Keywords"] == "Nomor 000.7.1.3/015-P2EPD/2026"
    assert dokumen.trailer["/Root"]["/Lang"] == "id"


def test_a_draft_claims_no_number() -> None:
    assert issue.keterangan(contoh.undangan(tanda="KONSEP"))["nomor"] == ""
    assert issue.keterangan(contoh.berita_acara())["subjek"]
