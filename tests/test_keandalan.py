"""The table of docs/reliability.md: a new run replaces its own rows and leaves the others."""

from __future__ import annotations

from tests.keandalan import BERKAS, KEPALA, susun


def test_a_row_is_replaced_by_its_name_and_the_others_stay() -> None:
    kosong = f"# Judul\n\n<!-- battery -->\n{KEPALA}\n<!-- /battery -->\n\nAkhir\n"
    satu = susun(kosong, [("b", "2 dari 2", "2"), ("a", "1", "1")], "kemarin")
    dua = susun(satu, [("b", "3 dari 3", "3")], "hari ini")
    assert dua.splitlines()[5:7] == ["| a | 1 | 1 | kemarin |", "| b | 3 dari 3 | 3 | hari ini |"]
    assert dua.startswith("# Judul")
    assert dua.endswith("Akhir\n")


def test_a_number_that_many_tests_tell_is_summed() -> None:
    kosong = f"<!-- battery -->\n{KEPALA}\n<!-- /battery -->\n"
    assert "| sel | 7 | 0 | kini |" in susun(kosong, [("sel", 3, "0"), ("sel", 4, "0")], "kini")


def test_the_page_has_its_table() -> None:
    assert KEPALA in BERKAS.read_text(encoding="utf-8")
