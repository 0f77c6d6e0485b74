"""Work on many records and long papers: how far it is, what it brought row by row, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import make_response, redirect, request
from flask_admin import expose

from admin import gerak, tampil, tinjau
from admin.masuk import saya
from admin.panel import PanelView
from bulk import cetak
from bulk import operasi as bulk_operasi
from bulk.daftar import acuan
from documents import tulisan
from models.base import db, kinds, slug
from models.berkas import Berkas
from models.operasi import JenisOperasi, Operasi, StatusOperasi

SEGARKAN = 2  # seconds between two looks at work that still runs


@dataclass(frozen=True)
class Baris:
    nama: str
    url: str
    berhasil: bool | None
    pesan: str


def report(op: Operasi) -> list[Baris]:
    """Row by row, what did not work first; names by one query for each kind."""
    rows = [(row, row.kind or op.kind_sasaran or "") for row in bulk_operasi.laporan(op.id)]
    rows = [(row, kind) for row, kind in rows if kind in kinds()]
    known = {kind: acuan.names(kind, [row.record_id for row, k in rows if k == kind]) for kind in {k for _, k in rows}}
    found = []
    for row, kind in rows:
        name = known[kind].get(row.record_id, f"{kinds()[kind].JUDUL} {row.record_id}")
        words = row.pesan or ""
        if row.kode:  # a paper: what it is called says all when it was printed
            name, words = cetak.sebutan(kind, row.kode, name), "" if row.berhasil else words
        found.append(Baris(name, f"/{slug(kind)}/details/?id={row.record_id}", row.berhasil, words))
    return found


@dataclass(frozen=True)
class Hasil:
    """The file that the work brought."""

    url: str
    kata: str  # "Buka PDF", "Unduh ZIP"
    ukuran: str


def result(op: Operasi, url: str) -> Hasil | None:
    stmt = db.select(Berkas.mime, Berkas.ukuran).where(Berkas.id == op.berkas_id)
    file = db.session.execute(stmt).first()
    if file is None:
        return None
    return Hasil(url, "Buka PDF" if file.mime == "application/pdf" else "Unduh ZIP", tulisan.size(file.ukuran))


class OperasiView(tinjau.ReviewRoutes, PanelView):
    """The page looks again by itself until the work is done."""

    @expose("/details/")
    def details_view(self) -> Any:
        op: Any = self.get_one(request.args.get("id"))
        if tinjau.waits(op):
            return redirect(f"/operasi/tinjau/?id={op.id}")
        running = op.status in bulk_operasi.TERBUKA
        context = {
            "op": op,
            "model": self.model,
            "status": (tulisan.word(op.status), tampil.tone(op.status)),
            "berjalan": running,
            "baris": report(op),
            "gagal": op.dikerjakan - op.berhasil,
            "berkas": result(op, f"{self.url}/file/berkas_id/?id={op.id}"),
            "cetak": op.jenis is JenisOperasi.CETAK,
            "tindakan": gerak.offers(op, saya()),
            "kembali": tinjau.back_of(op),
            "urung": tinjau.undo_offer(op),
            "rusak": op.status is StatusOperasi.GAGAL,
        }
        response = make_response(self.render("admin/operasi.html", **context))
        if running:
            response.headers["Refresh"] = str(SEGARKAN)
        return response
