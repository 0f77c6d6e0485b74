"""Every move that the web makes, and what it brings with it on paper: number, snapshot, frozen PDF, voiding.

Issuing is two short transactions with the rendering between them: the first takes the number and stores the content
("membekukan"), the second stores bytes and SHA-256. A crash in between resumes; a permanent failure voids the number
visibly and gives the record back to the secretariat.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from documents import catalog, numbering
from documents.catalog import susun
from documents.pdf import PrintError, render
from documents.surat_massal import render_banyak
from models import berkas, riwayat, setelan
from models.base import Record, db, kinds
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import Naskah, StatusNaskah
from models.pesan import Keliru, Pesan, SopError
from models.waktu import hari_ini, sekarang
from sop import workflow
from sop.access import Actor
from sop.lifecycle import Terbit, status

log = logging.getLogger(__name__)
PERCOBAAN = 3
ABJAD = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no letter that looks like another on paper


def perform(
    record: Record,
    aksi: str,
    actor: Actor,
    catatan: str = "",
    isian: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Pesan:
    """Make a move and whatever it brings on paper; commits, or rolls back and raises SopError."""
    try:
        pesan, dokumen_id = jalankan(record, aksi, actor, catatan, isian, version)
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    if dokumen_id is not None:
        antrekan(dokumen_id)
    return pesan


def jalankan(
    record: Record,
    aksi: str,
    actor: Actor,
    catatan: str = "",
    isian: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> tuple[Pesan, int | None]:
    """The same inside the caller's transaction; answers the id of the paper that has to be frozen after the commit."""
    isi = dict(isian or {})
    terbit = workflow.offered(record, aksi, actor).gerak.terbit
    nomor_id = None
    if terbit in (Terbit.NOMOR, Terbit.NOMOR_DAN_BEKU):
        assert isinstance(record, Naskah)
        isi["tanggal"] = isi.get("tanggal") or hari_ini()
        workflow.kunci(record, version)
        _tidak_mendahului(record, isi["tanggal"])
        nomor = numbering.ambil(record, isi["tanggal"], str(isi.get("nomor") or ""))
        isi["nomor_teks"], nomor_id = nomor.teks, nomor.id
    pesan = workflow.move(record, aksi, actor, catatan, isi, version)
    if terbit is Terbit.NOMOR_DAN_BEKU:
        assert isinstance(record, Naskah)
        _tidak_mendahului(record, isi["tanggal"])  # in one move with the signature, only now both dates are known
    if terbit is Terbit.BATAL:
        batalkan(record)
    if terbit in (Terbit.BEKU, Terbit.NOMOR_DAN_BEKU):
        assert isinstance(record, Naskah)
        dokumen = potret(record, nomor_id)
        if dokumen is not None:
            return Pesan("{pesan} Nomor {nomor}.", pesan=pesan, nomor=record.nomor or "-"), dokumen.id
    return pesan, None


def _tidak_mendahului(naskah: Naskah, tanggal: date) -> None:
    """Number and date follow the signature (the city's rule); a paper is not dated before it was signed."""
    if naskah.ditandatangani_pada and tanggal < naskah.ditandatangani_pada:
        raise Keliru("Tanggal naskah mendahului tanggal tanda tangan.", "tanggal")


# --- the snapshot and its freezing ------------------------------------------------------------------------------------


def potret(naskah: Naskah, nomor_surat_id: int | None) -> Dokumen | None:
    """Store what the paper says now; whatever is edited later changes no issued paper."""
    kertas = catalog.kertas_terbit(naskah.kind)
    if kertas is None:
        return None
    isi = dict(kertas.isi(naskah))
    susun(kertas.kode, isi)  # a field that is missing stops the issue here, before a number is given away
    sidik = hashlib.sha256(json.dumps(isi, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    kode_periksa = "".join(secrets.choice(ABJAD) for _ in range(12))
    alamat = f"{setelan.kini().public_url}/periksa" if setelan.kini().public_url else ""
    isi["verifikasi"] = {"kode": kode_periksa, "alamat": alamat, "sha256": sidik}
    lama = _terbit(naskah.kind, naskah.id, kertas.kode) or _digantikan(naskah, kertas.kode)
    signer = naskah.penandatangan
    dokumen = Dokumen(
        musrenbang_id=naskah.musrenbang_id,
        kode=kertas.kode,
        naskah_kind=naskah.kind,
        naskah_id=naskah.id,
        versi=lama.versi + 1 if lama else 1,
        nomor=naskah.nomor,
        tanggal=naskah.tanggal,
        perihal=naskah.perihal,
        penandatangan=f"{signer.nama}, {signer.jabatan}" if signer else None,
        kode_periksa=kode_periksa,
        nomor_surat_id=nomor_surat_id,
        menggantikan_id=lama.id if lama else None,
        isi=isi,
    )
    db.session.add(dokumen)
    db.session.flush()
    return dokumen


def _terbit(kind: str, naskah_id: int, kode: str) -> Dokumen | None:
    found: Dokumen | None = db.session.scalar(
        db.select(Dokumen)
        .filter_by(naskah_kind=kind, naskah_id=naskah_id, kode=kode, deleted_at=None)
        .order_by(Dokumen.versi.desc(), Dokumen.id.desc())
        .limit(1)
    )
    return found


def _digantikan(naskah: Naskah, kode: str) -> Dokumen | None:
    """A corrected record names its predecessor, and so does its paper."""
    lama = getattr(naskah, "menggantikan_id", None)
    return _terbit(naskah.kind, lama, kode) if lama else None


def bekukan(dokumen_id: int) -> None:
    """Render the stored content outside any transaction, then store bytes and SHA-256. Safe to repeat.

    What cannot be drawn is tried PERCOBAAN times in all, so that nothing stays "membekukan" for ever.
    """
    while _bekukan(dokumen_id):
        pass


def _bekukan(dokumen_id: int) -> bool:
    """One attempt; True when there has to be another."""
    dokumen = db.session.get(Dokumen, dokumen_id)
    if dokumen is None or dokumen.status is not StatusDokumen.MEMBEKUKAN:
        return False
    kode, isi, judul = dokumen.kode, dokumen.isi, f"{dokumen.perihal} {dokumen.nomor or ''}".strip()
    db.session.commit()
    try:
        html, baris = susun(kode, isi)
        pdf = render(html, baris, judul=judul, subjek=isi.get("nomor", ""))
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
            dokumen.status = StatusDokumen.DIBATALKAN
            naskah = db.session.get_one(kinds()[dokumen.naskah_kind], dokumen.naskah_id)
            workflow.move_sistem(naskah, "gagal_terbit", f"Naskah tidak dapat dicetak: {sebab}")
        db.session.commit()
    return lagi


def lanjutkan() -> int:
    """Freeze what a crash has left behind; how many there were."""
    tertinggal = list(db.session.scalars(db.select(Dokumen.id).filter_by(status=StatusDokumen.MEMBEKUKAN)))
    db.session.commit()
    for dokumen_id in tertinggal:
        bekukan(dokumen_id)
    return len(tertinggal)


# The floor above puts its queue here, so that a long paper is frozen by the worker and not while a person waits.
antrekan: Callable[[int], None] = bekukan


def batalkan(record: Record) -> None:
    """Void number and paper of a record; both stay visible."""
    numbering.batalkan(record.kind, record.id)
    for dokumen in db.session.scalars(db.select(Dokumen).filter_by(naskah_kind=record.kind, naskah_id=record.id)):
        dokumen.status = StatusDokumen.DIBATALKAN


# --- printing ---------------------------------------------------------------------------------------------------------


def cetak(record: Record, kode: str) -> tuple[str, bytes]:
    """(file name, PDF) of a paper: the frozen bytes once it is issued, else drawn now and marked.

    Reads what it needs, ends the transaction, then renders. Raises SopError when the paper cannot be made.
    """
    kertas = catalog.kertas(kode, record.kind)
    if kertas is None or not kertas.bila(record):
        raise SopError("{jenis} tidak mempunyai naskah “{kode}”.", jenis=record.JUDUL, kode=kode[:40])
    judul = catalog.judul_berkas(kertas, record)
    dokumen = _berlaku(record, kertas.sumber or kode) if kertas.terbit or kertas.sumber else None
    if dokumen is not None and dokumen.status is StatusDokumen.MEMBEKUKAN:
        raise SopError("Naskah sedang dibekukan. Coba lagi sebentar.")
    if kertas.terbit and dokumen is not None and dokumen.status is StatusDokumen.TERBIT and dokumen.berkas:
        return dokumen.berkas.nama, _utuh(dokumen)
    isi = dict(dokumen.isi if dokumen is not None else kertas.isi(record))
    if dokumen is not None and dokumen.status is not StatusDokumen.TERBIT:
        isi["tanda"] = "DIBATALKAN"
    db.session.rollback()  # nothing was written: do not keep a transaction open while the worker draws
    return f"{judul}.pdf", gambar(kertas, isi, judul)


def gambar(
    kertas: catalog.Kertas, isi: Mapping[str, Any], judul: str, kemajuan: Callable[[int], None] = lambda n: None
) -> bytes:
    """The PDF of a paper from its context: one, or one letter to each addressee (`kemajuan`: letters done so far)."""
    subjek = str(isi.get("nomor", ""))
    if kertas.banyak is not None:
        return render_banyak(kertas.kode, kertas.banyak(isi), judul=judul, subjek=subjek, kemajuan=kemajuan)
    html, baris = susun(kertas.kode, isi)
    return render(html, baris, judul=judul, subjek=subjek)


def _berlaku(record: Record, kode: str) -> Dokumen | None:
    """The paper of the record; none while the record waits anew for a number after a paper that failed."""
    dokumen = _terbit(record.kind, record.id, kode)
    gagal = dokumen is not None and dokumen.status is StatusDokumen.DIBATALKAN
    return None if gagal and status(record) != StatusNaskah.DIBATALKAN else dokumen


def _utuh(dokumen: Dokumen) -> bytes:
    """The frozen bytes, unless they are no longer those that were frozen."""
    assert dokumen.berkas is not None
    isi = dokumen.berkas.isi
    if hashlib.sha256(isi).hexdigest() != dokumen.sha256:
        raise SopError("Berkas naskah ini tidak lagi sama dengan yang dibekukan. Hubungi administrator.")
    return isi
