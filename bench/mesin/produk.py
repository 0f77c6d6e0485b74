"""The product itself, through its worker: what a person waits for."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from bench.mesin.isi import KANAN, TENGAH
from documents import pdf, surat_massal
from documents.naskah import undangan as modul

GAYA = """@page { size: 330mm 215mm;
@frame isi { left: 12mm; top: 16mm; width: 306mm; height: 183mm; }
@frame kaki { -pdf-frame-content: kaki; left: 12mm; top: 203mm; width: 306mm; height: 5mm; } }
html { font-family: naskah; font-size: 8pt; } h4 { text-align: center; font-size: 11pt; margin: 0 0 6pt 0; }
#kaki { font-size: 7.5pt; }
td, th { border: 0.5pt solid #333; padding: 2pt 3pt 1pt 3pt; vertical-align: top; overflow-wrap: break-word; }
th { background-color: #dfe7ef; text-align: center; } .r { text-align: right; } .c { text-align: center; }"""


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    orang = [{k: p[k] for k in ("nama", "tempat", "qr")} for p in isi["penerima"]]
    surat = modul.perorangan({**isi["surat"], "penerima": orang})
    tujuan.write_bytes(surat_massal.render_banyak("undangan_perorangan", surat, judul="Undangan"))


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    contoh = "".join(f'<td class="{kelas(i)}">x</td>' for i in range(len(isi["kolom"])))
    tabel = (
        kepala_tabel(isi).replace("<table", '<table data-rows="usulan"') + f"<tbody><tr>{contoh}</tr></tbody></table>"
    )
    data = pdf.render(bungkus(isi, tabel, "<pdf:halaman></pdf:halaman>"), {"usulan": isi["baris"]}, judul=isi["judul"])
    tujuan.write_bytes(data)


def kelas(kolom: int) -> str:
    return "r" if kolom in KANAN else "c" if kolom in TENGAH else ""


def kepala_tabel(isi: dict[str, Any]) -> str:
    sel = "".join(
        f'<th style="width:{mm}mm">{html.escape(k)}</th>' for k, mm in zip(isi["kolom"], isi["lebar"], strict=True)
    )
    return f'<table repeat="1"><thead><tr>{sel}</tr></thead>'


def bungkus(isi: dict[str, Any], tabel: str, kaki: str) -> str:
    return (
        f'<html lang="id"><head><meta charset="utf-8"><style>{GAYA}</style></head><body><div id="kaki">{kaki}</div>'
        f"<h4>{isi['judul']}</h4>{tabel}</body></html>"
    )


def memori() -> float:
    """The most that the worker ever held, in MB."""
    status = Path(f"/proc/{pdf._kumpulan._siap[0].proses.pid}/status").read_text()
    puncak = re.search(r"VmHWM:\s+(\d+)", status)
    return int(puncak[1]) / 1024 if puncak else 0.0


def qr(banyak: int = 400) -> float:
    """Seconds for one code, each of another text."""
    import io
    import time

    from reportlab.pdfgen.canvas import Canvas

    from documents.mesin import kode_qr

    kode_qr.topeng.cache_clear()
    kanvas = Canvas(io.BytesIO())
    mulai = time.perf_counter()
    for i in range(banyak):
        kode_qr.gambar(kanvas, f"https://panel.contoh.invalid/hadir/{i:016x}", 0, 0, 68)
    return (time.perf_counter() - mulai) / banyak
