"""SECURITY.md says in each row of its tables what shows it: a test that exists, or a rule of ruff that is in force."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parent.parent
HALAMAN = (AKAR / "SECURITY.md").read_text(encoding="utf-8")
BUKTI = {"diuji di", "ditunjukkan oleh"}  # the heads of the last column
RUFF = tomllib.loads((AKAR / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]


def tabel() -> list[list[list[str]]]:
    """Each table as its rows of cells, the head first."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", HALAMAN, re.M)
    return [[[sel.strip() for sel in baris.strip("|").split("|")] for baris in satu.splitlines()] for satu in found]


BARIS = [baris for kepala, _, *isi in tabel() if kepala[-1] in BUKTI for baris in isi]


def test_each_of_the_42_sentences_has_its_line() -> None:
    assert [int(b[0]) for b in BARIS if len(b) == 3 and b[0].isdecimal()] == list(range(1, 43))


def test_only_the_promise_to_answer_needs_no_proof() -> None:
    assert [kepala for kepala, *_ in tabel() if kepala[-1] not in BUKTI] == [["", "paling lama"]]


@pytest.mark.parametrize("baris", BARIS, ids=[b[0][:30] for b in BARIS])
def test_what_shows_it_exists(baris: list[str]) -> None:
    bukti = baris[-1]
    uji = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", bukti)
    assert uji, f"{baris}: tanpa pengujian"
    assert len(uji) == bukti.count("tests/"), "a test is named with its file"
    for berkas, nama in uji:
        assert re.search(rf"^def {nama}\(", (AKAR / berkas).read_text(encoding="utf-8"), re.M), f"{berkas}::{nama}"
    for aturan in re.findall(r"\b[A-Z]+\d{3}\b", bukti) if "ruff" in bukti else []:
        assert any(aturan.startswith(pilihan) for pilihan in RUFF["select"]), aturan
        assert aturan not in RUFF["ignore"]
        assert subprocess.run([sys.executable, "-m", "ruff", "rule", aturan], capture_output=True).returncode == 0


def test_nothing_is_excused_from_the_rules_about_pickles() -> None:
    lantai = ("admin", "bulk", "documents", "jaga", "models", "perintah", "sop")
    isi = {b: b.read_text(encoding="utf-8") for nama in lantai for b in (AKAR / nama).rglob("*.py")}
    assert [str(b) for b, teks in isi.items() if re.search(r"noqa: .*S(301|506)|import pickle", teks)] == []


def test_the_second_verifier_is_as_long_as_the_page_says() -> None:
    baris = (AKAR / "bulk" / "periksa_berkas.py").read_text(encoding="utf-8").splitlines()
    halaman = " ".join(HALAMAN.split())
    assert f"Ia {len(baris)} baris ({sum(map(bool, baris))} tanpa baris kosong)" in halaman
