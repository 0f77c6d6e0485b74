"""What every kind of record has: the database, the column types, `label()` and the class `Record`.

A column with a label is what people see: lists, forms, filters, diary and papers read it from here.
A column without a label (password hash, lock version) can reach no screen, export or diary.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Enum,
    Index,
    Integer,
    MetaData,
    String,
    false,
    inspect,
    text,
    true,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, PassiveFlag, column_property, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from models import transaksi  # noqa: F401  # listens before the first connection is made
from models.pesan import Pesan
from models.waktu import sekarang


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("waktu tanpa zona tidak disimpan")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Rupiah(TypeDecorator[int]):
    """Whole rupiah; no cents are kept."""

    impl = BigInteger
    cache_ok = True


class Panjang(TypeDecorator[str]):
    """A text of many lines: a textarea in the form, at most `length` characters."""

    impl = String
    cache_ok = True

    def __init__(self, length: int = 20_000) -> None:
        super().__init__(length)

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String())


def pilihan(kind: type[enum.StrEnum], length: int = 40, nama: str | None = None) -> Enum:
    """A closed list, stored as the word that people see, guarded by a CHECK (`nama` tells two of one kind apart)."""
    return Enum(
        kind,
        native_enum=False,
        length=length,
        create_constraint=True,
        name=nama or kind.__name__.lower(),
        values_callable=lambda e: [m.value for m in e],
    )


_TANPA = Pesan("")


@dataclass(frozen=True)
class Label:
    """How a column is shown. `teks` is its Indonesian name, which is its msgid as well."""

    teks: Pesan
    bantuan: Pesan
    daftar: bool = False  # a column of the list
    isian: bool = True  # a field of the form; state columns never
    cari: bool = False  # found by the search box
    saring: bool = False  # offered as a filter
    pribadi: bool = False  # personal: masked without the right, absent from search
    pindaian: bool = False  # a file from outside: what stands on it nobody typed here, so opening it is written down
    uraian: bool = False  # a long text that may hold headings and lists (documents/uraian.py)
    bagian: Pesan = _TANPA  # begins a section of the form; the columns that follow belong to it until the next


def label(teks: str, **sifat: Any) -> dict[str, Label]:
    """`info=label("Nama kegiatan", daftar=True, cari=True)`; see `Label` for the properties."""
    bantuan, bagian = (Pesan(sifat.pop(nama, "")) for nama in ("bantuan", "bagian"))
    return {"label": Label(Pesan(teks), bantuan, bagian=bagian, **sifat)}


def hitungan(ungkapan: Any, teks: str, **sifat: Any) -> Any:
    """A column that the database computes when it reads: read like any other, never written."""
    return column_property(ungkapan, info=label(teks, isian=False, **sifat))


def label_of(column: Any) -> Label | None:
    found = getattr(column, "info", {}).get("label")
    return found if isinstance(found, Label) else None


class Record(db.Model):  # type: ignore[name-defined,misc]
    """The base of every kind: integer id, lock version, soft deletion, source of an import.

    JUDUL/JAMAK are the words for one and many, NAMA the column that names a row where another refers to it,
    INDUK the foreign key of the record it is a part of (its rights are the parent's), URUT the default sort.
    """

    __abstract__ = True

    JUDUL: ClassVar[str] = ""
    NAMA: ClassVar[str] = "nama"
    INDUK: ClassVar[str | None] = None
    URUT: ClassVar[tuple[str, bool]] = ("id", False)  # (column, descending)
    ANAK: ClassVar[tuple[str, ...]] = ()  # kinds listed on the details page
    BUKAN_SEL: ClassVar[tuple[str, ...]] = ()  # filled by the form, but typed over in no sheet of cells
    DIARI: ClassVar[bool] = True  # False: progress and registers that change by themselves

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1, nullable=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=sekarang, onupdate=sekarang)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sumber: Mapped[str | None] = mapped_column(String(60))
    kode_eksternal: Mapped[str | None] = mapped_column(String(120))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.JUDUL = Pesan(cls.JUDUL)
        _kinds.clear()
        table = cls.__dict__.get("__table__")
        if table is not None:
            Index(f"uq_{table.name}_sumber_kode_eksternal", table.c.sumber, table.c.kode_eksternal, unique=True)
            # Few rows are deleted: those that live cost this index nothing, and no plan for them is tempted by it.
            dihapus = text("deleted_at IS NOT NULL")
            Index(f"ix_{table.name}_deleted_at", table.c.deleted_at, sqlite_where=dihapus, postgresql_where=dihapus)

    @property
    def kind(self) -> str:
        return str(self.__tablename__)

    def berubah(self, kolom: str) -> bool:
        """Has this column been set to another value since the row was read?"""
        # Not `state.attrs`: it builds an object for every attribute of the row, and bulk work asks thousands of times.
        history: Any = inspect(self).get_history(kolom, PassiveFlag.PASSIVE_NO_INITIALIZE)
        return bool(history.has_changes())

    @classmethod
    def awal(cls) -> dict[str, Any]:
        """What the form of a new row begins with, besides the defaults of its columns."""
        return {}

    def lengkapi(self) -> None:
        """Fill derived columns; called before each flush of a new or changed row."""

    @classmethod
    def belum_lengkap(cls) -> ColumnElement[bool]:
        """Stored rows that `lengkapi` would still change; a set-based statement leaves them to the session."""
        return false() if cls.lengkapi is Record.lengkapi else true()

    def tetap(self) -> Pesan | None:
        """Why nobody may delete this row, or None."""
        return None

    def periksa(self) -> list[tuple[str, Pesan]]:
        """What is wrong with the row, by column, in the operator's words; called before each flush."""
        return []

    def __str__(self) -> str:
        name = getattr(self, self.NAMA, None)
        return str(getattr(name, "judul", name) or f"{self.JUDUL} {self.id}")  # a role by its title


def unik_hidup(*columns: str) -> Index:
    """A unique index among the rows that are not deleted (partial, on SQLite and PostgreSQL)."""
    hidup = text("deleted_at IS NULL")
    return Index(None, *columns, unique=True, sqlite_where=hidup, postgresql_where=hidup)


def urut_hidup(*columns: str) -> Index:
    """An index of the rows that are not deleted, by which a list is read in order."""
    hidup = text("deleted_at IS NULL")
    return Index(None, *columns, sqlite_where=hidup, postgresql_where=hidup)


def terisi(column: str) -> Index:
    """An index of the few rows that have a value here: the many others are written without it."""
    ada = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=ada, postgresql_where=ada)


_kinds: dict[str, type[Record]] = {}  # emptied by each new kind (Record.__init_subclass__)


def kinds() -> dict[str, type[Record]]:
    """Every kind of record by its name (= table name), in the order of the names; to be read, not changed."""
    if not _kinds:
        records = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Record)]
        _kinds.update({one.__tablename__: one for one in sorted(records, key=lambda one: one.__tablename__)})
    return _kinds


def slug(kind: str) -> str:
    """The address of a kind: `berita_acara` → `berita-acara`."""
    return kind.replace("_", "-")
