"""The worksheet of a sidang kelompok keyed in afterwards: its usulan in the order of the print, one letter for each.

A row is a decision of the sidang mode and goes through the same function (`sidang_isi.decide`); one save writes all
rows or none, and what is wrong stays where it was typed. What has been decided is shown and changed in the sidang mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request
from werkzeug.datastructures import MultiDict

from admin import sidang_isi as isi
from admin.bahasa import flash
from admin.masuk import saya
from admin.sidang_isi import PUTUSAN, Tempat
from bulk.daftar import acuan
from documents import kata
from documents.issue import jalankan
from documents.naskah import usulan as kertas_usulan
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.perangkat_daerah import PerangkatDaerah
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError, TidakAda
from models.usulan import StatusUsulan, Usulan
from sop import workflow
from sop.access import Actor

SELEMBAR = 100  # rows of a page, saved at once
ISIAN = ("volume_disepakati", "pagu_disepakati", "opd_pengampu_id", "alasan_id", "catatan")
BANYAK = ("usulan", "version", "putusan", *ISIAN)
MENGUBAH = ISIAN[:3]  # what only an acceptance with changes may hold
PERGI = N_("Usulan ini tidak lagi berada di lembar ini: dihapus, digabungkan, atau pindah kelompok.")
AKSI = {huruf: aksi for aksi, huruf in PUTUSAN.items()}


@dataclass
class Baris:
    """A row as it was typed; `salah` says what is wrong with it."""

    usulan: str
    version: str
    putusan: str
    volume_disepakati: str
    pagu_disepakati: str
    opd_pengampu_id: str
    alasan_id: str
    catatan: str
    salah: str = ""

    @property
    def kosong(self) -> bool:
        return not (self.putusan or any(getattr(self, name) for name in ISIAN))


def page(t: Tempat) -> Any:
    actor = saya()
    ids, offset = _order(t)
    start = request.args.get("dari", "")
    begin = int(start) if start.isdecimal() and len(start) < 8 else 0
    begin = begin if begin < len(ids) else 0
    shown = ids[begin : begin + SELEMBAR]
    rows = _read(shown)
    if not _may(rows, actor):
        raise Ditolak("Peran Anda tidak mencatat putusan kelompok {kelompok}.", kelompok=t.kelompok.nama)
    typed: dict[str, Baris] = {}
    wrong, status = "", 200
    if request.method == "POST":
        lines = [b for b in _lines() if not b.kosong]
        typed = {b.usulan: b for b in lines}
        try:
            if _save(t, actor, lines):
                flash(Pesan("{n} putusan dicatat dari lembar.", n=len(lines)), "baik")
                return redirect(t.url("lembar/", dari=begin or None))
            n = sum(bool(b.salah) for b in lines)
            wrong, status = Pesan("Belum ada yang disimpan: {n} baris perlu diperiksa.", n=n), 400
        except SopError as error:
            db.session.rollback()
            wrong, status = error.pesan, error.status
        rows = _read(shown)
    here = {str(u.id) for u in rows}
    opd = list(db.session.execute(_opd()).all())
    short = {id_: name for id_, name, _ in opd}
    sheet = [_shown(u, offset + begin + n, short, typed.get(str(u.id))) for n, u in enumerate(rows, 1)]
    html = render_template(
        "admin/sidang_lembar.html",
        t=t,
        lembar=sheet,
        terbuka=any(x["terbuka"] for x in sheet),
        halangan=_obstacle(rows, actor),
        pergi=[b for b in typed.values() if b.usulan not in here],
        alasan=isi.reasons(),
        opd=opd,
        galat=wrong,
        dari=begin,
        selembar=SELEMBAR,
        jumlah=len(ids),
    )
    return html, status


def offered(case: Musrenbang, kelompok: KelompokSidang, actor: Actor) -> bool:
    """Is the sheet of this group a page of this person?"""
    living = db.select(Usulan).filter_by(musrenbang_id=case.id, kelompok_sidang_id=kelompok.id, deleted_at=None)
    one = db.session.scalar(living.filter_by(status=StatusUsulan.DIVERIFIKASI).order_by(Usulan.id).limit(1))
    return _may([one] if one else [], actor)


def _order(t: Tempat) -> tuple[list[int], int]:
    """(ids in the order of the printed list of this kelompok, how many rows stand before them on that list)."""
    living = (Usulan.musrenbang_id == t.musrenbang.id, Usulan.deleted_at.is_(None))
    own = db.select(Usulan.id).where(*living, Usulan.kelompok_sidang_id == t.kelompok.id)
    before = db.select(db.func.count()).select_from(Usulan).join(KelompokSidang).where(*living)
    place = db.tuple_(KelompokSidang.urutan, KelompokSidang.id)
    before = before.where(place < (t.kelompok.urutan, t.kelompok.id))
    return list(db.session.scalars(own.order_by(*kertas_usulan.URUT))), db.session.scalar(before) or 0


def _read(ids: list[int]) -> list[Usulan]:
    found = {u.id: u for u in db.session.scalars(db.select(Usulan).where(Usulan.id.in_(ids)))}
    return [found[i] for i in ids if i in found]


def _waiting(rows: list[Usulan]) -> Usulan | None:
    return next((u for u in rows if u.status is StatusUsulan.DIVERIFIKASI), None)


def _may(rows: list[Usulan], actor: Actor) -> bool:
    """Does the table of moves offer decisions at all, and on what waits here?"""
    if not any(o.aksi in PUTUSAN for o in workflow.moves_of_kind("usulan", actor)):
        return False
    one = _waiting(rows)
    return one is None or any(o.aksi in PUTUSAN for o in workflow.moves(one, actor))


def _obstacle(rows: list[Usulan], actor: Actor) -> str:
    """Why nothing can be decided now: the step is not reached, the berita acara is signed."""
    one = _waiting(rows)
    reasons = [o.alasan for o in workflow.moves(one, actor) if o.aksi in PUTUSAN] if one else []
    return next((reason for reason in reasons if reason), "")


def _opd() -> Any:
    """(id, singkatan, nama), the singkatan as the print has it."""
    return db.select(PerangkatDaerah.id, PerangkatDaerah.singkatan, PerangkatDaerah.nama).where(
        PerangkatDaerah.deleted_at.is_(None)
    )


def _shown(u: Usulan, number: int, opd: dict[int, str], typed: Baris | None) -> dict[str, Any]:
    return {
        "u": u,
        "nomor": number,
        "volume": kertas_usulan.volume(u.volume, u.satuan),
        "pagu": kata.rupiah(u.pagu_usulan),
        "opd": opd.get(u.opd_pengampu_id or 0, ""),
        "status": isi.status_of(u, decided=True),
        "terbuka": u.status is StatusUsulan.DIVERIFIKASI,
        "b": typed,
    }


# --- what was typed ---------------------------------------------------------------------------------------------------


def _lines() -> list[Baris]:
    """The rows in their order; every row sends every field."""
    # One letter more than a note may have: a longer one is refused with its own sentence, not cut.
    sent = {name: request.form.getlist(name) for name in BANYAK}

    def at(name: str, n: int) -> str:
        text = sent[name][n] if n < len(sent[name]) else ""
        return " ".join(text.replace("\0", "").split())[:2001]

    return [Baris(**{name: at(name, n) for name in BANYAK}) for n in range(min(len(sent["usulan"]), SELEMBAR))]


def _save(t: Tempat, actor: Actor, lines: list[Baris]) -> bool:
    """Write the rows; False if one of them is wrong: then nothing is written, and each wrong row says why."""
    if not lines:
        raise Keliru("Belum ada putusan yang diketik.")
    # The numbers mean the list that was shown: meanwhile another one may be in force.
    reasons = request.form.getlist("alasan")[:1000]
    for b in lines:
        point = db.session.begin_nested()
        try:
            _decide(t, actor, b, reasons)
            point.commit()
        except SopError as error:
            point.rollback()
            b.salah = error.pesan
    if any(b.salah for b in lines):
        db.session.rollback()
        return False
    db.session.commit()
    return True


def _decide(t: Tempat, actor: Actor, b: Baris, reasons: list[str]) -> None:
    try:
        u = isi.one(b.usulan, actor)
    except TidakAda:
        raise Keliru(PERGI) from None
    if (u.kelompok_sidang_id, u.musrenbang_id) != (t.kelompok.id, t.musrenbang.id):
        raise Keliru(PERGI)
    if b.version != str(u.version):
        raise SopError(isi.changed(isi.BENTROK, u))
    if u.status is not StatusUsulan.DIVERIFIKASI:
        raise SopError("Baris ini tidak lagi menunggu putusan.")
    act = AKSI.get(b.putusan.upper())
    if act is None:
        raise Keliru("Tulis putusannya: T, U, D, atau X.")
    offer = workflow.offered(u, act, actor)
    form = isi.form_for(u, offer, actor, _sent(b, act, actor, reasons))
    isi.decide(u, offer, actor, form, b.catatan, u.version, jalankan)


def _sent(b: Baris, act: str, actor: Actor, reasons: list[str]) -> MultiDict[str, str]:
    """The row as the dialog of that decision would send it; what the decision does not take is said, not lost."""
    if act != "terima_perubahan" and any(getattr(b, name) for name in MENGUBAH):
        raise Keliru("Volume, pagu atau OPD hanya berubah dengan U (terima dengan perubahan).")
    if b.alasan_id and act in ("terima", "terima_perubahan"):
        raise Keliru("Alasan hanya untuk D (tunda) dan X (tolak); tulis keterangan lain pada catatan.")
    sent: MultiDict[str, str] = MultiDict({name: getattr(b, name) for name in MENGUBAH[:2]})
    if b.opd_pengampu_id:
        named = _opd().where(db.func.lower(PerangkatDaerah.singkatan) == b.opd_pengampu_id.lower())
        found = db.session.scalar(named) or acuan.resolve(PerangkatDaerah, actor, b.opd_pengampu_id)
        if found is None:
            raise Keliru("OPD “{opd}” tidak ditemukan; pilih dari saran.", opd=b.opd_pengampu_id[:60])
        sent["opd_pengampu_id"] = str(found)
    if b.alasan_id:
        n = int(b.alasan_id) if b.alasan_id.isdecimal() and len(b.alasan_id) < 4 else 0
        if not 0 < n <= len(reasons):
            raise Keliru("Tidak ada alasan nomor {n}; pilih 1 sampai {m}.", n=b.alasan_id[:20], m=len(reasons))
        sent["alasan_id"] = reasons[n - 1]
    return sent
