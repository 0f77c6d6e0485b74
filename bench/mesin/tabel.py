"""Runs every engine on every work and writes the table: medians, and how many times the raw canvas in the same run."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.mesin import isi, peramban

AKAR = Path(__file__).resolve().parents[2]
LINGKUNGAN = AKAR / "var" / "mesin"
SYARAT = AKAR / "bench" / "requirements-mesin.txt"
BATAS_KANVAS = 400  # letters a second; a machine that draws fewer by hand is too busy to measure anything
DETIK = 400  # after which an engine is given up


@dataclass(frozen=True)
class Mesin:
    """A column: its module, and how often it does each work of KERJA (0: not measured, too long)."""

    modul: str
    judul: str
    ulang: tuple[int, int, int, int]
    lain: bool = False  # lives in the environment of its own


@dataclass(frozen=True)
class Hasil:
    detik: float
    mb: float
    kb: float


# A row reads as a row:
# fmt: off
KERJA = (("undangan", 1, "satu undangan, hangat"), ("undangan", 500, "500 undangan dalam satu PDF, tiap surat ber-QR"),
         ("lampiran", 1000, "lampiran 1.000 baris"), ("lampiran", 5000, "lampiran 5.000 baris"))
MESIN = (
    Mesin("kanvas", "kanvas ReportLab (batas)", (9, 5, 5, 3)),
    Mesin("produk", "panel ini", (9, 5, 5, 3)),
    Mesin("polos", "xhtml2pdf apa adanya", (5, 1, 1, 0)),
    Mesin("tips", "Typst 0.15.2", (5, 3, 3, 1), lain=True),
    Mesin("peramban", "Chromium", (3, 1, 1, 1)),
    Mesin("kantor", "LibreOffice", (3, 1, 1, 1), lain=True),
    Mesin("weasy", "WeasyPrint 70", (3, 1, 1, 0), lain=True),
)
# fmt: on


def ukur() -> list[str]:
    python = _siapkan()
    with tempfile.TemporaryDirectory(prefix="ukur-isi-") as folder:
        # Work by work and not engine by engine: what is compared is measured within the same minute.
        hasil: dict[str, list[Hasil | None]] = {m.modul: [] for m in MESIN}
        for i, (kerja, n, _) in enumerate(KERJA):
            for m in MESIN:
                hasil[m.modul].append(_satu(m, python, kerja, n, m.ulang[i], Path(folder)))
        qr = {modul: _jalankan([sys.executable], modul, "qr", "-", 5) for modul in ("produk", "polos")}
    kanvas = hasil["kanvas"][1]
    laju = 500 / kanvas.detik if kanvas else 0
    kepala = [f"Kanvas mentah: {laju:.0f} surat per detik (syarat {BATAS_KANVAS})."]
    if laju < BATAS_KANVAS:
        kepala = [f"**UKURAN BATAL: kanvas mentah hanya {laju:.0f} surat per detik; mesin sedang sibuk.**"]
    return [*kepala, "", *_tabel(hasil, qr), "", *_rinci(hasil)]


def _siapkan() -> list[str]:
    """The python of the other engines, installed when it is first asked for."""
    python = LINGKUNGAN / "bin" / "python"
    tanda = LINGKUNGAN / "syarat.txt"
    if not tanda.exists() or tanda.read_text() != SYARAT.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(LINGKUNGAN)], check=True)
        subprocess.run([str(python), "-m", "pip", "-q", "install", "-r", str(SYARAT)], check=True)
        tanda.write_text(SYARAT.read_text())
    return [str(python)]


def _satu(m: Mesin, python: list[str], kerja: str, n: int, ulang: int, folder: Path) -> Hasil | None:
    if not ulang or (m.modul == "peramban" and not peramban.PROGRAM):
        return None
    sumber = folder / f"{kerja}-{n}.json"
    if not sumber.exists():
        sumber.write_text(json.dumps(isi.semua(kerja, n)), encoding="utf-8")
    return _jalankan(python if m.lain else [sys.executable], m.modul, kerja, str(sumber), ulang)


def _jalankan(python: list[str], modul: str, kerja: str, sumber: str, ulang: int) -> Hasil | None:
    perintah = [*python, "-m", "bench.mesin.satu", modul, kerja, sumber, str(ulang)]
    try:
        jadi = subprocess.run(perintah, cwd=AKAR, capture_output=True, text=True, check=True, timeout=DETIK)
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as galat:
        print(f"{modul} {kerja}: {galat.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    baca = json.loads(jadi.stdout.splitlines()[-1])
    hasil = Hasil(statistics.median(baca["detik"]), baca.get("mb", 0), baca.get("kb", 0))
    print(f"{modul} {kerja} {Path(sumber).stem}: {hasil.detik:.4f} s", file=sys.stderr, flush=True)
    return hasil


def _tabel(hasil: dict[str, list[Hasil | None]], qr: dict[str, Hasil | None]) -> list[str]:
    baris = ["| detik (kali kanvas) | " + " | ".join(m.judul for m in MESIN) + " |", "|---" * (len(MESIN) + 1) + "|"]
    for i, (_, _, judul) in enumerate(KERJA):
        batas = hasil["kanvas"][i]
        baris.append(f"| {judul} | " + " | ".join(_sel(hasil[m.modul][i], batas) for m in MESIN) + " |")
    baris.append("| satu kode QR | " + " | ".join(_qr(qr.get(m.modul)) for m in MESIN) + " |")
    return baris


def _sel(h: Hasil | None, batas: Hasil | None) -> str:
    if h is None:
        return "tidak diukur"
    return f"{h.detik:.2f}" + (f" ({h.detik / batas.detik:.1f}×)" if batas and h is not batas else "")


def _qr(h: Hasil | None) -> str:
    return f"{h.detik:.4f}" if h else "–"


def _rinci(hasil: dict[str, list[Hasil | None]]) -> list[str]:
    baris = [
        "| memori puncak MB / berkas kB | " + " | ".join(m.judul for m in MESIN) + " |",
        "|---" * (len(MESIN) + 1) + "|",
    ]
    for i, (_, _, judul) in enumerate(KERJA):
        sel = [f"{h.mb:.0f} / {h.kb:.0f}" if (h := hasil[m.modul][i]) else "–" for m in MESIN]
        baris.append(f"| {judul} | " + " | ".join(sel) + " |")
    return [*baris, "", "Memori panel ini: proses pencetaknya; mesin lain: proses terbesar."]
