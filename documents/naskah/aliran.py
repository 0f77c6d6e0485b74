"""A small Sankey as SVG: how much went from each name at the left to each at the right. For papers and the screen."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from documents.kata import bilangan
from documents.naskah.grafik import HURUF, LEBAR, TUA, rata, svg, teks, tertaut

TINGGI, SELA, TEBAL = 170.0, 9.0, 9.0  # of the larger side without its gaps, of a gap, of a node
BARIS = HURUF * 1.15


@dataclass(frozen=True)
class Simpul:
    """A node: its name and where it leads to on the screen. `warna` is a row of WARNA, taken from the right side."""

    nama: str
    tautan: str = ""
    warna: int = 0


# (class on the screen, colour on paper): dark for what was agreed, light for what was not, white for the rest.
WARNA = (
    ("a-netral", "#dfe3e8"),
    ("a-terima", "#1f3a5f"),
    ("a-ubah", "#4f7197"),
    ("a-tunda", "#8fa9c4"),
    ("a-tolak", "#b9a48f"),
    ("a-batal", "#cfc6bd"),
)
Arus = Mapping[tuple[int, int], int]


def aliran(
    judul: str,
    kiri: Sequence[Simpul],
    kanan: Sequence[Simpul],
    arus: Arus,
    tulis: Callable[[int], str] = bilangan,
    lebar: float = LEBAR,
    tautan: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """`arus[i, j]` (not below zero) flows from `kiri[i]` to `kanan[j]`; `tautan` where a ribbon leads to."""
    jumlah = sum(arus.values())
    skala = TINGGI / jumlah if jumlah else 0.0
    tepi = min(96.0, lebar * 0.3)
    keluar = [sum(n for (i, _), n in arus.items() if i == k) for k in range(len(kiri))]
    masuk = [sum(n for (_, j), n in arus.items() if j == k) for k in range(len(kanan))]
    muat = max(8, int((tepi - 6) / (HURUF * rata(lebar))))
    sisi = [
        _Sisi(kiri, keluar, skala, muat, tulis, di_kiri=True),
        _Sisi(kanan, masuk, skala, muat, tulis, di_kiri=False),
    ]
    tinggi = max(s.tinggi for s in sisi)
    a, b = (s.taruh((tinggi - s.tinggi) / 2) for s in sisi)
    x1, x2 = tepi + TEBAL, lebar - tepi - TEBAL
    isi, dari, ke = [], list(a), list(b)
    for i, j in sorted(arus):
        if not (n := arus[i, j]):
            continue
        tebal = n * skala
        sebut = f"{kiri[i].nama} ke {kanan[j].nama}: {tulis(n)}"
        pita = _pita(x1, dari[i], x2, ke[j], tebal, kanan[j].warna)
        isi.append(tertaut(pita, (tautan or {}).get((i, j), ""), sebut))
        dari[i], ke[j] = dari[i] + tebal, ke[j] + tebal
        if not (tautan or {}).get((i, j)):
            isi[-1] = f"<g><title>{escape(sebut)}</title>{pita}</g>"
    isi += sisi[0].gambar(a, tepi) + sisi[1].gambar(b, x2)
    return svg(judul, lebar, tinggi + 4, f'<g transform="translate(0 2)">{"".join(isi)}</g>')


class _Sisi:
    """One side: each node gets room for its bar and for the words beside it."""

    def __init__(
        self,
        simpul: Sequence[Simpul],
        nilai: Sequence[int],
        skala: float,
        muat: int,
        tulis: Callable[[int], str],
        *,
        di_kiri: bool,
    ) -> None:
        self.simpul, self.nilai, self.skala, self.tulis, self.di_kiri = simpul, nilai, skala, tulis, di_kiri
        self.kata = [[*textwrap.wrap(s.nama, muat), tulis(n)] for s, n in zip(simpul, nilai, strict=True)]
        self.ruang = [max(n * skala, len(k) * BARIS) for n, k in zip(nilai, self.kata, strict=True)]

    @property
    def tinggi(self) -> float:
        return sum(self.ruang) + SELA * max(0, len(self.ruang) - 1)

    def taruh(self, y: float) -> list[float]:
        """The top of each bar."""
        hasil = []
        for n, ruang in zip(self.nilai, self.ruang, strict=True):
            hasil.append(y + (ruang - n * self.skala) / 2)
            y += ruang + SELA
        return hasil

    def gambar(self, atas: Sequence[float], x: float) -> list[str]:
        hasil = []
        for s, n, y, larik in zip(self.simpul, self.nilai, atas, self.kata, strict=True):
            kelas, warna = ("g1", TUA) if self.di_kiri else WARNA[s.warna]
            batang = (
                f'<rect class="{kelas}" x="{x:.1f}" y="{y:.1f}" width="{TEBAL:g}" '
                f'height="{max(n * self.skala, 0.8):.2f}" fill="{warna}"/>'
            )
            tengah = y + n * self.skala / 2 - (len(larik) - 1) * BARIS / 2 + HURUF * 0.36
            tx, jangkar = (x - 5, "end") if self.di_kiri else (x + TEBAL + 5, "start")
            kata = [
                teks(tx, tengah + k * BARIS, t, jangkar, kelas="g-teks g-tebal" if k == len(larik) - 1 else "g-teks")
                for k, t in enumerate(larik)
            ]
            hasil.append(tertaut(batang + "".join(kata), s.tautan, f"{s.nama}: {self.tulis(n)}"))
        return hasil


def _pita(x1: float, y1: float, x2: float, y2: float, tebal: float, warna: int) -> str:
    kelas, isi = WARNA[warna]
    m = (x1 + x2) / 2
    t = max(tebal, 0.5)
    return (
        f'<path class="a-pita {kelas}" d="M {x1:.1f} {y1:.2f} C {m:.1f} {y1:.2f} {m:.1f} {y2:.2f} {x2:.1f} {y2:.2f} '
        f'L {x2:.1f} {y2 + t:.2f} C {m:.1f} {y2 + t:.2f} {m:.1f} {y1 + t:.2f} {x1:.1f} {y1 + t:.2f} Z" '
        f'fill="{isi}" fill-opacity="0.6"/>'
    )
