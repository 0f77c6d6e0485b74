"""One engine, one work, in a process of its own: `python -m bench.mesin.satu MESIN KERJA ISI ULANG` prints JSON."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    import resource

    mesin, kerja, sumber, ulang = sys.argv[1:5]
    modul = importlib.import_module(f"bench.mesin.{mesin}")
    if kerja == "qr":
        print(json.dumps({"detik": [modul.qr() for _ in range(int(ulang))]}))
        return
    isi = json.loads(Path(sumber).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="ukur-mesin-") as folder:
        tujuan = Path(folder) / "a.pdf"
        buat = getattr(modul, kerja)
        if len(isi.get("penerima", "12")) == 1 or mesin == "produk":  # warm
            buat({**isi, "penerima": isi["penerima"][:1]} if "penerima" in isi else {**isi, "baris": []}, tujuan)
        detik = []
        for ke in range(int(ulang)):
            for p in isi.get("penerima", ()):
                p["qr"] = f"{p['qr'][:-1]}{ke}"  # another code each time: nothing is remembered from the last
            mulai = time.perf_counter()
            buat(isi, tujuan)
            detik.append(time.perf_counter() - mulai)
        sendiri = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        anak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        mb = modul.memori() if mesin == "produk" else max(sendiri, anak) / 1024
        print(json.dumps({"detik": detik, "mb": mb, "kb": tujuan.stat().st_size / 1024}))


if __name__ == "__main__":
    main()
