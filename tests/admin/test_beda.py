"""Before and after of a cell: word by word, escaped, and nothing of the texts lost."""

from __future__ import annotations

import random
import re

from admin import beda
from documents.tulisan import KOSONG

KATA = ["jalan", "saluran", "<b>", "&", "RW 02", '"', "a\nb", "taman", "  ", "baca"]


def test_words_that_went_and_came_are_marked() -> None:
    assert beda.render("Perbaikan jalan RW 02", "Perbaikan saluran RW 02") == (
        "Perbaikan <del>jalan</del><ins>saluran</ins> RW 02"
    )
    assert beda.render("satu", "dua") == "<del>satu</del> <ins>dua</ins>"  # one word: the whole
    assert beda.render("", "baru") == "<ins>baru</ins>"
    assert beda.render("lama", "") == "<del>lama</del> (kosong)"
    assert beda.render("", "") == KOSONG
    assert beda.render("<i>", "<i>") == "&lt;i&gt;"


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    assert beda.render("a b c d", "w x y z") == "<del>a b c d</del> <ins>w x y z</ins>"


def test_a_long_text_is_shortened_to_what_is_around_the_change() -> None:
    panjang = " ".join(f"kata{n}" for n in range(200))
    html = beda.render(panjang, panjang.replace("kata100", "lain"))
    assert "<del>kata100</del><ins>lain</ins>" in html
    assert len(html) < 200
    assert html.count("…") == 2
    besar = "x y " * 20_000
    assert beda.render(besar, besar + "z").count("<ins>") == 1  # compared as a whole, and at once


def test_without_the_marks_both_texts_stand_there_whatever_they_hold() -> None:
    acak = random.Random(4)
    for _ in range(300):
        lama, baru = (" ".join(acak.choices(KATA, k=acak.randint(3, 9))) for _ in range(2))
        html = str(beda.render(lama, baru))
        if lama == baru:
            continue
        assert not re.sub(r"</?(?:del|ins)>|&\w+;|&#\d+;", "", html).count("<")
        tanpa = {tag: re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.S) for tag in ("del", "ins")}
        utuh = {tag: re.sub(r"</?(?:del|ins)>", "", teks) for tag, teks in tanpa.items()}
        mestinya = [str(beda.escape(teks)).strip() for teks in (lama, baru)]
        assert [utuh["ins"].strip(), utuh["del"].strip()] == mestinya
