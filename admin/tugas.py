"""Tugas saya: every record whose next move is mine, the oldest first, with the button of that move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from admin import distribusi, gerak, tampil
from bulk.daftar import jumlah
from documents import kata, tulisan
from models.base import Record, db, kinds, slug
from models.distribusi import Distribusi
from models.musrenbang import Musrenbang
from models.pesan import Pesan
from models.usulan import Usulan
from sop import keluar, lifecycle, workflow
from sop.access import TERIKAT_KELOMPOK, Actor, Verb, may, scope
from sop.langkah import baris_terbuka

PERIKSA = 25  # how many waiting records of one state are asked before it counts as nobody's
TAMPIL = 5  # records that are shown; the others are behind the lists of their states
# The step itself has a place of its own on the start page.
LANGKAH = ("musrenbang", "pelaksanaan_langkah")


@dataclass(frozen=True)
class Butir:
    """One record that waits for me; `tombol` are the moves that lead on, none where something has to be made first."""

    nama: str
    jenis: str
    status: str
    nada: str
    url: str
    sejak: datetime
    version: int
    tombol: list[gerak.Tombol]
    catatan: str = ""  # why it came back to me


@dataclass(frozen=True)
class Tugas:
    """Records of one kind in one state that this person can move on."""

    judul: str
    nada: str
    jumlah: str
    url: str
    tindakan: list[str]
    butir: list[Butir] = field(default_factory=list)


def tasks(actor: Actor, musrenbang_id: int | None) -> list[Tugas]:
    """What waits for me: by kind and state, the states that one of my moves leaves."""
    found = []
    for kind, model in kinds().items():
        if kind in LANGKAH or "status" not in model.__mapper__.columns:
            continue
        mine = {offer.aksi for offer in workflow.moves_of_kind(kind, actor) if offer.gaya == "utama"}
        if mine and may(actor, Verb.BACA, model):
            found += _waiting(model, actor, mine, musrenbang_id)
    if unproven := distribusi.unproven(actor, musrenbang_id):
        count, url = unproven
        act = [Pesan("Lampirkan bukti"), Pesan("Ingatkan lewat surel")]
        found.append(Tugas(Pesan("Distribusi: belum ada bukti terima"), "perhatian", kata.bilangan(count), url, act))
    return found


def oldest(groups: list[Tugas]) -> list[Butir]:
    """What has waited longest, of all kinds."""
    return sorted((b for group in groups for b in group.butir), key=lambda b: b.sejak)[:TAMPIL]


def of_steps(case: Musrenbang, actor: Actor) -> list[Butir]:
    """The rows of the current step that I can begin, sign off or send back now; or the step, if something lacks yet."""
    found, blocked = [], None
    for row in baris_terbuka(case):
        offers = [b for b in gerak.offers(row, actor) if not b.atas_nama]
        if buttons := _leading_on([b for b in offers if not b.alasan]):
            found.append(replace(_item(row, buttons), nama=f"{row}: {row.langkah.aktivitas}"))
        elif offers:
            blocked = blocked or row
    if not found and blocked is not None:
        name = Pesan(
            "Langkah {urutan}: {aktivitas}", urutan=blocked.langkah.urutan, aktivitas=blocked.langkah.aktivitas
        )
        found.append(replace(_item(blocked, []), nama=name, url=f"/musrenbang/details/?id={case.id}"))
    return found


def _leading_on(buttons: list[gerak.Tombol]) -> list[gerak.Tombol]:
    """Beginning a row that can be signed off at once would be a detour; the two words of a decision stay together."""
    ends = any(b.aksi == "selesaikan" for b in buttons)
    return [b for b in buttons if not (ends and b.aksi == "mulai")]


def _waiting(model: type[Record], actor: Actor, mine: set[str], musrenbang_id: int | None) -> list[Tugas]:
    kind = model.__tablename__
    moves = [g for g in lifecycle.GERAK if g.kind == kind and g.aksi in mine]
    # A move that leads where the record stands already changes what was done; nobody waits for that.
    states = {state for move in moves for state in move.dari if state != move.ke}
    status = model.status  # type: ignore[attr-defined]
    where = [model.deleted_at.is_(None), *_mine(model, actor)]
    if musrenbang_id and hasattr(model, "musrenbang_id"):
        where.append(model.musrenbang_id == musrenbang_id)
    rows = []
    for state, (count, exact) in _counted(scope(db.select(status), actor, model).where(*where), status, states):
        # Of very many rows the first written ones: nobody sorts them all for five.
        order = (model.updated_at, model.id) if exact else (model.id,)
        open_ = _open(model, actor, mine, [*where, status == state], order)
        if not open_:
            continue
        url = f"/{slug(kind)}/?status={state.value}" if count > 1 else open_[0].url
        title = Pesan("{jenis}: {keadaan}", jenis=model.JUDUL, keadaan=tulisan.word(state))
        number = kata.bilangan(count) + ("" if exact else "+")
        acts = sorted({button.judul for item in open_ for button in item.tombol})
        rows.append(Tugas(title, tampil.tone(state), number, url, acts, open_))
    return rows


def _counted(stmt: Select[Any], status: Any, states: Iterable[Any]) -> list[tuple[Any, tuple[int, bool]]]:
    """How many rows stand in each state: at once if they are few, else state by state and no further than a page."""
    each = [state for state in status.type.enum_class if state in states]
    some = stmt.where(status.in_(each)).limit(jumlah.BATAS + 1).subquery()
    found = {state: n for state, n in db.session.execute(db.select(some.c[0], db.func.count()).group_by(some.c[0]))}
    if sum(found.values()) <= jumlah.BATAS:
        return [(state, (found[state], True)) for state in each if state in found]
    counts = [(state, jumlah.count(stmt.where(status == state))) for state in each]
    return [(state, count) for state, count in counts if count[0]]


def _mine(model: type[Record], actor: Actor) -> list[Any]:
    """Roles that are bound to a kelompok sidang are told of the usulan of their kelompok only.

    What the panel's own e-mail brings is recorded by the panel: it waits for nobody.
    """
    if model is Distribusi:
        return [Distribusi.id.not_in(keluar.bersurel_menunggu())]
    if model is not Usulan or actor.peran - TERIKAT_KELOMPOK:
        return []
    return [Usulan.kelompok_sidang_id.in_({k for t in actor.tugas for k in t.kelompok_ids})]


def _open(model: type[Record], actor: Actor, mine: set[str], where: list[Any], order: tuple[Any, ...]) -> list[Butir]:
    """The oldest of the waiting records that this person can move on now; one that cannot hides no other."""
    stmt = scope(db.select(model), actor, model).where(*where).order_by(*order).limit(PERIKSA)
    found = []
    for record in db.session.scalars(stmt):
        buttons = [b for b in gerak.offers(record, actor) if b.aksi in mine and not b.alasan]
        if buttons:
            found.append(_item(record, buttons))
        if len(found) == TAMPIL:
            break
    return found


def _item(record: Any, buttons: list[gerak.Tombol]) -> Butir:
    return Butir(
        nama=str(record),
        jenis=record.JUDUL,
        status=tulisan.word(record.status),
        nada=tampil.tone(record.status),
        url=f"/{slug(record.kind)}/details/?id={record.id}",
        sejak=record.updated_at,
        version=record.version,
        tombol=buttons,
        catatan=getattr(record, "catatan_pengembalian", None) or "",
    )
