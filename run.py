"""The commands of the panel on every system, with the standard library only: `python run.py help` lists them.

It makes .venv by itself and installs the pinned packages when their list has changed. Written so that a Python that is
too old can still read it and answer with a sentence instead of a syntax error.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys

TERENDAH = (3, 11)
AKAR = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(AKAR, ".venv")
# Every file must be one whose SHA-256 stands in the list: a package that was changed at the index is refused.
INSTALL = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")


def run(args):
    """Prepare everything and serve."""
    need("requirements.txt")
    replace([PYTHON, "app.py", "--prepare", *args])


def serve_lan(args):
    """The same over TLS, for the phones in the hall."""
    need("requirements.txt")
    replace([PYTHON, "app.py", "--prepare", "--lan", *args])


def test(args):
    need("requirements-dev.txt")
    # One more than there are cores: much of a test is waiting for a browser, a server or a printer.
    workers = ["-n", os.environ.get("TEST_WORKERS") or str((os.cpu_count() or 1) + 1), "--dist", "loadgroup"]
    workers.append("--no-loadscope-reorder")  # the tests stand in a good order already: tests/conftest.py
    parallel = [] if any(arg.startswith(("-n", "--pdb")) for arg in args) else workers
    fast()
    replace([PYTHON, "-m", "pytest", *parallel, *args])


MEMORY, ROOM = "/dev/shm", 4 << 30  # bytes that have to be free there


def fast():
    """Thousands of small databases need no disk, and no process of the tests compiles all modules anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if "TMPDIR" not in os.environ and roomy(MEMORY):
        os.environ["TMPDIR"] = MEMORY


def roomy(folder):
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
    except OSError:
        return False


def quick(args):
    """The tests nearest to what was changed, within a minute."""
    need("requirements-dev.txt")
    fast()
    replace([PYTHON, "-m", "tests.nearest", *args])


def battery(args):
    """Every test in its long form, on both databases."""
    test(["--battery", *args])


def rehearsal(args):
    """The documents of the operator, carried out here."""
    need("requirements-dev.txt")
    replace([PYTHON, "-m", "tests.rehearsal", *args])


# What decides who may do what, what is numbered and what is proven: every branch of it is tried.
COVERED = (
    "sop/access.py,sop/belonging.py,sop/workflow.py,documents/numbering.py,"
    "models/riwayat*.py,models/rantai*.py,bulk/impor/*.py"
)


def coverage(args):
    """Which branches of the code the tests go through: the five that are to be whole, then everything."""
    need("requirements-dev.txt")
    cov = [PYTHON, "-m", "coverage"]
    subprocess.check_call([*cov, "erase"], cwd=AKAR)
    workers = [] if any(arg.startswith("-n") for arg in args) else ["-n", str(os.cpu_count() or 1)]
    failed = subprocess.call([*cov, "run", "-m", "pytest", "-q", *workers, "--dist", "loadgroup", *args], cwd=AKAR)
    subprocess.check_call([*cov, "combine", "--quiet"], cwd=AKAR)
    subprocess.check_call([*cov, "report", "--show-missing", "--include", COVERED], cwd=AKAR)
    subprocess.check_call([*cov, "report", "--skip-covered"], cwd=AKAR)
    sys.exit(failed)


def check(args):
    need("requirements-dev.txt")
    for command in (
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["pytest", "-q", "tests/test_architecture.py"],
    ):
        print("-- " + " ".join(command), flush=True)
        if subprocess.call([PYTHON, "-m", *command], cwd=AKAR):
            sys.exit(1)


def bench(args):
    need("requirements-dev.txt")
    replace([PYTHON, "-m", "bench", *args])


def screenshots(args):
    need("requirements-dev.txt")
    replace([PYTHON, "-m", "tests.browser.potret", *args])


def samples(args):
    need("requirements-dev.txt")
    replace([PYTHON, "-m", "tests.documents.lembar_contoh", *args])


def texts(args):
    need("requirements.txt")
    replace([PYTHON, "-m", "admin.katalog", *args])


def lock(args):
    """requirements*.txt from requirements*.in: all versions, for Python from 3.11 on Linux, macOS and Windows."""
    need("requirements-dev.txt")
    for name in ("requirements", "requirements-dev"):
        command = ["uv", "pip", "compile", name + ".in", "--universal", "--python-version", "3.11", "--generate-hashes"]
        more = ["--no-annotate", "--no-header", "--quiet", "-o", name + ".txt"]
        if subprocess.call([PYTHON, "-m", *command, *more, *args], cwd=AKAR):
            stop("{}.txt tidak dapat dibuat.".format(name))


def audit(args):
    """Known holes in the locked packages; says so where the network does not allow the question."""
    need("requirements-dev.txt")
    replace([PYTHON, os.path.join(".ci", "audit.py"), *args])


def sbom(args):
    need("requirements.txt")
    replace([PYTHON, "-m", "flask", "--app", "app", "sbom", *args])


def demo_reset(args):
    need("requirements.txt")
    replace([PYTHON, "app.py", "--demo-reset", *args])


def help(args):
    with open(os.path.join(AKAR, "Makefile")) as makefile:
        for name, text in re.findall(r"^([\w-]+):.*?## (.*)$", makefile.read(), re.MULTILINE):
            print("  {:<12}{}".format(name, text))


COMMANDS = {
    "run": run,
    "serve-lan": serve_lan,
    "test": test,
    "quick": quick,
    "battery": battery,
    "rehearsal": rehearsal,
    "coverage": coverage,
    "check": check,
    "bench": bench,
    "screenshots": screenshots,
    "samples": samples,
    "texts": texts,
    "lock": lock,
    "audit": audit,
    "sbom": sbom,
    "demo-reset": demo_reset,
    "help": help,
}


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if name not in COMMANDS:
        stop("Tidak ada perintah '{}'. Lihat: python run.py help".format(name))
    if sys.version_info < TERENDAH:
        newer = newer_python()
        if newer is None:
            stop(
                "Diperlukan Python {}.{} atau lebih baru; yang ditemukan hanya {}.{} ({}).".format(
                    TERENDAH[0], TERENDAH[1], sys.version_info[0], sys.version_info[1], sys.executable
                )
            )
        replace([*newer, os.path.abspath(__file__), *sys.argv[1:]])
    os.chdir(AKAR)
    COMMANDS[name](sys.argv[2:])


def newer_python():
    """The command line of a newer Python on this machine, or None."""
    for minor in range(20, TERENDAH[1] - 1, -1):
        if shutil.which("python3.{}".format(minor)):
            return ["python3.{}".format(minor)]
    if (
        shutil.which("py")
        and subprocess.call(["py", "-3.{}".format(TERENDAH[1]), "-c", ""], stderr=subprocess.DEVNULL) == 0
    ):
        return ["py", "-3.{}".format(TERENDAH[1])]
    return None


def need(requirements):
    """.venv with these packages: made when missing or broken, filled again when the list has changed."""
    make_venv()
    stamp = os.path.join(VENV, "." + requirements + ".sha256")
    wanted = digest("requirements.txt") + digest(requirements)
    if os.path.exists(stamp) and open(stamp).read() == wanted:
        return
    print("Memasang paket dari {} ...".format(requirements), flush=True)
    pip = [PYTHON, "-m", "pip"]
    if subprocess.call([*pip, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]  # a .venv made without ensurepip
    if subprocess.call([*pip, *INSTALL, "-r", requirements], cwd=AKAR):
        stop(
            "Paket tidak dapat dipasang. Periksa sambungan ke indeks paket Python, lalu ulangi; bila disebut HASH,"
            " berkas paketnya bukan yang dikunci: jangan dipakai."
        )
    with open(stamp, "w") as out:
        out.write(wanted)


def make_venv():
    works = [PYTHON, "-c", "import sys; sys.exit(sys.version_info < {!r})".format(TERENDAH)]
    if os.path.exists(PYTHON) and subprocess.call(works) == 0:
        return
    print("Menyiapkan lingkungan Python di .venv ...", flush=True)
    build = [sys.executable, "-m", "venv", "--clear", VENV]
    # Some Linux systems ship Python without ensurepip: then the system's own pip fills the .venv.
    if subprocess.call(build, stdout=subprocess.DEVNULL) and subprocess.call([*build[:3], "--without-pip", *build[3:]]):
        stop("Lingkungan .venv tidak dapat dibuat dengan {}.".format(sys.executable))


def digest(name):
    with open(os.path.join(AKAR, name), "rb") as source:
        return hashlib.sha256(source.read()).hexdigest()


def replace(command):
    """Go on as `command`: its signals and its exit code are ours."""
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command, cwd=AKAR))
    os.chdir(AKAR)
    os.execvp(command[0], command)


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
