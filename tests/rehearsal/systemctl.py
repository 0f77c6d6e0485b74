"""What the documents ask of systemd, by the unit files themselves: ExecStart, ExecReload, environment, Type=notify.

Started as `systemctl VERB UNIT…` by the commands of the documents; the folder of the machine is in MACHINE.
"""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

MACHINE = Path(os.environ["MACHINE"])
READY = 120.0  # seconds that a unit of Type=notify may take


class Unit:
    """A unit file; a key that stands twice is a list."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pid_file, self.log = MACHINE / f"{name}.pid", MACHINE / f"{name}.log"
        self.keys: dict[str, list[str]] = {}
        for line in (MACHINE / "units" / f"{name}.service").read_text(encoding="utf-8").splitlines():
            key, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                self.keys.setdefault(key, []).append(value)

    def one(self, key: str, default: str = "") -> str:
        return self.keys.get(key, [default])[-1]

    @property
    def pid(self) -> int:
        """Of the process that runs, else 0."""
        try:
            pid = int(self.pid_file.read_text())
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, ValueError):
            return 0
        return 0 if state == "Z" else pid

    def environment(self) -> dict[str, str]:
        env = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
        for line in self.keys.get("Environment", []):
            env.update(part.split("=", 1) for part in shlex.split(line))
        for path in self.keys.get("EnvironmentFile", []):
            if path.startswith("-") and not Path(path[1:]).exists():
                continue
            lines = Path(path.lstrip("-")).read_text(encoding="utf-8").splitlines()
            env.update(x.split("=", 1) for x in lines if "=" in x and x[0] not in "#;")
        return env

    def command(self, key: str, env: dict[str, str]) -> list[str]:
        words = []
        for word in shlex.split(self.one(key)):
            for name, value in env.items():
                word = word.replace(f"${{{name}}}", value)
                word = value if word == f"${name}" else word
            words.append(word)
        return words

    def start(self) -> None:
        if self.pid:
            return
        env = self.environment()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(f"\0{self.pid_file}")
            notify.settimeout(1)
            if self.one("Type") == "notify":
                env["NOTIFY_SOCKET"] = f"@{self.pid_file}"
            with self.log.open("ab") as out:
                process = subprocess.Popen(
                    self.command("ExecStart", env), cwd=self.one("WorkingDirectory"), env=env, stdin=subprocess.DEVNULL,
                    stdout=out, stderr=out, start_new_session=True, umask=int(self.one("UMask", "0022"), 8),
                )  # fmt: skip
            self.pid_file.write_text(str(process.pid))
            until = time.monotonic() + READY
            while self.one("Type") == "notify":
                if process.poll() is not None or time.monotonic() > until:
                    sys.exit(f"{self.name} tidak mulai:\n{self.log.read_text()[-3000:]}")
                try:
                    if b"READY=1" in notify.recv(4096):
                        return
                except TimeoutError:
                    continue

    def stop(self) -> None:
        if not (pid := self.pid):
            return
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + float(self.one("TimeoutStopSec", "90"))
        while self.pid and time.monotonic() < until:
            time.sleep(0.1)
        if self.pid:
            os.killpg(pid, signal.SIGKILL)

    def reload(self) -> None:
        subprocess.run(self.command("ExecReload", {"MAINPID": str(self.pid)}), check=True)


class Program:
    """PostgreSQL and nginx, which have units of their own on a real machine: started by a script of this rehearsal."""

    def __init__(self, name: str) -> None:
        self.script = os.environ["PROGRAMS"] + "/" + name

    def start(self) -> None:
        subprocess.run([self.script, "start"], check=True)

    def stop(self) -> None:
        subprocess.run([self.script, "stop"], check=True)

    def reload(self) -> None:
        subprocess.run([self.script, "reload"], check=True)


def main(words: list[str]) -> None:
    verb, names = words[0], [w for w in words[1:] if not w.startswith("-")]
    if verb == "daemon-reload":
        return
    for name in names:
        unit = Unit(name) if (MACHINE / "units" / f"{name}.service").exists() else Program(name)
        if verb == "restart":
            unit.stop()
            unit.start()
        else:
            {"enable": unit.start, "start": unit.start, "stop": unit.stop, "reload": unit.reload}[verb]()


if __name__ == "__main__":
    main(sys.argv[1:])
