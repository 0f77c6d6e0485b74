"""The documents are what is carried out; the whole takes minutes (`make battery`, or alone: `make rehearsal`)."""

from __future__ import annotations

import inspect
import re
import shutil
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

from perintah import PERINTAH
from tests.conftest import ADA_POSTGRES
from tests.keandalan import KUNCI
from tests.rehearsal.__main__ import STEPS, rehearse
from tests.rehearsal.blocks import DOCS, PAGES, commands, marked


@pytest.mark.battery
@pytest.mark.skipif(not (ADA_POSTGRES and shutil.which("nginx")), reason="PostgreSQL atau nginx tidak ditemukan")
def test_the_documents_of_the_operator_can_be_carried_out_as_they_stand(record_property: Any) -> None:
    steps = rehearse()
    record_property(KUNCI, ("Dokumen operator, dijalankan apa adanya (langkah)", f"{steps} dari {steps}", "semua"))


def test_every_marked_block_has_its_step_and_every_command_exists() -> None:
    steps = "\n".join(inspect.getsource(step) for step in STEPS)
    assert [name for name in marked() if f'("{name}"' not in steps] == []
    known = {command.name for command in PERINTAH}
    typed = {line.split()[1] for page in PAGES for line in commands(page)}
    assert typed - known == set()


def test_the_manual_names_every_command() -> None:
    manual = (DOCS / "panduan" / "setelan.md").read_text(encoding="utf-8")
    rows = manual.partition("| perintah | kegunaan |")[2].partition("\n\n")[0]
    named = {name for cell in re.findall(r"^\| (.*?) \|", rows, re.M) for name in re.findall(r"`([a-z-]+)", cell)}
    assert named == {command.name for command in PERINTAH if not command.hidden}


def test_the_environment_file_is_read_and_never_run(tmp_path: Path) -> None:
    loader = SourceFileLoader("panel_command", str(DOCS / "pasang" / "panel"))
    spec = spec_from_loader("panel_command", loader)
    assert spec
    command = module_from_spec(spec)
    loader.exec_module(command)
    file, trace = tmp_path / "panel.env", tmp_path / "dijalankan"
    file.write_text(f"# a\nSATU=a b=c $(touch {trace})\nDUA='dengan tanda'\n\nTIGA=\n")
    assert command.read(file) == {"SATU": f"a b=c $(touch {trace})", "DUA": "dengan tanda", "TIGA": ""}
    assert not trace.exists()
    file.write_text("A=1\nexport B\n")
    with pytest.raises(SystemExit, match="baris 2: harus NAMA=nilai"):
        command.read(file)
