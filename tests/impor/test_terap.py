"""Applying an import: all of it or nothing, in the diary and the search like any other change, and once only."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bulk import operasi, persetujuan, urung
from bulk.daftar import acuan
from bulk.impor import setuju, siap, tampil
from bulk.tinjau import Bila
from models import cari
from models.base import db
from models.impor import Impor, ImporBaris, StatusImpor, Vonis
from models.naskah import StatusNaskah
from models.operasi import JenisOperasi, Operasi, OperasiBaris, StatusOperasi
from models.pejabat import Pejabat
from models.pemangku_kepentingan import PemangkuKepentingan
from models.peran import Peran
from models.pesan import Ditolak, SopError
from models.rapat import DaftarHadir
from models.riwayat import Rantai, Riwayat, verify
from models.transaksi import membaca
from models.usulan import StatusUsulan, Usulan
from models.waktu import sekarang
from tests import dunia, proses
from tests.conftest import Basis
from tests.impor import berkas_contoh as contoh
from tests.impor import sipd
from tests.impor.test_vonis import PERTAMA, impor, vonis


def terapkan(imp: Impor, siapa: str = "tim_musrenbang") -> Operasi:
    op = setuju.terapkan(imp, dunia.aktor(siapa))
    assert op.status is StatusOperasi.SELESAI, op.galat
    db.session.refresh(imp)
    return op


def banyak(model: Any) -> int:
    return int(db.session.scalar(db.select(db.func.count(model.id)).where(model.deleted_at.is_(None))) or 0)


def test_new_rows_are_as_their_own_form_would_have_made_them(session: Any) -> None:
    m = dunia.musrenbang()
    imp = impor(contoh.xlsx(sipd.tabel(30, {7: 7})), musrenbang_id=m.id)
    op = terapkan(imp)
    assert (imp.status, imp.diterapkan, imp.dilewati) == (StatusImpor.SELESAI, 29, 0)
    semua = session.scalars(db.select(Usulan).order_by(Usulan.kode)).all()
    assert [u.kode for u in semua] == [f"U-2027-{n:05d}" for n in range(1, 30)]
    assert {u.status for u in semua} == {StatusUsulan.DRAF}
    assert {u.version for u in semua} == {1}
    satu = semua[0]
    isi = {c: getattr(satu, c) for c in ("usulan", "permasalahan", "asal", "pengusul", "kelompok_sidang_id",
           "wilayah_id", "satuan", "volume", "pagu_usulan", "opd_awal_id", "alamat")}  # fmt: skip
    dunia.aktor("tim_musrenbang")  # no longer in the name of the operation
    lewat_borang = dunia.simpan(Usulan(musrenbang_id=m.id, **isi))
    beda = {"id", "kode", "sumber", "kode_eksternal", "created_at", "updated_at"}
    beda |= {"sipd_status", "sipd_volume", "sipd_pagu", "sipd_dibaca_pada"}  # no field of the form
    for c in set(Usulan.__table__.c.keys()) - beda:
        assert getattr(lewat_borang, c) == getattr(satu, c), c
    assert lewat_borang.kode == "U-2027-00030"

    tulisan = session.scalars(db.select(Riwayat).filter_by(operasi_id=op.id).order_by(Riwayat.id)).all()
    assert [(r.kind, r.record_id, r.aksi) for r in tulisan] == [("usulan", u.id, "buat") for u in semua]
    assert verify(session).rusak is None
    cocok = db.select(Usulan.id).where(*cari.syarat(Usulan, "jalan U-2027-00011"))
    assert session.scalars(cocok).all() == [u.id for u in semua if u.kode_eksternal == "SIPD-000012"]


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_imported_rows_are_offered_at_once(session: Any) -> None:
    actor = dunia.aktor("tim_musrenbang")
    ada = len(acuan.choices(PemangkuKepentingan, actor) or ())
    isi = contoh.xlsx([["Nama", "Unsur"], ["Pak Baru", "tokoh masyarakat"]])
    imp = siap.mulai(actor, "pemangku_kepentingan", "x.xlsx", isi, "")
    imp = siap.petakan(imp, actor, dict(imp.peta), {})
    assert len(acuan.choices(PemangkuKepentingan, actor) or ()) == ada
    terapkan(imp)
    assert len(acuan.choices(PemangkuKepentingan, actor) or ()) == ada + 1


def test_the_diary_of_an_import_holds_what_the_session_would_have_written(session: Any) -> None:
    terapkan(impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=dunia.musrenbang().id))
    u = session.scalars(db.select(Usulan)).one()
    set_based = json.loads(session.scalars(db.select(Riwayat).filter_by(kind="usulan")).one().sesudah)
    kolom = {c.key for c in Usulan.__table__.c} - {"id", "version", "created_at", "updated_at"}
    lagi = dunia.simpan(
        Usulan(**{k: getattr(u, k) for k in kolom if k not in ("kode", "kode_eksternal")}, kode="U-2027-00009")
    )
    orm = json.loads(session.scalars(db.select(Riwayat).filter_by(kind="usulan", record_id=lagi.id)).one().sesudah)
    assert set_based == {**orm, "kode": u.kode}


def test_an_import_writes_its_diary_after_all_of_its_rows(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes a link holds up everybody who saves on PostgreSQL, until he commits."""
    from bulk.impor import terap

    monkeypatch.setattr(terap, "POTONG", 2)
    m = dunia.musrenbang()
    terapkan(impor(contoh.xlsx(sipd.tabel(4)), musrenbang_id=m.id))
    tabel = sipd.tabel(7)
    for n in range(3, 7):
        tabel[n][sipd.KE["Anggaran"]] = 1_000 * n
    imp = impor(contoh.xlsx(tabel), musrenbang_id=m.id)
    assert (imp.baru, imp.ubah) == (3, 4)
    urutan: list[str] = []

    def catat(_koneksi: Any, _kursor: Any, perintah: str, *_lain: Any) -> None:
        if found := re.match(r"(?:INSERT INTO|UPDATE) (\w+)", perintah.lstrip()):
            urutan.append(found[1])

    event.listen(db.engine, "before_cursor_execute", catat)
    try:
        op = terapkan(imp)
    finally:
        event.remove(db.engine, "before_cursor_execute", catat)
    isi = urutan[urutan.index("usulan") :]
    assert isi.count("usulan") >= 4, "two sets of new rows, two of changed ones"
    akhir = max(n for n, tabel_ in enumerate(isi) if tabel_ == "usulan")
    diari = [n for n, tabel_ in enumerate(isi) if tabel_ in (Riwayat.__tablename__, Rantai.__tablename__)]
    assert diari
    assert min(diari) > akhir
    tertulis = session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(operasi_id=op.id, kind="usulan"))
    assert tertulis == 7


def test_a_second_import_of_the_same_file_changes_nothing(session: Any) -> None:
    m = dunia.musrenbang()
    isi = contoh.xlsx(sipd.tabel(200))
    terapkan(impor(isi, musrenbang_id=m.id))
    lagi = impor(isi, musrenbang_id=m.id)
    assert (lagi.sama, lagi.baru, lagi.ubah, lagi.salah) == (200, 0, 0, 0)
    with pytest.raises(SopError, match="Tidak ada baris baru atau berubah"):
        setuju.terapkan(lagi, dunia.aktor("tim_musrenbang"))


def test_changed_rows_get_their_new_values_and_a_diary_of_before_and_after(session: Any) -> None:
    m = dunia.musrenbang()
    terapkan(impor(contoh.xlsx(sipd.tabel(5)), musrenbang_id=m.id))
    tabel = sipd.tabel(5)
    tabel[4][sipd.KE["Anggaran"]] = 77_000
    tabel[5][sipd.KE["Usulan"]] = "Pembangunan taman bermain"
    op = terapkan(impor(contoh.xlsx(tabel), musrenbang_id=m.id))
    a, b = (session.scalars(db.select(Usulan).filter_by(kode_eksternal=f"SIPD-00000{n}")).one() for n in (2, 3))
    assert (a.pagu_usulan, a.version, b.usulan, b.version) == (77_000, 2, "Pembangunan taman bermain", 2)
    tulisan = session.scalars(db.select(Riwayat).filter_by(operasi_id=op.id).order_by(Riwayat.record_id)).all()
    assert [(r.aksi, r.record_id) for r in tulisan] == [("ubah", a.id), ("ubah", b.id)]
    sebelum, sesudah = (json.loads(x) for x in (tulisan[0].sebelum, tulisan[0].sesudah))
    for pagu in ("pagu_usulan", "sipd_pagu"):
        assert (sebelum[pagu], sesudah[pagu]) == (13_500_000, 77_000)
    assert set(sesudah) == {"pagu_usulan", "sipd_pagu", "sipd_dibaca_pada"}
    assert session.scalars(db.select(Usulan.id).where(*cari.syarat(Usulan, "taman bermain"))).all() == [b.id]
    assert verify(session).rusak is None


def test_what_sipd_says_reaches_a_decided_usulan_and_nothing_else_of_it(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan)).one()
    u.sumber, u.kode_eksternal, u.status, u.hasil = "SIPD", "SIPD-000001", StatusUsulan.FINAL, "diterima"
    session.commit()
    semula = (u.usulan, u.pagu_usulan, u.volume, u.status)
    terapkan(impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=m.id))
    session.refresh(u)
    assert (u.usulan, u.pagu_usulan, u.volume, u.status) == semula
    assert (u.sipd_status, u.sipd_volume, u.sipd_pagu) == ("Diajukan", 2, 290_000_000)
    assert u.sipd_dibaca_pada
    assert impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=m.id).sama == 1


def test_a_row_that_somebody_changed_since_the_preview_is_named_and_left(session: Any) -> None:
    m = dunia.musrenbang()
    terapkan(impor(contoh.xlsx(sipd.tabel(4)), musrenbang_id=m.id))
    tabel = sipd.tabel(6)
    for n in range(3, 7):
        tabel[n][sipd.KE["Anggaran"]] = 1_000 * n
    imp = impor(contoh.xlsx(tabel), musrenbang_id=m.id)
    a, b, c = session.scalars(db.select(Usulan).order_by(Usulan.id).limit(3)).all()
    a.alamat = "diketik orang lain"
    b.deleted_at = sekarang()
    session.add(Usulan(**{k: getattr(c, k) for k in ("musrenbang_id", "usulan", "permasalahan", "asal", "pengusul",
        "kelompok_sidang_id", "wilayah_id", "satuan")}, sumber="SIPD", kode_eksternal="SIPD-000005"))  # fmt: skip
    session.commit()
    terapkan(imp)
    hasil = {urut: row.hasil for urut, row in vonis(imp).items()}
    assert hasil == {
        PERTAMA: "Sudah diubah orang lain sejak pratinjau, jadi dibiarkan.",
        PERTAMA + 1: "Sudah dihapus sejak pratinjau, jadi dibiarkan.",
        PERTAMA + 2: "diubah",
        PERTAMA + 3: "diubah",
        PERTAMA + 4: "Sudah dibuat orang lain sejak pratinjau, jadi dibiarkan.",
        PERTAMA + 5: "dibuat",
    }
    assert (imp.diterapkan, imp.dilewati) == (3, 3)
    session.refresh(a)
    assert (a.pagu_usulan, a.alamat) == (290_000_000, "diketik orang lain")


def test_rights_are_asked_again_when_it_is_applied(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(3)), musrenbang_id=dunia.musrenbang().id)
    dunia.cabut("tim_musrenbang")
    actor = dunia.aktor("tim_musrenbang")
    op = setuju.terapkan(imp, actor)
    assert op.status is StatusOperasi.SELESAI
    assert {row.hasil for row in vonis(imp).values()} == {"Peran Anda tidak memberi hak untuk membuat Usulan."}
    assert banyak(Usulan) == 0


def test_a_berita_acara_that_is_signed_after_the_preview_stops_the_new_rows(session: Any) -> None:
    """They would stand in no lampiran; what SIPD says of a row that is there already is read all the same."""
    m = dunia.musrenbang()
    terapkan(impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=m.id))
    tabel = sipd.tabel(3)
    tabel[3][sipd.KE["Status"]] = "Ditolak TAPD"
    imp = impor(contoh.xlsx(tabel), musrenbang_id=m.id)
    assert (imp.baru, imp.ubah, imp.salah) == (2, 1, 0)
    dunia.berita_acara(m).status = StatusNaskah.MENUNGGU_NOMOR  # signed
    session.commit()
    terapkan(imp)
    tutup = "Berita acara Musrenbang ini sudah ditandatangani; usulan baru dicatat pada Musrenbang berikutnya."
    assert [row.hasil for row in vonis(imp).values()] == ["diubah", tutup, tutup]
    assert (imp.diterapkan, imp.dilewati, banyak(Usulan)) == (1, 2, 1)


def test_changed_rows_are_left_when_the_role_is_taken_away(session: Any) -> None:
    m = dunia.musrenbang()
    terapkan(impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=m.id))
    tabel = sipd.tabel(1)
    tabel[3][sipd.KE["Anggaran"]] = 77_000
    imp = impor(contoh.xlsx(tabel), musrenbang_id=m.id)
    dunia.cabut("tim_musrenbang")
    setuju.terapkan(imp, dunia.aktor("tim_musrenbang"))
    assert {row.hasil for row in vonis(imp).values()} == {"Peran Anda tidak memberi hak untuk mengubah Usulan."}
    assert session.scalars(db.select(Usulan.pagu_usulan)).one() != 77_000


def test_personal_columns_are_asked_again_and_their_reasons_are_covered(session: Any) -> None:
    isi = contoh.xlsx([["Nama", "Unsur", "Email"], ["A", "media", "a@b.id"], ["B", "media", "bukan rahasia"]])
    imp = impor(isi, kind="pemangku_kepentingan", siapa="sub_koordinator")
    baris = tampil.halaman(imp, Vonis.SALAH, 1, False)
    assert [b.keterangan for b in baris] == [["Surel: tidak dapat diterima"]]
    dunia.ganti_peran("sub_koordinator", Peran.FUNGSIONAL_PERENCANA)
    op = setuju.terapkan(imp, dunia.aktor("sub_koordinator"))
    assert op.status is StatusOperasi.GAGAL
    assert "data pribadi" in (op.galat or "")


def test_only_who_sent_the_file_applies_it_and_only_once(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(2)), musrenbang_id=dunia.musrenbang().id)
    with pytest.raises(Ditolak):
        setuju.terapkan(imp, dunia.aktor("sub_koordinator"))
    terapkan(imp)
    with pytest.raises(SopError, match="tidak menunggu persetujuan"):
        setuju.terapkan(imp, dunia.aktor("tim_musrenbang"))
    with pytest.raises(SopError, match="sudah diterapkan"):
        siap.batalkan(imp)
    assert banyak(Usulan) == 2


def test_codes_of_our_own_in_the_file_are_kept_and_given_to_no_other(session: Any) -> None:
    m = dunia.musrenbang()
    judul = ["Kode", "Usulan", "Permasalahan", "Pengusul", "Kelurahan", "Volume", "Satuan", "OPD", "Asal"]
    dasar = ["rusak", "RW 1", "Bondongan", 1, "m", "Disdik", "masyarakat"]
    tabel = [
        judul,
        ["", "Satu", *dasar],
        ["U-2027-00002", "Dua", *dasar],
        ["", "Tiga", *dasar],
        ["A/1", "Empat", *dasar],
    ]
    terapkan(impor(contoh.xlsx(tabel), musrenbang_id=m.id))
    kode = {u.usulan: u.kode for u in session.scalars(db.select(Usulan))}
    assert kode == {"Satu": "U-2027-00003", "Dua": "U-2027-00002", "Tiga": "U-2027-00004", "Empat": "A/1"}


def test_a_code_that_another_row_took_since_the_preview_is_left(session: Any) -> None:
    m = dunia.musrenbang(usulan=2, status=StatusUsulan.DRAF)
    satu, dua = session.scalars(db.select(Usulan).order_by(Usulan.id)).all()
    satu.sumber, satu.kode_eksternal = "x", "77"
    session.commit()
    imp = impor(contoh.xlsx([["ID Usulan", "Kode"], ["77", "A/7"]]), sumber="x", musrenbang_id=m.id)
    assert imp.ubah == 1, [row.alasan for row in vonis(imp).values()]
    dua.kode = "A/7"
    session.commit()
    terapkan(imp)
    assert [row.hasil for row in vonis(imp).values()] == ["Sudah dibuat orang lain sejak pratinjau, jadi dibiarkan."]


def test_an_operation_whose_import_waits_for_nothing_ends_with_its_sentence(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(1)), musrenbang_id=dunia.musrenbang().id)
    op = terapkan(imp)
    session.execute(db.update(Operasi).values(status=StatusOperasi.ANTRE))
    session.execute(db.update(OperasiBaris).values(berhasil=None))
    session.commit()
    operasi.kerjakan(op.id)
    session.refresh(op)
    assert (op.status, op.galat) == (StatusOperasi.GAGAL, "Impor ini tidak menunggu untuk diterapkan.")
    assert banyak(Usulan) == 1


def test_after_the_hundred_thousandth_code_there_are_six_digits(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    session.scalars(db.select(Usulan)).one().kode = "U-2027-99999"
    session.commit()
    assert [dunia.isi_usulan_baru(m, StatusUsulan.DRAF).kode for _ in "ab"] == ["U-2027-100000", "U-2027-100001"]


@pytest.mark.parametrize("kind", ["pejabat", "pemangku_kepentingan", "daftar_hadir"])
def test_the_other_kinds_are_imported_and_known_again(session: Any, kind: str) -> None:
    rapat_id = dunia.rapat(dunia.di_ujung()).id
    siapa = "sekretariat" if kind == "pejabat" else "tim_musrenbang"
    tabel = {
        "pejabat": [["Nama dan gelar", "NIP", "Jabatan"], ["Budi, S.T.", "197707062006041018", "Analis"],
                    ["Siti", None, "Arsiparis"]],
        "pemangku_kepentingan": [["Nama", "Lembaga", "Unsur"], ["Ketua Forum", "Forum Anak", "Perempuan dan anak"],
                                 ["Pemimpin redaksi", None, "media"]],
        "daftar_hadir": [["No", "Nama", "Lembaga", "Hadir"], [7, "Warga Satu", "RW 1", "Ya"], 
                         [8, "Warga Dua", "", "Tidak"]],
    }[kind]  # fmt: skip
    bawaan = {"rapat_id": rapat_id} if kind == "daftar_hadir" else {}
    model = {"pejabat": Pejabat, "pemangku_kepentingan": PemangkuKepentingan, "daftar_hadir": DaftarHadir}[kind]
    semula = banyak(model)
    terapkan(impor(contoh.xlsx(tabel), kind=kind, siapa=siapa, **bawaan), siapa)
    assert banyak(model) == semula + 2
    lagi = impor(contoh.xlsx(tabel), kind=kind, siapa=siapa, **bawaan)
    assert (lagi.sama, lagi.baru, lagi.salah) == (2, 0, 0)
    assert verify(session).rusak is None


def test_an_import_is_taken_back_as_one(session: Any) -> None:
    m = dunia.musrenbang()
    terapkan(impor(contoh.xlsx(sipd.tabel(3)), musrenbang_id=m.id))
    tabel = sipd.tabel(5)
    tabel[3][sipd.KE["Anggaran"]] = 5_000
    semula = session.scalars(db.select(Usulan).filter_by(kode_eksternal="SIPD-000001")).one().pagu_usulan
    op = terapkan(impor(contoh.xlsx(tabel), musrenbang_id=m.id))
    actor = dunia.aktor("tim_musrenbang")
    assert urung.why_not(op, actor) is None
    ulang = persetujuan.buat(
        JenisOperasi.URUNG, lambda id_: urung.tulis(id_, op.id), actor, judul="Urungkan", kind="usulan", aksi=str(op.id)
    )
    persetujuan.setuju(ulang, actor, Bila.LEWATI)
    assert session.get(Operasi, ulang, populate_existing=True).status is StatusOperasi.SELESAI
    assert banyak(Usulan) == 3
    assert session.scalars(db.select(Usulan).filter_by(kode_eksternal="SIPD-000001")).one().pagu_usulan == semula


def test_an_operation_that_fails_leaves_nothing_and_can_be_begun_again(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulk.impor import terap

    imp = impor(contoh.xlsx(sipd.tabel(4)), musrenbang_id=dunia.musrenbang().id)
    with monkeypatch.context() as patch:
        patch.setattr(terap.cari_tulis, "segarkan", lambda *_: 1 / 0)
        op = setuju.terapkan(imp, dunia.aktor("tim_musrenbang"))
    assert op.status is StatusOperasi.GAGAL
    assert (banyak(Usulan), session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(kind="usulan"))) == (0, 0)
    assert {row.hasil for row in vonis(imp).values()} == {None}
    imp = session.get_one(Impor, imp.id, populate_existing=True)
    assert setuju.menunggu(imp)
    terapkan(imp)
    assert banyak(Usulan) == 4


def test_a_kill_in_the_middle_leaves_nothing_and_the_restart_does_the_whole(
    session: Any, basis: Basis, var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(900)), musrenbang_id=dunia.musrenbang().id)
    monkeypatch.setattr(operasi, "mulai", lambda op: None)  # it waits in the queue
    op = setuju.terapkan(imp, dunia.aktor("tim_musrenbang"))
    operasi_id, impor_id, tanda = op.id, imp.id, tmp_path / "tanda"
    session.remove()

    anak = proses.mulai(proses.terapkan_impor, basis.url, var, (operasi_id, str(tanda)))
    batas = time.monotonic() + 60
    while not tanda.exists():
        assert time.monotonic() < batas, "tidak sampai di tengah"
        time.sleep(0.01)
    assert _terlihat() == (0, 0), "pembaca melihat impor yang belum selesai"
    os.kill(anak.pid, signal.SIGKILL)
    anak.join(10)

    assert _terlihat() == (0, 0)
    assert operasi.lanjutkan() == 1
    session.expire_all()
    assert _terlihat() == (900, 900)
    imp = session.get_one(Impor, impor_id)
    assert (imp.status, imp.diterapkan) == (StatusImpor.SELESAI, 900)
    assert session.scalar(db.select(db.func.count()).select_from(ImporBaris).filter_by(hasil="dibuat")) == 900
    assert verify(session).rusak is None
    assert operasi.lanjutkan() == 0
    assert vonis(imp)[PERTAMA].vonis == Vonis.BARU


def _terlihat() -> tuple[int, int]:
    """(usulan, entries of the diary) as a reader sees them."""
    db.session.rollback()
    with membaca():
        jumlah = db.session.scalar(db.select(db.func.count(Usulan.id)))
        tulisan = db.session.scalar(db.select(db.func.count(Riwayat.id)).filter_by(kind="usulan"))
        db.session.rollback()
    return int(jumlah or 0), int(tulisan or 0)
