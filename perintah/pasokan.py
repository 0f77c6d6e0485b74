"""What the panel is made of: every locked package with its licence and its hashes, as CycloneDX and as a list."""

from __future__ import annotations

import csv
import json
import re
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from models import setelan
from models.waktu import sekarang

TERKUNCI = setelan.AKAR / "requirements.txt"
TAK_DISEBUT = "tidak disebut"


def locked(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """(name, version, SHA-256 of each file) of every package in a locked list."""
    for block in re.split(r"\n(?=\S)", text.replace("\\\n", "")):
        if found := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", block):
            yield found[1], found[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", block)


def licence(name: str) -> str:
    """As the package itself says it; a whole text is no name."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return TAK_DISEBUT  # for another system or another Python
    short = [told.get("License-Expression") or "", (told.get("License") or "").strip()]
    classified = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if c.startswith("License :: ")]
    return next((s for s in [short[0], ", ".join(classified), short[1]] if s and len(s) < 100), TAK_DISEBUT)


def bill(packages: list[tuple[str, str, list[str]]]) -> dict[str, Any]:
    """CycloneDX 1.6. A package has many files, so its hashes are properties: a `hashes` entry would claim one."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
            "licenses": [{"license": {"name": licence(name)}}],
            "properties": [{"name": "panel:sha256", "value": h} for h in hashes],
        }
        for name, version, hashes in packages
    ]
    root = {"type": "application", "bom-ref": "panel-musrenbang", "name": "panel-musrenbang"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))}",
        "version": 1,
        "metadata": {"timestamp": f"{sekarang():%Y-%m-%dT%H:%M:%SZ}", "component": root},
        "components": components,
        "dependencies": [{"ref": "panel-musrenbang", "dependsOn": [c["bom-ref"] for c in components]}],
    }


@click.command("sbom")
@click.option("--ke", type=click.Path(path_type=Path), help="Folder tujuan (bawaan: var/)")
def sbom(ke: Path | None) -> None:
    """Write sbom.cdx.json (CycloneDX) and lisensi.csv of every locked package."""
    packages = list(locked(TERKUNCI.read_text(encoding="utf-8")))
    folder = ke or setelan.kini().var
    (folder / "sbom.cdx.json").write_text(json.dumps(bill(packages), indent=1), encoding="utf-8")
    with (folder / "lisensi.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("paket", "versi", "lisensi"))
        rows.writerows((name, version, licence(name)) for name, version, _ in packages)
    click.echo(f"{len(packages)} paket: {folder / 'sbom.cdx.json'}, {folder / 'lisensi.csv'}")
