"""The one worker: started with the settings of its web process, again when it dies, ended with it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bulk import latar
from models import setelan

CATAT = """
import json, os, signal, sys, time
kata = {k: os.environ.get(k) for k in ("VAR", "DATABASE_URL", "MODE", "INDUK_PID", "INDUK_SEJAK")}
with open("catatan", "a") as f:
    f.write(json.dumps([sys.argv[1:], kata, os.getpid()]) + "\\n")
"""


@pytest.fixture
def pekerja(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], list[Callable[[], None]]]]:
    """`pekerja("time.sleep(60)")` starts a worker that tells that it began, then does this; answers what ends it."""
    monkeypatch.setattr(latar, "JEDA", 0.05)
    monkeypatch.setattr(latar, "JEDA_TERLAMA", 0.1)
    akhir: list[Callable[[], None]] = []
    monkeypatch.setattr(latar.atexit, "register", akhir.append)

    def mulai(kerja: str) -> list[Callable[[], None]]:
        program = tmp_path / "program.py"
        program.write_text(CATAT + kerja)
        latar.mulai(program)
        return akhir

    yield mulai
    for satu in akhir:
        satu()


def catatan(tmp_path: Path, sekurangnya: int, detik: float = 20.0) -> list[list[object]]:
    akhir = time.monotonic() + detik
    while time.monotonic() < akhir:
        isi = (tmp_path / "catatan").read_text().splitlines() if (tmp_path / "catatan").exists() else []
        if len(isi) >= sekurangnya:
            return [json.loads(baris) for baris in isi]
        time.sleep(0.05)
    pytest.fail(f"the worker began {len(isi)} times, not {sekurangnya}")


def hidup(pid: object) -> bool:
    """Not ended; one that ended and was not asked for its result yet is a Z."""
    keadaan = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(keadaan) and not keadaan.startswith("Z")


def test_a_worker_that_died_is_started_again_with_the_settings_of_its_web_process(
    tmp_path: Path, pekerja: Callable, caplog: pytest.LogCaptureFixture
) -> None:
    (akhiri,) = pekerja("sys.exit(3)")
    kini = setelan.kini()
    for argumen, env, _ in catatan(tmp_path, 3):
        assert argumen == ["--worker"]
        assert env == {
            "VAR": str(kini.var), "DATABASE_URL": kini.database_url, "MODE": kini.mode,
            "INDUK_PID": str(os.getpid()), "INDUK_SEJAK": str(latar.SEJAK),
        }  # fmt: skip
    assert "Pekerja latar berhenti dan dijalankan kembali." in caplog.messages
    akhiri()
    time.sleep(0.3)
    banyak = len(catatan(tmp_path, 3))
    time.sleep(0.5)
    assert len(catatan(tmp_path, 3)) == banyak, "nobody starts it again after the end"


def test_one_that_lives_is_left_alone_and_ends_with_its_web_process(tmp_path: Path, pekerja: Callable) -> None:
    (akhiri,) = pekerja("time.sleep(60)")
    ((_, _, pid),) = catatan(tmp_path, 1)
    time.sleep(0.5)
    assert len(catatan(tmp_path, 1)) == 1
    assert hidup(pid)
    assert os.getpgid(int(str(pid))) != os.getpgid(0), "Ctrl-C in the terminal would end both at once"
    akhiri()
    assert not hidup(pid)


def test_one_that_does_not_listen_is_killed(tmp_path: Path, pekerja: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latar, "AKHIR", 0.3)
    tuli = "signal.signal(signal.SIGTERM, signal.SIG_IGN); open('siap', 'w').close(); time.sleep(60)"
    (akhiri,) = pekerja(tuli)
    ((_, _, pid),) = catatan(tmp_path, 1)
    while not (tmp_path / "siap").exists():
        time.sleep(0.02)
    akhiri()
    akhir = time.monotonic() + 5
    while hidup(pid) and time.monotonic() < akhir:
        time.sleep(0.05)
    assert not hidup(pid)
