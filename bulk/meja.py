"""The registration desk: who is looked for, who stands behind a scanned code, how many came; and the acts of a tap.

Every act is a move (sop/lifecycle.py) and commits at once, so four phones see one list; what two of them do to one
name at the same time is decided by the lock of its row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents import issue, tulisan
from models import cari, kode_hadir
from models.base import db
from models.dokumen import Dokumen
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import N_, Keliru, SopError, TidakAda
from models.rapat import DaftarHadir, Rapat
from models.undangan import PenerimaUndangan, Undangan
from models.waktu import lokal
from sop import workflow
from sop.access import Actor
from sop.kehadiran import HADIRIN_BARU, kata_hadir

SEHALAMAN = 40
TAMPIL = ("belum", "hadir", "semua")
KOLOM = (
    *(DaftarHadir.id, DaftarHadir.version, DaftarHadir.urutan, DaftarHadir.nama, DaftarHadir.lembaga),
    *(DaftarHadir.unsur, DaftarHadir.hadir, DaftarHadir.hadir_pada, DaftarHadir.diwakili_oleh),
    *(DaftarHadir.jabatan_wakil, DaftarHadir.tanpa_undangan, DaftarHadir.pemangku_kepentingan_id),
)
KODE_LAIN = N_("Kode “{kode}” tidak dikenal. Periksa hurufnya pada kartu undangan, atau cari namanya.")
KODE_SURAT = "Itu kode keaslian surat, yang sama untuk semua penerimanya. Cari namanya, atau pindai kartu undangannya."


@dataclass(frozen=True)
class Tamu:
    """A row of the daftar hadir as the desk shows it; `pukul` "08.15" or "" where the time is not known."""

    id: int
    version: int
    urutan: int
    nama: str
    lembaga: str
    unsur: str
    hadir: bool
    pukul: str
    wakil: str
    jabatan_wakil: str
    tanpa_undangan: bool


@dataclass(frozen=True)
class Kartu:
    """Whose card it is; `tamu` None: invited, but not on this list yet."""

    kode: str
    orang_id: int
    nama: str
    lembaga: str
    tamu: Tamu | None


def boleh(rapat: Rapat, actor: Actor) -> bool:
    """May this person write the daftar hadir of this rapat at all? (Whether it is closed is asked by each move.)"""
    return any(o.aksi == "tambah_hadirin" for o in workflow.moves(rapat, actor))


# --- finding ----------------------------------------------------------------------------------------------------------


def daftar(
    rapat_id: int, dicari: str = "", tampil: str = "belum", dari: int = 0, sebanyak: int = SEHALAMAN
) -> tuple[list[Tamu], int]:
    """(one page, how many in all). A search goes over everybody: those whose name begins with it first."""
    stmt = kueri(rapat_id)
    kata = cari.kata(dicari)
    if not kata and tampil in ("belum", "hadir"):
        stmt = stmt.where(DaftarHadir.hadir.is_(tampil == "hadir"))
    urutan = (DaftarHadir.hadir_pada.desc(), DaftarHadir.id.desc()) if tampil == "hadir" and not kata else ()
    rows = list(db.session.execute(stmt.order_by(*urutan, DaftarHadir.urutan, DaftarHadir.id)))
    if kata:
        rows = _cocok(rows, kata)
    return [_tamu(r) for r in rows[dari : dari + sebanyak]], len(rows)


def beberapa(rapat_id: int, ids: Iterable[int]) -> list[Tamu]:
    """These rows as they are now."""
    return [_tamu(r) for r in db.session.execute(kueri(rapat_id).where(DaftarHadir.id.in_(list(ids)[:200])))]


def kueri(rapat_id: int) -> Any:
    return db.select(*KOLOM).where(DaftarHadir.rapat_id == rapat_id, DaftarHadir.deleted_at.is_(None))


def _cocok(rows: Sequence[Any], kata: Sequence[str]) -> list[Any]:
    """Some hundred names are compared here: both databases find the same, and nobody waits for an index."""
    found = []
    for row in rows:
        nama = cari.normal(row.nama)
        teks = f"{nama} {cari.normal(row.lembaga or '')} {cari.normal(row.diwakili_oleh or '')}"
        if all(k in teks for k in kata):
            awal = sum(not any(bagian.startswith(k) for bagian in nama.split()) for k in kata)
            found.append((awal, row.hadir, len(found), row))
    return [row for *_, row in sorted(found, key=lambda x: x[:3])]


def _tamu(row: Any) -> Tamu:
    return Tamu(
        row.id,
        row.version,
        row.urutan,
        row.nama,
        row.lembaga or "",
        tulisan.word(row.unsur),
        row.hadir,
        f"{lokal(row.hadir_pada):%H.%M}" if row.hadir_pada else "",
        row.diwakili_oleh or "",
        row.jabatan_wakil or "",
        row.tanpa_undangan,
    )


def kartu(rapat: Rapat, kode: str) -> Kartu:
    """Who shows this card at this rapat; raises Keliru or SopError with what to do instead."""
    penerima, undangan = pemilik(kode)
    orang = db.session.get_one(PemangkuKepentingan, penerima.pemangku_kepentingan_id)
    if undangan.musrenbang_id != rapat.musrenbang_id:
        lain = db.session.get_one(Musrenbang, undangan.musrenbang_id)
        raise SopError("Kartu {nama} adalah undangan {lain}, bukan rapat ini.", nama=orang.nama, lain=lain.nama)
    row = db.session.execute(kueri(rapat.id).where(DaftarHadir.pemangku_kepentingan_id == orang.id)).first()
    if row is None and undangan.status is StatusNaskah.DIBATALKAN:
        raise SopError("Undangan pada kartu {nama} dibatalkan, dan namanya tidak ada di daftar ini.", nama=orang.nama)
    return Kartu(kode, orang.id, orang.nama, orang.lembaga or "", _tamu(row) if row else None)


def pemilik(kode: str) -> tuple[PenerimaUndangan, Undangan]:
    """The addressee that a code names; raises Keliru for one that was not made here, TidakAda for one taken off."""
    penerima_id = kode_hadir.periksa(kode)
    if penerima_id is None or penerima_id >= 2**31:
        raise Keliru(KODE_LAIN, "q", kode=kode[:40])
    penerima = db.session.get(PenerimaUndangan, penerima_id)
    if penerima is None or penerima.deleted_at is not None:
        raise TidakAda(
            "Penerima pada kartu ini sudah dihapus dari undangannya. Cari namanya, atau tambah sebagai tamu."
        )
    return penerima, db.session.get_one(Undangan, penerima.undangan_id)


def kode_naskah(teks: str) -> bool:
    """Is this the verification code (or its address) that stands on a letter itself?"""
    akhir = "".join(c for c in teks.rpartition("/periksa/")[2].upper() if c.isalnum())
    return len(akhir) == 12 and bool(
        db.session.scalar(db.select(Dokumen.id).filter_by(kode_periksa=akhir, deleted_at=None).limit(1))
    )


# --- counting ---------------------------------------------------------------------------------------------------------


def hitungan(rapat: Rapat) -> dict[str, Any]:
    """{"hadir", "jumlah", "tamu", "diwakili", "ditutup", "unsur": [[unsur, hadir, jumlah]], "cap"}, in one query.

    `cap` changes with every change of the list; it is the ETag of the answer.
    """
    ada = DaftarHadir.hadir.is_(True)

    def banyak(*syarat: Any) -> Any:
        return db.func.count(db.case((db.and_(ada, *syarat), 1)))

    stmt = db.select(
        DaftarHadir.unsur,
        db.func.count(),
        banyak(),
        banyak(DaftarHadir.tanpa_undangan.is_(True)),
        banyak(DaftarHadir.diwakili_oleh.is_not(None)),
        db.func.sum(DaftarHadir.version),
        db.func.max(DaftarHadir.id),
    )
    stmt = stmt.where(DaftarHadir.rapat_id == rapat.id, DaftarHadir.deleted_at.is_(None)).group_by(DaftarHadir.unsur)
    rows = {r[0]: [int(x) for x in r[1:]] for r in db.session.execute(stmt)}
    jumlah, hadir, tamu, diwakili = (sum(r[n] for r in rows.values()) for n in range(4))
    isi = {
        "hadir": hadir,
        "jumlah": jumlah,
        "tamu": tamu,
        "diwakili": diwakili,
        "ditutup": rapat.hadir_ditutup_pada is not None,
        "unsur": [[tulisan.word(u), rows[u][1], rows[u][0]] for u in Unsur if u in rows],
    }
    cap = json.dumps([rapat.id, rapat.version, isi, sorted((u.value, r) for u, r in rows.items())])
    return {**isi, "cap": hashlib.sha256(cap.encode()).hexdigest()[:20]}


# --- doing ------------------------------------------------------------------------------------------------------------


def baris(rapat: Rapat, row_id: int) -> DaftarHadir:
    row = db.session.get(DaftarHadir, row_id)
    if row is None or row.rapat_id != rapat.id or row.deleted_at is not None:
        raise TidakAda("Nama ini tidak ada lagi di daftar hadir rapat ini. Muat ulang daftarnya.")
    return row


def tandai(rapat: Rapat, row_id: int, actor: Actor) -> int:
    """Present, now. Raises SopError "… sudah hadir pukul …" where another was quicker."""
    issue.perform(baris(rapat, row_id), "tandai_hadir", actor)
    return row_id


def tandai_kartu(rapat: Rapat, kode: str, actor: Actor) -> int:
    """Present by the code of the card; who is invited and not on the list yet comes onto it."""
    satu = kartu(rapat, kode)
    if satu.tamu is not None:
        return tandai(rapat, satu.tamu.id, actor)
    return tambah(rapat, actor, {"pemangku_kepentingan_id": satu.orang_id})


def wakilkan(rapat: Rapat, row_id: int, actor: Actor, nama: str, jabatan: str, version: int | None) -> int:
    """Another came instead. `version`: of the row that the person saw; if it is marked since, that is told."""
    row = baris(rapat, row_id)
    isian = {"diwakili_oleh": nama.strip(), "jabatan_wakil": jabatan.strip()}
    try:
        issue.perform(row, "tandai_diwakili", actor, "", isian, version)
    except SopError as galat:
        kini = db.session.get(DaftarHadir, row_id, populate_existing=True)
        if galat.status == 409 and kini is not None and kini.hadir and kini.version != version:
            raise SopError("{hadir} Muat ulang bila wakilnya perlu diubah.", hadir=kata_hadir(kini)) from galat
        raise
    return row_id


def urungkan(rapat: Rapat, row_id: int, actor: Actor, version: int | None) -> str:
    """A wrong tap is taken back, if nobody has done anything with the name since; answers the name."""
    row = baris(rapat, row_id)
    nama = row.nama
    issue.perform(row, "tandai_tidak_hadir", actor, "", None, version)
    return nama


def tambah(rapat: Rapat, actor: Actor, isian: Mapping[str, Any]) -> int:
    """Onto the list and present at once: a guest without undangan, or one who was invited and is not on it."""
    try:
        row = tambahkan(rapat, actor, isian)
        issue.jalankan(row, "tandai_hadir", actor)
        row_id = row.id
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    return row_id


def tambahkan(rapat: Rapat, actor: Actor, isian: Mapping[str, Any]) -> DaftarHadir:
    """The same without presence and commit."""
    issue.jalankan(rapat, "tambah_hadirin", actor, "", isian)
    row: DaftarHadir = db.session.info.pop(HADIRIN_BARU)
    return row
