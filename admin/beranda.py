"""The start page: how far the running Musrenbang is, what waits for me, and what has to be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_admin import BaseView, expose

from admin import acuan, gerak, kurang, musrenbang, saring, tampil
from admin.masuk import saya
from models.base import Record, db, kinds, slug
from models.musrenbang import Musrenbang
from models.waktu import hari_ini
from sop import lifecycle, workflow
from sop.access import Actor, Verb, may, scope
from sop.peringatan import peringatan

PER_JENIS = 5


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
    return found


def _waiting(model: type[Record], actor: Actor, mine: set[str], musrenbang_id: int | None) -> list[Tugas]:
    kind = model.__tablename__
    moves = [g for g in lifecycle.GERAK if g.kind == kind and g.aksi in mine]
    states = {state for move in moves for state in move.dari}
    status = model.status  # type: ignore[attr-defined]
    stmt = scope(db.select(status, db.func.count(), db.func.min(model.id)), actor, model)
    stmt = stmt.where(model.deleted_at.is_(None), status.in_(states)).group_by(status)
    if musrenbang_id and hasattr(model, "musrenbang_id"):
        stmt = stmt.where(model.musrenbang_id == musrenbang_id)
    rows = []
    for state, count, first in db.session.execute(stmt):
        sample = acuan.fetch(model, actor, first)
        open_ = {o.judul for o in workflow.moves(sample, actor) if o.aksi in mine and not o.alasan} if sample else set()
        if not open_:
            continue
        url = f"/{slug(kind)}/?status={state.value}" if count > 1 else f"/{slug(kind)}/details/?id={first}"
        example = [(str(sample), f"/{slug(kind)}/details/?id={first}")]
        words = tampil.word(state)
        rows.append(
            Tugas(
                f"{model.JUDUL}: {words}", tampil.tone(state), tampil.kata.bilangan(count), url, sorted(open_), example
            )
        )
    return rows


class Beranda(BaseView):  # type: ignore[misc]
    """`/`"""

    def __init__(self) -> None:
        super().__init__(name="Beranda", endpoint="beranda", url="/", static_url_path="/static/admin")

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)

    @expose("/")
    def index(self) -> str:
        actor = saya()
        gerak.preload()
        id_ = saring.newest_running()
        case = acuan.fetch(Musrenbang, actor, id_) if id_ else None
        context: dict[str, Any] = {
            "kasus": case,
            "tanpa_peran": not actor.tugas,
            "hari": tampil.kata.hari_tanggal(hari_ini()),
        }
        if isinstance(case, Musrenbang):
            context |= {
                "langkah": musrenbang.steps(case),
                "kini": musrenbang.current(case, actor),
                "kurang": kurang.missing(case, actor),
                "peringatan": peringatan(case),
                "serentak": musrenbang.together(case, actor),
                "status": tampil.word(case.status),
                "gerak": [b for b in gerak.offers(case, actor) if b.gaya == "utama"],
            }
        return self.render("admin/beranda.html", tugas=tasks(actor, id_), **context)
