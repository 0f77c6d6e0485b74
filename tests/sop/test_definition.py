"""The SOP as data: an unknown name stops the load and keeps nothing; another SOP walks to its end without new code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.base import db
from models.dpa import Dpa
from models.hasil_rakor_opd import HasilRakorOpd, TahapRakor
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.perangkat_daerah import PerangkatDaerah
from models.pesan import SopError
from models.riwayat import Riwayat
from models.sop import Langkah, SopRevisi, StatusSop
from models.usulan import StatusUsulan, Usulan
from models.waktu import hari_ini
from sop import workflow
from sop.definition import muat
from sop.langkah import baris_terbuka
from tests import dunia

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
LIMA = Path(__file__).with_name("sop_lima_langkah.toml")


def ubah(tmp_path: Path, cari: str, ganti: str) -> Path:
    """The five-step file with one place spoilt."""
    teks = LIMA.read_text(encoding="utf-8")
    assert cari in teks
    berkas = tmp_path / "rusak.toml"
    berkas.write_text(teks.replace(cari, ganti, 1), encoding="utf-8")
    return berkas


@pytest.mark.parametrize(
    ("cari", "ganti", "pesan"),
    [
        ('syarat = ["penetapan_ruang"]', 'syarat = ["ruang_angkasa"]', "langkah 3: kelengkapan “ruang_angkasa” tidak"),
        ('syarat = ["arsip_ada"]', 'syarat = ["arsip_hilang"]', "langkah 5: kelengkapan “arsip_hilang” tidak dikenal"),
        ('"usulan.tolak"', '"usulan.bakar"', "langkah 4: tindakan “usulan.bakar” tidak dikenal"),
        ('peran = "kepala_bidang"', 'peran = "walikota"', "langkah 2: pelaksana “walikota” bukan peran dalam SOP"),
        ('peran = "kepala_bidang"', 'peran = "administrator"', "langkah 2: pelaksana “administrator” bukan peran"),
        ('kembali_ke = "himpun"', 'kembali_ke = "awan"', "langkah 3: kembali ke “awan” yang bukan langkah sebelumnya"),
        ('kembali_ke = "himpun"', 'kembali_ke = "putuskan"', "langkah 3: kembali ke “putuskan” yang bukan"),
        ('kode = "putuskan"', 'kode = "himpun"', "kode langkah berulang"),
        ("waktu = 20", 'waktu = "lama"', "langkah 2: waktu harus bilangan menit"),
        ("waktu = 20", "waktu = -5", "langkah 2: waktu harus bilangan menit"),
        ("waktu = 20\n", "", "langkah 2: “waktu” belum diisi"),
        ('nomor = "SOP/UJI/001"\n', "", r"tidak lengkap \(nomor\)"),
        ("[identitas]", "[identitas", "bukan TOML yang sah"),
        ('pelaksana = [{ peran = "kepala_bidang", utama = true }]', "pelaksana = []", "langkah 2: belum ada pelaksana"),
        (
            'pelaksana = [{ peran = "kepala_bidang", utama = true }]',
            'pelaksana = [{ peran = "kepala_bidang" }, { peran = "kepala_bidang" }]',
            "langkah 2: pelaksana “kepala_bidang” berulang",
        ),
        ('{ teks = "DPA", syarat', "{ syarat", "langkah 1: butir kelengkapan tanpa teks"),
        ("tanggal_efektif = 2026-01-01", 'tanggal_efektif = "kemarin"', "tanggal_efektif bukan tanggal"),
        ("[[langkah]]", "[[langkahh]]", "“langkahh” tidak dikenal"),
        ('kelengkapan = [{ teks = "DPA"', 'kelengkpan = [{ teks = "DPA"', "langkah 1: “kelengkpan” tidak dikenal"),
    ],
)
@SQLITE
def test_a_mistake_in_the_file_stops_the_load_naming_it_and_the_file_and_keeps_nothing(
    session: Any, tmp_path: Path, cari: str, ganti: str, pesan: str
) -> None:
    jumlah = [session.scalar(db.select(db.func.count(x.id))) for x in (SopRevisi, Langkah)]
    with pytest.raises(SopError, match=pesan) as galat:
        muat(session, ubah(tmp_path, cari, ganti))
    assert str(galat.value.pesan).startswith("rusak.toml")
    session.commit()
    assert [session.scalar(db.select(db.func.count(x.id))) for x in (SopRevisi, Langkah)] == jumlah


@SQLITE
def test_bytes_that_are_no_text_are_refused(session: Any, tmp_path: Path) -> None:
    berkas = tmp_path / "rusak.toml"
    berkas.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SopError, match="bukan TOML yang sah"):
        muat(session, berkas)


@SQLITE
def test_the_same_file_twice_is_one_revision_and_a_changed_one_a_draft_of_the_next(
    session: Any, tmp_path: Path
) -> None:
    satu = muat(session, LIMA)
    assert muat(session, LIMA).id == satu.id
    dua = muat(session, ubah(tmp_path, "waktu = 20", "waktu = 25"))
    assert [(r.revisi, r.status) for r in (satu, dua)] == [(1, StatusSop.BERLAKU), (2, StatusSop.DRAF)]
    assert [r.status for r in session.scalars(db.select(SopRevisi).filter_by(kode="musrenbang-kota"))] == ["berlaku"]


def test_a_second_sop_of_five_steps_is_walked_to_its_end_without_a_change_of_code(session: Any) -> None:
    sop = muat(session, LIMA)
    m = dunia.musrenbang()
    dunia.isi_usulan(m, 3, StatusUsulan.DRAF)
    session.commit()
    gerak(m, "kepala_badan", "mulai")
    assert m.sop_revisi_id == sop.id  # the newest in force

    # 1 blocks without DPA, then without usulan that were submitted
    menahan(m, "fungsional_perencana", "Kelengkapan belum ada: Belum ada DPA.")
    dunia.simpan(Dpa(musrenbang_id=m.id, nomor="DPA", sub_kegiatan="Forum", pagu=1, tanggal=hari_ini()))
    menahan(m, "fungsional_perencana", "Output belum ada: Belum ada usulan masyarakat yang diajukan.")
    for u in session.scalars(db.select(Usulan)).all():
        gerak(u, "fungsional_perencana", "ajukan")
        gerak(u, "fungsional_perencana", "verifikasi")
    selesai(m, "fungsional_perencana")

    # 2: here the heads make the jadwal, which the seed's SOP gives to others
    jadwal = dunia.CONTOH["jadwal"](m)
    assert not workflow.moves(jadwal, dunia.aktor("fungsional_perencana"))
    gerak(jadwal, "kepala_bidang", "tetapkan")
    selesai(m, "kepala_bidang")

    # 3 blocks without room; its arrow leads to the first step
    menahan(m, "kepala_badan", "Kelengkapan belum ada: Ruang pertemuan belum ditetapkan.")
    kembali(m, "himpun")
    selesai(m, "fungsional_perencana")
    selesai(m, "kepala_bidang")
    penetapan = dunia.CONTOH["penetapan_ruang"](m)
    gerak(penetapan, "kepala_badan", "tetapkan")
    assert [o.judul for o in workflow.moves(baris_terbuka(m)[0], dunia.aktor("kepala_badan"))][1:] == [
        "Sepakat",
        "Ulangi",
    ]
    selesai(m, "kepala_badan")

    # 4 blocks without rakor, asks every Bidang, and stays until all is decided
    menahan(m, "tim_musrenbang", "Kelengkapan belum ada: Belum ada hasil rakor OPD sebelum sidang.")
    opd = session.scalar(db.select(PerangkatDaerah.id).limit(1))
    rakor = HasilRakorOpd(
        musrenbang_id=m.id, perangkat_daerah_id=opd, tahap=TahapRakor.SEBELUM, tanggal=hari_ini(), ringkasan="Hasil"
    )
    dunia.simpan(rakor)
    for row in baris_terbuka(m)[1:]:
        gerak(row, "tim_musrenbang", "selesaikan", menit=5)
    menahan(m, "tim_musrenbang", "Output belum ada: 3 usulan belum diputuskan.")
    for u in session.scalars(db.select(Usulan)).all():
        gerak(u, "tim_musrenbang", "terima")
    selesai(m, "tim_musrenbang")

    # 5
    menahan(m, "sub_koordinator", "Output belum ada: Berkas Musrenbang belum diarsipkan.")
    gerak(dunia.CONTOH["arsip"](m), "sub_koordinator", "arsipkan")
    selesai(m, "sub_koordinator")
    assert m.status is StatusMusrenbang.SELESAI
    assert [r.langkah.kode for r in m.pelaksanaan if r.status == "dikembalikan"] == ["periksa_jadwal"]


def gerak(record: Any, nama: str, aksi: str, catatan: str = "", **isian: Any) -> None:
    workflow.move(record, aksi, dunia.aktor(nama), catatan, isian)
    db.session.commit()


def selesai(m: Musrenbang, nama: str) -> None:
    for row in baris_terbuka(m):
        for lain in set(dunia.ORANG) - {nama}:
            assert not [o for o in workflow.moves(row, dunia.aktor(lain)) if not o.atas_nama], lain
        gerak(row, nama, "selesaikan", menit=9)
    db.session.refresh(m)


def menahan(m: Musrenbang, nama: str, pesan: str) -> None:
    row = baris_terbuka(m)[0]
    with pytest.raises(SopError) as galat:
        workflow.move(row, "selesaikan", dunia.aktor(nama), "", {"menit": 1})
    assert galat.value.pesan == pesan
    db.session.rollback()


def kembali(m: Musrenbang, kode: str) -> None:
    gerak(baris_terbuka(m)[0], "kepala_badan", "kembalikan", "Ruang tidak cukup")
    db.session.refresh(m)
    assert m.langkah is not None
    assert m.langkah.kode == kode


def test_a_program_that_learned_a_move_teaches_it_to_the_sop_it_loaded(session: Any, tmp_path: Path) -> None:
    lama = ubah(tmp_path, ', "usulan.tolak"', "")
    sop = muat(session, lama)
    session.commit()
    assert "usulan.tolak" not in next(x for x in sop.langkah if "usulan.terima" in x.tindakan).tindakan
    riwayat = session.scalar(db.select(db.func.count(Riwayat.id)))

    for _ in (1, 2):
        assert muat(session, LIMA).id == sop.id, "the office's SOP has not changed: no new revision"
        session.commit()
        session.refresh(sop)
    assert session.scalar(db.select(db.func.count(Riwayat.id))) == riwayat, "what the office wrote is as it was"
    putuskan = next(x for x in sop.langkah if "usulan.terima" in x.tindakan)
    assert "usulan.tolak" in putuskan.tindakan
    assert muat(session, lama).id == sop.id, "the older program finds its revision as well"
    assert "usulan.tolak" in putuskan.tindakan, "what a step claims is not taken away"


@SQLITE
@pytest.mark.parametrize(
    ("cari", "ganti"),
    [("waktu = 20", "waktu = 21"), ('nomor = "SOP/UJI/001"', 'nomor = "SOP/UJI/002"'),
     ('{ peran = "kepala_bidang", utama = true }', '{ peran = "sub_koordinator", utama = true }'),
     ('syarat = ["penetapan_ruang"]', "syarat = []")],
)  # fmt: skip
def test_a_file_that_says_something_else_is_another_revision(
    session: Any, tmp_path: Path, cari: str, ganti: str
) -> None:
    sop = muat(session, LIMA)
    baru = muat(session, ubah(tmp_path, cari, ganti))
    assert (baru.revisi, baru.status) == (sop.revisi + 1, StatusSop.DRAF)
