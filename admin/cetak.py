"""Papers on the screen: which a record has and in which state, one PDF of it, and the start of a print of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin import unggah
from admin.masuk import saya
from bulk import akses_pribadi, operasi
from bulk.bentuk import BENTUK
from bulk.lembar import Lembar
from documents import catalog, huruf, issue, kata, kepala, tulisan
from models import setelan
from models.base import Record, db, slug
from models.dokumen import Dokumen, StatusDokumen
from models.pengaturan import nilai
from models.pesan import Ditolak, Keliru, Pesan
from sop.access import Actor, Verb, may

TERLIHAT = 4  # so many papers stand open on the card of a record; the tools of the desk are folded away
AWALAN = "cetak:"  # in the menu over a selection: "cetak:undangan:zip"
DITOLAK = Pesan("Anda tidak berwenang mencetak naskah ini.")
# Words and colour of a paper.
KEADAAN = {
    StatusDokumen.MENUNGGU_NOMOR: (Pesan("Ditandatangani, menunggu nomor"), "jalan"),
    StatusDokumen.MEMBEKUKAN: (Pesan("Sedang dibekukan"), "jalan"),
    StatusDokumen.TERBIT: (Pesan("Terbit"), "selesai"),
    StatusDokumen.DIGANTI: (Pesan("Diganti"), "netral"),
    StatusDokumen.DIBATALKAN: (Pesan("Dibatalkan"), "bahaya"),
}


@dataclass(frozen=True)
class Cetakan:
    """A paper of a record as a link: its state in words and colour, its number once it is issued."""

    judul: str
    url: str
    keterangan: str
    nada: str
    nomor: str
    pekerjaan: bool  # long: made as a job with progress
    keaslian: str = ""  # the page of the issued paper


@dataclass(frozen=True)
class Kartu:
    """The card of a record: what is used most stands open, the rest is folded away; `url_semua` prints all of it."""

    utama: list[Cetakan]
    lain: list[Cetakan]
    url_semua: str
    huruf: str  # the typefaces of them all


def card(record: Record, actor: Actor) -> Kartu | None:
    """None where there is nothing to print, or no right to."""
    found = sorted(_for_person(record, actor), key=lambda k: (not k.terbit, k.banyak is None, k.alat))
    if not found or not may(actor, Verb.CETAK, record):
        return None
    states = _states(record)
    url = f"/{slug(record.kind)}/print"
    papers = [_paper(k, record, url, states) for k in found]
    letters = sum(k.banyak is not None for k in found)
    cut, first = sum(not k.alat for k in found) + letters, sum(k.terbit for k in found) + letters
    cut = len(papers) if len(papers) <= TERLIHAT else min(cut, max(TERLIHAT, first))
    return Kartu(papers[:cut], papers[cut:], f"{url}-all/{record.id}" if len(papers) > 1 else "", _faces(found, states))


def _for_person(record: Record, actor: Actor) -> list[catalog.Kertas]:
    return [k for k in catalog.for_record(record) if akses_pribadi.closed(k, actor) is None]


def _paper(paper: catalog.Kertas, record: Record, url: str, states: dict[str, Any]) -> Cetakan:
    state = states.get(paper.sumber or paper.kode)
    words, tone = (
        KEADAAN[state.status]
        if state is not None
        else (Pesan("Konsep") if paper.terbit else Pesan("Cetak kapan saja"), "")
    )
    number = (state.nomor or "") if state is not None else ""
    job, origin = is_job(paper, record, states), f"/dokumen/details/?id={state.id}" if state is not None else ""
    return Cetakan(paper.judul, f"{url}/{paper.kode}/{record.id}", words, tone, number, job, origin)


def _faces(papers: list[catalog.Kertas], states: dict[str, Any]) -> str:
    """The faces that these papers are printed in, of what is signed the one that was fixed; a stand-in names itself."""
    now = kepala.keluarga_huruf([k.kode for k in papers], nilai("kertas.huruf", huruf.BAWAAN))
    fixed = [states[k.kode].huruf if k.kode in states else None for k in papers]
    families = dict.fromkeys(old or new for old, new in zip(fixed, now, strict=True))
    return "; ".join(huruf.nama_huruf(family, setelan.kini().font_dir) for family in families)


def _states(record: Record) -> dict[str, Any]:
    """How far each issued paper of this record is (status, nomor, huruf), by code; the newest version counts."""
    face = Dokumen.isi["halaman"]["huruf"].as_string().label("huruf")
    stmt = db.select(Dokumen.kode, Dokumen.status, Dokumen.nomor, Dokumen.id, face).where(
        Dokumen.naskah_kind == record.kind, Dokumen.naskah_id == record.id, Dokumen.deleted_at.is_(None)
    )
    return {row.kode: row for row in db.session.execute(stmt.order_by(Dokumen.versi, Dokumen.id))}


def is_job(paper: catalog.Kertas, record: Record, states: dict[str, Any]) -> bool:
    """A long paper that is not frozen has to be drawn, and that takes longer than a person waits for a page."""
    state = states.get(paper.kode)
    frozen = state is not None and state.status in (StatusDokumen.TERBIT, StatusDokumen.MEMBEKUKAN)
    return not frozen and paper.panjang(record) > catalog.BANYAK


# --- many -------------------------------------------------------------------------------------------------------------


def offers(model: type[Record], actor: Actor) -> list[tuple[str, str]]:
    """(value, title) of the menu over a list: each paper of this kind in each shape."""
    if not may(actor, Verb.CETAK, model):
        return []
    papers = [k for k in catalog.KATALOG if k.kind == model.__tablename__ and akses_pribadi.closed(k, actor) is None]
    return [(f"{AWALAN}{k.kode}:{b}", f"{k.judul} – {BENTUK[b].judul}") for k in papers for b in ("pdf", "zip")]


def start_selection(model: type[Record], ids: list[int], action: str) -> Any:
    """The chosen rows of a list, one paper of each."""
    code, _, shape = action.removeprefix(AWALAN).partition(":")
    kind = model.__tablename__
    paper = catalog.kertas(code, kind)
    if paper is None or not may(saya(), Verb.CETAK, model):
        raise Ditolak(DITOLAK)
    _refuse_closed(paper)
    title = f"{paper.judul}: {kata.bilangan(len(ids))} {tulisan.small(model.JUDUL)}"
    return start((Lembar(kind, i, code) for i in ids), f"Cetak {title[0].lower()}{title[1:]}", shape, kind)


def _refuse_closed(paper: catalog.Kertas | None) -> None:
    if closed := akses_pribadi.closed(paper, saya()):
        raise Ditolak(closed)


def start(papers: Iterable[Lembar], title: str, shape: str, kind: str, **more: Any) -> Any:
    """An operation that prints them, and on to its page; `more` is what the shape needs to know besides."""
    if shape not in BENTUK:
        raise Keliru("Bentuk cetakan ini tidak dikenal. Pilih satu PDF atau ZIP.")
    op = operasi.buat_cetak(papers, saya(), judul=title, bentuk=shape, kind=kind, **more)
    return redirect(f"/operasi/details/?id={op.id}")


class PrintRoutes:
    """The part of PanelView that prints."""

    @expose("/print/<kode>/<id>", methods=("GET", "POST"))
    def print_view(self, kode: str, id: str) -> Any:
        """GET serves the PDF, for a long draft the page of its button; POST makes a job of it."""
        record = self._printable(id)
        paper = catalog.kertas(kode, record.kind)
        _refuse_closed(paper)
        if paper is not None and is_job(paper, record, _states(record)):
            if request.method == "POST":
                return start([Lembar(record.kind, record.id, kode)], f"Cetak {paper.judul.lower()}", "pdf", record.kind)
            return self.render("admin/cetak.html", naskah=paper, record=record, model=type(record))  # type: ignore[attr-defined]
        name, data = issue.cetak(record, kode)
        if paper is not None and paper.pribadi:
            with akses_pribadi.while_reading():
                akses_pribadi.printed(saya(), [(kode, record.kind, record.id)])
        return unggah.serve(name, "application/pdf", data, own=True)

    @expose("/print-all/<id>", methods=("POST",))
    def print_all(self, id: str) -> Any:
        """Every paper of one record."""
        record = self._printable(id)
        papers = [Lembar(record.kind, record.id, k.kode) for k in _for_person(record, saya())]
        return start(papers, f"Cetak semua naskah: {record}", request.form.get("bentuk", "pdf"), record.kind)

    def _printable(self, id: str) -> Record:
        record: Record = self.get_or_404(id)  # type: ignore[attr-defined]
        if not may(saya(), Verb.CETAK, record):
            raise Ditolak(DITOLAK)
        return record
