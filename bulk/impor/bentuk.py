"""The kinds that are imported. To add one, add a row: its natural keys, what bounds an import, further headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column, Numeric

from bulk import lembar_kerja
from models import kolom
from models.base import Record, kinds
from models.pesan import TidakAda

KODE_LUAR = "kode_eksternal"
KOEFISIEN = "koefisien"  # "200 meter": volume and unit in one cell
# What SIPD says of a usulan stands beside what was asked for and decided here; no lock keeps it from being read back.
DARI_SIPD = frozenset({"sipd_status", "sipd_volume", "sipd_pagu", "sipd_dibaca_pada"})
KECAMATAN = "kecamatan"  # tells two kelurahan of one name apart
NOMOR = "id"  # the panel's own number of a row, as an export writes it


@dataclass(frozen=True)
class Bentuk:
    """`kunci`: columns that together name a row, within `lingkup`; the first whose cells are filled counts.

    `lingkup`: the column that one value for the whole import is chosen for. `tetap`: columns for which such a value may
    be chosen where no cell gives one. `isi_kunci`: columns whose texts stand in for a code where a source has none.
    """

    kind: str
    kunci: tuple[tuple[str, ...], ...]
    lingkup: str | None = None
    tetap: tuple[str, ...] = ()
    isi_kunci: tuple[str, ...] = ()
    alias: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def model(self) -> type[Record]:
        return kinds()[self.kind]


@dataclass(frozen=True)
class Lajur:
    """Something a column of the file can be read as; `column` is None for what is no column of the kind."""

    nama: str
    judul: str
    column: Column[Any] | None = None
    pribadi: bool = False

    @property
    def wajib(self) -> bool:
        """Must a new row hold a value here?"""
        c = self.column
        return c is not None and not c.nullable and c.default is None and c.server_default is None


BENTUK: dict[str, Bentuk] = {
    b.kind: b
    for b in (
        Bentuk(
            "usulan",
            kunci=(("kode",),),
            lingkup="musrenbang_id",
            tetap=("asal", "kelompok_sidang_id", "satuan", "permasalahan"),
            isi_kunci=("pengusul", "usulan", "alamat", "wilayah_id"),
            alias={
                "kode_eksternal": ("ID Usulan", "Kode SIPD", "ID", "Id Usul", "No Usulan"),
                "usulan": ("Gagasan", "Usulan kegiatan", "Kegiatan", "Nama usulan", "Pekerjaan", "Judul usulan"),
                "permasalahan": ("Masalah", "Uraian masalah"),
                "pengusul": ("Nama pengusul", "Pengusul usulan"),
                "wilayah_id": ("Kelurahan", "Kel", "Kelurahan/Desa", "Desa/Kelurahan", "Nama kelurahan", "Wilayah"),
                "kecamatan": ("Kec", "Nama kecamatan", "Kecamatan"),
                "alamat": ("Alamat", "Lokasi", "Alamat lokasi", "Lokus", "Lokus usulan"),
                "volume": ("Volume", "Vol"),
                "pagu_usulan": (
                    "Anggaran",
                    "Pagu",
                    "Biaya",
                    "Perkiraan biaya",
                    "Usulan anggaran",
                    "Nilai",
                    "Pagu usulan",
                ),
                "opd_awal_id": ("SKPD Tujuan Awal", "OPD", "SKPD", "OPD tujuan", "Perangkat daerah", "OPD awal"),
                "opd_pengampu_id": ("SKPD Tujuan Akhir", "OPD akhir", "OPD tujuan akhir"),
                "kelompok_sidang_id": ("Kelompok", "Bidang"),
                "asal": ("Asal usulan", "Jenis usulan"),
                "sub_kegiatan_id": ("Sub kegiatan", "Kode sub kegiatan"),
                "prioritas_id": ("Prioritas", "Misi", "Prioritas daerah"),
                "kamus_usulan_id": ("Kamus",),
                "koefisien": ("Koefisien",),
            },
        ),
        Bentuk(
            "pemangku_kepentingan",
            kunci=(("nama", "lembaga"),),
            tetap=("unsur",),
            alias={
                "nama": ("Nama", "Nama lengkap", "Jabatan", "Yth"),
                "lembaga": ("Instansi", "Lembaga/Instansi", "Organisasi", "Lembaga"),
                "telepon": ("HP", "No HP", "No. Telp", "Telp", "Nomor telepon", "WhatsApp", "No WA"),
                "surel": ("Email", "E-mail", "Alamat email"),
                "wilayah_id": ("Kelurahan", "Kecamatan"),
                "perangkat_daerah_id": ("OPD", "SKPD"),
                "tempat": ("di", "Tempat", "Kota"),
            },
        ),
        Bentuk(
            "pejabat",
            kunci=(("nip",), ("nama", "jabatan")),
            alias={
                "nama": ("Nama", "Nama lengkap", "Nama pejabat"),
                "nip": ("NIP", "Nomor induk pegawai", "NI PPPK"),
                "pangkat": ("Pangkat/Golongan", "Pangkat, golongan", "Golongan"),
                "jabatan": ("Nama jabatan",),
                "perangkat_daerah_id": ("OPD", "SKPD", "Instansi"),
                "unit_kerja_id": ("Unit kerja", "Bidang"),
                "mulai": ("Mulai", "TMT", "TMT jabatan"),
                "sampai": ("Sampai",),
            },
        ),
        Bentuk(
            "daftar_hadir",
            kunci=(("nama", "lembaga"),),
            lingkup="rapat_id",
            tetap=("unsur",),
            alias={
                "urutan": ("No", "Nomor", "No urut"),
                "nama": ("Nama", "Nama lengkap"),
                "lembaga": ("Lembaga", "Instansi", "Jabatan/Perangkat daerah", "Perangkat daerah"),
                "telepon": ("Telepon", "HP", "No HP", "No. Telp"),
                "hadir": ("Hadir", "Kehadiran"),
            },
        ),
    )
}


def bentuk(kind: str) -> Bentuk:
    found = BENTUK.get(kind)
    if found is None:
        raise TidakAda("Jenis data ini tidak dapat diimpor.")
    return found


@cache
def lajur(kind: str) -> dict[str, Lajur]:
    """What a column of a file can be read as, in the order of the form. States and files are not among it."""
    b, hasil = BENTUK[kind], {}
    for nama, (c, label) in kolom.labelled(b.model).items():
        if label.isian and nama != b.lingkup and kolom.target_of(c) != "berkas":
            hasil[nama] = Lajur(nama, str(label.teks), c, label.pribadi)
    tambahan = {KODE_LUAR: lembar_kerja.KODE_LUAR, NOMOR: lembar_kerja.NOMOR}
    if kind == "usulan":
        tambahan |= {KOEFISIEN: "Koefisien (volume dan satuan)", KECAMATAN: "Kecamatan (penjelas kelurahan)"}
        hasil["sipd_status"] = Lajur("sipd_status", "Status di SIPD", b.model.__table__.c.sipd_status)
    return hasil | {nama: Lajur(nama, judul) for nama, judul in tambahan.items()}


def tidak_negatif(column: Column[Any]) -> bool:
    """Volume and budget: the database refuses less than nothing."""
    return isinstance(column.type, Numeric) and column.table.name == "usulan"
