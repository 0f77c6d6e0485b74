"""One question asked everywhere: which moves may this person make with this record now, or why not yet?

`moves()` draws the buttons, fills the bulk menu, guards `move()` and feeds the start page; `move()` does nothing that
`moves()` would not offer. Only a move writes a state. Nothing here commits: the caller's transaction does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import riwayat
from models.base import Record, db
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusMusrenbang
from models.pejabat import Pejabat
from models.peran import Peran
from models.pesan import Ditolak, Keliru, Pesan, SopError
from models.rapat import DaftarHadir, Rapat
from models.sop import Langkah, LangkahPelaksana, SopRevisi
from models.waktu import hari_ini
from sop import aturan, kelengkapan
from sop.access import Actor, Lingkup, Tugas, Verb, _dalam_lingkup, induk, may
from sop.konteks import Isian, Konteks
from sop.langkah import baris_terbuka, langkah_sop
from sop.lifecycle import Gerak, Saat, gerak_dari, status

CATATAN_KERTAS = (
    Isian("pelaku_id", Pesan("Dilaksanakan oleh"), "pilihan:pejabat", wajib=True),
    Isian("tanggal_nyata", Pesan("Tanggal sebenarnya"), "tanggal", wajib=True),
    Isian("pindaian_id", Pesan("Pindaian bukti"), "berkas", wajib=True),
)


TERCATAT = "Tercatat – {judul}: {apa}."


@dataclass(frozen=True)
class Offer:
    """A move that this person may make; `alasan` says why it cannot be made yet. `atas_nama`: recorded for another."""

    aksi: str
    judul: str
    gaya: str
    isian: tuple[Isian, ...]
    catatan_wajib: bool
    alasan: Pesan | None
    atas_nama: bool
    gerak: Gerak


# --- asking -----------------------------------------------------------------------------------------------------------


def moves(record: Record, actor: Actor) -> list[Offer]:
    """What `actor` may do with `record` in its present state, in the order of the table."""
    return _moves(record, actor, gerak_dari(record.kind))


def _moves(record: Record, actor: Actor, table: Iterable[Gerak]) -> list[Offer]:
    if record.deleted_at is not None:
        return []
    kini = status(record)
    offers = []
    for gerak in table:
        if (gerak.dari and kini not in gerak.dari) or not gerak.bila(record):
            continue
        if (offer := _tawarkan(gerak, record, actor)) is not None:
            offers.append(offer)
    return offers


def _tawarkan(gerak: Gerak, record: Record, actor: Actor) -> Offer | None:
    langsung = _berhak(gerak, record, actor)
    if not langsung and not (gerak.di_kertas and all(may(actor, v, record) for v in (Verb.CATAT, Verb.BACA))):
        return None
    langsung = langsung and not gerak.susulan
    k = Konteks(
        gerak.aksi, hari_ini(), actor.pengguna_id, actor.pejabat_id if langsung else None, atas_nama=not langsung
    )
    return Offer(
        gerak.aksi,
        _judul(gerak, record)
        if langsung or gerak.susulan
        else Pesan("Catat dari kertas: {judul}", judul=_judul(gerak, record)),
        gerak.gaya if langsung else "biasa",
        (*gerak.isian, *(() if langsung else CATATAN_KERTAS)),
        gerak.catatan or status(record) == gerak.ke,
        _belum_waktunya(gerak, record) or _halangan(gerak, record, k),
        not langsung,
        gerak,
    )


def _judul(gerak: Gerak, record: Record) -> str:
    """A decision step has its own words ("Setuju", "Koreksi"); they come from the SOP."""
    if isinstance(record, PelaksanaanLangkah):
        kata = {"selesaikan": record.langkah.judul_maju, "kembalikan": record.langkah.judul_kembali}
        return kata.get(gerak.aksi) or gerak.judul
    return gerak.judul


def _halangan(gerak: Gerak, record: Record, k: Konteks, mundur: bool = False) -> Pesan | None:
    """The first rule that objects; `mundur`: the move is being taken back, so it does not start anywhere."""
    rules = gerak.periksa if mundur else (*gerak.awal, *gerak.periksa)
    with db.session.no_autoflush:
        return next((pesan for rule in rules if (pesan := rule(record, k))), None)


def moves_of_kind(kind: str, actor: Actor) -> list[Offer]:
    """The moves of a kind that `actor` may make at all, for the menu over a selection; each row is asked again."""
    offers: dict[str, Offer] = {}
    for gerak in gerak_dari(kind):
        peran = gerak.peran if gerak.tetap or kind == "musrenbang" else gerak.peran | _peran_dari_sop(gerak)
        if not gerak.massal or gerak.aksi in offers or not actor.peran & peran:
            continue
        isian = (*gerak.isian, *(CATATAN_KERTAS if gerak.susulan else ()))
        offers[gerak.aksi] = Offer(gerak.aksi, gerak.judul, gerak.gaya, isian, gerak.catatan, None, False, gerak)
    return list(offers.values())


def _peran_dari_sop(gerak: Gerak) -> frozenset[Peran]:
    """The roles that any Musrenbang under way gives this move."""
    semua = _peran_per_tindakan()
    return semua.get(gerak.kind if gerak.kind == "pelaksanaan_langkah" else gerak.nama, frozenset())


def _peran_per_tindakan() -> dict[str, frozenset[Peran]]:
    """The roles by the name of a move, of every step under way; by columns, once per transaction.

    Every list asks for it, so it costs one query and no object.
    """
    kini = db.session().get_transaction()
    ingat: tuple[Any, dict[str, frozenset[Peran]]] | None = db.session.info.get("peran_per_tindakan")
    if ingat is not None and ingat[0] is kini and kini is not None and not db.session.dirty:
        return ingat[1]
    kueri = (
        db.select(Langkah.tindakan, LangkahPelaksana.peran)
        .join(LangkahPelaksana, LangkahPelaksana.langkah_id == Langkah.id)
        .join(Musrenbang, Musrenbang.sop_revisi_id == Langkah.sop_revisi_id)
        .where(Musrenbang.status == StatusMusrenbang.BERJALAN, Musrenbang.deleted_at.is_(None))
        .where(LangkahPelaksana.deleted_at.is_(None))
    )
    hasil: dict[str, set[Peran]] = {}
    for tindakan, peran in db.session.execute(kueri):
        for nama in (*tindakan, "pelaksanaan_langkah"):
            hasil.setdefault(nama, set()).add(peran)
    beku = {nama: frozenset(semua) for nama, semua in hasil.items()}
    db.session.info["peran_per_tindakan"] = (db.session().get_transaction(), beku)
    return beku


def berjalan() -> list[Musrenbang]:
    """Every Musrenbang under way with its steps and their pelaksana: three queries, once per transaction.

    The session holds its objects only weakly; what is kept here need not be read again by each rule that asks.
    """
    kini = db.session().get_transaction()
    ingat: tuple[Any, list[Musrenbang]] | None = db.session.info.get("berjalan")
    if ingat is not None and ingat[0] is kini and kini is not None and not db.session.dirty:
        return ingat[1]
    langkah = db.selectinload(SopRevisi.langkah).selectinload(Langkah.pelaksana)
    kueri = db.select(Musrenbang).filter_by(status=StatusMusrenbang.BERJALAN, deleted_at=None)
    hasil = list(db.session.scalars(kueri.options(db.selectinload(Musrenbang.sop_revisi).options(langkah))))
    db.session.info["berjalan"] = (db.session().get_transaction(), hasil)
    return hasil


def missing(musrenbang: Musrenbang) -> list[Pesan]:
    """What the current step still lacks: kelengkapan first, then output (per Bidang where it is asked per Bidang)."""
    kurang: list[Pesan] = []
    for row in baris_terbuka(musrenbang):
        for pesan in (
            *kelengkapan.kurang(row.langkah.kelengkapan, musrenbang, row.unit_kerja),
            *kelengkapan.kurang(row.langkah.output, musrenbang, row.unit_kerja),
        ):
            if pesan not in kurang:
                kurang.append(pesan)
    return kurang


# --- who --------------------------------------------------------------------------------------------------------------


def musrenbang_of(record: Record) -> Musrenbang | None:
    """The Musrenbang that a record, or the record it is a part of, belongs to."""
    if isinstance(record, Musrenbang):
        return record
    if milik := getattr(record, "musrenbang_id", None):
        found: Musrenbang | None = db.session.get(Musrenbang, milik)
        # The session only remembers what somebody holds: without this, a bulk move reads SOP and steps for every row.
        db.session.info.setdefault("musrenbang", {})[milik] = found
        return found
    atas = induk(record)
    return musrenbang_of(atas) if atas is not None else None


def langkah_gerak(gerak: Gerak, record: Record) -> list[Langkah]:
    """The steps that claim this move in the revision the record's Musrenbang is pinned to."""
    if isinstance(record, PelaksanaanLangkah):
        return [record.langkah]
    m = musrenbang_of(record)
    return [x for x in langkah_sop(m) if gerak.nama in x.tindakan] if m else []


def peran_gerak(gerak: Gerak, record: Record) -> frozenset[Peran]:
    """Who may make the move: the pelaksana of the steps that claim it, or the fixed roles of the table."""
    pemilik = langkah_gerak(gerak, record)
    if gerak.tetap or not pemilik:
        return gerak.peran
    tercapai = [x for x in pemilik if gerak.saat is Saat.BEBAS or _tercapai(x, record)] or pemilik
    return frozenset(p.peran for x in tercapai for p in x.pelaksana)


def _tercapai(langkah: Langkah, record: Record) -> bool:
    m = musrenbang_of(record)
    return m is not None and m.langkah is not None and m.langkah.urutan >= langkah.urutan


def unit_of(record: Record) -> int | None:
    """The Bidang that a record belongs to, if it belongs to one."""
    unit = getattr(record, "unit_kerja_id", None) if record.kind in ("pelaksanaan_langkah", "rapat") else None
    if unit is None and record.kind == "notulen":
        return unit_of(record.rapat)
    return unit


def _berhak(gerak: Gerak, record: Record, actor: Actor) -> bool:
    if not may(actor, Verb.BACA, record):
        return False
    peran = peran_gerak(gerak, record)
    return any(t.peran in peran and _tugas_mencakup(actor, t, record) for t in actor.tugas)


TERIKAT_BIDANG = frozenset({Peran.KEPALA_BIDANG, Peran.FUNGSIONAL_PERENCANA})
TERIKAT_KELOMPOK = TERIKAT_BIDANG | {Peran.SUB_KOORDINATOR}


def _tugas_mencakup(actor: Actor, tugas: Tugas, record: Record) -> bool:
    """Is the record within the bounds of the role: its Bidang, its kelompok sidang, its Musrenbang?"""
    if record.kind == "operasi":
        return bool(record.pengguna_id == actor.pengguna_id)  # work is stopped by whoever began it
    m = musrenbang_of(record)
    if m is not None and tugas.musrenbang_id not in (None, m.id):
        return False
    unit = unit_of(record)
    if tugas.peran in TERIKAT_BIDANG and unit and tugas.unit_kerja_id not in (None, unit):
        return False
    if record.kind == "usulan" and tugas.peran in TERIKAT_KELOMPOK:
        return _dalam_lingkup(actor, Lingkup.KELOMPOK, tugas, record)
    return True


def _belum_waktunya(gerak: Gerak, record: Record) -> Pesan | None:
    """A move that belongs to a later step waits for it; nothing moves in a Musrenbang that does not run."""
    if gerak.saat is Saat.BEBAS:
        return None
    m = musrenbang_of(record)
    assert m is not None  # only what belongs to a Musrenbang has moves that wait for a step
    if m.status is StatusMusrenbang.DRAF:
        return Pesan("Musrenbang {nama} belum dimulai.", nama=m.nama)
    if m.status is StatusMusrenbang.DIBATALKAN:
        return Pesan("Musrenbang {nama} dibatalkan.", nama=m.nama)
    pemilik = langkah_gerak(gerak, record)
    if pemilik and not any(_tercapai(x, record) for x in pemilik):
        awal = min(pemilik, key=lambda x: x.urutan)
        return Pesan(
            "Baru dapat dilakukan pada langkah {n}; sekarang langkah {kini}.", n=awal.urutan, kini=_nomor_kini(m)
        )
    return None


def _nomor_kini(m: Musrenbang) -> int:
    return m.langkah.urutan if m.langkah else 0


# --- doing ------------------------------------------------------------------------------------------------------------


def offered(record: Record, aksi: str, actor: Actor) -> Offer:
    """The offer of that name; raises Ditolak or SopError with the reason when there is none."""
    dikenal = [g for g in gerak_dari(record.kind) if g.aksi == aksi]
    for offer in _moves(record, actor, dikenal):
        return offer
    if not dikenal:
        raise Keliru("Tindakan “{aksi}” tidak dikenal untuk {jenis}.", aksi=aksi[:60], jenis=record.JUDUL)
    if any(not g.dari or status(record) in g.dari for g in dikenal) or not any(
        _berhak(g, record, actor) for g in dikenal
    ):
        raise Ditolak(
            "Anda tidak berhak melakukan “{judul}” pada {apa}.", judul=dikenal[0].judul, apa=record.JUDUL.lower()
        )
    raise SopError(
        "“{judul}” tidak dapat dilakukan: {jenis} berstatus {status}.",
        judul=dikenal[0].judul,
        jenis=record.JUDUL.lower(),
        status=status(record),
    )


def move(
    record: Record,
    aksi: str,
    actor: Actor,
    catatan: str = "",
    isian: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Pesan:
    """Make the move: lock, ask, check, change, write the diary. Raises SopError; the caller commits or rolls back."""
    kunci(record, version)
    siap = siapkan(record, aksi, actor, catatan, isian)
    riwayat.catatan(db.session, record, aksi, siap.catatan)
    _laksanakan(siap.offer.gerak, record, siap.konteks)
    riwayat.pastikan(db.session, record)
    return Pesan(TERCATAT, judul=siap.offer.judul, apa=str(record))


@dataclass(frozen=True)
class Siap:
    """A move that nothing stands in the way of: who makes it how, and what the diary will say of it."""

    offer: Offer
    konteks: Konteks
    catatan: str | None


def siapkan(record: Record, aksi: str, actor: Actor, catatan: str = "", isian: Mapping[str, Any] | None = None) -> Siap:
    """Ask and check everything, change nothing. Raises SopError with the reason."""
    offer = offered(record, aksi, actor)
    diminta = {x.nama for x in offer.isian} | {"nomor_teks"}  # the number itself comes from the register
    isian = {nama: nilai for nama, nilai in (isian or {}).items() if nama in diminta}
    if offer.alasan:
        raise SopError(offer.alasan)
    periksa_isian(offer.isian, isian)
    if offer.catatan_wajib and not catatan.strip():
        raise Keliru("“{judul}” memerlukan catatan.", "catatan", judul=offer.judul)

    k = _konteks(offer, record, actor, catatan.strip(), isian)
    if pesan := _halangan(offer.gerak, record, k):
        raise SopError(pesan)
    return Siap(offer, k, _catatan_riwayat(k))


def kunci(record: Record, version: int | None) -> None:
    """Lock the row (and, for a step, its Musrenbang) and read it fresh; an older `version` is refused."""
    if isinstance(record, PelaksanaanLangkah):
        db.session.refresh(record.musrenbang, with_for_update=True)
    if isinstance(record, DaftarHadir):  # nobody closes the list meanwhile; several may mark on it at once
        db.session.refresh(db.session.get_one(Rapat, record.rapat_id), with_for_update={"read": True})
    db.session.refresh(record, with_for_update=True)
    if version is not None and version != record.version:
        raise SopError("Data ini baru saja diubah orang lain. Muat ulang, lalu periksa kembali sebelum melanjutkan.")


def periksa_isian(bidang: Iterable[Isian], isian: Mapping[str, Any]) -> None:
    """What a move asks for, whatever record it is made on. Raises Keliru with the name of the field."""
    for x in bidang:
        if x.wajib and isian.get(x.nama) in (None, "", []):
            raise Keliru("{judul} belum diisi.", x.nama, judul=x.judul)
        nilai = isian.get(x.nama)
        if x.jenis in ("bilangan", "rupiah", "desimal") and nilai is not None and nilai < 0:
            raise Keliru("{judul} tidak boleh kurang dari nol.", x.nama, judul=x.judul)
        if x.jenis == "tanggal" and nilai is not None and nilai > hari_ini():
            raise Keliru("{judul} tidak boleh di masa depan.", x.nama, judul=x.judul)  # a move tells what was done


def _konteks(offer: Offer, record: Record, actor: Actor, catatan: str, isian: dict[str, Any]) -> Konteks:
    """Who acts on what day: the person itself today, or the pejabat named on the paper on its real date."""
    if not offer.atas_nama:
        return Konteks(offer.aksi, hari_ini(), actor.pengguna_id, actor.pejabat_id, catatan, isian)
    tanggal: date = isian["tanggal_nyata"]
    k = Konteks(
        offer.aksi,
        tanggal,
        actor.pengguna_id,
        isian["pelaku_id"],
        catatan,
        isian,
        atas_nama=True,
        pindaian_id=isian["pindaian_id"],
    )
    pelaku = db.session.get(Pejabat, isian["pelaku_id"])
    peran = None if offer.gerak.luar else peran_gerak(offer.gerak, record)
    if pesan := aturan.pejabat_berperan(pelaku, peran, unit_of(record), k):
        raise Keliru(pesan, "pelaku_id")
    return k


def _catatan_riwayat(k: Konteks) -> str | None:
    if not k.atas_nama:
        return k.catatan or None
    pelaku = db.session.get(Pejabat, k.pelaku_id or 0)
    dasar = f"Dilaksanakan {pelaku.nama if pelaku else '–'} pada {k.tanggal:%d-%m-%Y}, dicatat dengan pindaian."
    return f"{dasar} {k.catatan}".strip()


def move_sistem(record: Record, aksi: str, catatan: str) -> None:
    """A move that no person makes (a row without roles): the table still says from where to where."""
    gerak = next(g for g in gerak_dari(record.kind) if g.aksi == aksi and status(record) in g.dari)
    riwayat.catatan(db.session, record, aksi, catatan)
    _laksanakan(gerak, record, Konteks(aksi, hari_ini(), None, None, catatan))


def _laksanakan(gerak: Gerak, record: Record, k: Konteks) -> None:
    # no_autoflush: a new state and what it demands (a step, a reason) reach the database together.
    with db.session.no_autoflush:
        if gerak.ke is not None:
            record.status = type(record.status)(gerak.ke)
        for akibat in gerak.akibat:
            akibat(record, k)
    db.session.flush()
