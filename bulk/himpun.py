"""Many rows written by few statements: one row of each group is asked for all, then rows and diary are written at once.

What comes out (rows, versions, diary, sentences) is what the same change row by row would bring; rows that cannot be
judged by their group go through the session by themselves (tests/bulk/test_himpun.py compares both).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, bindparam, func, select

from bulk.pekerja import Baris, Hasil, Potongan, SatuBaris, satu_baris
from models import riwayat
from models.base import Record, db
from models.pesan import SopError
from models.rantai import bentuk
from models.waktu import sekarang
from sop.konteks import Salin

HILANG = "Data {id} tidak ada lagi."
BERHASIL = Hasil(True, None)
SAMA = ("{}", "{}")  # an act that changed nothing still stands in the diary


@dataclass(frozen=True)
class Tulisan:
    """What is written into the rows of a group, and what the diary says of it."""

    aksi: str
    catatan: str | None
    nilai: Mapping[str, Any]


@dataclass(frozen=True)
class Cara:
    """One way to write many rows: what tells groups apart (`k_dihapus`, `k_sendiri` and others), the columns that are
    written or copied, what becomes of a group (asked of one of its rows; raises SopError), and one row by itself.
    """

    model: Any
    kunci: Sequence[ColumnElement[Any]]
    dibaca: Sequence[str]
    putuskan: Callable[[Any], Tulisan]
    satu: SatuBaris


def kerjakan(potongan: Potongan, cara: Cara) -> None:
    """Work off a chunk: groups by statements, then what is left row by row while there is time."""
    menurut = {row.record_id: row for row in potongan.rows}
    ada = _baca(cara, menurut)
    for id_ in menurut.keys() - ada.keys():
        potongan.catat(menurut[id_], False, HILANG.format(id=id_))
    golongan: dict[Any, list[Any]] = defaultdict(list)
    for isi in ada.values():
        golongan[isi[1 : 1 + len(cara.kunci)]].append(isi)

    tulisan, sendiri = _tanya(potongan, cara, golongan, menurut)
    _tulis(potongan, cara, tulisan, menurut)
    for row in sorted(sendiri):
        satu_baris(potongan, row, cara.satu)
        if potongan.habis_waktu:
            break


def _baca(cara: Cara, ids: Iterable[int]) -> dict[int, Any]:
    """The rows as they stand, locked: (id, group…, columns…)."""
    model = cara.model
    kueri = select(model.id, *cara.kunci, *(getattr(model, x) for x in cara.dibaca)).where(dalam(model.id, ids))
    kueri = kueri.order_by(model.id).with_for_update(of=model)
    return {row[0]: row for row in db.session.connection().execute(kueri)}  # columns, not through the session


def _tanya(
    potongan: Potongan, cara: Cara, golongan: Mapping[Any, list[Any]], menurut: Mapping[int, Baris]
) -> tuple[list[tuple[Tulisan, list[Any]]], list[Baris]]:
    """Ask one row of each group: (what is written into which rows, the rows that go by themselves)."""
    tulisan: list[tuple[Tulisan, list[Any]]] = []
    sendiri: list[Baris] = []
    wakil = wakil_dari(cara.model, [anggota[0][0] for anggota in golongan.values()])
    for anggota in golongan.values():
        pertama = anggota[0]
        if pertama.k_dihapus:
            for isi in anggota:
                potongan.catat(menurut[isi[0]], False, HILANG.format(id=isi[0]))
        elif pertama.k_sendiri:
            sendiri += [menurut[isi[0]] for isi in anggota]
        else:
            try:
                tulisan.append((cara.putuskan(wakil[pertama[0]]), anggota))
            except SopError as galat:
                for isi in anggota:
                    potongan.catat(menurut[isi[0]], False, str(galat.pesan))
    return tulisan, sendiri


def wakil_dari(model: type[Record], ids: list[int]) -> dict[int, Record]:
    """The records that speak for their groups, fresh."""
    kueri = select(model).where(dalam(model.id, ids)).execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(kueri)}


def _tulis(
    potongan: Potongan, cara: Cara, tulisan: Iterable[tuple[Tulisan, list[Any]]], menurut: Mapping[int, Baris]
) -> None:
    diari: list[tuple[int, riwayat.Baris]] = []
    berubah: list[tuple[Mapping[str, Any], list[int]]] = []
    for satu, anggota in tulisan:
        banding, milik = Pembanding(cara, satu.nilai), _letak_musrenbang(cara)
        ids: list[int] = []
        for isi in anggota:
            beda = banding(isi)
            if beda:
                ids.append(isi[0])
            urut = menurut[isi[0]].urut
            diari.append((urut, _baris(cara, isi, satu, beda or SAMA, isi[milik] if milik is not None else None)))
            potongan.hasil[urut] = BERHASIL
        sama = next((kumpulan for nilai, kumpulan in berubah if nilai == satu.nilai), None)
        if sama is None:
            berubah.append((satu.nilai, ids))
        else:
            sama += ids
    for nilai, ids in berubah:
        if ids:
            ubah(cara.model, nilai, ids)
    riwayat.tambah(db.session, [baris for _, baris in sorted(diari, key=itemgetter(0))])


def _letak_musrenbang(cara: Cara) -> int | None:
    """Where in a row its Musrenbang stands."""
    nama = "id" if cara.model.__tablename__ == "musrenbang" else "k_musrenbang_id"
    return next((n for n, x in enumerate(["id", *(k.name for k in cara.kunci)]) if x == nama), None)


def _baris(cara: Cara, isi: Any, satu: Tulisan, beda: tuple[str, str], musrenbang_id: int | None) -> riwayat.Baris:
    return riwayat.Baris(cara.model.__tablename__, isi[0], satu.aksi, *beda, musrenbang_id, satu.catatan)


class Pembanding:
    """What a row holds before and after these values are written: only what differs, as the diary keeps it."""

    def __init__(self, cara: Cara, nilai: Mapping[str, Any]) -> None:
        self._kolom: list[tuple[str, int, int, Any, str]] = []
        letak = {nama: n for n, nama in enumerate(cara.dibaca, 1 + len(cara.kunci))}
        for nama in sorted(nilai):
            satu = nilai[nama]
            if isinstance(satu, Salin):
                self._kolom.append((f'"{nama}":', letak[nama], letak[satu.kolom], None, ""))
            else:
                # A state comes as its word, while the row holds the member of the enumeration.
                baru = _anggota(cara.model.__table__.c[nama], satu)
                self._kolom.append((f'"{nama}":', letak[nama], 0, baru, bentuk(baru)))

    def __call__(self, isi: Any) -> tuple[str, str] | None:
        sebelum: list[str] = []
        sesudah: list[str] = []
        for nama, di, asal, baru, teks in self._kolom:
            lama = isi[di]
            if asal:
                baru = isi[asal]
            if lama == baru:
                continue
            dulu, kini = bentuk(lama), bentuk(baru) if asal else teks
            if dulu != kini:
                sebelum.append(nama + dulu)
                sesudah.append(nama + kini)
        return ("{" + ",".join(sebelum) + "}", "{" + ",".join(sesudah) + "}") if sebelum else None


def _anggota(kolom: Any, nilai: Any) -> Any:
    kata = getattr(kolom.type, "enum_class", None)
    return kata(nilai) if kata is not None and nilai is not None else nilai


def ubah(model: Any, nilai: Mapping[str, Any], ids: Sequence[int]) -> None:
    """One UPDATE over these rows, as the session would write each: the lock version goes up, the moment is set."""
    isi = {k: getattr(model, v.kolom) if isinstance(v, Salin) else v for k, v in nilai.items()}
    isi = {k: _anggota(model.__table__.c[k], v) if not isinstance(nilai[k], Salin) else v for k, v in isi.items()}
    stmt = db.update(model).where(dalam(model.id, ids))
    stmt = stmt.values(**isi, version=model.version + 1, updated_at=sekarang())
    db.session.execute(stmt.execution_options(synchronize_session=False))


def dalam(kolom: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """Is the column one of these? One parameter however many there are."""
    daftar = list(ids)
    if db.session.connection().dialect.name == "postgresql":
        return kolom == func.any(bindparam(None, daftar, type_=ARRAY(Integer)))  # type: ignore[no-any-return]
    isi = func.json_each(json.dumps(daftar)).table_valued("value")
    return kolom.in_(select(isi.c.value))  # type: ignore[no-any-return]
