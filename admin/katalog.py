"""`make texts`: collects every text that people read into translations/<kode>/panel.po, keeping what is translated.

Tables are asked, not parsed: a new kind, column, move, state, role or page brings its texts by itself. Sentences of
rules and errors are read from the code, fixed texts from the templates (admin/penanda.py).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from babel.messages import pofile
from babel.messages.catalog import Catalog
from jinja2 import Environment
from jinja2.ext import extract_from_ast
from sqlalchemy import Enum

from admin import HALAMAN, MENU, bahasa, bantuan, kalimat, kuki, penanda
from documents import catalog, kata, tulisan
from models import kolom
from models.base import kinds
from models.peran import Peran
from models.pesan import Pesan
from models.setelan import AKAR
from sop.lifecycle import GERAK

# What carries a sentence as its first argument. A `label` is asked through its table.
KALIMAT = frozenset(
    {"Pesan", "Keliru", "TakDikenal", "SopError", "Ditolak", "TidakAda", "TerlaluSering", "_", "flash", "ucap"}
)
LANTAI = ("models", "migrations", "sop", "documents", "bulk", "admin")
# Parts of tags that stand in a {% set %} and look like a text; names that are the same in every language.
BUKAN_TEKS = frozenset({"required", "checked", "selected", "hidden", "open", "Musrenbang Kota Bogor"})


def tabel() -> Iterator[tuple[str, str]]:
    """(msgid, where) of what the tables say: screens, columns, states, moves, roles, menu, help, keys."""
    for group, _row in MENU:
        yield group, "menu"
    for _group, _place, title, _url, _kind in HALAMAN:
        yield title, "menu"
    for kind, model in kinds().items():
        yield model.JUDUL, kind
        for key, (column, label) in kolom.labelled(model).items():
            for text in (label.teks, label.bagian):
                yield text, f"{kind}.{key}"
            if isinstance(getattr(column, "type", None), Enum) and column.type.enum_class:
                for member in column.type.enum_class:
                    yield tulisan.word(member), f"{kind}.{key}"
    for move in GERAK:
        yield move.judul, move.nama
        for asked in move.isian:
            yield asked.judul, move.nama
    for role in Peran:
        yield role.judul, "peran"
    for sentences in (kalimat.JENIS, kalimat.HALAMAN):
        for name, sentence in sentences.items():
            yield sentence, f"bantuan {name}"
    for heading, _selector, keys in bantuan.PINTAS:
        yield heading, "pintas"
        for key, meaning in keys:
            if isinstance(key, Pesan):
                yield key, "pintas"
            yield meaning, "pintas"
    for _selector, heading, sentence in bantuan.KELILING:
        yield heading, "keliling"
        yield sentence, "keliling"
    for paper in catalog.KATALOG:
        yield paper.judul, "naskah"
    for word in (*kata.HARI, *kata.BULAN):
        yield word, "tanggal"
    for word in (*kuki.PILIHAN["tema"].nilai.values(), "Ya", "Tidak"):
        yield word, "kata"


def petunjuk() -> Iterator[tuple[str, str]]:
    """(msgid, where) of the help beside fields."""
    for kind, model in kinds().items():
        for key, (_column, label) in kolom.labelled(model).items():
            yield label.bantuan, f"{kind}.{key}"
    for move in GERAK:
        for asked in move.isian:
            yield asked.bantuan, move.nama


def templat() -> Iterator[tuple[str, str]]:
    """(msgid, template) of the fixed texts."""
    env = Environment(extensions=[penanda.Penanda], autoescape=True)
    for path in sorted((AKAR / "templates" / "admin").glob("*.html")):
        tree = env.parse(path.read_text(encoding="utf-8"))
        for _line, _name, text in extract_from_ast(tree, ("_", "_t")):
            first = text[0] if isinstance(text, tuple) else text  # the others are parameters
            if first:
                yield first, path.name


def kode() -> Iterator[tuple[str, str]]:
    """(msgid, module) of the sentences in the code: rules, errors, notices; also those that a constant holds."""
    pohon = {
        path.relative_to(AKAR).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for floor in LANTAI
        for path in sorted((AKAR / floor).rglob("*.py"))
        if path.parent.name != "mesin"  # a process of its own, which answers with words of its own
    }
    milik = {name: _constants(tree) for name, tree in pohon.items()}
    umum = {key: value for constants in milik.values() for key, value in constants.items()}
    for module, tree in pohon.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node) in KALIMAT:
                for text in _texts(node.args[0], umum | milik[module]):
                    yield text, module


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """What a module names at its top."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                found[target.id] = node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=False)
                found |= {name.id: value for name, value in pairs if isinstance(name, ast.Name)}
    return found


def _texts(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """The texts that an expression may come to: itself, one of two, what a constant or a table of texts holds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body, named), *_texts(node.orelse, named))
    elif isinstance(node, ast.BoolOp | ast.Dict):
        yield from (text for value in node.values for text in _texts(value, named))
    elif isinstance(node, ast.Subscript):
        yield from _texts(node.value, named)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield from _texts(node.func.value, named)
    elif isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name.isupper() and name in named:
            yield from _texts(named[name], {})


def _name(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def semua() -> dict[str, str]:
    """msgid → where it was met first; each must have its text in every language."""
    return _bersih((*tabel(), *petunjuk(), *templat(), *kode(), *bahasa.teks_skrip()))


def _bersih(found: tuple[tuple[str, str], ...]) -> dict[str, str]:
    hasil: dict[str, str] = {}
    for text, where in found:
        msgid = text.msgid if isinstance(text, Pesan) else text
        if msgid not in BUKAN_TEKS and any(c.isalpha() for c in re.sub(r"\{\w*\}", "", msgid)):
            hasil.setdefault(msgid, where)
    return hasil


def perbarui(kode: str) -> tuple[int, int]:
    """Write the catalogue of a language anew; answers how many texts there are and how many have none yet."""
    path, known = bahasa.berkas(kode), Catalog(locale=kode)
    if path.exists():
        with path.open("rb") as source:
            known = pofile.read_po(source, locale=kode)
    fresh = Catalog(locale=kode, project="Panel Musrenbang", version="1", fuzzy=False)
    found = semua()
    for msgid, where in found.items():
        old = known.get(msgid)
        # No python-format: parameters are {named}, and a % is a per cent.
        # A translation in two forms (msgid_plural) keeps them; the source has only one.
        fresh.add(old.id if old else msgid, old.string if old else "", auto_comments=[where], flags=())
    for message in fresh:
        message.flags.discard("python-format")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        pofile.write_po(out, fresh, width=120, omit_header=False, sort_output=True)
    return len(found), sum(not all(forms(m.string)) for m in fresh if m.id)


def forms(text: object) -> tuple[str, ...]:
    """The forms of a translation: one, or one for one and one for many."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def main() -> None:
    for kode_ in bahasa.BAHASA:
        if kode_ != bahasa.BAWAAN:
            total, missing = perbarui(kode_)
            print(f"translations/{kode_}/panel.po: {total} teks, {missing} belum diterjemahkan")


if __name__ == "__main__":
    main()
