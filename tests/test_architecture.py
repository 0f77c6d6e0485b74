"""The house: imports run down, the web stays at the door, and every table has what its rows promise."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import sqlalchemy as sa

AKAR = Path(__file__).resolve().parent.parent
LANTAI = ("models", "migrations", "sop", "documents", "bulk", "jaga", "seed", "admin", "perintah", "app")
WEB = {"flask", "flask_admin", "flask_login", "flask_wtf", "flask_babel", "wtforms"}
# What draws, reads and signs PDFs: for the limited worker process only.
MESIN = {"xhtml2pdf", "reportlab", "pypdfium2", "pyhanko", "pyhanko_certvalidator"}
TERLARANG = {"utils", "util", "helpers", "helper", "common", "services", "service", "manager", "misc"}


def sumber() -> list[Path]:
    berkas = [AKAR / "app.py"]
    for lantai in LANTAI[:-1]:
        berkas += sorted((AKAR / lantai).rglob("*.py"))
    return berkas


def lantai(berkas: Path) -> int:
    return LANTAI.index(berkas.relative_to(AKAR).parts[0].removesuffix(".py"))


@cache
def pohon(berkas: Path) -> ast.Module:
    return ast.parse(berkas.read_text(encoding="utf-8"))


def impor(berkas: Path) -> Iterator[str]:
    """The top-level name of every import, also of those inside functions."""
    for simpul in ast.walk(pohon(berkas)):
        if isinstance(simpul, ast.Import):
            yield from (nama.name.split(".")[0] for nama in simpul.names)
        elif isinstance(simpul, ast.ImportFrom) and simpul.module and not simpul.level:
            yield simpul.module.split(".")[0]


def nama(berkas: Path) -> str:
    return berkas.relative_to(AKAR).as_posix()


def test_imports_run_down_only() -> None:
    ke_atas = [
        f"{nama(berkas)} memakai {atas}, lantai di atasnya"
        for berkas in sumber()
        for atas in impor(berkas)
        if atas in LANTAI and LANTAI.index(atas) > lantai(berkas)
    ]
    assert ke_atas == []


def test_what_stands_for_a_personal_value_is_written_in_one_place() -> None:
    assert [b.name for b in sumber() if "•" * 6 in b.read_text(encoding="utf-8")] == ["tulisan.py"]


def perintah_python(berkas: Path) -> Iterator[str]:
    """What follows "-m" in a command line that a file holds: a module, or "flask", which is a command of perintah/."""
    for simpul in ast.walk(pohon(berkas)):
        if isinstance(simpul, ast.List | ast.Tuple):
            kata = [k.value if isinstance(k, ast.Constant) else None for k in simpul.elts]
            yield from (str(b) for a, b in pairwise(kata) if a == "-m")


def test_no_floor_starts_a_program_of_a_floor_above() -> None:
    """A process is a way up as much as an import: what is needed from above is handed down instead."""
    ke_atas = []
    for berkas in sumber():
        for modul in perintah_python(berkas):
            milik = "perintah" if modul == "flask" else modul.split(".")[0]
            if milik in LANTAI and LANTAI.index(milik) > lantai(berkas):
                ke_atas.append(f"{nama(berkas)} menjalankan {modul}")
    assert ke_atas == []


def test_the_web_stays_at_the_door() -> None:
    di_dalam = {
        nama(berkas): sorted((WEB | {"flask_sqlalchemy"}) & set(impor(berkas)))
        for berkas in sumber()
        if lantai(berkas) < LANTAI.index("admin")
    }
    # takes db from Flask-SQLAlchemy, which Flask-Admin needs
    assert {b: isi for b, isi in di_dalam.items() if isi} == {"models/base.py": ["flask_sqlalchemy"]}


def test_every_module_opens_with_a_sentence_and_has_a_name_that_says_something() -> None:
    assert [nama(b) for b in sumber() if not ast.get_docstring(pohon(b))] == [], "docstring modul belum ada"
    assert [nama(b) for b in sumber() if b.stem in TERLARANG] == []


def test_the_web_process_does_not_load_the_print_engine() -> None:
    for berkas in sumber():
        if lantai(berkas) in (LANTAI.index("admin"), LANTAI.index("perintah"), LANTAI.index("app")):
            assert not MESIN & set(impor(berkas)), berkas


def test_the_print_engine_is_not_loaded_by_anything_the_web_process_imports() -> None:
    kode = f"import sys, app, admin, bulk.antrean; sys.exit(bool({MESIN} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", kode], cwd=AKAR).returncode == 0


def test_every_kind_has_its_rights() -> None:
    from models.base import kinds
    from sop import access
    from sop.belonging import akar

    tanpa_hak = [
        kind for kind, model in kinds().items() if (akar(model).__tablename__, access.Verb.BACA) not in access._HAK
    ]
    assert not tanpa_hak
    assert {kind for hak in access.HAK for kind in hak.kinds} <= {*kinds(), "riwayat", "data_orang"}


def test_every_kind_that_people_see_has_a_word_and_labels() -> None:
    from models.base import kinds, label_of

    for kind, model in kinds().items():
        assert model.JUDUL, kind
        assert any(label_of(kolom) for kolom in model.__table__.c), kind
        assert hasattr(model, model.NAMA), kind
        assert not model.INDUK or model.__table__.c[model.INDUK].foreign_keys, kind


def test_every_move_starts_and_ends_in_a_state_that_exists() -> None:
    from models.base import kinds
    from sop import lifecycle

    for gerak in lifecycle.GERAK:
        assert gerak.kind in kinds(), gerak
        status = getattr(kinds()[gerak.kind], "status", None)
        if status is not None:
            dikenal = set(status.type.enum_class)
            assert set(gerak.dari) <= dikenal, gerak
            assert gerak.ke is None or gerak.ke in dikenal, gerak


def test_every_paper_has_its_template() -> None:
    from documents import catalog

    for naskah in catalog.KATALOG:
        assert (AKAR / "templates" / "documents" / f"{naskah.kode}.html").exists(), naskah.kode


def test_every_screen_of_the_menu_is_a_panel_view_of_a_known_kind(app: Any) -> None:
    from flask_admin.model import BaseModelView

    from admin import screens
    from admin.panel import PanelView
    from models.base import kinds

    layar = [kind for _, kind, _ in screens()]
    assert len(layar) == len(set(layar))
    assert set(layar) <= set(kinds())
    for admin in app.extensions["admin"]:
        for view in admin._views:
            if isinstance(view, BaseModelView):
                assert isinstance(view, PanelView), view


def test_a_column_without_a_label_reaches_no_form() -> None:
    from admin.borang import scaffold
    from models.base import kinds, label_of

    for kind, model in kinds().items():
        kolom = sa.inspect(model).columns
        for nama in scaffold(model)().data:
            if nama in kolom and nama != "version":
                label = label_of(kolom[nama])
                assert label is not None, f"{kind}.{nama}"
                assert label.isian, f"{kind}.{nama}"


def test_a_state_is_in_no_form() -> None:
    from admin.borang import scaffold
    from models.base import kinds

    for kind, model in kinds().items():
        assert "status" not in scaffold(model)().data, kind
    assert "hasil" not in scaffold(kinds()["usulan"])().data
