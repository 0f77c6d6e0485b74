"""What a move or a deletion over a selection would do, before it is asked for: how many, and how many not, by reason.

Where rows can be judged by groups (sop/golongan.py) the database counts the groups and one row of each is asked, so a
hundred thousand rows cost little more than ten. Other moves are asked row by row for a moment, as far as `diperiksa`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bulk.daftar.batas import TerlaluLama, batas
from bulk.himpun import wakil_dari
from bulk.laporan import HILANG, Alasan
from bulk.pilihan import Pilihan
from models.base import Record, db
from models.pesan import Pesan, SopError
from sop import golongan, workflow
from sop.access import Actor, Verb, explain
from sop.workflow import Offer

DETIK = 1.5  # so long rows are asked one by one
POTONG = 100


@dataclass
class Pratinjau:
    """`jumlah` were chosen, `diperiksa` of them were looked at; `pindah` can, the others cannot for these reasons.

    `bercatatan`: how many of those that can need a note, which the others do not.
    """

    jumlah: int = 0
    diperiksa: int = 0
    pindah: int = 0
    bercatatan: int = 0
    lambat: bool = False  # counting would have taken longer than a page may: nothing is known beforehand
    contoh: list[int] = field(default_factory=list)
    menurut: dict[str, Alasan] = field(default_factory=dict)

    @property
    def alasan(self) -> list[Alasan]:
        return sorted(self.menurut.values(), key=lambda x: -x.jumlah)

    @property
    def tidak(self) -> int:
        return self.diperiksa - self.pindah

    def catat(self, putusan: Putusan, jumlah: int, contoh: int) -> None:
        self.diperiksa += jumlah
        if putusan.pesan is None:
            self.pindah += jumlah
            self.bercatatan += jumlah if putusan.bercatatan else 0
            if len(self.contoh) < BANYAK_CONTOH:
                self.contoh.append(contoh)
            return
        dulu = self.menurut.get(putusan.pesan)
        pertama, sudah = (dulu.contoh, dulu.jumlah) if dulu else (contoh, 0)
        self.menurut[putusan.pesan] = Alasan(putusan.pesan, sudah + jumlah, pertama)


BANYAK_CONTOH = 5


@dataclass(frozen=True)
class Putusan:
    """What would become of a row: None or why not; and whether it would need a note."""

    pesan: str | None
    bercatatan: bool = False


Tanya = Callable[[Any], Putusan]


def gerak(pilihan: Pilihan, offer: Offer, actor: Actor) -> Pratinjau:
    """The preview of a move; `offer`: what the page asks for (workflow.moves_of_kind)."""
    diisi = {x.nama for x in offer.isian}

    def tanya(record: Any) -> Putusan:
        if record.deleted_at is not None:
            return Putusan(HILANG)
        try:
            satu = workflow.offered(record, offer.aksi, actor)
        except SopError as galat:
            return Putusan(str(galat.pesan))
        kurang = next((x for x in satu.isian if x.wajib and x.nama not in diisi), None)
        if satu.alasan is None and kurang is not None:  # recorded from paper: that is asked for on its own page
            return Putusan(Pesan("{judul} belum diisi.", judul=kurang.judul))
        return Putusan(str(satu.alasan) if satu.alasan else None, satu.catatan_wajib and not offer.catatan_wajib)

    kind = pilihan.model.__tablename__
    return _hitung(pilihan, actor, tanya, offer.aksi if golongan.sehimpun(kind, offer.aksi) else None)


def hapus(pilihan: Pilihan, actor: Actor) -> Pratinjau:
    """The preview of a deletion."""
    return hak(pilihan, actor, Verb.HAPUS, "hapus" if golongan.hapus_sehimpun(pilihan.model) else None)


def hak(pilihan: Pilihan, actor: Actor, verb: Verb, aksi: str | None = None) -> Pratinjau:
    """The preview of what needs a right to each row and no more."""

    def tanya(record: Any) -> Putusan:
        pesan = HILANG if record.deleted_at is not None else explain(actor, verb, record)
        return Putusan(str(pesan) if pesan else None)

    return _hitung(pilihan, actor, tanya, aksi)


def _hitung(pilihan: Pilihan, actor: Actor, tanya: Tanya, aksi: str | None) -> Pratinjau:
    hasil = Pratinjau(pilihan.jumlah(actor) if pilihan.ids is not None or aksi is None else 0)
    if aksi is None:
        _satu_satu(hasil, pilihan, actor, tanya)
    else:
        try:
            with batas():
                _per_golongan(hasil, pilihan, actor, tanya, aksi)
        except TerlaluLama:
            return Pratinjau(lambat=True)
    hasil.contoh += _lagi(hasil, pilihan)
    return hasil


def _per_golongan(hasil: Pratinjau, pilihan: Pilihan, actor: Actor, tanya: Tanya, aksi: str) -> None:
    model = pilihan.model
    dasar = pilihan.rows(actor).with_only_columns(model.id.label("id"), *golongan.kunci(model, aksi)).subquery()
    kunci = [satu for satu in dasar.c if satu.key != "id"]
    stmt = select(func.count(), func.min(dasar.c.id)).select_from(dasar).group_by(*kunci).order_by(func.min(dasar.c.id))
    kelompok = [tuple(row) for row in db.session.execute(stmt)]
    wakil = wakil_dari(model, [contoh for _, contoh in kelompok])
    for jumlah, contoh in kelompok:
        hasil.catat(tanya(wakil[contoh]), jumlah, contoh)
    if hilang := max(0, hasil.jumlah - hasil.diperiksa):
        hasil.catat(Putusan(HILANG), hilang, 0)
    hasil.jumlah = hasil.diperiksa


def _satu_satu(hasil: Pratinjau, pilihan: Pilihan, actor: Actor, tanya: Tanya) -> None:
    sampai = time.monotonic() + DETIK
    for ids in _potongan(pilihan, actor):
        ada = wakil_dari(pilihan.model, ids)
        for id_ in ids:
            record: Record | None = ada.get(id_)
            hasil.catat(tanya(record) if record is not None else Putusan(HILANG), 1, id_)
        if time.monotonic() > sampai:
            return


def _potongan(pilihan: Pilihan, actor: Actor) -> Iterator[list[int]]:
    if pilihan.ids is not None:
        for awal in range(0, len(pilihan.ids), POTONG):
            yield list(pilihan.ids[awal : awal + POTONG])
        return
    stmt, akhir = pilihan.rows(actor).order_by(pilihan.model.id).limit(POTONG), 0
    while ids := list(db.session.scalars(stmt.where(pilihan.model.id > akhir))):
        yield ids
        akhir = ids[-1]


def _lagi(hasil: Pratinjau, pilihan: Pilihan) -> list[int]:
    """More examples of what will be done, where all of a short selection can."""
    if pilihan.ids is None or hasil.menurut:
        return []
    return [i for i in pilihan.ids if i not in hasil.contoh][: BANYAK_CONTOH - len(hasil.contoh)]
