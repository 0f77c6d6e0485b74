"""An iCalendar file (RFC 5545): lines of at most 75 octets ended by CRLF, texts escaped, times in Asia/Jakarta."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from models.waktu import WIB

PEMBUAT = "-//Bapperida Kota Bogor//Panel Musrenbang//ID"
ZONA = "Asia/Jakarta"
OKTET = 75
# Asia/Jakarta has had no other offset since 1964, so one rule describes every time that stands here.
VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONA}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:WIB",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Kejadian:
    """One event. `uid` stays the same as long as its record lives, `urutan` grows with each change of it."""

    uid: str
    judul: str
    mulai: datetime
    selesai: datetime
    diubah: datetime
    urutan: int = 0
    tempat: str = ""
    uraian: str = ""
    alamat: str = ""
    pasti: bool = True


def kalender(nama: str, semua: Iterable[Kejadian]) -> bytes:
    """The whole file, UTF-8."""
    larik = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PEMBUAT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    larik += [f"NAME:{escape(nama)}", f"X-WR-CALNAME:{escape(nama)}", f"X-WR-TIMEZONE:{ZONA}"]
    larik += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", *VTIMEZONE]
    for satu in semua:
        larik += _kejadian(satu)
    larik.append("END:VCALENDAR")
    return "".join(f"{potong}\r\n" for satu in larik for potong in fold(satu)).encode()


def _kejadian(k: Kejadian) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(k.uid)}"
    yield f"DTSTAMP:{_utc(k.diubah)}"
    yield f"LAST-MODIFIED:{_utc(k.diubah)}"
    yield f"SEQUENCE:{k.urutan}"
    yield f"DTSTART;TZID={ZONA}:{_wib(k.mulai)}"
    yield f"DTEND;TZID={ZONA}:{_wib(k.selesai)}"
    yield f"SUMMARY:{escape(k.judul)}"
    if k.tempat:
        yield f"LOCATION:{escape(k.tempat)}"
    if k.uraian:
        yield f"DESCRIPTION:{escape(k.uraian)}"
    if k.alamat:
        yield f"URL:{k.alamat}"
    yield f"STATUS:{'CONFIRMED' if k.pasti else 'TENTATIVE'}"
    yield "END:VEVENT"


def escape(teks: str) -> str:
    """A TEXT value (RFC 5545 3.3.11); what no text may hold is left out."""
    bersih = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", teks.replace("\r\n", "\n").replace("\r", "\n"))
    for tanda in ("\\", ";", ","):
        bersih = bersih.replace(tanda, "\\" + tanda)
    return bersih.replace("\n", "\\n")


def fold(larik: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; all but the first begin with a blank, no letter is cut (3.1)."""
    potong, isi = "", 0
    for huruf in larik:
        lebar = len(huruf.encode())
        if isi + lebar > OKTET:
            yield potong
            potong, isi = " ", 1
        potong, isi = potong + huruf, isi + lebar
    yield potong


def _utc(saat: datetime) -> str:
    return f"{saat.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _wib(saat: datetime) -> str:
    return f"{saat.astimezone(WIB):%Y%m%dT%H%M%S}"
