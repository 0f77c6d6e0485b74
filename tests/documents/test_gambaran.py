"""The pictures of a Musrenbang: their figures against plain counting, their shapes, and that papers draw the same."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from typing import Any

import pytest

from documents import angka, kata, pdf
from documents.gambaran.bahan import Bahan, Ukuran
from documents.gambaran.daftar import GAMBAR, gambar
from documents.naskah import aliran, peta_petak, rekap, usulan
from documents.naskah.aliran import Simpul
from documents.naskah.peta_petak import Petak
from models.base import db
from models.usulan import AsalUsulan, HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from models.wilayah import Tingkat, Wilayah
from tests import dunia
from tests.documents.test_grafik import NS, cetak, teks

pytestmark = pytest.mark.satu_basis

BELUM = (StatusUsulan.DRAF, StatusUsulan.DIAJUKAN, StatusUsulan.DIKEMBALIKAN, StatusUsulan.DIVERIFIKASI)


@pytest.fixture
def campur(session: Any) -> Any:
    """A Musrenbang with usulan of every asal and state, some without OPD or kecamatan, some deleted; and another."""
    acak = random.Random(7)
    m, lain = dunia.musrenbang(2027), dunia.musrenbang(2028)
    alasan = dunia.alasan()
    kota = db.session.scalar(db.select(Wilayah.id).filter_by(tingkat=Tingkat.KOTA))
    rows = dunia.isi_usulan(m, 90, StatusUsulan.DRAF) + dunia.isi_usulan(lain, 5, StatusUsulan.DRAF)
    for n, u in enumerate(rows):
        u.asal = acak.choice(list(AsalUsulan))
        u.status = acak.choice([*StatusUsulan])
        if u.status not in (*BELUM, StatusUsulan.BATAL):
            u.hasil = acak.choice(list(HasilUsulan))
            u.alasan_id = alasan
            u.pagu_disepakati = acak.randrange(10**9) if u.hasil in usulan.DITERIMA else None
        if n % 9 == 0:
            u.wilayah_id = kota
        if n % 11 == 0:
            u.opd_awal_id = u.opd_pengampu_id = None
        if n % 13 == 0:
            u.deleted_at = sekarang()
    db.session.commit()
    return m


def hidup(m: Any) -> list[Usulan]:
    return list(db.session.scalars(db.select(Usulan).filter_by(musrenbang_id=m.id, deleted_at=None)))


def terima(u: Usulan) -> bool:
    return u.status in usulan.DIPUTUSKAN and u.hasil in usulan.DITERIMA


def test_the_figures_are_what_plain_counting_gives(campur: Any) -> None:
    a, rows = angka.usulan(campur.id), hidup(campur)
    for kolom, tabel in {"kelompok_sidang_id": a.kelompok, "kecamatan_id": a.kecamatan, "wilayah_id": a.wilayah,
                         "opd_pengampu_id": a.opd, "asal": a.asal, "status": a.status}.items():  # fmt: skip
        harap: dict[Any, angka.Hitung] = defaultdict(angka.Hitung)
        for u in rows:
            satu = angka.Hitung(1, u.pagu_usulan, int(terima(u)), (u.pagu_disepakati or 0) if terima(u) else 0)
            harap[getattr(u, kolom)] += satu
        assert tabel == harap, kolom
        assert sum(tabel.values(), angka.NOL) == a.semua
    alir = Counter((u.asal, angka.menjadi(u.status, u.hasil)) for u in rows)
    assert {k: h.jumlah for k, h in a.alir.items()} == alir
    assert a.semua.jumlah == len(rows) < 90


def test_what_a_person_may_not_read_is_in_no_figure(campur: Any) -> None:
    sempit = angka.usulan(campur.id, lambda stmt: stmt.where(Usulan.asal == AsalUsulan.POKIR))
    assert sempit.semua.jumlah == sum(u.asal is AsalUsulan.POKIR for u in hidup(campur))
    assert set(sempit.asal) == {AsalUsulan.POKIR}


def test_figures_cost_one_statement_however_many_there_are(campur: Any) -> None:
    ada: list[str] = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *a: ada.append(a[2]))
    angka.usulan(campur.id)
    assert len([x for x in ada if "FROM usulan" in x]) == 1


@pytest.mark.parametrize("ukuran", list(Ukuran))
@pytest.mark.parametrize(("kunci", "kind"), [(k, kind) for k, kind, _ in GAMBAR if kind == "usulan"])
def test_a_picture_and_its_table_say_the_same(campur: Any, kunci: str, kind: str, ukuran: Ukuran) -> None:
    a = angka.usulan(campur.id)
    g = gambar(Bahan(campur, a, ukuran), kunci)
    ET.fromstring(g.svg)
    assert " style=" not in g.svg
    assert "<a " not in g.svg, "a paper leads nowhere"
    assert all(len(larik) == len(g.kepala) for larik in g.baris)
    tulisan = " ".join(teks(g.svg))
    for larik in g.baris[:10]:
        if kunci in ("keadaan", "asal", "kelompok", "kecamatan"):
            assert larik[1 if ukuran is Ukuran.JUMLAH else 0].teks in tulisan or larik[0].teks == "Jumlah"
    if kunci != "aliran":
        assert g.baris[-1][1].teks == kata.bilangan(a.semua.jumlah)
        assert g.baris[-1][2].teks == kata.rupiah(a.semua.diusulkan)
        assert g.baris[-1][4].teks == kata.rupiah(a.semua.disepakati)


def test_an_empty_musrenbang_has_no_picture_of_usulan(session: Any) -> None:
    m = dunia.musrenbang(2027)
    for kunci, kind, _ in GAMBAR:
        if kind == "usulan":
            assert not gambar(Bahan(m, angka.usulan(m.id)), kunci).baris


# --- the tile map -----------------------------------------------------------------------------------------------------


def test_every_kelurahan_has_a_tile_of_its_own(session: Any) -> None:
    semua = db.session.scalars(db.select(Wilayah)).all()
    letak = [(w.peta_kolom, w.peta_baris) for w in semua if w.tingkat is not Tingkat.KOTA]
    assert len(letak) == len(set(letak)) == 74
    assert all(k and b for k, b in letak)
    # What lies together stands together: each kelurahan touches one of its kecamatan.
    milik = {(w.peta_kolom, w.peta_baris): w.induk_id for w in semua if w.tingkat is Tingkat.KELURAHAN}
    for (k, b), kecamatan in milik.items():
        tetangga = [milik.get((k + x, b + y)) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
        assert kecamatan in tetangga, (k, b)


def test_a_tile_has_a_column_and_a_row_or_neither(session: Any) -> None:
    w = db.session.scalars(db.select(Wilayah).filter_by(tingkat=Tingkat.KELURAHAN)).first()
    assert not w.periksa()
    w.peta_baris = None
    assert w.periksa()[0][0] == "peta_baris"
    w.peta_kolom, w.peta_baris = 31, 2
    assert w.periksa() == [("peta_kolom", "Petak pada peta bernomor 1 sampai 30.")]
    session.rollback()


@pytest.mark.parametrize("nilai", [[0], [1, 2], [3, 1, 0], [9, 4], [10, 1], [98, 3, 50], [1234, 0], [5, 7, 23]])
def test_the_most_is_the_darkest_and_nothing_is_white(nilai: list[int]) -> None:
    batas = peta_petak.tingkat(nilai)
    assert len(batas) <= 5
    assert sorted(batas) == batas
    assert peta_petak.rona(0, batas) == 0
    urut = [peta_petak.rona(n, batas) for n in sorted(nilai)]
    assert urut == sorted(urut)
    assert all(0 < peta_petak.rona(n, batas) <= 5 for n in nilai if n)
    if max(nilai) > 5:
        assert peta_petak.rona(max(nilai), batas) == 5


def test_a_tile_holds_its_name_and_figure_and_the_frame_parts_the_kecamatan() -> None:
    petak = [Petak(1, 1, "Kebon Kalapa", 1, 12, "/a"), Petak(2, 1, "<b>", 1, 0), Petak(1, 2, "Curug", 2, 3)]
    akar = ET.fromstring(peta_petak.peta("Uji", petak))
    isi = teks(ET.tostring(akar, encoding="unicode"))
    assert {"Kebon Kalapa", "12", "<b>", "0", "Curug", "3"} <= set(isi)
    assert akar.get("role") == "group"
    garis = [g for g in akar.iter(f"{NS}line")]
    assert len(garis) == 9, "five sides around the upper two, three around the lower, and one between the kecamatan"
    assert len({r.get("class") for r in akar.iter(f"{NS}rect") if r.get("height") == "48"}) == 3


# --- the flow ---------------------------------------------------------------------------------------------------------


def test_ribbons_are_as_thick_as_what_flows() -> None:
    arus = {(0, 0): 30, (0, 1): 10, (1, 1): 20, (1, 0): 0}
    svg = aliran.aliran("Uji", [Simpul("A"), Simpul("B & C")], [Simpul("Ya", warna=1), Simpul("Tidak")], arus)
    akar = ET.fromstring(svg)
    pita = list(akar.iter(f"{NS}path"))
    assert len(pita) == 3
    tinggi = [float(r.get("height") or 0) for r in akar.iter(f"{NS}rect")]
    assert tinggi[0] / tinggi[1] == pytest.approx(2, rel=0.01)
    assert tinggi[2] / tinggi[3] == pytest.approx(1, rel=0.01)
    assert {"A", "B & C", "40", "20", "Ya", "30"} <= set(teks(svg))
    assert "A ke Tidak: 10" in svg


def test_nothing_flows_from_nothing() -> None:
    ET.fromstring(aliran.aliran("Uji", [Simpul("A")], [Simpul("B")], {(0, 0): 0}))


def test_flow_and_map_are_drawn_into_a_paper_as_lines_and_embedded_text() -> None:
    for svg in (
        aliran.aliran("Uji", [Simpul("Masyarakat")], [Simpul("Diterima")], {(0, 0): 7}),
        peta_petak.peta("Uji", [Petak(1, 1, "Masyarakat", 1, 7), Petak(2, 1, "Diterima", 2, 1)]),
    ):
        halaman = cetak(svg).pages[0]
        assert not halaman.images
        for apa in ("Masyarakat", "Diterima", "7"):
            assert apa in halaman.extract_text()
    pdf.tutup()


# --- words, and the laporan -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "teks_"),
    [
        (0, "Rp0"),
        (999_999, "Rp999.999"),
        (1_500_000, "Rp1,5 jt"),
        (950_000_000, "Rp950 jt"),
        (1_234_500_000, "Rp1,2 M"),
        (71_422_750_000, "Rp71,4 M"),
        (2_000_000_000_000, "Rp2 T"),
        (-3_000_000, "-Rp3 jt"),
    ],
)
def test_money_in_few_letters(n: int, teks_: str) -> None:
    assert kata.rupiah_ringkas(n) == teks_


def test_the_laporan_has_the_same_pictures(campur: Any) -> None:
    sajian = rekap.sajian(campur, usulan.putusan(campur.id))
    lukisan = {s["judul"]: s["svg"] for s in sajian if s["bentuk"] == "gambar"}
    a = angka.usulan(campur.id)
    for kunci, ukuran in (("aliran", Ukuran.JUMLAH), ("keadaan", Ukuran.JUMLAH), ("kelompok", Ukuran.RUPIAH),
                          ("kecamatan", Ukuran.RUPIAH), ("asal", Ukuran.JUMLAH), ("peta", Ukuran.JUMLAH)):  # fmt: skip
        assert gambar(Bahan(campur, a, ukuran), kunci).svg in lukisan.values(), kunci
    nomor = [s["nomor"] for s in sajian if s["bentuk"] == "gambar"]
    assert nomor == list(range(1, len(nomor) + 1))
