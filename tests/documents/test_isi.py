"""What stands on the papers equals the records: counts, totals, names and marks, read back from the PDF."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from documents import catalog, issue
from documents.kata import bilangan, rupiah, terbilang
from models.base import db
from models.berita_acara import BeritaAcara
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.pejabat import Sebagai
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import hari_ini, sekarang
from tests import dunia

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
HASIL = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN, HasilUsulan.DITUNDA, HasilUsulan.DITOLAK)


def halaman(record: Any, kode: str) -> list[str]:
    """The text of each page, runs of white space as one blank."""
    _, pdf = issue.cetak(record, kode)
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(pdf)).pages]


def putuskan(m: Musrenbang, jumlah: int) -> None:
    """Decided in turn; and around them what must not be counted: deleted, open, cancelled, another year's."""
    alasan = dunia.alasan()
    for n, u in enumerate(dunia.isi_usulan(m, jumlah)):
        u.hasil, u.status = HASIL[n % 4], StatusUsulan.DIPUTUSKAN
        if u.hasil in HASIL[:2]:
            u.volume_disepakati, u.pagu_disepakati = u.volume, u.pagu_usulan - n * 1000
        else:
            u.alasan_id = alasan
    luar = [dunia.isi_usulan_baru(m, s) for s in (StatusUsulan.DIVERIFIKASI, StatusUsulan.BATAL, StatusUsulan.DRAF)]
    luar[2].status, luar[2].hasil, luar[2].deleted_at = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA, sekarang()
    luar[2].pagu_disepakati = 999
    lain = dunia.isi_usulan_baru(dunia.musrenbang(2040), StatusUsulan.DRAF)
    lain.status, lain.hasil, lain.pagu_disepakati = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA, 777
    db.session.commit()


def jumlah_sql(m: Musrenbang, *hasil: str, kolom: str = "pagu_disepakati") -> tuple[int, int]:
    """(number, rupiah) straight from the table."""
    nama = ", ".join(f"'{h}'" for h in hasil)
    return tuple(  # type: ignore[return-value]
        db.session.execute(
            text(
                f"SELECT count(*), coalesce(sum({kolom}), 0) FROM usulan WHERE musrenbang_id = {m.id} "
                f"AND deleted_at IS NULL AND status IN ('diputuskan', 'final') AND hasil IN ({nama})"
            )
        ).one()
    )


SEPAKAT = ("diterima", "diterima dengan perubahan")
BELUM = ("ditunda", "ditolak")


# --- berita acara -----------------------------------------------------------------------------------------------------


@SQLITE
@pytest.mark.parametrize("banyak", [0, 1, 3, 45])
def test_the_lampiran_of_the_berita_acara_count_and_sum_what_the_table_holds(session: Any, banyak: int) -> None:
    m = dunia.di_ujung()
    putuskan(m, banyak)
    ba = dunia.berita_acara(m)
    n_sepakat, pagu = jumlah_sql(m, *SEPAKAT)
    n_belum, biaya = jumlah_sql(m, *BELUM, kolom="pagu_usulan")
    lembar = halaman(ba, "berita_acara")
    lampiran = {n: " ".join(p for p in lembar if _milik(p, lembar, n)) for n in ("II", "III", "IV")}

    for nomor, n, rp, sebutan in (
        ("II", n_sepakat, pagu, "JUMLAH SELURUHNYA"),
        ("III", n_belum, biaya, "JUMLAH PERKIRAAN BIAYA"),
    ):
        if n:
            assert f"{sebutan} {rupiah(rp)} {bilangan(n)} usulan" in lampiran[nomor]
            assert f"{bilangan(n)} usulan: {rupiah(rp)},00 ({terbilang(rp)} rupiah)." in lampiran[nomor]
        else:
            assert "Nihil" in lampiran[nomor]
    jumlah = f"Jumlah {bilangan(n_sepakat + n_belum)} {bilangan(n_sepakat)} {bilangan(n_belum)} {rupiah(pagu)}"
    assert jumlah in lampiran["IV"]
    kode = db.select(Usulan.kode).where(Usulan.hasil.in_(SEPAKAT), Usulan.musrenbang_id == m.id)
    hidup = session.scalars(kode.where(Usulan.deleted_at.is_(None))).all()
    assert sorted(re.findall(r"U-2027-\d{5}", lampiran["II"])) == sorted(hidup)


def _milik(lembar: str, semua: list[str], nomor: str) -> bool:
    """Does this page stand between the head of LAMPIRAN `nomor` and the next head?"""
    kepala = [re.search(r"LAMPIRAN (IV|I{1,3})\b", p) for p in semua[: semua.index(lembar) + 1]]
    terakhir = [k[1] for k in kepala if k]
    return bool(terakhir) and terakhir[-1] == nomor


@SQLITE
def test_every_usulan_stands_in_one_list_and_in_the_result_of_its_kelompok(session: Any) -> None:
    m = dunia.di_ujung()
    putuskan(m, 40)
    isi: Any = catalog.kertas("berita_acara", "berita_acara").isi(dunia.berita_acara(m))  # type: ignore[union-attr]
    assert len(isi["sepakat"]) + len(isi["belum"]) == sum(len(k["hasil"]) for k in isi["kelompok"]) == 40
    assert [k["nama"] for k in isi["kelompok"]] == ["Pemerintahan", "Fisik", "Sosbud", "Ekonomi"]
    per_kelompok = dict(
        session.execute(
            text(
                "SELECT k.nama, sum(u.pagu_disepakati) FROM usulan u "
                "JOIN kelompok_sidang k ON k.id = u.kelompok_sidang_id "
                f"WHERE u.musrenbang_id = {m.id} AND u.status = 'diputuskan' AND u.deleted_at IS NULL GROUP BY k.nama"
            )
        )
        .tuples()
        .all()
    )
    assert {k["nama"]: sum(u["pagu"] for u in k["hasil"]) for k in isi["kelompok"] if k["hasil"]} == {
        nama: int(rp or 0) for nama, rp in per_kelompok.items()
    }


@SQLITE
def test_a_refusal_shows_its_reason_and_a_change_its_note(session: Any) -> None:
    m = dunia.di_ujung()
    putuskan(m, 4)
    for u in session.scalars(db.select(Usulan).where(Usulan.hasil.is_not(None))):
        u.catatan = f"Catatan {u.kode}"
    session.commit()
    isi: Any = catalog.kertas("berita_acara", "berita_acara").isi(dunia.berita_acara(m))  # type: ignore[union-attr]
    assert {u["keterangan"] for u in isi["sepakat"]} == {
        "Catatan U-2027-00001",
        "Dengan perubahan: Catatan U-2027-00002",
    }
    assert {u["alasan"] for u in isi["belum"]} == {
        "Ditunda; Usulan ganda / sudah diusulkan; Catatan U-2027-00003",
        "Ditolak; Usulan ganda / sudah diusulkan; Catatan U-2027-00004",
    }


@SQLITE
def test_lampiran_one_names_who_was_present_at_the_pleno(session: Any) -> None:
    m = dunia.di_ujung()
    dunia.rapat(m, hadir=3)
    pleno = session.scalars(db.select(Rapat)).one()
    dunia.simpan(DaftarHadir(rapat_id=pleno.id, nama="Tidak datang (Demo)", hadir=False))
    dunia.rapat(m, JenisRapat.KOORDINASI, hadir=2, unit_kerja_id=1)
    isi: Any = catalog.kertas("berita_acara", "berita_acara").isi(dunia.berita_acara(m))  # type: ignore[union-attr]
    assert [h["nama"] for h in isi["hadirin"]] == [f"Hadirin {n} (Demo)" for n in range(3)]


@SQLITE
def test_markup_in_a_usulan_is_printed_as_it_was_typed(session: Any) -> None:
    m = dunia.di_ujung()
    putuskan(m, 1)
    session.execute(db.update(Usulan).values(usulan="<b>Jalan</b> & {{ 7*7 }} {nama}"))
    session.commit()
    assert "<b>Jalan</b> & {{ 7*7 }} {nama}" in " ".join(halaman(dunia.berita_acara(m), "berita_acara"))


@SQLITE
def test_a_voided_berita_acara_prints_dibatalkan_on_every_page(session: Any) -> None:
    m = dunia.di_ujung()
    ba = dunia.berita_acara(m)
    ba.status = StatusNaskah.DIBATALKAN
    session.commit()
    lembar = halaman(ba, "berita_acara")
    assert all("DIBATALKAN" in p for p in lembar)
    assert not any("KONSEP" in p for p in lembar)


# --- laporan ----------------------------------------------------------------------------------------------------------


@SQLITE
@pytest.mark.parametrize("banyak", [0, 1, 30])
def test_the_laporan_tells_the_same_counts_and_totals(session: Any, banyak: int) -> None:
    m = dunia.di_ujung()
    putuskan(m, banyak)
    dunia.rapat(m, hadir=4)
    n_sepakat, pagu = jumlah_sql(m, *SEPAKAT)
    n_belum, _ = jumlah_sql(m, *BELUM)
    isi = " ".join(halaman(dunia.CONTOH["laporan"](m), "laporan"))
    assert f"Dibahas {bilangan(n_sepakat + n_belum)} usulan; {bilangan(n_sepakat)} usulan disepakati" in isi
    assert f"kebutuhan pendanaan {rupiah(pagu)},00 (" in isi
    assert f"dan {bilangan(n_belum)} usulan belum dapat diakomodir" in isi
    assert "Tabel 1. Rapat dan sidang Musrenbang" in isi
    assert "Gambar 1. Menit kerja tiap langkah SOP terhadap norma" in isi
    _, usul = jumlah_sql(m, *SEPAKAT, *BELUM, kolom="pagu_usulan")
    jumlah = f"Jumlah {bilangan(banyak)} {bilangan(n_sepakat)} {bilangan(n_belum)} {rupiah(usul)} {rupiah(pagu)}"
    assert isi.count(jumlah) == (4 if banyak else 0), "by kelompok, kecamatan, OPD and asal"


@SQLITE
def test_the_laporan_names_the_berita_acara_that_is_in_force(session: Any) -> None:
    m = dunia.di_ujung()
    for versi, status in ((1, StatusNaskah.DIBATALKAN), (2, StatusNaskah.TERBIT)):
        ba = dunia.berita_acara_versi(m, versi)
        ba.nomor, ba.tanggal, ba.status = f"BA/{versi}", hari_ini(), status
        session.commit()
    isi: Any = catalog.kertas("laporan", "laporan").isi(dunia.CONTOH["laporan"](m))  # type: ignore[union-attr]
    assert "Nomor BA/2." in isi["bab"][2]["isi"]
    assert session.scalar(db.select(db.func.count(BeritaAcara.id))) == 2


# --- undangan, notulen, daftar hadir ----------------------------------------------------------------------------------


@SQLITE
def test_one_addressee_stands_on_the_letter_and_several_on_a_list(session: Any) -> None:
    m = dunia.di_ujung()
    satu, tiga = dunia.undangan(m, 1), dunia.undangan(m, 3)
    (lembar,) = halaman(satu, "undangan")
    assert "Tokoh 1 (Demo)" in lembar
    assert "Tokoh 2" not in lembar
    depan, belakang = halaman(tiga, "undangan")
    assert "Tokoh 1" not in depan
    assert "1 (satu) berkas" in depan
    assert [f"Tokoh {n} (Demo)" in belakang for n in (1, 2, 3)] == [True] * 3


@SQLITE
def test_an_undangan_to_many_prints_as_a_letter_to_each(session: Any) -> None:
    m = dunia.di_ujung()
    u = dunia.undangan(m, 3)
    lembar = halaman(u, "undangan_perorangan")
    assert len(lembar) == 3
    for n, surat in enumerate(lembar, 1):
        assert f"Yth. Tokoh {n} (Demo)" in surat
        assert "Lampiran : -" in surat
        assert "daftar terlampir" not in surat
        assert "Halaman 1 dari 1" in surat
    for satu in (dunia.undangan(m, 0), dunia.undangan(m, 1)):
        assert "undangan_perorangan" not in [k.kode for k in catalog.for_record(satu)]


@SQLITE
def test_an_undangan_shows_day_and_hour_of_bogor_and_an_acting_signer(session: Any) -> None:
    u = dunia.undangan(dunia.di_ujung(), 1)
    kepala = u.penandatangan
    assert kepala is not None
    kepala.sebagai, kepala.surat_perintah, kepala.nip = Sebagai.PLT, "800/1", "197707062006041018"
    kepala.mulai = kepala.sampai = hari_ini()
    session.commit()
    (lembar,) = halaman(u, "undangan")
    for potongan in ("Senin", "23 Maret 2026", "09.00 WIB", "Plt. KEPALA BADAN", "19770706 200604 1 018"):
        assert potongan in lembar, potongan


@SQLITE
def test_minutes_are_a_draft_until_they_are_fixed(session: Any) -> None:
    notulen: Any = dunia.CONTOH["notulen"](dunia.di_ujung())
    assert all("KONSEP" in p for p in halaman(notulen, "notulen"))
    notulen.status = "ditetapkan"
    session.commit()
    lembar = " ".join(halaman(notulen, "notulen"))
    assert "KONSEP" not in lembar
    assert "Disepakati." in lembar
    assert "Hadirin 0 (Demo)" in lembar


@SQLITE
def test_the_attendance_sheet_has_a_row_for_each_and_empty_rows_when_nobody_is_named(session: Any) -> None:
    m = dunia.di_ujung()
    penuh, kosong = dunia.rapat(m, hadir=33), dunia.rapat(m, hadir=0)
    lembar = " ".join(halaman(penuh, "daftar_hadir"))
    assert [f"Hadirin {n} (Demo)" in lembar for n in range(33)] == [True] * 33
    assert len(halaman(penuh, "daftar_hadir")) > 1
    assert "20. ......" in " ".join(halaman(kosong, "daftar_hadir"))


@SQLITE
def test_personal_fields_of_the_guests_stand_on_no_print(session: Any) -> None:
    r = dunia.rapat(dunia.di_ujung(), hadir=0)
    dunia.simpan(
        DaftarHadir(rapat_id=r.id, nama="Hadirin (Demo)", alamat="Jl. Rahasia 1", telepon="0812-000", hadir=True)
    )
    lembar = " ".join(halaman(r, "daftar_hadir"))
    assert "Hadirin (Demo)" in lembar
    assert "Rahasia" not in lembar
    assert "0812" not in lembar
