"""The printer: what a PDF is like, and what happens when a paper is too big, too slow or up to no good."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents import huruf, pdf
from models.pesan import SopError

pytestmark = pytest.mark.satu_basis

AKAR = Path(__file__).resolve().parents[2]
KEPALA = (
    '<html lang="id"><head><meta charset="utf-8"><meta name="huruf" content="Arial"><style>'
    "@page { size: 215mm 330mm; @frame isi { left: 30mm; top: 30mm; width: 165mm; height: 270mm; }"
    " @frame kaki { -pdf-frame-content: kaki; left: 30mm; top: 312mm; width: 165mm; height: 6mm; } }"
    "html { font-family: naskah; font-size: 12pt; }</style></head><body>"
    '<div id="kaki"><pdf:halaman></pdf:halaman></div>'
)


def surat(isi: str) -> str:
    return f"{KEPALA}{isi}</body></html>"


def baca(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def pekerja() -> list[int]:
    return [p.proses.pid for p in pdf._kumpulan._siap]


def test_a_paper_has_its_size_title_and_text() -> None:
    dokumen = baca(pdf.render(surat("<p>Rp1.500.000 &amp; “kutip” – ya</p>"), judul="Undangan Á", subjek="Musrenbang"))
    assert (round(float(dokumen.pages[0].mediabox.width)), round(float(dokumen.pages[0].mediabox.height))) == (609, 935)
    assert dokumen.metadata is not None
    assert (dokumen.metadata.title, dokumen.metadata.subject) == ("Undangan Á", "Musrenbang")
    assert "Rp1.500.000 & “kutip” – ya" in dokumen.pages[0].extract_text()


def test_every_face_is_embedded_as_a_subset() -> None:
    data = pdf.render(
        surat("<p>biasa <b>tebal</b> <i>miring</i></p><table><tr><td>sel</td></tr></table>"), judul="Huruf"
    )
    muka = baca(data).pages[0]["/Resources"]["/Font"]
    assert len(muka) == 3
    for f in muka.values():
        penjelasan = f.get_object()
        assert penjelasan["/BaseFont"][7] == "+"
        assert "/FontFile2" in penjelasan["/FontDescriptor"]
    assert b"ASCII85" not in data


def test_each_page_says_which_of_how_many_it_is() -> None:
    dokumen = baca(pdf.render(surat("<pdf:nextpage></pdf:nextpage>".join("<p>isi</p>" for _ in range(12))), judul="x"))
    assert len(dokumen.pages) == 12
    assert "Halaman 1 dari 12" in dokumen.pages[0].extract_text()
    assert "Halaman 12 dari 12" in dokumen.pages[11].extract_text()


def test_the_web_process_loads_no_pdf_library() -> None:
    program = (
        "import sys, documents.pdf as p, documents.templat; assert p.render('<html><head></head><body>a</body></html>',"
        " judul='a').startswith(b'%PDF'); print([m for m in sys.modules if m.startswith(('reportlab', 'xhtml2pdf'))])"
    )
    hasil = subprocess.run([sys.executable, "-c", program], cwd=AKAR, capture_output=True, text=True, check=True)
    assert hasil.stdout.strip() == "[]"


def test_a_paper_that_takes_too_long_is_stopped_and_the_next_one_prints() -> None:
    lambat = surat("<table>" + "<tr><td>a</td><td>b</td></tr>" * 3000 + "</table>")
    mulai = time.monotonic()
    with pytest.raises(pdf.PrintError, match="belum selesai dalam 1 detik"):
        pdf.render(lambat, judul="Lambat", batas_detik=1)
    assert time.monotonic() - mulai < 8
    assert pdf.render(surat("<p>a</p>"), judul="Sesudahnya").startswith(b"%PDF")


def test_a_worker_that_dies_is_a_sentence_and_the_next_paper_prints() -> None:
    pdf.tutup()
    pdf.hangatkan()
    (anak,) = pdf._kumpulan._siap
    with ThreadPoolExecutor(1) as lain:
        tugas = lain.submit(pdf.render, surat("<table>" + "<tr><td>a</td></tr>" * 3000 + "</table>"), judul="Besar")
        time.sleep(0.3)
        anak.proses.kill()
        with pytest.raises(pdf.PrintError, match="Pencetak berhenti sebelum “Besar” selesai"):
            tugas.result(timeout=30)
    assert pdf.render(surat("<p>a</p>"), judul="a").startswith(b"%PDF")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process this way")
def test_a_paper_that_needs_too_much_memory_is_refused() -> None:
    """The worker says so itself, or dies of its limit before it can: both are a sentence, and the panel lives."""
    with pytest.raises(pdf.PrintError, match=r"terlalu besar|berhenti sebelum"):
        pdf.render(
            surat('<table><tr><td colspan="9000" rowspan="9000">a</td></tr></table>'), judul="Bom", batas_detik=20
        )


def test_too_much_html_is_refused_before_it_is_sent() -> None:
    with pytest.raises(SopError, match="“Tebal” terlalu besar"):
        pdf.render("x" * (pdf.BATAS_HTML + 1), judul="Tebal")


def test_what_cannot_be_laid_out_says_so_with_a_reference() -> None:
    with pytest.raises(pdf.PrintError, match=r"tidak dapat disusun\. Sebutkan rujukan [0-9a-f]{8}"):
        pdf.render(surat('<table data-rows="tiada"><tr><td>a</td></tr></table>'), judul="Rusak")


def test_a_paper_reaches_neither_the_network_nor_other_files(tmp_path: Path) -> None:
    rahasia = tmp_path / "rahasia.png"
    rahasia.write_bytes(b"\x89PNG")
    with socket.create_server(("127.0.0.1", 0)) as penjaga:
        penjaga.settimeout(0.2)
        alamat = f"http://127.0.0.1:{penjaga.getsockname()[1]}/a.png"
        data = pdf.render(surat(f'<p>tetap<img src="{alamat}"><img src="{rahasia}"></p>'), judul="Gambar")
        with pytest.raises(TimeoutError):
            penjaga.accept()
    assert "tetap" in baca(data).pages[0].extract_text()


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads the environment of a process from /proc")
def test_a_worker_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "sangat-rahasia")
    kumpulan = pdf.Kumpulan(1)
    try:
        kumpulan.hangatkan()
        assert b"rahasia" not in Path(f"/proc/{kumpulan._siap[0].proses.pid}/environ").read_bytes()
    finally:
        kumpulan.tutup()


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the process in /proc")
def test_a_worker_ends_with_its_parent() -> None:
    program = (
        "import documents.pdf as p, time; p.render('<html><head></head><body>a</body></html>', judul='a');"
        "print(p._kumpulan._siap[0].proses.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=AKAR, stdout=subprocess.PIPE, text=True) as induk:
        assert induk.stdout is not None
        anak = Path(f"/proc/{int(induk.stdout.readline())}/cmdline")
        induk.kill()
    for _ in range(50):
        if not anak.exists() or not anak.read_bytes():
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")


def test_a_worker_is_replaced_after_its_share_of_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "NASKAH_PER_PEKERJA", 2)
    monkeypatch.setattr(pdf, "_kumpulan", pdf.Kumpulan(1))
    pid = []
    for _ in range(4):
        pid += pekerja()
        pdf.render(surat("<p>a</p>"), judul="a")
    assert len(set(pid)) == 2
    pdf._kumpulan.tutup()


def test_threads_print_side_by_side_without_mixing_papers() -> None:
    def cetak(n: int) -> bool:
        return (
            f"naskah nomor {n}."
            in baca(pdf.render(surat(f"<p>naskah nomor {n}.</p>"), judul=str(n))).pages[0].extract_text()
        )

    with ThreadPoolExecutor(6) as banyak:
        assert all(banyak.map(cetak, range(12)))


def test_one_letter_prints_quickly_once_the_worker_is_warm() -> None:
    pdf.render(surat("<p>a</p>"), judul="a")
    waktu = []
    for _ in range(3):
        mulai = time.perf_counter()
        pdf.render(surat("<p>satu alinea</p>" * 20), judul="a")
        waktu.append(time.perf_counter() - mulai)
    assert min(waktu) < 0.25


def test_a_missing_family_falls_back_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huruf._cari.cache_clear()
    monkeypatch.setattr(huruf, "SISTEM", ())
    assert huruf.nama_huruf("Arial", tmp_path) == "Bitstream Vera Sans (pengganti Arial)"
    assert huruf.cari("Arial", tmp_path).tebal_miring.is_file()
    huruf._cari.cache_clear()


def test_fonts_of_the_configured_folder_win(tmp_path: Path) -> None:
    huruf._cari.cache_clear()
    for nama in huruf.KELUARGA["Arial"][2].berkas:
        (tmp_path / nama.upper()).write_bytes(b"")
    huruf._berkas.cache_clear()
    assert huruf.cari("Arial", tmp_path).nama == "Arimo"
    assert huruf.cari("Huruf Tak Dikenal", tmp_path).keterangan == "Arimo (pengganti Huruf Tak Dikenal)"
    huruf._cari.cache_clear()
