"""What the papers around event, distribution and archive say equals the records; and what they keep to themselves."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from documents import catalog, issue
from documents.naskah import arsip as arsip_kertas
from documents.naskah import jadwal, penetapan_ruang, poster
from models import berkas, kode_hadir, setelan
from models.arsip import Arsip, StatusArsip
from models.bahan import Bahan, JenisBahan
from models.base import Record, db
from models.distribusi import Distribusi, StatusDistribusi
from models.jadwal import Acara
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import KodeKlasifikasi
from models.naskah import StatusKetetapan, StatusNaskah
from models.nomor_surat import NomorSurat
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengaturan import Pengaturan
from models.pesan import Ditolak, SopError
from models.ruang import PemakaianRuang, Ruang
from models.undangan import PenerimaUndangan, Undangan
from models.waktu import hari_ini, jam, sekarang
from sop import workflow
from tests import dunia

pytestmark = pytest.mark.satu_basis


def isi(record: Record, kode: str) -> Any:
    kertas = catalog.kertas(kode, record.kind)
    assert kertas is not None
    return kertas.isi(record)


def teks(record: Record, kode: str) -> str:
    _, pdf = issue.cetak(record, kode)
    return " ".join(" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(pdf)).pages)


def kode_kertas(record: Record) -> set[str]:
    return {k.kode for k in catalog.for_record(record)}


def ubah(kunci: str, nilai: str) -> None:
    """As an import or an older version may have left it: the form would refuse some of these."""
    db.session.execute(db.update(Pengaturan).filter_by(kunci=kunci).values(nilai=nilai))
    db.session.commit()


def undangan(banyak: int = 3) -> Undangan:
    m = dunia.di_ujung()
    u = dunia.undangan(m, 0)
    orang = [
        PemangkuKepentingan(
            nama=f"Penerima {n} (Demo)",
            lembaga=f"Lembaga {n}",
            unsur=(Unsur.MEDIA, Unsur.DPRD)[n % 2],
            alamat=f"Jalan Rahasia {n}",
            telepon=f"0812-{n:04d}",
            surel=f"p{n}@contoh.invalid",
        )
        for n in range(1, banyak + 1)
    ]
    dunia.simpan_saja(*orang)
    dunia.simpan_saja(
        *(PenerimaUndangan(undangan_id=u.id, pemangku_kepentingan_id=o.id, urutan=n) for n, o in enumerate(orang))
    )
    db.session.commit()
    return u


# --- rooms and schedule -----------------------------------------------------------------------------------------------


def test_the_rooms_of_a_decision_are_printed_with_what_each_serves(session: Any) -> None:
    m = dunia.di_ujung()
    p: Any = dunia.CONTOH["penetapan_ruang"](m)
    (a, b) = session.scalars(db.select(Ruang).order_by(Ruang.id).limit(2))
    b.gedung, b.alamat, b.peralatan = "Gedung DPRD (Demo)", "Jl. Pemuda 25", "Proyektor"
    fisik = session.execute(db.select(KelompokSidang).filter_by(nama="Fisik")).scalar_one()
    dunia.simpan(
        PemakaianRuang(
            penetapan_ruang_id=p.id, ruang_id=b.id, mulai=dunia.PAGI, selesai=dunia.SIANG,
            keperluan="Sidang", kelompok_sidang_id=fisik.id, penanggung_jawab_id=dunia.pejabat("kepala_badan"),
        )
    )  # fmt: skip
    session.expire_all()
    baris = {r["keperluan"]: r for r in isi(p, "penetapan_ruang")["pemakaian"]}
    assert baris["Sidang\nKelompok Fisik"]["ruang"] == f"{b.nama}\nGedung DPRD (Demo)\nJl. Pemuda 25"
    assert baris["Sidang\nKelompok Fisik"]["kebutuhan"] == "Proyektor"
    assert baris["Pleno"]["kapasitas"] == "40 orang"
    assert baris["Pleno"]["jam"] == "09.00 s.d. 13.00 WIB"
    assert "KONSEP" in teks(p, "penetapan_ruang")
    p.status = StatusKetetapan.DITETAPKAN
    session.commit()
    assert "KONSEP" not in teks(p, "penetapan_ruang")
    assert a.nama in teks(p, "penetapan_ruang")


def test_a_schedule_prints_by_time_and_without_what_was_deleted(session: Any) -> None:
    j: Any = dunia.CONTOH["jadwal"](dunia.di_ujung())
    ruang = session.scalars(db.select(Ruang.id).order_by(Ruang.id)).all()
    besok = timedelta(days=1)
    dunia.simpan(
        Acara(jadwal_id=j.id, nama="Penutup", mulai=dunia.PAGI + besok, selesai=dunia.SIANG + besok, ruang_id=ruang[1]),
        Acara(jadwal_id=j.id, nama="Registrasi", mulai=dunia.PAGI - timedelta(hours=1), selesai=dunia.PAGI,
              ruang_id=ruang[1], narasumber="Panitia", penanggung_jawab="Sekretariat"),
        Acara(jadwal_id=j.id, nama="Batal", mulai=dunia.PAGI, selesai=dunia.SIANG, ruang_id=ruang[2],
              deleted_at=sekarang()),
    )  # fmt: skip
    session.expire_all()
    acara = isi(j, "jadwal")["acara"]
    assert [(a["hari"], a["acara"]) for a in acara] == [
        ("Senin, 23 Maret 2026", "Registrasi"),
        ("Senin, 23 Maret 2026", "Pleno"),
        ("Selasa, 24 Maret 2026", "Penutup"),
    ]
    assert (acara[0]["waktu"], acara[0]["narasumber"]) == ("08.00 s.d. 09.00 WIB", "Panitia")
    _, baris = catalog.susun("jadwal", isi(j, "jadwal"))
    assert [next(iter(b)) for b in baris["acara"] if isinstance(b, dict)] == ["grup", "grup"]


@pytest.mark.parametrize(
    ("judul", "tercetak"),
    [
        ("Jadwal Musrenbang", "Musrenbang"),
        ("JADWAL PELAKSANAAN Musrenbang", "Musrenbang"),
        ("Acara besar", "Acara besar"),
        ("Jadwal", "Jadwal"),
    ],
)
def test_a_title_does_not_repeat_the_word_above_it(judul: str, tercetak: str) -> None:
    assert penetapan_ruang.tanpa_jenis(judul, "jadwal pelaksanaan", "jadwal") == tercetak


# --- addressees -------------------------------------------------------------------------------------------------------


def test_the_list_groups_by_unsur_and_tells_no_address(session: Any) -> None:
    u = undangan(5)
    isi_cetak = teks(u, "daftar_undangan")
    assert isi_cetak.index("DPRD") < isi_cetak.index("Penerima 1") < isi_cetak.index("Jumlah DPRD 3 penerima")
    assert isi_cetak.index("Jumlah DPRD") < isi_cetak.index("Penerima 2") < isi_cetak.index("Jumlah media 2 penerima")
    assert "JUMLAH SELURUHNYA 5 (lima) penerima" in isi_cetak
    assert "Rahasia" not in isi_cetak


@pytest.mark.parametrize("kode", ["label_undangan", "amplop_undangan"])
def test_a_label_bears_the_address_and_nothing_else_personal(session: Any, kode: str) -> None:
    isi_cetak = teks(undangan(3), kode)
    for n in (1, 2, 3):
        assert f"Kepada Yth. Penerima {n} (Demo) Lembaga {n} Jalan Rahasia {n} di Bogor" in isi_cetak
    assert "0812" not in isi_cetak
    assert "@" not in isi_cetak


def test_a_card_and_its_code_hold_no_personal_data_beyond_the_name(session: Any) -> None:
    u = undangan(2)
    lama = setelan.kini()
    setelan.pasang(replace(lama, public_url="https://panel.contoh.invalid"))
    kartu = isi(u, "kartu_undangan")["kartu"]
    setelan.pasang(lama)
    for k, p in zip(kartu, u.penerima, strict=True):
        assert kode_hadir.periksa(k["kode"]) == p.id
        assert k["qr"] == f"https://panel.contoh.invalid/hadir/{k['kode']}"
    assert not any(x in str(kartu) for x in ("Rahasia", "0812", "@"))
    assert {k["qr"] for k in isi(u, "kartu_undangan")["kartu"]} == {k["kode"] for k in kartu}


def test_without_addressees_there_is_a_list_and_nothing_to_post(session: Any) -> None:
    u = undangan(0)
    assert kode_kertas(u) == {"undangan", "daftar_undangan"}
    assert "Nihil" in teks(u, "daftar_undangan")
    with pytest.raises(SopError, match="tidak mempunyai naskah"):
        issue.cetak(u, "label_undangan")


@pytest.mark.parametrize("kode", ["daftar_undangan", "label_undangan", "amplop_undangan", "kartu_undangan"])
def test_an_addressee_without_a_name_stops_the_print_with_its_number(session: Any, kode: str) -> None:
    u = undangan(3)
    u.penerima[1].pemangku_kepentingan.nama = " "
    session.commit()
    with pytest.raises(SopError, match="Penerima nomor 2 belum mempunyai nama"):
        issue.cetak(u, kode)


def test_a_label_sheet_that_cannot_be_is_told_with_its_setting(session: Any) -> None:
    u = undangan(1)
    ubah("label.kolom", "9")
    with pytest.raises(SopError, match=r"tidak muat pada kertasnya.*“label\.”"):
        issue.cetak(u, "label_undangan")


@pytest.mark.parametrize(
    ("kunci", "kode"),
    [
        ("label.sapaan", "label_undangan"),
        ("label.sapaan", "amplop_undangan"),
        ("kartu.petunjuk", "kartu_undangan"),
    ],
)
def test_texts_of_an_administrator_are_filled_in_and_a_broken_one_reaches_no_paper(
    session: Any, kunci: str, kode: str
) -> None:
    u = undangan(1)
    ubah(kunci, "Tahun {tahun_rencana}:")
    assert "Tahun 2027:" in teks(u, kode)
    ubah(kunci, "Tahun {tahun}:")
    with pytest.raises(SopError, match="tidak dikenal"):
        issue.cetak(u, kode)


# --- posters ----------------------------------------------------------------------------------------------------------


def publikasi(musrenbang_id: int) -> Bahan:
    found: Bahan = dunia.simpan(
        Bahan(musrenbang_id=musrenbang_id, jenis=JenisBahan.PUBLIKASI, judul="Pengumuman", isi="Mari hadir.")
    )
    return found


def test_a_poster_takes_time_and_agenda_from_the_schedule_that_is_fixed(session: Any) -> None:
    m = dunia.di_ujung()
    j: Any = dunia.CONTOH["jadwal"](m)
    bahan = publikasi(m.id)
    assert isi(bahan, "poster_a4")["agenda"] == []  # a draft is nobody's promise
    assert isi(bahan, "poster_a4")["tanggal_acara"] == "23 Maret 2026"
    j.status = StatusKetetapan.DITETAPKAN
    session.commit()
    isi_poster = isi(bahan, "poster_a3")
    assert isi_poster["agenda"] == [{"hari": "", "pukul": "09.00–13.00", "acara": ["Pleno"]}]
    assert (isi_poster["hari"], isi_poster["pukul"]) == ("Senin", "09.00 s.d. 13.00 WIB")
    assert isi_poster["tempat_acara"] == "Ruang A (Demo)"
    assert jadwal.ditetapkan(m.id) is j


def test_only_a_publication_is_a_poster_and_a_draft_says_so(session: Any) -> None:
    m = dunia.di_ujung()
    materi: Any = dunia.CONTOH["bahan"](m)
    bahan = publikasi(m.id)
    assert kode_kertas(materi) == set()
    assert kode_kertas(bahan) == {"poster_a4", "poster_a3"}
    assert "KONSEP" in teks(bahan, "poster_a4")
    bahan.status = StatusKetetapan.DITETAPKAN
    session.commit()
    assert "KONSEP" not in teks(bahan, "poster_a4")


def test_the_poster_leads_to_the_panel_else_to_the_site_else_nowhere(session: Any) -> None:
    bahan = publikasi(dunia.di_ujung().id)
    assert isi(bahan, "poster_a4")["alamat"] == "https://www.bappeda.kotabogor.go.id"
    lama = setelan.kini()
    setelan.pasang(replace(lama, public_url="https://panel.contoh.invalid"))
    assert isi(bahan, "poster_a4")["alamat"] == "https://panel.contoh.invalid"
    setelan.pasang(lama)
    ubah("kop.situs", "")
    assert isi(bahan, "poster_a4")["alamat"] == ""


def test_a_colour_that_is_none_is_refused(session: Any) -> None:
    bahan = publikasi(dunia.di_ujung().id)
    ubah("poster.warna", "biru; background: url(http://lain)")
    with pytest.raises(SopError, match=r"Pengaturan poster\.warna"):
        issue.cetak(bahan, "poster_a4")


@pytest.mark.parametrize(
    ("nama", "hasil"),
    [
        (["Pleno"], ["Pleno"]),
        (["Sidang A", "Sidang B", "Pameran"], ["Sidang A", "Sidang B", "Pameran"]),
        (
            [f"Sidang kelompok {k}" for k in ("Fisik", "Sosbud", "Ekonomi", "Pemerintahan")],
            ["Sidang kelompok Fisik, Sosbud, Ekonomi dan Pemerintahan"],
        ),
        (["Sama", "Sama", "Sama", "Sama"], ["Sama", "Sama", "dan 2 acara lain"]),
        (["A b", "C d", "E f", "G h"], ["A b", "C d", "dan 2 acara lain"]),
    ],
)
def test_what_runs_at_the_same_time_is_told_in_few_lines(session: Any, nama: list[str], hasil: list[str]) -> None:
    assert poster._serempak(nama) == hasil


# --- distribution -----------------------------------------------------------------------------------------------------


def distribusi() -> Distribusi:
    d: Any = dunia.CONTOH["distribusi"](dunia.di_ujung())
    return d


def test_the_secretariat_numbers_a_covering_letter_from_its_own_series(session: Any) -> None:
    d = distribusi()
    assert "SP- -P2EPD" in teks(d, "surat_pengantar").replace("\xa0", " ")
    with jam(datetime(2026, 3, 10, 3, tzinfo=UTC)):
        issue.perform(d, "beri_nomor_pengantar", dunia.aktor("sekretariat"))
        assert (d.nomor, d.tanggal_pengantar) == ("000.7.1.3/SP-001-P2EPD/2026", date(2026, 3, 10))
        lain = dunia.simpan(Distribusi(undangan_id=d.undangan_id, penerima="Tokoh 2 (Demo)"))
        issue.perform(lain, "beri_nomor_pengantar", dunia.aktor("sekretariat"), isian={"nomor": "2"})
    assert lain.nomor == "000.7.1.3/SP-002-P2EPD/2026"
    tercatat = session.execute(db.select(NomorSurat).filter_by(teks=d.nomor)).scalar_one()
    assert (tercatat.kelas, tercatat.naskah_kind, tercatat.naskah_id) == ("surat_pengantar", "distribusi", d.id)
    assert "Tokoh 1 (Demo)" in tercatat.perihal
    surat = teks(d, "surat_pengantar")
    assert "NOMOR 000.7.1.3/SP-001-P2EPD/2026" in surat
    assert "Bogor, 10 Maret 2026" in surat
    assert "KONSEP" not in surat


def test_a_covering_letter_is_numbered_once_and_by_the_secretariat_only(session: Any) -> None:
    d = distribusi()
    with pytest.raises(Ditolak):
        issue.perform(d, "beri_nomor_pengantar", dunia.aktor("tim_musrenbang"))
    issue.perform(d, "beri_nomor_pengantar", dunia.aktor("sekretariat"))
    assert "beri_nomor_pengantar" not in {o.aksi for o in workflow.moves(d, dunia.aktor("sekretariat"))}
    assert session.scalar(db.select(db.func.count(NomorSurat.id))) == 1


def test_a_receipt_is_for_the_addressee_of_the_distribution(session: Any) -> None:
    d = distribusi()
    isi_cetak = teks(d, "tanda_terima")
    assert "TANDA TERIMA" in isi_cetak
    assert "Untuk : Tokoh 1 (Demo) di Bogor" in isi_cetak
    assert "Surat undangan, hal Naskah uji" in isi_cetak


def test_the_proof_of_distribution_names_files_and_those_without(session: Any) -> None:
    u = undangan(0)
    u.status, u.nomor, u.tanggal = StatusNaskah.TERBIT, "000.7.1.3/015-P2EPD/2026", dunia.HARI
    lembaran = dunia.simpan(berkas.simpan("tanda-terima-rina.pdf", "application/pdf", b"bukti"))
    kemarin = hari_ini() - timedelta(days=1)
    dunia.simpan(
        Distribusi(undangan_id=u.id, penerima="Sudah (Demo)", dikirim_pada=kemarin, diterima_pada=hari_ini(),
                   diterima_oleh="Rina (Demo)", bukti_id=lembaran.id, status=StatusDistribusi.DITERIMA),
        Distribusi(undangan_id=u.id, penerima="Belum (Demo)", dikirim_pada=kemarin, status=StatusDistribusi.DIKIRIM),
        Distribusi(undangan_id=u.id, penerima="Terhapus (Demo)", deleted_at=sekarang()),
    )  # fmt: skip
    isi_cetak = teks(u, "bukti_distribusi")
    assert f"tanda-terima-rina.pdf SHA-256 {lembaran.sha256[:12]}…" in isi_cetak
    assert isi_cetak.count("Sudah (Demo)") == 1
    assert isi_cetak.count("Belum (Demo)") == 2
    assert "Terhapus" not in isi_cetak
    _, baris = catalog.susun("bukti_distribusi", isi(u, "bukti_distribusi"))
    assert baris["rekap"] == [["2", "2", "1", "1", "1"]]


def test_nothing_is_proved_before_the_paper_is_issued(session: Any) -> None:
    m = dunia.di_ujung()
    laporan: Any = dunia.CONTOH["laporan"](m)
    assert "bukti_distribusi" not in kode_kertas(laporan)
    laporan.status = StatusNaskah.TERBIT
    session.commit()
    assert "bukti_distribusi" in kode_kertas(laporan)
    assert "Belum ada distribusi" in teks(laporan, "bukti_distribusi")


def test_the_dispatch_book_holds_every_distribution_of_its_musrenbang(session: Any) -> None:
    d = distribusi()
    m: Any = db.session.get(type(dunia.musrenbang(2041)), d.musrenbang_id)
    dikirim = dunia.simpan(
        Distribusi(undangan_id=d.undangan_id, penerima="Dulu (Demo)", dikirim_pada=date(2026, 3, 1), nomor="SP-9")
    )
    lain = dunia.CONTOH["distribusi"](dunia.di_ujung(2042))
    isi_buku = isi(m, "buku_ekspedisi")
    assert [(b["tujuan"], b["dikirim"], b["nomor"]) for b in isi_buku["kiriman"]] == [
        ("Dulu (Demo)", "01-03-2026", "SP-9"),
        ("Tokoh 1 (Demo)", "", ""),
    ]
    assert dikirim.musrenbang_id != lain.musrenbang_id  # type: ignore[attr-defined]
    assert "Nihil" in teks(dunia.musrenbang(2043), "buku_ekspedisi")


# --- archive ----------------------------------------------------------------------------------------------------------


def test_the_list_of_the_archive_shows_terms_and_place(session: Any) -> None:
    m = dunia.di_ujung()
    a: Any = dunia.CONTOH["arsip"](m)
    (baris,) = isi(m, "daftar_isi_berkas")["berkas"]
    assert (baris["kode"], baris["aktif"], baris["inaktif"]) == ("000.7.1.3", "3 tahun", "7 tahun")
    with jam(datetime(2026, 4, 2, 3, tzinfo=UTC)):
        issue.perform(a, "arsipkan", dunia.aktor("sub_koordinator"))
    (baris,) = isi(m, "daftar_isi_berkas")["berkas"]
    assert (baris["aktif"], baris["inaktif"]) == ("3 tahun\ns.d. 02-04-2029", "7 tahun\ns.d. 02-04-2036")
    assert baris["nasib"].lower() == "permanen"
    assert "Rak 1" in teks(m, "daftar_isi_berkas")


def arsip(aktif: date, inaktif: date | None, nasib: str | None, uraian: str) -> Arsip:
    m = db.session.scalar(db.select(Undangan.musrenbang_id)) or dunia.undangan(dunia.di_ujung(2050)).musrenbang_id
    kode = db.session.scalar(db.select(KodeKlasifikasi.id).filter_by(kode="000.7.1.3"))
    found: Arsip = dunia.simpan(
        Arsip(
            musrenbang_id=m, kode_klasifikasi_id=kode, uraian=uraian, aktif_sampai=aktif, inaktif_sampai=inaktif,
            nasib=nasib, status=StatusArsip.DIARSIPKAN,
        )
    )  # fmt: skip
    return found


def test_the_retention_list_proposes_by_date_and_destroys_nothing(session: Any) -> None:
    m = dunia.di_ujung()
    arsip(date(2028, 1, 1), date(2035, 1, 1), "Permanen", "masih aktif")
    arsip(date(2025, 1, 1), date(2026, 12, 1), "Musnah", "segera musnah")
    arsip(date(2020, 1, 1), date(2025, 6, 1), "Permanen", "lewat permanen")
    arsip(date(2026, 4, 2), date(2026, 4, 2), None, "tanpa inaktif")
    sebelum = session.scalar(db.select(db.func.count(Arsip.id)))
    with jam(datetime(2026, 4, 2, 3, tzinfo=UTC)):
        retensi = isi(m, "daftar_retensi")["retensi"]
        isi_cetak = teks(m, "daftar_retensi")
    tunggu = ": menunggu penilaian arsiparis"
    assert [(r["uraian"], r["tahap"], r["kelompok"], r["usul"]) for r in retensi] == [
        ("lewat permanen", "inaktif", "Masa retensi telah berakhir", f"usul permanen{tunggu}"),
        ("tanpa inaktif", "aktif", "Berakhir dalam 12 bulan", f"usul dinilai kembali{tunggu}"),
        ("segera musnah", "inaktif", "Berakhir dalam 12 bulan", f"usul musnah{tunggu}"),
        ("masih aktif", "aktif", "Berakhir kemudian", f"usul pindah ke unit kearsipan{tunggu}"),
    ]
    assert "Daftar ini hanya usul" in isi_cetak
    assert session.scalar(db.select(db.func.count(Arsip.id))) == sebelum


@pytest.mark.parametrize(
    ("hari", "tahap"), [(date(2029, 4, 2), "aktif"), (date(2029, 4, 3), "inaktif"), (date(2040, 1, 1), "inaktif")]
)
def test_the_active_term_ends_on_its_last_day(session: Any, hari: date, tahap: str) -> None:
    m = dunia.di_ujung()
    arsip(date(2029, 4, 2), date(2036, 4, 2), "Permanen", "berkas")
    with jam(datetime(hari.year, hari.month, hari.day, 3, tzinfo=UTC)):
        (r,) = isi(m, "daftar_retensi")["retensi"]
    assert r["tahap"] == tahap
    assert arsip_kertas.SEGERA.days == 365


# --- attendance -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("nilai", "banyak"), [("25", 25), ("", 40), ("0", 1)])
def test_the_empty_sheet_has_as_many_rows_as_the_setting_says(session: Any, nilai: str, banyak: int) -> None:
    rapat = dunia.rapat(dunia.di_ujung(), hadir=3)
    ubah("daftar_hadir.baris_kosong", nilai)
    kosong = isi(rapat, "daftar_hadir_kosong")
    assert (kosong["peserta"], kosong["baris_kosong"]) == ([], banyak)
    assert "Hadirin" not in teks(rapat, "daftar_hadir_kosong")
    assert "Hadirin 2 (Demo)" in teks(rapat, "daftar_hadir")


def test_a_number_of_rows_that_is_none_is_told(session: Any) -> None:
    rapat = dunia.rapat(dunia.di_ujung())
    ubah("daftar_hadir.baris_kosong", "banyak")
    with pytest.raises(SopError, match=r"daftar_hadir\.baris_kosong harus berisi bilangan"):
        issue.cetak(rapat, "daftar_hadir_kosong")
