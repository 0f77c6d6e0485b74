"""One question asked everywhere: which moves may this person make with this record now, or why not yet?

`moves()` draws the buttons, fills the bulk menu, guards `move()` and feeds the start page; `move()` does nothing that
`moves()` would not offer. Only a move writes a state. Nothing here commits: the caller's transaction does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models import riwayat
from models.base import Record, db
from models.musrenbang import Musrenbang, PelaksanaanLangkah
from models.pejabat import Pejabat
from models.pesan import N_, Ditolak, Keliru, Pesan, SopError
from models.rapat import DaftarHadir, Rapat
from models.waktu import hari_ini
from sop import aturan, kelengkapan
from sop.access import Actor, acts, records
from sop.belonging import Claim, claim_of, roles_under_way
from sop.konteks import Isian, Konteks, Values
from sop.langkah import baris_terbuka
from sop.lifecycle import Gerak, gerak_dari, status

CATATAN_KERTAS = (
    Isian("pelaku_id", Pesan("Dilaksanakan oleh"), "pilihan:pejabat", wajib=True),
    Isian("tanggal_nyata", Pesan("Tanggal sebenarnya"), "tanggal", wajib=True),
    Isian("pindaian_id", Pesan("Pindaian bukti"), "berkas", wajib=True),
)


TERCATAT = N_("Tercatat – {judul}: {apa}.")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A move that this person may make; `alasan` says why it cannot be made yet. `atas_nama`: recorded for another.

    `claim` is what the SOP says of it for this record, and with `konteks` the rules were asked. Neither is known in the
    menu over a selection, which asks each row.
    """

    gerak: Gerak
    judul: str
    gaya: str
    isian: tuple[Isian, ...]
    catatan_wajib: bool
    alasan: Pesan | None = None
    atas_nama: bool = False
    claim: Claim | None = None
    konteks: Konteks | None = None

    @property
    def aksi(self) -> str:
        return self.gerak.aksi


# --- asking -----------------------------------------------------------------------------------------------------------


def moves(record: Record, actor: Actor) -> list[Offer]:
    """What `actor` may do with `record` in its present state, in the order of the table."""
    return list(_offers(gerak_dari(record.kind), record, actor))


def _offers(table: Iterable[Gerak], record: Record, actor: Actor) -> Iterator[Offer]:
    if record.deleted_at is not None:
        return
    now = status(record)
    for gerak in table:
        if (gerak.dari and now not in gerak.dari) or not gerak.bila(record):
            continue
        claim = claim_of(gerak, record)
        own = acts(actor, claim, record)
        if not own and not (gerak.di_kertas and records(actor, record)):
            continue
        own = own and not gerak.susulan
        k = Konteks(gerak.aksi, hari_ini(), actor.pengguna_id, actor.pejabat_id if own else None, atas_nama=not own)
        judul = claim.judul
        yield Offer(
            gerak=gerak,
            judul=judul if own or gerak.susulan else Pesan("Catat dari kertas: {judul}", judul=judul),
            gaya=gerak.gaya if own else "biasa",
            isian=(*gerak.isian, *(() if own else CATATAN_KERTAS)),
            catatan_wajib=gerak.catatan or now == gerak.ke,
            alasan=claim.waits() or aturan.objection((*gerak.awal, *gerak.periksa), record, k),
            atas_nama=not own,
            claim=claim,
            konteks=k,
        )


def moves_of_kind(kind: str, actor: Actor) -> list[Offer]:
    """The moves of a kind that `actor` may make at all, for the menu over a selection; each row is asked again."""
    offers: dict[str, Offer] = {}
    for gerak in gerak_dari(kind):
        if gerak.massal and gerak.aksi not in offers and actor.peran & roles_under_way(gerak):
            offers[gerak.aksi] = Offer(
                gerak=gerak,
                judul=gerak.judul,
                gaya=gerak.gaya,
                isian=(*gerak.isian, *(CATATAN_KERTAS if gerak.susulan else ())),
                catatan_wajib=gerak.catatan,
            )
    return list(offers.values())


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


# --- doing ------------------------------------------------------------------------------------------------------------


def offered(record: Record, aksi: str, actor: Actor) -> Offer:
    """The offer of that name; raises Ditolak or SopError with the reason when there is none."""
    table = [gerak for gerak in gerak_dari(record.kind) if gerak.aksi == aksi]
    for offer in _offers(table, record, actor):
        return offer
    if not table:
        raise Keliru("Tindakan “{aksi}” tidak dikenal untuk {jenis}.", aksi=aksi[:60], jenis=record.JUDUL)
    judul, jenis, now = table[0].judul, record.JUDUL.lower(), status(record)
    starts = any(not gerak.dari or now in gerak.dari for gerak in table)
    if starts or not any(acts(actor, claim_of(gerak, record), record) for gerak in table):
        raise Ditolak("Anda tidak berhak melakukan “{judul}” pada {apa}.", judul=judul, apa=jenis)
    raise SopError("“{judul}” tidak dapat dilakukan: {jenis} berstatus {status}.", judul=judul, jenis=jenis, status=now)


@dataclass(frozen=True)
class Move:
    """A move that nothing stands in the way of: what was offered, who makes it how, and what the diary will say."""

    offer: Offer
    konteks: Konteks
    catatan: str | None

    def numbered(self, teks: str) -> Move:
        """The same with the number that the register gave."""
        return replace(self, konteks=replace(self.konteks, isian={**self.konteks.isian, "nomor_teks": teks}))


def move(
    record: Record, aksi: str, actor: Actor, catatan: str = "", isian: Values = None, version: int | None = None
) -> Pesan:
    """Make a move that needs no number: lock, check, apply. Raises SopError; the caller commits or rolls back."""
    lock(record, version)
    return apply(record, check(record, aksi, actor, catatan, isian))


def lock(record: Record, version: int | None) -> None:
    """Lock the row (and, for a step, its Musrenbang) and read it fresh; an older `version` is refused."""
    if isinstance(record, PelaksanaanLangkah):
        db.session.refresh(record.musrenbang, with_for_update=True)
    if isinstance(record, DaftarHadir):  # nobody closes the list meanwhile; several may mark on it at once
        db.session.refresh(db.session.get_one(Rapat, record.rapat_id), with_for_update={"read": True})
    db.session.refresh(record, with_for_update=True)
    if version is not None and version != record.version:
        raise SopError("Data ini baru saja diubah orang lain. Muat ulang, lalu periksa kembali sebelum melanjutkan.")


def check(record: Record, aksi: str, actor: Actor, catatan: str = "", isian: Values = None) -> Move:
    """Ask and check everything, change nothing. Raises SopError with the reason."""
    offer, catatan = offered(record, aksi, actor), catatan.strip()
    asked = {x.nama for x in offer.isian}
    values = {nama: nilai for nama, nilai in (isian or {}).items() if nama in asked}
    if offer.gerak.bernomor:
        values["tanggal"] = values.get("tanggal") or hari_ini()
    if offer.alasan:
        raise SopError(offer.alasan)
    periksa_isian(offer.isian, values)
    if offer.catatan_wajib and not catatan:
        raise Keliru("“{judul}” memerlukan catatan.", "catatan", judul=offer.judul)

    k, tercatat = _by_whom(offer, catatan, values)
    rules = (*offer.gerak.awal, *offer.gerak.periksa)
    if k != offer.konteks and (pesan := aturan.objection(rules, record, k)):
        raise SopError(pesan)
    return Move(offer, k, tercatat)


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


def _by_whom(offer: Offer, catatan: str, isian: dict[str, Any]) -> tuple[Konteks, str | None]:
    """Who acts on what day, and the note of the diary: the person itself today, or the pejabat named on the paper on
    its real date.
    """
    assert offer.konteks is not None
    assert offer.claim is not None
    k = replace(offer.konteks, catatan=catatan, isian=isian)
    if not offer.atas_nama:
        return k, catatan or None
    k = replace(k, tanggal=isian["tanggal_nyata"], pelaku_id=isian["pelaku_id"], pindaian_id=isian["pindaian_id"])
    pelaku = db.session.get(Pejabat, k.pelaku_id or 0)
    peran = None if offer.gerak.luar else offer.claim.peran
    if pesan := aturan.pejabat_berperan(pelaku, peran, offer.claim.unit_kerja_id, k):
        raise Keliru(pesan, "pelaku_id")
    assert pelaku is not None  # that is the first thing that was asked about him
    dasar = f"Dilaksanakan {pelaku.nama} pada {k.tanggal:%d-%m-%Y}, dicatat dengan pindaian."
    return k, f"{dasar} {catatan}".strip()


def apply(record: Record, move: Move) -> Pesan:
    """Write what the move brings, and the diary; what is said of it."""
    riwayat.catatan(db.session, record, move.offer.aksi, move.catatan)
    _carry_out(move.offer.gerak, record, move.konteks)
    riwayat.pastikan(db.session, record)
    return Pesan(TERCATAT, judul=move.offer.judul, apa=str(record))


def move_sistem(record: Record, aksi: str, catatan: str) -> None:
    """A move that no person makes (a row without roles): the table still says from where to where."""
    gerak = next(g for g in gerak_dari(record.kind) if g.aksi == aksi and status(record) in g.dari)
    riwayat.catatan(db.session, record, aksi, catatan)
    _carry_out(gerak, record, Konteks(aksi, hari_ini(), None, None, catatan))


def _carry_out(gerak: Gerak, record: Record, k: Konteks) -> None:
    # no_autoflush: a new state and what it demands (a step, a reason) reach the database together.
    with db.session.no_autoflush:
        if gerak.ke is not None:
            record.status = type(record.status)(gerak.ke)
        for akibat in gerak.akibat:
            akibat(record, k)
    db.session.flush()
