"""The dossier of a Musrenbang as one ZIP: papers, scans and attachments, the diary, and an index that machines read.

The same records make the same bytes, apart from the moment in index.json ("dibuat") and what carries its digest: a
draft that is drawn anew loses the clock of the printer. Who may take it: `halangan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bulk import indeks, keluaran, kutipan_riwayat, periksa_berkas
from bulk.arsip_zip import ArsipZip, nama_bersih
from bulk.indeks import Butir
from bulk.lembar import Baris, Ditolak, Pesanan, Tercetak
from documents import catalog, pdf
from models.base import Record, db, kinds, label_of
from models.berkas import Berkas, utuh
from models.dokumen import Dokumen
from models.musrenbang import Musrenbang
from models.pesan import Pesan
from models.rapat import Rapat
from models.riwayat import json_nilai
from models.transaksi import membaca
from models.waktu import lokal, sekarang
from sop.access import Actor, Verb, explain, may, may_kind
from sop.langkah import langkah_sop

BUKAN_LAMPIRAN = frozenset({"dokumen", "operasi", "berkas"})
# What the printer writes of its clock; the same number of bytes takes its place.
JAM_PENCETAK = re.compile(rb"(?<=/CreationDate \(D:)[0-9]{14}|(?<=/ModDate \(D:)[0-9]{14}")
SIDIK_PENCETAK = re.compile(rb"(?<=/ID \n\[)<[0-9a-f]{32}><[0-9a-f]{32}>")


def halangan(actor: Actor, m: Musrenbang) -> Pesan | None:
    """Why this person may not take the whole dossier, or None.

    It holds every scan and the diary: for those who read the diary as a whole (head, supervision, administrator) and
    those who work with personal data (Tim, secretariat, Sub Koordinator). Personal fields of the diary stay masked
    without the right to them.
    """
    if pesan := explain(actor, Verb.CETAK, m):
        return pesan
    if may_kind(actor, Verb.BACA, "riwayat") or may(actor, Verb.PRIBADI, Rapat):
        return None
    return Pesan("Berkas lengkap memuat riwayat dan pindaian; peran Anda tidak memberi hak untuk mengambilnya.")


def susun(pesanan: Pesanan, naskah: list[Tercetak], tujuan: Path) -> list[Ditolak]:
    """Write the archive; drops nothing, for a paper that could not be printed stands in the index with its reason."""
    with membaca(), ArsipZip(tujuan) as arsip:
        m = db.session.get_one(Musrenbang, pesanan.isian["musrenbang_id"])
        isi = [*_naskah(arsip, m, pesanan, naskah, tujuan.parent), *_lampiran(arsip, m, pesanan.actor, tujuan.parent)]
        jumlah = _riwayat(arsip, m, pesanan.actor, tujuan.parent)
        arsip.tambah("periksa.py", Path(periksa_berkas.__file__).read_bytes())
        arsip.tambah("BACA.txt", indeks.baca(m, isi, jumlah))
        arsip.tambah("index.csv", indeks.csv_(isi))
        arsip.tambah("index.json", indeks.json_(m, pesanan, isi, jumlah))
        arsip.tambah_sidik()
        db.session.rollback()
    return []


# --- papers -----------------------------------------------------------------------------------------------------------


def _naskah(arsip: ArsipZip, m: Musrenbang, pesanan: Pesanan, naskah: list[Tercetak], tempat: Path) -> Iterator[Butir]:
    """The papers in the order of the steps, then frozen versions that are not printed any more."""
    langkah = _langkah(m)
    tercetak = {n.urut: n for n in naskah}
    jumlah = _halaman([n.path for n in naskah], pesanan.judul)
    sidik: set[str] = set()
    for baris in pesanan.semua:
        lembar = baris.lembar
        nomor = langkah.get((lembar.kind, lembar.record_id, lembar.kode), [])
        record = db.session.get(kinds()[lembar.kind], lembar.record_id)
        n = tercetak.get(baris.urut)
        if n is None or record is None:
            yield _ditolak(baris, nomor, record)
            continue
        butir = _satu(arsip, n, record, nomor, jumlah[n.path])
        sidik.add(butir.sha256)
        yield butir
    yield from _versi_lain(arsip, m, sidik, tempat, pesanan.judul)


def _satu(arsip: ArsipZip, n: Tercetak, record: Record, langkah: list[int], halaman: int | None) -> Butir:
    isi = n.path.read_bytes()
    dokumen = _dokumen(n, record)
    beku = dokumen is not None and dokumen.berkas is not None and dokumen.berkas.isi == isi
    nama = f"naskah/{_map(langkah)}/{n.urut:03d}_{nama_bersih(n.judul)}.pdf"
    file = arsip.tambah(nama, isi if beku else _tanpa_jam(isi))
    kertas = catalog.kertas(n.lembar.kode, n.lembar.kind)
    return Butir(
        jenis="naskah",
        langkah=langkah,
        kind=record.kind,
        record_id=record.id,
        record=str(record),
        kode=n.lembar.kode,
        judul=kertas.judul if kertas else n.lembar.kode,
        nomor=getattr(record, "nomor", None) or "",
        tanggal=str(json_nilai(getattr(record, "tanggal", None)) or ""),
        penanda_tangan=_penanda_tangan(dokumen, record),
        status=_status(dokumen, record, kertas is not None and kertas.terbit),
        beku=beku,
        berkas=nama,
        halaman=halaman,
        ukuran=file.ukuran,
        sha256=file.sha256,
    )


def _ditolak(baris: Baris, langkah: list[int], record: Record | None) -> Butir:
    x = baris.lembar
    kertas = catalog.kertas(x.kode, x.kind)
    return Butir(
        jenis="naskah",
        langkah=langkah,
        kind=x.kind,
        record_id=x.record_id,
        record=str(record or ""),
        kode=x.kode,
        judul=kertas.judul if kertas else x.kode,
        status="tidak dapat dicetak",
        alasan=baris.pesan,
    )


def _langkah(m: Musrenbang) -> dict[tuple[str, int, str], list[int]]:
    """All steps that put a paper out, by the paper."""
    nomor = {step.id: step.urutan for step in langkah_sop(m)}
    hasil: dict[tuple[str, int, str], list[int]] = {}
    for step_id, lembar in keluaran.semua_langkah(m).items():
        for x in lembar:
            hasil.setdefault((x.kind, x.record_id, x.kode), []).append(nomor[step_id])
    return hasil


def _map(langkah: list[int]) -> str:
    return f"langkah-{langkah[0]:02d}" if langkah else "lain"


def _dokumen(n: Tercetak, record: Record) -> Dokumen | None:
    kueri = db.select(Dokumen).filter_by(naskah_kind=record.kind, naskah_id=record.id, kode=n.lembar.kode)
    found: Dokumen | None = db.session.scalar(
        kueri.where(Dokumen.deleted_at.is_(None)).order_by(Dokumen.versi.desc(), Dokumen.id.desc()).limit(1)
    )
    return found


def _penanda_tangan(dokumen: Dokumen | None, record: Record) -> str:
    if dokumen is not None and dokumen.penandatangan:
        return dokumen.penandatangan
    orang = getattr(record, "penandatangan", None)
    return f"{orang.nama}, {orang.jabatan}" if orang else ""


def _status(dokumen: Dokumen | None, record: Record, terbit: bool) -> str:
    if dokumen is not None:
        return dokumen.status.value
    status = getattr(record, "status", None)
    return "konsep" if terbit else str(getattr(status, "value", status) or "cetakan")


def _tanpa_jam(isi: bytes) -> bytes:
    """A draft drawn a moment later is the same draft."""
    isi = JAM_PENCETAK.sub(b"20000101000000", isi)
    return SIDIK_PENCETAK.sub(b"<" + b"0" * 32 + b"><" + b"0" * 32 + b">", isi)


def _versi_lain(arsip: ArsipZip, m: Musrenbang, ada: set[str], tempat: Path, judul: str) -> Iterator[Butir]:
    """Frozen papers that a newer version has replaced, or that were voided: they were issued, so they are kept."""
    kueri = db.select(Dokumen).where(
        Dokumen.musrenbang_id == m.id, Dokumen.deleted_at.is_(None), Dokumen.berkas_id.is_not(None)
    )
    for d in db.session.scalars(kueri.order_by(Dokumen.id)):
        if d.sha256 in ada or d.berkas is None:
            continue
        path = tempat / f"versi-{d.id}.bin"
        path.write_bytes(d.berkas.isi)
        nama = f"naskah/versi-lain/dokumen-{d.id:05d}_{nama_bersih(d.perihal)}.pdf"
        file = arsip.tambah(nama, path)
        yield Butir(
            jenis="versi lain",
            langkah=[],
            kind=d.naskah_kind,
            record_id=d.naskah_id,
            record=d.perihal,
            kode=d.kode,
            judul=f"{d.kode}, versi {d.versi}",
            nomor=d.nomor or "",
            tanggal=str(json_nilai(d.tanggal) or ""),
            penanda_tangan=d.penandatangan or "",
            status=d.status.value,
            beku=True,
            berkas=nama,
            halaman=_halaman([path], judul)[path],
            ukuran=file.ukuran,
            sha256=file.sha256,
        )
        path.unlink()


def _halaman(path: list[Path], judul: str) -> dict[Path, int | None]:
    """Pages of each PDF, counted by the worker; None where it cannot be read."""
    if not path:
        return {}
    kepala_, _ = pdf.kerjakan("halaman", {"path": [str(p) for p in path]}, judul=judul, batas_detik=60 + len(path) / 5)
    return {p: n or None for p, n in zip(path, kepala_["halaman"], strict=True)}


# --- scans, diary, index ----------------------------------------------------------------------------------------------


def _lampiran(arsip: ArsipZip, m: Musrenbang, actor: Actor, tempat: Path) -> Iterator[Butir]:
    """Every file that a record of the Musrenbang refers to, with the right that its own page asks for."""
    for kind, model in sorted(kinds().items()):
        kolom = [c for c in model.__table__.c if _ke_berkas(c) and label_of(c)]
        if not kolom or kind in BUKAN_LAMPIRAN or not may(actor, Verb.BACA, model):
            continue
        for record in keluaran.milik_musrenbang(m, kind):
            for c in kolom:
                label, id_ = label_of(c), getattr(record, c.name)
                if id_ is None or label is None or (label.pribadi and not may(actor, Verb.PRIBADI, record)):
                    continue
                yield _satu_lampiran(arsip, record, c.name, str(label.teks), id_, tempat)


def _ke_berkas(kolom: Any) -> bool:
    return any(fk.column.table.name == "berkas" for fk in kolom.foreign_keys)


def _satu_lampiran(arsip: ArsipZip, record: Record, kolom: str, label: str, berkas_id: int, tempat: Path) -> Butir:
    asal = db.session.get_one(Berkas, berkas_id)
    stem, titik, akhiran = asal.nama.rpartition(".")
    nama_file = f"{nama_bersih(stem or akhiran, 60)}{titik and '.' + nama_bersih(akhiran, 8)}"
    nama = f"lampiran/{record.kind}-{record.id:05d}/{kolom.removesuffix('_id')}_{nama_file}"
    path = tempat / "lampiran.bin"
    path.write_bytes(utuh(asal))
    file = arsip.tambah(nama, path)
    halaman = _halaman([path], label)[path] if asal.mime == "application/pdf" else None
    db.session.expunge(asal)  # its bytes
    return Butir(
        jenis="lampiran",
        langkah=[],
        kind=record.kind,
        record_id=record.id,
        record=str(record),
        judul=label,
        berkas=nama,
        halaman=halaman,
        ukuran=file.ukuran,
        sha256=file.sha256,
    )


def _riwayat(arsip: ArsipZip, m: Musrenbang, actor: Actor, tempat: Path) -> tuple[int, int]:
    baris, rantai = tempat / "riwayat.jsonl", tempat / "rantai.jsonl"
    jumlah = kutipan_riwayat.tulis(m.id, actor, baris, rantai)
    arsip.tambah("riwayat/riwayat.jsonl", baris)
    arsip.tambah("riwayat/rantai.jsonl", rantai)
    return jumlah


def judul(m: Musrenbang) -> str:
    """What the file of the operation is called."""
    return f"Berkas lengkap {m.nama} per {lokal(sekarang()):%d-%m-%Y}"
