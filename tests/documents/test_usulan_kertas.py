"""Papers that list usulan (berita acara sidang, daftar usulan, laporan): equal to the records, at any length."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from documents import catalog, kata, pdf
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.pengaturan import Pengaturan
from models.pesan import Keliru
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import jam
from sop.langkah import baris_terbuka
from tests import dunia
from tests.conftest import panjang
from tests.documents import contoh, contoh_sidang
from tests.documents.test_isi import halaman, putuskan

pytestmark = pytest.mark.satu_basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
DAFTAR = ("kelompok", "opd", "kecamatan")


def cetak(kode: str, konteks: Any) -> list[str]:
    html, baris = catalog.susun(kode, konteks)
    return [
        " ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(pdf.render(html, baris, judul=kode))).pages
    ]


def angka(teks: str) -> int:
    return int(re.sub(r"\D", "", teks))


@contextmanager
def kueri() -> Iterator[list[str]]:
    """The statements that are run within."""
    jejak: list[str] = []

    def catat(_c: Any, _k: Any, perintah: str, *_: Any) -> None:
        jejak.append(perintah)

    event.listen(db.engine, "before_cursor_execute", catat)
    try:
        yield jejak
    finally:
        event.remove(db.engine, "before_cursor_execute", catat)


# --- berita acara sidang ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("banyak", [0, 1, 60])
def test_the_lampiran_of_a_sidang_hold_the_usulan_of_its_kelompok(session: Any, banyak: int) -> None:
    m = dunia.di_ujung()
    putuskan(m, banyak)
    ba = dunia.berita_acara_sidang(m)
    milik = session.scalars(
        db.select(Usulan).where(
            Usulan.musrenbang_id == m.id,
            Usulan.kelompok_sidang_id == ba.kelompok_sidang_id,
            Usulan.status == StatusUsulan.DIPUTUSKAN,
            Usulan.deleted_at.is_(None),
        )
    ).all()
    ya = [u for u in milik if u.hasil in (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)]
    tidak = [u for u in milik if u not in ya]
    isi: Any = catalog.kertas("berita_acara_sidang", "berita_acara_sidang").isi(ba)  # type: ignore[union-attr]
    assert {u["kode"] for u in isi["diakomodir"]} == {u.kode for u in ya}
    assert {u["kode"] for u in isi["tidak"]} == {u.kode for u in tidak}

    lembar = " ".join(halaman(ba, "berita_acara_sidang"))
    pagu = sum(u.pagu_disepakati or 0 for u in ya)
    assert f"Dari {len(milik)} usulan yang dibahas, {len(ya)} usulan diakomodir" in lembar
    assert f"anggaran {kata.rupiah(pagu)},00 ({kata.terbilang(pagu)} rupiah)" in lembar
    for judul, isi_lampiran, jumlah in (
        ("DAFTAR USULAN YANG DIAKOMODIR", ya, pagu),
        ("DAFTAR USULAN YANG TIDAK DIAKOMODIR", tidak, sum(u.pagu_usulan for u in tidak)),
    ):
        bagian = lembar[lembar.index(judul) :]
        if isi_lampiran:
            n = len(isi_lampiran)
            assert f"JUMLAH SELURUHNYA {kata.rupiah(jumlah)} {n} usulan" in bagian
            assert f"dari {n} usulan: {kata.rupiah(jumlah)},00 ({kata.terbilang(jumlah)} rupiah)" in bagian
        else:
            assert "Nihil" in bagian


@SQLITE
def test_a_sidang_prints_its_time_place_dictums_and_who_signs(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung())
    ba.diktum = "Menyepakati {dibahas} usulan kelompok {kelompok}.\n\nTindak lanjut pada RKPD {tahun_rencana}."
    session.commit()
    lembar = " ".join(halaman(ba, "berita_acara_sidang"))
    for apa in (
        "BIDANG FISIK",
        "Senin, 23 Maret 2026",
        "09.00 s.d. 13.00 WIB",
        "KESATU : Menyepakati 0 usulan kelompok Fisik.",
        "KEDUA : Tindak lanjut pada RKPD 2027.",
        "Camat (Demo)",
        "Pimpinan Sidang Kelompok Fisik",
    ):
        assert apa in lembar, apa


@SQLITE
@pytest.mark.parametrize("diktum", ["Bunyi {tidak_ada}", "Bunyi { saja", "\n\n".join(f"Diktum {n}" for n in range(11))])
def test_a_dictum_that_could_not_be_printed_is_refused_when_it_is_typed(session: Any, diktum: str) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung())
    ba.diktum = diktum
    with pytest.raises(Keliru) as galat:
        session.commit()
    assert galat.value.kolom == "diktum"


@SQLITE
def test_the_texts_of_the_settings_are_read_and_an_empty_one_is_left_out(session: Any) -> None:
    ba = dunia.berita_acara_sidang(dunia.di_ujung())
    ubah = {"berita_acara_sidang.diktum.2": "", "berita_acara_sidang.bidang": "Kelompok {kelompok}"}
    for kunci, nilai in ubah.items():
        session.execute(db.select(Pengaturan).filter_by(kunci=kunci)).scalar_one().nilai = nilai
    session.commit()
    isi: Any = catalog.kertas("berita_acara_sidang", "berita_acara_sidang").isi(ba)  # type: ignore[union-attr]
    assert len(isi["diktum"]) == 1
    assert isi["bidang"] == "KELOMPOK FISIK"


@pytest.mark.parametrize("n", panjang([0, 1, 2, *range(20, 40), 300], 0, 2, 25, 28, 30, 33, 300))
def test_the_signature_of_a_lampiran_never_stands_alone(n: int) -> None:
    lembar = cetak("berita_acara_sidang", contoh_sidang.berita_acara_sidang(n))
    bertanda = [p for p in lembar if "Pimpinan Sidang Kelompok Fisik" in p]
    assert len(bertanda) == 3
    for p in bertanda[1:]:
        assert "JUMLAH SELURUHNYA" in p or "Nihil" in p
        if n:
            assert re.search(r"U-2027-\d{5}", p) or "Nihil" in p, "at least one row above it"


def test_a_last_row_taller_than_a_page_leaves_the_sum_with_the_signature() -> None:
    konteks = contoh_sidang.berita_acara_sidang(3)
    for u in konteks["diakomodir"]:
        u["kecamatan"], u["permasalahan"] = "Bogor Barat", "Saluran tersumbat sepanjang jalan. " * 150
    lembar = cetak("berita_acara_sidang", konteks)
    for p in (p for p in lembar[2:] if "NIP 19770706" in p):
        assert "Jumlah perkiraan anggaran" in p or "Nihil" in p


def test_long_names_of_the_wakil_wrap_inside_their_cell() -> None:
    panjang = "Dr. Ir. Raden Mas Kusumadiningrat Sastroamidjojo Wiryawan Prawiranegara (Demo), S.T., M.Si., M.T., Ph.D."
    lembar = " ".join(cetak("berita_acara_sidang", contoh_sidang.berita_acara_sidang(1, wakil=14, nama=panjang)))
    assert lembar.count(panjang) == 14


# --- daftar usulan ----------------------------------------------------------------------------------------------------


@SQLITE
@pytest.mark.parametrize("cara", DAFTAR)
def test_a_list_holds_every_usulan_whatever_its_state(session: Any, cara: str) -> None:
    m = dunia.di_ujung()
    putuskan(m, 30)
    hidup = session.scalars(db.select(Usulan).filter_by(musrenbang_id=m.id, deleted_at=None)).all()
    isi: Any = catalog.kertas(f"daftar_usulan_{cara}", "musrenbang").isi(m)  # type: ignore[union-attr]
    assert sorted(u["kode"] for u in isi["usulan"]) == sorted(u.kode for u in hidup)
    assert {u["putusan"] for u in isi["usulan"]} == {"diterima", "ditunda", "ditolak", "belum", "dicabut"}
    lembar = " ".join(halaman(m, f"daftar_usulan_{cara}"))
    pagu, sepakat = sum(u.pagu_usulan for u in hidup), sum(u.pagu_disepakati or 0 for u in hidup)
    assert f"JUMLAH SELURUHNYA: {len(hidup)} usulan {kata.rupiah(pagu)}" in lembar
    assert f"{kata.rupiah(pagu)},00 ({kata.terbilang(pagu)} rupiah)" in lembar
    assert f"disepakati: {kata.rupiah(sepakat)},00 ({kata.terbilang(sepakat)} rupiah)" in lembar
    assert all(u.kode in lembar for u in hidup)


@SQLITE
def test_a_list_says_since_when_it_holds_and_prints_the_money_of_what_was_agreed_only(session: Any) -> None:
    m = dunia.di_ujung()
    putuskan(m, 12)
    kertas: Any = catalog.kertas("daftar_usulan_opd", "musrenbang")
    semula = kertas.isi(m)["keadaan"]
    assert kertas.isi(m)["keadaan"] == semula
    with jam(datetime(2031, 5, 6, 7, tzinfo=UTC)):
        u = session.scalars(db.select(Usulan).filter_by(musrenbang_id=m.id, hasil=HasilUsulan.DITOLAK)).first()
        u.catatan = "Diperiksa kembali."
        session.commit()
    konteks = kertas.isi(m)
    assert konteks["keadaan"] == "6 Mei 2031 14.00 WIB"
    baris = [b for b in catalog.susun("daftar_usulan_opd", konteks)[1]["daftar"] if isinstance(b, list)]
    assert {b[-1] for b in baris if b[1] == u.kode} == {"-"}


@pytest.mark.parametrize("n", [0, 1, 7, 90])
def test_the_groups_of_a_list_add_up_to_its_total_in_their_official_order(n: int) -> None:
    konteks = contoh_sidang.daftar_usulan(n)
    _, baris = catalog.susun("daftar_usulan_kecamatan", konteks)
    rekap: list[Any] = baris["rekap"]
    if not n:
        assert rekap == baris["daftar"] == []
        assert "Belum ada usulan" in cetak("daftar_usulan_kecamatan", konteks)[0]
        return
    *grup, jumlah = rekap
    nama = [g[1] for g in grup]
    assert nama == [k for k in contoh_sidang.KECAMATAN if k in nama]
    for kolom in range(2, 10):
        assert sum(angka(g[kolom]) for g in grup) == angka(jumlah["jumlah"][kolom - 1])
    for g in grup:
        assert sum(map(int, g[3:8])) == int(g[2]), "every usulan stands in one column"
    subtotal = [b["jumlah"] for b in baris["daftar"] if isinstance(b, dict) and "jumlah" in b]
    (akhir,) = [b["jumlah_semua"] for b in baris["daftar"] if isinstance(b, dict) and "jumlah_semua" in b]
    for kolom in (1, 2, 3):
        assert sum(angka(s[kolom]) for s in subtotal) == angka(akhir[kolom])
    assert [b[0] for b in baris["daftar"] if isinstance(b, list)] == [str(i) for i in range(1, n + 1)]


def test_a_list_lies_on_its_side_from_the_first_page_under_the_letterhead() -> None:
    html, baris = catalog.susun("daftar_usulan_opd", contoh_sidang.daftar_usulan(40))
    lembar = PdfReader(io.BytesIO(pdf.render(html, baris, judul="Daftar"))).pages
    assert {
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4)) for p in lembar
    } == {(330, 215)}
    assert "PEMERINTAH DAERAH KOTA BOGOR" in lembar[0].extract_text()
    assert all("Pagu disepakati" in p.extract_text() for p in lembar)


@SQLITE
@pytest.mark.parametrize(
    ("kode", "kind"),
    [*((f"daftar_usulan_{c}", "musrenbang") for c in DAFTAR), ("laporan", "laporan"),
     ("berita_acara_sidang", "berita_acara_sidang")],
)  # fmt: skip
def test_more_usulan_cost_no_more_queries(session: Any, kode: str, kind: str) -> None:
    hitung = []
    for tahun, banyak in ((2027, 5), (2028, 60)):
        m = dunia.di_ujung(tahun)
        for u in dunia.isi_usulan(m, banyak):
            u.status, u.hasil, u.pagu_disepakati = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA, 1
        session.commit()
        sidang = dunia.berita_acara_sidang(m, "Fisik" if tahun == 2027 else "Ekonomi")
        record = {"musrenbang": m, "berita_acara_sidang": sidang}.get(kind) or dunia.CONTOH[kind](m)
        session.expire_all()
        with kueri() as jejak:
            catalog.kertas(kode, kind).isi(record)  # type: ignore[union-attr]
        hitung.append(len(jejak))
    assert hitung[0] == hitung[1]


# --- laporan ----------------------------------------------------------------------------------------------------------


@SQLITE
def test_the_tables_of_the_laporan_equal_the_records(session: Any) -> None:
    m = dunia.di_ujung()
    putuskan(m, 60)
    dunia.rapat(m, hadir=4)
    dunia.sidang(m)
    laporan = dunia.CONTOH["laporan"](m)
    isi: Any = catalog.kertas("laporan", "laporan").isi(laporan)  # type: ignore[union-attr]
    tabel = {s["nama"]: s["isi"] for s in isi["sajian"] if s["nama"]}
    assert set(tabel) == {"rapat", "unsur", "langkah", "kelompok", "kecamatan", "opd", "asal", "alasan"}
    sql = db.select(
        KelompokSidang.nama, db.func.count(), db.func.sum(Usulan.pagu_usulan), db.func.sum(Usulan.pagu_disepakati)
    ).join(Usulan, Usulan.kelompok_sidang_id == KelompokSidang.id)
    sql = sql.where(Usulan.musrenbang_id == m.id, Usulan.status == StatusUsulan.DIPUTUSKAN, Usulan.deleted_at.is_(None))
    nyata = {nama: (n, usul, pagu or 0) for nama, n, usul, pagu in session.execute(sql.group_by(KelompokSidang.nama))}
    assert {r["nama"]: (r["dibahas"], r["diusulkan"], r["pagu"]) for r in tabel["kelompok"]} == nyata
    for nama in ("kelompok", "kecamatan", "opd", "asal"):
        for kolom in ("dibahas", "sepakat", "belum", "diusulkan", "pagu"):
            assert sum(r[kolom] for r in tabel[nama]) == sum(r[kolom] for r in tabel["kelompok"]), (nama, kolom)
    assert sum(r["usulan"] for r in tabel["alasan"]) == sum(r["belum"] for r in tabel["kelompok"])
    assert [r["pagu"] for r in tabel["opd"]] == sorted((r["pagu"] for r in tabel["opd"]), reverse=True)
    assert sum(r["pleno_hadir"] for r in tabel["unsur"]) == 4
    assert sum(r["norma"] for r in tabel["langkah"]) == 875


@SQLITE
def test_minutes_stand_against_the_norm_and_what_was_not_recorded_is_said(session: Any) -> None:
    m = dunia.di_ujung()
    jalan = dunia.di_langkah(3, 2029)
    row = baris_terbuka(jalan)[0]
    row.menit, row.tanggal = 45, dunia.HARI
    session.commit()
    isi: Any = catalog.kertas("laporan", "laporan").isi(dunia.CONTOH["laporan"](jalan))  # type: ignore[union-attr]
    _, baris = catalog.susun("laporan", isi)
    tiga: Any = baris["langkah"][2]
    assert tiga[2:] == ["23 Maret 2026", "30", "45", "+15"]
    assert baris["langkah"][3][3:] == ["15", "-", "-"]  # type: ignore[index]
    assert baris["langkah"][-1] == {"jumlah": ["Jumlah langkah yang tercatat", "30", "45", "+15"]}
    assert "belum dicatat" in next(s["svg"] for s in isi["sajian"] if s["bentuk"] == "gambar")
    assert m.id != jalan.id


def test_tables_and_pictures_are_numbered_apart_and_none_is_empty() -> None:
    lembar = " ".join(cetak("laporan", contoh.laporan()))
    assert "Tabel 1. Usulan menurut kelompok sidang" in lembar
    assert "Gambar 1. Usulan menurut kelompok sidang" in lembar
    kosong = contoh.laporan()
    kosong["sajian"] = []
    assert "Tabel 1" not in " ".join(cetak("laporan", kosong))


def test_a_laporan_stored_before_it_had_pictures_still_prints() -> None:
    lama: Any = contoh.laporan("DIBATALKAN")
    del lama["sajian"]
    lembar = " ".join(cetak("laporan", lama))
    assert "Rp49.382.715.600" in lembar
    assert "Gambar" not in lembar


@pytest.mark.parametrize("paragraf", range(1, 12))
def test_no_heading_of_the_laporan_ends_a_page(paragraf: int) -> None:
    konteks = contoh.laporan()
    konteks["bab"][3]["isi"] = "\n\n".join(["Musrenbang menghasilkan kesepakatan yang dituangkan. " * 3] * paragraf)
    html, baris = catalog.susun("laporan", konteks)
    for p in PdfReader(io.BytesIO(pdf.render(html, baris, judul="Laporan"))).pages:
        larik = [x for x in p.extract_text().splitlines() if x.strip()]
        assert not re.fullmatch(
            r"([IV]+|[A-C])\.|Pendahuluan|Hasil yang Dicapai|Kesimpulan dan Saran|Penutup", larik[-1]
        )
        assert not larik[-1].startswith("Tabel ")
