"""Inside the worker process: many PDF files bound into one with bookmarks, file by file, so that memory stays flat.

Each file is read, its objects are numbered anew and written behind those of the file before; only the offsets and the
page numbers are remembered. What is the same in many papers (the logo, a face) is written once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from documents.mesin import seams

DIWARISI = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")  # what a page may leave to the node above it
# A signature holds for its own file only: in the volume its field keeps the picture and nothing else.
TANDA_TANGAN = frozenset({"/V", "/FT", "/Parent", "/T", "/TU", "/Ff", "/DV", "/MK"})
KATALOG, HALAMAN = 1, 2


class TidakTerbaca(ValueError):
    """A file that is no PDF, or one that nobody can open."""


def jilid(tugas: dict[str, Any], _isi: bytes = b"") -> tuple[dict[str, Any], bytes]:
    """Bind `berkas` (path, judul, bagian: a bookmark each, below that of its bagian) to the file `tujuan`.

    Answers the number of pages of each, 0 for what cannot be read and is left out.
    """
    with open(tugas["tujuan"], "wb") as tujuan:
        buku = _Jilid(tujuan)
        halaman = [buku.tambah(Path(b["path"]), b["judul"], b.get("bagian") or "") for b in tugas["berkas"]]
        buku.tutup(tugas["judul"])
    return {"halaman": halaman}, b""


def halaman(tugas: dict[str, Any], _isi: bytes = b"") -> tuple[dict[str, Any], bytes]:
    """The number of pages of each of the files `path`; 0 for what cannot be read."""
    jumlah = []
    for path in tugas["path"]:
        try:
            jumlah.append(len(_buka(Path(path)).pages))
        except TidakTerbaca:
            jumlah.append(0)
    return {"halaman": jumlah}, b""


def _buka(path: Path) -> PdfReader:
    try:
        pembaca = PdfReader(io.BytesIO(path.read_bytes()))
        if pembaca.is_encrypted or not pembaca.pages:
            raise TidakTerbaca(path.name)
        return pembaca
    except TidakTerbaca:
        raise
    except Exception as galat:  # pypdf raises whatever a broken file leads it to
        raise TidakTerbaca(path.name) from galat


class _Jilid:
    """The volume that grows; `_letak` are the offsets of its objects."""

    def __init__(self, keluar: IO[bytes]) -> None:
        self._keluar = keluar
        self._letak: dict[int, int] = {}
        self._nomor = HALAMAN
        self._lembar: list[int] = []
        self._penanda: list[tuple[str, str, int]] = []  # bagian, judul, number of the first page
        self._sama: dict[bytes, int] = {}
        self._keluar.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def baru(self) -> int:
        self._nomor += 1
        return self._nomor

    def tambah(self, path: Path, judul: str, bagian: str) -> int:
        """The pages of one file; a file that breaks half-way leaves nothing behind."""
        semula = self._nomor
        try:
            salinan = _Salinan(self, _buka(path))
            salinan.kerjakan()
        except Exception:  # a page tree that leads nowhere shows only while it is read
            self._nomor = semula
            return 0
        for nomor, isi in salinan.benda:
            self.tulis(nomor, isi)
        self._sama |= salinan.sama
        self._lembar += salinan.lembar
        self._penanda.append((bagian, judul, salinan.lembar[0]))
        return len(salinan.lembar)

    def kembar(self, sidik: bytes) -> int | None:
        return self._sama.get(sidik)

    def tulis(self, nomor: int, isi: bytes) -> None:
        self._letak[nomor] = self._keluar.tell()
        self._keluar.write(b"%d 0 obj\n%b\nendobj\n" % (nomor, isi))

    def tutup(self, judul: str) -> None:
        """Page tree, bookmarks, title, and the table of offsets."""
        anak = b" ".join(b"%d 0 R" % n for n in self._lembar)
        self.tulis(HALAMAN, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(self._lembar), anak))
        garis = self._garis_besar()
        isi = b"<< /Type /Catalog /Pages %d 0 R /Lang (id-ID) /PageMode /UseOutlines /Outlines %d 0 R"
        self.tulis(KATALOG, isi % (HALAMAN, garis) + b" /ViewerPreferences << /DisplayDocTitle true >> >>")
        keterangan = self.baru()
        self.tulis(keterangan, b"<< /Title %b >>" % _teks(judul))
        awal, jumlah = self._keluar.tell(), self._nomor + 1
        self._keluar.write(b"xref\n0 %d\n0000000000 65535 f \n" % jumlah)
        for nomor in range(1, jumlah):
            letak = self._letak.get(nomor)
            self._keluar.write(b"%010d 00000 n \n" % letak if letak is not None else b"0000000000 65535 f \n")
        sidik = hashlib.sha256(repr((self._penanda, sorted(self._letak.items()))).encode()).hexdigest()[:32].encode()
        ekor = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n"
        self._keluar.write(ekor % (jumlah, KATALOG, keterangan, sidik, sidik, awal))

    def _garis_besar(self) -> int:
        """The bookmarks: one for each paper, below that of its bagian where it has one."""
        akar = self.baru()
        atas: list[tuple[str, int, list[tuple[str, int]]]] = []
        for bagian, judul, lembar in self._penanda:
            if not bagian:
                atas.append((judul, lembar, []))
            elif atas and atas[-1][0] == bagian and atas[-1][2]:
                atas[-1][2].append((judul, lembar))
            else:
                atas.append((bagian, lembar, [(judul, lembar)]))
        nomor = [self.baru() for _ in atas]
        for i, (judul, lembar, isi) in enumerate(atas):
            cabang = [self.baru() for _ in isi]
            for j, (nama, ke) in enumerate(isi):
                self._penanda_ke(cabang, j, nomor[i], nama, ke)
            self._penanda_ke(nomor, i, akar, judul, lembar, cabang)
        ujung = b" /First %d 0 R /Last %d 0 R" % (nomor[0], nomor[-1]) if nomor else b""
        jumlah = len(atas) + sum(len(isi) for _, _, isi in atas)
        self.tulis(akar, b"<< /Type /Outlines /Count %d%b >>" % (jumlah, ujung))
        return akar

    def _penanda_ke(
        self, deret: list[int], i: int, induk: int, judul: str, lembar: int, anak: list[int] | None = None
    ) -> None:
        isi = b"<< /Title %b /Parent %d 0 R /Dest [%d 0 R /Fit]" % (_teks(judul), induk, lembar)
        if i:
            isi += b" /Prev %d 0 R" % deret[i - 1]
        if i + 1 < len(deret):
            isi += b" /Next %d 0 R" % deret[i + 1]
        if anak:
            isi += b" /First %d 0 R /Last %d 0 R /Count %d" % (anak[0], anak[-1], len(anak))
        self.tulis(deret[i], isi + b" >>")


class _Salinan:
    """The objects of one file with their new numbers."""

    def __init__(self, buku: _Jilid, pembaca: PdfReader) -> None:
        self._buku, self._pembaca = buku, pembaca
        self._nomor: dict[tuple[int, int], int] = {}
        self._antre: list[tuple[IndirectObject, int]] = []
        self.benda: list[tuple[int, bytes]] = []
        self.sama: dict[bytes, int] = {}
        self.lembar: list[int] = []

    def kerjakan(self) -> None:
        halaman = list(self._pembaca.pages)
        for h in halaman:  # first of all, so that a link to a page finds the page
            ref = h.indirect_reference
            assert ref is not None
            self.lembar.append(self._buku.baru())
            self._nomor[(ref.idnum, ref.generation)] = self.lembar[-1]
        for nomor, h in zip(self.lembar, halaman, strict=True):
            isi = {k: v for k, v in h.items() if k not in ("/Parent", "/StructParents", "/Thumb")}
            for kunci in DIWARISI:
                if kunci not in isi and (nilai := _warisan(h, kunci)) is not None:
                    isi[NameObject(kunci)] = nilai
            tulisan = b"/Parent %d 0 R" % HALAMAN
            self.benda.append((nomor, b"<< %b %b >>" % (tulisan, self._butir(isi))))
        while self._antre:
            ref, nomor = self._antre.pop()
            self.benda.append((nomor, self._tulisan(ref.get_object())))

    def _acu(self, ref: IndirectObject) -> bytes:
        kunci = (ref.idnum, ref.generation)
        if kunci not in self._nomor:
            benda = ref.get_object()
            sidik = _sidik(benda)
            kembar = (self._buku.kembar(sidik) or self.sama.get(sidik)) if sidik else None
            self._nomor[kunci] = kembar or self._buku.baru()
            if kembar is None:
                self._antre.append((ref, self._nomor[kunci]))
            if sidik:
                self.sama[sidik] = self._nomor[kunci]
        return b"%d 0 R" % self._nomor[kunci]

    def _tulisan(self, benda: Any) -> bytes:
        if benda is None or isinstance(benda, NullObject):
            return b"null"
        if isinstance(benda, IndirectObject):
            return self._acu(benda)
        if isinstance(benda, StreamObject):
            kepala = {k: v for k, v in benda.items() if k != "/Length"}
            data = seams.stored_bytes(benda)
            return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (self._butir(kepala), len(data), data)
        if isinstance(benda, DictionaryObject):
            lepas = TANDA_TANGAN if benda.get("/Subtype") == "/Widget" else frozenset()
            return b"<< %b >>" % self._butir({k: v for k, v in benda.items() if k not in lepas})
        if isinstance(benda, ArrayObject):
            return b"[%b]" % b" ".join(self._tulisan(x) for x in benda)
        keluar = io.BytesIO()
        benda.write_to_stream(keluar)
        return keluar.getvalue()

    def _butir(self, isi: Mapping[Any, Any]) -> bytes:
        return b" ".join(b"%b %b" % (_nama(k), self._tulisan(_mentah(isi, k))) for k in isi)


def _mentah(isi: Mapping[Any, Any], kunci: Any) -> Any:
    """The value as it stands in the file: pypdf's own lookup would follow the reference."""
    return isi.raw_get(kunci) if isinstance(isi, DictionaryObject) else isi[kunci]


def _nama(kunci: Any) -> bytes:
    keluar = io.BytesIO()
    kunci.write_to_stream(keluar)
    return keluar.getvalue()


def _warisan(halaman: Any, kunci: str) -> Any:
    induk = halaman.get("/Parent")
    while induk is not None:
        simpul = induk.get_object()
        if kunci in simpul:
            return simpul.raw_get(kunci)
        induk = simpul.get("/Parent")
    return None


def _sidik(benda: Any) -> bytes | None:
    """What makes a stream without references equal to another: picture and face files."""
    if not isinstance(benda, StreamObject):
        return None
    if any(isinstance(v, (IndirectObject, DictionaryObject)) for v in benda.values()):
        return None
    kepala = repr(sorted((k, str(v)) for k, v in benda.items()))
    return hashlib.sha256(kepala.encode() + seams.stored_bytes(benda)).digest()


def _teks(teks: str) -> bytes:
    keluar = io.BytesIO()
    TextStringObject(teks).write_to_stream(keluar)
    return keluar.getvalue()
