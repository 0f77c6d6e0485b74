"""Brings a backup back: everything is checked beside the live data, which is exchanged only at the very end."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jaga import basis, cadangan, isi_basis, jangkar
from jaga.cadangan import BERKAS_VAR
from jaga.sandi_berkas import CadanganRusak
from migrations import revisi_terbaru
from models import keadaan, setelan
from models.pesan import SopError

log = logging.getLogger(__name__)
NAMA_BASIS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Hasil:
    """What a restore did: where the data before it are kept (empty: there were none), and what came back."""

    samping: str
    manifes: dict[str, Any]


def kunci_cadangan() -> bytes:
    """The key that opens backups; unlike making one, reading never makes a new key."""
    berkas = setelan.kini().backup_key
    if not berkas.is_file():
        raise SopError(
            "Berkas kunci cadangan {berkas} tidak ada. Letakkan kunci yang disimpan terpisah di situ, "
            "atau tunjuk dengan BACKUP_KEY_FILE.",
            berkas=berkas,
        )
    return berkas.read_text(encoding="ascii").strip().encode()


def pulihkan(berkas: Path, ingatkan: Callable[[str], None] = log.warning) -> Hasil:
    """Put the backup in the place of the live data. Raises SopError before anything live was touched.

    Anchors that cannot be read are no reason to stay without data: `ingatkan` gets a sentence about them, also before.
    """
    dipakai = setelan.kini()
    tujuan = basis.dari(dipakai.database_url)
    with cadangan.sendirian(), cadangan.ruang_kerja() as tempat:
        tujuan.pastikan_bebas()
        with dibuka(berkas, tempat) as (manifes, url):
            _tolak(_masalah(url, manifes, tempat))
            for folder, sebutan in ((dipakai.anchor_dir, ""), (tempat / "var" / "jangkar", "dalam cadangan ini")):
                if kalimat := jangkar.keluhan(folder, sebutan):
                    ingatkan(kalimat)
            tujuan.pastikan_muat(url, dipakai.var)
            samping = cadangan.nama_baru(dipakai.var, "sebelum-pulih-%Y%m%dT%H%M%S")
            samping.mkdir(mode=0o700)
            lama = tujuan.tukar(url, samping)
            _pasang_var(tempat / "var", dipakai.var, samping)
        with basis.terhubung(dipakai.database_url) as koneksi:
            jangkar.sisihkan(koneksi, samping.name)
    return Hasil(lama, manifes)


@contextmanager
def dibuka(berkas: Path, tempat: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """(manifest, address of the database brought up beside the live one), gone afterwards."""
    manifes = cadangan.buka(berkas, kunci_cadangan(), tempat)
    _cocok(manifes)
    asal = basis.dari(setelan.kini().database_url)
    url = asal.hidupkan(tempat / "basis", f"uji_{secrets.token_hex(4)}")
    try:
        yield manifes, url
    finally:
        asal.buang(url)


def _cocok(manifes: dict[str, Any]) -> None:
    ada = "postgresql" if setelan.kini().database_url.startswith("postgresql") else "sqlite"
    if manifes["basis"] != ada:
        raise CadanganRusak(
            "Cadangan ini dari {asal}, sedangkan panel ini memakai {ada}. Pulihkan pada basis data yang sejenis, "
            "lalu pindahkan dengan copy-database.",
            asal=NAMA_BASIS.get(manifes["basis"], manifes["basis"]),
            ada=NAMA_BASIS[ada],
        )
    if manifes["revisi"] != (kini := revisi_terbaru()):
        lebih = "lebih lama" if str(manifes["revisi"]) < kini else "lebih baru"
        raise CadanganRusak(
            "Cadangan ini berada pada revisi {asal}, {lebih} daripada program ini ({kini}). "
            "Pulihkan dengan program yang seumur dengannya, lalu jalankan migrate.",
            asal=manifes["revisi"],
            lebih=lebih,
            kini=kini,
        )


def _masalah(url: str, manifes: dict[str, Any], tempat: Path) -> list[str]:
    with basis.terhubung(url) as koneksi:
        return isi_basis.periksa(koneksi, manifes, kunci_riwayat(tempat / "var"))


def _tolak(masalah: list[str]) -> None:
    if masalah:
        raise CadanganRusak("Cadangan ini tidak dipulihkan. {sebab}", sebab=" ".join(masalah[:5]))


def kunci_riwayat(var: Path) -> bytes:
    """The key of the diary in force after a restore: the one in the backup, unless the environment gives its own."""
    return _kunci(var, "diary.key", setelan.kini().diary_key)


def kunci_akun(var: Path) -> bytes:
    """The key of accounts and personal values in force after a restore, found like that of the diary."""
    return _kunci(var, "account.key", setelan.kini().account_key)


def _kunci(var: Path, nama: str, dipakai: bytes) -> bytes:
    milik, kini = var / nama, setelan.kini().var / nama
    dari_berkas = kini.is_file() and kini.read_text(encoding="ascii").strip().encode() == dipakai
    return milik.read_text(encoding="ascii").strip().encode() if milik.is_file() and dari_berkas else dipakai


def _pasang_var(asal: Path, var: Path, samping: Path) -> None:
    """The files that belong to the database; those that were here are kept beside, and so are all later anchors."""
    for nama in BERKAS_VAR:
        for lama in [p for p in var.glob(nama) if (asal / p.relative_to(var)).exists() or p.parent != var]:
            simpan = samping / lama.relative_to(var)
            simpan.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(lama, simpan)
    for baru in sorted(p for p in asal.rglob("*") if p.is_file()):
        tujuan = var / baru.relative_to(asal)
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        tulis = tujuan.with_name(tujuan.name + ".pulih")
        shutil.copyfile(baru, tulis)
        os.chmod(tulis, 0o600)
        os.replace(tulis, tujuan)


# --- the drill --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Salinan:
    """What came back, for whoever tries it: the address of its database, the keys in force with it, an empty folder."""

    url: str
    var: Path
    kunci_riwayat: bytes
    kunci_akun: bytes


# Tries a copy as people would and answers {"peran", "naskah", "kunci_akun", "salah"}. A panel is needed for that, and
# that is a floor above: it puts its own here (perintah/latihan_masuk.py).
Pemakai = Callable[[Salinan], dict[str, Any]]
_pemakai: list[Pemakai] = []


def pasang_pemakai(pemakai: Pemakai) -> None:
    _pemakai[:] = [pemakai]


def _dipakai(url: str, tempat: Path) -> dict[str, Any]:
    if not _pemakai:
        raise SopError("Latihan pemulihan memerlukan panelnya: jalankan flask --app app backup-drill.")
    (tempat / "panel").mkdir(mode=0o700)
    var = tempat / "var"
    return _pemakai[0](Salinan(url, tempat / "panel", kunci_riwayat(var), kunci_akun(var)))


def latihan(berkas: Path | None = None) -> dict[str, Any]:
    """Restore the newest backup into an empty place and check all of it; the outcome is remembered.

    Raises SopError when the backup does not come back whole.
    """
    if berkas is not None and not berkas.is_file():  # a slip of the hand proves nothing, and disproves nothing
        raise SopError("Berkas cadangan {berkas} tidak ada.", berkas=berkas)
    mulai = time.monotonic()
    berkas = berkas or next(iter(cadangan.daftar(setelan.kini().backup_dir)), None)
    nama = berkas.name if berkas else ""
    try:
        if berkas is None:
            raise SopError("Belum ada cadangan di {folder}.", folder=setelan.kini().backup_dir)
        with cadangan.sendirian(), cadangan.ruang_kerja() as tempat, dibuka(berkas, tempat) as (manifes, url):
            _tolak(_masalah(url, manifes, tempat))
            with basis.terhubung(url) as koneksi:
                _tolak(isi_basis.keutuhan(koneksi))
            dipakai = _dipakai(url, tempat)
            _tolak(dipakai["salah"])
    except SopError as galat:
        cadangan.catat(keadaan.LATIHAN, False, {"berkas": nama, "sebab": str(galat.pesan)})
        raise
    isi = {
        "berkas": nama,
        "dibuat": manifes["dibuat"],
        "baris": sum(t["baris"] for t in manifes["tabel"].values()),
        "isi_berkas": len(manifes["isi_berkas"]),
        "rantai": manifes["rantai"]["id"],
        "peran": dipakai["peran"],
        "naskah": dipakai["naskah"],
        "kunci_akun": dipakai["kunci_akun"],
        "detik": round(time.monotonic() - mulai, 1),
    }
    cadangan.catat(keadaan.LATIHAN, True, isi)
    cadangan.catat(keadaan.TERBUKTI, True, isi)
    return isi
