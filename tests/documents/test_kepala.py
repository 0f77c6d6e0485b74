"""What a paper takes from its class and the settings: letterhead, page, type, signature."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from documents import issue, kepala
from models import pengaturan
from models.base import db
from models.pejabat import Pejabat, Sebagai
from models.pengaturan import JenisKop, KelasNaskah, KeluargaHuruf, Kertas, Pengaturan
from models.undangan import Undangan
from tests import dunia
from tests.documents import contoh

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
pytestmark = SQLITE
# Every paper of the SOP that the issue names has a class, whether or not it bears a number.
KELAS = (
    *("sop", "monitoring_sop", "sk", "nota_dinas", "lembar_disposisi", "notulen", "penetapan_ruang", "jadwal"),
    *("undangan", "daftar_undangan", "label_undangan", "amplop_undangan", "poster_a3", "poster_a4", "kartu_undangan"),
    *("daftar_hadir", "berita_acara", "berita_acara_sidang", "daftar_usulan", "laporan", "surat_pengantar"),
    *("tanda_terima", "buku_ekspedisi", "bukti_distribusi", "daftar_isi_berkas", "daftar_retensi"),
)


def atur(**nilai: str) -> None:
    """`atur(kop_instansi="…")`: set `kop.instansi`."""
    for kunci, isi in nilai.items():
        row = db.session.scalars(db.select(Pengaturan).filter_by(kunci=kunci.replace("__", ".", 1))).one()
        row.nilai = isi
    db.session.commit()


def kelas(kode: str, **isi: Any) -> KelasNaskah:
    row = db.session.scalars(db.select(KelasNaskah).filter_by(kode=kode)).one()
    for nama, nilai in isi.items():
        setattr(row, nama, nilai)
    db.session.commit()
    return row


def surat(**isi: Any) -> Any:
    u = dunia.undangan(dunia.di_ujung(), 1)
    for nama, nilai in isi.items():
        setattr(u, nama, nilai)
    db.session.commit()
    return u


def cetak(record: Any, kode: str = "undangan") -> PdfReader:
    return PdfReader(io.BytesIO(issue.cetak(record, kode)[1]))


def larik(dokumen: PdfReader) -> str:
    """The lines of the first page without the blanks around them."""
    return "\n".join(b.strip() for b in dokumen.pages[0].extract_text().split("\n") if b.strip())


def test_every_paper_has_a_class(session: Any) -> None:
    ada = set(db.session.scalars(db.select(KelasNaskah.kode)))
    assert set(KELAS) <= ada
    assert all(pengaturan.kelas(kode) for kode in (*KELAS, "tim", "rapat"))


def test_every_class_as_it_is_delivered_passes_its_own_rules(session: Any) -> None:
    for row in db.session.scalars(db.select(KelasNaskah)):
        assert row.periksa() == [], row.kode


def test_a_class_decides_only_what_it_says(session: Any) -> None:
    s = kepala.setelan()
    assert kepala.halaman(s, "undangan") == {
        "kertas": "F4", "kiri": 30, "kanan": 20, "atas": 30, "bawah": 25, "kop_atas": 15, "huruf": "Arial",
        "ukuran": 12, "spasi": 1.15, "paraf": ["Kepala Bidang P2EPD", "Sub Koordinator", "Penyusun"],
    }  # fmt: skip
    assert kepala.halaman(s, "sk")["huruf"] == "Bookman Old Style"
    assert kepala.halaman(s, "laporan")["kertas"] == "A4"
    assert kepala.halaman(s, "kelas yang tidak ada")["kertas"] == "F4"
    kelas("laporan", ukuran_huruf=11.5, margin_kiri=40, huruf=KeluargaHuruf.TIMES, kertas=Kertas.A3)
    h = kepala.halaman(kepala.setelan(), "laporan")
    assert (h["ukuran"], h["kiri"], h["kanan"], h["huruf"], h["kertas"]) == (11.5, 40, 20, "Times New Roman", "A3")


def letak(record: Any, kata: str) -> tuple[float, float]:
    """Where a word begins on the first page: mm from the left and from the bottom."""
    halaman = pypdfium2.PdfDocument(issue.cetak(record, "undangan")[1])[0].get_textpage()
    found = halaman.search(kata, match_case=True).get_next()
    assert found is not None, kata
    kiri, bawah, _, _ = halaman.get_charbox(found[0])
    return kiri / 72 * 25.4, bawah / 72 * 25.4


def test_a_margin_of_the_class_moves_the_text_on_the_paper(session: Any) -> None:
    u = surat()
    assert letak(u, "Nomor")[0] == pytest.approx(30, abs=0.5)
    kelas("undangan", margin_kiri=45)
    assert letak(u, "Nomor")[0] == pytest.approx(45, abs=0.5)


def test_a_letterhead_has_as_many_lines_as_the_settings(session: Any) -> None:
    atur(kop__pemerintah="PEMERINTAH\nKOTA CONTOH", kop__alamat="Jalan Satu\nGedung Dua", kop__surel="a@contoh.invalid")
    k = kepala.kop(kepala.setelan())
    assert k["kontak"][:2] == ["Jalan Satu", "Gedung Dua"]
    assert k["kontak"][-1].endswith("Surel a@contoh.invalid")
    isi = larik(cetak(surat()))
    assert "PEMERINTAH\nKOTA CONTOH" in isi
    assert "Jalan Satu\nGedung Dua" in isi


def test_the_letterhead_of_the_wali_kota_has_its_address_in_the_foot_of_the_first_page(session: Any) -> None:
    kelas("undangan", kop=JenisKop.WALI_KOTA)
    isi = larik(cetak(surat()))
    assert "LAMBANG\nNEGARA" in isi
    assert "WALI KOTA BOGOR" in isi
    assert "BADAN PERENCANAAN PEMBANGUNAN," not in isi.split("Nomor")[0]
    alamat = letak(db.session.scalars(db.select(Undangan)).one(), "Juanda")
    assert 18 < alamat[1] < 30


def test_a_class_without_letterhead_begins_at_the_top_margin(session: Any) -> None:
    kelas("undangan", kop=JenisKop.TANPA)
    assert "PEMERINTAH DAERAH" not in larik(cetak(surat()))
    assert kepala.halaman(kepala.setelan(), "undangan")["kop_atas"] == 30


@pytest.mark.parametrize(
    ("jabatan", "nama", "nip"),
    [
        ("Wali Kota Bogor", "Bima Sakti (Demo)", ""),
        ("Wakil Wali Kota Bogor", "Bima Sakti (Demo)", ""),
        ("Sekretaris Daerah", "Dr. H. Bima Sakti (Demo), S.T., M.Si.", "197707062006041018"),
    ],
)
def test_wali_kota_and_wakil_sign_with_the_bare_name(session: Any, jabatan: str, nama: str, nip: str) -> None:
    p = Pejabat(nama="Dr. H. Bima Sakti (Demo), S.T., M.Si.", jabatan=jabatan, nip="197707062006041018",
                pangkat="Pembina", sebagai=Sebagai.DEFINITIF)  # fmt: skip
    t = kepala.tanda_tangan(p, kode="laporan")
    assert (t["nama"], t["nip"], t["pangkat"]) == (nama, nip, "Pembina" if nip else "")


def test_a_keputusan_bears_no_nip_and_other_papers_do(session: Any) -> None:
    p = Pejabat(nama="Kepala (Demo), M.Si.", jabatan="Kepala Badan", nip="197707062006041018", sebagai=Sebagai.PLT)
    assert kepala.tanda_tangan(p, kode="sk")["nip"] == ""
    t = kepala.tanda_tangan(p, "a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH,\nu.b.", kode="undangan")
    assert (t["nip"], t["sebagai"]) == ("197707062006041018", "Plt.")
    assert t["atas_nama"] == ["a.n. WALI KOTA BOGOR", "SEKRETARIS DAERAH,", "u.b."]
    kelas("sk", cetak_nip=True)
    assert kepala.tanda_tangan(p, kode="sk")["nip"]


def test_two_levels_are_printed_one_below_the_other(session: Any) -> None:
    isi = larik(cetak(surat(atas_nama="a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH,\nu.b.")))
    assert "a.n. WALI KOTA BOGOR\nSEKRETARIS DAERAH,\nu.b.\nKEPALA BADAN" in isi


def test_the_boxes_for_paraf_stand_on_drafts_of_a_class_that_asks_for_them(session: Any) -> None:
    u = surat()
    assert "Paraf hierarki" in larik(cetak(u))
    kelas("undangan", paraf=False)
    assert "Paraf hierarki" not in larik(cetak(u))


def test_the_boxes_for_paraf_are_gone_once_a_paper_is_issued(session: Any) -> None:
    from documents import catalog

    konteks = contoh.undangan()
    konteks["halaman"] = {**konteks["halaman"], "paraf": ["Kepala Bidang"]}
    assert "Paraf hierarki" not in catalog.susun("undangan", konteks)[0]
    konteks["tanda"] = "KONSEP"
    assert "Paraf hierarki" in catalog.susun("undangan", konteks)[0]


def test_a_paper_stored_before_there_were_classes_prints_as_before(session: Any) -> None:
    """Its letterhead names no kind, its page no paraf."""
    from documents import catalog

    html, _ = catalog.susun("undangan", contoh.undangan())
    assert "PEMERINTAH DAERAH KOTA BOGOR" in html
