"""One candidate in a process of its own: reads a work a line, does it, answers a line of JSON.

`python -m bench.panel.satu KANDIDAT URL`; in: {"kerja", "ke", "n"}; out: {"detik", "status", "besar", "mb", "tambah"}.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import re
import sys
from pathlib import Path


def _kb(nama: str) -> int:
    found = re.search(rf"{nama}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) if found else 0


def _ulang_puncak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the highest resident size counts from here on


def main() -> None:
    logging.disable(logging.WARNING)
    from bench.panel.kandidat import KANDIDAT

    kandidat = KANDIDAT[sys.argv[1]](sys.argv[2])
    print(json.dumps({"siap": True}), flush=True)
    for baris in sys.stdin:
        minta = json.loads(baris)
        gc.collect()
        _ulang_puncak()
        semula = _kb("VmRSS")
        try:
            jawab = kandidat.kerjakan(minta["kerja"], minta["ke"], minta["n"])
        except Exception as galat:  # what a peer cannot do is a result, not the end of the measuring
            print(json.dumps({"galat": f"{type(galat).__name__}: {galat}"[:200]}), flush=True)
            continue
        if jawab is None:
            print(json.dumps({"galat": "tidak ada"}), flush=True)
            continue
        puncak = _kb("VmHWM")
        hasil = {"detik": jawab.detik, "status": jawab.status, "besar": jawab.besar}
        print(json.dumps({**hasil, "mb": puncak / 1024, "tambah": (puncak - semula) / 1024}), flush=True)


if __name__ == "__main__":
    main()
