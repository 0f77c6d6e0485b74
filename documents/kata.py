"""Numbers, money, dates and names in the words and spelling of an Indonesian letter (EYD V, Tata Naskah Dinas).

Days and spans are a `Pesan`: Indonesian on paper, in the language of the reader on the screen.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from models.pesan import Keliru, Pesan
from models.waktu import WIB

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SATUAN = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)
TINGKAT = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"), (100, "ratus"))
URUTAN = (
    *("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH"),
)
BATAS_TERBILANG = 10**15  # below it every step stands in TINGKAT


def terbilang(n: int) -> str:
    """2026 → "dua ribu dua puluh enam"; 0 up to 999 triliun. Refuses what has no such words."""
    if n < 0:
        raise Keliru("Bilangan negatif ({n}) tidak dapat ditulis dengan huruf", n=n)
    if n >= BATAS_TERBILANG:
        raise Keliru("Bilangan {n} terlalu besar untuk ditulis dengan huruf", n=n)
    return _ucapkan(n)


def _ucapkan(n: int) -> str:
    if n < 12:
        return SATUAN[n]
    if n < 20:
        return f"{SATUAN[n - 10]} belas"
    if n < 100:
        return _gabung(f"{SATUAN[n // 10]} puluh", n % 10)
    for besar, nama in TINGKAT:
        if n >= besar:
            # One hundred and one thousand are fused (seratus, seribu); "satu juta" and above are not.
            kepala = f"se{nama}" if n // besar == 1 and besar <= 1000 else f"{_ucapkan(n // besar)} {nama}"
            return _gabung(kepala, n % besar)
    raise AssertionError(n)


def _gabung(kepala: str, sisa: int) -> str:
    return f"{kepala} {_ucapkan(sisa)}" if sisa else kepala


def bilangan(n: int) -> str:
    """1500 → "1.500"."""
    return f"{n:,}".replace(",", ".")


def rupiah(n: int) -> str:
    """Whole rupiah: 1500000 → "Rp1.500.000"; a negative one keeps its sign before the symbol."""
    return f"-Rp{bilangan(-n)}" if n < 0 else f"Rp{bilangan(n)}"


def rupiah_sen(n: int) -> str:
    """A sum in a sentence: 1500000 → "Rp1.500.000,00"; columns of a table keep to whole rupiah."""
    return f"{rupiah(n)},00"


RINGKAS = ((10**12, Pesan("{n} T")), (10**9, Pesan("{n} M")), (10**6, Pesan("{n} jt")))


def rupiah_ringkas(n: int) -> str:
    """Where there is little room: 1234500000 → "Rp1,2 M", 950000000 → "Rp950 jt"; juta, miliar, triliun."""
    for besar, singkatan in RINGKAS:
        if abs(n) >= besar:
            puluhan = round(n * 10 / besar)
            bulat, pecahan = divmod(abs(puluhan), 10)
            angka = bilangan(bulat) + (f",{pecahan}" if pecahan and bulat < 100 else "")
            return Pesan(singkatan, n=f"{'-' if n < 0 else ''}Rp{angka}")
    return rupiah(n)


def rupiah_huruf(n: int) -> str:
    """→ "Rp1.500.000,00 (satu juta lima ratus ribu rupiah)"."""
    return f"{rupiah_sen(n)} ({terbilang(n)} rupiah)"


def sebagai_tanggal(nilai: date | str) -> date:
    """A date, or its ISO text as it stands in the stored context of a paper."""
    if isinstance(nilai, datetime):
        return nilai.astimezone(WIB).date() if nilai.tzinfo else nilai.date()
    if isinstance(nilai, date):
        return nilai
    try:
        return date.fromisoformat(nilai)
    except ValueError:
        raise Keliru("Tanggal “{nilai}” tidak dapat dibaca (contoh: 2026-03-23)", nilai=nilai) from None


def tanggal(nilai: date | str) -> str:
    """→ "23 Maret 2026"."""
    d = sebagai_tanggal(nilai)
    return Pesan("{hari} {bulan} {tahun}", hari=d.day, bulan=Pesan(BULAN[d.month - 1]), tahun=d.year)


def bulan(nilai: date | str) -> str:
    """→ "Maret 2026"."""
    d = sebagai_tanggal(nilai)
    return Pesan("{bulan} {tahun}", bulan=Pesan(BULAN[d.month - 1]), tahun=d.year)


def hari(nilai: date | str) -> str:
    """→ "Senin"."""
    return Pesan(HARI[sebagai_tanggal(nilai).weekday()])


def hari_tanggal(nilai: date | str) -> str:
    """→ "Senin, 23 Maret 2026"."""
    return Pesan("{hari}, {tanggal}", hari=hari(nilai), tanggal=tanggal(nilai))


def tanggal_angka(nilai: date | str) -> str:
    """→ "23-03-2026", as a berita acara repeats its date in brackets."""
    return f"{sebagai_tanggal(nilai):%d-%m-%Y}"


def tanggal_huruf(nilai: date | str) -> str:
    """→ "Senin tanggal dua puluh tiga bulan Maret tahun dua ribu dua puluh enam"."""
    d = sebagai_tanggal(nilai)
    return f"{hari(d)} tanggal {terbilang(d.day)} bulan {BULAN[d.month - 1]} tahun {terbilang(d.year)}"


def rentang_tanggal(awal: date | str, akhir: date | str) -> str:
    """Two days without repeating what they share: "23 s.d. 24 Maret 2026", "31 Maret s.d. 1 April 2026"."""
    a, z = sebagai_tanggal(awal), sebagai_tanggal(akhir)
    if a == z:
        return tanggal(a)
    if (a.year, a.month) == (z.year, z.month):
        return f"{a.day} s.d. {tanggal(z)}"
    if a.year == z.year:
        return f"{a.day} {BULAN[a.month - 1]} s.d. {tanggal(z)}"
    return f"{tanggal(a)} s.d. {tanggal(z)}"


def pukul(nilai: time | datetime | str) -> str:
    """→ "09.00 WIB"; a moment is shown in WIB, "09:00" is read as local time."""
    if isinstance(nilai, str):
        try:
            nilai = time.fromisoformat(nilai.replace(".", ":"))
        except ValueError:
            raise Keliru("Pukul “{nilai}” tidak dapat dibaca (contoh: 09:00)", nilai=nilai) from None
    if isinstance(nilai, datetime) and nilai.tzinfo:
        nilai = nilai.astimezone(WIB)
    return f"{nilai:%H.%M} WIB"


def rentang_pukul(mulai: time | datetime | str, selesai: time | datetime | str | None) -> str:
    """→ "09.00 s.d. 15.00 WIB"; without an end "09.00 WIB s.d. selesai"."""
    if not selesai:
        return Pesan("{mulai} s.d. selesai", mulai=pukul(mulai))
    return Pesan("{mulai} s.d. {selesai}", mulai=pukul(mulai).removesuffix(" WIB"), selesai=pukul(selesai))


def lama(menit: int) -> str:
    """875 → "14 jam 35 menit", 300 → "5 jam", 15 → "15 menit"."""
    jam, sisa = divmod(menit, 60)
    if jam and sisa:
        return Pesan("{jam} jam {sisa} menit", jam=jam, sisa=sisa)
    return Pesan("{jam} jam", jam=jam) if jam else Pesan("{sisa} menit", sisa=sisa)


def saat(nilai: datetime | str) -> str:
    """A moment: "23 Maret 2026 09.15 WIB"."""
    if isinstance(nilai, str):
        nilai = datetime.fromisoformat(nilai)
    return Pesan("{tanggal} {pukul}", tanggal=tanggal(nilai), pukul=pukul(nilai))


def nip(angka: str) -> str:
    """The 18 digits in the print form "19770706 200604 1 018"; anything else as it was written."""
    rapat = re.sub(r"\s", "", angka)
    if not re.fullmatch(r"[0-9]{18}", rapat):
        return angka.strip()
    return f"{rapat[:8]} {rapat[8:14]} {rapat[14]} {rapat[15:]}"


def urutan(n: int) -> str:
    """The n-th dictum, from 1: "KESATU" … "KESEPULUH"."""
    if not 1 <= n <= len(URUTAN):
        raise Keliru("Diktum ke-{n} tidak bernama; berita acara paling banyak memuat 10 diktum", n=n)
    return URUTAN[n - 1]


def romawi(n: int) -> str:
    """1 → "I", 4 → "IV"; for chapters and lampiran."""
    hasil = ""
    for nilai, tanda in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        hasil, n = hasil + tanda * (n // nilai), n % nilai
    return hasil


def nama_kapital(nama: str) -> str:
    """The name of a signer in capitals, academic titles and marks in brackets as they are written.

    "Dr. Hj. Siti Aminah, S.T., M.Si." → "Dr. Hj. SITI AMINAH, S.T., M.Si."
    """
    inti, koma, gelar = nama.strip().partition(",")
    kata = [k if (k.endswith(".") and len(k) > 2) or k.startswith("(") else k.upper() for k in inti.split()]
    return " ".join(kata) + koma + gelar


# What may stand before a name and is no part of it.
GELAR_DEPAN = {
    *("prof.", "dr.", "drs.", "dra.", "drg.", "drh.", "ir.", "apt.", "ns.", "ak.", "st.", "h.", "hj.", "k.h.", "kh."),
}


def tanpa_gelar(nama: str) -> str:
    """The bare name, as Wali Kota and Wakil sign: "Dr. H. Bima Sakti (Demo), S.T., M.Si." → "Bima Sakti (Demo)"."""
    kata_kata = nama.partition(",")[0].split()
    while len(kata_kata) > 1 and kata_kata[0].lower() in GELAR_DEPAN:
        kata_kata.pop(0)
    return " ".join(kata_kata)


def nama_sama(satu: str, lain: str) -> bool:
    """The same name, whatever titles stand beside it: "WAHYU PRATAMA" and "Dr. Ir. Wahyu Pratama (Demo), S.T."."""

    def inti(nama: str) -> str:
        suku = [k for k in nama.partition(",")[0].split() if not k.endswith(".") and not k.startswith("(")]
        return " ".join(suku).casefold()

    return bool(inti(satu)) and inti(satu) == inti(lain)


def berkelompok(kode: str) -> str:
    """A verification code as people read it: "ABCDEFGHJKLM" → "ABCD-EFGH-JKLM"."""
    rapat = kode.replace("-", "")
    return "-".join(rapat[i : i + 4] for i in range(0, len(rapat), 4))
