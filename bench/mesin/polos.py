"""xhtml2pdf as it is: the HTML of our templates, all letters in one document, its own tables, page counts and QR."""

from __future__ import annotations

import html
import io
import re
import time
from pathlib import Path
from typing import Any

from xhtml2pdf import pisa

from bench.mesin import produk
from documents import pdf, templat
from documents.mesin import cetak_html

HALAMAN = "Halaman <pdf:pagenumber></pdf:pagenumber> dari <pdf:pagecount></pdf:pagecount>"


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    surat = [
        templat.susun(
            "undangan_perorangan", {**isi["surat"], "penerima": [{k: p[k] for k in ("nama", "tempat", "qr")}]}
        )[0]
        for p in isi["penerima"]
    ]
    depan = surat[0].split('<table class="kop">')[0].replace("<pdf:halaman></pdf:halaman>", "Halaman 1 dari 1")
    badan = ['<table class="kop">' + s.split('<table class="kop">', 1)[1].split("</body>")[0] for s in surat]
    badan = [
        re.sub(
            r'<pdf:qr nilai="([^"]*)" ukuran="24mm"></pdf:qr>',
            r'<pdf:barcode value="\1" type="qr" barwidth="24mm" barheight="24mm"></pdf:barcode>',
            b,
        )
        for b in badan
    ]
    _cetak(depan + '<pdf:nextpage name="body"></pdf:nextpage>'.join(badan) + "</body></html>", tujuan)


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    baris = "".join(
        "<tr>" + "".join(f'<td class="{produk.kelas(i)}">{html.escape(t)}</td>' for i, t in enumerate(b)) + "</tr>"
        for b in isi["baris"]
    )
    _cetak(produk.bungkus(isi, f"{produk.kepala_tabel(isi)}<tbody>{baris}</tbody></table>", HALAMAN), tujuan)


def _cetak(teks: str, tujuan: Path) -> None:
    huruf = [Path(p) for p in pdf.berkas_huruf(teks)]
    with tujuan.open("wb") as berkas:
        hasil = pisa.CreatePDF(
            cetak_html.dengan_huruf(teks, huruf), dest=berkas, resource_policy=cetak_html.aturan(huruf, 600)
        )
    assert not hasil.err


def qr(banyak: int = 20) -> float:
    """Seconds for one code more in a document."""

    def detik(n: int) -> float:
        kode = "".join(
            f'<pdf:barcode value="https://panel.contoh.invalid/hadir/{i:016x}" type="qr" barwidth="24mm" '
            'barheight="24mm"></pdf:barcode>'
            for i in range(n)
        )
        mulai = time.perf_counter()
        pisa.CreatePDF(f"<html><body>{kode}</body></html>", dest=io.BytesIO())
        return time.perf_counter() - mulai

    detik(1)
    return (detik(banyak + 1) - detik(1)) / banyak
