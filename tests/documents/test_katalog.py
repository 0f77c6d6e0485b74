"""Every row of the catalog, with no, one and many parts: a sheet of its size, inside its margins, complete and legible.

A new row brings its own tests; it needs an example of its kind in tests/dunia.py (CONTOH, BAGIAN for its parts, DENGAN
for what it asks of its record). Sheet and margins are what its context says; a foot is asked of papers that have one.
"""

from __future__ import annotations

import html as hiperteks
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from documents import catalog, issue, kata, pdf, templat
from documents.catalog import KATALOG, Kertas
from models import pengaturan
from models.base import db
from models.pesan import SopError
from tests import dunia
from tests.documents import geometri
from tests.documents.geometri import Halaman, Kotak

# One worker, because each paper is printed once for all questions.
pytestmark = [pytest.mark.satu_basis, pytest.mark.xdist_group("katalog")]

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
BANYAK = 45
KAKI = 17  # mm above the lower edge: the foot begins
LONGGAR = 0.8  # mm: the side bearing of a letter
KERTAS = [pytest.param(k, id=f"{k.kind}-{k.kode}") for k in KATALOG]
BERBAGIAN = [pytest.param(k, id=f"{k.kind}-{k.kode}") for k in KATALOG if dunia.bagian(k.kode, k.kind)[0]]
# Papers that their record has only from so many parts on.
PALING_SEDIKIT = {"undangan_perorangan": 2, "label_undangan": 1, "amplop_undangan": 1, "kartu_undangan": 1}
JUMLAH = (0, 1, BANYAK)
BANYAKNYA = pytest.mark.parametrize(
    ("kertas", "jumlah"),
    [
        pytest.param(k, n, id=f"{k.kind}-{k.kode}-{n}")
        for k in KATALOG
        for n in JUMLAH
        if n >= PALING_SEDIKIT.get(k.kode, 0)
    ],
)


@dataclass(frozen=True)
class Cetakan:
    """A paper as it came out of the printer, and what it was printed from."""

    konteks: Any
    baris: templat.Tabel
    html: str
    isi: bytes
    halaman: list[Halaman]
    awal: list[int]  # where each letter begins: one letter, or one to each addressee

    @property
    def berkaki(self) -> bool:
        return "<pdf:halaman>" in self.html

    @property
    def kaki(self) -> float:
        """mm above the lower edge where the foot begins; a label, a card, a poster has none."""
        return KAKI if self.berkaki else 0


@cache
def cetakan(kode: str, kind: str, jumlah: int) -> Cetakan | None:
    """Printed once for all questions."""
    kertas = catalog.kertas(kode, kind)
    assert kertas is not None
    return cetak_dengan(kertas, dunia.contoh_kertas(kode, kind), jumlah)


def cetak_dengan(kertas: Kertas, record: Any, jumlah: int) -> Cetakan | None:
    """The paper of a record with so many parts; without the stamp of a draft, which would lie across the text.

    None where a record with so few parts has no such paper: nobody can print labels for no addressee.
    """
    dunia.isi_bagian(record, jumlah, kertas.kode)
    if not kertas.bila(record):
        with pytest.raises(SopError, match="tidak mempunyai naskah"):
            issue.cetak(record, kertas.kode)
        return None
    konteks = json.loads(json.dumps({**kertas.isi(record), "tanda": ""}))
    judul = catalog.judul_berkas(kertas, record)
    db.session.rollback()
    isi = issue.gambar(kertas, konteks, judul)
    awal = [0]
    if kertas.banyak is not None:  # each letter is laid out as that to the first addressee
        surat = kertas.banyak(konteks)
        dokumen = PdfReader(io.BytesIO(isi))
        awal = [dokumen.get_destination_page_number(x) for x in dokumen.outline]  # type: ignore[misc, arg-type]
        assert len(awal) == len(surat.catatan)
        konteks = json.loads(json.dumps(surat.isi(surat.catatan[0])))
    html, baris = catalog.susun(kertas.kode, konteks)
    return Cetakan(konteks, baris, html, isi, geometri.baca(isi), awal)


@pytest.fixture
def cetak(session: Any, kertas: Kertas, jumlah: int) -> Cetakan:
    found = cetakan(kertas.kode, kertas.kind, jumlah)
    assert found is not None, "the example has the paper as soon as it has parts"
    return found


def polos(teks: str) -> str:
    """Without markup, white space and hyphens: what a line break does not change."""
    return re.sub(r"[\s\u00ad\-]+", "", hiperteks.unescape(re.sub(r"<[^>]*>", "", teks))).lower()


def ukuran(c: Cetakan) -> tuple[float, float]:
    """Of its own sheet (label, card, envelope), else of the paper that its class names."""
    if lembar := c.konteks.get("lembar"):
        return lembar["lebar"], lembar["tinggi"]
    return templat.UKURAN_KERTAS[c.konteks["halaman"]["kertas"]]


@SQLITE
@pytest.mark.parametrize(
    ("kode", "jumlah"), [(kode, n) for kode, batas in PALING_SEDIKIT.items() for n in range(batas)]
)
def test_a_paper_that_needs_parts_is_not_offered_without_them(session: Any, kode: str, jumlah: int) -> None:
    assert cetakan(kode, "undangan", jumlah) is None


# --- the sheet --------------------------------------------------------------------------------------------------------


@SQLITE
@BANYAKNYA
def test_every_page_is_a_sheet_of_its_class_upright_or_turned(cetak: Cetakan) -> None:
    lebar, tinggi = ukuran(cetak)
    for h in cetak.halaman:
        assert any(abs(h.lebar - a) < 0.1 and abs(h.tinggi - b) < 0.1 for a, b in ((lebar, tinggi), (tinggi, lebar))), (
            h.lebar,
            h.tinggi,
        )


@SQLITE
@BANYAKNYA
def test_no_text_stands_outside_the_margins(cetak: Cetakan) -> None:
    tepi = cetak.konteks["halaman"]
    for nomor, h in enumerate(cetak.halaman, 1):
        for k in h.kotak:
            assert k.kiri >= tepi["kiri"] - LONGGAR, (nomor, k)
            assert k.kanan <= h.lebar - tepi["kanan"] + LONGGAR, (nomor, k)
            assert k.atas >= tepi["kop_atas"] - LONGGAR, (nomor, k)
            if k.atas < h.tinggi - cetak.kaki:
                assert k.bawah <= h.tinggi - tepi["bawah"] + LONGGAR, (nomor, k)
            assert k.bawah <= h.tinggi - 5, (nomor, k)


@SQLITE
@BANYAKNYA
def test_every_page_says_which_of_how_many_it_is(cetak: Cetakan) -> None:
    if not cetak.berkaki:
        assert not any("dari" in h.teks and "Halaman" in h.teks for h in cetak.halaman)
        return
    kanan = cetak.konteks["halaman"]["kanan"]
    for n, h in enumerate(cetak.halaman):
        mulai = max(a for a in cetak.awal if a <= n)
        akhir = min((a for a in cetak.awal if a > n), default=len(cetak.halaman))
        kaki = [k for k in h.kotak if k.atas > h.tinggi - KAKI - LONGGAR and k.kiri > h.lebar - kanan - 44 - LONGGAR]
        assert "".join(k.teks for k in kaki).replace(" ", "") == f"Halaman{n - mulai + 1}dari{akhir - mulai}"
        assert abs(max(k.kanan for k in kaki) - (h.lebar - kanan)) < 1


# --- what stands on it ------------------------------------------------------------------------------------------------


@SQLITE
@BANYAKNYA
def test_text_can_be_read_faces_are_embedded_and_the_title_is_set(cetak: Cetakan) -> None:
    dokumen = PdfReader(io.BytesIO(cetak.isi))
    assert dokumen.metadata is not None
    assert len((dokumen.metadata.title or "").strip()) > 5
    for nomor, lembar in enumerate(dokumen.pages, 1):
        assert len(lembar.extract_text().split()) > 3, f"halaman {nomor} kosong"
        for muka in lembar["/Resources"].get("/Font", {}).values():
            font = muka.get_object()
            assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]
    semua = polos("".join(h.teks for h in cetak.halaman))
    assert "\ufffd" not in semua
    tanggal = kata.tanggal(cetak.konteks["tanggal"]) if cetak.konteks["tanggal"] else ""
    assert polos(tanggal) in semua or tanggal not in cetak.html  # a book or a label is not dated


@SQLITE
@BANYAKNYA
def test_every_row_of_every_long_table_is_printed_below_the_heads_of_its_columns(cetak: Cetakan) -> None:
    semua = [polos(h.teks) for h in cetak.halaman]
    kepala_tabel: list[list[tuple[str, bool]]] = [[] for _ in semua]
    gambar = list(_gambar(cetak.html))
    for nama, kepala in tabel_panjang(cetak.html):
        penanda = _penanda(cetak.baris.get(nama, []))
        for teks in penanda:
            assert any(polos(teks) in halaman for halaman in semua), (nama, teks)
        for nomor, halaman in enumerate(semua):
            bergambar = {teks for judul, isi in gambar if judul in halaman for teks in penanda if polos(teks) in isi}
            if kepala and sum(polos(teks) in halaman for teks in penanda - bergambar) >= 3:
                kepala_tabel[nomor].append((nama, all(polos(k) in halaman for k in kepala)))
    for nomor, ada in enumerate(kepala_tabel, 1):  # two tables may tell of the same rows: one of them stands here
        assert not ada or any(lengkap for _, lengkap in ada), (nomor, ada)


def tabel_panjang(html: str) -> Iterator[tuple[str, list[str]]]:
    """(name of the rows, texts of the heads) of each long table of a paper."""
    for tabel in re.findall(r"<table[^>]*data-rows=.*?</table>", html, re.S):
        nama = re.search(r'data-rows="([^"]+)"', tabel)
        kepala = tabel.partition("</thead>")[0] if "</thead>" in tabel else ""
        assert nama is not None
        yield nama[1], [k for k in re.findall(r"<th[^>]*>(.*?)</th>", kepala, re.S) if polos(k)]


def _gambar(html: str) -> Iterator[tuple[str, str]]:
    """(caption, words) of each picture: its words on a page are no rows of a table."""
    for svg, judul in re.findall(r'<pdf:gambar svg="(.*?)".*?class="nama-gambar">(.*?)</p>', html, re.S):
        yield polos(judul), polos(hiperteks.unescape(svg))


def _penanda(baris: list[Any]) -> set[str]:
    """Short texts that tell the rows apart, each on one line: the column with the most different ones."""
    polos_ = [b for b in baris if isinstance(b, list)]
    kolom: dict[int, set[str]] = {}
    for b in polos_:
        for i, sel in enumerate(b):
            if isinstance(sel, str) and 5 < len(sel) <= 20 and "<" not in sel:
                kolom.setdefault(i, set()).add(sel)
    return max(kolom.values(), key=lambda teks: (len(teks), -sum(map(len, teks))), default=set())


@SQLITE
@BANYAKNYA
def test_a_signature_never_stands_alone_on_a_page(cetak: Cetakan) -> None:
    _tidak_sendiri(cetak)


@SQLITE
@pytest.mark.battery
@pytest.mark.parametrize("kertas", BERBAGIAN)
def test_not_either_where_its_table_ends_with_the_page(session: Any, kertas: Kertas) -> None:
    """On both sides of every count of rows at which the paper gets another page."""
    record = dunia.contoh_kertas(kertas.kode, kertas.kind)

    @cache
    def dicetak(jumlah: int) -> Cetakan:
        hasil = cetak_dengan(kertas, record, jumlah)
        assert hasil is not None
        return hasil

    tepi = _tepi(lambda jumlah: len(dicetak(jumlah).halaman), 13, 40)
    for jumlah in sorted({13, 40} | {n + geser for n in tepi for geser in (-1, 0, 1)}):
        _tidak_sendiri(dicetak(jumlah))


def _tepi(halaman: Callable[[int], int], awal: int, akhir: int) -> Iterator[int]:
    """The counts between these at which the number of pages differs from that of one row less."""
    if halaman(awal) == halaman(akhir):
        return
    if akhir - awal == 1:
        yield akhir
        return
    tengah = (awal + akhir) // 2
    yield from _tepi(halaman, awal, tengah)
    yield from _tepi(halaman, tengah, akhir)


def _tidak_sendiri(cetak: Cetakan) -> None:
    ttd = list(tanda_tangan(cetak.konteks))
    blok = {polos(t) for satu in ttd for t in _teks_ttd(satu)}
    nama = {polos(satu["nama"]) for satu in ttd if satu["nama"]}
    tempat = polos(cetak.konteks["tempat"])
    for nomor, h in enumerate(cetak.halaman, 1):
        badan = [polos(k.teks) for k in h.kotak if k.atas < h.tinggi - cetak.kaki - LONGGAR]
        if nomor > 1 and any(b and any(b in n for n in nama) for b in badan):
            lain = [b for b in badan if not any(b in x for x in blok) and not b.startswith(tempat)]
            assert lain, f"halaman {nomor}: hanya tanda tangan"


def tanda_tangan(isi: Any) -> Iterator[dict[str, Any]]:
    """Every signature block of a context."""
    if isinstance(isi, dict):
        if {"jabatan", "nama", "pangkat", "nip"} <= set(isi):
            yield isi
        for v in isi.values():
            yield from tanda_tangan(v)
    elif isinstance(isi, list):
        for v in isi:
            yield from tanda_tangan(v)


def _teks_ttd(ttd: dict[str, Any]) -> list[str]:
    return [
        *ttd["atas_nama"],
        f"{ttd['sebagai']} {ttd['jabatan']},",
        ttd["nama"],
        ttd["pangkat"],
        f"NIP {ttd['nip']}",
        "Mengetahui,",
    ]


# --- as people print it -----------------------------------------------------------------------------------------------


@SQLITE
@pytest.mark.parametrize("kertas", KERTAS)
def test_a_draft_prints_as_people_print_it(session: Any, kertas: Kertas) -> None:
    record = dunia.contoh_kertas(kertas.kode, kertas.kind)
    nama, isi = issue.cetak(record, kertas.kode)
    assert isi.startswith(b"%PDF")
    assert nama.endswith(".pdf")
    konsep = "KONSEP" in "".join(p.extract_text() for p in PdfReader(io.BytesIO(isi)).pages)
    assert konsep or not kertas.terbit


# What people type; the first that a record has.
BERTEKS = ("perihal", "judul", "acara", "keputusan", "uraian", "kesimpulan", "isi", "penerima", "nama", "usulan")


@SQLITE
@pytest.mark.parametrize("kertas", KERTAS)
def test_a_name_with_signs_is_shown_as_it_was_typed(session: Any, kertas: Kertas) -> None:
    """HTML in a text is text; what is very long wraps inside the margins."""
    record: Any = dunia.contoh_kertas(kertas.kode, kertas.kind)
    teks = 'Rapat <b>A</b> & "B" – <img src="http://contoh.invalid/x.png"> ' + "panjang sekali " * 12
    kolom = next(n for n in BERTEKS if n in type(record).__mapper__.columns)
    setattr(record, kolom, teks[: min(230, getattr(type(record).__mapper__.columns[kolom].type, "length", 0) or 230)])
    db.session.flush()
    konteks = {**kertas.isi(record), "tanda": ""}
    judul = catalog.judul_berkas(kertas, record)
    db.session.rollback()
    html, _ = catalog.susun(kertas.kode, konteks)
    assert '<img src="http' not in html
    for h in geometri.baca(issue.gambar(kertas, konteks, judul)):
        assert all(k.kanan <= h.lebar - konteks["halaman"]["kanan"] + LONGGAR for k in h.kotak)


@SQLITE
@pytest.mark.parametrize("kertas", KERTAS)
def test_its_class_decides_face_and_margins(session: Any, kertas: Kertas) -> None:
    """A row of kelas_naskah that changes nothing is a promise that the panel does not keep."""
    record = dunia.contoh_kertas(kertas.kode, kertas.kind)
    kelas = pengaturan.kelas(kertas.kode) or pengaturan.kelas(kertas.kind)
    assert kelas is not None, kertas.kode
    kelas.huruf, kelas.margin_kanan = pengaturan.KeluargaHuruf.TIMES, 22
    db.session.flush()
    halaman, berkisi = kertas.isi(record)["halaman"], "kisi" in kertas.isi(record)
    db.session.rollback()
    assert halaman["huruf"] == "Times New Roman"
    assert berkisi or halaman["kanan"] in (22, 11)  # the grid of labels and cards has settings of its own; half a sheet


def test_the_reader_of_pages_sees_where_text_stands() -> None:
    """The yardstick itself: a text 50 mm from the left and 40 mm from the top."""
    html = (
        "<html><head><style>@page { size: 210mm 297mm; @frame a { left: 50mm; top: 40mm; width: 90mm; height: 60mm; } }"
        " html { font-family: naskah; font-size: 12pt }</style></head><body><p>Dua kata</p></body></html>"
    )
    (h,) = geometri.baca(pdf.render(html, judul="x"))
    assert (round(h.lebar), round(h.tinggi)) == (210, 297)
    (k,) = h.kotak
    assert isinstance(k, Kotak)
    assert k.teks == "Dua kata"
    assert abs(k.kiri - 50) < 1
    assert 40 < k.atas < 45
