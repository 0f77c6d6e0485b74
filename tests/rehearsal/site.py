"""The place of a rehearsal: a private PostgreSQL with password and TLS, two machines as folders, nginx, stand-ins.

A command of the documents is run as it stands; only its paths and addresses are replaced by those of this place.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from tests import cluster
from tests.peladen import AKAR, port_bebas

NAME = "musrenbang.uji.test"
PASSWORD = "kata sandi: rahasia@/1"
ROOT = os.name == "posix" and os.geteuid() == 0
SUDO = """#!/bin/sh
user=root
while :; do case "$1" in -u) user=$2; shift 2;; *) break;; esac; done
if [ "$user" = postgres ]; then
    export PGHOST={socket} PGPORT={port} PGUSER=postgres
    cd /
    [ "$(id -u)" = 0 ] && exec runuser -u postgres -- env PATH="{pg}:$PATH" "$@"
fi
exec "$@"
"""
INSTALL = """#!/bin/sh
# Without the owners of a real machine: this one has no user "panel".
words=$(mktemp) || exit 1
for word in "$@"; do
    if [ "$skip" ]; then skip=; continue; fi
    case "$word" in -o|-g) skip=1;; *) printf '%s\\n' "$word" >> "$words";; esac
done
xargs -d '\\n' /usr/bin/install < "$words"
code=$?
rm -f "$words"
exit $code
"""
POSTGRES = """#!/bin/sh
case "$1" in
start) sudo -u postgres pg_ctl -D {data} -w -t 120 -l {log} start >/dev/null;;
stop) sudo -u postgres pg_ctl -D {data} -w -m fast stop >/dev/null;;
reload) sudo -u postgres pg_ctl -D {data} reload >/dev/null;;
esac
"""
NGINX = """#!/bin/sh
case "$1" in
start) nginx;;
stop) nginx -s quit;;
reload) [ -s {pid} ] && nginx -s reload || nginx;;
esac
"""


@dataclass
class Machine:
    """One machine of the documents: its own /etc, /var, units and port, all below one folder."""

    folder: Path
    port: int = field(default_factory=port_bebas)

    @property
    def var(self) -> Path:
        return self.folder / "var"

    def pid(self, unit: str) -> int:
        return int((self.folder / f"{unit}.pid").read_text())


class Site:
    """`with Site() as site`: everything stands in one temporary folder and is stopped and removed afterwards."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="gladi-"))
        self.root.chmod(0o755)
        self.pg_port, self.https, self.http = port_bebas(), port_bebas(), port_bebas()
        self.machines = [Machine(self.root / name) for name in ("satu", "dua")]
        self.values: dict[str, str] = {}
        self.archive, self.data = self.root / "arsip", self.root / "pg" / "data"
        self.keys = {n: secrets.token_urlsafe(48) for n in ("SECRET_KEY", "DIARY_KEY", "ACCOUNT_KEY", "BACKUP_KEY")}
        self.token = secrets.token_urlsafe(24)

    def __enter__(self) -> Site:
        self._stand_ins()
        self._postgres()
        self._nginx()
        return self

    def __exit__(self, *_: object) -> None:
        for machine in self.machines:
            for pid in machine.folder.glob("*.pid"):
                try:
                    os.killpg(int(pid.read_text()), signal.SIGKILL)
                except (OSError, ValueError):
                    continue
        self.shell(self.machines[0], "systemctl stop nginx; systemctl stop postgresql", must=False)
        shutil.rmtree(self.root, ignore_errors=True)

    # --- commands -----------------------------------------------------------------------------------------------------

    def replaced(self, text: str, machine: Machine) -> str:
        """With the paths and addresses of this place; `values` holds those that only the run knows, first."""
        own = {
            **self.values,
            "/etc/systemd/system": f"{machine.folder}/units",
            "/usr/local/bin/panel": f"{machine.folder}/bin/panel",
            "/etc/panel": f"{machine.folder}/etc",
            "/opt/panel": str(self.root / "opt"),
            "/var/lib/panel": str(machine.var),
            "/var/lib/postgresql/15/main": str(self.data),
            "/arsip": str(self.archive),
            "musrenbang.contoh.go.id": NAME,
            "127.0.0.1:8000": f"127.0.0.1:{machine.port}",
            "10.0.0.11:8000": f"127.0.0.1:{machine.port}",
            "KATA_SANDI": PASSWORD,
        }
        for old, new in own.items():
            text = text.replace(old, new)
        return text

    def shell(self, machine: Machine, commands: str, typed: str = "", must: bool = True, **env: str) -> str:
        """Run commands of a document; what they said. Raises AssertionError with it when one of them fails."""
        path = [machine.folder / "bin", self.root / "bin", Path(str(cluster._program("initdb"))).parent]
        surroundings = {
            "PATH": ":".join([*map(str, path), os.environ["PATH"]]),
            "MACHINE": str(machine.folder),
            "PROGRAMS": str(self.root / "programs"),
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(AKAR),
            **env,
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.replaced(commands, machine)], cwd=self.root, env=surroundings,
            input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200,
            start_new_session=True,
        )  # fmt: skip
        assert not must or done.returncode == 0, f"{commands}\n{done.stdout[-4000:]}"
        return done.stdout

    # --- what stands there beforehand ---------------------------------------------------------------------------------

    def _stand_ins(self) -> None:
        for folder in (
            "bin",
            "programs",
            "pg",
            "arsip/wal",
            "arsip/dasar",
            "nginx",
            *(f"{m.folder.name}/{d}" for m in self.machines for d in ("bin", "units", "etc", "var")),
        ):
            (self.root / folder).mkdir(parents=True)
        (self.root / "opt").symlink_to(AKAR)
        pg = Path(str(cluster._program("initdb"))).parent
        self._script("bin/sudo", SUDO.format(socket=self.root / "pg", port=self.pg_port, pg=pg))
        self._script("bin/install", INSTALL)
        place, nginx = self.root / "nginx", shutil.which("nginx") or "/usr/sbin/nginx"
        self._script(
            "bin/systemctl", f'#!/bin/sh\nexec {sys.executable} {Path(__file__).with_name("systemctl.py")} "$@"\n'
        )
        self._script(
            "bin/nginx",
            f'#!/bin/sh\nexec {nginx} -p {place} -c {place}/nginx.conf "$@" 2>&1\n',
        )
        self._script("programs/postgresql", POSTGRES.format(data=self.data, log=self.root / "pg" / "log"))
        self._script("programs/nginx", NGINX.format(pid=self.root / "nginx" / "nginx.pid"))

    def _script(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")
        (self.root / name).chmod(0o755)

    def _postgres(self) -> None:
        if ROOT:
            for folder in ("pg", "arsip", "arsip/wal", "arsip/dasar"):
                shutil.chown(self.root / folder, "postgres")
        satu = self.machines[0]
        self.shell(satu, f"sudo -u postgres initdb -D {self.data} -U postgres -A trust -E UTF8 --locale=C --no-sync")
        self.certificate(self.data / "server.crt", self.data / "server.key", "basis", 30)
        if ROOT:
            shutil.chown(self.data / "server.crt", "postgres")
            shutil.chown(self.data / "server.key", "postgres")
        hba = [
            "local all postgres trust",
            "local replication postgres trust",
            "hostssl all panel 127.0.0.1/32 scram-sha-256",
        ]
        (self.data / "pg_hba.conf").write_text("\n".join(hba) + "\n")
        wal = f"{self.archive}/wal/%f"
        with (self.data / "postgresql.conf").open("a") as out:
            out.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.pg_port}\nunix_socket_directories = '{self.root}/pg'\n"
                "ssl = on\nmax_connections = 140\nfsync = off\nwal_level = replica\narchive_mode = on\n"
                f"archive_timeout = 300\narchive_command = 'test ! -f {wal} && cp %p {wal}'\n"
            )
        self.shell(satu, "sudo systemctl start postgresql")

    def _nginx(self) -> None:
        """The sample, with the ports of this place, inside the frame that a distribution brings."""
        sample = (AKAR / "docs" / "pasang" / "nginx.conf").read_text(encoding="utf-8")
        ports = [m.port for m in self.machines]
        for old, new in {
            "10.0.0.11:8000": f"127.0.0.1:{ports[0]}", "10.0.0.12:8000": f"127.0.0.1:{ports[1]}",
            "listen 80;": f"listen 127.0.0.1:{self.http};", "listen 443 ssl;": f"listen 127.0.0.1:{self.https} ssl;",
            "musrenbang.contoh.go.id": NAME, "/etc/panel/tls": f"{self.machines[0].folder}/etc/tls",
            "/var/log/nginx": f"{self.root}/nginx",
        }.items():  # fmt: skip
            assert old in sample, old
            sample = sample.replace(old, new)
        temporary = "".join(
            f"{kind}_temp_path {self.root}/nginx/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        frame = f"pid {self.root}/nginx/nginx.pid;\nerror_log {self.root}/nginx/error.log;\nevents {{}}\n"
        frame += f"http {{\n{temporary}{sample}\n}}\n"
        (self.root / "nginx" / "nginx.conf").write_text(("user root;\n" if ROOT else "") + frame, encoding="utf-8")
        (self.machines[0].folder / "etc" / "tls").mkdir()
        self.certificate(
            self.machines[0].folder / "etc" / "tls" / "penuh.pem",
            self.machines[0].folder / "etc" / "tls" / "kunci.pem",
            NAME,
            10,
        )

    @staticmethod
    def certificate(file: Path, key: Path, name: str, days: int) -> None:
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-keyout", str(key), "-out", str(file), "-days", str(days), "-subj", f"/CN={name}"]
        subprocess.run([*command, "-addext", f"subjectAltName=DNS:{name}"], check=True, capture_output=True)
        key.chmod(0o600)

    # --- what an operator does with an editor -------------------------------------------------------------------------

    def fill(self, machine: Machine) -> None:
        """The installed files, with the values of this office in place of those of the sample."""
        env = machine.folder / "etc" / "panel.env"
        text = env.read_text(encoding="utf-8")
        password = quote(PASSWORD, safe="")
        for old, new in {
            "KATA_SANDI": password,
            "10.0.0.10": f"127.0.0.1:{self.pg_port}",
            "METRICS_TOKEN=": f"METRICS_TOKEN={self.token}",
            **{f"{k}=": f"{k}={v}" for k, v in self.keys.items()},
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        env.write_text(self.replaced(text, machine), encoding="utf-8")
        (machine.folder / "etc" / "mesin.env").write_text(f"BIND=127.0.0.1:{machine.port}\n", encoding="utf-8")
        for file in (*(machine.folder / "units").iterdir(), machine.folder / "bin" / "panel"):
            text = self.replaced(file.read_text(encoding="utf-8"), machine)
            file.write_text(text.replace('FILES = "panel",', f'FILES = "{_myself()}",'), encoding="utf-8")
        machine.var.chmod(0o700)

    def newest_backup(self) -> Path:
        return max((self.machines[0].var / "cadangan").glob("panel-*.cadangan"))

    def moment(self, seconds: float = 0) -> str:
        return f"{datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S.%f+00}"


def _myself() -> str:
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name


def read_env(file: Path) -> Mapping[str, str]:
    return dict(x.split("=", 1) for x in file.read_text(encoding="utf-8").splitlines() if "=" in x and x[0] != "#")
