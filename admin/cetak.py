"""Papers on the screen: which a record has, the frozen PDF of an issued one, and the KONSEP of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin import unggah
from admin.masuk import saya
from bulk import operasi
from documents import catalog, huruf, issue
from models import setelan
from models.base import Record, db, slug
from models.dokumen import Dokumen, StatusDokumen
from models.operasi import JenisOperasi
from models.pengaturan import nilai
from models.pesan import Ditolak
from sop.access import Actor, Verb, may

KETERANGAN = {
    StatusDokumen.MEMBEKUKAN: "Sedang dibekukan",
    StatusDokumen.TERBIT: "Terbit",
    StatusDokumen.DIGANTI: "Diganti",
    StatusDokumen.DIBATALKAN: "Dibatalkan",
}


@dataclass(frozen=True)
class Cetakan:
    """A paper of a record as a link; `keterangan` says whether it is issued or a draft."""

    judul: str
    url: str
    keterangan: str
    pekerjaan: bool  # long: made as a job with progress


def papers(record: Record, actor: Actor) -> list[Cetakan]:
    found = catalog.for_record(record)
    if not found or not may(actor, Verb.CETAK, record):
        return []
    states = _states(record)
    url = f"/{slug(record.kind)}/print"
    return [
        Cetakan(
            k.judul,
            f"{url}/{k.kode}/{record.id}",
            _words(states.get(k.kode)) if k.terbit else "",  # a list or a label is never issued
            is_job(k, record, states),
        )
        for k in found
    ]


def font_name() -> str:
    """The family that papers are printed with; a stand-in names itself."""
    return huruf.nama_huruf(nilai("kertas.huruf", huruf.BAWAAN), setelan.kini().font_dir)


def _states(record: Record) -> dict[str, Any]:
    """How far each issued paper of this record is (status, nomor), by code; the newest version counts."""
    stmt = db.select(Dokumen.kode, Dokumen.status, Dokumen.nomor).where(
        Dokumen.naskah_kind == record.kind, Dokumen.naskah_id == record.id, Dokumen.deleted_at.is_(None)
    )
    return {row.kode: row for row in db.session.execute(stmt.order_by(Dokumen.versi, Dokumen.id))}


def _words(state: Any) -> str:
    if state is None:
        return "Konsep"
    return KETERANGAN[state.status] + (f", nomor {state.nomor}" if state.nomor else "")


def is_job(paper: catalog.Kertas, record: Record, states: dict[str, Any]) -> bool:
    """A long paper that is not frozen has to be drawn, and that takes longer than a person waits for a page."""
    state = states.get(paper.kode)
    frozen = state is not None and state.status in (StatusDokumen.TERBIT, StatusDokumen.MEMBEKUKAN)
    return not frozen and paper.panjang(record) > catalog.BANYAK


class PrintRoutes:
    """The part of PanelView that prints."""

    @expose("/print/<kode>/<id>", methods=("GET", "POST"))
    def print_view(self, kode: str, id: str) -> Any:
        """GET serves the PDF, for a long draft the page of its button; POST makes a job of it."""
        record = self.get_one(id)  # type: ignore[attr-defined]
        if not may(saya(), Verb.CETAK, record):
            raise Ditolak("Anda tidak berwenang mencetak naskah ini.")
        paper = catalog.kertas(kode, record.kind)
        if paper is not None and is_job(paper, record, _states(record)):
            if request.method == "POST":
                title = f"Cetak {paper.judul.lower()}"
                op = operasi.buat(JenisOperasi.CETAK, type(record), [record.id], saya(), judul=title, aksi=kode)
                return redirect(f"/operasi/details/?id={op.id}")
            return self.render("admin/cetak.html", naskah=paper, record=record, model=type(record))  # type: ignore[attr-defined]
        name, data = issue.cetak(record, kode)
        return unggah.serve(name, "application/pdf", data)
