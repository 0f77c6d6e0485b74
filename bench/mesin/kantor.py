"""LibreOffice: a docx made by python-docx, then soffice without a window, one process for each document."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document  # type: ignore[import-not-found]
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK  # type: ignore[import-not-found]
from docx.oxml import parse_xml  # type: ignore[import-not-found]
from docx.oxml.ns import nsdecls  # type: ignore[import-not-found]
from docx.shared import Mm, Pt  # type: ignore[import-not-found]

from bench.mesin.isi import KANAN, TENGAH

PROGRAM = "soffice" if shutil.which("soffice") else ""
TWIP = 56.69  # in a millimetre


def undangan(isi: dict[str, Any], tujuan: Path) -> None:
    dokumen = _dokumen(215, 330, (30, 20, 15, 20), 12)
    for i, p in enumerate(isi["penerima"]):
        akhir = _surat(dokumen, isi["surat"], p)
        if i < len(isi["penerima"]) - 1:
            akhir.add_run().add_break(WD_BREAK.PAGE)
    _cetak(dokumen, tujuan)


def lampiran(isi: dict[str, Any], tujuan: Path) -> None:
    dokumen = _dokumen(330, 215, (12, 12, 16, 16), 8)
    dokumen.add_paragraph(isi["judul"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    lebar = [int(mm * TWIP) for mm in isi["lebar"]]
    sisi = "".join(
        f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    kolom = "".join(f'<w:gridCol w:w="{w}"/>' for w in lebar)
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblBorders>{sisi}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{kolom}</w:tblGrid>{_baris(isi['kolom'], lebar, '<w:tblHeader/>')}"
        + "".join(_baris(b, lebar) for b in isi["baris"])
        + "</w:tbl>"
    )
    dokumen.element.body.insert(len(dokumen.element.body) - 1, parse_xml(xml))
    _cetak(dokumen, tujuan)


def _baris(teks: list[str], lebar: list[int], sifat: str = "") -> str:
    rata = ["right" if i in KANAN else "center" if i in TENGAH else "left" for i in range(len(teks))]
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{sifat}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="{r}"/></w:pPr>'
            f"<w:r><w:t>{escape(t)}</w:t></w:r></w:p></w:tc>"
            for t, w, r in zip(teks, lebar, rata, strict=True)
        )
        + "</w:tr>"
    )


def _dokumen(lebar: float, tinggi: float, tepi: tuple[float, float, float, float], ukuran: float) -> Any:
    dokumen = Document()
    bagian = dokumen.sections[0]
    bagian.page_width, bagian.page_height = Mm(lebar), Mm(tinggi)
    bagian.left_margin, bagian.right_margin, bagian.top_margin, bagian.bottom_margin = map(Mm, tepi)
    gaya = dokumen.styles["Normal"]
    gaya.font.name, gaya.font.size = "Liberation Sans", Pt(ukuran)
    gaya.paragraph_format.space_after = Pt(0)
    return dokumen


def _surat(dokumen: Any, s: dict[str, Any], p: dict[str, Any]) -> Any:
    """One letter; its last paragraph."""
    for teks in (s["kop"]["pemda"], s["kop"]["instansi"], s["kop"]["kontak"][0]):
        dokumen.add_paragraph(teks).alignment = WD_ALIGN_PARAGRAPH.CENTER
    kepala = (("Nomor", s["nomor"]), ("Sifat", s["sifat"]), ("Lampiran", s["lampiran"]), ("Hal", s["hal"]))
    _kisi(dokumen, [[k, ":", v] for k, v in kepala], (20, 4, 100))
    for teks in ("Bogor, 9 Maret 2026", "Kepada", f"Yth. {p['nama']}", f"di {p['tempat']}", "", s["pembuka"]):
        dokumen.add_paragraph(teks)
    _kisi(dokumen, [[r["label"], ":", r["isi"]] for r in s["rincian"]], (24, 4, 120))
    for teks in s["penutup"].split("\n\n"):
        dokumen.add_paragraph(teks)
    ttd = s["penanda_tangan"]
    tabel = _kisi(dokumen, [["", ttd["jabatan"]]], (73, 92))
    png = io.BytesIO(base64.b64decode(p["png"].split(",", 1)[1]))
    tabel.cell(0, 0).paragraphs[0].add_run().add_picture(png, Mm(24))
    for teks in ("", "", ttd["nama"], ttd["pangkat"], f"NIP {ttd['nip']}"):
        tabel.cell(0, 1).add_paragraph(teks)
    for teks in ["Tembusan:", *s["tembusan"]]:
        akhir = dokumen.add_paragraph(teks)
    return akhir


def _kisi(dokumen: Any, baris: list[list[str]], lebar: tuple[float, ...]) -> Any:
    tabel = dokumen.add_table(rows=len(baris), cols=len(lebar))
    tabel.autofit = False
    for y, teks in enumerate(baris):
        for x, t in enumerate(teks):
            sel = tabel.cell(y, x)
            sel.width = Mm(lebar[x])
            sel.paragraphs[0].add_run(t)
    return tabel


def _cetak(dokumen: Any, tujuan: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sumber = Path(folder) / f"{tujuan.stem}.docx"
        dokumen.save(sumber)
        subprocess.run(
            [
                *(PROGRAM, f"-env:UserInstallation=file://{tempfile.gettempdir()}/ukur-kantor", "--headless"),
                *("--norestore", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(tujuan.parent), str(sumber)),
            ],
            check=True,
            capture_output=True,
        )
