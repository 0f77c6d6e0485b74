"""What an import says of each row, before anything is written: new, changed, the same, or wrong and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bulk import lembar_kerja
from bulk.impor import siap
from models import kolom
from models.base import db
from models.impor import Impor, ImporBaris, PetaImpor, StatusImpor, Vonis
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pesan import Ditolak, Keliru
from models.unit_kerja import UnitKerjaKelompok
from models.usulan import AsalUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from models.wilayah import Wilayah
from tests import dunia
from tests.impor import berkas_contoh as contoh
from tests.impor import sipd

CACAT = {80 * (i + 1) + 7: i for i in range(len(sipd.CACAT))}
PERTAMA = 4  # the row of the file that the first usulan stands in


def impor(
    isi: bytes, kind: str = "usulan", siapa: str = "tim_musrenbang", sumber: str = "berkas", **bawaan: Any
) -> Impor:
    """The import as it stands in the preview, with the mapping as it was guessed."""
    actor = dunia.aktor(siapa)
    imp = siap.mulai(actor, kind, "usulan.xlsx", isi, sumber)
    assert imp.status is StatusImpor.PEMETAAN, imp.galat
    imp = siap.petakan(imp, actor, imp.peta, {**imp.bawaan, **bawaan})
    assert imp.status is StatusImpor.PRATINJAU, imp.galat
    return imp


def vonis(imp: Impor) -> dict[int, ImporBaris]:
    rows = db.session.scalars(db.select(ImporBaris).filter_by(impor_id=imp.id).order_by(ImporBaris.urut))
    return {row.urut: row for row in rows}


def pulihkan(model: Any, isi: dict[str, Any]) -> dict[str, Any]:
    return {k: kolom.from_json(model.__table__.c[k], v) for k, v in isi.items()}


def sebab(row: ImporBaris) -> list[tuple[str, str]]:
    return [(judul, kalimat) for judul, kalimat in row.alasan or ()]


def test_forty_deliberate_faults_in_3300_rows_get_their_forty_verdicts_and_no_others(session: Any) -> None:
    assert len(sipd.CACAT) == 40
    m = dunia.musrenbang()
    imp = impor(contoh.xlsx(sipd.tabel(3300, CACAT)), musrenbang_id=m.id)
    rows = vonis(imp)
    assert (imp.tata_letak, imp.sumber_data, imp.baris_judul) == ("SIPD dengan ID usulan", "SIPD", 3)
    assert (imp.jumlah, imp.baru, imp.ubah, imp.sama, imp.salah) == (3300, 3260, 0, 0, 40)

    salah = {urut - PERTAMA + 1 for urut, row in rows.items() if row.vonis == Vonis.SALAH}
    assert salah == set(CACAT)
    for n, nomor in CACAT.items():
        _, judul, kata = sipd.CACAT[nomor]
        alasan = sebab(rows[n + PERTAMA - 1])
        assert len(alasan) == 1, (nomor, alasan)
        assert alasan[0][0] == judul, (nomor, alasan)
        assert kata.lower() in alasan[0][1].lower(), (nomor, alasan)
    assert session.scalar(db.select(db.func.count(Usulan.id))) == 0, "pratinjau tidak menulis apa pun"


def test_a_right_row_says_all_that_the_form_would_have_filled_in(session: Any) -> None:
    m = dunia.musrenbang()
    row = vonis(impor(contoh.xlsx(sipd.tabel(3)), musrenbang_id=m.id))[PERTAMA + 2]
    isi = row.isi or {}
    tempat = session.scalars(db.select(Wilayah).filter_by(nama="Bondongan")).one()
    assert row.vonis == Vonis.BARU
    assert (isi["wilayah_id"], isi["kecamatan_id"]) == (tempat.id, tempat.induk_id)
    assert (isi["volume"], isi["pagu_usulan"], isi["satuan"]) == ("4.5", 1_800_000, "meter")
    assert isi["musrenbang_id"] == m.id
    assert isi["asal"] == AsalUsulan.MASYARAKAT
    assert isi["opd_awal_id"] == isi["opd_pengampu_id"]
    assert (isi["sumber"], isi["kode_eksternal"]) == ("SIPD", "SIPD-000003")
    assert isi["kelompok_sidang_id"]


def test_a_known_row_is_the_same_or_changed_cell_by_cell(session: Any) -> None:
    m = dunia.musrenbang()
    pertama = vonis(impor(contoh.xlsx(sipd.tabel(3)), musrenbang_id=m.id))
    for row in pertama.values():
        session.add(Usulan(**pulihkan(Usulan, row.isi or {})))
    session.commit()
    tabel = sipd.tabel(3)
    tabel[4][sipd.KE["Anggaran"]] = "Rp77.000"
    tabel[4][sipd.KE["Kel"]] = "Bondongan"
    tabel[5][sipd.KE["Alamat"]] = None  # an empty cell takes nothing away
    imp = impor(contoh.xlsx(tabel), musrenbang_id=m.id)
    assert (imp.sama, imp.ubah, imp.baru, imp.salah) == (2, 1, 0, 0)
    beda = vonis(imp)[PERTAMA + 1].beda or {}
    assert set(beda) == {"pagu_usulan", "wilayah_id", "sipd_pagu", "sipd_dibaca_pada"}
    assert beda["pagu_usulan"] == [13_500_000, 77_000]


def test_an_empty_cell_takes_away_what_may_be_empty_if_that_is_asked_for(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan)).one()
    isi = contoh.xlsx([["Kode", "Alamat lokasi", "Satuan"], [u.kode, None, None]])
    actor = dunia.aktor("tim_musrenbang")
    imp = siap.mulai(actor, "usulan", "a.xlsx", isi, "lain")
    imp = siap.petakan(imp, actor, imp.peta, {"musrenbang_id": m.id}, kosongkan=True)
    (row,) = vonis(imp).values()
    assert row.beda == {"alamat": [u.alamat, None]}


def test_rows_that_this_import_must_not_touch_are_wrong_and_say_why(session: Any) -> None:
    m = dunia.musrenbang(usulan=5)
    lain = dunia.simpan(Musrenbang(nama="Tahun lain (Demo)", tahun=2028, tanggal_acara=date(2027, 3, 1)))
    a, b, c, d, e = session.scalars(db.select(Usulan).order_by(Usulan.id)).all()
    for n, u in enumerate((a, b, c, d, e), 1):
        u.sumber, u.kode_eksternal = "SIPD", f"SIPD-{n:06d}"
    a.deleted_at = sekarang()
    b.status, b.hasil = StatusUsulan.FINAL, "diterima"
    c.musrenbang_id, c.kode = lain.id, "U-2028-00001"
    session.commit()
    alasan = {u: sebab(r) for u, r in vonis(impor(contoh.xlsx(sipd.tabel(4)), musrenbang_id=m.id)).items()}
    assert alasan[PERTAMA] == [
        ("ID di sumber", "Usulan ini sudah dihapus di panel. Pulihkan dahulu bila masih diperlukan.")
    ]
    assert alasan[PERTAMA + 2] == [("ID di sumber", "Sudah tercatat pada Musrenbang lain.")]
    assert alasan[PERTAMA + 3] == []
    kunci = contoh.xlsx([["Kode", "Alamat lokasi"], [b.kode, "lain"]])
    (row,) = vonis(impor(kunci, sumber="x", musrenbang_id=m.id)).values()
    assert sebab(row) == [("Hak", "Usulan berstatus final, jadi tidak dapat diubah.")]


def test_of_a_decided_usulan_only_what_sipd_says_is_read_back(session: Any) -> None:
    """Its volume and budget in SIPD are SIPD's answer by then; what was asked for stays as it was."""
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan)).one()
    u.sumber, u.kode_eksternal, u.status, u.hasil = "SIPD", "SIPD-000001", StatusUsulan.FINAL, "diterima"
    session.commit()
    tabel = sipd.tabel(1)
    tabel[3][sipd.KE["Status"]] = "Ditolak TAPD"
    (row,) = vonis(impor(contoh.xlsx(tabel), musrenbang_id=m.id)).values()
    beda = {k: v[1] for k, v in (row.beda or {}).items()}
    assert beda.pop("sipd_dibaca_pada")
    assert (row.vonis, beda) == (
        "berubah", {"sipd_status": "Ditolak TAPD", "sipd_volume": "2", "sipd_pagu": 290_000_000})  # fmt: skip


def test_rights_end_at_the_group_of_ones_own_unit(session: Any) -> None:
    """Kepala Bidang writes usulan of the groups of his unit only; the rows of others are wrong, the rest is right."""
    m = dunia.musrenbang()
    fisik = session.scalars(db.select(KelompokSidang).filter_by(kode="Fisik")).one()
    for lain in session.scalars(db.select(UnitKerjaKelompok)):
        lain.deleted_at = None if lain.kelompok_sidang_id == fisik.id else sekarang()
    session.commit()
    rows = vonis(impor(contoh.xlsx(sipd.tabel(6)), siapa="kepala_bidang", musrenbang_id=m.id))
    boleh = {k for t in dunia.aktor("kepala_bidang").tugas for k in t.kelompok_ids}
    semua = vonis(impor(contoh.xlsx(sipd.tabel(6)), musrenbang_id=m.id))
    for urut, row in rows.items():
        milik = (semua[urut].isi or {})["kelompok_sidang_id"] in boleh
        assert row.vonis == (Vonis.BARU if milik else Vonis.SALAH), urut
        assert milik or sebab(row) == [("Hak", "Usulan ini di luar lingkup tugas Anda.")]
    assert {row.vonis for row in rows.values()} == {"baru", "salah"}


def test_a_file_moves_no_row_into_the_group_of_another_unit_nor_out_of_it(session: Any) -> None:
    """The right is asked of the row as it is and as it would be: one's own group is not a door to the others."""
    m = dunia.musrenbang(usulan=3, status=StatusUsulan.DRAF)
    fisik, lain = dunia.kelompok(), session.scalars(db.select(KelompokSidang).filter(KelompokSidang.kode != "Fisik"))
    lain = lain.first()
    for tugas in session.scalars(db.select(UnitKerjaKelompok)):
        tugas.deleted_at = None if tugas.kelompok_sidang_id == fisik else sekarang()
    milik, asing, tetap = session.scalars(db.select(Usulan).order_by(Usulan.id)).all()
    milik.kelompok_sidang_id = tetap.kelompok_sidang_id = fisik
    asing.kelompok_sidang_id = lain.id
    session.commit()
    isi = [["Kode", "Kelompok sidang", "Alamat lokasi"]]
    isi += [[milik.kode, lain.nama, None], [asing.kode, "Fisik", None], [tetap.kode, "Fisik", "Jalan Baru"]]

    rows = vonis(impor(contoh.xlsx(isi), siapa="kepala_bidang", musrenbang_id=m.id))
    di_luar = [("Hak", "Usulan ini di luar lingkup tugas Anda.")]
    assert [sebab(row) for row in rows.values()] == [di_luar, di_luar, []]
    assert [row.vonis for row in rows.values()] == [Vonis.SALAH, Vonis.SALAH, Vonis.BERUBAH]


def test_a_merged_row_is_refused_by_its_own_sentence_and_the_living_ones_are_not(session: Any) -> None:
    m = dunia.musrenbang(usulan=4, status=StatusUsulan.DRAF)
    utama, gabung, hapus, hidup = session.scalars(db.select(Usulan).order_by(Usulan.id)).all()
    gabung.digabung_ke_id, gabung.deleted_at, hapus.deleted_at = utama.id, sekarang(), sekarang()
    session.commit()
    # As a hand in the database leaves it: alive, so it is what the panel shows.
    session.execute(db.update(Usulan).filter_by(id=hidup.id).values(digabung_ke_id=utama.id))
    session.commit()
    isi = contoh.xlsx([["Kode", "Alamat lokasi"], *([u.kode, "Jalan Baru"] for u in (utama, gabung, hapus, hidup))])
    rows = vonis(impor(isi, musrenbang_id=m.id))
    assert [sebab(row) for row in rows.values()] == [
        [],
        [("Kode", "Sudah digabungkan ke data lain di panel (usulan ganda).")],
        [("Kode", "Usulan ini sudah dihapus di panel. Pulihkan dahulu bila masih diperlukan.")],
        [],
    ]


TANPA_HAK = (("usulan", "sekretariat"), ("pejabat", "tim_musrenbang"), ("daftar_hadir", "pengawas"))


@pytest.mark.parametrize(("kind", "siapa"), [*TANPA_HAK, ("pemangku_kepentingan", "pengawas")])
def test_who_may_not_write_a_kind_cannot_begin_an_import_of_it(session: Any, kind: str, siapa: str) -> None:
    with pytest.raises(Ditolak):
        siap.mulai(dunia.aktor(siapa), kind, "a.csv", b"Nama;x\nBudi;y\n", "")


def test_personal_columns_are_not_matched_without_the_right(session: Any) -> None:
    actor = dunia.aktor("kepala_bidang")
    imp = siap.mulai(actor, "pemangku_kepentingan", "a.csv", b"Nama;Unsur;Telepon\nBudi;media;0812\n", "")
    with pytest.raises(Ditolak, match="data pribadi"):
        siap.petakan(imp, actor, {"0": "nama", "1": "unsur", "2": "telepon"}, {})
    with pytest.raises(Keliru, match="lebih dari satu kolom"):
        siap.petakan(imp, actor, {"0": "nama", "1": "nama"}, {})


def test_the_layout_without_ids_finds_the_kelurahan_in_the_address_and_knows_the_row_again(session: Any) -> None:
    m = dunia.musrenbang()
    judul = ["No", "Tgl Usul", "Tgl Pengajuan", "Pengusul", "Profil", "Permasalahan", "Usulan", "Urusan", "Alamat",
             "SKPD Tujuan Awal", "SKPD Tujuan Akhir", "Rekomendasi Bappeda Mitra OPD", "Kategori Usulan", "Koefisien",
             "Rekomendasi Kelurahan/Desa", "Rekomendasi Kecamatan", "Rekomendasi SKPD"]  # fmt: skip

    def satu(n: int, alamat: str, koefisien: str = "200 meter") -> list[Any]:
        return [n, "5 Februari 2026", "", "Ketua RW 01", "", "Rusak", f"Perbaikan jalan {n}", "", alamat,
                "Dinas Pekerjaan Umum dan Penataan Ruang", "", "", "Fisik", koefisien, "", "", ""]  # fmt: skip

    tabel = [
        judul,
        satu(1, "Jl. A, Kel. Rangga Mekar, Kec. Bogor Selatan"),
        satu(2, "Jl. B RT 1"),
        satu(3, "Kelurahan Bondongan RW 5", "1 Paket x 2 Lokasi"),
        satu(4, "Kel. Bondongan", "banyak"),
    ]
    imp = impor(contoh.xlsx(tabel), musrenbang_id=m.id)
    rows = vonis(imp)
    assert imp.tata_letak == "SIPD tanpa ID usulan"
    nama = {w.id: w.nama for w in session.scalars(db.select(Wilayah))}
    assert nama[(rows[2].isi or {})["wilayah_id"]] == "Ranggamekar"
    assert ((rows[4].isi or {})["volume"], (rows[4].isi or {})["satuan"]) == ("1", "Paket")
    assert sebab(rows[3]) == [("Kelurahan/wilayah", "Kelurahan tidak tertulis dalam alamat, pengusul atau usulan.")]
    assert [j for j, _ in sebab(rows[5])] == ["Koefisien (volume dan satuan)", "Satuan"]
    for n in (2, 4):
        session.add(Usulan(**pulihkan(Usulan, rows[n].isi or {})))
    session.commit()
    assert impor(contoh.xlsx(tabel), musrenbang_id=m.id).sama == 2


def test_the_mapping_is_remembered_for_its_source(session: Any) -> None:
    m, actor = dunia.musrenbang(), dunia.aktor("tim_musrenbang")
    isi = b"Apa;Siapa;Di mana;Mengapa;Oleh\nJalan;RW 1;Bondongan;Rusak;Disdik\n"
    imp = siap.mulai(actor, "usulan", "a.csv", isi, "Kecamatan Bogor Selatan")
    assert imp.peta == {}
    peta = {"0": "usulan", "1": "pengusul", "2": "wilayah_id", "3": "permasalahan", "4": "opd_awal_id"}
    siap.petakan(imp, actor, peta, {"musrenbang_id": m.id, "asal": "masyarakat", "satuan": "paket"})
    lagi = siap.mulai(actor, "usulan", "b.csv", isi, "Kecamatan Bogor Selatan")
    assert (lagi.peta, lagi.bawaan) == (peta, {"asal": "masyarakat", "satuan": "paket"})
    assert siap.mulai(actor, "usulan", "b.csv", isi, "lain").peta == {}
    assert session.scalar(db.select(db.func.count(PetaImpor.id))) == 1


def test_the_musrenbang_must_be_chosen_and_not_be_signed_yet(session: Any) -> None:
    actor = dunia.aktor("tim_musrenbang")
    imp = siap.mulai(actor, "usulan", "a.xlsx", contoh.xlsx(sipd.tabel(1)), "")
    with pytest.raises(Keliru, match="Pilih musrenbang yang dituju"):
        siap.petakan(imp, actor, imp.peta, {})
    m = dunia.musrenbang()
    dunia.berita_acara(m).status = StatusNaskah.MENUNGGU_NOMOR  # signed
    session.commit()
    (row,) = vonis(siap.petakan(imp, actor, imp.peta, {**imp.bawaan, "musrenbang_id": m.id})).values()
    ((judul, kalimat),) = sebab(row)
    assert (judul, "sudah ditandatangani" in kalimat) == ("Musrenbang", True)


def test_a_number_that_the_panel_does_not_have_and_a_code_of_another_row_are_told(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan)).one()
    (row,) = vonis(
        impor(contoh.xlsx([[lembar_kerja.NOMOR, "Alamat lokasi"], [99_999, "lain"]]), musrenbang_id=m.id)
    ).values()
    assert (lembar_kerja.NOMOR, "Tidak ada data nomor 99999 di panel.") in sebab(row)
    isi = contoh.xlsx([["ID Usulan", "Kode", "Alamat lokasi"], ["SIPD-77", u.kode, "lain"]])
    (row,) = vonis(impor(isi, musrenbang_id=m.id)).values()
    assert ("Kode", f"Sudah dipakai usulan lain: {u.usulan[:80]}.") in sebab(row)


def test_a_row_that_two_rows_of_the_panel_could_be_is_wrong(session: Any) -> None:
    for _ in range(2):
        dunia.simpan(PemangkuKepentingan(nama="Budi", lembaga="Forum Anak", unsur=Unsur.TOKOH))
    isi = contoh.xlsx([["Nama", "Lembaga", "Unsur"], ["budi", "Forum anak", "Media"]])
    (row,) = vonis(impor(isi, kind="pemangku_kepentingan")).values()
    assert [kalimat for _, kalimat in sebab(row)] == [
        "Di panel ada lebih dari satu data yang sama, jadi tidak jelas mana yang dimaksud."
    ]


def test_pejabat_are_known_by_their_nip_and_judged_by_their_own_rules(session: Any) -> None:
    judul = ["Nama", "NIP", "Jabatan", "Jenis pegawai", "Mulai", "OPD"]
    rows = vonis(
        impor(
            contoh.xlsx(
                [
                    judul,
                    ["Budi", "19770706 200604 1 018", "Kepala Seksi", "PNS", date(2024, 1, 5), "Disdik"],
                    ["Siti", 197707062006041018, "Kepala Seksi", "PNS", 45000, None],
                    ["Ani", "123", "Analis", "PNS", "5 Maret 2024", None],
                    ["Ane", None, "Analis", "PPPK", "31-02-2024", None],
                ]
            ),
            kind="pejabat",
            siapa="sekretariat",
        )
    )
    assert (rows[2].vonis, (rows[2].isi or {})["nip"], (rows[2].isi or {})["mulai"]) == (
        "baru", "197707062006041018", "2024-01-05")  # fmt: skip
    assert [j for j, _ in sebab(rows[3])] == ["NIP"]
    assert "digit terakhirnya hilang" in sebab(rows[3])[0][1]
    assert sebab(rows[4]) == [("NIP", "NIP terdiri atas 18 angka tanpa spasi.")]
    assert "tidak ada di kalender" in sebab(rows[5])[0][1]


def test_the_address_book_is_known_by_name_and_institution_whatever_their_capitals(session: Any) -> None:
    dunia.simpan(PemangkuKepentingan(nama="Écha Putri", lembaga="Forum Anak", unsur=Unsur.TOKOH, telepon="08123456789"))
    isi = contoh.xlsx(
        [
            ["Nama lengkap", "Instansi", "Unsur", "No. HP", "Email"],
            ["écha  PUTRI", "forum anak", "Tokoh masyarakat", 8123456789, None],
            ["Budi", None, "Media", "0811-22", "bukan surel"],
            ["Rina", None, "juru bicara", None, None],
        ]
    )
    rows = vonis(impor(isi, kind="pemangku_kepentingan"))
    assert (rows[2].vonis, rows[2].beda) == ("berubah", {"nama": ["Écha Putri", "écha  PUTRI"], "lembaga": [
        "Forum Anak", "forum anak"]})  # fmt: skip
    assert sebab(rows[3])[0][0] == "Surel"
    assert "bukan pilihan. Pilih: Pemerintah kota" in sebab(rows[4])[0][1]


def test_daftar_hadir_is_imported_into_one_rapat_and_names_come_from_the_address_book(session: Any) -> None:
    r = dunia.rapat(dunia.di_ujung())
    tokoh = session.scalars(db.select(PemangkuKepentingan)).first()
    isi = contoh.xlsx([["No", "Dari buku alamat", "Nama", "Lembaga", "Hadir"],
                       [1, tokoh.nama, None, None, "Ya"], [2, None, "Warga Baru", "RW 05", True],
                       [3, None, None, "RW 06", "mungkin"], [4, tokoh.nama, None, "RW 07", "Ya"]])  # fmt: skip
    rows = vonis(impor(isi, kind="daftar_hadir", rapat_id=r.id))
    assert (rows[2].isi or {}).get("nama", tokoh.nama) == tokoh.nama
    assert rows[3].vonis == "baru"
    assert (rows[3].isi or {})["hadir"] is True
    assert sebab(rows[4])[0] == ("Hadir", "Tulis Ya atau Tidak.")
    sendiri = rows[5].isi or {}
    assert (sendiri["nama"], sendiri["lembaga"]) == (tokoh.nama, "RW 07"), (
        "what the file says goes before the address book"
    )


def test_an_import_that_is_given_up_leaves_staging(session: Any) -> None:
    imp = impor(contoh.xlsx(sipd.tabel(5)), musrenbang_id=dunia.musrenbang().id)
    siap.batalkan(imp)
    assert imp.status is StatusImpor.DIBATALKAN
    assert vonis(imp) == {}


def test_reading_and_judging_go_on_after_a_crash(session: Any) -> None:
    m = dunia.musrenbang()
    imp = impor(contoh.xlsx(sipd.tabel(5)), musrenbang_id=m.id)
    imp.status = StatusImpor.MEMERIKSA
    session.execute(db.update(ImporBaris).values(vonis=None))
    session.commit()
    assert siap.lanjutkan() == 1
    assert session.get_one(Impor, imp.id, populate_existing=True).status is StatusImpor.PRATINJAU
    assert {row.vonis for row in vonis(imp).values()} == {"baru"}


def test_a_file_that_cannot_be_read_ends_the_import_with_its_sentence(session: Any) -> None:
    imp = siap.mulai(dunia.aktor("tim_musrenbang"), "usulan", "a.xlsx", b"%PDF-1.7", "")
    assert imp.status is StatusImpor.GAGAL
    assert imp.galat == "Berkas ini bukan tabel. Kirim XLSX, XLS, ODS atau CSV."


def test_numbers_of_usulan_keep_two_decimals(session: Any) -> None:
    m = dunia.musrenbang(usulan=1)
    u = session.scalars(db.select(Usulan)).one()
    u.volume = Decimal("12.50")
    session.commit()
    for tulis in ("12,5", "12,50", 12.5):
        imp = impor(contoh.xlsx([["Kode", "Volume usulan"], [u.kode, tulis]]), sumber="x", musrenbang_id=m.id)
        assert imp.sama == 1, tulis


def test_rows_without_a_readable_name_are_like_no_other_and_twins_are_told_as_rows(session: Any) -> None:
    m = dunia.musrenbang()
    isi: dict[str, Any] = {"Permasalahan": "x", "Asal": "masyarakat", "Pengusul": "RW 1", "Kelompok sidang": "Fisik",
                           "Kelurahan/wilayah": "Tegallega", "Satuan": "unit"}  # fmt: skip
    usulan = ["Pompa air", "Pompa air", None, "x" * 3000, None]
    tabel = [["Usulan", *isi], *[[u, *isi.values()] for u in usulan]]
    rows = list(vonis(impor(contoh.xlsx(tabel), musrenbang_id=m.id)).values())
    assert sebab(rows[1]) == [("Isi baris", "Sama dengan baris 2 berkas ini.")]
    for row in rows[2:]:
        assert [judul for judul, _ in sebab(row)] == ["Usulan"]
