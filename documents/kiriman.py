"""What goes with a paper: the words of its e-mail and WhatsApp link, from the settings, and the frozen PDF."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueSingleAddressHeader
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.parse import quote

from documents import kata
from models import kontak, teks
from models.base import db
from models.distribusi import Distribusi
from models.dokumen import Dokumen
from models.kiriman import JenisKiriman, Kiriman
from models.musrenbang import Musrenbang
from models.pengaturan import nilai
from models.pesan import SopError
from models.undangan import Undangan
from models.waktu import lokal, sekarang
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
    kiriman.message_id = _message_id(kiriman.id)


def _message_id(id_: int) -> str:
    return f"<{uuid.uuid4().hex}.{id_}@{_pengirim().rpartition('@')[2]}>"


def _pengirim() -> str:
    """The sender's address as SMTP takes it: its domain in ASCII. Raises Keliru."""
    return kontak.surel(nilai("surel.dari"))


def surat(kiriman: Kiriman) -> EmailMessage:
    """The message as it goes out, with the frozen paper. Raises SopError when the paper is not in force any more."""
    dokumen = keluar.dokumen(kiriman.distribusi)
    if dokumen is None:
        raise SopError("Naskahnya tidak lagi berlaku, jadi surel ini tidak dikirim.")
    pesan = dasar(kiriman.tujuan, kiriman.kepada, kiriman.subjek or "", kiriman.isi or "", kiriman.created_at)
    pesan["Message-ID"] = kiriman.message_id
    pesan.add_attachment(lampiran(dokumen), maintype="application", subtype="pdf", filename=_nama_berkas(dokumen))
    return pesan


def surat_uji(tujuan: str) -> EmailMessage:
    """The message by which an administrator tries the settings."""
    isi = "Surel ini menguji pengaturan surel Panel Musrenbang. Tidak ada yang perlu dilakukan."
    pesan = dasar(tujuan, "", "Surel uji Panel Musrenbang", isi, sekarang())
    pesan["Message-ID"] = _message_id(0)
    return pesan


class _AddressLine(UniqueSingleAddressHeader, BaseHeader):  # type: ignore[misc]
    """An address whose name needs more than one line: written as encoded words.

    The standard library folds a quoted name without its quotation marks, so its commas part addresses that nobody has.
    """

    def fold(self, *, policy: Any) -> str:
        plain = str(BaseHeader.fold(self, policy=policy))
        if "\r\n " not in plain and "=?" not in plain:
            return plain
        nama = Header(self.address.display_name, "utf-8", header_name=self.name).encode(linesep="\r\n")
        return f"{self.name}: {nama}\r\n <{self.address.addr_spec}>\r\n"


_KEPALA = HeaderRegistry()
for _nama in ("from", "to"):
    _KEPALA.map_to_type(_nama, _AddressLine)
_ATURAN = SMTP.clone(header_factory=_KEPALA)


def dasar(tujuan: str, kepada: str, subjek: str, isi: str, saat: datetime) -> EmailMessage:
    """A message without attachment from the sender of the settings; no value can end its line of the head."""
    pesan = EmailMessage(policy=_ATURAN)
    pesan["From"] = Address(sebaris(nilai("surel.nama_dari")), addr_spec=_pengirim())
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
