"""`make texts`: pybabel collects every text that people read (babel.cfg); what is translated is kept, and compiled.

Tables are asked, not parsed: a new kind, column, move, state, role or page brings its texts by itself.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from sqlalchemy import Enum

from admin import HALAMAN, MENU, bahasa, bantuan, kalimat, kuki
from bulk.impor import batas, teks
from documents import catalog, kata, tulisan
from models import kolom
from models.base import kinds
from models.peran import Peran
from models.pesan import Pesan
from models.setelan import AKAR
from sop.lifecycle import GERAK

# What carries a sentence as its first argument. A `label` is asked through its table.
KALIMAT = (
    *("Pesan", "Keliru", "TakDikenal", "SopError", "Ditolak", "TidakAda", "TerlaluSering", "_", "N_", "flash", "ucap"),
    "kata",  # in the scripts
)


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
    for sentence in (batas.RUSAK, batas.DTD, teks.NUL):  # of the process that reads a file, which loads no model
        yield sentence, "impor"
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


def tables(*_file: Any, **_options: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """What the tables say, as an extractor of Babel."""
    for text, where in (*tabel(), *petunjuk()):
        msgid = text.msgid if isinstance(text, Pesan) else text
        if msgid:
            yield 0, None, msgid, [where]


def semua() -> Catalog:
    """Every text, none of them translated."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.pot"
        named = [f"--keyword={name}:1" for name in KALIMAT]
        config = ["--mapping-file", "babel.cfg", "--output-file", str(path), "--no-default-keywords"]
        with contextlib.chdir(AKAR):  # places are told from here
            CommandLineInterface().run(["pybabel", "--quiet", "extract", *config, *named, "."])
        with path.open("rb") as source:
            found = pofile.read_po(source)
    for message in list(found):
        if message.id and not any(c.isalpha() for c in re.sub(r"\{\w*\}", "", message.id)):
            found.delete(message.id)
    return found


def berkas(kode: str) -> Path:
    return AKAR / "translations" / kode / "LC_MESSAGES" / "panel.po"


def baca(kode: str) -> Catalog:
    if not berkas(kode).exists():  # a new language
        return Catalog(locale=kode, project="Panel Musrenbang", version="1", fuzzy=False)
    with berkas(kode).open("rb") as source:
        return pofile.read_po(source, locale=kode)


def perbarui(kode: str) -> tuple[int, int]:
    """Write the catalogue of a language anew; answers how many texts there are and how many have none yet."""
    known, found = baca(kode), semua()
    for message in found:
        old = known.get(message.id)
        if old and old.pluralizable:  # the translator chose two forms; the source has only one
            message.id = old.id
    known.update(found, no_fuzzy_matching=True, update_creation_date=False)
    for message in known:
        message.flags.discard("python-format")  # parameters are {named}, and a % is a per cent
    berkas(kode).parent.mkdir(parents=True, exist_ok=True)
    with berkas(kode).open("wb") as out:
        pofile.write_po(out, known, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    with berkas(kode).with_suffix(".mo").open("wb") as compiled:
        mofile.write_mo(compiled, known)
    return len(known), sum(not all(forms(m.string)) for m in known if m.id)


def forms(text: object) -> tuple[str, ...]:
    """The forms of a translation: one, or one for one and one for many."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def main() -> None:
    for kode in bahasa.BAHASA:
        if kode != bahasa.BAWAAN:
            total, missing = perbarui(kode)
            print(f"{berkas(kode).relative_to(AKAR)}: {total} teks, {missing} belum diterjemahkan")


if __name__ == "__main__":
    main()
