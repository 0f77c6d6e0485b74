"""The faces of papers: what stands for a bought one, how it comes into the PDF, and what the screen calls it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents import catalog, huruf, pdf
from models import setelan
from models.pengaturan import KeluargaHuruf
from tests.documents import contoh

BONUM = Path("/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyrebonum-regular.otf")
ADA = pytest.mark.skipif(not BONUM.exists(), reason="fonts-texgyre is not installed (.ci/run installs it)")


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A state of its own, in which no face has been made ready."""
    semula = setelan.kini()
    setelan.pasang(replace(semula, var=tmp_path, font_dir=None))
    yield tmp_path
    setelan.pasang(semula)
    huruf._berkas.cache_clear()
    huruf._cari.cache_clear()


def muka(data: bytes) -> dict[str, bool]:
    """Name of each face on the first page (without the mark of its subset), and whether it is embedded."""
    hasil = {}
    for f in PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values():
        satu = f.get_object()
        hasil[satu["/BaseFont"].partition("+")[2]] = "/FontFile2" in satu["/FontDescriptor"]
    return hasil


def cetak(keluarga: str) -> bytes:
    konteks = contoh.undangan()
    konteks["halaman"] = {**konteks["halaman"], "huruf": keluarga}
    html, baris = catalog.susun("undangan", konteks)
    return pdf.render(html, baris, judul="Undangan")


def test_every_family_that_a_class_may_choose_has_its_faces() -> None:
    assert set(huruf.KELUARGA) == set(KeluargaHuruf)


@pytest.mark.parametrize("keluarga", list(KeluargaHuruf))
def test_every_face_of_a_letter_is_embedded_whatever_the_family(keluarga: str) -> None:
    dipakai = muka(cetak(keluarga))
    assert len(dipakai) >= 2  # regular and bold
    assert all(dipakai.values()), dipakai


@ADA
def test_bookman_is_set_in_a_free_face_of_its_widths_and_the_screen_names_it(var: Path) -> None:
    assert huruf.nama_huruf("Bookman Old Style") == "Liberation Serif (pengganti Bookman Old Style)"
    assert pdf.siapkan_huruf() == ["TeX Gyre Bonum"]
    assert huruf.nama_huruf("Bookman Old Style") == "TeX Gyre Bonum (pengganti Bookman Old Style)"
    assert sorted(p.name for p in (var / "huruf").iterdir()) == sorted(huruf.BONUM.berkas)
    data = cetak("Bookman Old Style")
    assert muka(data) == {"TeXGyreBonum-Regular": True, "TeXGyreBonum-Bold": True}
    assert "Dalam rangka penyusunan Rencana Kerja" in " ".join(
        PdfReader(io.BytesIO(data)).pages[0].extract_text().split()
    )


@ADA
def test_a_face_is_made_ready_once(var: Path) -> None:
    pdf.siapkan_huruf()
    waktu = {p: p.stat().st_mtime_ns for p in (var / "huruf").iterdir()}
    assert pdf.siapkan_huruf() == []
    assert {p: p.stat().st_mtime_ns for p in (var / "huruf").iterdir()} == waktu


@ADA
def test_the_widths_stay_those_of_the_face(var: Path) -> None:
    from fontTools.ttLib import TTFont

    pdf.siapkan_huruf()
    asal, jadi = TTFont(BONUM), TTFont(var / "huruf" / "texgyrebonum-regular.ttf")
    lebar = [{chr(k): f["hmtx"][n][0] for k, n in f.getBestCmap().items()} for f in (asal, jadi)]
    assert {h: lebar[1][h] for h in "ABCdefgj0123456789–“”Áé"} == {h: lebar[0][h] for h in "ABCdefgj0123456789–“”Áé"}


def test_a_machine_without_that_face_prints_all_the_same(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huruf, "SUMBER_OPENTYPE", ())
    assert pdf.siapkan_huruf() == []
    assert all(muka(cetak("Bookman Old Style")).values())
