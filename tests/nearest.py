"""What one runs between two edits (`make quick`): form and lint of the changed files, and the tests nearest to them.

Nearest are the test files that are changed themselves or bear the changed module's name, then those that import it; the
house rules always run. Whatever has not begun after BUDGET seconds is left out, and the last line says how many.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 35.0  # seconds until the last test is begun; its end, starting and linting take the rest of the minute
ALWAYS = ("tests/test_architecture.py",)
UNHURRIED = "not browser and not nginx and not slow"


def changed() -> list[str]:
    """Files that differ from the last commit, new ones too; of a clean tree those of the last commit."""
    differ = _git("diff", "--name-only", "--diff-filter=d", "HEAD") + _git("ls-files", "-o", "--exclude-standard")
    return sorted(set(differ or _git("diff", "--name-only", "--diff-filter=d", "HEAD~1")))


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines() if done.returncode == 0 else []


def imported(file: Path) -> Iterator[str]:
    """The dotted names that a file imports, `from a import b` as a and a.b."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def nearest(files: Iterable[str]) -> list[str]:
    """Test files in the order of their nearness to the changed `files`."""
    files = list(files)
    modules = {_dotted(f) for f in files if f.endswith(".py") and not f.startswith("tests/")}  # of the program
    stems = {Path(f).stem for f in files}
    tests = sorted(p for p in (ROOT / "tests").rglob("test_*.py"))
    names = [p.relative_to(ROOT).as_posix() for p in tests]
    own = [n for n in names if n in files or Path(n).stem.removeprefix("test_") in stems]
    importing = [n for n, p in zip(names, tests, strict=True) if modules & set(imported(p))]
    return list(dict.fromkeys([*ALWAYS, *own, *importing]))


def _dotted(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def main(arguments: list[str]) -> int:
    files = changed()
    programs = [f for f in files if f.endswith(".py")]
    for check in (["format", "--check"], ["check"]) if programs else ():
        if code := subprocess.call([sys.executable, "-m", "ruff", *check, "--quiet", *programs], cwd=ROOT):
            return code
    chosen = nearest(files)
    print(f"{len(files)} berkas berubah, {len(chosen)} berkas pengujian terdekat.", flush=True)
    parallel = ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", "-q", *parallel, "-m", UNHURRIED, f"--budget={BUDGET}", *chosen]
    return subprocess.call([*command, *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
