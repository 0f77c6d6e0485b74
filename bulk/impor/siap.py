"""An import on its way to the preview: the file is read into staging, its columns are matched, its rows are judged.

Each step ends in a state of `impor` that a restart goes on from: reading and judging begin anew, for nothing outside
staging has been touched. Small files are done while their person waits, others by the queue.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert

from bulk import lembar_kerja
from bulk.impor import lembaran, tata_letak, vonis
from bulk.impor.bentuk import BENTUK, Bentuk, bentuk, lajur
from models import after_commit, berkas, kolom
from models.base import db, kinds
from models.berkas import Berkas
from models.impor import Impor, ImporBaris, PetaImpor, StatusImpor
from models.operasi import Operasi, StatusOperasi
from models.pesan import N_, Ditolak, Keliru, SopError
from models.transaksi import membaca
from models.waktu import sekarang
from sop.access import Actor, Verb, explain, may

log = logging.getLogger(__name__)
POTONG = 2_000
SEGERA = 1_500_000  # bytes of a file that is read while its person waits
SEGERA_BARIS = 5_000
BERJALAN = (StatusImpor.MEMBACA, StatusImpor.MEMERIKSA)
DAPAT_DIPETAKAN = (StatusImpor.PEMETAAN, StatusImpor.PRATINJAU)
TERHENTI = (StatusOperasi.GAGAL, StatusOperasi.DIBATALKAN)
TIDAK_DICOCOKKAN = N_("Kolom impor ini tidak dapat dicocokkan lagi.")
SUDAH_LANJUT = vonis.SUDAH_LANJUT
TANPA_JUDUL = N_("Berkas ini tidak memuat baris judul kolom.")
TAK_TERDUGA = "Berkas ini tidak dapat diimpor karena kesalahan yang tidak terduga. Tidak ada data yang berubah."


def boleh(actor: Actor, b: Bentuk) -> bool:
    return may(actor, Verb.BUAT, b.model) or may(actor, Verb.UBAH, b.model)


def alamat(kind: str, actor: Actor, tetap: Mapping[str, Any]) -> str | None:
    """Where an import of this kind begins, for who may make one; `tetap`: what the list it begins from is bound to."""
    if kind not in BENTUK or not boleh(actor, BENTUK[kind]):
        return None
    lingkup = tetap.get(BENTUK[kind].lingkup or "")
    return f"/impor/mulai/?kind={kind}" + (f"&lingkup={lingkup}" if lingkup else "")


def sumber(kind: str) -> list[str]:
    """The sources that this kind was imported from before."""
    return list(db.session.scalars(db.select(PetaImpor.sumber).filter_by(kind=kind).order_by(PetaImpor.sumber)))


def mulai(actor: Actor, kind: str, nama: str, isi: bytes, sumber: str, lingkup: int | None = None) -> Impor:
    """Keep the file and begin to read it; committed. `lingkup`: the whole that its rows are for, as far as it is known.
    Raises Keliru or Ditolak."""
    b = bentuk(kind)
    if not boleh(actor, b):
        raise Ditolak(explain(actor, Verb.BUAT, b.model) or "")
    lembaran.periksa_ukuran(isi)
    sumber = " ".join(sumber.replace("\0", "").split())[:60] or "berkas"
    disimpan = berkas.simpan(nama, "application/octet-stream", isi)
    db.session.add(disimpan)
    db.session.flush()
    imp = Impor(
        kind_sasaran=kind,
        berkas_nama=nama[:200],
        sumber_data=sumber,
        pengguna_id=actor.pengguna_id,
        berkas_id=disimpan.id,
        sha256=hashlib.sha256(isi).hexdigest(),
        bawaan={b.lingkup: lingkup} if b.lingkup and lingkup else {},
    )
    db.session.add(imp)
    db.session.commit()
    return _lanjut(imp, len(isi) <= SEGERA)


def pilih_lembar(imp: Impor, nama: str) -> Impor:
    """Read another sheet of the same file."""
    if imp.status not in DAPAT_DIPETAKAN or nama not in imp.semua_lembar:
        raise SopError("Lembar kerja itu tidak dapat dipilih lagi.")
    imp.lembar, imp.status = nama, StatusImpor.MEMBACA
    db.session.commit()
    return _lanjut(imp, True)


def _lanjut(imp: Impor, segera: bool) -> Impor:
    impor_id: int = imp.id
    if segera:
        kerjakan(impor_id)
    else:
        after_commit.hand_off("impor", impor_id)
    return db.session.get_one(Impor, impor_id, populate_existing=True)


def kerjakan(impor_id: int) -> None:
    """Do the step that the import stands at; safe to repeat."""
    langkah: dict[StatusImpor, Callable[[int], None]] = {
        StatusImpor.MEMBACA: _baca,
        StatusImpor.MEMERIKSA: vonis.tulis,
    }
    with membaca():
        status = db.session.scalar(db.select(Impor.status).filter_by(id=impor_id))
        db.session.rollback()
    if status not in langkah:
        return
    with after_commit.afterwards("impor", impor_id):
        _selangkah(impor_id, langkah[status])


after_commit.HAND_OFF["impor"] = kerjakan


def _selangkah(impor_id: int, langkah: Callable[[int], None]) -> None:
    try:
        langkah(impor_id)
    except SopError as galat:
        db.session.rollback()
        _gagal(impor_id, str(galat.pesan))
    except Exception as galat:  # the person must hear that it failed; the log keeps why
        if after_commit.disk_full(galat):
            raise  # it goes on waiting: the worker takes it up when there is room again
        log.exception("impor %s gagal", impor_id)
        db.session.rollback()
        _gagal(impor_id, TAK_TERDUGA)


def lanjutkan(sejak: datetime | None = None) -> int:
    """Imports that a crash has interrupted while they were read or judged; how many there were. `sejak`: only those
    that nobody has touched since.
    """
    kueri = db.select(Impor.id).where(Impor.status.in_(BERJALAN))
    if sejak is not None:
        kueri = kueri.where(Impor.updated_at < sejak)
    ids = list(db.session.scalars(kueri))
    db.session.commit()
    for impor_id in ids:
        kerjakan(impor_id)
    return len(ids)


def _gagal(impor_id: int, kalimat: str) -> None:
    """What failed leaves no rows. Given up meanwhile, or brought further by another, it stays what it is."""
    imp = db.session.get_one(Impor, impor_id, with_for_update=True, populate_existing=True)
    if imp.status in BERJALAN:
        imp.status, imp.galat, imp.selesai_pada = StatusImpor.GAGAL, kalimat[:1000], sekarang()
    if imp.status in (StatusImpor.GAGAL, StatusImpor.DIBATALKAN):
        db.session.execute(delete(ImporBaris).where(ImporBaris.impor_id == impor_id))
    db.session.commit()


# --- reading ----------------------------------------------------------------------------------------------------------


def _baca(impor_id: int) -> None:
    """The rows of the file into staging, chunk by chunk; the headings are found among the first of them."""
    imp = db.session.get_one(Impor, impor_id, with_for_update=True, populate_existing=True)
    if imp.status is not StatusImpor.MEMBACA:  # read by another since it was looked at: its rows are not ours to delete
        raise SopError(SUDAH_LANJUT)
    isi = db.session.scalar(db.select(Berkas.isi).filter_by(id=imp.berkas_id)) or b""
    db.session.execute(delete(ImporBaris).where(ImporBaris.impor_id == impor_id))
    lembar, kind = imp.lembar or "", imp.kind_sasaran
    db.session.commit()
    with lembaran.baca(isi, lembar) as (kepala, baris):
        del isi
        if kepala["format"] == "CSV":  # what begins like a formula leaves the panel quoted
            baris = ((n, [lembar_kerja.unquote(x) if isinstance(x, str) else x for x in sel]) for n, sel in baris)
        awal = list(islice(baris, tata_letak.CARI_JUDUL))
        judul = tata_letak.baris_judul(kind, awal)
        if judul is None:
            raise Keliru(TANPA_JUDUL)
        jumlah = 0
        for potongan in _potong(_sesudah(judul[0], awal, baris), POTONG):
            db.session.execute(
                insert(ImporBaris), [{"impor_id": impor_id, "urut": n, "mentah": sel} for n, sel in potongan]
            )
            jumlah += len(potongan)
            db.session.commit()
    if not jumlah:
        raise Keliru("Berkas ini hanya memuat judul kolom; belum ada barisnya.")
    _selesai_baca(impor_id, kepala, judul, jumlah)


def _sesudah(nomor_judul: int, awal: Sequence[Any], baris: Iterator[Any]) -> Iterator[tuple[int, list[Any]]]:
    yield from (b for b in awal if b[0] > nomor_judul)
    yield from baris


def _potong(baris: Iterator[Any], n: int) -> Iterator[list[Any]]:
    while potongan := list(islice(baris, n)):
        yield potongan


def _selesai_baca(impor_id: int, kepala: Mapping[str, Any], judul: tuple[int, list[str]], jumlah: int) -> None:
    imp = db.session.get_one(Impor, impor_id, populate_existing=True)
    if imp.status is not StatusImpor.MEMBACA:
        raise SopError(SUDAH_LANJUT)
    imp.bentuk, imp.lembar = str(kepala["format"]), kepala.get("lembar")
    imp.semua_lembar = list(kepala.get("semua_lembar") or [])
    imp.baris_judul, imp.judul_kolom, imp.jumlah = judul[0], judul[1], jumlah
    tata = tata_letak.kenali(imp.kind_sasaran, judul[1])
    if tata is not None and imp.sumber_data == "berkas":
        imp.sumber_data = tata.sumber
    ingatan = _ingatan(imp.kind_sasaran, imp.sumber_data)
    peta, tata = tata_letak.usulkan(imp.kind_sasaran, judul[1], ingatan.peta if ingatan else {}, _berisi(imp))
    imp.peta, imp.tata_letak = peta, tata.nama if tata else None
    imp.bawaan = {**_bawaan_awal(imp), **(ingatan.bawaan if ingatan else {}), **imp.bawaan}
    imp.status = StatusImpor.PEMETAAN
    db.session.commit()


def _ingatan(kind: str, sumber: str) -> PetaImpor | None:
    found: PetaImpor | None = db.session.scalar(db.select(PetaImpor).filter_by(kind=kind, sumber=sumber))
    return found


def _berisi(imp: Impor) -> dict[str, bool]:
    """Which of the kinds that a column may refer to have rows at all."""
    tujuan = {kolom.target_of(x.column) for x in lajur(imp.kind_sasaran).values() if x.column is not None}
    return {
        kind: db.session.scalar(db.select(kinds()[kind].id).where(kinds()[kind].deleted_at.is_(None)).limit(1))
        is not None
        for kind in tujuan
        if kind
    }


def _bawaan_awal(imp: Impor) -> dict[str, Any]:
    """SIPD's export for the communities' proposals says nothing of their origin."""
    return {"asal": "masyarakat"} if imp.kind_sasaran == "usulan" and imp.tata_letak else {}


def terhenti(imp: Impor) -> bool:
    """Was its operation stopped, or did it fail? Then it left nothing (bulk/impor/terap.py), and the import waits."""
    op = db.session.get(Operasi, imp.operasi_id or 0, populate_existing=True)
    return imp.status is StatusImpor.MENERAPKAN and (op is None or op.status in TERHENTI)


def dapat_dipetakan(imp: Impor) -> bool:
    return imp.status in DAPAT_DIPETAKAN or terhenti(imp)


# --- matching ---------------------------------------------------------------------------------------------------------


def petakan(
    imp: Impor, actor: Actor, peta: Mapping[str, str], bawaan: Mapping[str, Any], kosongkan: bool = False
) -> Impor:
    """Decide what the columns are, remember it for this source, and judge the rows. Raises Keliru."""
    if not dapat_dipetakan(imp):
        raise SopError(TIDAK_DICOCOKKAN)
    b, dikenal = bentuk(imp.kind_sasaran), lajur(imp.kind_sasaran)
    peta = {i: nama for i, nama in peta.items() if nama}
    periksa_peta(imp, actor, peta)
    if b.lingkup and not bawaan.get(b.lingkup):
        raise Keliru("Pilih {apa} yang dituju.", b.lingkup, apa=kolom.labelled(b.model)[b.lingkup][1].teks.lower())
    imp.peta, imp.kosongkan = peta, kosongkan
    imp.bawaan = {k: v for k, v in bawaan.items() if v not in (None, "") and (k == b.lingkup or k in dikenal)}
    imp.status, imp.diperiksa, imp.operasi_id = StatusImpor.MEMERIKSA, 0, None
    _ingat(imp, b)
    db.session.commit()
    return _lanjut(imp, imp.jumlah <= SEGERA_BARIS)


def periksa_peta(imp: Impor, actor: Actor, peta: Mapping[str, str]) -> None:
    """Raises Keliru, or Ditolak for a personal column without the right; asked again when it is applied."""
    dikenal = lajur(imp.kind_sasaran)
    if not peta:
        raise Keliru("Cocokkan sekurang-kurangnya satu kolom.")
    for i, nama in peta.items():
        if nama not in dikenal or not i.isdecimal() or int(i) >= len(imp.judul_kolom):
            raise Keliru("Ada kolom yang tidak dikenal dalam pencocokan ini.")
        if dikenal[nama].pribadi and not may(actor, Verb.PRIBADI, bentuk(imp.kind_sasaran).model):
            raise Ditolak(
                "Kolom {apa} memuat data pribadi; peran Anda tidak dapat mengisinya.", apa=dikenal[nama].judul
            )
    ganda = {n for n in peta.values() if list(peta.values()).count(n) > 1}
    if ganda:
        raise Keliru("{apa} dipilih untuk lebih dari satu kolom.", apa=dikenal[min(ganda)].judul)


def _ingat(imp: Impor, b: Bentuk) -> None:
    row = _ingatan(imp.kind_sasaran, imp.sumber_data)
    if row is None:
        row = PetaImpor(kind=imp.kind_sasaran, sumber=imp.sumber_data, peta={})
        db.session.add(row)
    kini = {tata_letak.norma(j): imp.peta.get(str(i), "") for i, j in enumerate(imp.judul_kolom) if tata_letak.norma(j)}
    row.peta = {**row.peta, **kini}
    row.bawaan = {k: v for k, v in imp.bawaan.items() if k != b.lingkup}


def batalkan(imp: Impor) -> None:
    """Give the import up; its rows leave staging."""
    db.session.refresh(imp, with_for_update=True)
    if imp.status is StatusImpor.SELESAI or (imp.status is StatusImpor.MENERAPKAN and not terhenti(imp)):
        raise SopError("Impor ini sudah diterapkan. Gunakan Urungkan pada pekerjaannya.")
    db.session.execute(delete(ImporBaris).where(ImporBaris.impor_id == imp.id))
    imp.status, imp.selesai_pada = StatusImpor.DIBATALKAN, sekarang()
    db.session.commit()
