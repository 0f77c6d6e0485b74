"""What `make quick` chooses: the house rules, the tests of the changed file, then those that import it."""

from __future__ import annotations

from pathlib import Path

from tests.nearest import ALWAYS, nearest


def test_the_tests_of_a_module_come_before_those_that_only_import_it() -> None:
    chosen = nearest(["documents/numbering.py"])
    assert chosen[:2] == [*ALWAYS, "tests/documents/test_numbering.py"]
    assert chosen[2:]
    assert [n for n in chosen[2:] if "numbering" not in Path(n).read_text(encoding="utf-8")] == []


def test_a_changed_test_is_run_and_a_changed_helper_of_tests_calls_for_none() -> None:
    assert nearest(["tests/sop/test_access.py", "tests/conftest.py"]) == [*ALWAYS, "tests/sop/test_access.py"]


def test_a_template_calls_for_the_tests_of_its_name() -> None:
    assert "tests/admin/test_kisi.py" in nearest(["templates/admin/kisi.html"])
