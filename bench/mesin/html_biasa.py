"""The contents as HTML and CSS of the standard, for engines that print what a browser prints."""

from __future__ import annotations

from html import escape
from typing import Any

from bench.mesin.isi import KANAN, TENGAH

SURAT = """@page { size: 215mm 330mm; margin: 15mm 20mm 20mm 30mm; }
body { font: 12pt/1.15 "Liberation Sans"; margin: 0; } p { margin: 0 0 6pt; text-align: justify; }
table { border-collapse: collapse; width: 100%; } td { vertical-align: top; padding: 0; }
.kop p { text-align: center; margin: 0; } .besar { font-size: 14pt; font-weight: bold; }
.garis { border-top: 2.5pt solid; border-bottom: .75pt solid; height: 1.25pt; margin-bottom: 8mm; }
.isi { text-indent: 12mm; margin-left: 24mm; } .rincian { margin-left: 36mm; width: 129mm; margin-bottom: 6pt; }
.ttd { break-inside: avoid; margin-top: 5mm; } .ttd p { text-align: center; margin: 0; } .ruang { height: 20mm; }
section { break-after: page; } section:last-child { break-after: auto; } img { width: 24mm; }"""
TABEL = """@page { size: 330mm 215mm; margin: 16mm 12mm; @bottom-right { font: 7.5pt "Liberation Sans";
content: "Halaman " counter(page) " dari " counter(pages); } }
body { font: 8pt "Liberation Sans"; margin: 0; } h4 { text-align: center; font-size: 11pt; margin: 0 0 6pt; }
table { border-collapse: collapse; table-layout: fixed; width: 306mm; } tr { break-inside: avoid; }
td, th { border: .5pt solid #333; padding: 2pt 3pt 1pt; vertical-align: top; overflow-wrap: break-word; }
th { background: #dfe7ef; } .r { text-align: right; } .c { text-align: center; }"""


def undangan(isi: dict[str, Any]) -> str:
    return _halaman(SURAT, "".join(_surat(isi["surat"], p) for p in isi["penerima"]))


def lampiran(isi: dict[str, Any]) -> str:
    kolom = "".join(f'<col style="width:{mm}mm">' for mm in isi["lebar"])
    kepala = "".join(f"<th>{escape(k)}</th>" for k in isi["kolom"])
    kelas = ["r" if i in KANAN else "c" if i in TENGAH else "" for i in range(len(isi["kolom"]))]
    baris = "".join(
        "<tr>" + "".join(f'<td class="{k}">{escape(t)}</td>' for k, t in zip(kelas, b, strict=True)) + "</tr>"
        for b in isi["baris"]
    )
    return _halaman(
        TABEL, f"<h4>{isi['judul']}</h4><table>{kolom}<thead><tr>{kepala}</tr></thead><tbody>{baris}</tbody></table>"
    )


def _halaman(gaya: str, badan: str) -> str:
    kepala = f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><style>{gaya}</style></head>'
    return f"{kepala}<body>{badan}</body></html>"


def _surat(s: dict[str, Any], p: dict[str, Any]) -> str:
    ttd = s["penanda_tangan"]
    butir = {"Nomor": s["nomor"], "Sifat": s["sifat"], "Lampiran": s["lampiran"], "Hal": s["hal"]}
    return (
        f'<section><div class="kop"><p>{s["kop"]["pemda"]}</p><p class="besar">{s["kop"]["instansi"]}</p>'
        f'<p>{s["kop"]["kontak"][0]}</p></div><div class="garis"></div><table><tr><td style="width:89mm"><table>'
        + "".join(
            f'<tr><td style="width:20mm">{k}</td><td style="width:4mm">:</td><td>{v}</td></tr>'
            for k, v in butir.items()
        )
        + f"</table></td><td>{s['tempat']}, 9 Maret 2026<br>Kepada<br>Yth. {escape(p['nama'])}<br>"
        f'di {p["tempat"]}</td></tr></table><p class="isi">{s["pembuka"]}</p><table class="rincian">'
        + "".join(
            f'<tr><td style="width:24mm">{r["label"]}</td><td style="width:4mm">:</td><td>{r["isi"]}</td></tr>'
            for r in s["rincian"]
        )
        + "</table>"
        + "".join(f'<p class="isi">{a}</p>' for a in s["penutup"].split("\n\n"))
        + f'<table class="ttd"><tr><td style="width:73mm"><img src="{p["png"]}"></td><td><p><b>{ttd["jabatan"]}</b></p>'
        f'<div class="ruang"></div><p><b>{ttd["nama"]}</b></p><p>{ttd["pangkat"]}</p><p>NIP {ttd["nip"]}</p>'
        "</td></tr></table>"
        f"<p>Tembusan:</p><ol>{''.join(f'<li>{t}</li>' for t in s['tembusan'])}</ol></section>"
    )
