"""What bad input is generated from, and the parsers it is put to. To try another parser, add a row to PEMBACA.

A row says what the parser is given, what it may answer and what it may raise; anything else that it raises is a fault.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

from admin import periksa, unggah
from admin.tujuan import own_path
from bulk.daftar import alamat
from bulk.impor import pembaca, sel
from bulk.impor.bentuk import BENTUK, lajur
from documents import uraian
from models import baca, cari, kode_hadir, kolom, kontak, pejabat, teks
from models.pejabat import JenisPegawai
from models.pesan import SopError
from tests.impor import berkas_contoh
from tests.masukan import korpus

# --- what people, programs and attackers type -------------------------------------------------------------------------

ASING = st.characters() | st.sampled_from(list("\x00\t\r\n \u200b\u202e٣½/\\<>&'\"%{}=,;.:-+@"))


@st.composite
def hampir(draw: st.DrawFn, benar: st.SearchStrategy[str]) -> str:
    """A right text, in two of three with one sign put in, taken away or exchanged."""
    isi = draw(benar)
    di, apa = draw(st.integers(0, len(isi))), draw(st.integers(0, 2))
    return isi if apa == 0 else isi[:di] + draw(ASING) + isi[di + apa - 1 :]


def _titik(n: int) -> str:
    return f"{n:,}".replace(",", ".")


_UANG = st.tuples(st.sampled_from(["", "Rp", "Rp ", "Rp. ", "-"]), st.integers(0, 10**16), st.sampled_from(["", ",00"]))
ANGKA = hampir(_UANG.map(lambda x: f"{x[0]}{_titik(x[1])}{x[2]}"))
BULAT = hampir(st.integers(-(2**33), 2**33).map(str) | st.integers(0, 10**7).map(_titik))
_DEKAT = st.dates(date(1890, 1, 1), date(2210, 1, 1)) | st.dates()
HARI = hampir(
    _DEKAT.flatmap(lambda d: st.sampled_from([d.isoformat(), *(d.strftime(p) for p in ("%d-%m-%Y", "%d/%m/%Y"))]))
)
JAM = hampir(st.times().flatmap(lambda j: st.sampled_from([j.strftime(p) for p in ("%H.%M", "%H:%M", "%H.%M WIB")])))
SAAT = hampir(
    st.datetimes().flatmap(lambda s: st.sampled_from([s.strftime(p) for p in ("%Y-%m-%dT%H:%M", "%d-%m-%Y %H.%M")]))
)
TELEPON = hampir(st.from_regex(r"(\+62|62|0)[ -]?8[1-9][0-9]{2}[ .-]?[0-9]{4}[ .-]?[0-9]{0,5}", fullmatch=True))
SUREL = hampir(
    st.from_regex(r"[a-z0-9]([a-z0-9.+_-]{0,70})?@[a-zäß]([a-z0-9.-]{0,20}[a-z])?\.[a-z]{2,4}", fullmatch=True)
)
NIP = hampir(st.from_regex(r"19[0-9]{2}[01][0-9][0-3][0-9]20[0-9]{2}[01][0-9][12][0-9]{3}", fullmatch=True))
KODE = hampir(st.from_regex(r"[0-9A-Z]{1,12}-[0-9A-Z]{4,12}|([A-Z0-9]{4}-){2}[A-Z0-9]{4}", fullmatch=True))
_JALAN = st.text(alphabet="//\\\\.:@?#%09adfx \t\n\r\x00\x7f①。", max_size=12).map(lambda t: f"/{t}")
TUJUAN = hampir(_JALAN) | st.sampled_from(korpus.TUJUAN)
DAFTAR = hampir(st.from_regex(r"[1-9]{1,2}[.)] [a-z]{1,8}(\n( {0,4}[a-z][.)]|-|•) [a-z]{0,9}){0,4}", fullmatch=True))
BILANGAN_ASING = st.text(st.characters(categories=["Nd", "Nl", "No"]), max_size=24)
TEKS = st.one_of(
    *(st.text(max_size=80), ANGKA, HARI, JAM, TELEPON, SUREL, NIP, TUJUAN, BILANGAN_ASING),
    st.sampled_from([t for t in korpus.TEKS if len(t) <= 6_000]),
)


def atau(benar: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Three of four are nearly right, the others anything."""
    return st.integers(0, 3).flatmap(lambda n: benar if n else TEKS)


# A half of a pair cannot be sent as UTF-8; whatever else there is can.
TERKIRIM = TEKS.map(lambda t: t.encode("utf-8", "replace").decode())
SEL = st.one_of(
    *(TEKS, st.integers(), st.floats(), st.booleans(), st.none()),
    *(st.dates(), st.datetimes(), st.times().map(lambda t: t.replace(microsecond=0)), st.timedeltas()),
)


@dataclass(frozen=True)
class Pembaca:
    """`baca` is given what `dari` makes; what it answers must be as `sah` says, what it refuses is a SopError."""

    nama: str
    dari: st.SearchStrategy[Any]
    baca: Callable[[Any], Any]
    sah: Callable[[Any], bool] = lambda _: True


def _dalam(a: Any, b: Any) -> Callable[[Any], bool]:
    return lambda n: a <= n <= b


def _tetap_di_rumah(tujuan: str) -> bool:
    """As a browser reads it: blanks and controls fall away, a backslash is a slash."""
    dibaca = "".join(h for h in tujuan if h not in "\t\r\n").replace("\\", "/")
    return dibaca.startswith("/") and not dibaca.startswith("//")


def _nama_berkas(nama: str) -> bool:
    return 0 < len(nama) <= 162 and not set(nama) & set('/\\<>:"|?*\r\n\0')


@cache
def _lajur() -> list[Any]:
    """Each column of an import that is no reference."""
    semua = (x.column for kind in BENTUK for x in lajur(kind).values())
    return [c for c in semua if c is not None and not kolom.target_of(c)]


def _isi_sel(satu: tuple[Any, Any]) -> Any:
    """What calamine gives, as the reading process passes it on."""
    column, isi = satu
    isi = json.loads(json.dumps(pembaca._sel(isi)))
    if sel.kosong(isi):
        return None
    sel.periksa_galat(isi, "Kolom")
    return sel.pembaca(column)(isi, "Kolom")


PEMBACA = (
    Pembaca("id", atau(BULAT), baca.read_id, _dalam(1, baca.TERBESAR_ID)),
    Pembaca("bilangan", atau(BULAT), lambda t: baca.read_integer(t, "Kolom"), _dalam(-(2**31), 2**31)),
    Pembaca("rupiah", atau(ANGKA), lambda t: baca.read_rupiah(t, "Kolom"), _dalam(0, 10**15 - 1)),
    Pembaca("desimal", atau(ANGKA), lambda t: baca.read_decimal(t, "Kolom"), lambda d: abs(d) < 10**14),
    Pembaca("tanggal", atau(HARI), lambda t: baca.read_date(t, "Kolom"), _dalam(date(1900, 1, 1), date(2200, 12, 31))),
    Pembaca("jam", atau(JAM), lambda t: baca.read_time(t, "Kolom"), lambda j: j.second == 0),
    Pembaca("saat", atau(SAAT), lambda t: baca.read_moment(t, "Kolom"), lambda s: s.tzinfo is not None),
    Pembaca(
        "surel", atau(SUREL), kontak.surel, lambda a: a.isascii() and a.count("@") == 1 and not set(a) & set(" \r\n")
    ),
    Pembaca(
        "telepon",
        atau(TELEPON),
        kontak.nomor_whatsapp,
        lambda n: n.isdecimal() and n.isascii() and n.startswith("628"),
    ),
    Pembaca("nama peladen", atau(SUREL), kontak.nama_peladen, lambda n: n is None or (n.isascii() and len(n) <= 253)),
    Pembaca("NIP", atau(NIP), lambda t: [pejabat.periksa_nip(t, jenis) for jenis in JenisPegawai]),
    Pembaca("kartu hadir", atau(KODE), lambda t: kode_hadir.baca(t) or kode_hadir.periksa(t)),
    Pembaca("kode verifikasi", atau(KODE), periksa.normal, lambda k: k.isascii() and (k.isalnum() or not k)),
    Pembaca("tujuan", atau(TUJUAN), own_path, _tetap_di_rumah),
    Pembaca("alamat daftar", TEKS, alamat.read, lambda a: "\0" not in "".join(v for vs in a.values() for v in vs)),
    Pembaca("kata yang dicari", TEKS, cari.kata, lambda k: len(k) <= cari.KATA_TERBANYAK),
    Pembaca("uraian", atau(DAFTAR), uraian.blok),
    Pembaca("teks baku", atau(hampir(st.just("Nomor {nomor}."))), lambda t: teks.isi(t, {"nomor": "1"})),
    Pembaca("nama berkas", TEKS, unggah.clean_name, _nama_berkas),
    Pembaca("sel impor", st.tuples(st.deferred(lambda: st.sampled_from(_lajur())), SEL), _isi_sel),
)


def coba(p: Pembaca, masukan: Any) -> bool:
    """Was it read (or refused)? What it may not answer or raise is an AssertionError or that error."""
    try:
        hasil = p.baca(masukan)
    except SopError as galat:
        kalimat = str(galat.pesan)
    else:
        assert p.sah(hasil), f"{masukan!r} → {hasil!r}"
        return True
    assert kalimat
    return False


# --- spreadsheets -----------------------------------------------------------------------------------------------------

JUDUL = ["Nama", "Lembaga", "Telepon"]
XLSX = berkas_contoh.xlsx([JUDUL, ["Budi", "Karang Taruna", 812], [1.5, "=1+1", date(2026, 3, 23)]])
ODS = berkas_contoh.ods([JUDUL, ["Budi", "Karang Taruna", "0812"]])
XLS = berkas_contoh.xls([JUDUL, ["Budi", "Karang Taruna", "0812"]])


@st.composite
def csv(draw: st.DrawFn) -> bytes:
    """Lines of cells, quoted rightly or not, in any encoding."""
    pemisah = draw(st.sampled_from([",", ";", "\t", "|"]))
    baris = draw(st.lists(st.lists(TEKS, max_size=6), max_size=6))
    kutip = draw(st.sampled_from(['"{}"', "{}", '"{}']))
    isi = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(
        pemisah.join(kutip.format(s.replace('"', '""')) for s in b) for b in baris
    )
    kode = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]))
    return isi.encode(kode, "replace")


@st.composite
def rusak(draw: st.DrawFn, asal: bytes) -> bytes:
    """The bytes of a good file with some of them changed, taken away, put in or cut off."""
    isi = bytearray(asal)
    for _ in range(draw(st.integers(1, 6))):
        di = draw(st.integers(0, max(0, len(isi) - 1)))
        isi[di : di + draw(st.sampled_from([0, 1, 1, 1, 4]))] = draw(st.binary(max_size=4))
    return bytes(isi[: draw(st.sampled_from([len(isi), len(isi), draw(st.integers(0, len(isi)))]))])


@st.composite
def isi_rusak(draw: st.DrawFn, asal: bytes) -> bytes:
    """A whole archive with a good table of contents, in which one part is damaged, other or missing."""
    with zipfile.ZipFile(io.BytesIO(asal)) as arsip:
        nama = draw(st.sampled_from(arsip.namelist()))
        lama = arsip.read(nama)
    potong = draw(st.sampled_from([b"<c", b'r="', b"<v>", b"</row>", b"number-columns-repeated", b"Id=", b"<", b'"']))
    baru = draw(
        st.one_of(
            *(rusak(lama), st.none(), st.binary(max_size=60)),
            st.binary(max_size=8).map(lambda b: lama.replace(potong, potong + b, 3)),
            st.integers(0, 10**9).map(lambda n: lama.replace(potong, b'%b" s="%d" x="' % (potong, n), 1)),
        )
    )
    return berkas_contoh.ganti(asal, {nama: baru})


LEMBARAN = st.one_of(
    *(csv(), rusak(XLSX), isi_rusak(XLSX), isi_rusak(XLSX), rusak(ODS), isi_rusak(ODS), rusak(XLS), rusak(XLS)),
    st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b),
)

# --- requests ---------------------------------------------------------------------------------------------------------

PENGGAL = st.one_of(
    TERKIRIM.map(lambda t: quote(t, safe="")),
    st.binary(max_size=20).map(lambda b: quote_from_bytes(b, safe="")),
    st.sampled_from(korpus.NOMOR).map(lambda t: quote(t, safe="%/.\\")),
    st.integers().map(str),
)


def kueri(nama: list[str]) -> st.SearchStrategy[str]:
    """A query string of parameters that a page knows, and of others."""
    satu = st.tuples(st.one_of(st.sampled_from(nama), st.sampled_from(nama), PENGGAL), PENGGAL)
    return st.lists(satu, min_size=1, max_size=6).map(lambda many: "&".join(f"{k}={v}" for k, v in many))
