"""Work on many records and long papers: how far it is, what it brought row by row, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, jsonify, redirect, request
from flask_admin import expose

from admin import ekspor, gerak, keadaan, tampil, tinjau
from admin.masuk import saya
from admin.panel import PanelView
from bulk import akses_pribadi, laporan
from bulk import operasi as bulk_operasi
from bulk.daftar import acuan
from bulk.ekspor import xlsx
from documents import catalog, kata, tulisan
from models.base import db, kinds, slug
from models.berkas import Berkas
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pesan import Ditolak, Keliru, Pesan
from models.waktu import sekarang

SEGARKAN = 2  # seconds between two looks at work that still runs, where the browser runs no script
UNTOUCHED = timedelta(minutes=1)  # work that is being done writes down how far it is
TERBANYAK = 300  # rows of a report; what did not work comes first


@dataclass(frozen=True)
class Baris:
    nama: str
    url: str
    berhasil: bool | None
    pesan: str


@dataclass(frozen=True)
class Sebab:
    """A reason that rows have in common, with one of them."""

    pesan: str
    jumlah: str
    contoh: str
    url: str


def report(op: Operasi) -> list[Baris]:
    """Row by row, what did not work first, at most TERBANYAK."""
    return [
        Baris(name, f"/{slug(kind)}/details/?id={row.record_id}", row.berhasil, words)
        for row, kind, name, words in laporan.bernama(op, laporan.laporan(op.id, TERBANYAK))
    ]


def reasons(op: Operasi) -> list[Sebab]:
    """Why rows were not done, if that is said better together than row by row."""
    found = laporan.alasan(op.id)
    kind = op.kind_sasaran or ""
    if kind not in kinds() or not any(one.jumlah > 1 for one in found):
        return []
    known = acuan.names(kind, [one.contoh for one in found if one.pesan != laporan.HILANG])
    url = f"/{slug(kind)}/details/?id="
    return [
        Sebab(one.pesan, kata.bilangan(one.jumlah), known.get(one.contoh, ""), f"{url}{one.contoh}") for one in found
    ]


def progress(op: Operasi) -> dict[str, Any]:
    """How far the work is, in words too."""
    return {
        "berjalan": op.status in bulk_operasi.TERBUKA,
        "dikerjakan": op.dikerjakan,
        "jumlah": op.jumlah,
        "kata": Pesan("Belum dimulai.")
        if op.status is StatusOperasi.ANTRE
        else Pesan(
            "Sedang dikerjakan: {dikerjakan} dari {jumlah}.",
            dikerjakan=kata.bilangan(op.dikerjakan),
            jumlah=kata.bilangan(op.jumlah),
        ),
        "sisa": _remaining(op),
    }


def _remaining(op: Operasi) -> str:
    """About how long it still takes, once enough is done to tell; or that nobody is there to do it."""
    waits = op.status is StatusOperasi.ANTRE or sekarang() - op.updated_at > UNTOUCHED
    if waits and (idle := keadaan.idle_worker()):
        return idle
    if op.status is StatusOperasi.ANTRE or op.mulai_pada is None:
        return Pesan("Menunggu giliran.")
    spent = (sekarang() - op.mulai_pada).total_seconds()
    if spent < 2 or not op.dikerjakan:
        return ""
    left = spent / op.dikerjakan * (op.jumlah - op.dikerjakan)
    return (
        Pesan("Kira-kira {left} detik lagi.", left=max(1, round(left)))
        if left < 90
        else Pesan("Kira-kira {left} menit lagi.", left=round(left / 60))
    )


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
    return Hasil(
        url, Pesan("Buka PDF") if file.mime == "application/pdf" else Pesan("Unduh ZIP"), tulisan.size(file.ukuran)
    )


class OperasiView(tinjau.ReviewRoutes, PanelView):
    """The page looks again by itself until the work is done."""

    @expose("/details/")
    def details_view(self) -> Any:
        op: Any = self.get_or_404(request.args.get("id"))
        if tinjau.waits(op):
            return redirect(f"/operasi/tinjau/?id={op.id}")
        running = op.status in bulk_operasi.TERBUKA
        rows = report(op) if not running or op.jenis is JenisOperasi.CETAK else []
        context = {
            "op": op,
            "model": self.model,
            "status": (tulisan.word(op.status), tampil.tone(op.status)),
            "kemajuan": progress(op) if running else None,
            "segarkan": SEGARKAN,
            "baris": rows,
            "lebih": op.jumlah - len(rows) if len(rows) == TERBANYAK else 0,
            "sebab": [] if running else reasons(op),
            "gagal": op.dikerjakan - op.berhasil,
            "berkas": result(op, f"{self.url}/file/berkas_id/?id={op.id}"),
            "cetak": op.jenis is JenisOperasi.CETAK,
            "tindakan": gerak.offers(op, saya()),
            "kembali": tinjau.back_of(op),
            "urung": tinjau.undo_offer(op),
            "rusak": op.status is StatusOperasi.GAGAL,
            "dihentikan": op.status is StatusOperasi.DIBATALKAN,
        }
        return self.render("admin/operasi.html", **context)

    @expose("/kemajuan/")
    def progress_view(self) -> Response:
        """How far it is, for the bar of the page."""
        op: Any = self.get_or_404(request.args.get("id"))
        response = jsonify(progress(op))
        response.headers["Cache-Control"] = "no-store"
        return response

    @expose("/file/<column>/")
    def file_view(self, column: str) -> Response:
        """What a work brought is for whoever might print it: labels for nobody who sees their addresses masked."""
        papers = db.select(OperasiBaris.kode, OperasiBaris.kind).distinct()
        papers = papers.where(OperasiBaris.operasi_id == self.get_or_404(request.args.get("id")).id)
        for code, kind in db.session.execute(papers):
            if closed := akses_pribadi.closed(catalog.kertas(code or "", kind or ""), saya()):
                raise Ditolak(closed)
        return super().file_view(column)

    @expose("/laporan/")
    def report_view(self) -> Response:
        """Every row with its result and sentence, as a sheet; for whoever may open the page."""
        op: Any = self.get_or_404(request.args.get("id"))
        if op.jumlah > xlsx.BARIS:
            raise Keliru("Pekerjaan ini terlalu besar untuk satu lembar kerja Excel.")
        made = xlsx.write(Pesan("Laporan"), laporan.LEMBAR, laporan.lembar(op.id))
        return ekspor.sent_in_chunks(made, xlsx.MIME, f"laporan-pekerjaan-{op.id}.xlsx")
