"""A paper daftar hadir keyed in afterwards: many rows at once, all of them or none, every row by the same moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from bulk import meja
from documents import issue
from models import baca, cari
from models.base import db
from models.pemangku_kepentingan import Unsur
from models.pesan import Keliru, Pesan, SopError
from models.rapat import DaftarHadir, Rapat
from sop.access import Actor
from sop.kehadiran import kata_hadir

TERBANYAK = 100
SELEMBAR = 500  # names of a whole list, ticked and saved at once
MIRIP = 70  # per cent: a name is proposed
BARU = Pesan("Tamu baru")


@dataclass
class Baris:
    """One line as it was typed; `salah` and `kabar` say what came of it."""

    siapa: str
    pukul: str = ""
    diwakili_oleh: str = ""
    jabatan_wakil: str = ""
    baru: bool = False  # a guest who is not on the list: add him
    lembaga: str = ""
    unsur: str = ""
    id: int | None = None  # the row itself, where the sheet was shown in its order
    salah: str = ""
    kabar: str = ""

    @property
    def kosong(self) -> bool:
        return self.id is None and not (self.siapa or self.pukul or self.diwakili_oleh or self.lembaga)


@dataclass(frozen=True)
class Hasil:
    """`hadir`: marked now; `baru`: of these not on the list before; `sudah`: marked earlier and left as they were."""

    hadir: int
    baru: int
    sudah: list[str]


def catat(rapat: Rapat, actor: Actor, lembar: Sequence[Baris]) -> Hasil | None:
    """Write the lines; None if one of them is wrong: then nothing is written, and each wrong line says why."""
    isi = [b for b in lembar if not b.kosong]
    if not isi:
        raise Keliru("Belum ada baris yang diisi.")
    most = SELEMBAR if isi[0].id is not None else TERBANYAK
    if len(isi) > most:
        raise Keliru("Paling banyak {n} baris sekali simpan.", n=most)
    ada = list(db.session.execute(meja.kueri(rapat.id)))
    hadir = baru = 0
    sudah: list[str] = []
    rapat_id = rapat.id
    for b in isi:
        titik = db.session.begin_nested()
        try:
            row, tambahan = _baris(rapat, actor, b, ada)
            if row.hadir:
                b.kabar = str(kata_hadir(row))
                sudah.append(b.kabar)
            else:
                issue.jalankan(row, "catat_hadir", actor, "", _isian(b))
                hadir, baru = hadir + 1, baru + tambahan
            titik.commit()
        except SopError as galat:
            titik.rollback()
            b.salah = galat.pesan
            rapat = db.session.get_one(Rapat, rapat_id)
    if any(b.salah for b in isi):
        db.session.rollback()
        return None
    db.session.commit()
    return Hasil(hadir, baru, sudah)


def _baris(rapat: Rapat, actor: Actor, b: Baris, ada: Sequence[Any]) -> tuple[DaftarHadir, bool]:
    """The row that a line means: by its number on the printed sheet or by its name; a new guest where that is said."""
    if b.id is not None:
        return db.session.get_one(DaftarHadir, meja.baris(rapat, b.id).id, populate_existing=True), False
    if b.baru:
        if not b.siapa or b.siapa.isdecimal():
            raise Keliru("Tulis nama tamu baru.")
        unsur = b.unsur if b.unsur in set(Unsur) else None
        isian = {"nama": b.siapa, "lembaga": b.lembaga, "unsur": unsur}
        return meja.tambahkan(rapat, actor, isian), True
    cocok = [r for r in ada if _sama(r, b.siapa)]
    if len(cocok) > 1:
        nomor = ", ".join(f"{r.urutan} ({r.lembaga or r.unsur.value})" for r in cocok[:4])
        raise Keliru("Ada {n} nama yang sama. Tulis nomornya: {nomor}.", n=len(cocok), nomor=nomor)
    if not cocok:
        raise Keliru(_tidak_ada(b.siapa, ada))
    row = meja.baris(rapat, cocok[0].id)
    db.session.refresh(row)
    return row, False


def _sama(row: Any, siapa: str) -> bool:
    if siapa.isdecimal():
        return bool(row.urutan == int(siapa))
    dicari = cari.normal(siapa)
    return dicari in (cari.normal(row.nama), cari.normal(sebutan(row.nama, row.lembaga)))


def sebutan(nama: str, lembaga: str | None) -> str:
    """A name as the list of proposals gives it: "Camat – Kecamatan Bogor Barat"."""
    return f"{nama} – {lembaga}" if lembaga else nama


def _tidak_ada(siapa: str, ada: Sequence[Any]) -> str:
    if not siapa:
        return Pesan("Tulis nomor atau nama.")
    if siapa.isdecimal():
        return Pesan("Tidak ada nomor {siapa} di daftar ini.", siapa=siapa)
    mirip = process.extractOne(siapa, [r.nama for r in ada], scorer=fuzz.WRatio, score_cutoff=MIRIP)
    maksud = Pesan(" Maksud Anda “{mirip}”?", mirip=mirip[0]) if mirip else ""
    return Pesan(
        "“{siapa}” tidak ada di daftar.{maksud} Bila memang tamu baru, centang “{baru}”.",
        siapa=siapa,
        maksud=maksud,
        baru=BARU,
    )


def _isian(b: Baris) -> dict[str, Any]:
    jam = baca.read_time(b.pukul, "Pukul") if b.pukul else None
    if b.jabatan_wakil and not b.diwakili_oleh:
        raise Keliru("Tulis nama yang mewakili.")
    return {"pukul": jam, "diwakili_oleh": b.diwakili_oleh, "jabatan_wakil": b.jabatan_wakil}
