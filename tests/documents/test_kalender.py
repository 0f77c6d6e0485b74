"""The calendar file: what goes in comes out, in lines that the standard allows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from documents.kalender import Kejadian, kalender
from models.waktu import WIB

MULAI = datetime(2026, 3, 23, 2, tzinfo=UTC)


def satu(**isi: Any) -> Kejadian:
    baku = {
        "uid": "acara-1@uji",
        "judul": "Pleno",
        "mulai": MULAI,
        "selesai": MULAI + timedelta(hours=2),
        "diubah": MULAI,
    }
    return Kejadian(**{**baku, **isi})


def baca(*semua: Kejadian) -> Calendar:
    return Calendar.from_ical(kalender("Jadwal; uji, satu", semua))


def test_an_event_comes_back_as_it_was_written() -> None:
    uraian = "Baris satu\nBaris dua; tiga\\empat"
    kal = baca(satu(tempat="Balai Kota, Bogor", uraian=uraian, alamat="https://a.id/x?id=1", urutan=4))
    assert kalender("Jadwal; uji, satu", []).count(rb"NAME:Jadwal\; uji\, satu") == 2, (
        "the standard's and the older one"
    )
    (acara,) = kal.walk("VEVENT")
    assert str(acara["SUMMARY"]) == "Pleno"
    assert str(acara["LOCATION"]) == "Balai Kota, Bogor"
    assert str(acara["DESCRIPTION"]) == uraian
    assert str(acara["URL"]) == "https://a.id/x?id=1"
    assert acara["SEQUENCE"] == 4
    assert acara["STATUS"] == "CONFIRMED"
    assert str(acara["UID"]) == "acara-1@uji"


def test_times_stand_in_the_zone_of_jakarta_and_mean_the_same_moment() -> None:
    kal = baca(satu())
    acara = kal.walk("VEVENT")[0]
    assert acara["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert acara.decoded("DTSTART") == MULAI
    assert acara.decoded("DTSTART").utcoffset() == timedelta(hours=7)
    assert acara.decoded("DTEND") == MULAI + timedelta(hours=2)
    assert b"DTSTART;TZID=Asia/Jakarta:20260323T090000\r\n" in kalender("x", [satu()])
    (zona,) = kal.walk("VTIMEZONE")
    assert zona.to_tz().utcoffset(datetime(2026, 3, 23, 9)) == timedelta(hours=7)
    assert MULAI.astimezone(WIB).hour == 9


def test_what_is_not_fixed_yet_is_tentative() -> None:
    assert baca(satu(pasti=False)).walk("VEVENT")[0]["STATUS"] == "TENTATIVE"


def test_an_empty_calendar_is_a_calendar() -> None:
    assert not baca().walk("VEVENT")
    assert not baca().errors


@pytest.mark.parametrize("panjang", [0, 60, 66, 67, 68, 74, 75, 76, 300])
def test_lines_are_folded_at_75_octets_and_end_with_crlf(panjang: int) -> None:
    isi = kalender("x", [satu(judul="a" * panjang), satu(uid="b", judul="é“漢😀" * panjang)])
    assert isi.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in isi.replace(b"\r\n", b"")
    for larik in isi.split(b"\r\n"):
        assert len(larik) <= 75
        larik.decode()  # no letter is cut
    judul = [str(a["SUMMARY"]) for a in Calendar.from_ical(isi).walk("VEVENT")]
    assert judul == ["a" * panjang, "é“漢😀" * panjang]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
@example(r"\\server\Naskah\nota")
def test_any_text_comes_back_from_the_parser(teks: str) -> None:
    (acara,) = baca(satu(uraian=f"a{teks}z")).walk("VEVENT")
    assert str(acara["DESCRIPTION"]) == f"a{teks}z"


def test_nothing_written_into_a_name_becomes_a_line_of_its_own() -> None:
    jahat = "Pleno\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Palsu\x00\x07"
    (acara,) = baca(satu(judul=jahat)).walk("VEVENT")
    assert str(acara["SUMMARY"]) == "Pleno\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Palsu"
    assert b"SUMMARY:a\\nb\r\n" in kalender("x", [satu(judul="a\rb")])
