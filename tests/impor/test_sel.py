"""One cell to its value, or to the sentence that says why not: what people and programs write, by column."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, Integer, String, Time

from bulk.impor import sel
from models.base import Panjang, Rupiah, UTCDateTime
from models.pesan import Keliru
from models.usulan import Usulan
from models.waktu import WIB


@pytest.mark.parametrize(
    ("baca", "isi", "nilai"),
    [
        (sel.teks, " Budi\x07 ", "Budi"),
        (sel.teks, None, ""),
        (sel.teks, True, "Ya"),
        (sel.teks, 7, "7"),
        (sel.teks, 1234.5, "1234,5"),
        (sel.teks, {"d": "2026-03-23"}, "23 Maret 2026"),
        (sel.teks, {"t": "09:30:00"}, "09:30"),
        (sel.rupiah, 1_500_000, 1_500_000),
        (sel.rupiah, 2.0, 2),
        (sel.rupiah, "Rp1.500.000", 1_500_000),
        (sel.bilangan, 7.0, 7),
        (sel.bilangan, "1.500", 1500),
        (sel.tanggal, {"s": "2026-03-23T10:00:00"}, date(2026, 3, 23)),
        (sel.tanggal, 46104, date(2026, 3, 23)),
        (sel.tanggal, "Senin, 23 Maret 2026", date(2026, 3, 23)),
        (sel.tanggal, "23 Agt. 2026", date(2026, 8, 23)),
        (sel.tanggal, "2026-03-23 00:00:00", date(2026, 3, 23)),
        (sel.jam, {"t": "09:30:00"}, time(9, 30)),
        (sel.jam, {"s": "2026-03-23T09:30:00"}, time(9, 30)),
        (sel.jam, "09.30", time(9, 30)),
        (sel.saat, {"s": "2026-03-23T09:30:00.5"}, datetime(2026, 3, 23, 9, 30, tzinfo=WIB)),
        (sel.saat, {"d": "2026-03-23"}, datetime(2026, 3, 23, tzinfo=WIB)),
        (sel.saat, 46104.5, datetime(2026, 3, 23, 12, tzinfo=WIB)),
        (sel.saat, "23-03-2026 pukul 09.30", datetime(2026, 3, 23, 9, 30, tzinfo=WIB)),
        (sel.koefisien, "1 Paket x 2 Lokasi", (Decimal(1), "Paket")),
        (sel.benar, False, False),
        (sel.benar, "tidak hadir", False),
        (sel.benar, "Hadir", True),
    ],
)
def test_a_cell_is_read_as_its_column_wants_it(baca: Any, isi: Any, nilai: Any) -> None:
    assert baca(isi, "Kolom") == nilai


@pytest.mark.parametrize(
    ("baca", "isi", "kalimat"),
    [
        (sel.teks, 10**15, "digit terakhirnya hilang"),
        (sel.rupiah, True, "tulis bilangan"),
        (sel.rupiah, {"d": "2026-03-23"}, "berisi tanggal"),
        (sel.rupiah, 1.5, "tanpa sen"),
        (sel.rupiah, "1,500,000", "koma untuk ribuan"),
        (sel.rupiah, -1, "kurang dari nol"),
        (sel.bilangan, 1.5, "bilangan bulat"),
        (sel.koefisien, "200", "volume dan satuan"),
        (sel.tanggal, "23 Bulan 2026", "tulis tanggal"),
        (sel.tanggal, {"t": "09:30:00"}, "tulis tanggal"),
        (sel.tanggal, True, "tulis tanggal"),
        (sel.jam, {"d": "2026-03-23"}, "tulis jam"),
        (sel.saat, "23-03-2026", "tanggal dan jam"),
        (sel.benar, "mungkin", "Ya atau Tidak"),
        (sel.periksa_galat, "#REF!", "berisi galat"),
        (sel.periksa_galat, "#NUM!", "berisi galat"),
        (sel.periksa_galat, sel.RUMUS, "hasilnya tidak tersimpan"),
    ],
)
def test_a_cell_that_is_no_such_value_is_told(baca: Any, isi: Any, kalimat: str) -> None:
    with pytest.raises(Keliru, match=kalimat):
        baca(isi, "Kolom")


@pytest.mark.parametrize(
    ("kolom", "isi", "nilai"),
    [
        (Column("aktif", Boolean), "Ya", True),
        (Column("saat", UTCDateTime), {"s": "2026-03-23T10:00:00"}, datetime(2026, 3, 23, 10, tzinfo=WIB)),
        (Column("hari", Date), "23-03-2026", date(2026, 3, 23)),
        (Column("jam", Time), {"t": "09:30:00"}, time(9, 30)),
        (Column("pagu", Rupiah), "1.500", 1500),
        (Column("tahun", Integer), 2027, 2027),
        (Column("rt", String(5)), 7, "07"),
        (Column("rt", String(5)), "'007", "007"),
        (Column("telepon", String(40)), 812345678, "0812345678"),
        (Column("telepon", String(40)), 251833, "251833"),
        (Column("nip", String(40)), "19800101 200501 1 001", "198001012005011001"),
        (Column("isi", Panjang(20)), True, "Ya"),
    ],
)
def test_a_cell_is_read_as_its_column_asks(kolom: Column[Any], isi: Any, nilai: Any) -> None:
    assert sel.pembaca(kolom)(isi, "Kolom") == nilai


def test_a_text_longer_than_its_column_and_a_volume_below_nothing_are_told() -> None:
    with pytest.raises(Keliru, match="paling panjang 5 huruf; isinya 6 huruf"):
        sel.pembaca(Column("kode", String(5)))("abcdef", "Kode")
    with pytest.raises(Keliru, match="kurang dari nol"):
        sel.pembaca(Usulan.__table__.c.volume)("-1", "Volume")


@pytest.mark.parametrize("isi", ["#1", "Evaluasi", "", "#REF bukan galat"])
def test_a_text_that_only_begins_like_an_error_is_a_text(isi: str) -> None:
    sel.periksa_galat(isi, "Kolom")
