"""Where the processes of one machine keep the figures that /metrics adds up. Imports nothing: prometheus_client chooses
how it counts while it is imported, and gunicorn's master, which outlives a release, must not load the panel.

The files are mapped into memory, and a write into a mapped file of a full disk kills the process (SIGBUS): so they lie
in the memory of the machine and never on the disk of VAR. Without such a folder each process counts for itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own in it, which nobody else may have made
OF_PROCESS = re.compile(r"_(\d+)\.db$")


def share(var: Path) -> Path | None:
    """From here on this process counts where the others of this installation do; None where that is not possible."""
    mark = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:12]
    folder = Path(os.environ.pop(VARIABLE, "") or MEMORY / f"panel-{os.getuid()}-{mark}")
    if not _own(folder):
        return None
    os.environ[VARIABLE] = str(folder)
    return folder


def _own(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return False


def tidy(folder: Path | None) -> None:
    """Throw away what processes left that are gone: at the start of a server, when counting begins anew."""
    for file in folder.glob("*.db") if folder else ():
        found = OF_PROCESS.search(file.name)
        if found and not Path(f"/proc/{found[1]}").exists():
            file.unlink(missing_ok=True)
