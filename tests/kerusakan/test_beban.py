"""An office at work for a while: many people before a hundred thousand usulan, on the server as it is installed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from bench import SANDI
from bench.panel.beban import BAGIAN, KlienHttp, _server
from bench.panel.kandidat import Panel
from tests import cluster
from tests.keandalan import KUNCI as KEANDALAN
from tests.peladen import AKAR, lingkungan

pytestmark = [pytest.mark.battery, pytest.mark.slow]
USULAN = int(os.environ.get("BEBAN_USULAN", "100000"))
MENIT = float(os.environ.get("BEBAN_MENIT", "30"))
IMPOR, UBAH = USULAN // 5, USULAN // 20  # rows that are read in from a sheet, and that are moved, beside the office
JEDA = 5.0  # seconds that a person looks at a page
BACA, SIMPAN = 0.8, 1.2  # seconds that 95 of 100 lists and saves may take
BERAT = 3.0  # seconds that nobody should wait beside heavy work; told, not asked: see the last lines of the test
MEMORI = 300  # MB of the worker that reads a sheet in
TIDAK_DIKIRIM = ("submit", "button", "file", "search")


class Isian(HTMLParser):
    """What the form of a page would send."""

    def __init__(self, halaman: str) -> None:
        super().__init__()
        self.isi: dict[str, list[str]] = {}
        self._teks: str | None = None
        self._pilih: str | None = None
        self.feed(halaman)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        nama = a.get("name") or ""
        if tag == "textarea":
            self._teks = nama
            self.isi[nama] = [""]
        elif tag == "select":
            self._pilih = nama
        elif tag == "option" and self._pilih and "selected" in a:
            self.isi.setdefault(self._pilih, []).append(a.get("value") or "")
        elif tag == "input" and nama and a.get("type") not in TIDAK_DIKIRIM:
            pilihan = a.get("type") in ("checkbox", "radio")
            if not pilihan or "checked" in a:
                self.isi.setdefault(nama, []).append(a.get("value") or ("on" if pilihan else ""))

    def handle_data(self, data: str) -> None:
        if self._teks is not None:
            self.isi[self._teks][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._teks is not None:
            self.isi[self._teks][0] = self.isi[self._teks][0].removeprefix("\n")
            self._teks = None
        elif tag == "select":
            self._pilih = None


class Orang(threading.Thread):
    """Looks, searches, and saves one time in five; each save is another usulan than that of the others."""

    def __init__(self, ke: int, banyak: int, url: str, port: int) -> None:
        super().__init__()
        self.ke, self.jatah, self.acak, self.sampai = ke, USULAN // banyak, random.Random(ke), 0.0
        self.panel = Panel(url, KlienHttp(port))
        self.baca: list[float] = []
        self.simpan: list[float] = []
        self.buruk: list[str] = []

    def run(self) -> None:
        time.sleep(self.acak.uniform(0, JEDA))
        n = 0
        while time.monotonic() < self.sampai:
            n += 1
            try:
                self._simpan(n) if self.acak.random() < 0.2 else self._baca(n)
            except Exception as galat:  # told at the end
                self.buruk.append(repr(galat)[:200])
                self.panel.klien.saluran.close()
            time.sleep(self.acak.expovariate(1 / JEDA))

    def _baca(self, n: int) -> None:
        kerja = [k for k in BAGIAN if k != "sedikit"]
        jawab = self.panel.kerjakan(self.acak.choices(kerja, [BAGIAN[k] for k in kerja])[0], self.ke, USULAN)
        assert jawab is not None
        self.baca.append(jawab.detik)
        if jawab.status >= 400:
            self.buruk.append(f"{jawab.status}: {jawab.isi[:100]}")

    def _simpan(self, n: int) -> None:
        id_ = self.panel.awal_id + self.ke * self.jatah + n % self.jatah
        isi = Isian(self.panel.klien.buka(f"/usulan/edit/?id={id_}").isi).isi
        jawab = self.panel.klien.buka(f"/usulan/edit/?id={id_}", {**isi, "permasalahan": [f"Disunting {self.ke}-{n}"]})
        self.simpan.append(jawab.detik)
        if jawab.status != 302:
            self.buruk.append(f"simpan {jawab.status}: {jawab.isi[:3000]}")


@pytest.fixture(params=["sqlite", *(["postgresql"] if cluster.found() else [])])
def kantor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int, str]]:
    """(address of a filled database, how many people, its kind)"""
    gugus = None
    url, orang = f"sqlite:///{tmp_path}/panel.sqlite3", 25
    if request.param == "postgresql":
        gugus, orang = cluster.Cluster(durable=True), 100
        with create_engine(gugus.admin_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as k:
            k.execute(text("CREATE DATABASE beban"))
        url = gugus.url("beban")
    try:
        subprocess.run(
            [sys.executable, "-m", "bench.panel.isi", url, str(USULAN)],
            cwd=AKAR,
            env=lingkungan(tmp_path / "var", DEMO_USULAN="12"),
            check=True,
        )
        yield url, orang, request.param
    finally:
        if gugus is not None:
            gugus.stop()


@contextmanager
def bekerja(kantor: tuple[str, int, str], tempat: Path, banyak: int) -> Iterator[tuple[list[Orang], int]]:
    """So many people at work on the server until the block ends; (they, its port). What it printed is asked too."""
    with _server("panel", url := kantor[0], tempat, sys.executable) as port:
        orang = [Orang(ke, banyak, url, port) for ke in range(banyak)]
        for satu in orang:
            satu.sampai = float("inf")
            satu.start()
        try:
            yield orang, port
        finally:
            for satu in orang:
                satu.sampai = 0.0
            for satu in orang:
                satu.join()
    catatan = (tempat / "beban-panel.txt").read_text()
    assert [b for satu in orang for b in satu.buruk] == []
    assert "locked" not in catatan
    assert "Traceback" not in catatan


def p95(waktu: list[float]) -> float:
    return sorted(waktu)[int(len(waktu) * 0.95)]


def test_an_office_at_work_waits_for_nothing_and_loses_nothing(
    kantor: tuple[str, int, str], tmp_path: Path, record_property: Any
) -> None:
    _, banyak, nama = kantor
    with bekerja(kantor, tmp_path, banyak) as (orang, _):
        time.sleep(MENIT * 60)
    baca = [d for satu in orang for d in satu.baca]
    simpan = [d for satu in orang for d in satu.simpan]
    hasil = (
        f"{len(baca)} halaman p95 {p95(baca) * 1000:.0f} ms, {len(simpan)} simpanan p95 {p95(simpan) * 1000:.0f} ms, "
        f"0 gagal, {MENIT:g} menit"
    )
    judul = f"{banyak} orang di depan {USULAN} usulan ({nama})"
    record_property(KEANDALAN, (judul, hasil, "daftar ≤ 800 ms, simpan ≤ 1.200 ms, 0 gagal"))
    assert p95(baca) <= BACA, hasil
    assert p95(simpan) <= SIMPAN, hasil


def test_people_go_on_working_while_a_sheet_is_read_in_and_many_rows_are_moved(
    kantor: tuple[str, int, str], tmp_path: Path, record_property: Any
) -> None:
    url, _, nama = kantor
    env = lingkungan(tmp_path / "var", DATABASE_URL=url, DEMO_PASSWORD=SANDI)
    with bekerja(kantor, tmp_path, 25) as (orang, port):
        pekerja = subprocess.Popen([sys.executable, "app.py", "--worker"], cwd=AKAR, env=env)
        kirim = [sys.executable, "-m", "bench.panel.impor", url, str(IMPOR), "antre"]
        impor = subprocess.Popen(kirim, cwd=AKAR, env=env, stdout=subprocess.PIPE)
        try:
            pengubah = Panel(url, KlienHttp(port))
            # The end of everybody's share, of which they save the beginning.
            akhir = [pengubah.awal_id + satu.jatah * (satu.ke + 1) - 1 for satu in orang]
            ids = [id_ - n for id_ in akhir for n in range(UBAH // len(orang))]
            assert pengubah.gerak_baris(ids).status in (302, 303)
            hasil = json.loads(impor.communicate(timeout=1800)[0])
            mesin = create_engine(url, poolclass=NullPool)
            _sampai(mesin, "SELECT count(*) FROM operasi WHERE status IN ('antre', 'berjalan')", 0)
            memori = _status(pekerja.pid, "VmHWM")
        finally:
            pekerja.terminate()
            pekerja.wait(30)
    hitung = "SELECT count(*) FROM usulan WHERE "
    with mesin.connect() as koneksi:
        assert koneksi.scalar(text(f"{hitung} kode_eksternal LIKE 'I-%'")) == IMPOR
        assert koneksi.scalar(text(f"{hitung} status = 'diverifikasi' AND kode LIKE 'B-%'")) == len(ids)
    baca, simpan = ([d for satu in orang for d in getattr(satu, apa)] for apa in ("baca", "simpan"))
    terlama = max(baca), max(simpan)
    judul = f"25 orang selagi {IMPOR} baris diimpor dan {UBAH} dipindahkan ({nama})"
    hasil_teks = (
        f"{len(baca)} halaman, terlama {terlama[0] * 1000:.0f} ms; {len(simpan)} simpanan, terlama "
        f"{terlama[1] * 1000:.0f} ms; impor {hasil['pratinjau'] + hasil['terapkan']:.0f} detik, "
        f"pekerjanya paling banyak {memori:.0f} MB; 0 gagal"
    )
    sasaran = (
        f"terlama ≤ {BERAT * 1000:.0f} ms ({'tercapai' if max(terlama) <= BERAT else 'belum'}), ≤ {MEMORI} MB, 0 gagal"
    )
    record_property(KEANDALAN, (judul, hasil_teks, sasaran))
    # An import is one transaction with one link of the diary: who saves waits for it to end, and those behind him too.
    assert memori <= MEMORI, hasil_teks


def test_a_long_day_at_work_needs_no_more_than_its_beginning(
    kantor: tuple[str, int, str], tmp_path: Path, record_property: Any
) -> None:
    """Memory, open files and the log of SQLite stay where they were once everything has been opened once. That takes a
    while: each connection to SQLite has a cache of its own (models/transaksi.py), and is made when many come at once.
    """
    url, _, nama = kantor
    contoh: list[tuple[float, int, float]] = []
    with bekerja(kantor, tmp_path, 25) as (orang, _):
        time.sleep(MENIT * 60)
        akhir = time.monotonic() + MENIT * 60
        while time.monotonic() < akhir:
            contoh.append(_hidup(url))
            time.sleep(min(30.0, MENIT * 60 / 12))
    (memori, berkas), (memori_akhir, berkas_akhir) = (
        (median(c[0] for c in bagian), median(c[1] for c in bagian)) for bagian in (contoh[:5], contoh[-5:])
    )
    wal = max(c[2] for c in contoh)
    banyak = sum(len(satu.baca) + 2 * len(satu.simpan) for satu in orang)
    hasil = (
        f"{banyak} permintaan dalam {2 * MENIT:g} menit, sejak pertengahannya: memori {memori:.0f} menjadi "
        f"{memori_akhir:.0f} MB, berkas terbuka {berkas:.0f} menjadi {berkas_akhir:.0f}"
        f"{f', WAL paling besar {wal:.0f} MB' if wal else ''}; 0 gagal"
    )
    judul = f"25 orang bekerja terus di depan {USULAN} usulan ({nama})"
    record_property(KEANDALAN, (judul, hasil, "memori dan berkas + ≤ 10 %, WAL ≤ 64 MB, 0 gagal"))
    assert memori_akhir <= 1.1 * memori, hasil
    assert berkas_akhir <= 1.1 * berkas, hasil
    assert wal <= 64, hasil


def _hidup(url: str) -> tuple[float, int, float]:
    """(MB of memory, open files, MB of SQLite's log): of the server's processes, which are children of this one."""
    induk: dict[int, int] = {}
    for p in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            induk[int(p.parent.name)] = int(p.read_text().rpartition(")")[2].split()[1])
    anak = [pid for pid in induk if os.getpid() in (induk[pid], induk.get(induk[pid]))]
    peladen = [p for p in anak if b"bench.panel.peladen" in Path(f"/proc/{p}/cmdline").read_bytes()]
    assert len(peladen) >= 3, peladen  # the one that watches, and its two workers
    mb = sum(_status(p, "VmRSS") for p in peladen)
    berkas = sum(len(os.listdir(f"/proc/{p}/fd")) for p in peladen)
    wal = Path(f"{url.removeprefix('sqlite:///')}-wal")
    return mb, berkas, wal.stat().st_size / 2**20 if url.startswith("sqlite") and wal.exists() else 0.0


def _sampai(mesin: Engine, kueri: str, nilai: int, batas: float = 900) -> None:
    akhir = time.monotonic() + batas
    while time.monotonic() < akhir:
        with mesin.connect() as koneksi:
            if koneksi.scalar(text(kueri)) == nilai:
                return
        time.sleep(0.5)
    raise AssertionError(f"belum selesai dalam {batas:.0f} detik: {kueri}")


def _status(pid: int, apa: str) -> float:
    """MB of memory that a process holds (VmRSS) or has held at most (VmHWM); Linux."""
    baris = next(b for b in Path(f"/proc/{pid}/status").read_text().splitlines() if b.startswith(apa))
    return int(baris.split()[1]) / 1024
