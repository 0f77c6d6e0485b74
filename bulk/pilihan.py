"""A selection of a list: rows that were ticked, or all that match its address but some; never held in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, bindparam, func, insert, literal, select

from bulk.daftar import alamat, halaman, saring, urutan
from bulk.daftar.spec import ListSpec, readable
from bulk.himpun import dalam
from models.base import Record, db
from models.operasi import OperasiBaris
from sop.access import Actor


@dataclass(frozen=True)
class Pilihan:
    """`ids` as they were ticked (also those that are gone), or, where it is None, all rows behind the address
    `saringan` (the query of a list) without `kecuali`; `dihapus`: the deleted ones among them instead of the others.
    """

    model: Any
    ids: tuple[int, ...] | None = None
    saringan: str = ""
    kecuali: frozenset[int] = field(default_factory=frozenset)
    dihapus: bool = False
    spec: ListSpec | None = None  # of the list that it was made on

    def rows(self, actor: Actor) -> Select[Any]:
        """The ids of the rows that are there."""
        model = self.model
        if self.ids is not None:
            return readable(model, actor, self.spec).where(dalam(model.id, self.ids))
        given = alamat.read(self.saringan)
        found = saring.read(model, given, actor, spec=self.spec)
        stmt = halaman.select_rows(model, actor, found, self.dihapus, spec=self.spec)
        return stmt.where(~dalam(model.id, self.kecuali)) if self.kecuali else stmt

    def jumlah(self, actor: Actor) -> int:
        if self.ids is not None:
            return len(self.ids)
        return int(db.session.scalar(select(func.count()).select_from(self.rows(actor).subquery())) or 0)

    def contoh(self, actor: Actor, banyak: int) -> list[int]:
        """A few of them."""
        if self.ids is not None:
            return list(self.ids[:banyak])
        return list(db.session.scalars(self.rows(actor).order_by(self.model.id).limit(banyak)))

    def musrenbang(self, actor: Actor) -> tuple[int, ...]:
        """The Musrenbang that the rows belong to; none where a kind belongs to none by itself."""
        milik = getattr(self.model, "musrenbang_id", None)
        if milik is None:
            return ()
        kueri = self.rows(actor).with_only_columns(milik).order_by(None).distinct()
        return tuple(sorted(i for i in db.session.scalars(kueri) if i is not None))

    def tulis(self, operasi_id: int, actor: Actor, *, berurut: bool) -> int:
        """Make them the rows of an operation by one statement, `berurut`: in the order of the list; how many."""
        isi = self._bernomor(actor, berurut)
        stmt = insert(OperasiBaris.__table__).from_select(  # type: ignore[arg-type]
            ["operasi_id", "urut", "record_id"], select(literal(operasi_id), isi.c.urut, isi.c.id)
        )
        hasil: Any = db.session.execute(stmt, execution_options={"preserve_rowcount": True})
        return int(hasil.rowcount)

    def _bernomor(self, actor: Actor, berurut: bool) -> Any:
        if self.ids is not None:
            return _bernomor(self.ids)
        model: type[Record] = self.model
        sort = urutan.sort_of(model, alamat.first(alamat.read(self.saringan), "urut"), self.spec)
        kunci = urutan.order_by(sort, model, False) if berurut else [model.id]
        nomor = func.row_number().over(order_by=kunci).label("urut")
        return self.rows(actor).with_only_columns(model.id.label("id"), nomor).subquery()


def _bernomor(ids: tuple[int, ...]) -> Any:
    """(urut, id) of a list in its order, as a table: one parameter however many there are."""
    if db.session.connection().dialect.name == "postgresql":
        daftar = func.unnest(bindparam(None, list(ids), type_=ARRAY(Integer)))
        tabel: Any = daftar.table_valued("id", with_ordinality="urut", name="pilihan").render_derived()
        return select(tabel.c.urut, tabel.c.id).subquery()
    tabel = func.json_each(json.dumps(ids)).table_valued("key", "value")
    return select((tabel.c.key + 1).label("urut"), tabel.c.value.label("id")).subquery()
