"""Eight people at once on a real server: how many requests a second each candidate answers, and how late the slow ones.

Lists (sorted, filtered), searches, edit forms and moves of twenty rows, in shares of an office day; gunicorn with two
processes of eight threads for all of them.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import SANDI
from bench.panel.kandidat import KANDIDAT
from bench.panel.klien import Jawaban

AKAR = Path(__file__).resolve().parents[2]
ORANG = 8
DETIK = 10.0
PEMANASAN = 3.0
BAGIAN = {"daftar": 4, "daftar_akhir": 1, "urut": 2, "saring": 2, "cari_umum": 1, "cari_langka": 1, "borang": 2,
          "sedikit": 1}  # fmt: skip


class KlienHttp:
    """The same calls as `Klien`, through a socket that stays open."""

    def __init__(self, port: int) -> None:
        self.port, self.kuki = port, dict[str, str]()
        self.saluran = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def buka(self, alamat: str, isian: dict[str, Any] | None = None, simpan: bool = True) -> Jawaban:
        kepala = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.kuki.items()),
            "Referer": f"http://127.0.0.1:{self.port}/",
        }
        badan = None
        if isian is not None:
            badan = urlencode(isian, doseq=True)
            kepala["Content-Type"] = "application/x-www-form-urlencoded"
        awal = time.perf_counter()
        cara = "POST" if isian is not None else "GET"
        try:
            self.saluran.request(cara, alamat, badan, kepala)
            jawab = self.saluran.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # the server let an idle connection go
            self.saluran.close()
            self.saluran.request(cara, alamat, badan, kepala)
            jawab = self.saluran.getresponse()
        isi = jawab.read()
        for nilai in jawab.headers.get_all("Set-Cookie") or ():
            self.kuki |= {k: v.value for k, v in SimpleCookie(nilai).items()}
        return Jawaban(
            jawab.status, time.perf_counter() - awal, len(isi), isi.decode("utf-8", "replace"), dict(jawab.headers)
        )


@contextmanager
def _server(kandidat: str, url: str, tempat: Path, python: str) -> Iterator[int]:
    with socket.socket() as kotak:
        kotak.bind(("127.0.0.1", 0))
        port = int(kotak.getsockname()[1])
    env = {**os.environ, "VAR": str(tempat / "var"), "KANDIDAT": kandidat, "UKUR_URL": url, "DATABASE_URL": url}
    env |= {"MODE": "demo", "DEMO_PASSWORD": SANDI, "SECRET_KEY": "", "PUBLIC_URL": ""}
    perintah = [python, "-m", "gunicorn", "-w", "2", "-k", "gthread", "--threads", "8", "-b", f"127.0.0.1:{port}",
                "--log-level", "error", "bench.panel.peladen:program"]  # fmt: skip
    with (tempat / f"beban-{kandidat}.txt").open("w") as catatan:
        proses = subprocess.Popen(perintah, cwd=AKAR, env=env, stdout=catatan, stderr=catatan)
        try:
            batas = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if proses.poll() is not None or time.monotonic() > batas:
                        raise RuntimeError((tempat / f"beban-{kandidat}.txt").read_text()[-2000:]) from None
                    time.sleep(0.1)
            yield port
        finally:
            proses.terminate()
            proses.wait(timeout=30)


def ukur(kandidat: str, url: str, n: int, tempat: Path, python: str) -> dict[str, Any]:
    """{"laju": requests a second, "p95": ms, "gagal": how many were refused or broke}."""
    with _server(kandidat, url, tempat, python) as port:
        orang = [KANDIDAT[kandidat](url, KlienHttp(port)) for _ in range(ORANG)]
        waktu: list[float] = []
        gagal = [0]
        mulai = time.monotonic() + PEMANASAN

        def bekerja(ke: int) -> None:
            acak = random.Random(ke)
            langkah = 0
            while (kini := time.monotonic()) < mulai + DETIK:
                langkah += 1
                kerja = acak.choices(list(BAGIAN), list(BAGIAN.values()))[0]
                try:
                    jawab = orang[ke].kerjakan(kerja, langkah * ORANG + ke, n)
                    baik = jawab is not None and jawab.status < 400
                except OSError:
                    baik = False
                if kini >= mulai:
                    if baik and jawab is not None:
                        waktu.append(jawab.detik)
                    else:
                        gagal[0] += 1

        benang = [threading.Thread(target=bekerja, args=(i,)) for i in range(ORANG)]
        for satu in benang:
            satu.start()
        for satu in benang:
            satu.join()
    waktu.sort()
    return {"laju": len(waktu) / DETIK, "p95": waktu[int(len(waktu) * 0.95)] * 1000 if waktu else 0, "gagal": gagal[0]}
