"""The page between asking and doing: what an operation would change, row by row, before its person agrees to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import make_response, redirect, request
from flask_admin import expose
from markupsafe import Markup
from sqlalchemy import func

from admin import beda
from admin.masuk import saya
from bulk import operasi as bulk_operasi
from bulk import persetujuan, putusan, urung
from bulk.daftar import acuan
from bulk.tinjau import Bila
from models.base import db, kinds, slug
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pesan import Keliru, Pesan, SopError
from sop import workflow

SEHALAMAN = 50
SEGARKAN = 2  # seconds between two looks at verdicts that are still being made
B = OperasiBaris
# What is listed: its name in the address, which rows, its words.
DAFTAR = {
    "berubah": (B.berhasil.is_(None), Pesan("akan berubah")),
    "ditolak": (B.berhasil.is_(False), Pesan("tidak boleh")),
    "sama": (B.berhasil.is_(True), Pesan("tetap sama")),
}
KERJA = {
    JenisOperasi.UBAH: Pesan("Ubah"),
    JenisOperasi.URUNG: Pesan("Urungkan"),
    JenisOperasi.PULIHKAN: Pesan("Pulihkan"),
}


@dataclass(frozen=True)
class Baris:
    nama: str
    url: str
    pesan: str
    beda: list[tuple[str, Markup]]


@dataclass(frozen=True)
class Tawaran:
    """The button "Urungkan" on the page of an operation, or why there is none; `url`: where it was done already."""

    boleh: bool
    alasan: str = ""
    url: str = ""


def undo_offer(op: Operasi) -> Tawaran | None:
    """What the page of a finished operation says about taking it back; None: nothing."""
    if op.jenis not in urung.JENIS or op.status not in urung.USAI or op.pengguna_id != saya().pengguna_id:
        return None
    if done := urung.undone_by(op):
        return Tawaran(False, "Pekerjaan ini sudah diurungkan.", f"/operasi/details/?id={done.id}")
    reason = urung.why_not(op, saya())
    return Tawaran(reason is None, reason or "")


def waits(op: Operasi) -> bool:
    """Is the operation still looked at, so that its page is the preview?"""
    if op.jenis not in bulk_operasi.DITINJAU:
        return False
    checking = op.status in bulk_operasi.TERBUKA and op.isian.get("fase") == "periksa"
    return checking or op.status is StatusOperasi.DITINJAU


class ReviewRoutes:
    """The part of the screen of operations that shows, agrees and takes back."""

    @expose("/tinjau/")
    def review_view(self) -> Any:
        op: Any = self.get_or_404(request.args.get("id"))  # type: ignore[attr-defined]
        if not waits(op):
            return redirect(f"/operasi/details/?id={op.id}")
        checking = op.status is not StatusOperasi.DITINJAU
        counts = {} if checking else _counts(op)
        listed = request.args.get("lihat") or next((k for k in DAFTAR if counts.get(k)), "berubah")
        if listed not in DAFTAR:
            raise Keliru("Daftar “{nama}” tidak dikenal.", nama=listed[:40])
        rows, after = ([], None) if checking else _rows(op, listed, request.args.get("sesudah", "0"))
        response = make_response(
            self.render(  # type: ignore[attr-defined]
                "admin/tinjau.html",
                op=op,
                memeriksa=checking,
                hitung=counts,
                alasan=sorted(op.isian["hitung"].get("ditolak", {}).items(), key=lambda x: -x[1]),
                lihat=listed,
                daftar={k: words for k, (_, words) in DAFTAR.items()},
                baris=rows,
                berikut=after,
                kerja=KERJA[op.jenis],
                milik=op.pengguna_id == saya().pengguna_id,
                kembali=back_of(op),
            )
        )
        if checking:
            response.headers["Refresh"] = str(SEGARKAN)
        return response

    @expose("/terapkan/", methods=("POST",))
    def agree_view(self) -> Any:
        op: Any = self.get_or_404(request.form.get("id"))  # type: ignore[attr-defined]
        if request.form.get("bila", "") not in {b.value for b in Bila}:
            raise Keliru("Pilih apa yang terjadi bila ada baris yang tidak boleh diubah.")
        persetujuan.setuju(op.id, saya(), Bila(request.form["bila"]))
        return redirect(f"/operasi/details/?id={request.form['id']}")

    @expose("/buang/", methods=("POST",))
    def drop_view(self) -> Any:
        """The person does not agree; nothing was written."""
        op: Any = self.get_or_404(request.form.get("id"))  # type: ignore[attr-defined]
        back = back_of(op)
        workflow.move(op, "batalkan", saya())
        db.session.commit()
        return redirect(back)

    @expose("/urungkan/", methods=("POST",))
    def undo_view(self) -> Any:
        op: Any = self.get_or_404(request.form.get("id"))  # type: ignore[attr-defined]
        if reason := urung.why_not(op, saya()):
            raise SopError(reason)
        if urung.undone_by(op):
            raise SopError("Pekerjaan ini sudah diurungkan.")
        id_ = persetujuan.buat(
            JenisOperasi.URUNG,
            lambda id_: urung.tulis(id_, op.id),
            saya(),
            judul=f"Urungkan: {op.judul}",
            kind=op.kind_sasaran or "",
            aksi=str(op.id),
            catatan=f"Mengurungkan pekerjaan {op.id}: {op.judul}",
            kembali=f"/operasi/details/?id={op.id}",
        )
        return redirect(f"/operasi/tinjau/?id={id_}")


def back_of(op: Operasi) -> str:
    """Where its person came from: the list as it was filtered, or the operation that is taken back."""
    stored = op.isian.get("kembali") or ""
    if stored.startswith("/"):
        return str(stored)
    return f"/{slug(op.kind_sasaran)}/" if op.kind_sasaran else "/"


def _counts(op: Operasi) -> dict[str, int]:
    counted = op.isian["hitung"]
    return {"berubah": counted["berubah"], "ditolak": sum(counted["ditolak"].values()), "sama": counted["sama"]}


def _rows(op: Operasi, listed: str, after: str) -> tuple[list[Baris], int | None]:
    """One page of rows, with before and after for those that would change; and where the next page begins."""
    if not after.isdecimal() or len(after) > 9:
        raise Keliru("Penanda halaman pada alamat ini tidak dikenal.")
    kind = func.coalesce(B.kind, op.kind_sasaran).label("kind")
    stmt = db.select(B.urut, kind, B.record_id, B.pesan).where(
        B.operasi_id == op.id, DAFTAR[listed][0], B.urut > int(after)
    )
    found = db.session.execute(stmt.order_by(B.urut).limit(SEHALAMAN + 1)).all()
    rows = [putusan.Baris(r.urut, r.kind, r.record_id) for r in found[:SEHALAMAN]]
    names = {k: acuan.names(k, [r.record_id for r in rows if r.kind == k]) for k in {r.kind for r in rows}}
    changes: dict[int, list[putusan.Beda]] = {}
    if listed == "berubah":
        changes = putusan.differences(op, bulk_operasi.DITINJAU[op.jenis], saya(), rows)
    words = {r.urut: r.pesan or "" for r in found}
    shown = [_shown(r, names[r.kind], words[r.urut], changes.get(r.urut)) for r in rows]
    return shown, rows[-1].urut if len(found) > SEHALAMAN else None


def _shown(row: putusan.Baris, names: dict[int, str], words: str, changes: list[putusan.Beda] | None) -> Baris:
    name = names.get(row.record_id, f"{kinds()[row.kind].JUDUL} {row.record_id}")
    marked = [(b.judul, beda.render(b.lama, b.baru)) for b in changes or []]
    return Baris(name, f"/{slug(row.kind)}/details/?id={row.record_id}", words, marked)
