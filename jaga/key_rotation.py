"""Puts a new key in the place of one of the four; what was written with the former one stays readable where it must.

The panel stands still meanwhile: a process that runs on would go on with the former key. A key in a file is made here;
one in a variable is put before the former ones by hand, and is taken into use here. Both ends are safe: until the
database has taken the new key, a start is refused with the sentence that says to run this again.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, delete, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaga import basis, key_check
from models import faktor, keys, rantai, setelan
from models.key_fingerprint import SidikKunci
from models.pengguna import Pengguna
from models.pesan import Pesan, SopError
from models.sesi import Sesi
from models.waktu import sekarang

NEW_FIRST = Pesan(
    "{nama} berasal dari variabel, jadi kuncinya tidak dibuat di sini. Letakkan kunci baru di depan yang lama, "
    "dipisahkan koma tanpa spasi ({nama}=baru,lama), lalu ulangi."
)
NEW_ALONE = Pesan(
    "SECRET_KEY berasal dari variabel, jadi kuncinya tidak dibuat di sini. Isi dengan yang baru, lalu ulangi."
)
LOST_HERE = Pesan("Kunci {nama} bersidik {sidik} ada di sini, jadi tidak hilang; ganti tanpa --lost.")
LOST_THERE = Pesan(
    "Kunci {nama} yang dipakai basis data ini (sidik {sidik}) tidak ada di sini. Letakkan di {berkas} atau isikan pada "
    "{nama}; bila hilang untuk selamanya, ulangi dengan --lost."
)


@dataclass(frozen=True)
class Plan:
    """What a rotation will do: the ring afterwards, and whether it must still be written into the file."""

    name: str
    ring: keys.Ring
    former: str  # the fingerprint of the key in use; empty: the database knows none
    in_file: bool
    lost: bool

    @property
    def fingerprint(self) -> str:
        return keys.fingerprint(self.name, self.ring[0])


def plan(name: str, lost: bool) -> Plan:
    """Raises SopError with what must be done first. Nothing is changed."""
    url = setelan.kini().database_url
    with basis.terhubung(url) as koneksi:
        found = keys.known(koneksi).get(name)
        fits = found is not None or name != keys.DIARY or rantai.kunci_cocok(koneksi)
    ring, file = setelan.ring(name), key_check.where(name)
    here = keys.fingerprints(name, ring)
    known = found.sidik if found else here[0] if here and fits else ""
    told = {"nama": name, "sidik": known, "berkas": file}
    from_file = not ring or (file.is_file() and keys.parse(file.read_text(encoding="utf-8"))[:1] == ring[:1])
    if lost and known in here and found:
        raise SopError(Pesan(LOST_HERE, **told))
    if not lost and known not in here and name != keys.SECRET:
        raise SopError(Pesan(LOST_THERE, **told))
    begun = bool(here) and known != here[0]  # the new key stands before the one in use already
    if not begun and not from_file:
        raise SopError(Pesan(NEW_ALONE if name == keys.SECRET else NEW_FIRST, **told))
    if begun and (not from_file or known in here or lost):
        return Plan(name, ring, known, False, lost)
    made = secrets.token_urlsafe(48).encode()
    kept = () if name == keys.SECRET or lost else ring
    return Plan(name, (made, *kept), known, True, lost)


def rotate(chosen: Plan) -> str:
    """Do it; the sentence that says what came of it. Raises SopError before anything is changed."""
    url = setelan.kini().database_url
    basis.dari(url).pastikan_bebas()
    if chosen.in_file:
        _write(key_check.where(chosen.name), chosen.ring)
    before = setelan.kini()
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.begin() as koneksi:
            return _in_database(koneksi, chosen, before)
    finally:
        engine.dispose()


def _write(file: Path, ring: keys.Ring) -> None:
    """Whole or not at all; the database is told afterwards, and a start in between is refused."""
    beside = file.with_name(f"{file.name}.baru")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
        out.write(keys.write(ring) + "\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, file)
    basis.paksa_folder(file.parent)


def _in_database(koneksi: Connection, chosen: Plan, before: setelan.Setelan) -> str:
    done = {
        keys.SECRET: _secret,
        keys.DIARY: _diary,
        keys.ACCOUNT: _account,
        keys.BACKUP: _backup,
    }[chosen.name](koneksi, chosen, before)
    former = list(keys.fingerprints(chosen.name, chosen.ring[1:]))
    koneksi.execute(delete(SidikKunci).where(SidikKunci.nama == chosen.name))
    row = {"nama": chosen.name, "sidik": chosen.fingerprint, "sejak": sekarang(), "terdahulu": former}
    koneksi.execute(insert(SidikKunci), row)
    if chosen.name == keys.DIARY:  # with the new key, after the database knows it
        setelan.pasang(_with_diary(before, chosen.ring))
        rantai.begin_with_new_key(koneksi)
        _told(koneksi, rantai.KEY_LOST if chosen.lost else rantai.KEY_BEGINS, chosen)
    return f"{chosen.name} diganti: {chosen.former or '–'} → {chosen.fingerprint}. {done}"


def _with_diary(dipakai: setelan.Setelan, ring: keys.Ring) -> setelan.Setelan:
    return replace(dipakai, diary_key=ring[0], former_diary_keys=ring[1:])


def _told(koneksi: Connection, act: str, chosen: Plan) -> None:
    note = f"{chosen.name}: {chosen.former or '–'} → {chosen.fingerprint}" + (" (yang lama hilang)" * chosen.lost)
    rantai.note(koneksi, act, note, {"kunci": chosen.name, "sidik_lama": chosen.former, "sidik": chosen.fingerprint})


def _secret(koneksi: Connection, chosen: Plan, _: Any) -> str:
    """The cookies of all sessions were signed with the former key."""
    ended = koneksi.execute(update(Sesi).where(Sesi.dicabut_pada.is_(None)).values(dicabut_pada=sekarang())).rowcount
    _told(koneksi, rantai.KEY_REPLACED, chosen)
    return f"{ended} sesi diakhiri; semua orang masuk lagi."


def _backup(koneksi: Connection, chosen: Plan, _: Any) -> str:
    _told(koneksi, rantai.KEY_REPLACED, chosen)
    if chosen.lost:
        return "Cadangan yang dibuat dengan kunci yang hilang tidak dapat dibuka lagi: buat cadangan baru sekarang."
    return "Cadangan lama dibuka dengan kunci lama di bawahnya. Simpan salinan berkas kunci ini di tempat lain."


def _account(koneksi: Connection, chosen: Plan, before: setelan.Setelan) -> str:
    """Second factors are encrypted anew; what the diary binds keeps its encryption, so the former key is kept."""
    setelan.pasang(replace(before, account_key=chosen.ring[0], former_account_keys=chosen.ring[1:]))
    session = Session(koneksi)
    done, closed = faktor.reseal(session)
    session.flush()
    if closed and not chosen.lost:
        raise SopError("Rahasia faktor kedua {n} akun tidak terbuka dengan kunci lama yang ada di sini.", n=len(closed))
    _without_factor(koneksi, closed)
    _told(koneksi, rantai.KEY_REPLACED, chosen)
    if chosen.lost:
        return f"{len(closed)} faktor kedua dihapus dan dipasang lagi oleh orangnya; data pribadi lama tertutup."
    return f"{done} rahasia faktor kedua disandi ulang. Simpan salinan kunci baru dan lama di luar basis data."


def _without_factor(koneksi: Connection, accounts: list[int]) -> None:
    for pengguna_id in set(accounts):
        app = faktor.Faktor.pengguna_id == pengguna_id, faktor.Faktor.jenis == faktor.JenisFaktor.APLIKASI
        koneksi.execute(delete(faktor.Faktor).where(*app))
        if not faktor.milik(Session(koneksi), pengguna_id):
            table: Any = Pengguna.__table__
            koneksi.execute(update(table).where(table.c.id == pengguna_id).values(faktor_sejak=None))


def _diary(koneksi: Connection, chosen: Plan, before: setelan.Setelan) -> str:
    """The former key writes the link that names the new one; the new one writes the next."""
    if chosen.lost:
        return "Mata rantai yang ditulis dengan kunci yang hilang tidak dapat diperiksa lagi; yang baru dapat."
    used = next(at for at, one in enumerate(keys.fingerprints(keys.DIARY, chosen.ring)) if one == chosen.former)
    setelan.pasang(_with_diary(before, chosen.ring[used:]))
    _told(koneksi, rantai.KEY_REPLACED, chosen)
    return "Rantai diperiksa dengan kedua kunci: simpan salinan keduanya. Kartu meja pendaftaran dicetak lagi."
