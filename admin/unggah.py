"""Files that people send: at most 20 MB, and only what they really are (their first bytes decide, not their name)."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response
from werkzeug.datastructures import FileStorage
from werkzeug.http import dump_options_header

from models.pesan import Keliru

TERBESAR = 20 * 1024 * 1024
SEMUA = "Berkas harus PDF, PNG, JPG, atau dokumen Office (docx, xlsx, pptx, doc, xls, ppt, odt, ods)."
PDF, GAMBAR = frozenset({"application/pdf"}), frozenset({"image/png", "image/jpeg"})
OOXML = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
ODF = {"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
OLE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
DI_TEMPAT = PDF | GAMBAR  # shown in the browser; the rest is downloaded


def read_upload(file: FileStorage, takes: frozenset[str] | None = None, wrong: str = SEMUA) -> tuple[str, str, bytes]:
    """(name, mime, bytes) of a file that may be stored. A place that `takes` fewer kinds says so in `wrong`."""
    data = file.stream.read(TERBESAR + 1)
    if len(data) > TERBESAR:
        raise Keliru("Berkas lebih besar dari 20 MB. Perkecil dahulu, lalu pilih lagi.")
    if not data:
        raise Keliru("Berkas ini kosong. Pilih berkas lain.")
    name = clean_name(file.filename or "berkas")
    mime = sniff(name, data)
    if mime is None or (takes is not None and mime not in takes):
        raise Keliru(wrong)
    return name, mime, data


def clean_name(name: str) -> str:
    """The last part of the path, without what a file name must not hold."""
    base = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*')
    stem, dot, suffix = kept.rpartition(".")
    return (f"{stem[:150]}{dot}{suffix[:10]}" if dot else suffix[:160]).strip() or "berkas"


def sniff(name: str, data: bytes) -> str | None:
    """What the bytes are; None if they are nothing that the office stores, or not what the name says."""
    suffix = name.rpartition(".")[2].lower()
    if data.startswith(b"%PDF-") and suffix == "pdf":
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and suffix == "png":
        return "image/png"
    if data.startswith(b"\xff\xd8\xff") and suffix in ("jpg", "jpeg"):
        return "image/jpeg"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE.get(suffix)
    return _office(suffix, data) if data.startswith(b"PK\x03\x04") else None


def _office(suffix: str, data: bytes) -> str | None:
    """Only the table of contents of the archive is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:5000]
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if "mimetype" in names and "content.xml" in names:
        return ODF.get(suffix)
    if "[Content_Types].xml" not in names or any(n.endswith("vbaProject.bin") for n in names):
        return None
    for folder, (ending, mime) in OOXML.items():
        if suffix == ending and any(n.startswith(folder) for n in names):
            return mime
    return None


def serve(name: str, mime: str, data: bytes, download: bool = False, own: bool = False) -> Response:
    """A stored file as a response that cannot act as a page of this site.

    `own`: the panel wrote it. Whatever came from outside stands in a sandbox: no script, no form, no origin.
    """
    shown = mime in DI_TEMPAT and not download
    response = Response(data, mimetype=mime)
    safe = clean_name(name.replace("/", "-"))
    # A header holds Latin-1 only: a name with other signs goes along in UTF-8, the plain one is for old browsers.
    names = {"filename": safe.encode("ascii", "replace").decode().replace("?", "-")}
    if not safe.isascii():
        names["filename*"] = f"UTF-8''{quote(safe, safe='')}"
    response.headers["Content-Disposition"] = dump_options_header("inline" if shown else "attachment", names)
    # Not the policy of pages: under object-src 'none' the PDF viewer of the browser would stay empty.
    policy = "base-uri 'none'; frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy if own else f"sandbox; {policy}"
    return response
