"""Row by row: every move of the table is offered where the table says, to the right person, and does what it says."""

from __future__ import annotations

from typing import Any

import pytest

from documents import issue
from models.base import Record, db, kinds
from models.musrenbang import Musrenbang
from models.pengaturan import UrutanTerbit
from models.pesan import Ditolak, Keliru, SopError
from models.riwayat import Riwayat
from models.sop import SopRevisi
from models.usulan import HasilUsulan
from sop import workflow
from sop.langkah import baris_terbuka
from sop.lifecycle import GERAK, Gerak, Saat, Terbit, gerak_dari
from tests import dunia
from tests.sop.harapan import BOLEH, HURUF, siapa

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
URUTAN = {("tanda_tangani", "diajukan", "terbit"): UrutanTerbit.BERSAMA,
          ("tanda_tangani", "menunggu tanda tangan", "terbit"): UrutanTerbit.SEBELUM,
          ("beri_nomor", "diajukan", "menunggu tanda tangan"): UrutanTerbit.SEBELUM}  # fmt: skip
KELAS = {"tim": "sk"}
BARIS = [pytest.param(g, id=f"{g.nama}-{'/'.join(sorted(g.dari)) or 'kapan saja'}-{g.ke}") for g in GERAK]


def contoh(gerak: Gerak) -> Record:
    """A record that lacks nothing for this move, with every step reached."""
    if gerak.kind == "musrenbang":
        return dunia.musrenbang()
    if gerak.kind == "sop_revisi":
        return db.session.scalars(db.select(SopRevisi)).one()
    if gerak.kind == "pelaksanaan_langkah":
        return baris_terbuka(dunia.di_langkah(6))[0]
    for (aksi, dari, ke), urutan in URUTAN.items():
        if (gerak.aksi, gerak.ke) == (aksi, ke) and dari in gerak.dari:
            dunia.urutan_terbit(KELAS.get(gerak.kind, gerak.kind), urutan)
    record = dunia.CONTOH[gerak.kind](dunia.di_ujung())
    if gerak.nama == "usulan.batal_tersalin":
        record.sipd_disalin_pada = dunia.PAGI  # type: ignore[attr-defined]
    if gerak.nama == "rapat.buka_daftar_hadir":
        record.hadir_ditutup_pada = dunia.PAGI  # type: ignore[attr-defined]
    if gerak.nama in ("daftar_hadir.tandai_hadir", "daftar_hadir.catat_hadir"):
        record.hadir = False  # type: ignore[attr-defined]
    db.session.commit()
    return record


def keadaan(gerak: Gerak) -> list[str]:
    """Every state of the kind, as words; [""] for a kind without one."""
    kolom = kinds()[gerak.kind].__table__.c.get("status")
    return [s.value for s in kolom.type.enum_class] if kolom is not None else [""]


def ditawarkan(record: Record, gerak: Gerak, nama: str) -> workflow.Offer | None:
    return next((o for o in workflow.moves(record, dunia.aktor(nama)) if o.gerak is gerak), None)


def atur(record: Record, status: str) -> None:
    """Put the record into a state as if it had come there by itself."""
    if status:
        record.status = type(record).__table__.c.status.type.enum_class(status)  # type: ignore[attr-defined]
    if record.kind == "usulan" and status in ("diputuskan", "final"):
        record.hasil = HasilUsulan.DITERIMA  # type: ignore[attr-defined]
    if record.kind == "musrenbang":
        record.langkah_id = None if status == "draf" else 1  # type: ignore[attr-defined]


def test_the_hand_written_table_names_every_move_and_no_other(session: Any) -> None:
    assert set(BOLEH) == {g.nama for g in GERAK}


@pytest.mark.parametrize("gerak", BARIS)
def test_a_move_is_offered_from_its_states_to_the_right_people_only(session: Any, gerak: Gerak) -> None:
    record = contoh(gerak)
    langsung, kertas = siapa(gerak.nama)
    for status in keadaan(gerak):
        with session.no_autoflush:
            atur(record, status)
            tawaran = {nama: ditawarkan(record, gerak, nama) for nama in HURUF.values()}
        pada_saatnya = not gerak.dari or status in gerak.dari
        assert {n for n, o in tawaran.items() if o and not o.atas_nama} == (langsung if pada_saatnya else set()), status
        assert {n for n, o in tawaran.items() if o and o.atas_nama} == (kertas if pada_saatnya else set()), status
    session.rollback()


@pytest.mark.parametrize("gerak", [b for b in BARIS if b.values[0].dari and BOLEH[b.values[0].nama].strip("|")])
def test_a_move_that_is_not_offered_cannot_be_forced(session: Any, gerak: Gerak) -> None:
    record = contoh(gerak)
    langsung, _ = siapa(gerak.nama)
    dari_mana_pun = {s for g in gerak_dari(gerak.kind) if g.aksi == gerak.aksi for s in g.dari}
    salah = next((s for s in keadaan(gerak) if s not in dari_mana_pun), None)
    with session.no_autoflush:
        atur(record, min(gerak.dari))
        with pytest.raises(Ditolak, match="tidak berhak"):
            workflow.offered(record, gerak.aksi, dunia.aktor("pengawas"))
        if salah and langsung:
            atur(record, salah)
            with pytest.raises(SopError, match=f"berstatus {salah}"):
                workflow.offered(record, gerak.aksi, dunia.aktor(min(langsung)))
    session.rollback()


@pytest.mark.parametrize("gerak", [b for b in BARIS if BOLEH[b.values[0].nama]])
def test_a_move_reaches_its_state_and_stands_in_the_diary(session: Any, gerak: Gerak) -> None:
    record, nama, isian = siap(gerak)
    issue.jalankan(record, gerak.aksi, dunia.aktor(nama), "Catatan uji", isian)
    session.commit()

    if gerak.ke is not None:
        assert record.status == gerak.ke  # type: ignore[attr-defined]
    baris = session.scalars(db.select(Riwayat).filter_by(kind=gerak.kind, aksi=gerak.aksi).order_by(Riwayat.id)).all()
    if gerak.aksi != "buat_revisi":  # the revision itself stays as it is
        assert baris[-1].record_id == record.id
        assert "Catatan uji" in baris[-1].catatan
        assert baris[-1].nama == dunia.aktor(nama).nama


@pytest.mark.parametrize("gerak", [b for b in BARIS if b.values[0].catatan and BOLEH[b.values[0].nama]])
def test_a_move_that_needs_a_note_is_refused_without_one(session: Any, gerak: Gerak) -> None:
    record, nama, isian = siap(gerak)
    semula = getattr(record, "status", None)
    with pytest.raises(Keliru) as galat:
        issue.jalankan(record, gerak.aksi, dunia.aktor(nama), "   ", isian)
    assert galat.value.kolom == "catatan"
    session.rollback()
    assert getattr(record, "status", None) == semula


def menuntut(gerak: Gerak) -> bool:
    """Does a person have to fill a field? (The date of a paper has a default.)"""
    bernomor = gerak.terbit is not Terbit.TIDAK and gerak.aksi != "koreksi"
    return bool(BOLEH[gerak.nama]) and not bernomor and any(x.wajib for x in gerak.isian)


@pytest.mark.parametrize("gerak", [b for b in BARIS if menuntut(b.values[0])])
def test_a_compulsory_field_that_is_missing_is_named(session: Any, gerak: Gerak) -> None:
    record, nama, isian = siap(gerak)
    for wajib in [x for x in gerak.isian if x.wajib]:
        with pytest.raises(Keliru) as galat:
            issue.jalankan(record, gerak.aksi, dunia.aktor(nama), "Catatan", {**isian, wajib.nama: None})
        assert galat.value.kolom == wajib.nama
        session.rollback()


def siap(gerak: Gerak) -> tuple[Record, str, dict[str, Any]]:
    """(record in a state from which the move starts, who makes it, what it asks for)."""
    record = contoh(gerak)
    langsung, kertas = siapa(gerak.nama)
    nama, isian = min(langsung or kertas), {}
    if gerak.kind == "pelaksanaan_langkah":
        _lengkapi_langkah(record, gerak)
    elif gerak.kind == "sop_revisi" and gerak.aksi == "berlakukan":
        record = _draf_sop(record)
    elif gerak.nama == "musrenbang.ganti_revisi":
        isian["sop_revisi_id"] = _berlakukan(_draf_sop(db.session.scalars(db.select(SopRevisi)).one()))
        record = dunia.di_langkah(3, 2028)
        record.sop_revisi_id = 1
    elif gerak.nama == "rapat.tambah_hadirin":
        isian["nama"] = "Tamu (Demo)"
    elif gerak.nama == "musrenbang.susun_arsip":
        record = dunia.di_langkah(3, 2028)
    elif gerak.nama == "berita_acara.koreksi":
        usulan = dunia.isi_usulan(db.session.get_one(Musrenbang, record.musrenbang_id), 1)[0]  # type: ignore[attr-defined]
        usulan.hasil, usulan.status = HasilUsulan.DITERIMA, type(usulan.status)("final")
        isian["usulan_id"] = [usulan.id]
    if gerak.dari and gerak.kind not in ("musrenbang", "sop_revisi"):
        atur(record, min(gerak.dari))
    if gerak.nama == "distribusi.terima":
        record.dikirim_pada = dunia.hari_ini()  # type: ignore[attr-defined]
    db.session.commit()
    if not langsung:
        isian |= {"pelaku_id": dunia.pejabat("kepala_badan"), "tanggal_nyata": dunia.HARI}
        isian["pindaian_id"] = dunia.pindaian()
    if gerak.nama == "musrenbang.ambil_alih":
        isian["urutan"] = 5
    bawaan = dunia.nilai_isian(x for x in gerak.isian if x.nama not in isian)
    return record, nama, {**dict(bawaan), **isian}


def _lengkapi_langkah(row: Any, gerak: Gerak) -> None:
    """Step 6 has its draft, and for its end the signed letter."""
    surat = dunia.undangan(row.musrenbang)
    surat.status = "menunggu nomor" if gerak.aksi == "selesaikan" else "diajukan"


def _draf_sop(berlaku: Any) -> SopRevisi:
    workflow.move(berlaku, "buat_revisi", dunia.aktor("administrator"), "Revisi uji")
    db.session.commit()
    return db.session.scalars(db.select(SopRevisi).filter_by(status="draf")).one()


def _berlakukan(draf: SopRevisi) -> int:
    workflow.move(draf, "berlakukan", dunia.aktor("administrator"), "Disahkan")
    db.session.commit()
    return draf.id


def test_an_unknown_move_is_refused_by_its_name(session: Any) -> None:
    m = dunia.musrenbang()
    with pytest.raises(Keliru, match="“lompati” tidak dikenal"):
        workflow.move(m, "lompati", dunia.aktor("kepala_badan"))


def test_the_wrong_person_is_told_that_it_is_not_his_to_do(session: Any) -> None:
    usulan = dunia.CONTOH["usulan"](dunia.di_langkah(9))
    with pytest.raises(Ditolak, match="tidak berhak melakukan “Terima” pada usulan"):
        workflow.move(usulan, "terima", dunia.aktor("pengawas"))


@pytest.mark.parametrize("kind", sorted({g.kind for g in GERAK if g.saat is Saat.SEJAK}))
def test_what_waits_for_a_step_always_belongs_to_a_musrenbang(session: Any, kind: str) -> None:
    """A move without one would have no step to wait for (sop/workflow.py says so)."""
    model: Any = kinds()[kind]
    while not hasattr(model, "musrenbang_id"):
        (bagian,) = (c for c in model.__table__.c if c.foreign_keys and not c.nullable and c.name.startswith("berita_"))
        model = kinds()[bagian.name.removesuffix("_id")]
    assert not model.__table__.c.musrenbang_id.nullable
