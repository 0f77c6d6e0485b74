"""The sheet of the monitoring on paper: the columns of the form, the period in words, rows of any number."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from documents import catalog, issue, pdf
from models.monitoring_sop import MonitoringSop
from tests import dunia

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
KOLOM = "No. Prosedur Penilaian terhadap penerapan Catatan hasil penilaian Tindakan yang harus diambil Paraf penilai"


def konteks(butir: int = 1) -> Any:
    m: MonitoringSop = dunia.monitoring_sop(dunia.musrenbang())
    isi: Any = catalog.kertas("monitoring_sop", "monitoring_sop").isi(m)  # type: ignore[union-attr]
    satu = isi["butir"][0] | {"catatan": "Waktu kerja 12 menit, norma 15 menit.", "tindakan": "Tetap diterapkan."}
    return {**isi, "butir": [{**satu, "prosedur": f"Prosedur ke-{n}"} for n in range(1, butir + 1)]}


def halaman(isi: Any) -> list[str]:
    html, baris = catalog.susun("monitoring_sop", isi)
    data = pdf.render(html, baris, judul="Monitoring")
    lembar = PdfReader(io.BytesIO(data)).pages
    assert {
        (round(float(h.mediabox.width) / 72 * 25.4), round(float(h.mediabox.height) / 72 * 25.4)) for h in lembar
    } == {(330, 215)}
    return [" ".join(h.extract_text().split()) for h in lembar]


def test_the_sheet_says_of_what_and_when_it_speaks(session: Any) -> None:
    (lembar,) = halaman(konteks())
    for bagian in (
        "LEMBAR MONITORING PELAKSANAAN SOP Judul SOP : MUSYAWARAH PERENCANAAN PEMBANGUNAN KOTA",
        "Nomor SOP : SOP/P2EPD.1/003 Periode : Semester I Tahun 2026 (1 Januari s.d. 30 Juni 2026)",
        "Metode : Observasi Tanggal penilaian : 1 Juli 2026",
        KOLOM,
        "1 Prosedur ke-1 Diterapkan Waktu kerja 12 menit, norma 15 menit. Tetap diterapkan.",
        "Bogor, 1 Juli 2026 Penilai SUB KOORDINATOR",
    ):
        assert bagian in lembar, bagian


@pytest.mark.parametrize("n", [0, 1, 11, 300])
def test_rows_of_any_number_keep_the_head_and_the_signature(session: Any, n: int) -> None:
    lembar = halaman(konteks(n))
    assert all(KOLOM in h for h in lembar)
    assert f"{n} Prosedur ke-{n} " in lembar[-1] or n == 0
    assert ("Belum ada prosedur yang dinilai" in lembar[0]) == (n == 0)
    assert "Penilai SUB KOORDINATOR" in lembar[-1]


def test_a_sheet_is_a_draft_until_it_is_declared_done(session: Any) -> None:
    m = dunia.monitoring_sop(dunia.musrenbang())

    def teks() -> str:
        return "".join(h.extract_text() for h in PdfReader(io.BytesIO(issue.cetak(m, "monitoring_sop")[1])).pages)

    assert "KONSEP" in teks()
    issue.perform(m, "selesai", dunia.aktor("sub_koordinator"))
    assert "KONSEP" not in teks()
