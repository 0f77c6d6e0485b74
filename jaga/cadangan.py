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
from typing import IO, Any

from sqlalchemy import create_engine, inspect
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaga import basis, key_check
from jaga.sandi_berkas import CadanganRusak, decrypted, encrypted
from models import keadaan, keys, setelan
from models.pesan import SopError
from models.waktu import sekarang

AKHIRAN, POLA = ".cadangan", "panel-*.cadangan"
NAMA = re.compile(r"panel-\d{8}T\d{6}Z\.cadangan")
SUSUNAN = 1  # of the archive; another one is not read
# Files of VAR that a database needs beside itself. Its keys come from wherever they are kept (`_keys`); the key of the
# backups is none of them: it would lock itself in.
BERKAS_VAR = ("jangkar/*",)
# Every name that an archive may hold besides its manifest; what has another one is neither written nor read.
MEMBER = re.compile(r"basis|var/(?:diary|account)\.key|var/jangkar/jangkar-[\w.-]{1,64}\.json", re.ASCII)
LARGEST_MANIFEST = 256 << 20
NO_MANIFEST = "Cadangan ini tidak memuat manifes yang dapat dibaca, jadi tidak ada yang diambil darinya."
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
        with (
            encrypted(keluar, kunci) as sandi,
            gzip.GzipFile(fileobj=sandi, mode="wb", compresslevel=1, mtime=0) as mampat,
            tarfile.open(fileobj=mampat, mode="w|") as arsip,
        ):
            teks = json.dumps(manifes, sort_keys=True).encode()
            kepala = tarfile.TarInfo("manifest.json")
            kepala.size = len(teks)
            arsip.addfile(kepala, io.BytesIO(teks))
            for nama, path in sumber.items():
                arsip.add(path, nama, recursive=False)
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
    semua = {f"var/{p.relative_to(var).as_posix()}": p for pola in BERKAS_VAR for p in sorted(var.glob(pola))}
    return {nama: p for nama, p in semua.items() if MEMBER.fullmatch(nama) and p.is_file()}


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
            if not basis.read_only(session.connection()):
                keadaan.catat(session, kunci, baik, isi)
                session.commit()
    mesin.dispose()


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
            decrypted(masuk, kunci) as isi,
            gzip.GzipFile(fileobj=isi) as mampat,
            tarfile.open(fileobj=mampat, mode="r|") as arsip,
        ):
            anggota = arsip.next()
            manifes = arsip.extractfile(anggota) if anggota else None
            found = json.loads(manifes.read()) if manifes else None
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as galat:
        raise CadanganRusak("Isi cadangan tidak terbaca: {galat}", galat=str(galat)[:200]) from None
    if not isinstance(found, dict):
        raise CadanganRusak("Isi cadangan tidak terbaca: {galat}", galat="manifest.json")
    return found


def buka(berkas: Path, kunci: keys.Ring, tempat: Path) -> dict[str, Any]:
    """Decrypt into `tempat` and compare each file with the manifest, which is given back. Raises CadanganRusak."""
    if not berkas.is_file():
        raise CadanganRusak("Berkas cadangan {berkas} tidak ada.", berkas=berkas)
    with berkas.open("rb") as masuk:
        try:
            with decrypted(masuk, kunci) as isi:
                with gzip.GzipFile(fileobj=isi) as mampat, tarfile.open(fileobj=mampat, mode="r|") as arsip:
                    manifes = _keluarkan(arsip, tempat)
                while isi.read(1 << 20):  # what may follow the archive must be authentic as well
                    pass
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as galat:
            raise CadanganRusak("Isi cadangan tidak terbaca: {galat}", galat=str(galat)[:200]) from None
    return manifes


def _keluarkan(arsip: tarfile.TarFile, tempat: Path) -> dict[str, Any]:
    """Write what the manifest names, each once, under names of the closed list, regular files alone."""
    anggota = arsip.next()
    if anggota is None or anggota.name != "manifest.json" or not _plain(anggota) or anggota.size > LARGEST_MANIFEST:
        raise CadanganRusak(NO_MANIFEST)
    manifes = _manifest(arsip.extractfile(anggota))
    belum = dict(manifes["berkas"])
    while anggota := arsip.next():
        nama = _tampak(anggota.name)
        if not _plain(anggota):
            raise CadanganRusak("Anggota cadangan {nama} bukan berkas biasa, jadi ditolak.", nama=nama)
        if (tercatat := belum.pop(anggota.name, None)) is None:
            raise CadanganRusak("Anggota cadangan {nama} tidak tercantum dalam manifesnya, jadi ditolak.", nama=nama)
        _write(arsip.extractfile(anggota), tempat / anggota.name)
        if _sidik(tempat / anggota.name) != tercatat["sha256"]:
            raise CadanganRusak("SHA-256 {nama} dalam cadangan tidak cocok dengan manifesnya.", nama=nama)
    if belum:
        raise CadanganRusak("Cadangan tidak lengkap: {nama} tidak ada di dalamnya.", nama=", ".join(sorted(belum)))
    return manifes


def _plain(anggota: tarfile.TarInfo) -> bool:
    return anggota.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not anggota.issparse()


def _manifest(isi: IO[bytes] | None) -> dict[str, Any]:
    """Its shape and its names, proved before the first file is written."""
    manifes = json.loads(isi.read()) if isi else None
    if not isinstance(manifes, dict) or not isinstance(manifes.get("berkas"), dict):
        raise CadanganRusak(NO_MANIFEST)
    if (susunan := manifes.get("susunan")) != SUSUNAN:
        raise CadanganRusak("Susunan cadangan ini ({n}) tidak dikenal program ini.", n=susunan)
    for nama, tercatat in manifes["berkas"].items():
        if not MEMBER.fullmatch(nama):
            raise CadanganRusak("Nama {nama} dalam manifes cadangan tidak dikenal, jadi ditolak.", nama=_tampak(nama))
        if not isinstance(tercatat, dict) or not isinstance(tercatat.get("sha256"), str):
            raise CadanganRusak(NO_MANIFEST)
    return manifes


def _write(isi: IO[bytes] | None, tujuan: Path) -> None:
    assert isi is not None  # a regular file
    tujuan.parent.mkdir(parents=True, exist_ok=True)
    with tujuan.open("xb") as keluar:
        shutil.copyfileobj(isi, keluar, 1 << 20)


def _tampak(nama: str) -> str:
    """A name from outside, for a sentence: short, and without signs that move the cursor."""
    return ascii(nama[:80])[1:-1]


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
