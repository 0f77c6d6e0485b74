"""Charts as SVG texts: pure functions from figures to a picture, for papers and for the screen.

Lengths are points (1/72 inch), so a picture of LEBAR points fills the text block of an A4 report; on the screen a
picture of LAYAR units fills a card, so its letters stay readable on a phone. Colours differ in lightness first, so that
a black-and-white copy still tells the bars apart; each stands beside the class by which the panel's own style sheet
gives another (light or dark). No style attribute: the panel's CSP holds.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from documents.kata import bilangan
from models.pesan import ucap

LEBAR = 453.0  # 160 mm
LAYAR = 260.0
HURUF = 8.0
RATA_HURUF = 0.52  # mean width of a letter of Arial, in ems; labels are wrapped by it, nothing is measured
RATA_LAYAR = 0.6  # of whatever face a screen has in its place
BATANG, SELA, ANTAR = 10.0, 1.5, 8.0  # height of a bar, between the bars of a group, between groups
TUA, MUDA, GARIS, TINTA = "#1f3a5f", "#b9c6d6", "#d9d9d9", "#222222"
BELUM = "belum dicatat"
WARNA = (MUDA, TUA, "#6f8fb3")


@dataclass(frozen=True)
class Deret:
    """One series: its name in the legend and a figure for each label; None where nothing is known."""

    nama: str
    nilai: Sequence[int | None]
    tautan: Sequence[str] = ()  # for each label where its bar leads to on the screen; papers have none

    def ke(self, n: int) -> str:
        return self.tautan[n] if self.tautan else ""


def batang(
    judul: str,
    label: Sequence[str],
    deret: Sequence[Deret],
    tulis: Callable[[int], str] = bilangan,
    lebar: float = LEBAR,
) -> str:
    """Horizontal bars, for each label one bar per series (at most three), each with its figure behind it."""
    if not 1 <= len(deret) <= len(WARNA) or any(len(d.nilai) != len(label) for d in deret):
        raise ValueError("tiap deret memerlukan satu nilai untuk tiap label, dan paling banyak tiga deret")
    bidang = _Bidang(label, [n for d in deret for n in d.nilai], tulis, lebar, len(deret))
    isi = [bidang.kisi()]
    for n in range(len(label)):
        y = bidang.atas(n)
        isi.append(bidang.nama(n))
        for i, d in enumerate(deret):
            satu = bidang.batang(y + i * (BATANG + SELA), d.nilai[n], i)
            isi.append(tertaut(satu, d.ke(n), f"{label[n]}, {d.nama.lower()}: {bidang.kata(d.nilai[n])}"))
    kotak = [(d.nama, _kotak(i)) for i, d in enumerate(deret)] if len(deret) > 1 else []
    return bidang.bingkai(judul, isi, kotak)


def terhadap_norma(
    judul: str,
    label: Sequence[str],
    nyata: Deret,
    norma: Deret,
    tulis: Callable[[int], str] = bilangan,
    lebar: float = LEBAR,
) -> str:
    """A bar for what was, and a mark across it for what the norm is; what is over the norm is told behind the bar."""
    bidang = _Bidang(label, [*nyata.nilai, *norma.nilai], tulis, lebar, 1)
    isi = [bidang.kisi()]
    for n in range(len(label)):
        y, batas, ada = bidang.atas(n), norma.nilai[n] or 0, nyata.nilai[n]
        sebut = f"{label[n]}: {bidang.kata(ada)}, {norma.nama.lower()} {tulis(batas)}"
        isi += [bidang.nama(n), tertaut(bidang.batang(y, ada, 0, max(batas, ada or 0)), nyata.ke(n), sebut)]
        x = bidang.x(batas)
        isi.append(garis(x, y - 2.5, x, y + BATANG + 2.5, TUA, 2.2, "g-tua"))
    tanda = f'<rect class="g1" x="3" y="-8" width="2.2" height="9" fill="{TUA}"/>'
    return bidang.bingkai(judul, isi, [(nyata.nama, _kotak(0)), (norma.nama, tanda)])


class _Bidang:
    """Where things stand: the labels at the left, the bars on their scale, room for the figures at the right."""

    def __init__(
        self, label: Sequence[str], nilai: Sequence[int | None], tulis: Callable[[int], str], lebar: float, jumlah: int
    ) -> None:
        self.tulis, self.lebar, self.tinggi = tulis, lebar, jumlah * BATANG + (jumlah - 1) * SELA
        huruf = HURUF * rata(lebar)
        terpanjang = max((len(x) for x in label), default=0) * huruf + 8
        self.kiri = min(max(terpanjang, 40), lebar * 0.42)
        self.label = [textwrap.wrap(x, max(6, int((self.kiri - 8) / huruf))) or [""] for x in label]
        puncak = max((n for n in nilai if n is not None), default=0)
        self.langkah = _langkah(puncak)
        self.maks = max(self.langkah, -(-puncak // self.langkah) * self.langkah)
        di_kanan = [tulis(puncak), *[BELUM] * (None in nilai)]  # either may stand behind the longest bar
        self.kanan = max(map(len, di_kanan)) * (huruf + 0.6) + 8
        self.mulai = [0.0]
        for larik in self.label:
            self.mulai.append(self.mulai[-1] + max(self.tinggi, len(larik) * HURUF * 1.15) + ANTAR)

    def x(self, nilai: int) -> float:
        return self.kiri + (self.lebar - self.kiri - self.kanan) * nilai / self.maks

    def atas(self, n: int) -> float:
        """The top of the bars of label `n`, in the middle of its room."""
        return self.mulai[n] + (self.mulai[n + 1] - self.mulai[n] - self.tinggi) / 2

    def nama(self, n: int) -> str:
        tengah = self.atas(n) + self.tinggi / 2
        baris = self.label[n]
        awal = tengah + HURUF * 0.36 - (len(baris) - 1) * HURUF * 1.15 / 2
        return "".join(teks(self.kiri - 6, awal + i * HURUF * 1.15, x, "end") for i, x in enumerate(baris))

    def kata(self, nilai: int | None) -> str:
        return ucap(BELUM) if nilai is None else self.tulis(nilai)

    def batang(self, y: float, nilai: int | None, warna: int, angka_di: int | None = None) -> str:
        """The bar and its figure, which stands behind the value `angka_di` where something else reaches further."""
        if nilai is None:
            return teks(self.x(angka_di or 0) + 5, y + BATANG * 0.78, BELUM, miring=True)
        panjang = self.x(nilai) - self.kiri
        kotak = (
            f'<rect class="g{warna}" x="{self.kiri:.1f}" y="{y:.1f}" width="{panjang:.1f}" height="{BATANG:g}" '
            f'fill="{WARNA[warna]}"{_tepi(warna)}/>'
        )
        x = self.x(nilai if angka_di is None else angka_di) + 4
        return kotak + teks(x, y + BATANG * 0.78, self.tulis(nilai))

    def kisi(self) -> str:
        """Faint lines at round values with their figures below, and the line where the bars begin."""
        bawah = self.mulai[-1]
        hasil = []
        for nilai in range(0, self.maks + 1, self.langkah):
            x = self.x(nilai)
            hasil.append(garis(x, 0, x, bawah, *((TINTA, 0.8, "g-dasar") if not nilai else (GARIS, 0.5, "g-kisi"))))
            hasil.append(teks(x, bawah + HURUF * 1.2, self.tulis(nilai), "middle", ukuran=HURUF - 1))
        return "".join(hasil)

    def bingkai(self, judul: str, isi: Sequence[str], legenda: Sequence[tuple[str, str]]) -> str:
        """The whole picture: the legend on top (one line, or one a name where they are long), the plot below it."""
        kepala, x, y = [], self.kiri, 10.0
        lebar = [14 + len(nama) * HURUF * 0.58 + 16 for nama, _ in legenda]
        awal = 2.0 if self.kiri + sum(lebar) > self.lebar else self.kiri
        x = awal
        for (nama, tanda), butuh in zip(legenda, lebar, strict=True):
            if x > awal and x + butuh > self.lebar:
                x, y = awal, y + 13
            kepala.append(f'<g transform="translate({x:.1f} {y:g})">{tanda}{teks(14, 0, nama)}</g>')
            x += butuh
        atas = y + 10 if legenda else 2.0
        badan = f'{"".join(kepala)}<g transform="translate(0 {atas:g})">{"".join(isi)}</g>'
        return svg(judul, self.lebar, atas + self.mulai[-1] + HURUF * 1.6 + 2, badan)


def _langkah(puncak: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, four to five of them up to `puncak`."""
    kasar = max(1, puncak) / 4
    pangkat = 1
    while pangkat * 10 <= kasar:
        pangkat *= 10
    return next(int(k * pangkat) for k in (1, 2, 5, 10) if k * pangkat >= kasar)


def _kotak(warna: int) -> str:
    return (
        f'<rect class="g{warna}" x="0" y="-7" width="9" height="7" fill="{WARNA[warna]}" stroke="{TUA}" '
        'stroke-width="0.4"/>'
    )


def _tepi(warna: int) -> str:
    return f' stroke="{TUA}" stroke-width="0.4"' if WARNA[warna] == MUDA else ""


# --- what every kind of picture is made of ----------------------------------------------------------------------------


def rata(lebar: float) -> float:
    """The width of a letter to reckon with, in ems: papers bring their face, screens have one of their own."""
    return RATA_HURUF if lebar >= LEBAR else RATA_LAYAR


def svg(judul: str, lebar: float, tinggi: float, isi: str) -> str:
    """A picture with its name; where it holds links it is a group, for a picture hides what is in it from readers."""
    peran = "group" if "<a " in isi else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lebar:.1f}" height="{tinggi:.1f}" '
        f'viewBox="0 0 {lebar:.1f} {tinggi:.1f}" role="{peran}" aria-label="{escape(judul)}">'
        f"<title>{escape(judul)}</title>{isi}</svg>"
    )


def tertaut(isi: str, alamat: str, sebutan: str) -> str:
    """A part that leads somewhere and says what it is; the keyboard takes the table beside the picture."""
    if not alamat:
        return isi
    nama = escape(sebutan)
    return f'<a href="{escape(alamat)}" tabindex="-1" aria-label="{nama}"><title>{nama}</title>{isi}</a>'


def garis(x1: float, y1: float, x2: float, y2: float, warna: str, tebal: float, kelas: str) -> str:
    return (
        f'<line class="{kelas}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{warna}" stroke-width="{tebal:g}"/>'
    )


def teks(
    x: float,
    y: float,
    isi: str,
    jangkar: str = "start",
    *,
    ukuran: float = HURUF,
    miring: bool = False,
    warna: str = TINTA,
    kelas: str = "g-teks",
) -> str:
    gaya = ' font-style="italic"' if miring else ""
    return (
        f'<text class="{kelas}" x="{x:.1f}" y="{y:.1f}" font-family="Arial, Helvetica, sans-serif" '
        f'font-size="{ukuran:g}"{gaya} text-anchor="{jangkar}" fill="{warna}">{escape(isi)}</text>'
    )
