"""The events that a calendar program reads (RFC 5545): what stands in them; icalendar writes the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, vText

from models.waktu import WIB, lokal

PEMBUAT = "-//Bapperida Kota Bogor//Panel Musrenbang//ID"


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


class Text(vText):
    """A TEXT value (3.3.11) without what no text may hold.

    Its backslash before an N stays one: icalendar takes the two for a line break, which would tear the address of a
    folder on a Windows server apart.
    """

    def to_ical(self) -> bytes:
        bersih = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", self.replace("\r\n", "\n").replace("\r", "\n"))
        return re.sub(r"([\\;,])", r"\\\1", bersih).replace("\n", "\\n").encode()


def kalender(nama: str, semua: Iterable[Kejadian]) -> bytes:
    """The whole file, UTF-8."""
    kal = Calendar()
    kal.add("VERSION", "2.0")
    kal.add("PRODID", PEMBUAT)
    kal.add("CALSCALE", "GREGORIAN")
    kal.add("METHOD", "PUBLISH")
    kal.add("NAME", Text(nama))
    kal.add("X-WR-CALNAME", Text(nama))
    kal.add("X-WR-TIMEZONE", WIB.key)
    kal.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    kal.add("X-PUBLISHED-TTL", "PT1H")
    kal.add_component(_zona())
    for satu in semua:
        kal.add_component(_kejadian(satu))
    return bytes(kal.to_ical(sorted=False))


def _zona() -> Timezone:
    """Asia/Jakarta has had no other offset since 1964, so its one rule needs no warning about years to come."""
    zona = Timezone.from_tzid(WIB.key, first_date=date(1970, 1, 1))
    del zona["COMMENT"]
    return zona


def _kejadian(k: Kejadian) -> Event:
    acara = Event()
    acara.add("UID", Text(k.uid))
    acara.add("DTSTAMP", k.diubah)
    acara.add("LAST-MODIFIED", k.diubah)
    acara.add("SEQUENCE", k.urutan)
    acara.add("DTSTART", lokal(k.mulai))
    acara.add("DTEND", lokal(k.selesai))
    acara.add("SUMMARY", Text(k.judul))
    if k.tempat:
        acara.add("LOCATION", Text(k.tempat))
    if k.uraian:
        acara.add("DESCRIPTION", Text(k.uraian))
    if k.alamat:
        acara.add("URL", k.alamat)
    acara.add("STATUS", "CONFIRMED" if k.pasti else "TENTATIVE")
    return acara
