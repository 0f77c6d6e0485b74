"""One Musrenbang from step 1 to 11 in a real Chromium: the right person at each step, the wrong one refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from documents import kata
from tests.browser.hasil import LANGKAH, WAKIL, Perjalanan
from tests.browser.pelaku import satu_baris, teks_pdf
from tests.browser.peramban import Peramban
from tests.peladen import AKAR, lingkungan

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_one_musrenbang_walks_from_its_assignment_to_its_archive(
    peramban: Peramban, var_panel: Path, tmp_path: Path
) -> None:
    j = Perjalanan(peramban, var_panel, tmp_path)
    peramban.masuk("tim_musrenbang")
    for nomor, langkah in enumerate(LANGKAH, 1):
        assert j.langkah() == nomor
        langkah(j)

    peramban.buka(f"/musrenbang/details/?id={j.m}")
    assert peramban.page.locator("h1 + .lencana-lencana").inner_text() == "Selesai"
    _read_back_the_berita_acara(j)
    _read_back_the_laporan(j)
    _the_diary_is_whole(var_panel)
    # The browser says so when a form is answered with 400, which the walk provokes twice.
    assert [k for k in peramban.keluhan if "status of 400" not in k] == []


def _read_back_the_berita_acara(j: Perjalanan) -> None:
    """What was decided in the browser is what stands on the paper, to the rupiah."""
    teks = j.p.buka(f"/berita-acara/details/?id={j.ba}").unduh("Berita acara kesepakatan")
    utuh = satu_baris(teks_pdf(teks))
    assert "KONSEP" not in utuh
    assert f"NOMOR: {j.nomor('berita_acara', j.ba)}" in utuh
    for nama, _ in WAKIL:
        assert nama in utuh
    _, hadir, sepakat, belum, kelompok = re.split(r"LAMPIRAN (?:I|II|III|IV) : Berita Acara Kesepakatan", utuh)

    assert "KEEMPAT" in utuh
    assert [nama for nama in j.tamu if nama not in hadir] == [j.tamu[1]]
    disepakati = j.diputuskan("terima", "ubah")
    assert set(re.findall(r"U-\d{4}-\d{5}", sepakat)) == disepakati.keys()
    assert f"JUMLAH SELURUHNYA {_jumlah(disepakati)}" in sepakat
    ditinggal = j.diputuskan("tolak", "tunda")
    assert f"JUMLAH PERKIRAAN BIAYA {_jumlah(ditinggal)}" in belum
    assert belum.count("Ditunda;") == 2
    assert set(re.findall(r"U-\d{4}-\d{5}", kelompok)) == j.putusan.keys()
    for baris in j.rekap():
        assert baris in kelompok
    assert "Rp123.456.000" in sepakat
    assert "Dengan perubahan: Pagu disesuaikan" in sepakat


def _jumlah(putusan: dict[str, int]) -> str:
    return f"{kata.rupiah(sum(putusan.values()))} {kata.bilangan(len(putusan))} usulan"


def _read_back_the_laporan(j: Perjalanan) -> None:
    isi = j.p.buka(f"/laporan/details/?id={j.laporan_id}").unduh("Laporan Musrenbang")
    utuh = satu_baris(teks_pdf(isi))
    assert j.nomor("laporan", j.laporan_id) in utuh
    assert f"Nomor {j.nomor('berita_acara', j.ba)}" in utuh
    disepakati, ditinggal = j.diputuskan("terima", "ubah"), j.diputuskan("tolak", "tunda")
    pagu = sum(disepakati.values())
    assert f"Dibahas {len(j.putusan)} usulan; {len(disepakati)} usulan disepakati" in utuh
    assert f"{kata.rupiah(pagu)},00 ({kata.terbilang(pagu)} rupiah)" in utuh
    assert f"dan {len(ditinggal)} usulan belum dapat diakomodir" in utuh
    for baris in j.rekap(pimpinan=False):  # between the counts and the agreed sum stands what was asked for
        hitungan, _, rp = baris.rpartition(" ")
        assert re.search(rf"{re.escape(hitungan)} Rp[\d.]+ {re.escape(rp)}\b", utuh), baris
    rapat = utuh[utuh.index("Tabel 1.") : utuh.index("Tabel 2.")]
    assert re.search(rf"WIB [^:]*? {len(j.tamu) - 1}\b", rapat), rapat


def _the_diary_is_whole(var: Path) -> None:
    perintah = [sys.executable, "-m", "flask", "--app", "app", "verify-diary"]
    hasil = subprocess.run(perintah, cwd=AKAR, env=lingkungan(var), capture_output=True, text=True)
    assert hasil.returncode == 0, hasil.stderr
