"""The fast forms for a paper daftar hadir: line by line, or all names in the order of the sheet with a tick each.

Enter goes on, one save writes all lines or none; what is wrong stays where it was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request

from admin.bahasa import flash
from admin.masuk import saya
from bulk import lembar_hadir, meja
from bulk.lembar_hadir import Baris, Hasil
from models.baca import read_id
from models.base import db
from models.pesan import Ditolak, Pesan, SopError, rangkai
from models.rapat import Rapat
from sop import kehadiran

KOSONG = 12  # empty lines of a new form
BANYAK = ("siapa", "pukul", "diwakili_oleh", "jabatan_wakil", "lembaga", "unsur")


def page(rapat: Rapat, unsur: Sequence[tuple[str, str]]) -> Any:
    if not meja.boleh(rapat, saya()):
        raise Ditolak("Peran Anda tidak memberi hak untuk mengisi daftar hadir {rapat}.", rapat=rapat.judul)
    ordered = request.args.get("cara") == "urut"
    id_, lines, wrong, status = rapat.id, [] if ordered else [Baris("") for _ in range(KOSONG)], "", 200
    if request.method == "POST":
        lines = _ticked() if ordered else _lines()
        try:
            done = lembar_hadir.catat(rapat, saya(), lines)
            if done is not None:
                return _done(id_, done, ordered)
            n = sum(bool(b.salah) for b in lines)
            wrong, status = Pesan("Belum ada yang disimpan: {n} baris perlu diperiksa.", n=n), 400
        except SopError as error:
            db.session.rollback()
            wrong, status = error.pesan, error.status
        rapat = db.session.get_one(Rapat, id_)
    names = [lembar_hadir.sebutan(r.nama, r.lembaga) for r in db.session.execute(meja.kueri(id_)) if not r.hadir]
    if ordered:
        return _sheet(rapat, lines, wrong or kehadiran.tertutup(rapat) or ""), status
    html = render_template(
        "admin/meja_kertas.html",
        cara="baris",
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
        return _clean(sent[name][n]) if n < len(sent[name]) else ""

    many = min(len(sent["siapa"]), 4 * lembar_hadir.TERBANYAK)
    return [Baris(**{name: at(name, n) for name in BANYAK}, baru=str(n) in ticked) for n in range(many)]


def _sheet(rapat: Rapat, lines: list[Baris], wrong: str) -> str:
    """Every name in the order of the print; what was ticked and typed stands in it again."""
    typed = {b.id: b for b in lines}
    start = request.args.get("dari", "")
    begin = min(int(start), 100_000) if start.isdecimal() and len(start) < 7 else 0
    rows, total = meja.daftar(rapat.id, tampil="semua", dari=begin, sebanyak=lembar_hadir.SELEMBAR)
    return render_template(
        "admin/meja_urut.html",
        cara="urut",
        rapat=rapat,
        lembar=[(t, typed.get(t.id)) for t in rows],
        galat=wrong,
        pukul=_text("pukul", 10),
        lanjut=begin + len(rows) if total > begin + len(rows) else None,
    )


def _ticked() -> list[Baris]:
    """The lines that are ticked or name a stand-in; every line sends its id and both fields."""
    present, hour = set(request.form.getlist("hadir")), _text("pukul", 10)
    ids, *texts = (request.form.getlist(name) for name in ("id", "diwakili_oleh", "jabatan_wakil"))

    def at(values: list[str], n: int) -> str:
        return _clean(values[n]) if n < len(values) else ""

    found = []
    for n, typed in enumerate(ids[: lembar_hadir.SELEMBAR]):
        stand_in, office = (at(values, n) for values in texts)
        if typed in present or stand_in or office:
            found.append(Baris("", hour, stand_in, office, id=read_id(typed)))
    return found


def _text(name: str, most: int = 200) -> str:
    return _clean(request.form.get(name, ""))[:most]


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:200]


def _done(rapat_id: int, done: Hasil, ordered: bool = False) -> Any:
    words = Pesan("{n} orang dicatat hadir, {baru} di antaranya tamu baru.", n=done.hadir, baru=done.baru)
    flash(words if done.baru else Pesan("{n} orang dicatat hadir.", n=done.hadir), "baik")
    if done.sudah:
        flash(Pesan("Tidak diubah karena sudah ditandai: {apa}", apa=rangkai(" ", done.sudah[:10])), "biasa")
    return redirect(f"/meja/{rapat_id}/kertas/" + ("?cara=urut" if ordered else ""))
