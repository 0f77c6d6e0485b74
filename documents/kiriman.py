"""What goes with a paper: the words of its e-mail and WhatsApp link, from the settings, and the frozen PDF."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from documents import kata
from models import teks
from models.base import db
from models.distribusi import Distribusi
from models.dokumen import Dokumen
from models.kiriman import JenisKiriman, Kiriman
from models.musrenbang import Musrenbang
from models.pengaturan import nilai
from models.pesan import SopError
from models.undangan import Undangan
from models.waktu import lokal
from sop import keluar

SUREL_BAWAAN = "{hal}"
TERBESAR = 20 * 1024 * 1024  # what most servers still take, with a third more for base64


def istilah(row: Distribusi) -> dict[str, str]:
    """The closed list that a text about this distribution may name (models/pengaturan.py ISTILAH_*)."""
    naskah = keluar.naskah(row)
    m = db.session.get_one(Musrenbang, row.musrenbang_id)
    hasil = {
        "tahun_rencana": str(m.tahun),
        "tahun_pelaksanaan": str(m.tahun - 1),
        "nama_musrenbang": m.nama,
        "penerima": row.penerima,
        "naskah": naskah.JUDUL.lower(),
        "nomor": naskah.nomor or "-",
        "hal": naskah.perihal,
        "tanggal_surat": kata.tanggal(naskah.tanggal) if naskah.tanggal else "-",
        "instansi": nilai("surel.nama_dari") or nilai("kop.instansi"),
        "dikirim_pada": kata.hari_tanggal(row.dikirim_pada) if row.dikirim_pada else "-",
    }
    return hasil | _acara(naskah) if isinstance(naskah, Undangan) else hasil


def _acara(undangan: Undangan) -> dict[str, str]:
    mulai = lokal(undangan.mulai)
    return {
        "acara": undangan.acara,
        "hari_tanggal": kata.hari_tanggal(mulai.date()),
        "pukul": kata.rentang_pukul(mulai, lokal(undangan.selesai) if undangan.selesai else None),
        "tempat": undangan.tempat,
    }


def tautan_whatsapp(row: Distribusi) -> str:
    """The link that opens a chat with the text ready; a person sends it. Raises SopError with the reason if none."""
    if pesan := keluar.larangan(row.musrenbang_id):
        raise SopError(pesan)
    nomor = keluar.nomor_whatsapp(row)
    isi = teks.isi(nilai(f"whatsapp.{keluar.naskah(row).kind}"), istilah(row))
    return f"https://wa.me/{nomor}?text={quote(isi, safe='')}"


def tulis(kiriman: Kiriman) -> None:
    """Subject, text and Message-ID, once: another attempt sends the same message. Raises SopError for a broken text."""
    if kiriman.message_id:
        return
    row = kiriman.distribusi
    awalan = "pengingat" if kiriman.jenis is JenisKiriman.PENGINGAT else keluar.naskah(row).kind
    isian = istilah(row) | {"tambahan": kiriman.tambahan or ""}
    pola = nilai(f"surel.{awalan}.isi")
    if "{tambahan}" not in pola:
        pola += "\n\n{tambahan}"
    kiriman.subjek = sebaris(teks.isi(nilai(f"surel.{awalan}.subjek") or SUREL_BAWAAN, isian))[:250]
    kiriman.isi = re.sub(r"\n{3,}", "\n\n", teks.isi(pola, isian)).strip()
    domain = nilai("surel.dari").rpartition("@")[2] or "localhost"
    kiriman.message_id = f"<{uuid.uuid4().hex}.{kiriman.id}@{domain}>"


def surat(kiriman: Kiriman) -> EmailMessage:
    """The message as it goes out, with the frozen paper. Raises SopError when the paper is not in force any more."""
    dokumen = keluar.dokumen(kiriman.distribusi)
    if dokumen is None:
        raise SopError("Naskahnya tidak lagi berlaku, jadi surel ini tidak dikirim.")
    pesan = dasar(kiriman.tujuan, kiriman.kepada, kiriman.subjek or "", kiriman.isi or "", kiriman.created_at)
    pesan["Message-ID"] = kiriman.message_id
    pesan.add_attachment(lampiran(dokumen), maintype="application", subtype="pdf", filename=_nama_berkas(dokumen))
    return pesan


def dasar(tujuan: str, kepada: str, subjek: str, isi: str, saat: datetime) -> EmailMessage:
    """A message without attachment from the sender of the settings; no value can end its line of the head."""
    pesan = EmailMessage(policy=SMTP)
    pesan["From"] = Address(sebaris(nilai("surel.nama_dari")), addr_spec=nilai("surel.dari"))
    pesan["To"] = Address(sebaris(kepada), addr_spec=tujuan)
    pesan["Subject"] = sebaris(subjek)
    pesan["Date"] = lokal(saat)
    pesan.set_content(isi, charset="utf-8", cte="quoted-printable")
    return pesan


def lampiran(dokumen: Dokumen) -> bytes:
    """The bytes that were frozen, and no others."""
    isi = dokumen.berkas.isi if dokumen.berkas else b""
    if hashlib.sha256(isi).hexdigest() != dokumen.sha256:
        raise SopError("Berkas naskah ini tidak lagi sama dengan yang dibekukan. Hubungi administrator.")
    if len(isi) > TERBESAR:
        raise SopError("Naskah ini terlalu besar untuk surel ({n} MB).", n=len(isi) // 1024 // 1024)
    return isi


def _nama_berkas(dokumen: Dokumen) -> str:
    nama = dokumen.berkas.nama if dokumen.berkas else "naskah.pdf"
    return sebaris(nama).replace("/", "-").replace("\\", "-")


def sebaris(isi: str) -> str:
    """One line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in isi).split())
