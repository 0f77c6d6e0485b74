"""What the panel is made of: locked and hashed, told with its licences, asked about for known holes."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import run
from perintah import pasokan
from tests.peladen import lingkungan

AKAR = Path(__file__).resolve().parent.parent
DAFTAR = ("requirements.txt", "requirements-dev.txt")


def nama(teks: str) -> str:
    return re.sub(r"[-_.]+", "-", teks).lower()


def audit() -> Any:
    spec = importlib.util.spec_from_file_location("audit", AKAR / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    modul = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modul)
    return modul


@pytest.mark.parametrize("berkas", DAFTAR)
def test_every_package_is_of_one_version_and_of_known_files(berkas: str) -> None:
    isi = (AKAR / berkas).read_text()
    paket = list(pasokan.locked(isi))
    assert len(paket) == len(re.findall(r"^[A-Za-z]", isi, re.MULTILINE)) > 60
    assert not [n for n, _, sidik in paket if not sidik]
    assert not re.search(r"^-|://|@ ", isi, re.MULTILINE), "no other list, no address, no file without a hash"


@pytest.mark.parametrize("berkas", DAFTAR)
def test_what_is_asked_for_is_locked_in_that_version(berkas: str) -> None:
    terkunci = {nama(n): v for n, v, _ in pasokan.locked((AKAR / berkas).read_text())}
    diminta = re.findall(r"^([\w.-]+)==(\S+)", (AKAR / berkas.replace(".txt", ".in")).read_text(), re.MULTILINE)
    assert diminta
    assert not {n: v for n, v in diminta if terkunci.get(nama(n)) != v}


def test_what_the_program_imports_is_there_where_it_serves() -> None:
    """What only the tests bring along is not there on a machine that serves."""
    served = {nama(n) for n, _, _ in pasokan.locked((AKAR / "requirements.txt").read_text())}
    floors = ("admin", "bulk", "documents", "jaga", "migrations", "models", "perintah", "seed", "sop")
    files = [AKAR / "app.py", *(p for floor in floors for p in (AKAR / floor).rglob("*.py"))]
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in files]
    tops = {
        name.partition(".")[0]
        for node in (n for tree in trees for n in ast.walk(tree))
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        )
    }  # fmt: skip
    sources = metadata.packages_distributions()
    foreign = {top: {nama(n) for n in sources[top]} for top in tops if top in sources and top not in floors}
    assert {top: names for top, names in foreign.items() if not names & served} == {}


def test_the_tests_run_with_the_versions_that_are_served() -> None:
    layani, uji = ({nama(n): v for n, v, _ in pasokan.locked((AKAR / b).read_text())} for b in DAFTAR)
    assert {n: v for n, v in layani.items() if uji.get(n) != v} == {}


@pytest.mark.parametrize("diubah", [False, True])
def test_plain_pip_takes_the_locked_file_and_refuses_a_changed_one(tmp_path: Path, diubah: bool) -> None:
    roda = tmp_path / "contoh_uji-1.0-py3-none-any.whl"
    with zipfile.ZipFile(roda, "w") as isi:
        isi.writestr("contoh_uji.py", "X = 1\n")
        isi.writestr("contoh_uji-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: contoh-uji\nVersion: 1.0\n")
        isi.writestr("contoh_uji-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        isi.writestr("contoh_uji-1.0.dist-info/RECORD", "")
    (tmp_path / "r.txt").write_text(
        f"contoh-uji==1.0 \\\n    --hash=sha256:{hashlib.sha256(roda.read_bytes()).hexdigest()}\n"
    )
    if diubah:
        with zipfile.ZipFile(roda, "a") as isi:
            isi.writestr("sisipan.py", "X = 2\n")
    perintah = [sys.executable, "-m", "pip", "--python", sys.executable, *run.INSTALL, "--no-index", "--find-links"]
    sudah = subprocess.run(
        [*perintah, str(tmp_path), "--target", str(tmp_path / "ke"), "-r", str(tmp_path / "r.txt")],
        capture_output=True,
        text=True,
    )
    assert (sudah.returncode != 0) is diubah, sudah.stderr
    assert (tmp_path / "ke" / "contoh_uji.py").exists() is not diubah
    if diubah:
        assert "HASHES" in sudah.stderr


def test_the_bill_names_every_package_with_its_licence(tmp_path: Path) -> None:
    perintah = [sys.executable, "-m", "flask", "--app", "app", "sbom", "--ke", str(tmp_path)]
    sudah = subprocess.run(perintah, cwd=AKAR, env=lingkungan(tmp_path), capture_output=True, text=True)
    assert sudah.returncode == 0, sudah.stderr
    terkunci = list(pasokan.locked((AKAR / "requirements.txt").read_text()))
    isi = json.loads((tmp_path / "sbom.cdx.json").read_text())
    assert (isi["bomFormat"], isi["specVersion"]) == ("CycloneDX", "1.6")
    assert [(c["name"], c["version"]) for c in isi["components"]] == [(n, v) for n, v, _ in terkunci]
    assert len({c["bom-ref"] for c in isi["components"]}) == len(terkunci)
    lisensi = {c["name"].lower(): c["licenses"][0]["license"]["name"] for c in isi["components"]}
    assert lisensi["flask"] == "BSD-3-Clause"
    assert sum(x == pasokan.TAK_DISEBUT for x in lisensi.values()) <= 3, lisensi
    assert len((tmp_path / "lisensi.csv").read_text().splitlines()) == len(terkunci) + 1


# --- known holes ------------------------------------------------------------------------------------------------------

LUBANG = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"]}]},
        {"name": "b", "version": "1", "vulns": []},
        {"name": "c", "skip_reason": "tidak dikenal"},
    ]
}


@pytest.mark.parametrize(
    ("diterima", "banyak"),
    [
        ("", 1),
        ("# PYSEC-1 diberi komentar", 1),
        ("PYSEC-1", 1),  # without a reason nothing is accepted
        ("PYSEC-1 tidak terpanggil: kita tidak memakai bagian itu", 0),
        ("CVE-1 sama", 0),
        ("CVE-2 lain", 1),
    ],
)
def test_a_known_hole_fails_unless_a_reason_stands_beside_it(diterima: str, banyak: int) -> None:
    modul = audit()
    salah, ditanya, diam = modul.judge(LUBANG, modul.accepted(diterima))
    assert (len(salah), ditanya, diam) == (banyak, 2, 1)


def test_without_the_network_nothing_fails_but_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    modul = audit()
    monkeypatch.setattr(modul, "ask", lambda _: None)
    assert modul.main() == 0
    assert "tidak diperiksa" in capsys.readouterr().out
    monkeypatch.setattr(modul, "ask", lambda _: LUBANG)
    assert modul.main() == 1
    assert "PYSEC-1" in capsys.readouterr().out
