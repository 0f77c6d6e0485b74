"""The real nginx with docs/pasang/nginx.conf: only addresses, ports and places are those of the test."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from admin import lan
from tests.peladen import AKAR, port_bebas

PROGRAM = shutil.which("nginx") or next((p for p in ("/usr/sbin/nginx",) if Path(p).exists()), None)
SAMPLE = AKAR / "docs" / "pasang" / "nginx.conf"


@dataclass(frozen=True)
class Nginx:
    port: int  # TLS
    plain: int
    folder: Path
    pid: int

    @property
    def log(self) -> str:
        """Everything that it wrote, wherever."""
        return "\n".join(p.read_text(errors="replace") for p in sorted(self.folder.glob("*.log")))


def written(folder: Path, upstream: int, port: int, plain: int) -> Path:
    """The sample as a whole configuration; a place that this function does not know would be one of the system's."""
    certificate = lan.siapkan(folder, "127.0.0.1", port)
    site = SAMPLE.read_text(encoding="utf-8")
    for old, new in (
        (r"server 10\.0\.0\.11:8000", f"server 127.0.0.1:{upstream}"),
        (r"\n    server 10\.0\.0\.12:8000[^\n]*", ""),
        (r"listen 443 ssl;\n    http2 on;", f"listen 127.0.0.1:{port} ssl;\n    {_http2()}"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"/etc/panel/tls/penuh\.pem", str(certificate.sertifikat)),
        (r"/etc/panel/tls/kunci\.pem", str(certificate.kunci)),
        (r"/var/log/nginx/(panel[\w-]*\.log) ", rf"{folder}/\1 "),
    ):
        site, found = re.subn(old, new, site)
        assert found, old
    (folder / "panel.conf").write_text(site, encoding="utf-8")
    temp = "".join(
        f"    {name}_temp_path {folder / 'temp' / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nuser root;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\n{temp}    access_log off;\n"
        f"    include {folder}/panel.conf;\n}}\n",
        encoding="utf-8",
    )
    (folder / "temp").mkdir(exist_ok=True)
    return whole


def _http2() -> str:
    """The directive of nginx 1.25.1 and later; before it stood beside `listen`."""
    told = subprocess.run([str(PROGRAM), "-v"], capture_output=True, text=True).stderr
    version = tuple(int(n) for n in re.findall(r"\d+", told)[:3])
    return "http2 on;" if version >= (1, 25, 1) else ""


@contextlib.contextmanager
def running(folder: Path, upstream: int) -> Iterator[Nginx]:
    folder.mkdir(parents=True, exist_ok=True)
    port, plain = port_bebas(), port_bebas()
    whole = written(folder, upstream, port, plain)
    tried = subprocess.run([str(PROGRAM), "-t", "-c", str(whole)], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen([str(PROGRAM), "-c", str(whole)], stderr=subprocess.DEVNULL)
    try:
        yield Nginx(port, plain, folder, process.pid)
    finally:
        process.terminate()
        process.wait(15)
