"""The start page: how far the running Musrenbang is, what waits for me, and what has to be known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_admin import BaseView, expose
from sqlalchemy import Select

from admin import distribusi, gerak, kurang, musrenbang, tampil
from admin.masuk import saya
from bulk.daftar import acuan, jumlah, saring
from documents import kata, tulisan
from models.base import Record, db, kinds, slug
from models.musrenbang import Musrenbang
from models.usulan import Usulan
from models.waktu import hari_ini
from sop import lifecycle, workflow
from sop.access import Actor, Verb, may, scope
from sop.peringatan import peringatan

PERIKSA = 25  # how many waiting records of one state are asked before it counts as nobody's


@dataclass(frozen=True)
class Tugas:
    """Records of one kind in one state that this person can move on."""

    judul: str
    nada: str
    jumlah: str
    url: str
    tindakan: list[str]
    contoh: list[tuple[str, str]]  # (name, address)


def tasks(actor: Actor, musrenbang_id: int | None) -> list[Tugas]:
    """What waits for me: by kind and state, the states that one of my moves leaves."""
    found = []
    for kind, model in kinds().items():
        if kind in ("musrenbang", "pelaksanaan_langkah") or "status" not in model.__mapper__.columns:
            continue
        mine = {offer.aksi for offer in workflow.moves_of_kind(kind, actor) if offer.gaya == "utama"}
        if mine and may(actor, Verb.BACA, model):
            found += _waiting(model, actor, mine, musrenbang_id)
    if unproven := distribusi.unproven(actor, musrenbang_id):
        count, url = unproven
        act = ["Lampirkan bukti", "Ingatkan lewat surel"]
        title = "Distribusi: belum ada bukti terima"
        found.append(Tugas(title, "perhatian", kata.bilangan(count), url, act, []))
    return found


def _waiting(model: type[Record], actor: Actor, mine: set[str], musrenbang_id: int | None) -> list[Tugas]:
    kind = model.__tablename__
    moves = [g for g in lifecycle.GERAK if g.kind == kind and g.aksi in mine]
    states = {state for move in moves for state in move.dari}
    status = model.status  # type: ignore[attr-defined]
    where = [model.deleted_at.is_(None), *_mine(model, actor)]
    if musrenbang_id and hasattr(model, "musrenbang_id"):
        where.append(model.musrenbang_id == musrenbang_id)
    rows = []
    for state, (count, exact) in _counted(scope(db.select(status), actor, model).where(*where), status, states):
        sample, open_ = _first_open(model, actor, mine, [*where, status == state])
        if sample is None:
            continue
        first = sample.id
        url = f"/{slug(kind)}/?status={state.value}" if count > 1 else f"/{slug(kind)}/details/?id={first}"
        example = [(str(sample), f"/{slug(kind)}/details/?id={first}")]
        title, number = f"{model.JUDUL}: {tulisan.word(state)}", kata.bilangan(count) + ("" if exact else "+")
        rows.append(Tugas(title, tampil.tone(state), number, url, sorted(open_), example))
    return rows


def _counted(stmt: Select[Any], status: Any, states: Iterable[Any]) -> list[tuple[Any, tuple[int, bool]]]:
    """How many rows stand in each state: at once if they are few, else state by state and no further than a page."""
    some = stmt.where(status.in_(states)).limit(jumlah.BATAS + 1).subquery()
    found = [(state, n) for state, n in db.session.execute(db.select(some.c[0], db.func.count()).group_by(some.c[0]))]
    if sum(n for _, n in found) <= jumlah.BATAS:
        return [(state, (n, True)) for state, n in found]
    each = sorted(status.type.enum_class(state) for state in states)
    counts = [(state, jumlah.count(stmt.where(status == state))) for state in each]
    return [(state, count) for state, count in counts if count[0]]


def _mine(model: type[Record], actor: Actor) -> list[Any]:
    """Roles that are bound to a kelompok sidang are told of the usulan of their kelompok only."""
    if model is not Usulan or actor.peran - workflow.TERIKAT_KELOMPOK:
        return []
    return [Usulan.kelompok_sidang_id.in_({k for t in actor.tugas for k in t.kelompok_ids})]


def _first_open(model: type[Record], actor: Actor, mine: set[str], where: list[Any]) -> tuple[Record | None, set[str]]:
    """The oldest of the waiting records that this person can move on now, and how; one that cannot hides no other."""
    stmt = scope(db.select(model), actor, model).where(*where).order_by(model.id).limit(PERIKSA)
    for record in db.session.scalars(stmt):
        if open_ := {o.judul for o in workflow.moves(record, actor) if o.aksi in mine and not o.alasan}:
            return record, open_
    return None, set()


class Beranda(BaseView):  # type: ignore[misc]
    """`/`"""

    def __init__(self) -> None:
        super().__init__(name="Beranda", endpoint="beranda", url="/", static_url_path="/static/admin")

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)

    @expose("/")
    def index(self) -> str:
        actor = saya()
        workflow.berjalan()
        id_ = saring.newest_running()
        case = acuan.fetch(Musrenbang, actor, id_) if id_ else None
        context: dict[str, Any] = {
            "kasus": case,
            "tanpa_peran": not actor.tugas,
            "hari": kata.hari_tanggal(hari_ini()),
        }
        if isinstance(case, Musrenbang):
            context |= {
                "langkah": musrenbang.steps(case),
                "kini": musrenbang.current(case, actor),
                "kurang": kurang.missing(case, actor),
                "peringatan": peringatan(case),
                "serentak": musrenbang.together(case, actor),
                "status": tulisan.word(case.status),
                "gerak": [b for b in gerak.offers(case, actor) if b.gaya == "utama"],
            }
        return self.render("admin/beranda.html", tugas=tasks(actor, id_), **context)
