"""The words of letters: numbers, money, dates, NIP."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import kata
from models.pesan import SopError

ANGKA = dict(zip(kata.SATUAN, range(12), strict=True))


def baca(huruf: str) -> int:
    """Read number words back; the opposite of `terbilang`, written independently of it."""
    total = kini = 0
    for w in re.sub(r"\bse(puluh|belas|ratus|ribu)\b", r"satu \1", huruf).split():
        if w == "puluh":
            kini = kini - kini % 10 + kini % 10 * 10
        elif w == "belas":
            kini += 10
        elif w == "ratus":
            kini *= 100
        elif w in ("ribu", "juta", "miliar", "triliun"):
            total, kini = total + kini * dict((n, b) for b, n in kata.TINGKAT)[w], 0
        else:
            kini += ANGKA[w]
    return total + kini


@pytest.mark.parametrize(
    ("n", "huruf"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (1_000_000_000, "satu miliar"),
        (1_001_000_000_000, "satu triliun satu miliar"),
    ],
)
def test_numbers_are_spelt_as_on_papers(n: int, huruf: str) -> None:
    assert kata.terbilang(n) == huruf


@given(st.integers(0, kata.BATAS_TERBILANG - 1))
def test_spelt_numbers_read_back_as_the_same_number(n: int) -> None:
    assert baca(kata.terbilang(n)) == n


@pytest.mark.parametrize("n", [-1, kata.BATAS_TERBILANG])
def test_a_number_without_words_is_refused_with_a_sentence(n: int) -> None:
    with pytest.raises(SopError, match="Bilangan"):
        kata.terbilang(n)


@given(st.integers(-(10**15), 10**15))
def test_rupiah_read_back_as_the_same_amount(n: int) -> None:
    teks = kata.rupiah(n)
    assert int(teks.replace("Rp", "").replace(".", "")) == n
    assert re.fullmatch(r"-?Rp\d{1,3}(\.\d{3})*", teks)


def test_money_has_no_space_and_dots() -> None:
    assert kata.rupiah(1_500_000) == "Rp1.500.000"
    assert kata.rupiah_sen(1_500_000) == "Rp1.500.000,00"
    assert kata.rupiah_huruf(1_500_000) == "Rp1.500.000,00 (satu juta lima ratus ribu rupiah)"
    assert kata.rupiah_huruf(0) == "Rp0,00 (nol rupiah)"
    assert kata.bilangan(1_500) == "1.500"


def test_the_dates_of_the_golden_letters() -> None:
    d = date(2026, 3, 23)
    assert kata.tanggal(d) == "23 Maret 2026"
    assert kata.hari_tanggal("2026-03-23") == "Senin, 23 Maret 2026"
    assert kata.tanggal_huruf(d) == "Senin tanggal dua puluh tiga bulan Maret tahun dua ribu dua puluh enam"
    assert kata.tanggal_angka(d) == "23-03-2026"
    assert kata.hari(date(2020, 12, 18)) == "Jumat"
    assert kata.hari(date(2022, 12, 20)) == "Selasa"


def test_a_range_of_days_repeats_nothing() -> None:
    assert kata.rentang_tanggal("2026-03-23", "2026-03-23") == "23 Maret 2026"
    assert kata.rentang_tanggal("2026-03-23", "2026-03-24") == "23 s.d. 24 Maret 2026"
    assert kata.rentang_tanggal("2026-03-31", "2026-04-01") == "31 Maret s.d. 1 April 2026"
    assert kata.rentang_tanggal("2026-12-31", "2027-01-01") == "31 Desember 2026 s.d. 1 Januari 2027"


def test_hours_are_shown_in_wib() -> None:
    assert kata.pukul(time(9)) == "09.00 WIB"
    assert kata.pukul("13:30") == "13.30 WIB"
    assert kata.pukul(datetime(2026, 3, 23, 2, 15, tzinfo=UTC)) == "09.15 WIB"
    assert kata.saat(datetime(2026, 3, 22, 18, 5, tzinfo=UTC)) == "23 Maret 2026 01.05 WIB"
    assert kata.rentang_pukul("09:00", "15:00") == "09.00 s.d. 15.00 WIB"
    assert kata.rentang_pukul("09:00", None) == "09.00 WIB s.d. selesai"


def test_an_unreadable_date_or_hour_is_refused_with_a_sentence() -> None:
    with pytest.raises(SopError, match="Tanggal “kemarin”"):
        kata.tanggal("kemarin")
    with pytest.raises(SopError, match="Pukul “pagi”"):
        kata.pukul("pagi")


def test_a_nip_is_printed_in_its_four_blocks() -> None:
    assert kata.nip("197707062006041018") == "19770706 200604 1 018"
    assert kata.nip("19770706 200604 1 018") == "19770706 200604 1 018"
    assert kata.nip(" - ") == "-"


def test_dictums_are_named_up_to_ten() -> None:
    assert [kata.urutan(n) for n in (1, 4, 10)] == ["KESATU", "KEEMPAT", "KESEPULUH"]
    for n in (0, 11):
        with pytest.raises(SopError, match="diktum"):
            kata.urutan(n)


@pytest.mark.parametrize(
    ("nama", "cetak"),
    [
        ("Dr. Hj. Siti Aminah, S.T., M.Si.", "Dr. Hj. SITI AMINAH, S.T., M.Si."),
        ("H. Ahmad Z. Fauzi", "H. AHMAD Z. FAUZI"),
        ("Budi Santoso (Demo)", "BUDI SANTOSO (Demo)"),
        ("drg. Rina Wijaya (Demo), M.Kes.", "drg. RINA WIJAYA (Demo), M.Kes."),
    ],
)
def test_names_stand_in_capitals_and_titles_as_written(nama: str, cetak: str) -> None:
    assert kata.nama_kapital(nama) == cetak


def test_roman_numbers() -> None:
    assert [kata.romawi(n) for n in (1, 4, 5, 9, 14)] == ["I", "IV", "V", "IX", "XIV"]


@pytest.mark.parametrize(
    ("nama", "polos"),
    [
        ("Dr. H. Bima Sakti (Demo), S.T., M.Si.", "Bima Sakti (Demo)"),
        ("drg. Rina Wijaya", "Rina Wijaya"),
        ("H.", "H."),
        ("Ahmad Z. Fauzi", "Ahmad Z. Fauzi"),
        ("R. Hadi, S.H.", "R. Hadi"),
    ],
)
def test_a_bare_name_has_neither_title_nor_degree(nama: str, polos: str) -> None:
    assert kata.tanpa_gelar(nama) == polos
