"""`python -m bench.start`: what each trick of the start brings, with and without it, in processes of their own.

Prints a table: seconds until the application stands, ms of one full garbage collection afterwards, and MB of the
process before and after 64 passwords were hashed by 16 threads. Medians; nothing is written anywhere.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

AKAR = Path(__file__).resolve().parent.parent
ROUNDS = 5

# Each changes one thing before the application is made.
WITHOUT = {
    "nothing: as it is": "",
    "nothing, gc.disable while loading added": "gc.disable()",  # went: docs/decisions/07
    "gc.freeze": "gc.freeze = lambda: None",
    "mallopt": "app._hemat_memori = lambda: None",
    "addresses compiled at their first use": "import admin; admin.AturanAlamat = werkzeug.routing.Rule",
}
PROBE = """
import gc, json, sys, threading, time
import werkzeug.routing
began = time.perf_counter()
import app
TRICK
app._hemat_memori()
app.create_app({"VAR": sys.argv[1]})
stands = time.perf_counter() - began
gc.collect()
began = time.perf_counter()
gc.collect()
collected = (time.perf_counter() - began) * 1000


def megabytes():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


from models.sandi import pengacak

before = megabytes()
threads = [threading.Thread(target=lambda: [pengacak.hash("kata sandi") for _ in range(4)]) for _ in range(16)]
for one in threads:
    one.start()
for one in threads:
    one.join()
print(json.dumps([stands, collected, before, megabytes()]))
"""


def main() -> None:
    found: dict[str, list[list[float]]] = {name: [] for name in WITHOUT}
    for _ in range(ROUNDS):  # in turn: what disturbs the machine disturbs all of them
        for name, trick in WITHOUT.items():
            found[name].append(_measure(trick))
    print("| without | start, s | full collection, ms | before, MB | after 64 passwords, MB |\n|---|---|---|---|---|")
    for name, rows in found.items():
        start, collected, before, after = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"| {name} | {start:.2f} | {collected:.0f} | {before:.0f} | {after:.0f} |")


def _measure(trick: str) -> list[float]:
    with tempfile.TemporaryDirectory(prefix="ukur-") as folder:
        probe = [sys.executable, "-c", PROBE.replace("TRICK", trick), folder]
        done = subprocess.run(probe, cwd=AKAR, capture_output=True, text=True, check=True)
    row: list[float] = json.loads(done.stdout.splitlines()[-1])
    return row


if __name__ == "__main__":
    main()
