"""Anybody with a sheet in hand asks here whether it is genuine: by its code, or byte for byte with the PDF.

Open to everybody, so it says only what stands at the head of the paper, never its content nor whom it was sent to.
Guessing needs no throttle: 27^12 codes are 57 bits; with ten thousand papers one in 10^13 guesses meets one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request
from werkzeug.wrappers import Response

from admin import unggah
from documents import kata, tanda_tangan, tulisan
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.pesan import Keliru, Pesan, rangkai
from models.tanda_tangan import TandaTanganElektronik
from models.transaksi import membaca
from models.waktu import lokal
from sop import keluar

blueprint = Blueprint("periksa", __name__, url_prefix="/periksa")
PANJANG = 12
# What people type for a letter that codes do not have.
MIRIP = str.maketrans({"0": "D", "O": "D", "Q": "D", "1": "L", "I": "L", "S": "5", "Z": "2", "B": "8", "G": "6"})
TIDAK_DIKENAL = "Kode ini tidak dikenal. Periksa kembali huruf dan angkanya pada lembar naskah."
PANDUAN = "Kode verifikasi terdiri atas 12 huruf dan angka, misalnya ACDE-FHJK-LMNP."


@dataclass(frozen=True)
class Keadaan:
    """Whether a paper is in force: a word, a colour, and the sentence that explains it."""

    kata: str
    nada: str
    kalimat: str


@dataclass(frozen=True)
class Hasil:
    """What the comparison of an uploaded file brought."""

    nada: str
    judul: str
    kalimat: str


def normal(kode: str) -> str:
    """Without case, blanks and dashes."""
    return "".join(c for c in kode.upper() if c.isascii() and c.isalnum())


def find(typed: str) -> Dokumen | None:
    """The paper of a code as it stands, or as it was misread."""
    kode = normal(typed)
    if len(kode) != PANJANG:
        return None
    for satu in dict.fromkeys((kode, kode.translate(MIRIP))):
        found: Dokumen | None = db.session.scalar(db.select(Dokumen).filter_by(kode_periksa=satu, deleted_at=None))
        if found is not None:
            return found
    return None


# --- pages ------------------------------------------------------------------------------------------------------------


@blueprint.route("/", methods=["GET", "POST"])
def start() -> Any:
    """Ask for the code, or for the PDF alone: its own hash finds the paper."""
    if request.method == "POST":
        with membaca():
            return _compare(None)
    typed = request.args.get("kode", "")[:100]
    if not typed.strip():
        return _page()
    found = find(typed)
    return (
        redirect(f"/periksa/{found.kode_periksa}") if found else _page(galat=_wrong(typed), diketik=typed, status=404)
    )


@blueprint.route("/<kode>", methods=["GET", "POST"])
def paper(kode: str) -> Any:
    """What stands behind the code of a sheet."""
    with membaca():
        found = find(kode[:100])
        if found is None:
            return _page(galat=_wrong(kode), diketik=kode[:40], status=404)
        return _compare(found) if request.method == "POST" else _page(found)


def _wrong(typed: str) -> str:
    return TIDAK_DIKENAL if len(normal(typed)) == PANJANG else PANDUAN


def _page(
    found: Dokumen | None = None,
    hasil: Hasil | None = None,
    galat: str | None = None,
    diketik: str = "",
    status: int = 200,
) -> tuple[str, int]:
    context = {"galat": galat, "diketik": diketik, "hasil": hasil, "dokumen": found}
    context["berkode"] = (Pesan("Kode verifikasi"), tanda_tangan.SIDIK_ISI, tanda_tangan.SIDIK_BERKAS)
    if found is not None:
        context |= {"keadaan": state_of(found), "fakta": facts(found)}
    return render_template("admin/periksa.html", **context), status


@blueprint.after_request
def _headers(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


# --- what it says -----------------------------------------------------------------------------------------------------


def state_of(d: Dokumen) -> Keadaan:
    if d.status is StatusDokumen.TERBIT and keluar.demonstrasi(d.musrenbang_id):
        sentence = Pesan("Naskah ini dibuat dari data demonstrasi untuk mencoba panel; ini bukan surat resmi.")
        return Keadaan(Pesan("Contoh"), "perhatian", sentence)
    if d.status is StatusDokumen.TERBIT:
        return Keadaan(Pesan("Berlaku"), "baik", Pesan("Naskah ini terbit dan masih berlaku."))
    if d.status is StatusDokumen.MENUNGGU_NOMOR:
        return Keadaan(
            Pesan("Menunggu nomor"),
            "perhatian",
            Pesan("Naskah ini sudah ditandatangani, tetapi belum bernomor dan belum terbit."),
        )
    if d.status is StatusDokumen.MEMBEKUKAN:
        return Keadaan(
            Pesan("Sedang diterbitkan"), "perhatian", Pesan("Naskah ini sedang diterbitkan. Coba lagi sebentar.")
        )
    kapan = Pesan(" sejak {hari}", hari=kata.tanggal(lokal(d.dicabut_pada).date())) if d.dicabut_pada else ""
    if d.status is StatusDokumen.DIBATALKAN:
        return Keadaan(
            Pesan("Dibatalkan"), "salah", Pesan("Naskah ini dibatalkan dan tidak berlaku{kapan}.", kapan=kapan)
        )
    baru = _successor(d)
    oleh = (
        Pesan("digantikan oleh versi {versi}, nomor {nomor}", versi=baru.versi, nomor=baru.nomor)
        if baru
        else Pesan("ditarik untuk dikoreksi; penggantinya belum terbit")
    )
    return Keadaan(
        Pesan("Diganti"), "salah", Pesan("Naskah ini tidak berlaku lagi{kapan}: {oleh}.", kapan=kapan, oleh=oleh)
    )


def _successor(d: Dokumen) -> Dokumen | None:
    """The version in force at the end of the chain."""
    satu: Dokumen | None = d
    for _ in range(50):
        stmt = db.select(Dokumen).filter_by(menggantikan_id=satu.id if satu else 0, deleted_at=None)
        satu = db.session.scalar(stmt.order_by(Dokumen.id.desc()).limit(1))
        if satu is None or satu.status is StatusDokumen.TERBIT:
            return satu
    return None


def facts(d: Dokumen) -> list[tuple[str, str]]:
    """The head of the paper and how it was signed; no content, no addressee, no reason."""
    rows = [
        (Pesan("Kode verifikasi"), kata.berkelompok(d.kode_periksa)),
        (Pesan("Nomor"), d.nomor or Pesan("belum bernomor")),
        (Pesan("Tanggal"), kata.tanggal(d.tanggal) if d.tanggal else "–"),
        (Pesan("Hal"), d.perihal),
        (Pesan("Penanda tangan"), d.penandatangan or "–"),
        (Pesan("Versi"), str(d.versi)),
        (
            Pesan("Tanda tangan"),
            rangkai("; ", map(signature_of, tanda_tangan.semua(d.id)[:5])) or Pesan("pada lembar naskah"),
        ),
        (tanda_tangan.SIDIK_ISI, tanda_tangan.sidik_isi(d) or "–"),
        (tanda_tangan.SIDIK_BERKAS, d.sha256 or "–"),
    ]
    return rows


def signature_of(t: TandaTanganElektronik) -> str:
    """The label, and the name that the certificate itself gives."""
    if not t.elektronik:
        return tulisan.word(t.jenis)
    hasil = Pesan("{jenis}, atas nama {nama}", jenis=tulisan.word(t.jenis), nama=t.nama_sertifikat)
    hasil += "" if t.sesuai else Pesan(" (berbeda dari penanda tangan naskah)")
    return hasil + (Pesan(", {saat}", saat=kata.saat(t.waktu)) if t.waktu else "")


# --- byte for byte ----------------------------------------------------------------------------------------------------


def _compare(found: Dokumen | None) -> tuple[str, int]:
    """Nothing is stored: the file is hashed and forgotten."""
    try:
        file = request.files.get("berkas")
        if file is None or not file.filename:
            raise Keliru("Pilih dahulu berkas PDF yang hendak diperiksa.")
        _, _, data = unggah.read_upload(file, unggah.PDF, Pesan("Yang dapat diperiksa hanya berkas PDF."))
    except Keliru as error:
        return _page(found, galat=error.pesan, status=error.status)
    sidik = hashlib.sha256(data).hexdigest()
    owner, hasil = _matches(sidik)
    if found is not None and owner is not None and owner.id != found.id:
        kode = kata.berkelompok(owner.kode_periksa)
        hasil = Hasil(
            "salah",
            Pesan("Naskah lain"),
            Pesan("Berkas ini naskah lain yang sah tersimpan, dengan kode {kode}.", kode=kode),
        )
    elif found is not None and owner is None:
        hasil = Hasil(
            "salah",
            Pesan("Tidak sama"),
            Pesan(
                "Berkas ini tidak sama bita demi bita dengan naskah yang tersimpan, juga tidak dengan versi bertanda "
                "tangannya. Berkas yang disimpan ulang, dipindai atau diubah tidak akan cocok."
            ),
        )
    return _page(found or owner, hasil)


def _matches(sidik: str) -> tuple[Dokumen | None, Hasil]:
    """Whose bytes these are."""
    d = db.session.scalar(db.select(Dokumen).filter_by(sha256=sidik, deleted_at=None).limit(1))
    if d is not None:
        return d, Hasil(
            "baik",
            Pesan("Sama"),
            Pesan("Berkas ini sama bita demi bita dengan PDF yang dibekukan ketika naskah terbit."),
        )
    t = db.session.scalar(db.select(TandaTanganElektronik).filter_by(sha256=sidik, deleted_at=None).limit(1))
    if t is not None:
        kalimat = Pesan(
            "Berkas ini sama bita demi bita dengan versi bertanda tangan: {signature_of}.", signature_of=signature_of(t)
        )
        return db.session.get(Dokumen, t.dokumen_id), Hasil("baik", Pesan("Sama dengan versi bertanda tangan"), kalimat)
    return None, Hasil(
        "salah",
        Pesan("Tidak dikenal"),
        Pesan("Berkas ini bukan naskah yang tersimpan, atau sudah diubah sesudah diterbitkan."),
    )


def pasang(app: Flask) -> None:
    app.register_blueprint(blueprint)
