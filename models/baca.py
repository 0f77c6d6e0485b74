"""Reading what people type: numbers, money, dates and times as they are written in Indonesia."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from models.pesan import N_, Keliru, TidakAda
from models.waktu import WIB

TERBESAR_ID = 2**31 - 1
TIDAK_ADA = N_("Data ini tidak ada, sudah dihapus, atau tidak dapat Anda baca.")


def read_id(text: str | None) -> int:
    """The id in an address; what cannot be one is a record that does not exist."""
    if text is None or not re.fullmatch(r"[0-9]{1,10}", text) or not 0 < int(text) <= TERBESAR_ID:
        raise TidakAda(TIDAK_ADA)
    return int(text)


def read_integer(text: str, name: str, largest: int = 2**31 - 1) -> int:
    """`1.500`, `1500` or `-3`; a point parts thousands."""
    plain = text.replace(" ", "").replace(" ", "")
    if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+)", plain, re.ASCII):
        raise Keliru("{nama}: tulis bilangan bulat, misalnya 1.500.", nama=name)
    number = _whole(plain)
    if number is None or abs(number) > largest:
        raise Keliru("{nama}: bilangan terlalu besar.", nama=name)
    return number


def _whole(digits: str) -> int | None:
    """None for more digits than any column holds: Python itself refuses to read thousands of them."""
    plain = digits.replace(".", "")
    return int(plain) if len(plain) <= 40 else None


def read_rupiah(text: str, name: str) -> int:
    """`Rp1.500.000`, `1.500.000,00` or `1500000`: whole rupiah, not below zero."""
    plain = re.sub(r"^rp\.?", "", text.strip().replace(" ", " ").lower()).replace(" ", "")
    plain = re.sub(r",(00?|-)$", "", plain)
    if "," in plain:
        raise Keliru("{nama}: tulis rupiah bulat tanpa sen, misalnya Rp1.500.000.", nama=name)
    if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+)", plain, re.ASCII):
        raise Keliru("{nama}: tulis jumlah rupiah, misalnya Rp1.500.000.", nama=name)
    number = _whole(plain)
    if number is not None and number < 0:
        raise Keliru("{nama}: jumlah rupiah tidak boleh kurang dari nol.", nama=name)
    if number is None or number >= 10**15:
        raise Keliru("{nama}: jumlah rupiah terlalu besar.", nama=name)
    return number


def read_decimal(text: str, name: str, precision: int = 16, scale: int = 2) -> Decimal:
    """`1.500,25` or `12,5`; a point parts thousands, the comma begins the fraction."""
    plain = text.replace(" ", "").replace(" ", "")
    if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", plain, re.ASCII):
        if re.fullmatch(r"-?\d+\.\d{1,2}", plain, re.ASCII):
            raise Keliru("{nama}: pecahan ditulis dengan koma, misalnya 12,5.", nama=name)
        raise Keliru("{nama}: tulis bilangan, misalnya 1.500 atau 12,5.", nama=name)
    try:
        number = Decimal(plain.replace(".", "").replace(",", "."))
    except InvalidOperation:
        raise Keliru("{nama}: tulis bilangan, misalnya 12,5.", nama=name) from None
    if abs(number) >= Decimal(10) ** (precision - scale):
        raise Keliru("{nama}: bilangan terlalu besar.", nama=name)
    if number != round(number, scale):
        raise Keliru("{nama}: paling banyak {n} angka di belakang koma.", nama=name, n=scale)
    return number


def read_date(text: str, name: str) -> date:
    """`2026-03-23`, `23-03-2026`, `23/3/2026` or `23.3.2026`; a day that no calendar has is refused."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip(), re.ASCII)
    parts = match.groups() if match else None
    if not parts and (match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text.strip(), re.ASCII)):
        parts = match.groups()[::-1]
    if not parts:
        raise Keliru("{nama}: tulis tanggal sebagai hari-bulan-tahun, misalnya 23-03-2026.", nama=name)
    year, month, day = (int(p) for p in parts)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Keliru(
            "{nama}: tanggal {d:02d}-{m:02d}-{y} tidak ada di kalender.", nama=name, d=day, m=month, y=year
        ) from None
    if not 1900 <= year <= 2200:
        raise Keliru("{nama}: tahun {y} tidak masuk akal.", nama=name, y=year)
    return found


def read_time(text: str, name: str) -> time:
    """`09.00`, `9:00` or `09.00 WIB`."""
    match = re.fullmatch(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?:\s*WIB)?", text.strip(), re.ASCII | re.IGNORECASE)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Keliru("{nama}: tulis jam seperti 09.00.", nama=name)
    return time(int(match[1]), int(match[2]))


def read_moment(text: str, name: str) -> datetime:
    """A date and a time in WIB: `2026-03-23T09:00` or `23-03-2026 09.00`."""
    day, _, clock = text.strip().replace("T", " ").partition(" ")
    if not clock:
        raise Keliru("{nama}: tulis tanggal dan jam, misalnya 23-03-2026 09.00.", nama=name)
    return datetime.combine(read_date(day, name), read_time(clock, name), WIB)
