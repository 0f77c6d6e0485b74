"""Work on many records and long papers: how far it is, what it brought row by row, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import make_response, request
from flask_admin import expose

from admin import acuan, tampil
from admin.panel import PanelView
from bulk import operasi as bulk_operasi
from models.base import kinds, slug
from models.operasi import JenisOperasi, Operasi, StatusOperasi

SEGARKAN = 2  # seconds between two looks at work that still runs


@dataclass(frozen=True)
class Baris:
    nama: str
    url: str
    berhasil: bool | None
    pesan: str


def report(op: Operasi) -> list[Baris]:
    """Row by row, what did not work first; names by one query."""
    model = kinds().get(op.kind_sasaran or "")
    if model is None or op.jenis is JenisOperasi.CETAK:
        return []
    rows = bulk_operasi.laporan(op.id)
    known = acuan.names(model.__tablename__, [row.record_id for row in rows])
    url = f"/{slug(model.__tablename__)}/details/?id="
    name = [known.get(row.record_id, f"{model.JUDUL} {row.record_id}") for row in rows]
    return [Baris(n, f"{url}{r.record_id}", r.berhasil, r.pesan or "") for n, r in zip(name, rows, strict=True)]


class OperasiView(PanelView):
    """The page looks again by itself until the work is done."""

    @expose("/details/")
    def details_view(self) -> Any:
        op: Any = self.get_one(request.args.get("id"))
        running = op.status in bulk_operasi.TERBUKA
        context = {
            "op": op,
            "model": self.model,
            "status": (tampil.word(op.status), tampil.tone(op.status)),
            "berjalan": running,
            "baris": report(op),
            "gagal": op.dikerjakan - op.berhasil,
            "berkas": f"{self.url}/file/berkas_id/?id={op.id}" if op.berkas_id else "",
            "kembali": f"/{slug(op.kind_sasaran)}/" if op.kind_sasaran else "/",
            "rusak": op.status is StatusOperasi.GAGAL,
        }
        response = make_response(self.render("admin/operasi.html", **context))
        if running:
            response.headers["Refresh"] = str(SEGARKAN)
        return response
