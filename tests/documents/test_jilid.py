"""The binding of many PDF files into one: pages, bookmarks, shared objects, links, signatures, and broken files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, Fit, FloatObject, NameObject, NumberObject, TextStringObject

from documents import catalog, pdf
from documents.mesin import jilid
from tests.documents import contoh


@pytest.fixture(scope="module")
def surat(tmp_path_factory: pytest.TempPathFactory, var: Path) -> list[Path]:
    """Three letters of one page each, and a berita acara of several."""
    tempat = tmp_path_factory.mktemp("jilid")
    hasil = []
    for n, (kode, konteks) in enumerate([*(("undangan", contoh.undangan(1)) for _ in range(3)),
                                         ("berita_acara", contoh.berita_acara(40))]):  # fmt: skip
        isi: Any = dict(konteks)
        if kode == "undangan":
            isi["hal"] = f"Undangan nomor {n}"
        html, baris = catalog.susun(kode, isi)
        hasil.append(tempat / f"{n}.pdf")
        hasil[-1].write_bytes(pdf.render(html, baris, judul=f"Surat {n}"))
    return hasil


def jilidkan(tujuan: Path, *berkas: Path, bagian: tuple[str, ...] = ()) -> tuple[list[int], PdfReader]:
    daftar = [
        {"path": str(b), "judul": f"Naskah {i} – “é”", "bagian": bagian[i] if bagian else ""}
        for i, b in enumerate(berkas)
    ]
    tugas = {"berkas": daftar, "tujuan": str(tujuan), "judul": "Jilid é"}
    return jilid.jilid(tugas)[0]["halaman"], PdfReader(tujuan, strict=True)


def test_every_page_stands_in_the_volume_as_it_was(surat: list[Path], tmp_path: Path) -> None:
    jumlah, buku = jilidkan(tmp_path / "j.pdf", *surat)
    semua = [h for s in surat for h in PdfReader(s).pages]
    assert sum(jumlah) == len(buku.pages) == len(semua) > 8
    for baru, lama in zip(buku.pages, semua, strict=True):
        assert baru.extract_text() == lama.extract_text()
        assert baru.mediabox == lama.mediabox
        for muka in baru["/Resources"]["/Font"].values():
            assert "/FontFile2" in muka.get_object()["/FontDescriptor"]
    assert buku.metadata is not None
    assert buku.metadata.title == "Jilid é"
    assert [str(x["/Title"]) for x in buku.outline][:1] == ["Naskah 0 – “é”"]


def test_pages_look_the_same_in_the_volume(surat: list[Path], tmp_path: Path) -> None:
    import pypdfium2

    jilidkan(tmp_path / "j.pdf", *surat)
    dengan = pypdfium2.PdfDocument(tmp_path / "j.pdf")
    awal = 0
    for s in surat:
        asli = pypdfium2.PdfDocument(s)
        for i in range(min(len(asli), 3)):
            a, b = (d.render(scale=0.6).to_pil().tobytes() for d in (asli[i], dengan[awal + i]))
            assert a == b, (s, i)
        awal += len(asli)


def test_what_is_the_same_in_many_papers_is_written_once(surat: list[Path], tmp_path: Path) -> None:
    jilidkan(tmp_path / "satu.pdf", surat[0])
    jilidkan(tmp_path / "banyak.pdf", *[surat[0]] * 50)
    assert (tmp_path / "banyak.pdf").stat().st_size < 8 * (tmp_path / "satu.pdf").stat().st_size


def test_the_same_papers_make_the_same_bytes(surat: list[Path], tmp_path: Path) -> None:
    for nama in ("a", "b"):
        jilidkan(tmp_path / nama, *surat)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_broken_file_leaves_nothing_behind(surat: list[Path], tmp_path: Path) -> None:
    utuh = surat[0].read_bytes()
    (tmp_path / "kosong.pdf").write_bytes(b"")
    (tmp_path / "bukan.pdf").write_bytes(b"PK\x03\x04 bukan pdf")
    (tmp_path / "rusak.pdf").write_bytes(utuh.replace(b"/Kids", b"/Kidz"))
    jumlah, buku = jilidkan(
        tmp_path / "j.pdf", surat[0], *(tmp_path / f"{n}.pdf" for n in ("kosong", "bukan", "rusak")), surat[1]
    )
    assert jumlah == [1, 0, 0, 0, 1]
    assert len(buku.pages) == len(buku.outline) == 2
    assert jilid.halaman({"path": [str(tmp_path / "bukan.pdf"), str(surat[3])]})[0]["halaman"][0] == 0


def test_a_file_that_is_locked_by_a_password_is_left_out(surat: list[Path], tmp_path: Path) -> None:
    w = PdfWriter(clone_from=surat[0])
    w.encrypt("rahasia", algorithm="RC4-128")
    w.write(tmp_path / "kunci.pdf")
    assert jilidkan(tmp_path / "j.pdf", tmp_path / "kunci.pdf", surat[1])[0] == [0, 1]


def test_a_link_leads_to_its_own_page_and_inherited_sizes_stay(tmp_path: Path) -> None:
    w = PdfWriter()
    for lebar in (300, 400):
        w.add_blank_page(lebar, 500)
    w.add_annotation(0, Link(rect=(10, 10, 50, 50), target_page_index=1, fit=Fit.fit()))
    induk = w._pages.get_object()
    for h in w.pages:
        del h[NameObject("/MediaBox")]
    induk[NameObject("/MediaBox")] = ArrayObject(FloatObject(x) for x in (0, 0, 333, 444))
    w.write(tmp_path / "tautan.pdf")
    _, buku = jilidkan(tmp_path / "j.pdf", tmp_path / "tautan.pdf", tmp_path / "tautan.pdf")
    assert {float(h.mediabox.width) for h in buku.pages} == {333.0}
    tujuan = buku.pages[2]["/Annots"][0].get_object()["/Dest"][0]
    assert tujuan == buku.pages[3].indirect_reference


def test_a_signature_keeps_its_picture_only(surat: list[Path], tmp_path: Path) -> None:
    """In a volume it can no longer hold; a field that claimed to would be called broken by every reader."""
    w = PdfWriter(clone_from=surat[0])
    rupa = w.pages[0]["/Contents"].get_object()
    bidang = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject("Tanda tangan"),
        NameObject("/V"): w._add_object(DictionaryObject({NameObject("/Type"): NameObject("/Sig")})),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): w._add_object(rupa)}),
        NameObject("/Rect"): ArrayObject(NumberObject(x) for x in (0, 0, 9, 9)),
    })  # fmt: skip
    w.pages[0][NameObject("/Annots")] = ArrayObject([w._add_object(bidang)])
    w.write(tmp_path / "ttd.pdf")
    _, buku = jilidkan(tmp_path / "j.pdf", tmp_path / "ttd.pdf", surat[1])
    baru = buku.pages[0]["/Annots"][0].get_object()
    assert "/AP" in baru
    assert not {"/V", "/FT", "/T"} & set(baru)
    assert b"/Sig" not in (tmp_path / "j.pdf").read_bytes()


def test_the_bookmarks_of_a_part_stand_below_it(surat: list[Path], tmp_path: Path) -> None:
    _, buku = jilidkan(tmp_path / "j.pdf", *surat, bagian=("A", "A", "", "B"))
    atas = [str(x["/Title"]) for x in buku.outline if not isinstance(x, list)]
    assert atas == ["A", "Naskah 2 – “é”", "B"]
    assert io.BytesIO((tmp_path / "j.pdf").read_bytes()).read(8) == b"%PDF-1.7"
