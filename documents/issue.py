"""Every move that the web makes, and what it brings with it on paper: number, content, frozen PDF, voiding.

The content is stored when the paper is signed (documents/potret.py). Issuing is two short transactions with the
rendering between them: the first puts the number into that content ("membekukan"), the second stores bytes and SHA-256.
A crash in between resumes; a permanent failure voids the number visibly and gives the record back to the secretariat.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from documents import catalog, numbering, potret, tanda_tangan
from documents.catalog import susun
from documents.pdf import PrintError, render
from documents.surat_massal import render_banyak
from models import after_commit, berkas, riwayat
from models.base import Record, db, kinds
from models.distribusi import Distribusi
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import Naskah
from models.pesan import Pesan, SopError, TidakAda
from models.waktu import sekarang
from sop import workflow
from sop.access import Actor
from sop.konteks import Values

log = logging.getLogger(__name__)
PERCOBAAN = 3


def perform(
    record: Record, aksi: str, actor: Actor, catatan: str = "", isian: Values = None, version: int | None = None
) -> Pesan:
    """Make a move and whatever it brings on paper; commits, or rolls back and raises SopError."""
    try:
        pesan, dokumen_id = jalankan(record, aksi, actor, catatan, isian, version)
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    if dokumen_id is not None:
        after_commit.hand_off("bekukan", dokumen_id)
    return pesan


def jalankan(
    record: Record, aksi: str, actor: Actor, catatan: str = "", isian: Values = None, version: int | None = None
) -> tuple[Pesan, int | None]:
    """Check, number, apply, freeze, tell: a move inside the caller's transaction. Answers the sentence and the id of
    the paper that has to be drawn after the commit.
    """
    workflow.lock(record, version)
    move = workflow.check(record, aksi, actor, catatan, isian)
    nomor_id = None
    gerak = move.offer.gerak
    if gerak.bernomor:
        assert isinstance(record, Naskah | Distribusi)
        values = move.konteks.isian
        nomor = numbering.ambil(record, values["tanggal"], str(values.get("nomor") or ""))
        move, nomor_id = move.numbered(nomor.teks), nomor.id
    pesan = workflow.apply(record, move)
    dokumen = potret.freeze(record, gerak.terbit, nomor_id, move.konteks.catatan)
    if dokumen is None:
        return pesan, None
    return Pesan("{pesan} Nomor {nomor}.", pesan=pesan, nomor=dokumen.nomor or "-"), dokumen.id


# --- freezing ---------------------------------------------------------------------------------------------------------


def bekukan(dokumen_id: int) -> None:
    """Render the stored content outside any transaction, then store bytes and SHA-256. Safe to repeat.

    What cannot be drawn is tried PERCOBAAN times in all, so that nothing stays "membekukan" for ever.
    """
    while _bekukan(dokumen_id):
        pass


after_commit.HAND_OFF["bekukan"] = bekukan


def _bekukan(dokumen_id: int) -> bool:
    """One attempt; True when there has to be another."""
    dokumen = db.session.get(Dokumen, dokumen_id)
    if dokumen is None or dokumen.status is not StatusDokumen.MEMBEKUKAN:
        return False
    kode, isi, judul = dokumen.kode, dokumen.isi, f"{dokumen.perihal} {dokumen.nomor or ''}".strip()
    db.session.commit()
    try:
        html, baris = susun(kode, isi)
        pdf = render(html, baris, judul=judul, **keterangan(isi))
    except PrintError as galat:
        return _gagal(dokumen_id, str(galat))
    dokumen = db.session.get_one(Dokumen, dokumen_id, with_for_update=True, populate_existing=True)
    if dokumen.status is not StatusDokumen.MEMBEKUKAN:
        db.session.rollback()
        return False
    hasil = berkas.simpan(f"{judul}.pdf", "application/pdf", pdf)
    db.session.add(hasil)
    db.session.flush()
    dokumen.berkas_id, dokumen.sha256, dokumen.dibekukan_pada = hasil.id, hasil.sha256, sekarang()
    dokumen.status = StatusDokumen.TERBIT
    db.session.commit()
    return False


def _gagal(dokumen_id: int, sebab: str) -> bool:
    """Count the attempt; after the last one void number and paper. True while there is another attempt."""
    dokumen = db.session.get_one(Dokumen, dokumen_id, with_for_update=True, populate_existing=True)
    if dokumen.status is not StatusDokumen.MEMBEKUKAN:  # voided in the meantime
        db.session.rollback()
        return False
    dokumen.percobaan += 1
    dokumen.galat = sebab
    log.error("dokumen %s tidak dapat dibekukan (percobaan %s): %s", dokumen_id, dokumen.percobaan, sebab)
    lagi = dokumen.percobaan < PERCOBAAN
    with riwayat.oleh_sistem(db.session):
        if not lagi:
            dokumen.status, dokumen.dicabut_pada = StatusDokumen.DIBATALKAN, sekarang()
            dokumen.alasan_cabut = "Naskah tidak dapat dicetak."
            naskah: Any = db.session.get_one(kinds()[dokumen.naskah_kind], dokumen.naskah_id)
            workflow.move_sistem(naskah, "gagal_terbit", f"Naskah tidak dapat dicetak: {sebab}")
            potret.ulangi(dokumen, naskah)
        db.session.commit()
    return lagi


def lanjutkan(sejak: datetime | None = None) -> int:
    """Freeze what a crash has left behind; how many there were. `sejak`: only what nobody has touched since."""
    kueri = db.select(Dokumen.id).filter_by(status=StatusDokumen.MEMBEKUKAN)
    if sejak is not None:
        kueri = kueri.where(Dokumen.updated_at < sejak)
    tertinggal = list(db.session.scalars(kueri))
    db.session.commit()
    for dokumen_id in tertinggal:
        with after_commit.afterwards("bekukan", dokumen_id):  # one that cannot be drawn holds up no other
            bekukan(dokumen_id)
    return len(tertinggal)


# --- printing ---------------------------------------------------------------------------------------------------------


def cetak(record: Record, kode: str) -> tuple[str, bytes]:
    """(file name, PDF) of a paper: the frozen bytes once it is issued, else drawn now and marked.

    Reads what it needs, ends the transaction, then renders. Raises SopError when the paper cannot be made.
    """
    kertas = catalog.kertas(kode, record.kind)
    if kertas is None:
        raise TidakAda("{jenis} tidak mempunyai naskah “{kode}”.", jenis=record.JUDUL, kode=kode[:40])
    if not kertas.bila(record):
        raise SopError("{jenis} tidak mempunyai naskah “{kode}”.", jenis=record.JUDUL, kode=kode[:40])
    judul = catalog.judul_berkas(kertas, record)
    sumber = kertas.sumber or kode
    dokumen = potret.berlaku(record, sumber) if kertas.terbit or kertas.sumber else None
    if dokumen is not None and dokumen.status is StatusDokumen.MEMBEKUKAN:
        raise SopError("Naskah sedang dibekukan. Coba lagi sebentar.")
    if kertas.terbit and dokumen is not None and dokumen.status is StatusDokumen.TERBIT and dokumen.berkas:
        return dokumen.berkas.nama, _utuh(dokumen)
    isi = potret.isi_cetak(record, kertas, dokumen)
    db.session.rollback()  # nothing was written: do not keep a transaction open while the worker draws
    return f"{judul}.pdf", gambar(kertas, isi, judul)


def gambar(
    kertas: catalog.Kertas, isi: Mapping[str, Any], judul: str, kemajuan: Callable[[int], None] = lambda n: None
) -> bytes:
    """The PDF of a paper from its context: one, or one letter to each addressee (`kemajuan`: letters done so far)."""
    if kertas.banyak is not None:
        return render_banyak(kertas.kode, kertas.banyak(isi), judul=judul, **keterangan(isi), kemajuan=kemajuan)
    html, baris = susun(kertas.kode, isi)
    return render(html, baris, judul=judul, **keterangan(isi))


def keterangan(isi: Mapping[str, Any]) -> dict[str, Any]:
    """What the metadata of a PDF says besides its title: subject and number; a draft has no number."""
    perihal = isi.get("hal") or isi.get("judul") or ""
    perihal = " ".join(perihal) if isinstance(perihal, list) else str(perihal)
    nomor = "" if isi.get("tanda") == "KONSEP" else str(isi.get("nomor", ""))
    return {"subjek": perihal, "nomor": f"Nomor {nomor}" if nomor else ""}


def _utuh(dokumen: Dokumen) -> bytes:
    """The newest electronically signed bytes, else the frozen ones; never other bytes than were stored."""
    assert dokumen.berkas is not None
    bertanda = tanda_tangan.terbaru(dokumen.id)
    sumber, sidik = (bertanda.berkas, bertanda.sha256) if bertanda else (dokumen.berkas, dokumen.sha256)
    if hashlib.sha256(sumber.isi).hexdigest() != sidik:
        raise SopError("Berkas naskah ini tidak lagi sama dengan yang dibekukan. Hubungi administrator.")
    return sumber.isi
