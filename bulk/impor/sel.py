"""One cell to the value of its column: numbers, money, dates and words as people and programs write them in Indonesia.

A cell is what bulk/impor/pembaca.py gives: a text, a number, a truth, None, {"d": date}, {"s": moment} or {"t": time}.
What cannot be read raises Keliru with a sentence that names the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, Numeric, Time

from bulk.impor.bentuk import tidak_negatif
from bulk.impor.tata_letak import norma
from bulk.impor.xlsx import RUMUS
from documents import kata, tulisan
from models import baca
from models.base import Panjang, Rupiah, UTCDateTime
from models.pesan import Keliru
from models.waktu import WIB

GALAT = re.compile(r"#(REF|N/A|DIV/0|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]?|Err:\d{3}|#GETTING_DATA")
NAMA_BULAN = "januari februari maret april mei juni juli agustus september oktober november desember"
BULAN = {nama: n for n, nama in enumerate(NAMA_BULAN.split(" "), 1)}
BULAN |= {b[:3]: n for b, n in BULAN.items()} | {"agt": 8, "ags": 8, "nop": 11, "pebruari": 2, "feb": 2}
SERIAL = (20_000, 80_000)  # days since 1900 that can be a date of an office: 1954 to 2119
_KENDALI = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def kosong(sel: Any) -> bool:
    return sel is None or sel == ""


def teks(sel: Any, judul: str) -> str:
    """A cell as text; a number keeps the digits that it shows."""
    if isinstance(sel, str):
        return sel.strip() if sel.isprintable() else _KENDALI.sub("", sel).replace("\r\n", "\n").strip()
    if isinstance(sel, bool):
        return "Ya" if sel else "Tidak"
    if isinstance(sel, int | float):
        if abs(sel) >= 10**15:
            raise Keliru(
                "{nama}: tersimpan sebagai angka, sehingga digit terakhirnya hilang. "
                "Jadikan kolomnya Teks, lalu ketik ulang.",
                nama=judul,
            )
        return str(int(sel)) if float(sel).is_integer() else tulisan.decimal(sel).replace(".", "")
    if isinstance(sel, dict):
        return kata.tanggal(_hari(sel)) if "t" not in sel else str(sel["t"])[:5]
    return ""  # an empty cell


def periksa_galat(sel: Any, judul: str) -> None:
    """An error and a formula without a result are no values."""
    if isinstance(sel, str) and sel[:1] in "#E":
        if sel == RUMUS:
            raise Keliru(
                "{nama}: berisi rumus yang hasilnya tidak tersimpan. Buka dan simpan berkasnya di Excel, "
                "atau ganti rumusnya dengan nilai.",
                nama=judul,
            )
        if GALAT.fullmatch(sel.strip()):
            raise Keliru("{nama}: berisi galat {sel}.", nama=judul, sel=sel.strip()[:20])


@cache
def pembaca(column: Column[Any]) -> Callable[[Any, str], Any]:
    """The reader of a column that is no reference: (cell, title) → value."""
    kind = column.type
    if isinstance(kind, Enum):
        return _pilihan(kind)
    if isinstance(kind, Boolean):
        return benar
    if isinstance(kind, Rupiah):
        return rupiah
    if isinstance(kind, UTCDateTime):
        return saat
    if isinstance(kind, Date):
        return tanggal
    if isinstance(kind, Time):
        return jam
    if isinstance(kind, Numeric):
        return _desimal(kind.precision or 16, kind.scale or 0, tidak_negatif(column))
    if isinstance(kind, Integer):
        return bilangan
    maks = kind.impl.length if isinstance(kind, Panjang) else kind.length  # type: ignore[attr-defined]
    return _tulisan(column.key, maks or 20_000)


def _tulisan(key: str, maks: int) -> Callable[[Any, str], str]:
    def baca_teks(sel: Any, judul: str) -> str:
        hasil = teks(sel, judul)
        if isinstance(sel, int) and not isinstance(sel, bool):
            if key in ("rt", "rw"):
                hasil = f"{sel:02d}"
            elif key == "telepon" and re.fullmatch(r"8\d{8,11}", hasil):
                hasil = "0" + hasil  # a number loses its leading zero
        if key == "nip":
            hasil = re.sub(r"[\s.'-]", "", hasil)
        if key in ("telepon", "rt", "rw"):
            hasil = hasil.lstrip("'")
        if len(hasil) > maks:
            raise Keliru(
                "{nama}: paling panjang {maks} huruf; isinya {n} huruf.",
                nama=judul,
                maks=kata.bilangan(maks),
                n=kata.bilangan(len(hasil)),
            )
        return hasil

    return baca_teks


def _angka(sel: Any, judul: str) -> Decimal | str:
    """A typed number as Decimal, anything else as text to be read."""
    if isinstance(sel, bool):
        raise Keliru("{nama}: tulis bilangan.", nama=judul)
    if isinstance(sel, int):
        return Decimal(sel)
    if isinstance(sel, float):
        return Decimal(repr(round(sel, 6)))  # 0.1 + 0.2 of a formula is 0.3 to people
    if isinstance(sel, dict):
        raise Keliru("{nama}: berisi tanggal, bukan bilangan.", nama=judul)
    return teks(sel, judul)


def bilangan(sel: Any, judul: str) -> int:
    nilai = _angka(sel, judul)
    if isinstance(nilai, str):
        return baca.read_integer(nilai, judul)
    if nilai != nilai.to_integral_value():
        raise Keliru("{nama}: tulis bilangan bulat, misalnya 1.500.", nama=judul)
    return baca.read_integer(str(int(nilai)), judul)


def rupiah(sel: Any, judul: str) -> int:
    nilai = _angka(sel, judul)
    if isinstance(nilai, str):
        if re.fullmatch(r"(rp\.?\s*)?\d{1,3}(,\d{3})+(\.\d+)?", nilai, re.IGNORECASE):
            raise Keliru(
                "{nama}: “{teks}” memakai koma untuk ribuan; tulis misalnya Rp1.500.000.", nama=judul, teks=nilai[:40]
            )
        return baca.read_rupiah(nilai, judul)
    if nilai != nilai.to_integral_value():
        raise Keliru("{nama}: tulis rupiah bulat tanpa sen, misalnya Rp1.500.000.", nama=judul)
    return baca.read_rupiah(str(int(nilai)), judul)


def _desimal(angka: int, pecahan: int, positif: bool) -> Callable[[Any, str], Decimal]:
    def baca_desimal(sel: Any, judul: str) -> Decimal:
        nilai = _angka(sel, judul)
        if isinstance(nilai, Decimal):
            nilai = format(nilai.normalize(), "f").replace(".", ",")
        hasil = baca.read_decimal(nilai, judul, angka, pecahan)
        if positif and hasil < 0:
            raise Keliru("{nama}: tidak boleh kurang dari nol.", nama=judul)
        return hasil

    return baca_desimal


def koefisien(sel: Any, judul: str) -> tuple[Decimal, str]:
    """`200 meter`, `1 Paket x 2 Lokasi` (the first counts): volume and unit."""
    isi = teks(sel, judul)
    cocok = re.match(r"\s*([\d.,]+)\s*(\D[^\dxX×]*)?", isi)
    if not cocok or not (cocok[2] or "").strip():
        raise Keliru("{nama}: tulis volume dan satuan, misalnya 200 meter.", nama=judul)
    return _desimal(16, 2, True)(cocok[1], judul), cocok[2].strip(" .,;")[:60]


def _hari(sel: dict[str, str]) -> date:
    return date.fromisoformat((sel.get("d") or sel["s"])[:10])


def tanggal(sel: Any, judul: str) -> date:
    if isinstance(sel, dict) and "t" not in sel:
        return baca.read_date(_hari(sel).isoformat(), judul)
    if isinstance(sel, int | float) and not isinstance(sel, bool) and SERIAL[0] <= sel <= SERIAL[1]:
        return date(1899, 12, 30) + timedelta(days=int(sel))
    isi = teks(sel, judul)
    if cocok := re.fullmatch(r"(?:[a-z’']+,\s*)?(\d{1,2})[\s-]+([a-z]+)\.?[\s-]+(\d{4})", isi, re.IGNORECASE):
        bulan = BULAN.get(cocok[2].lower())
        if bulan:
            isi = f"{cocok[1]}-{bulan}-{cocok[3]}"
    if cocok := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ]00:00(:00)?", isi):
        isi = cocok[1]
    return baca.read_date(isi, judul)


def jam(sel: Any, judul: str) -> time:
    if isinstance(sel, dict):
        isi = sel.get("t") or sel.get("s", "")[11:]
        return baca.read_time(isi[:5], judul)
    return baca.read_time(teks(sel, judul), judul)


def saat(sel: Any, judul: str) -> datetime:
    if isinstance(sel, dict) and "s" in sel:
        return datetime.fromisoformat(sel["s"]).replace(tzinfo=WIB, microsecond=0)
    if isinstance(sel, dict) and "d" in sel:
        return datetime.combine(date.fromisoformat(sel["d"]), time(0), WIB)
    if isinstance(sel, float) and SERIAL[0] <= sel <= SERIAL[1]:
        menit = round(sel * 24 * 60)
        return datetime(1899, 12, 30, tzinfo=WIB) + timedelta(minutes=menit)
    return baca.read_moment(teks(sel, judul).replace(" pukul ", " "), judul)


def benar(sel: Any, judul: str) -> bool:
    if isinstance(sel, bool):
        return sel
    kunci = teks(sel, judul).casefold()
    if kunci in ("ya", "y", "true", "benar", "1", "v", "✓", "✔", "x", "hadir", "aktif"):
        return True
    if kunci in ("tidak", "t", "tdk", "false", "salah", "0", "-", "tidak hadir", "nonaktif", "tidak aktif"):
        return False
    raise Keliru("{nama}: tulis Ya atau Tidak.", nama=judul)


def _pilihan(kind: Enum) -> Callable[[Any, str], Any]:
    anggota = list(kind.enum_class or ())
    kenal = {norma(x): m for m in anggota for x in (m.name, m.value, tulisan.word(m))}
    contoh = ", ".join(tulisan.word(m) for m in anggota)

    def baca_pilihan(sel: Any, judul: str) -> Any:
        isi = teks(sel, judul)
        if (found := kenal.get(norma(isi))) is None:
            raise Keliru("{nama}: “{teks}” bukan pilihan. Pilih: {semua}.", nama=judul, teks=isi[:60], semua=contoh)
        return found

    return baca_pilihan
