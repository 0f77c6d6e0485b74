"""Inside the worker: is a PDF signed, unchanged, whole, and the same paper as the frozen one? By whom, on whose word?

Imported by documents.mesin.pekerja only; it loads pyHanko and PDFium. Nothing is fetched: whether a certificate was
revoked cannot be asked, and is not claimed.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdfium2
from asn1crypto import pem, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

log = logging.getLogger(__name__)
LONGGAR = timedelta(minutes=10)  # between two clocks
PEMAKAIAN = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
BOLEH_SESUDAH = (ModificationLevel.LTA_UPDATES,)


class Ditolak(Exception):
    """The reason by its code; documents/tanda_tangan.py has the sentence."""


def periksa_tanda_tangan(tugas: dict[str, Any], isi: bytes) -> tuple[dict[str, Any], bytes]:
    """`tugas`: panjang (of the frozen part of `isi`), kode, akar (PEM texts), beku, kini (ISO moments)."""
    beku, unggahan = isi[: tugas["panjang"]], isi[tugas["panjang"] :]
    try:
        return periksa(beku, unggahan, tugas), b""
    except Ditolak as galat:
        return {"sebab": str(galat)}, b""
    except (MemoryError, SystemError):
        raise
    except Exception as galat:  # a file that was sent may be broken in any way
        log.warning("PDF yang diunggah tidak dapat diperiksa: %s", type(galat).__name__)
        return {"sebab": "bukan_pdf"}, b""


def periksa(beku: bytes, unggahan: bytes, tugas: dict[str, Any]) -> dict[str, Any]:
    """What the signature says, or Ditolak."""
    pembaca = _buka(unggahan)
    if not unggahan.rstrip(b"\0\r\n ").endswith(b"%%EOF"):
        raise Ditolak("ditambah")
    tanda = list(pembaca.embedded_regular_signatures)
    if not tanda:
        raise Ditolak("tanpa_tanda_tangan")
    cara = _hubungan(beku, unggahan, pembaca, tugas["kode"])
    for satu in tanda[:-1]:
        _utuh(satu, len(unggahan), None)
    hasil = _utuh(tanda[-1], len(unggahan), _akar(tugas["akar"]))
    saat = datetime.fromisoformat(hasil["waktu"])
    if saat < datetime.fromisoformat(tugas["beku"]) - LONGGAR:
        raise Ditolak("mendahului")
    if saat > datetime.fromisoformat(tugas["kini"]) + LONGGAR:
        raise Ditolak("masa_depan")
    return {"sebab": "", "cara": cara, **hasil}


def _buka(unggahan: bytes) -> PdfFileReader:
    try:
        pembaca = PdfFileReader(io.BytesIO(unggahan), strict=False)
        if pembaca.encrypted:
            raise Ditolak("tersandi")
        pembaca.root["/Pages"]
        list(pembaca.embedded_signatures)
    except (PdfError, KeyError, ValueError, TypeError, IndexError, RecursionError) as galat:
        raise Ditolak("bukan_pdf") from galat
    return pembaca


# --- the signature ----------------------------------------------------------------------------------------------------


def _utuh(tanda: EmbeddedPdfSignature, panjang: int, akar: list[x509.Certificate] | None) -> dict[str, Any]:
    """The facts of one signature that holds; Ditolak when it does not."""
    saat = tanda.self_reported_timestamp
    sertifikat = tanda.signer_cert
    if sertifikat is None or saat is None:
        raise Ditolak("tanpa_waktu")
    if not sertifikat.not_valid_before <= saat <= sertifikat.not_valid_after:
        raise Ditolak("kedaluwarsa")
    konteks = ValidationContext(
        trust_roots=akar or [], allow_fetching=False, revocation_mode="soft-fail", moment=saat, best_signature_time=saat
    )
    try:
        status = selesaikan(
            async_validate_pdf_signature(tanda, konteks, key_usage_settings=PEMAKAIAN, diff_policy=DEFAULT_DIFF_POLICY)
        )
    except (PdfError, ValueError, KeyError, TypeError) as galat:
        raise Ditolak("rusak") from galat
    if not (status.intact and status.valid):
        raise Ditolak("rusak")
    _seluruhnya(tanda, status, panjang, terakhir=akar is not None)
    return {
        "nama": _nama(sertifikat),
        "penerbit": sertifikat.issuer.human_friendly[:300],
        "seri": f"{sertifikat.serial_number:x}"[:80],
        "waktu": saat.astimezone(UTC).isoformat(),
        "tersertifikasi": bool(akar) and bool(status.trusted),
    }


def _seluruhnya(tanda: EmbeddedPdfSignature, status: Any, panjang: int, terakhir: bool) -> None:
    """The signature speaks of every byte; behind the last one only proof of its validity may follow."""
    akhir = int(tanda.byte_range[2]) + int(tanda.byte_range[3])
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE and akhir == panjang:
        return
    boleh = BOLEH_SESUDAH if terakhir else (*BOLEH_SESUDAH, ModificationLevel.FORM_FILLING)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION or status.modification_level not in boleh:
        raise Ditolak("ditambah")


def _nama(sertifikat: x509.Certificate) -> str:
    nama = sertifikat.subject.native.get("common_name") or sertifikat.subject.human_friendly
    return str(nama[0] if isinstance(nama, list) else nama)[:300]


def _akar(teks: list[str]) -> list[x509.Certificate]:
    hasil = []
    for satu in teks:
        for _, _, der in pem.unarmor(satu.encode(), multiple=True):
            hasil.append(x509.Certificate.load(der))
    return hasil


class _Putaran(asyncio.BaseEventLoop):
    """An event loop without a socket to be woken by: what pyHanko writes as coroutines computes and never waits."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = self

    def select(self, tunggu: float | None) -> list[Any]:
        if tunggu is None or tunggu > 0:
            raise RuntimeError("pekerjaan ini menunggu sesuatu di luar prosesnya")
        return []

    def _process_events(self, _peristiwa: Any) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


def selesaikan(kerja: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end, in this process alone."""
    putaran = _Putaran()
    try:
        return putaran.run_until_complete(kerja)
    finally:
        putaran.close()


# --- the same paper? --------------------------------------------------------------------------------------------------


def _hubungan(beku: bytes, unggahan: bytes, pembaca: PdfFileReader, kode: str) -> str:
    """ "lanjutan" when the frozen bytes stand at the beginning, "tulis_ulang" when a service wrote the file anew."""
    if unggahan.startswith(beku):
        _hanya_tanda_tangan(beku, pembaca)
        return "lanjutan"
    semula, kini = _halaman(beku), _halaman(unggahan)
    if kode not in "".join(kini):
        raise Ditolak("naskah_lain")
    if semula != kini:
        raise Ditolak("diubah")
    return "tulis_ulang"


def _hanya_tanda_tangan(beku: bytes, pembaca: PdfFileReader) -> None:
    """Behind the frozen bytes nothing of the paper was replaced and nothing but signatures laid over it.

    pyHanko judges what follows a signature; what stands between the frozen bytes and the first one is judged here.
    """
    semula = PdfFileReader(io.BytesIO(beku), strict=False)
    awal, akar = semula.xrefs.total_revisions, semula.root_ref.idnum
    lembar = {p.idnum: p for p in _lembar(semula)}
    if [p.idnum for p in _lembar(pembaca)] != list(lembar):
        raise Ditolak("diubah")
    lama = {r.idnum for n in range(awal) for r in semula.xrefs.explicit_refs_in_revision(n)}
    for n in range(awal, pembaca.xrefs.total_revisions):
        for ref in pembaca.xrefs.explicit_refs_in_revision(n):
            if ref.idnum in lama and ref.idnum not in (akar, *lembar, *_keterangan(semula)):
                raise Ditolak("diubah")
    _sama(semula.root, pembaca.root, BOLEH_DI_AKAR)
    for p in lembar.values():
        kini = pembaca.get_object(generic.Reference(p.idnum, p.generation, pembaca))
        _sama(p.get_object(), kini, {"/Annots"})
        _hanya_widget(p.get_object(), kini)


BOLEH_DI_AKAR = {"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version", "/Metadata"}
TERBESAR = 0.25  # of the page: a block of a signature that covers more hides the paper


def _lembar(pembaca: PdfFileReader) -> list[Any]:
    """The references of the pages, in their order."""
    jumlah = int(pembaca.root["/Pages"]["/Count"])
    return [pembaca.find_page_for_modification(n)[0].reference for n in range(min(jumlah, 5000))]


def _keterangan(pembaca: PdfFileReader) -> set[int]:
    """The numbers of what tells about the file and is not the paper: the date of its last change."""
    kamus = (pembaca.trailer, "/Info"), (pembaca.root, "/Metadata")
    acuan = [d.raw_get(k) for d, k in kamus if k in d]
    return {a.idnum for a in acuan if isinstance(a, generic.IndirectObject)}


def _sama(semula: Any, kini: Any, kecuali: set[str]) -> None:
    for kunci in {*semula, *kini} - kecuali:
        if kunci not in semula or kunci not in kini or _bita(semula, kunci) != _bita(kini, kunci):
            raise Ditolak("diubah")


def _bita(kamus: Any, kunci: str) -> bytes:
    tujuan = io.BytesIO()
    kamus.raw_get(kunci).write_to_stream(tujuan)
    return tujuan.getvalue()


def _hanya_widget(semula: Any, kini: Any) -> None:
    """What was added to a page are fields of signatures, and together they cover no more than one may."""
    lama, ada, luas = _anotasi(semula), _anotasi(kini), 0.0
    _, _, lebar, tinggi = (float(x) for x in kini["/MediaBox"])
    if not set(lama) <= set(ada):
        raise Ditolak("diubah")
    for bita, anotasi in ada.items():
        if bita in lama:
            continue
        jenis = anotasi.get("/FT") or anotasi.get("/Parent", {}).get("/FT")
        kiri, bawah, kanan, atas = (float(x) for x in anotasi["/Rect"])
        luas += abs(kanan - kiri) * abs(atas - bawah)
        if anotasi.get("/Subtype") != "/Widget" or jenis != "/Sig" or luas > TERBESAR * lebar * tinggi:
            raise Ditolak("diubah")


def _anotasi(lembar: Any) -> dict[bytes, Any]:
    """The annotations of a page by their bytes."""
    hasil = {}
    for satu in lembar.get("/Annots", ()):
        isi = satu.get_object() if isinstance(satu, generic.IndirectObject) else satu
        tujuan = io.BytesIO()
        isi.write_to_stream(tujuan)
        hasil[tujuan.getvalue()] = isi
    return hasil


def _halaman(data: bytes) -> list[str]:
    """What each page says, without blanks and hyphens, which every writer of PDF sets in its own way."""
    try:
        dokumen = pypdfium2.PdfDocument(data)
        return [re.sub(r"[\s\u00ad\u2010-\u2015\ufffe-]+", "", p.get_textpage().get_text_bounded()) for p in dokumen]
    except pypdfium2.PdfiumError as galat:
        raise Ditolak("bukan_pdf") from galat
