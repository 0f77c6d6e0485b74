"""Our programs as processes of their own, forked from one that has imported what all of them import.

Half of what a command costs is importing; the rest is as in life: its own environment, arguments, files and exit code.
What reads the environment while it is imported (prometheus_client) is imported by the forked process itself.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["seed.jalan", "bulk.operasi", "tests.dunia", "tests.proses", "tests.programs", "jaga.mulai", "jaga.key_check",
     "flask_admin.contrib.sqla", "flask_babel", "flask_wtf", "uvicorn", "webauthn", "huey"]
)  # fmt: skip


class Program:
    """`python *arguments` in the root of the project; what it prints goes to files. Has what Popen has of these."""

    def __init__(self, arguments: tuple[str, ...], env: dict[str, str], out: Path, err: Path | None = None) -> None:
        self.arguments = arguments
        out.touch()  # whoever reads it looks before the process has begun
        self._process: Any = FORKS.Process(target=_become, args=(arguments, env, str(out), str(err or out)))
        self._process.start()
        self.pid = int(self._process.pid)

    def poll(self) -> int | None:
        return self._process.exitcode  # type: ignore[no-any-return]

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def run(
    arguments: tuple[str, ...], env: dict[str, str], folder: Path, given: str = "", timeout: float = 180
) -> subprocess.CompletedProcess[str]:
    """Until it ends; `given` is what is typed into it, `folder` where it may leave what it prints."""
    name = f"{os.getpid()}-{time.monotonic_ns()}"
    folder.mkdir(parents=True, exist_ok=True)
    typed, out, err = (folder / f"{name}.{part}" for part in ("in", "out", "err"))
    typed.write_text(given, encoding="utf-8")
    program = Program(arguments, {**env, "TYPED": str(typed)}, out, err)
    try:
        code = program.wait(timeout)
    finally:
        program.kill()
    printed, complained = (path.read_text(encoding="utf-8", errors="replace") for path in (out, err))
    for path in (typed, out, err):
        path.unlink()
    return subprocess.CompletedProcess([sys.executable, *arguments], code, printed, complained)


def _become(arguments: tuple[str, ...], env: dict[str, str], out: str, err: str) -> None:
    """In the forked process: become that program."""
    os.environ.clear()
    os.environ.update(env)
    typed = os.environ.pop("TYPED", os.devnull)
    os.chdir(ROOT)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, (path, mode) in enumerate(((typed, os.O_RDONLY), (out, flags), (err, flags))):
        opened = os.open(path, mode, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    try:
        if arguments[0] == "-m":
            sys.argv = [arguments[1], *arguments[2:]]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = list(arguments)
            sys.path.insert(0, str(ROOT))
            runpy.run_path(arguments[0], run_name="__main__")
    finally:
        atexit._run_exitfuncs()  # which a process of multiprocessing leaves out
        sys.stdout.flush()
        sys.stderr.flush()
