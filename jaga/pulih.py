"""Brings a backup back: everything is checked beside the live data, which is exchanged only at the very end."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, delete
from sqlalchemy.pool import NullPool

from jaga import basis, cadangan, isi_basis, jangkar, key_check
from jaga.cadangan import BERKAS_VAR
from jaga.sandi_berkas import CadanganRusak
from migrations import revisi_terbaru
from models import keadaan, keys, setelan
from models.key_fingerprint import SidikKunci
from models.pesan import Pesan, SopError

log = logging.getLogger(__name__)
NAMA_BASIS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Hasil:
    """What a restore did: where the data before it are kept (empty: there were none), and what came back."""

    samping: str
    manifes: dict[str, Any]


def kunci_cadangan() -> keys.Ring:
    """The keys that open backups; unlike making one, reading never makes a new key."""
    berkas, ring = setelan.kini().backup_key, setelan.ring(keys.BACKUP)
    if not ring:
        raise SopError(
            "Berkas kunci cadangan {berkas} tidak ada. Letakkan kunci yang disimpan terpisah di situ, "
            "atau tunjuk dengan BACKUP_KEY_FILE.",
            berkas=berkas,
        )
    return ring


def pulihkan(berkas: Path, ingatkan: Callable[[str], None] = log.warning) -> Hasil:
    """Put the backup in the place of the live data. Raises SopError before anything live was touched.

    The diary that came back says so in a link of its own. Anchors that cannot be read are no reason to stay without
    data: `ingatkan` gets a sentence about them, also before.
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
            after = {name: _ring_after(name, tempat / "var") for name in keys.CARRIED}
            _pasang_var(tempat / "var", dipakai.var, samping)
            _put_keys(tempat / "var", samping)
        _use(after)
        _note(berkas, manifes, samping.name)
    return Hasil(lama, manifes)


# --- the keys of a backup ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NeededKey:
    """One key of a backup: what is said of it before anything is touched; `wrong`: so it cannot be restored."""

    sentence: Pesan
    wrong: bool = False


def needed_keys(berkas: Path) -> list[NeededKey]:
    """Which keys a backup needs, and where each comes from. Raises SopError where not even its manifest opens."""
    ring = kunci_cadangan()
    manifes = cadangan.read_manifest(berkas, ring)
    told: dict[str, list[str]] = manifes.get("kunci", {})
    opens = Pesan("BACKUP_KEY (sidik {sidik}): ada, membuka cadangan ini.", sidik=_fingerprint(keys.BACKUP, ring))
    found = [NeededKey(opens)]
    for name in keys.CARRIED:
        found.append(_needed(name, told.get(name, []), f"var/{keys.FILES[name]}" in manifes.get("berkas", {})))
    here = _fingerprint(keys.SECRET, setelan.ring(keys.SECRET))
    if (made := told.get(keys.SECRET)) and here not in made:
        other = Pesan("SECRET_KEY: yang di sini (sidik {ada}) dipakai; semua orang masuk lagi.", ada=here)
        found.append(NeededKey(other))
    return found


def _fingerprint(name: str, ring: keys.Ring) -> str:
    return keys.fingerprint(name, ring[0]) if ring else "–"


def _needed(name: str, made: list[str], inside: bool) -> NeededKey:
    here = keys.fingerprints(name, setelan.ring(name))
    told = {"nama": name, "sidik": made[0] if made else Pesan("tidak tercatat")}
    if inside and not _given(name):
        return NeededKey(Pesan("{nama} (sidik {sidik}): dari dalam cadangan.", **told))
    if not here:
        return NeededKey(Pesan("{nama} (sidik {sidik}): tidak ada di sini, tidak pula dalam cadangan.", **told), True)
    if set(made) <= set(here):
        return NeededKey(Pesan("{nama} (sidik {sidik}): ada di sini.", **told))
    other = Pesan(
        "{nama} (sidik {sidik}): yang di sini lain (sidik {ada}). Isikan yang semula pada {nama}, atau hapus variabel "
        "itu agar kunci dari dalam cadangan dipakai.",
        ada=here[0],
        **told,
    )
    return NeededKey(other, True)


def _given(name: str) -> bool:
    """Whether a variable holds the key here: then it stays in force, whatever comes out of a backup."""
    file, here = key_check.where(name), setelan.ring(name)
    return bool(here) and not (file.is_file() and keys.parse(file.read_text(encoding="utf-8"))[:1] == here[:1])


def _ring_after(name: str, var: Path) -> keys.Ring:
    """The ring in force after a restore: the one in the backup, unless a variable gives its own."""
    inside = var / keys.FILES[name]
    if inside.is_file() and not _given(name):
        return keys.parse(inside.read_text(encoding="utf-8"))
    return setelan.ring(name)


def _put_keys(var: Path, samping: Path) -> None:
    """Each key where this machine reads it from; the one that was there is kept beside."""
    for name in keys.CARRIED:
        inside, file = var / keys.FILES[name], key_check.where(name)
        if inside.is_file() and not _given(name):
            if file.is_file():
                shutil.move(file, samping / keys.FILES[name])
            _put(inside, file)


def _use(after: dict[str, keys.Ring]) -> None:
    (diary, *diaries), (account, *accounts) = after[keys.DIARY] or (b"",), after[keys.ACCOUNT] or (b"",)
    rings = {"former_diary_keys": tuple(diaries), "former_account_keys": tuple(accounts)}
    setelan.pasang(replace(setelan.kini(), diary_key=diary, account_key=account, **rings))


def _note(berkas: Path, manifes: dict[str, Any], samping: str) -> None:
    """The diary that came back says so; what was remembered of a later one is remembered no more.

    Keys on which no data hang are from now on those of this machine.
    """
    engine = create_engine(setelan.kini().database_url, poolclass=NullPool)
    with engine.begin() as koneksi:
        for name in (keys.SECRET, keys.BACKUP):
            koneksi.execute(delete(SidikKunci).where(SidikKunci.nama == name))
            if ring := setelan.ring(name):
                key_check.insert_missing(koneksi, name, ring)
        if key_check.writes(koneksi):
            jangkar.note_restore(koneksi, f"Cadangan {berkas.name} (keadaan {manifes['dibuat']}) dipulihkan.")
        jangkar.sisihkan(koneksi, samping)
    engine.dispose()
    jangkar.forget()


@contextmanager
def dibuka(berkas: Path, tempat: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """(manifest, address of the database brought up beside the live one), gone afterwards."""
    if wrong := [key.sentence for key in needed_keys(berkas) if key.wrong]:
        raise CadanganRusak("Cadangan ini tidak dipulihkan. {sebab}", sebab=" ".join(wrong))
    manifes = cadangan.buka(berkas, setelan.ring(keys.BACKUP), tempat)
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
        return isi_basis.periksa(koneksi, manifes, _ring_after(keys.DIARY, tempat / "var"))


def _tolak(masalah: list[str]) -> None:
    if masalah:
        raise CadanganRusak("Cadangan ini tidak dipulihkan. {sebab}", sebab=" ".join(masalah[:5]))


def _pasang_var(asal: Path, var: Path, samping: Path) -> None:
    """The files that belong to the database; those that were here are kept beside, and so are all later anchors."""
    for nama in BERKAS_VAR:
        for lama in [p for p in var.glob(nama) if (asal / p.relative_to(var)).exists() or p.parent != var]:
            simpan = samping / lama.relative_to(var)
            simpan.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(lama, simpan)
    for baru in sorted(p for p in asal.rglob("*") if p.is_file() and p.parent != asal):  # keys: `_put_keys`
        _put(baru, var / baru.relative_to(asal))


def _put(source: Path, tujuan: Path) -> None:
    tujuan.parent.mkdir(parents=True, exist_ok=True)
    tulis = tujuan.with_name(tujuan.name + ".pulih")
    shutil.copyfile(source, tulis)
    os.chmod(tulis, 0o600)
    os.replace(tulis, tujuan)


# --- the drill --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Salinan:
    """What came back, for whoever tries it: the address of its database, the keys in force with it, an empty folder."""

    url: str
    var: Path
    kunci_riwayat: keys.Ring
    kunci_akun: keys.Ring


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
    diary, account = (_ring_after(name, var) for name in keys.CARRIED)
    return _pemakai[0](Salinan(url, tempat / "panel", diary, account))


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
