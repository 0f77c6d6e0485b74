"""Makes a backup: one encrypted file with the database, the files of VAR that belong to it, and a manifest.

It is written beside, brought to the disk and then renamed, so a file with the name of a backup is a whole one.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaga import basis, key_check
from jaga.sandi_berkas import CadanganRusak, Pembaca, Penulis
from models import keadaan, keys, setelan
from models.pesan import SopError
from models.waktu import sekarang

AKHIRAN, POLA = ".cadangan", "panel-*.cadangan"
NAMA = re.compile(r"panel-\d{8}T\d{6}Z\.cadangan")
SUSUNAN = 1  # of the archive; another one is not read
# Files of VAR that a database needs beside itself. Its keys come from wherever they are kept (`_keys`); the key of the
# backups is none of them: it would lock itself in.
BERKAS_VAR = ("jangkar/*",)
HARIAN, MINGGUAN, BULANAN = 7, 5, 12


def buat() -> tuple[Path, dict[str, Any]]:
    """A backup of now; (its file, its manifest). Raises SopError."""
    dipakai = setelan.kini()
    kunci = key_check.backup_ring()[0]
    dipakai.backup_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sendirian(), ruang_kerja() as tempat:
        _cukup_tempat(dipakai)
        mulai = sekarang().isoformat()
        isi = basis.dari(dipakai.database_url).salin(tempat / "basis")
        sumber = {"basis": tempat / "basis", **_keys(tempat), **_berkas_var(dipakai.var)}
        manifes = {
            "susunan": SUSUNAN,
            "dibuat": sekarang().isoformat(timespec="seconds").replace("+00:00", "Z"),
            **isi,
            "kunci": {name: list(keys.fingerprints(name, setelan.ring(name))) for name in keys.NAMES},
            "jangkar": len(list(dipakai.anchor_dir.glob("jangkar-*.json"))),
            "berkas": {nama: {"sha256": _sidik(p), "ukuran": p.stat().st_size} for nama, p in sumber.items()},
        }
        berkas = _tulis(dipakai.backup_dir, kunci, manifes, sumber)
    ingatan = {"berkas": berkas.name, "ukuran": berkas.stat().st_size, "revisi": isi["revisi"], "mulai": mulai}
    catat(keadaan.CADANGAN, True, ingatan)
    bersihkan(dipakai.backup_dir)
    return berkas, manifes


def _tulis(folder: Path, kunci: bytes, manifes: dict[str, Any], sumber: dict[str, Path]) -> Path:
    sementara = folder / f"tulis-{os.getpid()}.tmp"
    with sementara.open("wb") as keluar:
        os.chmod(sementara, 0o600)
        sandi = Penulis(keluar, kunci)
        with (
            gzip.GzipFile(fileobj=sandi, mode="wb", compresslevel=1, mtime=0) as mampat,  # type: ignore[call-overload]
            tarfile.open(fileobj=mampat, mode="w|") as arsip,
        ):
            teks = json.dumps(manifes, sort_keys=True).encode()
            kepala = tarfile.TarInfo("manifest.json")
            kepala.size = len(teks)
            arsip.addfile(kepala, io.BytesIO(teks))
            for nama, path in sumber.items():
                arsip.add(path, nama, recursive=False)
        sandi.selesai()
        keluar.flush()
        os.fsync(keluar.fileno())
    tujuan = nama_baru(folder, f"panel-%Y%m%dT%H%M%SZ{AKHIRAN}")
    os.replace(sementara, tujuan)
    basis.paksa_folder(folder)
    return tujuan


def nama_baru(folder: Path, pola: str) -> Path:
    """The name after the moment (strftime), or after the next second that is still free."""
    saat = sekarang()
    while (tujuan := folder / saat.strftime(pola)).exists():
        saat += timedelta(seconds=1)
    return tujuan


def _berkas_var(var: Path) -> dict[str, Path]:
    return {f"var/{p.relative_to(var).as_posix()}": p for pola in BERKAS_VAR for p in sorted(var.glob(pola))}


def _keys(tempat: Path) -> dict[str, Path]:
    """The keys that the data hang on, whether a variable holds them or a file, each with its former ones."""
    found = {}
    for name in keys.CARRIED:
        path = tempat / keys.FILES[name]
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            out.write(keys.write(setelan.ring(name)))
        found[f"var/{path.name}"] = path
    return found


def _sidik(path: Path) -> str:
    with path.open("rb") as isi:
        return hashlib.file_digest(isi, "sha256").hexdigest()


def _cukup_tempat(dipakai: setelan.Setelan) -> None:
    """Asked where the size is known beforehand.

    The copy of the database goes below VAR, the backup below BACKUP_DIR: on one disk, that disk takes both.
    """
    asal = basis.dari(dipakai.database_url)
    if not isinstance(asal, basis.Sqlite) or not asal.berkas.exists():
        return
    ukuran = asal.berkas.stat().st_size
    basis.pastikan_tempat("cadangan", (dipakai.var, ukuran), (dipakai.backup_dir, ukuran))


def catat(kunci: str, baik: bool, isi: dict[str, Any]) -> None:
    """Remember it in the live database, in a transaction of its own."""
    mesin = create_engine(setelan.kini().database_url, poolclass=NullPool)
    if inspect(mesin).has_table(keadaan.KeadaanSistem.__tablename__):  # not before the migration that brings it
        with Session(mesin) as session:
            if not _read_only(session):
                keadaan.catat(session, kunci, baik, isi)
                session.commit()
    mesin.dispose()


def _read_only(session: Session) -> bool:
    """A server that stands still at the moment it was brought back to may be looked at, not written."""
    return (
        session.get_bind().dialect.name == "postgresql" and session.scalar(text("SHOW transaction_read_only")) == "on"
    )


@contextmanager
def sendirian() -> Iterator[None]:
    """One backup or restore at a time; the lock is SQLite's, so it works everywhere and ends with the process."""
    var = setelan.kini().var
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(var / "cadangan.lock", timeout=0, isolation_level=None)) as gembok:
        try:
            gembok.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise SopError("Pencadangan atau pemulihan lain sedang berjalan; tunggu sampai selesai.") from None
        for sisa in (*var.glob("kerja-*"), *setelan.kini().backup_dir.glob("tulis-*.tmp")):  # of one that was killed
            shutil.rmtree(sisa) if sisa.is_dir() else sisa.unlink()
        yield


@contextmanager
def ruang_kerja() -> Iterator[Path]:
    """A folder of this work alone, readable by the serving account only, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kerja-", dir=setelan.kini().var) as folder:
        yield Path(folder)


# --- reading one ------------------------------------------------------------------------------------------------------


def read_manifest(berkas: Path, kunci: keys.Ring) -> dict[str, Any]:
    """The manifest alone: it stands first, so only the beginning is decrypted. Raises CadanganRusak."""
    if not berkas.is_file():
        raise CadanganRusak("Berkas cadangan {berkas} tidak ada.", berkas=berkas)
    try:
        with (
            berkas.open("rb") as masuk,
            gzip.GzipFile(fileobj=io.BufferedReader(Pembaca(masuk, kunci), 1 << 16)) as mampat,
            tarfile.open(fileobj=mampat, mode="r|") as arsip,
        ):
            anggota = arsip.next()
            isi = arsip.extractfile(anggota) if anggota else None
            found = json.loads(isi.read()) if isi else None
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as galat:
        raise CadanganRusak("Isi cadangan tidak terbaca: {galat}", galat=str(galat)[:200]) from None
    if not isinstance(found, dict):
        raise CadanganRusak("Isi cadangan tidak terbaca: {galat}", galat="manifest.json")
    return found


def buka(berkas: Path, kunci: bytes | keys.Ring, tempat: Path) -> dict[str, Any]:
    """Decrypt into `tempat` and compare each file with the manifest, which is given back. Raises CadanganRusak."""
    if not berkas.is_file():
        raise CadanganRusak("Berkas cadangan {berkas} tidak ada.", berkas=berkas)
    with berkas.open("rb") as masuk:
        sandi = Pembaca(masuk, kunci)
        try:
            with (
                gzip.GzipFile(fileobj=io.BufferedReader(sandi, 1 << 20)) as mampat,
                tarfile.open(fileobj=mampat, mode="r|") as arsip,
            ):
                manifes = _keluarkan(arsip, tempat)
            while sandi.read(1 << 20):  # what may follow the archive must be authentic as well
                pass
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as galat:
            raise CadanganRusak("Isi cadangan tidak terbaca: {galat}", galat=str(galat)[:200]) from None
    return manifes


def _keluarkan(arsip: tarfile.TarFile, tempat: Path) -> dict[str, Any]:
    manifes: dict[str, Any] = {}
    belum: set[str] = set()
    for nomor, anggota in enumerate(arsip):
        isi = arsip.extractfile(anggota)
        if nomor == 0 and isi:
            manifes = json.loads(isi.read())
            if manifes["susunan"] != SUSUNAN:
                raise CadanganRusak("Susunan cadangan ini ({n}) tidak dikenal program ini.", n=manifes["susunan"])
            belum = set(manifes["berkas"])
        elif isi and anggota.name in belum and ".." not in anggota.name:
            tujuan = tempat / anggota.name
            tujuan.parent.mkdir(parents=True, exist_ok=True)
            with tujuan.open("wb") as keluar:
                shutil.copyfileobj(isi, keluar, 1 << 20)
            if _sidik(tujuan) != manifes["berkas"][anggota.name]["sha256"]:
                raise CadanganRusak("SHA-256 {nama} dalam cadangan tidak cocok dengan manifesnya.", nama=anggota.name)
            belum.discard(anggota.name)
    if belum or not manifes:
        raise CadanganRusak("Cadangan tidak lengkap: {nama} tidak ada di dalamnya.", nama=", ".join(sorted(belum)))
    return manifes


# --- which are kept ---------------------------------------------------------------------------------------------------


def daftar(folder: Path) -> list[Path]:
    """The backups, newest first; a copy under another name is somebody's own."""
    return sorted((p for p in folder.glob(POLA) if NAMA.fullmatch(p.name)), reverse=True)


def disimpan(waktu: Iterable[datetime]) -> set[datetime]:
    """Which are kept: all of the last day, then the newest of 7 days, 5 weeks, 12 months, and of every year."""
    urut = sorted(waktu, reverse=True)
    if not urut:
        return set()
    simpan = {w for w in urut if urut[0] - w < timedelta(days=1)}
    for bentuk, banyak in (("%Y-%m-%d", HARIAN), ("%G-%V", MINGGUAN), ("%Y-%m", BULANAN), ("%Y", len(urut))):
        wakil: dict[str, datetime] = {}
        for w in urut:
            wakil.setdefault(w.strftime(bentuk), w)
        simpan.update(list(wakil.values())[:banyak])
    return simpan


def bersihkan(folder: Path) -> None:
    berkas = {_waktu(p): p for p in daftar(folder)}
    for waktu in set(berkas) - disimpan(berkas):
        berkas[waktu].unlink()


def _waktu(berkas: Path) -> datetime:
    return datetime.strptime(berkas.name, f"panel-%Y%m%dT%H%M%SZ{AKHIRAN}")  # noqa: DTZ007  # UTC, only compared
