"""Search: the text of every record, normalised, in one table apart, and the conditions that ask it.

`teks_cari` holds one row a record: its columns with label `cari` in small letters without accents, two spaces between
them. SQLite keeps a trigram index (FTS5) beside it, PostgreSQL a GIN index (pg_trgm); both only narrow what a plain
"contains" decides, so both find the same rows. It stands apart because such an index makes each update of its table
slow. `models/cari_tulis.py` keeps it up to date. FTS5 follows `teks_cari` by three triggers (migration 0011): whoever
rebuilds that table has to make them anew.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    Select,
    String,
    Text,
    false,
    func,
    inspect,
    literal,
    select,
)
from sqlalchemy import column as kolom_bebas
from sqlalchemy import table as tabel_bebas
from sqlalchemy.orm import Mapped, mapped_column

from models import kolom
from models.base import Base, Record, db

KATA_TERBANYAK = 8  # words of one search; more would only cost time
TERPANJANG = 200  # letters of one search
TERPENDEK = 3  # a trigram index knows nothing of shorter words
SELANG = 32  # a kind has 2^32 numbers of its own


class TeksCari(Base):
    """The searched text of one record. `id` orders the records of a kind as their own ids do (see `nomor`)."""

    __tablename__ = "teks_cari"
    __table_args__ = (Index(None, "kind", "musrenbang_id", "record_id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int] = mapped_column()
    musrenbang_id: Mapped[int | None] = mapped_column()
    teks: Mapped[str] = mapped_column(Text)


class KataCari(Base):
    """A word that occurs in the texts of a kind: what near spellings are chosen from."""

    __tablename__ = "kata_cari"
    __table_args__ = (Index(None, "kind", "jumlah"),)

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    kata: Mapped[str] = mapped_column(String(40), primary_key=True)
    jumlah: Mapped[int] = mapped_column()


# The trigram index of SQLite; its rowid is `teks_cari.id`. `cocok` is the column that FTS5 names after the table.
FTS = tabel_bebas("cari_fts", kolom_bebas("rowid"), kolom_bebas("teks"), kolom_bebas("cari_fts"))


def nomor(kind: str, record_id: int = 0) -> int:
    """The id in `teks_cari`: a number of the kind that follows from its name, then the record's own id."""
    return (zlib.crc32(kind.encode()) & 0x3FFFFFFF) << SELANG | record_id


def nomor_baris(model: type[Record], id_: Any = None) -> ColumnElement[int]:
    """The same as an expression over the rows of a kind (or over this column of their ids)."""
    return literal(nomor(model.__tablename__), BigInteger) + (model.id if id_ is None else id_)


# --- texts ------------------------------------------------------------------------------------------------------------


def normal(teks: str) -> str:
    """Small letters without accents, one space between words; what is typed and what is stored go through here."""
    if not teks.isascii():
        # Twice: folding capitals can bring back a sign that has to be taken apart.
        terurai = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", teks).casefold())
        # Marks above letters, invisible signs and halves of pairs are not what people look for.
        teks = "".join(h for h in terurai if unicodedata.category(h) not in ("Mn", "Cf", "Cs"))
    return " ".join(teks.lower().replace("\0", " ").split())


def kata(dicari: str) -> list[str]:
    """The words of a search, each once."""
    return list(dict.fromkeys(normal(dicari[:TERPANJANG]).split()))[:KATA_TERBANYAK]


def dicari(model: type[Record]) -> tuple[str, ...]:
    """The columns whose text is kept here; personal ones never are."""
    return _dicari(model)  # type: ignore[arg-type]


@cache
def _dicari(model: Any) -> tuple[str, ...]:
    texts = {
        key: label
        for key, (column, label) in kolom.labelled(model).items()
        if isinstance(column, Column) and kolom.python_type(column.type) is str and not label.pribadi
    }
    return tuple(k for k, label in texts.items() if label.cari) or tuple(k for k in (model.NAMA,) if k in texts)


def teks_dari(model: type[Record], isi: Mapping[str, Any]) -> str:
    """The text of a record from the values of its searched columns."""
    bagian = [str(isi[k]) for k in dicari(model) if isi.get(k)]
    if kode := isi.get("kode_periksa"):
        # A code is typed in groups, as it is printed, and stored without them.
        bagian.append("-".join(kode[i : i + 4] for i in range(0, len(kode), 4)))
    return "  ".join(normal(b) for b in bagian)


# --- conditions -------------------------------------------------------------------------------------------------------


def syarat(model: type[Record], dicari_: str, pribadi: bool = False) -> list[ColumnElement[bool]]:
    """Conditions on the rows of `model`: every word stands in the texts of the record; none if nothing was typed.

    `pribadi`: personal columns with label `cari` are looked into as well, for a person with the right to see them.
    """
    cari_kata = kata(dicari_)
    if not cari_kata:
        return []
    if not pribadi or not (sendiri := _kolom_pribadi(model)):
        return [model.id.in_(_id(model, cari_kata))] if dicari(model) else [false()]
    return [
        db.or_(model.id.in_(_id(model, [k])), *(di_kolom(getattr(model, c), k) for c in sendiri)) for k in cari_kata
    ]


def di_kolom(kolom_: Any, cari: str) -> ColumnElement[bool]:
    """A column that is looked into itself contains this word."""
    return func.lower(kolom_).like(pola(cari), escape="\\")


def _kolom_pribadi(model: type[Record]) -> list[str]:
    return [k for k, (_, label) in kolom.labelled(model).items() if label.cari and label.pribadi]


def _id(model: type[Record], cari_kata: Sequence[str]) -> Select[Any]:
    """The ids of the records of this kind whose text holds all the words, by the index of the database."""
    awal = nomor(model.__tablename__)
    if by_fts(cari_kata):
        return select(FTS.c.rowid - awal).where(*fts(cari_kata, awal, awal + 2**SELANG - 1))
    stmt = select(TeksCari.record_id).where(TeksCari.id.between(awal, awal + 2**SELANG - 1))
    return stmt.where(*(memuat(TeksCari.teks, k) for k in cari_kata))


def by_fts(cari_kata: Sequence[str]) -> bool:
    """Does FTS5 answer this? It needs one word of three letters; the others are looked for in what it finds."""
    return db.engine.dialect.name == "sqlite" and any(len(k) >= TERPENDEK for k in cari_kata) and berindeks()


def fts(cari_kata: Sequence[str], dari: int, sampai: int) -> list[ColumnElement[bool]]:
    """The conditions on FTS for these words, between two numbers (see `nomor`)."""
    panjang = [k for k in cari_kata if len(k) >= TERPENDEK]
    pendek = [memuat(FTS.c.teks, k) for k in cari_kata if len(k) < TERPENDEK]
    return [FTS.c.cari_fts.op("MATCH")(frasa(panjang)), FTS.c.rowid.between(dari, sampai), *pendek]


def frasa(cari_kata: Sequence[str]) -> str:
    """What FTS5 is asked: each word is a phrase of trigrams, so its signs are letters like any other."""
    return " AND ".join('"' + k.replace('"', '""') + '"' for k in cari_kata)


def memuat(teks: Any, cari: str) -> ColumnElement[bool]:
    """Contains this word. PostgreSQL's index serves LIKE; SQLite's LIKE has rules of its own, so there `instr`."""
    if db.engine.dialect.name == "sqlite":
        return func.instr(teks, cari) > 0
    return teks.like(pola(cari), escape="\\")  # type: ignore[no-any-return]


def pola(cari: str) -> str:
    """The LIKE pattern of a text in which `%` and `_` are letters like any other (escape: backslash)."""
    polos = cari.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{polos}%"


def berindeks() -> bool:
    """Whether this database has its trigram index; without one the same rows are found by reading all texts."""
    url = str(db.engine.url)
    if url not in _berindeks:
        penjaga = inspect(db.session.connection())
        if db.engine.dialect.name == "sqlite":
            _berindeks[url] = penjaga.has_table("cari_fts")
        else:
            _berindeks[url] = any(i["name"] == "ix_teks_cari_trgm" for i in penjaga.get_indexes("teks_cari"))
    return _berindeks[url]


_berindeks: dict[str, bool] = {}


def lupakan_indeks() -> None:
    """An index was built: ask the database again."""
    _berindeks.clear()
