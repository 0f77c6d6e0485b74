"""The panel as people run it: `python app.py` as a process of its own on a free port, ended with the test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from models import setelan
from tests import programs

AKAR = Path(__file__).resolve().parent.parent


def port_bebas() -> int:
    with socket.socket() as kotak:
        kotak.bind(("127.0.0.1", 0))
        return int(kotak.getsockname()[1])


def lingkungan(var: Path, **ubahan: str) -> dict[str, str]:
    """The environment of a clean machine: nothing of the tester's own settings."""
    milik = setelan.NAMES | {"FLASK_DEBUG"}
    bersih = {nama: nilai for nama, nilai in os.environ.items() if nama not in milik}
    # A small demonstration year: the real size takes a minute to walk. A port of its own: the tester's panel may be
    # serving on the one that is used without it.
    milik_uji = {"DEMO_USULAN": "12", "PORT": str(port_bebas()), "VAR": str(var), "PYTHONUNBUFFERED": "1"}
    milik_uji["HEAVY_PER_MINUTE"] = "0"  # a test has quicker hands
    milik_uji["PROMETHEUS_MULTIPROC_DIR"] = str(var / "metrik")  # a test leaves nothing in the machine's memory
    return {**bersih, **milik_uji, **ubahan}


class Peladen:
    """`url` answers once `tunggu()` returns; `keluaran` is what it printed."""

    def __init__(self, var: Path, *argumen: str, program: tuple[str, ...] = (), **env: str) -> None:
        self.port = port_bebas()
        self.url = f"http://127.0.0.1:{self.port}"
        self._catatan = var / f"keluaran-{self.port}.txt"
        var.mkdir(parents=True, exist_ok=True)
        env = lingkungan(var, PORT=str(self.port), **env)
        self.proses: Any
        if not program:
            self.proses = programs.Program(("app.py", *argumen), env, self._catatan)
            return
        with self._catatan.open("wb") as keluar:
            self.proses = subprocess.Popen(
                [*program, *argumen], cwd=AKAR, env=env, stdout=keluar, stderr=subprocess.STDOUT
            )

    @property
    def keluaran(self) -> str:
        return self._catatan.read_text(encoding="utf-8", errors="replace")

    def tunggu(self, detik: float = 300) -> Peladen:
        batas = time.monotonic() + detik
        while time.monotonic() < batas:
            if self.proses.poll() is not None:
                raise AssertionError(f"peladen berhenti ({self.proses.returncode}):\n{self.keluaran}")
            try:
                urllib.request.urlopen(self.url + "/login", timeout=5).read()
                return self
            except OSError:
                time.sleep(0.05)
        self.akhiri()
        raise AssertionError(f"peladen tidak menjawab dalam {detik} detik:\n{self.keluaran}")

    def akhiri(self) -> None:
        if self.proses.poll() is None:
            self.proses.send_signal(signal.SIGTERM)
            try:
                self.proses.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.proses.kill()
                self.proses.wait()

    def __enter__(self) -> Peladen:
        return self

    def __exit__(self, *_: object) -> None:
        self.akhiri()
