"""Papers on the screen: which a record has, the frozen PDF of an issued one, and the KONSEP of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response
from flask_admin import expose

from admin import unggah
from admin.masuk import saya
from documents import catalog, issue
from models.base import Record, db, slug
from models.dokumen import Dokumen, StatusDokumen
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


def papers(record: Record, actor: Actor) -> list[Cetakan]:
    if not may(actor, Verb.CETAK, record):
        return []
    found = catalog.for_record(record)
    states = _states(record) if any(k.terbit for k in found) else {}
    url = f"/{slug(record.kind)}/print"
    return [Cetakan(k.judul, f"{url}/{k.kode}/{record.id}", states.get(k.kode, "Konsep")) for k in found]


def _states(record: Record) -> dict[str, str]:
    """How far each issued paper of this record is, by code; the newest version counts."""
    stmt = db.select(Dokumen.kode, Dokumen.status, Dokumen.nomor).filter_by(
        naskah_kind=record.kind, naskah_id=record.id
    )
    rows = db.session.execute(stmt.where(Dokumen.deleted_at.is_(None)).order_by(Dokumen.versi, Dokumen.id))
    return {kode: f"{KETERANGAN[status]}{f', nomor {nomor}' if nomor else ''}" for kode, status, nomor in rows}


class PrintRoutes:
    """The part of PanelView that prints."""

    @expose("/print/<kode>/<id>")
    def print_view(self, kode: str, id: str) -> Response:
        record = self.get_one(id)  # type: ignore[attr-defined]
        if not may(saya(), Verb.CETAK, record):
            raise Ditolak("Anda tidak berwenang mencetak naskah ini.")
        name, data = issue.cetak(record, kode)
        return unggah.serve(name, "application/pdf", data)
