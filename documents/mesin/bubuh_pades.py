"""Inside the worker: a PAdES signature with the signer's PKCS#12 as an incremental update of the frozen bytes.

Imported by documents.mesin.pekerja only; it loads pyHanko, PDFium and ReportLab. The key lives in this process and
nowhere else, and the process ends with the work (documents.pdf retires it).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pypdfium2
from asn1crypto import pkcs12 as pkcs12_asn1
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from documents import kata
from documents.mesin import seams
from documents.mesin.periksa_pades import Ditolak, periksa, selesaikan

LEBAR, TINGGI = 70 * mm, 16.5 * mm  # of the visible block; the room to sign is 20 mm high
RSA_TERKECIL = 2048


def tanda_tangani(tugas: dict[str, Any], isi: bytes) -> tuple[dict[str, Any], bytes]:
    """The signed PDF and what its signature says.

    `tugas`: panjang (of certificate file, passphrase and PDF, which make up `isi`), nama_cetak, nama, jabatan, huruf,
    and what `periksa` takes.
    """
    p, s, _ = tugas["panjang"]
    try:
        penanda, sertifikat = _kunci(isi[:p], isi[p : p + s], datetime.fromisoformat(tugas["kini"]))
        beku = isi[p + s :]
        hasil = _bubuhkan(beku, penanda, sertifikat, tugas)
        del penanda
        return periksa(beku, hasil, tugas), hasil
    except Ditolak as galat:
        return {"sebab": str(galat)}, b""
    except Exception as galat:  # what a library says may quote the key it was given: only its name goes out
        return {"sebab": "gagal", "jenis": type(galat).__name__}, b""


# --- the key ----------------------------------------------------------------------------------------------------------


def _kunci(berkas: bytes, sandi: bytes, kini: datetime) -> tuple[SimpleSigner, Any]:
    try:
        pkcs12_asn1.Pfx.load(berkas, strict=True)["auth_safe"]["content_type"].native  # noqa: B018  (parses it)
    except (ValueError, TypeError, KeyError) as galat:
        raise Ditolak("bukan_pkcs12") from galat
    try:
        kunci, sertifikat, lain = pkcs12.load_key_and_certificates(berkas, sandi)
    except ValueError:
        raise Ditolak("sandi") from None
    except UnsupportedAlgorithm:
        raise Ditolak("bukan_pkcs12") from None
    if kunci is None or sertifikat is None:
        raise Ditolak("tanpa_kunci")
    kuat = isinstance(kunci, ec.EllipticCurvePrivateKey) or (
        isinstance(kunci, rsa.RSAPrivateKey) and kunci.key_size >= RSA_TERKECIL
    )
    if not kuat:
        raise Ditolak("kunci_lemah")
    if not sertifikat.not_valid_before_utc <= kini <= sertifikat.not_valid_after_utc:
        raise Ditolak("kedaluwarsa")
    milik = seams.asn1_certificate(sertifikat)
    pakai = milik.key_usage_value
    if pakai is not None and not {"digital_signature", "non_repudiation"} & pakai.native:
        raise Ditolak("bukan_untuk_tanda_tangan")
    gudang = SimpleCertificateStore()
    gudang.register_multiple([milik, *map(seams.asn1_certificate, lain)])
    return SimpleSigner(signing_cert=milik, signing_key=seams.asn1_key(kunci), cert_registry=gudang), milik


# --- the signature and its visible block ------------------------------------------------------------------------------


class _Lembar(PdfContent):
    """A page that was drawn in memory, as the content of a stamp."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(box=BoxConstraints(width=LEBAR, height=TINGGI))
        self.pdf = pdf

    def render(self) -> bytes:
        assert self.writer is not None
        lembar = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Blok"] = lembar
        return b"/Blok Do"


def _bubuhkan(beku: bytes, penanda: SimpleSigner, sertifikat: Any, tugas: dict[str, Any]) -> bytes:
    nama = str(sertifikat.subject.native.get("common_name") or sertifikat.subject.human_friendly)
    halaman, (kiri, bawah, kanan, atas) = tempat(beku, tugas["nama_cetak"])
    blok = _blok(nama, tugas["jabatan"] if kata.nama_sama(nama, tugas["nama"]) else "", tugas["saat"], tugas["huruf"])
    penulis = IncrementalPdfFileWriter(io.BytesIO(beku), strict=False)
    keterangan = PdfSignatureMetadata(
        field_name="TandaTangan", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=nama
    )
    pembubuh = PdfSigner(
        keterangan,
        penanda,
        stamp_style=StaticStampStyle(background=_Lembar(blok), border_width=0),
        new_field_spec=SigFieldSpec(
            "TandaTangan", on_page=halaman, box=(round(kiri), round(bawah), round(kanan), round(atas))
        ),
    )
    keluar = io.BytesIO()
    selesaikan(pembubuh.async_sign_pdf(penulis, output=keluar))
    return keluar.getvalue()


def _blok(nama: str, jabatan: str, saat: str, huruf: list[str]) -> bytes:
    """The block as a page of its own: who signed (by the certificate), as what, when."""
    for muka, berkas in zip(("ttd", "ttd-tebal"), huruf, strict=False):
        if muka not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(muka, berkas))
    tujuan = io.BytesIO()
    kanvas = Canvas(tujuan, pagesize=(LEBAR, TINGGI), initialFontName="ttd")
    kanvas.setLineWidth(0.5)
    kanvas.setStrokeGray(0.45)
    kanvas.roundRect(0.5, 0.5, LEBAR - 1, TINGGI - 1, 3)
    baris = [("ttd", 6.5, "Ditandatangani secara elektronik oleh"), ("ttd-tebal", 8, nama)]
    baris += [("ttd", 6.5, b) for b in _lipat(jabatan)] + [("ttd", 6.5, saat)]
    jarak = TINGGI / (len(baris) + 0.7)
    for n, (muka, ukuran, teks) in enumerate(baris, 1):
        while pdfmetrics.stringWidth(teks, muka, ukuran) > LEBAR - 4 * mm and ukuran > 4:
            ukuran -= 0.25
        kanvas.setFont(muka, ukuran)
        kanvas.drawCentredString(LEBAR / 2, TINGGI - (n + 0.1) * jarak, teks)
    kanvas.showPage()
    kanvas.save()
    return tujuan.getvalue()


def _lipat(jabatan: str, lebar: float = LEBAR - 6 * mm) -> list[str]:
    """At most two lines of about the same length."""
    suku = jabatan.split()
    if not suku or pdfmetrics.stringWidth(jabatan, "ttd", 6.5) <= lebar:
        return [jabatan] if suku else []
    tengah = min(range(1, len(suku) + 1), key=lambda n: abs(len(" ".join(suku[:n])) - len(jabatan) / 2))
    return [b for b in (" ".join(suku[:tengah]), " ".join(suku[tengah:])) if b]


# --- where it stands --------------------------------------------------------------------------------------------------

Kotak = tuple[float, float, float, float]


def tempat(pdf: bytes, nama: str) -> tuple[int, Kotak]:
    """(page, box): the empty room above the signer's printed name, else an empty place on the last page."""
    dokumen = pypdfium2.PdfDocument(pdf)
    for n, halaman in enumerate(dokumen):
        teks = halaman.get_textpage()
        for kiri, atas, kanan in _letak_nama(teks, nama):
            tengah = min(max((kiri + kanan) / 2, LEBAR / 2 + 5), halaman.get_width() - LEBAR / 2 - 5)
            kotak = (tengah - LEBAR / 2, atas + 1.2 * mm, tengah + LEBAR / 2, atas + 1.2 * mm + TINGGI)
            if _kosong(teks, kotak):
                return n, kotak
    terakhir = len(dokumen) - 1
    halaman = dokumen[terakhir]
    return terakhir, _celah(halaman)


def _letak_nama(teks: Any, nama: str) -> Iterator[tuple[float, float, float]]:
    """Where the name stands (left, top, right): as much of it as one line holds."""
    suku = nama.split()
    for n in range(len(suku), min(1, len(suku) - 1), -1):
        pencari = teks.search(" ".join(suku[:n]), match_case=True)
        ketemu = False
        while (letak := pencari.get_next()) is not None:
            ketemu = True
            kotak = [teks.get_charbox(i) for i in range(letak[0], letak[0] + letak[1])]
            kotak = [k for k in kotak if k[2] > k[0]]
            yield min(k[0] for k in kotak), max(k[3] for k in kotak), max(k[2] for k in kotak)
        if ketemu:
            return


def _kosong(teks: Any, kotak: Kotak) -> bool:
    kiri, bawah, kanan, atas = kotak
    return not teks.get_text_bounded(kiri, bawah, kanan, atas).strip()


def _celah(halaman: Any) -> Kotak:
    """From the foot upwards, at the right: the first height that holds no text."""
    teks, kanan = halaman.get_textpage(), halaman.get_width() - 20 * mm
    bawah = 27 * mm
    while bawah + TINGGI < halaman.get_height():
        kotak = (kanan - LEBAR, bawah, kanan, bawah + TINGGI)
        if _kosong(teks, kotak):
            return kotak
        bawah += 2 * mm
    return (kanan - LEBAR, 27 * mm, kanan, 27 * mm + TINGGI)
