"""Inside the worker process: one paper from HTML to PDF by xhtml2pdf, with our long tables and page lines.

Imported by documents.mesin.pekerja only; it loads the PDF libraries.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

# Importing adds the tags.
from documents.mesin import bagan_alir, blok_utuh, gambar_svg, jumlah_halaman, kode_qr, petak, seams, tabel_panjang  # noqa: F401

ASET = Path(__file__).resolve().parents[2] / "static" / "documents"

rl_config.useA85 = 0  # binary streams: a fifth smaller than ASCII85
rl_config.pageCompression = 1
logging.getLogger("xhtml2pdf").setLevel(logging.ERROR)


def cetak(tugas: dict[str, Any], _isi: bytes = b"") -> tuple[dict[str, Any], bytes]:
    """The PDF of one paper.

    `tugas`: html, baris, judul, subjek, nomor, batas_detik, huruf (regular, bold, italic, bold italic file).
    """
    tujuan = io.BytesIO()
    huruf = [Path(p) for p in tugas["huruf"]]
    huruf_awal(huruf[0])
    with tabel_panjang.isi(tugas["baris"]):
        hasil = pisa.CreatePDF(
            dengan_huruf(tugas["html"], huruf),
            dest=tujuan,
            encoding="utf-8",
            context_meta={
                "title": tugas["judul"],
                "subject": tugas["subjek"],
                "author": "",
                "keywords": tugas["nomor"],
            },
            resource_policy=aturan(huruf, tugas["batas_detik"]),
        )
    if hasil.err:
        raise ValueError("; ".join(str(catatan) for catatan in hasil.log)[:1000])
    return {}, tujuan.getvalue()


def aturan(huruf: list[Path], batas_detik: float) -> ResourceAccessPolicy:
    """What a paper may read and how long it may take: our own folder, its faces, no network."""
    return ResourceAccessPolicy.server(
        base_dir=ASET,
        extra_roots=tuple({p.parent for p in huruf}),
        allow_remote=False,
        max_render_seconds=batas_detik,
    )


def huruf_awal(berkas: Path) -> None:
    """Pages begin in our face."""
    nama = f"awal-{berkas}"
    if nama not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(nama, str(berkas)))
    seams.first_face(nama)


def dengan_huruf(html: str, huruf: list[Path]) -> str:
    """Templates say only `font-family: naskah`, so that a stored paper holds no path of a machine."""
    gaya = ("", "font-weight: bold;", "font-style: italic;", "font-weight: bold; font-style: italic;")
    muka = "".join(
        f'@font-face {{ font-family: naskah; src: url("{berkas.as_posix()}"); {g} }}\n'
        for berkas, g in zip(huruf, gaya, strict=True)
    )
    return html.replace("<head>", f"<head><style>\n{muka}</style>", 1)
