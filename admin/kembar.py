"""Possible duplicates among the usulan of a Musrenbang, side by side: merged into one, or remembered as two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin import tampil
from admin.bahasa import flash
from admin.masuk import saya
from admin.page import PageView
from bulk import gabung, kembar, operasi
from bulk.daftar import acuan, saring
from documents import kata, tulisan
from models import kolom
from models.baca import read_id
from models.base import db
from models.musrenbang import Musrenbang
from models.operasi import JenisOperasi
from models.pesan import N_, Ditolak, Keliru, SopError
from models.usulan import StatusUsulan, Usulan
from sop.access import Actor, Verb, explain, may

PER_HALAMAN = 15
TAMPAK = ("usulan", "permasalahan", "alamat", "rt", "rw", "pengusul", "asal", "opd_pengampu_id", "volume", "satuan",
          "pagu_usulan", "kelompok_sidang_id")  # fmt: skip
BERUBAH = N_("Usulan ini diubah orang lain sejak Anda membukanya. Muat ulang halaman, lalu bandingkan lagi.")
TERLALU_BANYAK = N_("Paling banyak {n} usulan digabungkan sekaligus.")
MAJU = (StatusUsulan.DIKEMBALIKAN, StatusUsulan.DRAF, StatusUsulan.DIAJUKAN, StatusUsulan.DIVERIFIKASI)


@dataclass(frozen=True)
class Lajur:
    """One usulan of a group; `hambat`: why this person cannot merge it."""

    id: int
    versi: int
    kode: str
    url: str
    status: tuple[str, str]
    hambat: str | None


@dataclass(frozen=True)
class BarisBanding:
    nama: str
    judul: str
    isi: list[str]
    beda: bool
    teks: bool  # may be taken over


@dataclass(frozen=True)
class Banding:
    nilai: int
    lajur: list[Lajur]
    baris: list[BarisBanding]
    utama: int
    tempat: str

    @property
    def boleh(self) -> bool:
        return not any(x.hambat for x in self.lajur)


class KembarView(PageView):
    """`/usulan-ganda/`"""

    name, url = "Usulan ganda", "/usulan-ganda"

    @expose("/")
    def index(self) -> str:
        actor = saya()
        if reason := explain(actor, Verb.UBAH, Usulan):
            raise Ditolak(reason)
        choices = acuan.choices(Musrenbang, actor) or []
        chosen = _musrenbang(dict(choices))
        found = kembar.cari(chosen, actor) if chosen else kembar.Temuan([], 0, True)
        last = max(1, -(-len(found.kelompok) // PER_HALAMAN))
        typed = request.args.get("hal", "1")
        page = min(max(1, int(typed)), last) if typed.isdecimal() and len(typed) < 6 else 1
        part = found.kelompok[(page - 1) * PER_HALAMAN : page * PER_HALAMAN]
        return self.render(
            "admin/usulan_ganda.html",
            pilihan=[(str(i), n) for i, n in choices],
            musrenbang_id=str(chosen or ""),
            temuan=found,
            banding=[b for b in (compare(k, actor) for k in part) if len(b.lajur) > 1],
            n=kata.bilangan,
            hal=page,
            terakhir=last,
            kini=request.full_path,
        )

    @expose("/putuskan/", methods=("POST",))
    def decide(self) -> Any:
        """Merge the ticked ones into the kept one, or remember that they are not the same."""
        actor = saya()
        ids = [read_id(x) for x in request.form.getlist("ids")]
        if reason := explain(actor, Verb.UBAH, Usulan):
            raise Ditolak(reason)
        if len(ids) < 2:
            raise Keliru("Pilih sekurang-kurangnya dua usulan.")
        if len(ids) > kembar.SATU_KELOMPOK:
            raise Keliru(TERLALU_BANYAK, n=kembar.SATU_KELOMPOK)
        rows = [_changeable(i, actor) for i in ids]
        if request.form.get("apa") == "bukan":
            kembar.bukan_ganda([u.id for u in rows], actor)
            flash("Diingat: bukan ganda. Usulan ini tidak ditawarkan lagi sebagai pasangan.", "baik")
            return redirect(_back())
        keep = read_id(request.form.get("utama"))
        others = [i for i in ids if i != keep and str(i) in request.form.getlist("gabung")]
        if keep not in ids:
            raise Keliru("Pilih usulan yang dipertahankan.")
        take = {k: read_id(v) for k in gabung.TEKS if (v := request.form.get(f"ambil_{k}"))}
        take = {k: v for k, v in take.items() if v != keep}
        gabung.periksa(keep, others, take)
        if any(request.form.get(f"versi_{u.id}") != str(u.version) for u in rows):
            raise SopError(BERUBAH)
        kept = next(u for u in rows if u.id == keep)
        op = operasi.buat(
            JenisOperasi.GABUNG,
            Usulan,
            others,
            actor,
            judul=f"Gabungkan {len(others)} usulan ke {kept.kode}",
            aksi="gabungkan",
            isian={"utama": keep, "ambil": take},
        )
        return redirect(f"/operasi/details/?id={op.id}")


def _musrenbang(known: dict[int, str]) -> int | None:
    typed = request.args.get("musrenbang_id", "")
    if typed.isdecimal() and len(typed) < 10 and int(typed) in known:
        return int(typed)
    return saring.newest_running()


def _back() -> str:
    back = request.form.get("kembali", "")
    return back if back.startswith("/usulan-ganda/?") else "/usulan-ganda/"


def _changeable(id_: int, actor: Actor) -> Usulan:
    record: Any = acuan.fetch(Usulan, actor, id_)
    if record is None or record.deleted_at is not None:
        raise Keliru("Usulan {id} tidak ada lagi.", id=id_)
    if reason := explain(actor, Verb.UBAH, record):
        raise Ditolak(reason)
    return record  # type: ignore[no-any-return]


def compare(group: kembar.Kelompok, actor: Actor) -> Banding:
    """The group as a table: a column for each usulan, a row for each field."""
    rows = list(db.session.scalars(db.select(Usulan).where(Usulan.id.in_(group.ids)).order_by(Usulan.id)))
    columns = [
        Lajur(
            u.id,
            u.version,
            u.kode,
            f"/usulan/details/?id={u.id}",
            (tulisan.word(u.status), tampil.tone(u.status)),
            _hurdle(u, actor),
        )
        for u in rows
    ]
    keep = max(rows, key=lambda u: (MAJU.index(u.status) if u.status in MAJU else -1, -u.id)) if rows else None
    place = acuan.name("wilayah", rows[0].wilayah_id) if rows else ""
    return Banding(group.nilai, columns, _lines(rows), keep.id if keep else 0, place)


def _hurdle(u: Usulan, actor: Actor) -> str | None:
    if may(actor, Verb.UBAH, u) and may(actor, Verb.HAPUS, u):
        return None
    return str(explain(actor, Verb.UBAH, u) or explain(actor, Verb.HAPUS, u))


def _lines(rows: Sequence[Usulan]) -> list[BarisBanding]:
    known = kolom.labelled(Usulan)
    lines = []
    for name in TAMPAK:
        column, label = known[name]
        target = kolom.target_of(column)
        write: Callable[[Any], str] = (
            (lambda v, t=target: acuan.name(t, v)) if target else (lambda v, c=column: tulisan.cell(c, v))
        )
        cells = [write(getattr(u, name)) for u in rows]
        lines.append(BarisBanding(name, str(label.teks), cells, len(set(cells)) > 1, name in gabung.TEKS))
    return lines
