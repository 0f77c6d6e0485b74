"""`make bench`: prepare, measure, print the table and write it between the markers of docs/benchmarks.md.

With `--mesin` instead the table of the engines (bench/mesin), with `--panel` that of the other admin panels
(bench/panel), with `--wajah` what the browser sees (bench/wajah.py), between markers of their own.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench import JUMLAH, SANDI, halaman, naskah, proses

AKAR = Path(__file__).resolve().parent.parent
BATAS = {"halaman": 60.0, "undangan": 0.25, "klik": 0.15, "berita_acara": 10.0, "mulai": 3.0, "memori": 180.0}


def main() -> None:
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="ukur-") as folder:
        env = {
            "VAR": folder,
            "MODE": "demo",
            "DEMO_PASSWORD": SANDI,
            "DEMO_USULAN": str(JUMLAH),
            "SECRET_KEY": "",
            "PUBLIC_URL": "",
        }
        os.environ.update(env)
        bagian = next((b for b in BAGIAN if f"--{b}" in sys.argv), "bench")
        tabel = "\n".join(BAGIAN[bagian]() if bagian in BAGIAN else _ukur(env))
    print(tabel)
    _tulis(tabel, bagian)


def _ukur_mesin() -> list[str]:
    from bench.mesin import tabel

    return [*tabel.ukur(), "", _di_mana()]


def _ukur_panel() -> list[str]:
    from bench.panel import tabel

    return [*tabel.ukur(), "", _di_mana()]


def _ukur_wajah() -> list[str]:
    from bench import wajah

    return [*wajah.ukur(), "", _di_mana()]


def _di_mana() -> str:
    return f"Mesin: {os.cpu_count()} inti, Python {platform.python_version()}; median, bacalah perbandingannya."


BAGIAN = {"mesin": _ukur_mesin, "panel": _ukur_panel, "wajah": _ukur_wajah}


def _ukur(env: dict[str, str]) -> list[str]:
    from app import create_app

    app = create_app()
    with app.app_context():
        _siapkan()
    from admin import screens

    jenis = [kind for _, kind, _ in screens()]
    ukuran, tidak = halaman.semua(app, jenis)
    with app.app_context():
        kertas = naskah.semua()
    kertas.append(naskah.klik(app))
    mulai = proses.waktu_mulai(env)
    web, anak = proses.memori(env, [u.url for u in ukuran])
    return [
        *_ringkas(ukuran, kertas, mulai, web),
        *(f"| proses anak: {nama} | {mb:.0f} MB | – |" for nama, mb in anak.items()),
        "",
        *_rinci(ukuran),
        "",
        f"Mesin: {os.cpu_count()} inti, Python {platform.python_version()}, "
        f"{app.config['SETELAN'].database_url.split(':')[0]}; {JUMLAH} usulan; median dari {halaman.ULANG}.",
        f"Tidak terbuka bagi siapa pun pada data ini: {', '.join(tidak) or '–'}.",
    ]


def _siapkan() -> None:
    from models.base import db
    from seed import siap

    for _ in siap.siapkan(db.session):
        pass
    db.session.remove()


def _ringkas(ukuran: list[halaman.Ukuran], kertas: list[tuple[str, float, int]], mulai: float, web: float) -> list[str]:
    terlama = max(ukuran, key=lambda u: u.ms)
    tengah = sorted(u.ms for u in ukuran)[len(ukuran) // 2]
    return [
        "| apa | terukur | batas |",
        "|---|---|---|",
        f"| halaman terlama ({terlama.nama}) | {terlama.ms:.1f} ms | {BATAS['halaman']:.0f} ms |",
        f"| halaman, median dari {len(ukuran)} | {tengah:.1f} ms | {BATAS['halaman']:.0f} ms |",
        f"| halaman Flask-Admin kosong | {halaman.halaman_kosong():.1f} ms | – |",
        *(
            f"| {judul} ({besar // 1024} kB) | {detik:.2f} s | {_batas_naskah(judul)} |"
            for judul, detik, besar in kertas
        ),
        f"| `python app.py` sampai halaman pertama | {mulai:.2f} s | {BATAS['mulai']:.0f} s |",
        f"| memori proses web setelah semua halaman | {web:.0f} MB | {BATAS['memori']:.0f} MB |",
    ]


def _batas_naskah(judul: str) -> str:
    if "klik" in judul:
        return f"{BATAS['klik']} s"
    if judul == "Surat undangan":
        return f"{BATAS['undangan']} s"
    return f"{BATAS['berita_acara']:.0f} s" if "acara" in judul else "–"


def _rinci(ukuran: list[halaman.Ukuran]) -> list[str]:
    per_jenis: dict[str, dict[str, halaman.Ukuran]] = defaultdict(dict)
    for satu in ukuran:
        kind, _, apa = satu.nama.rpartition(" ")
        per_jenis[kind or satu.nama][apa if kind else "daftar"] = satu
    baris = ["| jenis | " + " | ".join(halaman.HALAMAN) + " |", "|---" * (len(halaman.HALAMAN) + 1) + "|"]
    for kind, apa in per_jenis.items():
        sel = [f"{u.ms:.1f} ({u.sql_ms:.1f}, {u.kueri})" if (u := apa.get(h)) else "–" for h in halaman.HALAMAN]
        baris.append(f"| {kind} | " + " | ".join(sel) + " |")
    return ["Tiap sel: ms pada penangan (di antaranya ms di basis data, banyaknya kueri).", "", *baris]


def _tulis(tabel: str, bagian: str) -> None:
    """Between the markers of this part; a new part goes to the end of the file."""
    awal, akhir = f"<!-- {bagian} -->", f"<!-- /{bagian} -->"
    berkas = AKAR / "docs" / "benchmarks.md"
    isi_berkas = berkas.read_text(encoding="utf-8") if berkas.exists() else "# Ukuran\n"
    if awal not in isi_berkas:
        isi_berkas = f"{isi_berkas.rstrip()}\n\n{awal}\n{akhir}\n"
    depan, _, sisa = isi_berkas.partition(awal)
    _, _, belakang = sisa.partition(akhir)
    berkas.write_text(f"{depan}{awal}\n{tabel}\n{akhir}{belakang}", encoding="utf-8")


if __name__ == "__main__":
    main()
