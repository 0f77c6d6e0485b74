"""Compares the four keys of this machine with what the database knows; its first start writes down what is missing.

The same question for every server, the worker and the commands: with another key nothing is served, written or backed
up. A key that the database knows is never made anew by itself; `rotate-key` is the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import Connection, create_engine, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaga import basis
from models import faktor, keys, rantai, riwayat_pribadi, setelan
from models.base import kinds
from models.key_fingerprint import SidikKunci
from models.pesan import Pesan, SopError
from models.rantai import Riwayat
from models.waktu import sekarang

# What people call a key, also behind `rotate-key`.
WORDS = {keys.SECRET: "secret", keys.DIARY: "diary", keys.ACCOUNT: "account", keys.BACKUP: "backup"}
MISSING = Pesan(
    "Kunci {nama} tidak ada pada mesin ini, sedangkan basis data ini memakai kunci bersidik {sidik} (sejak {sejak}). "
    "Letakkan kunci itu di {berkas} atau isikan pada {nama}: dari tempatnya disimpan terpisah, dari mesin lain, atau "
    "dari cadangan (restore). Kunci baru tidak dibuat; bila hilang untuk selamanya: flask --app app rotate-key {kata} "
    "--lost."
)
OTHER = Pesan(
    "Kunci {nama} pada mesin ini (sidik {ada}) bukan kunci basis data ini (sidik {sidik}, sejak {sejak}). Letakkan "
    "kunci bersidik {sidik} di {berkas} atau isikan pada {nama}; bila hilang untuk selamanya: flask --app app "
    "rotate-key {kata} --lost."
)
NOT_ROTATED = Pesan(
    "Kunci {nama} yang baru (sidik {ada}) sudah di baris pertama, tetapi basis data masih memakai yang bersidik "
    "{sidik}. Hentikan panel di semua mesin, lalu jalankan flask --app app rotate-key {kata}."
)
FORMER_MISSING = Pesan(
    "Kunci {nama} yang lama (sidik {sidik}) tidak ada pada mesin ini, padahal data lama memerlukannya. Tambahkan di "
    "bawah kunci yang baru, satu kunci tiap baris, di {berkas} atau pada {nama}."
)
ACCOUNT_OTHER = Pesan(
    "Kunci akun yang dipakai (account.key atau ACCOUNT_KEY) tidak membuka faktor kedua dan data pribadi di basis data "
    "ini. Kembalikan kunci yang semula: dari tempatnya disimpan terpisah, atau dari cadangan (restore). Bila hilang "
    "untuk selamanya: flask --app app rotate-key account --lost."
)


def where(name: str) -> Path:
    """The file that this machine reads the key from, where no variable holds it."""
    dipakai = setelan.kini()
    return dipakai.backup_key if name == keys.BACKUP else dipakai.key_files.get(name, dipakai.var / keys.FILES[name])


def difference(name: str, known: keys.Known, ring: keys.Ring) -> Pesan | None:
    """What is wrong with the ring of this machine, in words."""
    here = keys.fingerprints(name, ring)
    told: dict[str, Any] = {"nama": name, "kata": WORDS[name], "berkas": where(name), "sidik": known.sidik}
    if not here:
        return Pesan(MISSING, sejak=known.sejak, **told)
    if known.sidik in here[1:]:
        return Pesan(NOT_ROTATED, ada=here[0], **told)
    if known.sidik != here[0]:
        return Pesan(OTHER, ada=here[0], sejak=known.sejak, **told)
    gone = [one for one in known.terdahulu if one not in here]
    return Pesan(FORMER_MISSING, **{**told, "sidik": ", ".join(gone)}) if gone else None


def compare(koneksi: Connection, names: Iterable[str] = keys.NAMES) -> None:
    """Raises SopError with the sentence on the first key that is not the database's. Nothing is written."""
    known = keys.known(koneksi)
    for name in names:
        if name in known and _asked(name) and (wrong := difference(name, known[name], setelan.ring(name))):
            raise SopError(wrong)
    if keys.DIARY not in known and inspect(koneksi).has_table("rantai") and not rantai.kunci_cocok(koneksi):
        raise SopError(rantai.KUNCI_LAIN)


def _asked(name: str) -> bool:
    """An office that makes its backups itself need not have their key on every machine."""
    return name != keys.BACKUP or bool(setelan.kini().backup_interval or setelan.ring(name))


def compare_live(names: Iterable[str] = keys.NAMES) -> None:
    """The same for the database in force, where there is one."""
    url = setelan.kini().database_url
    asal = basis.dari(url)
    if isinstance(asal, basis.Sqlite) and not asal.berkas.exists():
        return
    with basis.terhubung(url) as koneksi:
        compare(koneksi, names)


def register() -> None:
    """Compare, and write down the fingerprints that the database does not know; of two machines at once one wins."""
    compare_live()
    engine = create_engine(setelan.kini().database_url, poolclass=NullPool)
    try:
        with engine.begin() as koneksi:
            if not inspect(koneksi).has_table(SidikKunci.__tablename__):
                return
            missing = [name for name in keys.NAMES if name not in keys.known(koneksi)]
            for name in missing:
                _register(koneksi, name)
            if missing:
                compare(koneksi)
    finally:
        engine.dispose()


def _register(koneksi: Connection, name: str) -> None:
    if name == keys.ACCOUNT and account_key_opens_nothing(Session(koneksi)):
        raise SopError(ACCOUNT_OTHER)
    ring = setelan.ring(name)
    if name == keys.BACKUP and not ring and setelan.kini().backup_interval:
        ring = keys.parse(setelan.kunci_berkas(setelan.kini().backup_key))
    if ring:
        insert_missing(koneksi, name, ring)


def writes(koneksi: Connection) -> bool:
    """Whether this machine can write the diary of this database."""
    known, ring = keys.known(koneksi).get(keys.DIARY), setelan.ring(keys.DIARY)
    same = known is None or known.sidik in keys.fingerprints(keys.DIARY, ring)[:1]
    return bool(ring) and same and rantai.kunci_cocok(koneksi)


def insert_missing(koneksi: Connection, name: str, ring: keys.Ring) -> None:
    """The fingerprint of the key that writes, unless another machine has written its own meanwhile."""
    dialect: Any = postgresql if koneksi.dialect.name == "postgresql" else sqlite
    row = {"nama": name, "sidik": keys.fingerprint(name, ring[0]), "sejak": sekarang(), "terdahulu": []}
    koneksi.execute(dialect.insert(SidikKunci).values(row).on_conflict_do_nothing())


def backup_ring() -> keys.Ring:
    """The keys of backups, to write with the first; made where the database does not know one yet."""
    ring = setelan.ring(keys.BACKUP)
    dipakai = setelan.kini()
    if not ring and keys.may_be_made(dipakai.database_url, keys.BACKUP):
        ring = keys.parse(setelan.kunci_berkas(dipakai.backup_key))
    register()
    if not ring:
        with basis.terhubung(dipakai.database_url) as koneksi:
            raise SopError(difference(keys.BACKUP, keys.known(koneksi)[keys.BACKUP], ring) or "")
    return ring


# --- does the account key open what it should? ------------------------------------------------------------------------


def sealed(session: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """(what, how to open it): a second factor, and the first and the last diary row with a personal value."""
    aplikasi = select(faktor.Faktor).filter_by(jenis=faktor.JenisFaktor.APLIKASI).order_by(faktor.Faktor.id.desc())
    if (satu := session.scalar(aplikasi.limit(1))) is not None:
        yield "faktor kedua", lambda: faktor.rahasia_of(satu)
    isi = Riwayat.sesudah.contains(riwayat_pribadi.AWALAN)
    berisi = select(Riwayat).where(Riwayat.kind.in_(k for k in kinds() if riwayat_pribadi.columns(k)), isi)
    for urut in (Riwayat.id.asc(), Riwayat.id.desc()):
        if (baris := session.scalar(berisi.order_by(urut).limit(1))) is not None:
            yield "data pribadi dalam riwayat", lambda b=baris: riwayat_pribadi.uncover(b.kind, b.record_id, b.sesudah)


def opened(session: Any) -> tuple[int, list[str]]:
    """(how many values the account key opened, what it did not open); 0 and nothing: there are none to open."""
    count, closed = 0, []
    for what, reveal in sealed(session):
        try:
            reveal()
            count += 1
        except (InvalidToken, SopError):
            closed.append(what)
    return count, closed


def account_key_opens_nothing(session: Any) -> bool:
    """It is not the one that this database was used with. One that opens something was set up anew."""
    if not inspect(session.connection()).has_table("faktor"):
        return False
    count, closed = opened(session)
    return bool(closed) and not count
