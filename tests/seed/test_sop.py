"""The SOP in the database says, word for word, what the SOP says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.sop import SopRevisi
from seed import tabel_sop

NORMA = [15, 300, 30, 15, 15, 5, 60, 300, 60, 60, 15]
LANGKAH = [
    ("tugaskan", "Menugaskan seluruh Bidang untuk melaksanakan Musyawarah Perencanaan Pembangunan Daerah"),
    (
        "rapat_koordinasi",
        "Masing-masing Bidang menerima disposisi Kepala Badan dan melaksanakan rapat koordinasi untuk persiapan "
        "pelaksanaan Musrenbang dan menyusun tim.",
    ),
    ("ruang", "Menentukan dan menyiapkan ruang pertemuan penyelenggaraan Musrenbang"),
    ("jadwal", "Membuat jadwal pelaksanaan Musrenbang"),
    (
        "undangan",
        "Membuat undangan Musrenbang serta menyiapkan bahan publikasi melalui media cetak dan mempersiapkan bahan/ "
        "materi yang akan dibawa pada acara Musrenbang",
    ),
    ("tanda_tangan", "Menandatangani undangan Musrenbang"),
    ("distribusi", "Distribusi undangan rapat ke semua pemangku kepentingan."),
    (
        "pelaksanaan",
        "Pelaksanaan Musrenbang Kota; Sidang kelompok: 1. Bidang Pemerintahan dipimpin oleh Asisten Pemerintahan "
        "2. Bidang Fisik dipimpin oleh Kepala Bappeda 3. Bidang Sosbud dipimpin oleh Asisten Umum "
        "4. Bidang Ekonomi dipimpin oleh Asisten Ekonomi",
    ),
    ("verifikasi", "Memverifikasi dan finalisasi usulan, serta menandatangani berita acara."),
    ("laporan", "Menyusun laporan pelaksanaan dengan koordinator tim, Bidang P2EPD."),
    ("arsip", "Mendistribusikan ke Bidang Pengampu masing-masing dan mengarsipkannya."),
]
OUTPUT = [
    ["SK tim", "nota dinas"],
    ["Notulen rapat"],
    ["Penetapan ruang pertemuan"],
    ["Jadwal pelaksanaan"],
    ["Draft undangan rapat"],
    ["Undangan Musrenbang"],
    ["Materi Musrenbang"],
    ["Daftar Hadir", "Usulan masyarakat", "Hasil Rakor OPD", "Notulen Musrenbang"],
    ["Draft laporan Musrenbang"],
    ["Laporan Musrenbang"],
    ["Laporan Musrenbang", "bukti distribusi", "arsip"],
]
KELENGKAPAN = [
    ["DPA"],
    ["SK tim", "nota dinas"],
    ["Notulen rapat"],
    ["Notulen penetapan ruang pertemuan"],
    ["Jadwal pelaksanaan"],
    ["Draft undangan Musrenbang"],
    ["Undangan", "Usulan masyarakat", "Hasil Rakor OPD"],
    ["Materi Musrenbang"],
    ["Daftar hadir", "Usulan masyarakat", "Hasil Rakor OPD", "Notulen Musrenbang"],
    ["Draft laporan Musrenbang"],
    ["Laporan Musrenbang"],
]


def revisi(session: Any) -> SopRevisi:
    found: SopRevisi = session.scalars(select(SopRevisi)).one()
    return found


def test_the_eleven_rows_stand_word_for_word(session: Any) -> None:
    langkah = revisi(session).langkah
    assert [(baris.kode, baris.aktivitas) for baris in langkah] == LANGKAH
    assert [[butir["teks"] for butir in baris.kelengkapan] for baris in langkah] == KELENGKAPAN
    assert [[butir["teks"] for butir in baris.output] for baris in langkah] == OUTPUT


def test_the_norms_sum_to_875_minutes(session: Any) -> None:
    langkah = revisi(session).langkah
    assert [baris.waktu for baris in langkah] == NORMA
    assert langkah[1].waktu_teks == "5 jam"
    assert "Jumlah norma waktu: 875 menit" in tabel_sop.teks(session)


def test_the_identity_block_is_there(session: Any) -> None:
    sop = revisi(session)
    assert (sop.nomor, sop.judul) == ("SOP/P2EPD.1/003", "MUSYAWARAH PERENCANAAN PEMBANGUNAN KOTA")
    assert len(sop.identitas["dasar_hukum"]) == 7
    assert len(sop.identitas["kualifikasi"]) == 4
    assert len(sop.identitas["keterkaitan"]) == 3


def test_no_pelaksana_is_confirmed_before_the_office_says_so(session: Any) -> None:
    pelaksana = [p for langkah in revisi(session).langkah for p in langkah.pelaksana]
    assert len(pelaksana) == 26
    assert not any(p.dikonfirmasi for p in pelaksana)
    assert "belum dikonfirmasi" in tabel_sop.teks(session)


def test_each_step_has_exactly_one_main_pelaksana(session: Any) -> None:
    utama = [[p.peran.value for p in langkah.pelaksana if p.utama] for langkah in revisi(session).langkah]
    assert utama == [
        ["kepala_badan"],
        ["kepala_bidang"],
        ["sub_koordinator"],
        ["fungsional_perencana"],
        ["tim_musrenbang"],
        ["kepala_badan"],
        ["tim_musrenbang"],
        ["tim_musrenbang"],
        ["tim_musrenbang"],
        ["sub_koordinator"],
        ["sub_koordinator"],
    ]


def test_only_a_signature_and_the_report_go_back(session: Any) -> None:
    panah = {baris.kode: baris.kembali_ke for baris in revisi(session).langkah if baris.kembali_ke}
    assert panah == {"tanda_tangan": "undangan", "laporan": "laporan"}
    seluruh = [baris.kode for baris in revisi(session).langkah if baris.per_unit_kerja]
    assert seluruh == ["tugaskan", "rapat_koordinasi", "arsip"]
