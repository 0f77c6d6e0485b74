"""Lists: paging, sorting, filters, search, and how many queries they take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bulk.daftar import jumlah
from tests.admin.layar import Layar, baris, salah, tabel, tautan, teks


@contextmanager
def hitung() -> Iterator[list[str]]:
    kueri: list[str] = []

    def catat(_conn, _cursor, statement, *_):
        kueri.append(statement)

    event.listen(Engine, "before_cursor_execute", catat)
    try:
        yield kueri
    finally:
        event.remove(Engine, "before_cursor_execute", catat)


@pytest.mark.parametrize(
    "urut",
    [
        "",
        "kode",
        "-kode",
        "pagu_disepakati",
        "-pagu_disepakati",
        "opd_pengampu_id",
        "-opd_pengampu_id",
        "-status",
        "volume",
    ],
)
def test_paging_shows_every_row_once_in_both_directions(tim: Layar, usulan: Callable, urut: str) -> None:
    ids = usulan(
        60, pagu_disepakati=lambda i: None if i % 3 else i % 7, opd_awal_id=lambda i: None if i % 4 == 0 else i % 5 + 1
    )
    alamat, maju = f"/usulan/?urut={urut}", []
    while alamat:
        halaman = tim.buka(alamat)
        maju.append(baris(halaman))
        lanjut = tautan(halaman, "Berikutnya")
        alamat = f"/usulan/{lanjut}" if lanjut else ""
    semua = [i for satu in maju for i in satu]
    assert sorted(semua) == sorted(ids)
    assert [len(satu) for satu in maju] == [25, 25, 10]

    halaman, mundur = tim.buka(f"/usulan/?urut={urut}&kursor=akhir"), []
    while True:
        mundur = baris(halaman) + mundur
        lanjut = tautan(halaman, "‹ Sebelumnya")
        if not lanjut:
            break
        halaman = tim.buka(f"/usulan/{lanjut}")
    assert mundur == semua


def test_a_list_takes_the_same_number_of_queries_whatever_it_holds(tim: Layar, usulan: Callable) -> None:
    usulan(10)
    tim.buka("/usulan/?per=100")
    with hitung() as sedikit:
        tim.buka("/usulan/?per=100")
    usulan(50, kode=lambda i: f"V-{i}", wilayah_id=lambda i: i + 5, opd_awal_id=lambda i: i % 30 + 1)
    tim.buka("/usulan/?per=100")
    with hitung() as banyak:
        halaman = tim.buka("/usulan/?per=100")
    assert len(baris(halaman)) == 60
    assert len(banyak) == len(sedikit)


@pytest.mark.parametrize(
    "tanya",
    [
        "page=-1",
        "urut=sandi",
        "urut=../../x",
        "kursor=n.rusak",
        "kursor=n.",
        "kursor=zzz",
        "kursor=n.WyJ4IiwgMV0",
        "kursor=n0.WyJ4IiwgMV0",
        "kursor=akhir5",
        "per=7",
        "per=abc",
        "asing=1",
        "status=terbang",
        "wilayah_id=9999999999999999999",
        "opd_pengampu_id=tidak+ada",
        "wilayah_id=0",
        "q%5B%5D=1",
        "musrenbang_id=x",
    ],
)
def test_a_broken_address_gets_a_sentence(tim: Layar, usulan: Callable, tanya: str) -> None:
    usulan(1)
    jawab = tim.client.get(f"/usulan/?{tanya}")
    assert jawab.status_code in (400, 404), jawab.status_code
    assert "Traceback" not in jawab.text
    assert len(teks(jawab.text)) > 100


def test_a_page_number_is_answered_with_the_way_to_the_first_page_of_the_same_filter(
    tim: Layar, usulan: Callable
) -> None:
    usulan(30)
    for asing in ("page=2", "kursor=zzz", "bentuk=kartu"):
        halaman = tim.buka(f"/usulan/?{asing}&status=draf&urut=-kode", 400)
        assert tautan(halaman, "Ke halaman pertama daftar ini", "tombol utama") == "/usulan/?status=draf&urut=-kode"
        assert "perbaiki isiannya" not in halaman
    halaman = tim.buka("/usulan/?page=2", 400)
    assert "tidak bernomor" in halaman
    assert "Saringan “page”" not in halaman


def test_the_pager_says_which_rows_of_how_many_these_are(tim: Layar, usulan: Callable) -> None:
    usulan(60)
    halaman, letak = tim.buka("/usulan/?urut=kode"), []
    while True:
        letak.append(letak_baris(halaman))
        if not (lanjut := tautan(halaman, "Berikutnya")):
            break
        halaman = tim.buka(f"/usulan/{lanjut}")
    assert letak == ["1–25 dari 60", "26–50 dari 60", "51–60 dari 60"]
    assert mundur(tim, "36–60 dari 60", "11–35 dari 60", "1–10 dari 60")


def test_where_nobody_has_counted_the_pager_claims_nothing(
    tim: Layar, usulan: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    usulan(60)
    monkeypatch.setattr(jumlah, "BATAS", 40)
    pertama = tim.buka("/usulan/?urut=kode")
    kedua = tim.buka(f"/usulan/{tautan(pertama, 'Berikutnya')}")
    letak = [letak_baris(x) for x in (pertama, kedua, tim.buka(f"/usulan/{tautan(kedua, '‹ Sebelumnya')}"))]
    assert letak == [f"{n} dari lebih dari 40" for n in ("1–25", "26–50", "1–25")]
    assert mundur(tim, *["25 baris dari lebih dari 40"] * 2, "1–10 dari lebih dari 40")


def mundur(tim: Layar, *letak: str) -> bool:
    """From the last page back: what the pager says of each."""
    alamat = "?urut=kode&kursor=akhir"
    for satu in letak:
        halaman = tim.buka(f"/usulan/{alamat}")
        assert letak_baris(halaman) == satu
        alamat = tautan(halaman, "‹ Sebelumnya") or ""
    return not alamat


def letak_baris(halaman: str) -> str:
    found = re.search(r'<span class="letak">(.*?)</span></span>', halaman, re.S)
    return teks(found[1]).strip() if found else ""


@pytest.mark.parametrize(
    "kursor",
    ["[null, 1]", '["x", 99999999999]', "[1]", "{}", '[{"a": 1}, 1]', "[true, 1]", "1", '["\\u0000", 1]', "[1e400, 1]"],
)
def test_a_forged_cursor_is_refused_or_harmless(tim: Layar, usulan: Callable, kursor: str) -> None:
    import base64

    usulan(1)
    bungkus = base64.urlsafe_b64encode(kursor.encode()).decode().rstrip("=")
    for urut in ("kode", "pagu_usulan", "volume", "status", "id"):
        assert tim.client.get(f"/usulan/?urut={urut}&kursor=n.{bungkus}").status_code in (200, 400)


def test_search_finds_every_word_without_regard_to_capitals(tim: Layar, usulan: Callable) -> None:
    usulan(12)
    assert len(baris(tim.buka("/usulan/?q=SALURAN+rw+07"))) == 1
    assert "Tidak ada yang cocok" in tim.buka("/usulan/?q=jembatan")


@pytest.mark.parametrize(
    ("cari", "jumlah"), [("%", 1), ("_", 1), ("\\", 1), ("100%", 1), ("'", 1), ("\0", 3), ("x" * 5000, 0)]
)
def test_signs_of_the_database_are_letters_like_any_other(tim: Layar, usulan: Callable, cari: str, jumlah: int) -> None:
    nama = ["Diskon 100% pupuk", "snake_case dan \\ garis", "Jum'at bersih"]
    usulan(3, usulan=lambda i: nama[i], kode=lambda i: f"K{i}")
    assert len(baris(tim.buka("/usulan/?q=" + quote(cari)))) == jumlah


def test_a_kecamatan_finds_the_usulan_of_its_kelurahan(tim: Layar, usulan: Callable, tulis: Callable) -> None:
    usulan(3)
    halaman = tim.buka("/wilayah/?tingkat=kecamatan")
    kecamatan = baris(halaman)
    jumlah = [len(baris(tim.buka(f"/usulan/?wilayah_id={id_}"))) for id_ in kecamatan]
    assert sorted(jumlah) == [0, 0, 0, 0, 0, 3]


def test_filters_stay_in_the_address_of_the_next_page_and_of_the_sort_links(tim: Layar, usulan: Callable) -> None:
    usulan(30)
    halaman = tim.buka("/usulan/?status=draf&q=saluran")
    assert "status=draf" in tautan(halaman, "Berikutnya")
    assert "status=draf" in tabel(halaman).split("</thead>")[0]
    assert "30 baris" in teks(halaman)


def test_the_list_shows_the_newest_running_musrenbang_unless_asked(tim: Layar, usulan: Callable) -> None:
    usulan(2)
    lain = tim.simpan("/musrenbang/new/", nama="Musrenbang Lain", tahun="2029")
    assert len(baris(tim.buka("/usulan/"))) == 2
    assert len(baris(tim.buka(f"/usulan/?musrenbang_id={lain}"))) == 0
    assert len(baris(tim.buka("/usulan/?musrenbang_id=semua"))) == 2


def test_dates_filter_from_and_to(tim: Layar, musrenbang: int) -> None:
    for hari in ("01-02-2026", "15-02-2026", "01-03-2026"):
        tim.simpan(
            "/surat-masuk/new/",
            musrenbang_id=str(musrenbang),
            agenda=hari,
            diterima=hari,
            asal="Dinas",
            perihal="Hal",
            sifat="biasa",
        )
    assert len(baris(tim.buka("/surat-masuk/?diterima.dari=2026-02-10&diterima.sampai=2026-02-28"))) == 1
    tim.buka("/surat-masuk/?diterima.dari=31-02-2026", 400)
    tim.buka("/surat-masuk/?diterima.dari=2026-03-01&diterima.sampai=2026-02-01", 400)


def test_what_people_typed_is_shown_as_text(tim: Layar, usulan: Callable) -> None:
    jahat = "<script>alert(1)</script>\"'{{7*7}}<img src=x>"
    (id_,) = usulan(1, usulan=jahat, permasalahan=jahat)
    for alamat in ("/usulan/", f"/usulan/details/?id={id_}", f"/usulan/edit/?id={id_}", f"/usulan/?q={quote(jahat)}"):
        halaman = tim.buka(alamat)
        assert "<script>alert" not in halaman
        assert "<img" not in halaman.replace('<img src="/static', "")
        assert "49" not in teks(halaman).split("{{7*7}}")[0][-40:]


def test_no_address_on_a_page_is_one_that_somebody_typed(tim: Layar, usulan: Callable) -> None:
    """Where an address leads within the panel is a path; one that leads out of it was made by the panel itself."""
    jahat = "javascript:alert(1)"
    teks_usulan = ("usulan", "permasalahan", "alamat", "pengusul")
    (id_,) = usulan(1, **dict.fromkeys(teks_usulan, f"{jahat} data:text/html,x //jahat.example [x]({jahat})"))
    for alamat in (
        "/usulan/",
        f"/usulan/details/?id={id_}",
        f"/usulan/edit/?id={id_}",
        f"/cari/?q={quote(jahat)}",
        f"/usulan/?q={quote(jahat)}",
        f"/usulan/new/?kembali={quote(jahat)}&url={quote(jahat)}&next=//jahat.example",
    ):
        halaman = tim.buka(alamat)
        tujuan = re.findall(r"""\b(?:href|src|action|formaction|data-[a-z-]+)="([^"]*)\"""", halaman)
        assert len(tujuan) > 20
        assert jahat in halaman or "new" in alamat
        keluar = [t for t in tujuan if re.match(r"\s*[a-z][a-z0-9+.-]*:|\s*//", t, re.I) and "wa.me" not in t]
        assert keluar == [], alamat


def test_a_combination_that_takes_too_long_says_so_and_keeps_its_filters(
    tim: Layar, usulan: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    from admin import daftar
    from bulk.daftar.batas import batas
    from models.base import db
    from tests.bulk.daftar.test_batas import TANPA_AKHIR

    usulan(3)
    monkeypatch.setattr(daftar, "batas", lambda: batas(0.1))
    monkeypatch.setattr(daftar.jumlah, "of_page", lambda *_: db.session.execute(TANPA_AKHIR))
    halaman = tim.buka("/usulan/?status=draf&alamat.kosong=ya", 400)
    assert "dihentikan" in teks(halaman)
    assert baris(halaman) == []
    assert "Status: Draf" in teks(halaman)


def test_columns_are_chosen_by_the_address_and_an_unknown_one_is_refused(tim: Layar, usulan: Callable) -> None:
    usulan(3)
    kepala = tabel(tim.buka("/usulan/?kolom=kode,alamat,pagu_usulan")).split("</thead>")[0]
    assert [k for k in ("Kode", "Alamat lokasi", "Pagu usulan") if k in kepala] == [
        "Kode",
        "Alamat lokasi",
        "Pagu usulan",
    ]
    assert "Status" not in kepala
    assert "kolom=kode" in kepala
    tim.buka("/usulan/?kolom=kode,sandi", 400)
    assert len(baris(tim.buka("/usulan/?kolom=pagu_usulan&per=200"))) == 3


def test_the_page_of_a_list_takes_few_queries(tim: Layar, usulan: Callable) -> None:
    usulan(30)
    for alamat in ("/usulan/?per=50", "/usulan/?per=50&urut=-pagu_usulan", "/usulan/?per=50&status=draf&urut=kode"):
        tim.buka(alamat)
        with hitung() as kueri:
            tim.buka(alamat)
        assert len([k for k in kueri if k.startswith("SELECT")]) <= 7, kueri


def test_a_count_that_was_not_finished_is_marked_as_an_estimate(
    tim: Layar, usulan: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulk.daftar import halaman, jumlah

    usulan(200)
    for nama, isi in {"BATAS": 20, "TEMPAT": 50, "LEBAR": 1}.items():
        monkeypatch.setattr(jumlah, nama, isi)
    monkeypatch.setattr(halaman, "SEDIKIT", 20)
    assert "±200 baris" in teks(tim.buka("/usulan/"))
    assert "20+ baris" in teks(tim.buka("/usulan/?q=saluran")), "a search is counted by its own index"
    isi = tim.client.get("/usulan/jumlah/?status=draf&kolom=pagu_usulan").json
    assert isi == {"jumlah": "200", "total": [{"judul": "Pagu usulan", "teks": "Rp19.900.000.000"}]}


def test_sums_that_take_too_long_leave_the_count(tim: Layar, usulan: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    from admin import saringan
    from bulk.daftar.batas import batas
    from models.base import db
    from tests.bulk.daftar.test_batas import TANPA_AKHIR

    usulan(3)
    monkeypatch.setattr(saringan, "batas", lambda: batas(0.2))
    monkeypatch.setattr(saringan.jumlah, "totals", lambda *_: db.session.execute(TANPA_AKHIR))
    assert tim.client.get("/usulan/jumlah/").json == {"jumlah": "3", "total": []}


def test_no_list_is_sorted_by_a_personal_column(tim: Layar, layar: Callable, tulis: Callable) -> None:
    """Its order would tell what it holds, and the address of the next page names a value of it."""
    from models.pemangku_kepentingan import PemangkuKepentingan, Unsur

    tulis(PemangkuKepentingan, 30, nama=lambda i: f"Tokoh {i}", unsur=Unsur.TOKOH, telepon=lambda i: f"0812{i:08d}")
    for orang in (tim, layar("pengawas")):
        for alamat in ("/pemangku-kepentingan/", "/pemangku-kepentingan/export/csv/"):
            jawab = orang.client.get(f"{alamat}?urut=-telepon")
            assert jawab.status_code == 400
            assert "tidak dapat diurutkan menurut “Telepon”" in teks(jawab.text)
        assert "urut=telepon" not in orang.buka("/pemangku-kepentingan/?kolom=nama,telepon")


def test_the_filter_of_kecamatan_offers_nothing_else(tim: Layar, usulan: Callable) -> None:
    import re

    usulan(1)
    pilihan = re.findall(r'name="kecamatan_id" value="(\d+)"', tim.buka("/usulan/saringan/"))
    assert len(pilihan) == 6


def test_a_refused_filter_shows_what_was_asked_and_the_way_back(tim: Layar, usulan: Callable) -> None:
    usulan(1)
    halaman = tim.buka("/usulan/?tak_ada=100+juta&hasil=ditunda", 400)
    assert "100 juta" in halaman
    assert 'href="/usulan/?hasil=ditunda">Ke halaman pertama daftar ini' in halaman


@pytest.mark.parametrize(
    ("tanya", "isian", "kalimat"),
    [
        ("pagu_usulan.dari=100+juta", 'name="pagu_usulan.dari" value="100 juta"', "Pagu usulan"),
        ("pagu_usulan.dari=9&pagu_usulan.sampai=5", 'name="pagu_usulan.sampai" value="5"', "batas akhir kurang dari"),
        ("wilayah_id=Atlantis", 'name="wilayah_id" value="Atlantis"', "“Atlantis” tidak ditemukan"),
        ("sipd_disalin_pada.dari=31-02-2026", 'name="sipd_disalin_pada.dari" value="31-02-2026"', "Disalin ke SIPD"),
        ("asal=mars", 'name="asal" value="masyarakat"', "bukan pilihan Asal"),
    ],
)
def test_a_value_that_no_filter_can_read_stays_in_the_panel_with_its_sentence(
    tim: Layar, usulan: Callable, tanya: str, isian: str, kalimat: str
) -> None:
    usulan(2)
    for alamat in (f"/usulan/?hasil=ditunda&q=saluran&{tanya}", f"/usulan/saringan/?hasil=ditunda&q=saluran&{tanya}"):
        halaman = tim.buka(alamat, 400)
        assert isian in halaman
        assert 'name="hasil" value="ditunda" checked' in halaman
        assert 'type="hidden" name="q" value="saluran"' in halaman
        assert [s for s in salah(halaman) if kalimat in s]
    daftar = tim.buka(f"/usulan/?hasil=ditunda&{tanya}", 400)
    assert "<h1>Usulan" in daftar
    assert "Saringan belum diterapkan." in teks(daftar)
    assert baris(daftar) == []
    assert "Hasil: Ditunda" in teks(daftar)
    tim.buka(f"/usulan/kisi/?{tanya}", 400)


@pytest.mark.parametrize("angka", ["9" * 5000, "1" + ".000" * 2000, "-" + "9" * 5000])
def test_a_number_of_thousands_of_digits_is_too_large_like_any_other(
    tim: Layar, isian_usulan: dict[str, str], angka: str
) -> None:
    assert tim.client.get(f"/usulan/?pagu_usulan.dari={angka}").status_code == 400
    jawab = tim.kirim("/usulan/new/", **{**isian_usulan, "pagu_usulan": angka})
    assert jawab.status_code == 400
    assert "limit" not in teks(jawab.text)
