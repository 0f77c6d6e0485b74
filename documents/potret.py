"""The content of a paper: fixed when it is signed, completed by number and date, and what takes its force away.

`isi` of a Dokumen is the context of its template. A number and a date stand in its `nomor` and `tanggal`; the empty
slot is filled wherever a text repeats it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from documents import catalog, kata, numbering
from documents.catalog import Kertas, susun
from models import rantai, setelan
from models.base import Record, db
from models.dokumen import Dokumen, StatusDokumen
from models.naskah import Naskah, StatusNaskah
from models.waktu import lokal, sekarang
from sop.lifecycle import Terbit, status

# No two letters of it look alike on paper (admin/periksa.py reads what people type for them); 27^12 is 57 bits.
ABJAD = "ACDEFHJKLMNPRTUVWXY23456789"
KATA_CABUT = {StatusDokumen.DIBATALKAN: "DIBATALKAN", StatusDokumen.DIGANTI: "DIGANTI"}
TATA_LETAK = ("kop", "halaman")


def freeze(record: Record, terbit: Terbit, nomor_id: int | None, alasan: str) -> Dokumen | None:
    """What a move does on paper; answers the paper that is to be drawn now that its number is known."""
    if terbit in (Terbit.BATAL, Terbit.GANTI):
        _cabut(record, alasan, diganti=terbit is Terbit.GANTI)
    elif isinstance(record, Naskah):
        if terbit is Terbit.TIDAK:
            rapikan(record, alasan)
        elif terbit is Terbit.ISI:
            tetapkan(record)
        elif terbit in (Terbit.BEKU, Terbit.NOMOR_DAN_BEKU):
            return _terbitkan(record, nomor_id)
    return None


# --- fixed at signing -------------------------------------------------------------------------------------------------


def tetapkan(record: Naskah) -> Dokumen | None:
    """Store what the paper says at the moment of signing; whatever is edited later changes nothing of it."""
    kertas = catalog.kertas_terbit(record.kind)
    if kertas is None:
        return None
    isi = {**isi_kini(record, kertas), "tanda": ""}
    if kertas.jangkar:
        isi["jangkar"] = rantai.kepala(db.session())
    susun(kertas.kode, isi)  # a field that is missing stops the signing here
    lama = _terakhir(record.kind, record.id, kertas.kode) or _digantikan(record, kertas.kode)
    return _simpan(record, kertas, isi, lama)


def isi_kini(record: Record, kertas: Kertas) -> dict[str, Any]:
    """The content of today; a corrected paper names the one that it replaces."""
    isi = dict(kertas.isi(record))
    lama_id = getattr(record, "menggantikan_id", None) if kertas.terbit else None
    if isinstance(record, Naskah) and lama_id:
        lama = db.session.get_one(type(record), lama_id)
        isi["menggantikan"] = f"Versi {record.versi}, menggantikan nomor {lama.nomor or '-'}"
    return isi


def _simpan(record: Naskah, kertas: Kertas, isi: dict[str, Any], lama: Dokumen | None) -> Dokumen:
    signer = record.penandatangan
    dokumen = Dokumen(
        musrenbang_id=record.musrenbang_id,
        kode=kertas.kode,
        naskah_kind=record.kind,
        naskah_id=record.id,
        versi=lama.versi + 1 if lama else 1,
        status=StatusDokumen.MENUNGGU_NOMOR,
        perihal=record.perihal,
        penandatangan=f"{signer.nama}, {signer.jabatan}" if signer else None,
        penandatangan_id=record.penandatangan_id,
        kode_periksa="".join(secrets.choice(ABJAD) for _ in range(12)),
        menggantikan_id=lama.id if lama else None,
        isi=isi,
    )
    db.session.add(dokumen)
    db.session.flush()
    return dokumen


def _terakhir(kind: str, record_id: int, kode: str) -> Dokumen | None:
    found: Dokumen | None = db.session.scalar(
        db.select(Dokumen)
        .filter_by(naskah_kind=kind, naskah_id=record_id, kode=kode, deleted_at=None)
        .order_by(Dokumen.versi.desc(), Dokumen.id.desc())
        .limit(1)
    )
    return found


def _digantikan(record: Naskah, kode: str) -> Dokumen | None:
    """A corrected record names its predecessor, and so does its paper."""
    lama = getattr(record, "menggantikan_id", None)
    return _terakhir(record.kind, lama, kode) if lama else None


# --- completed when it is issued --------------------------------------------------------------------------------------


def _terbitkan(record: Naskah, nomor_surat_id: int | None) -> Dokumen | None:
    """Number, date and verification into the content that was fixed at signing; the rest of it stays as it is."""
    dokumen = menunggu(record) or tetapkan(record)  # signed before this panel kept the content: it is taken now
    if dokumen is None:
        return None
    isi = isi_menunggu(dokumen, record)
    slot = str(isi.get("nomor") or "")
    if slot and record.nomor and slot != record.nomor:
        isi = _ganti_teks(isi, slot, record.nomor)
    isi["tanggal"] = record.tanggal.isoformat() if record.tanggal else ""
    alamat = f"{setelan.kini().public_url}/periksa" if setelan.kini().public_url else ""
    isi["verifikasi"] = {"kode": dokumen.kode_periksa, "alamat": alamat, "sha256": _sidik(isi)}
    dokumen.isi, dokumen.nomor, dokumen.tanggal = isi, record.nomor, record.tanggal
    dokumen.nomor_surat_id = nomor_surat_id or dokumen.nomor_surat_id
    dokumen.status, dokumen.galat = StatusDokumen.MEMBEKUKAN, None
    db.session.flush()
    return dokumen


def _ganti_teks(nilai: Any, lama: str, baru: str) -> Any:
    """The same content with `baru` wherever a text holds `lama`."""
    if isinstance(nilai, str):
        return nilai.replace(lama, baru)
    if isinstance(nilai, list):
        return [_ganti_teks(x, lama, baru) for x in nilai]
    if isinstance(nilai, Mapping):
        return {k: _ganti_teks(x, lama, baru) for k, x in nilai.items()}
    return nilai


def _sidik(isi: Mapping[str, Any]) -> str:
    tanpa = {k: v for k, v in isi.items() if k != "verifikasi"}
    return hashlib.sha256(json.dumps(tanpa, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def menunggu(record: Record) -> Dokumen | None:
    """The paper of a record that is signed and waits for its number."""
    kueri = db.select(Dokumen).filter_by(
        naskah_kind=record.kind, naskah_id=record.id, status=StatusDokumen.MENUNGGU_NOMOR, deleted_at=None
    )
    found: Dokumen | None = db.session.scalar(kueri.order_by(Dokumen.id.desc()).limit(1))
    return found


def isi_menunggu(dokumen: Dokumen, record: Record) -> dict[str, Any]:
    """The content of a waiting paper; where the first attempt could not be drawn, on the letterhead and page of now."""
    isi = dict(dokumen.isi)
    kertas = catalog.kertas(dokumen.kode, dokumen.naskah_kind)
    if dokumen.galat and kertas is not None:
        kini = kertas.isi(record)
        isi |= {k: kini[k] for k in TATA_LETAK if k in kini}
    return isi


def ulangi(gagal: Dokumen, record: Naskah) -> None:
    """A paper that can never be drawn lost its number; what was signed waits for another one."""
    kertas = catalog.kertas(gagal.kode, gagal.naskah_kind)
    assert kertas is not None
    isi = dict(gagal.isi)
    kosong = numbering.slot(record)
    if gagal.nomor and kosong:
        isi = _ganti_teks(isi, gagal.nomor, kosong)
    isi |= {"tanggal": "", "verifikasi": {"kode": "", "alamat": "", "sha256": ""}}
    _simpan(record, kertas, isi, gagal).galat = gagal.galat
    db.session.flush()


# --- no longer in force -----------------------------------------------------------------------------------------------


def _cabut(record: Record, alasan: str, diganti: bool) -> None:
    """Void number and papers of a record, or have a correction replace them; all stay visible.

    Only what was issued can be replaced: a paper that still waited for its number never was in force.
    """
    numbering.batalkan(record.kind, record.id)
    kueri = db.select(Dokumen).filter_by(naskah_kind=record.kind, naskah_id=record.id, dicabut_pada=None)
    for dokumen in db.session.scalars(kueri):
        terbit = dokumen.status is StatusDokumen.TERBIT
        dokumen.status = StatusDokumen.DIGANTI if diganti and terbit else StatusDokumen.DIBATALKAN
        dokumen.dicabut_pada, dokumen.alasan_cabut = sekarang(), alasan or None


def rapikan(record: Naskah, alasan: str) -> None:
    """What waits for a number while its record no longer does (a return, a correction) is voided, never left behind."""
    if record.status is not StatusNaskah.MENUNGGU_NOMOR and (dokumen := menunggu(record)) is not None:
        dokumen.status = StatusDokumen.DIBATALKAN
        dokumen.dicabut_pada, dokumen.alasan_cabut = sekarang(), alasan or None


# --- the content as it is printed -------------------------------------------------------------------------------------


def isi_cetak(record: Record, kertas: Kertas, dokumen: Dokumen | None) -> dict[str, Any]:
    """What is drawn now: of a draft its content of today, of a signed or voided paper the stored one, with its foot."""
    if dokumen is None:
        isi = isi_kini(record, kertas)
        catatan = getattr(record, "catatan_pengembalian", None)
        return {**isi, "catatan_pengembalian": catatan} if catatan and isi["tanda"] == "KONSEP" else isi
    if dokumen.status is StatusDokumen.TERBIT:  # another paper of the same content: its letters, one by one
        return dict(dokumen.isi)
    if dokumen.status is StatusDokumen.MENUNGGU_NOMOR:
        keterangan = f"Sudah ditandatangani, menunggu nomor. Kode verifikasi {kata.berkelompok(dokumen.kode_periksa)}"
        return {**isi_menunggu(dokumen, record), "tanda": "", "keterangan": keterangan}
    return {**dokumen.isi, "tanda": KATA_CABUT[dokumen.status], "keterangan": _sebab(dokumen)}


def _sebab(dokumen: Dokumen) -> str:
    kata = "Dibatalkan" if dokumen.status is StatusDokumen.DIBATALKAN else "Diganti"
    kapan = f" pada {lokal(dokumen.dicabut_pada):%d-%m-%Y}" if dokumen.dicabut_pada else ""
    alasan = " ".join((dokumen.alasan_cabut or "").split())
    return f"{kata}{kapan}" + (f": {alasan[:160]}{'…' if len(alasan) > 160 else ''}" if alasan else "")


def berlaku(record: Record, kode: str) -> Dokumen | None:
    """The paper of the record; none while a record without stored content waits anew after a paper that failed."""
    dokumen = _terakhir(record.kind, record.id, kode)
    gagal = dokumen is not None and dokumen.status is StatusDokumen.DIBATALKAN
    return None if gagal and status(record) != StatusNaskah.DIBATALKAN else dokumen
