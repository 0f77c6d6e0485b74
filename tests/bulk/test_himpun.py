"""Moves over groups of rows: whatever is written at once is what the same moves would write row by row."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bulk import gerak, laporan, pratinjau
from bulk.daftar.batas import batas
from bulk.pekerja import Baris, Potongan, per_baris
from bulk.pilihan import Pilihan
from models import riwayat
from models.base import Record, db, kinds
from models.berita_acara import Diktum
from models.kelompok_sidang import KelompokSidang
from models.naskah import Naskah, StatusNaskah
from models.operasi import JenisOperasi, Operasi
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.rantai import teks
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import jam, sekarang
from sop import golongan, workflow
from sop.konteks import Nilai
from sop.lifecycle import GERAK, Terbit
from tests import dunia

HIMPUN = sorted({g.aksi for g in GERAK if golongan.sehimpun(g.kind, g.aksi)})
ISIAN: dict[str, Any] = {
    "alasan_id": 1,
    "volume_disepakati": Decimal("2.5"),
    "opd_pengampu_id": 2,
    "masuk_rkpd": "sebagian",
}
TAK_ADA = 999_999
SAAT = sekarang()


@pytest.fixture
def dunia_usulan(session: Any) -> list[int]:
    """Usulan in every state, of two kelompok, with and without OPD, deleted, of an early and of a closed Musrenbang."""
    utama, awal = dunia.di_ujung(), dunia.di_langkah(3, 2028)
    tutup = dunia.di_ujung(2029)
    rows = [
        *(u for status in StatusUsulan for u in _isi(utama, status, 2)),
        *(u for status in (StatusUsulan.DRAF, StatusUsulan.DIVERIFIKASI) for u in _isi(awal, status, 1)),
        *(u for status in (StatusUsulan.DIAJUKAN, StatusUsulan.DIPUTUSKAN) for u in _isi(tutup, status, 1)),
        *_isi(utama, StatusUsulan.DIAJUKAN, 1, opd_awal_id=None, opd_pengampu_id=None),
        *_isi(utama, StatusUsulan.DIAJUKAN, 1, deleted_at=sekarang()),
    ]
    db.session.flush()
    lengkapi_sendiri = _isi(utama, StatusUsulan.DIAJUKAN, 1)
    db.session.commit()
    for u in lengkapi_sendiri:  # as an import of old years leaves it: the next save fills the OPD
        db.session.execute(db.update(Usulan).filter_by(id=u.id).values(opd_pengampu_id=None))
    ba = dunia.CONTOH["berita_acara"](tutup)
    ba.status = StatusNaskah.MENUNGGU_NOMOR  # signed: decisions are closed
    db.session.commit()
    return [u.id for u in (*rows, *lengkapi_sendiri)] + [TAK_ADA]


def _isi(m: Any, status: StatusUsulan, jumlah: int, **lain: Any) -> list[Usulan]:
    """One of the kelompok of kepala_bidang_ik, one of another."""
    rows = dunia.isi_usulan(m, 0)
    putus = status in (StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)
    for n in range(jumlah):
        isi = {
            "musrenbang_id": m.id,
            "usulan": "Perbaikan saluran",
            "permasalahan": "Tergenang",
            "asal": "masyarakat",
            "pengusul": "Warga",
            "kelompok_sidang_id": n + 1,
            "wilayah_id": 10,
            "volume": Decimal("1.5"),
            "satuan": "unit",
            "pagu_usulan": 1_000_000,
            "opd_awal_id": 1,
            "status": status,
            "hasil": HasilUsulan.DITERIMA if putus else None,
        }
        rows.append(Usulan(**isi | lain))
        db.session.add(rows[-1])
        db.session.flush()
    return rows


# --- the proof --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nama", dunia.ORANG)
def test_moves_by_groups_bring_what_moves_row_by_row_bring(session: Any, dunia_usulan: list[int], nama: str) -> None:
    """Rows, versions, diary and sentences, for every move that may be made so, every state and every role."""
    actor = dunia.aktor(nama)
    sebelum = _rows(dunia_usulan)
    pindah = 0
    for aksi in HIMPUN:
        for catatan, isian in (("", {}), (" Menurut rapat ", ISIAN)):
            op = Operasi(jenis=JenisOperasi.GERAK, kind_sasaran="usulan", aksi=aksi, catatan=catatan, isian=isian)
            satu = _hasil(op, actor, dunia_usulan, per_baris(gerak._gerak_satu))
            banyak = _hasil(op, actor, dunia_usulan, gerak.gerakkan)
            for bagian, (harap, ada) in enumerate(zip(satu, banyak, strict=True)):
                assert ada == harap, (nama, aksi, catatan, bagian)
            pindah += sum(ok for ok, _ in banyak[2].values())
            assert not all(ok for ok, _ in banyak[2].values())
    assert _rows(dunia_usulan) == sebelum
    assert (pindah > 0) == (nama not in ("pengawas", "administrator", "sekretariat"))


@pytest.mark.parametrize("nama", ["tim_musrenbang", "kepala_bidang", "pengawas"])
def test_the_preview_says_beforehand_what_will_come_of_it(session: Any, dunia_usulan: list[int], nama: str) -> None:
    """The same counts and the same sentences, for ticked rows and for all of a year."""
    actor = dunia.aktor(nama)
    semua = Pilihan(Usulan, saringan="musrenbang_id=semua")
    for pilihan in (Pilihan(Usulan, ids=tuple(dunia_usulan)), semua):
        ids = list(pilihan.ids or session.scalars(semua.rows(actor)))
        for aksi in HIMPUN:
            op = Operasi(jenis=JenisOperasi.GERAK, kind_sasaran="usulan", aksi=aksi, catatan="c", isian=ISIAN)
            _, _, hasil = _hasil(op, actor, ids, gerak.gerakkan)
            _sama(pratinjau.gerak(pilihan, _tawaran(aksi), actor), hasil)
        op = Operasi(jenis=JenisOperasi.HAPUS, kind_sasaran="usulan", aksi="hapus", isian={})
        _, _, hasil = _hasil(op, actor, ids, gerak.hapuskan)
        _sama(pratinjau.hapus(pilihan, actor), hasil)


def _tawaran(aksi: str) -> Any:
    """What the page of a selection asks for, whoever looks at it."""
    return next(o for o in workflow.moves_of_kind("usulan", dunia.aktor("tim_musrenbang")) if o.aksi == aksi)


def _sama(lihat: pratinjau.Pratinjau, hasil: dict[int, tuple[bool, str]]) -> None:
    gagal = [re.sub(r"^Data \d+ tidak", "Data tidak", pesan) for ok, pesan in hasil.values() if not ok]
    assert (lihat.jumlah, lihat.diperiksa) == (len(hasil), len(hasil))
    assert {a.pesan: a.jumlah for a in lihat.alasan} == dict(Counter(gagal))
    assert (lihat.pindah, lihat.tidak) == (len(hasil) - len(gagal), len(gagal))


def test_a_preview_that_takes_too_long_is_left_out(session: Any, monkeypatch: Any) -> None:
    """The connection serves on afterwards."""
    m = dunia.di_ujung()
    dunia.banyak_usulan(m, 3_000)
    actor = dunia.aktor("tim_musrenbang")
    monkeypatch.setattr(pratinjau, "batas", lambda: batas(0.0001 if db.engine.dialect.name == "sqlite" else 0.001))
    lambat = pratinjau.gerak(Pilihan(Usulan, saringan=""), _tawaran("terima"), actor)
    assert (lambat.lambat, lambat.jumlah, lambat.alasan) == (True, 0, [])
    monkeypatch.undo()
    lihat = pratinjau.gerak(Pilihan(Usulan), _tawaran("terima"), actor)
    assert (lihat.lambat, lihat.jumlah, lihat.pindah) == (False, 3_000, 3_000)


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_moves_that_look_further_are_previewed_row_by_row_for_a_moment(session: Any, monkeypatch: Any) -> None:
    m = dunia.di_ujung()
    surat = [dunia.CONTOH["nota_dinas"](m) for _ in range(4)]
    surat[1].status = StatusNaskah.DIAJUKAN
    session.commit()
    actor = dunia.aktor("tim_musrenbang")
    (offer,) = [o for o in workflow.moves_of_kind("nota_dinas", actor) if o.aksi == "ajukan"]
    pilihan = Pilihan(type(surat[0]), ids=tuple(s.id for s in surat))
    lihat = pratinjau.gerak(pilihan, offer, actor)
    assert (lihat.jumlah, lihat.diperiksa, lihat.pindah, lihat.tidak) == (4, 4, 3, 1)
    assert "berstatus diajukan" in lihat.alasan[0].pesan
    monkeypatch.setattr(pratinjau, "DETIK", 0)
    monkeypatch.setattr(pratinjau, "POTONG", 2)
    lihat = pratinjau.gerak(pilihan, offer, actor)
    assert (lihat.jumlah, lihat.diperiksa, lihat.pindah) == (4, 2, 1)


@pytest.mark.parametrize("nama", dunia.ORANG)
def test_deleting_by_groups_brings_what_deleting_row_by_row_brings(
    session: Any, dunia_usulan: list[int], nama: str
) -> None:
    actor = dunia.aktor(nama)
    op = Operasi(jenis=JenisOperasi.HAPUS, kind_sasaran="usulan", aksi="hapus", isian={})
    satu = _hasil(op, actor, dunia_usulan, per_baris(gerak._hapus_satu))
    assert _hasil(op, actor, dunia_usulan, gerak.hapuskan) == satu
    assert any(ok for ok, _ in satu[2].values()) == (nama in ("kepala_bidang", "fungsional_perencana",
                                                               "tim_musrenbang", "sub_koordinator"))  # fmt: skip


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("aksi", ["hapus", "ajukan"])
def test_of_a_mixed_selection_only_the_rows_of_one_s_own_kelompok_go(session: Any, aksi: str) -> None:
    actor = dunia.aktor("kepala_bidang_ppm")
    milik = actor.tugas[0].kelompok_ids
    asing = next(i for i in session.scalars(db.select(KelompokSidang.id)) if i not in milik)
    rows = dunia.isi_usulan(dunia.di_ujung(), 4, StatusUsulan.DRAF)
    for n, u in enumerate(rows):
        u.kelompok_sidang_id = asing if n % 2 else min(milik)
    db.session.commit()
    jenis = JenisOperasi.HAPUS if aksi == "hapus" else JenisOperasi.GERAK
    op = Operasi(jenis=jenis, kind_sasaran="usulan", aksi=aksi, catatan="", isian={})
    kerjakan = gerak.hapuskan if aksi == "hapus" else gerak.gerakkan
    _, diari, hasil = _hasil(op, actor, [u.id for u in rows], kerjakan)
    assert [hasil[n][0] for n in (1, 2, 3, 4)] == [True, False, True, False]
    assert [d[1] for d in diari] == [rows[0].id, rows[2].id]


def test_parts_are_deleted_by_the_rights_of_their_whole(session: Any) -> None:
    """Also kinds whose rows have rules of their own, which are deleted one by one."""
    m = dunia.di_ujung()
    ba = dunia.CONTOH["berita_acara"](m)
    diktum = dunia.simpan(Diktum(berita_acara_id=ba.id, urutan=9, isi="Menyepakati"))
    tokoh = dunia.simpan(PemangkuKepentingan(nama="Tokoh (Demo)", unsur=Unsur.TOKOH))
    boleh = [_hapus(x) for x in (diktum, tokoh, dunia.CONTOH["distribusi"](m), dunia.CONTOH["jadwal"](m))]
    assert boleh == [["tim_musrenbang"], ["tim_musrenbang", "sekretariat"], ["tim_musrenbang", "sekretariat"],
                     ["tim_musrenbang"]]  # fmt: skip
    ba.status = StatusNaskah.DIAJUKAN
    db.session.commit()
    assert _hapus(diktum) == []


def _hapus(record: Any) -> list[str]:
    """Who may delete it; by groups as by itself."""
    op = Operasi(jenis=JenisOperasi.HAPUS, kind_sasaran=record.kind, aksi="hapus", isian={})
    boleh = []
    for nama in ("tim_musrenbang", "sekretariat", "pengawas"):
        actor = dunia.aktor(nama)
        satu = _hasil(op, actor, [record.id], per_baris(gerak._hapus_satu))
        assert _hasil(op, actor, [record.id], gerak.hapuskan) == satu, (record.kind, nama)
        boleh += [nama] * satu[2][1][0]
    return boleh


def _hasil(op: Operasi, actor: Any, ids: list[int], kerjakan: Callable[[Potongan], None]) -> tuple[Any, ...]:
    """(rows afterwards, diary, result by row) of a chunk that is then rolled back."""
    potongan = Potongan(op, actor, [Baris(n, i) for n, i in enumerate(ids, 1)], time.monotonic() + 600)
    with jam(SAAT):
        kerjakan(potongan)
        db.session.flush()
    diari = sorted(
        (b.kind, b.record_id, b.aksi, teks(b.sebelum), teks(b.sesudah), b.musrenbang_id, b.catatan)
        for b in riwayat._keadaan(db.session()).baris
    )
    model = kinds()[op.kind_sasaran]
    rows = _rows(ids, model)
    nama = {i: str(r) for i in ids if (r := db.session.get(model, i))}
    hasil = {
        urut: (h.berhasil, h.pesan if h.pesan is not None else laporan.kalimat(op, nama[ids[urut - 1]]))
        for urut, h in potongan.hasil.items()
    }
    db.session.rollback()
    return rows, diari, hasil


def _rows(ids: list[int], model: Any = Usulan) -> dict[int, Any]:
    kolom = list(model.__table__.c)
    kueri = db.select(*kolom).where(model.id.in_(ids))
    return {row.id: tuple(row) for row in db.session.execute(kueri)}


# --- what is promised in the table ------------------------------------------------------------------------------------


def test_the_moves_of_usulan_are_made_by_groups() -> None:
    putusan = {"terima", "terima_perubahan", "tunda", "tolak", "tolak_data_kurang"}
    sesudah = {"catat_rkpd", "tandai_tersalin", "batal_tersalin"}
    assert set(HIMPUN) == putusan | sesudah | {"ajukan", "verifikasi", "kembalikan", "batalkan"}


def test_a_move_by_groups_does_nothing_but_write_values() -> None:
    for g in (g for g in GERAK if g.himpun is not None):
        model = kinds()[g.kind]
        kolom = model.__mapper__.columns
        assert g.terbit is Terbit.TIDAK, g.nama
        assert not issubclass(model, Naskah), g.nama
        assert all(isinstance(x, Nilai) for x in g.akibat), g.nama
        ditulis = {k for x in g.akibat for k in x.kolom} | {"status"}
        assert not ditulis & {k for x in g.akibat for k in x.sumber}, g.nama
        assert {*g.himpun, *golongan.dibaca(g.kind, g.aksi)} <= set(kolom.keys()), g.nama
        if model.lengkapi is not Record.lengkapi:
            assert "belum_lengkap" in vars(model), g.nama  # else none of its rows ever stands in a group


@pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
def test_a_chunk_costs_the_same_queries_however_many_rows_it_has(session: Any, hitung_kueri: Any) -> None:
    m = dunia.di_ujung()
    actor = dunia.aktor("tim_musrenbang")
    op = Operasi(jenis=JenisOperasi.GERAK, kind_sasaran="usulan", aksi="tunda", catatan="", isian={"alasan_id": 1})
    biaya = []
    for n in (20, 200):
        ids = [u.id for u in dunia.isi_usulan(m, n)] if n == 20 else _tambah(m, n)
        awal = hitung_kueri()
        potongan = Potongan(op, actor, [Baris(k, i) for k, i in enumerate(ids, 1)], time.monotonic() + 60)
        gerak.gerakkan(potongan)
        assert sum(h.berhasil for h in potongan.hasil.values()) == n
        biaya.append(hitung_kueri() - awal)
        db.session.commit()
    assert biaya[1] <= biaya[0] < 40


def _tambah(m: Any, n: int) -> list[int]:
    rows = [Usulan(**{k: getattr(u, k) for k in _DISALIN}, kode=f"T-{k:04d}", status=StatusUsulan.DIVERIFIKASI)
            for k, u in enumerate([db.session.scalars(db.select(Usulan).limit(1)).one()] * n)]  # fmt: skip
    db.session.add_all(rows)
    db.session.commit()
    return [r.id for r in rows]


_DISALIN = ("musrenbang_id", "usulan", "permasalahan", "asal", "pengusul", "kelompok_sidang_id", "wilayah_id",
            "kecamatan_id", "volume", "satuan", "pagu_usulan", "opd_awal_id", "opd_pengampu_id")  # fmt: skip
