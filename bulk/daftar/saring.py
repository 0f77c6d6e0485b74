"""Filters of a list, from the labels: what the address asks for becomes conditions, fields and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Enum

from bulk.daftar import acuan, alamat, syarat
from bulk.daftar.alamat import Alamat, Args
from bulk.daftar.bidang import Bidang, Nanti
from bulk.daftar.bidang import Saringan as Saringan
from bulk.daftar.spec import VIRTUAL, ListSpec, of, search_of
from bulk.daftar.syarat import Tanya
from documents import tulisan
from models import ingatan
from models.baca import read_id
from models.base import Label, Record, Rupiah, db
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.pesan import N_, Keliru, Pesan
from models.wilayah import Tingkat, Wilayah
from sop.access import Actor, Verb, may

SEMUA = "semua"
TANPA = Tanya()
TANPA_NOMOR = N_(
    "Halaman daftar ini tidak bernomor, jadi “{nama}” pada alamatnya tidak dikenal. Mulailah dari halaman pertama: "
    "“Berikutnya” dan “Akhir” di bawah daftar membawa ke halaman lainnya."
)


def newest_running() -> int | None:
    """The Musrenbang that the lists show when nobody says which."""

    def look() -> int | None:
        running = Musrenbang.status == StatusMusrenbang.BERJALAN
        order = (db.case((running, 0), else_=1), Musrenbang.tahun.desc(), Musrenbang.id.desc())
        return db.session.scalar(db.select(Musrenbang.id).filter_by(deleted_at=None).order_by(*order).limit(1))

    return ingatan.ingat(("musrenbang",), "musrenbang terbaru", look)


def read(
    model: type[Record],
    args: Args,
    actor: Actor,
    *,
    lenient: bool = False,
    all_fields: bool = True,
    spec: ListSpec | None = None,
) -> Saringan:
    """Read the filters from the address; an unknown one is refused with a sentence.

    `lenient`: a value that its field of the panel cannot read stands there as it was typed, with the sentence.
    `all_fields`: `bidang` has also the fields that nothing is asked of, as the panel shows them.
    """
    given = alamat.read(args)
    found = Saringan(salah_satu=_any(given))
    spec = spec or of(model)
    columns = {key: one for key, one in spec.columns.items() if one[0] is not VIRTUAL}
    for name in given:
        if alamat.known(columns, name) or name in spec.filters:
            continue
        if name in alamat.BERNOMOR:
            raise alamat.TakDikenal(TANPA_NOMOR, nama=name)
        raise alamat.TakDikenal("Saringan “{nama}” tidak dikenal pada daftar ini.", nama=name[:40])
    mentioned = {name.partition(".")[0] for name in given}
    asked = columns if all_fields else {k: v for k, v in columns.items() if k in mentioned or k == "musrenbang_id"}
    for key, (column, label) in asked.items():
        tanya = syarat.asked(given, key) if key in mentioned else TANPA
        try:
            _column(found, model, key, column, label, tanya, actor, key in spec.filterable)
        except Keliru as error:
            if not lenient or key == "musrenbang_id" or label.pribadi or key not in spec.filterable:
                raise
            found.bidang.append(_refused(key, column, label, tanya, error.pesan))
    for name, one in spec.filters.items():
        if (typed := alamat.first(given, name).strip()) or all_fields:
            kind = "pilihan" if one.options else "teks"
            found.bidang.append(Bidang(name, one.title, kind, typed, pilihan=one.options))
            found.syarat += [one.condition(typed)] if typed else []

    if found.salah_satu:
        found.syarat = [db.or_(*found.syarat)] if found.syarat else []
        found.tetap = {k: v for k, v in found.tetap.items() if k == "musrenbang_id"}
        found.setara = set()
    if typed := alamat.first(given, "q").strip():
        found.cari = search_of(model, spec, typed[:200])
    return found


def _any(given: Alamat) -> bool:
    text = alamat.first(given, "cocok")
    if text not in ("", SEMUA, alamat.SALAH_SATU):
        raise Keliru("Saringan digabungkan dengan “semua” atau “salah_satu”.")
    return text == alamat.SALAH_SATU


def _column(
    found: Saringan,
    model: type[Record],
    key: str,
    column: Any,
    label: Label,
    tanya: Tanya,
    actor: Actor,
    offered: bool,
) -> None:
    """One column: refused, read, or left alone. `offered`: the panel has a field for it."""
    offered = offered or key == "musrenbang_id"
    allowed = offered or syarat.is_number(column) or column.foreign_keys or tanya == Tanya(kosong=tanya.kosong)
    if label.pribadi or not allowed:
        if tanya:
            raise Keliru("Daftar ini tidak dapat disaring menurut “{nama}”.", nama=label.teks)
        return
    if not (offered or tanya):
        return
    if key == "musrenbang_id":
        _musrenbang(found, getattr(model, key), tanya, actor)
    elif column.foreign_keys:
        _reference(found, model, key, column, label, tanya, actor)
    else:
        made = syarat.conditions(model, key, column, label, tanya)
        found.syarat += _all(made)
        found.bidang.append(_field(key, column, label, tanya))
        if len(tanya.nilai) == 1 and len(made) == 1:
            found.setara.add(key)


def _refused(key: str, column: Any, label: Label, tanya: Tanya, sentence: str) -> Bidang:
    """The field as it was filled: an input of days would not even hold what is none."""
    more: dict[str, Any] = {"terpilih": tanya.nilai, "bukan": tanya.bukan, "isi": tanya.kosong, "salah": sentence}
    if syarat.is_range(column):
        return Bidang(key, label.teks, "rentang_angka", tanya.dari, tanya.sampai, **more)
    if column.foreign_keys:
        return Bidang(key, label.teks, "cari", (tanya.nilai or tanya.bukan or ("",))[0], **more)
    return replace(_field(key, column, label, tanya), salah=sentence)


def _all(conditions: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """What is asked of one column holds together, also where any of several columns is enough."""
    return [db.and_(*conditions)] if len(conditions) > 1 else conditions


def _field(key: str, column: Any, label: Label, tanya: Tanya) -> Bidang:
    more: dict[str, Any] = {"terpilih": tanya.nilai, "bukan": tanya.bukan, "isi": tanya.kosong}
    one = tanya.nilai[0] if tanya.nilai else ""
    if isinstance(column.type, Enum):
        members = column.type.enum_class or ()
        options = Nanti(lambda: [(m.value, tulisan.word(m)) for m in members])
        return Bidang(key, label.teks, "pilihan", one, pilihan=options, **more)
    if isinstance(column.type, Boolean):
        return Bidang(key, label.teks, "pilihan", one, pilihan=[("ya", "Ya"), ("tidak", "Tidak")], **more)
    if syarat.is_date(column):
        days = [syarat.read_date(t, label.teks).isoformat() if t else "" for t in (tanya.dari, tanya.sampai)]
        return Bidang(key, label.teks, "rentang", *days, **more)
    if syarat.is_number(column):
        money = isinstance(column.type, Rupiah)
        return Bidang(key, label.teks, "rentang_angka", tanya.dari, tanya.sampai, rupiah=money, **more)
    return Bidang(key, label.teks, "teks", one, **more)


def years(actor: Actor) -> list[tuple[int, str]]:
    """Every Musrenbang with its year first, so that a narrow select still tells them apart; the newest first."""

    def read() -> list[tuple[int, str]]:
        stmt = acuan.live(Musrenbang, actor).with_only_columns(Musrenbang.id, Musrenbang.tahun, Musrenbang.nama)
        rows = db.session.execute(stmt.order_by(None).order_by(Musrenbang.tahun.desc(), Musrenbang.id.desc()))
        return [(row.id, f"{row.tahun} – {row.nama}") for row in rows]

    return ingatan.ingat(("musrenbang",), "tahun", read) if may(actor, Verb.BACA, Musrenbang) else []


def _musrenbang(found: Saringan, attribute: Any, tanya: Tanya, actor: Actor) -> None:
    options = [(str(i), name) for i, name in years(actor)]
    values = tanya.nilai or (() if tanya else (str(newest_running() or SEMUA),))
    found.musrenbang = Bidang(
        "musrenbang_id",
        "Musrenbang",
        "pilihan",
        values[0] if values else SEMUA,
        pilihan=[*options, (SEMUA, Pesan("Semua tahun"))],
        terpilih=values,
        bukan=tanya.bukan,
        isi=tanya.kosong,
    )
    ids = [] if SEMUA in values else [read_id(v) for v in values]
    _there(ids)
    if len(ids) == 1 and not tanya.bukan and not tanya.kosong:
        found.tetap["musrenbang_id"] = ids[0]
    found.tahun += syarat.chosen(attribute, ids)
    found.tahun += syarat.excluded(attribute, [read_id(v) for v in tanya.bukan])
    found.tahun += syarat.emptiness(attribute, attribute.property.columns[0], Label("Musrenbang", ""), tanya.kosong)  # type: ignore[arg-type]


def _there(ids: Sequence[int]) -> None:
    """An old link to a Musrenbang that never was would look like an empty year."""
    names = acuan.names("musrenbang", ids)
    if missing := [i for i in ids if i not in names]:
        error = alamat.TakDikenal("Musrenbang nomor {n} tidak ada. Pilih tahunnya di kepala daftar.", n=missing[0])
        error.parameter = "musrenbang_id"
        raise error


def _reference(
    found: Saringan, model: type[Record], key: str, column: Any, label: Label, tanya: Tanya, actor: Actor
) -> None:
    if tanya.dari or tanya.sampai:
        raise Keliru("{nama} tidak dapat disaring dari … sampai ….", nama=label.teks)
    target, attribute = syarat.target_of(column), getattr(model, key)
    ids, others = ([_row(target, actor, label, v) for v in values] for values in (tanya.nilai, tanya.bukan))
    # A place holds what lies in it; a column that the program fills itself (the kecamatan) already says the whole.
    wide, without = (syarat.among(target, many) if label.isian else many for many in (ids, others))
    made = syarat.chosen(attribute, wide) + syarat.excluded(attribute, without)
    made += syarat.emptiness(attribute, column, label, tanya.kosong)
    found.syarat += _all(made)
    if len(ids) == 1 and len(made) == 1:
        found.tetap[key] = ids[0]
        if len(wide) == 1:
            found.setara.add(key)
    _reference_field(found, key, label, target, actor, ids, others, tanya)


def _kecamatan(actor: Actor) -> Sequence[tuple[Any, str]]:
    """A place above others is chosen among those, not among the places that lie in them."""
    above = set(db.session.scalars(db.select(Wilayah.id).filter_by(tingkat=Tingkat.KECAMATAN)))
    return [(id_, name) for id_, name in acuan.choices(Wilayah, actor) or () if id_ in above]


def _row(target: type[Record], actor: Actor, label: Label, text: str) -> int:
    id_ = read_id(text) if text.isdecimal() else acuan.resolve(target, actor, text)
    if id_ is None:
        raise Keliru("{nama} “{nilai}” tidak ditemukan.", nama=label.teks, nilai=text[:60])
    return id_


def _reference_field(
    found: Saringan,
    key: str,
    label: Label,
    target: type[Record],
    actor: Actor,
    ids: list[int],
    others: list[int],
    tanya: Tanya,
) -> None:
    options: Sequence[tuple[Any, str]] | None
    if key == "kecamatan_id":
        options = Nanti(lambda: _kecamatan(actor))
    elif acuan.is_little(target):
        options = Nanti(lambda: acuan.choices(target, actor) or ())
    else:
        options = acuan.choices(target, actor)
    if options is None:
        shown = acuan.names(target.__tablename__, [*ids, *others])
        ids_, others_ = ([f"{shown.get(i, tulisan.KOSONG)} (#{i})" for i in many] for many in (ids, others))
        kind, options = "cari", ()
    else:
        ids_, others_ = ([str(i) for i in many] for many in (ids, others))
        kind = "pilihan"
        options = options if isinstance(options, Nanti) else [(str(i), n) for i, n in options]
    found.bidang.append(
        Bidang(
            key,
            label.teks,
            kind,
            ids_[0] if ids_ else "",
            pilihan=options,
            terpilih=tuple(ids_),
            bukan=tuple(others_),
            isi=tanya.kosong,
        )
    )
