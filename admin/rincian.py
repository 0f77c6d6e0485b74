"""What the details page of a record shows: its fields, its parts, its files and its diary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from flask import request
from sqlalchemy import Boolean, Column, Date, Enum, Numeric, Time

from admin import cetak, daftar, gerak, tampil
from admin.from_labels import FromLabels
from bulk import akses_pribadi, gabung
from bulk.daftar import acuan
from documents import kata, tulisan, uraian
from models import kolom, riwayat_pribadi
from models.base import Label, Record, UTCDateTime, db, kinds, slug
from models.pengguna import Pengguna
from models.pesan import Keliru, Pesan
from models.riwayat import Riwayat
from sop.access import Actor, Verb, explain, may
from sop.peringatan import peringatan_naskah

SEHALAMAN = 20
# What was done to an account beside its columns; its person sees it on "Akun saya".
AKSI_AKUN: dict[str, str] = {
    "akhiri_sesi": Pesan("sesinya diakhiri"),
    "beri_tautan_sandi": Pesan("diberi tautan kata sandi"),
    "ganti_sandi": Pesan("mengganti kata sandi"),
    "pasang_faktor": Pesan("memasang faktor kedua"),
    "hapus_faktor": Pesan("menghapus faktor kedua"),
    "ganti_pemulihan": Pesan("membuat kode pemulihan baru"),
    "setel_ulang_faktor": Pesan("faktor keduanya disetel ulang"),
    "beri_sandi_sekali": Pesan("diberi kata sandi sekali pakai"),
}
# What the diary calls the acts that are no moves of the lifecycle.
AKSI: dict[str, str] = {
    "buat": Pesan("dibuat"),
    "ubah": Pesan("diubah"),
    "hapus": Pesan("dihapus"),
    "pulihkan": Pesan("dipulihkan"),
    "tarik": Pesan("ditarik"),
    **AKSI_AKUN,
    "pulihkan_cadangan": Pesan("cadangan dipulihkan"),
    "akui_riwayat": Pesan("kekurangan riwayat diakui"),
    "ganti_kunci": Pesan("kunci diganti"),
    "kunci_berlaku": Pesan("kunci baru mulai berlaku"),
    "kunci_hilang": Pesan("kunci dinyatakan hilang"),
}


@dataclass(frozen=True)
class Fakta:
    """One field of the record; `url` leads to the record or file that it refers to."""

    judul: str
    teks: str
    url: str = ""
    css: str = ""
    nada: str = ""
    blok: list[uraian.Blok] = field(default_factory=list)  # of a long text with headings and lists, instead of `teks`
    samar: str = ""  # why the value is covered


@dataclass(frozen=True)
class Catatan:
    """One entry of the diary, in words."""

    waktu: datetime
    nama: str
    peran: str
    aksi: str
    ubahan: list[tuple[str, str, str]]  # label, before, after
    catatan: str | None


@dataclass(frozen=True)
class Bagian:
    """A table of the record's parts."""

    judul: str
    kind: str
    halaman: daftar.Halaman
    url_tambah: str


def context(record: Record, actor: Actor, shown: bool, view: FromLabels) -> dict[str, Any]:
    """Everything that templates/admin/rincian.html prints. `shown`: personal values too, for whoever asked for them."""
    known = facts(record, actor, shown, view)
    diary, older = diary_of(record, request.args.get("riwayat"), shown)
    covered = not shown and (akses_pribadi.filled(record) or _covers(diary)) and may(actor, Verb.PRIBADI, record)
    deleted = record.deleted_at is not None
    return {
        "fakta": [f for f in known if f.css != "kosong"],
        "belum_diisi": [f.judul for f in known if f.css == "kosong"],
        "tertutup": akses_pribadi.titles(type(record)) if covered else "",
        "terbuka": shown,
        "induk": parent_link(record),
        "status": state_of(record),
        "catatan_naskah": peringatan_naskah(record),
        "tindakan": [] if deleted else gerak.offers(record, actor),
        "naskah": cetak.card(record, actor),
        "bagian": parts(record, actor),
        "gabungan": gabung.gabungan(record),
        "riwayat": diary,
        "riwayat_lama": older,
        "boleh_ubah": view.switched_on(Verb.UBAH) and not deleted and may(actor, Verb.UBAH, record),
        "boleh_hapus": view.switched_on(Verb.HAPUS) and may(actor, Verb.HAPUS, record),
        "alasan_ubah": explain(actor, Verb.UBAH, record),
        "dihapus": deleted,
    }


def state_of(record: Record) -> list[tuple[str, str]]:
    """(words, colour) of the state and, for a usulan, of its hasil."""
    values = [getattr(record, name, None) for name in ("status", "hasil")]
    return [(tulisan.word(v), tampil.tone(v)) for v in values if v is not None]


def _covers(diary: list[Catatan]) -> bool:
    return any(tulisan.TERTUTUP in (old, new) for entry_ in diary for _, old, new in entry_.ubahan)


def facts(record: Record, actor: Actor, shown: bool = False, view: FromLabels | None = None) -> list[Fakta]:
    """The fields of a record; `view`: the screen that says which, and may write some in a way of its own."""
    found = []
    keys = [key for key, _ in view._details_columns] if view is not None else kolom.labelled(type(record))  # type: ignore[attr-defined]
    own = view.texts(keys, "_detail") if view is not None else {}
    for key in keys:
        if key in ("status", "hasil") or key == record.INDUK:
            continue
        column, label = view.columns[key] if view is not None else kolom.labelled(type(record))[key]
        if key in own and view is not None:
            found.append(Fakta(label.teks, view.text(record, key, "_detail"), css=tampil.css_of(column)))
            continue
        fact = _fact(record, key, column, label, actor, shown)
        if label.isian or fact.css != "kosong":  # nobody can fill what the program writes
            found.append(fact)
    return found


def _fact(record: Record, key: str, column: Column[Any], label: Label, actor: Actor, shown: bool) -> Fakta:
    value = getattr(record, key)
    if value is None or value == "":
        return Fakta(label.teks, tulisan.KOSONG, css="kosong")
    if label.pribadi and not shown:
        mine = may(actor, Verb.PRIBADI, record)
        why = Pesan("Disamarkan; tombol “Tampilkan” membukanya.") if mine else tampil.covered(type(record))
        return Fakta(label.teks, tulisan.TERTUTUP, samar=why)
    target = kolom.target_of(column)
    if target is None and label.uraian:
        return Fakta(label.teks, value, css=tampil.css_of(column), blok=uraian.blok(value))
    if target is None:
        return Fakta(label.teks, tulisan.cell(column, value), css=tampil.css_of(column))
    url = f"/{slug(target)}/details/?id={value}" if may(actor, Verb.BACA, kinds()[target]) else ""
    if target == "berkas":
        url = f"/{slug(record.kind)}/file/{key}/?id={record.id}"
    return Fakta(label.teks, acuan.name(target, value), url)


def parent_link(record: Record) -> tuple[str, str] | None:
    """(name, address) of the whole that this record is a part of."""
    if not record.INDUK:
        return None
    kind = kolom.target_of(type(record).__mapper__.columns[record.INDUK]) or ""
    id_ = getattr(record, record.INDUK)
    return f"{kinds()[kind].JUDUL}: {acuan.name(kind, id_)}", f"/{slug(kind)}/details/?id={id_}"


def parts(record: Record, actor: Actor) -> list[Bagian]:
    found = []
    for kind in record.ANAK:
        model = kinds()[kind]
        key = model.INDUK if model.INDUK and _refers(model, model.INDUK, record.kind) else _key_to(model, record.kind)
        if key is None or not may(actor, Verb.BACA, model):
            continue
        page = daftar.children(model, key, record.id, actor)
        fillable = record.deleted_at is None and may(actor, Verb.BUAT, _sample(model, key, record))
        url = f"/{slug(kind)}/new/?{key}={record.id}" if fillable and key in _fields(model) else ""
        found.append(Bagian(model.JUDUL, kind, page, url))
    return found


def _sample(model: type[Record], key: str, record: Record) -> Record:
    """A row that is not stored: may this person add one like it here?"""
    sample = model(**{key: record.id})
    for relation in model.__mapper__.relationships:
        if relation.direction.name == "MANYTOONE" and not relation.viewonly and len(relation.local_columns) == 1:
            (column,) = relation.local_columns
            if column.key == key:
                sample.__dict__[relation.key] = record
    return sample


def _fields(model: type[Record]) -> set[str]:
    return {key for key, (_, label) in kolom.labelled(model).items() if label.isian}


def _refers(model: type[Record], key: str, kind: str) -> bool:
    return kolom.target_of(model.__mapper__.columns[key]) == kind


def _key_to(model: type[Record], kind: str) -> str | None:
    return next((k for k, (column, _) in kolom.labelled(model).items() if kolom.target_of(column) == kind), None)


# --- diary ------------------------------------------------------------------------------------------------------------


def diary_of(record: Record, before: str | None, personal: bool) -> tuple[list[Catatan], int | None]:
    """The newest entries (older than id `before`), and the id to go on from."""
    stmt = db.select(Riwayat).where(Riwayat.kind == record.kind, Riwayat.record_id == record.id)
    if before:
        if not before.isdecimal() or int(before) >= 2**31:
            raise Keliru("Penanda riwayat pada alamat ini tidak dikenal.")
        stmt = stmt.where(Riwayat.id < int(before))
    rows = db.session.scalars(stmt.order_by(Riwayat.id.desc()).limit(SEHALAMAN + 1)).all()
    entries = [entry(type(record), row, personal) for row in rows[:SEHALAMAN]]
    return entries, rows[SEHALAMAN - 1].id if len(rows) > SEHALAMAN else None


def account_acts(pengguna_id: int) -> list[Catatan]:
    """What was done to an account lately, the newest first."""
    stmt = db.select(Riwayat).where(Riwayat.kind == Pengguna.__tablename__, Riwayat.record_id == pengguna_id)
    rows = db.session.scalars(stmt.where(Riwayat.aksi.in_(AKSI_AKUN)).order_by(Riwayat.id.desc()).limit(SEHALAMAN))
    return [entry(Pengguna, row, False) for row in rows]


def entry(model: type[Record], row: Riwayat, personal: bool) -> Catatan:
    opened = riwayat_pribadi.uncover if personal else riwayat_pribadi.stored
    before, after = (opened(row.kind, row.record_id, text) for text in (row.sebelum, row.sesudah))
    changes = []
    if row.sebelum is not None:  # a new record says everything on the page itself
        for key in after:
            if found := kolom.labelled(model).get(key):
                hidden = found[1].pribadi and not personal
                old, new = ((tulisan.TERTUTUP if hidden else stored(found[0], d.get(key))) for d in (before, after))
                changes.append((found[1].teks, old, new))
    act = AKSI.get(row.aksi) or gerak.title_of(model.__tablename__, row.aksi)
    return Catatan(row.waktu, row.nama, row.peran, act, changes, row.catatan)


def system_entry(row: Riwayat) -> Catatan:
    """An entry about the panel itself: its note says all."""
    return Catatan(row.waktu, row.nama, row.peran, AKSI.get(row.aksi, row.aksi), [], row.catatan)


def stored(column: Column[Any], value: Any) -> str:
    """A value of the diary (JSON) as the screen writes it."""
    if value is None or value == "":
        return tulisan.KOSONG
    try:
        if kind := kolom.target_of(column):
            return acuan.name(kind, value)
        if isinstance(column.type, Enum):
            return tulisan.word(column.type.enum_class(value))  # type: ignore[misc]
        if isinstance(column.type, UTCDateTime):
            return kata.saat(datetime.fromisoformat(value))
        if isinstance(column.type, Date):
            return kata.tanggal(date.fromisoformat(value))
        if isinstance(column.type, Time):
            return tulisan.clock(time.fromisoformat(value))
        if isinstance(column.type, Numeric):
            return tulisan.decimal(Decimal(str(value)))
        if isinstance(column.type, Boolean):
            return tulisan.yes_no(bool(value))
        return tulisan.cell(column, value)
    except (ValueError, KeyError, TypeError):
        return str(value)  # the column has changed its type since
