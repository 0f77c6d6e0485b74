"""The commands of the documents: each ```sh block after a mark `<!-- uji: NAME -->`, as it stands there."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES = tuple(sorted(f"panduan/{p.name}" for p in (DOCS / "panduan").glob("*.md")))
BLOCK = re.compile(r"(?:^ *<!-- uji: ([^\n]*?) -->\n)?^( *)```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
NOT_RUN = "tidak, "  # followed by the reason


def marked() -> dict[str, str]:
    """The blocks that are carried out, by their name."""
    found: dict[str, str] = {}
    for page in PAGES:
        for name, _, commands in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
            if name and not name.startswith(NOT_RUN):
                assert name not in found, f"dua blok bernama {name}"
                found[name] = textwrap.dedent(commands)
    return found


def commands(page: str) -> list[str]:
    """Every `panel …` command line of a page, also of the blocks that are only looked at."""
    lines = [
        line.strip()
        for _, _, block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
        for line in block.splitlines()
    ]
    return [line for line in lines if line.startswith("panel ")]
