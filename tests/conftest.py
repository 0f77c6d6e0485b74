"""The databases of the tests (SQLite, and PostgreSQL where it is found), the panel on them, one fixed person per role.

`basis` gives a migrated and seeded database to each test, on both; a test that needs no rows of its own is not slowed
down by it: the work is done once per run, each test gets a copy.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

AKAR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(AKAR))

from bulk.impor import lembaran  # noqa: E402
from documents import pdf  # noqa: E402
from models import sandi as sandi_mod  # noqa: E402
from models import setelan  # noqa: E402
from tests import cetakan, cluster, keandalan, nginx  # noqa: E402
from tests.orang import Orang  # noqa: E402

ADA_POSTGRES = cluster.found()
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
# The same engine without the browser's own windows, which starts and draws in half the time; it opens no PDF.
CHROMIUM_RINGAN = shutil.which("chromium-headless-shell") or CHROMIUM
NGINX = nginx.PROGRAM
STARTED = time.monotonic()
OUT_OF_TIME = "tidak sempat"
LAMA = ("browser/test_jalan", "tests/matriks", "test_commands", "tests/browser", "test_katalog", "tests/jaga")
SHARED = {"test_matriks.py": 2}  # files that take minutes: on so many workers, each of which prepares the stage
# Files and folders whose tests ask what the database decides: SQL, locks, types, limits, its own programs. They run on
# PostgreSQL too at every commit; all others there in `make battery` only.
BY_DATABASE = (
    *("tests/jaga", "tests/kerusakan", "tests/bulk/daftar", "tests/seed", "tests/test_", "tests/matriks/test_lantai"),
    *(f"tests/models/test_{n}" for n in ("base", "cari", "kode_hadir", "riwayat.", "ruang", "transaksi", "usulan")),
    *(f"tests/sop/test_{n}" for n in ("mesin_keadaan", "antrean_sidang", "putusan")),
    *(f"tests/documents/test_{n}" for n in ("issue", "numbering")),
    *(f"tests/impor/test_{n}" for n in ("terap", "vonis", "bolak_balik")),
    *(f"tests/bulk/test_{n}" for n in ("antrean", "himpun", "kembar", "kiriman", "latar", "operasi", "pekerja")),
    *(f"tests/bulk/test_{n}" for n in ("pilihan", "simpan", "temu", "ubah", "urung")),
    *(f"tests/admin/test_{n}" for n in ("cari", "daftar", "keadaan", "keamanan", "percobaan", "saringan", "sesi")),
)
DIALEK = ["sqlite", *(["postgresql"] if ADA_POSTGRES else [])]


def wajib(nama: str) -> bool:
    return os.environ.get(nama, "") not in ("", "0")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--budget", type=float, help="seconds after which no test is begun any more (make quick)")
    parser.addoption("--battery", action="store_true", help="also the long forms, and on every database (make battery)")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.register_profile("panel", deadline=None)  # a busy machine is slow, not wrong
    hypothesis.settings.load_profile("panel")
    if "COVERAGE_PROCESS_CONFIG" in os.environ:  # `make coverage`: also what reads and prints in processes of their own
        lembaran.LINGKUNGAN = (*lembaran.LINGKUNGAN, "COVERAGE_PROCESS_CONFIG")
        pdf.LINGKUNGAN = (*pdf.LINGKUNGAN, "COVERAGE_PROCESS_CONFIG")
        pdf._Pekerja.tutup = _tutup_perlahan(pdf._Pekerja.tutup)  # type: ignore[method-assign]
    if wajib("REQUIRE_POSTGRES") and not ADA_POSTGRES:
        raise pytest.UsageError(f"REQUIRE_POSTGRES=1, tetapi {cluster.MENGAPA_TIDAK}")
    if wajib("REQUIRE_BROWSER") and not CHROMIUM:
        raise pytest.UsageError("REQUIRE_BROWSER=1, tetapi Chromium tidak ditemukan")
    if wajib("REQUIRE_NGINX") and not NGINX:
        raise pytest.UsageError("REQUIRE_NGINX=1, tetapi nginx tidak ditemukan")


def _tutup_perlahan(tutup: Callable[[Any], None]) -> Callable[[Any], None]:
    """A printer that is killed tells nothing of what it went through; one whose pipe is closed ends by itself."""

    def perlahan(pekerja: Any) -> None:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            pekerja.proses.stdin.close()
            pekerja.proses.wait(5)
        tutup(pekerja)

    return perlahan


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups: after it they would be of no effect
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without Chromium or nginx their tests are left out (and the last lines say so), never skipped in silence.

    Long forms, and on the second database what it cannot change and the rows after the first, belong to `make battery`.
    """
    luar = set()
    if CHROMIUM is None:
        luar |= {item for item in items if item.get_closest_marker("browser")}
    if NGINX is None:
        luar |= {item for item in items if item.get_closest_marker("nginx")}
    if not config.getoption("--battery"):
        luar |= {item for item in items if item.get_closest_marker("battery")}
        second = [item for item in items if _di_postgresql(item)]
        luar |= {item for item in second if item.get_closest_marker("satu_basis") or not _by_database(item)}
        luar |= _ulangan([item for item in second if not item.get_closest_marker("tiap_baris")])
    if luar:
        config.hook.pytest_deselected(items=[item for item in items if item in luar])
        items[:] = [item for item in items if item not in luar]
    for n, item in enumerate(items):  # what a file prepares once for all of its tests would be prepared by each worker
        if any(d[-1].scope == "module" for d in item._fixtureinfo.name2fixturedefs.values()):
            share = f"-{n % SHARED[item.path.name]}" if item.path.name in SHARED else ""
            item.add_marker(pytest.mark.xdist_group(item.path.name + share))
    # The long ones first, so that at the end no worker waits minutes for another (run.py: --no-loadscope-reorder).
    items.sort(key=lambda item: next((n for n, tempat in enumerate(LAMA) if tempat in item.path.as_posix()), len(LAMA)))


def panjang(semua: Sequence[Any], *tiap_commit: Any) -> list[Any]:
    """Parameters of which `tiap_commit` are tried at every commit, the others in the battery only."""
    assert set(tiap_commit) <= set(semua)
    return [satu if satu in tiap_commit else pytest.param(satu, marks=pytest.mark.battery) for satu in semua]


def _ulangan(items: list[pytest.Item]) -> set[pytest.Item]:
    """On the second database a test is asked with the first of its rows: what differs there is the SQL, not the row."""
    pertama: dict[tuple[Path, str], pytest.Item] = {}
    return {item for item in items if pertama.setdefault((item.path, item.originalname), item) is not item}  # type: ignore[attr-defined]


def _by_database(item: pytest.Item) -> bool:
    path = item.path.relative_to(AKAR).as_posix()
    return path.startswith(BY_DATABASE)


def _di_postgresql(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and "postgresql" in callspec.params.values()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    budget = item.config.getoption("--budget")
    if budget is not None and time.monotonic() - STARTED > budget:
        pytest.skip(OUT_OF_TIME)


@pytest.fixture(scope="session")
def battery(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--battery"))


@pytest.fixture(scope="session")
def ukuran(battery: bool) -> Callable[[int, int], int]:
    """`ukuran(200, 5000)`: how much in a test of every commit, how much in the battery."""
    return lambda tiap_commit, panjang: panjang if battery else tiap_commit


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    if terminalreporter.config.getoption("--battery"):
        lulus = terminalreporter.stats.get("passed", [])
        nama_lulus = {r.nodeid for r in lulus}  # what a fixture tells at the end stands in the report of the end
        lulus = [*lulus, *(r for r in terminalreporter.stats.get("", []) if r.nodeid in nama_lulus)]
        akhir = {r.nodeid: r.user_properties for r in lulus}  # the last report of a test holds what the others hold
        keandalan.tulis([tuple(isi) for satu in akhir.values() for nama, isi in satu if nama == keandalan.KUNCI])
    late = [r for r in terminalreporter.stats.get("skipped", []) if OUT_OF_TIME in str(r.longrepr)]
    if late:
        terminalreporter.write_line(f"{len(late)} pengujian terdekat tidak sempat dijalankan.", yellow=True)
    if not ADA_POSTGRES:
        terminalreporter.write_line(f"PERHATIAN: PostgreSQL TIDAK diuji: {cluster.MENGAPA_TIDAK}.", yellow=True)
    if CHROMIUM is None:
        terminalreporter.write_line("PERHATIAN: peramban TIDAK diuji: Chromium tidak ditemukan.", yellow=True)
    if NGINX is None:
        terminalreporter.write_line("PERHATIAN: contoh nginx TIDAK diuji: nginx tidak ditemukan.", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """REQUIRE_NO_SKIP=1: a skipped test is a failure, because nobody reads the list of skipped ones."""
    laporan = session.config.pluginmanager.get_plugin("terminalreporter")
    if wajib("REQUIRE_NO_SKIP") and laporan and (dilewati := laporan.stats.get("skipped")):
        laporan.write_line(f"\nREQUIRE_NO_SKIP=1, tetapi {len(dilewati)} pengujian dilewati", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# --- databases --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Basis:
    """A database of one test; `url` for create_app, `dialek` for the few tests that differ."""

    url: str
    dialek: str


@pytest.fixture(scope="session", autouse=True)
def _cheap() -> Iterator[None]:
    """In tests only: cheap hashes, whose cost is the purpose of the real ones; commits of SQLite that wait for no disk,
    because nobody pulls the plug; and a collector that leaves alone what was loaded."""
    sandi_mod.pengacak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    event.listen(Engine, "connect", _no_waiting)
    gc.collect()
    gc.freeze()
    yield
    event.remove(Engine, "connect", _no_waiting)


def _no_waiting(connection: Any, _: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def gugus() -> Iterator[cluster.Cluster]:
    """The PostgreSQL of this run (of this worker, under pytest-xdist)."""
    berjalan = cluster.Cluster()
    yield berjalan
    berjalan.stop()


@pytest.fixture(scope="session")
def nama_kerja(worker_id: str) -> str:
    return f"uji_{worker_id}_{os.getpid()}"


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
def cetakan_sqlite(tmp_path_factory: pytest.TempPathFactory, var: Path) -> Path:
    """The migrated and seeded SQLite file that every test copies; tests/mutasi.py has made it already."""
    if siap := os.environ.get("MATRIKS_SIAP"):
        return Path(siap) / "cetakan.sqlite3"
    return (
        once(tmp_path_factory, "cetakan", lambda tempat: isi_basis(f"sqlite:///{tempat}/cetakan.sqlite3", var))
        / "cetakan.sqlite3"
    )


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first worker of this run fills, and the others find filled."""
    root = tmp_path_factory.getbasetemp()
    if root.name.startswith("popen-"):  # a worker of pytest-xdist; the folder above belongs to all of them
        root = root.parent
    folder, ready = root / name, root / f"{name}.ready"
    try:
        folder.mkdir()
    except FileExistsError:
        limit = time.monotonic() + 600
        while not ready.exists():
            assert time.monotonic() < limit, f"{name} tidak selesai disiapkan oleh pekerja lain"
            time.sleep(0.1)
    else:
        make(folder)
        ready.touch()
    return folder


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The var/ of a first `make run` that was ended again, and what it printed (pertama.txt); to be copied."""
    from tests.peladen import Peladen

    def make(folder: Path) -> None:
        with Peladen(folder, "--prepare") as first:
            first.tunggu()
            (folder / "pertama.txt").write_text(first.keluaran, encoding="utf-8")

    return once(tmp_path_factory, "first_run", make)


@pytest.fixture(scope="session")
def cetakan_postgresql(gugus: cluster.Cluster, nama_kerja: str, var: Path) -> Iterator[Engine]:
    """The PostgreSQL database of this run, which knows its first contents (tests/cetakan.py)."""
    perintah_pg(gugus, f'CREATE DATABASE "{nama_kerja}"')
    isi_basis(gugus.url(nama_kerja), var)
    mesin = create_engine(gugus.url(nama_kerja), poolclass=NullPool)
    with mesin.connect() as koneksi:
        cetakan.simpan(koneksi)
    yield mesin
    perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{nama_kerja}" WITH (FORCE)')


@pytest.fixture(params=DIALEK)
def basis(request: pytest.FixtureRequest, nama_kerja: str, var: Path) -> Basis:
    """A migrated and seeded database with one person per role, for this test alone.

    Its address stays the same, so that the panel on it need not be built again for each test.
    """
    shutil.rmtree(var / "jangkar", ignore_errors=True)  # they bear witness to the diary of the test before
    if request.param == "sqlite":
        tujuan = var / f"{nama_kerja}.sqlite3"
        # A new file, not new contents: a connection that a test has forgotten would share its state with the next one.
        for sisa in ("", "-wal", "-shm"):
            tujuan.with_name(tujuan.name + sisa).unlink(missing_ok=True)
        shutil.copyfile(request.getfixturevalue("cetakan_sqlite"), tujuan)
        return Basis(f"sqlite:///{tujuan.as_posix()}", "sqlite")
    with request.getfixturevalue("cetakan_postgresql").connect() as koneksi:
        cetakan.pulihkan(koneksi)
    return Basis(request.getfixturevalue("gugus").url(nama_kerja), "postgresql")


@pytest.fixture(params=DIALEK)
def basis_kosong(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, not even migrated."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'kosong.sqlite3').as_posix()}"
        return
    gugus, nama = request.getfixturevalue("gugus"), request.getfixturevalue("nama_kerja") + "_kosong"
    perintah_pg(gugus, f'DROP DATABASE IF EXISTS "{nama}" WITH (FORCE)', f'CREATE DATABASE "{nama}"')
    yield gugus.url(nama)


def perintah_pg(gugus: cluster.Cluster, *perintah: str) -> None:
    mesin = create_engine(gugus.admin_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with mesin.connect() as koneksi:
        for satu in perintah:
            koneksi.execute(text(satu))


def isi_basis(url: str, var: Path) -> None:
    """Migrate, load the first data and the fixed persons; leaves no connection open."""
    from migrations import naik
    from models.base import db
    from seed import load
    from tests import orang

    naik(url)
    app = buat_app(url, var)
    with app.app_context():
        load.muat(db.session)
        orang.buat(db.session)
        db.session.remove()
        with db.engine.connect() as koneksi:
            if koneksi.dialect.name == "sqlite":
                koneksi.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def buat_app(url: str, var: Path, **ubahan: Any) -> Flask:
    from app import create_app

    return create_app(
        {
            "DATABASE_URL": url,
            "VAR": str(var),
            "MODE": "demo",
            "SECRET_KEY": "kunci-uji-0123456789-abcdefghijklmnop",
            "DIARY_KEY": "kunci riwayat uji",
            "PUBLIC_URL": "",
            "HEAVY_PER_MINUTE": "0",  # thousands of questions are asked in the name of the same eight people
            "TESTING": True,
            "ARGON2": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
            **ubahan,
        }
    )


# --- the panel --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def panel(var: Path) -> dict[str, Flask]:
    """Built once per database address: some seven hundred routes take half a second."""
    return {}


@pytest.fixture
def app(basis: Basis, var: Path, panel: dict[str, Flask]) -> Iterator[Flask]:
    """The panel on `basis`, as new. No app context is pushed: requests have their own."""
    from bulk import antrean
    from models import ingatan
    from models.base import db

    if basis.url not in panel:
        panel[basis.url] = buat_app(basis.url, var)
    for lama in (antrean.huey, antrean._tugas):  # the queue of the test before stood beside another database
        lama.cache_clear()
    aplikasi = panel[basis.url]
    setelan.pasang(aplikasi.config["SETELAN"])
    semula = aplikasi.config.copy()
    yield aplikasi
    aplikasi.config.clear()
    aplikasi.config.update(semula)
    ingatan.lupakan()  # the names of the little tables
    with aplikasi.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Any]:
    """A database session for tests of the rules, without a request."""
    from models.base import db

    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def orang(app: Flask) -> Orang:
    """`orang.kepala_badan`, … the account ids; `orang.masuk(nama)` a client that is signed in as that person."""
    return Orang(app)
