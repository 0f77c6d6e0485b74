"""The chain of the diary: its two tables, the canonical form of a row, writing a link, and checking the whole.

A row's digest is SHA-256 over its canonical JSON; a link is an HMAC over the link before it and its rows' digests.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import ForeignKey, Index, String, insert, inspect, or_, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import keys, setelan
from models.base import Base, Panjang, UTCDateTime
from models.key_fingerprint import SidikKunci
from models.pesan import Pesan, SopError
from models.waktu import sekarang

SEKALIGUS = 5_000  # rows that are held at once while the chain is checked
LIHAT_AKHIR = 20  # of the newest links: one that holds shows that they were written with this key
KUNCI_LAIN = Pesan(
    "Kunci riwayat yang dipakai (diary.key atau DIARY_KEY) bukan kunci yang menulis riwayat basis data ini, jadi tidak "
    "ada yang disimpan. Kembalikan kunci yang semula: dari tempatnya disimpan terpisah, atau dari cadangan (restore)."
)
KUNCI_TAK_COCOK = (
    "Tidak satu pun mata rantai terakhir cocok dengan kunci riwayat yang dipakai: kuncinya bukan yang menulis riwayat "
    "ini, atau seluruh riwayat ditulis ulang."
)
KEY_CHANGED = Pesan(
    "Kunci riwayat sudah diganti pada basis data ini, jadi tidak ada yang disimpan. Jalankan ulang panel dan "
    "pekerjanya dengan kunci yang baru (DIARY_KEY atau diary.key)."
)
KEY_NOT_REACHED = (
    "Rantai berakhir dengan kunci riwayat yang lama: mata rantai yang mengganti kuncinya tidak ada lagi, atau "
    "sesudahnya ditulis dengan kunci lama."
)
SYSTEM = "sistem"  # the kind of a row that speaks of the panel itself, and of no record
KEY_REPLACED, KEY_BEGINS, KEY_LOST = "ganti_kunci", "kunci_berlaku", "kunci_hilang"
OPERATOR = "Operator di mesin peladen"
BANYAK = 50  # rows from which the driver is given them as a stream


class Rantai(Base):
    """One link per transaction: HMAC over the previous link and the ordered digests of the transaction's rows."""

    __tablename__ = "rantai"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    waktu: Mapped[datetime] = mapped_column(UTCDateTime, index=True)  # the highest is what a clock is compared with
    jumlah: Mapped[int] = mapped_column()
    hmac: Mapped[str] = mapped_column(String(64))


BEROPERASI = text("operasi_id IS NOT NULL")  # the others are found by their record


class Riwayat(Base):
    __tablename__ = "riwayat"
    __table_args__ = (
        Index(None, "kind", "record_id"),
        Index(None, "musrenbang_id", "id"),
        Index(None, "operasi_id", "id", sqlite_where=BEROPERASI, postgresql_where=BEROPERASI),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rantai_id: Mapped[int] = mapped_column(ForeignKey("rantai.id"), index=True)
    urut: Mapped[int] = mapped_column()
    waktu: Mapped[datetime] = mapped_column(UTCDateTime)
    pengguna_id: Mapped[int | None] = mapped_column()
    nama: Mapped[str] = mapped_column(String(150))
    peran: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int] = mapped_column()
    musrenbang_id: Mapped[int | None] = mapped_column()
    aksi: Mapped[str] = mapped_column(String(60))
    sebelum: Mapped[str | None] = mapped_column(Panjang(200_000))
    sesudah: Mapped[str | None] = mapped_column(Panjang(200_000))
    catatan: Mapped[str | None] = mapped_column(Panjang(2000))
    operasi_id: Mapped[int | None] = mapped_column()


SEDERHANA = (str, int, bool, type(None))
DISIDIK = tuple(c.key for c in Riwayat.__table__.c if c.key != "id")
_ditulis = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


# --- the canonical form -----------------------------------------------------------------------------------------------


def json_nilai(value: Any) -> Any:
    """A value as canonical JSON: dates ISO, moments UTC with Z, rupiah as integers."""
    if type(value) in SEDERHANA:  # most values; a word of a closed list is no plain str
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def teks(value: Mapping[str, Any] | str | None) -> str | None:
    """Before or after as it is stored; a text is canonical already."""
    return value if value is None or isinstance(value, str) else _ditulis(value)


def sidik(row: Mapping[str, Any]) -> str:
    """SHA-256 of one diary row in canonical form."""
    return sidik_nilai([row[k] for k in DISIDIK])


def sidik_nilai(nilai: Iterable[Any]) -> str:
    """The same from the values in the order of DISIDIK."""
    return hashlib.sha256(f"[{','.join(map(bentuk, nilai))}]".encode()).hexdigest()


def bentuk(value: Any) -> str:
    """One value as canonical JSON; what rows hold most often comes first."""
    if value is None:
        return "null"
    jenis = type(value)
    if jenis is str:
        return encode_basestring(value)
    if jenis is int:
        return str(value)
    return _bentuk_lain(value)


@lru_cache(maxsize=1024)  # the rows of a link share their moment; words of closed lists come again and again
def _bentuk_lain(value: Any) -> str:
    return _ditulis(json_nilai(value))


def tanda(sebelumnya: str, nomor: int, waktu: datetime, sidik_sidik: Iterable[str], kunci: bytes | None = None) -> str:
    """The HMAC of a link, with the key in force unless another is given."""
    pesan = "\n".join((sebelumnya, str(nomor), str(json_nilai(waktu)), *sidik_sidik))
    return hmac.new(kunci or setelan.kini().diary_key, pesan.encode(), hashlib.sha256).hexdigest()


# --- writing ----------------------------------------------------------------------------------------------------------


def sambung(koneksi: Connection, bersama: Mapping[str, Any], baris: Iterable[Mapping[str, Any]]) -> None:
    """Write the next link and its rows; `bersama`: what all of them have in common."""
    if koneksi.dialect.name == "postgresql":
        # One writer of the chain at a time, until commit; SQLite has only one writer anyway.
        koneksi.execute(text("SELECT pg_advisory_xact_lock(7350001)"))
    _pastikan_kunci(koneksi)
    akhir = koneksi.execute(select(Rantai.id, Rantai.hmac).order_by(Rantai.id.desc()).limit(1)).first()
    nomor, sebelumnya = (akhir.id + 1, akhir.hmac) if akhir else (1, "")
    waktu = sekarang().replace(microsecond=0)
    tetap = {**bersama, "rantai_id": nomor, "waktu": waktu}
    isi = [{**tetap, "urut": urut, **satu} for urut, satu in enumerate(baris, 1)]
    hasil = tanda(sebelumnya, nomor, waktu, map(sidik, isi))
    koneksi.execute(insert(Rantai), {"id": nomor, "waktu": waktu, "jumlah": len(isi), "hmac": hasil})
    _sisipkan(koneksi, isi)


# (address, key) that a link was found to hold with: asked once by each process.
_dikenal: set[tuple[str, bytes]] = set()


def _pastikan_kunci(koneksi: Connection) -> None:
    """With another key than the one before, no key would ever open the whole chain again: better nothing is written."""
    key = setelan.kini().diary_key
    satu = str(koneksi.engine.url), key
    if satu not in _dikenal:
        if not key or not kunci_cocok(koneksi):
            raise SopError(KUNCI_LAIN)
        _dikenal.add(satu)
    # A process that runs on while the key is replaced must not go on with the old one: asked at each link.
    if (sidik_kini := _registered(koneksi)) and sidik_kini != keys.fingerprint(keys.DIARY, key):
        raise SopError(KEY_CHANGED)


def begin_with_new_key(koneksi: Connection) -> None:
    """The key in force may write although no link holds with it yet: it is put in the place of another one."""
    _dikenal.add((str(koneksi.engine.url), setelan.kini().diary_key))


_with_fingerprints: set[str] = set()  # addresses of databases that have the table


def _registered(koneksi: Connection) -> str | None:
    """The fingerprint of the key that this database is written with."""
    url = str(koneksi.engine.url)
    if url not in _with_fingerprints:
        if not inspect(koneksi).has_table(SidikKunci.__tablename__):  # an older revision, during its migration
            return None
        _with_fingerprints.add(url)
    return koneksi.scalar(select(SidikKunci.sidik).where(SidikKunci.nama == keys.DIARY))


def note(koneksi: Connection, aksi: str, catatan: str, sesudah: Mapping[str, Any]) -> int:
    """Write a link about the panel itself, in the name of whoever works at the server's machine; its number."""
    bersama = {"pengguna_id": None, "nama": OPERATOR, "peran": SYSTEM, "operasi_id": None}
    isi = {"kind": SYSTEM, "record_id": 0, "musrenbang_id": None, "aksi": aksi, "sebelum": None}
    sambung(koneksi, bersama, [{**isi, "sesudah": teks(sesudah), "catatan": catatan[:2000]}])
    return int(kepala(koneksi)["id"])


def _sisipkan(koneksi: Connection, isi: list[dict[str, Any]]) -> None:
    if len(isi) < BANYAK:
        koneksi.execute(insert(Riwayat), isi)
        return
    if koneksi.dialect.name == "postgresql":
        penulis: Any = koneksi.connection.cursor()
        with penulis, penulis.copy(f"COPY riwayat ({', '.join(DISIDIK)}) FROM STDIN") as aliran:
            for row in isi:
                aliran.write_row([row[k] for k in DISIDIK])
        return
    # The driver itself: the types of a row are known, and SQLAlchemy would look at each value of each row.
    perintah = insert(Riwayat).compile(koneksi, column_keys=DISIDIK)
    ubah = Riwayat.__table__.c.waktu.type.dialect_impl(koneksi.dialect).bind_processor(koneksi.dialect)
    waktu = ubah(isi[0]["waktu"]) if ubah else isi[0]["waktu"]
    baris = [tuple([waktu if k == "waktu" else row[k] for k in DISIDIK]) for row in isi]
    koneksi.exec_driver_sql(str(perintah), baris)


def kepala(koneksi: Connection | Session) -> dict[str, Any]:
    """Number and HMAC of the last link: whoever has written them down can tell later whether the chain was cut."""
    akhir = koneksi.execute(select(Rantai.id, Rantai.hmac).order_by(Rantai.id.desc()).limit(1)).first()
    return {"id": akhir.id, "hmac": akhir.hmac} if akhir else {"id": 0, "hmac": ""}


def kunci_cocok(koneksi: Connection | Session, kunci: bytes | None = None) -> bool:
    """Does one of the newest links hold with this key? A changed row breaks one of them, another key breaks all."""
    kueri = select(Rantai.id, Rantai.waktu, Rantai.jumlah, Rantai.hmac).where(Rantai.id > 0)
    mata = koneksi.execute(kueri.order_by(Rantai.id.desc()).limit(LIHAT_AKHIR + 1)).all()
    for satu, atas in zip_longest(mata, mata[1:]):
        if atas is None and satu.id > 1:
            break  # the link before it was not read
        sebelumnya = atas.hmac if atas is not None else ""
        for _, baris in _dengan_baris(koneksi, satu.id - 1, [satu]):
            if tanda(sebelumnya, satu.id, satu.waktu, [sidik_nilai(b[1:]) for b in baris], kunci) == satu.hmac:
                return True
    return not mata


# --- checking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HasilPeriksa:
    """`rusak` is None when every link holds, else the sentence that names the first broken one.

    `unproven`: the links up to this one were written with a key that is lost; only that they are there was checked.
    """

    mata_rantai: int
    baris: int
    rusak: str | None
    kepala: str = ""
    unproven: int = 0


class _Walk:
    """The keys along the chain, the oldest first: a link goes on with the key before it, or with one that it announced.

    So whoever has only a former key can write no link behind the one that replaced it.
    """

    def __init__(self, session: Session | Connection, ring: keys.Ring) -> None:
        self.keys, self.at = ring[::-1], -1
        self._announced: set[str] = set()
        holds = any(_first_holds(session, key) for key in ring)
        self.lost = 0 if holds else _lost_until(session)

    def holds(self, sebelumnya: str, mata: Any, baris: list[Any]) -> bool:
        if mata.id <= self.lost:
            return True
        digests = [sidik_nilai(b[1:]) for b in baris]
        for at in range(max(self.at, 0), len(self.keys)):
            if tanda(sebelumnya, mata.id, mata.waktu, digests, self.keys[at]) == mata.hmac:
                named = keys.fingerprint(keys.DIARY, self.keys[at]) in self._announced
                if at != self.at and self.at >= 0 and not named:
                    return False
                self.at = at
                self._announced = {_announced(b) for b in baris if b.kind == SYSTEM and b.aksi == KEY_REPLACED}
                return True
        return False

    @property
    def reached(self) -> bool:
        """Whether the newest key has come to write."""
        return self.at in (-1, len(self.keys) - 1)


def _announced(baris: Any) -> str:
    return str(json.loads(baris.sesudah or "{}").get("sidik", ""))


def _first_holds(session: Session | Connection, key: bytes) -> bool:
    """Whether the chain begins with this key, or its first link is not whole (which is told as such)."""
    mata = session.execute(select(Rantai.id, Rantai.waktu, Rantai.jumlah, Rantai.hmac).where(Rantai.id == 1)).first()
    if mata is None:
        return True
    ((_, baris),) = _dengan_baris(session, 0, [mata])
    return bool(tanda("", 1, mata.waktu, [sidik_nilai(b[1:]) for b in baris], key) == mata.hmac)


def _lost_until(session: Session | Connection) -> int:
    """The last link of a key that was declared lost; the link that says so holds with the key after it."""
    kueri = select(Riwayat.rantai_id).where(Riwayat.kind == SYSTEM, Riwayat.aksi == KEY_LOST)
    found = session.scalar(kueri.order_by(Riwayat.rantai_id.desc()).limit(1))
    return found - 1 if found else 0


def ring_of(session: Session | Connection, ring: keys.Ring) -> keys.Ring:
    """The part of a ring that this database knows: it may be one from before the newest key came."""
    koneksi = session if isinstance(session, Connection) else session.connection()
    if (known := _registered(koneksi)) and known in (all_ := keys.fingerprints(keys.DIARY, ring)):
        return ring[all_.index(known) :]
    return ring


def periksa(session: Session | Connection, kunci: bytes | keys.Ring | None = None) -> HasilPeriksa:
    """Recompute the whole chain; needs the keys it was written with (those in force unless others are given)."""
    sebelumnya, diharapkan, jumlah = "", 1, 0
    ring = setelan.ring(keys.DIARY) if kunci is None else (kunci,) if isinstance(kunci, bytes) else kunci
    newest = ring[0] if ring else b""
    walk = _Walk(session, ring)
    for mata, baris in _per_mata(session):
        if mata.id != diharapkan:
            return HasilPeriksa(diharapkan - 1, jumlah, f"Mata rantai {diharapkan} hilang.")
        if [b.urut for b in baris] != list(range(1, mata.jumlah + 1)):
            return HasilPeriksa(mata.id, jumlah, f"Mata rantai {mata.id}: jumlah atau urutan baris riwayat berubah.")
        if not walk.holds(sebelumnya, mata, baris):
            if not sebelumnya and not kunci_cocok(session, newest):
                return HasilPeriksa(mata.id, jumlah, KUNCI_TAK_COCOK)
            ids = f"{baris[0].id}–{baris[-1].id}" if baris else "–"
            return HasilPeriksa(mata.id, jumlah, f"Mata rantai {mata.id} (riwayat {ids}) telah diubah.")
        sebelumnya, diharapkan, jumlah = mata.hmac, diharapkan + 1, jumlah + len(baris)
    if (asing := session.scalar(select(Rantai.id).where(Rantai.id < 1).limit(1))) is not None:
        return HasilPeriksa(diharapkan - 1, jumlah, f"Mata rantai {asing} tidak berasal dari panel ini.")
    luar = or_(Riwayat.rantai_id < 1, Riwayat.rantai_id >= diharapkan)
    liar = session.scalar(select(Riwayat.id).where(luar).limit(1))
    rusak = f"Riwayat {liar} tidak terikat pada rantai." if liar else None if walk.reached else KEY_NOT_REACHED
    return HasilPeriksa(diharapkan - 1, jumlah, rusak, sebelumnya, min(walk.lost, diharapkan - 1))


def _per_mata(session: Session | Connection, potong: int = 500) -> Iterator[tuple[Any, list[Any]]]:
    """Links in order, each with its rows; read in slices so that memory stays flat."""
    awal = 0
    while True:
        mata = session.execute(
            select(Rantai.id, Rantai.waktu, Rantai.jumlah, Rantai.hmac)
            .where(Rantai.id > awal)
            .order_by(Rantai.id)
            .limit(potong)
        ).all()
        if not mata:
            return
        for sekelompok in _kelompok(mata):
            yield from _dengan_baris(session, awal, sekelompok)
            awal = sekelompok[-1].id


def _kelompok(mata: Iterable[Any]) -> Iterator[list[Any]]:
    """Links that have few rows together; one that has many stands alone."""
    kumpulan: list[Any] = []
    jumlah = 0
    for satu in mata:
        jumlah += satu.jumlah
        if kumpulan and jumlah > SEKALIGUS:
            yield kumpulan
            kumpulan, jumlah = [], satu.jumlah
        kumpulan.append(satu)
    yield kumpulan


def _dengan_baris(session: Session | Connection, awal: int, mata: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """`awal`: the link before these; a row that hangs on a link in between belongs to none of them."""
    baris: dict[int, list[Any]] = {m.id: [] for m in mata}
    tabel = Riwayat.__table__
    kueri = select(tabel.c.id, *[tabel.c[k] for k in DISIDIK])
    kueri = kueri.where(Riwayat.rantai_id > awal, Riwayat.rantai_id <= mata[-1].id)
    for row in session.execute(kueri.order_by(Riwayat.rantai_id, Riwayat.urut)):
        if row.rantai_id in baris:
            baris[row.rantai_id].append(row)
    for m in mata:
        yield m, baris[m.id]
