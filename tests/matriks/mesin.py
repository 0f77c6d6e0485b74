"""Asks a cell of the matrix and judges the answer: let in or refused, nothing changed, nothing told."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from bulk import antrean
from models import ingatan
from models.base import db
from tests import cetakan
from tests.matriks.harapan import ORANG, SEPERTI
from tests.matriks.sasaran import KENARI, Sasaran

TAMU = "-"
KUKI = "panel_musrenbang"
# What a refused request may leave behind: when a session was last seen, and attempts to sign in.
SESI = {"/logout", "/login", "/akun/keluar/", "/akun/keluar-semua/", "/sandi/"}  # what ends or begins a session
LUAR = {"sesi", "riwayat_masuk", "percobaan_masuk", "alembic_version"}


@dataclass(frozen=True)
class Sel:
    """One question: who asks what how, and whether he is let in. None: open to anybody."""

    huruf: str
    cara: str
    alamat: str
    boleh: bool | None
    isi: Any = None
    json: bool = False


def lupakan_antrean() -> None:
    """The queue keeps a connection of its own, to the database that it was first asked in."""
    for lama in (antrean.huey, antrean._tugas):
        lama.cache_clear()


class Panggung:
    """The database of the matrix, which is set back after whatever somebody was allowed to change."""

    def __init__(self, app: Flask, url: str, simpanan: Path) -> None:
        self.app, self.simpanan = app, simpanan
        self.berkas = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        self.mesin: Engine = create_engine(url, poolclass=NullPool)
        self.dialek = self.mesin.dialect.name
        nama = [t for t in inspect(self.mesin).get_table_names() if t not in LUAR and not t.startswith("cari_")]
        kolom = {t: {c["name"] for c in inspect(self.mesin).get_columns(t)} for t in nama}
        jumlah = [
            f"SELECT '{t}', count(*), {'coalesce(sum(version), 0)' if 'version' in kolom[t] else '0'} FROM {t}"
            for t in nama
        ]
        self.kueri = text(" UNION ALL ".join(jumlah))
        self._mata: sqlite3.Connection | None = None
        self._mata_pg: Connection | None = None  # a connection for each look would cost more than the looking
        self.simpan()

    def simpan(self) -> None:
        self._lepas()
        if self.berkas is not None:
            with sqlite3.connect(self.berkas) as koneksi:
                koneksi.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            koneksi.close()
            shutil.copyfile(self.berkas, self.simpanan)
        else:
            with self.mesin.connect() as koneksi_pg:
                koneksi_pg.execute(text(f"DROP SCHEMA IF EXISTS {cetakan.KEPING} CASCADE"))
                koneksi_pg.commit()
                cetakan.simpan(koneksi_pg)
        self._awal = self.sidik()

    def pulihkan(self) -> None:
        self._lepas()
        if self.berkas is not None:
            for sisa in ("-wal", "-shm"):
                self.berkas.with_name(self.berkas.name + sisa).unlink(missing_ok=True)
            shutil.copyfile(self.simpanan, self.berkas)
        else:
            with self.mesin.connect() as koneksi:
                cetakan.pulihkan(koneksi)

    def _lepas(self) -> None:
        if self._mata is not None:
            self._mata.close()
            self._mata = None
        if self._mata_pg is not None:
            self._mata_pg.close()
            self._mata_pg = None
        lupakan_antrean()
        ingatan.lupakan()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def sidik(self) -> list[Any]:
        """How many rows there are and how often they were written."""
        if self.berkas is None:
            return sorted(tuple(row) for row in self._lihat().execute(self.kueri))
        with self.mesin.connect() as koneksi:
            return sorted(tuple(row) for row in koneksi.execute(self.kueri))

    def _lihat(self) -> Connection:
        if self._mata_pg is None:
            self._mata_pg = self.mesin.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._mata_pg

    def _denyut(self) -> int:
        """What moves with every commit: SQLite's counter, and the end of PostgreSQL's log."""
        if self.berkas is None:
            return int(self._lihat().exec_driver_sql("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").scalar_one())
        if self._mata is None:
            self._mata = sqlite3.connect(self.berkas)
        return int(self._mata.execute("PRAGMA data_version").fetchone()[0])

    def berubah(self, denyut: int) -> bool:
        return self._denyut() != denyut and self.sidik() != self._awal


class Penanya:
    """Puts the questions and gathers what was not as it should be."""

    def __init__(self, panggung: Panggung, orang: dict[str, FlaskClient], sasaran: Sasaran) -> None:
        self.panggung, self.orang, self.sasaran = panggung, orang, sasaran
        self.siapkan: Callable[[], None] = lambda: None  # what has to be done again when the stage was set back
        self.aneh: list[str] = []
        self.ditanya = 0
        kuki = {huruf: client.get_cookie(KUKI) for huruf, client in orang.items()}
        self.kuki = {huruf: satu.value for huruf, satu in kuki.items() if satu is not None}

    def tanya(self, sel: Sel) -> None:
        self.ditanya += 1
        denyut = self.panggung._denyut()
        client = self.orang[sel.huruf]
        kirim: dict[str, Any] = {"json": sel.isi} if sel.json else {"data": sel.isi}
        jawab = client.open(sel.alamat, method=sel.cara, **(kirim if sel.cara == "POST" else {}))
        badan = jawab.get_data()
        jawab.close()
        ditolak = jawab.status_code in (401, 403, 404) or (sel.cara == "GET" and _ke_masuk(jawab))
        siapa = f"{sel.huruf} {sel.cara} {sel.alamat} {sel.isi or ''}: {jawab.status_code}"
        berubah = self.panggung.berubah(denyut)
        if jawab.status_code >= 500:
            self.aneh.append(f"{siapa} gagal")
        elif sel.boleh is None and _ditutup(jawab, sel.alamat):
            self.aneh.append(f"{siapa} seharusnya terbuka bagi siapa pun")
        elif sel.boleh is not None and ditolak is sel.boleh:
            self.aneh.append(f"{siapa} seharusnya {'boleh' if sel.boleh else 'ditolak'}")
        if not sel.boleh and berubah:
            self.aneh.append(f"{siapa} mengubah basis data")
        if (bocor := self._bocor(badan, sel)) and not sel.alamat.endswith(".xlsx"):
            self.aneh.append(f"{siapa} membocorkan {sorted(bocor)[:3]}")
        if berubah or sel.alamat in SESI:
            self.panggung.pulihkan()
            for huruf, kuki in self.kuki.items():
                self.orang[huruf].set_cookie(KUKI, kuki)
            self.siapkan()

    def _bocor(self, badan: bytes, sel: Sel) -> set[str]:
        if KENARI.lower().encode() not in badan.lower():
            return set()
        isi = badan.decode("utf-8", "replace")
        huruf = SEPERTI.get(sel.huruf, sel.huruf)
        asing = {kata for kata, siapa in self.sasaran.kenari.items() if huruf not in siapa}
        return {kata for kata in asing if kata in isi}


def _ditutup(jawab: Any, alamat: str) -> bool:
    """Was somebody sent to sign in by what is open to anybody? A wrong password there is answered by 401, too."""
    return (jawab.status_code == 401 and alamat != "/login") or "login?next" in jawab.headers.get("Location", "")


def _ke_masuk(jawab: Any) -> bool:
    return jawab.status_code == 302 and re.match(r"/login\b", jawab.headers["Location"]) is not None


def untuk_semua(cara: str, alamat: str, boleh: str, isi: Any = None, json: bool = False) -> list[Sel]:
    """One question of everybody; `boleh`: the letters of who is let in, "*" where anybody is."""
    terbuka = boleh == "*"
    return [Sel(h, cara, alamat, None if terbuka else h in boleh and h != TAMU, isi, json) for h in (TAMU, *ORANG)]
