"""Charts as SVG texts: pure functions from figures to a picture, for papers and for the screen.

Lengths are points (1/72 inch), so a picture of LEBAR points fills the text block of an A4 report. Colours differ in
lightness first, so that a black-and-white copy still tells the bars apart. No style attribute: the panel's CSP holds.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from documents.kata import bilangan

LEBAR = 453.0  # 160 mm
HURUF = 8.0
RATA_HURUF = 0.52  # mean width of a letter of Arial, in ems; labels are wrapped by it, nothing is measured
BATANG, SELA, ANTAR = 10.0, 1.5, 8.0  # height of a bar, between the bars of a group, between groups
TUA, MUDA, GARIS, TINTA = "#1f3a5f", "#b9c6d6", "#d9d9d9", "#222222"
BELUM = "belum dicatat"
WARNA = (MUDA, TUA, "#6f8fb3")


@dataclass(frozen=True)
class Deret:
    """One series: its name in the legend and a figure for each label; None where nothing is known."""

    nama: str
    nilai: Sequence[int | None]


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
            isi.append(bidang.batang(y + i * (BATANG + SELA), d.nilai[n], WARNA[i]))
    kotak = [(d.nama, _kotak(WARNA[i])) for i, d in enumerate(deret)]
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
        isi += [bidang.nama(n), bidang.batang(y, ada, MUDA, max(batas, ada or 0))]
        x = bidang.x(batas)
        isi.append(_garis(x, y - 2.5, x, y + BATANG + 2.5, TUA, 2.2))
    tanda = f'<rect x="3" y="-8" width="2.2" height="9" fill="{TUA}"/>'
    return bidang.bingkai(judul, isi, [(nyata.nama, _kotak(MUDA)), (norma.nama, tanda)])


class _Bidang:
    """Where things stand: the labels at the left, the bars on their scale, room for the figures at the right."""

    def __init__(
        self, label: Sequence[str], nilai: Sequence[int | None], tulis: Callable[[int], str], lebar: float, jumlah: int
    ) -> None:
        self.tulis, self.lebar, self.tinggi = tulis, lebar, jumlah * BATANG + (jumlah - 1) * SELA
        terpanjang = max((len(x) for x in label), default=0) * HURUF * RATA_HURUF + 8
        self.kiri = min(max(terpanjang, 40), lebar * 0.42)
        self.label = [textwrap.wrap(x, max(6, int((self.kiri - 8) / (HURUF * RATA_HURUF)))) or [""] for x in label]
        puncak = max((n for n in nilai if n is not None), default=0)
        self.langkah = _langkah(puncak)
        self.maks = max(self.langkah, -(-puncak // self.langkah) * self.langkah)
        di_kanan = [tulis(puncak), *[BELUM] * (None in nilai)]  # either may stand behind the longest bar
        self.kanan = max(map(len, di_kanan)) * HURUF * 0.6 + 8
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
        return "".join(_teks(self.kiri - 6, awal + i * HURUF * 1.15, x, "end") for i, x in enumerate(baris))

    def batang(self, y: float, nilai: int | None, warna: str, angka_di: int | None = None) -> str:
        """The bar and its figure, which stands behind the value `angka_di` where something else reaches further."""
        if nilai is None:
            return _teks(self.x(angka_di or 0) + 5, y + BATANG * 0.78, BELUM, miring=True)
        panjang = self.x(nilai) - self.kiri
        tepi = f' stroke="{TUA}" stroke-width="0.4"' if warna == MUDA else ""
        kotak = (
            f'<rect x="{self.kiri:.1f}" y="{y:.1f}" width="{panjang:.1f}" height="{BATANG:g}" fill="{warna}"{tepi}/>'
        )
        x = self.x(nilai if angka_di is None else angka_di) + 4
        return kotak + _teks(x, y + BATANG * 0.78, self.tulis(nilai))

    def kisi(self) -> str:
        """Faint lines at round values with their figures below, and the line where the bars begin."""
        bawah = self.mulai[-1]
        hasil = []
        for nilai in range(0, self.maks + 1, self.langkah):
            x = self.x(nilai)
            hasil.append(_garis(x, 0, x, bawah, TINTA if not nilai else GARIS, 0.8 if not nilai else 0.5))
            hasil.append(_teks(x, bawah + HURUF * 1.2, self.tulis(nilai), "middle", ukuran=HURUF - 1))
        return "".join(hasil)

    def bingkai(self, judul: str, isi: Sequence[str], legenda: Sequence[tuple[str, str]]) -> str:
        """The whole picture: the legend on top, the plot below it."""
        kepala, x = [], self.kiri
        for nama, tanda in legenda:
            kepala.append(f'<g transform="translate({x:.1f} 10)">{tanda}{_teks(14, 0, nama)}</g>')
            x += 14 + len(nama) * HURUF * 0.58 + 16
        tinggi = 20 + self.mulai[-1] + HURUF * 1.6 + 2
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.lebar:.1f}" height="{tinggi:.1f}" '
            f'viewBox="0 0 {self.lebar:.1f} {tinggi:.1f}" role="img" aria-label="{escape(judul)}">'
            f"<title>{escape(judul)}</title>{''.join(kepala)}"
            f'<g transform="translate(0 20)">{"".join(isi)}</g></svg>'
        )


def _langkah(puncak: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, four to five of them up to `puncak`."""
    kasar = max(1, puncak) / 4
    pangkat = 1
    while pangkat * 10 <= kasar:
        pangkat *= 10
    return next(int(k * pangkat) for k in (1, 2, 5, 10) if k * pangkat >= kasar)


def _kotak(warna: str) -> str:
    return f'<rect x="0" y="-7" width="9" height="7" fill="{warna}" stroke="{TUA}" stroke-width="0.4"/>'


def _garis(x1: float, y1: float, x2: float, y2: float, warna: str, tebal: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{warna}" stroke-width="{tebal:g}"/>'


def _teks(x: float, y: float, isi: str, jangkar: str = "start", *, ukuran: float = HURUF, miring: bool = False) -> str:
    gaya = ' font-style="italic"' if miring else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="Arial, Helvetica, sans-serif" font-size="{ukuran:g}"{gaya} '
        f'text-anchor="{jangkar}" fill="{TINTA}">{escape(isi)}</text>'
    )
