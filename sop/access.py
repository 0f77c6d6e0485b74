"""Who may do what with which kind: the only table of rights. No row = closed. To open something, add a row.

A part of another record (INDUK) has the rights of its parent and no row of its own. Moves are not here: they belong to
the SOP's pelaksana (sop/lifecycle.py).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, bindparam, false

from models import diri
from models.base import Record, db, label_of
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import Pesan, rangkai
from models.unit_kerja import UnitKerjaKelompok
from models.waktu import hari_ini
from sop.belonging import Claim, akar, chain_of
from sop.lifecycle import HAPUS_HANYA, TERBUKA, TERTUTUP, status


class Verb(enum.StrEnum):
    BACA = "baca"
    BUAT = "buat"
    UBAH = "ubah"
    HAPUS = "hapus"  # also: restore
    CETAK = "cetak"
    CATAT = "catat"  # record an act that another did on paper
    PRIBADI = "pribadi"  # see personal fields


CHANGES = (Verb.BUAT, Verb.UBAH, Verb.HAPUS)
KERJA = {
    Verb.BACA: Pesan("membaca"),
    Verb.BUAT: Pesan("membuat"),
    Verb.UBAH: Pesan("mengubah"),
    Verb.HAPUS: Pesan("menghapus"),
    Verb.CETAK: Pesan("mencetak"),
    Verb.CATAT: Pesan("mencatat atas nama orang lain pada"),
    Verb.PRIBADI: Pesan("melihat data pribadi pada"),
}


class Lingkup(enum.Enum):
    """Of which rows a right speaks."""

    SEMUA = "semua"
    KELOMPOK = "kelompok sidang dari unit kerjanya"
    MUSRENBANG = "Musrenbang yang ditugaskan kepadanya"
    MILIK = "yang dibuatnya sendiri"


@dataclass(frozen=True)
class Tugas:
    """One role that an account holds today, with its bounds."""

    peran: Peran
    unit_kerja_id: int | None = None
    musrenbang_id: int | None = None
    kelompok_ids: frozenset[int] = frozenset()
    sebagai: str = ""


@dataclass(frozen=True)
class Actor:
    """A person at work: the account, the pejabat behind it and the roles of today."""

    pengguna_id: int | None
    nama: str
    pejabat_id: int | None = None
    tugas: tuple[Tugas, ...] = ()

    @property
    def peran(self) -> frozenset[Peran]:
        return frozenset(t.peran for t in self.tugas)

    @property
    def sebutan(self) -> str:
        """The roles in words, for the diary and the corner of the screen."""
        held = [Pesan("{a} {b}", a=t.sebagai, b=t.peran.judul) if t.sebagai else t.peran.judul for t in self.tugas]
        return rangkai(", ", held) or Pesan("tanpa peran")


def actor_of(pengguna: Pengguna, hari: date | None = None) -> Actor:
    """The roles that `pengguna` holds on that day (Plt. and Plh. only within their dates)."""
    hari = hari or hari_ini()
    if not pengguna.aktif or pengguna.deleted_at:
        return Actor(pengguna.id, pengguna.nama)
    berlaku = [p for p in pengguna.daftar_peran if p.berlaku(hari)]
    kelompok = _kelompok({p.unit_kerja_id for p in berlaku if p.unit_kerja_id and p.peran in BERKELOMPOK})
    return Actor(pengguna.id, pengguna.nama, pengguna.pejabat_id, tuple(_tugas(p, kelompok) for p in berlaku))


def _tugas(p: PeranPengguna, kelompok: dict[int, set[int]]) -> Tugas:
    sebagai = "" if p.sebagai.value == "definitif" else p.sebagai.value
    milik = frozenset(kelompok.get(p.unit_kerja_id or 0, ()))
    return Tugas(p.peran, p.unit_kerja_id, p.musrenbang_id, milik, sebagai)


def _kelompok(unit_ids: set[int]) -> dict[int, set[int]]:
    if not unit_ids:
        return {}
    hasil: dict[int, set[int]] = {}
    for unit, kelompok in db.session.execute(_kueri_kelompok(), {"unit": list(unit_ids)}):
        hasil.setdefault(unit, set()).add(kelompok)
    return hasil


@cache
def _kueri_kelompok() -> Select[Any]:
    """Built once: every page asks it."""
    milik = UnitKerjaKelompok.unit_kerja_id.in_(bindparam("unit", expanding=True))
    kueri: Select[Any] = db.select(UnitKerjaKelompok.unit_kerja_id, UnitKerjaKelompok.kelompok_sidang_id)
    return kueri.where(milik, UnitKerjaKelompok.deleted_at.is_(None))


@dataclass(frozen=True)
class Hak:
    """`peran` may do `verbs` with `kinds`, within `lingkup`."""

    kinds: tuple[str, ...]
    verbs: frozenset[Verb]
    peran: frozenset[Peran]
    lingkup: Lingkup = Lingkup.SEMUA


V, P = Verb, Peran
LIHAT = frozenset({V.BACA, V.CETAK})
TULIS = frozenset({V.BUAT, V.UBAH, V.HAPUS})
SEMUA = frozenset(Peran)
BIDANG = frozenset({P.KEPALA_BIDANG, P.FUNGSIONAL_PERENCANA, P.SUB_KOORDINATOR})
TIM = frozenset({P.TIM_MUSRENBANG})
SETDA = frozenset({P.SEKRETARIAT})
ADMIN = frozenset({P.ADMINISTRATOR})
TERIKAT_BIDANG = frozenset({P.KEPALA_BIDANG, P.FUNGSIONAL_PERENCANA})
TERIKAT_KELOMPOK = TERIKAT_BIDANG | {P.SUB_KOORDINATOR}
BERFAKTOR = ADMIN | {P.KEPALA_BADAN}  # who signs or administers: a password alone does not do

NASKAH = ("tim", "nota_dinas", "undangan", "berita_acara", "berita_acara_sidang", "laporan")
TAHAPAN = ("dpa", "hasil_rakor_opd", "dokumen_rkpd", "penetapan_ruang", "jadwal", "bahan", "rapat", "notulen", "arsip")
SURAT = ("surat_masuk", "distribusi", "pemangku_kepentingan")
ACUAN = ("wilayah", "perangkat_daerah", "unit_kerja", "kelompok_sidang", "kode_klasifikasi", "alasan_penolakan")
PERENCANAAN = ("prioritas", "sub_kegiatan", "kamus_usulan", "pagu_opd")
SETELAN = ("pengaturan", "kelas_naskah", "teks_baku", "sertifikat_tepercaya")
CATATAN = ("pelaksanaan_langkah", "nomor_surat", "dokumen", "berkas", "kiriman")

HAK: tuple[Hak, ...] = (
    Hak(("musrenbang", "tenggat_langkah", "usulan", "ruang", "pejabat", "sop_revisi"), LIHAT, SEMUA),
    Hak((*NASKAH, *TAHAPAN, *SURAT, *ACUAN, *PERENCANAAN, *SETELAN, *CATATAN), LIHAT, SEMUA),
    Hak(("musrenbang", "tenggat_langkah"), TULIS, TIM | {P.SUB_KOORDINATOR}, Lingkup.MUSRENBANG),
    Hak((*NASKAH, *TAHAPAN), TULIS, BIDANG),
    Hak((*NASKAH, *TAHAPAN), TULIS, TIM, Lingkup.MUSRENBANG),
    Hak(("nota_dinas", "undangan", "laporan", "arsip"), TULIS, SETDA),
    Hak(SURAT, TULIS, BIDANG | TIM | SETDA),
    Hak(("usulan",), TULIS, BIDANG, Lingkup.KELOMPOK),
    Hak(("usulan",), TULIS, TIM, Lingkup.MUSRENBANG),
    Hak(("ruang",), TULIS, BIDANG | TIM | SETDA),
    Hak(("pejabat",), TULIS, SETDA | ADMIN),
    # Who uses the SOP assesses its use; Pengawas reads the sheet and changes nothing.
    Hak(("monitoring_sop",), LIHAT, SEMUA),
    Hak(("monitoring_sop",), TULIS, BIDANG),
    Hak(PERENCANAAN, TULIS, frozenset({P.FUNGSIONAL_PERENCANA, P.SUB_KOORDINATOR}) | ADMIN),
    Hak((*ACUAN, *SETELAN, "sop_revisi"), TULIS, ADMIN),
    Hak(("pengguna",), LIHAT, ADMIN | {P.PENGAWAS}),
    Hak(("pengguna",), TULIS, ADMIN),
    Hak(("riwayat",), frozenset({V.BACA}), ADMIN | {P.PENGAWAS, P.KEPALA_BADAN}),
    Hak(("akses_pribadi",), LIHAT, ADMIN | {P.PENGAWAS}),
    # No record: everything that is held about one person, for that person.
    Hak(("data_orang",), frozenset({V.BACA}), ADMIN | SETDA),
    Hak(("operasi", "impor"), LIHAT, SEMUA - {P.PENGAWAS}, Lingkup.MILIK),
    Hak(("operasi", "impor"), LIHAT, frozenset({P.PENGAWAS})),
    Hak(
        (*NASKAH, *TAHAPAN, "pelaksanaan_langkah", "dokumen"),
        frozenset({V.CATAT}),
        SETDA | {P.SUB_KOORDINATOR, P.FUNGSIONAL_PERENCANA},
    ),
    Hak((*NASKAH, *TAHAPAN, "pelaksanaan_langkah", "dokumen"), frozenset({V.CATAT}), TIM, Lingkup.MUSRENBANG),
    Hak((*SURAT, "rapat", "berita_acara", "kiriman"), frozenset({V.PRIBADI}), TIM | SETDA | {P.SUB_KOORDINATOR}),
)


def _indeks() -> dict[tuple[str, Verb], tuple[Hak, ...]]:
    hasil: dict[tuple[str, Verb], tuple[Hak, ...]] = {}
    for hak in HAK:
        for kind in hak.kinds:
            for verb in hak.verbs:
                hasil[(kind, verb)] = (*hasil.get((kind, verb), ()), hak)
    return hasil


_HAK = _indeks()
BERKELOMPOK = frozenset(p for hak in HAK if hak.lingkup is Lingkup.KELOMPOK for p in hak.peran)


def peran_dengan(verb: Verb, model: type[Record]) -> list[Peran]:
    """Who may do this with records of the kind, in the order of Peran; the scope of each is another question."""
    boleh = {peran for hak in _HAK.get((akar(model).__tablename__, verb), ()) for peran in hak.peran}
    return [peran for peran in Peran if peran in boleh]


def may(actor: Actor, verb: Verb, record: Record | type[Record]) -> bool:
    """The one policy, of a record or of its kind: list, details, form, lookup, bulk, print and download all ask it."""
    return explain(actor, verb, record) is None


def may_kind(actor: Actor, verb: Verb, kind: str) -> bool:
    """The same question about something that is no Record (the diary as a whole)."""
    return any(t.peran in h.peran for h in _HAK.get((kind, verb), ()) for t in actor.tugas)


def explain(actor: Actor, verb: Verb, record: Record | type[Record]) -> Pesan | None:
    """None if allowed, else why not, in words."""
    model = cast(type[Record], record if isinstance(record, type) else type(record))
    hak = _HAK.get((akar(model).__tablename__, verb), ())
    pantas = [(h, t) for h in hak for t in actor.tugas if t.peran in h.peran]
    if not pantas:
        return Pesan("Peran Anda tidak memberi hak untuk {kerja} {jenis}.", kerja=KERJA[verb], jenis=model.JUDUL)
    if verb is Verb.BUAT and not any((x := label_of(c)) and x.isian for c in model.__table__.c):
        return Pesan("{jenis} hanya ditulis oleh sistem.", jenis=model.JUDUL)
    return None if isinstance(record, type) else _explain_record(actor, verb, cast(Record, record), pantas)


def _explain_record(actor: Actor, verb: Verb, record: Record, pantas: list[tuple[Hak, Tugas]]) -> Pesan | None:
    everywhere = any(h.lingkup is Lingkup.SEMUA for h, _ in pantas)
    # The whole of a part is read where its bounds or its state matter.
    chain = chain_of(record) if record.INDUK and not (everywhere and verb not in CHANGES) else [record]
    if not everywhere and not any(_dalam_lingkup(actor, h.lingkup, t, chain[-1]) for h, t in pantas):
        return Pesan("{jenis} ini di luar lingkup tugas Anda.", jenis=chain[-1].JUDUL)
    if verb is Verb.HAPUS and (pesan := record.tetap()):
        return pesan
    if verb in (Verb.UBAH, Verb.HAPUS) and (pesan := diri.tertutup(record, actor.pengguna_id, verb is Verb.HAPUS)):
        return pesan
    return _locked(chain, verb) if verb in CHANGES else None


def _locked(chain: list[Record], verb: Verb) -> Pesan | None:
    """A state that is not open locks the record and its parts; nothing but a move changes it."""
    record = chain[0]
    if record.kind in TERTUTUP and (pesan := TERTUTUP[record.kind](record)):
        return pesan
    for part in chain[1:] if verb is Verb.BUAT else chain:
        terbuka = TERBUKA.get(part.kind)
        if verb is Verb.HAPUS:
            terbuka = HAPUS_HANYA.get(part.kind, terbuka)
        if terbuka is not None and status(part) not in terbuka and status(part):
            apa = "dihapus" if verb is Verb.HAPUS and part is record else "diubah"
            return Pesan(
                "{jenis} berstatus {status}, jadi tidak dapat {apa}.",
                jenis=part.JUDUL,
                status=status(part),
                apa=apa,
            )
    return None


def acts(actor: Actor, claim: Claim, record: Record) -> bool:
    """May `actor` read the record, and does a role of his that the move asks for reach it?"""
    if not may(actor, Verb.BACA, record):
        return False
    return any(t.peran in claim.peran and _reaches(actor, t, claim, record) for t in actor.tugas)


def records(actor: Actor, record: Record) -> bool:
    """May `actor` write down what another did with the record on paper?"""
    return may(actor, Verb.CATAT, record) and may(actor, Verb.BACA, record)


def _reaches(actor: Actor, tugas: Tugas, claim: Claim, record: Record) -> bool:
    """Is the record within the bounds of the role: its Bidang, its kelompok sidang, its Musrenbang?"""
    if record.kind == "operasi":
        return bool(record.pengguna_id == actor.pengguna_id)  # work is stopped by whoever began it
    if claim.musrenbang is not None and tugas.musrenbang_id not in (None, claim.musrenbang.id):
        return False
    unit = claim.unit_kerja_id
    if tugas.peran in TERIKAT_BIDANG and unit and tugas.unit_kerja_id not in (None, unit):
        return False
    if record.kind == "usulan" and tugas.peran in TERIKAT_KELOMPOK:
        return _dalam_lingkup(actor, Lingkup.KELOMPOK, tugas, record)
    return True


def _dalam_lingkup(actor: Actor, lingkup: Lingkup, tugas: Tugas, record: Record) -> bool:
    if lingkup is Lingkup.KELOMPOK:
        return getattr(record, "kelompok_sidang_id", None) in tugas.kelompok_ids
    if lingkup is Lingkup.MUSRENBANG:
        milik = record.id if record.kind == "musrenbang" else getattr(record, "musrenbang_id", None)
        return tugas.musrenbang_id is None or tugas.musrenbang_id == milik
    if lingkup is Lingkup.MILIK:
        return bool(getattr(record, "pengguna_id", None) == actor.pengguna_id)
    return True


def scope(stmt: Select[Any], actor: Actor, model: type[Record]) -> Select[Any]:
    """Only the rows that the person may read; deletion is not its business."""
    hak = _HAK.get((akar(model).__tablename__, Verb.BACA), ())
    lingkup = {h.lingkup for h in hak for t in actor.tugas if t.peran in h.peran}
    if Lingkup.SEMUA in lingkup:
        return stmt
    if Lingkup.MILIK in lingkup:
        return stmt.where(model.__table__.c.pengguna_id == actor.pengguna_id)
    return stmt.where(false())
