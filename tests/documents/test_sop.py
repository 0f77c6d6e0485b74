"""The SOP on paper: the identity page, every symbol in its column, every arrow from symbol to symbol."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from documents import catalog, issue, pdf
from documents.naskah import sop as naskah_sop
from models.base import db
from models.pengaturan import Pengaturan
from models.peran import Peran
from models.sop import LangkahPelaksana, SopRevisi
from sop import definition
from tests.documents.bentuk import Jalur, jalur

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
LIMA = Path(__file__).resolve().parent.parent / "sop" / "sop_lima_langkah.toml"
SIMBOL = ("kapsul", "kotak", "belah ketupat")
# Where the actors' columns begin, and how wide they are together (mm), on F4 with the margins of its class (20, 15 and
# 20 below).
AWAL, BIDANG, BAWAH = 20 + 9 + 74, 98, 215 - 20


def revisi() -> SopRevisi:
    return db.session.scalars(db.select(SopRevisi)).one()


def cetak(konteks: Any) -> bytes:
    html, baris = catalog.susun("sop", konteks)
    return pdf.render(html, baris, judul="SOP")


def teks(data: bytes) -> list[str]:
    return [" ".join(h.extract_text().split()) for h in PdfReader(io.BytesIO(data)).pages]


def simbol(data: bytes, halaman: int) -> list[Jalur]:
    """The symbols of the steps, from top to bottom."""
    return sorted((j for j in jalur(data, halaman) if j.nama in SIMBOL), key=lambda j: j.pusat[1])


def segilima(data: bytes, halaman: int) -> list[Jalur]:
    return [j for j in jalur(data, halaman) if j.nama == "segilima"]


def kolom(j: Jalur, banyak: int) -> int:
    return int((j.pusat[0] - AWAL) // (BIDANG / banyak))


def panah(data: bytes, halaman: int) -> list[Jalur]:
    """The lines that end in the head of an arrow."""
    semua = jalur(data, halaman)
    mata = {j.titik[0] for j in semua if j.isi == "hitam" and len(set(j.titik)) == 3}
    return [j for j in semua if j.garis and not j.isi and j.titik[-1] in mata]


def pada_tepi(titik: tuple[float, float], j: Jalur) -> bool:
    x0, y0, x1, y1 = j.kotak
    x, y = titik
    return x0 - 0.1 <= x <= x1 + 0.1 and y0 - 0.1 <= y <= y1 + 0.1


def panjang(n: int, **ubah: dict[int, Any]) -> Any:
    """The context of a SOP with n steps; `ubah[field][row]` changes the symbol of a row."""
    k: Any = naskah_sop.isi(revisi())
    peran, langkah = len(k["pelaksana"]), k["langkah"]
    k["langkah"] = [langkah[i % len(langkah)] for i in range(n)]
    k["alur"] = [{"kolom": [i % peran], "bentuk": "kotak", "kembali": None, "maju": "", "balik": ""} for i in range(n)]
    for nama, baris in ubah.items():
        for i, nilai in baris.items():
            k["alur"][i][nama] = nilai
    return k


def test_the_identity_page_says_what_the_revision_says(session: Any) -> None:
    r = revisi()
    depan = teks(cetak(naskah_sop.isi(r)))[0]
    for bagian in (
        "BIDANG PERENCANAAN, PENGENDALIAN DAN EVALUASI PEMBANGUNAN DAERAH (P2EPD)",
        "Nomor SOP SOP/P2EPD.1/003",
        "Tgl. Pembuatan 18 Desember 2020",
        "Tgl. Revisi 20 Desember 2022",
        "Tgl. Efektif 20 Desember 2022",
        "Disahkan oleh Kepala Badan Perencanaan Pembangunan",
        "NIP 19770706 200604 1 018",
        "Judul SOP MUSYAWARAH PERENCANAAN PEMBANGUNAN KOTA",
        "DASAR HUKUM 1. Undang-Undang No 25 Tahun 2004",
        "7. Peraturan Wali Kota Bogor Nomor 59 Tahun 2023",
        "KUALIFIKASI PELAKSANA",
        "KETERKAITAN 1. SOP Penanganan Surat Keluar",
        "PERALATAN/PERLENGKAPAN",
        "5. Ruang rapat",
        "PERINGATAN Jika prosedur tidak dilaksanakan dengan baik",
        "PENCATATAN DAN PENDATAAN 1. Usulan-usulan Warga",
    ):
        assert bagian in depan, bagian


def test_every_page_is_the_turned_f4_and_repeats_the_head_of_the_table(session: Any) -> None:
    dokumen = PdfReader(io.BytesIO(cetak(naskah_sop.isi(revisi()))))
    assert len(dokumen.pages) == 3
    for h in dokumen.pages:
        assert (round(float(h.mediabox.width) / 72 * 25.4), round(float(h.mediabox.height) / 72 * 25.4)) == (330, 215)
    for h in dokumen.pages[1:]:
        lembar = " ".join(h.extract_text().split())
        for judul in (
            "No Aktivitas",
            "Pelaksana",
            "Mutu Baku",
            "Kelengkapan",
            "Waktu",
            "Output",
            "Ket",
            "Kepala Badan",
        ):
            assert judul in lembar, judul


def test_the_steps_stand_in_the_words_of_the_official_form_with_the_sum_of_the_norms(session: Any) -> None:
    isi = " ".join(teks(cetak(naskah_sop.isi(revisi())))[1:])
    for x in revisi().langkah:
        assert " ".join(x.aktivitas.split()) in isi
        assert f"{x.waktu_teks}" in isi
    assert "- Undangan - Usulan masyarakat - Hasil Rakor OPD" in isi
    assert "Jumlah norma waktu 875 menit = 14 jam 35 menit" in isi


def test_each_symbol_stands_in_the_column_of_the_main_actor_of_its_step(session: Any) -> None:
    r = revisi()
    data = cetak(naskah_sop.isi(r))
    urut = [*simbol(data, 1), *simbol(data, 2)]
    peran = naskah_sop.pelaksana(r.langkah)
    assert [p.judul for p in peran] == [p.judul for p in list(Peran)[:5]]
    utama = [next(p.peran for p in x.pelaksana if p.utama) for x in r.langkah]
    assert [kolom(j, 5) for j in urut] == [peran.index(p) for p in utama]
    assert [j.nama for j in urut] == [
        "kapsul", *["kotak"] * 4, "belah ketupat", *["kotak"] * 3, "belah ketupat", "kapsul",
    ]  # fmt: skip


def test_an_arrow_leads_from_each_symbol_to_the_next_and_the_returns_lead_back(session: Any) -> None:
    data = cetak(naskah_sop.isi(revisi()))
    for halaman, kembali in ((1, [(5, 4)]), (2, [(2, 2)])):
        urut, garis = simbol(data, halaman), panah(data, halaman)
        pasangan = [*((n, n + 1) for n in range(len(urut) - 1)), *kembali]
        for dari, ke in pasangan:
            puncak = (urut[ke].pusat[0], urut[ke].kotak[1])
            cocok = [
                g for g in garis
                if g.titik[-1] == pytest.approx(puncak, abs=0.15) and pada_tepi(g.titik[0], urut[dari])
            ]  # fmt: skip
            assert len(cocok) == 1, (halaman, dari, ke)
        assert len(garis) == len(pasangan) + 1  # and the one of the pentagon


def test_no_line_runs_through_a_symbol_that_it_does_not_join(session: Any) -> None:
    data = cetak(panjang(9, bentuk={4: "belah ketupat", 7: "belah ketupat"}, kembali={4: 1, 7: 0}))
    for halaman in range(1, len(PdfReader(io.BytesIO(data)).pages)):
        for g in panah(data, halaman):
            for j in simbol(data, halaman):
                if pada_tepi(g.titik[0], j) or pada_tepi(g.titik[-1], j):
                    continue
                x0, y0, x1, y1 = j.kotak
                for (ax, ay), (bx, by) in pairwise(g.titik):
                    assert ax == bx or ay == by, (halaman, g)
                    mendatar = ay == by and y0 < ay < y1 and min(ax, bx) < x1 and max(ax, bx) > x0
                    tegak = ax == bx and x0 < ax < x1 and min(ay, by) < y1 and max(ay, by) > y0
                    assert not mendatar, (halaman, g, j)
                    assert not tegak, (halaman, g, j)


def test_where_a_page_ends_pentagons_with_one_letter_tie_the_flow_together(session: Any) -> None:
    data = cetak(naskah_sop.isi(revisi()))
    (bawah,), (atas,) = segilima(data, 1), segilima(data, 2)
    assert bawah.pusat[1] > simbol(data, 1)[-1].pusat[1]
    assert atas.pusat[1] < simbol(data, 2)[0].pusat[1]
    assert atas.pusat[0] == pytest.approx(simbol(data, 2)[0].pusat[0], abs=0.1)
    assert [h.split().count("A") for h in teks(data)[1:]] == [1, 1]


def test_a_return_over_pages_has_its_own_letter_on_both(session: Any) -> None:
    data = cetak(panjang(24, bentuk={20: "belah ketupat"}, kembali={20: 2}))
    halaman = teks(data)[1:]
    assert len(halaman) >= 3
    letak = {huruf: [n for n, h in enumerate(halaman) if huruf in h.split()] for huruf in "ABCD"}
    dua = next(v for v in letak.values() if len(v) == 2 and v[1] - v[0] > 1)
    assert dua[0] == 0
    assert all(len(v) in (0, 2) for v in letak.values())


@pytest.mark.parametrize("n", [0, 1, 2, 60])
def test_a_sop_of_any_length_prints_with_one_symbol_for_each_step(session: Any, n: int) -> None:
    data = cetak(panjang(n))
    halaman = len(PdfReader(io.BytesIO(data)).pages)
    assert sum(len(simbol(data, h)) for h in range(1, halaman)) == n
    if not n:
        assert "SOP ini belum mempunyai langkah" in teks(data)[1]
    for h in range(1, halaman):
        for j in (*simbol(data, h), *segilima(data, h), *panah(data, h)):
            x0, y0, x1, y1 = j.kotak
            assert x0 >= AWAL
            assert x1 <= AWAL + BIDANG
            assert y0 > 20
            assert y1 < BAWAH + 0.5


@pytest.mark.parametrize("larik", range(4, 20, 2))
def test_whatever_the_height_of_the_rows_nothing_is_drawn_below_the_frame(session: Any, larik: int) -> None:
    k = panjang(20, bentuk={17: "belah ketupat"}, kembali={17: 1})
    for x in k["langkah"]:
        x["aktivitas"] = "\n".join(["Aktivitas"] * larik)
    data = cetak(k)
    for h in range(1, len(PdfReader(io.BytesIO(data)).pages)):
        assert max(j.kotak[3] for j in jalur(data, h)) <= BAWAH + 0.2, h


def test_a_step_with_two_main_actors_stands_in_both_columns(session: Any) -> None:
    data = cetak(panjang(3, kolom={1: [1, 3]}))
    assert [kolom(j, 5) for j in sorted(simbol(data, 1), key=lambda j: (round(j.pusat[1]), j.pusat[0]))] == [0, 1, 3, 2]


def test_a_step_without_actor_has_no_symbol_and_the_arrow_passes_it_by(session: Any) -> None:
    data = cetak(panjang(3, kolom={1: []}))
    assert len(simbol(data, 1)) == 2
    assert len(panah(data, 1)) == 1


def test_another_sop_prints_its_own_actors_and_steps(session: Any) -> None:
    lain = definition.muat(session, LIMA)
    konteks = naskah_sop.isi(lain)
    bertindak = {p.peran for x in lain.langkah for p in x.pelaksana}
    assert konteks["pelaksana"] == [p.judul for p in Peran if p in bertindak]
    data = cetak(konteks)
    assert len(simbol(data, 1)) == 5
    assert "MUSYAWARAH" not in " ".join(teks(data))


def test_unconfirmed_actors_are_marked_until_they_are_confirmed(session: Any) -> None:
    assert "(perkiraan, belum dikonfirmasi)" in teks(issue.cetak(revisi(), "sop")[1])[1]
    session.execute(db.update(Pengaturan).filter_by(kunci="sop.belum_dikonfirmasi").values(nilai="dugaan"))
    session.commit()
    assert "(dugaan)" in teks(issue.cetak(revisi(), "sop")[1])[1]
    session.execute(db.update(LangkahPelaksana).values(dikonfirmasi=True))
    session.commit()
    assert "dugaan" not in " ".join(teks(issue.cetak(revisi(), "sop")[1]))


@pytest.mark.parametrize(("status", "tanda"), [("draf", "KONSEP"), ("diganti", "DIGANTI"), ("berlaku", "")])
def test_a_revision_that_is_not_in_force_is_marked_on_every_page(session: Any, status: str, tanda: str) -> None:
    r = revisi()
    r.status = type(r.status)(status)
    session.commit()
    for h in teks(issue.cetak(r, "sop")[1]):
        assert ("KONSEP" in h, "DIGANTI" in h) == (tanda == "KONSEP", tanda == "DIGANTI")


def test_markup_in_a_step_is_printed_as_text(session: Any) -> None:
    r = revisi()
    r.langkah[5].judul_maju = "<b>'Ya' & \""
    r.langkah[0].aktivitas = "<pdf:qr> & 'petik'"
    session.commit()
    isi = " ".join(teks(issue.cetak(r, "sop")[1]))
    assert "<b>'Ya' & \"" in isi
    assert "<pdf:qr> & 'petik'" in isi
