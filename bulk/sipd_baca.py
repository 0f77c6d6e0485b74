"""Reading back what SIPD says of the usulan of a Musrenbang, from its own export, to compare it with what was decided.

Only the columns sipd_* are written, in one transaction; what was proposed and decided here is never touched. A row is
known by its ID usulan (or by our code, where it was typed there). Reading the same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from bulk import simpan
from bulk.impor import lembaran, sel, tata_letak
from models import riwayat
from models.base import db
from models.musrenbang import Musrenbang
from models.pesan import N_, Keliru, SopError
from models.usulan import Usulan
from models.waktu import sekarang
from sop import golongan, workflow
from sop.access import Actor, Verb, may

SEKALI = 400  # ids of one query
TERSALIN = ("tandai_tersalin", "batal_tersalin")
TAMPIL = 50  # ids and reasons that are told
ISI = {"status": "sipd_status", "volume": "sipd_volume", "anggaran": "sipd_pagu"}  # heading of SIPD → column
BUKAN_SIPD = N_(
    "Berkas ini bukan ekspor SIPD yang memuat ID usulan dan sekurang-kurangnya satu dari Status, Volume, Anggaran."
)


@dataclass
class Hasil:
    """How many rows were read, are known here, told something new; and which could not be read or are not known."""

    baris: int = 0
    dikenal: int = 0
    berubah: int = 0
    asing: list[str] = field(default_factory=list)
    jumlah_asing: int = 0
    salah: list[tuple[int, str]] = field(default_factory=list)
    jumlah_salah: int = 0
    di_luar: int = 0  # known, but outside the scope of who reads


Terbaca = tuple[str, dict[str, Any]]  # (ID usulan, values by column)


def baca(m: Musrenbang, nama: str, isi: bytes, actor: Actor) -> Hasil:
    """Read the file and note what is new; the caller commits. Raises Keliru for a file that is no such export."""
    hasil, pembaca = Hasil(), _Pembaca(m, nama, actor)
    with lembaran.baca(isi) as (_, baris):
        awal = list(islice(baris, tata_letak.CARI_JUDUL))
        judul = tata_letak.baris_judul("usulan", awal)
        tempat = {tata_letak.norma(j): i for i, j in enumerate(judul[1])} if judul else {}
        if judul is None or "idusulan" not in tempat or not ISI.keys() & tempat.keys():
            raise Keliru(BUKAN_SIPD)
        rows = _terbaca(chain((b for b in awal if b[0] > judul[0]), baris), tempat, hasil)
        while potongan := list(islice(rows, SEKALI)):
            pembaca.catat(potongan, hasil)
    return hasil


def _terbaca(baris: Iterator[tuple[int, list[Any]]], tempat: dict[str, int], hasil: Hasil) -> Iterator[Terbaca]:
    pembaca = {k: sel.pembaca(Usulan.__table__.c[k]) for k in ISI.values()}
    for nomor, isi in baris:
        hasil.baris += 1
        satu = {nama: isi[i] if i < len(isi) else None for nama, i in tempat.items()}
        if sel.kosong(satu["idusulan"]):
            continue
        try:
            nilai = {
                kolom: None if sel.kosong(satu[judul]) else pembaca[kolom](satu[judul], judul.capitalize())
                for judul, kolom in ISI.items()
                if judul in satu
            }
            yield sel.teks(satu["idusulan"], "ID usulan"), nilai
        except SopError as galat:
            hasil.jumlah_salah += 1
            if len(hasil.salah) < TAMPIL:
                hasil.salah.append((nomor, galat.pesan))


class _Pembaca:
    """One reading: rights are asked once of each group of usulan, and a chunk is written by few statements."""

    def __init__(self, m: Musrenbang, nama: str, actor: Actor) -> None:
        self.m, self.actor, self.saat = m, actor, sekarang()
        self.catatan = f"Dibaca dari ekspor SIPD “{nama[:150]}”."
        self._hak: dict[tuple[Any, ...], bool] = {}

    def catat(self, potongan: Sequence[Terbaca], hasil: Hasil) -> None:
        berubah: dict[int, Usulan] = {}
        with db.session.no_autoflush:
            milik = self._milik([id_ for id_, _ in potongan])
            for id_, nilai in potongan:
                usulan = milik.get(id_)
                if usulan is None:
                    hasil.jumlah_asing += 1
                    hasil.asing += [id_] if len(hasil.asing) < TAMPIL else []
                    continue
                if not self._boleh(usulan):
                    hasil.di_luar += 1
                    continue
                hasil.dikenal += 1
                if usulan.sipd_dibaca_pada is None or any(getattr(usulan, k) != v for k, v in nilai.items()):
                    for kolom, satu in nilai.items():
                        setattr(usulan, kolom, satu)
                    usulan.sipd_dibaca_pada = self.saat
                    berubah[usulan.id] = usulan
                    hasil.berubah += 1
            for usulan in berubah.values():
                for kolom, pesan in riwayat.lengkap(usulan):
                    raise Keliru(pesan, kolom)
            simpan.records(berubah.values(), catatan=self.catatan)

    def _milik(self, ids: Sequence[str]) -> dict[str, Usulan]:
        """The usulan of this Musrenbang by what SIPD or we call them, locked."""
        kueri = db.select(Usulan).where(
            Usulan.musrenbang_id == self.m.id,
            Usulan.deleted_at.is_(None),
            db.or_(Usulan.kode_eksternal.in_(ids), Usulan.kode.in_(ids)),
        )
        milik: dict[str, Usulan] = {}
        terkunci = kueri.order_by(Usulan.id).with_for_update().execution_options(populate_existing=True)
        for u in db.session.scalars(terkunci):
            milik.setdefault(u.kode, u)
            if u.kode_eksternal:
                milik[u.kode_eksternal] = u  # what SIPD calls it counts before our own code
        return milik

    def _boleh(self, usulan: Usulan) -> bool:
        """Who may change the usulan, or once it is decided may note that it was typed into SIPD."""
        golong = golongan.milik(usulan, *TERSALIN)
        if golong not in self._hak:
            self._hak[golong] = may(self.actor, Verb.UBAH, usulan) or any(
                o.aksi in TERSALIN for o in workflow.moves(usulan, self.actor)
            )
        return self._hak[golong]
