"""Asks the public list of known holes about every locked package (pip-audit): `python run.py audit`.

A hole fails unless .ci/diterima.txt names it with a reason. Without the network nothing fails, but it is said; so are
packages that the index here could not answer for.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SINI = Path(__file__).resolve().parent
DITERIMA = SINI / "diterima.txt"


def accepted(text: str) -> dict[str, str]:
    """{id of the hole: why it is accepted}; a line without a reason does not count."""
    lines = (line.split("#", 1)[0].strip().partition(" ") for line in text.splitlines())
    return {id_: reason.strip() for id_, _, reason in lines if id_ and reason.strip()}


def judge(report: dict[str, Any], known: dict[str, str]) -> tuple[list[str], int, int]:
    """(sentences about holes that nobody accepted, packages asked about, packages without an answer)."""
    found, asked, silent = [], 0, 0
    for package in report["dependencies"]:
        if "skip_reason" in package:
            silent += 1
            continue
        asked += 1
        for hole in package["vulns"]:
            names = {hole["id"], *hole.get("aliases", ())}
            if not names & set(known):
                fixed = ", ".join(hole.get("fix_versions", ())) or "belum ada perbaikan"
                found.append(f"{package['name']} {package['version']}: {hole['id']} (diperbaiki di: {fixed})")
    return found, asked, silent


def ask(requirements: Path) -> dict[str, Any] | None:
    """What pip-audit answers, or None where it could not be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(requirements), "--disable-pip", "--require-hashes"]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True, timeout=300
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return answer if isinstance(answer, dict) and "dependencies" in answer else None


def main() -> int:
    known, failed = accepted(DITERIMA.read_text(encoding="utf-8")), False
    for name in ("requirements.txt", "requirements-dev.txt"):
        report = ask(SINI.parent / name)
        if report is None:
            print(f"-- audit {name}: daftar kelemahan tidak dapat ditanya (tanpa jaringan); tidak diperiksa")
            continue
        found, asked, silent = judge(report, known)
        print(f"-- audit {name}: {asked} paket diperiksa, {silent} tanpa jawaban, {len(found)} kelemahan")
        for sentence in found:
            print(f"   {sentence}")
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
