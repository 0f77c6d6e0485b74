"""Sheets without letterhead: the size of the paper and the grid of labels or cards on it, from the settings."""

from __future__ import annotations

import re
from typing import TypedDict

from documents.kepala import Setelan
from documents.konteks import Halaman, Naskah
from documents.pdf import PrintError
from documents.templat import UKURAN_KERTAS

UKURAN = r"(\d{2,4}(?:[.,]\d+)?)\s*[x×]\s*(\d{2,4}(?:[.,]\d+)?)"  # "230 x 110" in mm, width first


class Lembar(TypedDict):
    """Millimetres."""

    lebar: float
    tinggi: float


class Kisi(TypedDict):
    """Cards of one shape on a sheet, in millimetres from its upper left corner."""

    kolom: int
    baris: int
    lebar: float
    tinggi: float
    kiri: float
    atas: float
    selax: float
    selay: float


def lembar(s: Setelan, awalan: str) -> Lembar:
    """`<awalan>.kertas`: the name of a paper, or "width x height" in mm. Raises PrintError with the setting's name."""
    nilai = s[f"{awalan}.kertas"].strip() or "A4"
    if nilai in UKURAN_KERTAS:
        lebar, tinggi = UKURAN_KERTAS[nilai]
        return {"lebar": lebar, "tinggi": tinggi}
    ukuran = re.fullmatch(UKURAN, nilai)
    if ukuran is None or not all(50 <= _angka(x) <= 1200 for x in ukuran.groups()):
        raise PrintError(
            "Pengaturan {kunci} berisi “{nilai}”. Tulis {nama}, atau lebar x tinggi dalam mm, misalnya 230 x 110.",
            kunci=f"{awalan}.kertas",
            nilai=nilai,
            nama=", ".join(UKURAN_KERTAS),
        )
    return {"lebar": _angka(ukuran[1]), "tinggi": _angka(ukuran[2])}


def kisi(s: Setelan, awalan: str) -> Kisi:
    """The grid of the settings; an empty margin centres it. Raises PrintError when it is larger than the sheet."""
    kertas = lembar(s, awalan)
    kolom, baris = (max(1, int(_nilai(s, f"{awalan}.{n}", 1))) for n in ("kolom", "baris"))
    lebar, tinggi = _nilai(s, f"{awalan}.lebar", 60), _nilai(s, f"{awalan}.tinggi", 30)
    selax, selay = _nilai(s, f"{awalan}.sela_datar", 0), _nilai(s, f"{awalan}.sela_tegak", 0)
    datar, tegak = kolom * (lebar + selax) - selax, baris * (tinggi + selay) - selay
    kiri = _nilai(s, f"{awalan}.margin_kiri", (kertas["lebar"] - datar) / 2)
    atas = _nilai(s, f"{awalan}.margin_atas", (kertas["tinggi"] - tegak) / 2)
    if min(kiri, atas) < 0 or kiri + datar > kertas["lebar"] + 0.01 or atas + tegak > kertas["tinggi"] + 0.01:
        raise PrintError(
            "{kolom} × {baris} petak berukuran {lebar} × {tinggi} mm tidak muat pada kertasnya. "
            "Periksa pengaturan yang kuncinya berawal “{awalan}.”.",
            **{"kolom": kolom, "baris": baris, "lebar": f"{lebar:g}", "tinggi": f"{tinggi:g}", "awalan": awalan},
        )
    return Kisi(kolom=kolom, baris=baris, lebar=lebar, tinggi=tinggi, kiri=kiri, atas=atas, selax=selax, selay=selay)


class Berpetak(Naskah):
    """A sheet of labels or cards."""

    lembar: Lembar
    kisi: Kisi


def berpetak(naskah: Naskah, s: Setelan, awalan: str) -> Berpetak:
    """The same on the sheet and grid of the settings: its margins are what the grid leaves, type and size stay."""
    h, kertas, k = naskah["halaman"], lembar(s, awalan), kisi(s, awalan)
    datar, tegak = (
        k["kolom"] * (k["lebar"] + k["selax"]) - k["selax"],
        k["baris"] * (k["tinggi"] + k["selay"]) - k["selay"],
    )
    kanan, bawah = kertas["lebar"] - k["kiri"] - datar, kertas["tinggi"] - k["atas"] - tegak
    halaman: Halaman = {
        **h,
        "kiri": k["kiri"],
        "kanan": kanan,
        "atas": k["atas"],
        "kop_atas": k["atas"],
        "bawah": bawah,
    }
    return {**naskah, "halaman": halaman, "lembar": kertas, "kisi": k}


def setengah(h: Halaman) -> Halaman:
    """Half of a folio, laid down: what is above and below the text is halved with the height of the sheet."""
    return {**h, "kertas": "F4/2", "atas": h["atas"] / 2, "kop_atas": max(10.0, h["kop_atas"] / 2)}


def _angka(teks: str) -> float:
    return float(teks.replace(",", "."))


def _nilai(s: Setelan, kunci: str, bawaan: float) -> float:
    try:
        return _angka(s[kunci]) if s[kunci].strip() else bawaan
    except ValueError:
        raise PrintError("Pengaturan {kunci} harus berisi bilangan.", kunci=kunci) from None
