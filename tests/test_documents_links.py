"""Every relative link of every page leads somewhere, its anchor too; the README stays short; no page is lost."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"var", "node_modules", "__pycache__"}  # and what begins with a dot
LINK = re.compile(
    r"\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)|<(?:img|a)\b[^>]*?\b(?:src|href)=\"([^\"]+)\""
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
DRAFTS = "docs/names/"  # goes with the change that it is for; its README links to nothing


def pages(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(d for d in inner if not d.startswith(".") and d not in NOT_OURS)
        yield from (Path(folder) / name for name in sorted(names) if name.endswith(".md"))


def prose(text: str) -> str:
    """Without blocks of code; they may stand in a list, so indented."""
    return re.sub(r"^ *(```|~~~).*?^ *\1 *$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """The names that a reader of Markdown gives to the headings: small letters, signs left out, blanks as hyphens."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", prose(text), re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        name = base = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        again = 0
        while name in found:
            again += 1
            name = f"{base}-{again}"
        found.add(name)
    return found


def links(text: str) -> list[str]:
    without_code = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", prose(text), flags=re.DOTALL)
    return [a or b for a, b in LINK.findall(without_code) if not ELSEWHERE.match(a or b)]


def target(page: Path, link: str) -> Path:
    return Path(os.path.normpath(page.parent / unquote(link.partition("#")[0]))) if link[0] != "#" else page


def there(root: Path, path: Path) -> bool:
    """With capitals as they are written, also on a disk that takes them for the same."""
    if path == root:
        return True
    return root in path.parents and path.exists() and path.name in os.listdir(path.parent) and there(root, path.parent)


def faults(root: Path) -> list[str]:
    found = []
    for page in pages(root):
        for link in links(page.read_text(encoding="utf-8")):
            to, anchor = target(page, link), link.partition("#")[2]
            if not there(root, to):
                found.append(f"{page.relative_to(root)}: {link}")
            elif anchor and (to.suffix != ".md" or unquote(anchor) not in anchors(to.read_text(encoding="utf-8"))):
                found.append(f"{page.relative_to(root)}: {link} (no such heading)")
    return found


def test_every_relative_link_leads_somewhere() -> None:
    assert faults(ROOT) == []


def test_the_links_of_all_pages_are_looked_at() -> None:
    """A check that finds no links would always be content."""
    known = {page.relative_to(ROOT).as_posix() for page in pages(ROOT)}
    assert {"README.md", "README.id.md", "SECURITY.md", "docs/panduan/README.md", "seed/data/README.md"} <= known
    assert sum(len(links(page.read_text(encoding="utf-8"))) for page in pages(ROOT)) > 100


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[a](b.md)", []),
        ("[a](b.md#zwei-dinge-ja)", []),
        ("[a](b.md#zwei-dinge-ja-1)", []),
        ("[a](#here)\n\n# Here", []),
        ('<img src="pic.png"> ![x](pic.png "title")', []),
        ("[a](sub/)", []),
        ("`[a](none.md)`\n```sh\n[a](none.md)\n```\n[b](https://contoh.go.id/none.md)", []),
        ("[a](none.md)", ["a.md: none.md"]),
        ("[a](B.md)", ["a.md: B.md"]),
        ("[a](../outside.md)", ["a.md: ../outside.md"]),
        ("![a](none.png)", ["a.md: none.png"]),
        ('<img src="none.png" alt="">', ["a.md: none.png"]),
        ("[a](b.md#three)", ["a.md: b.md#three (no such heading)"]),
        ("[a](b.md#in-code)", ["a.md: b.md#in-code (no such heading)"]),
        ("[a](#nowhere)", ["a.md: #nowhere (no such heading)"]),
        ("1. x\n\n   ```sh\n   # no heading\n   ```\n\n[a](none.md)", ["a.md: none.md"]),
    ],
)
def test_what_leads_nowhere_is_found(tmp_path: Path, text: str, wrong: list[str]) -> None:
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "pic.png").touch()
    (tmp_path / "outside.md").touch()
    (root / "b.md").write_text("## Zwei *Dinge*: `ja`?\n## Zwei Dinge, ja\n```\n# In code\n```\n", encoding="utf-8")
    (root / "a.md").write_text(text + "\n", encoding="utf-8")
    assert faults(root) == wrong


@pytest.mark.parametrize(("page", "other"), [("README.md", "README.id.md"), ("README.id.md", "README.md")])
def test_each_readme_is_short_and_names_the_other_first(page: str, other: str) -> None:
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 120
    assert f"({other})" in lines[0]


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        waiting += [target(page, link) for link in links(page.read_text(encoding="utf-8"))]
    lost = {page.relative_to(ROOT).as_posix() for page in pages(ROOT)} - {
        p.relative_to(ROOT).as_posix() for p in reached
    }
    assert {page for page in lost if not page.startswith(DRAFTS)} == set()


def test_the_files_that_a_decision_names_exist() -> None:
    named = [
        (page.name, file)
        for page in (ROOT / "docs" / "decisions").glob("*.md")
        for line in re.findall(r"^\*\*Where\.\*\* (.*(?:\n.+)*)", page.read_text(encoding="utf-8"), re.MULTILINE)
        for file in re.findall(r"`([^`]+)`", line)
    ]
    assert len(named) > 40
    assert [(page, file) for page, file in named if not (ROOT / file).is_file()] == []


def test_every_decision_has_its_date_its_reason_and_its_price() -> None:
    for page in (ROOT / "docs" / "decisions").glob("[1-9]*.md"):
        for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, _, rest = part.partition("\n")
            assert re.match(r"\n\*\d{1,2} [A-Z][a-z]+ \d{4}\*\n", rest), f"{page.name}: {title}: date"
            assert all(f"**{word}.** " in rest for word in ("Why", "Price")), f"{page.name}: {title}"
