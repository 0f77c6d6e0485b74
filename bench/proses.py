"""The real process: seconds from `python app.py` to its first page, and its memory after every page was used."""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import SANDI
from models.peran import Peran

AKAR = Path(__file__).resolve().parent.parent


@contextmanager
def peladen(env: dict[str, str]) -> Iterator[tuple[str, int, float]]:
    """(address, process id, seconds to the first page) of `python app.py`."""
    with socket.socket() as kotak:
        kotak.bind(("127.0.0.1", 0))
        port = kotak.getsockname()[1]
    mulai = time.perf_counter()
    proses = subprocess.Popen(
        [sys.executable, "app.py"], cwd=AKAR, env={**os.environ, **env, "PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        while True:
            try:
                urllib.request.urlopen(url + "/login").read()
                break
            except OSError:
                if proses.poll() is not None or time.perf_counter() - mulai > 60:
                    raise RuntimeError("peladen tidak menjawab") from None
                time.sleep(0.01)
        yield url, proses.pid, time.perf_counter() - mulai
    finally:
        proses.terminate()
        proses.wait(timeout=20)


def waktu_mulai(env: dict[str, str], ulang: int = 5) -> float:
    waktu = []
    for _ in range(ulang):
        with peladen(env) as (_, _, detik):
            waktu.append(detik)
    return statistics.median(waktu)


def memori(env: dict[str, str], jalur: list[str]) -> tuple[float, dict[str, float]]:
    """MB resident of the web process after each role opened every page twice; of its child processes by name."""
    with peladen(env) as (url, pid, _):
        for peran in Peran:
            buka = _masuk(url, peran)
            for satu in jalur * 2:
                try:
                    buka.open(url + satu).read()
                except urllib.error.HTTPError as galat:
                    galat.read()
        anak = {f"{_nama(p)} ({p})": _rss(p) for p in _anak(pid)}
        return _rss(pid), anak


def _masuk(url: str, nama: str) -> urllib.request.OpenerDirector:
    buka = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', buka.open(url + "/login").read().decode())
    isian = {"nama_pengguna": nama, "sandi": SANDI, "csrf_token": token[1] if token else ""}
    permintaan = urllib.request.Request(
        url + "/login", urllib.parse.urlencode(isian).encode(), {"Referer": url + "/login"}
    )
    buka.open(permintaan).read()
    return buka


def _rss(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _nama(pid: int) -> str:
    kata = Path(f"/proc/{pid}/cmdline").read_bytes().decode().strip("\0").split("\0")
    return " ".join(Path(k).name for k in kata[1:] if k not in ("-m", "-u"))


def _anak(pid: int) -> list[int]:
    langsung = [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return langsung + [cucu for anak in langsung for cucu in _anak(anak)]
