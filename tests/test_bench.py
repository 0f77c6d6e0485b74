"""The engines that `make bench ARGS=--mesin` compares print the same letters and rows."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from pypdf import PdfReader

from bench.mesin import html_biasa, isi, tabel

SENDIRI = [m.modul for m in tabel.MESIN if not m.lain and m.modul != "peramban"]


@pytest.mark.parametrize("modul", SENDIRI)
def test_an_engine_prints_each_letter_on_its_page_and_every_row(modul: str, tmp_path: Path) -> None:
    mesin = importlib.import_module(f"bench.mesin.{modul}")
    mesin.undangan(surat := isi.semua("undangan", 3), tmp_path / "surat.pdf")
    halaman = [" ".join(h.extract_text().split()) for h in PdfReader(tmp_path / "surat.pdf").pages]
    assert len(halaman) == 3
    for teks, p in zip(halaman, surat["penerima"], strict=True):
        assert " ".join(p["nama"].split()[-2:]) in teks
        assert surat["surat"]["nomor"] in teks
    mesin.lampiran(rows := isi.semua("lampiran", 60), tmp_path / "lampiran.pdf")
    semua = " ".join(" ".join(h.extract_text().split()) for h in PdfReader(tmp_path / "lampiran.pdf").pages)
    for baris in rows["baris"]:
        assert semua.count(baris[1]) == 1


def test_the_html_of_browsers_holds_the_same_letters_and_rows() -> None:
    surat, rows = isi.semua("undangan", 3), isi.semua("lampiran", 60)
    assert all(p["nama"] in html_biasa.undangan(surat) for p in surat["penerima"])
    assert all(b[1] in html_biasa.lampiran(rows) for b in rows["baris"])


def test_a_busy_machine_voids_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabel, "_siapkan", lambda: ["python"])
    monkeypatch.setattr(tabel, "_jalankan", lambda *a: tabel.Hasil(0.5 if a[1] == "kanvas" else 1.0, 10, 20))
    assert tabel.ukur()[0] == "Kanvas mentah: 1000 surat per detik (syarat 400)."
    monkeypatch.setattr(tabel, "_jalankan", lambda *a: tabel.Hasil(1.5, 10, 20))
    assert "UKURAN BATAL" in tabel.ukur()[0]


def test_what_is_not_installed_is_named_as_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabel, "_siapkan", lambda: ["python"])
    monkeypatch.setattr(tabel, "_jalankan", lambda *a: None if a[1] != "kanvas" else tabel.Hasil(1.0, 1, 1))
    (baris,) = [b for b in tabel.ukur() if b.startswith("| satu undangan") and "tidak" in b]
    assert baris.count("tidak diukur") == len(tabel.MESIN) - 1
