"""`make samples`: every paper of the catalog from the finished demonstration year, as PDF and pictures, on one page.

It reads the database of this installation (VAR, DATABASE_URL) and prepares the demonstration first where there is none.
The folder var/contoh is made anew; a paper for which no record exists is named there, not left out.
"""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import create_app
from bulk import keluaran
from documents import issue, pdf
from documents.catalog import KATALOG, Kertas
from migrations import siap as basis_siap
from models import setelan
from models.base import Record, db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pesan import SopError
from seed import siap
from tests.documents import geometri

DPI = 80
PALING_BANYAK = 40  # pages that are pictured of one paper
TIDAK_ADA = "Belum ada data yang mempunyai naskah ini pada tahun demonstrasi."


@dataclass(frozen=True)
class Contoh:
    """A paper as it came out: its pictures, or why there are none."""

    kertas: Kertas
    record: str
    halaman: int
    ukuran: str
    gambar: list[str]
    sebab: str


def main() -> None:
    app = create_app()
    tujuan = setelan.kini().var / "contoh"
    shutil.rmtree(tujuan, ignore_errors=True)
    tujuan.mkdir(parents=True)
    with app.app_context():
        with db.engine.connect() as koneksi:
            ada = basis_siap(koneksi)
        if not ada:
            for baris in siap.siapkan(db.session):
                print(baris, flush=True)
        hasil = []
        for kertas in KATALOG:
            hasil.append(_satu(kertas, tujuan))
            print(
                f"{nama(kertas)}: {hasil[-1].sebab or f'{hasil[-1].halaman} halaman, {hasil[-1].record}'}", flush=True
            )
        db.session.remove()
    pdf.tutup()
    (tujuan / "index.html").write_text(halaman(hasil), encoding="utf-8")
    print(f"{sum(not h.sebab for h in hasil)} dari {len(hasil)} naskah: {tujuan / 'index.html'}")


def nama(kertas: Kertas) -> str:
    """The stem of its files; a code that stands for several kinds names the kind as well."""
    sendiri = sum(k.kode == kertas.kode for k in KATALOG) == 1
    return kertas.kode if sendiri else f"{kertas.kode}-{kertas.kind}"


def _satu(kertas: Kertas, tujuan: Path) -> Contoh:
    record = next((r for r in _calon(kertas.kind) if kertas.bila(r)), None)
    if record is None:
        return Contoh(kertas, "", 0, "", [], TIDAK_ADA)
    sebutan = str(record)
    try:
        _, isi = issue.cetak(record, kertas.kode)
    except SopError as galat:
        return Contoh(kertas, sebutan, 0, "", [], str(galat.pesan))
    finally:
        db.session.rollback()
    (tujuan / f"{nama(kertas)}.pdf").write_bytes(isi)
    lembar = geometri.gambar(isi, DPI)
    gambar = []
    for n, g in enumerate(lembar[:PALING_BANYAK], 1):
        gambar.append(f"{nama(kertas)}-{n:02d}.png")
        g.save(tujuan / gambar[-1], optimize=True)
    h = geometri.baca(isi)[0]
    return Contoh(kertas, sebutan, len(lembar), f"{h.lebar:.0f} × {h.tinggi:.0f} mm", gambar, "")


def _calon(kind: str) -> Iterator[Record]:
    """The records of a kind, those of a finished Musrenbang first, what is issued before what is a draft."""
    tahun = db.session.scalars(db.select(Musrenbang).where(Musrenbang.deleted_at.is_(None))).all()
    for m in sorted(tahun, key=lambda m: (m.status is not StatusMusrenbang.SELESAI, m.tahun)):
        yield from sorted(keluaran.milik_musrenbang(m, kind), key=_bobot)


def _bobot(record: Any) -> tuple[bool, bool]:
    status = getattr(record, "status", None)
    return status == "dibatalkan", status not in ("terbit", "ditetapkan", "diarsipkan", "selesai")


def halaman(hasil: list[Contoh]) -> str:
    """The contact sheet."""
    isi = "".join(_bagian(h) for h in hasil)
    tidak = sum(bool(h.sebab) for h in hasil)
    return f"""<!doctype html><html lang="id"><meta charset="utf-8"><title>Contoh naskah</title>
<style>
body {{ font: 15px/1.4 system-ui, sans-serif; margin: 2rem; background: #eceeee; color: #1b2322; }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 0.5rem; }} small {{ font-weight: 400; color: #55615f; }}
.lembar {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }}
.lembar img {{ width: 300px; background: #fff; box-shadow: 0 1px 4px #0004; }}
.sebab {{ padding: 0.6rem 1rem; background: #fff3cd; border-left: 4px solid #b58100; }}
</style><h1>Contoh naskah</h1><p>{len(hasil) - tidak} dari {len(hasil)} naskah katalog tercetak.
Bandingkan dengan formulir resmi: kop, perataan titik dua, blok tanda tangan, pergantian halaman, nama panjang.</p>
{isi}</html>"""


def _bagian(h: Contoh) -> str:
    judul = f"{html.escape(h.kertas.judul)} <small>{nama(h.kertas)} · {_asal(h)}</small>"
    if h.sebab:
        return f'<h2>{judul}</h2><p class="sebab">{html.escape(h.sebab)}</p>'
    berkas = f"{nama(h.kertas)}.pdf"
    gambar = "".join(
        f'<a href="{berkas}#page={n}"><img loading="lazy" src="{g}" alt="halaman {n}"></a>'
        for n, g in enumerate(h.gambar, 1)
    )
    sisa = f" (digambar {len(h.gambar)})" if len(h.gambar) < h.halaman else ""
    return (
        f'<h2>{judul}</h2><p><a href="{berkas}">{berkas}</a> · {h.halaman} halaman{sisa} · {h.ukuran}</p>'
        f'<div class="lembar">{gambar}</div>'
    )


def _asal(h: Contoh) -> str:
    return html.escape(f"{h.kertas.kind}: {h.record}" if h.record else h.kertas.kind)


if __name__ == "__main__":
    main()
