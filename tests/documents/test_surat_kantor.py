"""The papers of the first steps: SK tim, nota dinas, lembar disposisi, and the notulen of each kind of meeting."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from sqlalchemy import text

from documents import catalog, issue, pdf
from models.base import db
from models.dokumen import Dokumen, StatusDokumen
from models.kelompok_sidang import KelompokSidang
from models.naskah import Sifat
from models.nota_dinas import NotaDinas
from models.notulen import Notulen
from models.pengaturan import KelasNaskah, Pengaturan
from models.pesan import SopError
from models.rapat import JenisRapat
from models.ruang import Ruang
from models.sop import SopRevisi
from models.surat_masuk import Disposisi, SuratMasuk
from models.tim import AnggotaTim, JenisSk, Tim
from models.unit_kerja import UnitKerja
from models.usulan import HasilUsulan
from sop import workflow
from tests import dunia
from tests.documents.bentuk import MM
from tests.documents.test_isi import putuskan

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def berkas(record: Any, kode: str) -> bytes:
    return issue.cetak(record, kode)[1]


def halaman(record: Any, kode: str) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(berkas(record, kode))).pages]


def atur(kunci: str, nilai: str) -> None:
    db.session.execute(db.update(Pengaturan).filter_by(kunci=kunci).values(nilai=nilai))
    db.session.commit()


def letak(data: bytes, teks: str, ke: int = 0) -> tuple[int, float, float]:
    """(page, mm from the left, mm from the top) where a text begins, the `ke`-th time it comes."""
    ketemu = []
    for n, lembar in enumerate(pypdfium2.PdfDocument(data)):
        isi = lembar.get_textpage()
        cari = isi.search(teks, match_case=True)
        while (kena := cari.get_next()) is not None:
            kiri, _, _, atas = isi.get_charbox(kena[0])
            ketemu.append((n, kiri * MM, (lembar.get_height() - atas) * MM))
    return ketemu[ke]


# --- SK tim -----------------------------------------------------------------------------------------------------------


def sk(anggota: int = 2, **isi: Any) -> Tim:
    data: dict[str, Any] = {
        "menimbang": "bahwa perlu tim;\nbahwa perlu ditetapkan;",
        "mengingat": "Undang-Undang Nomor 25;\nPeraturan Pemerintah Nomor 8;",
        "memutuskan": "Membentuk tim.\nTim bertugas.\nMulai berlaku hari ini.",
    }
    m = dunia.di_ujung()
    data |= {
        "musrenbang_id": m.id,
        "perihal": "Pembentukan Tim (Demo)",
        "penandatangan_id": dunia.pejabat("kepala_badan"),
    }
    tim: Tim = dunia.simpan(Tim(**(data | isi)))
    db.session.add_all(
        AnggotaTim(tim_id=tim.id, urutan=n, nama=f"Anggota {n} (Demo)", kedudukan="Anggota")
        for n in range(1, anggota + 1)
    )
    db.session.commit()
    return tim


def test_a_decree_stands_in_the_order_of_the_form(session: Any) -> None:
    isi = " ".join(halaman(sk(memperhatikan="hasil rapat;"), "sk_tim"))
    urut = (
        "KEPUTUSAN KEPALA BADAN PERENCANAAN PEMBANGUNAN, RISET DAN INOVASI DAERAH KOTA BOGOR NOMOR: 100.3.3/",
        "TENTANG PEMBENTUKAN TIM (DEMO)",
        "Menimbang : a. bahwa perlu tim;",
        "b. bahwa perlu ditetapkan;",
        "Mengingat : 1. Undang-Undang Nomor 25;",
        "2. Peraturan Pemerintah Nomor 8;",
        "Memperhatikan : 1. hasil rapat;",
        "MEMUTUSKAN:",
        "Menetapkan : KEPUTUSAN KEPALA BADAN",
        "KESATU : Membentuk tim.",
        "KEDUA : Tim bertugas.",
        "KETIGA : Mulai berlaku hari ini.",
        "Ditetapkan di Bogor pada tanggal",
        "LAMPIRAN : Keputusan Kepala Badan",
        "SUSUNAN TIM MUSYAWARAH",
        "No. Nama/Jabatan dalam dinas Kedudukan dalam tim",
        "1 Anggota 1 (Demo) Anggota",
    )
    tempat = [isi.find(x) for x in urut]
    assert -1 not in tempat, urut[tempat.index(-1)]
    assert tempat == sorted(tempat)
    assert "RAHMAT" not in isi


def test_the_colons_of_a_decree_stand_in_one_line_and_the_signature_at_the_right(session: Any) -> None:
    data = berkas(sk(memperhatikan="hasil rapat;"), "sk_tim")
    kiri = {
        round(letak(data, judul)[1]) for judul in ("Menimbang", "Mengingat", "Memperhatikan", "Menetapkan", "KESATU")
    }
    assert kiri == {30}
    assert {round(letak(data, teks)[1]) for teks in ("Membentuk tim", "Tim bertugas", "Mulai berlaku")} == {65}
    assert letak(data, "Ditetapkan di")[1] > 100


def test_a_decree_of_the_wali_kota_has_his_name_as_head_and_the_invocation(session: Any) -> None:
    isi = " ".join(halaman(sk(jenis_sk=JenisSk.WALI_KOTA), "sk_tim"))
    assert "dari 2 WALI KOTA BOGOR KEPUTUSAN WALI KOTA BOGOR NOMOR:" in isi
    assert "DENGAN RAHMAT TUHAN YANG MAHA ESA WALI KOTA BOGOR," in isi
    assert "BADAN PERENCANAAN" not in isi
    assert "LAMPIRAN : Keputusan Wali Kota" in isi


@pytest.mark.parametrize("ada", [False, True])
def test_the_nip_stands_on_a_decree_only_where_the_office_prints_it(session: Any, ada: bool) -> None:
    tim = sk()
    assert tim.penandatangan is not None
    tim.penandatangan.nip, tim.penandatangan.pangkat = "197707062006041018", "Pembina Utama Muda"
    kelas_sk().cetak_nip = ada
    session.commit()
    isi = " ".join(halaman(tim, "sk_tim"))
    assert ("NIP 19770706 200604 1 018" in isi, "Pembina Utama Muda" in isi) == (ada, ada)


def kelas_sk() -> Any:
    return db.session.scalars(db.select(KelasNaskah).filter_by(kode="sk")).one()


def test_the_face_of_a_decree_is_that_of_its_class(session: Any) -> None:
    tim = sk()
    assert 'content="Bookman Old Style"' in catalog.susun("sk_tim", catalog.kertas("sk_tim", "tim").isi(tim))[0]  # type: ignore[union-attr]
    kelas_sk().huruf = None
    session.commit()
    assert 'content="Arial"' in catalog.susun("sk_tim", catalog.kertas("sk_tim", "tim").isi(tim))[0]  # type: ignore[union-attr]


@pytest.mark.parametrize("n", [0, 1, 27, 300])
def test_any_number_of_members_stands_in_the_lampiran_and_the_signature_is_not_alone(session: Any, n: int) -> None:
    lembar = halaman(sk(n), "sk_tim")[1:]
    semua = " ".join(lembar)
    assert re.findall(r"Anggota (\d+) \(Demo\)", semua) == [str(x) for x in range(1, n + 1)]
    assert ("Nihil" in semua) == (n == 0)
    assert all("Kedudukan dalam tim" in h for h in lembar[-(n // 40 + 1) :])
    assert f"{n} Anggota {n} (Demo)" in lembar[-1] or n == 0
    assert lembar[-1].count("KEPALA BADAN,") == 1


def test_members_are_grouped_by_kelompok_and_named_with_their_office(session: Any) -> None:
    tim = sk(0)
    fisik, sosbud = (session.scalar(db.select(KelompokSidang.id).filter_by(kode=kode)) for kode in ("Fisik", "Sosbud"))
    dunia.simpan(
        AnggotaTim(tim_id=tim.id, urutan=1, nama="Sosial (Demo)", kedudukan="Anggota", kelompok_sidang_id=sosbud),
        AnggotaTim(tim_id=tim.id, urutan=2, nama="Fisik (Demo)", kedudukan="Anggota", kelompok_sidang_id=fisik),
        AnggotaTim(
            tim_id=tim.id, urutan=3, pejabat_id=dunia.pejabat("sekretariat"), nama="Sari (Demo)", kedudukan="Ketua"
        ),
    )
    isi = " ".join(halaman(tim, "sk_tim"))
    assert (
        "1 Sari (Demo) Sekretariat Ketua KELOMPOK FISIK 2 Fisik (Demo) Anggota KELOMPOK SOSBUD 3 Sosial (Demo)" in isi
    )


@pytest.mark.parametrize(
    ("kosong", "kalimat"),
    [
        (("menimbang",), "SK belum berisi Menimbang."),
        (("mengingat", "memutuskan"), "SK belum berisi Mengingat, Memutuskan."),
        (("menimbang", "mengingat", "memutuskan"), "SK belum berisi Menimbang, Mengingat, Memutuskan."),
    ],
)
@pytest.mark.parametrize("isi", [None, "  \n "])
def test_a_decree_that_decides_nothing_is_not_submitted(
    session: Any, kosong: tuple[str, ...], kalimat: str, isi: str | None
) -> None:
    tim = sk(**dict.fromkeys(kosong, isi))
    with pytest.raises(SopError, match=re.escape(kalimat)):
        issue.perform(tim, "ajukan", dunia.aktor("tim_musrenbang"))
    assert tim.status == "draf"


def test_the_texts_of_the_settings_fill_what_is_empty_and_nothing_else(session: Any) -> None:
    tim = sk(menimbang="bahwa sudah ditulis;", mengingat=None, memutuskan=None)
    issue.perform(tim, "isi_naskah", dunia.aktor("tim_musrenbang"))
    assert tim.menimbang == "bahwa sudah ditulis;"
    dasar = session.scalars(db.select(SopRevisi)).one().identitas["dasar_hukum"]
    assert tim.mengingat == "\n".join(dasar)
    assert "Tahun 2027" in str(tim.memutuskan)
    assert "{" not in str(tim.memutuskan)
    issue.perform(tim, "ajukan", dunia.aktor("tim_musrenbang"))
    assert tim.status == "diajukan"


def test_more_dictums_than_have_names_are_refused_beside_the_field(session: Any) -> None:
    tim = Tim(memutuskan="\n".join(f"Diktum {n}." for n in range(11)))
    assert [(k, str(p)) for k, p in tim.periksa()] == [
        ("memutuskan", "Paling banyak 10 diktum (KESATU sampai KESEPULUH).")
    ]
    tim.memutuskan = "\n".join(f"Diktum {n}." for n in range(10))
    assert tim.periksa() == []


# --- issue ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "kode"), [("tim", "sk_tim"), ("nota_dinas", "nota_dinas")])
def test_sk_and_nota_dinas_are_frozen_at_issue(session: Any, kind: str, kode: str) -> None:
    naskah: Any = dunia.CONTOH[kind](dunia.di_ujung())
    assert all("KONSEP" in h for h in halaman(naskah, kode))
    for nama, aksi in (("tim_musrenbang", "ajukan"), ("kepala_badan", "tanda_tangani"), ("sekretariat", "terbitkan")):
        issue.perform(naskah, aksi, dunia.aktor(nama))
    dokumen = session.scalars(db.select(Dokumen)).one()
    assert (dokumen.kode, dokumen.status) == (kode, StatusDokumen.TERBIT)
    assert berkas(naskah, kode) == dokumen.berkas.isi
    lembar = halaman(naskah, kode)
    assert not any("KONSEP" in h for h in lembar)
    assert str(naskah.nomor) in lembar[0]


# --- nota dinas -------------------------------------------------------------------------------------------------------


def nota(**isi: Any) -> NotaDinas:
    data = {"musrenbang_id": dunia.di_ujung().id, "perihal": "Penugasan", "isi": "Laksanakan.", **isi}
    found: NotaDinas = dunia.simpan(NotaDinas(penandatangan_id=dunia.pejabat("kepala_badan"), **data))
    return found


def test_a_nota_dinas_has_the_lines_of_the_form_in_their_order(session: Any) -> None:
    record = nota(tembusan="Sekretaris Badan; Sekretaris Daerah", lampiran="1 (satu) berkas")
    (lembar,) = halaman(record, "nota_dinas")
    baris = (
        r"NOTA DINAS Kepada : Yth\. Seluruh Kepala Bidang Dari : Kepala Badan "
        r"Tembusan : 1\. Sekretaris Badan 2\. Sekretaris Daerah Tanggal : Nomor : 000\.7\.1\.3/ND- -P2EPD/\d{4} "
        r"Sifat : Penting Lampiran : 1 \(satu\) berkas Hal : Penugasan"
    )
    assert re.search(baris, lembar), lembar
    assert lembar.index("Menindaklanjuti") < lembar.index("Laksanakan.") < lembar.index("Demikian untuk dilaksanakan.")
    data = berkas(record, "nota_dinas")
    titik = [letak(data, f"{x}")[1] for x in ("Yth. Seluruh", "1. Sekretaris Badan", "Penting", "Penugasan")]
    assert max(titik) - min(titik) < 1


def test_a_nota_dinas_to_one_bidang_names_its_head(session: Any) -> None:
    unit = session.scalars(db.select(UnitKerja).filter_by(kode="IK")).one()
    (lembar,) = halaman(nota(unit_kerja_id=unit.id), "nota_dinas")
    assert "Kepada : Yth. Kepala Bidang Infrastruktur dan Kewilayahan Dari" in lembar
    assert "Tembusan : - " in lembar


def test_a_long_nota_dinas_goes_on_and_its_signature_is_not_alone(session: Any) -> None:
    lembar = halaman(
        nota(isi="\n\n".join(f"Alinea {n}. " + "Kata yang panjang. " * 30 for n in range(14))), "nota_dinas"
    )
    assert len(lembar) > 1
    assert lembar[-1].index("Demikian untuk dilaksanakan.") < lembar[-1].index("KEPALA BADAN,")


def test_markup_in_a_nota_dinas_is_printed_as_text(session: Any) -> None:
    assert "<b>Tugas</b> & {nama}" in halaman(nota(isi="<b>Tugas</b> & {nama}"), "nota_dinas")[0]


# --- lembar disposisi -------------------------------------------------------------------------------------------------


def surat(**isi: Any) -> SuratMasuk:
    data: dict[str, Any] = {"agenda": "012", "diterima": date(2026, 3, 2), "asal": "Dinas PUPR", "nomor": "050/12"}
    data |= {"tanggal": date(2026, 2, 27), "perihal": "Daftar usulan", "sifat": Sifat.SEGERA, **isi}
    found: SuratMasuk = dunia.simpan(SuratMasuk(musrenbang_id=dunia.di_ujung().id, **data))
    return found


def disposisi(s: SuratMasuk, kode: str, harap: str | None, isi: str) -> Disposisi:
    unit = db.session.scalar(db.select(UnitKerja.id).filter_by(kode=kode))
    found: Disposisi = dunia.simpan(
        Disposisi(
            surat_masuk_id=s.id,
            dari_id=dunia.pejabat("kepala_badan"),
            unit_kerja_id=unit,
            tanggal=date(2026, 3, 3),
            harap=harap,
            isi=isi,
        )
    )
    db.session.expire_all()
    return found


def test_an_empty_sheet_has_every_box_and_no_tick_but_that_of_the_letter(session: Any) -> None:
    s = surat()
    isi: Any = catalog.kertas("lembar_disposisi", "surat_masuk").isi(s)  # type: ignore[union-attr]
    unit = session.scalars(db.select(UnitKerja.nama).order_by(UnitKerja.urutan)).all()
    assert [k["teks"] for k in isi["diteruskan"]] == list(unit)
    assert [k["teks"] for k in isi["harap"]] == [
        "Tanggapan dan Saran",
        "Proses lebih lanjut",
        "Koordinasi/konfirmasikan",
    ]
    assert not any(k["centang"] for k in (*isi["diteruskan"], *isi["harap"]))
    assert [k["centang"] for k in isi["kotak_sifat"]] == [False, True, False]
    (lembar,) = halaman(s, "lembar_disposisi")
    for bagian in ("LEMBAR DISPOSISI", "Surat dari : Dinas PUPR", "No. Surat : 050/12", "Tgl. Surat : 27 Februari 2026",
                   "Diterima Tgl. : 2 Maret 2026", "No. Agenda : 012", "Sifat : Segera", "Perihal : Daftar usulan",
                   "Diteruskan kepada Sdr. :", "Dengan hormat harap :", "Dan seterusnya", "Catatan :", "NAMA JABATAN",
                   "Paraf dan Tanggal"):  # fmt: skip
        assert bagian in lembar, bagian


def test_the_sheet_of_a_letter_is_ticked_from_its_disposisi(session: Any) -> None:
    s = surat()
    satu = disposisi(s, "P2EPD", "proses lebih lanjut", "Siapkan bahan.")
    disposisi(s, "IK", "Hadiri", "Wakili.")
    isi: Any = catalog.kertas("lembar_disposisi", "surat_masuk").isi(s)  # type: ignore[union-attr]
    tanda = [k["teks"] for k in (*isi["diteruskan"], *isi["harap"]) if k["centang"]]
    nama = session.scalars(
        db.select(UnitKerja.nama).where(UnitKerja.kode.in_(("P2EPD", "IK"))).order_by(UnitKerja.urutan)
    )
    assert tanda == [*nama, "Proses lebih lanjut", "Hadiri"]
    (lembar,) = halaman(s, "lembar_disposisi")
    assert lembar.count(" X ") == 5
    assert "Siapkan bahan. (Kepala Badan, 3 Maret 2026) Wakili. (Kepala Badan, 3 Maret 2026)" in lembar
    assert "KEPALA BADAN Paraf dan Tanggal KEPALA BADAN (Demo)" in lembar
    sendiri: Any = catalog.kertas("lembar_disposisi", "disposisi").isi(satu)  # type: ignore[union-attr]
    assert [c["isi"] for c in sendiri["catatan"]] == ["Siapkan bahan."]


@pytest.mark.parametrize(("kertas", "ukuran"), [("F4 setengah", (165, 215)), ("F4", (215, 330)), ("", (215, 330))])
def test_the_sheet_is_half_a_folio_where_the_office_wants_it(
    session: Any, kertas: str, ukuran: tuple[int, int]
) -> None:
    atur("disposisi.kertas", kertas)
    (lembar,) = PdfReader(io.BytesIO(berkas(surat(), "lembar_disposisi"))).pages
    assert (round(float(lembar.mediabox.width) * MM), round(float(lembar.mediabox.height) * MM)) == ukuran


def test_a_letter_with_many_notes_goes_on_on_another_sheet(session: Any) -> None:
    s = surat(perihal="Perihal yang panjang sekali " * 8)
    for n in range(20):
        disposisi(s, "P2EPD", None, f"Catatan ke-{n} yang menjelaskan apa yang harus dikerjakan oleh Bidang.")
    semua = " ".join(halaman(s, "lembar_disposisi"))
    assert re.findall(r"Catatan ke-(\d+)", semua) == [str(n) for n in range(20)]


# --- notulen ----------------------------------------------------------------------------------------------------------


def notulen(jenis: JenisRapat, hadir: int = 2, usulan: int = 0, **isi: Any) -> Notulen:
    m = dunia.di_ujung()
    if usulan:
        putuskan(m, usulan)
    ruang = satu_ruang() if jenis is JenisRapat.SIDANG_KELOMPOK else None
    rapat = dunia.rapat(m, jenis, hadir, ruang_id=ruang, **isi)
    found: Notulen = dunia.simpan(Notulen(rapat_id=rapat.id, keputusan="Disepakati."))
    return found


def satu_ruang() -> int:
    return int(db.session.scalar(db.select(Ruang.id).limit(1)))


def kelompok(kode: str) -> KelompokSidang:
    return db.session.execute(db.select(KelompokSidang).filter_by(kode=kode)).scalar_one()


def test_notulen_of_a_rapat_koordinasi_name_the_bidang(session: Any) -> None:
    unit = session.scalars(db.select(UnitKerja).filter_by(kode="RI")).one()
    (lembar,) = halaman(notulen(JenisRapat.KOORDINASI, unit_kerja_id=unit.id), "notulen")
    assert "NOTULEN RAPAT KOORDINASI BIDANG RISET DAN INOVASI Sidang/Rapat" in lembar
    assert "Bidang : Bidang Riset dan Inovasi Hari/Tanggal" in lembar
    assert "Putusan atas usulan" not in lembar


def test_notulen_of_the_pleno_name_the_musrenbang(session: Any) -> None:
    (lembar,) = halaman(notulen(JenisRapat.PLENO), "notulen")
    assert "NOTULEN PLENO MUSRENBANG 2027 (DEMO)" in lembar
    assert "Putusan atas usulan" not in lembar


@pytest.mark.parametrize("usulan", [0, 1, 45])
def test_notulen_of_a_sidang_kelompok_count_the_decisions_of_that_kelompok(session: Any, usulan: int) -> None:
    k = kelompok("Fisik")
    record = notulen(JenisRapat.SIDANG_KELOMPOK, usulan=usulan, kelompok_sidang_id=k.id)
    lembar = " ".join(halaman(record, "notulen"))
    assert "NOTULEN SIDANG KELOMPOK FISIK MUSRENBANG 2027 (DEMO)" in lembar
    assert "Kelompok sidang : Fisik (dipimpin oleh Kepala Bappeda)" in lembar
    assert "Pimpinan Sidang/Rapat KEPALA BAPPEDA," in lembar
    milik = f"FROM usulan WHERE kelompok_sidang_id = {k.id} AND musrenbang_id = {record.musrenbang_id}"
    hidup = "AND deleted_at IS NULL AND status IN ('diputuskan', 'final')"
    for h in HasilUsulan:
        n = session.execute(text(f"SELECT count(*) {milik} {hidup} AND hasil = '{h.value}'")).scalar()
        assert f"{h.value.capitalize()} {n} " in lembar, h
    n, pagu = session.execute(text(f"SELECT count(*), coalesce(sum(pagu_disepakati), 0) {milik} {hidup}")).one()
    assert f"Jumlah {n} Rp{pagu:,}".replace(",", ".") in lembar


@pytest.mark.parametrize("hadir", [0, 1, 90])
def test_notulen_with_any_number_of_participants_end_with_both_signatures_together(session: Any, hadir: int) -> None:
    record = notulen(JenisRapat.SIDANG_KELOMPOK, hadir=hadir, kelompok_sidang_id=kelompok("Ekonomi").id)
    lembar = halaman(record, "notulen")
    assert "Pencatat Notulen" in lembar[-1]
    assert "Mengetahui," in lembar[-1]
    assert "Jumlah 0 Rp0" in lembar[-1]


def test_a_paper_whose_context_lacks_a_name_is_not_printed(session: Any) -> None:
    for kode, record in (("sk_tim", sk()), ("nota_dinas", dunia.CONTOH["nota_dinas"](dunia.musrenbang(2031)))):
        isi: Any = dict(catalog.kertas(kode, record.kind).isi(record))  # type: ignore[union-attr]
        for nama in isi:
            if nama in ("verifikasi", "tempat", "tanggal", "penanda_tangan", "kop", "halaman"):
                continue
            with pytest.raises(pdf.PrintError, match=f"“{nama}” belum diisi"):
                catalog.susun(kode, {k: v for k, v in isi.items() if k != nama})


def test_the_button_of_an_sk_that_lacks_its_texts_says_why(session: Any) -> None:
    tim = sk(menimbang=None)
    tawaran = {o.aksi: o.alasan for o in workflow.moves(tim, dunia.aktor("tim_musrenbang"))}
    assert "Ambil teks dari pengaturan" in str(tawaran["ajukan"])
    assert tawaran["isi_naskah"] is None
