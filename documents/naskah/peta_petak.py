"""A tile map as SVG: one tile for each kelurahan, roughly where it lies, darker where there is more.

No boundaries are drawn, for none are known here: the places come from the reference data of the wilayah (column and row
of a grid, from the north-west) and can be changed there. Figures stand on the tiles, so that shade is never alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.kata import bilangan
from documents.naskah.grafik import HURUF, LEBAR, RATA_HURUF, TINTA, TUA, garis, svg, teks, tertaut

L, T = 58.0, 50.0  # of a tile
# Fill and ink of each shade on paper; the screen has its own by class.
RONA = (
    ("#ffffff", TINTA),
    ("#e4eaf1", TINTA),
    ("#c3d0de", TINTA),
    ("#9db3c9", TINTA),
    ("#5b7ba0", "#ffffff"),
    (TUA, "#ffffff"),
)
PUTIH, TEPI = "#ffffff", "#9aa5b1"


@dataclass(frozen=True)
class Petak:
    """A tile at column and row (from 1); `kelompok` is the kecamatan, whose tiles are framed together."""

    kolom: int
    baris: int
    nama: str
    kelompok: int | None
    nilai: int
    tautan: str = ""


@dataclass(frozen=True)
class Nama:
    """The name of a kecamatan with its figure, written where no tile stands."""

    kolom: int
    baris: int
    nama: str
    nilai: int
    tautan: str = ""


def peta(
    judul: str,
    petak: Sequence[Petak],
    nama: Sequence[Nama] = (),
    tulis: Callable[[int], str] = bilangan,
    lebar: float = LEBAR,
) -> str:
    """`lebar` is that of the whole picture; its drawing is the same in every width."""
    semua: list[Petak | Nama] = [*petak, *nama]
    if not semua:
        return svg(judul, lebar, 10, "")
    kolom, baris = max(p.kolom for p in semua), max(p.baris for p in semua)
    batas = tingkat([p.nilai for p in petak])
    isi = [_petak(p, batas, tulis) for p in petak] + [_nama(n, tulis) for n in nama] + _bingkai(petak)
    bawah = baris * T + 8
    isi.append(_legenda(batas, bawah, tulis, kolom * L))
    w, h = kolom * L + 4, bawah + 26
    return svg(judul, w, h, f'<g transform="translate(2 2)">{"".join(isi)}</g>').replace(
        f'width="{w:.1f}" height="{h:.1f}"', f'width="{lebar:.1f}" height="{lebar * h / w:.1f}"', 1
    )


def tingkat(nilai: Sequence[int]) -> list[int]:
    """The upper bounds of the shades 1–5: round, and the largest value in the last; few values need few shades."""
    puncak = max(nilai, default=0)
    if puncak <= 5:
        return list(range(1, puncak + 1))
    langkah = _bulat(-(-puncak // 5))
    return [langkah * k for k in range(1, -(-puncak // langkah) + 1)]


def _bulat(n: int) -> int:
    """The next number above that has one digit, or two that end in five: 7 → 7, 23 → 25, 1.234 → 1.500."""
    if n < 10:
        return n
    pangkat: int = 10 ** (len(str(n)) - 1)
    bulat: int = next(k * pangkat // 2 for k in range(2, 21) if k * pangkat // 2 >= n)
    return bulat


def rona(nilai: int, batas: Sequence[int]) -> int:
    """The shade: 0 for nothing, the last for the most."""
    if not nilai:
        return 0
    ke = next((k for k, b in enumerate(batas, 1) if nilai <= b), len(batas))
    return ke + 5 - len(batas) if len(batas) > 2 else ke + 1


def _petak(p: Petak, batas: Sequence[int], tulis: Callable[[int], str]) -> str:
    r = rona(p.nilai, batas)
    fill, tinta = RONA[r]
    x, y = (p.kolom - 1) * L, (p.baris - 1) * T
    kotak = (
        f'<rect class="p{r}" x="{x + 1:g}" y="{y + 1:g}" width="{L - 2:g}" height="{T - 2:g}" '
        f'fill="{fill}" stroke="{TEPI}" stroke-width="0.5"/>'
    )
    larik = textwrap.wrap(p.nama, int((L - 3) / (HURUF * RATA_HURUF)), break_long_words=False)[:2]
    kelas = f"pt{r}"
    kata = "".join(
        teks(x + L / 2, y + 12 + k * 9, s, "middle", ukuran=7.6, warna=tinta, kelas=f"p-nama {kelas}")
        for k, s in enumerate(larik)
    )
    angka = teks(x + L / 2, y + T - 8, tulis(p.nilai), "middle", ukuran=12, warna=tinta, kelas=f"p-angka {kelas}")
    return tertaut(kotak + kata + angka, p.tautan, f"{p.nama}: {tulis(p.nilai)}")


def _nama(n: Nama, tulis: Callable[[int], str]) -> str:
    x, y = (n.kolom - 0.5) * L, (n.baris - 1) * T
    larik = textwrap.wrap(n.nama, 9)[:2]
    kata = "".join(
        teks(x, y + 17 + k * 11, s, "middle", ukuran=10, kelas="g-teks g-tebal p-kecamatan")
        for k, s in enumerate(larik)
    )
    angka = teks(x, y + 19 + len(larik) * 11, tulis(n.nilai), "middle", ukuran=10, kelas="g-teks p-kecamatan")
    return tertaut(kata + angka, n.tautan, f"Kecamatan {n.nama}: {tulis(n.nilai)}")


def _bingkai(petak: Sequence[Petak]) -> list[str]:
    """A thick line wherever a tile of another kecamatan, or none, begins."""
    letak = {(p.kolom, p.baris): p.kelompok for p in petak}
    hasil = []
    for (k, b), milik in letak.items():
        x, y = (k - 1) * L, (b - 1) * T
        sisi = {
            (k - 1, b): (x, y, x, y + T), (k + 1, b): (x + L, y, x + L, y + T),
            (k, b - 1): (x, y, x + L, y), (k, b + 1): (x, y + T, x + L, y + T),
        }  # fmt: skip
        for tetangga, (x1, y1, x2, y2) in sisi.items():
            lain = letak.get(tetangga, -1)
            if lain != milik and (lain == -1 or tetangga > (k, b)):
                hasil.append(garis(x1, y1, x2, y2, TUA, 1.6, "p-batas"))
    return hasil


def _legenda(batas: Sequence[int], y: float, tulis: Callable[[int], str], lebar: float) -> str:
    """The shades with their ranges, from left to right."""
    awal, isi = 0, []
    for ke, b in enumerate([0, *batas]):
        r, x = rona(b, batas), ke * lebar / 6
        kata = tulis(b) if ke == 0 or b == awal + 1 else f"{tulis(awal + 1)}–{tulis(b)}"
        if len(kata) > 9:
            kata = f"s.d. {tulis(b)}"
        isi.append(
            f'<rect class="p{r}" x="{x:.1f}" y="{y:g}" width="14" height="11" fill="{RONA[r][0]}" '
            f'stroke="{TEPI}" stroke-width="0.5"/>{teks(x + 18, y + 9, kata, ukuran=9, kelas="g-teks p-legenda")}'
        )
        awal = b
    return "".join(isi)
