"""References as files write them: code, name, abbreviation or another spelling; for what is unknown, a suggestion."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from rapidfuzz import fuzz, process

from bulk.impor.tata_letak import norma
from models import kolom
from models.base import Record, db, kinds
from models.pesan import Keliru, Pesan
from models.wilayah import Tingkat, Wilayah, WilayahAlias
from sop.access import Actor, scope

TERINGAT = 50_000
MIRIP = 78  # of 100: below this a suggestion would only mislead
_WILAYAH = re.compile(r"^\s*(kelurahan|kel\.?|desa|kecamatan|kec\.?)\s+", re.IGNORECASE)
_KECAMATAN = re.compile(r"\s*kec(amatan|\.)?\s", re.IGNORECASE)
_DI_TEKS = re.compile(r"\bkel(?:urahan|\.)?[\s:]+([^\W\d_][\w' ]{2,60})", re.IGNORECASE)


class Rujukan:
    """The living rows that one import may refer to, each under everything it is called; read once per kind."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._nama: dict[str, dict[str, set[int]]] = {}
        self._jawab: dict[tuple[str, str, str, int | None], int | Pesan] = {}
        self._sebutan: dict[str, dict[int, str]] = {}
        self.tempat: dict[int, tuple[Tingkat, int | None]] = {}
        self.kelompok_opd: dict[int, int | None] = {}

    def cari(self, kind: str, teks: str, judul: str, di: int | None = None) -> int:
        """The id that is meant. Raises Keliru with the sentence; `di`: the kecamatan in which a kelurahan lies.

        Rows repeat what they refer to, so answers are remembered; a file full of errors must not fill the memory.
        """
        kunci = (kind, teks, judul, di)
        if kunci not in self._jawab:
            if len(self._jawab) > TERINGAT:
                self._jawab.clear()
            try:
                self._jawab[kunci] = self._cari(kind, teks, judul, di)
            except Keliru as galat:
                self._jawab[kunci] = galat.pesan
        jawab = self._jawab[kunci]
        if isinstance(jawab, int):
            return jawab
        raise Keliru(jawab)

    def _cari(self, kind: str, teks: str, judul: str, di: int | None) -> int:
        if (nomor := self._bernomor(kind, teks, judul)) is not None:
            return nomor
        ditemukan = self._semua(kind, teks)
        if kind == "wilayah" and len(ditemukan) > 1:
            ditemukan = self._pilih_wilayah(ditemukan, di, teks)
        if len(ditemukan) == 1:
            id_ = next(iter(ditemukan))
            if di is not None and id_ != di and self.tempat[id_] != (Tingkat.KELURAHAN, di):
                raise Keliru("{nama}: “{teks}” tidak di kecamatan yang tertulis.", nama=judul, teks=teks[:80])
            return id_
        if ditemukan:
            raise Keliru("{nama}: “{teks}” cocok dengan lebih dari satu data.", nama=judul, teks=teks[:80])
        raise Keliru("{nama}: “{teks}” tidak dikenal.{saran}", nama=judul, teks=teks[:80], saran=self.saran(kind, teks))

    def kecamatan(self, teks: str, judul: str) -> int:
        """The kecamatan that is meant. Raises Keliru."""
        nomor = self._bernomor("wilayah", teks, judul)
        ids = {nomor} if nomor is not None else self._semua("wilayah", teks)
        ids = {i for i in ids if self.tempat[i][0] is Tingkat.KECAMATAN}
        if len(ids) == 1:
            return next(iter(ids))
        saran = self.saran("wilayah", teks, Tingkat.KECAMATAN)
        raise Keliru("{nama}: “{teks}” tidak dikenal.{saran}", nama=judul, teks=teks[:80], saran=saran)

    def _bernomor(self, kind: str, teks: str, judul: str) -> int | None:
        """The row of "Nama (#12)", as the panel writes it where several rows bear one name."""
        nomor = re.search(r"(?:^|\()#(\d{1,9})\)?$", teks.strip())
        if nomor is None:
            return None
        if int(nomor[1]) not in self.sebutan(kind):
            raise Keliru("{nama}: data nomor {n} tidak ada.", nama=judul, n=nomor[1])
        return int(nomor[1])

    def _semua(self, kind: str, teks: str) -> set[int]:
        nama = self.nama(kind)
        kunci = norma(teks)
        if kind == "wilayah":
            polos = _WILAYAH.sub("", teks)
            return nama.get(kunci) or nama.get(norma(polos)) or set()
        depan = re.match(r"\s*([\dX]+(?:\.[\dX]+){2,})\s", teks)  # "5.01.02.2.01.0005 Pelaksanaan Musrenbang"
        return (
            nama.get(kunci)
            or nama.get(kunci.removesuffix("kotabogor"))
            or nama.get(kunci.replace("dan", "").replace("&", ""))
            or (nama.get(norma(depan[1])) if depan else None)
            or set()
        )

    def _pilih_wilayah(self, ids: set[int], di: int | None, teks: str) -> set[int]:
        if _KECAMATAN.match(teks):
            return {i for i in ids if self.tempat[i][0] is Tingkat.KECAMATAN} or ids
        kelurahan = {i for i in ids if self.tempat[i][0] is Tingkat.KELURAHAN}
        di_sana = {i for i in kelurahan if di is not None and self.tempat[i][1] == di}
        return di_sana or kelurahan or ids

    def saran(self, kind: str, teks: str, tingkat: Tingkat = Tingkat.KELURAHAN) -> str:
        """ " Mungkin maksudnya …" or nothing; a person decides, never the program."""
        sebutan = self.sebutan(kind)
        pilihan = {i: norma(s) for i, s in sebutan.items() if kind != "wilayah" or self.tempat[i][0] is tingkat}
        mirip = process.extractOne(norma(_WILAYAH.sub("", teks)), pilihan, scorer=fuzz.WRatio, score_cutoff=MIRIP)
        return f" Mungkin maksudnya “{sebutan[mirip[2]]}”." if mirip else ""

    def kelurahan_di(self, teks: str) -> int | None:
        """The kelurahan that a text names after "Kel." or "Kelurahan", if it is one and only one."""
        for cocok in _DI_TEKS.finditer(teks):
            kata = cocok[1].split()
            for n in range(min(4, len(kata)), 0, -1):
                ids = self.nama("wilayah").get(norma(" ".join(kata[:n])), set())
                hasil = {i for i in ids if self.tempat[i][0] is Tingkat.KELURAHAN}
                if len(hasil) == 1:
                    return next(iter(hasil))
        return None

    def sebutan(self, kind: str) -> dict[int, str]:
        self.nama(kind)
        return self._sebutan[kind]

    def nama(self, kind: str) -> dict[str, set[int]]:
        if kind not in self._nama:
            self._nama[kind], self._sebutan[kind] = self._muat(kinds()[kind])
        return self._nama[kind]

    def _muat(self, model: type[Record]) -> tuple[dict[str, set[int]], dict[int, str]]:
        nama: dict[str, set[int]] = defaultdict(set)
        sebutan: dict[int, str] = {}
        kunci = [k for k in ("kode", "nama", "singkatan", "nomor", "judul", "nip", model.NAMA) if _teks(model, k)]
        for row in db.session.scalars(scope(db.select(model), self._actor, model).where(model.deleted_at.is_(None))):
            sebutan[row.id] = str(row)
            for teks in (str(row), *(getattr(row, k) for k in kunci)):
                if teks:
                    nama[norma(teks)].add(row.id)
                    nama[norma(teks).replace("dan", "")].add(row.id)
            if isinstance(row, Wilayah):
                self.tempat[row.id] = (row.tingkat, row.induk_id)
            if row.kind == "perangkat_daerah":
                self.kelompok_opd[row.id] = row.kelompok_sidang_id
        if model is Wilayah:
            lain = db.select(WilayahAlias.nama, WilayahAlias.wilayah_id).where(WilayahAlias.deleted_at.is_(None))
            for teks, id_ in db.session.execute(lain):
                if id_ in sebutan:
                    nama[norma(teks)].add(id_)
        nama.pop("", None)
        return dict(nama), sebutan


def _teks(model: type[Record], nama: str) -> bool:
    column: Any = model.__table__.c.get(nama)
    return column is not None and kolom.python_type(column.type) is str
