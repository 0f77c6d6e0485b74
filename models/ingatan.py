"""What a process remembers of tables that seldom change, so that a page need not read them again.

An entry names the kinds that it was made from. A commit of this process that touched one of them makes it forgotten at
once, another process's change is seen after `umur` seconds; so nothing that says who may do what is remembered here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from models.base import Record, db

UMUR = 20.0  # seconds until another process's change is seen
T = TypeVar("T")


@dataclass(frozen=True)
class _Entri:
    kinds: frozenset[str]
    isi: Any
    sampai: float


simpanan: dict[Hashable, _Entri] = {}
_detak = 0  # counts the commits that changed a kind
_terakhir: dict[str, int] = {}  # the count at the last commit that changed it


def ingat(
    kinds: tuple[str, ...],
    kunci: Hashable,
    buat: Callable[[], T],
    umur: float = UMUR,
    bila: Callable[[T], bool] = lambda _isi: True,
) -> T:
    """What `buat` makes of these kinds, kept under `kunci` (if `bila` says so of it).

    Asked anew while this transaction changes one of them.
    """
    session = db.session()
    if not yang_berubah(session).isdisjoint(kinds):
        return buat()
    penuh = (id(db.engine), kunci)
    found = simpanan.get(penuh)
    if found is not None and found.sampai > time.monotonic():
        isi: T = found.isi
        return isi
    isi = buat()
    # A transaction that began before the last change has read what was there before it.
    if bila(isi) and all(_terakhir.get(kind, 0) <= session.info.get("ingatan_mulai", 0) for kind in kinds):
        simpanan[penuh] = _Entri(frozenset(kinds), isi, time.monotonic() + umur)
    return isi


def berubah(session: Session, kinds: Iterable[str]) -> None:
    """Rows of these kinds are written in this transaction; said also by whoever writes past the session's flush."""
    session.info.setdefault("ingatan_berubah", set()).update(kinds)


def yang_berubah(session: Session) -> frozenset[str]:
    """The kinds of which rows were written in this transaction so far."""
    return frozenset(session.info.get("ingatan_berubah", ()))


def lupakan() -> None:
    simpanan.clear()


@event.listens_for(Session, "after_begin")
def _mulai(session: Session, _transaction: Any, _connection: Any) -> None:
    session.info["ingatan_mulai"] = _detak


@event.listens_for(Session, "after_flush")
def _catat(session: Session, _context: Any) -> None:
    rows = (*session.new, *session.dirty, *session.deleted)
    berubah(session, {row.__tablename__ for row in rows if isinstance(row, Record)})


@event.listens_for(Session, "do_orm_execute")
def _catat_sekaligus(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        if mapper is not None:
            berubah(state.session, [mapper.class_.__tablename__])


@event.listens_for(Session, "after_commit")
def _lupakan(session: Session) -> None:
    global _detak
    if session.in_nested_transaction():  # a savepoint is released: nobody else sees anything of it yet
        return
    changed = session.info.pop("ingatan_berubah", None)
    if not changed:
        return
    _detak += 1
    _terakhir.update(dict.fromkeys(changed, _detak))
    for kunci, entri in list(simpanan.items()):
        if not entri.kinds.isdisjoint(changed):
            simpanan.pop(kunci, None)


@event.listens_for(Session, "after_rollback")
def _batal(session: Session) -> None:
    if session.in_nested_transaction():  # what was changed before the savepoint is still to be committed
        return
    session.info.pop("ingatan_berubah", None)
