"""Asks every candidate in turn on every database and writes the table: medians, and how many times the panel."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.panel import beban
from tests import cluster

AKAR = Path(__file__).resolve().parents[2]
SYARAT = AKAR / "bench" / "requirements-panel.txt"
LINGKUNGAN = AKAR / "var" / "ukur-panel"
KANDIDAT = ("panel", "flask", "django")
TERISI = "terisi"  # the comment of a database that was filled to the end
BEBAN = 100_000  # the size at which eight people work at once


@dataclass(frozen=True)
class Kerja:
    """A row: what is asked, how often, and the size of the database at which it is asked (0: at every size)."""

    kode: str
    judul: str
    ulang: int
    hanya: int = 0
    mulai: int = 0  # the first of the thousands of rows that it moves


KERJA = (
    Kerja("daftar", "daftar, halaman pertama", 15),
    Kerja("daftar_akhir", "daftar, halaman terakhir", 9),
    Kerja("urut", "urut menurut pagu, halaman pertama", 9),
    Kerja("urut_akhir", "urut menurut pagu, halaman terakhir", 5),
    Kerja("saring", "saring menurut kecamatan", 9),
    Kerja("cari_umum", "cari kata yang umum", 7),
    Kerja("cari_langka", "cari kata yang langka", 7),
    Kerja("borang", "formulir ubah", 9),
    Kerja("pindah", "memindahkan 1.000 baris terpilih, dengan riwayat", 3),
    Kerja("csv", "CSV semua baris", 3, hanya=100_000),
    Kerja("xlsx", "XLSX semua baris", 1, hanya=100_000),
    Kerja("pindah_semua", "memindahkan semua yang cocok (satu kecamatan), dengan riwayat", 1),
)


@dataclass
class Ukuran:
    ms: float
    mb: float
    tambah: float


def ukur() -> list[str]:
    besar = [int(x) for x in os.environ.get("UKURAN", "10000,100000,1000000").split(",")]
    basis = [x for x in os.environ.get("BASIS", "sqlite,postgresql").split(",") if x == "sqlite" or cluster.found()]
    baris: list[str] = []
    with ExitStack() as tumpuk:
        tempat = Path(os.environ.get("UKUR_DI") or tumpuk.enter_context(tempfile.TemporaryDirectory(prefix="ukur-")))
        gugus = cluster.Cluster(durable=True) if "postgresql" in basis else None
        if gugus is not None:
            tumpuk.callback(gugus.stop)
        python = _siapkan()
        for n in besar:
            for satu in basis:
                baris += _satu_basis(satu, n, tempat, gugus, python)
    return baris


def _siapkan() -> str:
    """The python of the peers, installed when it is first asked for."""
    python, tanda = LINGKUNGAN / "bin" / "python", LINGKUNGAN / "syarat.txt"
    if not tanda.exists() or tanda.read_text() != SYARAT.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(LINGKUNGAN)], check=True)
        subprocess.run([str(python), "-m", "pip", "-q", "install", "-r", str(SYARAT)], check=True)
        tanda.write_text(SYARAT.read_text())
    return str(python)


def _satu_basis(satu: str, n: int, tempat: Path, gugus: cluster.Cluster | None, python: str) -> list[str]:
    mulai = time.monotonic()
    sumber = _dasar(satu, n, tempat, gugus)
    print(f"# {satu}, {n} usulan: siap dalam {time.monotonic() - mulai:.0f} s", file=sys.stderr, flush=True)
    if os.environ.get("UKUR_ISI"):
        return []
    hasil: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with ExitStack() as tumpuk:
        proses = {}
        for k in KANDIDAT:
            url = _salinan(sumber, k, tempat, gugus)
            proses[k] = tumpuk.enter_context(_pekerja(k, url, tempat, sys.executable if k == "panel" else python))
        for kerja in KERJA:
            if kerja.hanya and kerja.hanya != n:
                continue
            for ke in range(-1 if kerja.ulang > 1 else 0, kerja.ulang):  # the first is for warming up
                for k in KANDIDAT:
                    jawab = _minta(proses[k], kerja.kode, ke + 1, n)
                    if ke >= 0:
                        hasil.setdefault((kerja.kode, k), []).append(jawab)
    tabel = _tabel(satu, n, hasil)
    if n != BEBAN:
        return tabel
    return [*tabel, *_beban(n, sumber, tempat, gugus, python), *_impor(n, sumber, tempat, gugus)]


def _impor(n: int, sumber: str, tempat: Path, gugus: cluster.Cluster | None) -> list[str]:
    """As many rows again by a spreadsheet; only the panel can."""
    url = _salinan(sumber, "panel", tempat, gugus)
    env = {**os.environ, "VAR": str(tempat / "var")}
    perintah = [sys.executable, "-m", "bench.panel.impor", url, str(n)]
    h = json.loads(subprocess.run(perintah, cwd=AKAR, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout)
    teks = f"{h['pratinjau']:.1f} s sampai pratinjau + {h['terapkan']:.1f} s menerapkan"
    teks += f", +{h['tambah']:.0f} MB, pembaca {h['pembaca']:.0f} MB ({h['baru']} baru, {h['salah']} salah)"
    return [f"| impor XLSX {n} baris | {teks} | – (tidak ada) | – (tidak ada) |"]


def _beban(n: int, sumber: str, tempat: Path, gugus: cluster.Cluster | None, python: str) -> list[str]:
    """Eight people at once, candidate after candidate."""
    sel = []
    panel = 0.0
    for k in KANDIDAT:
        jawab = beban.ukur(k, _salinan(sumber, k, tempat, gugus), n, tempat, python)
        panel = panel or jawab["laju"]
        teks = f"{jawab['laju']:.0f} permintaan/s, p95 {jawab['p95']:.0f} ms"
        teks += f", {jawab['gagal']} gagal" if jawab["gagal"] else ""
        sel.append(teks if k == "panel" else f"{teks} · **{panel / jawab['laju'] if jawab['laju'] else 0:.1f} ×**")
    return [f"| 8 orang sekaligus, kerja campuran (gunicorn, 2 proses) | {' | '.join(sel)} |"]


def _dasar(satu: str, n: int, tempat: Path, gugus: cluster.Cluster | None) -> str:
    """The address of the filled database of this size, made once."""
    if satu == "sqlite":
        url = f"sqlite:///{tempat / f'dasar-{n}.sqlite3'}"
        if Path(url.removeprefix("sqlite:///")).exists():
            return url
    else:
        assert gugus is not None
        url = gugus.url(f"dasar_{n}")
        if os.environ.get("UKUR_DI") and _terisi(gugus.admin_url(), f"dasar_{n}"):
            return url
        _sql(gugus.admin_url(), f"DROP DATABASE IF EXISTS dasar_{n} WITH (FORCE)", f"CREATE DATABASE dasar_{n}")
    env = {**os.environ, "VAR": str(tempat / "var")}
    subprocess.run([sys.executable, "-m", "bench.panel.isi", url, str(n)], cwd=AKAR, env=env, check=True)
    if satu == "postgresql" and gugus is not None:
        _sql(gugus.admin_url(), f"COMMENT ON DATABASE dasar_{n} IS '{TERISI}'")
    return url


def _terisi(admin_url: str, nama: str) -> bool:
    """Does a server that outlives the run (TEST_POSTGRES_URL) keep this database from an earlier one?"""
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    with create_engine(admin_url, poolclass=NullPool).connect() as c:
        tanda = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :n"
        return c.execute(text(tanda), {"n": nama}).scalar() == TERISI


def _salinan(sumber: str, kandidat: str, tempat: Path, gugus: cluster.Cluster | None) -> str:
    """Each candidate writes into a copy of its own."""
    if sumber.startswith("sqlite"):
        tujuan = tempat / f"kerja-{kandidat}.sqlite3"
        for akhiran in ("-wal", "-shm"):
            tujuan.with_name(tujuan.name + akhiran).unlink(missing_ok=True)
        shutil.copyfile(sumber.removeprefix("sqlite:///"), tujuan)
        return f"sqlite:///{tujuan}"
    assert gugus is not None
    nama, asal = f"kerja_{kandidat}", sumber.partition("?")[0].rsplit("/", 1)[1]  # the socket stands behind the ?
    _sql(
        gugus.admin_url(),
        f"DROP DATABASE IF EXISTS {nama} WITH (FORCE)",
        f"CREATE DATABASE {nama} TEMPLATE {asal}",
    )
    _sql(gugus.url(nama), "ANALYZE")
    return gugus.url(nama)


def _sql(url: str, *perintah: str) -> None:
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as c:
        for satu in perintah:
            c.execute(text(satu))


@contextmanager
def _pekerja(kandidat: str, url: str, tempat: Path, python: str) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, "VAR": str(tempat / "var")}
    with (tempat / f"{kandidat}.txt").open("w") as catatan:
        proses = subprocess.Popen(
            [python, "-m", "bench.panel.satu", kandidat, url],
            cwd=AKAR, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=catatan, text=True,
        )  # fmt: skip
        try:
            assert proses.stdout is not None
            if not proses.stdout.readline():
                raise RuntimeError(f"{kandidat} tidak mulai: {(tempat / f'{kandidat}.txt').read_text()[-2000:]}")
            yield proses
        finally:
            proses.kill()
            proses.wait()


def _minta(proses: subprocess.Popen[str], kerja: str, ke: int, n: int) -> dict[str, Any]:
    assert proses.stdin is not None
    assert proses.stdout is not None
    if proses.poll() is not None:
        return {"galat": "berhenti"}
    proses.stdin.write(json.dumps({"kerja": kerja, "ke": ke, "n": n}) + "\n")
    proses.stdin.flush()
    baris = proses.stdout.readline()
    return dict(json.loads(baris)) if baris else {"galat": "berhenti"}


def _tabel(satu: str, n: int, hasil: dict[tuple[str, str], list[dict[str, Any]]]) -> list[str]:
    kepala = ["", f"### {satu}, {f'{n:,}'.replace(',', '.')} usulan", ""]
    kepala += ["| kerja | panel ini | Flask-Admin 2.2.1 | Django admin 5.2 |", "|---|---|---|---|"]
    isi = []
    for kerja in KERJA:
        if (kerja.kode, "panel") not in hasil:
            continue
        ada = {k: _median(hasil[kerja.kode, k]) for k in KANDIDAT}
        sel = [_sel(ada[k], ada["panel"] if k != "panel" else None, hasil[kerja.kode, k]) for k in KANDIDAT]
        isi.append(f"| {kerja.judul} | {' | '.join(sel)} |")
    return [*kepala, *isi]


def _median(jawaban: list[dict[str, Any]]) -> Ukuran | None:
    baik = [j for j in jawaban if "galat" not in j and j["status"] < 400]
    if not baik:
        return None
    return Ukuran(
        statistics.median(j["detik"] for j in baik) * 1000,
        max(j["mb"] for j in baik),
        max(j["tambah"] for j in baik),
    )


def _sel(u: Ukuran | None, panel: Ukuran | None, jawaban: list[dict[str, Any]]) -> str:
    if u is None:
        sebab = next((j.get("galat") or f"HTTP {j['status']}" for j in jawaban), "–")
        return f"– ({sebab})"
    teks = f"{u.ms:.1f} ms" if u.ms < 1000 else f"{u.ms / 1000:.1f} s"
    teks += f", {u.mb:.0f} MB" + (f" (+{u.tambah:.0f})" if u.tambah > 5 else "")
    return teks + (f" · **{u.ms / panel.ms:.1f} ×**" if panel else "")
