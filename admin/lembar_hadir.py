"""The fast form for a paper daftar hadir: many lines, Enter goes on; what is wrong stays where it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request

from admin.bahasa import flash
from admin.masuk import saya
from bulk import lembar_hadir, meja
from bulk.lembar_hadir import Baris, Hasil
from models.base import db
from models.pesan import Ditolak, Pesan, SopError, rangkai
from models.rapat import Rapat
from sop import kehadiran

KOSONG = 12  # empty lines of a new form
BANYAK = ("siapa", "pukul", "diwakili_oleh", "jabatan_wakil", "lembaga", "unsur")


def page(rapat: Rapat, unsur: Sequence[tuple[str, str]]) -> Any:
    if not meja.boleh(rapat, saya()):
        raise Ditolak("Peran Anda tidak memberi hak untuk mengisi daftar hadir {rapat}.", rapat=rapat.judul)
    id_, lines, wrong, status = rapat.id, [Baris("") for _ in range(KOSONG)], "", 200
    if request.method == "POST":
        lines = _lines()
        try:
            done = lembar_hadir.catat(rapat, saya(), lines)
            if done is not None:
                return _done(id_, done)
            n = sum(bool(b.salah) for b in lines)
            wrong, status = f"Belum ada yang disimpan: {n} baris perlu diperiksa.", 400
        except SopError as error:
            db.session.rollback()
            wrong, status = error.pesan, error.status
        rapat = db.session.get_one(Rapat, id_)
    names = [lembar_hadir.sebutan(r.nama, r.lembaga) for r in db.session.execute(meja.kueri(id_)) if not r.hadir]
    html = render_template(
        "admin/meja_kertas.html",
        rapat=rapat,
        lembar=lines,
        nama=names,
        unsur=unsur,
        galat=wrong or kehadiran.tertutup(rapat) or "",
        baru=lembar_hadir.BARU,
    )
    return html, status


def _lines() -> list[Baris]:
    """The lines in their order; every line sends every field, a tick sends the number of its line."""
    sent = {name: request.form.getlist(name) for name in BANYAK}
    ticked = set(request.form.getlist("baru"))

    def at(name: str, n: int) -> str:
        return " ".join(sent[name][n].replace("\0", "").split())[:200] if n < len(sent[name]) else ""

    many = min(len(sent["siapa"]), 4 * lembar_hadir.TERBANYAK)
    return [Baris(**{name: at(name, n) for name in BANYAK}, baru=str(n) in ticked) for n in range(many)]


def _done(rapat_id: int, done: Hasil) -> Any:
    words = Pesan("{n} orang dicatat hadir, {baru} di antaranya tamu baru.", n=done.hadir, baru=done.baru)
    flash(words if done.baru else Pesan("{n} orang dicatat hadir.", n=done.hadir), "baik")
    if done.sudah:
        flash(Pesan("Tidak diubah karena sudah ditandai: {apa}", apa=rangkai(" ", done.sudah[:10])), "biasa")
    return redirect(f"/meja/{rapat_id}/kertas/")
