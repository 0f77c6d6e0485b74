"""Which papers a step of the SOP puts out, and which make the dossier of a Musrenbang.

From the step's outputs (the conditions that they name say which records fulfil them, sop/kelengkapan.py) and its moves
to the records, and from those to the catalog: a new paper, condition or step of another SOP needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select

from bulk.lembar import Lembar
from documents import catalog
from models.base import Record, db, kinds
from models.musrenbang import Musrenbang
from models.sop import Langkah
from sop.kelengkapan import SYARAT
from sop.langkah import langkah_sop

LAIN = "Naskah lain"
BATAL = "dibatalkan"
Milik = Callable[[Any], bool]


def langkah(m: Musrenbang, step: Langkah) -> list[Lembar]:
    """The papers of all living records that are outputs of this step, in the order of the SOP's row."""
    isi = _isi(m)
    return [x for kind, milik in _milik(step) for x in _lembar(isi(kind), milik, bagian(step))]


def semua_langkah(m: Musrenbang) -> dict[int, list[Lembar]]:
    """The papers of every step by its id; each kind is read once."""
    isi = _isi(m)
    return {
        step.id: [x for kind, milik in _milik(step) for x in _lembar(isi(kind), milik, bagian(step))]
        for step in langkah_sop(m)
    }


def berkas(m: Musrenbang) -> list[Lembar]:
    """The whole dossier: each paper once, below the first step that puts it out; then what belongs to no step.

    What was voided after it had a number is part of it.
    """
    isi = _isi(m, batal=True)
    ada: dict[tuple[str, int, str], Lembar] = {}
    for step in langkah_sop(m):
        for kind, milik in _milik(step):
            for x in _lembar(isi(kind), milik, bagian(step)):
                ada.setdefault((x.kind, x.record_id, x.kode), x)
    for kind in dict.fromkeys(k.kind for k in catalog.KATALOG):
        for x in _lembar(isi(kind), lambda record: True, LAIN):
            ada.setdefault((x.kind, x.record_id, x.kode), x)
    return list(ada.values())


def bagian(step: Langkah) -> str:
    """How a volume heads the papers of a step."""
    teks = f"Langkah {step.urutan}. {step.aktivitas}"
    return teks if len(teks) <= 120 else f"{teks[:119].rstrip()}…"


def _milik(step: Langkah) -> Iterator[tuple[str, Milik]]:
    """(kind, which of its records) of a step: what its outputs say, then what else it moves."""
    syarat = [SYARAT[nama] for butir in step.output for nama in butir["syarat"]]
    berkertas = {k.kind for k in catalog.KATALOG}
    disebut = dict.fromkeys(kind for s in syarat for kind in s.kinds)
    for kind in disebut:
        if kind in berkertas:
            yield kind, _salah_satu([s.milik for s in syarat if kind in s.kinds])
    for kind in dict.fromkeys(aksi.split(".")[0] for aksi in step.tindakan):
        if kind in berkertas and kind not in disebut:
            yield kind, lambda record: True


def _salah_satu(milik: list[Milik]) -> Milik:
    return lambda record: any(m(record) for m in milik)


def _lembar(records: list[Record], milik: Milik, bagian_: str) -> Iterator[Lembar]:
    for record in records:
        if milik(record):
            for kertas in catalog.for_record(record):
                if not kertas.alat:
                    yield Lembar(record.kind, record.id, kertas.kode, bagian_)


def _isi(m: Musrenbang, *, batal: bool = False) -> Callable[[str], list[Record]]:
    """The living records of a kind in this Musrenbang, in the order of their day; remembered."""
    ingatan: dict[str, list[Record]] = {}

    def baca(kind: str) -> list[Record]:
        if kind not in ingatan:
            ingatan[kind] = [r for r in milik_musrenbang(m, kind) if _hidup(r, batal)]
        return ingatan[kind]

    return baca


def _hidup(record: Record, batal: bool) -> bool:
    if getattr(record, "status", None) != BATAL:
        return True
    return batal and bool(getattr(record, "nomor", None))


def milik_musrenbang(m: Musrenbang, kind: str) -> list[Record]:
    """The records of a kind that belong to the Musrenbang, also as parts of one that does."""
    kueri = _kueri(m, kind)
    if kueri is None:
        return []
    model: Any = kinds()[kind]
    urut = [getattr(model, nama) for nama in ("mulai", "urutan") if nama in model.__table__.c]
    return list(db.session.scalars(kueri.order_by(*urut, model.id)))


def _kueri(m: Musrenbang, kind: str) -> Select[Any] | None:
    model: Any = kinds()[kind]
    kueri = db.select(model).where(model.deleted_at.is_(None))
    if kind == "musrenbang":
        return kueri.where(model.id == m.id)
    if kind == "sop_revisi":
        return kueri.where(model.id == m.sop_revisi_id)
    if "musrenbang_id" in model.__table__.c:
        return kueri.where(model.musrenbang_id == m.id)
    if not model.INDUK:
        return None
    (fk,) = model.__table__.c[model.INDUK].foreign_keys
    induk = _kueri(m, fk.column.table.name)
    if induk is None:
        return None
    return kueri.where(getattr(model, model.INDUK).in_(induk.with_only_columns(fk.column)))
