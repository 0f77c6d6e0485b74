"""Signatures beside the frozen paper: put on here, taken back from elsewhere, or scanned; each labelled as what it is.

Key and passphrase pass through to the worker that signs and stand nowhere: not in a table, a diary or a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents import huruf, kata, pdf, sertifikat
from models import berkas, riwayat, setelan
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.pejabat import Pejabat
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError
from models.tanda_tangan import CaraTandaTangan, JenisTandaTangan, TandaTanganElektronik
from models.waktu import lokal, sekarang
from sop.access import Actor, Verb, may

TERBESAR_PKCS12 = 100_000
ALASAN_TERPANJANG = 500
PINDAIAN = frozenset({"application/pdf", "image/png", "image/jpeg"})
BUKAN_PINDAIAN = N_("Pindaian harus berupa PDF, PNG atau JPG.")
# Two hashes of one paper, told apart: of what it says (its foot bears this one), and of the bytes of its PDF.
SIDIK_ISI, SIDIK_BERKAS = "Sidik isi (tercetak pada kaki naskah)", "SHA-256 berkas PDF"
# Why the worker refuses, by its code: the sentence, and the field it stands beside.
SEBAB = {
    "bukan_pkcs12": ("Berkas ini bukan sertifikat PKCS#12 (.p12 atau .pfx) yang dapat dibaca.", "sertifikat"),
    "sandi": ("Frasa sandi tidak cocok dengan sertifikat ini.", "sandi"),
    "tanpa_kunci": ("Sertifikat ini tidak memuat kunci pribadi, jadi tidak dapat menandatangani.", "sertifikat"),
    "kunci_lemah": ("Kunci sertifikat ini terlalu lemah atau jenisnya tidak didukung.", "sertifikat"),
    "bukan_untuk_tanda_tangan": ("Sertifikat ini tidak diterbitkan untuk menandatangani.", "sertifikat"),
    "kedaluwarsa": ("Sertifikat tidak berlaku (kedaluwarsa atau belum berlaku) pada waktu tanda tangan.", None),
    "gagal": ("Tanda tangan tidak dapat dibubuhkan dengan sertifikat ini.", "sertifikat"),
    "bukan_pdf": ("Berkas ini bukan PDF yang dapat dibaca.", "berkas"),
    "tersandi": ("PDF ini terkunci dengan kata sandi. Unggah yang tidak terkunci.", "berkas"),
    "tanpa_tanda_tangan": ("PDF ini tidak memuat tanda tangan elektronik.", "berkas"),
    "tanpa_waktu": ("Tanda tangan pada PDF ini tidak memuat sertifikat atau waktunya.", "berkas"),
    "rusak": ("Tanda tangan pada PDF ini tidak sah: isinya berubah sesudah ditandatangani.", "berkas"),
    "ditambah": ("PDF ini ditambah atau diubah sesudah ditandatangani.", "berkas"),
    "diubah": ("Isi PDF ini tidak sama dengan naskah yang dibekukan.", "berkas"),
    "naskah_lain": ("PDF ini bukan naskah ini: kode verifikasinya tidak ditemukan di dalamnya.", "berkas"),
    "mendahului": ("Waktu tanda tangan mendahului terbitnya naskah ini.", "berkas"),
    "masa_depan": ("Waktu tanda tangan berada di masa depan.", "berkas"),
}
CARA = {"lanjutan": CaraTandaTangan.LANJUTAN, "tulis_ulang": CaraTandaTangan.TULIS_ULANG}


# --- asking -----------------------------------------------------------------------------------------------------------


def boleh_bubuhkan(actor: Actor, dokumen: Dokumen) -> bool:
    """Only the signer himself puts a signature on; nobody does it for him."""
    return actor.pejabat_id is not None and actor.pejabat_id == dokumen.penandatangan_id


def boleh_unggah(actor: Actor, dokumen: Dokumen) -> bool:
    return boleh_bubuhkan(actor, dokumen) or may(actor, Verb.CATAT, dokumen)


def sidik_isi(dokumen: Dokumen) -> str:
    """The hash of what the paper says, as its foot bears it; the bytes of the PDF have one of their own."""
    return str((dokumen.isi.get("verifikasi") or {}).get("sha256") or "")


def semua(dokumen_id: int) -> list[TandaTanganElektronik]:
    """Every signed version of a paper, the newest first."""
    kueri = db.select(TandaTanganElektronik).filter_by(dokumen_id=dokumen_id, deleted_at=None)
    return list(db.session.scalars(kueri.order_by(TandaTanganElektronik.id.desc())))


def terbaru(dokumen_id: int) -> TandaTanganElektronik | None:
    """The newest electronically signed version: what the paper prints."""
    return next((t for t in semua(dokumen_id) if t.elektronik), None)


# --- doing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Naskah:
    """What the work needs of a paper, read before the transaction ends and the worker begins."""

    id: int
    kode: str
    beku: bytes
    nama_berkas: str
    nama: str
    jabatan: str
    tugas: Mapping[str, Any]


def bubuhkan(dokumen: Dokumen, actor: Actor, p12: bytes, sandi: bytearray) -> Pesan:
    """A PAdES signature with the signer's certificate on the frozen bytes. `sandi` is wiped, whatever happens."""
    try:
        if not boleh_bubuhkan(actor, dokumen):
            raise Ditolak("Hanya penanda tangan yang disebut naskah yang dapat membubuhkan tanda tangannya.")
        if not p12 or len(p12) > TERBESAR_PKCS12:
            raise Keliru("Pilih berkas sertifikat PKCS#12 (.p12 atau .pfx, paling besar 100 KB).", "sertifikat")
        naskah = _baca(dokumen)
        tugas = {**naskah.tugas, **_tampilan(naskah), "panjang": [len(p12), len(sandi), len(naskah.beku)]}
        isi = b"".join((p12, sandi, naskah.beku))
    finally:
        sandi[:] = bytes(len(sandi))
    hasil, bertanda = _kerjakan("tanda_tangani", tugas, isi, naskah)
    return _simpan(naskah, actor, bertanda, CaraTandaTangan.PANEL, hasil)


def unggah(dokumen: Dokumen, actor: Actor, data: bytes, tahu_beda: bool = False) -> Pesan:
    """Take back a PDF that was signed elsewhere, once its signature and its content have been checked.

    `tahu_beda`: the person knows that the certificate names another than the signer of the paper.
    """
    if not boleh_unggah(actor, dokumen):
        raise Ditolak("Anda tidak berwenang mengunggah tanda tangan untuk naskah ini.")
    naskah = _baca(dokumen)
    if data == naskah.beku:
        sebab, *_ = SEBAB["tanpa_tanda_tangan"]
        raise Keliru(sebab, "berkas")
    tugas = {**naskah.tugas, "panjang": len(naskah.beku)}
    hasil, _ = _kerjakan("periksa_tanda_tangan", tugas, naskah.beku + data, naskah)
    if not tahu_beda and not kata.nama_sama(hasil["nama"], naskah.nama):
        raise Keliru(
            "Nama pada sertifikat ({sertifikat}) berbeda dari penanda tangan naskah ({naskah}). Jika memang demikian, "
            "pilih lagi berkasnya dan beri tanda pada pernyataan di bawah ini.",
            "tahu_beda",
            sertifikat=hasil["nama"],
            naskah=naskah.nama,
        )
    return _simpan(naskah, actor, data, CARA[hasil["cara"]], hasil)


def pindaian(dokumen: Dokumen, actor: Actor, nama: str, mime: str, data: bytes) -> Pesan:
    """Keep the scan of a sheet that was signed by hand."""
    if not boleh_unggah(actor, dokumen):
        raise Ditolak("Anda tidak berwenang mengunggah tanda tangan untuk naskah ini.")
    if mime not in PINDAIAN:
        raise Keliru(BUKAN_PINDAIAN, "berkas")
    return _simpan(_baca(dokumen), actor, data, CaraTandaTangan.PINDAIAN, None, (nama, mime))


def _baca(dokumen: Dokumen) -> _Naskah:
    if dokumen.status is not StatusDokumen.TERBIT or dokumen.berkas is None or dokumen.dibekukan_pada is None:
        raise SopError("Hanya naskah yang terbit dan berlaku yang dapat diberi tanda tangan.")
    ttd = _blok_tanda_tangan(dokumen)
    tugas = {
        "kode": dokumen.kode_periksa,
        "akar": sertifikat.tepercaya(),
        "beku": dokumen.dibekukan_pada.isoformat(),
        "kini": sekarang().isoformat(),
    }
    jabatan = f"{ttd['sebagai']} {ttd['jabatan']}".strip()
    isi = dokumen.berkas.isi
    naskah = _Naskah(dokumen.id, dokumen.kode, isi, dokumen.berkas.nama, ttd["nama"], jabatan, tugas)
    db.session.rollback()  # nothing was written: no transaction stays open while the worker signs
    return naskah


def _blok_tanda_tangan(dokumen: Dokumen) -> dict[str, str]:
    """The signature block as it was printed; the pejabat may bear another title by now."""
    pejabat = db.session.get(Pejabat, dokumen.penandatangan_id or 0)
    blok = [v for v in dokumen.isi.values() if isinstance(v, dict) and {"nama", "nip", "sebagai", "jabatan"} <= set(v)]
    nip, nama = (pejabat.nip, pejabat.nama) if pejabat else (None, "")
    kosong = {"nama": nama, "jabatan": pejabat.jabatan if pejabat else "", "sebagai": ""}
    return next((b for b in blok if (nip and b["nip"] == nip) or b["nama"] == nama), blok[0] if blok else kosong)


def _tampilan(naskah: _Naskah) -> dict[str, Any]:
    """What the visible block is made of."""
    rupa = huruf.cari(huruf.BAWAAN, setelan.kini().font_dir)
    kini = lokal(datetime.fromisoformat(naskah.tugas["kini"]))
    return {
        "nama": naskah.nama,
        "nama_cetak": kata.nama_kapital(naskah.nama),
        "jabatan": naskah.jabatan,
        "saat": f"{kata.tanggal(kini.date())} pukul {kini:%H.%M} WIB",
        "huruf": [str(rupa.biasa), str(rupa.tebal)],
    }


def _kerjakan(kerja: str, tugas: dict[str, Any], isi: bytes, naskah: _Naskah) -> tuple[dict[str, Any], bytes]:
    hasil, data = pdf.kerjakan(kerja, tugas, isi, judul=naskah.nama_berkas)
    if hasil["sebab"]:
        kalimat, kolom = SEBAB[hasil["sebab"]]
        raise Keliru(kalimat, kolom or ("sertifikat" if kerja == "tanda_tangani" else "berkas"))
    return hasil, data


def _simpan(
    naskah: _Naskah,
    actor: Actor,
    data: bytes,
    cara: CaraTandaTangan,
    hasil: Mapping[str, Any] | None,
    unggahan: tuple[str, str] | None = None,
) -> Pesan:
    """The second transaction: the paper may have lost its force while the worker was busy."""
    dokumen = db.session.get_one(Dokumen, naskah.id, with_for_update=True, populate_existing=True)
    if dokumen.status is not StatusDokumen.TERBIT:
        db.session.rollback()
        raise SopError("Naskah ini tidak lagi berlaku. Tidak ada yang disimpan.")
    nama, mime = unggahan or (naskah.nama_berkas, "application/pdf")
    baru = berkas.simpan(nama, mime, data)
    if db.session.scalar(
        db.select(TandaTanganElektronik.id).filter_by(dokumen_id=naskah.id, sha256=baru.sha256, deleted_at=None)
    ):
        db.session.rollback()
        raise Keliru("Berkas yang sama sudah tersimpan untuk naskah ini.", "berkas")
    db.session.add(baru)
    db.session.flush()
    baris = TandaTanganElektronik(
        dokumen_id=naskah.id,
        jenis=JenisTandaTangan.BASAH,
        cara=cara,
        sha256=baru.sha256,
        berkas_id=baru.id,
        pengguna_id=actor.pengguna_id,
    )
    if hasil is not None:
        _isi_sertifikat(baris, hasil, naskah.nama)
    db.session.add(baris)
    catatan = "pindaian tanda tangan basah"
    if hasil is not None:
        catatan = f"{baris.jenis.value} atas nama {baris.nama_sertifikat}, {cara.value}"
    riwayat.catatan(db.session, dokumen, "tanda_tangan_elektronik" if hasil else "unggah_pindaian", catatan)
    riwayat.pastikan(db.session, dokumen)
    db.session.commit()
    return Pesan("Tersimpan: {catatan}. Keadaannya ada pada “Keaslian” di halaman ini.", catatan=catatan)


def boleh_tarik(actor: Actor, tanda: TandaTanganElektronik) -> bool:
    return tanda.deleted_at is None and boleh_unggah(actor, db.session.get_one(Dokumen, tanda.dokumen_id))


def tarik(tanda: TandaTanganElektronik, actor: Actor, alasan: str) -> Pesan:
    """Withdraw a wrong signature or scan: neither printed nor shown any more; the diary keeps it with the reason."""
    dokumen = db.session.get_one(Dokumen, tanda.dokumen_id, with_for_update=True)
    if not boleh_unggah(actor, dokumen):
        raise Ditolak("Anda tidak berwenang menarik tanda tangan naskah ini.")
    db.session.refresh(tanda)
    if tanda.deleted_at is not None:
        raise SopError("Tanda tangan ini sudah ditarik.")
    alasan = alasan.replace("\0", "").strip()
    if not alasan:
        raise Keliru("Isi alasan penarikannya.", "alasan")
    if len(alasan) > ALASAN_TERPANJANG:
        raise Keliru("Alasan paling panjang {n} huruf.", "alasan", n=ALASAN_TERPANJANG)
    apa = f"{tanda.jenis.value} atas nama {tanda.nama_sertifikat}" if tanda.elektronik else "pindaian"
    tanda.deleted_at = sekarang()
    riwayat.catatan(db.session, tanda, "tarik", alasan)
    riwayat.catatan(db.session, dokumen, "tarik_tanda_tangan", f"{apa}: {alasan}")
    riwayat.pastikan(db.session, dokumen)
    db.session.commit()
    return Pesan("Ditarik: {apa}. Catatannya tetap ada pada riwayat.", apa=apa)


def _isi_sertifikat(baris: TandaTanganElektronik, hasil: Mapping[str, Any], nama: str) -> None:
    """By the certificate's own words; whether they name the signer of the paper is a fact of its own."""
    baris.jenis = JenisTandaTangan.TERSERTIFIKASI if hasil["tersertifikasi"] else JenisTandaTangan.TIDAK_TERSERTIFIKASI
    baris.nama_sertifikat, baris.penerbit, baris.nomor_seri = hasil["nama"], hasil["penerbit"], hasil["seri"]
    baris.sesuai = kata.nama_sama(hasil["nama"], nama)
    baris.waktu = datetime.fromisoformat(hasil["waktu"])
