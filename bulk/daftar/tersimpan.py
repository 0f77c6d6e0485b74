"""Filters under a name: kept per person, shared where their owner says so, checked before they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam

from bulk.daftar import alamat, saring
from bulk.daftar.spec import ListSpec
from models.base import Record, db
from models.pesan import Ditolak, Keliru, TidakAda
from models.saringan import SaringanTersimpan
from sop.access import Actor

TERBANYAK = 50  # of one person on one list
BUKAN_SARINGAN = ("kursor", "per")


@dataclass(frozen=True)
class Tersimpan:
    """A saved filter as a list shows it; `milik`: it may be deleted by this person."""

    id: int
    nama: str
    alamat: str
    bersama: bool
    milik: bool


def of(model: type[Record], actor: Actor) -> list[Tersimpan]:
    """The person's own ones, then those that others share; by name."""
    rows = db.session.connection().execute(_of(), {"kind": model.__tablename__, "saya": actor.pengguna_id})
    return [Tersimpan(*row) for row in rows]


@cache
def _of() -> Select[Any]:
    table = SaringanTersimpan.__table__.c
    own = table.pengguna_id == bindparam("saya")
    stmt = db.select(table.id, table.nama, table.alamat, table.bersama, own.label("milik"))
    stmt = stmt.where(table.kind == bindparam("kind"), db.or_(own, table.bersama))
    return stmt.order_by(db.case((own, 0), else_=1), table.nama, table.id)


def save(model: type[Record], actor: Actor, nama: str, query: str, bersama: bool, spec: ListSpec | None = None) -> bool:
    """Keep the filter of an address under a name; True if it replaced the person's own one of that name.

    What was shared stays shared: colleagues work with it. Not committed.
    """
    nama = " ".join(nama.replace("\0", "").split())
    if not nama or len(nama) > 80:
        raise Keliru("Beri saringan ini nama, paling panjang 80 huruf.")
    if actor.pengguna_id is None:
        raise Ditolak("Saringan hanya dapat disimpan oleh pengguna yang masuk.")
    given = {k: v for k, v in alamat.read(query).items() if k not in BUKAN_SARINGAN}
    saring.read(model, given, actor, spec=spec)  # refuses what the list would refuse
    text = alamat.href(given)
    if len(text) > 4000:
        raise Keliru("Saringan ini terlalu panjang untuk disimpan.")

    mine = db.select(SaringanTersimpan).filter_by(kind=model.__tablename__, pengguna_id=actor.pengguna_id)
    found = db.session.scalar(mine.filter_by(nama=nama))
    if found is None:
        if (db.session.scalar(db.select(db.func.count()).select_from(mine.subquery())) or 0) >= TERBANYAK:
            raise Keliru("Paling banyak {n} saringan per daftar; hapus dahulu yang tidak dipakai.", n=TERBANYAK)
        found = SaringanTersimpan(kind=model.__tablename__, pengguna_id=actor.pengguna_id, nama=nama)
        db.session.add(found)
    replaced = found.alamat is not None
    found.alamat, found.bersama = text, bersama or bool(found.bersama)
    return replaced


def delete(model: type[Record], actor: Actor, id_: int) -> str:
    """Take away one's own filter; its name. Those of others stay."""
    found = db.session.scalar(db.select(SaringanTersimpan).filter_by(id=id_, kind=model.__tablename__))
    if found is None or (found.pengguna_id != actor.pengguna_id and not found.bersama):
        raise TidakAda("Saringan ini tidak ada lagi.")
    if found.pengguna_id != actor.pengguna_id:
        raise Ditolak("Saringan bersama hanya dapat dihapus oleh yang menyimpannya.")
    db.session.delete(found)
    return found.nama
