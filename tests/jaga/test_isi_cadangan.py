"""An archive that somebody built with the right key: nothing is written outside, and nothing that has no place here."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jaga import cadangan, pulih
from jaga.sandi_berkas import CadanganRusak
from models import setelan
from tests.jaga.test_cadangan import SQLITE, cadangan_terbuka, sandikan

Members = list[tuple[tarfile.TarInfo, bytes]]
EVIL = b"tertulis di luar"


def members(file: Path) -> Members:
    with tarfile.open(fileobj=io.BytesIO(cadangan_terbuka(file))) as archive:
        return [(m, archive.extractfile(m).read()) for m in archive]  # type: ignore[union-attr]


def built(file: Path, content: Members) -> Path:
    """The same kind of file, made by the real writer with the real key."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member, data in content:
            archive.addfile(member, io.BytesIO(data))
    return sandikan(file.with_name("buatan.cadangan"), out.getvalue())


def member(
    name: str, data: bytes = EVIL, kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    info.size = len(data) if kind == tarfile.REGTYPE else 0
    return info, data


def named(content: Members, *names: str) -> Members:
    """The manifest names these as well, with the fingerprint of what they hold."""
    known = {n: {"sha256": hashlib.sha256(EVIL).hexdigest(), "ukuran": len(EVIL)} for n in names}
    manifest = json.loads(content[0][1])
    manifest["berkas"] |= known
    return [member("manifest.json", json.dumps(manifest).encode()), *content[1:]]


def without_manifest_name(content: Members, name: str) -> Members:
    manifest = json.loads(content[0][1])
    del manifest["berkas"][name]
    return [member("manifest.json", json.dumps(manifest).encode()), *content[1:]]


def added(name: str) -> Callable[[Members, Path], Members]:
    return lambda c, _: [*named(c, name), member(name)]


def linked(kind: bytes) -> Callable[[Members, Path], Members]:
    """A link in the place of the key, and a file that would be written through it."""

    def build(content: Members, outside: Path) -> Members:
        rest = [m for m in content if m[0].name != "var/diary.key"]
        return [
            *named(rest, "var/diary.key"),
            member("var/diary.key", b"", kind, str(outside)),
            member("var/diary.key"),
        ]

    return build


ATTACKS: dict[str, tuple[Callable[[Members, Path], Members], str]] = {
    "absolute": (lambda c, outside: [*named(c, str(outside)), member(str(outside))], "tidak dikenal"),
    "absolute below var": (lambda c, o: [*named(c, f"/var/{o}"), member(f"/var/{o}")], "tidak dikenal"),
    "upwards": (added("var/../../../luar"), "tidak dikenal"),
    "upwards in the anchors": (added("var/jangkar/../../luar"), "tidak dikenal"),
    "a folder of its own": (added("var/jangkar/lain/jangkar-2026-01-01.json"), "tidak dikenal"),
    "another file of var": (added("var/secret.key"), "tidak dikenal"),
    "the key of the backups": (added("var/backup.key"), "tidak dikenal"),
    "an anchor that is none": (added("var/jangkar/catatan.txt"), "tidak dikenal"),
    "over-long": (added("var/jangkar/jangkar-" + "9" * 300 + ".json"), "tidak dikenal"),
    "a name with a line end": (added("var/diary.key\n"), "tidak dikenal"),
    "symbolic link": (linked(tarfile.SYMTYPE), "bukan berkas biasa"),
    "hard link": (linked(tarfile.LNKTYPE), "bukan berkas biasa"),
    "device": (linked(tarfile.CHRTYPE), "bukan berkas biasa"),
    "pipe": (linked(tarfile.FIFOTYPE), "bukan berkas biasa"),
    "folder": (linked(tarfile.DIRTYPE), "bukan berkas biasa"),
    "double": (lambda c, _: [*c, c[1]], "tidak tercantum"),
    "a second manifest": (lambda c, _: [*c, c[0]], "tidak tercantum"),
    "not in the manifest": (lambda c, _: without_manifest_name(c, "var/diary.key"), "tidak tercantum"),
    "only in the manifest": (lambda c, _: named(c, "var/jangkar/jangkar-2026-01-01.json"), "tidak lengkap"),
    "no manifest": (lambda c, _: c[1:], "tidak memuat manifes"),
    "a manifest that is none": (lambda c, _: [member("manifest.json", b"[1]"), *c[1:]], "manifes"),
    "a manifest of another shape": (
        lambda c, _: [member("manifest.json", b'{"susunan": 1, "berkas": {"basis": 7}}'), *c[1:]],
        "manifes",
    ),
    "another size": (lambda c, _: [*c[:-1], member(c[-1][0].name, c[-1][1] + b"x")], "tidak cocok"),
}


@SQLITE
def test_an_archive_that_reaches_beyond_its_place_is_refused_and_writes_nothing(
    dipakai: setelan.Setelan, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file, _ = cadangan.buat()
    content = members(file)
    whole = sorted(p for p in dipakai.var.rglob("*") if "cadangan" not in p.name)
    wrong = {}
    for what, (attack, sentence) in ATTACKS.items():
        outside = tmp_path_factory.mktemp("luar") / "sasaran"
        outside.write_bytes(b"semula")
        said: Any = "diterima"
        try:
            with cadangan.ruang_kerja() as place:
                cadangan.buka(built(file, attack(content, outside)), pulih.kunci_cadangan(), place)
        except CadanganRusak as error:
            said = str(error.pesan)
        except Exception as error:  # a trace is what the test is about
            said = repr(error)
        if sentence not in said or outside.read_bytes() != b"semula" or sorted(outside.parent.iterdir()) != [outside]:
            wrong[what] = (said, outside.read_bytes())
    assert not wrong
    assert sorted(p for p in dipakai.var.rglob("*") if "cadangan" not in p.name) == whole
    with cadangan.ruang_kerja() as place:
        cadangan.buka(built(file, content), pulih.kunci_cadangan(), place)  # the same hands, nothing changed


@SQLITE
def test_what_lies_among_the_anchors_and_is_none_does_not_stop_a_backup(dipakai: setelan.Setelan) -> None:
    """A restore sets anchors aside in a folder of theirs, and an office may keep a note there."""
    (dipakai.anchor_dir / "sebelum-pulih-20260101T000000").mkdir(parents=True)
    (dipakai.anchor_dir / "catatan.txt").write_text("disalin tiap Senin")
    (dipakai.anchor_dir / "jangkar-2026-01-01.json").write_text("{}")
    _, manifest = cadangan.buat()
    assert [n for n in manifest["berkas"] if "jangkar" in n] == ["var/jangkar/jangkar-2026-01-01.json"]
