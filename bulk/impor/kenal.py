"""Which rows of the file the panel knows already: by the code of their source, the panel's number, or a natural key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bulk.impor.bentuk import KODE_LUAR, NOMOR, Bentuk, lajur
from models import kolom
from models.base import db

SIDIK = "isi:"  # before the hash of a row's texts, which stands in for a code
SEKALI = 400  # keys of one query: both databases bound the parameters of a statement
TUNGGAL = ("kode",)  # natural keys that an index serves; the kinds with others have some thousand rows at most
Ada = Mapping[str, Any]


class Dikenal:
    """`bawaan` holds the value of the column that bounds the import (one Musrenbang, one rapat)."""

    def __init__(self, bentuk: Bentuk, sumber: str, bawaan: Mapping[str, Any]) -> None:
        self.bentuk, self.sumber, self.model = bentuk, sumber, bentuk.model
        self.lingkup = bawaan.get(bentuk.lingkup) if bentuk.lingkup else None
        self._isi: dict[tuple[str, ...], dict[tuple[Any, ...], list[Ada]]] = {}

    def kunci(self, niat: Any) -> tuple[Any, ...] | None:
        """By what a row of the file is known; None: by nothing, so it can only be new."""
        if niat.nomor is not None:  # an export knows its rows by our own number, whatever their source
            return (NOMOR, niat.nomor)
        if niat.kode:
            return (KODE_LUAR, niat.kode)
        for nama in self.bentuk.kunci:
            if niat.isi.get(nama[0]):
                return (nama, *(niat.isi[k] if nama == TUNGGAL else _lipat(niat.isi.get(k)) for k in nama))
        return None

    def judul(self, kunci: tuple[Any, ...]) -> str:
        """The title of the column that knows the row."""
        if kunci[0] == KODE_LUAR and kunci[1].startswith(SIDIK):
            return "Isi baris"
        nama = kunci[0] if isinstance(kunci[0], str) else kunci[0][0]
        return lajur(self.bentuk.kind)[nama].judul

    def cari(self, niat: Sequence[Any]) -> dict[int, Ada]:
        """{number of the row in the file: the row of the panel}, deleted ones too."""
        menurut: dict[Any, dict[tuple[Any, ...], list[int]]] = {}
        for n in niat:
            if (kunci := self.kunci(n)) is not None:
                menurut.setdefault(kunci[0], {}).setdefault(kunci[1:], []).append(n.urut)
        hasil: dict[int, Ada] = {}
        for jenis, dicari in menurut.items():
            for nilai, row in self._ambil(jenis, dicari):
                for urut in dicari.get(nilai, ()):
                    if urut not in hasil or hasil[urut]["deleted_at"]:
                        hasil[urut] = row
        return hasil

    def pemilik_kode(self, niat: Sequence[Any]) -> dict[str, Ada]:
        """Living rows of the same whole that bear a code which a row of the file wants to bear."""
        if TUNGGAL not in self.bentuk.kunci:
            return {}
        dicari = {(n.isi["kode"],): [n.urut] for n in niat if n.isi.get("kode")}
        return {row["kode"]: row for _, row in self._ambil(TUNGGAL, dicari) if not row["deleted_at"]}

    def _ambil(self, jenis: Any, dicari: Mapping[tuple[Any, ...], Any]) -> Iterable[tuple[tuple[Any, ...], Ada]]:
        c = self.model.__table__.c
        if not isinstance(jenis, str) and jenis != TUNGGAL:
            semua = self._semua(jenis)
            yield from ((k, row) for k in dicari for row in semua.get(k, ()))
            return
        sasaran = {KODE_LUAR: c.kode_eksternal, NOMOR: c.id}.get(jenis) if isinstance(jenis, str) else c.kode
        assert sasaran is not None
        daftar = [k for (k,) in dicari]
        for mulai in range(0, len(daftar), SEKALI):
            kueri = db.select(self.model.__table__).where(sasaran.in_(daftar[mulai : mulai + SEKALI]))
            if jenis == KODE_LUAR:
                kueri = kueri.where(c.sumber == self.sumber)
            elif jenis == TUNGGAL and self.bentuk.lingkup:
                kueri = kueri.where(c[self.bentuk.lingkup] == self.lingkup)
            for row in db.session.execute(kueri).mappings():
                yield (row[sasaran.key],), row

    def _semua(self, jenis: tuple[str, ...]) -> dict[tuple[Any, ...], list[Ada]]:
        """The living rows by a natural key, read once: no database folds capitals as people do."""
        if jenis not in self._isi:
            c = self.model.__table__.c
            kueri = db.select(self.model.__table__).where(c.deleted_at.is_(None))
            if self.bentuk.lingkup:
                kueri = kueri.where(c[self.bentuk.lingkup] == self.lingkup)
            semua: dict[tuple[Any, ...], list[Ada]] = {}
            for row in db.session.execute(kueri).mappings():
                semua.setdefault(tuple(_lipat(row[k]) for k in jenis), []).append(row)
            self._isi[jenis] = semua
        return self._isi[jenis]

    def keberatan(self, ada: Ada, kunci: tuple[Any, ...]) -> str | None:
        """Why the known row is not one that this import may touch."""
        if ada["deleted_at"] and ada.get("digabung_ke_id"):
            return "Sudah digabungkan ke data lain di panel (usulan ganda)."
        if ada["deleted_at"]:
            return f"{self.model.JUDUL} ini sudah dihapus di panel. Pulihkan dahulu bila masih diperlukan."
        if self.lingkup is not None and ada[self.bentuk.lingkup] != self.lingkup:
            column = self.model.__table__.c[self.bentuk.lingkup]
            induk = (kolom.target_of(column) or "").replace("_", " ").capitalize()
            return f"Sudah tercatat pada {induk} lain."
        if isinstance(kunci[0], str) or kunci[0] == TUNGGAL:
            return None
        if len(self._semua(kunci[0]).get(kunci[1:], ())) > 1:
            return "Di panel ada lebih dari satu data yang sama, jadi tidak jelas mana yang dimaksud."
        return None


def _lipat(nilai: Any) -> Any:
    """Names are the same whatever their capitals and spaces."""
    if not isinstance(nilai, str):
        return "" if nilai is None else nilai
    return " ".join(nilai.casefold().split())
