"""Loads reference data (seed/data/*.csv) and the SOP (seed/sop/*.toml). To add a kind: a row of DAFTAR and its file.

Idempotent by natural key in one transaction: only what is missing is added, so nothing that people changed or deleted
comes back. An unknown reference or column stops the load with file and line.
"""

from __future__ import annotations

import csv
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Date, Enum, Integer, Numeric, String, inspect, select

from models import riwayat
from models.base import Record
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan, KodeKlasifikasi
from models.pengaturan import KelasNaskah, Pengaturan
from models.perangkat_daerah import PerangkatDaerah
from models.pesan import SopError
from models.teks_baku import TeksBaku
from models.unit_kerja import UnitKerja, UnitKerjaKelompok
from models.wilayah import Wilayah, WilayahAlias
from sop import definition

AKAR = Path(__file__).resolve().parent
SUMBER = "data awal"
PENULIS = riwayat.Penulis(None, "Data awal", "sistem")


class MuatGagal(SopError):
    """A file of first data cannot be loaded; nothing of this run is kept."""


@dataclass(frozen=True)
class Muatan:
    """`kunci` are the natural-key columns of the file; `rujukan`: column → the kind it names and its key."""

    berkas: str
    model: type[Record]
    kunci: tuple[str, ...]
    rujukan: Mapping[str, tuple[type[Record], str]] = field(default_factory=dict)


DAFTAR = (
    Muatan("kelompok_sidang.csv", KelompokSidang, ("kode",)),
    Muatan("unit_kerja.csv", UnitKerja, ("kode",)),
    Muatan(
        "unit_kerja_kelompok.csv",
        UnitKerjaKelompok,
        ("unit_kerja", "kelompok_sidang"),
        {"unit_kerja": (UnitKerja, "kode"), "kelompok_sidang": (KelompokSidang, "kode")},
    ),
    Muatan("wilayah.csv", Wilayah, ("kode",), {"induk": (Wilayah, "kode")}),
    Muatan("wilayah_alias.csv", WilayahAlias, ("wilayah", "nama"), {"wilayah": (Wilayah, "kode")}),
    Muatan(
        "perangkat_daerah.csv",
        PerangkatDaerah,
        ("singkatan",),
        {"kelompok_sidang": (KelompokSidang, "kode"), "unit_kerja": (UnitKerja, "kode")},
    ),
    Muatan("kode_klasifikasi.csv", KodeKlasifikasi, ("kode",)),
    Muatan("kelas_naskah.csv", KelasNaskah, ("kode",), {"kode_klasifikasi": (KodeKlasifikasi, "kode")}),
    Muatan("alasan_penolakan.csv", AlasanPenolakan, ("kode",)),
    Muatan("pengaturan.csv", Pengaturan, ("kunci",)),
    Muatan("teks_baku.csv", TeksBaku, ("untuk", "judul")),
)


def muat(session: Any, folder: Path = AKAR) -> list[str]:
    """Load everything and commit; returns one line per file for people."""
    riwayat.sebagai(session, PENULIS)
    try:
        laporan = [_muat_berkas(session, muatan, folder / "data" / muatan.berkas) for muatan in DAFTAR]
        for berkas in sorted((folder / "sop").glob("*.toml")):
            definition.muat(session, berkas)
            laporan.append(f"{berkas.name}: termuat")
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        riwayat.sebagai(session, riwayat.SISTEM)
    return laporan


def _muat_berkas(session: Any, muatan: Muatan, berkas: Path) -> str:
    dikenal, rujukan = _yang_ada(session, muatan), _Rujukan(session)
    baru = jumlah = 0
    for nomor, baris in _baris(berkas):
        jumlah += 1
        kunci = "/".join(baris[k] for k in muatan.kunci)
        try:
            isi = _isi(muatan, baris, rujukan)
        except ValueError as galat:
            raise MuatGagal(f"{berkas.name} baris {nomor}: {galat}") from None
        if kunci in dikenal or tuple(isi[_kolom(muatan, k)] for k in muatan.kunci) in dikenal:
            continue
        record = muatan.model(**isi, sumber=SUMBER, kode_eksternal=kunci)
        session.add(record)
        session.flush()
        rujukan.ingat(record)
        dikenal.add(kunci)
        baru += 1
    return f"{berkas.name}: {jumlah} baris, {baru} baru"


def _baris(berkas: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with berkas.open(encoding="utf-8", newline="") as sumber:
        pembaca = csv.DictReader(sumber, strict=True)
        for baris in pembaca:
            if None in baris or None in baris.values():
                raise MuatGagal(f"{berkas.name} baris {pembaca.line_num}: jumlah kolom tidak sama dengan judulnya")
            yield pembaca.line_num, baris


def _yang_ada(session: Any, muatan: Muatan) -> set[Any]:
    """What must not be added again, deleted rows included: by the key it was loaded with, and by its key of today."""
    model, kolom = muatan.model, [getattr(muatan.model, _kolom(muatan, k)) for k in muatan.kunci]
    ada: set[Any] = set(session.scalars(select(model.kode_eksternal).where(model.sumber == SUMBER)))
    return ada | {tuple(row) for row in session.execute(select(*kolom))}


def _kolom(muatan: Muatan, nama: str) -> str:
    return f"{nama}_id" if nama in muatan.rujukan else nama


def _isi(muatan: Muatan, baris: Mapping[str, str], rujukan: _Rujukan) -> dict[str, Any]:
    isi: dict[str, Any] = {}
    for nama, teks in baris.items():
        if nama in muatan.rujukan:
            isi[f"{nama}_id"] = rujukan.cari(*muatan.rujukan[nama], teks) if teks else None
        else:
            isi[nama] = _nilai(muatan.model, nama, teks)
    return isi


def _nilai(model: type[Record], nama: str, teks: str) -> Any:
    """The text of a cell as the type of its column. Raises ValueError with the sentence."""
    kolom = inspect(model).columns.get(nama)
    if kolom is None:
        raise ValueError(f"kolom {nama} tidak dikenal pada {model.JUDUL}")
    jenis = kolom.type
    if not teks:
        return None if kolom.nullable or not isinstance(jenis, String) else ""
    try:
        if isinstance(jenis, Enum):
            return _pilihan(jenis, teks)
        if isinstance(jenis, Boolean):
            return {"ya": True, "tidak": False}[teks]
        if isinstance(jenis, Integer):
            return int(teks)
        if isinstance(jenis, Numeric):
            return Decimal(teks)
        return date.fromisoformat(teks) if isinstance(jenis, Date) else teks
    except (ValueError, KeyError, InvalidOperation):
        raise ValueError(f"{nama} '{teks}' tidak dapat dibaca") from None


def _pilihan(jenis: Enum, teks: str) -> enum.Enum:
    assert jenis.enum_class is not None
    found: enum.Enum = jenis.enum_class(teks)
    return found


class _Rujukan:
    """Natural keys to ids, read once per kind and file."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._peta: dict[type[Record], tuple[str, dict[str, int]]] = {}

    def cari(self, model: type[Record], kunci: str, teks: str) -> int:
        if model not in self._peta:
            self._peta[model] = (kunci, self._semua(model, kunci))
        ditemukan = self._peta[model][1].get(teks)
        if ditemukan is None:
            raise ValueError(f"{model.JUDUL} '{teks}' tidak ada")
        return ditemukan

    def _semua(self, model: type[Record], kunci: str) -> dict[str, int]:
        """A renamed row is still found by the key it was loaded with."""
        dimuat = select(model.kode_eksternal, model.id).where(model.sumber == SUMBER)
        kini = select(getattr(model, kunci), model.id).where(model.deleted_at.is_(None))
        return {teks: id_ for kueri in (dimuat, kini) for teks, id_ in self._session.execute(kueri)}

    def ingat(self, record: Record) -> None:
        if type(record) in self._peta:
            kunci, peta = self._peta[type(record)]
            peta[getattr(record, kunci)] = record.id
