"""The printer's own process (`python -m documents.mesin.pekerja`): does one work of KERJA at a time behind limits.

Frames on stdin and stdout: 4 bytes of length, a JSON header, and the bytes that the header announces. To add a work,
add a row to KERJA: its name, and the module that has a function of that name `(tugas, isi) -> (kepala, isi)`, loaded
when it is first asked for. A long work is a generator: what it yields is reported as `kemajuan`.
It may use 1 GB, opens no socket, starts no program and ends when its parent does.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Generator
from typing import IO, Any

BATAS_MEMORI = 1 << 30
KERJA = {
    "cetak": "documents.mesin.cetak_html",
    "gabung": "documents.mesin.gabung",
    "jilid": "documents.mesin.jilid",
    "halaman": "documents.mesin.jilid",
    "gambar": "documents.mesin.gambar",
    "ratakan": "documents.mesin.gambar",
    "ubah_huruf": "documents.mesin.ubah_huruf",
    "tanda_tangani": "documents.mesin.bubuh_pades",
    "periksa_tanda_tangan": "documents.mesin.periksa_pades",
}
TERLARANG = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile")


def kirim(pipa: IO[bytes], kepala: dict[str, Any], isi: bytes = b"") -> None:
    """Write one frame; `isi` is announced in the header as `ukuran`."""
    badan = json.dumps(kepala | {"ukuran": len(isi)}).encode()
    pipa.write(struct.pack(">I", len(badan)) + badan + isi)
    pipa.flush()


def terima(pipa: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read one frame; EOFError when the other side is gone."""
    kepala: dict[str, Any] = json.loads(_tepat(pipa, struct.unpack(">I", _tepat(pipa, 4))[0]))
    return kepala, _tepat(pipa, int(kepala["ukuran"]))


def _tepat(pipa: IO[bytes], n: int) -> bytes:
    data = pipa.read(n)
    if data is None or len(data) < n:
        raise EOFError
    return data


def _batasi() -> None:
    try:
        import resource
    except ImportError:  # Windows has no rlimit; the kill timer of the parent still holds
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (BATAS_MEMORI, BATAS_MEMORI))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_jaga)


def _jaga(peristiwa: str, _args: tuple[Any, ...]) -> None:
    if peristiwa.startswith(TERLARANG):
        raise PermissionError(f"pekerja cetak tidak boleh: {peristiwa}")


Tugas = tuple[dict[str, Any], bytes]


def _dengarkan(masuk: IO[bytes], antrean: queue.Queue[Tugas]) -> None:
    """Fill the queue; when the parent closes the pipe or dies, end at once, even in the middle of a paper."""
    try:
        while True:
            antrean.put(terima(masuk))
    except EOFError:
        os._exit(0)


def _kerjakan(tugas: dict[str, Any], isi: bytes, keluar: IO[bytes]) -> None:
    try:
        kerja = getattr(importlib.import_module(KERJA[tugas["kerja"]]), tugas["kerja"])
        jawaban = kerja(tugas, isi)
        kepala, hasil = _ikuti(jawaban, keluar) if isinstance(jawaban, Generator) else jawaban
    except (MemoryError, SystemError) as e:  # SystemError: a C extension ran out of memory half-way
        kirim(keluar, {"galat": "memori", "rinci": repr(e)[:2000]})
    except Exception as e:
        jenis = "waktu" if type(e).__name__ == "RenderLimitError" else "isi"
        kirim(keluar, {"galat": jenis, "rinci": f"{type(e).__name__}: {e}"[:2000]})
    else:
        kirim(keluar, {"galat": ""} | kepala, hasil)


def _ikuti(kerja: Generator[int, None, Tugas], keluar: IO[bytes]) -> Tugas:
    """Report what a long work has done so far, until it answers."""
    while True:
        try:
            selesai = next(kerja)
        except StopIteration as akhir:
            hasil: Tugas = akhir.value
            return hasil
        kirim(keluar, {"kemajuan": selesai})


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    masuk, keluar = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log, never into the frames
    antrean: queue.Queue[Tugas] = queue.Queue()
    _batasi()
    for pustaka in ("pyhanko", "pyhanko_certvalidator"):  # their reports quote what they were given, a page for each
        logging.getLogger(pustaka).setLevel(logging.CRITICAL)
    threading.Thread(target=_dengarkan, args=(masuk, antrean), daemon=True).start()
    import documents.mesin.cetak_html  # noqa: F401  (half a second, paid before the first paper)

    while True:
        _kerjakan(*antrean.get(), keluar)


if __name__ == "__main__":
    main()
