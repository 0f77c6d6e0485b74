"""How the office that plays at random begins: one small world, set back in milliseconds, and a witness of writes."""

from __future__ import annotations

import functools
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis.stateful import invariant
from sqlalchemy import event

from models import ingatan, rantai, riwayat
from models.base import db
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.usulan import StatusUsulan, Usulan
from seed import usulan_demo
from sop.access import Actor
from tests import cetakan, dunia

RANGKAP = ("kepala_badan", "tim_musrenbang")


def _rangkap() -> None:
    """Somebody who holds two roles: might submit a paper and sign it, if nothing stood in the way."""
    akun = Pengguna(nama_pengguna="rangkap", nama="Rangkap", pejabat_id=dunia.pejabat("kepala_badan"), sandi="-")
    dunia.simpan(akun)
    dunia.simpan(*(PeranPengguna(pengguna_id=akun.id, peran=Peran(nama), mulai=date(2024, 1, 1)) for nama in RANGKAP))


def _menurut_riwayat() -> tuple[dict[tuple[str, int], dict[str, Any]], dict[str, list[Any]]]:
    """What the diary says of each record of this world, and how many rows the tables hold."""
    from tests.sop import kantor_riwayat as buku

    assert riwayat.verify(db.session).rusak is None
    nilai: dict[tuple[str, int], dict[str, Any]] = {}
    for b in db.session.execute(buku.BARIS, {"akhir": 0}):
        nilai[b.kind, b.record_id] = buku.putar(nilai.get((b.kind, b.record_id)), b)
    return nilai, {nama: n for nama, *n in db.session.execute(buku.jumlah())}


class Basis(ABC):
    """Sets the database back, and knows of every write to it."""

    ditulis = 0  # statements that are more than a question; also of transactions that were rolled back

    def __init__(self) -> None:
        self.mesin = db.engine
        event.listen(self.mesin, "before_cursor_execute", self._hitung)

    def _hitung(self, _koneksi: Any, _kursor: Any, perintah: str, *_: Any) -> None:
        self.ditulis += not perintah.startswith(BERTANYA)

    @abstractmethod
    def pulihkan(self) -> None: ...

    @abstractmethod
    def jejak(self) -> int:
        """Another number after each transaction that was committed, by whomever."""

    def tutup(self) -> None:
        event.remove(self.mesin, "before_cursor_execute", self._hitung)


BERTANYA = ("SELECT", "BEGIN")


@dataclass(frozen=True)
class Awal:
    """The world that each play begins with; `data` is what one more usulan is entered with."""

    basis: Basis
    musrenbang_id: int
    data: dict[str, Any]
    orang: dict[str, Actor]
    alasan_id: int
    kepala: tuple[int, str]
    nilai: dict[tuple[str, int], dict[str, Any]]
    jumlah: dict[str, list[Any]]


def siapkan() -> Awal:
    """A Musrenbang whose steps are all reached, three verified usulan and a berita acara; within an app context."""
    m = dunia.di_ujung()
    _rangkap()
    orang = {nama: dunia.aktor(nama) for nama in (*dunia.ORANG, "rangkap")}
    dunia.aktor("tim_musrenbang")
    dunia.berita_acara(m)
    baris = next(usulan_demo.baris(m.id, m.tahun, 1, StatusUsulan.DRAF, benih=7))
    data = {**baris, "kode": "", "sumber": None, "kode_eksternal": None}
    dunia.simpan(*(Usulan(**{**data, "status": StatusUsulan.DIVERIFIKASI}) for _ in range(3)))
    kepala = rantai.kepala(db.session())
    awal = (m.id, data, orang, dunia.alasan(), (kepala["id"], kepala["hmac"]), *_menurut_riwayat())
    db.session.remove()
    basis: Basis = _Sqlite() if db.engine.dialect.name == "sqlite" else _Postgresql()
    return Awal(basis, *awal)


class _Sqlite(Basis):
    def __init__(self) -> None:
        super().__init__()
        self.saksi = sqlite3.connect(str(self.mesin.url.database), isolation_level=None)
        self.isi = sqlite3.connect(":memory:")
        self.saksi.backup(self.isi)

    def pulihkan(self) -> None:
        db.session.remove()
        koneksi = self.mesin.raw_connection()
        asli: Any = koneksi.driver_connection
        asli.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug here; tests/kerusakan does
        self.isi.backup(asli)
        koneksi.close()
        ingatan.lupakan()

    def jejak(self) -> int:
        return int(self.saksi.execute("PRAGMA data_version").fetchone()[0])

    def tutup(self) -> None:
        super().tutup()
        self.saksi.close()
        self.isi.close()


class _Postgresql(Basis):
    KEPING = "kantor"

    def __init__(self) -> None:
        super().__init__()
        self.tetap = 0
        event.listen(self.mesin, "commit", self._catat)
        with self.mesin.connect() as koneksi:
            cetakan.simpan(koneksi, self.KEPING)

    def _catat(self, _koneksi: Any) -> None:
        self.tetap += 1

    def pulihkan(self) -> None:
        db.session.remove()
        with self.mesin.connect() as koneksi:
            cetakan.pulihkan(koneksi, self.KEPING)
        ingatan.lupakan()

    def jejak(self) -> int:
        return self.tetap

    def tutup(self) -> None:
        super().tutup()
        event.remove(self.mesin, "commit", self._catat)


def aturan(tanya: Callable[[Any], None]) -> Any:
    """A rule of the house, asked after each act that wrote anything: the same rows give the same answer."""
    return _atas(lambda self: self.awal.basis.jejak())(tanya)


def aturan_atas(kunci: Callable[[Any], Any]) -> Callable[[Callable[[Any], None]], Any]:
    """The same, asked where what `kunci` says of the rows has changed: all that the answer is made of."""
    return _atas(lambda self: kunci(self.kini))


def _atas(kunci: Callable[[Any], Any]) -> Callable[[Callable[[Any], None]], Any]:
    def bungkus(tanya: Callable[[Any], None]) -> Any:
        @functools.wraps(tanya)
        def sekali(self: Any) -> None:
            kini = kunci(self)
            if self.ditanya.get(tanya.__name__) != kini:
                tanya(self)
                self.ditanya[tanya.__name__] = kini

        return invariant()(sekali)

    return bungkus
