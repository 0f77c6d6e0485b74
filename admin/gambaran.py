"""`/gambaran/`: a Musrenbang in pictures, each with its figures as a table, each figure with the list behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_admin import expose

from admin.bahasa import terjemah
from admin.masuk import saya
from admin.page import PageView
from bulk.daftar import acuan, saring
from documents import angka, kata, tulisan
from documents.angka import Angka
from documents.gambaran.bahan import Bahan, Syarat, Ukuran
from documents.gambaran.daftar import GAMBAR
from documents.naskah import grafik
from models import ingatan
from models.base import db, kinds, slug
from models.musrenbang import Musrenbang
from models.pesan import PEMBACA, Ditolak, Keliru, Pesan
from models.usulan import Usulan
from sop.access import Actor, Verb, explain, may, scope

UMUR = 60.0  # seconds until figures show what another process wrote; what this one writes is seen at once
LEBAR_PETA = 640.0
LEBAR = ("peta",)  # pictures over the whole width of the page


class GambaranView(PageView):
    """Read by whoever may read a Musrenbang; each picture by whoever may read what it counts."""

    name, url = "Gambaran", "/gambaran"

    @expose("/")
    def index(self) -> str:
        actor = saya()
        if reason := explain(actor, Verb.BACA, Musrenbang):
            raise Ditolak(reason)
        years = saring.years(actor)
        case = _case(actor, dict(years))
        measure = _measure()
        context: dict[str, Any] = {"kasus": case, "ukuran": measure.value, "lebar": LEBAR, "gambar": []}
        if case is not None:
            figures = figures_of(case, actor)
            context |= {
                "gambar": [g for g in draw(case, figures, measure, actor) if g.baris],
                "ringkas": _summary(figures) if may(actor, Verb.BACA, Usulan) else [],
                "keadaan": tulisan.word(case.status),
            }
        return self.render("admin/gambaran.html", tahun=[(str(i), n) for i, n in years], **context)


def _case(actor: Actor, known: dict[int, str]) -> Musrenbang | None:
    typed = request.args.get("musrenbang_id", "")
    id_ = saring.newest_running() if not typed else int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    if typed and id_ not in known:
        raise Keliru("Musrenbang pada alamat ini tidak dikenal; pilih dari daftar.")
    found = acuan.fetch(Musrenbang, actor, id_) if id_ else None
    return found if isinstance(found, Musrenbang) else None


def _measure() -> Ukuran:
    try:
        return Ukuran(request.args.get("ukuran", Ukuran.JUMLAH.value))
    except ValueError:
        raise Keliru("Ukuran pada alamat ini tidak dikenal; pilih jumlah atau rupiah.") from None


def figures_of(case: Musrenbang, actor: Actor) -> Angka:
    """The figures that this person may see; remembered until a usulan changes."""
    plain = db.select(Usulan.id)
    person = None if scope(plain, actor, Usulan) is plain else actor.pengguna_id
    return ingatan.ingat(
        ("usulan",),
        ("gambaran", case.id, person),
        lambda: angka.usulan(case.id, lambda stmt: scope(stmt, actor, Usulan)),
        UMUR,
    )


def draw(case: Musrenbang, figures: Angka, measure: Ukuran, actor: Actor) -> list[Any]:
    known = kinds()
    told = PEMBACA.set(terjemah)
    try:
        return [
            paint(Bahan(case, figures, measure, LEBAR_PETA if key in LEBAR else grafik.LAYAR, address))
            for key, kind, paint in GAMBAR
            if may(actor, Verb.BACA, known[kind])
        ]
    finally:
        PEMBACA.reset(told)


def address(kind: str, syarat: Syarat) -> str:
    """The list of `kind` with these filters."""
    return f"/{slug(kind)}/?{urlencode(syarat)}"


def _summary(figures: Angka) -> list[tuple[str, str, str]]:
    """(words, figure, what stands beside it)"""
    h = figures.semua
    part = Pesan("{jumlah}% dari usulan", jumlah=f"{h.diterima * 100 / h.jumlah:.0f}") if h.jumlah else ""
    money = (
        Pesan("{diusulkan}% dari yang diusulkan", diusulkan=f"{h.disepakati * 100 / h.diusulkan:.0f}")
        if h.diusulkan
        else ""
    )
    return [
        (Pesan("Usulan"), kata.bilangan(h.jumlah), ""),
        (Pesan("Diterima"), kata.bilangan(h.diterima), part),
        (Pesan("Pagu diusulkan"), kata.rupiah_ringkas(h.diusulkan), kata.rupiah(h.diusulkan)),
        (Pesan("Pagu disepakati"), kata.rupiah_ringkas(h.disepakati), money),
    ]
