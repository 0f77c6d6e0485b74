"""What a database holds, said so that two can be compared: revision, rows, sums, the head of the chain, every file.

`hitung` is what a manifest remembers; `periksa` names what is not as it was remembered, or was wrong already then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, inspect, select, text

from models import keys, rantai
from models.base import Base, Rupiah
from models.berkas import Berkas
from models.nomor_surat import NomorSurat, RegisterNomor
from models.pengaturan import KelasNaskah, Penomoran

SEKALIGUS = 20  # files that are held in memory at once


def hitung(koneksi: Connection) -> dict[str, Any]:
    """The part of a manifest that speaks of the database, which may stand at an older revision than this program."""
    ada = {t: {k["name"] for k in kolom} for (_, t), kolom in inspect(koneksi).get_multi_columns().items()}
    return {
        "basis": koneksi.dialect.name,
        "revisi": revisi(koneksi),
        "tabel": {
            nama: _tabel(koneksi, t, ada[nama]) for nama, t in sorted(Base.metadata.tables.items()) if nama in ada
        },
        "rantai": rantai.kepala(koneksi),
        "isi_berkas": {str(nomor): sidik for nomor, sidik, _ in sidik_berkas(koneksi)},
    }


def revisi(koneksi: Connection) -> str:
    if not inspect(koneksi).has_table("alembic_version"):
        return ""
    return str(koneksi.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _tabel(koneksi: Connection, tabel: Any, ada: set[str]) -> dict[str, Any]:
    """Rows of a table, and the sums of its amounts of money."""
    uang = [k for k in tabel.c if isinstance(k.type, Rupiah) and k.name in ada]
    hasil = koneksi.execute(select(func.count(), *[func.sum(k) for k in uang]).select_from(tabel)).one()
    return {"baris": hasil[0], "jumlah": {k.name: int(n or 0) for k, n in zip(uang, hasil[1:], strict=True)}}


def sidik_berkas(koneksi: Connection) -> Iterator[tuple[int, str, str]]:
    """(id, SHA-256 of the bytes, SHA-256 that its row claims) of every stored file."""
    tabel: Any = Berkas.__table__
    kueri = select(tabel.c.id, tabel.c.isi, tabel.c.sha256).order_by(tabel.c.id)
    # Of the statement, not of the connection: that one belongs to the caller, who may go on to write.
    for baris in koneksi.execute(kueri.execution_options(yield_per=SEKALIGUS)):
        yield baris.id, hashlib.sha256(baris.isi).hexdigest(), baris.sha256


# --- comparing --------------------------------------------------------------------------------------------------------


def periksa(koneksi: Connection, manifes: dict[str, Any], kunci_riwayat: keys.Ring) -> list[str]:
    """What is not as the manifest says, a sentence each: the database itself, rows, sums, files, the diary."""
    if rusak := _berkas_basis(koneksi):
        return [rusak]  # nothing that is read from it can be believed
    kini = hitung(koneksi)
    salah = [f"Revisi basis data {kini['revisi']}, menurut manifes {manifes['revisi']}."] * (
        kini["revisi"] != manifes["revisi"]
    )
    for nama in sorted({*kini["tabel"], *manifes["tabel"]}):
        ada, seharusnya = kini["tabel"].get(nama), manifes["tabel"].get(nama)
        if ada != seharusnya:
            salah.append(f"Tabel {nama} memuat {ada}, menurut manifes {seharusnya}.")
    if beda := _beda(kini["isi_berkas"], manifes["isi_berkas"]):
        salah.append(f"Isi {len(beda)} berkas tidak sama dengan manifes, misalnya berkas {beda[0]}.")
    if kini["rantai"] != manifes["rantai"]:
        salah.append(f"Kepala rantai riwayat {kini['rantai']['id']}, menurut manifes {manifes['rantai']['id']}.")
    hasil = rantai.periksa(koneksi, rantai.ring_of(koneksi, kunci_riwayat))
    return [*salah, hasil.rusak] if hasil.rusak else salah


def _berkas_basis(koneksi: Connection) -> str | None:
    if koneksi.dialect.name != "sqlite":
        return None
    if (kata := koneksi.scalar(text("PRAGMA integrity_check(1)"))) != "ok":
        return f"Berkas basis data rusak: {kata}"
    putus = koneksi.execute(text("PRAGMA foreign_key_check")).first()
    return f"Rujukan yang putus pada tabel {putus[0]}." if putus else None


def _beda(satu: dict[str, str], lain: dict[str, str]) -> list[str]:
    return sorted((k for k in {*satu, *lain} if satu.get(k) != lain.get(k)), key=int)


def keutuhan(koneksi: Connection) -> list[str]:
    """What a drill asks beyond the manifest: files as their rows claim, and numbers without a gap."""
    rusak = [nomor for nomor, ada, tertulis in sidik_berkas(koneksi) if ada != tertulis]
    salah = [f"Isi {len(rusak)} berkas tidak cocok dengan SHA-256-nya, misalnya berkas {rusak[0]}."] if rusak else []
    return [*salah, *_nomor(koneksi)]


def _nomor(koneksi: Connection) -> Iterator[str]:
    """Each series that the panel numbers by itself holds 1 to its last number; deleted and voided ones count."""
    otomatis = select(KelasNaskah.kode).where(KelasNaskah.penomoran == Penomoran.OTOMATIS)
    register = select(RegisterNomor.__table__).where(RegisterNomor.kelas.in_(otomatis))
    for kelas, tahun, terakhir in koneksi.execute(register).all():
        milik = (NomorSurat.kelas == kelas) & (NomorSurat.tahun == tahun) & (NomorSurat.sisipan == "")
        nomor = set(koneksi.scalars(select(NomorSurat.urut).where(milik, NomorSurat.urut.is_not(None))))
        if hilang := set(range(1, terakhir + 1)) - nomor:
            yield f"Nomor {kelas} {tahun} berlubang: {min(hilang)} tidak ada."
